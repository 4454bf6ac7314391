"""Businesses: made, changed, archived, and deleted after a grace."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from hanse.base.faults import Conflict, Gone
from hanse.engine.doors.versions import same_version
from hanse.engine.log import events
from hanse.engine.tx import Tx
from hanse.rooms.identity.model.businesses import BUSINESSES_MAX, Business, moved
from hanse.rooms.identity.model.workspaces import clean_title
from hanse.rooms.identity.service.members import hold
from hanse.rooms.identity.store import businesses as store

SUBJECT = ("identity.business", "business_id")


@events.declare("identity.business.made", "{actor} made the business {name}", subject=SUBJECT)
@dataclass(frozen=True, slots=True)
class BusinessMade:
    business_id: UUID
    name: str
    kind: str
    version: int = 1


@events.declare("identity.business.changed", "{actor} changed the business {name}", subject=SUBJECT)
@dataclass(frozen=True, slots=True)
class BusinessChanged:
    business_id: UUID
    name: str
    before: Mapping[str, object]
    after: Mapping[str, object]
    version: int


@events.declare("identity.business.archived", "{actor} archived {name}", subject=SUBJECT)
@dataclass(frozen=True, slots=True)
class BusinessArchived:
    business_id: UUID
    name: str
    before: str
    after: str
    version: int


@events.declare("identity.business.restored", "{actor} restored {name}", subject=SUBJECT)
@dataclass(frozen=True, slots=True)
class BusinessRestored:
    business_id: UUID
    name: str
    before: str
    after: str
    version: int


@events.declare(
    "identity.business.deletion_asked", "{actor} asked for the deletion of {name}", subject=SUBJECT
)
@dataclass(frozen=True, slots=True)
class BusinessDeletionAsked:
    business_id: UUID
    name: str
    before: str
    after: str
    version: int


@events.declare(
    "identity.business.kept", "{actor} took back the deletion of {name}", subject=SUBJECT
)
@dataclass(frozen=True, slots=True)
class BusinessKept:
    business_id: UUID
    name: str
    before: str
    after: str
    version: int


@events.declare("identity.business.deleted", "{name} was deleted", subject=SUBJECT)
@dataclass(frozen=True, slots=True)
class BusinessDeleted:
    business_id: UUID
    name: str


MOVED = {
    "archive": BusinessArchived,
    "restore": BusinessRestored,
    "delete": BusinessDeletionAsked,
    "keep": BusinessKept,
}


async def make_business(tx: Tx, name: str, kind: str) -> Business:
    title = clean_title(name, "business")
    await hold(tx)
    if await store.count(tx) >= BUSINESSES_MAX:
        raise Conflict(
            f"There are {BUSINESSES_MAX} businesses, the most for one workspace.",
            "Delete one that is archived, or make another workspace.",
        )
    business_id = tx.ids.new()
    await store.add(tx, business_id, title, kind)
    await events.append(tx, BusinessMade(business_id, title, kind))
    return await business(tx, business_id)


async def business(tx: Tx, business_id: UUID) -> Business:
    return there(await store.get(tx, business_id))


async def list_businesses(
    tx: Tx, states: Sequence[str] | None, after: tuple[str, UUID] | None, rows_max: int
) -> Sequence[Business]:
    """Those behind `after`, sorted by name."""
    return await store.find(tx, states, after, rows_max)


async def change_business(
    tx: Tx, business_id: UUID, name: str | None, kind: str | None, expected: int
) -> Business:
    """Another name, another kind; none leaves it as it is."""
    found = there(await store.held(tx, business_id))
    same_version(expected, found.version)
    changed = replace(
        found,
        name=found.name if name is None else clean_title(name, "business"),
        kind=kind or found.kind,
    )
    if changed == found:
        return found
    changed = replace(changed, version=found.version + 1)
    await store.save(tx, changed)
    before = {"name": found.name, "kind": found.kind}
    after = {"name": changed.name, "kind": changed.kind}
    await events.append(tx, BusinessChanged(found.id, changed.name, before, after, changed.version))
    return changed


async def move_business(
    tx: Tx, business_id: UUID, how: str, expected: int | None = None
) -> Business:
    """`archive`, `restore`, `delete` or `keep`; `Conflict` if it is not in a state for that."""
    found = there(await store.held(tx, business_id))
    if expected is not None:
        same_version(expected, found.version)
    after = moved(found, how, tx.now)
    await store.save(tx, after)
    await events.append(
        tx, MOVED[how](found.id, found.name, found.state, after.state, after.version)
    )
    return after


async def delete_over(tx: Tx) -> int:
    """Delete those whose grace is over; how many."""
    deleted = await store.delete_due(tx)
    await events.append(tx, *(BusinessDeleted(*one) for one in deleted))
    return len(deleted)


def there(found: Business | None) -> Business:
    if found is None:
        raise Gone("There is no such business here, or not any more.")
    return found
