"""What every connector is asked, where WooCommerce differs from others."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from hanse.base.faults import AuthLapsed, Conflict, Fault, Gone, Rejected
from hanse.trade.access import Access
from hanse.trade.ports_read import Kind, ReadPort
from hanse.trade.shop import Shop
from tests.connectors.woocommerce.recorded import body, raw
from tests.engine.wire_servers import http

TOPIC = "product.updated"
READS_NOISE = True
SIGNS_THE_TIME = True
SHOP = Shop("USD", 2, time_zone="Asia/Singapore")
DOCUMENTS: Mapping[Kind, Mapping[str, Any]] = {
    Kind.products: body(55),
    Kind.offers: body(66)["create"][0],
    Kind.orders: body(108),
    Kind.refunds: body(134),
    Kind.buyers: body(148),
}
WORDS = {Kind.products: "status", Kind.offers: "stock_status", Kind.orders: "status"}
NEEDED = {
    Kind.products: "name",
    Kind.offers: "price",
    Kind.orders: "total",
    Kind.refunds: "amount",
    Kind.buyers: "email",
}
TEXTS = {
    Kind.products: ("description", "description_html"),
    Kind.orders: ("customer_note", "note"),
    Kind.refunds: ("reason", "reason"),
    Kind.buyers: ("last_name", "last_name"),
}
INSTANTS = {
    Kind.products: ("date_modified_gmt", "modified_at"),
    Kind.offers: ("date_modified_gmt", "modified_at"),
    Kind.orders: ("date_created_gmt", "placed_at"),
    Kind.refunds: ("date_created_gmt", "refunded_at"),
    Kind.buyers: ("date_created_gmt", "created_at"),
}
SUBSCRIBED: Mapping[str, Any] = body(156)
REFUSALS: Mapping[int, type[Fault]] = {
    401: AuthLapsed,
    403: Rejected,
    404: Gone,
    409: Conflict,
    422: Rejected,
}
CODES = {
    401: "woocommerce_rest_authentication_error",
    403: "woocommerce_rest_cannot_view",
    404: "woocommerce_rest_product_invalid_id",
    409: "woocommerce_rest_cannot_edit",
    422: "rest_invalid_param",
}
KEY, SECRET = "ck_" + "ab12" * 10, "cs_" + "cd34" * 10
OTHER_KEY = "ck_" + "0" * 40


def access_at(url: str) -> Access:
    return Access(
        {"store_url": url, "consumer_key": KEY, "consumer_secret": SECRET, "way": "oauth"}
    )


def secrets_of(access: Access) -> Sequence[str]:
    return [
        access.fields["consumer_key"],
        access.fields["consumer_secret"],
        access.hook_secret,
    ]


def stranger_of(access: Access) -> Access:
    return replace(access, fields={**access.fields, "consumer_key": OTHER_KEY})


def webhook_stranger_of(access: Access) -> Access:
    return replace(access, hook_secret="anothersecret1234")


def listed(port: ReadPort[Any], rows: Sequence[object], *, more: bool) -> bytes:
    pages = "3" if more else "1"
    return http(200, raw(list(rows)), X_WP_TotalPages=pages, Content_Type="application/json")


def refusal(status: int, said: str) -> tuple[bytes, str]:
    code = CODES.get(status, "internal_server_error")
    told = {"code": code, "message": said, "data": {"status": status}}
    return json.dumps(told).encode(), "application/json"


def priced(amount: str) -> Mapping[str, Any]:
    prices = {"price": amount, "regular_price": amount, "sale_price": "", "on_sale": False}
    return {**DOCUMENTS[Kind.products], **prices}
