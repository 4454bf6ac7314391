"""Webhooks: their rows, their topics, the ping, the signature, and the seventh failure."""

import base64
import hashlib
import hmac
import html
import re
from collections.abc import MutableMapping
from dataclasses import replace
from datetime import timedelta
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from hanse.sandbox.webhooks import Letter, Parcel
from hanse.sandbox.woocommerce.coupons import get_coupon
from hanse.sandbox.woocommerce.customers import get_customer
from hanse.sandbox.woocommerce.dates import both
from hanse.sandbox.woocommerce.envelope import Answer, Call, created, links, paged, single, spelled
from hanse.sandbox.woocommerce.errors import Refusal, no_trash
from hanse.sandbox.woocommerce.order_rows import get_order
from hanse.sandbox.woocommerce.product_rows import get_product
from hanse.sandbox.woocommerce.schema import as_int
from hanse.sandbox.woocommerce.store import Record, Store

PATH = "/wc/v3/webhooks"
GETTERS = {
    "order": get_order,
    "product": get_product,
    "customer": get_customer,
    "coupon": get_coupon,
}
EVENTS = ("created", "updated", "deleted", "restored")
# The recorded ones; the others are not known and left empty.
HOOKS = {
    "order.created": ["woocommerce_new_order"],
    "order.updated": ["woocommerce_update_order", "woocommerce_order_refunded"],
    "product.updated": [
        "woocommerce_process_product_meta",
        "woocommerce_update_product",
        "woocommerce_update_product_variation",
    ],
    "coupon.deleted": ["wp_trash_post"],
    "coupon.created": ["woocommerce_process_shop_coupon_meta", "woocommerce_new_coupon"],
    "coupon.updated": ["woocommerce_process_shop_coupon_meta", "woocommerce_update_coupon"],
}
PORTS = (80, 443, 8080)
FAILURES_MAX = 5  # one more than this is forgiven, the next disables
SETTLE_S = 1.0  # guessed: how long the real queue takes at its fastest


def _hooks(store: Store) -> MutableMapping[int, Record]:
    return store.rows.setdefault("webhooks", {})


def document(call: Call, row: Record) -> Record:
    names = ("id", "name", "status", "topic", "delivery_url")
    resource, _, event = row["topic"].partition(".")
    shown = {name: row[name] for name in names} | {"resource": resource, "event": event}
    shown["hooks"] = HOOKS.get(row["topic"], [])
    for name in ("created", "modified"):
        shown |= both(call.store, f"date_{name}", row[name])
    return shown | {"_links": links(call, f"{PATH}/{row['id']}")}


def create_webhook(call: Call) -> Answer:
    store, body = call.store, call.body
    row: Record = {"name": "", "status": "active", "modified": None, "failures": 0}
    row |= {"id": 0, "created": store.now(), "home": call.home, "topic": "", "delivery_url": ""}
    row["secret"] = hashlib.sha256(
        f"{store.world.seed}:{store.next('secret')}".encode()
    ).hexdigest()
    _write(row, body, required=True)
    row["name"] = row["name"] or f"Webhook created on {store.now():%b %d, %Y @ %I:%M %p}"  # guessed
    row["id"] = store.next("webhook")
    _hooks(store)[row["id"]] = row
    _ping(store, row)
    store.ledger.note("woocommerce", "webhook.create", row["topic"])
    return created(call, document(call, row), f"{PATH}/{row['id']}")


def _write(row: Record, body: dict[str, Any], *, required: bool = False) -> None:
    if required or "topic" in body:
        topic = str(body.get("topic", ""))
        noun, _, event = topic.partition(".")
        action = re.fullmatch(r"action\.(woocommerce|wc)_\w+", topic)
        if not action and (noun not in GETTERS or event not in EVENTS):
            message = "Webhook topic is required and must be valid."
            raise Refusal(400, "woocommerce_rest_shop_webhook_invalid_topic", message)
        row["topic"] = topic
    if required or "delivery_url" in body:
        if not re.match(r"https?://[^/\s]+", str(body.get("delivery_url"))):
            message = "Webhook delivery URL must be a valid URL starting with http:// or https://."
            raise Refusal(400, "woocommerce_rest_shop_webhook_invalid_delivery_url", message)
        row["delivery_url"] = str(body["delivery_url"])
    for name in ("name", "secret", "status"):
        if body.get(name):
            row[name] = str(body[name])
    if body.get("status") == "active":
        row["failures"] = 0


def _known(call: Call) -> Record:
    row = _hooks(call.store).get(as_int(call.ids["id"]))
    if row is None:
        # guessed code
        raise Refusal(404, "woocommerce_rest_shop_webhook_invalid_id", "Invalid ID.")
    return row


