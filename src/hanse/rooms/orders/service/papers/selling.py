"""Orders of the book as papers need them, with what the shop says of them in full."""

import asyncio
from collections.abc import Sequence
from uuid import UUID

from hanse.base.faults import Finding, Gone, Rejected
from hanse.engine.files.shelf import Shelf
from hanse.engine.tx import Tx
from hanse.rooms.mirror.service import buying
from hanse.rooms.mirror.service.buying import Bought
from hanse.rooms.orders.model.papers import picking
from hanse.rooms.orders.model.papers.making import Sale, sale_of
from hanse.rooms.orders.model.papers.parties import party_of
from hanse.rooms.orders.model.papers.picking import Slip, SlipLine, Wanted
from hanse.rooms.orders.model.papers.taxes import Difference, Taxed, differences
from hanse.rooms.orders.service.acting import refused
from hanse.rooms.orders.service.papers import kept, sellers
from hanse.rooms.orders.service.papers.kept import Listed
from hanse.rooms.orders.store import sold as store
from hanse.rooms.orders.store.sold import BookRow
from hanse.rooms.pricing.service import taxes

ORDERS_MAX = 200  # on one pick list


async def told(tx: Tx, order_id: UUID, why: str) -> tuple[BookRow, Bought]:
    """What the shop said last."""
    row = await in_the_book(tx, order_id)
    found = await buying.orders_named(tx, row.account_id, [row.remote_id], why)
    if row.remote_id not in found:
        raise Gone(
            f"What the shop says of order {row.number} is not kept here any more.",
            "Have the shop read again.",
        )
    return row, found[row.remote_id]


async def in_the_book(tx: Tx, order_id: UUID) -> BookRow:
    row = await store.order(tx, order_id)
    if row is None:
        raise Gone("There is no such order here, or not any more.")
    return row


async def papers(tx: Tx, order_id: UUID) -> Sequence[Listed]:
    """The invoice of an order and its credit notes."""
    await in_the_book(tx, order_id)
    return await kept.of_order(tx, order_id)


async def sale(tx: Tx, order_id: UUID) -> Sale:
    """The order as it can be invoiced, with the taxes that the shop took."""
    row, bought = await told(tx, order_id, "an invoice is written")
    known = await taxes.taxes(tx)
    made = sale_of(bought.order, known, row.place, row.placed_at.date(), order_id)
    if isinstance(made, Sale):
        return made
    raise Rejected(made[0].sentence, made, made[0].next_step)


async def tax_differences(tx: Tx, order_id: UUID) -> Sequence[Difference | Finding]:
    """Line by line where the shop took other tax than the table says."""
    row, bought = await told(tx, order_id, "its taxes are compared")
    known = await taxes.taxes(tx)
    lines = [
        Taxed(each.remote_id, each.title or "", each.total, each.tax)
        for each in bought.order.lines
        if each.total is not None and each.tax is not None
    ]
    return differences(known, row.place, row.placed_at.date(), lines)


async def picks(tx: Tx, order_ids: Sequence[UUID], language: str) -> bytes:
    """What is still to go out of these orders, together."""
    from hanse.rooms.orders.service.papers import slips

    rows = await store.to_pick(tx, order_ids)
    if not rows:
        raise refused("order", "Nothing of these orders is still to go out.", "Choose others.")
    wanted = [Wanted("", sku, title, count, number) for number, sku, title, count in rows]
    return await asyncio.to_thread(slips.picks_drawn, picking.picks_of(wanted), tx.now, language)


async def slip(
    tx: Tx, shelf: Shelf, order_id: UUID, business_id: UUID | None, *, priced: bool
) -> bytes:
    """What goes into the parcel of an order."""
    from hanse.rooms.orders.service.papers import slips

    row, bought = await told(tx, order_id, "a packing slip is printed")
    seller = await sellers.of_order(tx, business_id, order_id)
    order = bought.order
    lines = []
    for each in order.lines:
        count = each.quantity or 0
        gross = each.total + each.tax if priced and each.total and each.tax else None
        lines.append(SlipLine(each.sku or "", each.title or "", count, count, gross))
    made = Slip(
        order_number=row.number,
        placed_on=row.placed_at.date(),
        sender=seller.party,
        ship_to=party_of(order.shipping_to or order.billing),
        lines=tuple(lines),
        footer=seller.footer,
        note=order.note or "",
        language=seller.language,
    )
    logo = await shelf.open(seller.logo) if seller.logo else None
    return await asyncio.to_thread(slips.slip_drawn, made, tx.now, logo)
