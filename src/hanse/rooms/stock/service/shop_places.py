"""Places as a shop has them: which of ours each is."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from hanse.base.faults import Finding
from hanse.engine.log import events as log
from hanse.engine.tx import Tx
from hanse.rooms.connections.service import accounts
from hanse.rooms.stock.model.places import PlaceKind, PlaceState
from hanse.rooms.stock.model.shown import RemotePlace
from hanse.rooms.stock.model.wording import refused, wrong
from hanse.rooms.stock.service import places as our_places
from hanse.rooms.stock.service.opening_facts import ShopPlacesNamed
from hanse.rooms.stock.store import shown as store


async def places_of(tx: Tx, account_id: UUID) -> Sequence[RemotePlace]:
    """None: the platform knows one place only."""
    await accounts.account(tx, account_id)
    return await store.places(tx, account_id)


async def name_places(
    tx: Tx, account_id: UUID, named: Mapping[str, UUID | None]
) -> Sequence[RemotePlace]:
    """From now on these places of the shop are these of ours; those not named stay as they are."""
    there = {each.remote_id: each for each in await places_of(tx, account_id)}
    ours = {each.id: each for each in await our_places.places(tx, archived=True)}
    findings: list[Finding] = []
    for remote_id, place_id in named.items():
        field, place = f"places.{remote_id[:60]}", ours.get(place_id) if place_id else None
        if remote_id not in there:
            sentence = f"The shop has no place {remote_id[:60]!r}."
            findings.append(wrong("unknown_place", sentence, "Take one of its list.", field))
        elif place_id is None:
            continue
        elif place is None:
            step = "Choose one of the places of the list."
            findings.append(wrong("unknown_place", "There is no such place of ours.", step, field))
        elif place.kind is not PlaceKind.own or place.state is not PlaceState.active:
            sentence = f"{place.name} is archived, or not a place of your own."
            findings.append(wrong("not_own", sentence, "Choose a place of your own.", field))
    if findings:
        raise refused(findings)
    changed = [
        RemotePlace(each.remote_id, each.name, each.active, named[each.remote_id])
        for each in there.values()
        if each.remote_id in named and named[each.remote_id] != each.place_id
    ]
    if changed:
        await store.set_places(tx, account_id, changed)
        await log.append(tx, ShopPlacesNamed(account_id, len(changed)))
    return await store.places(tx, account_id)
