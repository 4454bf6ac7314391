"""Live changes: 1,000 open streams hear of 20 changes; how late the slowest is, and who misses one.

The web door is a process of its own. The readers are bare TCP connections in this process, which
shares the machine's cores with it. Latency counts from before the transaction begins to the bytes
at the reader. Beside it stands what no program can beat: the same bytes written to 1,000 bare
sockets by a loop in another process.

Twice the streams: a change takes twice as long to reach the last. Twice the log: the same.
"""

import argparse
import asyncio
import re
import statistics
import sys
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import cast
from uuid import UUID

import uvloop

from bench.ground import Ground, ground, print_figures, say
from hanse.app.api.app import build
from hanse.app.api.ground import Ground as WebGround
from hanse.app.api.serving import listen, serve
from hanse.base.clock import SystemClock
from hanse.base.ids import RandomIds
from hanse.engine.doors.access import Caller, Knock
from hanse.engine.health.checks import Check
from hanse.engine.live.live import Hub
from hanse.engine.log.events import append, declare
from hanse.engine.metrics import Meter
from hanse.engine.seal import KeyRing, new_key
from hanse.engine.settings import load
from hanse.engine.tx import Actor, ActorKind, Database

STREAMS = 1_000
CHANGES = 20
PAUSE_S = 0.25  # between two changes
LIMIT_S = 30.0
WORKSPACE = UUID(int=1)
BENCH = Actor(ActorKind.system, None, "bench")
SHOWN = re.compile(rb'"version": (\d+)')


@declare("bench.picture.shown", "{actor} showed a picture", subject=("bench.picture", "picture_id"))
@dataclass(frozen=True, slots=True)
class PictureShown:
    picture_id: UUID
    version: int


# This process: the readers


class Reader(asyncio.Protocol):
    """One bare connection that notes when each change arrives."""

    def __init__(self, request: bytes) -> None:
        self.request = request
        self.heard: dict[int, float] = {}
        self.open = asyncio.get_running_loop().create_future()
        self._rest = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        cast("asyncio.Transport", transport).write(self.request)

    def data_received(self, data: bytes) -> None:
        now = time.perf_counter()
        text = self._rest + data
        whole, _, self._rest = text.rpartition(b"\n\n")
        for found in SHOWN.findall(whole):
            self.heard[int(found)] = now
        if not self.open.done() and b"hello" in whole:
            self.open.set_result(None)


async def opened(port: int, request: str) -> list[Reader]:
    """All streams, each of which has said hello."""
    loop = asyncio.get_running_loop()
    readers = [Reader(request.format(number=number).encode()) for number in range(STREAMS)]
    for reader in readers:
        await loop.create_connection(partial(itself, reader), "127.0.0.1", port)
    async with asyncio.timeout(LIMIT_S):
        await asyncio.gather(*(reader.open for reader in readers))
    return readers


def itself(reader: Reader) -> Reader:
    return reader


async def all_heard(readers: Sequence[Reader]) -> None:
    """Until every reader heard every change, or the limit: then some are lost."""
    until = time.perf_counter() + LIMIT_S
    # An event that readers set would disturb what is measured.
    while any(len(one.heard) < CHANGES for one in readers) and time.perf_counter() < until:  # noqa: ASYNC110
        await asyncio.sleep(0.05)


@dataclass(frozen=True, slots=True)
class Heard:
    """How late the readers heard, in ms, and how many changes did not arrive."""

    p50_ms: float
    p99_ms: float
    lost: int


def judged(readers: Sequence[Reader], began: Mapping[int, float]) -> Heard:
    late = sorted(
        (at - began[change]) * 1_000 for reader in readers for change, at in reader.heard.items()
    )
    p99_ms = late[int(len(late) * 0.99) - 1]
    return Heard(statistics.median(late), p99_ms, STREAMS * CHANGES - len(late))


