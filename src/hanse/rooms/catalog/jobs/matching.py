"""Jobs that match listings and make products of them, and the follower that asks for the first."""

from collections.abc import Callable

from hanse.engine.jobs.handlers import Job, Jobs
from hanse.engine.jobs.jobs import enqueue
from hanse.engine.log.followers import Follower
from hanse.engine.tx import Database
from hanse.rooms.catalog.service import deciding, matching

SLICE_S = 200.0  # then others have their turn

jobs = Jobs("catalog")


@jobs.job(matching.JOB, lane="account")
async def match(job: Job, database: Database) -> None:
    account_id = job.one("account")
    if not await matching.match(lambda: job.tx(database), account_id, slice_of(database)):
        await again(job, database)


@jobs.job(deciding.MAKE_JOB, lane="account")
async def make(job: Job, database: Database) -> None:
    account_id = job.one("account")
    if not await deciding.make(lambda: job.tx(database), account_id, slice_of(database)):
        await again(job, database)


@jobs.job(deciding.AGAIN_JOB, lane="account")
async def rematch(job: Job, database: Database) -> None:
    account_id = job.one("account")
    after = await deciding.rematch(
        lambda: job.tx(database), account_id, job.one("after"), slice_of(database)
    )
    if after:
        async with job.tx(database) as tx:
            await enqueue(tx, job.name, job.key, {"account": account_id, "after": after})


async def again(job: Job, database: Database) -> None:
    async with job.tx(database) as tx:
        await enqueue(tx, job.name, job.key, job.ids)


def slice_of(database: Database) -> Callable[[], bool]:
    """Tells when this turn is over."""
    ends_at = database.clock.monotonic() + SLICE_S
    return lambda: database.clock.monotonic() > ends_at


def follower() -> Follower:
    return Follower("catalog", matching.FOLLOWED, matching.follow)
