"""Seeded customers and orders as this shop shows them, and what an order adds up to."""

import hashlib
from typing import Any

from hanse.sandbox.shopify.catalog import (
    LOCATION_FIRST,
    PRODUCT_FIRST,
    VARIANT_FIRST,
    Record,
    Seed,
    variant_index,
)
from hanse.sandbox.shopify.instants import spelled_second
from hanse.sandbox.world import DAY_S, REGIONS, SeedLine, customer, order, product

CUSTOMER_FIRST = 8_000_000_000_001
ORDER_FIRST = 6_000_000_000_001
LINE_FIRST = 14_000_000_000_000
FULFILLMENT_FIRST = 5_000_000_000_000
FULFILLMENT_ORDER_FIRST = 7_000_000_000_000
FULFILLMENT_ORDER_LINE_FIRST = 15_000_000_000_000
REFUND_FIRST = 900_000_000_000
TRANSACTION_FIRST = 16_000_000_000_000
SHIPPING_FIRST = 4_000_000_000_000
CHILDREN_MAX = 64  # of one order and one kind; their ids follow from the order's
FIRST_NAME = 1001  # the first order is called #1001
SHIPPING_MINOR = 500
COUNTRIES = {"US": "United States"}


def child(first: int, order_id: int, place: int) -> int:
    if place >= CHILDREN_MAX:
        raise ValueError(f"An order of the sandbox has at most {CHILDREN_MAX} rows of one kind.")
    return first + (order_id - ORDER_FIRST) * CHILDREN_MAX + place


def order_of(first: int, number: int) -> int:
    """The order that a fulfilment, a refund or another child belongs to."""
    return ORDER_FIRST + (number - first) // CHILDREN_MAX


def customer_stamp(seed: Seed, index: int) -> str:
    first = seed.opened_second - seed.world.order_days * DAY_S
    return spelled_second(first - seed.world.customers + index)


def order_stamp(seed: Seed, index: int) -> str:
    """As old as the world says, without its chance of some minutes: the order must be the order."""
    span_s = seed.world.order_days * DAY_S
    age_s = span_s - (span_s * index) // max(seed.world.orders, 1)
    return spelled_second(seed.opened_second - max(age_s, 60))


def seeded_customer(seed: Seed, index: int) -> Record:
    found = customer(seed.world, index)
    at = customer_stamp(seed, index)
    return {
        "id": CUSTOMER_FIRST + index,
        "firstName": found.first_name,
        "lastName": found.last_name,
        "email": found.email,
        "phone": found.phone,
        "note": None,
        "tags": [],
        "createdAt": at,
        "updatedAt": at,
        "address": {
            "firstName": found.first_name,
            "lastName": found.last_name,
            "company": None,
            "address1": found.line_1,
            "address2": None,
            "city": found.city,
            "provinceCode": REGIONS.get(found.city),
            "zip": found.postcode,
            "countryCodeV2": found.country,
            "country": COUNTRIES.get(found.country, found.country),
            "phone": found.phone,
        },
        "metafields": [],
    }


def new_order(number: int, at: str, buyer: Record | None, lines: list[Record]) -> Record:
    """An order that nobody has paid or sent yet."""
    name = FIRST_NAME + number - ORDER_FIRST
    seal = hashlib.sha256(f"{number}".encode()).hexdigest()[:9].upper()
    for place, line in enumerate(lines):
        line["id"] = child(LINE_FIRST, number, place)
    return {
        "id": number,
        "number": name,
        "name": f"#{name}",
        "confirmationNumber": seal,
        "createdAt": at,
        "processedAt": at,
        "updatedAt": at,
        "cancelledAt": None,
        "cancelReason": None,
        "closedAt": None,
        "test": False,
        "email": buyer["email"] if buyer else None,
        "phone": None,
        "note": None,
        "tags": [],
        "customAttributes": [],
        "sourceName": "web",
        "sourceIdentifier": None,
        "customer": buyer["id"] if buyer else None,
        "address": dict(buyer["address"]) if buyer else None,
        "lines": lines,
        "shipping": [
            {
                "id": child(SHIPPING_FIRST, number, 0),
                "title": "Standard",
                "code": "Standard",
                "source": "shopify",
                "price": SHIPPING_MINOR,
            }
        ],
        "transactions": [],
        "fulfillments": [],
        "refunds": [],
        "financial": "PENDING",
        "metafields": [],
        "fulfillmentOrders": [new_fulfillment_order(number, 0, LOCATION_FIRST, at, lines)],
    }


