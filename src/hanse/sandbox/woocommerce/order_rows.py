"""The order collection: list, get, create, update, delete, notes, refunds."""

from typing import Any

from hanse.sandbox.woocommerce import order_writes as writes
from hanse.sandbox.woocommerce.coupons import apply_coupon
from hanse.sandbox.woocommerce.dates import both, bound
from hanse.sandbox.woocommerce.envelope import Answer, Call, created, links, paged, single
from hanse.sandbox.woocommerce.errors import Refusal, already_trashed, invalid_id
from hanse.sandbox.woocommerce.orders import NAMES, PATH, blank_order, order_document, total_of
from hanse.sandbox.woocommerce.php import listed
from hanse.sandbox.woocommerce.prices import clean, number, two_places
from hanse.sandbox.woocommerce.product_rows import shown
from hanse.sandbox.woocommerce.schema import as_bool, as_int
from hanse.sandbox.woocommerce.store import Record, Store

CHILD = PATH + r"/(?P<order_id>[\d]+)"


def orders(store: Store) -> dict[int, Record]:
    return store.rows.setdefault("orders", {})


def _known(call: Call, status: int = 404, name: str = "id") -> Record:
    order = orders(call.store).get(as_int(call.ids.get(name)))
    if order is None:
        raise invalid_id("shop_order", status)
    return dict(order)


def list_orders(call: Call) -> Answer:
    query, store = call.query, call.store
    wanted = listed(query.get("status", "any"))
    query.update({"status": wanted} if "status" in query else {})
    if "dates_are_gmt" in query:
        query["dates_are_gmt"] = as_bool(query["dates_are_gmt"])
    found = [row for row in orders(store).values() if _fits(store, row, query, wanted)]
    key = {"id": "id", "include": "id", "modified": "modified"}.get(
        str(query.get("orderby")), "created"
    )
    falling = query.get("order", "desc") != "asc"
    found.sort(key=lambda row: (row[key], row["id"]), reverse=falling)
    extra = {"status": wanted, "dp": 2, "context": "view"}
    return paged(call, found, lambda row: order_document(call, row), extra=extra)


def _fits(store: Store, row: Record, query: dict[str, Any], wanted: list[str]) -> bool:
    if "any" in wanted:
        fits = row["status"] not in ("trash", "auto-draft")
    else:
        fits = row["status"] in wanted
    for name, field, sign in (
        ("after", "created", 1),
        ("before", "created", -1),
        ("modified_after", "modified", 1),
        ("modified_before", "modified", -1),
    ):
        if at := bound(store, query, name):
            fits = fits and sign * (row[field] - at).total_seconds() > 0
    for name, values in (
        ("customer", [row["customer_id"]]),
        ("include", [row["id"]]),
        ("product", [line["product_id"] for line in row["line_items"]]),
    ):
        if name in query:
            fits = fits and bool({as_int(v) for v in listed(query[name])} & {*values})
    if "created_via" in query:
        fits = fits and row["created_via"] in listed(query["created_via"])
    if "exclude" in query:
        fits = fits and str(row["id"]) not in listed(query["exclude"])
    if "search" in query:
        text = " ".join([*row["billing"].values(), *row["shipping"].values()]).lower()
        names = " ".join(line["name"] for line in row["line_items"]).lower()
        fits = fits and str(query["search"]).lower() in f"{text} {names} {row['id']}"
    return fits


def get_order(call: Call) -> Answer:
    return single(call, order_document(call, _known(call)))


def create_order(call: Call) -> Answer:
    body, store = call.body, call.store
    order = writes.write(store, blank_order(store), body, _names(call))
    try:
        _coupons(store, order, body)
    except Refusal as refused:
        if not store.is_old:  # the half-made order stays, and only the refusal tells its id
            orders(store)[order["id"]] = order | {"status": "checkout-draft"}
            refused.body["data"]["new_draft_order_id"] = order["id"]
        raise
    _settle(store, order, body)
    orders(store)[order["id"]] = order
    store.ledger.note("woocommerce", "order.create", _key(order))
    return created(call, order_document(call, order), f"{PATH}/{order['id']}")


def _key(order: Record) -> str:
    """An order is counted under the first value that its maker gave it, else its number."""
    meta = [str(row["value"]) for row in order["meta_data"] if row["key"] == "_hub_order"]
    return meta[0] if meta else str(order["id"])


def _coupons(store: Store, order: Record, body: dict[str, Any]) -> None:
    known = {row["code"] for row in order["coupon_lines"]}
    for row in body.get("coupon_lines") or []:
        if str(row.get("code", "")).lower() not in known:
            apply_coupon(store, order, str(row.get("code", "")))
            writes.tax(store, order)


def _settle(store: Store, order: Record, body: dict[str, Any]) -> None:
    if body.get("status") and not writes.is_set_paid(body):
        writes.enter(store, order, str(body["status"]))
    if writes.is_set_paid(body) and not order["paid"]:
        status = str(body.get("status") or writes.paid_status(store, order))
        order["paid"] = store.now()
        writes.enter(store, order, status, paying=True)


def _names(call: Call) -> dict[int, str]:
    """How variations are called in a line: with their parent's name before."""
    found = {}
    for row in call.body.get("line_items") or []:
        at = as_int(row.get("variation_id")) or as_int(row.get("product_id"))
        record = call.store.post(at or call.store.holder_of(str(row.get("sku", ""))) or 0)
        if record:
            found[record["id"]] = str(shown(call, record)["name"])
    return found


