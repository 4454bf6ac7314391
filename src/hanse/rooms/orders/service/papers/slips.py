"""Pick lists and packing slips as PDF."""

from collections.abc import Sequence
from datetime import datetime

from hanse.base.amounts import format_money
from hanse.engine.paper import sheets
from hanse.engine.paper.sheets import Cell, Column
from hanse.rooms.orders.model.papers.parties import sheet_of
from hanse.rooms.orders.model.papers.picking import ORDERS_SHOWN_MAX, PlacePicks, Slip
from hanse.rooms.orders.model.papers.words import WORDS, day
from hanse.rooms.orders.service.papers.drawing import head, pairs, party_lines

BOX = Cell(sheets.BOX)


def picks_drawn(
    places: Sequence[PlacePicks], made_at: datetime, language: str = "en", country: str = ""
) -> bytes:
    """Shelf by shelf: how many of each, for which orders, with a box to tick."""
    words = WORDS[language]
    when = f"{day(made_at.date(), language)}, {made_at:%H:%M} UTC"
    sheet = sheets.opened(words.picks, language, made_at, sheet_of(country))
    sheets.begin(sheet, [when], words.page, f"{words.picks} · {when}")
    sheet.text(words.picks, sheet.left, sheet.width, size=20, bold=True)
    orders = {number for place in places for pick in place.picks for number, _ in pick.orders}
    count = sum(each.count for each in places)
    summary = f"{when} · {len(orders)} {words.orders} · {words.pieces.format(count=count)}"
    sheet.text(summary, sheet.left, sheet.width, grey=True)
    columns = [
        Column("", 9),
        Column(words.sku, 34),
        Column(words.goods),
        Column(words.quantity, 16, right=True),
        Column("", 4),
        Column(words.orders, 48),
    ]
    for place in places:
        sheet.down(6)
        sheet.room(30)
        if place.place:
            sheet.text(place.place, sheet.left, sheet.width, size=13, bold=True)
        sheet.text(
            words.pieces.format(count=place.count),
            *(sheet.left, sheet.width),
            size=sheets.SMALL,
            grey=True,
        )
        sheet.down(1.5)
        rows = [
            [
                BOX,
                Cell(each.sku, bold=True),
                Cell(each.title),
                Cell(str(each.count), bold=True),
                Cell(""),
                Cell(orders_of(each.orders)),
            ]
            for each in place.picks
        ]
        sheet.table(columns, rows)
    if sheet.unknown:
        sheet.down(4)
        sheet.text(words.unknown, sheet.left, sheet.width, size=sheets.SMALL, grey=True)
    return sheet.finished()


def orders_of(orders: Sequence[tuple[str, int]]) -> str:
    named = [
        f"{number} × {count}" if count > 1 else number
        for number, count in orders[:ORDERS_SHOWN_MAX]
    ]
    left = len(orders) - len(named)
    return ", ".join(named) + (f", +{left}" if left else "")


def slip_drawn(slip: Slip, made_at: datetime, logo: bytes | None = None) -> bytes:
    """What is in one parcel, for whoever opens it. Prices only where the lines have them."""
    words = WORDS[slip.language]
    title = f"{words.slip} {slip.order_number}"
    sheet = sheets.opened(title, slip.language, made_at, sheet_of(slip.sender.country))
    foot = [" · ".join(slip.sender.printed), slip.footer]
    sheets.begin(sheet, [each for each in foot if each], words.page, title)
    head(sheet, slip.sender, logo)
    sheet.text(words.slip, sheet.left, sheet.width, size=20, bold=True)
    sheet.down(2)
    top = sheet.y
    sheet.text(words.ship_to, sheet.left, 80, size=sheets.SMALL, bold=True, grey=True)
    party_lines(sheet, slip.ship_to, sheet.left, 90, words)
    lowest = sheet.y
    sheet.pdf.set_y(top)
    facts = [(words.order, slip.order_number), (words.date, day(slip.placed_on, slip.language))]
    if slip.of_parcels > 1:
        whole = words.parcel.format(parcel=slip.parcel, parcels=slip.of_parcels)
        facts.append(("", whole))
    if slip.carrier or slip.tracking:
        facts.append((words.carrier, " ".join(filter(None, [slip.carrier, slip.tracking]))))
    pairs(sheet, facts, sheet.left + sheet.width - 70, 70, 24)
    sheet.pdf.set_y(max(lowest, sheet.y) + 6)
    priced = any(each.gross for each in slip.lines)
    columns = [Column("", 9), Column(words.goods), Column(words.ordered, 22, right=True)]
    columns.append(Column(words.quantity, 18, right=True))
    if priced:
        columns.append(Column(words.amount, 32, right=True))
    rows = []
    for each in slip.lines:
        cells = [BOX, Cell(each.title, each.sku), Cell(str(each.ordered))]
        cells.append(Cell(str(each.count), bold=True))
        if priced:
            cells.append(Cell(format_money(each.gross, slip.language) if each.gross else ""))
        rows.append(cells)
    sheet.table(columns, rows)
    sheet.down(5)
    for text in filter(None, [slip.note, words.unknown if sheet.unknown else ""]):
        sheet.text(text, sheet.left, sheet.width, grey=True)
    return sheet.finished()
