"""A worker of the product that is killed with -9 where it is frozen, and another that goes on."""

import asyncio
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import asyncpg

from hanse.changes import jobs
from hanse.engine.jobs.jobs import enqueue
from tests.changes.frost import Frost, Frozen
from tests.engine.job_workers import until
from tests.rooms.shops import Street

ROOT = Path(__file__).resolve().parents[2]
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


@dataclass
class Mortals:
    """Workers of one workspace, one after the other."""

    shops: Street
    workspace: UUID
    admin_dsn: str
    told: str
    app: str

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

    async def killed_at(self, step: Step, happens: Callable[[], None]) -> None:
        frost = Frost(self.admin_dsn, self.app, self.shops.sandbox, self.workspace, calls=1)
        async with step(frost) as frozen, self.another() as worker:
            happens()
            await frozen()
            worker.send_signal(signal.SIGKILL)
            await worker.wait()

    async def time_goes_by(self) -> None:
        """So long, and the minute's job comes that gives lost nudges again."""
        self.shops.sandbox.faults.rows.clear()
        admin = await asyncpg.connect(self.admin_dsn)
        await admin.execute(AGE, self.workspace, LONG_AGO)
        await admin.execute(DUE, self.workspace, LONG_AGO)
        await admin.close()
        async with self.shops.database.system_tx("a test") as tx:
            await enqueue(tx, jobs.TEND, "", {})

    async def nothing_under_way(self) -> None:
        async def there() -> bool:
            async with self.shops.database.system_tx("a test") as tx:
                return bool(await tx.fetchval(OPEN, self.workspace, UNDER_WAY) == 0)

        await until(there, LONG_S)
