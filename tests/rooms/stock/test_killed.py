"""A worker is killed with -9 on the way of an order from one shop to what the other shows: nothing
is lost, nothing is done twice, by the count of the shops themselves."""

import asyncio
import json
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import asyncpg
import pytest

from hanse.changes import jobs
from hanse.engine.jobs.jobs import enqueue
from hanse.engine.postgres.dsns import Dsns, parse
from hanse.engine.seal import KeyRing
from hanse.engine.tx import Database
from tests.changes.frost import STEPS as ON_THE_WAY
from tests.changes.frost import Frost, Frozen
from tests.engine.job_workers import until
from tests.rooms.shops import street
from tests.rooms.stock.whole import (
    ON_HAND,
    SHELF,
    SHOPIFY,
    SHOPS,
    SKUS,
    WOO,
    Whole,
    at_work,
    opened_by_jobs,
    ready,
)

ROOT = Path(__file__).resolve().parents[3]
LONG_S = 120.0

# A test cannot wait for a minute: what the dead one left behind is so much older, and what is to
# come later is due.
LONG_AGO = timedelta(minutes=5)
AGE = """
    with dead as (
        update jobs set heartbeat_at = heartbeat_at - $2::interval
        where workspace_id = $1 and state = 'running'
    ), sent as (
        update changes_intents set written_at = written_at - $2::interval,
            send_by = send_by - $2::interval, first_at = first_at - $2::interval
        where workspace_id = $1
    )
    update changes_changes set look_at = look_at - $2::interval,
        claimed_at = claimed_at - $2::interval
    where workspace_id = $1 and state in ('approved', 'sending', 'unknown')
"""
DUE = """
    update jobs set due_at = due_at - $2::interval where workspace_id = $1 and state = 'later'
"""
OPEN = "select count(*) from changes_changes where workspace_id = $1 and state = any($2::text[])"
UNDER_WAY = ["approved", "sending", "unknown"]

Step = Callable[[Frost], AbstractAsyncContextManager[Frozen]]


def unwritten(table: str) -> Step:
    """Whoever wants to write there waits, and knows nothing of it."""

    @asynccontextmanager
    async def step(frost: Frost) -> AsyncIterator[Frozen]:
        async with frost.no_writing(table) as holder:
            yield lambda: frost.behind(holder)

    return step


def committed(table: str, then: str) -> Step:
    """What is written into the one is on disk, and what follows in the other is not."""

    @asynccontextmanager
    async def step(frost: Frost) -> AsyncIterator[Frozen]:
        async with frost.session() as holder, frost.session() as other, other.transaction():
            held = holder.transaction()
            await held.start()
            await holder.execute(f"lock table {table} in share mode")

            async def frozen() -> None:
                await frost.behind(holder)
                await other.execute(f"lock table {then} in share mode")
                await held.rollback()
                await frost.behind(other)

            yield frozen

    return step


# From the webhook to the mirror, to the book with its stock, to the mark, to the proposal.
STEPS: Mapping[str, Step] = {
    "news unread": unwritten("mirror_rows"),
    "order unasked for": unwritten("orders_wanted"),
    "order unwritten": unwritten("orders_orders"),
    "stock unheld": unwritten("stock_moves"),
    "order still asked for": committed("orders_orders", "orders_wanted"),
    "other shop unmarked": unwritten("stock_shown"),
    "change unproposed": unwritten("changes_changes"),
    **{f"push {name}": step for name, step in ON_THE_WAY.items()},
}
LEAN = ("stock unheld", "push after send")


@dataclass
class Scene:
    whole: Whole
    admin_dsn: str
    told: str
    app: str

    @property
    def workspace(self) -> UUID:
        return self.whole.market.workspace

    @asynccontextmanager
    async def another(self) -> AsyncIterator[Process]:
        """A worker at work until the block ends, or until it is killed in it."""
        words = (sys.executable, "-m", "tests.rooms.whole_worker", self.told)
        worker = await asyncio.create_subprocess_exec(*words, cwd=ROOT, stdout=PIPE)
        assert worker.stdout is not None
        assert await asyncio.wait_for(worker.stdout.readline(), LONG_S) == b"ready\n"
        try:
            yield worker
        finally:
            if worker.returncode is None:
                worker.kill()
            await worker.wait()

    async def killed_at(self, step: str, happens: Callable[[], None]) -> None:
        frost = Frost(self.admin_dsn, self.app, self.whole.shops.sandbox, self.workspace, calls=1)
        async with STEPS[step](frost) as frozen, self.another() as worker:
            happens()
            await frozen()
            worker.send_signal(signal.SIGKILL)
            await worker.wait()

    async def time_goes_by(self) -> None:
        """So long, and the minute's job comes that gives lost nudges again."""
        self.whole.shops.sandbox.faults.rows.clear()
        admin = await asyncpg.connect(self.admin_dsn)
        await admin.execute(AGE, self.workspace, LONG_AGO)
        await admin.execute(DUE, self.workspace, LONG_AGO)
        await admin.close()
        async with self.whole.shops.database.system_tx("a test") as tx:
            await enqueue(tx, jobs.TEND, "", {})

    async def until_it_stands(self, sku: str, left: int) -> None:
        """Another one goes on."""
        await self.time_goes_by()
        async with self.another():
            await self.whole.both_show(sku, left)

            async def nothing_under_way() -> bool:
                async with self.whole.tx() as tx:
                    return bool(await tx.fetchval(OPEN, self.workspace, UNDER_WAY) == 0)

            await until(nothing_under_way, LONG_S)


@pytest.fixture
async def scene(
    database: Database, module_dsns: Dsns, admin_dsn: str, ring: KeyRing, workspace: UUID
) -> AsyncIterator[Scene]:
    async with street(database, SHELF, SHOPS) as shops:
        market = await ready(shops, workspace)
        async with at_work(shops):
            whole = await opened_by_jobs(market)
        told = {
            "app": module_dsns.app,
            "system": module_dsns.system,
            "key": ring.masters[1].hex(),
            "address": shops.address,
            "base": shops.reach.base,
        }
        scene = Scene(whole, admin_dsn, json.dumps(told), parse(module_dsns.app).user)
        yield scene


@pytest.mark.parametrize(
    "rounds",
    [
        pytest.param([LEAN], id="lean"),
        *(pytest.param([(name,)] * 5, id=name, marks=pytest.mark.prove) for name in STEPS),
    ],
)
async def test_an_order_is_counted_once_wherever_the_worker_dies(
    scene: Scene, rounds: list[tuple[str, ...]]
) -> None:
    """Whoever goes on may be killed as well, further on."""
    whole, sku, bought = scene.whole, SKUS[0], 2
    for number, steps in enumerate(rounds, 1):
        left = ON_HAND - bought * number
        await scene.killed_at(steps[0], lambda: whole.buys(WOO, sku, bought))
        for step in steps[1:]:
            await scene.time_goes_by()
            await scene.killed_at(step, lambda: None)
        await scene.until_it_stands(sku, left)
        level = await whole.level(sku)
        assert (level.on_hand, level.reserved) == (ON_HAND, bought * number)
    assert len(await whole.book()) == len(rounds)
    lines = await whole.lines()
    assert (lines["wanted"], lines["held"]) == (bought * len(rounds),) * 2
    assert (lines["short"], lines["sold"]) == (0, 0)
    assert await whole.differences() == []
    # By the shop's own count: each number went out once, or again where its answer was lost.
    set_there = whole.shops.shop(SHOPIFY).ledger.count(SHOPIFY, "inventory.set")
    assert len(rounds) <= set_there <= 2 * len(rounds)
