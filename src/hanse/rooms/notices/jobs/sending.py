"""The jobs of notices: mails, deliveries, word to the operator, and tidying up."""

from hanse.engine.jobs.handlers import Job, Jobs
from hanse.engine.metrics import Meter
from hanse.engine.tx import Database
from hanse.engine.wire.wire import Wire
from hanse.rooms.notices.service import deliveries, mailing, telling, tidying

DELIVER_S = 60.0
OF_ENDPOINT_MAX = 2  # calls of one endpoint at once


def sending(wire: Wire, base: str, meter: Meter | None = None) -> Jobs:
    """`base` is the address under which people find this hub; links in mails begin with it."""
    jobs = Jobs("notices")

    @jobs.job(telling.MAIL_JOB)
    async def mail(job: Job, database: Database) -> None:
        async with job.tx(database) as tx:
            await mailing.mail(tx, job.one("person"), base)

    @jobs.job(telling.OPERATOR_JOB)
    async def tell_operator(job: Job, database: Database) -> None:
        name = str(job.ids["name"])
        await telling.tell_operator(database, job.one("event"), name, job.one("subject"))

    @jobs.job(deliveries.JOB, time_s=DELIVER_S, lane="endpoint", lane_max=OF_ENDPOINT_MAX)
    async def deliver(job: Job, database: Database) -> None:
        state = await deliveries.send(lambda: job.tx(database), wire, job.one("delivery"))
        if meter and state:
            meter.count("hanse_deliveries_total", state=state)

    @jobs.job("notices.forget")
    async def forget(job: Job, database: Database) -> None:
        forgotten = 1
        while forgotten:
            async with database.system_tx(job.name) as tx:
                forgotten = await tidying.forget(tx)

    jobs.every("notices.forget", "23 2 * * *")
    return jobs
