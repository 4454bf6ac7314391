"""Orders that hold what they need, each in a transaction of its own, committed as in production.

64 buyers at once, on as many connections. First 3 lines of distinct items an order, then one line
of the same item in every order; then many orders in one transaction, as the intake by pages has
them. Twice the items: a level more of the indexes. HANSE_BENCH_ORDERS=2000 for a quick look.
"""

import asyncio
import itertools
import os
import time
from collections.abc import Iterator, Sequence
from uuid import UUID

from bench.ground import print_figures, say
from bench.stocked import BUYERS, Stocked, stocked
from hanse.rooms.stock.model.holding import Wanted
from hanse.rooms.stock.model.moves import MoveKind
from hanse.rooms.stock.service import holding, moving

ORDERS = int(os.environ.get("HANSE_BENCH_ORDERS", "20000"))
LINES = 3
PAGE = 100  # orders in one transaction of the intake
PAGERS = 4  # accounts that are read at once
EACH = 20  # pieces of every item

# A connection plans a statement anew the first times that it is asked.
WARM = 10 * BUYERS

Order = Sequence[Wanted]


async def main() -> None:
    async with stocked() as here:
        items = await here.goods(ORDERS * LINES, EACH)
        distinct = [order(here, items[at * LINES : (at + 1) * LINES]) for at in range(ORDERS)]
        paged = [order(here, items[at * LINES : (at + 1) * LINES]) for at in range(ORDERS)]
        few = min(ORDERS, 3_000)
        [hot] = await here.goods(1, few - BUYERS)
        crowd = [order(here, [hot]) for _ in range(few)]
        warm, distinct = distinct[:WARM], distinct[WARM:]
        await bought(here, warm, 1, BUYERS)
        distinct_per_s = await bought(here, distinct, 1, BUYERS)
        say(f"{distinct_per_s:,.0f} orders/s of {LINES} lines, one a transaction")
        page_per_s = await bought(here, paged, PAGE, PAGERS)
        say(f"{page_per_s:,.0f} orders/s of {LINES} lines, {PAGE} a transaction")
        hot_per_s = await bought(here, crowd, 1, BUYERS, short=BUYERS)
        await see_the_order(here, hot, few - BUYERS)
        say(f"{hot_per_s:,.0f} orders/s of one and the same item, in order, none lost")
    print_figures(distinct_per_s=distinct_per_s, page_per_s=page_per_s, hot_per_s=hot_per_s)


def order(here: Stocked, items: Sequence[UUID]) -> Order:
    ids = here.database.ids
    order_id = ids.new()
    return [Wanted(ids.new(), order_id, item, 1) for item in items]


async def bought(
    here: Stocked, orders: Sequence[Order], page: int, buyers: int, short: int = 0
) -> float:
    """Orders a second, `page` in one transaction, by so many at once; each line has what it wants,
    but for the `short` last ones."""
    pages = iter([orders[at : at + page] for at in range(0, len(orders), page)])
    lacking = 0

    async def buy(todo: Iterator[Sequence[Order]]) -> None:
        nonlocal lacking
        for some in todo:
            async with here.tx() as tx:
                held = await holding.reserve(tx, list(itertools.chain.from_iterable(some)))
            lacking += sum(each.short for each in held.values())

    started = time.perf_counter()
    await asyncio.gather(*(buy(pages) for _ in range(buyers)))
    took_s = time.perf_counter() - started
    assert lacking == short, f"{lacking} lines were short, not {short}"
    return len(orders) / took_s


async def see_the_order(here: Stocked, hot: UUID, pieces: int) -> None:
    """Each took the next piece: what was left falls by one, from all to none."""
    left: list[int] = []
    before = None
    async with here.tx() as tx:
        while rows := await moving.ledger(tx, hot, before, 500):
            left += [each.left for each in rows if each.kind is MoveKind.reservation]
            before = rows[-1].id
        verified = await moving.verify(tx)
    assert left == list(range(pieces)), "pieces were sold out of order"
    assert not verified.differences, verified.differences[0]


if __name__ == "__main__":
    asyncio.run(main())
