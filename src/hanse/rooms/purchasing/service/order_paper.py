"""A purchase order as PDF, for the supplier to read."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from hanse.base.amounts import format_money
from hanse.base.money import Money
from hanse.engine.paper import sheets
from hanse.engine.paper.sheets import Cell, Column, Sheet
from hanse.rooms.catalog.model.goods import Label
from hanse.rooms.purchasing.model.offers import Offer
from hanse.rooms.purchasing.model.restocks import Restock, RestockLine
from hanse.rooms.purchasing.model.suppliers import Supplier

LANGUAGE = "en"  # as suppliers abroad read it
SUMS_WIDE = 70.0
FACT_WIDE = 34.0


def drawn(
    found: Restock,
    supplier: Supplier,
    buyer: str,
    place: str,
    labels: Mapping[UUID, Label],
    offers: Mapping[UUID, Offer],
    made_at: datetime,
) -> bytes:
    """The same bytes for the same order and instant. `offers` are the supplier's, by variant."""
    title = f"Purchase order {found.number}"
    sheet = sheets.opened(title, LANGUAGE, made_at, "A4")
    sheets.begin(sheet, [f"{buyer} · {title}"], "Page {page} of {pages}", title)
    sheet.text(buyer, sheet.left, sheet.width, size=12, bold=True)
    sheet.down(8)
    sheet.text(title, sheet.left, sheet.width, size=20, bold=True)
    sheet.down(2)
    facts = [
        ("To", " · ".join(filter(None, [supplier.name, supplier.email]))),
        ("Date", f"{made_at:%d %B %Y}"),
        ("Deliver to", place),
        ("Wanted by", f"{found.expected_on:%d %B %Y}" if found.expected_on else ""),
        ("Your reference", found.reference),
    ]
    for name, value in facts:
        if value:
            fact(sheet, name, value)
    sheet.down(5)
    columns = [
        Column("Goods"),
        Column("Your SKU", 34),
        Column("Quantity", 20, right=True),
        Column("Price", 30, right=True),
        Column("Amount", 34, right=True),
    ]
    sheet.table(columns, [row(each, found, labels, offers) for each in found.lines])
    sheet.down(3)
    total(sheet, found)
    if found.note:
        sheet.down(6)
        sheet.room(10)
        sheet.text(found.note, sheet.left, sheet.width)
    return sheet.finished()


def fact(sheet: Sheet, name: str, value: str) -> None:
    top = sheet.y
    sheet.text(name, sheet.left, FACT_WIDE, size=sheets.SMALL, grey=True)
    under = sheet.y
    sheet.pdf.set_y(top)
    sheet.text(value, sheet.left + FACT_WIDE, sheet.width - FACT_WIDE, lines_max=3)
    sheet.pdf.set_y(max(under, sheet.y) + 0.6)


def row(
    line: RestockLine,
    found: Restock,
    labels: Mapping[UUID, Label],
    offers: Mapping[UUID, Offer],
) -> list[Cell]:
    label, offer = labels.get(line.variant_id), offers.get(line.variant_id)
    amount = Money(found.currency, line.price_minor * line.quantity)
    return [
        Cell(label.title if label else "", label.sku if label else ""),
        Cell(offer.sku if offer else ""),
        Cell(f"{line.quantity:,}"),
        Cell(format_money(Money(found.currency, line.price_minor), LANGUAGE)),
        Cell(format_money(amount, LANGUAGE)),
    ]


def total(sheet: Sheet, found: Restock) -> None:
    sheet.room(12)
    x = sheet.left + sheet.width - SUMS_WIDE
    sheet.rule(x, SUMS_WIDE)
    sheet.down(1.2)
    top = sheet.y
    sheet.text("Goods in all", x + 1.2, SUMS_WIDE - 40, bold=True)
    sheet.pdf.set_y(top)
    words = format_money(Money(found.currency, found.goods_minor), LANGUAGE)
    sheet.text(words, x + SUMS_WIDE - 41.2, 40, bold=True, right=True)
