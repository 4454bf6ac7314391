"""A worker in a process of its own that sends and settles changes, for tests that kill it. By its
cards no shop lags, for no test waits for a minute."""

import asyncio
import json
import os
import sys

from hanse.app import wiring
from hanse.changes import jobs
from hanse.engine.jobs.handlers import collect
from hanse.engine.jobs.workers import work
from tests.changes.market import at_once
from tests.rooms.shop_worker import reaching


async def main() -> None:
    async with reaching(json.loads(sys.argv[1])) as (reach, _):
        registry = collect([jobs.jobs_of(at_once(wiring.hands_of(reach)))])
        print("ready", flush=True)
        worker = f"worker {os.getpid()}"
        await work(reach.database, registry, stop=asyncio.Event(), worker=worker)


if __name__ == "__main__":
    asyncio.run(main())
