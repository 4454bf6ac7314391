"""The doors to one's own sessions: browsers and machines that are signed in."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Path
from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict
from starlette.responses import Response

from hanse.engine.doors import cookies
from hanse.engine.doors.doors import Called, Doors, InTx
from hanse.engine.doors.paging import PAGE_USUAL, Cursor, Limit, Page, cut, read_id
from hanse.rooms.identity.model.sessions import EndReason, Session, SessionKind, device
from hanse.rooms.identity.routes.people import READ, WRITE
from hanse.rooms.identity.service import sessions
from hanse.rooms.identity.service.people import own_id

doors = Doors("identity")

SESSION: JsonDict = {
    "id": "01930b6e-7c1a-7d52-9a54-0d7c8f0f6c23",
    "kind": "browser",
    "name": "",
    "browser": "Firefox",
    "system": "Linux",
    "address": "203.0.113.7",
    "made_at": "2026-11-20T14:03:05Z",
    "seen_at": "2026-11-20T15:10:00Z",
    "second_factor": True,
    "this_one": True,
}

Id = Annotated[UUID, Path(description="The id of a session.")]


class SessionOut(BaseModel):
    model_config = ConfigDict(json_schema_extra={"examples": [SESSION]})

    id: UUID
    kind: SessionKind
    name: str = Field(description="Of a machine; empty for a browser.")
    browser: str = Field(description="As its agent says; empty if it does not.")
    system: str
    address: str = Field(description="From where it was seen last.")
    made_at: datetime
    seen_at: datetime
    second_factor: bool
    this_one: bool = Field(description="Whether this request belongs to it.")


class SessionsOut(Page[SessionOut]):
    """One's own sessions that are not over, the newest first."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"items": [SESSION], "next_cursor": None}]}
    )


class EndedOut(BaseModel):
    model_config = ConfigDict(json_schema_extra={"examples": [{"ended": 2}]})

    ended: int


@doors.get("/api/identity/sessions", needs=READ, personal=True)
async def list_sessions(
    tx: InTx, called: Called, limit: Limit = PAGE_USUAL, cursor: Cursor = None
) -> SessionsOut:
    """List the browsers and machines that are signed in as this person; newest first."""
    found = await sessions.living_sessions(
        tx, own_id(called.actor), limit=limit + 1, before=read_id(cursor)
    )
    page, following = cut(found, limit, lambda one: [one.id])
    items = [shaped(one, called.session_id) for one in page]
    return SessionsOut(items=items, next_cursor=following)


@doors.delete("/api/identity/sessions/{id}", needs=WRITE, personal=True, versioned=False)
async def end_session(tx: InTx, called: Called, id: Id, response: Response) -> None:  # noqa: A002
    """Sign one browser or machine out."""
    await sessions.end_own(tx, own_id(called.actor), id)
    if id == called.session_id:
        cookies.drop(response)


@doors.post("/api/identity/sessions/end_others", needs=WRITE, personal=True)
async def end_other_sessions(tx: InTx, called: Called) -> EndedOut:
    """Sign all browsers and machines out but this one."""
    ended = await sessions.end_all(
        tx, own_id(called.actor), EndReason.revoked, but=called.session_id
    )
    return EndedOut(ended=ended)


def shaped(session: Session, own: UUID | None) -> SessionOut:
    seen = device(session.agent)
    return SessionOut(
        id=session.id,
        kind=session.kind,
        name=session.name,
        browser=seen.browser,
        system=seen.system,
        address=session.address,
        made_at=session.made_at,
        seen_at=session.seen_at,
        second_factor=session.second_factor,
        this_one=session.id == own,
    )
