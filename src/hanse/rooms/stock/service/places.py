"""Places: the first is made when needed, others by people; none goes while goods lie in it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from hanse.base.faults import Finding, Gone
from hanse.base.text import clean
from hanse.engine.doors.versions import same_version
from hanse.engine.log import events as log
from hanse.engine.tx import Tx
from hanse.rooms.stock.model import places as model
from hanse.rooms.stock.model.places import MAIN, ON_THE_WAY, Place, PlaceKind, PlaceState
from hanse.rooms.stock.model.wording import refused, wrong
from hanse.rooms.stock.service import pushing
from hanse.rooms.stock.service.place_facts import PlaceChanged
from hanse.rooms.stock.store import believing
from hanse.rooms.stock.store import places as store

WHAT = {
    (PlaceState.active, PlaceState.archived): "archived",
    (PlaceState.archived, PlaceState.active): "took up again",
}


CHOOSE = "Choose one of the places of the list."


async def places(tx: Tx, *, archived: bool = False) -> Sequence[Place]:
    """In the order in which they are taken from."""
    return await store.find(tx, archived=archived)


async def first_own(tx: Tx) -> Place:
    """Where goods lie if nobody said otherwise."""
    return await first(tx, PlaceKind.own, MAIN)


async def first_transit(tx: Tx) -> Place:
    """Where goods are between two places."""
    return await first(tx, PlaceKind.transit, ON_THE_WAY)


async def first(tx: Tx, kind: PlaceKind, name: str) -> Place:
    """The first of its kind, made if there is none yet."""
    for _ in range(2):
        for each in await store.find(tx):
            if each.kind is kind:
                return each
        await store.lock(tx)
    there = await store.named(tx, name)
    # A supplier may be called so; then the number tells them apart.
    made = Place(tx.ids.new(), name if there is None else f"{name} 2", kind)
    await store.add(tx, made)
    await tell(tx, made, "added", {})
    return made


async def place(tx: Tx, place_id: UUID) -> Place:
    found = await store.get(tx, place_id)
    if found is None:
        raise Gone("There is no such place, or not any more.")
    return found


async def name_of(tx: Tx, place_id: UUID, field: str) -> str:
    """Of one that may be archived, where somebody names it to choose by."""
    found = await store.get(tx, place_id)
    if found is None:
        raise refused([unknown(field)])
    return found.name


async def usable(tx: Tx, place_id: UUID, field: str = "place_id") -> Place:
    """A place at which somebody wants to do something, so it must be there and in use."""
    found = await store.get(tx, place_id)
    if finding := unusable(found, field):
        raise refused([finding])
    assert found is not None
    return found


def unusable(found: Place | None, field: str) -> Finding | None:
    if found is None:
        return unknown(field)
    if found.state is PlaceState.archived:
        return wrong("archived_place", f"{found.name} is archived.", CHOOSE, field)
    return None


def unknown(field: str) -> Finding:
    return wrong("unknown_place", "There is no such place.", CHOOSE, field)


async def make(tx: Tx, wanted: Place) -> Place:
    made = replace(wanted, id=tx.ids.new(), name=clean(wanted.name), version=1)
    if findings := [*model.what_is_wrong(made)]:
        raise refused(findings)
    await store.lock(tx)
    if len(await store.find(tx, archived=True)) >= model.PLACES_MAX:
        sentence = f"There are {model.PLACES_MAX} places, and no more fit."
        raise refused([wrong("many", sentence, "Take up an archived one again.", "name")])
    if not await store.add(tx, made):
        raise taken(made)
    await tell(tx, made, "added", {})
    return made


async def change(tx: Tx, wanted: Place, expected: int) -> Place:
    """Its kind stays: what lies there would become another's."""
    await store.lock(tx)
    before = await store.get(tx, wanted.id, locked=True)
    if before is None:
        raise Gone("There is no such place, or not any more.")
    same_version(expected, before.version)
    made = replace(wanted, name=clean(wanted.name), kind=before.kind, version=before.version + 1)
    if findings := [*model.what_is_wrong(made)]:
        raise refused(findings)
    if made.state is PlaceState.active and await store.named(tx, made.name) not in (None, made.id):
        raise taken(made)
    if (before.state, made.state) == (PlaceState.active, PlaceState.archived):
        await check_archive(tx, before)
    await store.put(tx, made)
    if made.fresh_for_h != before.fresh_for_h:
        for account_id in await believing.accounts(tx):  # as many as there are shops
            await pushing.ask_whole(tx, account_id, "rules")
    await tell(tx, made, WHAT.get((before.state, made.state), "changed"), seen(before))
    return made


async def check_archive(tx: Tx, found: Place) -> None:
    findings = [*model.why_it_stays(found, await store.busy(tx, found.id))]
    others = [each for each in await store.find(tx) if each.id != found.id]
    if found.kind is PlaceKind.own and not any(each.kind is PlaceKind.own for each in others):
        sentence = f"{found.name} is the only place of your own."
        findings.append(wrong("last", sentence, "Add another one first.", "state"))
    if findings:
        raise refused(findings)


def taken(made: Place) -> Exception:
    sentence = f"There is a place called {made.name} already."
    return refused([wrong("taken", sentence, "Choose another name.", "name")])


async def tell(tx: Tx, made: Place, what: str, before: Mapping[str, object]) -> None:
    told = PlaceChanged(made.id, made.name, what, before, seen(made), made.version)
    await log.append(tx, told)


def seen(found: Place) -> Mapping[str, object]:
    of_supplier = found.kind is PlaceKind.supplier
    return {
        "name": found.name,
        "kind": found.kind.value,
        "country": found.country,
        "position": found.position,
        "state": found.state.value,
        **({"trust": found.trust, "fresh_for_h": found.fresh_for_h} if of_supplier else {}),
    }
