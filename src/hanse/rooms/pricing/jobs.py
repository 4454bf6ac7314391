"""Jobs of pricing: prices are worked out anew when what they stand on has moved."""

from collections.abc import Sequence

from hanse.changes.service.hands import Hands
from hanse.engine.jobs.handlers import Job, Jobs
from hanse.engine.log.followers import Follower
from hanse.engine.log.history import Event
from hanse.engine.metrics import Meter
from hanse.engine.tx import Database, Tx
from hanse.rooms.pricing.service import following, moving, proposing, queue
from hanse.rooms.pricing.service.proposing import Repriced

TIME_S = 1_800.0


def jobs_of(hands: Hands, meter: Meter | None = None) -> Jobs:
    jobs = Jobs("pricing")

    def tell(done: Repriced) -> None:
        if meter:
            meter.count("hanse_pricing_quotes_total", done.looked_at)
            meter.count("hanse_pricing_proposed_total", done.proposed)

    @jobs.job(queue.REPRICE, time_s=TIME_S)
    async def reprice(job: Job, database: Database) -> None:
        cause = str(job.ids["cause"])
        tell(await proposing.reprice(hands, lambda: job.tx(database), cause))

    @jobs.job(queue.REPRICE_SOME, time_s=TIME_S)
    async def reprice_some(job: Job, database: Database) -> None:
        async for done in moving.reprice_moved(hands, lambda: job.tx(database)):
            tell(done)

    @jobs.job(queue.SPREAD)
    async def spread_rates(job: Job, database: Database) -> None:
        await queue.spread(database, job.name)

    @jobs.job(queue.TEND)
    async def tend(job: Job, database: Database) -> None:
        await queue.tend(database, job.name)

    jobs.every(queue.TEND, "0 * * * *")
    return jobs


def follower() -> Follower:
    async def follow(tx: Tx, happened: Sequence[Event]) -> None:
        await following.follow(tx, happened)

    return Follower("pricing", following.FOLLOWED, follow)
