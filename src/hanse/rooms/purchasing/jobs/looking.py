"""Jobs that plan which suppliers' goods are looked up when, and look them up."""

from dataclasses import replace
from uuid import UUID

from hanse.base.faults import Conflict, Gone
from hanse.engine.jobs.handlers import Job, Jobs
from hanse.engine.jobs.jobs import enqueue_many
from hanse.engine.metrics import Meter
from hanse.engine.tx import Database
from hanse.rooms.purchasing.service import looking
from hanse.rooms.purchasing.service.looking import LOOK_JOB, PLAN_JOB
from hanse.rooms.purchasing.service.ports import Suppliers

WATCH_JOB = "purchasing.watch_looks"
TIME_S = 600.0
ACCOUNTS_MAX = 10_000


def jobs_of(suppliers: Suppliers, meter: Meter | None = None) -> Jobs:
    jobs = Jobs("purchasing")

    @jobs.job(LOOK_JOB, time_s=TIME_S)
    async def look(job: Job, database: Database) -> None:
        try:
            done = await looking.look(
                suppliers, lambda: job.tx(database), job.workspace_id, job.one("account")
            )
        except (Gone, Conflict):
            return  # it is not connected any more
        if meter:
            meter.count("hanse_purchasing_looked_total", done)

    @jobs.job(PLAN_JOB, time_s=TIME_S)
    async def plan(job: Job, database: Database) -> None:
        try:
            await looking.plan_anew(
                suppliers, lambda: job.tx(database), job.workspace_id, job.one("account")
            )
        except (Gone, Conflict):
            return

    @jobs.job(WATCH_JOB)
    async def watch(job: Job, database: Database) -> None:
        async with database.system_tx(job.name) as tx:
            wanted: dict[UUID, list[UUID]] = {}
            for workspace_id, account_id in await looking.everywhere(tx, ACCOUNTS_MAX):
                wanted.setdefault(workspace_id, []).append(account_id)
            for workspace_id, ids in wanted.items():
                here = replace(tx, workspace_id=workspace_id)
                await enqueue_many(here, LOOK_JOB, [(str(one), {"account": one}) for one in ids])

    jobs.every(WATCH_JOB, "*/5 * * * *")
    return jobs
