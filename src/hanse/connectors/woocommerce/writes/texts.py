"""Titles and descriptions, as the store cleans them.

A title is plain text to us. The store keeps it encoded and we read it decoded, so it comes back as
it was. A description is HTML and is read as it stands: what the store would spell anew is refused
here, for it could never be seen as done; what it takes away is a warning.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from html.entities import name2codepoint
from re import Match, Pattern
from typing import Any

from hanse.base.faults import Finding
from hanse.connectors.woocommerce.mapping import ENTITY
from hanse.connectors.woocommerce.writes import batch
from hanse.connectors.woocommerce.writes.batch import error, warning
from hanse.connectors.woocommerce.writes.limits import TITLES, too_long
from hanse.trade.fields import Fields
from hanse.trade.goods import Product
from hanse.trade.ports_read import Kind
from hanse.trade.ports_write import Found, Piece, Target, Wanted, WritePort
from hanse.trade.shop import Shop

KIND = "products.texts"
NAMES = {
    "title": "product name",
    "description_html": "description",
    "summary_html": "short description",
}
WIRE = {"title": "name", "description_html": "description", "summary_html": "short_description"}

# What WordPress takes out of a text. Recorded for scripts (041, 191) and handlers (185); of the
# other tags it is guessed.
STRIPPED = re.compile(
    r"</?(script|style|iframe|frameset|frame|embed|applet|input|select|option|link|meta|base"
    r"|html|head|body|svg|math)\b",
    re.IGNORECASE,
)
HANDLER = re.compile(r"<[a-z][^<>]*?[\s\"'/](on[a-z]+)\s*=", re.IGNORECASE)
# guessed: that these are taken out of a text; no database takes half of a character.
NO_CHARACTER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
TRIMMED = " \t\n\r\0\x0b"
SIGN = re.compile(
    r"&(?:#(?P<number>\d{1,7});|#[xX](?P<hex>[\da-fA-F]{1,6});|(?P<name>[A-Za-z]{2,8}\d{0,2});)?"
)
NAMED = frozenset({*name2codepoint, "apos"})
BARE_LESS = re.compile(r"<(?![A-Za-z/!])")
CLOSED = re.compile(r"<[A-Za-z][^<>]*/\s*>")
STYLED = re.compile(r"<[A-Za-z][^<>]*\sstyle\s*=", re.IGNORECASE)
SHOWN_CHARS = 24


def piece(wanted: Wanted, shop: Shop) -> Piece:
    batch.whole(wanted)
    findings: list[Finding] = []
    row = texts(wanted.after, findings)
    return batch.piece(wanted, row, findings, WIRE)


def texts(after: Fields, findings: list[Finding]) -> Mapping[str, str]:
    """The texts among the fields, under the names of the store."""
    row: dict[str, str] = {}
    for field in [each for each in WIRE if each in after]:
        value = after[field]
        if not isinstance(value, str):
            findings.append(
                error("no_text", f"The {NAMES[field]} is no text.", "Write an empty one.", field)
            )
            continue
        findings.extend(CHECKS[field](value, field))
        row[WIRE[field]] = encoded(value) if field == "title" else value
    return row


def encoded(title: str) -> str:
    """The store encodes a lone `&` by itself; what looks like an entity it would leave, and we
    would read it as the character that it stands for."""
    return ENTITY.sub(lambda found: f"&amp;{found[0][1:]}", title)


def of_title(title: str, field: str) -> Iterable[Finding]:
    yield from of_any(title, field)
    if not title.strip(TRIMMED):
        yield error("no_title", "A product needs a name.", "Write one.", field)
    elif title != title.strip(TRIMMED):
        # guessed: from the source of WordPress; of a SKU it is recorded (185).
        yield error(
            "blank_edges",
            "The store cuts blanks off the beginning and the end of a name.",
            "Take them away.",
            field,
        )


def of_html(html: str, field: str) -> Iterable[Finding]:
    """Recording 185: a bare `&` comes back as `&amp;`; written so, it stays (188). Of the other
    signs it is guessed, from the source of WordPress."""
    yield from of_any(html, field)
    for pattern, spelling in SPELLINGS:
        odd = next((each for each in pattern.finditer(html) if spelling(each) != each[0]), None)
        if odd:
            yield respelled(odd[0], spelling(odd), field)
    if STYLED.search(html):
        yield warning(
            "restyled",
            f"The store spells the styles in the {NAMES[field]} anew, so it may not show exactly"
            " what was sent.",
            "Leave style out, or look at the product afterwards.",
            field,
        )


def as_kept(sign: Match[str]) -> str:
    """How the store keeps a `&` and what follows it."""
    number, code, name = sign.group("number", "hex", "name")
    if number is not None:
        return f"&#{number.lstrip('0'):0>3};"
    if code is not None:
        return f"&#x{code.lstrip('0')};"
    return sign[0] if name in NAMED else f"&amp;{sign[0][1:]}"


SPELLINGS: tuple[tuple[Pattern[str], Callable[[Match[str]], str]], ...] = (
    (SIGN, as_kept),
    (BARE_LESS, lambda found: "&lt;"),
    (CLOSED, lambda found: re.sub(r"\s*/\s*>$", " />", found[0])),
)


def respelled(sign: str, kept: str, field: str) -> Finding:
    sign, kept = sign[-SHOWN_CHARS:], kept[-SHOWN_CHARS:]
    return error(
        "respelled",
        f"The {NAMES[field]} holds {sign}, which the store keeps as {kept}: what it shows would"
        " never be what was sent.",
        f"Write {kept} for it.",
        field,
    )


def of_any(text: str, field: str) -> Iterable[Finding]:
    yield from too_long(field, text)
    if NO_CHARACTER.search(text):
        yield error(
            "no_character",
            f"The {TITLES[field]} holds a character that is none, which the store drops.",
            "Type the place anew.",
            field,
        )
    tags = dict.fromkeys(f"<{each.lower()}>" for each in STRIPPED.findall(text))
    parts = [*tags, *dict.fromkeys(each.lower() for each in HANDLER.findall(text))]
    if parts:
        yield warning(
            "stripped",
            f"The store takes {', '.join(parts)} out of the {NAMES[field]} and keeps the rest, so"
            " it will not show what was sent.",
            "Take it out here, too.",
            field,
        )
    if "\\" in text:
        # guessed from the vendor's source: it is cleaned as if it came from a form.
        yield warning(
            "backslash",
            f"The store may drop the backslashes of the {NAMES[field]}.",
            "Write &#092; for one in a description, or / in a name.",
            field,
        )


CHECKS: Mapping[str, Callable[[str, str], Iterable[Finding]]] = {
    "title": of_title,
    "description_html": of_html,
    "summary_html": of_html,
}


def found(kind: Kind, value: Any) -> Sequence[Found]:
    if kind is not Kind.products or not isinstance(value, Product):
        return ()
    told = {
        "title": value.title,
        "description_html": value.description_html,
        "summary_html": value.summary_html,
    }
    return (Found(Target(value.remote_id), {k: v for k, v in told.items() if v is not None}),)


PORT = WritePort(
    KIND,
    frozenset(WIRE),
    piece,
    batch.updating(KIND),
    batch.updated,
    batch.readings,
    found,
    names=NAMES,
)
