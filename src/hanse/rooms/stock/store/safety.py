"""Statements about what is kept back because news is late."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from hanse.engine.tx import Tx

# Sales by all shops take from the same shelf, so each shop has to reckon with all of them. Where a
# variant was told too seldom, the shop's own usual latency stands for it.
BASIS = """
    with usual as (
        select percentile_disc(0.95) within group (order by ms) as ms from (
            select ms from stock_latencies where workspace_id = $1 and account_id = $2 and at > $3
            order by at desc limit 10000) recent
    ), sold as (
        select variant_id, sum(pieces) as pieces from (
            select variant_id, -on_hand as pieces from stock_moves
            where workspace_id = $1 and kind = 'sale' and at > $4 and account_id is not null
              and variant_id = any($5::uuid[])
        ) each group by variant_id
    )
    select given.variant_id, coalesce(sold.pieces, 0)::bigint as pieces,
        coalesce(own.ms, usual.ms) as latency_ms
    from unnest($5::uuid[]) as given (variant_id) left join sold using (variant_id)
    cross join usual left join lateral (
        select percentile_disc(0.95) within group (order by ms) as ms, count(*) as count
        from (select ms from stock_latencies held where held.workspace_id = $1
            and held.variant_id = given.variant_id and held.account_id = $2 and held.at > $3
            order by held.at desc limit 200) recent
    ) own on own.count >= 20
"""
PAGE = """
    select distinct variant_id from stock_shown
    where workspace_id = $1 and account_id = $2 and variant_id is not null
      and ($3::uuid is null or variant_id > $3)
    order by variant_id limit $4
"""
PUT = """
    with given as (
        select * from unnest($3::uuid[], $4::bigint[], $5::numeric[], $6::bigint[])
            as each (variant_id, pieces, per_day, latency_ms)
    ), before as (
        select held.variant_id, held.pieces from stock_safety held join given using (variant_id)
        where held.workspace_id = $1 and held.account_id = $2
    ), kept as (
        insert into stock_safety as held
            (workspace_id, account_id, variant_id, pieces, per_day, latency_ms, worked_out_at)
        select $1, $2, variant_id, pieces, per_day, latency_ms, $7 from given order by variant_id
        on conflict (workspace_id, account_id, variant_id) do update
        set pieces = excluded.pieces, per_day = excluded.per_day,
            latency_ms = excluded.latency_ms, worked_out_at = excluded.worked_out_at
    )
    select given.variant_id from given left join before using (variant_id)
    where given.pieces <> coalesce(before.pieces, 0)
"""
OF = """
    select pieces, per_day, latency_ms from stock_safety
    where workspace_id = $1 and account_id = $2 and variant_id = $3
"""
WITH_SAFETY = """
    select account_id from stock_channels where workspace_id = $1 and state = 'on' and safety
    order by account_id
"""


@dataclass(frozen=True, slots=True)
class Basis:
    """So many were sold over the time looked at; how late news is, if that was measured."""

    variant_id: UUID
    pieces: int
    latency_ms: int | None


@dataclass(frozen=True, slots=True)
class Kept:
    variant_id: UUID
    pieces: int
    per_day: Decimal
    latency_ms: int


async def basis(
    tx: Tx,
    account_id: UUID,
    variant_ids: Sequence[UUID],
    told_since: datetime,
    sold_since: datetime,
) -> Sequence[Basis]:
    rows = await tx.fetch(
        BASIS, tx.workspace_id, account_id, told_since, sold_since, list(variant_ids)
    )
    return [Basis(*row) for row in rows]


async def page(tx: Tx, account_id: UUID, after: UUID | None, rows_max: int) -> Sequence[UUID]:
    rows = await tx.fetch(PAGE, tx.workspace_id, account_id, after, rows_max)
    return [row["variant_id"] for row in rows]


async def put(tx: Tx, account_id: UUID, rows: Sequence[Kept]) -> Sequence[UUID]:
    """Those of which another number is kept back than before."""
    found = await tx.fetch(
        PUT,
        *(tx.workspace_id, account_id, [each.variant_id for each in rows]),
        *([each.pieces for each in rows], [each.per_day for each in rows]),
        *([each.latency_ms for each in rows], tx.now),
    )
    return [row["variant_id"] for row in found]


async def of(tx: Tx, account_id: UUID, variant_id: UUID) -> Kept | None:
    row = await tx.fetchrow(OF, tx.workspace_id, account_id, variant_id)
    return Kept(variant_id, *row) if row else None


async def accounts(tx: Tx) -> Sequence[UUID]:
    return [row["account_id"] for row in await tx.fetch(WITH_SAFETY, tx.workspace_id)]
