"""Statements about from when to when a variant could be bought at a shop."""

from collections.abc import Sequence
from uuid import UUID

from hanse.engine.tx import Tx
from hanse.rooms.stock.model.shown import Period

# As what is shown now says. No period begins before the last one has ended, whoever's clock is
# behind; one that ended this very instant goes on.
FOLLOW = """
    with now_at as (
        select given.variant_id, coalesce(bool_or(held.buyable), false) as buyable,
            min(held.seen_at) filter (where held.buyable) as since,
            coalesce(max(held.seen_at), $4) as until
        from unnest($3::uuid[]) as given (variant_id)
        left join stock_shown held on held.workspace_id = $1 and held.account_id = $2
            and held.variant_id = given.variant_id
        group by given.variant_id
    ), ended as (
        update stock_periods period set until_at = greatest(period.from_at, now_at.until)
        from now_at
        where period.workspace_id = $1 and period.account_id = $2
          and period.variant_id = now_at.variant_id and period.until_at is null
          and not now_at.buyable
    )
    insert into stock_periods (workspace_id, account_id, variant_id, from_at)
    select $1, $2, now_at.variant_id, greatest(now_at.since, last.until_at)
    from now_at left join lateral (
        select from_at, until_at from stock_periods period
        where period.workspace_id = $1 and period.account_id = $2
          and period.variant_id = now_at.variant_id
        order by period.from_at desc limit 1) last on true
    where now_at.buyable and (last.from_at is null or last.until_at is not null)
    on conflict (workspace_id, account_id, variant_id, from_at) do update set until_at = null
"""
OF_VARIANT = """
    select account_id, from_at, until_at from stock_periods
    where workspace_id = $1 and variant_id = $2
      and ($3::uuid is null or account_id = $3)
    order by from_at desc, account_id limit $4
"""


async def follow(tx: Tx, account_id: UUID, variant_ids: Sequence[UUID]) -> None:
    await tx.execute(FOLLOW, tx.workspace_id, account_id, list(variant_ids), tx.now)


async def of_variant(
    tx: Tx, variant_id: UUID, account_id: UUID | None, rows_max: int
) -> Sequence[Period]:
    """The newest first."""
    rows = await tx.fetch(OF_VARIANT, tx.workspace_id, variant_id, account_id, rows_max)
    return [Period(*row) for row in rows]
