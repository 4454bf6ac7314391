"""One look for many who ask: a value that is worked out at most once in a while."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

from hanse.base.clock import Clock

Value = TypeVar("Value")


class Recent(Generic[Value]):
    """Public doors stand before this, so that a crowd costs the database no more than one."""

    def __init__(
        self, clock: Clock, max_age_s: float, look: Callable[[], Awaitable[Value]]
    ) -> None:
        self._clock = clock
        self._max_age_s = max_age_s
        self._look = look
        self._lock = asyncio.Lock()
        self._found: tuple[float, Value] | None = None

    async def get(self) -> Value:
        """What was found less than `max_age_s` ago; those who come meanwhile wait for one look."""
        async with self._lock:
            now = self._clock.monotonic()
            if self._found is None or now - self._found[0] >= self._max_age_s:
                self._found = now, await self._look()
            return self._found[1]