def new_line(variant: Record, parent: Record, quantity: int) -> Record:
    plain = variant["title"] == "Default Title"
    return {
        "product": parent["id"],
        "variant": variant["id"],
        "title": parent["title"],
        "variantTitle": None if plain else variant["title"],
        "sku": variant["sku"],
        "vendor": parent["vendor"],
        "quantity": quantity,
        "currentQuantity": quantity,
        "fulfilled": 0,
        "price": variant["price"],
        "requiresShipping": variant["requiresShipping"],
        "taxable": variant["taxable"],
        "weight": variant["weight"],
    }


def new_fulfillment_order(
    number: int, place: int, location: int, at: str, lines: list[Record]
) -> Record:
    return {
        "id": child(FULFILLMENT_ORDER_FIRST, number, place),
        "order": number,
        "status": "OPEN",
        "requestStatus": "UNSUBMITTED",
        "location": location,
        "createdAt": at,
        "updatedAt": at,
        "lines": [
            {
                "id": child(FULFILLMENT_ORDER_LINE_FIRST, number, place * 8 + nth),
                "line": line["id"],
                "total": line["quantity"],
                "remaining": line["quantity"],
            }
            for nth, line in enumerate(lines)
        ],
    }


def pay(row: Record, at: str) -> None:
    row["financial"] = "PAID"
    add_transaction(row, "SALE", total(row), at)


def add_transaction(
    row: Record, kind: str, minor: int, at: str, parent: int | None = None
) -> Record:
    made = {
        "id": child(TRANSACTION_FIRST, row["id"], len(row["transactions"])),
        "kind": kind,
        "status": "SUCCESS",
        "gateway": "bogus",
        "amount": minor,
        "createdAt": at,
        "processedAt": at,
        "parent": parent,
    }
    row["transactions"].append(made)
    return made


def ship(row: Record, opened: Record, at: str, tracking: Record, takes: dict[int, int]) -> Record:
    """One fulfilment of one fulfilment order; `takes` says how many of which of its lines."""
    place = len(row["fulfillments"])
    lines = {line["id"]: line for line in row["lines"]}
    sent = []
    for part in opened["lines"]:
        count = takes.get(part["id"], 0)
        if count:
            part["remaining"] -= count
            lines[part["line"]]["fulfilled"] += count
            sent.append({"line": part["line"], "quantity": count})
    left = any(part["remaining"] for part in opened["lines"])
    opened |= {"status": "IN_PROGRESS" if left else "CLOSED", "updatedAt": at}
    made = {
        "id": child(FULFILLMENT_FIRST, row["id"], place),
        "order": row["id"],
        "name": f"{row['name']}.{place + 1}",
        "status": "SUCCESS",
        "displayStatus": "FULFILLED",
        "createdAt": at,
        "updatedAt": at,
        "deliveredAt": None,
        "inTransitAt": None,
        "location": opened["location"],
        "tracking": [tracking] if tracking else [],
        "lines": sent,
    }
    row["fulfillments"].append(made)
    row["updatedAt"] = at
    return made


def refund(
    row: Record, takes: dict[int, int], restock: str, at: str, *, shipping: int, note: str = ""
) -> Record:
    """Money for so many of these lines goes back. What is taken back counts no more."""
    place = len(row["refunds"])
    minor = shipping
    rows: list[Record] = []
    for line in row["lines"]:
        count = takes.get(line["id"], 0)
        if count:
            line["currentQuantity"] -= count
            minor += count * line["price"]
            rows.append(
                {
                    "id": child(REFUND_FIRST, row["id"], place) * 100 + len(rows),
                    "line": line["id"],
                    "quantity": count,
                    "restockType": restock,
                    "location": None if restock == "NO_RESTOCK" else LOCATION_FIRST,
                    "subtotal": count * line["price"],
                }
            )
    sale = next((t for t in row["transactions"] if t["kind"] == "SALE"), None)
    paid = add_transaction(row, "REFUND", minor, at, sale["id"] if sale else None)
    made = {
        "id": child(REFUND_FIRST, row["id"], place),
        "order": row["id"],
        "createdAt": at,
        "updatedAt": at,
        "note": note,
        "amount": minor,
        "shipping": shipping,
        "lines": rows,
        "transactions": [paid["id"]],
    }
    row["refunds"].append(made)
    left = total(row) - refunded(row)
    row |= {"financial": "PARTIALLY_REFUNDED" if left > 0 else "REFUNDED", "updatedAt": at}
    return made


