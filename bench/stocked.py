"""A workspace with goods that are counted, for the benchmarks of stock."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from uuid import UUID

import asyncpg

from bench.ground import Ground, ground
from hanse.engine.tx import Actor, ActorKind, Database, Tx
from hanse.rooms.stock.model.moves import Cause, Move, MoveKind
from hanse.rooms.stock.service import moving, places

WORKSPACE = UUID(int=1)
BENCH = Actor(ActorKind.system, None, "bench")
BUYERS = 64
PART = 5_000  # moves that are made at once


@dataclass(frozen=True, slots=True)
class Stocked:
    """`database` has a connection for each buyer."""

    ground: Ground
    database: Database
    place_id: UUID

    @asynccontextmanager
    async def tx(self) -> AsyncIterator[Tx]:
        async with self.database.tx(WORKSPACE, BENCH) as tx:
            yield tx

    async def goods(self, items: int, each: int) -> Sequence[UUID]:
        """So many variants with so many pieces of each."""
        found = [self.database.ids.new() for _ in range(items)]
        cause = Cause("bench.stock")
        for at in range(0, items, PART):
            part = found[at : at + PART]
            moves = [Move(one, self.place_id, MoveKind.receipt, each) for one in part]
            async with self.tx() as tx:
                await moving.move(tx, moves, cause)
        await self.look()
        return found

    async def look(self) -> None:
        """As the server does by itself after a minute."""
        admin = await asyncpg.connect(self.ground.cluster.admin_dsn)
        await admin.execute("vacuum analyze")
        await admin.close()


@asynccontextmanager
async def stocked() -> AsyncIterator[Stocked]:
    async with ground() as here:
        own = here.database
        dsns = here.cluster.dsns
        wide = await Database.open(
            *(dsns.app, dsns.system),
            clock=own.clock,
            ids=own.ids,
            ring=own.ring,
            connections_max=BUYERS,
        )
        try:
            async with wide.tx(WORKSPACE, BENCH) as tx:
                place_id = (await places.first_own(tx)).id
            yield Stocked(replace(here), wide, place_id)
        finally:
            async with asyncio.timeout(60):
                await wide.close()
