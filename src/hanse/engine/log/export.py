"""The log page by page, for whoever reads all of it: exports, and those who watch it grow."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from typing import TypeAlias

from hanse.engine.log.events import START, Position, horizon
from hanse.engine.log.history import Event, Filters, read, read_back
from hanse.engine.log.personal import open_personal
from hanse.engine.tx import Tx

PAGE = 500
POLL_S = 0.5

Opening: TypeAlias = AbstractAsyncContextManager[Tx]
OpenTx: TypeAlias = Callable[[], Opening]  # a transaction for each page


async def pages(
    open_tx: OpenTx, filters: Filters, why: str = "", end: Position | None = None
) -> AsyncIterator[Sequence[Event]]:
    """All that stood in the log when it began, or before this end; oldest first.

    A reason opens the personal fields.
    """
    if end is None:
        async with open_tx() as tx:
            end = await horizon(tx)
    after = START
    while True:
        async with open_tx() as tx:
            events = [
                event for event in await read(tx, filters, after, PAGE) if event.position < end
            ]
            if why:
                events = await open_personal(tx, events, why)
        if not events:
            return
        yield events
        after = events[-1].position


async def tail(
    open_tx: OpenTx, filters: Filters, rows: int, follow: bool
) -> AsyncIterator[Sequence[Event]]:
    """The newest events, oldest of them first; then, if wanted, each one that comes."""
    before: Position | None = None
    async with open_tx() as tx:
        if follow:
            before = await horizon(tx)
        yield (await read_back(tx, filters, before, rows))[::-1]
    while before:
        async with open_tx() as tx:
            events = await read(tx, filters, before, PAGE)
        if events:
            yield events
            before = events[-1].position
        else:
            await asyncio.sleep(POLL_S)
