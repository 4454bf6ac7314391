"""A worker of the product in a process of its own, which the bench kills: told by its argument."""

import asyncio
import json
import os
import sys

import uvloop

from bench.puller import reaching
from hanse.app import wiring
from hanse.engine.jobs.handlers import collect
from hanse.engine.jobs.workers import work
from hanse.engine.metrics import Meter


def name_of(pid: int) -> str:
    return f"mortal {pid}"


async def main() -> None:
    async with reaching(json.loads(sys.argv[1])) as reach:
        registry = collect(wiring.jobs_of(reach.wire, reach, Meter()))
        print("ready", flush=True)
        await work(reach.database, registry, stop=asyncio.Event(), worker=name_of(os.getpid()))


if __name__ == "__main__":
    uvloop.run(main())
