"""Jobs that read what accounts show, and the follower that begins and stops them."""

from collections.abc import Sequence

from hanse.base.faults import Conflict, Gone
from hanse.engine.jobs.handlers import Job, Jobs
from hanse.engine.jobs.jobs import enqueue
from hanse.engine.log.followers import Follower
from hanse.engine.log.history import Event
from hanse.engine.metrics import Meter
from hanse.engine.tx import Database, Tx
from hanse.rooms.connections.service.reach import Reach
from hanse.rooms.mirror.service import feeds, looking, pulling, refreshing, storing

TEND = "mirror.tend"
SLICE_S = 240.0  # then others have their turn
PULL_S = 600.0
AT_ONCE_MAX = 2  # pulls of one account


def jobs_of(
    reach: Reach, meter: Meter | None = None, tell: refreshing.Tell = refreshing.nobody
) -> Jobs:
    """`tell` takes what accounts say themselves of parcels on their way."""
    jobs = Jobs("mirror")

    @jobs.job(TEND)
    async def tend(job: Job, database: Database) -> None:
        await feeds.ask_due(database, job.name)

    @jobs.job(feeds.PULL_JOB, time_s=PULL_S, lane="account", lane_max=AT_ONCE_MAX)
    async def pull(job: Job, database: Database) -> None:
        feed_id = job.one("feed")
        done = await pulling.pull(
            reach, lambda: job.tx(database), job.workspace_id, feed_id, job.progress, SLICE_S
        )
        if not done:
            async with job.tx(database) as tx:
                await enqueue(tx, feeds.PULL_JOB, job.key, job.ids)
        if meter:
            meter.count("hanse_mirror_pulls_total", ended="done" if done else "goes on")

    @jobs.job(feeds.LOOK_JOB, time_s=PULL_S, lane="account", lane_max=AT_ONCE_MAX)
    async def look(job: Job, database: Database) -> None:
        written = await looking.look(
            reach, lambda: job.tx(database), job.workspace_id, job.one("feed")
        )
        if meter:
            meter.count("hanse_mirror_rows_total", written, source="increment")

    @jobs.job(storing.REFRESH_JOB, time_s=PULL_S, lane="account")
    async def refresh(job: Job, database: Database) -> None:
        try:
            asked = await refreshing.refresh(
                reach, lambda: job.tx(database), job.workspace_id, job.one("account"), tell
            )
        except (Gone, Conflict):
            return  # the account was disconnected meanwhile
        if meter:
            meter.count("hanse_mirror_rows_total", asked, source="hook")

    jobs.every(TEND, "* * * * *")
    return jobs


def follower(reach: Reach) -> Follower:
    async def follow(tx: Tx, happened: Sequence[Event]) -> None:
        await feeds.follow(reach, tx, happened)

    return Follower("mirror", feeds.FOLLOWED, follow)
