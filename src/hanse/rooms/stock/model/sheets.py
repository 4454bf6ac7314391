"""A table of levels: what its heads mean, and what each row asks for."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from uuid import UUID

from hanse.base.faults import Finding
from hanse.base.text import cell_line, fold
from hanse.rooms.stock.model.adjusting import PIECES_MAX, REASON_CHARS_MAX, Line
from hanse.rooms.stock.model.believing import TRUST_MAX
from hanse.rooms.stock.model.wording import refused, wrong

ROWS_MAX = 10_000  # as many as one transaction writes well within its 5 s
HEADS = (
    *("variant_id", "sku", "title", "place", "on_hand", "reserved", "promised", "available"),
    *("moved_at", "told_at", "confidence"),
)
# As heads are written, folded, and the field that each means; other columns are left alone.
KNOWN: Mapping[str, str] = {
    **dict.fromkeys(("variant_id", "variant id"), "variant_id"),
    **dict.fromkeys(("sku", "artikelnummer", "article number", "kode"), "sku"),
    **dict.fromkeys(("place", "location", "lagerort", "lokasi", "gudang"), "place"),
    **dict.fromkeys(
        ("on_hand", "on hand", "to", "quantity", "stock", "bestand", "stok", "jumlah"), "to"
    ),
    **dict.fromkeys(("by", "change", "difference", "adjust"), "by"),
    **dict.fromkeys(("reason", "note", "grund", "alasan"), "reason"),
    **dict.fromkeys(("told_at", "told at"), "told_at"),
    **dict.fromkeys(("confidence", "sure", "sicherheit", "keyakinan"), "confidence"),
}
PERCENT = re.compile("[0-9]{1,2}|100")
Cell = str | Decimal


def columns_of(heads: Sequence[str]) -> Mapping[int, str]:
    """Which column is which field; `Rejected` where the table says nothing of stock."""
    found: dict[int, str] = {}
    for place, head in enumerate(heads):
        field = KNOWN.get(fold(head))
        if field and field in found.values():
            sentence = f"Two columns are {field.replace('to', 'on_hand')}: {head} is the second."
            raise refused([wrong("twice", sentence, "Leave one of them out.", head)])
        if field:
            found[place] = field
    fields = set(found.values())
    if not fields & {"sku", "variant_id"}:
        sentence = "No column says which goods a row is about."
        raise refused([wrong("no_sku", sentence, "Call the column with the SKUs sku.", "sku")])
    if not fields & {"to", "by"}:
        sentence = "No column says how many there are."
        step = "Call it on_hand for how many there are in all, or by for how many more or fewer."
        raise refused([wrong("no_count", sentence, step, "on_hand")])
    return found


def line_of(
    number: int, cells: Sequence[Cell], columns: Mapping[int, str], reason: str = ""
) -> Line | None:
    """What a row asks for; None where it says no number, so nothing is asked."""
    texts = {
        field: cell_line(cells[place]) for place, field in columns.items() if place < len(cells)
    }
    if not texts.get("to") and not texts.get("by"):
        return None
    findings: list[Finding] = []
    variant_id = id_of(texts.get("variant_id", ""), findings)
    by = number_of(texts.get("by", ""), "by", findings)
    to = number_of(texts.get("to", ""), "on_hand", findings)
    if to is not None and to < 0:
        sentence = f"On hand is {to:,}; fewer than nothing cannot lie there."
        findings.append(wrong("negative", sentence, "Give 0 or more.", "on_hand"))
    return Line(
        *(number, variant_id, texts.get("sku", ""), None, texts.get("place", "")),
        *(by, to),
        reason=(texts.get("reason") or reason)[:REASON_CHARS_MAX],
        told_at=time_of(texts.get("told_at", ""), findings),
        confidence=sure_of(texts.get("confidence", ""), findings),
        findings=tuple(findings),
    )


def id_of(text: str, findings: list[Finding]) -> UUID | None:
    if not text:
        return None
    try:
        return UUID(text)
    except ValueError:
        sentence = f"{text[:60]!r} is no id of a variant."
        step = "Leave it as it was in our table, or leave it out and give the SKU."
        findings.append(wrong("variant_id", sentence, step, "variant_id"))
        return None


def time_of(text: str, findings: list[Finding]) -> datetime | None:
    """As our table wrote it; without a zone it is UTC."""
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text)
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError):
        sentence = f"{text[:60]!r} is no time."
        step = "Write it as 2026-11-20T14:03:05Z, or leave it empty for now."
        findings.append(wrong("told_at", sentence, step, "told_at"))
        return None


def sure_of(text: str, findings: list[Finding]) -> int | None:
    """`80` or `80 %`."""
    plain = text.rstrip("% ")
    if not text:
        return None
    if not PERCENT.fullmatch(plain):
        sentence = f"{text[:60]!r} is no percentage."
        step = f"Write a whole number from 0 to {TRUST_MAX}, or leave it empty."
        findings.append(wrong("confidence", sentence, step, "confidence"))
        return None
    return int(plain)


def number_of(text: str, field: str, findings: list[Finding]) -> int | None:
    if not text:
        return None
    try:
        found = Decimal(text)
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite() or found != found.to_integral_value() or abs(found) > PIECES_MAX:
        sentence = f"{text[:60]!r} is no whole number of pieces."
        step = f"Write it without signs between the digits, up to {PIECES_MAX}."
        findings.append(wrong("number", sentence, step, field))
        return None
    return int(found)
