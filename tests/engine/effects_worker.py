"""A worker in a process of its own, for tests that kill it: each job leaves one row."""

import asyncio
import os

from hanse.base.clock import SystemClock
from hanse.base.ids import RandomIds
from hanse.engine.jobs.handlers import Job, Jobs, Registry, collect
from hanse.engine.jobs.workers import work
from hanse.engine.seal import KeyRing, new_key
from hanse.engine.tx import Database

EFFECTS = """
    create table test_effects (
        workspace_id uuid not null, key text not null, runs integer not null default 1,
        primary key (workspace_id, key));
    grant select, insert, update on test_effects to hanse_app"""
LEAVE = """
    insert into test_effects (workspace_id, key) values ($1, $2)
    on conflict (workspace_id, key) do update set runs = test_effects.runs + 1"""


def registry() -> Registry:
    jobs = Jobs("test")

    @jobs.job("test.leave")
    async def leave(job: Job, database: Database) -> None:
        async with job.tx(database) as tx:
            await tx.execute(LEAVE, tx.workspace_id, job.key)
            # Some are in the middle of their work whenever the process is killed.
            await tx.execute("select pg_sleep(0.002)")

    return collect([jobs])


async def main() -> None:
    clock = SystemClock()
    database = await Database.open(
        os.environ["TEST_APP_DSN"],
        os.environ["TEST_SYSTEM_DSN"],
        clock=clock,
        ids=RandomIds(clock),
        ring=KeyRing({1: new_key()}, 1),
    )
    print("ready", flush=True)
    await work(database, registry(), stop=asyncio.Event(), worker=f"worker {os.getpid()}")


if __name__ == "__main__":
    asyncio.run(main())
