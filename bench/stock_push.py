"""Stock moves, ten times a second, each time of another variant that six shops sell: three of
Shopify and three of WooCommerce. From the movement to the proof at every one, in milliseconds.

A workspace with 100,000 counted variants, all of them listed at all six shops by our own tables; of
those that move, the sandbox has the listings too. A worker of the product does what `hanse work`
does, and a door takes in what the shops tell of every number that we write. The tightest limit are
the points of Shopify: those that the sandbox has taken by its own count, all calls of the run and
of what it stirs up afterwards, of those that came back while things moved. What lay in a full
bucket before is not counted as to be had.
A shorter one: BENCH_SECONDS=20; fewer variants: BENCH_VARIANTS=5000.
"""

import asyncio
import json
import os
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import quantiles
from typing import Any
from uuid import UUID

import aiohttp
import asyncpg
import uvloop

from bench.ground import Ground, ground, print_figures, say
from bench.kill import LONG_S, SARI, WORKSPACE
from bench.puller import reaching
from bench.shops import Shop, beside, connected, free_port
from hanse.app import wiring
from hanse.app.api import jobs as told_of_jobs
from hanse.engine import pace
from hanse.engine.jobs.handlers import collect
from hanse.engine.jobs.workers import work
from hanse.engine.log import following
from hanse.engine.log.followers import advance, enrol
from hanse.engine.metrics import Meter
from hanse.rooms.connections.model.accounts import WriteMode
from hanse.rooms.connections.service import connecting, subscribing
from hanse.rooms.connections.service.reach import Reach
from hanse.rooms.connections.store import accounts, modes
from hanse.rooms.mirror.jobs.reading import follower
from hanse.rooms.mirror.service import feeds, pulling, showing
from hanse.rooms.mirror.service.showing import Wanted
from hanse.rooms.stock.model.moves import Cause, Move, MoveKind
from hanse.rooms.stock.service import channels, moving, places
from hanse.trade.ports_read import Kind

PER_S = 10
SECONDS = float(os.environ.get("BENCH_SECONDS", "60"))
VARIANTS = int(os.environ.get("BENCH_VARIANTS", "100000"))
NAMES = {"shopify": ("mugs", "caps", "bags"), "woocommerce": ("lamps", "chairs", "tables")}
ON_HAND = 1_000
DRAIN_S = 600.0
AFTERWARDS_S = 6.0  # what the shops tell of it, and what that stirs up
KINDS = (Kind.products, Kind.offers, Kind.levels, Kind.locations)
READ_MAX = 500
BENCH = Cause("bench.stock", None, "a bench")

GOODS = """
    with made as (
        select gen_random_uuid() as product, gen_random_uuid() as variant, n
        from generate_series(1, $2::integer) as n
    ), products as (
        insert into catalog_products (workspace_id, id, title, made_at, changed_at)
        select $1, product, 'Lamp ' || n, now(), now() from made
    ), variants as (
        insert into catalog_variants (workspace_id, id, product_id, sku)
        select $1, variant, product, 'L-' || n from made
    ), items as (
        insert into stock_items (workspace_id, variant_id, state)
        select $1, variant, 'counted' from made
    ), levels as (
        insert into stock_levels (workspace_id, variant_id, place_id, on_hand, moved_at)
        select $1, variant, $3, $4, now() from made
    )
    select variant from made order by n
"""
# Of what nobody moves, only our own tables know.
SHOWN = """
    insert into stock_shown (workspace_id, account_id, target, parent, remote_product_id,
        remote_place, variant_id, quantity, seen_at)
    select $1, $2, coalesce(given.target, 'x-' || given.n || '@1'), given.parent,
        coalesce(given.product, 'x-' || given.n), coalesce(given.place, ''), given.variant,
        coalesce(given.quantity, $9), now()
    from unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::uuid[], $8::bigint[])
        with ordinality as given (target, parent, product, place, variant, quantity, n)
"""
LINKS = """
    insert into catalog_offers (workspace_id, id, account_id, product_id, variant_id,
        remote_product_id, remote_variant_id, how, linked_at)
    select $1, gen_random_uuid(), $2, sold.product_id, sold.id, given.product, given.name, 'sku',
        now()
    from unnest($3::text[], $4::text[], $5::uuid[]) as given (product, name, variant)
    join catalog_variants sold on sold.workspace_id = $1 and sold.id = given.variant
"""
PLACES = """
    insert into stock_remote_places (workspace_id, account_id, remote_id, name)
    select $1, $2, each, each from unnest($3::text[]) as each on conflict do nothing
"""
ANALYZE = """
    analyze catalog_products, catalog_variants, stock_items, stock_levels, stock_shown, mirror_rows
"""
# Nobody has to look whether there is more: all was put here.
READ = """
    insert into stock_readings (workspace_id, account_id, begun_at)
    select $1, each, now() from unnest($2::uuid[]) as each on conflict do nothing
"""
BEHIND = "select count(*) from stock_shown where moved_at is not null or marked_at is not null"
BUSY = "select count(*) from jobs where name = any($1::text[]) and ended_at is null"
WHOLE = ("stock.compare", "stock.look", "stock.look_whole")  # that a shop is looked at as a whole
TOOK = "select ms from stock_latencies where at > to_timestamp($1)"
# Where the time went, step by step.
WAYS = """
    select acc.platform, extract(epoch from min(step.at) filter (where step.state = 'approved')
            - made.made_at) * 1000 as approved,
        extract(epoch from max(step.at) filter (where step.state = 'sending')
            - min(step.at) filter (where step.state = 'approved')) * 1000 as sent,
        extract(epoch from min(step.at) filter (where step.state = 'proven')
            - max(step.at) filter (where step.state = 'sending')) * 1000 as proven
    from changes_changes held join changes_sets made on made.id = held.set_id
    join changes_steps step on step.change_id = held.id
    join connections_accounts acc on acc.id = held.account_id
    where held.state = 'proven' and made.made_at > to_timestamp($1)
    group by acc.platform, held.id, made.made_at
"""
STATES = "select state, reason, count(*) from changes_changes group by state, reason"