def everything(row: Record) -> dict[int, int]:
    """All that is still counted of each line."""
    return {line["id"]: line["currentQuantity"] for line in row["lines"]}


def open_parts(opened: Record) -> dict[int, int]:
    return {part["id"]: part["remaining"] for part in opened["lines"]}


def close_open(row: Record, at: str) -> None:
    """What was not sent yet will not be."""
    for opened in row["fulfillmentOrders"]:
        if opened["status"] != "CLOSED":
            opened |= {"status": "CANCELLED", "updatedAt": at}


def seeded_order(seed: Seed, index: int) -> Record:
    found = order(seed.world, index)
    at = order_stamp(seed, index)
    lines = [_seeded_line(seed, line) for line in found.lines]
    row = new_order(ORDER_FIRST + index, at, seeded_customer(seed, found.customer), lines)
    if found.state != "pending":
        pay(row, at)
    opened = row["fulfillmentOrders"][0]
    if found.state in ("shipped", "refunded"):
        number = f"1Z{index:010d}"
        url = f"https://tracking.example.com/{number}"
        parcel = {"company": "UPS", "number": number, "url": url}
        ship(row, opened, at, parcel, open_parts(opened))
    if found.state in ("refunded", "cancelled"):
        restock = "RETURN" if found.state == "refunded" else "CANCEL"
        refund(row, everything(row), restock, at, shipping=SHIPPING_MINOR)
    if found.state == "cancelled":
        close_open(row, at)
        row |= {"cancelledAt": at, "cancelReason": "CUSTOMER", "closedAt": at}
    return row


def _seeded_line(seed: Seed, line: SeedLine) -> Record:
    found = product(seed.world, line.product)
    chosen = found if line.size is None else found.variants[line.size]
    size = None if line.size is None else found.variants[line.size].size
    index = variant_index(line.product, line.size or 0)
    parent = {"id": PRODUCT_FIRST + line.product, "title": found.name, "vendor": "Hanse Workshop"}
    variant = {
        "id": VARIANT_FIRST + index,
        "title": size or "Default Title",
        "sku": chosen.sku,
        "price": chosen.price_minor,
        "requiresShipping": True,
        "taxable": True,
        "weight": 500.0,
    }
    return new_line(variant, parent, line.quantity)


# What an order adds up to. Taxes and discounts are not played here.


def subtotal(row: Record) -> int:
    return int(sum(line["price"] * line["quantity"] for line in row["lines"]))


def shipping(row: Record) -> int:
    return int(sum(line["price"] for line in row["shipping"]))


def total(row: Record) -> int:
    return subtotal(row) + shipping(row)


def refunded(row: Record) -> int:
    return int(sum(made["amount"] for made in row["refunds"]))


def current_subtotal(row: Record) -> int:
    return int(sum(line["price"] * line["currentQuantity"] for line in row["lines"]))


def current_shipping(row: Record) -> int:
    return shipping(row) - int(sum(made["shipping"] for made in row["refunds"]))


def current_total(row: Record) -> int:
    """What the shopper owes in the end; a cancelled order owes nothing."""
    return 0 if row["cancelledAt"] else current_subtotal(row) + current_shipping(row)


def received(row: Record) -> int:
    return int(sum(t["amount"] for t in row["transactions"] if t["kind"] == "SALE"))


def outstanding(row: Record) -> int:
    return 0 if row["cancelledAt"] else max(total(row) - received(row), 0)


def fulfillment_status(row: Record) -> str:
    wanted = sum(line["currentQuantity"] for line in row["lines"])
    sent = sum(min(line["fulfilled"], line["quantity"]) for line in row["lines"])
    if any(opened["status"] == "ON_HOLD" for opened in row["fulfillmentOrders"]):
        return "ON_HOLD"
    if sent and sent >= wanted:
        return "FULFILLED"
    return "PARTIALLY_FULFILLED" if sent else "UNFULFILLED"


def stored_line(row: Record, number: int) -> Any:
    return next((line for line in row["lines"] if line["id"] == number), None)
