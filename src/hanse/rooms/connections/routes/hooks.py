"""HTTP of webhooks: what a shop told us, what it was asked to tell, and reading one again."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Path, Query
from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from hanse.engine.doors.doors import Called, Doors, InTx
from hanse.engine.doors.paging import PAGE_USUAL, Cursor, Limit, Page, cut, read_id
from hanse.engine.hooks import Hook, HookState, HookVerdict
from hanse.rooms.connections.model.subscriptions import Kept, Told
from hanse.rooms.connections.routes.held import OfReach
from hanse.rooms.connections.routes.permissions import READ_HOOKS, WRITE_HOOKS
from hanse.rooms.connections.routes.shapes import Id
from hanse.rooms.connections.service import hooking, subscribing
from hanse.rooms.connections.service.reach import Reach

doors = Doors("connections")

HOOK: JsonDict = {
    "id": "01930b6e-7c1a-7d52-9a54-0d7c8f0f6c41",
    "account_id": "01930b6e-7c1a-7d52-9a54-0d7c8f0f6c21",
    "received_at": "2026-11-20T14:03:05Z",
    "topic": "product.updated",
    "delivery_id": "5a1c",
    "verdict": "accepted",
    "state": "done",
    "note": "",
    "settled_at": "2026-11-20T14:03:06Z",
    "size_bytes": 4_211,
}
SUBSCRIPTION: JsonDict = {
    "topic": "product.updated",
    "remote_id": "7",
    "switch": "on",
    "restored": 0,
    "restored_at": None,
    "checked_at": "2026-11-20T14:00:00Z",
}

ADDRESS = "https://hub.example/api/hooks/01930b6e-7c1a-7d52-9a54-0d7c8f0f6c21"

HookId = Annotated[UUID, Path(description="The id of a webhook that arrived.")]
Verdicts = Annotated[list[HookVerdict] | None, Query(alias="verdict", description="Any of these.")]


class HookOut(BaseModel):
    """One webhook that arrived in the last 30 days. Its body holds what persons bought, and is
    kept sealed."""

    model_config = ConfigDict(json_schema_extra={"examples": [HOOK]})

    id: UUID
    account_id: UUID
    received_at: datetime
    topic: str | None
    delivery_id: str | None
    verdict: HookVerdict
    state: HookState
    note: str
    settled_at: datetime | None = Field(description="When it was read, and what it hinted at.")
    size_bytes: int


class HooksOut(Page[HookOut]):
    """Webhooks, the newest first."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"items": [HOOK], "next_cursor": None}]}
    )


class SubscriptionOut(BaseModel):
    """One topic that the shop was asked to tell."""

    model_config = ConfigDict(json_schema_extra={"examples": [SUBSCRIPTION]})

    topic: str
    remote_id: str | None
    switch: Told
    restored: int = Field(description="How often it was switched on again.")
    restored_at: datetime | None
    checked_at: datetime


class SubscriptionsOut(BaseModel):
    """What the shop was asked to tell, as last looked up there."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"address": ADDRESS, "items": [SUBSCRIPTION]}]}
    )

    address: str = Field(
        description="Where the shop tells us; a person enters it there for what nobody can ask for."
    )
    items: list[SubscriptionOut]


@doors.get("/api/connections/accounts/{id}/hooks", needs=READ_HOOKS)
async def list_hooks(
    tx: InTx,
    id: Id,  # noqa: A002
    verdict: Verdicts = None,
    limit: Limit = PAGE_USUAL,
    cursor: Cursor = None,
) -> HooksOut:
    """List the webhooks that a shop sent, the newest first."""
    found = await hooking.list_hooks(tx, id, read_id(cursor), limit + 1, verdict)
    page, following = cut(found, limit, lambda hook: [hook.id])
    return HooksOut(items=[shaped(one) for one in page], next_cursor=following)


@doors.post("/api/connections/hooks/{id}/replay", needs=WRITE_HOOKS, status=202)
async def replay_hook(tx: InTx, id: HookId) -> HookOut:  # noqa: A002
    """Read a webhook again, as if it had just arrived: the shop is asked what is true."""
    return shaped(await hooking.replay(tx, id))


@doors.get("/api/connections/accounts/{id}/subscriptions", needs=READ_HOOKS)
async def list_subscriptions(
    tx: InTx,
    reach: OfReach,
    id: Id,  # noqa: A002
) -> SubscriptionsOut:
    """List what the shop was asked to tell, and whether it still does."""
    return all_told(reach, id, await subscribing.list_subscriptions(tx, id))


@doors.post("/api/connections/accounts/{id}/subscriptions", needs=WRITE_HOOKS, repeatable=True)
async def restore_subscriptions(
    reach: OfReach,
    called: Called,
    id: Id,  # noqa: A002
) -> SubscriptionsOut:
    """Look up what the shop was asked to tell, and ask again for what is missing or thrown off."""
    opened = await reach.open(called.workspace_id, id)
    return all_told(reach, id, await subscribing.ensure(reach, opened))


def shaped(found: Hook) -> HookOut:
    return HookOut(
        id=found.id,
        account_id=found.account_id,
        received_at=found.received_at,
        topic=found.topic,
        delivery_id=found.delivery_id,
        verdict=found.verdict,
        state=found.state,
        note=found.note,
        settled_at=found.settled_at,
        size_bytes=found.size_bytes,
    )


def all_told(reach: Reach, account_id: UUID, found: Sequence[Kept]) -> SubscriptionsOut:
    address = subscribing.address_of(reach, account_id)
    return SubscriptionsOut(address=address, items=[told(each) for each in found])


def told(found: Kept) -> SubscriptionOut:
    return SubscriptionOut(
        topic=found.topic,
        remote_id=found.remote_id,
        switch=found.switch,
        restored=found.restored,
        restored_at=found.restored_at,
        checked_at=found.checked_at,
    )
