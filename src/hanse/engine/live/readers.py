"""Readers of live changes: a bounded queue for each open stream, so a slow one holds up nobody."""

import asyncio
from collections import Counter, deque
from collections.abc import Iterator

from hanse.base.faults import Throttled, Unavailable
from hanse.engine.metrics import Meter

FRAMES_MAX = 512
READERS_MAX = 4_000
READERS_OF_ONE_MAX = 50
COME_BACK_S = 10.0

HEARTBEAT = b": still here\n\n"
DROPPED = b'event: dropped\ndata: {"reason":"You read too slowly. Come back with the last id."}\n\n'


class Reader:
    """What waits to be written to one stream, at most `frames_max` pieces."""

    def __init__(self, owner: str, since: float, frames_max: int) -> None:
        self.owner = owner
        self.since = since
        self._frames: deque[bytes] = deque()
        self._frames_max = frames_max
        self._wake = asyncio.Event()
        self._closed = False

    def offer(self, frame: bytes) -> bool:
        """Queue a piece, unless nothing is read any more; false if there is no room for it."""
        if self._closed:
            return True
        if len(self._frames) >= self._frames_max:
            return False
        self._frames.append(frame)
        self._wake.set()
        return True

    def close(self, last: bytes = b"") -> None:
        """Nothing comes after what waits and this last piece."""
        if not self._closed:
            self._closed = True
            self._frames.append(last)
            self._wake.set()

    def drop(self, reason: bytes) -> None:
        """Forget what waits, say why, end."""
        self._frames.clear()
        self.close(reason)

    async def next(self) -> bytes:
        """Everything that waits, at once; empty when the stream has ended."""
        while not self._frames and not self._closed:
            self._wake.clear()
            await self._wake.wait()
        waiting = b"".join(self._frames)
        self._frames.clear()
        return waiting


class Readers:
    """All open streams of one kind in this process."""

    def __init__(
        self,
        meter: Meter,
        *,
        most: int = READERS_MAX,
        most_of_one: int = READERS_OF_ONE_MAX,
        frames_max: int = FRAMES_MAX,
    ) -> None:
        self._meter = meter
        self._most = most
        self._most_of_one = most_of_one
        self._frames_max = frames_max
        self._open: set[Reader] = set()
        self._of: Counter[str] = Counter()
        self._closed = False

    def __iter__(self) -> Iterator[Reader]:
        return iter(tuple(self._open))

    def __len__(self) -> int:
        return len(self._open)

    def open(self, owner: str, now: float) -> Reader:
        """A new stream of this caller, unless there are too many."""
        if self._closed:
            raise Unavailable("This process is about to end.", "Come back in a second.")
        if len(self._open) >= self._most or self._of[owner] >= self._most_of_one:
            raise Throttled(
                f"Too many live streams are open: {self._most_of_one} of one caller are the most.",
                COME_BACK_S,
                "Close one, or share one stream between windows.",
            )
        reader = Reader(owner, now, self._frames_max)
        self._open.add(reader)
        self._of[owner] += 1
        return reader

    def leave(self, reader: Reader) -> None:
        """The stream has ended, from whichever side."""
        if reader in self._open:
            self._open.discard(reader)
            self._of -= Counter({reader.owner: 1})
        reader.close()

    def give(self, reader: Reader, frame: bytes) -> None:
        """Queue a piece; a reader that has no room for it is dropped, and told so."""
        if not reader.offer(frame):
            reader.drop(DROPPED)
            self._meter.count("hanse_live_dropped_total")
            self.leave(reader)

    def beat(self, now: float, life_s: float) -> None:
        """A sign of life to all; those open for `life_s` end, so that they prove who they are."""
        for reader in self:
            if now - reader.since > life_s:
                self.leave(reader)
            else:
                self.give(reader, HEARTBEAT)

    def close(self) -> None:
        """Every stream ends after what waits for it, and no new one opens."""
        self._closed = True
        for reader in self:
            self.leave(reader)
