"""Orders of a shop are bought at CJ while workers are killed with -9 at random moments, one call in
twenty goes wrong there, and one shopper in twenty cancels. At the end the supplier's own count.

`doubled`: an order there, or a payment, more than once for one line of one buyer. `forgotten`:
paid, not cancelled, and neither ordered nor shown to a person. `untold`: cancelled by the shopper
when it was too late, and no person knows. A quick look: HANSE_BENCH_ORDERS=200.
"""

import asyncio
import json
import os
import random
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import uvloop

from bench.bought import CJ, CJ_HOST, Bought, bought
from bench.ground import print_figures, say
from bench.kill import WORKSPACE

ORDERS = int(os.environ.get("HANSE_BENCH_ORDERS", "5000"))
SEED = int(os.environ.get("HANSE_BENCH_SEED", str(random.SystemRandom().randrange(10**6))))
PER_S = float(os.environ.get("HANSE_BENCH_PER_S", "6"))  # shoppers
WORKERS = 2
KILL_AFTER_S = (1.0, 6.0)
CANCELS = 0.05
CANCELLED_WITHIN_S = 40.0
DRAIN_S = 1_500.0
SHOWN = 20
SAID_EVERY_S = 15.0
# One call in twenty at the supplier: half of these were done there, and half were not.
FAULTS = {
    "lost_after": 0.01,
    "read_timeout": 0.01,
    "half_answer": 0.01,
    "gateway": 0.01,
    "database_down": 0.005,
    "lost_before": 0.005,
}

BOOK = "select count(*) from orders_orders where workspace_id = $1"
# A purchase that goes on by itself; one that nobody will ask for again is a person's.
GOING = """
    select count(*) from purchasing_orders
    where workspace_id = $1 and state in ('waiting', 'quoted', 'placing', 'cancelling')
"""
ASKED = """
    select count(*) from changes_changes
    where state in ('approved', 'sending') or (state = 'unknown' and look_at is not null)
"""
LACKING = """
    select count(*) from orders_orders book where workspace_id = $1
        and state in ('confirmed', 'processing') and not exists (
            select from purchasing_orders purchase
            where purchase.workspace_id = $1 and purchase.order_id = book.id)
        and not exists (
            select from orders_exceptions told
            where told.workspace_id = $1 and told.order_id = book.id and told.state = 'open')
"""
STATES = """
    select state, count(*) from purchasing_orders where workspace_id = $1 group by state
"""
ENDS = """
    select book.remote_id, book.id, book.state,
        exists (select from orders_exceptions told
            where told.workspace_id = $1 and told.order_id = book.id
              and told.state = 'open') as told,
        (select coalesce(jsonb_agg(told.facts), '[]') from orders_exceptions told
            where told.workspace_id = $1 and told.order_id = book.id) as exceptions,
        coalesce((select jsonb_agg(jsonb_build_object('number', purchase.number,
                'state', purchase.state, 'findings', purchase.findings, 'tries', purchase.tries))
            from purchasing_orders purchase
            where purchase.workspace_id = $1 and purchase.order_id = book.id), '[]') as purchases
    from orders_orders book where book.workspace_id = $1
"""
UNDER_WAY = frozenset({"waiting", "quoted", "placing"})  # where it was given up to wait for them
ASKS = frozenset({"asking", "unsure", "refused", "unpaid"})


@dataclass(slots=True)
class Run:
    scene: Bought
    chance: random.Random
    made: list[str] = field(default_factory=list)
    cancelled: set[str] = field(default_factory=set)
    kills: int = 0


async def main() -> None:
    say(f"seed {SEED}")
    async with bought() as scene:
        run = Run(scene, random.Random(SEED))
        await scene.another()
        await faults(scene)
        began = time.monotonic()
        dying = asyncio.create_task(kill_again_and_again(run))
        await shoppers(run)
        say(f"{len(run.made):,} orders, {len(run.cancelled)} cancelled, {run.kills} kills so far")
        await drained(run, dying)
        say(f"at rest after {time.monotonic() - began:.0f} s and {run.kills} kills")
        print_figures("fulfil", seed=SEED, **await figures(run))


async def faults(scene: Bought) -> None:
    for kind, share in FAULTS.items():
        fault = {"kind": kind, "share": share, "calls": "/(shopping|logistic)/", "platform": CJ}
        await scene.post("faults", fault)


