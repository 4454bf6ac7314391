"""Six sandbox shops that count for themselves, and the product between them: orders at all of them,
webhooks late and doubled, a worker killed again and again.

The shops run in a process of their own and say in the end what they sold; so does our ledger.
"""

import asyncio
import random
import time
from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import aiohttp
import asyncpg

from bench import stock_push
from bench.ground import Ground, ground, say
from bench.kill import SARI, WORKSPACE
from bench.puller import reaching
from bench.shops import Shop, beside, free_port
from bench.stock_push import BENCH, Stand, silent, six, stand, switch_on
from hanse.rooms.connections.service import subscribing
from hanse.rooms.connections.service.reach import Reach
from hanse.rooms.mirror.service import feeds, pulling
from hanse.rooms.stock.model.moves import Move, MoveKind
from hanse.rooms.stock.service import moving, places
from hanse.trade.ports_read import Kind

ON_HAND = 40
HOT_SHARE = 0.2
LIVES_S = 5.0, 40.0  # a worker, until it is killed
LATE_S, TWICE_SHARE = 2.0, 0.2
DRAIN_S = 3_600.0
SHOWN = 20
HOSTS = {"woocommerce": "test", "shopify": "myshopify.com"}

BOOK = "select count(*) from orders_orders where workspace_id = $1"
HELD = """
    select variant_id, sum(quantity)::bigint as wanted, sum(held)::bigint as held,
        sum(short)::bigint as short
    from orders_lines where workspace_id = $1 and variant_id is not null group by variant_id
"""
LEVELS = """
    select variant_id, on_hand, reserved from stock_levels
    where workspace_id = $1 and variant_id = any($2::uuid[])
"""
WHO = """
    select variant_id, coalesce(remote_variant_id, remote_product_id) as name, account_id
    from catalog_offers where workspace_id = $1
"""


@dataclass(frozen=True, slots=True)
class Sold:
    """By the shops' own count, and whether ours is the same."""

    orders: int
    oversold: int
    equal: bool
    kills: int


async def at_the_shops(orders: int, goods: int, per_s: float, seed: int) -> Sold:
    stock_push.VARIANTS, stock_push.ON_HAND = goods, ON_HAND
    products = goods * 3 // 2 + 20  # some of them are not counted
    async with ground() as here, six(products) as shops:
        base = f"http://127.0.0.1:{free_port()}"
        told = {**stock_push.told_of(here, shops[0].address), "base": base}
        async with reaching(told) as reach, beside("bench.following", "serve", told):
            await one_place(shops, products)
            stands = [await stand(reach, each) for each in shops]
            for each in stands:
                await listen(reach, each)
            await received(here, reach, await stock_push.set_up(here, reach, stands, goods))
            async with beside("bench.stock_push", "work", told):
                await switch_on(here, reach, stands)
            await manners(shops[0].address)
            async with mortal(told, seed) as kills:
                accepted = await bought(here, shops, stands, orders, per_s, seed)
                await drained(here, accepted.total())
            return await compared(here, reach, accepted, len(kills))


async def listen(reach: Reach, each: Stand) -> None:
    """Its orders are read once, and it tells of new ones."""
    async with reach.database.tx(WORKSPACE, SARI) as tx:
        found = await feeds.list_feeds(tx, each.account_id)
    for feed in found:
        if feed.kind is Kind.orders:
            await pulling.pull(
                reach, lambda: reach.database.tx(WORKSPACE, SARI), WORKSPACE, feed.id, silent, 600
            )
    await subscribing.ensure(reach, await reach.open(WORKSPACE, each.account_id))


async def received(here: Ground, reach: Reach, variants: Sequence[UUID]) -> None:
    """What lies there came in by the ledger, which is replayed in the end."""
    admin = await asyncpg.connect(here.cluster.admin_dsn)
    await admin.execute("delete from stock_levels where workspace_id = $1", WORKSPACE)
    await admin.close()
    async with reach.database.tx(WORKSPACE, SARI) as tx:
        place = await places.first_own(tx)
        for at in range(0, len(variants), 500):
            part = variants[at : at + 500]
            moves = [Move(each, place.id, MoveKind.receipt, ON_HAND) for each in part]
            await moving.move(tx, moves, BENCH)


async def post(session: aiohttp.ClientSession, url: str, body: Mapping[str, Any]) -> bool:
    async with session.post(url, json=body) as found:
        return found.status < 400


async def one_place(shops: Sequence[Shop], products: int) -> None:
    """What a shop of Shopify keeps lies at its first place alone."""
    async with aiohttp.ClientSession() as session:
        for each in shops:
            if each.platform == "shopify":
                at = f"{each.address}/_sandbox/shop/{host(each)}/edit"
                for number in range(products):
                    for size in ("", "-S", "-M", "-L"):  # it is sold as it is, or in sizes
                        body = {"product": f"HZ-{number:07d}{size}", "stock": ON_HAND}
                        await post(session, at, body)


