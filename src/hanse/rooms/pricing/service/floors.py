"""Floors: set and taken away by name, and found for what they are of."""

from collections.abc import Sequence
from uuid import UUID

from hanse.base.faults import Gone
from hanse.base.money import Money
from hanse.engine.doors.versions import same_version
from hanse.engine.log import events as log
from hanse.engine.tx import Tx
from hanse.rooms.pricing.model import floors as model
from hanse.rooms.pricing.model.floors import Floor, Subject
from hanse.rooms.pricing.service import facts
from hanse.rooms.pricing.store import floors as store

TOLD_MAX = 100


async def list_floors(tx: Tx, before: UUID | None, rows_max: int) -> Sequence[Floor]:
    return await store.find(tx, before, rows_max)


async def set_floors(tx: Tx, wanted: Sequence[tuple[Subject, UUID, Money]]) -> Sequence[Floor]:
    """From now on the guard holds whatever is below, whoever wants it."""
    model.check(wanted)
    if not wanted:
        return []
    before = {
        each.subject_id: str(each.price)
        for each in await store.of(tx, [subject_id for _, subject_id, _ in wanted])
    }
    made = await store.put(tx, wanted, tx.actor.person_id or tx.actor.id, tx.actor.name)
    told = made[:TOLD_MAX]
    await log.append(
        tx,
        facts.FloorsChanged(
            "set",
            len(made),
            {str(each.subject_id): before.get(each.subject_id, "") for each in told},
            {str(each.subject_id): str(each.price) for each in told},
        ),
    )
    return made


async def remove_floor(tx: Tx, floor_id: UUID, expected: int) -> None:
    found = await store.get(tx, floor_id)
    if found is None:
        raise Gone("There is no such floor, or not any more.")
    same_version(expected, found.version)
    await store.remove(tx, floor_id)
    before = {str(found.subject_id): str(found.price)}
    await log.append(tx, facts.FloorsChanged("removed", 1, before, {}))
