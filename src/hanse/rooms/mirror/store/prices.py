"""Statements about what offers cost at shops. They are asked for whole shops, so nothing is read
that is not a price."""

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
# A product that was last written before its prices were kept beside it is read as a whole. All
# names at once: of a shop that was just read nobody knows yet which index tells its products
# apart, and the wrong one, asked name by name, walks the whole shop for each.
WITHIN = """
    select remote_id, prices, case when prices is null then value else '' end as value
    from mirror_rows
    where workspace_id = $1 and account_id = $2 and kind = 'products'
      and remote_id = any($3::text[]) and gone_at is null
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
