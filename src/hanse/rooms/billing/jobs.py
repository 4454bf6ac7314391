"""Jobs of billing: the papers of a month are made once it is over."""

from dataclasses import replace
from uuid import UUID

from hanse.engine.jobs.handlers import Job, Jobs
from hanse.engine.jobs.jobs import enqueue
from hanse.engine.tx import INSTALLATION, Database
from hanse.rooms.billing.service import statements
from hanse.rooms.connections.service import accounts

CLOSE = "billing.close"
ACCOUNTS_MAX = 10_000

jobs = Jobs("billing")


@jobs.job(CLOSE)
async def close(job: Job, database: Database) -> None:
    """In the installation, ask for one run in each workspace that has a shop."""
    if job.workspace_id != INSTALLATION:
        statements.drawing_loaded()
        await statements.close(lambda: job.tx(database))
        return
    async with database.system_tx(job.name, request_id=job.request_id) as tx:
        found = {workspace for workspace, _ in await accounts.everywhere(tx, ACCOUNTS_MAX)}
        for workspace_id in sorted(found, key=UUID.__str__):
            await enqueue(replace(tx, workspace_id=workspace_id), CLOSE, "", {})


jobs.every(CLOSE, "10 2 * * *")