async def shoppers(run: Run) -> None:
    """Evenly; some of them think better of it."""
    began = time.monotonic()

    async def one(number: int) -> None:
        await asyncio.sleep(began + number / PER_S - time.monotonic())
        order = await run.scene.buy(run.chance.choice(run.scene.skus), run.chance.randint(1, 2))
        run.made.append(order)
        if len(run.made) % 500 == 0:
            say(f"{len(run.made):,} orders, {run.kills} kills")
        if run.chance.random() < CANCELS:
            await asyncio.sleep(run.chance.random() * CANCELLED_WITHIN_S)
            run.cancelled.add(order)
            await run.scene.cancel(order)

    async with asyncio.TaskGroup() as group:
        for number in range(ORDERS):
            group.create_task(one(number))


async def kill_again_and_again(run: Run) -> None:
    while True:
        await asyncio.sleep(run.chance.uniform(*KILL_AFTER_S))
        await run.scene.end(run.chance.choice(run.scene.workers))
        run.kills += 1
        await run.scene.another()


async def drained(run: Run, dying: "asyncio.Task[None]") -> None:
    """Until nothing goes on by itself. The killing ends when all have come in and few are left."""
    admin, until = run.scene.admin, time.monotonic() + DRAIN_S
    quiet, said_at = 0, 0.0
    while quiet < 3:
        inside = await admin.fetchval(BOOK, WORKSPACE)
        left = len(run.made) - inside + await admin.fetchval(GOING, WORKSPACE)
        left += await admin.fetchval(ASKED) + await admin.fetchval(LACKING, WORKSPACE)
        if left < max(ORDERS // 50, 5) and not dying.done():
            dying.cancel()
            await asyncio.gather(dying, return_exceptions=True)
            while len(run.scene.workers) < WORKERS:  # who was about to be replaced
                await run.scene.another()
        if time.monotonic() - said_at > SAID_EVERY_S:
            states = [tuple(row) for row in await admin.fetch(STATES, WORKSPACE)]
            say(f"{left} are under way after {run.kills} kills: {states}")
            said_at = time.monotonic()
        if time.monotonic() > until:
            say(f"{left} are not at rest after {DRAIN_S:.0f} s")
            dying.cancel()
            return
        quiet = quiet + 1 if left == 0 else 0
        await asyncio.sleep(2)


# What came of it


async def figures(run: Run) -> Mapping[str, float]:
    ledger = (await run.scene.get(f"ledger?host={CJ_HOST}")).get(CJ, {})
    created, paid = ledger.get("order.create", {}), ledger.get("order.pay", {})
    struck = (await run.scene.get("faults"))["struck"]
    rows = {row["remote_id"]: parsed(row) for row in await run.scene.admin.fetch(ENDS, WORKSPACE)}
    wrong = Counter[str]()
    states = Counter(each["state"] for row in rows.values() for each in row["purchases"])
    for order in run.made:
        row = rows.get(order)
        found = judged(row, order in run.cancelled, created, paid) if row else ["forgotten"]
        wrong.update(found)
        if (bad := set(found) & BAD) and sum(wrong[each] for each in BAD) < SHOWN:
            say(f"{order}: {', '.join(sorted(bad))}: {row}")
    ours = {each["number"] for row in rows.values() for each in row["purchases"]}
    strange = set(created) - ours
    say(f"purchases {dict(states)}, at the supplier {len(created)}, faults {struck}")
    return {
        "orders": len(run.made),
        "kills": run.kills,
        "doubled": wrong["doubled"] + len(strange),
        "forgotten": wrong["forgotten"],
        "untold": wrong["untold"],
        "cancelled": len(run.cancelled),
        "cancelled_in_time": wrong["in_time"],
        "cancelled_too_late": wrong["too_late"],
        "asking": states["asking"],
        "unsure": states["unsure"],
        "refused": states["refused"],
        "under_way": wrong["under_way"],
        "faults": sum(struck.values()),
    }


BAD = frozenset({"doubled", "forgotten", "untold"})


def parsed(row: Any) -> Mapping[str, Any]:
    found = dict(row)
    return found | {name: json.loads(found[name]) for name in ("purchases", "exceptions")}


def judged(
    row: Mapping[str, Any],
    cancelled: bool,
    created: Mapping[str, int],
    paid: Mapping[str, int],
) -> Sequence[str]:
    """What is to be said of one order; each has one line, so it stands there once at most."""
    purchases = row["purchases"]
    there = sum(created.get(each["number"], 0) for each in purchases)
    payments = sum(paid.get(each["number"], 0) for each in purchases)
    asks = row["told"] or any(each["state"] in ASKS for each in purchases)
    found = ["doubled"] if there > 1 or payments > 1 else []
    if cancelled:
        found.append("too_late" if there else "in_time")
        if there and not asks:
            found.append("untold")
    elif not (there and payments) and not asks:
        goes_on = any(each["state"] in UNDER_WAY for each in purchases)
        found.append("under_way" if goes_on else "forgotten")
    return found


if __name__ == "__main__":
    uvloop.run(main())
