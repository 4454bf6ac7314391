"""What the log tells, and which prices are worked out anew for it."""

from collections.abc import Sequence
from uuid import UUID

from hanse.engine.jobs.jobs import enqueue
from hanse.engine.log.history import Event
from hanse.engine.tx import Tx
from hanse.rooms.pricing.service import queue

COST, LINKED, GOODS = "catalog.cost.changed", "catalog.offer.linked", "catalog.product.changed"
RATES = "pricing.rates.kept"
FLOORS, TAXES = "pricing.floor.changed", "pricing.tax.changed"
FOLLOWED = frozenset({COST, LINKED, GOODS, RATES, FLOORS, TAXES})
# What conditions of rules look at.
LOOKED_AT = frozenset({"category", "category_id", "brand", "brand_id", "tags", "price"})


async def follow(tx: Tx, happened: Sequence[Event]) -> None:
    """Few jobs for many events: the same one that waits is asked for once."""
    names = {each.name for each in happened if each.name != GOODS or concerns(each)}
    if RATES in names:
        await enqueue(tx, queue.SPREAD, "", {})
    if names & {LINKED, GOODS}:
        await queue.ask_all(tx, "goods")
    elif names & {FLOORS, TAXES}:
        await queue.ask_all(tx, "bounds")
    elif COST in names:
        variants = {
            UUID(str(one))
            for each in happened
            if each.name == COST
            for one in listed(each, "variant_ids")
        }
        await queue.ask_some(tx, sorted(variants))


def concerns(event: Event) -> bool:
    return not LOOKED_AT.isdisjoint(map(str, listed(event, "fields")))


def listed(event: Event, name: str) -> Sequence[object]:
    found = event.payload.get(name)
    return found if isinstance(found, list | tuple) else ()
