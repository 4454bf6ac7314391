"""Keeps secrets out of everything that is shown or kept: headers, addresses, bodies, log lines.

Names decide first, then shapes that only a secret has; the values that a caller knows to be secret
are blanked out wherever they turn up. Every pattern takes time in proportion to the text.
"""

import json
import re
from collections.abc import Iterable, Mapping
from urllib.parse import quote, quote_plus, urlsplit, urlunsplit

MASK = "********"
SECRET_CHARS_MIN = 6  # a shorter one would blank out innocent words

SECRET_WORDS = re.compile(
    "token|secret|passw|passphrase|authorization|cookie|credential|signature|hmac|assertion"
    "|jwt|sessionid|(?:api|app|access|consumer|private|vault|master)key"
)
# Too common as words to be hidden in a log line; in an address they carry keys and sign-ins.
SECRET_IN_QUERY = frozenset({"key", "code", "sign", "sig", "auth", "pass", "pwd", "sid"})
WHOLE_LINE = ("authorization", "cookie")

# `name: value`, `name=value`, `"name": "value"`, ('name', 'value'), also inside a quoted text.
NAME = re.compile(
    r"""([\w.\-]{1,64}+)
        (?: \\*["'\]]{0,2}\s{0,4}[:=]\s{0,4} | ["']\s{0,4},\s{0,4}(?=[bru]{0,2}["']) )""",
    re.VERBOSE,
)
VALUE = re.compile(
    r"""(\\+["']).*?(?:\\+["']|$)             # quoted inside a quoted text
      | [bru]{0,2}"(?:[^"\\]|\\.)*"?
      | [bru]{0,2}'(?:[^'\\]|\\.)*'?
      | [\[{(][^\r\n]*                        # a list or an object goes as far as the line
      | (?P<bare>[^\s&,;"'<>)\]}]+)""",
    re.DOTALL | re.VERBOSE,
)
QUOTE = re.compile(r"[bru]{0,2}\\*[\"']")
LINE = re.compile(r"[^\r\n\"']*")
USERINFO = re.compile(r"(?<=://)[^\s/?#\"'<>]{1,400}@")
SHAPES = re.compile(
    r"""(?<=bearer\s)[\w.~+/=-]{8,}                        # Authorization: Bearer ...
      | (?<=basic\s)(?=[\w+/-]{0,40}[\d=]|[\w+/-]{20})[\w+/=-]{8,}
      | \beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*                  # a signed JSON web token
      | \b[a-z]{2,6}_[0-9a-f]{32,}\b                       # a prefix and random digits
      | -----BEGIN\ [A-Z ]{0,30}PRIVATE\ KEY-----[^-]*""",
    re.IGNORECASE | re.VERBOSE,
)


def is_secret(name: str, *, query: bool = False) -> bool:
    """Whether what stands under this name is to be hidden, however the name is spelled."""
    plain = re.sub(r"[\W_]", "", name.lower())
    return bool(SECRET_WORDS.search(plain)) or (query and plain in SECRET_IN_QUERY)


def hide(text: str, secrets: Iterable[str]) -> str:
    """The text without these very values, as they are or spelled as in an address."""
    spellings = {
        spelling
        for secret in secrets
        if len(secret) >= SECRET_CHARS_MIN
        for spelling in (secret, quote(secret, safe=""), quote_plus(secret), quote(secret))
    }
    for spelling in sorted(spellings, key=len, reverse=True):
        text = text.replace(spelling, MASK)
    return text


def redacted(text: str) -> str:
    """A log line or any other text without what is named like a secret or looks like one."""
    text = USERINFO.sub(f"{MASK}@", text)
    parts: list[str] = []
    end = 0
    for found in NAME.finditer(text):
        in_query = text[max(found.start() - 1, 0) : found.start()] in ("?", "&")
        if found.start() < end or not is_secret(found[1], query=in_query):
            continue
        value = VALUE.match(text, found.end())
        if value and value["bare"] and any(word in found[1].lower() for word in WHOLE_LINE):
            value = LINE.match(text, found.end())
        if value:
            quote_mark = QUOTE.match(value[0])
            mark = quote_mark[0] if quote_mark else ""
            parts += [text[end : found.end()], mark, MASK, mark.lstrip("bru")]
            end = value.end()
    return SHAPES.sub(MASK, "".join([*parts, text[end:]]))


def redacted_field(name: str, value: object) -> str:
    """A named value of a log record."""
    return MASK if is_secret(name) and value else redacted(str(value))


def redacted_headers(headers: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (name, MASK if is_secret(name, query=True) else redacted(value)) for name, value in headers
    )


def redacted_url(url: str) -> str:
    """Without user and password, without secret parameters, without the fragment."""
    try:
        parts = urlsplit(url)
        pairs = (pair.partition("=") for pair in parts.query.split("&"))
        query = "&".join(
            f"{name}={MASK}" if equals and is_secret(name, query=True) else name + equals + value
            for name, equals, value in pairs
        )
        host = parts.netloc.rpartition("@")[2]
        return redacted(urlunsplit((parts.scheme, host, parts.path, query, "")))
    except ValueError:
        return "(not an address)"


def redacted_body(body: bytes, text_max: int = 4_000) -> str:
    """A body as it may be shown: JSON by its names, anything else as text; cut after `text_max`."""
    text = body.decode("utf-8", "replace")
    try:
        text = json.dumps(redacted_document(json.loads(text)), ensure_ascii=False)
    except (ValueError, RecursionError):
        text = redacted(f"?{text}")[1:]  # a form begins where a query does
    return text if len(text) <= text_max else f"{text[:text_max]}... ({len(body)} bytes)"


def redacted_document(value: object) -> object:
    """A JSON value; whatever stands under a secret name is hidden, however deep it is."""
    match value:
        case Mapping():
            return {
                name: MASK if is_secret(name) and inner else redacted_document(inner)
                for name, inner in value.items()
            }
        case list() | tuple():
            return [redacted_document(inner) for inner in value]
        case str():
            return redacted(value)
    return value
