"""Two workers send prices that were agreed to until every one of them is proven, and a plain script
with the platform's own client does as many updates at the same shop, without looking back.

Shopify: what is proven in a second, of what the shop's points buy on the cheapest way that proves
anything (a document of fifty, read back once). WooCommerce: of what the plain script writes, at a
host as slow as `bench/host.py` says. 5,000 changes there and 1,500 at Shopify, some six minutes
each; 10,000 take twice and seven times as long. A small one: BENCH_CHANGES=300; one platform alone:
BENCH_ONLY=shopify.
"""

import asyncio
import json
import os
import sys
import time
from asyncio.subprocess import PIPE, Process, create_subprocess_exec
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp
import asyncpg
import uvloop

from bench.ground import Ground, ground, print_figures, say
from bench.host import Host, hosted
from bench.kill import OWNER, SARI, WORKSPACE, connect, targets
from bench.puller import reaching
from bench.shops import Shop, sandbox, told_of
from hanse.app import wiring
from hanse.base.money import Money
from hanse.changes.model.planned import Wish
from hanse.changes.service import approving, carrying, proposing
from hanse.changes.service.gathering import gather
from hanse.changes.service.hands import Hands
from hanse.connectors.shopify.mapping.ids import gid
from hanse.engine import pace
from hanse.engine.tx import Tx
from hanse.rooms.connections.model.accounts import WriteMode
from hanse.rooms.connections.service.reach import Reach
from hanse.rooms.connections.store import modes
from hanse.trade.ports_write import Piece, Target

CHANGES = {"woocommerce": 5_000, "shopify": 1_500}
WORKERS = 2
THREADS = 2  # of the plain script
ROWS = 50
WISHES = 1_000
LONG_S = 1_800.0
FULL = 2_000.0  # points of a bucket from which nobody has taken yet
VERSION = "2026-10"
KIND = "offers.price"
LEFT = "select count(*) from changes_changes where state in ('approved', 'sending', 'unknown')"
ENDS = """
    select count(*) filter (where state = 'proven') as proven, count(*) as all,
        max(state_at) filter (where state = 'proven') as last_at from changes_changes
"""
Price = tuple[Target, Money]


@dataclass(frozen=True, slots=True)
class Ran:
    seconds: float
    proven: int
    calls: int
    points: float = 0.0  # that were in the bucket when it began

    @property
    def per_s(self) -> float:
        return self.proven / self.seconds


async def main() -> None:
    shares: dict[str, float] = {}
    calls: dict[str, float] = {}
    for platform, measured in {"woocommerce": woocommerce, "shopify": shopify}.items():
        if os.environ.get("BENCH_ONLY", platform) != platform:
            continue
        changes = int(os.environ.get("BENCH_CHANGES", CHANGES[platform]))
        async with market(platform, changes) as (here, host, shop, reach, found):
            ran, share = await measured(here, host, shop, reach, found)
            shares[f"proven_share_{platform}"] = share
            calls[f"calls_per_change_{platform}"] = ran.calls / ran.proven
    print_figures("commit", **shares, calls_per_change=max(calls.values()), **calls)


@asynccontextmanager
async def market(
    platform: str, changes: int
) -> AsyncIterator[tuple[Ground, Host, Shop, Reach, Sequence[Price]]]:
    """A shop behind a slow host, connected and read, and so many prices of it that can be sent."""
    async with (
        ground() as here,
        sandbox(products(platform, changes), platform) as shop,
        hosted(shop) as (host, slow_shop),
        reaching(told_of(here, slow_shop)) as reach,
    ):
        found = [each for each in await known(reach, slow_shop) if fits(platform, each)]
        yield here, host, slow_shop, reach, found[:changes]


def products(platform: str, changes: int) -> int:
    """As many as have that many that are sold as they are; at Shopify each has a variant."""
    return changes + 20 if platform == "shopify" else changes * 3 // 2 + 100


def fits(platform: str, price: Price) -> bool:
    """Variations of WooCommerce go out apart, product by product."""
    return platform == "shopify" or price[0].parent_id is None


async def known(reach: Reach, shop: Shop) -> Sequence[Price]:
    account_id = await connect(reach, shop)
    async with reach.database.tx(WORKSPACE, SARI) as tx:
        await modes.put(tx, WriteMode.live, (await modes.get(tx)).version)
    return await targets(reach, account_id)


