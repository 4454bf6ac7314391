"""Who tells the books of earnings what orders came to, and when missing rates are looked for."""

from dataclasses import replace
from uuid import UUID

from hanse.engine.jobs.handlers import Job, Jobs
from hanse.engine.jobs.jobs import enqueue
from hanse.engine.log.followers import Follower
from hanse.engine.tx import INSTALLATION, Database
from hanse.rooms.connections.service import accounts
from hanse.rooms.orders.service import earning

FILL = "orders.fill_rates"
ACCOUNTS_MAX = 10_000

jobs = Jobs("orders")


@jobs.job(FILL)
async def fill(job: Job, database: Database) -> None:
    """In the installation, ask for one run in each workspace that has a shop."""
    if job.workspace_id != INSTALLATION:
        await earning.fill(lambda: job.tx(database))
        return
    async with database.system_tx(job.name, request_id=job.request_id) as tx:
        found = {workspace for workspace, _ in await accounts.everywhere(tx, ACCOUNTS_MAX)}
        for workspace_id in sorted(found, key=UUID.__str__):
            await enqueue(replace(tx, workspace_id=workspace_id), FILL, "", {})


jobs.every(FILL, "35 * * * *")


def follower() -> Follower:
    return Follower("earnings", earning.FOLLOWED, earning.follow)