async def measured_door(here: Ground, port: int) -> Heard:
    readers = await opened(
        port, "GET /api/live HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {number}\r\n\r\n"
    )
    say(f"{len(readers):,} streams are open")
    began: dict[int, float] = {}
    for change in range(CHANGES):
        await asyncio.sleep(PAUSE_S)
        began[change] = time.perf_counter()
        async with here.database.tx(WORKSPACE, BENCH) as tx:
            await append(tx, PictureShown(tx.ids.new(), change))
    await all_heard(readers)
    return judged(readers, began)


async def measured_sockets(port: int) -> Heard:
    """The same bytes by the bare loop; a line on a connection of its own is what starts it."""
    readers = await opened(port, "reader {number}\n")
    _, trigger = await asyncio.open_connection("127.0.0.1", port)
    began: dict[int, float] = {}
    for change in range(CHANGES):
        await asyncio.sleep(PAUSE_S)
        began[change] = time.perf_counter()
        trigger.write(b"%d\n" % change)
    await all_heard(readers)
    trigger.close()
    return judged(readers, began)


async def main() -> None:
    async with ground() as here:
        dsns = here.cluster.dsns
        async with child("door", dsns.app, dsns.system, str(here.home)) as port:
            door = await measured_door(here, port)
    async with child("sockets") as port:
        bare = await measured_sockets(port)
    say(f"the door: half within {door.p50_ms:.0f} ms, 99 of 100 within {door.p99_ms:.0f} ms")
    say(f"bare sockets: half within {bare.p50_ms:.0f} ms, 99 of 100 within {bare.p99_ms:.0f} ms")
    print_figures(
        p99_ms=door.p99_ms,
        lost=door.lost,
        p50_ms=door.p50_ms,
        bare_p99_ms=bare.p99_ms,
        bare_lost=bare.lost,
    )


# The other processes: the web door, and the loop over bare sockets


@asynccontextmanager
async def child(*words: str) -> AsyncIterator[int]:
    """This file as another process; the port that it listens on."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bench.live", *words), stdout=asyncio.subprocess.PIPE
    )
    try:
        assert process.stdout is not None
        yield int(await asyncio.wait_for(process.stdout.readline(), LIMIT_S))
    finally:
        process.kill()
        await process.wait()


async def be_the_door(app_dsn: str, system_dsn: str, home: str) -> None:
    async def known(knock: Knock) -> Caller:
        name = knock.headers.get("authorization", "")
        return Caller(BENCH, WORKSPACE, frozenset({"live.stream.read", "bench.picture.read"}), name)

    clock, meter = SystemClock(), Meter()
    database = await Database.open(
        app_dsn, system_dsn, clock=clock, ids=RandomIds(clock), ring=KeyRing({1: new_key()}, 1)
    )
    web = WebGround(
        database=database,
        settings=load({"HANSE_HOME": home}).settings,
        clock=clock,
        ids=database.ids,
        meter=meter,
        hub=Hub(database, meter),
        doors=(),
        authenticate=known,
        checks=no_checks,
        version="0",
        started_at=clock.now(),
        web=Path(home) / "no-web",
    )
    with listen("127.0.0.1", 0) as sock:
        print(sock.getsockname()[1], flush=True)
        await serve(build(web), web.settings, [sock], asyncio.Event())


async def no_checks() -> Sequence[Check]:
    return ()


async def be_the_sockets() -> None:
    writers: list[asyncio.StreamWriter] = []

    async def serve_one(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        first = await reader.readline()
        if first.startswith(b"reader"):
            writers.append(writer)
            writer.write(b"event: hello\n\n")
            return
        while first:
            shown = b'"topic": "bench.picture.shown", "id": "%36d", "version": %d' % (0, int(first))
            for one in writers:
                one.write(b"id: 1234567-1234567\ndata: {" + shown + b"}\n\n")
            first = await reader.readline()

    with listen("127.0.0.1", 0) as sock:
        server = await asyncio.start_server(serve_one, sock=sock)
        print(sock.getsockname()[1], flush=True)
        await server.serve_forever()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("role", nargs="?", choices=("door", "sockets"))
    parser.add_argument("given", nargs="*")
    args = parser.parse_args()
    if args.role == "door":
        uvloop.run(be_the_door(*args.given))
    elif args.role == "sockets":
        uvloop.run(be_the_sockets())
    else:
        uvloop.run(main())