async def woocommerce(
    here: Ground, host: Host, shop: Shop, reach: Reach, prices: Sequence[Price]
) -> tuple[Ran, float]:
    host.slow = True
    ran = await committed(here, host, shop, reach, prices)
    bare_s = await in_threads(prices, lambda part: written_by_woocommerce(shop, part))
    bare = len(prices) / bare_s
    say(f"WooCommerce: {len(prices)} bare writes in {bare_s:.1f} s, {bare:.2f} rows/s")
    say(f"  ours: {ran.proven} proven in {ran.seconds:.1f} s, {ran.per_s:.2f} rows/s")
    return ran, ran.per_s / bare


async def shopify(
    here: Ground, host: Host, shop: Shop, reach: Reach, prices: Sequence[Price]
) -> tuple[Ran, float]:
    ran = await committed(here, host, shop, reach, prices)
    cost = cheapest(wiring.hands_of(reach), reach, prices)
    rate = next(each for each in reach.platform("shopify").CARD.rates if each.family == "graphql")
    limit = (ran.points / ran.seconds + (rate.units or 0) / (rate.window_s or 1)) / cost
    say(f"Shopify: {ran.points:.0f} points at first, {cost:.2f} a change: {limit:.2f} changes/s")
    say(f"  ours: {ran.proven} proven in {ran.seconds:.1f} s, {ran.per_s:.2f} changes/s")
    token = await token_of(shop)
    bare_s = await in_threads(prices, lambda part: written_by_shopify(shop, token, part))
    say(f"  bare writes: {bare_s:.1f} s, {len(prices) / bare_s:.2f} changes/s")
    return ran, ran.per_s / limit


def cheapest(hands: Hands, reach: Reach, prices: Sequence[Price]) -> float:
    """Points for one change: its part of a full document, and of one reading by id."""
    power = hands.power("shopify", KIND)
    some = [target for target, _ in prices[:ROWS]]
    read = 0.0
    for reading in power.port.readings(some):
        read += power.reads[reading.kind].question(reading.ask, SHOPLESS).cost
    pieces = [Piece(each, b"{}", "") for each in some]
    return (power.port.request(pieces, "", SHOPLESS).cost + read) / len(some)


SHOPLESS: Any = None  # what a question costs is the same in every shop


# Ours


async def committed(
    here: Ground, host: Host, shop: Shop, reach: Reach, prices: Sequence[Price]
) -> Ran:
    """All of it is agreed to before the workers come; from then until the last one is proven."""
    account_id = await agreed(reach, prices)
    async with reach.database.tx(WORKSPACE, SARI) as tx:
        buckets = await pace.states(tx, [account_id])
    points = next((each.left or 0.0 for each in buckets if each.family == "graphql"), FULL)
    admin, before = await asyncpg.connect(here.cluster.admin_dsn), host.calls
    async with workers(here, shop) as began:
        until = time.monotonic() + LONG_S
        while time.monotonic() < until and await admin.fetchval(LEFT):  # noqa: ASYNC110
            await asyncio.sleep(0.5)
        calls = host.calls - before
    row = await admin.fetchrow(ENDS)
    await admin.close()
    assert row is not None, "it counts"
    if row["proven"] != row["all"]:
        say(f"{row['proven']} of {row['all']} are proven")
    return Ran(row["last_at"].timestamp() - began, row["proven"], calls, points)


async def agreed(reach: Reach, prices: Sequence[Price]) -> Any:
    hands, database = wiring.hands_of(reach), reach.database

    def open_tx() -> AbstractAsyncContextManager[Tx]:
        return database.tx(WORKSPACE, SARI)

    async with open_tx() as tx:
        [account_id] = [row["id"] for row in await tx.fetch("select id from connections_accounts")]
        made = proposing.set_of(tx, "Spring", "A bench.", None, None)
    await gather(hands, open_tx, wishes(account_id, prices), made)
    async with open_tx() as tx:
        preview = (await approving.one_set(tx, made.id)).preview
        await approving.approve(hands, tx, made.id, preview, OWNER)
    await carrying.go_on(hands, open_tx, made.id)
    return account_id


