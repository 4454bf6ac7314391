"""The log: how many events a second go in, and how long a check of a million sealed ones takes.

Twice the rows: appending takes twice as long at most, a level of the indexes more; verifying takes
twice as long, for it reads each row once.
"""

import asyncio
import time
from dataclasses import dataclass
from uuid import UUID

import asyncpg

from bench.ground import Ground, ground, print_figures, say
from hanse.engine.log import audit, sealer
from hanse.engine.log.events import append, declare
from hanse.engine.tx import Actor, ActorKind

BENCH = Actor(ActorKind.system, None, "bench")
BATCH = 200  # events in one transaction
BATCHES = 250
SINGLES = 1_000
WRITERS = 8
ROWS = 1_000_000

FILL_BATCH = 10_000

# The same event over and over, in one transaction of the server.
FILL = """
    insert into events (workspace_id, id, happened_at, name, form, actor_kind, actor_name,
        subject_kind, subject_id, version, payload)
    select workspace_id, gen_random_uuid(), happened_at, name, form, actor_kind, actor_name,
        subject_kind, gen_random_uuid(), version, payload
    from (select * from events limit 1) as one cross join generate_series(1, $1)
"""


@declare("bench.order.placed", "{actor} took order {number}", subject=("bench.order", "order_id"))
@dataclass(frozen=True, slots=True)
class OrderPlaced:
    order_id: UUID
    number: str
    total_minor: int
    currency: str
    lines: int
    version: int = 1


async def main() -> None:
    async with ground() as here:
        batches_s = await appended(here, BATCHES, BATCH, 1)
        singles_s = await appended(here, SINGLES // WRITERS, 1, WRITERS)
        append_per_s = BATCHES * BATCH / batches_s
        single_per_s = SINGLES / singles_s
        say(f"append {append_per_s:,.0f}/s in batches of {BATCH}, {single_per_s:,.0f}/s one by one")
        seal_s = await filled_and_sealed(here)
        say(f"{ROWS:,} rows sealed in {seal_s:.1f} s")
        started = time.perf_counter()
        verdict = await audit.verify(here.database)
        verify_s = time.perf_counter() - started
        assert verdict.rows == ROWS, audit.story(verdict)
        assert not verdict.problem, verdict.problem
    say("Twice the rows: twice as long to verify, and hardly longer for one append.")
    print_figures(
        append_per_s=append_per_s,
        verify_1m_s=verify_s,
        single_append_per_s=single_per_s,
        seal_per_s=ROWS / seal_s,
    )


async def appended(here: Ground, transactions: int, events: int, writers: int) -> float:
    """Seconds for so many transactions by each writer, with so many events in each."""

    async def write() -> None:
        for number in range(transactions):
            async with here.database.tx(UUID(int=1), BENCH) as tx:
                ids = [tx.ids.new() for _ in range(events)]
                await append(tx, *(OrderPlaced(one, f"S{number}", 1390, "SGD", 2) for one in ids))

    started = time.perf_counter()
    await asyncio.gather(*(write() for _ in range(writers)))
    return time.perf_counter() - started


async def filled_and_sealed(here: Ground) -> float:
    """Fill up to a million rows; seconds that sealing all of them takes."""
    admin = await asyncpg.connect(here.cluster.admin_dsn)
    missing = ROWS - await admin.fetchval("select count(*) from events")
    while missing:
        missing -= (batch := min(FILL_BATCH, missing))
        await admin.execute(FILL, batch)
    await admin.execute("vacuum analyze events")
    await admin.close()
    started = time.perf_counter()
    await sealer.seal_all(here.database)
    return time.perf_counter() - started


if __name__ == "__main__":
    asyncio.run(main())
