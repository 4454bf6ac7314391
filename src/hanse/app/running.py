"""What the web door and a worker have in common while they run: signals, signs of life, logs."""

import asyncio
import gc
import logging
import os
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from importlib.metadata import version

from hanse.app.addresses import authorities
from hanse.app.opened import Opened
from hanse.app.opening import opened as open_all
from hanse.app.reaching import reach_by
from hanse.app.supervisor import stop_on_signals, stop_when_orphaned
from hanse.engine import processes
from hanse.engine.log import months
from hanse.engine.metrics import Meter
from hanse.engine.outages import as_fault
from hanse.engine.processes import BEAT_EVERY_S, Process, ProcessRole
from hanse.engine.telemetry import start_logging
from hanse.engine.tracing import Tracer, open_tracer
from hanse.engine.tx import Database
from hanse.engine.wire.watch import watching
from hanse.engine.wire.wire import Wire
from hanse.rooms.connections.service.reach import Reach

log = logging.getLogger("hanse.app")

LOOK_FOR_STOP_S = 0.2
COLLECT_AFTER = (20_000, 10, 10)  # new objects, rounds of the youngest, rounds of the middle


@dataclass(frozen=True, slots=True)
class Running:
    """One process at work."""

    opened: Opened
    process: Process
    meter: Meter
    tracer: Tracer
    wire: Wire
    reach: Reach
    stop: asyncio.Event

    @property
    def database(self) -> Database:
        return self.opened.database


@asynccontextmanager
async def running(bare: Opened, role: ProcessRole, *, child: bool) -> AsyncIterator[Running]:
    """Open everything, say that we live, and close it all when somebody asks us to end."""
    start_logging(bare.settings)
    stop = stop_on_signals()
    orphaned = asyncio.create_task(stop_when_orphaned(stop)) if child else None
    tracer = open_tracer(bare.settings.otel_url, version("hanse"))
    async with open_all(bare) as ready:
        await months.make_ready(ready.database)
        process = introduce(ready, role)
        beating = asyncio.create_task(keep_beating(ready.database, process))
        meter = Meter()
        meter.set("hanse_build", 1, version=process.version)
        wire = await Wire.open(
            ready.clock,
            allow_private=bare.settings.outbound_allow,
            ca_file=authorities(bare.settings),
            routes=bare.settings.outbound_routes,
            observe=watching(meter),
            carry=tracer.headers,
        )
        log.info("process.started", extra={"role": role.value, "pid": process.pid})
        try:
            async with reach_by(ready, wire, meter) as reach:
                yield Running(ready, process, meter, tracer, wire, reach, stop)
        finally:
            await wire.close()
            await end(beating)
            await say_farewell(ready.database, process)
            log.info("process.ended", extra={"role": role.value, "pid": process.pid})
    tracer.close()
    if orphaned:
        await end(orphaned)


def collect_seldom() -> None:
    """What stands by now stands until the end, and a page of a list is a thousand short lives.

    By default Python looks for rings after every 700 new objects, which took a fourteenth of the
    time that lists take, and a quarter of that of a preview. Nearly all goes by its count; rings
    wait a little longer.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECT_AFTER)


def introduce(ready: Opened, role: ProcessRole) -> Process:
    return Process(
        id=ready.ids.new(),
        role=role,
        host=socket.gethostname(),
        pid=os.getpid(),
        version=version("hanse"),
        started_at=ready.clock.now(),
    )


async def keep_beating(database: Database, process: Process) -> None:
    while True:
        try:
            async with database.system_tx("sign of life") as tx:
                await processes.beat(tx, process)
        except Exception as error:
            # An outage is sat out: the next beat tells that we are still here.
            if (fault := as_fault(error)) is None:
                raise
            log.warning("process.beat_missed", extra={"fault": fault.sentence})
        await asyncio.sleep(BEAT_EVERY_S)


async def say_farewell(database: Database, process: Process) -> None:
    try:
        async with database.system_tx("sign of life") as tx:
            await processes.farewell(tx, process.id)
    except Exception as error:
        if as_fault(error) is None:
            raise
        log.warning("process.left_without_farewell")


async def end(task: "asyncio.Task[None]") -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
