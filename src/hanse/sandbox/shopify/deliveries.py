"""Webhooks on their way: signed at once, tried again for hours, given up at the eighth failure."""

import uuid
from datetime import timedelta
from typing import Any

import msgspec

from hanse.sandbox.shopify.instants import nanoseconds
from hanse.sandbox.shopify.shop import Shop
from hanse.sandbox.shopify.signing import webhook_digest
from hanse.sandbox.shopify.table import Record
from hanse.sandbox.webhooks import Letter, Parcel

# The gaps are guessed; they grow and come to nearly four hours, as the platform says.
GAPS_S = (10, 60, 300, 600, 1200, 2100, 3600, 5400)
FAILURES_MAX = 8
encode = msgspec.json.Encoder().encode


def topic_name(topic: str) -> str:
    """ORDERS_CREATE for orders/create; a noun of two words keeps its underscore."""
    return topic.replace("/", "_").upper()


def tell(
    shop: Shop, topic: str, body: Record, *, event: str | None = None, only: str | None = None
) -> None:
    """Queue it for every subscription to the topic, as the thing is now."""
    event = event or new_id(shop)
    for row in list(shop.subscriptions.values()):
        meant = row["topic"] == topic_name(topic) and only in (None, row["app"])
        if meant and row["uri"].startswith(("https://", "http://")):
            _post(shop, row, topic, shown(row, body), event)


def shown(row: Record, body: Record) -> Record:
    """Only the fields that the subscription wants; the id is always there, guessed."""
    wanted = row["includeFields"]
    if not wanted:
        return body
    names = {name.partition(".")[0] for name in wanted} | {"id"}
    return {name: value for name, value in body.items() if name in names}


def new_id(shop: Shop) -> str:
    return str(uuid.UUID(shop.secret_text("webhook"), version=4))


def _post(shop: Shop, row: Record, topic: str, body: Record, event: str) -> None:
    app = shop.keys.apps[row["app"]]
    content = encode(body)
    delivery = new_id(shop)
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Shopify-Captain-Hook",  # guessed
        "X-Shopify-Topic": topic,
        "X-Shopify-Hmac-Sha256": webhook_digest(app.secret, content),
        "X-Shopify-Shop-Domain": shop.domain,
        "X-Shopify-API-Version": app.webhook_version,
        "X-Shopify-Webhook-Id": delivery,
        "X-Shopify-Event-Id": event,
        "X-Shopify-Triggered-At": nanoseconds(shop.clock.now()),
    }
    if row["name"]:
        headers["X-Shopify-Name"] = row["name"]
    _try(shop, row["id"], Parcel(row["uri"], headers, content), 0)


def _try(shop: Shop, subscription: int, parcel: Parcel, tries: int) -> None:
    """One attempt. The next has the same body and the same address, whatever became of the row."""
    answered: list[bool] = []

    def make() -> Parcel | None:
        return parcel

    def done(status: int | None) -> None:
        if answered:  # the second of two copies changes nothing
            return
        answered.append(True)
        if status is not None and 200 <= status < 300:
            return
        if tries + 1 >= FAILURES_MAX:
            shop.subscriptions.pop(subscription, None)
            return
        _try(shop, subscription, parcel, tries + 1)

    wait = timedelta(seconds=GAPS_S[tries - 1] if tries else 0)
    key = f"{parcel.headers['X-Shopify-Webhook-Id']}:{subscription}:{tries}"
    shop.outbox.post(Letter(shop.clock.now() + wait, key, make, done, str(subscription)))


def tell_compliance(shop: Shop, client_id: str, topic: str, body: Any, wait: timedelta) -> None:
    """Privacy topics go to the address in the app's own set-up, and nowhere if it has none."""
    app = shop.keys.apps[client_id]
    if app.compliance_url is None:
        return
    content = encode(body)
    headers = {
        "Content-Type": "application/json",
        "X-Shopify-Topic": topic,
        "X-Shopify-Hmac-Sha256": webhook_digest(app.secret, content),
        "X-Shopify-Shop-Domain": shop.domain,
        "X-Shopify-API-Version": app.webhook_version,
        "X-Shopify-Webhook-Id": new_id(shop),
        "X-Shopify-Triggered-At": nanoseconds(shop.clock.now()),
    }
    parcel = Parcel(app.compliance_url, headers, content)
    key = f"{topic}:{headers['X-Shopify-Webhook-Id']}"
    due_at = shop.clock.now() + wait
    shop.outbox.post(Letter(due_at, key, lambda: parcel, lambda _status: None))
