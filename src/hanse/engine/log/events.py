"""The one log: every fact is one row, appended in the transaction that made it true.

An event is a frozen dataclass, declared once. Its fields are what the log keeps:

    @declare(
        "orders.order.placed",
        "{buyer} placed order {number}",
        subject=("orders.order", "order_id"),
        personal=("buyer",),
        person="customer_id",
    )
    @dataclass(frozen=True, slots=True)
    class OrderPlaced:
        order_id: UUID
        number: str
        customer_id: UUID
        buyer: str

    await append(tx, OrderPlaced(...))

Personal fields are sealed with the key of the person whose they are; once that key is destroyed
they read "erased", and the hash chain, which covers what was sealed, still holds.
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from string import Formatter
from types import MappingProxyType
from typing import TypeVar, get_args
from uuid import UUID

import asyncpg
import msgspec

from hanse.base.checksum import canonical
from hanse.base.faults import Rejected
from hanse.engine.keys import DataKey, data_keys
from hanse.engine.tx import ActorKind, Tx

CHANNEL = "hanse_events"  # whoever listens is woken after every commit of what was appended
APPEND_MAX = 10_000
EVENT_BYTES_MAX = 64_000

NAME = re.compile(r"[a-z][a-z0-9]*\.[a-z][a-z0-9_]*\.[a-z][a-z_]*")
SUBJECT = re.compile(r"[a-z][a-z0-9]*\.[a-z][a-z0-9_]*")
PAST = re.compile(
    r"""\w+ed|begun|bought|broken|built|caught|chosen|cut|done|drawn|found|given|gone|held|hidden|kept
      |left|lost|made|met|paid|proven|put|read|run|sent|set|shown|sold|spent|split|taken|told|undone
      |withdrawn|won|written""",
    re.VERBOSE,
)
POSITION = re.compile(r"(\d{1,18})-(\d{1,18})")

EventClass = TypeVar("EventClass", bound=type)


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place in the log: the transaction that wrote there, then a number that only grows."""

    xact: int
    seq: int

    def __str__(self) -> str:
        return f"{self.xact}-{self.seq}"

    @classmethod
    def parse(cls, text: str) -> "Position":
        found = POSITION.fullmatch(text)
        if found is None:
            raise Rejected(
                f"{text[:60]!r} is no position in the log.",
                next_step="Take one as it was given out, for example 8123-40551, or leave it out.",
            )
        return cls(int(found[1]), int(found[2]))


START = Position(0, 0)


@dataclass(frozen=True, slots=True)
class Kind:
    """What was declared about one sort of event."""

    name: str
    version: int
    sentence: str
    fields: tuple[str, ...]
    personal: tuple[str, ...]
    person: str  # the field that names the person
    subject: tuple[str, str] | None  # what it is about: the kind of thing, and the field of its id
    declared_by: type
    routine: bool = False  # follows from others, or happens by itself many times a day


@dataclass(frozen=True, slots=True)
class Head:
    """That something happened, and to what; how it looks now is asked elsewhere."""

    position: Position
    workspace_id: UUID
    name: str
    subject_kind: str | None
    subject_id: UUID | None
    version: int | None  # that the subject had then


_declared: dict[str, Kind] = {}
_kinds: dict[type, Kind] = {}

DECLARED: Mapping[str, Kind] = MappingProxyType(_declared)


def declare(
    name: str,
    sentence: str,
    *,
    version: int = 1,
    subject: tuple[str, str] | None = None,
    personal: Collection[str] = (),
    person: str = "",
    routine: bool = False,
) -> Callable[[EventClass], EventClass]:
    """Declare an event; what is wrong with it is a `ValueError` while its module is imported.

    `sentence` tells people what happened, with fields and `{actor}` in braces. `subject` is the
    kind of the thing that it is about and the field with its id; a field `version` is the version
    that the thing has now. `personal` names the fields that are sealed, `person` the field that
    says whose they are. Fields `before` and `after` hold what was changed; an open document is a
    `Mapping[str, object]`. Other fields than before are a new `version`; the log keeps the old ones
    as they were written. `routine` is what no person waits for: it follows from other events, or
    happens by itself many times a day; the log keeps it, and a first page may leave it out.
    """

    def register(event: EventClass) -> EventClass:
        made = vars(event).get("__dataclass_params__")
        if made is None or not made.frozen:
            raise ValueError(f"{name}: an event is a frozen dataclass.")
        kind = Kind(
            name=name,
            version=version,
            sentence=sentence,
            fields=tuple(field.name for field in fields(event)),
            personal=tuple(personal),
            person=person,
            subject=subject,
            declared_by=event,
            routine=routine,
        )
        if name in _declared:
            raise ValueError(f"{name} is declared twice: declare it once and import it.")
        if wrong := what_is_wrong(kind):
            raise ValueError(f"{name}: {wrong}")
        _declared[name] = _kinds[event] = kind
        return event

    return register


