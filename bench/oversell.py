"""Whether more is ever promised than there is.

At the ledger itself: 1,000,000 orders by 64 buyers at once, of single things and of bundles, hot
ones among them, with cancellations, shipments and returns, far more than there is stock for. What
each order was told is added up on this side and compared with the levels; then the ledger is
replayed. HANSE_BENCH_ORDERS=20000 for a quick look.

At six shops: 20,000 buyers at sandbox shops that count for themselves, with late and doubled
webhooks and killed workers; our ledger is compared with their count. What shops accept beyond
stock depends on how late the news is, so it is played through in simulated time as well, by our
measured latencies, with pieces kept back and without, beside comparing every 15 minutes.

In pieces: `--only ledger`, `--only shops`, `--only late`; shorter: `--shop-orders 500`.
"""

import argparse
import asyncio
import itertools
import os
import random
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

import asyncpg

from bench import late, till
from bench.ground import print_figures, say
from bench.stocked import BUYERS, WORKSPACE, Stocked, stocked
from hanse.base.faults import Unavailable
from hanse.engine.tx import Tx
from hanse.rooms.stock.model.holding import Back, Wanted
from hanse.rooms.stock.service import holding, moving

ORDERS = int(os.environ.get("HANSE_BENCH_ORDERS", "1000000"))
SEED = int(os.environ.get("HANSE_BENCH_SEED", "7"))
PAGE = 10  # orders in one transaction
BUNDLES = 50
HOT = 5  # items that every fifth line is of
SAID_EVERY = 50_000
PLOT = Path(__file__).with_name("oversell.svg")
LATE = (0.5, 1, 2, 5, 10, 30, 60, 300, 900)  # seconds
NAMES = {
    "none": "shop_oversold",
    "safety": "shop_oversold_safety",
    "15min": "shop_oversold_15min",
}
WORDS = {"none": "as it moves", "safety": "with safety pieces", "15min": "every 15 minutes"}

BUNDLE = """
    insert into catalog_bundles (workspace_id, variant_id, component_id, count)
    select $1, given.* from unnest($2::uuid[], $3::uuid[], $4::integer[]) as given
"""


@dataclass(slots=True)
class Count:
    """What this side knows: received, promised to orders, sold and come back, by variant."""

    received: Counter[UUID] = field(default_factory=Counter)
    promised: Counter[UUID] = field(default_factory=Counter)
    gone: Counter[UUID] = field(default_factory=Counter)

    def oversold(self) -> int:
        """Pieces promised or sold beyond what came in."""
        return sum(
            max(self.promised[each] + self.gone[each] - count, 0)
            for each, count in self.received.items()
        )


@dataclass(slots=True)
class Market:
    here: Stocked
    items: Sequence[UUID]
    parts: dict[UUID, dict[UUID, int]]
    count: Count = field(default_factory=Count)
    orders: int = 0

    def of(self, variant_id: UUID) -> dict[UUID, int]:
        return self.parts.get(variant_id, {variant_id: 1})


@asynccontextmanager
async def patient(market: Market) -> AsyncIterator[Tx]:
    """64 who want the same wait for each other for longer than a transaction or a lock may last."""
    async with market.here.tx() as tx:
        await tx.execute("set local transaction_timeout = 0; set local lock_timeout = 0")
        yield tx


def wanted() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.oversell", description=__doc__)
    parser.add_argument("--only", choices=("ledger", "shops", "late"))
    parser.add_argument("--shop-orders", type=int, default=20_000)
    parser.add_argument("--goods", type=int, default=400)
    parser.add_argument("--per-s", type=float, default=20.0, help="buyers a second, at all shops")
    parser.add_argument("--days", type=float, default=1.0, help="simulated")
    parser.add_argument("--p50-s", type=float, default=1.0, help="of a push, as measured")
    parser.add_argument("--p99-s", type=float, default=4.0)
    parser.add_argument("--news-s", type=float, default=2.0, help="until an order is known here")
    parser.add_argument("--plot", type=Path, default=PLOT)
    return parser.parse_args()


async def main() -> None:
    asked = wanted()
    figures: dict[str, float] = {"seed": SEED}
    equal = True
    if asked.only in (None, "ledger"):
        async with stocked() as here:
            figures["orders"], figures["oversold"], equal = await at_the_ledger(here)
    if asked.only in (None, "shops"):
        sold = await till.at_the_shops(asked.shop_orders, asked.goods, asked.per_s, SEED)
        figures |= {"shop_orders": sold.orders, "kills": sold.kills}
        figures["shop_oversold_real"] = sold.oversold
        equal = equal and sold.equal
    if asked.only != "late":
        figures["ledger_equal"] = equal
    if asked.only in (None, "late"):
        figures |= in_simulated_time(asked)
    print_figures("oversell", **figures)


def in_simulated_time(asked: argparse.Namespace) -> dict[str, float]:
    """Orders beyond stock by each way, of the same buyers; and how that grows with latency."""
    pieces = max(int(asked.shop_orders * 0.8 / asked.goods), 1)  # some of all buyers find nothing
    stock = [pieces] * asked.goods
    comes = late.buyers(asked.shop_orders, asked.goods, asked.days, SEED)
    figures: dict[str, float] = {}
    for way in late.ways(asked.p50_s, asked.p99_s, asked.news_s):
        told = late.play(way, comes, stock, asked.days, SEED)
        say(f"{way.name}: {told}")
        figures[NAMES[way.name]] = told.oversold
        figures[f"turned_{way.name}"] = told.turned
    lines: dict[str, list[tuple[float, float]]] = {}
    for seconds in LATE:
        for way in late.ways(seconds, seconds * 4, seconds):
            told = late.play(way, comes, stock, asked.days, SEED)
            lines.setdefault(WORDS[way.name], []).append((seconds, told.oversold))
    title = f"Orders beyond stock of {asked.shop_orders:,}, by how late a push is (seed {SEED})"
    asked.plot.write_text(late.plot(title, [*lines.items()]), "utf-8")
    return figures


