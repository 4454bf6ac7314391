"""The order collection: list, get, create, update, delete, notes, refunds."""

from collections.abc import MutableMapping
from typing import Any

from hanse.sandbox.woocommerce import order_writes as writes
from hanse.sandbox.woocommerce.coupons import apply_coupon
from hanse.sandbox.woocommerce.dates import both
from hanse.sandbox.woocommerce.envelope import Answer, Call, created, cut_of, links, paged, single
from hanse.sandbox.woocommerce.errors import Refusal, already_trashed, invalid_id, no_trash
from hanse.sandbox.woocommerce.order_finds import count_by_status, in_line
from hanse.sandbox.woocommerce.orders import NAMES, PATH, blank_order, order_document
from hanse.sandbox.woocommerce.php import listed
from hanse.sandbox.woocommerce.product_rows import shown
from hanse.sandbox.woocommerce.schema import as_bool, as_int
from hanse.sandbox.woocommerce.store import Record, Store

CHILD = PATH + r"/(?P<order_id>[\d]+)"


def orders(store: Store) -> MutableMapping[int, Record]:
    return store.rows.setdefault("orders", {})


def known(call: Call, status: int = 404, name: str = "id") -> Record:
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
    falling = query.get("order", "desc") != "asc"
    rows = in_line(store, query, wanted)
    start, stop = cut_of(call, rows.total, falling=falling)
    page = rows.cut(start, stop)
    return paged(
        call,
        page[::-1] if falling else page,
        lambda row: order_document(call, row),
        total=rows.total,
        extra={"status": wanted, "dp": 2, "context": "view"},
    )


def get_order(call: Call) -> Answer:
    return single(call, order_document(call, known(call)))


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
    order = writes.write(store, known(call, 400), call.body, _names(call))
    _coupons(store, order, call.body)
    _settle(store, order, call.body)
    orders(store)[order["id"]] = order
    store.ledger.note("woocommerce", "order.update", str(order["id"]))
    return single(call, order_document(call, order))


def delete_order(call: Call) -> Answer:
    order, store = known(call), call.store
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
    counts = count_by_status(call.store)
    rows = [{"slug": s, "name": name, "total": counts[s]} for s, name in NAMES.items()]
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
    order = known(call, name="order_id")
    kind = call.query.get("type", "any")
    rows = [
        row
        for row in order["notes"]
        if kind == "any" or row["customer_note"] is (kind == "customer")
    ]
    rows.sort(key=lambda row: (-row["created"].timestamp(), row["id"]))
    return Answer(200, [_note(call, order, row) for row in rows])


def create_note(call: Call) -> Answer:
    order, store = known(call, name="order_id"), call.store
    author = "admin" if as_bool(call.body.get("added_by_user")) else "WooCommerce"
    customer = as_bool(call.body.get("customer_note"))
    row = writes.note(store, order, str(call.body["note"]), author=author, customer=customer)
    orders(store)[order["id"]] = order
    store.ledger.note("woocommerce", "note.create", str(order["id"]))
    return created(call, _note(call, order, row), f"{call.route}/{row['id']}")


def _known_note(call: Call) -> tuple[Record, Record]:
    order = known(call, name="order_id")
    at = as_int(call.ids["id"])
    if (row := next((row for row in order["notes"] if row["id"] == at), None)) is None:
        # guessed code and words
        raise Refusal(404, "woocommerce_rest_invalid_id", "Invalid resource ID.")
    return order, row


def get_note(call: Call) -> Answer:
    return single(call, _note(call, *_known_note(call)))


def delete_note(call: Call) -> Answer:
    order, row = _known_note(call)
    if not call.force:
        raise no_trash("Notes")  # guessed word
    order["notes"] = [one for one in order["notes"] if one is not row]
    orders(call.store)[order["id"]] = order
    call.store.ledger.note("woocommerce", "note.delete", str(order["id"]))
    return single(call, _note(call, order, row))