def what_is_wrong(kind: Kind) -> str:
    """The first thing that a declaration must not be, or nothing."""
    if not NAME.fullmatch(kind.name):
        return "an event is named room.noun.past_verb, as orders.order.placed."
    if not PAST.fullmatch(kind.name.rpartition(".")[2]):
        return "an event has happened: end its name with a verb in the past, as placed."
    if kind.version < 1:
        return "versions count from 1."
    named = [text for _, text, _, _ in Formatter().parse(kind.sentence) if text is not None]
    if unknown := [text for text in named if text not in (*kind.fields, "actor")]:
        return f"the sentence names {{{unknown[0]}}}, which is no field of it."
    if unknown := [text for text in kind.personal if text not in kind.fields]:
        return f"{unknown[0]} is personal, but no field of it."
    if bool(kind.personal) != bool(kind.person):
        return "personal fields and the field that says whose they are (person=) go together."
    if kind.subject and not SUBJECT.fullmatch(kind.subject[0]):
        return "a subject is a kind of thing, room.noun, as orders.order."
    types = {field.name: field.type for field in fields(kind.declared_by)}
    for name in filter(None, (kind.person, kind.subject and kind.subject[1])):
        if types.get(name) is not UUID and UUID not in get_args(types.get(name)):
            return f"{name} must be a field that holds a UUID."
        if name in kind.personal:
            return f"{name} says whose or what it is and cannot be sealed."
    if kind.subject and types.get("version", int) is not int:
        return "the field version counts the versions of the subject and must be an int."
    return ""


def kind_of(event: type) -> Kind:
    kind = _kinds.get(event)
    if kind is None:
        raise TypeError(
            f"{event.__name__} was never declared: put @declare(...) above its dataclass."
        )
    return kind


@dataclass(frozen=True, slots=True)
class Draft:
    """An event on its way into the log."""

    id: UUID
    kind: Kind
    payload: bytes
    version: int | None
    subject_id: UUID | None
    person_id: UUID | None
    personal: bytes  # empty if nothing in it is personal


async def append(tx: Tx, *events: object) -> Sequence[UUID]:
    """Write the events, any number in one round trip, and wake whoever follows; their ids.

    They are there when the transaction is committed, or not at all.
    """
    if len(events) > APPEND_MAX:
        raise Rejected(
            f"{len(events):,} events are more than {APPEND_MAX:,}, the most for one call.",
            next_step="Append them in several calls.",
        )
    if not events:
        return ()
    drafts = [draft(tx, event) for event in events]
    owners = {draft.person_id for draft in drafts if draft.personal and draft.person_id}
    keys = await data_keys(tx, owners) if owners else {}
    actor = tx.actor
    tx.wakes.add(CHANNEL)
    await tx.execute(
        APPEND,
        tx.workspace_id,
        tx.now,
        actor.kind.value,
        actor.id,
        # A person's name would outlive the person here; it is asked for by the id when it is shown.
        actor.name if actor.kind is ActorKind.system else "",
        tx.request_id,
        *map(list, zip(*(columns(draft, keys) for draft in drafts), strict=True)),
    )
    return [draft.id for draft in drafts]


