"""A table of offers: what its heads mean, and what each row asks for."""

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from uuid import UUID

from hanse.base.currency import exponent
from hanse.base.faults import Finding
from hanse.base.text import cell_line, fold
from hanse.rooms.purchasing.model.offers import (
    PIECES_MAX,
    REMOTE_CHARS_MAX,
    Given,
    Line,
    Offer,
    OfferState,
)
from hanse.rooms.stock.model.wording import refused, wrong

ROWS_MAX = 10_000  # as many as one transaction writes well within its 5 s
# As heads are written, folded, and the field that each means; other columns are left alone.
KNOWN: Mapping[str, str] = {
    **dict.fromkeys(("supplier", "vendor", "lieferant", "pemasok"), "supplier"),
    **dict.fromkeys(("sku", "artikelnummer", "article number", "kode"), "goods"),
    **dict.fromkeys(("price", "cost", "preis", "harga"), "price"),
    **dict.fromkeys(("breaks", "price breaks", "staffelpreise", "harga grosir"), "breaks"),
    **dict.fromkeys(("minimum", "moq", "mindestmenge", "minimal"), "minimum"),
    **dict.fromkeys(("case_pack", "case pack", "ve", "isi karton"), "case_pack"),
    **dict.fromkeys(("lead_days", "lead days", "lieferzeit", "waktu tunggu"), "lead_days"),
    **dict.fromkeys(("share_percent", "share", "anteil", "bagian"), "share_percent"),
    **dict.fromkeys(("supplier_sku", "supplier sku", "bestellnummer", "kode pemasok"), "sku"),
    **dict.fromkeys(("product_remote_id", "product id"), "product_remote_id"),
    **dict.fromkeys(("variant_remote_id", "variant id"), "variant_remote_id"),
    **dict.fromkeys(("from_country", "from", "aus land", "dari negara"), "from_country"),
    **dict.fromkeys(("state", "status"), "state"),
}
HEADS = (
    *("supplier", "sku", "title", "price", "currency", "breaks", "minimum", "case_pack"),
    *("lead_days", "share_percent", "supplier_sku", "product_remote_id", "variant_remote_id"),
    *("from_country", "state", "stock", "read_at"),
)
Cell = str | Decimal
COUNTRY_CHARS = 2


def columns_of(heads: Sequence[str]) -> Mapping[int, str]:
    """Which column is which field; `Rejected` where the table says nothing of offers."""
    found: dict[int, str] = {}
    for place, head in enumerate(heads):
        field = KNOWN.get(fold(head))
        if field and field in found.values():
            sentence = f"Two columns say the same: {head} is the second."
            raise refused([wrong("twice", sentence, "Leave one of them out.", head)])
        if field:
            found[place] = field
    if "goods" not in found.values():
        sentence = "No column says which goods a row is about."
        raise refused([wrong("no_sku", sentence, "Call the column with our SKUs sku.", "sku")])
    return found


def line_of(
    number: int, cells: Sequence[Cell], columns: Mapping[int, str], supplier_id: UUID | None
) -> Line | None:
    """What a row asks for; None where it is empty. A cell that is empty changes nothing."""
    texts = {
        field: text
        for place, field in columns.items()
        if place < len(cells) and (text := cell_line(cells[place]))
    }
    if not texts:
        return None
    findings: list[Finding] = []
    at = f"lines.{number}."
    given = Given(
        state=state_of(texts.get("state"), f"{at}state", findings),
        product_remote_id=name_of(texts.get("product_remote_id"), f"{at}product", findings),
        variant_remote_id=name_of(texts.get("variant_remote_id"), f"{at}variant", findings),
        sku=name_of(texts.get("sku"), f"{at}supplier_sku", findings),
        from_country=country_of(texts.get("from_country"), f"{at}from_country", findings),
        price=number_of(texts.get("price"), f"{at}price", findings),
        breaks=breaks_of(texts.get("breaks"), f"{at}breaks", findings),
        minimum=whole_of(texts.get("minimum"), f"{at}minimum", findings),
        case_pack=whole_of(texts.get("case_pack"), f"{at}case_pack", findings),
        lead_days=number_of(texts.get("lead_days"), f"{at}lead_days", findings),
        share_percent=number_of(texts.get("share_percent"), f"{at}share_percent", findings),
    )
    supplier = texts.get("supplier", "")
    return Line(
        *(number, None if supplier else supplier_id, supplier, None, texts.get("goods", "")),
        *(given, tuple(findings)),
    )


