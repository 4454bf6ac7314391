"""Parcels: what is in one, as a change says it, and how we note one where a platform cannot."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hanse.trade.documents import Document
from hanse.trade.fields import Value
from hanse.trade.orders import Fulfilment

NOTE = "_hub_parcel_"
PARTS_MAX = 500
PIECES_MAX = 1_000_000


@dataclass(frozen=True, slots=True)
class Part:
    line_id: str
    quantity: int


def noted(order_id: str, notes: Iterable[Document]) -> tuple[Fulfilment, ...]:
    """The parcels that we noted on an order ourselves, where a platform has no field for them:
    each under a key of its own."""
    return tuple(
        Fulfilment(
            remote_id=f"{order_id}@{key.removeprefix(NOTE)}",
            order_id=order_id,
            carrier=told.filled("carrier"),
            tracking_number=told.filled("tracking_number"),
            tracking_url=told.filled("tracking_url"),
            shipped_at=None,
            order_line_ids=told.texts("lines"),
        )
        for each in notes
        if isinstance(key := each.fields.get("key"), str) and key.startswith(NOTE)
        if (told := each.one("value"))
    )


def parts_value(parts: Iterable[Part]) -> Value:
    return tuple((each.line_id, each.quantity) for each in parts)


def parts_of(value: Value) -> tuple[Part, ...] | None:
    """None where it is none of that; nothing, or no line at all, stands for all that is left."""
    if value is None:
        return ()
    if not isinstance(value, tuple) or len(value) > PARTS_MAX:
        return None
    found = [part_of(each) for each in value]
    whole = tuple(each for each in found if each is not None)
    if len(whole) < len(found) or len({each.line_id for each in whole}) < len(whole):
        return None
    return whole


@dataclass(frozen=True, slots=True)
class Back:
    """Pieces of a line for which money goes back. `restock`: whether they can be sold again, as
    goods that came back or as goods that never left."""

    line_id: str
    quantity: int
    restock: str = ""  # or one of RESTOCKS


RESTOCKS = frozenset({"return", "cancel"})


def backs_of(value: Value) -> tuple[Back, ...] | None:
    """None where it is none of that; no line at all is a refund of money alone."""
    if value is None:
        return ()
    if not isinstance(value, tuple) or not all(isinstance(each, tuple) for each in value):
        return None
    rows = [each for each in value if isinstance(each, tuple) and len(each) == 3]
    parts = parts_of(tuple(row[:2] for row in rows))
    words = [RESTOCK_WORDS.get(row[2]) if isinstance(row[2], bool | str) else None for row in rows]
    if parts is None or len(rows) < len(value) or None in words:
        return None
    return tuple(
        Back(part.line_id, part.quantity, word or "")
        for part, word in zip(parts, words, strict=True)
    )


RESTOCK_WORDS: Mapping[bool | str, str] = {
    False: "",
    True: "return",
    "": "",
    **{each: each for each in RESTOCKS},
}


def part_of(value: Value) -> Part | None:
    if not isinstance(value, tuple) or len(value) != 2:
        return None
    line_id, quantity = value
    if not isinstance(line_id, str) or not (line_id.isascii() and line_id.isdecimal()):
        return None
    if not isinstance(quantity, int) or isinstance(quantity, bool):
        return None
    known = len(line_id) < 20 and 0 < quantity <= PIECES_MAX
    return Part(line_id, quantity) if known else None
