"""Statements by which an order is compared with others."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from hanse.engine.tx import Tx

PLACED_BY = """
    select email_hash, remote_id, placed_at from orders_orders
    where workspace_id = $1 and email_hash = any($2::bytea[]) and placed_at between $3 and $4
    limit 1000
"""
USUAL_HIGH = """
    select currency, percentile_disc(0.95) within group (order by total_minor) as high
    from (
        select currency, total_minor from orders_orders
        where workspace_id = $1 and account_id = $2 and state in ('shipped', 'delivered')
          and total_minor is not null
        order by placed_at desc limit 500) as newest
    group by currency having count(*) >= 50
"""


async def placed_by(
    tx: Tx, emails: Sequence[bytes], since: datetime, until: datetime
) -> Sequence[tuple[bytes, str, datetime]]:
    rows = await tx.fetch(PLACED_BY, tx.workspace_id, list(emails), since, until)
    return [(*row,) for row in rows]


async def usual_high(tx: Tx, account_id: UUID) -> Mapping[str, int]:
    """What few orders of this shop reach, by currency; nothing where there are too few."""
    rows = await tx.fetch(USUAL_HIGH, tx.workspace_id, account_id)
    return {row["currency"]: row["high"] for row in rows}
