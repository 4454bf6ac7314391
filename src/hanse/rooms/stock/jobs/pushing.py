"""Jobs that tell shops of stock, and the follower that asks for them."""

import asyncio
from uuid import UUID

from hanse.base.faults import Gone
from hanse.changes.service.hands import Hands
from hanse.engine.jobs.handlers import Job, Jobs
from hanse.engine.log.followers import Follower
from hanse.engine.metrics import Meter
from hanse.engine.tx import Database
from hanse.rooms.stock.service import believing, channels, marking, pushing, safety
from hanse.rooms.stock.service.pushing import Pushed

TEND_JOB = "stock.tend"
FADE_ALL_JOB = "stock.fade_everywhere"
HOURLY_JOB = "stock.keep_back_everywhere"
TIME_S = 1_800.0
BATCH = 20  # events; each may be about 500 variants


def jobs_of(hands: Hands, cards: safety.Cards, meter: Meter | None = None) -> Jobs:
    jobs = Jobs("stock")

    def tell(done: Pushed) -> None:
        if meter:
            meter.count("hanse_stock_compared_total", done.compared)
            meter.count("hanse_stock_proposed_total", done.proposed)
            for seconds in done.waited_s:
                meter.observe("hanse_stock_push_seconds", seconds)

    # No lane: whoever reads the shop is not waited for. The key lets one push a shop run at a time.
    @jobs.job(pushing.PUSH_JOB, time_s=TIME_S)
    async def push(job: Job, database: Database) -> None:
        done = Pushed(waits=True)
        while done.waits:  # no longer than the service waits for what is on its way
            await asyncio.sleep(pushing.GATHERED_FOR.total_seconds())
            try:
                done = await pushing.push(hands, lambda: job.tx(database), job.one("account"))
            except Gone:
                return  # the shop was removed meanwhile
        tell(done)

    @jobs.job(pushing.COMPARE_JOB, time_s=TIME_S)
    async def compare(job: Job, database: Database) -> None:
        why = str(job.ids["why"])
        try:
            tell(await pushing.compare(hands, lambda: job.tx(database), job.one("account"), why))
        except Gone:
            return

    @jobs.job(TEND_JOB)
    async def tend(job: Job, database: Database) -> None:
        await channels.tend(database, job.name)
        if meter:
            meter.set("hanse_stock_moved_waiting", await pushing.behind(database, job.name))

    @jobs.job(HOURLY_JOB)
    async def keep_back_everywhere(job: Job, database: Database) -> None:
        after = UUID(int=0)
        while found := await safety.workspaces(database, job.name, after):
            after = found[-1]
            await safety.ask(database, job.name, found)

    @jobs.job(FADE_ALL_JOB)
    async def fade_everywhere(job: Job, database: Database) -> None:
        await believing.fade_everywhere(database, job.name)

    @jobs.job(believing.FADE_JOB, time_s=TIME_S)
    async def fade(job: Job, database: Database) -> None:
        await believing.fade(lambda: job.tx(database))

    @jobs.job(safety.SAFETY_JOB, time_s=TIME_S)
    async def keep_back(job: Job, database: Database) -> None:
        await safety.work_out(lambda: job.tx(database), cards)
        await safety.forget(lambda: job.tx(database))

    jobs.every(TEND_JOB, "*/2 * * * *")
    jobs.every(HOURLY_JOB, "23 * * * *")
    jobs.every(FADE_ALL_JOB, "41 * * * *")
    return jobs


def follower() -> Follower:
    return Follower("stock_pushing", marking.FOLLOWED, marking.follow, batch=BATCH)
