"""How a store is entered: keys as typed, and a call signed as the store checks it."""

import base64
import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal
from urllib.parse import quote, urlsplit

from hanse.base.faults import Finding, Rejected, Severity
from hanse.engine.wire.wire import Call
from hanse.trade.access import Access
from hanse.trade.ports_read import Question

Pairs = tuple[tuple[str, str], ...]

BASE = "/wp-json/wc/v3/"


class Way(StrEnum):
    """How the key is shown. Over http the store ignores all but signatures."""

    basic = "basic"
    query = "query"  # for hosts that drop the header; it stands in their logs
    oauth = "oauth"


@dataclass(frozen=True, slots=True, repr=False)
class Keys:
    store_url: str
    consumer_key: str
    consumer_secret: str
    way: Way
    digest: Literal["sha256", "sha1"] = "sha256"

    def __post_init__(self) -> None:
        parts = urlsplit(self.store_url)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.username:
            raise Rejected(
                "The address of the store is none.",
                next_step="Write it as in https://shop.example or https://example.com/shop.",
            )
        if parts.scheme == "http" and self.way is not Way.oauth:
            raise Rejected(
                "Over http the store ignores a key that is not signed, and others could read it.",
                next_step="Use the https address of the store.",
            )

    @property
    def root(self) -> str:
        """A store may live in a folder of its site; no default port, as the store sees itself."""
        parts = urlsplit(self.store_url)
        default = {"http": 80, "https": 443}[parts.scheme]
        host = parts.hostname or ""
        host = f"[{host}]" if ":" in host else host
        port = "" if parts.port in (None, default) else f":{parts.port}"
        return f"{parts.scheme}://{host}{port}{parts.path.rstrip('/')}"


def way_for(store_url: str) -> Way:
    return Way.basic if urlsplit(store_url).scheme == "https" else Way.oauth


def entered(fields: Mapping[str, str]) -> Access:
    """The address as the store itself spells it, and the keys as they are copied from it."""
    findings: list[Finding] = []
    typed = {name: value.strip() for name, value in fields.items() if value.strip()}
    url = tidied(typed.get("store_url", ""))
    if not url:
        findings.append(wrong("store_url", "The address of the store is none."))
    for name, pattern in PATTERNS.items():
        if name in typed and not re.fullmatch(pattern, typed[name]):
            findings.append(wrong(name, f"This is no {name.replace('_', ' ')} of WooCommerce."))
    way = typed.get("way") or (way_for(url) if url else Way.basic)
    if way not in [each.value for each in Way]:
        findings.append(wrong("way", "The key is sent as basic, query or oauth."))
    if findings:
        raise Rejected(findings[0].sentence, findings, findings[0].next_step)
    known = {name: text for name, text in typed.items() if name in PATTERNS}
    return Access({"store_url": url, "way": way, **known})


PATTERNS = {"consumer_key": r"ck_[0-9a-f]{40}", "consumer_secret": r"cs_[0-9a-f]{40}"}
HINTS = {
    "store_url": "Write it as in https://shop.example or https://example.com/shop.",
    "consumer_key": "Copy it whole: it begins with ck_ and has 43 characters.",
    "consumer_secret": "Copy it whole: it begins with cs_ and has 43 characters.",
}
# What people copy along with the address of their store.
INSIDE = re.compile(r"/(?:wp-admin|wp-json|wp-login\.php|index\.php)(?:/.*)?$")


def wrong(field: str, sentence: str) -> Finding:
    return Finding(Severity.error, "not_so", sentence, HINTS.get(field, ""), field)


def tidied(text: str) -> str:
    """With a scheme, without what people copy along; empty if it is no address."""
    url = text if "://" in text else f"https://{text}"
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 (reading it is what checks it)
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
        return ""
    path = INSIDE.sub("", parts.path).rstrip("/")
    return f"{parts.scheme}://{parts.netloc.lower()}{path}" if " " not in parts.netloc else ""


def keys_of(access: Access) -> Keys:
    fields = access.fields
    missing = [
        wrong(name, f"The {name.replace('_', ' ')} is missing.")
        for name in PATTERNS
        if name not in fields
    ]
    if missing:
        raise Rejected(missing[0].sentence, missing, missing[0].next_step)
    return Keys(
        fields["store_url"],
        fields["consumer_key"],
        fields["consumer_secret"],
        Way(fields.get("way") or way_for(fields["store_url"])),
    )


def call_for(question: Question, access: Access, at: datetime, nonce: str) -> Call:
    """The call, ready to be sent once: a signature is good for one nonce and a quarter of an hour.

    `at` is the time by the store's own clock. A path with a slash before it is no path of wc/v3,
    and is asked without the key.
    """
    keys = keys_of(access)
    path = question.path
    outside = path.startswith("/")
    url = f"{keys.root}{path}" if outside else f"{keys.root}{BASE}{path}"
    headers = {"Accept": "application/json"}
    if question.body is not None:
        headers["Content-Type"] = "application/json"
    query = question.query
    secrets = [keys.consumer_key, keys.consumer_secret]
    # Outside wc/v3, WordPress takes a key shown by Basic for a user and a password of its own: 401.
    if keys.way is Way.basic and not outside:
        pair = base64.b64encode(f"{keys.consumer_key}:{keys.consumer_secret}".encode()).decode()
        headers["Authorization"] = f"Basic {pair}"
        secrets.append(pair)
    elif keys.way is Way.query and not outside:
        query += (
            ("consumer_key", keys.consumer_key),
            ("consumer_secret", keys.consumer_secret),
        )
    elif not outside:
        query = signed(question.method, url, query, keys, at, nonce)
    if access.hook_secret:
        secrets.append(access.hook_secret)
    return Call(
        question.method,
        url,
        writes=question.writes,
        headers=headers,
        query=query,
        body=question.body,
        secrets=tuple(secrets),
    )


def signed(method: str, url: str, query: Pairs, keys: Keys, at: datetime, nonce: str) -> Pairs:
    """OAuth 1.0a without a token, as the store checks it: the body is not signed."""
    pairs = (
        *query,
        ("oauth_consumer_key", keys.consumer_key),
        ("oauth_timestamp", str(int(at.timestamp()))),
        ("oauth_nonce", nonce),
        ("oauth_signature_method", f"HMAC-{keys.digest.upper()}"),
    )
    key = f"{keys.consumer_secret}&".encode()
    text = signature_base(method, url, pairs).encode()
    digest = hmac.new(key, text, getattr(hashlib, keys.digest)).digest()
    return (*pairs, ("oauth_signature", base64.b64encode(digest).decode()))


def signature_base(method: str, url: str, pairs: Pairs) -> str:
    """Names and values are encoded, and each pair once more as a whole.

    The store reads a query as PHP does, where a name given twice keeps its last value and one
    with brackets is a list; so each name is sent once, and a list as `1,2`.
    """
    if len({name for name, _ in pairs}) < len(pairs):
        raise ValueError("A parameter given twice makes a signature that the store refuses.")
    if odd := [name for name, _ in pairs if not name.replace("_", "").isalnum()]:
        raise ValueError(f"The store would read the parameter {odd[0]!r} by another name.")
    ordered = sorted(pairs, key=lambda pair: pair[0].encode())
    joined = "%26".join(enc(f"{enc(name)}={enc(value)}") for name, value in ordered)
    return f"{method.upper()}&{enc(url)}&{joined}"


def enc(text: str) -> str:
    """As RFC 3986 has it: a space is %20 and a tilde stays."""
    return quote(text, safe="")
