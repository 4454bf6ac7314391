"""Writing an order: lines, coupons, tax, status, and the stock that moves with them."""

import hashlib
from decimal import Decimal
from typing import Any

from hanse.sandbox.woocommerce.errors import Refusal
from hanse.sandbox.woocommerce.orders import NAMES, STATUSES
from hanse.sandbox.woocommerce.prices import clean, number, two_places
from hanse.sandbox.woocommerce.product_writes import merged_meta, status_of
from hanse.sandbox.woocommerce.products import price_of
from hanse.sandbox.woocommerce.schema import as_bool, as_int
from hanse.sandbox.woocommerce.store import Record, Store
from hanse.sandbox.woocommerce.taxes import rates_for, tax_of
from hanse.sandbox.woocommerce.texts import slug_of

TAKES_STOCK = ("processing", "completed", "on-hold")
GIVES_BACK = ("cancelled", "pending")
TEXTS = ("payment_method", "payment_method_title", "transaction_id", "customer_note", "currency")


def write(store: Store, order: Record, body: dict[str, Any], names: dict[int, str]) -> Record:
    """The order as this body leaves it, with its lines taxed anew."""
    order = {**order, "modified": store.now()}
    if body.get("customer_id") and as_int(body["customer_id"]) not in store.rows.get(
        "customers", {}
    ):
        message = "Customer ID is invalid."
        raise Refusal(400, "woocommerce_rest_invalid_customer_id", message)
    order["customer_id"] = as_int(body.get("customer_id", order["customer_id"]))
    for name in TEXTS:
        if body.get(name) is not None:
            order[name] = str(body[name])
    if body.get("created_via"):
        order["created_via"] = str(body["created_via"])
    for name in ("billing", "shipping"):
        sent = {k: str(v) for k, v in (body.get(name) or {}).items() if k in order[name]}
        order[name] = order[name] | sent
    if body.get("meta_data"):
        order["meta_data"] = merged_meta(store, order["meta_data"], body["meta_data"])
    order["line_items"] = _lines(store, order, body.get("line_items") or [], names)
    for name, make in (("shipping_lines", _shipping), ("fee_lines", _fee)):
        order[name] = _others(store, order[name], body.get(name) or [], make)
    if not order["id"]:
        order["id"] = store.next("post")
        key = hashlib.sha256(f"{store.world.seed}:{order['id']}".encode()).hexdigest()[:13]
        order["order_key"] = f"wc_order_{key}"
    tax(store, order)
    return order


def _lines(store: Store, order: Record, rows: list[Record], names: dict[int, str]) -> list[Record]:
    kept = {row["id"]: dict(row) for row in order["line_items"]}
    for row in rows:
        number_ = as_int(row.get("id"))
        if not number_:
            line = new_line(store, row, names)
            kept[line["id"]] = line
            continue
        if number_ not in kept:
            message = "Order item ID provided is not associated with order."
            raise Refusal(400, "woocommerce_rest_invalid_item_id", message)
        gone = "product_id" in row and row["product_id"] is None
        if gone or ("quantity" in row and as_int(row["quantity"]) == 0):
            line = kept.pop(number_)
            move(store, line, _reduced(line))
            continue
        line = kept[number_]
        line |= {n: two_places(number(clean(row[n]))) for n in ("subtotal", "total") if n in row}
        if "quantity" in row:
            _requantify(store, order, line, as_int(row["quantity"]))
    return list(kept.values())


def _requantify(store: Store, order: Record, line: Record, quantity: int) -> None:
    """Stock follows the quantity, the amounts do not: the price of one changes instead."""
    taken = _reduced(line)
    line["quantity"] = quantity
    if taken and quantity != taken and (moved := move(store, line, taken - quantity)):
        line["meta_data"] = merged_meta(
            store, line["meta_data"], [{"key": "_reduced_stock", "value": str(quantity)}]
        )
        note(store, order, f"Adjusted stock: {moved}", author="admin")


