"""Webhook subscriptions: made, changed and deleted by the app that they belong to; uninstalling."""

import re
from typing import Any
from urllib.parse import urlsplit

from hanse.sandbox.shopify import tokens
from hanse.sandbox.shopify.ask import Ask, Fields, number_of
from hanse.sandbox.shopify.fields.shop import installation
from hanse.sandbox.shopify.shop import Shop
from hanse.sandbox.shopify.table import Record

Args = dict[str, Any]
FIRST = 1_000_000_000_001
NAME = re.compile(r"[A-Za-z0-9_-]{1,50}")
PERSONAL = ("ORDERS_", "CUSTOMERS_", "FULFILLMENTS_", "REFUNDS_", "CHECKOUTS_", "DRAFT_ORDERS_")
SCOPES = {
    "PRODUCTS_": "read_products",
    "INVENTORY_": "read_inventory",
    "ORDERS_": "read_orders",
    "CUSTOMERS_": "read_customers",
    "FULFILLMENTS_": "read_fulfillments",
    "REFUNDS_": "read_orders",
    "LOCATIONS_": "read_locations",
}
ADDRESS = ["webhookSubscription", "callbackUrl"]


def create(_row: Any, ask: Ask, args: Args) -> Args:
    shop, given, topic = ask.shop, args["webhookSubscription"], args["topic"]
    if problem := _forbidden(ask, topic):
        return _refused(problem)
    now = shop.now()
    row: Record = {
        "id": 0,
        "app": ask.app.client_id,
        "topic": topic,
        "uri": "",
        "format": "JSON",
        "includeFields": [],
        "metafieldNamespaces": [],
        "filter": "",
        "name": None,
        "createdAt": now,
        "updatedAt": now,
    }
    if problem := _written(shop, row, given):
        return _refused(problem)
    row["id"] = shop.next("subscription", FIRST)
    shop.subscriptions[row["id"]] = row
    shop.note("webhook.create", topic)
    return {"webhookSubscription": row, "userErrors": []}


def update(_row: Any, ask: Ask, args: Args) -> Args:
    row = _own(ask, args["id"])
    if row is None:
        return _refused(_problem(["id"], "Webhook subscription does not exist"))  # guessed words
    if problem := _written(ask.shop, row, args["webhookSubscription"]):
        return _refused(problem)
    row["updatedAt"] = ask.shop.now()
    ask.shop.note("webhook.update", row["topic"])
    return {"webhookSubscription": row, "userErrors": []}


def delete(_row: Any, ask: Ask, args: Args) -> Args:
    row = _own(ask, args["id"])
    if row is None:
        problem = _problem(["id"], "Webhook subscription does not exist")
        return {"deletedWebhookSubscriptionId": None, "userErrors": [problem]}
    del ask.shop.subscriptions[row["id"]]
    ask.shop.note("webhook.delete", row["topic"])
    return {"deletedWebhookSubscriptionId": args["id"], "userErrors": []}


def _own(ask: Ask, text: str) -> Record | None:
    row = ask.shop.subscriptions.get(number_of(text, "WebhookSubscription"))
    return row if row and row["app"] == ask.app.client_id else None


def _forbidden(ask: Ask, topic: str) -> Record | None:
    if topic.startswith(PERSONAL) and not ask.shop.moods.customers_visible:
        text = "This app is not approved to subscribe to topics containing protected customer data."
        return _problem(["webhookSubscription"], text)
    scope = next((s for head, s in SCOPES.items() if topic.startswith(head)), None)
    if scope and not ask.may(scope):  # guessed words
        text = "You cannot create a webhook subscription with the specified topic"
        return _problem(["webhookSubscription", "topic"], text)
    return None


def _written(shop: Shop, row: Record, given: Args) -> Record | None:
    """The row with what was given, or what is wrong with it and nothing changed."""
    uri = given.get("uri") or given.get("callbackUrl") or row["uri"]
    if (text := _address_problem(uri)) is not None:
        return _problem(ADDRESS, text)
    others = [r for r in shop.subscriptions.values() if r is not row and r["app"] == row["app"]]
    wish = given.get("filter", row["filter"]) or ""
    if any((o["topic"], o["uri"], o["filter"]) == (row["topic"], uri, wish) for o in others):
        return _problem(ADDRESS, "Address for this topic has already been taken")
    name = given.get("name", row["name"])
    if name is not None:
        if not NAME.fullmatch(name):
            return _problem(["webhookSubscription", "name"], "Name is invalid")  # guessed words
        if any(other["name"] == name for other in others):
            return _problem(["webhookSubscription", "name"], "Name has already been taken")
    row |= {"uri": uri, "filter": wish, "name": name}
    for key in ("format", "includeFields", "metafieldNamespaces"):
        if given.get(key) is not None:
            row[key] = given[key]
    return None


def _address_problem(uri: str) -> str | None:
    """Real shops call https alone; one on loopback may be called without, or nobody could try."""
    if not uri:
        return "Address can't be blank"
    if uri.startswith(("arn:", "pubsub://")):
        return None
    parts = urlsplit(uri)
    if parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost"):
        return None
    if parts.scheme not in ("http", "https"):
        if "://" in uri:
            return f"Address protocol {parts.scheme}:// is not supported"
        return "Address is invalid"
    if parts.scheme == "http" or (parts.hostname or "").endswith("myshopify.com"):
        return "Address is invalid"
    return None if parts.hostname else "Address is invalid"


def _problem(field: list[str], message: str) -> Record:
    return {"field": field, "message": message}


def _refused(problem: Record) -> Args:
    return {"webhookSubscription": None, "userErrors": [problem]}


def uninstall(_row: Any, ask: Ask, args: Args) -> Args:
    """An app takes itself out, and no other."""
    app = installation(None, ask, {})["app"]
    wanted = (args.get("input") or {}).get("id")
    if wanted is not None and number_of(wanted, "App") != number_of(app["id"], "App"):
        code, text = "INSUFFICIENT_PERMISSIONS", "An app can uninstall itself only."  # guessed both
        return {"app": None, "userErrors": [_problem(["input", "id"], text) | {"code": code}]}
    tokens.uninstall(ask.shop, ask.app)
    return {"app": app, "userErrors": []}


FIELDS: Fields = {
    ("Mutation", "webhookSubscriptionCreate"): create,
    ("Mutation", "webhookSubscriptionUpdate"): update,
    ("Mutation", "webhookSubscriptionDelete"): delete,
    ("Mutation", "appUninstall"): uninstall,
}
