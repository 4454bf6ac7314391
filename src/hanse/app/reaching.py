"""The way to connected shops, opened for a process or for one command."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from hanse.app import wiring
from hanse.app.addresses import address, authorities
from hanse.app.opened import Opened
from hanse.engine.calls import Recorder
from hanse.engine.metrics import Meter
from hanse.engine.outbound import Outbound
from hanse.engine.wire.watch import watching
from hanse.engine.wire.wire import Wire
from hanse.rooms.connections.service.reach import Reach


@asynccontextmanager
async def reach_by(opened: Opened, wire: Wire, meter: Meter) -> AsyncIterator[Reach]:
    """Over a wire that is open; what was asked is written down until the end."""
    recorder, stop = Recorder(opened.database, meter), asyncio.Event()
    writing = asyncio.create_task(recorder.run(stop))
    outbound = Outbound(opened.database, wire, meter, recorder, opened.clock)
    platforms = {each.CARD.name: each for each in wiring.CONNECTORS}
    try:
        yield Reach(opened.database, outbound, wire, platforms, address(opened.settings))
    finally:
        stop.set()
        await writing


@asynccontextmanager
async def for_command(opened: Opened) -> AsyncIterator[Reach]:
    """With a wire of its own, for a command that asks a shop."""
    meter = Meter()
    wire = await Wire.open(
        opened.clock,
        allow_private=opened.settings.outbound_allow,
        ca_file=authorities(opened.settings),
        routes=opened.settings.outbound_routes,
        observe=watching(meter),
    )
    try:
        async with reach_by(opened, wire, meter) as reach:
            yield reach
    finally:
        await wire.close()
