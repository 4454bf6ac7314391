"""Jobs that read orders into the book, and the follower that asks for them."""

from collections.abc import Mapping

from hanse.engine.jobs.handlers import Job, Jobs
from hanse.engine.jobs.jobs import enqueue
from hanse.engine.log.followers import Follower
from hanse.engine.manifest import Connector
from hanse.engine.metrics import Meter
from hanse.engine.tx import Database
from hanse.rooms.orders.service import following, intake
from hanse.rooms.orders.service.following import INTAKE_JOB

SLICE_S = 120.0  # then other shops have their turn
TIME_S = 300.0
BATCH = 20  # events; each may be about 500 orders


def jobs_of(cards: Mapping[str, Connector], meter: Meter | None = None) -> Jobs:
    jobs = Jobs("orders")

    @jobs.job(INTAKE_JOB, time_s=TIME_S, lane="account")
    async def read(job: Job, database: Database) -> None:
        account_id = job.one("account")
        until = database.clock.monotonic() + SLICE_S
        asked = True
        while asked and database.clock.monotonic() < until:
            taken = await intake.take(lambda: job.tx(database), cards, account_id)
            asked = taken.asked > 0
            if meter and asked:
                meter.count("hanse_orders_read_total", taken.written, became="written")
                meter.count("hanse_orders_read_total", taken.same, became="same")
                meter.count("hanse_orders_read_total", taken.unreadable, became="unreadable")
        if asked:
            async with job.tx(database) as tx:
                await enqueue(tx, INTAKE_JOB, job.key, job.ids)

    return jobs


def follower() -> Follower:
    return Follower("orders", following.FOLLOWED, following.follow, batch=BATCH)
