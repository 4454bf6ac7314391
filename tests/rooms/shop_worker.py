"""A worker in a process of its own that does all jobs of the product, for tests that kill it."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from hanse.app import wiring
from hanse.base.clock import SystemClock
from hanse.base.ids import RandomIds
from hanse.engine.calls import Recorder
from hanse.engine.jobs.handlers import collect
from hanse.engine.jobs.workers import work
from hanse.engine.metrics import Meter
from hanse.engine.outbound import Outbound
from hanse.engine.seal import KeyRing
from hanse.engine.tx import Database
from hanse.rooms.connections.service.reach import Reach
from tests.engine.wire_servers import wire
from tests.rooms.shops import routes_to


@asynccontextmanager
async def reaching(told: Mapping[str, str]) -> AsyncIterator[tuple[Reach, Meter]]:
    clock = SystemClock()
    database = await Database.open(
        told["app"],
        told["system"],
        clock=clock,
        ids=RandomIds(clock),
        ring=KeyRing({1: bytes.fromhex(told["key"])}, 1),
    )
    meter = Meter()
    recorder = Recorder(database, meter)
    async with wire(routes=routes_to(told["address"])) as out:
        outbound = Outbound(database, out, meter, recorder, clock)
        platforms = {each.CARD.name: each for each in wiring.CONNECTORS}
        yield Reach(database, outbound, out, platforms, told["base"]), meter
    await database.close()


async def main() -> None:
    async with reaching(json.loads(sys.argv[1])) as (reach, meter):
        registry = collect(wiring.jobs_of(reach.wire, reach, meter))
        print("ready", flush=True)
        worker = f"worker {os.getpid()}"
        await work(reach.database, registry, stop=asyncio.Event(), worker=worker)


if __name__ == "__main__":
    asyncio.run(main())
