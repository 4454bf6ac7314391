"""Statements about what offers cost at shops. They are asked for whole shops, so nothing is read
that is not a price, and each name is looked up by itself, however large the shop is."""

from collections.abc import Sequence
from uuid import UUID

from hanse.engine.tx import Tx

APART = """
    select held.parent_id, held.remote_id, held.currency, held.amount_minor
    from unnest($3::text[]) as given (name) cross join lateral (
        select parent_id, remote_id, currency, amount_minor from mirror_rows
        where workspace_id = $1 and account_id = $2 and kind = 'offers' and parent_id = given.name
          and gone_at is null and amount_minor is not null
        offset 0) held
"""
# A product that was last written before its prices were kept beside it is read as a whole.
WITHIN = """
    select held.remote_id, held.prices, held.value
    from unnest($3::text[]) as given (name) cross join lateral (
        select remote_id, prices, case when prices is null then value else '' end as value
        from mirror_rows
        where workspace_id = $1 and account_id = $2 and kind = 'products'
          and remote_id = given.name and gone_at is null
        limit 1) held
"""


async def apart(
    tx: Tx, account_id: UUID, product_ids: Sequence[str]
) -> Sequence[tuple[str, str, str, int]]:
    """Of offers that are read apart from their products: product, variant, currency, minor."""
    rows = await tx.fetch(APART, tx.workspace_id, account_id, list(product_ids))
    return [(*row,) for row in rows]


async def within(
    tx: Tx, account_id: UUID, product_ids: Sequence[str]
) -> Sequence[tuple[str, bytes | None, bytes]]:
    """Of what products tell themselves: the product, its prices, and all of it where it has none
    beside it."""
    rows = await tx.fetch(WITHIN, tx.workspace_id, account_id, list(product_ids))
    return [(*row,) for row in rows]
