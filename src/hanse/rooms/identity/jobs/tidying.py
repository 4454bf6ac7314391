"""Once a day what is over in sign-in is deleted."""

from hanse.engine.jobs.handlers import Job, Jobs
from hanse.engine.tx import Database
from hanse.rooms.identity.service import tidying

jobs = Jobs("identity")


@jobs.job("identity.tidy", time_s=1_800)
async def tidy(job: Job, database: Database) -> None:
    more = True
    while more:
        async with job.tx(database) as tx:
            more = await tidying.tidy(tx)


jobs.every("identity.tidy", "23 3 * * *")