# Target, parent, product, place, quantity, and the shop's name of the variant.
Spot = tuple[str, str | None, str, str, int, str | None]


@dataclass(frozen=True, slots=True)
class Stand:
    account_id: UUID
    platform: str
    spots: Sequence[Spot]


async def main() -> None:
    count = int(SECONDS * PER_S)
    async with ground() as here, six(count * 3 // 2 + 100) as shops:
        told = told_of(here, shops[0].address)
        async with reaching(told) as reach, beside("bench.following", "serve", told):
            stands = [await stand(reach, each) for each in shops]
            moving_ids = await set_up(here, reach, stands, count)
            async with beside("bench.stock_push", "work", told):
                await switch_on(here, reach, stands)
                began, before = time.time(), await asked(shops)
                await moved(reach, moving_ids)
                await still(here)
                await asyncio.sleep(AFTERWARDS_S)
                used = tell_asked(before, await asked(shops), len(moving_ids) / PER_S)
                share = max(used.values()) / await per_s(reach, stands)
                admin = await asyncpg.connect(here.cluster.admin_dsn)
                took = [row["ms"] for row in await admin.fetch(TOOK, began)]
                tell(await admin.fetch(WAYS, began))
                await admin.close()
    wanted = len(moving_ids) * len(stands)
    say(f"{len(took)} of {wanted} proven; at most {share:.0%} of the tightest limit was used")
    cut = quantiles(took, n=100)
    print_figures(
        "stock_push", p50_ms=cut[49], p99_ms=cut[98], proven=len(took) / wanted, limit_share=share
    )


class six:  # noqa: N801 - read as a word: async with six(...)
    """Three shops of each platform, all of the same world, in one process."""

    def __init__(self, products: int) -> None:
        self.products = products

    async def __aenter__(self) -> Sequence[Shop]:
        port = free_port()
        words = ["sandbox", "--port", str(port), "--products", str(self.products)]
        words += ["--shoppers", "0", "--customers", "0", "--orders", "0", "--aliexpress"]
        for platform, names in NAMES.items():
            words += [f"--{platform}", *names]
        self.process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "hanse", *words, stdout=asyncio.subprocess.DEVNULL
        )
        address = f"http://127.0.0.1:{port}"
        return [
            Shop(address, each["platform"], {**each["keys"], "name": each["name"]})
            for each in await connected(address)
        ]

    async def __aexit__(self, *_: object) -> None:
        self.process.terminate()
        await self.process.wait()


def told_of(here: Ground, address: str) -> Mapping[str, Any]:
    return {
        "app_dsn": here.cluster.dsns.app,
        "system_dsn": here.cluster.dsns.system,
        "key": here.vault_key,
        "address": address,
        "base": f"http://127.0.0.1:{free_port()}",
    }


