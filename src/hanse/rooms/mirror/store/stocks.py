"""Statements about the stock of a shop: all that is shown of some products, and their names."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from hanse.engine.tx import Tx
from hanse.trade.ports_read import Kind

# All names at once, as with prices: asked one by one, the wrong index walks the shop for each.
PRODUCTS = """
    select remote_id, value, read_at from mirror_rows
    where workspace_id = $1 and account_id = $2 and kind = 'products'
      and remote_id = any($3::text[]) and gone_at is null
"""
CHILDREN = """
    select held.parent_id, held.value, held.read_at
    from unnest($4::text[]) as given (name) cross join lateral (
        select parent_id, value, read_at from mirror_rows
        where workspace_id = $1 and account_id = $2 and kind = $3 and parent_id = given.name
          and gone_at is null
        offset 0) held
"""
NAMES = """
    select remote_id from mirror_rows
    where workspace_id = $1 and account_id = $2 and kind = 'products' and gone_at is null
      and remote_id > $3
    order by remote_id limit $4
"""


async def products(
    tx: Tx, account_id: UUID, remote_ids: Sequence[str]
) -> Sequence[tuple[str, bytes, datetime]]:
    rows = await tx.fetch(PRODUCTS, tx.workspace_id, account_id, list(remote_ids))
    return [(*row,) for row in rows]


async def children(
    tx: Tx, account_id: UUID, kind: Kind, product_ids: Sequence[str]
) -> Sequence[tuple[str, bytes, datetime]]:
    """Of each its product, what is kept, and when it was read."""
    rows = await tx.fetch(CHILDREN, tx.workspace_id, account_id, kind.value, list(product_ids))
    return [(*row,) for row in rows]


async def names(tx: Tx, account_id: UUID, after: str, rows_max: int) -> Sequence[str]:
    rows = await tx.fetch(NAMES, tx.workspace_id, account_id, after, rows_max)
    return [row["remote_id"] for row in rows]
