"""Workers of this process for the tests of jobs, and a way to wait for what they do."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from hanse.engine.jobs.handlers import Jobs, Registry, collect
from hanse.engine.jobs.workers import POLL_S, prepare, work
from hanse.engine.tx import Database

LIMIT_S = 60.0


@asynccontextmanager
async def working(
    database: Database,
    jobs: Jobs | Registry,
    *,
    worker: str = "here",
    jobs_max: int = 50,
    grace_s: float = 5.0,
    poll_s: float = POLL_S,
) -> AsyncIterator[asyncio.Event]:
    """A worker for as long as the block; what it raises is raised at the end of the block."""
    registry = collect([jobs]) if isinstance(jobs, Jobs) else jobs
    await prepare(database, registry)
    stop = asyncio.Event()
    running = asyncio.create_task(
        work(
            database,
            registry,
            stop=stop,
            worker=worker,
            jobs_max=jobs_max,
            grace_s=grace_s,
            poll_s=poll_s,
        )
    )
    try:
        yield stop
    finally:
        stop.set()
        await running


async def until(condition: Callable[[], Awaitable[bool] | bool], limit_s: float = LIMIT_S) -> None:
    """Wait until it is so; after the limit the test has failed."""
    async with asyncio.timeout(limit_s):
        while True:
            found = condition()
            if found if isinstance(found, bool) else await found:
                return
            await asyncio.sleep(0.01)
