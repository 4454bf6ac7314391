"""A table of tracking numbers: what its heads mean, what each row asks for, and which parcels it
makes."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from uuid import UUID

from hanse.base.faults import Finding, Rejected, Severity
from hanse.base.text import cell_line, fold
from hanse.rooms.orders.model.sending import Left, Packed, Sending, Standing, pack, rest

ROWS_MAX = 2_000
PARCELS_MAX = 500  # as many as one transaction writes and proposes well within its 5 s
PIECES_MAX = 1_000_000
CHARS_MAX: Mapping[str, int] = {
    "order": 100,
    "shop": 200,
    "carrier": 100,
    "tracking_number": 100,
    "tracking_url": 500,
    "sku": 100,
    "quantity": 20,
}
# As heads are written, folded, and the field that each means; other columns are left alone.
KNOWN: Mapping[str, str] = {
    **dict.fromkeys(
        ("order", "order number", "order_number", "order id", "order_id", "name"), "order"
    ),
    **dict.fromkeys(("bestellung", "bestellnummer", "pesanan", "nomor pesanan"), "order"),
    **dict.fromkeys(("shop", "store", "account", "toko"), "shop"),
    **dict.fromkeys(
        ("carrier", "tracking company", "shipping company", "versanddienst", "kurir"), "carrier"
    ),
    **dict.fromkeys(
        ("tracking_number", "tracking number", "tracking", "sendungsnummer", "resi", "nomor resi"),
        "tracking_number",
    ),
    **dict.fromkeys(
        ("tracking_url", "tracking url", "tracking link", "tautan lacak"), "tracking_url"
    ),
    **dict.fromkeys(("sku", "artikelnummer", "article number", "kode"), "sku"),
    **dict.fromkeys(("quantity", "pieces", "menge", "jumlah"), "quantity"),
}
SHORTENED = re.compile(r"\d[.,]?\d*[eE]\+?\d+")
Cell = str | Decimal
# Whether an order is the shop's alone: by the number, by its shop.
Names = Mapping[str, Sequence[UUID]]


class Fate(StrEnum):
    send = "send"
    same = "same"  # the order has a parcel with this number already
    refused = "refused"


@dataclass(frozen=True, slots=True)
class Line:
    """A row. Without an SKU: all that is left of the order."""

    number: int
    order: str
    shop: str
    carrier: str
    tracking_number: str
    tracking_url: str = ""
    sku: str = ""
    quantity: int | None = None
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Ground:
    """What rows are held against. `names`: orders by what people call them."""

    names: Names
    shops: Mapping[str, UUID]  # by name, folded
    orders: Mapping[UUID, Standing]
    left: Mapping[UUID, Sequence[Left]]
    numbers: Mapping[UUID, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Tracked:
    """A parcel that rows ask for, and what becomes of it. Of a refused one `packed` is None."""

    lines: tuple[Line, ...]
    fate: Fate
    order: Standing | None = None
    packed: Packed | None = None
    findings: tuple[tuple[int, Finding], ...] = ()  # by the row


def columns_of(heads: Sequence[str]) -> Mapping[int, str]:
    """Which column is which field; `Rejected` where the table says nothing of parcels."""
    found: dict[int, str] = {}
    for place, head in enumerate(heads):
        field = KNOWN.get(fold(head))
        if field and field in found.values():
            sentence = f"Two columns are {field}: {head} is the second."
            raise refused([wrong("twice", sentence, "Leave one of them out.", head)])
        if field:
            found[place] = field
    for field, what in (("order", "order a row is about"), ("tracking_number", "number it has")):
        if field not in found.values():
            sentence = f"No column says which {what}."
            raise refused([wrong("no_column", sentence, f"Call it {field}.", field)])
    return found


def line_of(number: int, cells: Sequence[Cell], columns: Mapping[int, str]) -> Line | None:
    """What a row asks for; None where it says no number, so nothing is asked."""
    texts = {
        field: cell_line(cells[place]) for place, field in columns.items() if place < len(cells)
    }
    if not texts.get("tracking_number"):
        return None
    findings = [
        wrong("long", f"The {field} has more than {most} characters.", "Shorten it.", field)
        for field, most in CHARS_MAX.items()
        if len(texts.get(field, "")) > most
    ]
    if not texts.get("order"):
        step = "Give the number of the order, or its id here."
        findings.append(wrong("no_order", "The row names no order.", step, "order"))
    if SHORTENED.fullmatch(texts["tracking_number"]):
        sentence = f"{texts['tracking_number']} is a number that a spreadsheet has shortened."
        step = "Format the column as text, and enter the number anew."
        findings.append(wrong("shortened", sentence, step, "tracking_number"))
    quantity = quantity_of(texts.get("quantity", ""), findings)
    if quantity is not None and not texts.get("sku"):
        step = "Name the SKU, or leave the quantity out: then all that is left goes."
        findings.append(wrong("no_sku", "It says how many, but not of what.", step, "sku"))
    return Line(
        number,
        texts.get("order", ""),
        texts.get("shop", ""),
        texts.get("carrier", ""),
        texts["tracking_number"],
        texts.get("tracking_url", ""),
        texts.get("sku", ""),
        quantity,
        tuple(findings),
    )


def quantity_of(text: str, findings: list[Finding]) -> int | None:
    if not text:
        return None
    try:
        found = Decimal(text)
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite() or found != found.to_integral_value() or not 1 <= found <= PIECES_MAX:
        sentence = f"{text[:60]!r} is no number of pieces."
        findings.append(wrong("number", sentence, "Write 1 or more.", "quantity"))
        return None
    return int(found)


def plan(lines: Sequence[Line], ground: Ground) -> Sequence[Tracked]:
    """Rows of one order and number are one parcel; each parcel upon what those before it left."""
    groups: dict[tuple[object, str], list[tuple[Line, UUID | None]]] = {}
    for line in lines:
        found, finding = order_of(line, ground)
        kept = replace(line, findings=(*line.findings, finding)) if finding else line
        key = (found or line.order, line.tracking_number)
        groups.setdefault(key, []).append((kept, found))
    left = dict(ground.left)
    tracked: list[Tracked] = []
    for rows in groups.values():
        one = parcel(tuple(line for line, _ in rows), rows[0][1], ground, left)
        if one.packed and one.order:
            left[one.order.id] = rest(left[one.order.id], one.packed.chosen)
        tracked.append(one)
    return tracked


def order_of(line: Line, ground: Ground) -> tuple[UUID | None, Finding | None]:
    if not line.order:
        return None, None
    shop = ground.shops.get(fold(line.shop)) if line.shop else None
    if line.shop and shop is None:
        sentence = f"There is no shop called {line.shop}."
        step = "Write its name as the list of connections shows it."
        return None, wrong("unknown_shop", sentence, step, "shop")
    named = ground.names.get(line.order.casefold(), ())
    found = [each for each in named if shop in (None, ground.orders[each].account_id)]
    if len(found) == 1:
        return found[0], None
    if found:
        sentence = f"{len(found)} shops have an order {line.order}."
        step = "Name the shop in a column shop, or give the id of the order here."
        return None, wrong("ambiguous", sentence, step, "shop")
    sentence = f"There is no order {line.order} here."
    step = "Write its number as the list of orders shows it."
    return None, wrong("unknown_order", sentence, step, "order")


def parcel(
    rows: tuple[Line, ...],
    order_id: UUID | None,
    ground: Ground,
    left: Mapping[UUID, Sequence[Left]],
) -> Tracked:
    order = ground.orders.get(order_id) if order_id else None
    findings = [(row.number, each) for row in rows for each in row.findings]
    if order and not findings:
        first = rows[0]
        texts = first.carrier, first.tracking_number, first.tracking_url
        if Sending({}, *texts).texts[1] in ground.numbers.get(order.id, frozenset()):
            return Tracked(rows, Fate.same, order)
        here = left.get(order.id, ())
        wanted = wanted_of(rows, here, findings)
        if not findings:
            packed = pack(order, here, Sending(wanted, *texts))
            if isinstance(packed, Packed):
                return Tracked(rows, Fate.send, order, packed)
            findings.append((first.number, packed))
    return Tracked(rows, Fate.refused, order, None, tuple(findings))


def wanted_of(
    rows: Sequence[Line], left: Sequence[Left], findings: list[tuple[int, Finding]]
) -> Mapping[UUID, int]:
    """Of each line how many; none named: all."""
    wanted: dict[UUID, int] = {}
    carrier, url = rows[0].carrier, rows[0].tracking_url
    for row in rows:
        if (row.carrier, row.tracking_url) != (carrier, url):
            sentence = f"Row {rows[0].number} has another carrier or link for this number."
            step = "Say the same in all rows of a parcel."
            findings.append((row.number, wrong("differs", sentence, step, "carrier")))
        elif not row.sku and len(rows) > 1:
            sentence = "The number stands in several rows, of which this one names no SKU."
            step = "Name the SKU in each of them, or leave one row."
            findings.append((row.number, wrong("whole", sentence, step, "sku")))
        elif row.sku:
            take(row, left, wanted, findings)
    return wanted


def take(
    row: Line,
    left: Sequence[Left],
    wanted: dict[UUID, int],
    findings: list[tuple[int, Finding]],
) -> None:
    """Pieces of an SKU from the lines that have it, one after the other."""
    lines = [each for each in left if each.sku == row.sku]
    there = sum(each.left - wanted.get(each.id, 0) for each in lines)
    if not there:
        sentence = f"Nothing of {row.sku} is left to send of this order."
        step = "Look at the order, and write the SKU as the shop does."
        findings.append((row.number, wrong("unknown_sku", sentence, step, "sku")))
        return
    if row.quantity is not None and row.quantity > there:
        sentence = f"Of {row.sku} {there:,} pieces are left to send, not {row.quantity:,}."
        step = f"Send 1 to {there:,}."
        findings.append((row.number, wrong("too_many", sentence, step, "quantity")))
        return
    need = there if row.quantity is None else row.quantity
    for each in lines:
        count = min(each.left - wanted.get(each.id, 0), need)
        if count:
            wanted[each.id] = wanted.get(each.id, 0) + count
            need -= count


def refusals(tracked: Sequence[Tracked]) -> Sequence[Finding]:
    """All that is wrong, with the row in the field: `rows.7.order`."""
    return [
        replace(finding, field=f"rows.{row}.{finding.field}")
        for each in tracked
        for row, finding in each.findings
    ]


def wrong(code: str, sentence: str, step: str, field: str) -> Finding:
    return Finding(Severity.error, code, sentence, step, field)


def refused(findings: Sequence[Finding]) -> Rejected:
    """The first of them is said at once, and how many more there are."""
    first = findings[0]
    more = f" And {len(findings) - 1:,} more." if len(findings) > 1 else ""
    return Rejected(first.sentence + more, findings, first.next_step)
