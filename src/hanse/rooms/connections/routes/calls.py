"""HTTP of calls: what was sent to a shop, and what came back."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Path, Query
from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from hanse.engine.calls import KeptCall
from hanse.engine.doors.doors import Doors, InTx
from hanse.engine.doors.paging import PAGE_USUAL, Cursor, Limit, Page, cut, read_id
from hanse.engine.excerpts import Excerpts, Headers
from hanse.rooms.connections.routes.permissions import READ_CALLS
from hanse.rooms.connections.routes.shapes import Id
from hanse.rooms.connections.service import health as service

doors = Doors("connections")

CALL: JsonDict = {
    "id": "01930b6e-7c1a-7d52-9a54-0d7c8f0f6c31",
    "account_id": "01930b6e-7c1a-7d52-9a54-0d7c8f0f6c21",
    "family": "products",
    "outcome": "ok",
    "status": 200,
    "method": "GET",
    "url": "https://lamps.example/wp-json/wc/v3/products?per_page=100",
    "asked_at": "2026-11-20T14:03:05Z",
    "elapsed_ms": 231,
    "sent_bytes": 0,
    "received_bytes": 281_211,
    "request_id": "",
    "fault": "",
}

CallId = Annotated[UUID, Path(description="The id of a call.")]
Outcomes = Annotated[
    list[str] | None, Query(alias="outcome", description="ok, or the code of a fault.")
]
Family = Annotated[str | None, Query(max_length=60, description="Endpoints that share a limit.")]


class CallOut(BaseModel):
    """One call of the last 200."""

    model_config = ConfigDict(json_schema_extra={"examples": [CALL]})

    id: UUID
    account_id: UUID
    family: str
    outcome: str = Field(description="ok, or the code of a fault.")
    status: int = Field(description="0: there was no answer.")
    method: str
    url: str
    asked_at: datetime
    elapsed_ms: int
    sent_bytes: int
    received_bytes: int
    request_id: str
    fault: str


class CallsOut(Page[CallOut]):
    """Calls, the newest first."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"items": [CALL], "next_cursor": None}]}
    )


class WholeCallOut(CallOut):
    """A call with how both sides began, without any secret."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{**CALL, "sent": "GET ...", "received": "200 ..."}]}
    )

    sent: str
    received: str


@doors.get("/api/connections/accounts/{id}/calls", needs=READ_CALLS)
async def list_calls(
    tx: InTx,
    id: Id,  # noqa: A002
    outcome: Outcomes = None,
    family: Family = None,
    limit: Limit = PAGE_USUAL,
    cursor: Cursor = None,
) -> CallsOut:
    """List the last calls of an account, the newest first."""
    found = await service.list_calls(tx, id, read_id(cursor), limit + 1, outcome, family)
    page, following = cut(found, limit, lambda call: [call.id])
    return CallsOut(items=[shaped(one) for one in page], next_cursor=following)


@doors.get("/api/connections/calls/{id}", needs=READ_CALLS)
async def read_call(tx: InTx, id: CallId) -> WholeCallOut:  # noqa: A002
    """Show one call with what was sent and what came back; who looked is in the log."""
    found = await service.one_call(tx, id)
    excerpts = found.excerpts or Excerpts()
    return WholeCallOut(
        **shaped(found).model_dump(),
        sent=told(f"{found.method} {found.url}", excerpts.sent_headers, excerpts.sent_body),
        received=told(str(found.status), excerpts.received_headers, excerpts.received_body),
    )


def told(first: str, headers: Headers, body: str) -> str:
    """As it would stand on the wire."""
    lines = [first, *(f"{name}: {value}" for name, value in headers)]
    return "\n".join([*lines, "", body] if body else lines)


def shaped(found: KeptCall) -> CallOut:
    return CallOut(
        id=found.id,
        account_id=found.account_id,
        family=found.family,
        outcome=found.outcome,
        status=found.status,
        method=found.method,
        url=found.url,
        asked_at=found.asked_at,
        elapsed_ms=round(found.elapsed_ms),
        sent_bytes=found.sent_bytes,
        received_bytes=found.received_bytes,
        request_id=found.request_id,
        fault=found.fault,
    )
