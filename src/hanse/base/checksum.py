"""One spelling for every JSON document, so that equal documents have equal checksums.

The spelling is that of RFC 8785 but for whole numbers, which are exact at any size. There is no
Decimal in JSON: write it as text, in the one spelling that `money.plain` gives.
"""

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TypeAlias, Union

from hanse.base.faults import Rejected

Json: TypeAlias = Union[bool, int, float, str, "Sequence[Json]", "Mapping[str, Json]", None]

DEPTH_MAX = 64

quoted = json.JSONEncoder(ensure_ascii=False).encode


def checksum(value: Json) -> str:
    """SHA-256 of the canonical spelling, in hexadecimal."""
    return hashlib.sha256(canonical(value)).hexdigest()


def canonical(value: Json) -> bytes:
    """Keys sorted by their UTF-16 units, no white space, one spelling for each number and text."""
    try:
        return spelled(value, 0).encode()
    except UnicodeEncodeError as broken:
        raise Rejected(
            "The document holds half of a surrogate pair, which is no character.",
            next_step="Cut texts between characters, never between code units.",
        ) from broken


def spelled(value: Json, depth: int) -> str:
    if depth > DEPTH_MAX:
        raise Rejected(f"The document is nested deeper than {DEPTH_MAX} levels.")
    match value:
        case str():
            return quoted(value)
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int():
            return int.__repr__(value)
        case float():
            return number(value)
        case Mapping():
            keys = sorted(value, key=utf16)
            pairs = (f"{spelled(key, depth)}:{spelled(value[key], depth + 1)}" for key in keys)
            return "{" + ",".join(pairs) + "}"
        case list() | tuple():
            return "[" + ",".join(spelled(item, depth + 1) for item in value) + "]"
        case _:
            raise TypeError(f"{type(value).__name__} is not JSON: map it to text or numbers first.")


def utf16(key: str) -> bytes:
    if not isinstance(key, str):
        raise TypeError(f"The key {key!r} is not JSON: keys are texts.")
    return key.encode("utf-16-be", "surrogatepass")


def number(value: float) -> str:
    """As ECMAScript writes it: the fewest digits that read back as the same number."""
    if not math.isfinite(value):
        raise Rejected(f"The document holds {value}, which JSON cannot say.")
    sign, digits, exponent = Decimal(repr(value)).normalize().as_tuple()
    figures = "".join(map(str, digits))
    assert isinstance(exponent, int)
    point = len(figures) + exponent
    if figures == "0":
        return "0"
    if not -6 < point <= 21:
        text = f"{figures[0]}.{figures[1:]}".rstrip(".") + f"e{point - 1:+d}"
    elif point > 0:
        whole = figures[:point].ljust(point, "0")
        text = f"{whole}.{figures[point:]}".rstrip(".")
    else:
        text = "0." + figures.rjust(len(figures) - point, "0")
    return f"-{text}" if sign else text