def host(shop: Shop) -> str:
    return f"{shop.keys['name']}.{HOSTS[shop.platform]}"


async def manners(address: str) -> None:
    async with aiohttp.ClientSession() as session:
        late = {"delay_s": LATE_S, "twice_share": TWICE_SHARE, "shuffled_share": 0.3}
        assert await post(session, f"{address}/_sandbox/webhooks", late)


@asynccontextmanager
async def mortal(told: Mapping[str, Any], seed: int) -> AsyncIterator[list[float]]:
    """A worker that is killed with -9 again and again, and another one in its place."""
    kills: list[float] = []
    chance = random.Random(seed)

    async def live_and_die() -> None:
        while True:
            async with beside("bench.stock_push", "work", told):
                await asyncio.sleep(chance.uniform(*LIVES_S))
            kills.append(time.monotonic())  # `beside` kills it

    dying = asyncio.create_task(live_and_die())
    try:
        yield kills
    finally:
        dying.cancel()
        await asyncio.gather(dying, return_exceptions=True)


async def bought(
    here: Ground,
    shops: Sequence[Shop],
    stands: Sequence[Stand],
    orders: int,
    per_s: float,
    seed: int,
) -> Counter[UUID]:
    """Pieces that shops accepted, by variant of ours; each shop looks at what it shows itself."""
    admin = await asyncpg.connect(here.cluster.admin_dsn)
    names = {
        (row["account_id"], row["variant_id"]): row["name"]
        for row in await admin.fetch(WHO, WORKSPACE)
    }
    variants = sorted({variant for _, variant in names})
    await admin.close()
    chance, accepted = random.Random(seed), Counter[UUID]()
    hot = variants[: max(len(variants) // 100, 1)]
    began = time.monotonic()
    async with aiohttp.ClientSession() as session:

        async def one(number: int, shop: Shop, place: Stand, variant_id: UUID) -> None:
            await asyncio.sleep(began + number / per_s - time.monotonic())
            body = {"product": names[place.account_id, variant_id], "quantity": 1}
            at = f"{shop.address}/_sandbox/shop/{host(shop)}/buy"
            was_taken = await post(session, at, body)  # others count while this one waits
            accepted[variant_id] += was_taken

        async with asyncio.TaskGroup() as group:
            for number in range(orders):
                place = chance.randrange(len(shops))
                some = hot if chance.random() < HOT_SHARE else variants
                group.create_task(one(number, shops[place], stands[place], chance.choice(some)))
    say(f"{accepted.total():,} of {orders:,} buyers found what they wanted")
    return accepted


async def drained(here: Ground, orders: int) -> None:
    """Until each order is in the book."""
    admin = await asyncpg.connect(here.cluster.admin_dsn)
    until = time.monotonic() + DRAIN_S
    while (count := await admin.fetchval(BOOK, WORKSPACE)) < orders:
        if time.monotonic() > until:
            raise SystemExit(f"{orders - count} of {orders} orders have not come in")
        await asyncio.sleep(0.5)
    await admin.close()


async def compared(here: Ground, reach: Reach, accepted: Counter[UUID], kills: int) -> Sold:
    """Piece for piece: what shops accepted is what the book wants; it is held as far as there was
    something, and the levels are what the ledger adds up to."""
    admin = await asyncpg.connect(here.cluster.admin_dsn)
    lines = {row["variant_id"]: row for row in await admin.fetch(HELD, WORKSPACE)}
    levels = {
        row["variant_id"]: (row["on_hand"], row["reserved"])
        for row in await admin.fetch(LEVELS, WORKSPACE, list(accepted))
    }
    count = await admin.fetchval(BOOK, WORKSPACE)
    await admin.close()
    wrong = [f"{count} orders in the book"] if count != accepted.total() else []
    for variant_id, pieces in accepted.items():
        if not pieces:
            continue
        row, most = lines.get(variant_id), min(pieces, ON_HAND)
        there = row and (row["wanted"], row["held"], row["short"], *levels[variant_id])
        if there != (asked := (pieces, most, pieces - most, ON_HAND, most)):
            wrong.append(f"{variant_id}: {there}, not {asked}")
    after, differing = None, 0
    while True:
        async with reach.database.tx(WORKSPACE, SARI) as tx:
            page = await moving.verify(tx, after)
        differing, after = differing + len(page.differences), page.next
        if after is None:
            break
    for each in wrong[:SHOWN]:
        say(f"not as the shops say: {each}")
    oversold = sum(max(each - ON_HAND, 0) for each in accepted.values())
    return Sold(accepted.total(), oversold, not wrong and not differing, kills)
