"""Customers, as far as an app that was approved for their data sees them."""

from typing import Any

from hanse.sandbox.shopify import sales
from hanse.sandbox.shopify.ask import Ask, Fields, Lists, ids, plain
from hanse.sandbox.shopify.fields.orders import address
from hanse.sandbox.shopify.paging import Listed
from hanse.sandbox.shopify.table import Record

Args = dict[str, Any]


def _orders(row: Record, ask: Ask) -> list[Record]:
    return ask.shop.orders_of(row["id"])


def _addresses(row: Record, ask: Ask, args: Args) -> list[Record]:
    found = address(row, ask, args)
    return [found] if found else []


def _name(row: Record, _ask: Ask, _args: Args) -> str:
    name = f"{row['firstName'] or ''} {row['lastName'] or ''}".strip()
    return name or row["email"] or ""


def _email(row: Record, _ask: Ask, _args: Args) -> Record | None:
    if not row["email"]:
        return None
    return {"emailAddress": row["email"], "marketingState": "NOT_SUBSCRIBED"}


def _phone(row: Record, _ask: Ask, _args: Args) -> Record | None:
    if not row["phone"]:
        return None
    return {"phoneNumber": row["phone"], "marketingState": "NOT_SUBSCRIBED"}


FIELDS: Fields = {
    ("Customer", "displayName"): _name,
    ("Customer", "defaultEmailAddress"): _email,
    ("Customer", "defaultPhoneNumber"): _phone,
    ("Customer", "state"): plain("DISABLED"),
    ("Customer", "locale"): plain("en"),
    ("Customer", "taxExempt"): plain(False),
    ("Customer", "verifiedEmail"): plain(True),
    ("Customer", "numberOfOrders"): lambda row, ask, _args: str(len(_orders(row, ask))),
    ("Customer", "amountSpent"): lambda row, ask, _args: ask.money(
        sum(sales.received(order) - sales.refunded(order) for order in _orders(row, ask))
    ),
    ("Customer", "defaultAddress"): address,
    ("Customer", "addresses"): _addresses,
    ("Customer", "lastOrder"): lambda row, ask, _args: next(reversed(_orders(row, ask)), None),
}
LISTS: Lists = {
    ("Customer", "addressesV2"): lambda row, ask, args: Listed(_addresses(row, ask, args)),
    ("Customer", "orders"): lambda row, ask, _args: Listed(_orders(row, ask)),
}
ids(FIELDS, "Customer")
