"""Who is next in this process: the most urgent one, and among equals whoever came first.

All workers share a bucket in the database; this keeps the callers of one process from asking it all
at once, and a family of endpoints from more calls at a time than it bears.
"""

import asyncio
import heapq
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

Ticket = tuple[int, int]  # the less, the sooner


@dataclass(slots=True)
class Turns:
    """Of one bucket."""

    at_once_max: int
    running: int = 0
    told_s: float = 0.0  # what the one in front was told to wait, the last time
    _came: int = 0
    _waiting: list[Ticket] = field(default_factory=list)
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def idle(self) -> bool:
        return not self.running and not self._waiting

    @contextmanager
    def waiting(self, priority: int) -> Iterator[Ticket]:
        """A place in the queue, for as long as the block."""
        self._came += 1
        ticket = (-priority, self._came)
        heapq.heappush(self._waiting, ticket)
        self._tell()
        try:
            yield ticket
        finally:
            self._waiting.remove(ticket)
            heapq.heapify(self._waiting)
            self._tell()

    def start(self) -> None:
        self.running += 1

    def end(self) -> None:
        self.running -= 1
        self._tell()

    def is_next(self, ticket: Ticket) -> bool:
        return self._waiting[0] == ticket and self.running < self.at_once_max

    async def come(self, ticket: Ticket, seconds: float) -> bool:
        """Wait for one's turn; whether it came within these seconds."""
        return await self._until(ticket, True, seconds)

    async def pause(self, ticket: Ticket, seconds: float) -> None:
        """Wait so long, or until somebody more urgent has come."""
        await self._until(ticket, False, seconds)

    async def _until(self, ticket: Ticket, wanted: bool, seconds: float) -> bool:
        if self.is_next(ticket) is wanted:
            return True
        try:
            async with asyncio.timeout(max(seconds, 0.0)):
                while self.is_next(ticket) is not wanted:
                    await self._changed.wait()
        except TimeoutError:
            return False
        return True

    def _tell(self) -> None:
        told, self._changed = self._changed, asyncio.Event()
        told.set()
