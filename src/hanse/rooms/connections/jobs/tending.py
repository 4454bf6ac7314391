"""Jobs that keep accounts connected."""

from contextlib import suppress

from hanse.base.faults import AuthLapsed, Conflict, Gone
from hanse.engine.jobs.handlers import Job, Jobs
from hanse.engine.metrics import Meter
from hanse.engine.tx import Database
from hanse.rooms.connections.service import connecting, consents, tending
from hanse.rooms.connections.service.connecting import CHECK_JOB
from hanse.rooms.connections.service.hearing import TEST_JOB
from hanse.rooms.connections.service.reach import RENEW_JOB, Reach

TEND = "connections.tend"
FORGET = "connections.forget"


def jobs_of(reach: Reach, meter: Meter | None = None) -> Jobs:
    jobs = Jobs("connections")

    @jobs.job(TEND)
    async def tend(job: Job, database: Database) -> None:
        await tending.tend(database, job.name)
        if meter:
            await tending.count(database, job.name, meter)

    @jobs.job(CHECK_JOB, lane="account", tries_max=3)
    async def check(job: Job, database: Database) -> None:
        await tending.check(reach, lambda: job.tx(database), job.one("account"))

    @jobs.job(RENEW_JOB, lane="account")
    async def renew(job: Job, database: Database) -> None:
        # Those are written at the account, where a person sees what to do.
        with suppress(AuthLapsed, Gone, Conflict):
            await tending.renew(reach, job.workspace_id, job.one("account"), meter)

    @jobs.job(TEST_JOB, lane="account", tries_max=5)
    async def test(job: Job, database: Database) -> None:
        with suppress(AuthLapsed, Gone, Conflict):
            await connecting.test(
                reach, lambda: job.tx(database), job.workspace_id, job.one("account")
            )

    @jobs.job(FORGET)
    async def forget(job: Job, database: Database) -> None:
        await consents.forget(database, job.name)

    jobs.every(TEND, "*/10 * * * *")
    jobs.every(FORGET, "20 * * * *")
    return jobs
