"""Costs change, ten a second, each of another variant: a rule works the price out anew, the change
is approved by itself, sent and read back. From the cost to the proof, in milliseconds.

A worker of the product and a shop of WooCommerce at a host as slow as `bench/host.py` says. Twice
as long: the same times. At Shopify: BENCH_PLATFORM=shopify, whose points are enough for nine
changes a second and for what lies in the bucket. A shorter one: BENCH_SECONDS=20.
"""

import asyncio
import json
import os
import sys
import time
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from statistics import quantiles
from typing import Any
from uuid import UUID

import asyncpg
import uvloop

from bench.commit import Price, market
from bench.ground import Ground, print_figures, say
from bench.kill import SARI, WORKSPACE
from bench.puller import reaching
from bench.shops import beside, told_of
from hanse.app import wiring
from hanse.app.api import jobs as told_of_jobs
from hanse.base.money import UnitCost
from hanse.changes.model.owners import Owner
from hanse.changes.model.policies import AUTOMATIC, Policy
from hanse.changes.service import owning
from hanse.changes.store import agreeing
from hanse.engine.jobs.handlers import collect
from hanse.engine.jobs.workers import work
from hanse.engine.log import following
from hanse.engine.metrics import Meter
from hanse.rooms.catalog.model.goods import CostKind, CostRow
from hanse.rooms.catalog.service import costing
from hanse.rooms.connections.service.reach import Reach
from hanse.rooms.pricing.model.layers import Cost, Layers, Markup
from hanse.rooms.pricing.model.rules import Band, Mode, Rule
from hanse.rooms.pricing.service import rules

PER_S = 10
SECONDS = float(os.environ.get("BENCH_SECONDS", "90"))
PLATFORM = os.environ.get("BENCH_PLATFORM", "woocommerce")
MARKUP = Decimal(60)
RISE = Decimal("1.05")
DRAIN_S = 120.0

# What the shop lists is known as goods, at a cost that makes the price what it is.
GOODS = """
    with given as (
        select *, gen_random_uuid() as product, gen_random_uuid() as variant
        from unnest($3::text[], $4::text[], $5::numeric[]) with ordinality
            as each (remote_product, remote_variant, cost, n)
    ), products as (
        insert into catalog_products (workspace_id, id, title, made_at, changed_at)
        select $1, product, 'Lamp ' || n, now(), now() from given
    ), variants as (
        insert into catalog_variants (workspace_id, id, product_id, sku)
        select $1, variant, product, 'L-' || n from given
    ), costs as (
        insert into catalog_costs (workspace_id, id, variant_id, kind, amount, currency, since,
            source)
        select $1, gen_random_uuid(), variant, 'landed', cost, $6, now(), '' from given
    ), offers as (
        insert into catalog_offers (workspace_id, id, account_id, product_id, variant_id,
            remote_product_id, remote_variant_id, how, linked_at)
        select $1, gen_random_uuid(), $2, product, variant, remote_product, remote_variant, 'sku',
            now() from given
    )
    select variant, cost from given order by n
"""
ANALYZE = "analyze catalog_products, catalog_variants, catalog_costs, catalog_offers, mirror_rows"
PROVEN = """
    select sold.variant_id, min(held.state_at) as at from changes_changes held
    join catalog_offers sold on held.thing
        = 'offers/' || coalesce(sold.remote_variant_id, sold.remote_product_id)
    where held.state = 'proven' group by sold.variant_id
"""
WAYS = """
    select extract(epoch from made.made_at) as proposed,
        extract(epoch from min(step.at) filter (where step.state = 'approved')) as approved,
        extract(epoch from min(step.at) filter (where step.state = 'sending')) as sent,
        extract(epoch from min(step.at) filter (where step.state = 'proven')) as proven,
        sold.variant_id
    from changes_changes held
    join changes_sets made on made.id = held.set_id
    join changes_steps step on step.change_id = held.id
    join catalog_offers sold on held.thing
        = 'offers/' || coalesce(sold.remote_variant_id, sold.remote_product_id)
    where held.state = 'proven' group by held.id, made.made_at, sold.variant_id
"""
STATES = "select state, count(*) from changes_changes group by state"

Costs = Sequence[tuple[UUID, UnitCost]]


