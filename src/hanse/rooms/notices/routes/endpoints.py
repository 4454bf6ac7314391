"""HTTP of webhooks: endpoints and their secrets, what was sent, and sending it again."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from hanse.engine.doors.doors import Body, Doors, Expected, InTx
from hanse.engine.doors.paging import PAGE_USUAL, Cursor, Limit, Page, cut, read_id
from hanse.engine.doors.versions import etag
from hanse.rooms.notices.model.webhooks import Delivery, DeliveryState, Endpoint, EndpointState
from hanse.rooms.notices.routes.permissions import (
    READ_DELIVERIES,
    READ_ENDPOINTS,
    WRITE_ENDPOINTS,
)
from hanse.rooms.notices.service import deliveries
from hanse.rooms.notices.service import endpoints as service
from hanse.rooms.notices.service.endpoints import Wanted

doors = Doors("notices")

ENDPOINT: JsonDict = {
    "id": "01930b6e-7c1a-7d52-9a54-0d7c8f0f6c11",
    "name": "Our warehouse",
    "url": "https://warehouse.example/hooks/hanse",
    "kinds": ["jobs.job.failed"],
    "state": "active",
    "failing_since": None,
    "old_secret_until": None,
    "made_at": "2026-11-20T14:03:05Z",
    "version": 1,
}
SECRET: JsonDict = {"secret": "hwh_CdT3mU0iQ6Wm7b1bTqJ2gq1nYyM0o8Y0c3bO2hH4k5E"}
DELIVERY: JsonDict = {
    "id": "01930b6e-7c1a-7d52-9a54-0d7c8f0f6c13",
    "endpoint_id": "01930b6e-7c1a-7d52-9a54-0d7c8f0f6c11",
    "event_id": "01930b6e-7c1a-7d52-9a54-0d7c8f0f6c14",
    "kind": "jobs.job.failed",
    "state": "waiting",
    "made_at": "2026-11-20T14:03:05Z",
    "next_at": "2026-11-20T14:03:15Z",
    "tries": 1,
    "status": 503,
    "took_ms": 41,
    "answer": "We are closed.",
    "why": "It answered 503; what arrived is answered by 200 to 299.",
    "ended_at": None,
}

Id = Annotated[UUID, Path(description="The id of a webhook.")]
DeliveryId = Annotated[UUID, Path(description="The id of a delivery.")]
States = Annotated[list[DeliveryState] | None, Query(alias="state", description="Any of these.")]
Name = Annotated[str, Field(min_length=1, max_length=100)]
Url = Annotated[str, Field(min_length=1, max_length=2_000)]
Kinds = Annotated[list[str], Field(max_length=200, description="Empty: all kinds of notices.")]


class EndpointOut(BaseModel):
    """An address that is called when something happens in the workspace."""

    model_config = ConfigDict(json_schema_extra={"examples": [ENDPOINT]})

    id: UUID
    name: str
    url: str
    kinds: list[str]
    state: EndpointState
    failing_since: datetime | None
    old_secret_until: datetime | None = Field(description="Until then two secrets sign.")
    made_at: datetime
    version: int


class MadeOut(EndpointOut):
    """The endpoint with its secret, which the receiver checks signatures with."""

    model_config = ConfigDict(json_schema_extra={"examples": [{**ENDPOINT, **SECRET}]})

    secret: str


class SecretOut(BaseModel):
    """The secret that signs."""

    model_config = ConfigDict(json_schema_extra={"examples": [SECRET]})

    secret: str


class EndpointsOut(Page[EndpointOut]):
    """Webhooks, the newest first."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"items": [ENDPOINT], "next_cursor": None}]}
    )


class DeliveryOut(BaseModel):
    """One call, with how its last try went."""

    model_config = ConfigDict(json_schema_extra={"examples": [DELIVERY]})

    id: UUID = Field(description="Also in the header Hanse-Delivery: a repeat has the same.")
    endpoint_id: UUID
    event_id: UUID | None
    kind: str
    state: DeliveryState
    made_at: datetime
    next_at: datetime | None
    tries: int
    status: int | None
    took_ms: int | None
    answer: str = Field(description="How the answer began.")
    why: str
    ended_at: datetime | None


class SentOut(DeliveryOut):
    """A delivery with what is sent, to the byte."""

    model_config = ConfigDict(json_schema_extra={"examples": [{**DELIVERY, "body": "{}"}]})

    body: str


class DeliveriesOut(Page[DeliveryOut]):
    """Deliveries of one webhook, the newest first."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"items": [DELIVERY], "next_cursor": None}]}
    )


class EndpointIn(Body):
    """An address to call."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"name": ENDPOINT["name"], "url": ENDPOINT["url"], "kinds": []}]
        }
    )

    name: Name
    url: Url
    kinds: Kinds = Field(default_factory=list)