async def at_the_ledger(here: Stocked) -> tuple[int, int, bool]:
    market = await opened(here)
    pages = iter(range(0, ORDERS, PAGE))
    await asyncio.gather(*(buyer(market, pages, number) for number in range(BUYERS)))
    oversold = market.count.oversold()
    equal = await is_equal(market)
    held = sum(market.count.promised.values())
    say(f"{market.orders:,} orders: {held:,} pieces held, {oversold} beyond stock")
    return market.orders, oversold, equal


async def opened(here: Stocked) -> Market:
    """Far fewer pieces than will be asked for; bundles of three things, hot ones among them."""
    each = 25
    items = await here.goods(max(ORDERS // 50, 200), each)
    chance = random.Random(SEED)
    parts: dict[UUID, dict[UUID, int]] = {}
    for _ in range(BUNDLES):
        inside = [*chance.sample(items[:HOT], 1), *chance.sample(items[HOT:], 2)]
        parts[here.database.ids.new()] = {one: chance.randint(1, 2) for one in inside}
    rows = [(one, part, count) for one, held in parts.items() for part, count in held.items()]
    admin = await asyncpg.connect(here.ground.cluster.admin_dsn)
    await admin.execute(BUNDLE, WORKSPACE, *map(list, zip(*rows, strict=True)))
    await admin.close()
    market = Market(here, items, parts)
    market.count.received.update(dict.fromkeys(items, each))
    return market


async def buyer(market: Market, pages: Iterator[int], number: int) -> None:
    """Buys, and afterwards cancels, ships or sends back some of what it holds."""
    chance = random.Random(SEED * 1_000 + number)
    for _ in pages:
        wanted = list(itertools.chain.from_iterable(order(market, chance) for _ in range(PAGE)))
        async with patient(market) as tx:
            held = await holding.reserve(tx, wanted)
        mine = [each for each in wanted if held[each.line_id].held]
        add(market, market.count.promised, mine, 1)
        market.orders += PAGE
        await afterwards(market, mine, chance)
        if market.orders % SAID_EVERY < PAGE:
            say(f"{market.orders:,} orders")


def order(market: Market, chance: random.Random) -> Iterator[Wanted]:
    ids = market.here.database.ids
    order_id = ids.new()
    for _ in range(chance.randint(1, 3)):
        kind = chance.random()
        if kind < 0.1:
            variant_id = chance.choice([*market.parts])
        else:
            hot = market.items[:HOT] if kind < 0.3 else market.items
            variant_id = chance.choice(hot)
        yield Wanted(ids.new(), order_id, variant_id, chance.randint(1, 2))


async def afterwards(market: Market, mine: Sequence[Wanted], chance: random.Random) -> None:
    ends = [chance.random() for _ in mine]
    cancelled = [each for each, end in zip(mine, ends, strict=True) if end < 0.3]
    shipped = [each for each, end in zip(mine, ends, strict=True) if 0.3 <= end < 0.8]
    returned = [each for each in shipped if chance.random() < 0.2]
    count = market.count
    # What may be bought again is counted as free before it is, and what is taken after it was: so
    # the count on this side is never more generous than the ledger.
    async with patient(market) as tx:
        await holding.release(tx, {each.line_id: None for each in cancelled}, "cancelled")
    add(market, count.promised, cancelled, -1)
    async with patient(market) as tx:
        lacking = await holding.ship(tx, {each.line_id: each.count for each in shipped})
    if any(lacking.values()):
        raise Unavailable("A line that was held could not be shipped.")
    add(market, count.promised, shipped, -1)
    add(market, count.gone, shipped, 1)
    back = [
        Back(each.line_id, each.order_id, each.variant_id, market.here.place_id, each.count)
        for each in returned
    ]
    async with patient(market) as tx:
        await holding.take_back(tx, back, "came back")
    add(market, count.gone, returned, -1)


def add(market: Market, to: Counter[UUID], lines: Sequence[Wanted], sign: int) -> None:
    for each in lines:
        for part, per in market.of(each.variant_id).items():
            to[part] += sign * per * each.count


async def is_equal(market: Market) -> bool:
    """Whether the replayed ledger and the count on this side are the levels, piece for piece."""
    count, after, equal = market.count, None, True
    while True:
        async with patient(market) as tx:
            page = await moving.verify(tx, after)
        equal = equal and not page.differences
        after = page.next
        if after is None:
            break
    for at in range(0, len(market.items), 5_000):
        async with patient(market) as tx:
            found = await moving.levels(tx, market.items[at : at + 5_000])
        for each, levels in found.items():
            there = sum(level.on_hand for level in levels), sum(level.reserved for level in levels)
            known = count.received[each] - count.gone[each], count.promised[each]
            equal = equal and there == known
    return equal


if __name__ == "__main__":
    asyncio.run(main())
