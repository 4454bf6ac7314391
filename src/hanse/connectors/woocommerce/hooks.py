"""What WooCommerce sends by itself: who sent it, and what to look at again.

The receiver answers 200 to everything, also to a forged signature: seven refusals in a row switch
the webhook off.
"""

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Mapping, Sequence
from html import unescape
from typing import Literal

from hanse.base.faults import Finding
from hanse.trade.access import Access
from hanse.trade.documents import Document, opened
from hanse.trade.ports_read import Kind, Question, Reply
from hanse.trade.signals import Delivery, Hint, Signal, Subscription, Switch

SIGNATURE = "x-wc-webhook-signature"
TOPIC = "x-wc-webhook-topic"
WEBHOOK_ID = "x-wc-webhook-id"
DELIVERY_ID = "x-wc-webhook-delivery-id"
PING = re.compile(rb"webhook_id=\d{1,20}")

KINDS: Mapping[str, Kind] = {
    "product": Kind.products,
    "order": Kind.orders,
    "customer": Kind.buyers,
}
HINTS: Mapping[str, Hint] = {
    "created": Hint.changed,
    "updated": Hint.changed,
    "restored": Hint.changed,
    "deleted": Hint.deleted,
}
SWITCHES: Mapping[str, Switch] = {
    "active": Switch.on,
    "paused": Switch.off,
    "disabled": Switch.thrown_off,
}
TOPICS = tuple(f"{kind}.{event}" for kind in KINDS for event in HINTS)  # those that we ask for


def signature(body: bytes, secret: str) -> str:
    """Of the bytes as they came. The store decodes entities in the secret before it signs."""
    digest = hmac.new(unescape(secret).encode(), body, hashlib.sha256).digest()
    return base64.b64encode(digest).decode()


def verify(headers: Mapping[str, str], body: bytes, access: Access) -> bool:
    """Whether whoever sent this knows our secret; `headers` have names in small letters.

    Only the body is signed: the topic beside it is as good as the hint that it gives.
    """
    secret = access.hook_secret
    sent = headers.get(SIGNATURE, "").encode(errors="replace")
    return bool(secret) and hmac.compare_digest(sent, signature(body, secret).encode())


def is_ping(headers: Mapping[str, str], body: bytes) -> bool:
    """What comes once when a webhook is made: unsigned, so it proves that a way is open and no
    more."""
    return (
        SIGNATURE not in headers
        and TOPIC not in headers
        and PING.fullmatch(body) is not None
        and headers.get("content-type", "").startswith("application/x-www-form-urlencoded")
    )


def signals(headers: Mapping[str, str], body: bytes) -> Delivery:
    """What to look at again. The body is what was true when it was sent, so only ids are taken."""
    topic = headers.get(TOPIC)
    found, note = hints(topic or "", body)
    return Delivery(
        delivery_id=headers.get(DELIVERY_ID),
        subscription_id=headers.get(WEBHOOK_ID),
        topic=topic,
        signals=found,
        note=note,
    )


def hints(topic: str, body: bytes) -> tuple[tuple[Signal, ...], str]:
    resource, _, event = topic.partition(".")
    if resource not in KINDS or event not in HINTS:
        return (), "unknown topic"
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return (), "not readable"
    document = Document(value) if isinstance(value, Mapping) else Document({})
    remote_id = document.key("id")
    if remote_id is None:
        # Whatever it was about went away before it was sent; looking over all ids finds it.
        return (), "gone meanwhile" if document.filled("code") else "no id"
    if resource == "product" and document.fields.get("type") == "variation":
        parent_id = document.key("parent_id")
        of = Signal(Kind.offers, HINTS[event], remote_id, parent_id)
        # The price of the product moves along.
        parent = Signal(Kind.products, Hint.changed, parent_id) if parent_id else None
        return (of, parent) if parent else (of,), ""
    return (Signal(KINDS[resource], HINTS[event], remote_id),), ""


def subscription(value: object) -> Subscription | Finding:
    """A webhook as the store keeps it; its secret is never told."""
    document = opened(value)
    if isinstance(document, Finding):
        return document
    document.need("status", "topic", "delivery_url")
    return Subscription(
        remote_id=document.key("id") or "",
        topic=document.filled("topic"),
        address=document.filled("delivery_url"),
        switch=document.word("status", SWITCHES),
        findings=document.said,
    )


# What the store is asked to tell

PAGE_ROWS = 100
FAMILY = "webhooks"


def subscriptions_question(page: str | None = None) -> Question:
    query = (("per_page", str(PAGE_ROWS)), ("page", page or "1"))
    return Question("webhooks", query, FAMILY)


def subscriptions_of(reply: Reply) -> Sequence[Subscription]:
    rows = reply.document if isinstance(reply.document, list) else [reply.document]
    found = (subscription(row) for row in rows)
    return [each for each in found if isinstance(each, Subscription)]


def subscriptions_next(reply: Reply, page: str | None) -> str | None:
    here, pages = int(page or "1"), reply.headers.get("x-wp-totalpages", "")
    return str(here + 1) if pages.isdecimal() and here < int(pages) else None


def subscribe_question(topic: str, address: str, access: Access) -> Question:
    """The secret is ours: what arrives is known by it."""
    document = {
        "name": f"Hanse: {topic}",
        "topic": topic,
        "delivery_url": address,
        "secret": access.hook_secret,
        "status": "active",
    }
    return plumbing("webhooks.create", "POST", "webhooks", document)


def switch_on_question(found: Subscription, access: Access) -> Question:
    document = {"status": "active", "secret": access.hook_secret}
    return plumbing("webhooks.activate", "PUT", f"webhooks/{found.remote_id}", document)


def unsubscribe_question(remote_id: str) -> Question:
    """There is no trash for webhooks, so it is forced."""
    return Question(
        f"webhooks/{remote_id}",
        (("force", "true"),),
        FAMILY,
        "DELETE",
        plumbing="webhooks.delete",
        writes=True,
    )


def plumbing(
    kind: str, method: Literal["POST", "PUT"], path: str, document: Mapping[str, str]
) -> Question:
    body = json.dumps(document).encode()
    return Question(path, (), FAMILY, method, body, plumbing=kind, writes=True)
