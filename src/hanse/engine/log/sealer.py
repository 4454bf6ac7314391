"""Closes blocks of the hash chain behind the writers, who never wait for it."""

import asyncio
import logging
from contextlib import suppress

import asyncpg

from hanse.engine.log.chain import NO_HEAD, ROW_HASH, Block, Entry, close
from hanse.engine.log.events import START, Position
from hanse.engine.outages import as_fault
from hanse.engine.tx import Database, Tx

log = logging.getLogger(__name__)

ROWS_MAX = 10_000  # in one block
EVERY_S = 20.0
LATE_S = 120.0  # older unsealed events mean that nobody seals, or that a writer holds it up
LOCK = 0x7365616C  # any number that nobody else locks

TRY_LOCK = "select pg_try_advisory_xact_lock($1)"
BLOCK = """
    select number, after_xact, after_seq, last_xact, last_seq, rows, first_recorded_at,
        last_recorded_at, closed_at, digest, previous, head
    from events_blocks
"""
NEWEST = BLOCK + "order by number desc limit 1"
ROW = f"xact, seq, id, recorded_at, {ROW_HASH} as hash, name, workspace_id"
# Hashed behind the limit: whatever the plan, no row is hashed that is not wanted.
NEXT_ROWS = f"""
    select {ROW} from (
        select * from events where (xact, seq) > ($1, $2) and xact < (select events_horizon())
        order by xact, seq limit $3) as next
    order by xact, seq
"""  # noqa: S608 - our own columns


async def run(database: Database, stop: asyncio.Event, every_s: float = EVERY_S) -> None:
    """Seal until told to stop. Any number of processes may: one at a time does it."""
    while not stop.is_set():
        try:
            await seal_all(database)
        except Exception as error:
            fault = as_fault(error)
            if fault is None:
                raise
            log.warning("engine.log.not_sealed", extra={"why": fault.sentence})
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), every_s)


async def seal_all(database: Database, rows_max: int = ROWS_MAX) -> int:
    """Close blocks until nothing is left to seal; how many."""
    blocks = 0
    while True:
        async with database.system_tx("sealer") as tx:
            block = await seal(tx, rows_max)
        if block is None:
            return blocks
        blocks += 1


async def seal(tx: Tx, rows_max: int = ROWS_MAX) -> Block | None:
    """Close one block over the next rows; none if there are none, or another process does it."""
    if not await tx.fetchval(TRY_LOCK, LOCK):
        return None
    before = await newest(tx)
    after = before.last if before else START
    rows = await tx.fetch(NEXT_ROWS, after.xact, after.seq, rows_max)
    if not rows:
        return None
    block, listed = close(
        number=before.number + 1 if before else 1,
        previous=before.head if before else NO_HEAD,
        after=after,
        last=Position(rows[-1]["xact"], rows[-1]["seq"]),
        entries=[Entry(row["id"], row["recorded_at"], row["hash"]) for row in rows],
        closed_at=tx.now,
    )
    await tx.execute(
        """
        insert into events_blocks (number, after_xact, after_seq, last_xact, last_seq, rows,
            first_recorded_at, last_recorded_at, closed_at, digest, previous, head, list)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
        """,
        *(block.number, block.after.xact, block.after.seq, block.last.xact, block.last.seq),
        *(block.rows, block.first_recorded_at, block.last_recorded_at, block.closed_at),
        *(block.digest, block.previous, block.head, listed),
    )
    return block


async def newest(tx: Tx) -> Block | None:
    row = await tx.fetchrow(NEWEST)
    return from_row(row) if row else None


def from_row(row: asyncpg.Record) -> Block:
    return Block(
        number=row["number"],
        after=Position(row["after_xact"], row["after_seq"]),
        last=Position(row["last_xact"], row["last_seq"]),
        rows=row["rows"],
        first_recorded_at=row["first_recorded_at"],
        last_recorded_at=row["last_recorded_at"],
        closed_at=row["closed_at"],
        digest=row["digest"],
        previous=row["previous"],
    )


async def unsealed(tx: Tx) -> tuple[int, float]:
    """How many events no block covers yet, counted up to 100,000, and the age of the oldest."""
    block = await newest(tx)
    last = block.last if block else START
    row = await tx.fetchrow(
        """
        select count(*) as rows,
            coalesce(extract(epoch from clock_timestamp() - min(recorded_at)), 0)::float8 as age_s
        from (select recorded_at from events where (xact, seq) > ($1, $2)
              order by xact, seq limit 100000) as waiting
        """,
        *(last.xact, last.seq),
    )
    assert row is not None
    return row["rows"], row["age_s"]
