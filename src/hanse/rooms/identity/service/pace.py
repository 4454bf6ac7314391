"""Answers that take the same time, whether there was something to do or not."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from hanse.base.clock import Clock

EVEN_S = 0.3  # longer than all that is done for somebody who exists, mails and links included


@asynccontextmanager
async def evenly(clock: Clock, least_s: float = EVEN_S) -> AsyncIterator[None]:
    """What is inside ends no sooner, however little it had to do."""
    started = clock.monotonic()
    try:
        yield
    finally:
        await asyncio.sleep(max(least_s - (clock.monotonic() - started), 0.0))
