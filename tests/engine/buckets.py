"""Rates and buckets for the tests of pace, and a way to take until something happens."""

import asyncio
from uuid import UUID

import asyncpg

from hanse.engine.manifest import Rate
from hanse.engine.pace import Bucket, take
from hanse.engine.tx import Database
from hanse.engine.wire.call import Quota
from tests.conftest import NOBODY


def rate(units: int | None = 10, window_s: float | None = 1.0, *, windowed: bool = False) -> Rate:
    if units is None:
        window_s = None
    return Rate("products", 4, "guessed", units=units, window_s=window_s, windowed=windowed)


def quota(left: float, size: float = 100, per_s: float = 1) -> Quota:
    return Quota(left=left, size=size, restored_per_s=per_s)


async def ask(
    database: Database, workspace: UUID, bucket: Bucket, cost: float = 1, priority: int = 0
) -> float:
    async with database.tx(workspace, NOBODY) as tx:
        return await take(tx, bucket, cost, priority)


async def take_all(database: Database, workspace: UUID, bucket: Bucket) -> int:
    """Take until it says wait; how many there were."""
    taken = 0
    while await ask(database, workspace, bucket) == 0.0:
        taken += 1
    return taken


async def take_waiting(
    database: Database, workspace: UUID, bucket: Bucket, cost: float = 1, priority: int = 0
) -> None:
    while wait_s := await ask(database, workspace, bucket, cost, priority):
        await asyncio.sleep(wait_s)


async def later(admin: asyncpg.Connection, bucket: Bucket, seconds: float) -> None:
    """As if so much time had passed: every instant of the row lies so much further back."""
    await admin.execute(
        """
        update engine_pace set counted_at = counted_at - make_interval(secs => $2),
            flying_at = flying_at - make_interval(secs => $2),
            blocked_until = blocked_until - make_interval(secs => $2),
            mark_until = mark_until - make_interval(secs => $2),
            try_at = try_at - make_interval(secs => $2)
        where account_id = $1
        """,
        *(bucket.account_id, seconds),
    )
