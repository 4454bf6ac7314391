"""A table of vouchers as it is kept by hand: what its heads mean, and what is wrong with a row."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Literal
from uuid import UUID

from hanse.base.currency import exponent
from hanse.base.faults import Finding, Rejected, Severity
from hanse.base.money import Money
from hanse.base.text import cell_line, fold
from hanse.rooms.purchasing.model.vouchers import Voucher

ROWS_MAX = 5_000
CODE_CHARS_MAX = 100
USES_MAX = 1_000_000
NAMES_MAX = 200  # stores or products of one voucher
HEADS = (
    *("code", "off", "percent", "cap", "minimum", "currency", "valid_from", "valid_to", "uses"),
    *("account", "stores", "products"),
)
KNOWN: Mapping[str, str] = {
    **{name: name for name in HEADS},
    **dict.fromkeys(("voucher", "coupon", "gutschein", "kode", "kode voucher"), "code"),
    **dict.fromkeys(("amount", "discount", "rabatt", "potongan", "diskon"), "off"),
    **dict.fromkeys(("percent off", "%", "prozent", "persen"), "percent"),
    **dict.fromkeys(("maximum", "max discount", "höchstens", "maksimum"), "cap"),
    **dict.fromkeys(("minimum spend", "min spend", "mindestwert", "minimum belanja"), "minimum"),
    **dict.fromkeys(("währung", "mata uang"), "currency"),
    **dict.fromkeys(("valid from", "from", "gültig ab", "berlaku dari"), "valid_from"),
    **dict.fromkeys(("valid to", "to", "expires", "gültig bis", "berlaku sampai"), "valid_to"),
    **dict.fromkeys(("uses left", "nutzungen", "sisa"), "uses"),
    **dict.fromkeys(("supplier account", "konto", "akun"), "account"),
    **dict.fromkeys(("store", "shops", "läden", "toko"), "stores"),
    **dict.fromkeys(("product", "produkte", "produk"), "products"),
}
NUMBER = re.compile(r"\d{1,15}(\.\d{1,6})?")
Cell = str | Decimal
Field = Literal["off", "cap", "minimum"]


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table: the voucher, or what is wrong with it, each with row and field."""

    number: int
    voucher: Voucher | None
    findings: tuple[Finding, ...] = ()


@dataclass(slots=True)
class Desk:
    """The cells of a row by field, and what is said of them."""

    number: int
    texts: Mapping[str, str]
    findings: list[Finding]

    def text(self, field: str) -> str:
        return self.texts.get(field, "")

    def wrong(self, field: str, code: str, sentence: str, step: str) -> None:
        at = f"rows.{self.number}.{field}"
        self.findings.append(Finding(Severity.error, code, sentence, step, at))


def columns_of(heads: Sequence[str]) -> Mapping[int, str]:
    """Which column is which field; `Rejected` where the table says nothing of vouchers."""
    found: dict[int, str] = {}
    names = {fold(name): field for name, field in KNOWN.items()}
    for place, head in enumerate(heads):
        field = names.get(fold(head))
        if field in found.values():
            raise refused("twice", f"Two columns are {field}.", "Leave one of them out.", head)
        if field:
            found[place] = field
    fields = set(found.values())
    if "code" not in fields:
        step = "Call the column with the codes code."
        raise refused("no_code", "No column has the codes of the vouchers.", step, "code")
    if not fields & {"off", "percent"}:
        step = "Call it off for an amount, or percent for a share."
        raise refused("no_worth", "No column says what a voucher is worth.", step, "off")
    return found


def refused(code: str, sentence: str, step: str, field: str) -> Rejected:
    return Rejected(sentence, [Finding(Severity.error, code, sentence, step, field)], step)


def parse(
    number: int,
    cells: Sequence[Cell],
    columns: Mapping[int, str],
    accounts: Mapping[str, UUID],
    voucher_id: UUID,
) -> Row | None:
    """The voucher of a row, or all that is wrong with it; None where the row is empty.

    `accounts`: of suppliers, by name as people wrote it."""
    texts = {
        field: cell_line(cells[place]) for place, field in columns.items() if place < len(cells)
    }
    if not any(texts.values()):
        return None
    desk = Desk(number, texts, [])
    code = code_of(desk)
    currency = currency_of(desk)
    off, cap, spend_min = (
        amount_of(desk, "off", currency),
        amount_of(desk, "cap", currency),
        amount_of(desk, "minimum", currency),
    )
    percent = percent_of(desk)
    if bool(desk.text("off")) == bool(desk.text("percent")):
        step = "Fill in either off or percent, and leave the other empty."
        desk.wrong("off", "worth", "A voucher is worth an amount or a share.", step)
    if cap is not None and off is not None:
        step = "Leave cap empty, or give percent instead of off."
        desk.wrong("cap", "cap", "Only a share has a limit; an amount is one by itself.", step)
    starts, ends = instant_of(desk, "valid_from"), instant_of(desk, "valid_to")
    if starts and ends and ends <= starts:
        step = "Correct one of the two days."
        desk.wrong("valid_to", "ends_first", "It ends before it begins.", step)
    uses, account_id = uses_of(desk), account_of(desk, accounts)
    stores, products = names_of(desk, "stores"), names_of(desk, "products")
    if desk.findings:
        return Row(number, None, tuple(desk.findings))
    return Row(
        number,
        Voucher(
            *(voucher_id, code, currency, off, percent, cap, spend_min, starts, ends, uses),
            *(account_id, stores, products),
        ),
    )