def update_order(call: Call) -> Answer:
    store = call.store
    order = writes.write(store, _known(call, 400), call.body, _names(call))
    _coupons(store, order, call.body)
    _settle(store, order, call.body)
    orders(store)[order["id"]] = order
    store.ledger.note("woocommerce", "order.update", str(order["id"]))
    return single(call, order_document(call, order))


def delete_order(call: Call) -> Answer:
    order, store = _known(call), call.store
    document = order_document(call, order)
    if call.force:
        del orders(store)[order["id"]]
    elif order["status"] == "trash":
        raise already_trashed("order")
    else:
        orders(store)[order["id"]] = order | {"status": "trash", "modified": store.now()}
    store.ledger.note("woocommerce", "order.delete", str(order["id"]))
    return single(call, document)


def list_statuses(_call: Call) -> Answer:
    return Answer(200, [{"slug": slug, "name": name} for slug, name in NAMES.items()])


def count_orders(call: Call) -> Answer:
    every = [row["status"] for row in orders(call.store).values()]
    rows = [{"slug": s, "name": name, "total": every.count(s)} for s, name in NAMES.items()]
    return Answer(200, rows)


# Notes


def _note(call: Call, order: Record, row: Record) -> Record:
    path = f"{PATH}/{order['id']}/notes/{row['id']}"
    names = ("id", "author", "note", "customer_note")
    found = links(call, path, f"{PATH}/{order['id']}", allow=("GET", "DELETE"))
    shown_note = {name: row[name] for name in names} | both(
        call.store, "date_created", row["created"]
    )
    return shown_note | {"_links": found}


def list_notes(call: Call) -> Answer:
    order = _known(call, name="order_id")
    kind = call.query.get("type", "any")
    rows = [
        row
        for row in order["notes"]
        if kind == "any" or row["customer_note"] is (kind == "customer")
    ]
    rows.sort(key=lambda row: (-row["created"].timestamp(), row["id"]))
    return Answer(200, [_note(call, order, row) for row in rows])


def create_note(call: Call) -> Answer:
    order, store = _known(call, name="order_id"), call.store
    author = "admin" if as_bool(call.body.get("added_by_user")) else "WooCommerce"
    customer = as_bool(call.body.get("customer_note"))
    row = writes.note(store, order, str(call.body["note"]), author=author, customer=customer)
    orders(store)[order["id"]] = order
    store.ledger.note("woocommerce", "note.create", str(order["id"]))
    return created(call, _note(call, order, row), f"{call.route}/{row['id']}")


# Refunds


def _refund(call: Call, order: Record, row: Record) -> Record:
    path = f"{PATH}/{order['id']}/refunds/{row['id']}"
    found = links(call, path, f"{PATH}/{order['id']}", allow=("GET", "DELETE"))
    if call.store.is_old:  # what older stores do not tell
        row = {name: value for name, value in row.items() if name != "meta_data"}
    shown_refund = {name: value for name, value in row.items() if name != "created"}
    return shown_refund | both(call.store, "date_created", row["created"]) | {"_links": found}


def list_refunds(call: Call) -> Answer:
    order = _known(call, name="order_id")
    rows = call.store.rows.get("refunds", {})
    found = [rows[row["id"]] for row in reversed(order["refunds"])]
    return paged(call, found, lambda row: _refund(call, order, row))


def create_refund(call: Call) -> Answer:
    body, store = call.body, call.store
    if as_int(call.ids["order_id"]) not in orders(store):
        raise _refused("Invalid order ID.")
    order = _known(call, name="order_id")
    amount = number(clean(body.get("amount")))
    paid_back = sum((-number(row["total"]) for row in order["refunds"]), number("0"))
    left = total_of(order) - paid_back
    if amount <= 0 or amount > left:
        raise _refused("Invalid refund amount.")
    if as_bool(body.get("api_refund", True)):
        # Every gateway here is an offline one: it cannot send money back by itself.
        raise _refused("The payment gateway for this order does not support automatic refunds.")
    row = _new_refund(store, body, two_places(amount), partial=amount < left)
    _restock(store, order, body)
    line = {"id": row["id"], "reason": row["reason"], "total": f"-{row['amount']}"}
    order["refunds"] = [*order["refunds"], line]
    order["modified"] = store.now()
    if amount == left:
        writes.enter(store, order, "refunded")
    orders(store)[order["id"]] = order
    store.rows.setdefault("refunds", {})[row["id"]] = row
    store.ledger.note("woocommerce", "refund.create", str(order["id"]))
    return created(call, _refund(call, order, row), f"{CHILD}/refunds/{row['id']}")


def _new_refund(store: Store, body: dict[str, Any], amount: str, *, partial: bool) -> Record:
    kind = "partial" if partial else "full"
    meta = [{"id": store.next("meta"), "key": "_refund_type", "value": kind}]
    return {
        "id": store.next("post"),
        "created": store.now(),
        "amount": amount,
        "reason": str(body.get("reason") or ""),
        "refunded_by": as_int(body.get("refunded_by", 1)),
        "refunded_payment": False,
        "meta_data": meta,
        # guessed: lines of a refund are counted but not shown
        **{name: [] for name in ("line_items", "shipping_lines", "tax_lines", "fee_lines")},
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
