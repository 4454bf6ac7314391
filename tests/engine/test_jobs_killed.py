"""Workers are killed with -9 in the middle of their work: no job is lost, no effect is missing."""

import asyncio
import os
import random
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

import asyncpg
import pytest

from hanse.engine.jobs.jobs import enqueue_many
from hanse.engine.jobs.workers import prepare
from hanse.engine.postgres.dsns import Dsns
from hanse.engine.tx import Database
from tests.conftest import NOBODY
from tests.engine.effects_worker import EFFECTS, registry

ROOT = Path(__file__).resolve().parents[2]
WORKERS = 2
RECOVERY_MAX_S = 10.0
LIMIT_S = 240.0
LEFT = "select count(*) from jobs where workspace_id = $1"
HELD_BY = "select count(*) from jobs where state = 'running' and worker = $1"
SEEN = "select count(*) from test_effects where workspace_id = $1"


@pytest.fixture(scope="module")
async def admin(admin_dsn: str) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(admin_dsn)
    await connection.execute(EFFECTS)
    yield connection
    await connection.close()


@pytest.mark.parametrize(
    ("jobs", "kills"), [(1_500, 3), pytest.param(10_000, 5, marks=pytest.mark.prove)]
)
async def test_every_effect_is_there_whoever_was_killed(
    database: Database,
    module_dsns: Dsns,
    admin: asyncpg.Connection,
    workspace: UUID,
    jobs: int,
    kills: int,
) -> None:
    chance = random.Random(7)
    await prepare(database, registry())
    for first in range(0, jobs, 500):
        async with database.tx(workspace, NOBODY) as tx:
            await enqueue_many(
                tx, "test.leave", [(str(key), {}) for key in range(first, first + 500)]
            )
    workers = [await start(module_dsns) for _ in range(WORKERS)]
    try:
        for number in range(kills):
            # Spread over the work, so that there is always something to be in the middle of.
            await until_seen(admin, workspace, jobs * (number + 1) // (kills + 2))
            victim = workers.pop(chance.randrange(len(workers)))
            victim.send_signal(signal.SIGKILL)
            await victim.wait()
            workers.append(await start(module_dsns))
            assert await seconds_until_free(admin, victim.pid) <= RECOVERY_MAX_S
        async with asyncio.timeout(LIMIT_S):
            while await admin.fetchval(LEFT, workspace):
                await asyncio.sleep(0.05)
    finally:
        for worker in workers:
            worker.kill()
            await worker.wait()
    rows = await admin.fetch(
        "select key, runs from test_effects where workspace_id = $1", workspace
    )
    assert {row["key"] for row in rows} == {str(key) for key in range(jobs)}
    # The effect is in the transaction of the job's own work, so only the runs that were killed
    # between their commit and their end were done again: at most what two workers held at once.
    assert sum(row["runs"] - 1 for row in rows) <= kills * 2 * 50


async def start(dsns: Dsns) -> Process:
    worker = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.engine.effects_worker"),
        cwd=ROOT,
        env={**os.environ, "TEST_APP_DSN": dsns.app, "TEST_SYSTEM_DSN": dsns.system},
        stdout=PIPE,
    )
    assert worker.stdout is not None
    await asyncio.wait_for(worker.stdout.readline(), 30)
    return worker


async def until_seen(admin: asyncpg.Connection, workspace: UUID, effects: int) -> None:
    async with asyncio.timeout(LIMIT_S):
        while await admin.fetchval(SEEN, workspace) < effects:
            await asyncio.sleep(0.005)


async def seconds_until_free(admin: asyncpg.Connection, pid: int) -> float:
    """Until nothing is held by the worker that was killed."""
    loop = asyncio.get_running_loop()
    killed_at = loop.time()
    async with asyncio.timeout(LIMIT_S):
        while await admin.fetchval(HELD_BY, f"worker {pid}"):
            await asyncio.sleep(0.02)
    return loop.time() - killed_at