APPEND = """
    insert into events (workspace_id, id, happened_at, name, form, actor_kind, actor_id,
        actor_name, request_id, subject_kind, subject_id, version, person_id,
        personal_fields, personal, payload)
    select $1, id, $2, name, form, $3, $4, $5, $6, subject_kind, subject_id, version, person_id,
        personal_fields, personal, payload::jsonb
    from unnest($7::uuid[], $8::text[], $9::smallint[], $10::text[], $11::uuid[],
        $12::bigint[], $13::uuid[], $14::text[], $15::bytea[], $16::text[]) with ordinality
        as drafts (id, name, form, subject_kind, subject_id, version, person_id,
            personal_fields, personal, payload, place)
    order by place
"""


def columns(draft: Draft, keys: Mapping[UUID, DataKey]) -> tuple[object, ...]:
    kind = draft.kind
    sealed = None
    if draft.personal and draft.person_id:
        sealed = keys[draft.person_id].seal(draft.personal, personal_place(draft.id))
    return (
        draft.id,
        kind.name,
        kind.version,
        kind.subject[0] if kind.subject and draft.subject_id else None,
        draft.subject_id,
        draft.version,
        draft.person_id,
        ",".join(kind.personal) if sealed else None,
        sealed,
        draft.payload.decode(),
    )


def draft(tx: Tx, event: object) -> Draft:
    kind = kind_of(type(event))
    document = msgspec.to_builtins(event)
    personal = {name: document.pop(name) for name in kind.personal}
    person_id: UUID | None = getattr(event, kind.person) if kind.person else None
    if person_id is None and any(value is not None for value in personal.values()):
        raise Rejected(
            f"An event {kind.name} holds personal facts of nobody: its {kind.person} is not set.",
            next_step="Say whose they are, or leave them out.",
        )
    made = Draft(
        id=tx.ids.new(),
        kind=kind,
        payload=canonical(document),
        version=document.get("version") if kind.subject else None,
        subject_id=getattr(event, kind.subject[1]) if kind.subject else None,
        person_id=person_id,
        personal=canonical(personal) if person_id else b"",
    )
    if (size := len(made.payload) + len(made.personal)) > EVENT_BYTES_MAX:
        raise Rejected(
            f"An event {kind.name} has {size:,} bytes, more than {EVENT_BYTES_MAX:,}.",
            next_step="Keep the document in a table of its room and let the event name it.",
        )
    return made


def personal_place(event_id: UUID) -> bytes:
    """What the personal fields of an event are bound to."""
    return b"events\0personal\0" + event_id.bytes


async def horizon(tx: Tx) -> Position:
    """All that stands before it is there for good; whatever is still to come stands after it."""
    return Position(await tx.fetchval("select events_horizon()"), 0)


async def read_after(tx: Tx, after: Position, rows_max: int) -> list[Head]:
    """What stands next in the log, oldest first, over all workspaces in a system transaction.

    Only what no running transaction can come before, so that a late commit is never skipped.
    """
    rows = await tx.fetch(
        """
        select xact, seq, workspace_id, name, subject_kind, subject_id, version from events
        where (xact, seq) > ($1, $2) and xact < (select events_horizon())
        order by xact, seq limit $3
        """,
        *(after.xact, after.seq, rows_max),
    )
    return [head_of(row) for row in rows]


async def read_about(tx: Tx, subject_id: UUID | None, after: Position, rows_max: int) -> list[Head]:
    """What stands next about one thing in the workspace of `tx`, oldest first; as `read_after`."""
    rows = await tx.fetch(
        """
        select xact, seq, workspace_id, name, subject_kind, subject_id, version from events
        where workspace_id = $5 and subject_id = $4
            and (xact, seq) > ($1, $2) and xact < (select events_horizon())
        order by xact, seq limit $3
        """,
        *(after.xact, after.seq, rows_max, subject_id, tx.workspace_id),
    )
    return [head_of(row) for row in rows]


def head_of(row: asyncpg.Record) -> Head:
    return Head(
        Position(row["xact"], row["seq"]),
        row["workspace_id"],
        row["name"],
        row["subject_kind"],
        row["subject_id"],
        row["version"],
    )


async def held_back_s(tx: Tx) -> float:
    """For how long the oldest event has waited for a transaction that is older and still writes."""
    age_s: float = await tx.fetchval(
        """
        select coalesce(extract(epoch from clock_timestamp() - min(recorded_at)), 0)::float8
        from events where xact >= (select events_horizon())
        """
    )
    return age_s
