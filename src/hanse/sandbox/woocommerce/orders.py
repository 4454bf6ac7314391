"""An order as the REST interface shows it."""

from decimal import Decimal
from typing import Any

from hanse.sandbox.woocommerce.dates import both
from hanse.sandbox.woocommerce.envelope import Call, links
from hanse.sandbox.woocommerce.prices import number, two_places
from hanse.sandbox.woocommerce.store import Record, Store

PATH = "/wc/v3/orders"
STATUSES = [
    "auto-draft",
    "pending",
    "processing",
    "on-hold",
    "completed",
    "cancelled",
    "refunded",
    "failed",
    "checkout-draft",
]
NAMES = {
    "pending": "Pending payment",
    "processing": "Processing",
    "on-hold": "On hold",
    "completed": "Completed",
    "cancelled": "Cancelled",
    "refunded": "Refunded",
    "failed": "Failed",
    "checkout-draft": "Draft",
}
EDITABLE = ("pending", "on-hold", "auto-draft")
BILLING = [
    "first_name",
    "last_name",
    "company",
    "address_1",
    "address_2",
    "city",
    "state",
    "postcode",
    "country",
    "email",
    "phone",
]
SHIPPING = [name for name in BILLING if name != "email"]


def blank_order(store: Store) -> Record:
    now = store.now()
    return {
        "id": 0,
        "parent_id": 0,
        "status": "pending",
        "currency": store.settings.get("woocommerce_currency", "USD"),
        "created": now,
        "modified": now,
        "paid": None,
        "completed": None,
        "customer_id": 0,
        "billing": dict.fromkeys(BILLING, ""),
        "shipping": dict.fromkeys(SHIPPING, ""),
        **dict.fromkeys(("payment_method", "payment_method_title", "transaction_id"), ""),
        "created_via": "rest-api",
        "customer_note": "",
        "meta_data": (),
        **{name: [] for name in ("line_items", "shipping_lines", "fee_lines", "coupon_lines")},
        "tax_lines": [],
        "refunds": [],
        "notes": [],
    }


def total_of(order: Record) -> Decimal:
    """What the buyer owes: lines, shipping and fees with their tax."""
    parts = order["line_items"] + order["shipping_lines"] + order["fee_lines"]
    return sum((number(row["total"]) + number(row["total_tax"]) for row in parts), Decimal(0))


def _sum(rows: list[Record], name: str) -> Decimal:
    return sum((number(row[name]) for row in rows), Decimal(0))


def totals(order: Record) -> Record:
    lines, shipping, fees = order["line_items"], order["shipping_lines"], order["fee_lines"]
    cart_tax = _sum(lines, "total_tax") + _sum(fees, "total_tax")
    shipping_tax = _sum(shipping, "total_tax")
    coupons = order["coupon_lines"]
    off = _sum(lines, "subtotal") - _sum(lines, "total")
    off_tax = _sum(lines, "subtotal_tax") - _sum(lines, "total_tax")
    if coupons:  # rounded once from the whole discount, not from the rounded lines
        off_tax = _sum(coupons, "discount_tax")
    return {
        "discount_total": two_places(off),
        "discount_tax": two_places(off_tax),
        "shipping_total": two_places(_sum(shipping, "total")),
        "shipping_tax": two_places(shipping_tax),
        "cart_tax": two_places(cart_tax),
        "total": two_places(total_of(order)),
        "total_tax": two_places(cart_tax + shipping_tax),
    }


def order_document(call: Call, order: Record) -> Record:
    store, status = call.store, order["status"]
    shown = {name: value for name, value in order.items() if name not in HIDDEN}
    for name in ("created", "modified", "completed", "paid"):
        shown |= both(store, f"date_{name}", order[name])
    path = f"{PATH}/{order['id']}"
    mails = {"embeddable": True, "href": f"{call.api}{path}/actions/email_templates"}
    pay = f"checkout/order-pay/{order['id']}/?pay_for_order=true&key={order['order_key']}"
    owed = total_of(order) > 0
    return shown | {
        **totals(order),
        "version": store.version,
        "prices_include_tax": False,
        "customer_ip_address": "",
        "customer_user_agent": "",
        "cart_hash": "",
        "number": str(order["id"]),
        "meta_data": [dict(row) for row in order["meta_data"]],
        "line_items": [_line(call, row) for row in order["line_items"]],
        "payment_url": f"{call.home}/{pay}",
        "is_editable": status in EDITABLE,
        "needs_payment": status in ("pending", "failed") and owed,
        "needs_processing": any(_ships(store, row) for row in order["line_items"]),
        "currency_symbol": "$" if order["currency"] == "USD" else order["currency"],
        "_links": links(call, path) | {"email_templates": [mails]},
    }


HIDDEN = {"created", "modified", "completed", "paid", "notes"}


def _ships(store: Store, row: Record) -> bool:
    record = store.post(row["variation_id"] or row["product_id"])
    return record is not None and not record["virtual"]


def _line(call: Call, row: Record) -> Record:
    record = call.store.post(row["variation_id"] or row["product_id"])
    image: dict[str, Any] = {"id": 0 if row["variation_id"] or not record else "", "src": ""}
    if record and record["images"]:
        first = record["images"][0]
        image = {"id": str(first["id"]), "src": call.home + first["path"]}
    price = number(row["total"]) / row["quantity"] if row["quantity"] else Decimal(0)
    meta = [
        {"display_key": one["key"], "display_value": one["value"], **one}
        for one in row["meta_data"]
    ]
    code = {"global_unique_id": record["global_unique_id"] if record else None}
    return row | {
        **({} if call.store.is_old else code),
        "sku": record["sku"] if record else None,
        "price": float(round(price, 6)),
        "image": image,
        "meta_data": meta,
    }
