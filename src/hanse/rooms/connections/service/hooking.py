"""Webhooks as they arrive: whose they are, and whether the platform sent them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from hanse.engine import hooks
from hanse.engine.hooks import Hook, Receiver, Resolve
from hanse.engine.tx import Tx
from hanse.rooms.connections.service.accounts import account
from hanse.rooms.connections.service.ports import Platform
from hanse.rooms.connections.service.reach import Reach
from hanse.rooms.connections.store import accounts as store
from hanse.trade.access import Access


def receiver_by(reach: Reach) -> Resolve:
    """For the door of webhooks."""
    return lambda account_id: receiver(reach, account_id)


async def receiver(reach: Reach, account_id: UUID) -> Receiver | None:
    """Who takes the webhooks of this account; nobody, if it is not connected."""

    async def look(tx: Tx) -> tuple[UUID, str, int] | None:
        return await store.workspace_of(tx, account_id)

    found = await reach.database.glance("a webhook names its account", look)
    if found is None:
        return None
    opened = await reach.open(found[0], account_id)
    ear = Ear(opened.platform, opened.access)
    return Receiver(
        workspace_id=found[0],
        verify=ear.verify,
        told=ear.told,
        refused_status=opened.platform.CARD.forged_status,
        pings=opened.platform.is_ping,
        answer=opened.platform.CARD.hook_answer,
    )


@dataclass(frozen=True, slots=True)
class Ear:
    platform: Platform
    access: Access

    def verify(self, headers: Mapping[str, str], body: bytes) -> bool:
        return self.platform.verify(headers, body, self.access)

    def told(self, headers: Mapping[str, str], body: bytes) -> tuple[str | None, str | None]:
        found = self.platform.signals(headers, body)
        return found.topic, found.delivery_id


async def list_hooks(
    tx: Tx, account_id: UUID, before: UUID | None, rows_max: int, verdicts: Sequence[str] | None
) -> Sequence[Hook]:
    await account(tx, account_id)
    return await hooks.find(tx, account_id, before, rows_max, verdicts)


async def replay(tx: Tx, hook_id: UUID) -> Hook:
    """Have a kept webhook read again, as if it had just arrived."""
    await hooks.replay(tx, hook_id)
    return await hooks.one(tx, hook_id, "it is to be read again")
