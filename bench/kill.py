"""Two workers send changes to two shops, one is killed with -9 every 3 s while the other works, and
one call in twenty goes wrong at the shop. At the end: what was done twice, lost, or is stuck.

`doubled`: made more than once, or set more often than it was sent, by the shop's own count. `lost`:
agreed to, and neither proven nor explained. `stuck`: on its way or unknown, and nobody will ask, or
the time to ask has gone by. A small one: `python -m bench.kill --kills 20 --changes 500`.
"""

import argparse
import asyncio
import itertools
import json
import random
import signal
import sys
import time
from asyncio.subprocess import DEVNULL, PIPE, Process, create_subprocess_exec
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import aiohttp
import asyncpg
import uvloop

from bench.ground import Ground, ground, say
from bench.mortal import name_of
from bench.puller import reaching, silent
from bench.shops import Shop, connected, fields_of, free_port, told_of
from hanse.app import wiring
from hanse.base.money import Money
from hanse.changes.model.planned import Wish
from hanse.changes.model.policies import Approver
from hanse.changes.service import approving, proposing
from hanse.changes.service.hands import Hands
from hanse.engine.log.followers import advance
from hanse.engine.tx import Actor, ActorKind
from hanse.rooms.connections.model.accounts import WriteMode
from hanse.rooms.connections.service import connecting
from hanse.rooms.connections.service.reach import Reach
from hanse.rooms.connections.store import accounts, modes
from hanse.rooms.mirror.jobs.reading import follower
from hanse.rooms.mirror.service import feeds, pulling, showing
from hanse.rooms.mirror.service.showing import Wanted
from hanse.trade.fields import Fields
from hanse.trade.ports_read import Kind
from hanse.trade.ports_write import Target

PLATFORMS = ("woocommerce", "shopify")
WORKSPACE = UUID(int=9)
OWNER = Approver(UUID(int=71), "owner")
SARI = Actor(ActorKind.person, UUID(int=71), "Sari", UUID(int=71))
KILL_EVERY_S = 3.0
KILLED_WITHIN_S = 1.5  # after something was agreed to, at any moment
CREATIONS_SHARE = 0.32
DRAIN_S = 900.0
READ_MAX = 500
LONG_S = 3_600.0
# One call in twenty, of those that write; Shopify's readings are such calls too.
FAULTS = {
    "half_answer": 0.02,
    "gateway": 0.015,
    "throttled": 0.005,
    "lost_before": 0.005,
    "lost_after": 0.005,
}
SLOW_S = 0.4  # as shops are, so that whoever is killed has something in hand
WRITES = "^POST .*(batch|graphql)"
MADE = {"woocommerce": "product.create", "shopify": "product.set"}
SET = {
    "woocommerce": ("product.update", "variation.update"),
    "shopify": ("variant.update", "product.update"),
}

# What the dead one had in hand: the calls whose changes are on their way, and how far each was.
HELD = "select id, name from jobs where state = 'running' and worker = $1"
IN_HAND = """
    select sent.id, answer.answered_at is not null as answered,
        bool_and(held.look_at is distinct from sent.send_by + sent.timeout_s * interval '1 s')
            as moved, array_agg(held.id) as ids
    from changes_intents sent join changes_intent_rows named on named.intent_id = sent.id
    join changes_changes held on held.id = named.change_id
    left join changes_answers answer on answer.intent_id = sent.id
    where sent.owner = any($1::uuid[]) and held.state = 'sending'
    group by sent.id, answer.answered_at, sent.send_by, sent.timeout_s
"""
OPEN = """
    select count(*) from changes_changes
    where state in ('approved', 'sending') or (state = 'unknown' and look_at is not null)
"""
BUSY = """
    select worker from jobs where state = 'running' and name like 'changes.%' and worker is not null
    order by started_at
"""
ENDS = """
    select id, platform, kind, state, reason, finding is not null as told, look_at, remote_id,
        after, thing, (select count(*) from changes_intent_rows mine
            where mine.change_id = changes_changes.id) as sent,
        look_at < clock_timestamp() - interval '2 minutes' as late
    from changes_changes
"""
MISCOUNTED = """
    select count(*) from (
        select set_id, state, count(*) as count from changes_changes group by set_id, state
    ) rows full join (select * from changes_counts where count <> 0) counted
        using (set_id, state)
    where rows.count is distinct from counted.count
"""
JOBS_FAILED = "select count(*) from jobs where state = 'failed' and name like 'changes.%'"
ENDED = frozenset({"proven", "undone"})
EXPLAINED = frozenset({"refused", "contested", "superseded", "cancelled", "proposed", "held"})


