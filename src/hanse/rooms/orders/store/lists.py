"""Statements that show the book: its list in every order of asking, always along an index."""

from collections.abc import Sequence
from uuid import UUID

from hanse.engine.tx import Tx

UNMATCHED = """
    select distinct book.account_id, book.remote_id
    from unnest($2::uuid[], $3::text[]) as asked (account_id, product_id)
    join orders_lines as line on line.workspace_id = $1 and line.account_id = asked.account_id
      and line.remote_product_id = asked.product_id and line.variant_id is null
    join orders_orders as book on book.workspace_id = $1 and book.id = line.order_id
    limit 5000
"""


async def unmatched_of(tx: Tx, pairs: Sequence[tuple[UUID, str]]) -> Sequence[tuple[UUID, str]]:
    """Orders with lines of these products of shops that are of nothing that we know."""
    if not pairs:
        return ()
    accounts, products = [each[0] for each in pairs], [each[1] for each in pairs]
    rows = await tx.fetch(UNMATCHED, tx.workspace_id, accounts, products)
    return [(*row,) for row in rows]
