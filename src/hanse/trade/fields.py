"""What stands in a field of a remote thing, and how two such values are compared and kept."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from types import NoneType
from typing import TypeAlias

from hanse.base.money import Money, plain


@dataclass(frozen=True, slots=True)
class Picture:
    """`name` says which it is: the hash of its bytes with its ending if it is one of ours, else the
    platform's id. Where it can be fetched, and which id the platform has for it, makes no other
    picture of it."""

    name: str
    alt: str = ""  # for whoever cannot see it
    address: str = ""
    remote_id: str = ""

    def __str__(self) -> str:
        return f"'{self.alt}' ({self.name[:NAME_CHARS]})" if self.alt else self.name[:NAME_CHARS]


Value: TypeAlias = (
    bool | int | str | Decimal | Money | datetime | Picture | tuple["Value", ...] | None
)
Fields: TypeAlias = Mapping[str, Value]

SHOWN_CHARS_MAX = 120
NAME_CHARS = 12
# Made once, for it is asked for several times for each change.
SPELLED = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)
PLAIN = (bool, int, str, Money, NoneType)  # equal where they are spelled alike
NOTHING: Fields = {}


@dataclass(frozen=True, slots=True)
class Difference:
    """One field; `before` is None also where there was nothing."""

    field: str
    before: Value
    after: Value

    def __str__(self) -> str:
        return f"{self.field}: {shown(self.before)} becomes {shown(self.after)}"


def difference(before: Fields, after: Fields) -> tuple[Difference, ...]:
    """The fields of `after` that are not as before, in the order of their names."""
    return tuple(Difference(name, before.get(name), after[name]) for name in other(before, after))


def other(before: Fields, after: Fields) -> Sequence[str]:
    """The names of these fields alone."""
    return [
        name for name in sorted(after) if name not in before or not same(before[name], after[name])
    ]


def same(one: Value, other: Value) -> bool:
    """Equal as kept: True is not 1, and 1.50 is 1.5."""
    if type(one) is type(other) and isinstance(one, PLAIN):
        return one == other
    return canonical(one) == canonical(other)


def all_same(one: Fields, other: Fields, names: Iterable[str]) -> bool:
    """Whether both show the same in these fields; a field that was not read is not the same."""
    return all(name in one and name in other and same(one[name], other[name]) for name in names)


def shown(value: Value) -> str:
    """For a sentence."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return f"{value.astimezone(UTC):%d %B %Y, %H:%M} UTC"
    if isinstance(value, tuple):
        return ", ".join(map(shown, value)) or "nothing"
    text = f"'{value}'" if isinstance(value, str) else str(value)
    return text if len(text) <= SHOWN_CHARS_MAX else f"{text[:SHOWN_CHARS_MAX]}…"


def canonical(value: Value) -> str:
    """One spelling for each value, and no two values with the same."""
    return spelled(encoded(bare(value)))


def bare(value: Value) -> Value:
    """Without what makes no difference."""
    if isinstance(value, Picture):
        return Picture(value.name, value.alt)
    return tuple(map(bare, value)) if isinstance(value, tuple) else value


def digest(*parts: object) -> str:
    """A hash over parts that JSON can hold; parts that run into each other differ."""
    return hashlib.sha256(spelled(list(parts)).encode("utf-8", "surrogatepass")).hexdigest()


def spelled(document: object) -> str:
    return SPELLED.encode(document)


def told(value: Value) -> object:
    """As JSON for whoever reads it; nobody has to know how it is kept."""
    if isinstance(value, Money):
        return {"currency": value.currency, "minor": value.minor}
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Picture):
        return {"name": value.name, "alt": value.alt, "address": value.address}
    return [told(each) for each in value] if isinstance(value, tuple) else value


# How a value is kept as JSON. Numbers, money and instants are named, for JSON has none of them.


def encoded(value: Value) -> object:
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, Decimal):
        return {"number": plain(value)}
    if isinstance(value, Money):
        return {"money": [value.currency, value.minor]}
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise ValueError("An instant has a zone.")
        return {"at": value.astimezone(UTC).isoformat()}
    if isinstance(value, Picture):
        return {"picture": [value.name, value.alt, value.address, value.remote_id]}
    return [encoded(each) for each in value]


def decoded(document: object) -> Value:
    """The value again; `ValueError` if this is none that was kept by us."""
    if document is None or isinstance(document, bool | int | str):
        return document
    if isinstance(document, list):
        return tuple(map(decoded, document))
    match document:
        case {"number": str(text), **rest} if not rest:
            return Decimal(text)
        case {"money": [str(currency), int(minor)], **rest} if not rest:
            return Money(currency, minor)
        case {"at": str(text), **rest} if not rest:
            return datetime.fromisoformat(text)
        case {"picture": [str(name), str(alt), str(address), str(remote_id)], **rest} if not rest:
            return Picture(name, alt, address, remote_id)
    raise ValueError(f"A {type(document).__name__} is no value of a field.")


def kept(fields: Fields) -> Mapping[str, object]:
    return {name: encoded(fields[name]) for name in sorted(fields)}


def restored(document: Mapping[str, object]) -> Fields:
    return {name: decoded(each) for name, each in document.items()}


def chosen(fields: Fields, names: Sequence[str] | frozenset[str]) -> Fields:
    """These fields alone, as far as they are there."""
    return {name: fields[name] for name in sorted(names) if name in fields}
