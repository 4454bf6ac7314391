"""Jobs: how many a worker runs, how soon one starts, what idling costs, how a killed worker is made
up for; and procrastinate with the same no-op jobs on the same server in the same run.

Twice the jobs waiting: the same rate, for a claim looks at the head of each queue and not at its
length. Twice the queues (workspaces, lanes): a claim walks over twice as many, up to its limit.
"""

import asyncio
import logging
import os
import signal
import statistics
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import uvloop

from bench.ground import Ground, ground, print_figures, say
from hanse.base.clock import SystemClock
from hanse.base.ids import RandomIds
from hanse.engine.jobs.handlers import Job, Jobs, Registry, collect
from hanse.engine.jobs.jobs import enqueue, enqueue_many
from hanse.engine.jobs.workers import prepare, work
from hanse.engine.postgres.dsns import on_database
from hanse.engine.seal import KeyRing, new_key
from hanse.engine.tx import Actor, ActorKind, Database

NOOPS = 30_000
PEER_NOOPS = 3_000
JOBS_MAX = 50  # as the setting is by itself
STARTS = 300
STARTS_PER_S = 30
IDLE_S = 10.0
LIMIT_S = 120.0
WORKSPACE = UUID(int=1)
BENCH = Actor(ActorKind.system, None, "bench")


def counting(name: str, wanted: int) -> tuple[Registry, asyncio.Event, list[float]]:
    """One job that does nothing but say when it started; set when so many have."""
    jobs = Jobs("bench")
    done, starts = asyncio.Event(), list[float]()

    @jobs.job(name)
    async def noop(job: Job, database: Database) -> None:
        starts.append(time.perf_counter())
        if len(starts) >= wanted:
            done.set()

    return collect([jobs]), done, starts


@asynccontextmanager
async def worker(here: Ground, registry: Registry) -> AsyncIterator[None]:
    stop = asyncio.Event()
    running = asyncio.create_task(
        work(here.database, registry, stop=stop, worker=uuid4().hex, jobs_max=JOBS_MAX)
    )
    try:
        yield
    finally:
        stop.set()
        await running


async def noop_per_s(here: Ground) -> float:
    registry, done, _ = counting("bench.noop", NOOPS)
    await prepare(here.database, registry)
    for first in range(0, NOOPS, 1_000):
        async with here.database.tx(WORKSPACE, BENCH) as tx:
            await enqueue_many(
                tx, "bench.noop", [(str(key), {}) for key in range(first, first + 1_000)]
            )
    started = time.perf_counter()
    async with worker(here, registry):
        await asyncio.wait_for(done.wait(), LIMIT_S)
        return NOOPS / (time.perf_counter() - started)


async def start_ms(here: Ground) -> tuple[float, float]:
    """From before the transaction that asks to the first line of the job: half, and 99 of 100."""
    registry, done, starts = counting("bench.prompt", STARTS)
    await prepare(here.database, registry)
    asked: list[float] = []
    async with worker(here, registry):
        await asyncio.sleep(2)  # the worker is idle, as it mostly is
        for number in range(STARTS):
            asked.append(time.perf_counter())
            async with here.database.tx(WORKSPACE, BENCH) as tx:
                await enqueue(tx, "bench.prompt", str(number), {})
            await asyncio.sleep(
                max(0.0, asked[0] + (number + 1) / STARTS_PER_S - time.perf_counter())
            )
        await asyncio.wait_for(done.wait(), LIMIT_S)
    waits = sorted((at - since) * 1_000 for at, since in zip(starts, asked, strict=True))
    return statistics.median(waits), waits[int(len(waits) * 0.99)]


async def idle_tx_per_s(here: Ground) -> float:
    registry, _, _ = counting("bench.idle", 1)
    admin = await asyncpg.connect(here.cluster.admin_dsn)
    count = """select xact_commit + xact_rollback from pg_stat_database
               where datname = current_database()"""
    async with worker(here, registry):
        await asyncio.sleep(3)
        before = await admin.fetchval(count)
        await asyncio.sleep(IDLE_S)
        after = await admin.fetchval(count)
    await admin.close()
    return float(after - before) / IDLE_S