# Setting up


async def stand(reach: Reach, shop: Shop) -> Stand:
    """Connected, live, and read."""
    keys, database = dict(shop.keys), reach.database
    name = keys.pop("name")
    if shop.platform == "shopify":
        fields = {"shop": f"{name}.myshopify.com"}
        fields |= {each: keys[each] for each in ("client_id", "client_secret")}
    else:
        fields = {"store_url": f"https://{name}.test", **keys}
    looked = await connecting.look(reach, shop.platform, fields)
    account = await connecting.connect(lambda: database.tx(WORKSPACE, SARI), looked, "")
    await subscribing.ensure(reach, await reach.open(WORKSPACE, account.id))
    while await advance(database, follower(reach)):
        pass
    async with database.tx(WORKSPACE, SARI) as tx:
        await accounts.set_mode(tx, account.id, WriteMode.live)
        found = await feeds.list_feeds(tx, account.id)
    for feed in found:
        if feed.kind in KINDS:
            await pulling.pull(
                reach, lambda: database.tx(WORKSPACE, SARI), WORKSPACE, feed.id, silent, LONG_S
            )
    spots = await (levels if shop.platform == "shopify" else offers)(reach, account.id)
    say(f"{shop.platform} {name}: {len(spots)} listings that it counts")
    return Stand(account.id, shop.platform, spots)


async def silent(message: str, done: int | None, total: int | None) -> None:
    """Nobody watches."""


async def values(reach: Reach, account_id: UUID, kind: Kind) -> Sequence[Any]:
    async with reach.database.tx(WORKSPACE, SARI) as tx:
        rows = await showing.list_things(tx, kind, Wanted(), None, 100_000)
    ids = [row.id for row in rows if row.account_id == account_id]
    found: list[Any] = []
    for start in range(0, len(ids), READ_MAX):
        async with reach.database.tx(WORKSPACE, SARI) as tx:
            part = await showing.values(tx, kind, ids[start : start + READ_MAX], "a bench")
        found += part.values()
    return found


async def offers(reach: Reach, account_id: UUID) -> Sequence[Spot]:
    """Products that are sold as they are."""
    return [
        (each.remote_id, None, each.remote_id, "", stock.quantity, None)
        for each in await values(reach, account_id, Kind.products)
        for offer in each.offers[:1]
        if offer.variant_id is None and (stock := offer.stock) and stock.quantity is not None
    ]


async def levels(reach: Reach, account_id: UUID) -> Sequence[Spot]:
    """The first place of each item."""
    return [
        (
            *(f"{each.remote_id}@{each.levels[0].location_id}", each.product_id),
            *(each.product_id, each.levels[0].location_id, each.levels[0].available),
            each.variant_id,
        )
        for each in await values(reach, account_id, Kind.levels)
        if each.tracked and each.levels and each.levels[0].available is not None
    ]


async def set_up(here: Ground, reach: Reach, stands: Sequence[Stand], count: int) -> Sequence[UUID]:
    """The variants that move: each has a listing of the sandbox at every shop."""
    async with reach.database.tx(WORKSPACE, SARI) as tx:
        await modes.put(tx, WriteMode.live, (await modes.get(tx)).version)
        place = await places.first_own(tx)
    admin = await asyncpg.connect(here.cluster.admin_dsn)
    rows = await admin.fetch(GOODS, WORKSPACE, VARIANTS, place.id, ON_HAND)
    variants = [row["variant"] for row in rows]
    listed = min(count, *(len(each.spots) for each in stands))
    for each in stands:
        known: list[Any] = [*each.spots[:listed]]
        known += [(None,) * 6] * (len(variants) - listed)
        columns = [list(column) for column in zip(*known, strict=True)]
        args = (*columns[:4], variants, columns[4], ON_HAND)
        await admin.execute(SHOWN, WORKSPACE, each.account_id, *args)
        ours = each.spots[:listed]
        links = ([spot[2] for spot in ours], [spot[5] for spot in ours], variants[:listed])
        await admin.execute(LINKS, WORKSPACE, each.account_id, *links)
        first = sorted({spot[3] for spot in ours if spot[3]})[:1]
        await admin.execute(PLACES, WORKSPACE, each.account_id, first)
    await admin.execute(READ, WORKSPACE, [each.account_id for each in stands])
    await admin.execute(ANALYZE)
    await admin.close()
    return variants[:listed]


