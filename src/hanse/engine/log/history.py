"""Reading the log: what happened, by whom, to what; as values, as sentences, as JSON lines."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import cache
from string import Formatter
from types import MappingProxyType
from typing import TypeAlias, TypeVar
from uuid import UUID

import asyncpg
import msgspec

from hanse.base.checksum import Json
from hanse.base.faults import Gone, Rejected
from hanse.engine.log.events import DECLARED, Position, kind_of
from hanse.engine.log.history_rows import (
    COUNT,
    READ,
    READ_ABOUT,
    READ_BACK,
    READ_NAMED,
    READ_NEWEST,
    READ_ONE,
)
from hanse.engine.tx import Actor, ActorKind, Tx

ROWS_MAX = 1_000
NO_NAMES: Mapping[UUID, str] = MappingProxyType({})

Fact = TypeVar("Fact")

# Whoever knows people and keys by their ids tells how they are called; the log keeps no names.
Names: TypeAlias = Callable[[Tx, Collection[UUID]], Awaitable[Mapping[UUID, str]]]


async def nameless(tx: Tx, ids: Collection[UUID]) -> Mapping[UUID, str]:
    """Where nobody knows names."""
    return NO_NAMES


class Personal(StrEnum):
    """How the personal fields of an event stand; also the word that is shown in their place."""

    none = "none"
    sealed = "sealed"
    opened = "opened"
    erased = "erased"


@dataclass(frozen=True, slots=True)
class Subject:
    """The thing that an event is about, and the version that it had then."""

    kind: str
    id: UUID
    version: int | None


class Event(msgspec.Struct, frozen=True):
    """One row of the log. A struct, for it is made by the million: a dataclass takes ten times."""

    position: Position
    workspace_id: UUID
    id: UUID
    recorded_at: datetime
    happened_at: datetime
    name: str
    form: int
    actor: Actor
    request_id: str
    subject: Subject | None
    person_id: UUID | None
    payload: Mapping[str, Json]  # a personal field that is not opened holds its state as a word
    personal: Personal
    personal_fields: tuple[str, ...]
    ciphertext: bytes | None

    def __repr__(self) -> str:
        return f"Event({self.position} {self.name} {self.payload})"

    @property
    def before(self) -> Json:
        return self.payload.get("before")

    @property
    def after(self) -> Json:
        return self.payload.get("after")


@dataclass(frozen=True, slots=True)
class Filters:
    """What of the log is wanted; what is left out does not matter. Bounds: since <= t < until."""

    workspace_id: UUID | None = None
    name: str = ""  # a whole name, or the front of it: orders, orders.order
    names: Sequence[str] | None = None  # one of these
    actor_id: UUID | None = None
    subject_kind: str = ""
    subject_id: UUID | None = None
    person_id: UUID | None = None
    request_id: str = ""
    since: datetime | None = None
    until: datetime | None = None


read_payload = msgspec.json.Decoder(dict).decode


async def read(tx: Tx, filters: Filters, after: Position, rows_max: int) -> list[Event]:
    """The next events after this position, oldest first; never skips one that is committed late.

    Reads one workspace, or all of them in a system transaction.
    """
    return await _read(tx, READ, filters, after, rows_max)


async def read_back(
    tx: Tx, filters: Filters, before: Position | None, rows_max: int
) -> list[Event]:
    """The newest events, or the next older ones before this position; newest first."""
    if replace(filters, names=None) == Filters(workspace_id=tx.workspace_id):
        statement = READ_NEWEST if filters.names is None else READ_NAMED
        return await _read_older(tx, statement, filters.names, before, rows_max)
    return await _read(tx, READ_BACK, filters, before or END, rows_max)


async def read_one(tx: Tx, position: Position) -> Event:
    """The event at this position in the workspace."""
    row = await tx.fetchrow(READ_ONE, position.xact, position.seq)
    if row is None:
        raise Gone(
            f"There is no event {position} in this workspace.",
            "Look at the log again: its month may have been dropped.",
        )
    return from_row(row)


async def read_about(
    tx: Tx, person_id: UUID, before: Position | None, rows_max: int
) -> list[Event]:
    """What this person did or what happened to it in the workspace; newest first, as `read_back`.

    Three questions with an index each.
    """
    return await _read_older(tx, READ_ABOUT, person_id, before, rows_max)


async def count(tx: Tx, filters: Filters, end: Position, rows_max: int) -> int:
    """How many events before this position pass the filters; it counts no further than asked."""
    found: int = await tx.fetchval(COUNT, *asked(filters, end), rows_max)
    return found


END = Position(2**63 - 1, 0)


async def _read_older(
    tx: Tx,
    statement: str,
    who: UUID | Sequence[str] | None,
    before: Position | None,
    rows_max: int,
) -> list[Event]:
    place, limit = before or END, min(rows_max, ROWS_MAX)
    rows = await tx.fetch(statement, place.xact, place.seq, who, limit, tx.workspace_id)
    return [from_row(row) for row in rows]


async def _read(
    tx: Tx, statement: str, filters: Filters, place: Position, rows_max: int
) -> list[Event]:
    # One statement serves every filter. A plan made for no filter in particular would read the
    # whole workspace for a rare name, so the server plans it anew each time.
    await tx.execute("set local plan_cache_mode = force_custom_plan")
    rows = await tx.fetch(statement, *asked(filters, place), min(rows_max, ROWS_MAX))
    return [from_row(row) for row in rows]


def asked(filters: Filters, place: Position) -> Sequence[object]:
    """The arguments $1 to $12."""
    return (
        place.xact,
        place.seq,
        filters.workspace_id,
        filters.name,
        filters.actor_id,
        filters.subject_kind,
        filters.subject_id,
        filters.person_id,
        filters.since,
        filters.until,
        filters.request_id,
        filters.names,
    )


def from_row(row: asyncpg.Record) -> Event:
    """The columns of SHOWN, in their order: by name, each would be looked up in every row."""
    (xact, seq, workspace_id, event_id, recorded_at, happened_at, name, form) = row[:8]
    (actor_kind, actor_id, actor_name, request_id) = row[8:12]
    (subject_kind, subject_id, version, person_id) = row[12:16]
    (personal_fields, personal, payload, is_erased) = row[16:]
    state, names = Personal.none, ()
    if personal is not None:
        state = Personal.erased if is_erased else Personal.sealed
        names = tuple(personal_fields.split(","))
    return Event(
        position=Position(xact, seq),
        workspace_id=workspace_id,
        id=event_id,
        recorded_at=recorded_at,
        happened_at=happened_at,
        name=name,
        form=form,
        actor=Actor(ActorKind(actor_kind), actor_id, actor_name),
        request_id=request_id,
        subject=Subject(subject_kind, subject_id, version) if subject_kind else None,
        person_id=person_id,
        payload=read_payload(payload) | dict.fromkeys(names, state.value),
        personal=state,
        personal_fields=names,
        ciphertext=personal,
    )


def fact(event: Event, kind: type[Fact]) -> Fact:
    """The event as the value that was appended; personal fields as they stand in its payload."""
    declared = kind_of(kind)
    if declared.name != event.name:
        raise TypeError(f"{event.name} is no {declared.name}.")
    try:
        return msgspec.convert(event.payload, kind)
    except msgspec.ValidationError as other:
        raise Rejected(
            f"Event {event.id} was written as version {event.form} of {event.name} and does not "
            f"read as version {declared.version}: {other}.",
            next_step="Give the new fields a value to assume, or read its payload.",
        ) from other


# Personal fields that hold nothing but how the person is called.
NAMED_AFTER_PERSON = frozenset({"name", "member"})


def sentence(event: Event, actor_names: Mapping[UUID, str] = NO_NAMES) -> str:
    """What happened, for people. Names of people stand elsewhere and are handed in by their ids."""
    declared, values = DECLARED.get(event.name), values_of(event, actor_names)
    if declared is None or missing(declared.sentence, values):
        # Its declaration has changed or left since; the facts still tell.
        said = msgspec.json.encode(event.payload).decode()
        return f"{values['actor']}: {event.name} {said}"
    return declared.sentence.format_map(values)


def told(event: Event, actor_names: Mapping[UUID, str] = NO_NAMES) -> Mapping[str, str]:
    """What the sentence names, for whoever says it in another language; empty where it is told
    otherwise. `actor` is empty where no person and no key did it."""
    declared, values = DECLARED.get(event.name), values_of(event, actor_names)
    if declared is None or missing(declared.sentence, values):
        return {}
    said = {name: str(values[name]) for name in named_in(declared.sentence)}
    if "actor" in said and event.actor.kind is ActorKind.system:
        said["actor"] = ""
    return said


def values_of(event: Event, actor_names: Mapping[UUID, str]) -> Mapping[str, Json]:
    who = event.actor
    actor = (who.id and actor_names.get(who.id)) or who.name or f"{who.kind} {who.id}"
    values = {**event.payload, "actor": actor}
    name = event.person_id and actor_names.get(event.person_id)
    if name and event.personal is Personal.sealed:
        # Sealed here, and known to whoever may see the person today.
        values |= dict.fromkeys(NAMED_AFTER_PERSON.intersection(event.personal_fields), name)
    return values


def names_with(words: str, *, routine: bool = True) -> Sequence[str]:
    """The declared events with all of these words in their name or sentence."""
    wanted = words.lower().split()
    return [
        kind.name
        for kind in DECLARED.values()
        if (routine or not kind.routine)
        and all(word in f"{kind.name} {kind.sentence}".lower() for word in wanted)
    ]


async def actor_names(
    tx: Tx, names: Names, events: Collection[Event], known: Mapping[UUID, str] = NO_NAMES
) -> Mapping[UUID, str]:
    """How the people and keys are called that acted, or whom it was about, as far as known.

    Whoever reads is known already.
    """
    met = {one for event in events for one in (event.actor.id, event.person_id) if one}
    named = dict(known)
    if tx.actor.id and tx.actor.name:
        named[tx.actor.id] = tx.actor.name
    asked = met - named.keys()
    return {**named, **await names(tx, asked)} if asked else named


def is_routine(event: Event) -> bool:
    declared = DECLARED.get(event.name)
    return declared is not None and declared.routine


def missing(template: str, values: Mapping[str, object]) -> bool:
    return not values.keys() >= named_in(template)


@cache
def named_in(template: str) -> Set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}


def document(event: Event, actor_names: Mapping[UUID, str] = NO_NAMES) -> dict[str, Json]:
    """One line of an export, as JSON."""
    subject = event.subject
    return {
        "position": str(event.position),
        "workspace_id": str(event.workspace_id),
        "id": str(event.id),
        "recorded_at": event.recorded_at.isoformat(),
        "happened_at": event.happened_at.isoformat(),
        "name": event.name,
        "form": event.form,
        "actor_kind": event.actor.kind.value,
        "actor_id": text(event.actor.id),
        "actor_name": event.actor.name,
        "request_id": event.request_id,
        "subject_kind": subject.kind if subject else None,
        "subject_id": text(subject.id) if subject else None,
        "version": subject.version if subject else None,
        "person_id": text(event.person_id),
        "personal": event.personal.value,
        "personal_fields": event.personal_fields,
        "payload": event.payload,
        "sentence": sentence(event, actor_names),
    }


def text(value: UUID | None) -> str | None:
    return str(value) if value else None
