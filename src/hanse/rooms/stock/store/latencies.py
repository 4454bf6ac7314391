"""Statements about how long pushes took, from the movement to the proof."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from hanse.engine.tx import Tx

ADD = """
    insert into stock_latencies (workspace_id, account_id, variant_id, at, ms)
    select $1, given.account_id, given.variant_id, given.at, given.ms
    from unnest($2::uuid[], $3::uuid[], $4::timestamptz[], $5::bigint[])
        as given (account_id, variant_id, at, ms)
    on conflict do nothing
"""
# The first bound that is not passed; what is above all of them is in the last.
BUCKETS = """
    select width_bucket(ms - 1, $4::bigint[]) as bucket, count(*) as count from stock_latencies
    where workspace_id = $1 and account_id = $2 and at > $3 group by 1 order by 1
"""
QUANTILES = """
    select percentile_disc(0.5) within group (order by ms) as p50,
        percentile_disc(0.99) within group (order by ms) as p99
    from stock_latencies where workspace_id = $1 and account_id = $2 and at > $3
"""
SLOWEST = """
    select variant_id, ms, at from stock_latencies
    where workspace_id = $1 and account_id = $2 and at > $3 order by ms desc, at desc limit $4
"""
FORGET = """
    delete from stock_latencies where workspace_id = $1 and (account_id, at, variant_id) in (
        select account_id, at, variant_id from stock_latencies
        where workspace_id = $1 and at < $2 limit $3)
"""


@dataclass(frozen=True, slots=True)
class Took:
    account_id: UUID
    variant_id: UUID
    at: datetime
    ms: int


async def add(tx: Tx, rows: Sequence[Took]) -> None:
    if rows:
        await tx.execute(
            ADD,
            *(tx.workspace_id, [each.account_id for each in rows]),
            *([each.variant_id for each in rows], [each.at for each in rows]),
            [each.ms for each in rows],
        )


async def buckets(
    tx: Tx, account_id: UUID, since: datetime, bounds: Sequence[int]
) -> dict[int, int]:
    """How many fell between each two bounds, by the place of the upper one."""
    rows = await tx.fetch(BUCKETS, tx.workspace_id, account_id, since, [-1, *bounds])
    return {max(row["bucket"] - 1, 0): row["count"] for row in rows}


async def quantiles(tx: Tx, account_id: UUID, since: datetime) -> tuple[int | None, int | None]:
    """Half were as fast as the first, and all but one in a hundred as the second."""
    row = await tx.fetchrow(QUANTILES, tx.workspace_id, account_id, since)
    assert row is not None
    return row["p50"], row["p99"]


async def slowest(tx: Tx, account_id: UUID, since: datetime, rows_max: int) -> Sequence[Took]:
    rows = await tx.fetch(SLOWEST, tx.workspace_id, account_id, since, rows_max)
    return [Took(account_id, row["variant_id"], row["at"], row["ms"]) for row in rows]


async def forget(tx: Tx, before: datetime, rows_max: int) -> int:
    return await tx.execute(FORGET, tx.workspace_id, before, rows_max)
