"""What may be kept of a call and its answer: headers, and how the bodies begin, without secrets and
without numbers of payment cards.

It may still hold what is personal, so it is sealed wherever it is kept.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass

import msgspec

from hanse.base.cardless import document_without, may_hold, told_without
from hanse.engine.redaction import (
    MASK,
    NAME,
    is_secret,
    redacted,
    redacted_document,
    redacted_headers,
)
from hanse.engine.wire.call import Answer, Call

BODY_CHARS_MAX = 8_192
# A secret that the end of the excerpt cuts in two is known again only if more of it is looked at.
LOOKED_AT_BYTES = BODY_CHARS_MAX + 2_048
HEADERS_MAX = 60
HEADER_CHARS_MAX = 1_000

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Excerpts:
    """What we sent, what came back; a body that is cut ends with how long it was."""

    sent_headers: Headers = ()
    sent_body: str = ""
    received_headers: Headers = ()
    received_body: str = ""


def excerpts_of(call: Call, answer: Answer | None) -> Excerpts:
    return Excerpts(
        sent_headers=headers(call, call.headers.items()),
        sent_body=excerpt(call, call.body or b""),
        received_headers=headers(call, answer.headers.items()) if answer else (),
        received_body=excerpt(call, answer.body) if answer else "",
    )


def headers(call: Call, pairs: Iterable[tuple[str, str]]) -> Headers:
    shown = redacted_headers(list(pairs)[:HEADERS_MAX])
    return tuple((str(name), call.shown(value)[:HEADER_CHARS_MAX]) for name, value in shown)


def excerpt(call: Call, body: bytes) -> str:
    """How a body begins, without anything secret, whatever names or shows it."""
    text = call.shown(as_document(body) or as_text(body[:LOOKED_AT_BYTES]))
    if len(text) <= BODY_CHARS_MAX and len(body) <= LOOKED_AT_BYTES:
        return text
    return f"{text[:BODY_CHARS_MAX]}... ({len(body):,} bytes)"


def as_document(body: bytes) -> str:
    """A short JSON document without what stands under secret names; numbers as they were."""
    if len(body) > LOOKED_AT_BYTES or body[:1] not in (b"{", b"["):
        return ""
    try:
        value = json.loads(body, parse_float=verbatim, parse_int=verbatim)
        if may_hold(body):
            value = document_without(value)
        return msgspec.json.encode(redacted_document(value)).decode()
    except (ValueError, RecursionError):
        return ""


def without_cards(body: bytes) -> bytes:
    """A body to the byte as it came, unless somebody typed the number of a card into it: it is then
    written anew without."""
    if not may_hold(body):
        return body
    try:
        value = json.loads(body, parse_float=verbatim)
        plain = document_without(value)
        return body if plain is value else msgspec.json.encode(plain)
    except (ValueError, RecursionError):
        return told_without(body.decode("utf-8", "surrogateescape")).encode(
            errors="surrogateescape"
        )


def verbatim(number: str) -> msgspec.Raw:
    return msgspec.Raw(number.encode())


def as_text(body: bytes) -> str:
    """Anything else, and what was cut: line by line, and not beyond a group with a secret name."""
    text = body.decode("utf-8", "replace").replace("\0", "").replace("\\/", "/")
    for found in NAME.finditer(text):
        if is_secret(found[1]) and text[found.end() : found.end() + 1] in ("{", "[", "("):
            text = text[: found.end()] + MASK
            break
    return told_without(redacted(f"?{text}")[1:])  # a form begins where a query does
