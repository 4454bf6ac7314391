"""What every connector is asked, where Shopify differs from others."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from hanse.base.faults import AuthLapsed, Conflict, Denied, Fault, Gone, Rejected
from hanse.trade.access import Access, Tokens
from hanse.trade.ports_read import Kind, ReadPort
from tests.connectors.shopify import documents as made
from tests.connectors.shopify.told import HOST, SHOP, bucket, received
from tests.engine.wire_servers import http

__all__ = ["SHOP"]

TOPIC = "products/update"
READS_NOISE = False
SIGNS_THE_TIME = False
DOCUMENTS: Mapping[Kind, Mapping[str, Any]] = {
    Kind.products: received(made.product()),
    Kind.offers: received(made.offer()),
    Kind.locations: received(made.location()),
    Kind.levels: received(made.item()),
    Kind.orders: received(made.order()),
    Kind.buyers: received(made.customer()),
}
WORDS = {
    Kind.products: "status",
    Kind.offers: "inventoryPolicy",
    Kind.orders: "displayFinancialStatus",
}
NEEDED = {
    Kind.products: "title",
    Kind.offers: "price",
    Kind.locations: "name",
    Kind.levels: "tracked",
    Kind.orders: "lineItems",
    Kind.buyers: "defaultEmailAddress",
}
TEXTS = {
    Kind.products: ("title", "title"),
    Kind.locations: ("name", "name"),
    Kind.orders: ("note", "note"),
    Kind.buyers: ("lastName", "last_name"),
}
INSTANTS = {
    Kind.products: ("updatedAt", "modified_at"),
    Kind.offers: ("updatedAt", "modified_at"),
    Kind.levels: ("updatedAt", "modified_at"),
    Kind.orders: ("updatedAt", "modified_at"),
    Kind.buyers: ("createdAt", "created_at"),
}
SUBSCRIBED: Mapping[str, Any] = {
    "webhookSubscriptionCreate": {
        "webhookSubscription": {
            "id": made.of("WebhookSubscription", 7),
            "topic": "PRODUCTS_UPDATE",
            "uri": "https://hub.example/in",
        },
        "userErrors": [],
    }
}
REFUSALS: Mapping[int, type[Fault]] = {
    401: AuthLapsed,
    403: Denied,
    404: Gone,
    409: Conflict,
    422: Rejected,
}
ROOTS = {
    Kind.products: "products",
    Kind.locations: "locations",
    Kind.levels: "inventoryItems",
    Kind.orders: "orders",
    Kind.buyers: "customers",
}
SECRET, TOKEN, REFRESH = "shpss_" + "ab12" * 8, "shpat_" + "cd34" * 8, "shprt_" + "ef56" * 8


def access_at(url: str) -> Access:
    fields = {"shop": HOST, "client_id": "client-id-0001", "client_secret": SECRET}
    return Access(fields, tokens=Tokens(TOKEN, refresh_token=REFRESH))


def secrets_of(access: Access) -> Sequence[str]:
    tokens = access.tokens
    held = [tokens.access_token, tokens.refresh_token] if tokens else []
    return [access.fields["client_secret"], *(each for each in held if each), access.hook_secret]


def stranger_of(access: Access) -> Access:
    return replace(access, tokens=Tokens("shpat_" + "0" * 32))


def webhook_stranger_of(access: Access) -> Access:
    """An app of its own signs with its own secret."""
    return replace(access, fields={**access.fields, "client_secret": "shpss_" + "0" * 32})


def listed(port: ReadPort[Any], rows: Sequence[object], *, more: bool) -> bytes:
    nodes = made.nodes(*rows, more=more)
    data = {ROOTS[port.kind]: nodes} if port.kind in ROOTS else parent(nodes)
    document = {"data": data, "extensions": bucket(1900)}
    content = json.dumps(document, ensure_ascii=False, default=float).encode()
    return http(200, content, Content_Type="application/json")


def parent(variants: object) -> Mapping[str, object]:
    return {"product": {"id": made.of("Product", 12), "variants": variants}}


def refusal(status: int, said: str) -> tuple[bytes, str]:
    return json.dumps({"errors": said}).encode(), "application/json"


def priced(amount: str) -> Mapping[str, Any]:
    variant = made.plain_variant(price=amount)
    return {**received(made.plain_product()), "variants": received(made.nodes(variant))}
