"""Refunds of orders. Lines of one are guessed: the recorded one was of an amount alone."""

from decimal import Decimal
from typing import Any

from hanse.sandbox.woocommerce import order_writes as writes
from hanse.sandbox.woocommerce.dates import both
from hanse.sandbox.woocommerce.envelope import Answer, Call, created, cut_of, links, paged, single
from hanse.sandbox.woocommerce.errors import Refusal, invalid_id, no_trash
from hanse.sandbox.woocommerce.order_rows import known, orders
from hanse.sandbox.woocommerce.orders import PATH, total_of
from hanse.sandbox.woocommerce.prices import clean, number, two_places
from hanse.sandbox.woocommerce.schema import as_bool, as_int
from hanse.sandbox.woocommerce.shelf import lined
from hanse.sandbox.woocommerce.store import Record, Store
from hanse.sandbox.world import state_and_buyer

CHILD = PATH + r"/(?P<order_id>[\d]+)/refunds"
HIDDEN = ("created", "parent_id")


def document(call: Call, row: Record) -> Record:
    parent = row["parent_id"]
    path = f"{PATH}/{parent}/refunds/{row['id']}"
    found = links(call, path, f"{PATH}/{parent}", allow=("GET", "DELETE"))
    hidden = (*HIDDEN, "meta_data") if call.store.is_old else HIDDEN
    shown = {name: value for name, value in row.items() if name not in hidden}
    return shown | both(call.store, "date_created", row["created"]) | {"_links": found}


def list_refunds(call: Call) -> Answer:
    order, rows = known(call, name="order_id"), call.store.rows["refunds"]
    found = [rows[row["id"]] for row in reversed(order["refunds"])]
    return paged(call, found, lambda row: document(call, row))


def list_all_refunds(call: Call) -> Answer:
    """Of every order, newest first. guessed: by id, and each tells its order."""
    store, shelf = call.store, call.store.shelf("refunds")
    every = range(store.world.orders)
    places = shelf.matching(
        "refunded", lambda at: state_and_buyer(store.world, at)[0] == "refunded", every
    )
    rows = lined(shelf, places, lambda _row: True, lambda row: row["id"], stays=True)
    start, stop = cut_of(call, rows.total, falling=True)
    page = rows.cut(start, stop)[::-1]

    def shown(row: Record) -> Record:
        return document(call, row) | {"parent_id": row["parent_id"]}

    return paged(call, page, shown, total=rows.total)


def _known(call: Call) -> tuple[Record, Record]:
    order, at = known(call, name="order_id"), as_int(call.ids["id"])
    if all(row["id"] != at for row in order["refunds"]):
        raise invalid_id("shop_order_refund")
    return order, call.store.rows["refunds"][at]


def get_refund(call: Call) -> Answer:
    return single(call, document(call, _known(call)[1]))


def delete_refund(call: Call) -> Answer:
    order, row = _known(call)
    if not call.force:
        raise no_trash("Refunds")  # guessed word
    order["refunds"] = [one for one in order["refunds"] if one["id"] != row["id"]]
    orders(call.store)[order["id"]] = order | {"modified": call.store.now()}
    del call.store.rows["refunds"][row["id"]]
    call.store.ledger.note("woocommerce", "refund.delete", str(order["id"]))
    return single(call, document(call, row))


def create_refund(call: Call) -> Answer:
    body, store = call.body, call.store
    if as_int(call.ids["order_id"]) not in orders(store):
        raise _refused("Invalid order ID.")
    order = known(call, name="order_id")
    amount = number(clean(body.get("amount")))
    paid_back = sum((-number(row["total"]) for row in order["refunds"]), Decimal(0))
    left = total_of(order) - paid_back
    if amount <= 0 or amount > left:
        raise _refused("Invalid refund amount.")
    if as_bool(body.get("api_refund", True)):
        # Every gateway here is an offline one: it cannot send money back by itself.
        raise _refused("The payment gateway for this order does not support automatic refunds.")
    row = _new(store, order, body, two_places(amount), partial=amount < left)
    _restock(store, order, body)
    line = {"id": row["id"], "reason": row["reason"], "total": f"-{row['amount']}"}
    order["refunds"] = [*order["refunds"], line]
    order["modified"] = store.now()
    if amount == left:
        writes.enter(store, order, "refunded")
    orders(store)[order["id"]] = order
    store.rows["refunds"][row["id"]] = row
    store.ledger.note("woocommerce", "refund.create", str(order["id"]))
    return created(call, document(call, row), f"{CHILD}/{row['id']}")


def _new(
    store: Store, order: Record, body: dict[str, Any], amount: str, *, partial: bool
) -> Record:
    kind = "partial" if partial else "full"
    meta = [{"id": store.next("meta"), "key": "_refund_type", "value": kind}]
    lines = {row["id"]: row for row in order["line_items"]}
    return {
        "id": store.next("post"),
        "parent_id": order["id"],
        "created": store.now(),
        "amount": amount,
        "reason": str(body.get("reason") or ""),
        "refunded_by": as_int(body.get("refunded_by", 1)),
        "refunded_payment": False,
        "meta_data": meta,
        "line_items": [
            _line(store, line, row)
            for row in body.get("line_items") or []
            if (line := lines.get(as_int(row.get("id"))))
        ],
        **{name: [] for name in ("shipping_lines", "tax_lines", "fee_lines")},
    }


def _line(store: Store, line: Record, row: Record) -> Record:
    """The line again, with what goes back as less than nothing."""
    quantity, total = as_int(row.get("quantity")), number(clean(row.get("refund_total")))
    names = ("name", "product_id", "variation_id", "tax_class")
    meta = {"key": "_refunded_item_id", "value": str(line["id"])}
    shown = {"display_key": meta["key"], "display_value": meta["value"]}
    back = two_places(-total)
    return {
        "id": store.next("item"),
        **{name: line[name] for name in names},
        "quantity": -quantity,
        "subtotal": back,
        "subtotal_tax": "0.00",
        "total": back,
        "total_tax": "0.00",
        "taxes": [],
        "meta_data": [{"id": store.next("meta"), **meta, **shown}],
        "price": float(total / quantity) if quantity else 0,
    }


def _restock(store: Store, order: Record, body: dict[str, Any]) -> None:
    if not as_bool(body.get("api_restock", True)):
        return
    lines = {row["id"]: row for row in order["line_items"]}
    for row in body.get("line_items") or []:
        if (line := lines.get(as_int(row.get("id")))) and as_int(row.get("quantity")):
            writes.move(store, line, as_int(row["quantity"]))


def _refused(message: str) -> Refusal:
    return Refusal(500, "woocommerce_rest_cannot_create_order_refund", message, 500)
