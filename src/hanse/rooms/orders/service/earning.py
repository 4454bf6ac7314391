"""What orders earn: handed down to the room that keeps its books, with the rates of the days.

It reads how an order stands now, so an event that comes twice, late or in another order than it
happened books the same.
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import UTC
from uuid import UUID

from hanse.engine.log.history import Event
from hanse.engine.tx import Tx
from hanse.rooms.billing.service import earnings
from hanse.rooms.orders.model import earning as model
from hanse.rooms.orders.store import earning as store
from hanse.rooms.pricing.service import rates

OpenTx = Callable[[], AbstractAsyncContextManager[Tx]]

# Each write of an order tells one of these.
FOLLOWED = frozenset(
    {
        "orders.order.placed",
        "orders.order.changed",
        "orders.order.state_changed",
        "orders.order.payment_changed",
    }
)
PAGE = 500
PAGES_MAX = 200


async def follow(tx: Tx, happened: Sequence[Event]) -> None:
    await book(tx, {UUID(str(each.payload["order_id"])) for each in happened})


async def book(tx: Tx, order_ids: set[UUID]) -> int:
    """Make the books say how these orders stand; how many entries that took."""
    found = await store.standings(tx, sorted(order_ids))
    sold = [each for order in found if (each := model.sold(order))]
    if not sold:
        return 0
    published = await rates.on_days(tx, (each.paid_at.astimezone(UTC).date() for each in sold))
    return await earnings.book(tx, sold, published)


async def fill(open_tx: OpenTx) -> int:
    """Work out what waits for a rate that is known by now, a page in each transaction; how many
    entries that were."""
    filled, after = 0, None
    for _ in range(PAGES_MAX):
        async with open_tx() as tx:
            waiting = await earnings.waiting(tx, after, PAGE)
            days = {each.paid_at.astimezone(UTC).date() for each in waiting}
            if waiting:
                filled += await earnings.fill(tx, waiting, await rates.on_days(tx, days))
        if len(waiting) < PAGE:
            break
        after = waiting[-1].entry_id
    return filled
