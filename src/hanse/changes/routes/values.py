"""Values of fields as they stand in JSON: money and instants say what they are."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from hanse.base.currency import exponent
from hanse.base.faults import Finding, Rejected, Severity
from hanse.base.money import Money
from hanse.trade.fields import Fields, Picture, Value, told

TEXT_CHARS_MAX = 600_000
LIST_MAX = 1_000
FIELDS_MAX = 50
ADDRESS_CHARS_MAX = 2_000

# {"price": {"currency": "EUR", "minor": 1290}}, {"title": "Lamp"}, {"tags": ["a", "b"]}
FieldsJson = Annotated[
    dict[str, JsonValue],
    Field(
        max_length=FIELDS_MAX,
        description="By name: a text, a number, true, false, null, a list of texts, or money as"
        ' {"currency": "EUR", "minor": 1290}, or a picture as'
        ' {"name": "81", "alt": "A lamp", "address": "https://shop.example/81.jpg"}.',
    ),
]


class DifferenceOut(BaseModel):
    """One field, before and after."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "field": "price",
                    "before": {"currency": "EUR", "minor": 1290},
                    "after": {"currency": "EUR", "minor": 1190},
                }
            ]
        }
    )

    field: str
    before: JsonValue
    after: JsonValue


def fields_in(given: Mapping[str, JsonValue]) -> Fields:
    return {name: value_in(name, value) for name, value in given.items()}


def value_in(name: str, given: JsonValue) -> Value:
    """`Rejected`, with the field, if it is nothing that can stand there."""
    if given is None or isinstance(given, bool):
        return given
    if isinstance(given, int):
        return given
    if isinstance(given, float):
        return decimal_in(name, repr(given))
    if isinstance(given, str) and len(given) <= TEXT_CHARS_MAX:
        return given
    if isinstance(given, list) and len(given) <= LIST_MAX:
        return tuple(value_in(name, each) for each in given)
    if isinstance(given, dict) and set(given) == {"currency", "minor"}:
        return money_in(name, given["currency"], given["minor"])
    if isinstance(given, dict) and set(given) == {"name", "alt", "address"}:
        return picture_in(name, given)
    raise wrong(name, "This is no value of a field.", "Give a text, a number, a list or money.")


def decimal_in(name: str, text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        raise wrong(name, f"{text[:40]} is no number.", "Give a number.") from None


def money_in(name: str, currency: JsonValue, minor: JsonValue) -> Money:
    if not isinstance(currency, str) or not isinstance(minor, int) or isinstance(minor, bool):
        raise wrong(name, "Money has a currency and a whole number of its smallest unit.", "")
    try:
        exponent(currency)
        return Money(currency, minor)
    except (Rejected, ValueError) as fault:
        raise wrong(name, str(fault), "Give money in the currency of the shop.") from None


def picture_in(name: str, given: Mapping[str, JsonValue]) -> Picture:
    texts = {key: value for key, value in given.items() if isinstance(value, str)}
    if len(texts) < len(given) or max(map(len, texts.values())) > ADDRESS_CHARS_MAX:
        raise wrong(
            name, "A picture has a name, what is seen on it and an address.", "Give texts for them."
        )
    return Picture(**texts)


def wrong(name: str, sentence: str, step: str) -> Rejected:
    finding = Finding(Severity.error, "value", sentence, step, name)
    return Rejected(f"The field {name} cannot be read.", [finding])


def value_out(value: Value) -> JsonValue:
    found: JsonValue = told(value)  # type: ignore[assignment]
    return found


def fields_out(fields: Fields) -> dict[str, JsonValue]:
    return {name: value_out(fields[name]) for name in sorted(fields)}
