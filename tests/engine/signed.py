"""Webhooks of a made-up platform: signed with a secret, named in two headers."""

import hashlib
import hmac
from collections.abc import Mapping
from uuid import UUID

from hanse.engine.hooks import Receiver

SECRET = b"a secret of this account"
SIGNATURE, TOPIC, DELIVERY = "x-shop-hmac", "x-shop-topic", "x-shop-delivery"


def signature(body: bytes, secret: bytes = SECRET) -> str:
    return hmac.new(secret, body, hashlib.sha256).hexdigest()


def headers_for(
    body: bytes, delivery: str | None = None, topic: str = "product.updated"
) -> dict[str, str]:
    named = {DELIVERY: delivery} if delivery else {}
    return {SIGNATURE: signature(body), TOPIC: topic, "content-type": "application/json", **named}


def receiver(workspace: UUID, secret: bytes = SECRET, refused_status: int = 401) -> Receiver:
    def verify(headers: Mapping[str, str], body: bytes) -> bool:
        return hmac.compare_digest(headers.get(SIGNATURE, ""), signature(body, secret))

    def told(headers: Mapping[str, str], body: bytes) -> tuple[str | None, str | None]:
        return headers.get(TOPIC), headers.get(DELIVERY)

    return Receiver(workspace, verify, told, refused_status)
