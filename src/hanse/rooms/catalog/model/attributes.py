"""Attributes: what a merchant says of goods, each with its type and unit."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from uuid import UUID

from hanse.base.faults import Finding, Rejected, Severity
from hanse.base.money import bounded
from hanse.base.text import clean
from hanse.rooms.catalog.model.goods import State
from hanse.trade.fields import Value

KEY = re.compile(r"[a-z][a-z0-9_]{0,59}")
TEXT_CHARS_MAX = 5_000


class AttributeType(StrEnum):
    text = "text"
    number = "number"
    yes_no = "yes_no"
    choice = "choice"
    date = "date"
    measure = "measure"  # a number in the unit of the attribute


@dataclass(frozen=True, slots=True)
class Attribute:
    id: UUID
    key: str
    name: str
    type: AttributeType
    unit: str = ""
    choices: tuple[str, ...] = ()
    state: State = State.active
    version: int = 1


def checked(attribute: Attribute, value: Value, field: str) -> Value | Finding:
    """The value as it is kept, or what is wrong with it; None takes it away."""
    if value is None or value == "":
        return None
    found = CHECKS[attribute.type](attribute, value)
    if found is None:
        expected = EXPECTED[attribute.type].format(
            unit=attribute.unit or "no unit", choices=", ".join(attribute.choices[:20])
        )
        return Finding(
            Severity.error,
            "attribute_value",
            f"{attribute.name} cannot be '{str(value)[:60]}'.",
            f"Give {expected}.",
            field,
        )
    return found


def as_text(attribute: Attribute, value: Value) -> Value:
    return clean(value)[:TEXT_CHARS_MAX] or None if isinstance(value, str) else None


def as_number(attribute: Attribute, value: Value) -> Value:
    if isinstance(value, bool) or not isinstance(value, int | str | Decimal):
        return None
    try:
        return bounded(Decimal(value.strip() if isinstance(value, str) else value))
    except (InvalidOperation, Rejected):
        return None


def as_yes_no(attribute: Attribute, value: Value) -> Value:
    return value if isinstance(value, bool) else None


def as_choice(attribute: Attribute, value: Value) -> Value:
    return value if isinstance(value, str) and value in attribute.choices else None


def as_date(attribute: Attribute, value: Value) -> Value:
    if not isinstance(value, str):
        return None
    try:
        return date.fromisoformat(value.strip()).isoformat()
    except ValueError:
        return None


CHECKS: Mapping[AttributeType, Callable[[Attribute, Value], Value]] = {
    AttributeType.text: as_text,
    AttributeType.number: as_number,
    AttributeType.yes_no: as_yes_no,
    AttributeType.choice: as_choice,
    AttributeType.date: as_date,
    AttributeType.measure: as_number,
}
EXPECTED: Mapping[AttributeType, str] = {
    AttributeType.text: "a text",
    AttributeType.number: "a number, with a point before its decimals",
    AttributeType.yes_no: "yes or no",
    AttributeType.choice: "one of: {choices}",
    AttributeType.date: "a day as 2026-11-20",
    AttributeType.measure: "a number in {unit}",
}
