"""Statements about what offers cost at shops."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from hanse.base.money import Money
from hanse.engine.tx import Tx

APART = """
    select parent_id, remote_id, currency, amount_minor from mirror_rows
    where workspace_id = $1 and account_id = $2 and kind = 'offers' and parent_id = any($3::text[])
      and gone_at is null and amount_minor is not null
"""


async def apart(
    tx: Tx, account_id: UUID, product_ids: Sequence[str]
) -> Mapping[tuple[str, str | None], Money]:
    """Of offers that are read apart from their products, by product and variant."""
    rows = await tx.fetch(APART, tx.workspace_id, account_id, list(product_ids))
    return {
        (row["parent_id"], row["remote_id"]): Money(row["currency"], row["amount_minor"])
        for row in rows
    }
