"""Jobs that keep what shops show of stock, and the follower that asks for them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from hanse.engine.jobs.handlers import Job, Jobs
from hanse.engine.jobs.jobs import enqueue, enqueue_many
from hanse.engine.log.followers import Follower
from hanse.engine.tx import Database
from hanse.rooms.stock.service import following, looking, opening
from hanse.rooms.stock.service.looking import LOOK_JOB, OPEN_JOB, WHOLE_JOB

TEND = "stock.tend_shown"
SLICE_S = 200.0  # then others have their turn
TIME_S = 1_800.0
AGAIN = timedelta(seconds=20)  # while a shop is read for the first time
BATCH = 20  # events; each may be of 500 things

jobs = Jobs("stock")


# No lane: while a shop is read, what was read already is looked at.
@jobs.job(LOOK_JOB)
async def look(job: Job, database: Database) -> None:
    account_id = job.one("account")
    if not await looking.look(lambda: job.tx(database), account_id, slice_of(database)):
        async with job.tx(database) as tx:
            await enqueue(tx, job.name, job.key, job.ids)


@jobs.job(WHOLE_JOB, time_s=TIME_S, lane="account")
async def look_whole(job: Job, database: Database) -> None:
    await looking.look_whole(lambda: job.tx(database), job.one("account"))


@jobs.job(OPEN_JOB, time_s=TIME_S)
async def open_counts(job: Job, database: Database) -> None:
    if not await opening.decide_all(lambda: job.tx(database), slice_of(database)):
        async with job.tx(database) as tx:
            await enqueue(tx, job.name, job.key, job.ids, at=tx.now + AGAIN)


@jobs.job(TEND)
async def tend(job: Job, database: Database) -> None:
    """Shops that were read before their stock was kept, and what a lost job has left."""
    async with database.system_tx(job.name) as tx:
        found = await looking.to_tend(tx)
        for workspace_id, asked in found.items():
            at = replace(tx, workspace_id=workspace_id)
            for name, account_ids in asked.items():
                items = [(each, {"account": UUID(each)} if each else {}) for each in account_ids]
                await enqueue_many(at, name, items)


jobs.every(TEND, "*/5 * * * *")


def slice_of(database: Database) -> Callable[[], bool]:
    """Tells when this turn is over."""
    ends_at = database.clock.monotonic() + SLICE_S
    return lambda: database.clock.monotonic() > ends_at


def follower() -> Follower:
    return Follower("stock_shown", following.FOLLOWED, following.follow, batch=BATCH)
