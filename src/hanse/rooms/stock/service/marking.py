"""What happens elsewhere and changes what shops should show: stock that moved, bundles, listings,
and changes that came to an end."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from hanse.engine.log.history import Event
from hanse.engine.tx import Tx
from hanse.rooms.catalog.service import offering, reading
from hanse.rooms.stock.model.endings import TOLD
from hanse.rooms.stock.service import alerts, pushing, settling

MOVED = "stock.level.moved"
OPENED = "stock.variant.opened"
COUNTS = frozenset({MOVED, OPENED})
LINKED = "catalog.offer.linked"
GOODS = "catalog.product.changed"
PARTS = "parts"  # the field of goods that says what a bundle is made of
FOLLOWED = frozenset({*COUNTS, LINKED, GOODS, *TOLD})


async def follow(tx: Tx, happened: Sequence[Event]) -> None:
    """What moved several times is marked once, since the first of them."""
    first: dict[UUID, datetime] = {}
    levels: set[UUID] = set()
    ended: list[Event] = []
    for event in happened:
        variant_ids = await variants_of(tx, event)
        for each in variant_ids:
            first.setdefault(each, event.happened_at)
        if event.name in COUNTS:
            levels.update(variant_ids)
        elif event.name in TOLD:
            ended.append(event)
    moved = await pushing.with_bundles(tx, first)
    changes = await settling.ours(tx, [each for one in ended for each in ids(one, "change_ids")])
    await pushing.hold_still(tx, moved, settling.places_of(changes.values()))
    for event in ended:
        found = [changes[each] for each in ids(event, "change_ids") if each in changes]
        await settling.settle(tx, TOLD[event.name], found, event.happened_at)
    await pushing.mark_these(tx, moved)
    if levels:
        await alerts.follow(tx, sorted(levels))


async def variants_of(tx: Tx, event: Event) -> Sequence[UUID]:
    """Those whose number at shops may be another by it."""
    if event.name in COUNTS:
        return ids(event, "variant_ids")
    if event.name == LINKED:
        links = await offering.links(tx, ids(event, "offer_ids"))
        return sorted({each.variant_id for each in links.values()})
    if event.name == GOODS and PARTS in listed(event, "fields"):
        found = await reading.variants_of(tx, ids(event, "product_ids"))
        return sorted({each.id for group in found.values() for each in group})
    return ()


def ids(event: Event, name: str) -> Sequence[UUID]:
    return [UUID(str(each)) for each in listed(event, name)]


def listed(event: Event, name: str) -> Sequence[object]:
    found = event.payload.get(name)
    return found if isinstance(found, list | tuple) else ()
