"""What can no longer be taken back is carried out, once a day."""

from dataclasses import replace

from hanse.engine.jobs.handlers import Job, Jobs
from hanse.engine.jobs.jobs import enqueue
from hanse.engine.tx import INSTALLATION, Database
from hanse.rooms.identity.service import workspaces

CLOSE = "identity.close"

jobs = Jobs("identity")


@jobs.job(CLOSE)
async def close(job: Job, database: Database) -> None:
    """In the installation, ask for one run in each workspace where a grace is over."""
    if job.workspace_id != INSTALLATION:
        async with job.tx(database) as tx:
            await workspaces.close_over(tx)
        return
    async with database.system_tx(job.name, request_id=job.request_id) as tx:
        for workspace_id in await workspaces.due(tx):
            await enqueue(replace(tx, workspace_id=workspace_id), CLOSE, "", {})


jobs.every(CLOSE, "40 3 * * *")
