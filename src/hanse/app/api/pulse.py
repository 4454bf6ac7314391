"""The pulse: what the installation does now, every two seconds, worked out once for all readers."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from hanse.base.clock import Clock
from hanse.engine.live.live import complain, wait_for
from hanse.engine.live.readers import Reader, Readers

EVERY_S = 2.0
LIFE_S = 3_600.0


class Pulse:
    """Streams that all say the same; `look` gives the document that they carry."""

    def __init__(
        self,
        clock: Clock,
        readers: Readers,
        look: Callable[[], Awaitable[bytes]],
        every_s: float = EVERY_S,
    ) -> None:
        self.readers = readers
        self._clock = clock
        self._look = look
        self._every_s = every_s
        self._stop = asyncio.Event()

    async def run(self) -> None:
        """Beat until `close`. Nobody reading means that nothing is asked."""
        while not await wait_for(self._stop, self._every_s):
            if len(self.readers):
                await self._beat()

    async def _beat(self) -> None:
        try:
            piece = frame(await self._look())
        except Exception as error:  # noqa: BLE001 - an outage is told, a mistake is raised
            complain(error)
            self.readers.beat(self._clock.monotonic(), LIFE_S)
            return
        for reader in self.readers:
            self.readers.give(reader, piece)

    def close(self) -> None:
        self._stop.set()
        self.readers.close()

    @asynccontextmanager
    async def stream(self, owner: str) -> AsyncIterator[tuple[Reader, bytes]]:
        """A reader, and the newest pulse to begin with."""
        reader = self.readers.open(owner, self._clock.monotonic())
        try:
            yield reader, frame(await self._look())
        finally:
            self.readers.leave(reader)


def frame(document: bytes) -> bytes:
    return b"event: pulse\ndata: " + document + b"\n\n"