def state_of(text: str | None, place: str, findings: list[Finding]) -> OfferState | None:
    if not text:
        return None
    if fold(text) in set(OfferState):
        return OfferState(fold(text))
    sentence = f"{text[:60]!r} is no state of an offer."
    findings.append(wrong("state", sentence, "Write active or off.", place))
    return None


def name_of(text: str | None, place: str, findings: list[Finding]) -> str | None:
    if text and len(text) > REMOTE_CHARS_MAX:
        sentence = f"It has {len(text):,} characters; {REMOTE_CHARS_MAX} fit."
        findings.append(wrong("too_long", sentence, "Look at it again.", place))
        return None
    return text or None


def country_of(text: str | None, place: str, findings: list[Finding]) -> str | None:
    if not text:
        return None
    if len(text) != COUNTRY_CHARS or not text.isascii() or not text.isalpha():
        sentence = f"{text[:60]!r} is no country."
        findings.append(wrong("country", sentence, "Write its two letters, such as CN.", place))
        return None
    return text.upper()


def breaks_of(
    text: str | None, place: str, findings: list[Finding]
) -> tuple[tuple[int, Decimal], ...] | None:
    """`10=4.50; 100=4.20`; a single dash takes away those that are there."""
    if not text:
        return None
    if text == "-":
        return ()
    steps = []
    for part in text.split(";"):
        count, sign, price = part.strip().partition("=")
        whole = whole_of(count.strip(), place, findings) if sign else None
        each = number_of(price.strip(), place, findings) if whole else None
        if whole is None or each is None:
            if not findings or findings[-1].field != place:
                sentence = f"{part.strip()[:60]!r} is no price break."
                step = "Write them as 10=4.50; 100=4.20."
                findings.append(wrong("breaks", sentence, step, place))
            return None
        steps.append((whole, each))
    return tuple(steps)


def number_of(text: str | None, place: str, findings: list[Finding]) -> Decimal | None:
    if not text:
        return None
    try:
        found = Decimal(text.rstrip("% "))
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite() or abs(found) >= 10**12 or text.count("_"):
        sentence = f"{text[:60]!r} is no number."
        step = "Write it with a point before its decimals, such as 4.50."
        findings.append(wrong("number", sentence, step, place))
        return None
    return found


def whole_of(text: str | None, place: str, findings: list[Finding]) -> int | None:
    found = number_of(text, place, findings)
    if found is None or text is None:
        return None
    if found != found.to_integral_value() or not 1 <= found <= PIECES_MAX:
        sentence = f"{text[:60]!r} is no number of pieces."
        step = f"Write a whole number from 1 to {PIECES_MAX:,}."
        findings.append(wrong("number", sentence, step, place))
        return None
    return int(found)


def row_of(
    offer: Offer, supplier: str, currency: str, sku: str, title: str
) -> Sequence[str | int | Decimal | None]:
    """As it is taken out, and can be brought back."""
    decimals = exponent(currency)

    def written(minor: int) -> Decimal:
        return Decimal(minor).scaleb(-decimals)

    breaks = "; ".join(f"{count}={written(minor):f}" for count, minor in offer.breaks)
    return [
        *(supplier, sku, title),
        written(offer.price_minor) if offer.price_minor is not None else "",
        *(currency, breaks, offer.minimum, offer.case_pack),
        offer.lead_days if offer.lead_days is not None else "",
        *(offer.share_percent, offer.sku, offer.product_remote_id, offer.variant_remote_id),
        *(offer.from_country, offer.state.value),
        offer.stock if offer.stock is not None else "",
        offer.read_at.isoformat(timespec="seconds") if offer.read_at else "",
    ]