class EndpointChange(Body):
    """What is to be different; what is left out stays."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"active": False}]})

    name: Name | None = None
    url: Url | None = None
    kinds: Kinds | None = None
    active: bool | None = None


@doors.get("/api/notices/endpoints", needs=READ_ENDPOINTS)
async def list_endpoints(
    tx: InTx, limit: Limit = PAGE_USUAL, cursor: Cursor = None
) -> EndpointsOut:
    """List the webhooks of the workspace, the newest first."""
    found = await service.list_endpoints(tx, read_id(cursor), limit + 1)
    page, following = cut(found, limit, lambda endpoint: [endpoint.id])
    return EndpointsOut(items=[shaped(one) for one in page], next_cursor=following)


@doors.post("/api/notices/endpoints", needs=WRITE_ENDPOINTS, status=201, shows_secret=True)
async def create_endpoint(tx: InTx, asked: EndpointIn) -> MadeOut:
    """Add a webhook. The answer holds the secret that signs what is sent there."""
    made, secret = await service.make_endpoint(tx, asked.name, asked.url, asked.kinds)
    return MadeOut(**shaped(made).model_dump(), secret=secret)


@doors.get("/api/notices/endpoints/{id}", needs=READ_ENDPOINTS, versioned=True)
async def read_endpoint(tx: InTx, id: Id, answer: Response) -> EndpointOut:  # noqa: A002
    """Show one webhook."""
    found = await service.endpoint(tx, id)
    answer.headers["etag"] = etag(found.version)
    return shaped(found)


@doors.patch("/api/notices/endpoints/{id}", needs=WRITE_ENDPOINTS)
async def change_endpoint(
    tx: InTx,
    id: Id,  # noqa: A002
    asked: EndpointChange,
    expected: Expected,
    answer: Response,
) -> EndpointOut:
    """Change a webhook, switch it off or on. Switched off, what waits for it is given up."""
    wanted = Wanted(asked.name, asked.url, asked.kinds, asked.active)
    changed = await service.change_endpoint(tx, id, wanted, expected)
    answer.headers["etag"] = etag(changed.version)
    return shaped(changed)


@doors.delete("/api/notices/endpoints/{id}", needs=WRITE_ENDPOINTS)
async def remove_endpoint(tx: InTx, id: Id, expected: Expected) -> None:  # noqa: A002
    """Remove a webhook with everything that was sent to it."""
    await service.remove_endpoint(tx, id, expected)


@doors.get("/api/notices/endpoints/{id}/secret", needs=WRITE_ENDPOINTS, step_up=True)
async def show_secret(tx: InTx, id: Id) -> SecretOut:  # noqa: A002
    """Show the secret that signs. Who looked is in the log."""
    return SecretOut(secret=await service.show_secret(tx, id))


@doors.post(
    "/api/notices/endpoints/{id}/secret",
    needs=WRITE_ENDPOINTS,
    versioned=True,
    shows_secret=True,
    step_up=True,
)
async def renew_secret(tx: InTx, id: Id, expected: Expected) -> MadeOut:  # noqa: A002
    """Make a new secret. The one before it signs too for 24 hours."""
    found, secret = await service.renew_secret(tx, id, expected)
    return MadeOut(**shaped(found).model_dump(), secret=secret)


@doors.post("/api/notices/endpoints/{id}/ping", needs=WRITE_ENDPOINTS, status=202)
async def ping_endpoint(tx: InTx, id: Id) -> DeliveryOut:  # noqa: A002
    """Call the webhook once, as a test. Read the delivery to see how it went."""
    return sent(await deliveries.ping(tx, id))


@doors.get("/api/notices/endpoints/{id}/deliveries", needs=READ_DELIVERIES)
async def list_deliveries(
    tx: InTx,
    id: Id,  # noqa: A002
    state: States = None,
    limit: Limit = PAGE_USUAL,
    cursor: Cursor = None,
) -> DeliveriesOut:
    """List what was sent to a webhook in the last 30 days, the newest first."""
    found = await deliveries.list_deliveries(tx, id, state, read_id(cursor), limit + 1)
    page, following = cut(found, limit, lambda delivery: [delivery.id])
    return DeliveriesOut(items=[sent(one) for one in page], next_cursor=following)


@doors.get("/api/notices/deliveries/{id}", needs=READ_DELIVERIES)
async def read_delivery(tx: InTx, id: DeliveryId) -> SentOut:  # noqa: A002
    """Show one delivery with what is sent."""
    found = await deliveries.delivery(tx, id)
    return SentOut(**sent(found).model_dump(), body=found.body)


@doors.post("/api/notices/deliveries/{id}/redeliver", needs=WRITE_ENDPOINTS, status=202)
async def redeliver_delivery(tx: InTx, id: DeliveryId) -> DeliveryOut:  # noqa: A002
    """Send it again under the same id, by which the receiver knows a repeat."""
    return sent(await deliveries.redeliver(tx, id))


def shaped(found: Endpoint) -> EndpointOut:
    return EndpointOut(
        id=found.id,
        name=found.name,
        url=found.url,
        kinds=list(found.kinds),
        state=found.state,
        failing_since=found.failing_since,
        old_secret_until=found.old_until,
        made_at=found.made_at,
        version=found.version,
    )


def sent(found: Delivery) -> DeliveryOut:
    return DeliveryOut(
        id=found.id,
        endpoint_id=found.endpoint_id,
        event_id=found.event_id,
        kind=found.kind,
        state=found.state,
        made_at=found.made_at,
        next_at=found.next_at,
        tries=found.tries,
        status=found.status,
        took_ms=found.took_ms,
        answer=found.answer,
        why=found.why,
        ended_at=found.ended_at,
    )