async def peer_per_s(here: Ground) -> float:
    """procrastinate, one worker, the same jobs on the same server."""
    import procrastinate

    admin = await asyncpg.connect(on_database(here.cluster.admin_dsn, "postgres"))
    await admin.execute("create database peer")
    await admin.close()
    connector = procrastinate.PsycopgConnector(conninfo=on_database(here.cluster.admin_dsn, "peer"))
    app = procrastinate.App(connector=connector)
    started = 0
    done = asyncio.Event()

    @app.task(name="noop")
    async def noop(number: int) -> None:
        nonlocal started
        started += 1
        if started >= PEER_NOOPS:
            done.set()

    async with app.open_async():
        await app.schema_manager.apply_schema_async()
        numbers: list[dict[str, Any]] = [{"number": number} for number in range(PEER_NOOPS)]
        await noop.batch_defer_async(*numbers)
        running = asyncio.create_task(
            app.run_worker_async(concurrency=JOBS_MAX, install_signal_handlers=False)
        )
        began = time.perf_counter()
        await asyncio.wait_for(done.wait(), LIMIT_S)
        rate = PEER_NOOPS / (time.perf_counter() - began)
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running
    return rate


async def recovery_s(here: Ground) -> float:
    """From the kill -9 of the worker that runs a job to its next start in another one."""
    registry, done, starts = counting("bench.orphan", 1)
    await prepare(here.database, registry)
    async with here.database.tx(WORKSPACE, BENCH) as tx:
        await enqueue(tx, "bench.orphan", "1", {})
    dsns = here.cluster.dsns
    victim = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bench.jobs", "hang"),
        env={**os.environ, "BENCH_APP": dsns.app, "BENCH_SYSTEM": dsns.system},
        stdout=asyncio.subprocess.PIPE,
    )
    assert victim.stdout is not None
    await asyncio.wait_for(victim.stdout.readline(), LIMIT_S)
    async with worker(here, registry):
        await asyncio.sleep(3)
        assert not starts
        victim.send_signal(signal.SIGKILL)
        killed = time.perf_counter()
        await asyncio.wait_for(done.wait(), LIMIT_S)
    await victim.wait()
    return starts[0] - killed


async def hang() -> None:
    """The worker that is going to be killed: its job never ends."""
    jobs = Jobs("bench")

    @jobs.job("bench.orphan")
    async def orphan(job: Job, database: Database) -> None:
        print("running", flush=True)
        await asyncio.Event().wait()

    clock = SystemClock()
    database = await Database.open(
        os.environ["BENCH_APP"],
        os.environ["BENCH_SYSTEM"],
        clock=clock,
        ids=RandomIds(clock),
        ring=KeyRing({1: new_key()}, 1),
    )
    await work(database, collect([jobs]), stop=asyncio.Event(), worker="victim")


async def measure() -> None:
    # The peer's warnings about its own shutdown are none of ours.
    logging.disable(logging.CRITICAL)
    async with ground() as here:
        # First, for what a busy hour leaves to the server's own cleaning would be counted too.
        idle = await idle_tx_per_s(here)
        ours = await noop_per_s(here)
        peers = await peer_per_s(here)
        half, most = await start_ms(here)
        recovery = await recovery_s(here)
    say(f"procrastinate: {peers:,.0f} no-op jobs/s on the same server")
    print_figures(
        noop_per_s=ours,
        start_p50_ms=half,
        start_p99_ms=most,
        peer_ratio=ours / peers,
        idle_tx_per_s=idle,
        recovery_s=recovery,
    )


if __name__ == "__main__":
    uvloop.run(hang() if sys.argv[1:] == ["hang"] else measure())
