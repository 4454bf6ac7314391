"""Jobs that follow open disputes with suppliers until they are decided."""

from dataclasses import replace
from uuid import UUID

from hanse.base.faults import Conflict, Gone
from hanse.engine.jobs.handlers import Job, Jobs
from hanse.engine.jobs.jobs import enqueue_many
from hanse.engine.metrics import Meter
from hanse.engine.tx import Database
from hanse.rooms.purchasing.service import disputing
from hanse.rooms.purchasing.service.disputing import FOLLOW_JOB, WATCH_JOB
from hanse.rooms.purchasing.service.ports import Suppliers

TIME_S = 600.0
ACCOUNTS_MAX = 10_000


def jobs_of(suppliers: Suppliers, meter: Meter | None = None) -> Jobs:
    jobs = Jobs("purchasing")

    @jobs.job(FOLLOW_JOB, time_s=TIME_S)
    async def follow(job: Job, database: Database) -> None:
        try:
            asked = await disputing.follow(
                suppliers, lambda: job.tx(database), job.workspace_id, job.one("account")
            )
        except (Gone, Conflict):
            return  # it is not connected any more
        if meter:
            meter.count("hanse_purchasing_disputes_asked_total", asked)

    @jobs.job(WATCH_JOB)
    async def watch(job: Job, database: Database) -> None:
        async with database.system_tx(job.name) as tx:
            wanted: dict[UUID, list[UUID]] = {}
            for workspace_id, account_id in await disputing.everywhere(tx, ACCOUNTS_MAX):
                wanted.setdefault(workspace_id, []).append(account_id)
            for workspace_id, ids in wanted.items():
                here = replace(tx, workspace_id=workspace_id)
                await enqueue_many(here, FOLLOW_JOB, [(str(one), {"account": one}) for one in ids])

    jobs.every(WATCH_JOB, "*/10 * * * *")
    return jobs