async def wishes(account_id: Any, prices: Sequence[Price]) -> AsyncIterator[Sequence[Wish]]:
    for start in range(0, len(prices), WISHES):
        yield [
            Wish(account_id, KIND, target, {"price": raised(price, 4)})
            for target, price in prices[start : start + WISHES]
        ]


def raised(price: Money, per_cent: int) -> Money:
    return Money(price.currency, price.minor * (100 + per_cent) // 100 + 1)


@asynccontextmanager
async def workers(here: Ground, shop: Shop) -> AsyncIterator[float]:
    """Both of them; when the first was there."""
    told = json.dumps(told_of(here, shop))
    running: list[Process] = []
    try:
        for _ in range(WORKERS):
            words = (sys.executable, "-m", "bench.mortal", told)
            running.append(await create_subprocess_exec(*words, stdout=PIPE))
        ready = [asyncio.create_task(there(each)) for each in running]
        began = min(await asyncio.gather(*ready))
        yield began
    finally:
        for each in running:
            each.kill()
            await each.wait()


async def there(worker: Process) -> float:
    assert worker.stdout is not None
    await worker.stdout.readline()
    return time.time()


# The plain script


async def in_threads(prices: Sequence[Price], write: Callable[[Sequence[Price]], None]) -> float:
    """Seconds for all of it, in batches, a client in each thread."""
    share = -(-len(prices) // THREADS)
    parts = [prices[start : start + share] for start in range(0, len(prices), share)]
    began = time.perf_counter()
    await asyncio.gather(*(asyncio.to_thread(write, part) for part in parts))
    return time.perf_counter() - began


def written_by_woocommerce(shop: Shop, prices: Sequence[Price]) -> None:
    from woocommerce import API

    keys = shop.keys
    api = API(
        shop.address, keys["consumer_key"], keys["consumer_secret"], version="wc/v3", timeout=60
    )
    for start in range(0, len(prices), ROWS):
        rows = [
            {"id": int(target.remote_id or ""), "regular_price": amount(price)}
            for target, price in prices[start : start + ROWS]
        ]
        found = api.post("products/batch", {"update": rows})
        assert found.status_code == 200, found.text
        assert not any("error" in row for row in found.json()["update"])


def written_by_shopify(shop: Shop, token: str, prices: Sequence[Price]) -> None:
    import shopify  # type: ignore[import-untyped]

    at = f"{shop.address}/admin/api/{VERSION}"
    shopify.ShopifyResource.set_site(at)
    shopify.ShopifyResource.set_headers({"X-Shopify-Access-Token": token})
    for start in range(0, len(prices), ROWS):
        text = document(prices[start : start + ROWS])
        while True:
            told = json.loads(shopify.GraphQL().execute(text))
            if "errors" not in told:
                break
            cost = told["extensions"]["cost"]
            status = cost["throttleStatus"]
            lacking = cost["requestedQueryCost"] - status["currentlyAvailable"]
            time.sleep(max(lacking / status["restoreRate"], 0.1))


def document(prices: Sequence[Price]) -> str:
    parts = (
        f"u{number}: productVariantsBulkUpdate({said(*each)})"
        " { productVariants { id } userErrors { message } }"
        for number, each in enumerate(prices)
    )
    return f"mutation {{ {' '.join(parts)} }}"


def said(target: Target, price: Money) -> str:
    product = gid("Product", target.parent_id or "")
    variant = gid("ProductVariant", target.remote_id or "")
    return f'productId: "{product}", variants: [{{id: "{variant}", price: "{amount(price)}"}}]'


def amount(price: Money) -> str:
    """As the peer writes it: in hundredths, which both shops of the sandbox have."""
    return f"{raised(price, 2).minor / 100:.2f}"


async def token_of(shop: Shop) -> str:
    form = {name: shop.keys[name] for name in ("client_id", "client_secret")}
    form["grant_type"] = "client_credentials"
    url = f"{shop.address}/admin/oauth/access_token"
    async with aiohttp.ClientSession() as session, session.post(url, data=form) as found:
        found.raise_for_status()
        told: Any = await found.json()
        return str(told["access_token"])


if __name__ == "__main__":
    uvloop.run(main())
