"""orderUpdate, orderCancel and refundCreate."""

from typing import Any

from hanse.sandbox.shopify import merchant, sales
from hanse.sandbox.shopify.ask import Ask, Fields, number_of
from hanse.sandbox.shopify.deliveries import new_id
from hanse.sandbox.shopify.fields.shop import LOOKS
from hanse.sandbox.shopify.table import Record
from hanse.sandbox.shopify.writes.idempotency import once

Args = dict[str, Any]
NOTE_MAX = 5000


def update(_row: Any, ask: Ask, args: Args) -> Args:
    given = args["input"]
    number = number_of(given["id"], "Order")
    if ask.shop.orders.row(number) is None:
        return {"order": None, "userErrors": [_problem(["id"], "Order does not exist")]}
    if len(given.get("note") or "") > NOTE_MAX:
        text = f"Note is too long (maximum is {NOTE_MAX} characters)"
        return {"order": None, "userErrors": [_problem(["note"], text)]}
    row = ask.shop.orders.edit(number)
    for name in ("tags", "email", "phone", "customAttributes"):
        if given.get(name) is not None:
            row[name] = given[name]
    address = given.get("shippingAddress")
    if address is not None:
        address = dict(address)
        if "countryCode" in address:
            address["countryCodeV2"] = address.pop("countryCode")
    merchant.edit_order(ask.shop, number, note=given.get("note"), address=address)
    return {"order": row, "userErrors": []}


def cancel(_row: Any, ask: Ask, args: Args) -> Args:
    """Done at once, but the answer does not say so: who wants to know asks for the job."""
    number = number_of(args["orderId"], "Order")
    row = ask.shop.orders.row(number)
    if row is None:
        return _not_cancelled("orderId", "NOT_FOUND", "Order does not exist")
    if args.get("refundMethod") is not None and args.get("refund") is not None:
        text = "Only one of refund and refundMethod can be given."  # guessed words
        return _not_cancelled("refund", "INVALID", text)
    if row["cancelledAt"]:
        return _not_cancelled("orderId", "INVALID", "Order has already been cancelled")
    try:
        merchant.cancel_order(ask.shop, number, args["reason"])
    except ValueError:
        text = "Cannot cancel an order that has open fulfillments or returns."  # guessed words
        return _not_cancelled("orderId", "INVALID", text)
    found = ask.shop.orders.row(number)
    job = {"id": f"gid://shopify/Job/{new_id(ask.shop)}", "done": False}
    result = {"done": True, "status": "COMPLETE", "errors": [], "order": found}
    return {"job": job, "jobResult": result, "orderCancelUserErrors": [], "userErrors": []}


def _not_cancelled(field: str, code: str, message: str) -> Args:
    problem = _problem([field], message)
    return {
        "job": None,
        "jobResult": None,
        "orderCancelUserErrors": [problem | {"code": code}],
        "userErrors": [problem],
    }


def refund(_row: Any, ask: Ask, args: Args) -> Args:
    def refused(_code: str, message: str) -> Args:
        return _not_refunded(None, message)

    return once(ask, args, refused, lambda: _refund(ask, args["input"]))


def _refund(ask: Ask, given: Args) -> Args:
    """What the lines and the shipping are worth goes back; other amounts are not played here."""
    number = number_of(given["orderId"], "Order")
    row = ask.shop.orders.row(number)
    if row is None:
        return _not_refunded(["orderId"], "Order does not exist")
    left = sales.everything(row)
    rows = given.get("refundLineItems") or []
    takes = {number_of(one["lineItemId"], "LineItem"): one["quantity"] for one in rows}
    if any(count < 1 or count > left.get(line, 0) for line, count in takes.items()):
        text = "Refund line items quantity cannot refund more items than were purchased"
        return _not_refunded(["refundLineItems"], text)
    shipping = bool((given.get("shipping") or {}).get("fullRefund"))
    if not takes and not shipping:
        return _not_refunded(None, "A refund needs lines or shipping.")  # guessed words
    restock = any(one.get("restockType") not in (None, "NO_RESTOCK") for one in rows)
    made = merchant.refund_order(
        ask.shop,
        number,
        takes or {0: 0},  # no line at all, which is not the same as all lines
        restock=restock,
        shipping=shipping,
        note=given.get("note") or "",
    )
    found: Record = LOOKS["Refund"](ask.shop, made)
    return {"refund": found, "order": ask.shop.orders.row(number), "userErrors": []}


def _not_refunded(field: list[str] | None, message: str) -> Args:
    return {"refund": None, "order": None, "userErrors": [_problem(field, message)]}


def _problem(field: list[str] | None, message: str) -> Record:
    return {"field": field, "message": message}


FIELDS: Fields = {
    ("Mutation", "orderUpdate"): update,
    ("Mutation", "orderCancel"): cancel,
    ("Mutation", "refundCreate"): refund,
}
