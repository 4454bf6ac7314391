"""Events as answers: how the log is shown over HTTP, to whoever may read it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from hanse.engine.doors import access
from hanse.engine.doors.access import ADMINS
from hanse.engine.doors.paging import CURSOR_CHARS_MAX, Page
from hanse.engine.log import history
from hanse.engine.log.differences import differences
from hanse.engine.log.events import Position
from hanse.engine.log.history import NO_NAMES, Event

READ_LOG = access.declare("audit.event.read", "Read the log of all that happened.", *ADMINS)

Place = Annotated[
    str | None,
    Query(max_length=CURSOR_CHARS_MAX, description="A position in the log: what is older."),
]

EVENT: JsonDict = {
    "position": "8123-40551",
    "id": "01930b6e-7c1a-7d52-9a54-0d7c8f0f6c11",
    "name": "identity.key.renamed",
    "sentence": "Ada Lind renamed the key hak_9fK2mQ7x to Stock robot",
    "routine": False,
    "happened_at": "2026-11-20T14:03:05Z",
    "recorded_at": "2026-11-20T14:03:05.004Z",
    "actor": {
        "kind": "person",
        "id": "01930b6e-7c1a-7d52-9a54-0d7c8f0f6c21",
        "name": "Ada Lind",
    },
    "subject": {
        "kind": "identity.key",
        "id": "01930b6e-7c1a-7d52-9a54-0d7c8f0f6c31",
        "version": 2,
    },
    "person_id": None,
    "request_id": "01930b6e-7c1a-7d52-9a54-0d7c8f0f6c12",
    "personal": "none",
    "changes": [{"field": "name", "before": "Robot", "after": "Stock robot"}],
    "payload": {
        "key_id": "01930b6e-7c1a-7d52-9a54-0d7c8f0f6c31",
        "prefix": "hak_9fK2mQ7x",
        "before": {"name": "Robot"},
        "after": {"name": "Stock robot"},
        "version": 2,
    },
}


class ActorOut(BaseModel):
    kind: str
    id: UUID | None
    name: str = Field(description="Empty for a person or key that is not here any more.")


class SubjectOut(BaseModel):
    kind: str
    id: UUID
    version: int | None


class DifferenceOut(BaseModel):
    field: str = Field(description="Its path, such as address.city; empty for the value itself.")
    before: object
    after: object


class EventOut(BaseModel):
    """One thing that happened. Personal fields hold the word `sealed` or `erased`."""

    model_config = ConfigDict(json_schema_extra={"examples": [EVENT]})

    position: str
    id: UUID
    name: str
    sentence: str
    routine: bool = Field(description="It follows from others, or happens by itself every day.")
    happened_at: datetime
    recorded_at: datetime
    actor: ActorOut
    subject: SubjectOut | None
    person_id: UUID | None
    request_id: str
    personal: str = Field(description="none, sealed, opened or erased.")
    changes: list[DifferenceOut]
    payload: dict[str, object]


class EventsOut(Page[EventOut]):
    """A page of the log, newest first."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"items": [EVENT], "next_cursor": "8123-40551"}]}
    )


def before(cursor: str | None) -> Position | None:
    return Position.parse(cursor) if cursor else None


def paged(
    found: Sequence[Event], limit: int, actor_names: Mapping[UUID, str] = NO_NAMES
) -> EventsOut:
    """Events were read one beyond the limit: the page, and where it ends if there is more."""
    page = found[:limit]
    return EventsOut.model_validate(
        {
            "items": [fields(event, actor_names) for event in page],
            "next_cursor": str(page[-1].position) if len(found) > limit else None,
        }
    )


def shaped(event: Event, actor_names: Mapping[UUID, str] = NO_NAMES) -> EventOut:
    return EventOut.model_validate(fields(event, actor_names))


def fields(event: Event, actor_names: Mapping[UUID, str]) -> Mapping[str, object]:
    """As plain values: a page of them is checked at once, which costs half of one after another."""
    actor, about = event.actor, event.subject
    name = (actor.id and actor_names.get(actor.id)) or actor.name
    return {
        "position": str(event.position),
        "id": event.id,
        "name": event.name,
        "sentence": history.sentence(event, actor_names),
        "routine": history.is_routine(event),
        "happened_at": event.happened_at,
        "recorded_at": event.recorded_at,
        "actor": {"kind": actor.kind.value, "id": actor.id, "name": name},
        "subject": about and {"kind": about.kind, "id": about.id, "version": about.version},
        "person_id": event.person_id,
        "request_id": event.request_id,
        "personal": event.personal.value,
        "changes": [
            {"field": one.field, "before": one.before, "after": one.after}
            for one in differences(event)
        ],
        "payload": event.payload,
    }
