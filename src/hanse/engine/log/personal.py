"""Personal fields of the log: opened with a reason, and gone for good when the person is erased."""

import logging
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

import msgspec
from msgspec import structs

from hanse.base.faults import Rejected
from hanse.engine.keys import destroy, living_keys
from hanse.engine.log.events import append, declare, personal_place
from hanse.engine.log.history import Event, Personal
from hanse.engine.tx import Tx

log = logging.getLogger(__name__)


@declare("engine.personal.opened", "{actor} opened the personal fields of {events} events: {why}")
@dataclass(frozen=True, slots=True)
class PersonalOpened:
    events: int
    persons: int
    why: str


@declare(
    "engine.person.erased",
    "{actor} erased what the log holds about person {person_id}",
    subject=("engine.person", "person_id"),
)
@dataclass(frozen=True, slots=True)
class PersonErased:
    person_id: UUID


async def open_personal(tx: Tx, events: Sequence[Event], why: str) -> list[Event]:
    """The same events with their personal fields; those of erased persons stay "erased".

    Who asked and why is itself an event, and a line of the log file should the transaction fail.
    """
    if not why.strip():
        raise Rejected("Personal facts were to be opened without a reason.", next_step="Say why.")
    persons = {event.person_id for event in events if event.ciphertext and event.person_id}
    if not persons:
        return list(events)
    await _note(tx, events, persons, why)
    return await _opened(tx, events, persons)


async def open_own(tx: Tx, events: Sequence[Event], person_id: UUID) -> list[Event]:
    """The same events for this person: with the own fields, which it may always see; no others."""
    if not any(event.ciphertext and event.person_id == person_id for event in events):
        return list(events)
    return await _opened(tx, events, {person_id})


async def _opened(tx: Tx, events: Sequence[Event], persons: Collection[UUID]) -> list[Event]:
    keys = await living_keys(tx, persons)
    opened = []
    for event in events:
        key = keys.get(event.person_id) if event.person_id else None
        if event.ciphertext and key:
            fields = msgspec.json.decode(key.open(event.ciphertext, personal_place(event.id)))
            opened.append(
                structs.replace(
                    event, payload={**event.payload, **fields}, personal=Personal.opened
                )
            )
        else:
            opened.append(event)
    return opened


async def redact(tx: Tx, person_id: UUID) -> None:
    """Erase a person: what was sealed for them anywhere in the workspace never opens again."""
    await destroy(tx, person_id)
    await append(tx, PersonErased(person_id))


async def _note(tx: Tx, events: Sequence[Event], persons: Collection[UUID], why: str) -> None:
    rows = sum(event.ciphertext is not None for event in events)
    log.info(
        "engine.personal.opened",
        extra={"rows": rows, "persons": len(persons), "actor": tx.actor.name, "why": why},
    )
    await append(tx, PersonalOpened(rows, len(persons), why))
