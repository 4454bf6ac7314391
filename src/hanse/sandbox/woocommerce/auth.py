"""Who calls: Basic and query keys over https only, OAuth 1.0a with one leg over both."""

import base64
import binascii
import hashlib
import hmac
import re
from dataclasses import dataclass, field
from typing import Any

from hanse.sandbox.woocommerce.errors import Refusal
from hanse.sandbox.woocommerce.php import decode, encode

TIMESTAMP_WINDOW_S = 15 * 60
REQUIRED = (
    "oauth_consumer_key",
    "oauth_timestamp",
    "oauth_nonce",
    "oauth_signature",
    "oauth_signature_method",
)
DIGESTS = {"HMAC-SHA1": hashlib.sha1, "HMAC-SHA256": hashlib.sha256}
READS = {"GET", "HEAD"}


@dataclass(slots=True)
class Key:
    """A REST key of one WordPress user. Of nonces the store keeps the last of each second."""

    id: int
    consumer_key: str
    consumer_secret: str
    permissions: str  # read, write, read_write
    manager: bool = True  # whether its user may manage the shop
    nonces: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Request:
    """What authentication looks at. `query` is what PHP made of it."""

    method: str
    scheme: str
    host: str
    path: str
    query: dict[str, Any]
    authorization: str = ""
    form: dict[str, Any] = field(default_factory=dict)


def authenticate(request: Request, keys: dict[str, Key], now_s: int) -> Key | None:
    """The key used, None for nobody; refuses what was attempted and is wrong."""
    if not re.search(r"wp-json/wc[/-]", request.path):
        return None  # elsewhere the keys of the shop mean nothing
    if request.scheme == "https" and (key := _by_secret(request, keys)):
        return key
    return _by_signature(request, keys, now_s)


def check_permission(key: Key, method: str) -> None:
    """Refuse a write by a key that reads, and a read by a key that writes."""
    if method == "OPTIONS":  # guessed: asking what there is needs neither
        return
    wanted = "read" if method in READS else "write"
    if wanted not in key.permissions.split("_"):
        raise _error(f"The API key provided does not have {wanted} permissions.")


def _by_secret(request: Request, keys: dict[str, Key]) -> Key | None:
    name, secret = request.query.get("consumer_key"), request.query.get("consumer_secret")
    if not (name and secret):
        name, secret = _basic(request.authorization)
    key = keys.get(str(name)) if name and secret else None
    if key and not hmac.compare_digest(key.consumer_secret.encode(), str(secret).encode()):
        raise _error("Consumer secret is invalid.")
    return key


def used_name(authorization: str, query: dict[str, Any]) -> str:
    """The consumer key that a call names, by whichever way."""
    names = ("consumer_key", "oauth_consumer_key")
    found = {**query, **_header(authorization)}
    return next((str(found[name]) for name in names if found.get(name)), _basic(authorization)[0])


def _basic(authorization: str) -> tuple[str, str]:
    scheme, _, packed = authorization.partition(" ")
    if scheme.lower() != "basic":
        return "", ""
    try:
        name, _, secret = base64.b64decode(packed, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    return name, secret


def _by_signature(request: Request, keys: dict[str, Key], now_s: int) -> Key | None:
    signed = {**request.query, **request.form, **_header(request.authorization)}
    missing = [name for name in REQUIRED if not signed.get(name)]
    if len(missing) == len(REQUIRED):
        return None
    if missing:
        raise Refusal(
            401,
            "woocommerce_rest_authentication_missing_parameter",
            f"Missing OAuth parameter{'s' if len(missing) > 1 else ''} {', '.join(missing)}",
        )
    key = keys.get(signed["oauth_consumer_key"])
    if key is None:
        raise _error("Consumer key is invalid.")
    if signed["oauth_signature_method"] not in DIGESTS:
        raise _error("Invalid signature - signature method is invalid.")
    expected = sign(request, signed, key.consumer_secret)
    if not hmac.compare_digest(expected.encode(), str(signed["oauth_signature"]).encode()):
        raise _error("Invalid signature - provided signature does not match.")
    _check_once(key, str(signed["oauth_timestamp"]), str(signed["oauth_nonce"]), now_s)
    return key


def sign(request: Request, signed: dict[str, Any], secret: str) -> str:
    """The signature that the store expects, by the method that the request names."""
    pairs: list[str] = []
    for name in sorted((name for name in signed if name != "oauth_signature"), key=str.encode):
        value = signed[name]
        if isinstance(value, dict):
            # Only the first level of brackets is known; what lies deeper is guessed.
            pairs += [
                encode(f"{encode(name)}%5B{encode(str(key))}%5D={encode(str(inner))}")
                for key, inner in value.items()
            ]
        else:
            pairs.append(encode(f"{encode(name)}={encode(str(value))}"))
    address = encode(f"{request.scheme}://{request.host}{request.path}")
    base = f"{request.method}&{address}&{'%26'.join(pairs)}"
    digest = DIGESTS[signed["oauth_signature_method"]]
    return base64.b64encode(
        hmac.new(f"{secret}&".encode(), base.encode(), digest).digest()
    ).decode()


def _check_once(key: Key, timestamp: str, nonce: str, now_s: int) -> None:
    at = int(timestamp) if re.fullmatch(r"\d{1,12}", timestamp) else 0
    if abs(now_s - at) > TIMESTAMP_WINDOW_S:
        raise _error("Invalid timestamp.")
    if key.nonces.get(at) == nonce:
        raise _error("Invalid nonce - nonce has already been used.")
    key.nonces = {
        second: used
        for second, used in key.nonces.items()
        if abs(now_s - second) <= TIMESTAMP_WINDOW_S
    } | {at: nonce}


def _header(authorization: str) -> dict[str, str]:
    scheme, _, rest = authorization.partition(" ")
    if scheme.lower() != "oauth":
        return {}
    found = re.findall(r'(oauth_\w+)="([^"]*)"', rest)
    return {name: decode(value.replace("+", "%2B")) for name, value in found}


def _error(message: str) -> Refusal:
    return Refusal(401, "woocommerce_rest_authentication_error", message)