def list_webhooks(call: Call) -> Answer:
    rows = sorted(_hooks(call.store).values(), key=lambda row: -row["id"])
    if call.query.get("status", "all") != "all":
        rows = [row for row in rows if row["status"] == call.query["status"]]
    return paged(call, rows, lambda row: document(call, row))


def get_webhook(call: Call) -> Answer:
    return single(call, document(call, _known(call)))


def update_webhook(call: Call) -> Answer:
    row = _known(call)
    before = row["delivery_url"]
    _write(row, call.body)
    row["modified"] = call.store.now()
    if row["delivery_url"] != before:
        _ping(call.store, row)
    call.store.ledger.note("woocommerce", "webhook.update", str(row["id"]))
    return single(call, document(call, row))


def delete_webhook(call: Call) -> Answer:
    row = _known(call)
    if not call.force:
        raise no_trash("Webhooks")
    del _hooks(call.store)[row["id"]]
    call.store.ledger.note("woocommerce", "webhook.delete", str(row["id"]))
    return single(call, document(call, row))


# Delivery


def sign(secret: str, content: bytes) -> str:
    """The secret is unescaped first, so one with an ampersand is another than was sent."""
    key = html.unescape(secret).encode()
    return base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()


def tell(store: Store, topic: str, number: int) -> None:
    """Queue it for every active webhook of the topic; what is waiting already stays one."""
    for row in _hooks(store).values():
        if row["topic"] == topic and row["status"] == "active":
            store.outbox.post(_letter(store, row, number))


def _letter(store: Store, row: Record, number: int) -> Letter:
    def make() -> Parcel | None:
        return _parcel(store, row, number)

    def done(status: int | None) -> None:
        _judge(store, row, status)

    due_at = store.clock.now() + timedelta(seconds=SETTLE_S)
    return Letter(due_at, f"{row['id']}:{row['topic']}:{number}", make, done, str(row["id"]))


def _ping(store: Store, row: Record) -> None:
    """Says only that there will be something; it is not signed and its fate is nothing to us."""
    content = f"webhook_id={row['id']}".encode()
    headers = {"User-Agent": _agent(store), "Content-Type": "application/x-www-form-urlencoded"}
    parcel = Parcel(row["delivery_url"], headers, content)
    if store.guarded and is_private(row["delivery_url"]):
        return
    key = f"ping:{row['id']}:{row['delivery_url']}"
    letter = Letter(store.clock.now(), key, lambda: parcel, lambda _status: None, str(row["id"]))
    store.outbox.post(letter)


def is_private(url: str) -> bool:
    """Whether the store's own guard would keep a delivery from going there."""
    parts = urlsplit(url)
    if (parts.port or 80) not in PORTS:
        return True
    try:
        return not ip_address(parts.hostname or "").is_global
    except ValueError:
        return parts.hostname == "localhost"  # guessed: names are not looked up here


def _agent(store: Store) -> str:
    return f"WooCommerce/{store.version} Hookshot (WordPress/6.9.1)"


def _parcel(store: Store, row: Record, number: int) -> Parcel | None:
    """The object as it is now; where it is gone, the refusal of reading it, signed as well."""
    if row["id"] not in _hooks(store) or row["status"] != "active":
        return None
    if store.guarded and is_private(row["delivery_url"]):
        return None  # not sent and, guessed, not counted as a failure
    noun, _, event = row["topic"].partition(".")
    content = spelled({"id": number} if event == "deleted" else _now(store, row, noun, number))
    delivery = hashlib.md5(f"{row['id']}:{store.next('delivery')}".encode())  # noqa: S324
    headers = {
        "User-Agent": _agent(store),
        "Content-Type": "application/json",
        "X-WC-Webhook-Source": f"{row['home']}/",
        "X-WC-Webhook-Topic": row["topic"],
        "X-WC-Webhook-Resource": noun,
        "X-WC-Webhook-Event": event,
        "X-WC-Webhook-Signature": sign(row["secret"], content),
        "X-WC-Webhook-ID": str(row["id"]),
        "X-WC-Webhook-Delivery-ID": delivery.hexdigest(),
    }
    return Parcel(row["delivery_url"], headers, content)


def _now(store: Store, row: Record, noun: str, number: int) -> Any:
    route = f"/wc/v3/{noun}s/{number}"
    call = Call(store, "GET", row["home"], route, route, {"id": number}, {}, {})
    try:
        found = GETTERS[noun](replace(call)).body
    except Refusal as refused:
        return refused.body
    if found.get("type") == "variation":
        found["total_sales"] = str(found["total_sales"])
    return found


def _judge(store: Store, row: Record, status: int | None) -> None:
    """Success is 200 to 302; there is no second try, and the seventh failure in a row ends it."""
    if status is not None and 200 <= status <= 302:
        row["failures"] = 0
        return
    if row["failures"] > FAILURES_MAX:
        row |= {"status": "disabled", "modified": store.now()}
        return
    row["failures"] += 1