async def switch_on(here: Ground, reach: Reach, stands: Sequence[Stand]) -> None:
    """At first each is told what is here; that is not measured."""
    for each in stands:
        async with reach.database.tx(WORKSPACE, SARI) as tx:
            await channels.switch_on(tx, each.account_id)
    await asyncio.sleep(8)  # the orders of each shop are looked at first
    await still(here)
    say("all six shops show what is here")


# Measuring


async def moved(reach: Reach, variant_ids: Sequence[UUID]) -> None:
    """Each once, evenly."""
    began = time.monotonic()
    async with reach.database.tx(WORKSPACE, SARI) as tx:
        place = await places.first_own(tx)

    async def one(number: int, variant_id: UUID) -> None:
        await asyncio.sleep(began + number / PER_S - time.monotonic())
        async with reach.database.tx(WORKSPACE, SARI) as tx:
            await moving.move(tx, [Move(variant_id, place.id, MoveKind.adjustment, -1)], BENCH)

    await asyncio.gather(*(one(number, each) for number, each in enumerate(variant_ids)))
    say(f"{len(variant_ids)} movements in {time.monotonic() - began:.1f} s")


def tell(rows: Sequence[Any]) -> None:
    for platform in NAMES:
        mine = [row for row in rows if row["platform"] == platform]
        for name in ("approved", "sent", "proven"):
            cut = quantiles([float(row[name]) for row in mine], n=100)
            say(f"{platform}, {name}: {cut[49]:,.0f} ms, of 99 in 100 {cut[98]:,.0f} ms")


async def still(here: Ground) -> None:
    """Until no shop is behind, and none is compared as a whole."""
    admin = await asyncpg.connect(here.cluster.admin_dsn)
    until = time.monotonic() + DRAIN_S
    while behind := await admin.fetchval(BEHIND) + await admin.fetchval(BUSY, WHOLE):
        if time.monotonic() > until:
            states = [tuple(row) for row in await admin.fetch(STATES)]
            raise SystemExit(f"{behind} numbers are behind still: {states}")
        await asyncio.sleep(0.5)
    await admin.close()


Asked = Mapping[str, Mapping[str, Mapping[str, float]]]


async def asked(shops: Sequence[Shop]) -> Asked:
    """By shop, what was asked of it so far: the sandbox's own count of calls and points."""
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{shops[0].address}/_sandbox/calls") as found,
    ):
        document: Any = await found.json()
        return dict(document["shops"])


def tell_asked(before: Asked, after: Asked, seconds: float) -> Mapping[str, float]:
    """What each shop was asked for since, and the points that it took for that, in a second."""
    used: dict[str, float] = {}
    for host, now in after.items():
        points = {
            what: n - before[host]["points"].get(what, 0) for what, n in now["points"].items()
        }
        used[host] = sum(points.values()) / seconds
        say(f"{host}: {used[host]:.1f} points a second")
        for what, n in now["calls"].items():
            if more := n - before[host]["calls"].get(what, 0):
                say(f"    {what}: {more} calls, {points[what]:,.0f} points")
    return used


async def per_s(reach: Reach, stands: Sequence[Stand]) -> float:
    """How many points come back in a second, as the shops themselves have told; the least."""
    ids = [each.account_id for each in stands if each.platform == "shopify"]
    async with reach.database.tx(WORKSPACE, SARI) as tx:
        found = await pace.states(tx, ids)
    return min(
        each.restored_per_s for each in found if each.restored_per_s and each.left is not None
    )


async def do_jobs() -> None:
    """As `hanse work` does: jobs, and what follows the log."""
    async with reaching(json.loads(os.environ["BENCH_TOLD"])) as reach:
        registry, stop = collect(wiring.jobs_of(reach.wire, reach, Meter())), asyncio.Event()
        assert told_of_jobs.READ, "notices ask who may read it"
        await enrol(reach.database, wiring.followers(reach))
        async with asyncio.TaskGroup() as group:
            group.create_task(following.run(reach.database, wiring.followers(reach), stop))
            group.create_task(work(reach.database, registry, stop=stop, worker="bench"))
            await asyncio.sleep(1)
            print("ready", flush=True)


if __name__ == "__main__":
    uvloop.run(do_jobs() if sys.argv[1:] else main())
