"""Jobs that quote, place and track what is ordered at suppliers, and the follower that sees what
became of it."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from hanse.base.faults import Conflict, Gone
from hanse.changes.service.hands import Hands
from hanse.engine.jobs.handlers import Job, Jobs
from hanse.engine.jobs.jobs import enqueue_many
from hanse.engine.log.followers import Follower
from hanse.engine.log.history import Event
from hanse.engine.metrics import Meter
from hanse.engine.tx import Database, Tx
from hanse.rooms.purchasing.service import (
    disputing,
    following,
    placing,
    quoting,
    tracking,
    watching,
)
from hanse.rooms.purchasing.service.needing import QUOTE_JOB
from hanse.rooms.purchasing.service.ports import Suppliers
from hanse.rooms.purchasing.service.quoting import PLACE_JOB
from hanse.rooms.purchasing.service.tracking import TRACK_JOB

TEND_JOB = "purchasing.tend"
TIME_S = 600.0
DUE_MAX = 10_000
BATCH = 50


def jobs_of(hands: Hands, suppliers: Suppliers, meter: Meter | None = None) -> Jobs:
    jobs = Jobs("purchasing")

    @jobs.job(QUOTE_JOB, time_s=TIME_S)
    async def quote(job: Job, database: Database) -> None:
        try:
            done = await quoting.quote(
                suppliers, lambda: job.tx(database), job.workspace_id, job.one("account")
            )
        except (Gone, Conflict):
            return  # it is not connected any more; whoever connects it again asks again
        if meter:
            meter.count("hanse_purchasing_quoted_total", done)

    @jobs.job(PLACE_JOB, time_s=TIME_S)
    async def place(job: Job, database: Database) -> None:
        try:
            done = await placing.place(
                hands, suppliers, lambda: job.tx(database), job.workspace_id, job.one("account")
            )
        except (Gone, Conflict):
            return
        if meter:
            meter.count("hanse_purchasing_placed_total", done.proposed, became="proposed")
            meter.count("hanse_purchasing_placed_total", done.asked, became="asked")

    @jobs.job(TRACK_JOB, time_s=TIME_S)
    async def track(job: Job, database: Database) -> None:
        try:
            asked = await tracking.track(
                suppliers, lambda: job.tx(database), job.workspace_id, job.one("account")
            )
        except (Gone, Conflict):
            return
        if meter:
            meter.count("hanse_purchasing_tracked_total", asked)

    @jobs.job(watching.LISTEN_JOB, time_s=TIME_S)
    async def listen(job: Job, database: Database) -> None:
        async with job.tx(database) as tx:
            await watching.ask_silent(tx, job.one("account"))

    @jobs.job(TEND_JOB)
    async def tend(job: Job, database: Database) -> None:
        """What a lost nudge left behind is found within a minute."""
        async with database.system_tx(job.name) as tx:
            wanted: dict[tuple[UUID, str], list[UUID]] = {}
            for workspace_id, account_id, name in await watching.due_everywhere(tx, DUE_MAX):
                wanted.setdefault((workspace_id, name), []).append(account_id)
            for (workspace_id, name), ids in wanted.items():
                here = replace(tx, workspace_id=workspace_id)
                await enqueue_many(here, name, [(str(one), {"account": one}) for one in ids])

    jobs.every(TEND_JOB, "* * * * *")
    return jobs


async def follow(tx: Tx, happened: Sequence[Event]) -> None:
    await following.follow(tx, happened)
    await disputing.hear(tx, happened)


def follower() -> Follower:
    return Follower("purchasing", following.FOLLOWED, follow, batch=BATCH)
