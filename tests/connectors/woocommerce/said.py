"""What a document of a store says, beside what we understood of it, field by field."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from html import unescape
from typing import Any

from hanse.base.money import Money
from hanse.trade.goods import Offer
from hanse.trade.orders import Order
from hanse.trade.ports_read import Kind

PRODUCT_KINDS = {"simple": "single", "variable": "variants"}
STATES = {"publish": "live", "trash": "trashed", "draft": "draft"}
STOCK_STATES = {
    "instock": "in_stock",
    "outofstock": "out_of_stock",
    "onbackorder": "on_backorder",
}
ORDER_STATES = {
    "pending": "awaiting_payment",
    "on-hold": "awaiting_payment",
    "processing": "to_fulfil",
    "completed": "done",
    "cancelled": "cancelled",
    "trash": "trashed",
}

Field = tuple[Callable[[Any], object], Callable[[Any], object]]


def instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text).replace(tzinfo=UTC) if text else None


def usd(text: str) -> Money | None:
    """None for what is no amount of cents."""
    return Money.of("USD", text) if re.fullmatch(r"-?\d+(\.\d{1,2}0*)?", text) else None


def quantity(document: Any) -> object:
    """A number beside a count that is off means nothing."""
    return document["stock_quantity"] if document["manage_stock"] is True else None


def first(value: Any) -> Any:
    """What a buyer buys: the variation, or the one offer of a product."""
    return value if isinstance(value, Offer) else value.offers[0]


def keyed(rows: Any) -> tuple[str, ...]:
    return tuple(str(each["id"]) for each in rows)


def lines(order: Any) -> list[tuple[object, ...]]:
    return [
        (str(each["id"]), each["quantity"], usd(each["total"]), str(each["product_id"] or ""))
        for each in order["line_items"]
    ]


def lines_of(order: Order) -> list[tuple[object, ...]]:
    return [
        (each.remote_id, each.quantity, each.total, each.product_id or "") for each in order.lines
    ]


GOODS: Mapping[str, Field] = {
    "sku": (lambda d: d["sku"] or None, lambda v: v.sku),
    "status": (lambda d: STATES[d["status"]], lambda v: v.state),
    "stock_status": (lambda d: STOCK_STATES[d["stock_status"]], lambda v: v.stock.state),
    "stock_quantity": (quantity, lambda v: v.stock.quantity),
    "date_modified_gmt": (lambda d: instant(d["date_modified_gmt"]), lambda v: v.modified_at),
}
SOLD: Mapping[str, Field] = {
    "price": (lambda d: usd(d["price"]), lambda v: first(v).price),
    "regular_price": (lambda d: usd(d["regular_price"]), lambda v: first(v).regular),
    "weight": (lambda d: d["weight"] or None, lambda v: first(v).weight),
}
SAID: Mapping[Kind, Mapping[str, Field]] = {
    Kind.products: {
        **GOODS,
        "id": (lambda d: str(d["id"]), lambda v: v.remote_id),
        "name": (lambda d: unescape(d["name"]), lambda v: v.title),
        "type": (lambda d: PRODUCT_KINDS[d["type"]], lambda v: v.kind),
        "permalink": (lambda d: d["permalink"], lambda v: v.url),
        "description": (lambda d: d["description"], lambda v: v.description_html),
        "short_description": (lambda d: d["short_description"], lambda v: v.summary_html),
        "variations": (lambda d: tuple(map(str, d["variations"])), lambda v: v.variant_ids),
        "categories": (
            lambda d: keyed(d["categories"]),
            lambda v: tuple(each.remote_id for each in v.categories),
        ),
        "images": (
            lambda d: [each["src"] for each in d["images"]],
            lambda v: [each.url for each in v.images],
        ),
        "attributes": (
            lambda d: [unescape(each["name"]) for each in d["attributes"] if each["variation"]],
            lambda v: [each.name for each in v.options],
        ),
        "date_created_gmt": (lambda d: instant(d["date_created_gmt"]), lambda v: v.created_at),
    },
    Kind.offers: {
        **GOODS,
        **SOLD,
        "id": (lambda d: str(d["id"]), lambda v: v.variant_id),
        "parent_id": (lambda d: str(d["parent_id"]), lambda v: v.product_id),
        "attributes": (
            lambda d: [(each["name"], each["option"]) for each in d["attributes"]],
            lambda v: [(each.option, each.value) for each in v.choices],
        ),
    },
    Kind.orders: {
        "id": (lambda d: str(d["id"]), lambda v: v.remote_id),
        "status": (lambda d: ORDER_STATES[d["status"]], lambda v: v.state),
        "currency": (lambda d: d["currency"], lambda v: v.currency),
        "total": (lambda d: usd(d["total"]), lambda v: v.total),
        "total_tax": (lambda d: usd(d["total_tax"]), lambda v: v.tax),
        "shipping_total": (lambda d: usd(d["shipping_total"]), lambda v: v.shipping),
        "discount_total": (lambda d: usd(d["discount_total"]), lambda v: v.discount),
        "line_items": (lines, lines_of),
        "coupon_lines": (
            lambda d: [each["code"] for each in d["coupon_lines"]],
            lambda v: list(v.coupons),
        ),
        "refunds": (lambda d: keyed(d["refunds"]), lambda v: v.refund_ids),
        "billing": (
            lambda d: d["billing"].get("email") or None,
            lambda v: v.buyer.email if v.buyer else None,
        ),
        "created_via": (lambda d: d["created_via"] or None, lambda v: v.created_via),
        "date_created_gmt": (lambda d: instant(d["date_created_gmt"]), lambda v: v.placed_at),
        "date_paid_gmt": (lambda d: instant(d["date_paid_gmt"]), lambda v: v.paid_at),
        "date_modified_gmt": (lambda d: instant(d["date_modified_gmt"]), lambda v: v.modified_at),
    },
    Kind.refunds: {
        "id": (lambda d: str(d["id"]), lambda v: v.remote_id),
        "amount": (lambda d: usd(d["amount"]), lambda v: v.amount),
        "reason": (lambda d: d["reason"] or None, lambda v: v.reason),
        "refunded_payment": (lambda d: d["refunded_payment"], lambda v: v.paid_back),
        "date_created_gmt": (lambda d: instant(d["date_created_gmt"]), lambda v: v.refunded_at),
    },
    Kind.buyers: {
        "id": (lambda d: str(d["id"]), lambda v: v.remote_id),
        "email": (lambda d: d["email"], lambda v: v.email),
        "first_name": (lambda d: d["first_name"] or None, lambda v: v.first_name),
        "date_created_gmt": (lambda d: instant(d["date_created_gmt"]), lambda v: v.created_at),
    },
}


def fields_of(kind: Kind, document: Any) -> Mapping[str, Field]:
    """A product with variations is not sold itself."""
    sold = kind is Kind.products and document["type"] == "simple"
    return {**SAID[kind], **SOLD} if sold else SAID[kind]
