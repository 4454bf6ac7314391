"""100,000 open parcels of CJ, asked for by the product's own tracking as its rhythm wants: how much
of the limit that takes, and how old the news of a parcel ever becomes.

The database is real and so is the way to the supplier of the sandbox, in a process of its own; the
time is not: a call takes as long as the limit of the lowest level makes it wait, one a second, and
each minute what is due is asked for, as the job of the minute does. Where parcels stand is drawn as
of a steady flow: of 14 days on the way most are in transit. HANSE_BENCH_PARCELS, HANSE_BENCH_HOURS.
"""

import asyncio
import os
import random
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import aiohttp
import asyncpg
import uvloop

from bench.bought import CJ, SEED, connect, reached
from bench.ground import Ground, ground, print_figures, say
from bench.kill import SARI, WORKSPACE
from bench.shops import free_port
from hanse.app import wiring
from hanse.app.cli.sandbox import listen
from hanse.app.supplying import Suppliers
from hanse.base.clock import SystemClock
from hanse.base.ids import RandomIds
from hanse.engine.log.followers import enrol
from hanse.engine.seal import KeyRing
from hanse.engine.tx import Database
from hanse.rooms.purchasing.model.parcels import AGAIN, ask_at
from hanse.rooms.purchasing.service import ports, tracking, watching
from hanse.sandbox import running
from hanse.sandbox.cj.order import Order
from hanse.sandbox.held import new_sandbox
from hanse.sandbox.world import World
from hanse.trade.supply import Tracked
from hanse.trade.tracking import ParcelState, TrackReport

PARCELS = int(os.environ.get("HANSE_BENCH_PARCELS", "100000"))
HOURS = float(os.environ.get("HANSE_BENCH_HOURS", "9"))
CALL_S = 1.0  # at the lowest level, which has one call a second to each endpoint
MINUTE = timedelta(minutes=1)
NUMBER = "CJP{:012d}YQ"
READY_S = 120.0
# Of those on the way at one time: where they stand, by the number that CJ gives it.
MIX: Sequence[tuple[ParcelState, int, float]] = (
    (ParcelState.pending, 1, 0.15),
    (ParcelState.in_transit, 5, 0.72),
    (ParcelState.out_for_delivery, 10, 0.04),
    (ParcelState.ready_for_pickup, 11, 0.05),
    (ParcelState.failed_attempt, 13, 0.02),
    (ParcelState.exception, 3, 0.02),
)

SUPPLIER = """
    insert into purchasing_suppliers (workspace_id, id, name, account_id, state, currency, made_at)
    values ($1, $2, 'CJ', $3, 'active', 'USD', $4)
"""
ORDERS = """
    insert into purchasing_orders (workspace_id, id, number, supplier_id, account_id, order_id,
        state, state_since, country, ship_to, remote_id, made_at)
    select $1, given.id, 'B-' || given.n, $2, $3, given.id, 'sent', $4, 'US', 'nobody',
        'R-' || given.n, $4
    from unnest($5::uuid[]) with ordinality as given (id, n)
"""
OPEN = """
    insert into purchasing_parcels (workspace_id, id, purchase_id, account_id, number, carrier,
        state, state_since, asked_at, ask_at, made_at)
    select $1, given.id, given.id, $2, given.number, 'CJPacket Ordinary', given.state, $3,
        given.asked_at, given.ask_at, $3
    from unnest($4::uuid[], $5::text[], $6::text[], $7::timestamptz[], $8::timestamptz[])
        as given (id, number, state, asked_at, ask_at)
"""
OLDEST = """
    select state, max(extract(epoch from $2 - asked_at)) as age, count(*) as parcels
    from purchasing_parcels where workspace_id = $1 and ask_at is not null group by state
"""


class Played:
    """A clock that goes on when it is told to."""

    def __init__(self, at: datetime) -> None:
        self.at, self.began = at, at

    def now(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        return (self.at - self.began).total_seconds()

    def pass_by(self, span: timedelta) -> None:
        self.at += span


@dataclass
class Counted:
    """The way to suppliers: each call waits for its turn, and how old its parcels' news had become
    is kept as it leaves."""

    way: Suppliers
    clock: Played
    asked_at: dict[str, datetime]
    states: dict[str, ParcelState]
    calls: int = 0
    parcels: int = 0
    unknown: int = 0
    worst: dict[ParcelState, float] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.way, name)

    async def tracked(
        self, opened: ports.Opened, parcels: Sequence[Tracked]
    ) -> Sequence[TrackReport]:
        self.clock.pass_by(timedelta(seconds=CALL_S))
        self.calls, self.parcels = self.calls + 1, self.parcels + len(parcels)
        for each in parcels:
            age = self.clock.now() - self.asked_at[each.number]
            state = self.states[each.number]
            share = age / AGAIN[state]
            self.worst[state] = max(share, self.worst.get(state, 0.0))
            self.asked_at[each.number] = self.clock.now()
        found = await self.way.tracked(opened, parcels)
        self.unknown += sum(each.state is None for each in found) + len(parcels) - len(found)
        return found