def code_of(desk: Desk) -> str:
    code = desk.text("code")
    if not code:
        desk.wrong("code", "missing", "The code is missing.", "Write it as the supplier gave it.")
    elif len(code) > CODE_CHARS_MAX:
        sentence = f"The code has {len(code)} characters; {CODE_CHARS_MAX} are the most."
        desk.wrong("code", "long", sentence, "Write the code alone.")
    return code


def currency_of(desk: Desk) -> str:
    text = desk.text("currency").upper()
    try:
        exponent(text)
    except (Rejected, ValueError, KeyError):
        sentence = f"{text[:20]!r} is no currency." if text else "The currency is missing."
        desk.wrong("currency", "currency", sentence, "Write three letters, such as USD.")
        return ""
    return text


def amount_of(desk: Desk, field: Field, currency: str) -> Money | None:
    text = desk.text(field)
    if not text or not currency:
        return None
    if not NUMBER.fullmatch(text):
        sentence = f"{text[:40]!r} is no amount."
        desk.wrong(field, "amount", sentence, "Write digits with a point, such as 5.50.")
        return None
    try:
        found = Money.of(currency, text)
    except Rejected as fault:
        desk.wrong(field, "amount", fault.sentence, fault.next_step)
        return None
    if found.minor <= 0 and field != "minimum":
        desk.wrong(field, "amount", "It is nothing.", "Write an amount above 0.")
    return found


def percent_of(desk: Desk) -> Decimal | None:
    text = desk.text("percent").removesuffix("%").strip()
    if not text:
        return None
    if not NUMBER.fullmatch(text) or not 0 < Decimal(text) <= 100:
        sentence = f"{text[:40]!r} is no share."
        desk.wrong("percent", "percent", sentence, "Write a number above 0 and up to 100.")
        return None
    return Decimal(text)


def instant_of(desk: Desk, field: str) -> datetime | None:
    """A day, or an instant with its zone. It is good to the end of the day that is named last."""
    text = desk.text(field)
    if not text:
        return None
    try:
        if len(text) <= len("2026-11-27"):
            day = date.fromisoformat(text) + timedelta(days=field == "valid_to")
            return datetime.combine(day, time(), UTC)
        found = datetime.fromisoformat(text)
    except (ValueError, OverflowError):
        found = None
    if found is None or found.tzinfo is None:
        step = "Write a day as 2026-11-27, or an instant with its zone as 2026-11-27T08:00:00Z."
        desk.wrong(field, "time", f"{text[:40]!r} is no day and no instant.", step)
        return None
    return found.astimezone(UTC)


def uses_of(desk: Desk) -> int:
    text = desk.text("uses")
    if not text:
        return 1
    if not text.isascii() or not text.isdigit() or not 0 < int(text[:12]) <= USES_MAX:
        sentence = f"{text[:40]!r} is no number of uses."
        desk.wrong("uses", "uses", sentence, f"Write a whole number from 1 to {USES_MAX}.")
        return 1
    return int(text)


def account_of(desk: Desk, accounts: Mapping[str, UUID]) -> UUID | None:
    text = desk.text("account")
    if not text:
        return None
    found = {fold(name): each for name, each in accounts.items()}.get(fold(text))
    if found is None:
        sentence = f"No account at a supplier is called {text[:60]}."
        desk.wrong("account", "account", sentence, "Write its name as in the list of connections.")
    return found


def names_of(desk: Desk, field: str) -> frozenset[str]:
    names = frozenset(filter(None, (each.strip() for each in desk.text(field).split(";"))))
    if len(names) > NAMES_MAX:
        sentence = f"There are {len(names)} {field}; {NAMES_MAX} are the most."
        desk.wrong(field, "many", sentence, "Leave the cell empty where it is good for all.")
    return names


def twice(rows: Sequence[Row]) -> Sequence[Finding]:
    """Codes that stand in the table more than once for the same account."""
    first: dict[tuple[UUID | None, str], int] = {}
    found: list[Finding] = []
    for row in rows:
        if row.voucher is None:
            continue
        key = row.voucher.account_id, row.voucher.code
        if (before := first.setdefault(key, row.number)) != row.number:
            sentence = f"{row.voucher.code} stands in row {before} already."
            step = "Leave one of them out; several uses are a number in the column uses."
            at = f"rows.{row.number}.code"
            found.append(Finding(Severity.error, "twice", sentence, step, at))
    return found
