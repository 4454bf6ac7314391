"""From an order of a shop to the order at its supplier: 20 a second, without a limit there; and as
many as the limits of the lowest level allow, of which the share is told that was used.

`p50_ms` is counted from the arrival of the shop's webhook at our door to the moment from which the
order is known to stand at the supplier; `shop_p50_ms` from the shopper's own click, of which the
shop tells after a second. The tightest limit is that of reading one order: each is read once, to
prove it, if nothing else happens. A shorter one: HANSE_BENCH_SECONDS=20.
"""

import argparse
import asyncio
import json
import os
import time
from collections.abc import Mapping
from statistics import quantiles
from typing import Any

import uvloop

from bench.bought import CJ_HOST, Bought, bought
from bench.ground import print_figures, say
from bench.kill import SARI, WORKSPACE
from hanse.engine import hooks

PER_S = 20
SECONDS = float(os.environ.get("HANSE_BENCH_SECONDS", "30"))
LIMITED_S = 60.0
PER_S_THERE = int(os.environ.get("HANSE_BENCH_QPS", "1"))  # what the lowest level may ask
SETTLE_S = 300.0
STEPS = ("begun", "quoted", "proposed", "placed")

PLACED = """
    select count(*) from purchasing_orders where workspace_id = $1 and placed_at is not null
"""
WAYS = """
    select book.remote_id, extract(epoch from purchase.made_at) as begun,
        extract(epoch from purchase.quoted_at) as quoted,
        extract(epoch from made.made_at) as proposed,
        extract(epoch from purchase.placed_at) as placed
    from purchasing_orders purchase
    join orders_orders book on book.workspace_id = $1 and book.id = purchase.order_id
    join changes_sets made on made.id = purchase.set_id
    where purchase.workspace_id = $1
"""
HOOKS = "select id from engine_hooks order by received_at"


async def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.place", description=__doc__)
    parser.add_argument("--only", choices=("speed", "limit"))
    only = parser.parse_args().only
    figures: dict[str, float] = {}
    if only != "limit":
        figures |= await at_full_speed()
    if only != "speed":
        figures |= await at_the_limit()
    print_figures("place", **figures)


async def at_full_speed() -> Mapping[str, float]:
    async with bought(per_s=0) as scene:
        bought_at = await shoppers(scene, int(SECONDS * PER_S))
        await scene.until(lambda: all_placed(scene, len(bought_at)), "all are placed", SETTLE_S)
        rows = {row["remote_id"]: row for row in await scene.admin.fetch(WAYS, WORKSPACE)}
        told = await arrivals(scene)
    before = {order: told[order] for order in rows}
    for step in STEPS:
        ms = [(float(row[step]) - before[order]) * 1_000 for order, row in rows.items()]
        before = {order: float(row[step]) for order, row in rows.items()}
        cut = quantiles(ms, n=100)
        say(f"{step}: {cut[49]:,.0f} ms, of 99 in 100 {cut[98]:,.0f} ms")
    whole = quantiles([(float(r["placed"]) - told[o]) * 1_000 for o, r in rows.items()], n=100)
    shop = quantiles([(float(r["placed"]) - bought_at[o]) * 1_000 for o, r in rows.items()], n=100)
    last = max(float(row["placed"]) for row in rows.values())
    per_s = len(rows) / (last - min(bought_at.values()))
    say(f"{len(rows)} orders, {per_s:.1f} a second were placed")
    return {
        "p50_ms": whole[49],
        "p99_ms": whole[98],
        "shop_p50_ms": shop[49],
        "placed_per_s": per_s,
    }


async def shoppers(scene: Bought, count: int) -> Mapping[str, float]:
    """Evenly; when each bought."""
    began, found = time.monotonic(), dict[str, float]()

    async def one(number: int) -> None:
        await asyncio.sleep(began + number / PER_S - time.monotonic())
        at = time.time()
        found[await scene.buy(scene.skus[number % len(scene.skus)], 1)] = at

    await asyncio.gather(*(one(number) for number in range(count)))
    say(f"{count} orders in {time.monotonic() - began:.1f} s")
    return found


async def all_placed(scene: Bought, count: int) -> bool:
    return bool(await scene.admin.fetchval(PLACED, WORKSPACE) >= count)


async def arrivals(scene: Bought) -> Mapping[str, float]:
    """When the first webhook of each order came to our door."""
    found: dict[str, float] = {}
    # Each by itself, for a transaction lasts seconds at most.
    for row in await scene.admin.fetch(HOOKS):
        async with scene.reach.database.tx(WORKSPACE, SARI) as tx:
            hook = await hooks.one(tx, row["id"])
        document: Any = json.loads(hook.body or b"{}")
        if isinstance(document, dict) and "line_items" in document:
            found.setdefault(str(document["id"]), hook.received_at.timestamp())
    return found


async def at_the_limit() -> Mapping[str, float]:
    """More are bought than the limit lets through; what was used of it meanwhile."""
    async with bought(per_s=PER_S_THERE) as scene:
        wanted = int(LIMITED_S * PER_S_THERE * 2) + 20
        await shoppers(scene, wanted)
        await scene.until(lambda: all_placed(scene, 5), "the first are placed", SETTLE_S)
        before, began = await asked(scene), time.monotonic()
        placed = await scene.admin.fetchval(PLACED, WORKSPACE)
        await asyncio.sleep(LIMITED_S)
        after, seconds = await asked(scene), time.monotonic() - began
        placed = await scene.admin.fetchval(PLACED, WORKSPACE) - placed
    calls = {name: count - before.get(name, 0) for name, count in after.items()}
    for name, count in sorted(calls.items(), key=lambda each: -each[1]):
        if count:
            say(f"{name}: {count} calls, {count / seconds / PER_S_THERE:.1%} of the limit")
    share = max(calls.values()) / (seconds * PER_S_THERE)
    return {"limit_used_share": share, "limited_per_s": placed / seconds}


async def asked(scene: Bought) -> Mapping[str, int]:
    document = await scene.get(f"calls?host={CJ_HOST}")
    found: Mapping[str, int] = document["shops"][CJ_HOST]["calls"]
    return found


if __name__ == "__main__":
    uvloop.run(main())
