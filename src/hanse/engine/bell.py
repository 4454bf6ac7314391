"""Wakes whoever listens, once what there is to hear is committed.

A NOTIFY in the transaction itself would make the server commit such transactions one after the
other, each with its own wait for the disk. So the process rings after the commit, for all that were
committed meanwhile at once. Killed between the two, or without a connection, it rings for nobody:
who listens also looks by itself.
"""

import asyncio
import logging
from collections.abc import Collection
from dataclasses import dataclass, field

import asyncpg

log = logging.getLogger(__name__)

OUTAGES = (
    OSError,
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
)
RING = "select pg_notify(channel, '') from unnest($1::text[]) as channel"


@dataclass(slots=True)
class Bell:
    """Of one process. `ring` does not wait; `close` waits for what was rung."""

    channels: set[str] = field(default_factory=set)
    ringing: asyncio.Task[None] | None = None

    def ring(self, pool: "asyncpg.Pool[asyncpg.Record]", channels: Collection[str]) -> None:
        self.channels.update(channels)
        if self.channels and (self.ringing is None or self.ringing.done()):
            self.ringing = asyncio.create_task(self._ring(pool))

    async def close(self) -> None:
        if self.ringing is not None:
            await asyncio.wait({self.ringing})

    async def _ring(self, pool: "asyncpg.Pool[asyncpg.Record]") -> None:
        while self.channels:
            due = sorted(self.channels)
            self.channels.clear()
            try:
                await pool.execute(RING, due)
            except OUTAGES as outage:
                log.warning("engine.bell.not_rung", extra={"why": str(outage)})
