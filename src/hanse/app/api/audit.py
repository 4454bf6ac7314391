"""The door to the log: who did what, when, to what."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from fastapi import Query
from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict

from hanse.engine.doors import access
from hanse.engine.doors.access import ADMINS
from hanse.engine.doors.doors import Doors, InTx
from hanse.engine.doors.paging import PAGE_USUAL, Cursor, Limit, Page
from hanse.engine.log import history
from hanse.engine.log.events import Position
from hanse.engine.log.history import Event, Filters

doors = Doors("audit")

READ_LOG = access.declare("audit.event.read", "Read the log of all that happened.", *ADMINS)

FIRST_AT = datetime(2000, 1, 1, tzinfo=UTC)
LAST_AT = datetime(2200, 1, 1, tzinfo=UTC)


def sensible(at: datetime) -> datetime:
    if not FIRST_AT <= at < LAST_AT:
        raise ValueError("the instant must be between the years 2000 and 2200")
    return at


Name = Annotated[
    str, Query(pattern=r"^[a-z][a-z0-9_.]{0,99}$", description="A name or the front of it.")
]
Kind = Annotated[
    str, Query(pattern=r"^[a-z][a-z0-9]*\.[a-z0-9_]{1,60}$", description="Such as orders.order.")
]
At = Annotated[AwareDatetime, AfterValidator(sensible)]


class ActorOut(BaseModel):
    kind: str
    id: UUID | None
    name: str


class SubjectOut(BaseModel):
    kind: str
    id: UUID
    version: int | None


class EventOut(BaseModel):
    """One thing that happened. Personal fields hold the word `sealed` or `erased`."""

    position: str
    id: UUID
    name: str
    sentence: str
    happened_at: datetime
    recorded_at: datetime
    actor: ActorOut
    subject: SubjectOut | None
    person_id: UUID | None
    request_id: str
    personal: str
    payload: dict[str, object]


class EventsOut(Page[EventOut]):
    """The log of the workspace, newest first."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "items": [
                        {
                            "position": "8123-40551",
                            "id": "01930b6e-7c1a-7d52-9a54-0d7c8f0f6c11",
                            "name": "jobs.job.cancelled",
                            "sentence": "operator cancelled job stock.push",
                            "happened_at": "2026-11-20T14:03:05Z",
                            "recorded_at": "2026-11-20T14:03:05.004Z",
                            "actor": {"kind": "system", "id": None, "name": "operator"},
                            "subject": None,
                            "person_id": None,
                            "request_id": "01930b6e-7c1a-7d52-9a54-0d7c8f0f6c12",
                            "personal": "none",
                            "payload": {"job": "stock.push"},
                        }
                    ],
                    "next_cursor": "8123-40551",
                }
            ]
        }
    )


@doors.get("/api/events", needs=READ_LOG)
async def list_events(
    tx: InTx,
    name: Name = "",
    actor_id: UUID | None = None,
    subject_kind: Kind = "",
    subject_id: UUID | None = None,
    person_id: UUID | None = None,
    since: At | None = None,
    until: At | None = None,
    limit: Limit = PAGE_USUAL,
    cursor: Cursor = None,
) -> EventsOut:
    """List what happened in the workspace, newest first. A cursor is a position in the log."""
    filters = Filters(
        workspace_id=tx.workspace_id,
        name=name,
        actor_id=actor_id,
        subject_kind=subject_kind,
        subject_id=subject_id,
        person_id=person_id,
        since=since,
        until=until,
    )
    before = Position.parse(cursor) if cursor else None
    found = await history.read_back(tx, filters, before, limit + 1)
    more = len(found) > limit
    page = found[:limit]
    return EventsOut(
        items=[shaped(event) for event in page],
        next_cursor=str(page[-1].position) if more else None,
    )


def shaped(event: Event) -> EventOut:
    actor, about = event.actor, event.subject
    subject = SubjectOut(kind=about.kind, id=about.id, version=about.version) if about else None
    return EventOut(
        position=str(event.position),
        id=event.id,
        name=event.name,
        sentence=history.sentence(event),
        happened_at=event.happened_at,
        recorded_at=event.recorded_at,
        actor=ActorOut(kind=actor.kind.value, id=actor.id, name=actor.name),
        subject=subject,
        person_id=event.person_id,
        request_id=event.request_id,
        personal=event.personal.value,
        payload=dict(event.payload),
    )
