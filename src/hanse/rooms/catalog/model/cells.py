"""A cell of a table and the value that it means. Nothing is guessed."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Literal
from uuid import UUID

from hanse.base.currency import exponent
from hanse.base.faults import Finding, Rejected
from hanse.base.money import Money, UnitCost, plain
from hanse.base.text import fold, unmarked
from hanse.rooms.catalog.model import fields
from hanse.rooms.catalog.model.attributes import AttributeType
from hanse.rooms.catalog.model.fields import ATTRIBUTE, TRANSLATION, Known
from hanse.trade.fields import Value

Cell = str | Decimal
NUMBERS = {
    "point": re.compile(r"-?\d{1,30}(\.\d{1,20})?"),
    "comma": re.compile(r"-?\d{1,30}(,\d{1,20})?"),
}
YES_NO: Mapping[str, bool] = {
    **dict.fromkeys(("yes", "true", "1", "y", "ya", "benar", "ja", "wahr", "j"), True),
    **dict.fromkeys(("no", "false", "0", "n", "tidak", "salah", "nein", "falsch"), False),
}
STATES: Mapping[str, str] = {
    **dict.fromkeys(("active", "aktif", "aktiv"), "active"),
    **dict.fromkeys(("archived", "diarsipkan", "arsip", "archiviert"), "archived"),
}
UNKEEPABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
TEXT_CHARS_MAX = 200_000


class Kind(StrEnum):
    text = "text"
    words = "words"
    number = "number"
    whole = "whole"
    money = "money"
    yes_no = "yes_no"
    state = "state"
    brand = "brand"
    category = "category"
    cost = "cost"
    code = "code"  # a number of an id, that is no quantity


KINDS: Mapping[str, Kind] = {
    **dict.fromkeys((*fields.LINES, *fields.HTML), Kind.text),
    **dict.fromkeys(("tags", "options", "choices"), Kind.words),
    **dict.fromkeys(("sku", "gtin"), Kind.code),
    **dict.fromkeys(("weight_g", "position"), Kind.whole),
    "price": Kind.money,
    "state": Kind.state,
    "brand_id": Kind.brand,
    "category_id": Kind.category,
    "cost.supplier": Kind.cost,
    "cost.landed": Kind.cost,
}
OF_ATTRIBUTE: Mapping[AttributeType, Kind] = {
    AttributeType.text: Kind.text,
    AttributeType.number: Kind.number,
    AttributeType.yes_no: Kind.yes_no,
    AttributeType.choice: Kind.text,
    AttributeType.date: Kind.text,
    AttributeType.measure: Kind.number,
}


@dataclass(frozen=True, slots=True)
class Reading:
    """How somebody said that the cells are to be read."""

    decimal: Literal["point", "comma"] = "point"
    currency: str = ""
    empty: Literal["leave", "clear"] = "leave"


@dataclass(frozen=True, slots=True)
class Names:
    """What stands behind the names of brands and categories, folded."""

    known: Known
    brands: Mapping[str, UUID] = field(default_factory=dict)
    categories: Mapping[str, UUID] = field(default_factory=dict)


def kind_of(name: str, known: Known) -> Kind | None:
    """None where there is no such field."""
    if name.startswith(ATTRIBUTE):
        attribute = known.attributes.get(name.removeprefix(ATTRIBUTE))
        return OF_ATTRIBUTE[attribute.type] if attribute else None
    if name.startswith(TRANSLATION):
        return Kind.text
    return KINDS.get(name)


def read(name: str, cell: Cell, reading: Reading, names: Names) -> Value | UnitCost | Finding:
    """The value for this field, checked as every edit is; or why the cell cannot be read."""
    kind = kind_of(name, names.known)
    if kind is None:
        return fields.wrong(name, "no_field", f"There is no field {name[:60]!r}.", "Choose one.")
    if cell == "":
        return emptied(name, kind, names)
    if isinstance(cell, str) and (found := UNKEEPABLE.search(cell)):
        sentence = f"The text holds the sign U+{ord(found[0]):04X}, which cannot be kept."
        return fields.wrong(name, "unkeepable", sentence, "Take it out and upload the file again.")
    if isinstance(cell, str) and len(cell) > TEXT_CHARS_MAX:
        sentence = f"The text has {len(cell):,} characters; {TEXT_CHARS_MAX:,} fit."
        return fields.wrong(name, "too_long", sentence, "Shorten it.")
    try:
        value = READERS[kind](name, cell, reading, names)
    except Rejected as refused:
        return fields.wrong(name, refused.code, refused.sentence, refused.next_step)
    if isinstance(value, Finding | UnitCost):
        return value
    return fields.checked(name, value, names.known)


def emptied(name: str, kind: Kind, names: Names) -> Value | Finding:
    if kind is Kind.cost:
        step = "Leave empty cells as they are, or give the cost."
        return fields.wrong(name, "empty", "What something cost cannot be emptied.", step)
    if kind is Kind.words:
        return fields.checked(name, (), names.known)
    texts = kind in (Kind.text, Kind.code) and not name.startswith((ATTRIBUTE, TRANSLATION))
    return fields.checked(name, "" if texts else None, names.known)


def text(name: str, cell: Cell, reading: Reading, names: Names) -> Value | Finding:
    return text_of(cell)


def text_of(cell: Cell) -> str:
    return plain(cell) if isinstance(cell, Decimal) else unmarked(cell)


def words(name: str, cell: Cell, reading: Reading, names: Names) -> Value | Finding:
    """Divided by bars, semicolons or lines; tags by commas too, where there is nothing else."""
    found = text_of(cell)
    signs = "[|\n]" if name == "choices" and "|" in found else "[;|\n]"
    if name == "tags" and not re.search(signs, found):
        signs = ","
    parts = tuple(part.strip() for part in re.split(signs, found))
    # The first choice of a variant may be none, and the second one something.
    return parts if name == "choices" else tuple(filter(None, parts))


def code(name: str, cell: Cell, reading: Reading, names: Names) -> Value | Finding:
    found = text_of(cell).strip()
    if re.fullmatch(r"\d(?:[.,]\d+)?E\+?\d{1,3}", found, re.IGNORECASE):
        sentence = f"'{found}' is a long number that a spreadsheet has shortened: digits are lost."
        step = "Make the column one of text, type the code again, and save the file."
        return fields.wrong(name, "shortened", sentence, step)
    return found


def number_of(name: str, cell: Cell, reading: Reading) -> Decimal | Finding:
    if isinstance(cell, Decimal):
        return cell
    found = cell.strip()
    if NUMBERS[reading.decimal].fullmatch(found):
        return Decimal(found.replace(",", "."))
    sign = {"point": "a point", "comma": "a comma"}[reading.decimal]
    sentence = f"'{found[:60]}' is no number as it is to be read: digits, and {sign} for decimals."
    step = "Take out thousands signs and currencies, or choose the other sign for decimals."
    return fields.wrong(name, "no_number", sentence, step)


def number(name: str, cell: Cell, reading: Reading, names: Names) -> Value | Finding:
    return number_of(name, cell, reading)


def whole(name: str, cell: Cell, reading: Reading, names: Names) -> Value | Finding:
    found = number_of(name, cell, reading)
    if isinstance(found, Finding):
        return found
    if found != found.to_integral_value():
        sentence = f"{plain(found)} is no whole number."
        return fields.wrong(name, "no_number", sentence, "Give a whole number, such as grams.")
    return int(found)


def money(name: str, cell: Cell, reading: Reading, names: Names) -> Value | Finding:
    found = number_of(name, cell, reading)
    if isinstance(found, Finding):
        return found
    if (lacking := no_currency(name, reading)) is not None:
        return lacking
    return Money.of(reading.currency, found)


def cost(name: str, cell: Cell, reading: Reading, names: Names) -> UnitCost | Finding:
    found = number_of(name, cell, reading)
    if isinstance(found, Finding):
        return found
    if (lacking := no_currency(name, reading)) is not None:
        return lacking
    if found < 0:
        sentence = f"The cost {plain(found)} is below zero."
        return fields.wrong(name, "negative", sentence, "Give 0 or more.")
    return UnitCost.of(reading.currency, found)


def no_currency(name: str, reading: Reading) -> Finding | None:
    if not reading.currency:
        sentence = "It is not said in which currency this amount is."
        return fields.wrong(name, "no_currency", sentence, "Choose one for all amounts.")
    try:
        exponent(reading.currency)
    except Rejected as refused:
        return fields.wrong(name, "no_currency", refused.sentence, refused.next_step)
    return None


def yes_no(name: str, cell: Cell, reading: Reading, names: Names) -> Value | Finding:
    found = YES_NO.get(fold(text_of(cell)))
    if found is None:
        sentence = f"'{text_of(cell)[:60]}' is neither yes nor no."
        return fields.wrong(name, "no_choice", sentence, "Write yes or no.")
    return found


def state(name: str, cell: Cell, reading: Reading, names: Names) -> Value | Finding:
    found = text_of(cell)
    return STATES.get(fold(found), found)


def brand(name: str, cell: Cell, reading: Reading, names: Names) -> Value | Finding:
    return named(name, "brand", text_of(cell), names.brands)


def category(name: str, cell: Cell, reading: Reading, names: Names) -> Value | Finding:
    return named(name, "category", text_of(cell), names.categories)


def named(name: str, noun: str, text: str, known: Mapping[str, UUID]) -> Value | Finding:
    found = known.get(key(text))
    if found is None:
        step = f"Add the {noun} first, or write one that there is."
        return fields.wrong(name, "gone", f"There is no {noun} '{text[:60]}'.", step)
    return str(found)


def key(text: str) -> str:
    """For comparing names, also of categories below categories."""
    return " > ".join(fold(part) for part in re.split(r"\s*[>/]\s*", text))


Reader = Callable[[str, Cell, Reading, Names], Value | UnitCost | Finding]
READERS: Mapping[Kind, Reader] = {
    Kind.text: text,
    Kind.words: words,
    Kind.number: number,
    Kind.whole: whole,
    Kind.money: money,
    Kind.yes_no: yes_no,
    Kind.state: state,
    Kind.brand: brand,
    Kind.category: category,
    Kind.cost: cost,
    Kind.code: code,
}
