"""How the person who asks wants to be told."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from hanse.engine.doors.versions import same_version
from hanse.engine.log import events as log
from hanse.engine.tx import Tx
from hanse.rooms.identity.model.contacts import Contact
from hanse.rooms.identity.service.contacts import contacts
from hanse.rooms.notices.model.preferences import USUAL, Preferences
from hanse.rooms.notices.service.notices import reader_of
from hanse.rooms.notices.store import preferences as store


@log.declare(
    "notices.preference.changed",
    "{actor} chose anew what to be told",
    subject=("notices.preference", "person_id"),
)
@dataclass(frozen=True, slots=True)
class PreferencesChanged:
    person_id: UUID
    before: Mapping[str, object]
    after: Mapping[str, object]
    version: int


async def preferences(tx: Tx) -> tuple[Preferences, Contact | None]:
    """What the person chose, and who it is. The transaction stands in the installation."""
    person_id = reader_of(tx)
    found = await store.of(tx, [person_id])
    who = await contacts(tx, [person_id])
    return found.get(person_id, USUAL), who.get(person_id)


async def change_preferences(tx: Tx, wanted: Preferences, expected: int) -> None:
    """Put these in the place of those that were read."""
    person_id = reader_of(tx)
    await store.hold(tx, person_id)
    before = (await store.of(tx, [person_id])).get(person_id, USUAL)
    same_version(expected, before.version)
    version = await store.save(tx, person_id, wanted)
    after = replace(wanted, version=version)
    changed = PreferencesChanged(person_id, told(before), told(after), version)
    await log.append(tx, changed)


def told(one: Preferences) -> Mapping[str, object]:
    return {
        "choices": one.choices,
        "quiet_from": one.quiet_from,
        "quiet_until": one.quiet_until,
        "zone": one.zone,
        "digest_at": one.digest_at,
    }
