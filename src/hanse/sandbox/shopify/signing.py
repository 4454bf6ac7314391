"""What the platform signs, each by the rule of its own."""

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from typing import Any

Values = Mapping[str, str | Sequence[str]]


def webhook_digest(secret: str, content: bytes) -> str:
    return base64.b64encode(hmac.new(secret.encode(), content, hashlib.sha256).digest()).decode()


def _hex(secret: str, text: str) -> str:
    return hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()


def query_digest(secret: str, query: Values) -> str:
    """For the way back from the consent page and for the launch of an app."""

    def name(text: str) -> str:
        return text.removesuffix("[]").replace("%", "%25").replace("&", "%26").replace("=", "%3D")

    def value(found: str | Sequence[str]) -> str:
        if not isinstance(found, str):
            found = "[" + ", ".join(f'"{one}"' for one in found) + "]"
        return found.replace("%", "%25").replace("&", "%26")

    pairs = sorted(
        f"{name(key)}={value(found)}"
        for key, found in query.items()
        if key not in ("hmac", "signature")
    )
    return _hex(secret, "&".join(pairs))


def proxy_digest(secret: str, query: Values) -> str:
    """For what the shop passes on to an app: no sign between the pairs, commas inside a list."""
    pairs = sorted(
        f"{key}={found if isinstance(found, str) else ','.join(found)}"
        for key, found in query.items()
        if key != "signature"
    )
    return _hex(secret, "".join(pairs))


def _sealed(secret: str, text: str) -> str:
    return _bare(hmac.new(secret.encode(), text.encode(), hashlib.sha256).digest())


def _bare(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def signed_token(secret: str, claims: Mapping[str, Any]) -> str:
    """A session token: three parts, the last one HS256 over the other two."""
    head = {"alg": "HS256", "typ": "JWT"}
    text = ".".join(_bare(json.dumps(part).encode()) for part in (head, dict(claims)))
    return f"{text}.{_sealed(secret, text)}"


def opened_token(secret: str, text: str) -> dict[str, Any] | None:
    """The claims, where the algorithm is the one that we know and the seal is right."""
    body, _, seal = text.rpartition(".")
    try:
        head, claims = (
            json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
            for part in body.split(".")
        )
    except (ValueError, binascii.Error):
        return None
    if head.get("alg") != "HS256" or not hmac.compare_digest(_sealed(secret, body), seal):
        return None
    return claims if isinstance(claims, dict) else None
