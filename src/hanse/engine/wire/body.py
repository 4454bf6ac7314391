"""What comes back: unpacked within a limit, and read as JSON without guessing."""

import json
import re
import zlib
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from hanse.engine.redaction import redacted

PACKED = {"": False, "identity": False, "gzip": True, "x-gzip": True}
NUMBER_CHARS_MAX = 64
EXPONENT_MAX = 64
LOOK_CHARS = 65_536  # how far into a broken answer we look for what it is
STARTS_MAX = 4
PIECE_BYTES_MAX = 262_144  # unpacked at a time

BOM = b"\xef\xbb\xbf"
PAGE = re.compile(r"<(?:!doctype\s{1,9}html|html|head|body)\b", re.IGNORECASE)
TITLE = re.compile(r"<title[^>]{0,200}>([^<]{1,80})", re.IGNORECASE)
HALF_PAIR = re.compile(rb"\\u[dD][89a-fA-F]")


class NotJson(ValueError):  # noqa: N818 - says what it is instead
    """The answer is something else; the text goes on after "not with JSON:"."""


class Unreadable(ValueError):  # noqa: N818 - says what is wrong with it
    """The answer cannot be unpacked; the text goes on after "an answer that"."""


class TooLarge(ValueError):  # noqa: N818 - says what it is
    """The answer went over its limit."""


class Unpacking:
    """Takes a body piece by piece and never holds more of it than its limit."""

    def __init__(self, encoding: str, bytes_max: int) -> None:
        packed = PACKED.get(encoding.strip().lower())
        if packed is None:
            raise Unreadable(f"is packed as {encoding[:20]!r}, which we did not ask for.")
        self._packed = zlib.decompressobj(31) if packed else None
        self._parts: list[bytes] = []
        self._bytes_max = self._room = bytes_max
        self._taken = 0

    def feed(self, piece: bytes) -> None:
        """Keep what it unpacks to, until the end."""
        self._parts += self.pieces(piece)

    def pieces(self, piece: bytes) -> Iterator[bytes]:
        """What it unpacks to, in parts of a bounded size, for whoever keeps none of it."""
        self._taken += len(piece)
        if self._taken > self._bytes_max:
            raise TooLarge
        while piece:
            if self._packed is None:
                yield self._counted(piece)
                return
            if self._packed.eof:  # a second packet follows the first
                self._packed = zlib.decompressobj(31)
            try:
                # One byte above the limit is enough to know; nothing larger is ever made.
                part = self._packed.decompress(piece, min(self._room + 1, PIECE_BYTES_MAX))
            except zlib.error:
                raise Unreadable("is packed and cannot be unpacked.") from None
            yield self._counted(part)
            piece = self._packed.unconsumed_tail or self._packed.unused_data

    def end(self) -> bytes:
        if self._packed and self._taken and not self._packed.eof:
            raise Unreadable("is packed and its end is missing.")
        return b"".join(self._parts)

    def _counted(self, piece: bytes) -> bytes:
        self._room -= len(piece)
        if self._room < 0:
            raise TooLarge
        return piece


def decode(body: bytes, depth_max: int) -> object:
    """The JSON value: fractions as Decimal, no key twice, no NaN, nothing before or after it."""
    if not body.strip():
        raise NotJson("it is empty.")
    if body.startswith(BOM):
        raise NotJson("it begins with a byte order mark.")
    try:
        text = body.decode()
    except UnicodeDecodeError as broken:
        raise NotJson(f"byte {broken.start} is not UTF-8.") from None
    try:
        value: object = JSON.decode(text)
    except json.JSONDecodeError as broken:
        raise NotJson(instead(text, broken)) from None
    except RecursionError:
        raise too_deep(depth_max) from None
    # Most answers open fewer brackets than they may be deep, which is seen at once.
    if text.count("{") + text.count("[") > depth_max and deeper(value, depth_max):
        raise too_deep(depth_max)
    if HALF_PAIR.search(body):
        half_pairs(value)
    return value


def once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        seen = Counter(name for name, _ in pairs)
        twice = seen.most_common(1)[0][0]
        raise NotJson(f"it says {redacted(twice[:40])!r} twice in one object.")
    return found


def whole(text: str) -> int:
    if len(text) > NUMBER_CHARS_MAX:
        raise NotJson(f"a number in it has {len(text)} characters.")
    return int(text)


def fraction(text: str) -> Decimal:
    if len(text) > NUMBER_CHARS_MAX:
        raise NotJson(f"a number in it has {len(text)} characters.")
    value = Decimal(text) if len(text.lower().partition("e")[2]) < 6 else Decimal("Infinity")
    if not value.is_finite() or abs(value.adjusted()) > EXPONENT_MAX:
        raise NotJson(f"the number {text} in it is beyond all measure.")
    return value


def constant(text: str) -> object:
    raise NotJson(f"it says {text}, which JSON cannot.")


JSON = json.JSONDecoder(
    object_pairs_hook=once, parse_int=whole, parse_float=fraction, parse_constant=constant
)


def too_deep(depth_max: int) -> NotJson:
    return NotJson(f"it is nested deeper than {depth_max} levels.")


def deeper(value: object, depth_max: int) -> bool:
    level = [value]
    for _ in range(depth_max):
        level = [
            inner
            for outer in level
            if isinstance(outer, dict | list)
            for inner in (outer.values() if isinstance(outer, dict) else outer)
            if isinstance(inner, dict | list)
        ]
    return bool(level)


def half_pairs(value: object) -> None:
    """Half of a surrogate pair is no character, and no database takes it."""
    try:
        json.dumps(value, ensure_ascii=False, default=str).encode()
    except UnicodeEncodeError:
        raise NotJson("a text in it holds half of a character.") from None


def instead(text: str, broken: json.JSONDecodeError) -> str:
    """What the answer is, in words that help whoever runs the shop."""
    if start := json_start(text):
        return f"{start} characters of something else stand before it, such as a warning."
    if text.lstrip().startswith("<"):
        if not PAGE.search(text[:LOOK_CHARS]):
            return "it begins like a web page or XML."
        title = TITLE.search(text[:LOOK_CHARS])
        named = f' with the title "{redacted(" ".join(title[1].split()))}"' if title else ""
        return f"it is a web page (HTML){named}."
    if broken.pos >= len(text.rstrip()) or broken.msg.startswith("Unterminated string"):
        return f"it ends too early, after {len(text)} characters."
    return f"line {broken.lineno}, column {broken.colno}: {broken.msg}."


def json_start(text: str) -> int:
    """Where a whole document begins behind other words; 0 if there is none."""
    if text.lstrip()[:1] in ("[", "{"):
        return 0
    starts = [found.start() for found in re.finditer(r"[\[{]", text[:LOOK_CHARS])]
    for start in starts[:STARTS_MAX]:
        try:
            JSON.decode(text[start:])
        except (ValueError, RecursionError):
            continue
        return start
    return 0
