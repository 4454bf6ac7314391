"""Reading a query as PHP does: the last of a repeated name wins, brackets make lists."""

import re
from typing import Any
from urllib.parse import quote, quote_plus, unquote_to_bytes

VARIABLES_MAX = 1000  # PHP's own default; what comes after is dropped silently
DEPTH_MAX = 64

BRACKETS = re.compile(r"\[([^\[\]]*)\]")


def parse_query(query: str) -> dict[str, Any]:
    """Names to texts; a name with brackets holds a dict whose keys are numbers or words."""
    found: dict[str, Any] = {}
    for pair in [part for part in query.split("&") if part][:VARIABLES_MAX]:
        name, _, value = pair.partition("=")
        _put(found, decode(name), decode(value))
    return found


def decode(text: str) -> str:
    return unquote_to_bytes(text.replace("+", " ")).decode("utf-8", "replace")


def encode(text: str) -> str:
    """RFC 3986: all but letters, digits and -._~ are escaped."""
    return quote(text, safe="-._~")


def listed(value: Any) -> list[Any]:
    """A list-valued parameter: `1,2` and `a[]=1` mean the same."""
    if isinstance(value, dict):
        return list(value.values())
    if isinstance(value, list):
        return value
    return [part for part in re.split(r"[\s,]+", str(value)) if part]


def build_query(parameters: dict[str, Any]) -> str:
    """The way back, as the paging links spell it: lists as `name%5B0%5D=`, brackets escaped."""
    pairs: list[str] = []
    for name, value in parameters.items():
        pairs += _pairs(quote_plus(name), value)
    return "&".join(pairs)


def _pairs(name: str, value: Any) -> list[str]:
    if isinstance(value, dict | list):
        rows = value.items() if isinstance(value, dict) else enumerate(value)
        return [
            pair
            for key, inner in rows
            for pair in _pairs(f"{name}%5B{quote_plus(str(key))}%5D", inner)
        ]
    if isinstance(value, bool):
        value = int(value)
    return [f"{name}={quote_plus(str(value))}"]


def _put(found: dict[str, Any], name: str, value: str) -> None:
    name = name.lstrip(" ")
    head, bracket, rest = name.partition("[")
    if bracket and "]" not in rest:
        head, bracket = f"{head}_{rest}", ""  # an unclosed bracket becomes an underscore
    head = re.sub(r"[ .]", "_", head)
    if not head:
        return
    keys = BRACKETS.findall(bracket + rest)[:DEPTH_MAX] if bracket else []
    holder: dict[Any, Any] = found
    at: Any = head
    for key in keys:
        if not isinstance(holder.get(at), dict):
            holder[at] = {}
        holder = holder[at]
        at = _key(holder, key)
    holder[at] = value


def _key(holder: dict[Any, Any], key: str) -> int | str:
    if key == "":
        return 1 + max((known for known in holder if isinstance(known, int)), default=-1)
    return int(key) if re.fullmatch(r"0|[1-9]\d{0,17}", key) else key