def new_line(store: Store, row: Record, names: dict[int, str]) -> Record:
    at = as_int(row.get("variation_id")) or as_int(row.get("product_id"))
    if not at and row.get("sku"):
        at = store.holder_of(str(row["sku"])) or 0
    record = store.post(at) if at else None
    quantity = as_int(row.get("quantity", 1))
    child = record is not None and record["type"] == "variation"
    parent = store.post(record["parent_id"]) if record and child else None
    price = number(price_of(store, record)) if record else Decimal(0)
    subtotal = number(clean(row["subtotal"])) if "subtotal" in row else price * quantity
    total = number(clean(row["total"])) if "total" in row else subtotal
    return {
        "id": store.next("item"),
        "name": names.get(at) or (record["name"] if record else ""),
        "product_id": (record["parent_id"] if child else at) if record else 0,
        "variation_id": at if child else 0,
        "quantity": quantity,
        "tax_class": "",
        "subtotal": two_places(subtotal),
        "subtotal_tax": "0.00",
        "total": two_places(total),
        "total_tax": "0.00",
        "taxes": [],
        "meta_data": _chosen(store, record) if record and child else (),
        "parent_name": parent["name"] if parent else None,
    }


def _chosen(store: Store, record: Record) -> tuple[Record, ...]:
    """A line remembers which options its variation stood for."""
    found = []
    for row in record["attributes"]:
        known = store.attributes.get(row["id"])
        name = known["name"] if known else row["name"]
        found.append(
            {
                "id": store.next("meta"),
                "key": known["slug"] if known else slug_of(row["name"]),
                "value": slug_of(row["option"]) if known else row["option"],
                "display_key": name,
                "display_value": row["option"],
            }
        )
    return tuple(found)


def _others(store: Store, known: list[Record], rows: list[Record], make: Any) -> list[Record]:
    kept = {row["id"]: row for row in known}
    for row in rows:
        number_ = as_int(row.get("id"))
        if number_ and number_ not in kept:
            message = "Order item ID provided is not associated with order."
            raise Refusal(400, "woocommerce_rest_invalid_item_id", message)
        line = {**kept.get(number_, {}), **make(row)}
        line["id"] = number_ or store.next("item")
        kept[line["id"]] = line
    return list(kept.values())


def _shipping(row: Record) -> Record:
    total = two_places(number(clean(row.get("total"))))
    return {
        "id": 0,
        "method_title": str(row.get("method_title") or ""),
        "method_id": str(row.get("method_id") or ""),
        "instance_id": str(row.get("instance_id") or ""),
        "total": total,
        "total_tax": "0.00",
        "taxes": [],
        "tax_status": "taxable",
        "meta_data": [],
    }


def _fee(row: Record) -> Record:
    return {
        "id": 0,
        "name": str(row.get("name") or ""),
        "tax_class": "",
        "tax_status": str(row.get("tax_status") or "taxable"),
        "amount": "",
        "total": two_places(number(clean(row.get("total")))),
        "total_tax": "0.00",
        "taxes": [],
        "meta_data": [],
    }


def tax(store: Store, order: Record) -> None:
    """Every line at the rates of the buyer's place, rounded by itself."""
    rates = rates_for(
        store, order["shipping"] if order["shipping"]["country"] else order["billing"]
    )
    for row in order["line_items"] + order["fee_lines"]:
        before = row.get("subtotal", row["total"])
        row["taxes"] = [
            {
                "id": rate["id"],
                "total": two_places(tax_of(rate, number(row["total"]))),
                "subtotal": two_places(tax_of(rate, number(before))),
            }
            for rate in rates
        ]
        row["total_tax"] = _summed(row["taxes"], "total")
        if "subtotal" in row:
            row["subtotal_tax"] = _summed(row["taxes"], "subtotal")
    for row in order["shipping_lines"]:
        taxes = [rate for rate in rates if rate["shipping"]]
        row["taxes"] = [
            {"id": rate["id"], "total": two_places(tax_of(rate, number(row["total"])))}
            for rate in taxes
        ]
        row["total_tax"] = _summed(row["taxes"], "total")
    known = {row["rate_id"]: row["id"] for row in order["tax_lines"]}
    taxed = rates if order["line_items"] or order["fee_lines"] or order["shipping_lines"] else []
    order["tax_lines"] = [
        _tax_line(order, rate, known.get(rate["id"]) or store.next("item")) for rate in taxed
    ]


def _summed(rows: list[Record], name: str) -> str:
    return two_places(sum((number(row[name]) for row in rows), Decimal(0)))


