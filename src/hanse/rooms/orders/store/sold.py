"""Statements about what of the book goes onto papers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from hanse.engine.tx import Tx

ORDER = """
    select account_id, remote_id, number, placed_at, country, region from orders_orders
    where workspace_id = $1 and id = $2
"""
TO_PICK = """
    select book.number, line.sku, line.title, line.quantity - line.refunded - line.shipped as count
    from orders_orders as book
    join orders_lines as line on line.workspace_id = book.workspace_id
        and line.order_id = book.id
    where book.workspace_id = $1 and book.id = any($2::uuid[]) and not line.removed
        and line.quantity > line.refunded + line.shipped
    order by line.sku, line.title, book.number limit $3
"""
LINES_MAX = 10_000


@dataclass(frozen=True, slots=True)
class BookRow:
    account_id: UUID
    remote_id: str
    number: str
    placed_at: datetime
    place: str  # where it goes, for tax: the country, or the country and the region


async def order(tx: Tx, order_id: UUID) -> BookRow | None:
    row = await tx.fetchrow(ORDER, tx.workspace_id, order_id)
    if row is None:
        return None
    place = "-".join(filter(None, [row["country"], row["region"]])) if row["country"] else ""
    return BookRow(row["account_id"], row["remote_id"], row["number"], row["placed_at"], place)


async def to_pick(tx: Tx, order_ids: Sequence[UUID]) -> Sequence[tuple[str, str, str, int]]:
    """Number, SKU, title and pieces of each line that is still to go out."""
    rows = await tx.fetch(TO_PICK, tx.workspace_id, list(order_ids), LINES_MAX)
    return [(row["number"], row["sku"], row["title"], row["count"]) for row in rows]