async def main() -> None:
    events = int(SECONDS * PER_S)
    async with market(PLATFORM, events) as (here, host, shop, reach, found):
        costs = await set_up(here, reach, found)
        host.slow = PLATFORM == "woocommerce"
        async with beside("bench.push", "work", told_of(here, shop)):
            at = await raised(reach, costs)
            taken = await until_proven(here, at)
    ms = quantiles([each * 1_000 for each in taken], n=100)
    print_figures("push", p50_ms=ms[49], p99_ms=ms[98])


async def set_up(here: Ground, reach: Reach, prices: Sequence[Price]) -> Costs:
    currency = prices[0][1].currency
    admin = await asyncpg.connect(here.cluster.admin_dsn)
    account_id = await admin.fetchval("select id from connections_accounts")
    rows = await admin.fetch(
        GOODS,
        *(WORKSPACE, account_id),
        [target.parent_id or target.remote_id for target, _ in prices],
        [target.remote_id if target.parent_id else None for target, _ in prices],
        [price.amount / (1 + MARKUP / 100) for _, price in prices],
        currency,
    )
    await admin.execute(ANALYZE)
    await admin.close()
    layers = Layers(cost=Cost(), markup=Markup(MARKUP))
    async with reach.database.tx(WORKSPACE, SARI) as tx:
        made = await rules.create(tx, Rule(UUID(int=0), "All goods", layers))
        await rules.arrange(tx, [made.id], Mode.stacked, Band(Decimal(1)), 0)
        await owning.hand_over_shop(tx, account_id, {"offers": ["price"]}, Owner.hub, persons=True)
        assert await agreeing.put(tx, "policy", Policy(otherwise=AUTOMATIC), 0)
    return [(row["variant"], UnitCost(currency, row["cost"])) for row in rows]


async def raised(reach: Reach, costs: Costs) -> Mapping[UUID, float]:
    """Each once, evenly; when each was."""
    at: dict[UUID, float] = {}
    began = time.monotonic()

    async def one(number: int, variant_id: UUID, cost: UnitCost) -> None:
        await asyncio.sleep(began + number / PER_S - time.monotonic())
        at[variant_id] = time.time()
        dearer = UnitCost(cost.currency, round(cost.value * RISE, 4))
        async with reach.database.tx(WORKSPACE, SARI) as tx:
            row = CostRow(variant_id, CostKind.landed, dearer, tx.now, "a bench")
            await costing.set_costs(tx, [row])

    await asyncio.gather(*(one(number, *each) for number, each in enumerate(costs)))
    say(f"{len(at)} costs changed in {time.monotonic() - began:.1f} s")
    return at


async def until_proven(here: Ground, at: Mapping[UUID, float]) -> Sequence[float]:
    admin = await asyncpg.connect(here.cluster.admin_dsn)
    until = time.monotonic() + DRAIN_S
    while True:
        proven: Mapping[UUID, datetime] = {
            row["variant_id"]: row["at"] for row in await admin.fetch(PROVEN)
        }
        if at.keys() <= proven.keys():
            break
        if time.monotonic() > until:
            counts = {row["state"]: row["count"] for row in await admin.fetch(STATES)}
            raise SystemExit(f"{len(proven)} of {len(at)} are proven: {counts}")
        await asyncio.sleep(1)
    tell(at, await admin.fetch(WAYS))
    await admin.close()
    return [proven[each].timestamp() - began for each, began in at.items()]


def tell(at: Mapping[UUID, float], rows: Sequence[Any]) -> None:
    """Where the time went, step by step."""
    steps: dict[str, list[float]] = {}
    for row in rows:
        before = at[row["variant_id"]]
        for name in ("proposed", "approved", "sent", "proven"):
            now = float(row[name])
            steps.setdefault(name, []).append((now - before) * 1_000)
            before = now
    for name, ms in steps.items():
        cut = quantiles(ms, n=100)
        say(f"until {name}: {cut[49]:,.0f} ms, of 99 in 100 {cut[98]:,.0f} ms")


async def do_jobs() -> None:
    """As `hanse work` does: jobs, and what follows the log."""
    async with reaching(json.loads(os.environ["BENCH_TOLD"])) as reach:
        registry, stop = collect(wiring.jobs_of(reach.wire, reach, Meter())), asyncio.Event()
        assert told_of_jobs.READ, "notices ask who may read it"
        async with asyncio.TaskGroup() as group:
            group.create_task(following.run(reach.database, wiring.followers(reach), stop))
            group.create_task(work(reach.database, registry, stop=stop, worker="bench"))
            await asyncio.sleep(1)
            print("ready", flush=True)


if __name__ == "__main__":
    uvloop.run(do_jobs() if sys.argv[1:] else main())
