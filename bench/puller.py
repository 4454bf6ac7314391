"""The worker of the pulling benches: told by JSON on its input, says by JSON how it went."""

import asyncio
import json
import resource
import sys
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import uvloop

from hanse.app import wiring
from hanse.base.clock import SystemClock
from hanse.base.ids import RandomIds
from hanse.engine.calls import Recorder
from hanse.engine.jobs.handlers import collect
from hanse.engine.jobs.workers import prepare
from hanse.engine.log.followers import advance, enrol
from hanse.engine.metrics import Meter
from hanse.engine.outbound import Outbound
from hanse.engine.routing import Route
from hanse.engine.seal import KeyRing
from hanse.engine.setting_values import networks
from hanse.engine.tx import Actor, ActorKind, Database
from hanse.engine.wire.wire import Wire
from hanse.rooms.connections.service import connecting
from hanse.rooms.connections.service.reach import Reach
from hanse.rooms.mirror.jobs.reading import follower
from hanse.rooms.mirror.service import feeds, pulling
from hanse.trade.ports_read import Kind

NOBODY = Actor(ActorKind.system, None, "bench")
WITHOUT_END_S = 3_600.0
HOSTS = ("*.test", "*.myshopify.com", "developers.cjdropshipping.com")


async def main(told: Mapping[str, Any]) -> None:
    async with reaching(told) as reach:
        print(json.dumps(await pull(reach, told)), flush=True)


@asynccontextmanager
async def reaching(told: Mapping[str, Any]) -> AsyncIterator[Reach]:
    """What a process of the program stands on; the sandbox is at its address by any name."""
    clock = SystemClock()
    database = await Database.open(
        told["app_dsn"],
        told["system_dsn"],
        clock=clock,
        ids=RandomIds(clock),
        ring=KeyRing({1: bytes.fromhex(told["key"])}, 1),
    )
    loopback = networks("127.0.0.0/8")
    routes = [Route(host, told["address"]) for host in HOSTS]
    wire = await Wire.open(clock, allow_private=loopback, ports=range(1, 65_536), routes=routes)
    meter, stop = Meter(), asyncio.Event()
    recorder = Recorder(database, meter)
    writing = asyncio.create_task(recorder.run(stop))
    outbound = Outbound(database, wire, meter, recorder, clock)
    platforms = {each.CARD.name: each for each in wiring.CONNECTORS}
    reach = Reach(database, outbound, wire, platforms, told["base"])
    await prepare(database, collect(wiring.jobs_of(wire, reach, meter)))
    await enrol(database, [follower(reach)])
    try:
        yield reach
    finally:
        stop.set()
        await writing
        await wire.close()
        await database.close()


async def pull(reach: Reach, told: Mapping[str, Any]) -> Mapping[str, float]:
    workspace, kind = UUID(told["workspace"]), Kind(told["kind"])
    database = reach.database
    fields = dict(told["fields"])
    looked = await connecting.look(reach, told["platform"], fields)
    account = await connecting.connect(lambda: database.tx(workspace, NOBODY), looked, "")
    while await advance(database, follower(reach)):
        pass
    async with database.tx(workspace, NOBODY) as tx:
        found = await feeds.list_feeds(tx, account.id)
        feed = next(each for each in found if each.kind is kind)
        await feeds.ask_pull(tx, feed.id)
    started = time.perf_counter()
    await pulling.pull(
        reach, lambda: database.tx(workspace, NOBODY), workspace, feed.id, silent, WITHOUT_END_S
    )
    seconds = time.perf_counter() - started
    async with database.tx(workspace, NOBODY) as tx:
        done = await feeds.feed(tx, feed.id)
    return {
        "seconds": seconds,
        "rows": done.rows_done,
        "written": done.rows_changed,
        "worker_mb_max": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_024,
    }


async def silent(message: str, done: int | None, total: int | None) -> None:
    """Nobody watches."""


if __name__ == "__main__":
    uvloop.run(main(json.loads(sys.stdin.read())))
