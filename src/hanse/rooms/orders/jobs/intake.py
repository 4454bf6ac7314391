"""Jobs that read orders into the book, and the follower that asks for them."""

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from hanse.changes.service.hands import Hands
from hanse.engine.jobs.handlers import Job, Jobs
from hanse.engine.jobs.jobs import enqueue, enqueue_many
from hanse.engine.log.followers import Follower
from hanse.engine.manifest import Connector
from hanse.engine.metrics import Meter
from hanse.engine.tx import Database
from hanse.rooms.connections.service import accounts
from hanse.rooms.orders.service import buying, following, intake, waiting
from hanse.rooms.orders.service.following import INTAKE_JOB

TEND, STUCK_JOB = "orders.tend", "orders.find_stuck"
ACCOUNTS_MAX = 10_000
SLICE_S = 120.0  # then other shops have their turn
TIME_S = 300.0
BATCH = 20  # events; each may be about 500 orders


def jobs_of(hands: Hands, cards: Mapping[str, Connector], meter: Meter | None = None) -> Jobs:
    jobs = Jobs("orders")

    @jobs.job(buying.SEND_JOB)
    async def send_bought(job: Job, database: Database) -> None:
        async with job.tx(database) as tx:
            await buying.send_bought(hands, tx, job.one("purchase"))

    # No lane: whoever reads the shop is not waited for. The key lets one a shop run at a time.
    @jobs.job(INTAKE_JOB, time_s=TIME_S)
    async def read(job: Job, database: Database) -> None:
        account_id = job.one("account")
        until = database.clock.monotonic() + SLICE_S
        more = True
        while more and database.clock.monotonic() < until:
            taken = await intake.take(lambda: job.tx(database), cards, account_id)
            more = taken.more
            if meter and taken.asked:
                meter.count("hanse_orders_read_total", taken.written, became="written")
                meter.count("hanse_orders_read_total", taken.same, became="same")
                meter.count("hanse_orders_read_total", taken.unreadable, became="unreadable")
        if more:
            async with job.tx(database) as tx:
                await enqueue(tx, INTAKE_JOB, job.key, job.ids)

    @jobs.job(STUCK_JOB, time_s=TIME_S)
    async def stuck(job: Job, database: Database) -> None:
        async with job.tx(database) as tx:
            await waiting.find_stuck(tx, job.one("account"))

    @jobs.job(TEND)
    async def tend(job: Job, database: Database) -> None:
        async with database.system_tx(job.name) as tx:
            by_workspace: dict[UUID, list[UUID]] = {}
            for workspace_id, account_id in await accounts.everywhere(tx, ACCOUNTS_MAX):
                by_workspace.setdefault(workspace_id, []).append(account_id)
            for workspace_id, ids in by_workspace.items():
                items = [(str(each), {"account": each}) for each in ids]
                await enqueue_many(replace(tx, workspace_id=workspace_id), STUCK_JOB, items)

    jobs.every(TEND, "20 * * * *")
    return jobs


def follower() -> Follower:
    return Follower("orders", following.FOLLOWED, following.follow, batch=BATCH)