async def main() -> None:
    async with ground() as here, supplier() as address:
        told = {
            "app_dsn": here.cluster.dsns.app,
            "system_dsn": here.cluster.dsns.system,
            "key": here.vault_key,
            "address": address,
            "base": f"http://127.0.0.1:{free_port()}",
            "per_s": 0,
        }
        async with reached(told) as reach, aiohttp.ClientSession() as session:
            await enrol(reach.database, wiring.followers(reach))
            async with session.get(f"{address}/_sandbox/cj/connect") as found:
                key = (await found.json())["accounts"][0]["apiKey"]
            account_id = await connect(reach, CJ, {"api_key": key})
            clock = Played(datetime.now(UTC))
            database = await timeless(here, clock)
            way = Counted(Suppliers(reach), clock, {}, {})
            await opened(here, account_id, way)
            await played(database, way)
            await told_of(here, way)
            await database.close()


async def timeless(here: Ground, clock: Played) -> Database:
    dsns = here.cluster.dsns
    ring = KeyRing({1: bytes.fromhex(here.vault_key)}, 1)
    return await Database.open(
        dsns.app, dsns.system, clock=clock, ids=RandomIds(SystemClock()), ring=ring
    )


async def opened(here: Ground, account_id: UUID, way: Counted) -> None:
    """As if the rhythm had gone on for long: each is due within its time."""
    chance, ids = random.Random(SEED + 1), RandomIds(SystemClock())
    now = way.clock.now()
    keys = [ids.new() for _ in range(PARCELS)]
    numbers = [NUMBER.format(n) for n in range(PARCELS)]
    states = drawn(random.Random(SEED))
    due = [now + AGAIN[state] * chance.random() for state in states]
    asked = [ask_at(state, at) for state, at in zip(states, due, strict=True)]
    before = [at - (again - at) for at, again in zip(due, asked, strict=True) if again]
    admin = await asyncpg.connect(here.cluster.admin_dsn)
    supplier_id = ids.new()
    await admin.execute(SUPPLIER, WORKSPACE, supplier_id, account_id, now)
    await admin.execute(ORDERS, WORKSPACE, supplier_id, account_id, now, keys)
    words = [each.value for each in states]
    await admin.execute(OPEN, WORKSPACE, account_id, now, keys, numbers, words, before, due)
    await admin.execute("vacuum analyze")
    await admin.close()
    way.asked_at.update(zip(numbers, before, strict=True))
    way.states.update(zip(numbers, states, strict=True))


def drawn(chance: random.Random) -> Sequence[ParcelState]:
    states, shares = [each[0] for each in MIX], [each[2] for each in MIX]
    return chance.choices(states, shares, k=PARCELS)


async def played(database: Database, way: Counted) -> None:
    clock = way.clock
    until, hour = clock.now() + timedelta(hours=HOURS), 0
    while clock.now() < until:
        minute = clock.now() + MINUTE
        async with database.system_tx("a bench") as tx:
            due = [*await watching.of_parcels(tx, 1_000)]
        for workspace_id, account_id, _job in due:
            await tracking.track(
                way, lambda: database.tx(WORKSPACE, SARI), workspace_id, account_id
            )
        clock.pass_by(max(minute - clock.now(), timedelta()))
        if clock.monotonic() // 3_600 > hour:
            hour += 1
            say(f"hour {hour}: {way.calls:,} calls for {way.parcels:,} parcels")


async def told_of(here: Ground, way: Counted) -> None:
    seconds = way.clock.monotonic()
    admin = await asyncpg.connect(here.cluster.admin_dsn)
    for row in await admin.fetch(OLDEST, WORKSPACE, way.clock.now()):
        state = ParcelState(row["state"])
        share = float(row["age"]) / AGAIN[state].total_seconds()
        way.worst[state] = max(share, way.worst.get(state, 0.0))
        say(f"{state}: {row['parcels']:,} parcels, at worst {way.worst[state]:.3f} of their time")
    await admin.close()
    say(f"{way.calls:,} calls in {seconds / 3_600:.1f} h; {way.unknown:,} answers without a state")
    print_figures(
        "tracking",
        parcels=PARCELS,
        quota_used_share=way.calls * CALL_S / seconds,
        oldest_share=max(way.worst.values()),
        a_call=way.parcels / way.calls,
        hours=seconds / 3_600,
    )


# The other side


@asynccontextmanager
async def supplier() -> AsyncIterator[str]:
    """The sandbox with all those parcels, in a process of its own."""
    port = free_port()
    words = (sys.executable, "-m", "bench.tracking", str(port))
    process = await asyncio.create_subprocess_exec(*words, stdout=asyncio.subprocess.PIPE)
    assert process.stdout is not None
    try:
        async with asyncio.timeout(READY_S):
            await process.stdout.readline()
        yield f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        await process.wait()


async def supply(port: int) -> None:
    sandbox = new_sandbox(SystemClock(), world=World(seed=SEED, products=1), shops=())
    account, now = sandbox.cj.named(""), datetime.now(UTC)
    account.qps, account.verified, sandbox.cj.rules.per_ip = 0, True, 0
    numbers = {state: number for state, number, _ in MIX}
    for n, state in enumerate(drawn(random.Random(SEED))):  # as it is drawn on our side
        account.orders[f"R-{n + 1}"] = Order(
            *(f"R-{n + 1}", f"B-{n + 1}", [], {}, "CJPacket Ordinary", "CN", "US", "", 0, 0, now),
            state="SHIPPED",
            tracking=NUMBER.format(n),
            events=[(now, numbers[state])],
        )
    plain = listen("127.0.0.1", port)
    print("ready", flush=True)
    await running.run(sandbox, [plain])


if __name__ == "__main__":
    uvloop.run(supply(int(sys.argv[1])) if sys.argv[1:] else main())
