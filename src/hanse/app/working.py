"""`hanse work`: a worker. It runs jobs, follows the log and seals it."""

import asyncio

from hanse.app.opened import Opened
from hanse.app.running import running
from hanse.engine import sealer
from hanse.engine.processes import ProcessRole


async def work(bare: Opened, *, demo: bool, child: bool) -> int:
    del demo
    async with running(bare, ProcessRole.worker, child=child) as here, asyncio.TaskGroup() as group:
        group.create_task(sealer.run(here.database, here.stop))
        await here.stop.wait()
    return 0
