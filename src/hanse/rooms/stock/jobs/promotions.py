"""The clock of promotions."""

from hanse.engine.jobs.handlers import Job, Jobs
from hanse.engine.tx import Database
from hanse.rooms.stock.service import promoting

jobs = Jobs("stock")


@jobs.job(promoting.TURN)
async def turn_promotions(job: Job, database: Database) -> None:
    await promoting.turn_all(database)


jobs.every(promoting.TURN, "* * * * *")
