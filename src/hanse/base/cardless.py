"""Documents and values without the numbers of payment cards that people typed into them.

An id of a platform is a long number too, and one in ten of them passes for a card: what stands in a
field of ids stays as it is. Every other text is looked through.
"""

import re
from collections.abc import Sequence
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal
from functools import lru_cache
from operator import is_
from typing import Any, TypeVar

from hanse.base.card_numbers import (
    CODE_DIGITS_MIN,
    DIGITS_MAX,
    DIGITS_MIN,
    NUMBER,
    blanked,
    without_cards,
    without_cards_in_phone,
)
from hanse.base.faults import Finding, Severity

Value = TypeVar("Value")

# As shops and we call them: `id`, `parent_id`, `variantId`, `__parentId`, `line_ids`, `order_key`.
ID = re.compile(r"(?:^|_)ids?$|[a-z]Ids?$|_(?:key|hash)$")
IDS = frozenset({"sourceIdentifier", "startCursor", "endCursor"})
# What merchants, carriers and tax offices write: these have numbers of their own.
CODES = frozenset(
    {
        *("sku", "barcode", "global_unique_id", "number", "code", "tracking_number"),
        *("tax_number", "_billing_cnpj"),
    }
)
PHONES = frozenset({"phone", "phoneNumber"})
LINKS = ("https://", "http://")
NUMBER_MIN, NUMBER_END = 10 ** (CODE_DIGITS_MIN - 1), 10**DIGITS_MAX
NAME = re.compile(r'"([^"\\]*)"\s*:')
ANY = bytes.maketrans(b"123456789", b"000000000")
RUN = b"0" * DIGITS_MIN
# Signs that may stand between the digits of a card, and the bytes of those that are no ASCII.
BETWEEN = b" -./" + "\u00a0\u2010\u2011\u2012\u2013\u2014\u2015".encode()


def may_hold(told: bytes) -> bool:
    """Whether a document is worth a look; true of more than hold one. Most are decided over their
    bytes, for orders come by the hundred thousand: all long numbers stand behind names of ids."""
    if RUN not in told.translate(ANY, BETWEEN):
        return False
    return RUN in without_ids(told).translate(ANY, BETWEEN)


def without_ids(told: bytes) -> bytes:
    """Without the long numbers of fields of ids."""
    alike, kept, done = told.translate(ANY), bytearray(), 0
    at = alike.find(RUN)
    while at >= 0:
        end = at + DIGITS_MIN
        while alike[end : end + 1] == b"0":
            end += 1
        if stands_in_id(told, at):
            kept += told[done:at]
            done = end
        at = alike.find(RUN, end)
    return bytes(kept + told[done:])


def stands_in_id(told: bytes, at: int) -> bool:
    """Whether the name before this place is one of ids, and nothing but ids is between."""
    named = told.rfind(b'":', 0, at)
    before = told[named + 2 : at]
    is_list = before.lstrip().startswith(b"[")
    if named < 0 or (before.count(b'"') > 1 and not is_list) or any(x in before for x in b"\\{}]"):
        return False
    return is_id(told[told.rfind(b'"', 0, named) + 1 : named].decode("utf-8", "replace"))


@lru_cache(maxsize=10_000)
def is_id(name: str) -> bool:
    return name in IDS or ID.search(name) is not None


def text_without(name: str, text: str) -> str:
    if len(text) < DIGITS_MIN or is_id(name):
        return text
    if name in PHONES:
        plain = without_cards_in_phone(text)
    else:
        is_code = name in CODES or text.startswith(LINKS)
        plain = without_cards(text, CODE_DIGITS_MIN if is_code else DIGITS_MIN)
    return text if plain == text else plain


def document_without(document: Any, name: str = "") -> Any:
    """The same document, and the very same where nothing was found. A whole number that is no id
    becomes the sign that stands for it; one with decimals is a price."""
    if isinstance(document, str):
        return text_without(name, document)
    if isinstance(document, dict):
        # Plug-ins keep what they like as pairs: there the key says what the value is.
        named = document.get("key")
        pair = isinstance(named, str)
        read = {
            key: document_without(each, str(named) if pair and key == "value" else key)
            for key, each in document.items()
        }
        return document if all(read[key] is document[key] for key in read) else read
    if isinstance(document, (list, tuple)):
        found = [document_without(each, name) for each in document]
        return document if all(map(is_, found, document)) else found
    if isinstance(document, (int, Decimal)) and NUMBER_MIN <= document < NUMBER_END:
        whole = int(document)
        plain = text_without(name, str(whole))
        return plain if document == whole and plain != str(whole) else document
    return document


def told_without(told: str) -> str:
    """The beginning of a document as it came, which may end anywhere: what stands behind the name
    of an id stays. Not to be read by a program again."""

    def read(found: re.Match[str]) -> str:
        plain = blanked(found.group(), DIGITS_MIN)
        stays = plain == found.group() or is_of_id(found.start())
        return found.group() if stays else plain

    def is_of_id(at: int) -> bool:
        names = NAME.findall(told, 0, at)
        return bool(names) and is_id(names[-1])

    return NUMBER.sub(read, told) if may_hold(told.encode(errors="replace")) else told


def value_without(value: Value) -> Value:
    """With a finding for each field that held one."""
    held: dict[str, None] = {}
    read: Any = _read(value, "", "", held)
    if held:
        read = replace(read, findings=(*read.findings, *map(finding, held)))
    return read  # type: ignore[no-any-return]


def finding(field: str) -> Finding:
    said = f"'{field}' held the number of a card; it was not kept."
    return Finding(Severity.warning, "card_number", said, field=field)


def _read(value: Any, name: str, path: str, held: dict[str, None]) -> Any:
    if isinstance(value, str):
        plain = text_without(name, value)
        if plain != value:
            held[path] = None
            return plain
    elif isinstance(value, tuple):
        return _all_read(value, name, path, held)
    elif is_dataclass(value) and not isinstance(value, type):
        changed = {}
        for each in fields(value):
            before = getattr(value, each.name)
            inner = f"{path}.{each.name}" if path else each.name
            after = _read(before, each.name, inner, held)
            if after is not before:
                changed[each.name] = after
        return replace(value, **changed) if changed else value
    return value


def _all_read(values: Sequence[Any], name: str, path: str, held: dict[str, None]) -> Any:
    found = tuple(_read(each, name, path, held) for each in values)
    return values if all(map(is_, found, values)) else found
