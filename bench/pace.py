"""Two workers at the limit of a platform: how much of it they use, and how often they are told to
slow down.

Twice the workers: the same share, for they share one row. Twice the limit: the same share, up to
about 700 calls a second of one bucket, which is what one row bears.
"""

import asyncio
import os
import sys
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from ipaddress import ip_network
from uuid import UUID

import uvloop

from bench.ground import ground, print_figures, say
from hanse.base.clock import SystemClock
from hanse.base.faults import Throttled
from hanse.base.ids import RandomIds
from hanse.engine.calls import Recorder
from hanse.engine.manifest import Rate
from hanse.engine.metrics import Meter
from hanse.engine.outbound import Outbound
from hanse.engine.seal import KeyRing
from hanse.engine.sending import Line
from hanse.engine.tx import Database
from hanse.engine.wire.wire import Call, Wire

SIZE, PER_S = 100, 50
RATE = Rate("products", 8, "this file", units=SIZE, window_s=SIZE / PER_S)
WORKERS = 2
CALLERS = 8  # in each
RUN_S = 15.0
WORKSPACE, ACCOUNT = UUID(int=1), UUID(int=2)


@dataclass(slots=True)
class Platform:
    """Counts as platforms do: a bucket that is full at first, and 429 beyond it."""

    left: float = SIZE
    counted_at: float = 0.0
    began_at: float = 0.0
    answered: int = 0
    throttled: int = 0
    began: asyncio.Event = field(default_factory=asyncio.Event)

    def takes(self) -> bool:
        now = time.monotonic()
        self.began_at = self.began_at or now
        self.began.set()
        passed = now - (self.counted_at or now)
        self.left, self.counted_at = min(SIZE, self.left + PER_S * passed), now
        if self.left < 1:
            self.throttled += 1
            return False
        self.left -= 1
        self.answered += 1
        return True

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while await reader.readuntil(b"\r\n\r\n"):
                status = b"200 OK" if self.takes() else b"429 Slow Down\r\nRetry-After: 1"
                writer.write(b"HTTP/1.1 " + status + b"\r\nContent-Length: 2\r\n\r\n{}")
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()


async def main() -> None:
    platform = Platform()
    server = await asyncio.start_server(platform.serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with ground() as here:
        environ = {
            **os.environ,
            "BENCH_APP": here.cluster.dsns.app,
            "BENCH_SYSTEM": here.cluster.dsns.system,
            "BENCH_KEY": here.vault_key,
            "BENCH_URL": f"http://127.0.0.1:{port}/",
        }
        workers = [
            await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bench.pace", "work"), env=environ
            )
            for _ in range(WORKERS)
        ]
        await platform.began.wait()
        await asyncio.sleep(RUN_S)
        # What may have been used is counted at the instant at which we stop to count what was.
        seconds, used = time.monotonic() - platform.began_at, platform.answered
        throttled = platform.throttled
        for worker in workers:
            worker.terminate()
            await worker.wait()
    server.close()
    share = used / (SIZE + PER_S * seconds)
    say(f"{used} of {SIZE + PER_S * seconds:.0f} in {seconds:.1f} s, {throttled} throttled")
    print_figures("pace", quota_used_share=share, throttled=throttled)


async def work() -> None:
    clock = SystemClock()
    database = await Database.open(
        os.environ["BENCH_APP"],
        os.environ["BENCH_SYSTEM"],
        clock=clock,
        ids=RandomIds(clock),
        ring=KeyRing({1: bytes.fromhex(os.environ["BENCH_KEY"])}, 1),
    )
    wire = await Wire.open(
        clock, allow_private=(ip_network("127.0.0.0/8"),), ports=range(1, 65_536)
    )
    recorder = Recorder(database)
    outbound = Outbound(database, wire, Meter(), recorder, clock)
    line = Line(WORKSPACE, ACCOUNT, "bench", {RATE.family: RATE})

    async def call() -> None:
        while True:
            try:
                await outbound.ask(
                    line, Call("GET", os.environ["BENCH_URL"], writes=False), family=RATE.family
                )
            except Throttled as told:
                await asyncio.sleep(told.after_s)

    stop = asyncio.Event()
    await asyncio.gather(recorder.run(stop), *(call() for _ in range(CALLERS)))


MODES: dict[str, Callable[[], Coroutine[object, object, None]]] = {"": main, "work": work}

if __name__ == "__main__":
    uvloop.run(MODES["".join(sys.argv[1:])]())
