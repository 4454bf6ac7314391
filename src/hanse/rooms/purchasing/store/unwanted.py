"""Statements about pieces that were bought, or were to be, and that nobody wants any more."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from hanse.engine.tx import Tx

NOTE = """
    update purchasing_order_lines as line set unwanted = line.unwanted + given.count
    from unnest($3::uuid[], $4::integer[]) as given (id, count)
    where line.workspace_id = $1 and line.purchase_id = $2 and line.order_line_id = given.id
"""
# Nothing of it was ordered, so nobody has to answer for it.
ALL = """
    update purchasing_order_lines set unwanted = quantity, settled = quantity
    where workspace_id = $1 and purchase_id = $2
"""
FEWER = """
    update purchasing_order_lines as line set quantity = given.count, unwanted = 0, settled = 0,
        expected_minor = coalesce(given.price, line.expected_minor)
    from unnest($3::uuid[], $4::integer[], $5::bigint[]) as given (id, count, price)
    where line.workspace_id = $1 and line.purchase_id = $2 and line.order_line_id = given.id
      and given.count > 0
"""
GONE = """
    delete from purchasing_order_lines
    where workspace_id = $1 and purchase_id = $2 and order_line_id = any($3::uuid[])
"""
SOLD = """
    update purchasing_orders set sold_minor = $3, version = version + 1
    where workspace_id = $1 and id = $2
"""
OPEN = """
    select purchase.id, purchase.number, supplier.name as supplier, purchase.state,
        purchase.currency, line.variant_id, line.unwanted - line.settled as pieces,
        coalesce(line.price_minor, line.expected_minor) as price_minor
    from purchasing_orders as purchase join purchasing_order_lines as line
      on line.workspace_id = $1 and line.purchase_id = purchase.id
    join purchasing_suppliers as supplier
      on supplier.workspace_id = $1 and supplier.id = purchase.supplier_id
    where purchase.workspace_id = $1 and purchase.order_id = $2
      and purchase.state = any($3::text[]) and line.unwanted > line.settled
    order by purchase.id, line.id
"""
SETTLE = """
    update purchasing_order_lines as line set settled = line.unwanted
    from purchasing_orders as purchase
    where purchase.workspace_id = $1 and purchase.order_id = any($2::uuid[])
      and line.workspace_id = $1 and line.purchase_id = purchase.id
      and line.unwanted > line.settled
"""
HOLD = """
    update purchasing_orders set held = $3, version = version + 1
    where workspace_id = $1 and id = any($2::uuid[]) and held <> $3
"""


async def note(tx: Tx, purchase_id: UUID, counts: Mapping[UUID, int]) -> None:
    """So many more pieces of each line of the order."""
    await tx.execute(NOTE, tx.workspace_id, purchase_id, list(counts), list(counts.values()))


async def note_all(tx: Tx, purchase_id: UUID) -> None:
    await tx.execute(ALL, tx.workspace_id, purchase_id)


async def fewer(tx: Tx, purchase_id: UUID, lines: Sequence[tuple[UUID, int, int | None]]) -> None:
    """Line of the order, how many of it are left, and what one of so many should cost."""
    columns = [list(each) for each in zip(*lines, strict=True)]
    await tx.execute(FEWER, tx.workspace_id, purchase_id, *columns)
    gone = [line_id for line_id, count, _ in lines if not count]
    await tx.execute(GONE, tx.workspace_id, purchase_id, gone)


async def sold(tx: Tx, purchase_id: UUID, minor: int | None) -> None:
    """What the buyer pays for what is left; it is another one for whoever quotes it now."""
    await tx.execute(SOLD, tx.workspace_id, purchase_id, minor)


async def open_of(tx: Tx, order_id: UUID, states: Sequence[str]) -> Sequence[Any]:
    return await tx.fetch(OPEN, tx.workspace_id, order_id, list(states))


async def settle(tx: Tx, order_ids: Sequence[UUID]) -> None:
    await tx.execute(SETTLE, tx.workspace_id, list(order_ids))


async def hold(tx: Tx, purchase_ids: Sequence[UUID], *, held: bool) -> None:
    await tx.execute(HOLD, tx.workspace_id, list(purchase_ids), held)