@dataclass
class Run:
    """What is measured, and what it stands on."""

    here: Ground
    reach: Reach
    hands: Hands
    admin: asyncpg.Connection
    address: str
    told: str
    wishes: Iterator[Sequence[Wish]]
    chance: random.Random
    kills: int = 0
    wanted: int = 0
    creations: int = 0
    steps: dict[str, list[Sequence[UUID]]] = field(default_factory=dict)


# The ground


@asynccontextmanager
async def shops(products: int) -> AsyncIterator[Mapping[str, Shop]]:
    port = free_port()
    words = f"-m hanse sandbox --port {port} --products {products} --shoppers 0 --customers 0"
    words += " --orders 0 --woocommerce bench --shopify bench --aliexpress"
    process = await create_subprocess_exec(sys.executable, *words.split(), stdout=DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        yield {
            each["platform"]: Shop(address, each["platform"], each["keys"])
            for each in await connected(address)
        }
    finally:
        process.terminate()
        await process.wait()


async def connect(reach: Reach, shop: Shop) -> UUID:
    database = reach.database
    looked = await connecting.look(reach, shop.platform, dict(fields_of(shop)))
    account = await connecting.connect(lambda: database.tx(WORKSPACE, SARI), looked, "")
    while await advance(database, follower(reach)):
        pass
    async with database.tx(WORKSPACE, SARI) as tx:
        await accounts.set_mode(tx, account.id, WriteMode.live)
        found = await feeds.list_feeds(tx, account.id)
    for feed in found:
        if feed.kind in (Kind.products, Kind.offers):
            await pulling.pull(
                reach, lambda: database.tx(WORKSPACE, SARI), WORKSPACE, feed.id, silent, LONG_S
            )
    return account.id


async def targets(reach: Reach, account_id: UUID) -> list[tuple[Target, Money]]:
    """What has a price at that shop, each once."""
    found: list[tuple[Target, Money]] = []
    async with reach.database.tx(WORKSPACE, SARI) as tx:
        rows = await showing.list_things(tx, Kind.products, Wanted(), None, 100_000)
    ids = [row.id for row in rows if row.account_id == account_id]
    for start in range(0, len(ids), READ_MAX):
        async with reach.database.tx(WORKSPACE, SARI) as tx:
            part = ids[start : start + READ_MAX]
            products = await showing.values(tx, Kind.products, part, "a bench")
        for product in products.values():
            for offer in product.offers[:1]:
                parent = product.remote_id if offer.variant_id else None
                if offer.price is not None:
                    target = Target(offer.variant_id or product.remote_id, parent)
                    found.append((target, offer.price))
    return found


def sets_of(
    known: Mapping[str, tuple[UUID, Sequence[tuple[Target, Money]]]], sets: int, set_of: int
) -> Iterator[Sequence[Wish]]:
    """Prices and new products, one shop after the other."""
    things = {platform: iter(found) for platform, (_, found) in known.items()}
    made = 0
    for number in range(sets):
        platform = PLATFORMS[number % 2]
        account_id, _ = known[platform]
        creations = round((number + 1) * set_of * CREATIONS_SHARE) - made
        made += creations
        wishes = [new(platform, account_id, number * set_of + n) for n in range(creations)]
        for _ in range(set_of - creations):
            target, price = next(things[platform])
            after = Money(price.currency, price.minor * 104 // 100 + 1)
            wishes.append(Wish(account_id, "offers.price", target, {"price": after}))
        yield wishes


def new(platform: str, account_id: UUID, number: int) -> Wish:
    own = "handle" if platform == "shopify" else "sku"
    mark = f"candle-{number}"
    after: Fields = {"title": mark, "price": Money("USD", 990), own: mark, "state": "draft"}
    return Wish(account_id, "products.create", Target(None), after, mark=mark)


# The run


async def feed(run: Run) -> bool:
    """One set for each shop; whether there was one."""
    more = False
    for wishes in itertools.islice(run.wishes, len(PLATFORMS)):
        async with run.reach.database.tx(WORKSPACE, SARI) as tx:
            made = await proposing.propose(run.hands, tx, wishes, title="Spring", why="A bench.")
            assert made.set_id is not None, made.refused
            preview = (await approving.one_set(tx, made.set_id)).preview
            await approving.approve(run.hands, tx, made.set_id, preview, OWNER)
        run.wanted += made.count
        run.creations += sum(each.kind == "products.create" for each in wishes)
        more = True
    return more


async def start(run: Run) -> Process:
    words = (sys.executable, "-m", "bench.mortal", run.told)
    worker = await create_subprocess_exec(*words, stdout=PIPE)
    assert worker.stdout is not None
    await worker.stdout.readline()
    return worker


async def kill(run: Run, worker: Process) -> None:
    worker.send_signal(signal.SIGKILL)
    await worker.wait()
    run.kills += 1
    held = await run.admin.fetch(HELD, name_of(worker.pid))
    mine = {row["id"]: row["name"] for row in held if row["name"].startswith("changes.")}
    calls = await run.admin.fetch(IN_HAND, list(mine))
    for row in calls:
        run.steps.setdefault(step_of(row), []).append(row["ids"])
    if not calls:
        names = set(mine.values())
        idle = "before intent" if "changes.send" in names else "settling" if names else "idle"
        run.steps.setdefault(idle, []).append(())


def step_of(call: Any) -> str:
    if not call["answered"]:
        return "after intent"
    return "before read-back" if call["moved"] else "after answer"


async def killing(run: Run, kills: int) -> None:
    workers = [await start(run), await start(run)]
    try:
        while True:
            began = time.monotonic()
            if not await feed(run) and run.kills >= kills:
                break
            await asyncio.sleep(run.chance.random() * KILLED_WITHIN_S)
            busy = await run.admin.fetch(BUSY)
            names = [row["worker"] for row in busy]
            victim = next((each for each in workers if name_of(each.pid) in names), workers[0])
            await kill(run, victim)
            workers.remove(victim)
            workers.append(await start(run))
            await asyncio.sleep(max(0.0, KILL_EVERY_S - (time.monotonic() - began)))
            if run.kills % 20 == 0:
                say(f"{run.kills} kills, {run.wanted:,} changes wanted")
        say(f"{run.kills} kills are done; what is open is settled now.")
        until = time.monotonic() + DRAIN_S
        while time.monotonic() < until and await run.admin.fetchval(OPEN):  # noqa: ASYNC110
            await asyncio.sleep(1)
    finally:
        for worker in workers:
            worker.kill()
            await worker.wait()


# What came of it


async def figures(run: Run) -> Mapping[str, object]:
    ends = await run.admin.fetch(ENDS)
    async with aiohttp.ClientSession() as session:
        async with session.get(f"{run.address}/_sandbox/ledger") as found:
            ledger: Any = await found.json()
        async with session.get(f"{run.address}/_sandbox/faults") as found:
            struck: Any = (await found.json())["struck"]
    for line in matrix(run, ends):
        say(line)
    states = Counter(row["state"] for row in ends)
    known = ENDED | EXPLAINED
    return {
        "kills": run.kills,
        "changes": run.wanted,
        "creations": run.creations,
        "doubled": doubled(ends, ledger),
        "lost": sum(
            not (row["state"] in ENDED or (row["state"] in EXPLAINED and explained(row)))
            for row in ends
            if row["state"] not in ("sending", "unknown")
        ),
        "stuck": sum(stuck(row) for row in ends),
        "miscounted": await run.admin.fetchval(MISCOUNTED),
        "jobs_failed": await run.admin.fetchval(JOBS_FAILED),
        "strange": sorted(set(states) - known - {"unknown"}),
        "states": dict(sorted(states.items())),
        "struck": struck,
        "steps": {step: len(calls) for step, calls in sorted(run.steps.items())},
    }


def explained(row: Any) -> bool:
    return bool(row["told"] or row["reason"])


def stuck(row: Any) -> bool:
    if row["state"] == "sending":
        return True
    unasked = row["look_at"] is None and not row["told"]
    return bool(row["state"] == "unknown" and (unasked or row["late"]))


def doubled(ends: Sequence[Any], ledger: Mapping[str, Any]) -> int:
    sent: Counter[tuple[str, str]] = Counter()
    for row in ends:
        if row["kind"] != "products.create":
            sent[row["platform"], row["remote_id"]] += row["sent"]
    twice = 0
    for platform in PLATFORMS:
        counts = ledger.get(platform, {})
        twice += sum(number - 1 for number in counts.get(MADE[platform], {}).values())
        for kind in SET[platform]:
            for key, number in counts.get(kind, {}).items():
                if (platform, key) in sent:
                    twice += max(0, number - sent[platform, key])
    return twice


def matrix(run: Run, ends: Sequence[Any]) -> Iterator[str]:
    """Where the killed ones stood, and what became of what they had in hand."""
    by_id = {row["id"]: row for row in ends}
    for step, calls in sorted(run.steps.items()):
        found = Counter(
            f"{row['state']} by {min(row['sent'], 3)}" + ("+" if row["sent"] > 2 else "")
            for ids in calls
            for each in ids
            if (row := by_id.get(each))
        )
        told = ", ".join(f"{count} {name}" for name, count in found.most_common())
        yield f"{step:18} {len(calls):5} x   {told}"


async def measure(kills: int, changes: int) -> None:
    products = int(changes * (1 - CREATIONS_SHARE) / 2 * 1.15) + 60
    async with ground() as here, shops(products) as found:
        address = found["shopify"].address
        told = told_of(here, found["shopify"])
        admin = await asyncpg.connect(here.cluster.admin_dsn)
        async with reaching(told) as reach, aiohttp.ClientSession() as session:
            known = {}
            for platform in PLATFORMS:
                account_id = await connect(reach, found[platform])
                known[platform] = (account_id, await targets(reach, account_id))
            async with reach.database.tx(WORKSPACE, SARI) as tx:
                await modes.put(tx, WriteMode.live, (await modes.get(tx)).version)
            for kind, share in {**FAULTS, "slow": 1.0}.items():
                fault = {"kind": kind, "share": share, "calls": WRITES, "platform": ""}
                fault |= {"seconds": SLOW_S} if kind == "slow" else {}
                async with session.post(f"{address}/_sandbox/faults", json=fault) as answer:
                    answer.raise_for_status()
            sets = kills * len(PLATFORMS)
            wishes = sets_of(known, sets, -(-changes // sets))
            hands, chance = wiring.hands_of(reach), random.Random(7)
            run = Run(here, reach, hands, admin, address, json.dumps(told), wishes, chance)
            began = time.monotonic()
            await killing(run, kills)
            result = {**await figures(run), "seconds": round(time.monotonic() - began)}
        await admin.close()
    print(json.dumps(result), flush=True)


if __name__ == "__main__":
    asked = argparse.ArgumentParser(prog="bench.kill")
    asked.add_argument("--kills", type=int, default=200)
    asked.add_argument("--changes", type=int, default=5_000)
    given = asked.parse_args()
    uvloop.run(measure(given.kills, given.changes))
