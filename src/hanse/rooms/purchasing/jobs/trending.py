"""Jobs that read at night what sells at suppliers."""

from dataclasses import replace
from uuid import UUID

from hanse.base.faults import Conflict, Gone
from hanse.engine.jobs.handlers import Job, Jobs
from hanse.engine.jobs.jobs import enqueue_many
from hanse.engine.metrics import Meter
from hanse.engine.tx import Database
from hanse.rooms.purchasing.service import trending
from hanse.rooms.purchasing.service.ports import Suppliers
from hanse.rooms.purchasing.service.topics import READ_JOB

WATCH_JOB = "purchasing.watch_trends"
TIME_S = 600.0
ACCOUNTS_MAX = 10_000


def jobs_of(suppliers: Suppliers, meter: Meter | None = None) -> Jobs:
    jobs = Jobs("purchasing")

    @jobs.job(READ_JOB, time_s=TIME_S)
    async def read(job: Job, database: Database) -> None:
        try:
            pages = await trending.read(
                suppliers, lambda: job.tx(database), job.workspace_id, job.one("account")
            )
        except (Gone, Conflict):
            return  # it is not connected any more; whoever connects it again finds it due
        if meter:
            meter.count("hanse_purchasing_trend_pages_total", pages)

    @jobs.job(WATCH_JOB)
    async def watch(job: Job, database: Database) -> None:
        async with database.system_tx(job.name) as tx:
            wanted: dict[UUID, list[UUID]] = {}
            for workspace_id, account_id in await trending.everywhere(tx, ACCOUNTS_MAX):
                wanted.setdefault(workspace_id, []).append(account_id)
            for workspace_id, ids in wanted.items():
                here = replace(tx, workspace_id=workspace_id)
                await enqueue_many(here, READ_JOB, [(str(one), {"account": one}) for one in ids])

    jobs.every(WATCH_JOB, "*/10 * * * *")
    return jobs
