"""Reading what a caller sends: whole, within limits, and as JSON that can mean one thing only."""

import asyncio
import json
import math
from dataclasses import dataclass, replace

from starlette.requests import ClientDisconnect, Request

from hanse.app.api.problems import Refused, refusal
from hanse.base.checksum import Json

NUMBER_MAX = 2**63 - 1
FILE = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Limits:
    """What one request may cost. Each is named in the message when it is hit."""

    body_bytes: int = 1_000_000
    read_bytes: int = 10_000_000  # read and thrown away, so that the sender can read our refusal
    body_s: float = 20.0
    request_s: float = 30.0
    file_s: float = 300.0  # for a file, which may come over a slow line
    ask_again_s: float = 10.0  # whether the reader of a stream may still read it
    json_depth: int = 32
    text_chars: int = 200_000
    query_bytes: int = 8_000
    header_bytes: int = 32_000


class ReadRequest(Request):
    """A request whose body was read and parsed already."""

    def __init__(self, request: Request, body: bytes, document: Json) -> None:
        super().__init__(request.scope, request.receive)
        self._bytes = body
        self._document = document

    async def body(self) -> bytes:
        return self._bytes

    async def json(self) -> Json:
        return self._document


def for_file(limits: Limits, bytes_max: int) -> Limits:
    """What a request may cost that brings a file."""
    return replace(
        limits,
        body_bytes=bytes_max,
        read_bytes=bytes_max + limits.read_bytes,
        body_s=limits.file_s,
        request_s=limits.file_s + limits.request_s,
    )


def check_file_type(content_type: str) -> None:
    """A page of somebody else cannot send this type in a person's name."""
    if content_type.partition(";")[0].strip().lower() != FILE:
        raise refusal(
            415,
            "not_a_file",
            f"The body is {content_type[:80] or 'of no type'}, and this takes a file as it is.",
            f"Send its bytes with Content-Type: {FILE}.",
            accept=FILE,
        )


async def read_body(request: Request, limits: Limits) -> bytes:
    """All bytes of the body, counted while they come in."""
    announced = request.headers.get("content-length", "")
    most = limits.body_bytes if "expect" in request.headers else limits.read_bytes
    if announced.isdigit() and int(announced) > most:
        raise too_large(limits, connection="close")
    body, total = bytearray(), 0
    try:
        async with asyncio.timeout(limits.body_s):
            async for chunk in request.stream():
                total += len(chunk)
                if total > limits.read_bytes:
                    raise too_large(limits, connection="close")
                if total <= limits.body_bytes:
                    body += chunk
    except TimeoutError:
        raise refusal(
            408,
            "body_too_slow",
            f"The body did not arrive within {limits.body_s:g} s.",
            "Send it again over a better line.",
            connection="close",
        ) from None
    except ClientDisconnect:
        raise refusal(400, "body_cut_off", "The body ended early.", "Send it again.") from None
    if total > limits.body_bytes:
        raise too_large(limits)
    return bytes(body)


def too_large(limits: Limits, **headers: str) -> Refused:
    return refusal(
        413,
        "body_too_large",
        f"The body is larger than {limits.body_bytes:,} bytes.",
        "Send less at once.",
        **headers,
    )


def parse(body: bytes, content_type: str, limits: Limits) -> Json:
    """The one document that these bytes mean, or a sentence that says why there is none."""
    if content_type.partition(";")[0].strip().lower() != "application/json":
        raise refusal(
            415,
            "not_json",
            f"The body is {content_type[:80] or 'of no type'}, and this takes JSON.",
            "Send JSON with Content-Type: application/json.",
            accept="application/json",
        )
    try:
        document: Json = json.loads(
            body.decode(),
            object_pairs_hook=without_twins,
            parse_constant=refuse_number,
            parse_float=finite,
            parse_int=whole,
        )
    except RecursionError:
        raise too_deep(limits) from None
    except UnicodeDecodeError:
        raise malformed("The body is not UTF-8.") from None
    except json.JSONDecodeError as wrong:
        raise malformed(
            f"The body is no JSON: {wrong.msg} (line {wrong.lineno}, column {wrong.colno})."
        ) from None
    check(document, limits)
    return document


def without_twins(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    document = dict(pairs)
    if len(document) < len(pairs):
        names = [name for name, _ in pairs]
        twin = next(name for name in names if names.count(name) > 1)
        raise malformed(f"The key {twin[:80]!r} stands twice in one object.")
    return document


def refuse_number(word: str) -> Json:
    raise malformed(f"{word} is no number in JSON.")


def finite(digits: str) -> float:
    number = float(digits)
    return number if math.isfinite(number) else refuse_large(digits)


def whole(digits: str) -> int:
    if len(digits) > 20 or abs(int(digits)) > NUMBER_MAX:
        refuse_large(digits)
    return int(digits)


def refuse_large(digits: str) -> float:
    raise malformed(f"The number {digits[:20]}... is too large.")


def check(document: Json, limits: Limits) -> None:
    """Raise unless the document is shallow and its texts can be stored."""
    waiting = [(document, 1)]
    while waiting:
        value, level = waiting.pop()
        if isinstance(value, str):
            check_text(value, limits)
        elif isinstance(value, dict | list):
            if level > limits.json_depth:
                raise too_deep(limits)
            parts = [*value, *value.values()] if isinstance(value, dict) else value
            waiting += [(part, level + 1) for part in parts]


def check_text(text: str, limits: Limits) -> None:
    if len(text) > limits.text_chars:
        raise malformed(f"A text is longer than {limits.text_chars:,} characters.")
    if "\0" in text:
        raise malformed("A text holds the character NUL, which cannot be stored.")
    if not text.isascii() and any("\ud800" <= char <= "\udfff" for char in text):
        raise malformed("A text holds half of a surrogate pair, which is no character.")


def too_deep(limits: Limits) -> Refused:
    return malformed(f"The JSON is nested deeper than {limits.json_depth} levels.")


def malformed(sentence: str) -> Refused:
    return refusal(400, "json_malformed", sentence, "Correct the JSON and send it again.")
