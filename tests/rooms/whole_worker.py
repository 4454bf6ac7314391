"""A worker in a process of its own that does all jobs of the product and follows its log, as
`hanse work` does, for tests that kill it."""

import asyncio
import json
import os
import sys

from hanse.app import wiring
from hanse.app.api import jobs as permissions
from hanse.engine.jobs.handlers import collect
from hanse.engine.jobs.workers import work
from hanse.engine.log import following
from tests.rooms.shop_worker import reaching

POLL_S = 0.2


async def main() -> None:
    assert permissions.READ, "notices ask who may read it"
    async with reaching(json.loads(sys.argv[1])) as (reach, meter):
        registry = collect(wiring.jobs_of(reach.wire, reach, meter))
        print("ready", flush=True)
        stop, worker = asyncio.Event(), f"worker {os.getpid()}"
        async with asyncio.TaskGroup() as group:
            group.create_task(
                following.run(reach.database, wiring.followers(reach), stop, poll_s=POLL_S)
            )
            group.create_task(work(reach.database, registry, stop=stop, worker=worker))


if __name__ == "__main__":
    asyncio.run(main())
