"""Statements about how goods sell."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from hanse.engine.tx import Tx

SOLD = """
    select variant_id, sum(pieces)::float8 as pieces, sum(pieces * pieces)::float8 as squares from (
        select variant_id, (at at time zone 'UTC')::date as day, -sum(on_hand) as pieces
        from stock_moves
        where workspace_id = $1 and kind = 'sale' and at > $3 and account_id is not null
          and variant_id = any($2::uuid[])
        group by variant_id, day) as each
    group by variant_id
"""
BEST = """
    select variant_id, -sum(on_hand)::bigint as pieces from stock_moves
    where workspace_id = $1 and kind = 'sale' and at > $2 and account_id is not null
    group by variant_id having sum(on_hand) < 0
    order by sum(on_hand), variant_id limit $3
"""


async def sold(
    tx: Tx, variant_ids: Sequence[UUID], since: datetime
) -> Sequence[tuple[UUID, float, float]]:
    """Of each: how many in all, and the sum of the squares of its days."""
    rows = await tx.fetch(SOLD, tx.workspace_id, list(variant_ids), since)
    return [(row["variant_id"], row["pieces"], row["squares"]) for row in rows]


async def best(tx: Tx, since: datetime, rows_max: int) -> Sequence[tuple[UUID, int]]:
    rows = await tx.fetch(BEST, tx.workspace_id, since, rows_max)
    return [(row["variant_id"], row["pieces"]) for row in rows]
