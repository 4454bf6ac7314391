"""Statements about how long orders usually stay in a state at a shop."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from hanse.engine.tx import Tx

# The newest 500 stays of each state; of fewer than 20 nothing is usual yet.
STUCK = """
    with usual as (
        select state, percentile_disc(0.95) within group (order by until_at - from_at) as longest
        from unnest(array['confirmed', 'processing', 'shipped']) as asked (name), lateral (
            select state, from_at, until_at from orders_stays
            where workspace_id = $1 and account_id = $2 and state = asked.name
            order by until_at desc limit 500) as newest
        group by state having count(*) >= 20)
    select book.id, book.remote_id, book.number, book.state, book.placed_at,
        extract(day from $3::timestamptz - book.state_since)::integer as days,
        greatest(extract(day from usual.longest), 1)::integer as usual
    from usual, lateral (
        select id, remote_id, number, state, placed_at, state_since from orders_orders
        where workspace_id = $1 and account_id = $2 and state = usual.state
          and state in ('pending', 'confirmed', 'processing', 'shipped')
          and state_since < $3::timestamptz - greatest(usual.longest, interval '1 day')
          and not exists (
            select from orders_exceptions as there
            where there.workspace_id = $1 and there.account_id = $2
              and there.remote_id = orders_orders.remote_id and there.kind = 'stuck'
              and not (there.state = 'settled' and there.answer = 'itself'))
        order by state_since limit $4) as book
"""


async def stuck(
    tx: Tx, account_id: UUID, rows_max: int
) -> Sequence[tuple[UUID, str, str, str, datetime, int, int]]:
    """Orders longer in their state than nineteen of twenty were, and more than a day, that nobody
    was told of yet: id, the shop's id, number, state, when placed, days, and usual days."""
    rows = await tx.fetch(STUCK, tx.workspace_id, account_id, tx.now, rows_max)
    return [(*row,) for row in rows]
