"""Values of fields as they stand in JSON: money and numbers say what they are."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Annotated

from pydantic import Field, JsonValue

from hanse.base.faults import Finding, Rejected, Severity
from hanse.base.money import Money, plain
from hanse.trade.fields import Fields, Value

TEXT_CHARS_MAX = 250_000
LIST_MAX = 300
FIELDS_MAX = 200

FieldsJson = Annotated[
    dict[str, JsonValue],
    Field(
        max_length=FIELDS_MAX,
        description="By name: a text, a whole number, true, false, null, a list of texts, money as"
        ' {"currency": "EUR", "minor": 1290}, or a number as {"number": "1.5"}.',
    ),
]


def fields_in(given: Mapping[str, JsonValue], where: str = "fields") -> Fields:
    return {name: value_in(f"{where}.{name}", value) for name, value in given.items()}


def value_in(name: str, given: JsonValue) -> Value:
    """`Rejected`, with the field, if it is nothing that can stand there."""
    if given is None or isinstance(given, bool | int):
        return given
    if isinstance(given, str) and len(given) <= TEXT_CHARS_MAX:
        return given
    if isinstance(given, list) and len(given) <= LIST_MAX:
        return tuple(value_in(name, each) for each in given)
    if isinstance(given, dict) and set(given) == {"currency", "minor"}:
        return money_in(name, given["currency"], given["minor"])
    if isinstance(given, dict) and set(given) == {"number"} and isinstance(given["number"], str):
        return decimal_in(name, given["number"])
    if isinstance(given, float):
        return decimal_in(name, repr(given))
    raise wrong(name, "This is no value of a field.", "Give a text, a number, a list or money.")


def decimal_in(name: str, text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        raise wrong(name, f"{text[:40]} is no number.", "Give a number.") from None


def money_in(name: str, currency: JsonValue, minor: JsonValue) -> Money:
    if not isinstance(currency, str) or not isinstance(minor, int) or isinstance(minor, bool):
        sentence = "Money has a currency and a whole number of its smallest unit."
        raise wrong(name, sentence, 'Give it as {"currency": "EUR", "minor": 1290}.')
    try:
        return Money(currency, minor)
    except (Rejected, ValueError) as fault:
        raise wrong(name, str(fault), "Name the currency by its three letters.") from None


def wrong(name: str, sentence: str, step: str) -> Rejected:
    finding = Finding(Severity.error, "value", sentence, step, name[:200])
    return Rejected(f"{name[:200]} cannot be read.", [finding])


def value_out(value: Value) -> JsonValue:
    if isinstance(value, Money):
        return {"currency": value.currency, "minor": value.minor}
    if isinstance(value, Decimal):
        return {"number": plain(value)}
    if isinstance(value, tuple):
        return [value_out(each) for each in value]
    return value if isinstance(value, bool | int | str | None) else str(value)


def fields_out(fields: Fields) -> dict[str, JsonValue]:
    return {name: value_out(fields[name]) for name in sorted(fields)}