def _tax_line(order: Record, rate: Record, number_: int) -> Record:
    def paid(rows: list[Record]) -> str:
        mine = [one for row in rows for one in row["taxes"] if one["id"] == rate["id"]]
        return _summed(mine, "total")

    place = "-".join(filter(None, (rate["country"], rate["state"], rate["name"].upper())))
    return {
        "id": number_,
        "rate_code": f"{place}-{rate['priority']}",
        "rate_id": rate["id"],
        "label": rate["name"],
        "compound": rate["compound"],
        "tax_total": paid(order["line_items"] + order["fee_lines"]),
        "shipping_tax_total": paid(order["shipping_lines"]),
        "rate_percent": float(number(rate["rate"])),
        "meta_data": [],
    }


# Status and stock


def enter(store: Store, order: Record, status: str, *, paying: bool = False) -> None:
    """Any status may follow any other; an unknown word, which only a batch lets by, is pending."""
    before, status = order["status"], status if status in STATUSES else "pending"
    order["status"] = status
    if paying:
        note(store, order, "Payment complete.")
    elif before != status:
        words = f"{NAMES.get(before, before)} to {NAMES.get(status, status)}"
        note(store, order, f"Order status changed from {words}.")
    if status in ("processing", "completed") and not order["paid"]:
        order["paid"] = store.now()
    if status == "completed" and before != status:
        order["completed"] = store.now()
    if status in TAKES_STOCK:
        take_stock(store, order)
    elif status in GIVES_BACK:
        give_back(store, order)


def take_stock(store: Store, order: Record) -> None:
    """Once for each line, and without looking whether there is enough."""
    moved = []
    for line in order["line_items"]:
        if _reduced(line) or not (words := move(store, line, -line["quantity"], sold=True)):
            continue
        moved.append(words)
        row = {"key": "_reduced_stock", "value": str(line["quantity"])}
        line["meta_data"] = merged_meta(store, line["meta_data"], [row])
    if moved:
        note(store, order, f"Stock levels reduced: {', '.join(moved)}")


def give_back(store: Store, order: Record) -> None:
    moved = []
    for line in order["line_items"]:
        if taken := _reduced(line):
            moved.append(move(store, line, taken))
            row = {"key": "_reduced_stock", "value": None}
            line["meta_data"] = merged_meta(store, line["meta_data"], [row])
    if moved:
        note(store, order, f"Stock levels increased: {', '.join(moved)}")  # guessed words


def _reduced(line: Record) -> int:
    return next(
        (as_int(row["value"]) for row in line["meta_data"] if row["key"] == "_reduced_stock"), 0
    )


def move(store: Store, line: Record, quantity: int, *, sold: bool = False) -> str:
    """Change the stock that the line draws on; what the note says of it, or nothing."""
    record = store.post(line["variation_id"] or line["product_id"])
    if record and record["manage_stock"] == "parent":
        record = store.post(record["parent_id"])
    if record is None:
        return ""
    if sold:
        record["total_sales"] += line["quantity"]
    said = ""
    if record["manage_stock"] is True and quantity:
        before = record["stock_quantity"]
        record["stock_quantity"] = before + quantity
        record["stock_status"] = status_of(record)
        said = f"{line['name']} ({before}&rarr;{before + quantity})"
        store.ledger.note("woocommerce", "stock.move", str(record["id"]))
        store.moved.add(record["id"])
    record["modified"] = store.now()
    store.keep(record)
    return said


def note(
    store: Store, order: Record, text: str, *, author: str = "WooCommerce", customer: bool = False
) -> Record:
    row = {
        "id": store.next("note"),
        "author": author,
        "created": store.now(),
        "note": text,
        "customer_note": customer,
    }
    order["notes"] = [*order["notes"], row]
    return row


def paid_status(store: Store, order: Record) -> str:
    """Where a payment leads: completed where nothing must be shipped."""
    records = [store.post(row["variation_id"] or row["product_id"]) for row in order["line_items"]]
    ships = any(record and not record["virtual"] for record in records)
    return "processing" if ships else "completed"


def is_set_paid(body: dict[str, Any]) -> bool:
    return as_bool(body.get("set_paid"))
