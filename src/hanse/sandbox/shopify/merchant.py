"""What shoppers do in the shop and the merchant in its admin, with the news that each causes."""

from typing import Any

from hanse.sandbox.shopify import payloads, sales, stockroom
from hanse.sandbox.shopify.ask import gid
from hanse.sandbox.shopify.catalog import ITEM_OF_VARIANT, option
from hanse.sandbox.shopify.deliveries import new_id, tell
from hanse.sandbox.shopify.shop import Shop, new_level
from hanse.sandbox.shopify.table import Record

STATUSES = ("ACTIVE", "ARCHIVED", "DRAFT", "UNLISTED")


def place_order(
    shop: Shop,
    lines: list[tuple[int, int]],
    customer: int | None = None,
    *,
    paid: bool = True,
) -> int:
    """A shopper buys so many of these variants; the id of the order. `ValueError` where one is
    sold out."""
    now, event = shop.now(), new_id(shop)
    rows = []
    for number, quantity in lines:
        variant = shop.variants.row(number)
        if variant is None:
            raise ValueError(f"There is no variant {number}.")
        if variant["inventoryPolicy"] == "DENY" and shop.available(variant) < quantity:
            raise ValueError(f"{variant['sku']} is sold out.")
        parent = shop.products.row(variant["product"])
        assert parent is not None, "a variant has a product"
        rows.append(sales.new_line(variant, parent, quantity))
    buyer = shop.customers.row(customer) if customer else None
    row = shop.orders.add(sales.new_order(shop.orders.end, now, buyer, rows))
    location = _place_for(shop, lines)
    row["fulfillmentOrders"][0]["location"] = location
    if paid:
        sales.pay(row, now)
    if customer:
        shop.bought.setdefault(customer, []).append(row["id"])
    shop.note("order.place", row["id"])
    _tell_order(shop, row, ["create", "paid"] if paid else ["create"], event)
    moves = [(number + ITEM_OF_VARIANT, location, quantity) for number, quantity in lines]
    taken = [(item, at, "available", -n) for item, at, n in moves]
    kept = [(item, at, "committed", n) for item, at, n in moves]
    stockroom.move(shop, taken + kept, event=event)
    return int(row["id"])


def _place_for(shop: Shop, lines: list[tuple[int, int]]) -> int:
    """The first location that has all of it, or else the first."""
    for place in shop.locations:
        levels = [(shop.level(n + ITEM_OF_VARIANT, place["id"]), count) for n, count in lines]
        if all(level and level["available"] >= count for level, count in levels):
            return int(place["id"])
    return int(shop.locations[0]["id"])


def _tell_order(shop: Shop, row: Record, events: list[str], event: str) -> None:
    """An order that was changed is told as changed besides what has happened to it."""
    body = payloads.order_body(shop, row)
    for name in [*events, "updated"]:
        tell(shop, f"orders/{name}", body, event=event)


def edit_product(
    shop: Shop,
    number: int,
    *,
    title: str | None = None,
    status: str | None = None,
    price_minor: int | None = None,
) -> None:
    """A price is set for all variants."""
    row = shop.products.edit(number)
    if title is not None:
        row["title"] = title
    if status is not None:
        if status not in STATUSES:
            raise ValueError(f"A product is {', '.join(STATUSES)}, not {status}.")
        row["status"] = status
    if price_minor is not None:
        for variant_number in row["variants"]:
            variant = shop.variants.edit(variant_number)
            variant |= {"price": price_minor, "updatedAt": shop.now()}
    shop.note("product.edit", number)
    stockroom.touch(shop, number)


def add_product(shop: Shop, title: str, sku: str, price_minor: int, stock: int) -> int:
    """A product with one variant, kept at the first location; the id of the product."""
    now = shop.now()
    handle = title.lower().replace(" ", "-")
    row: Record = {
        "id": 0,
        "title": title,
        "handle": handle,
        "descriptionHtml": "",
        "vendor": shop.title,
        "productType": "",
        "status": "ACTIVE",
        "tags": [],
        "createdAt": now,
        "updatedAt": now,
        "publishedAt": now,
        "templateSuffix": None,
        "seo": {"title": None, "description": None},
        "category": None,
        "variants": [],
        "media": [],
        "metafields": [],
        "totalInventory": stock,
    }
    shop.products.add(row)
    shop.handles[handle] = row["id"]
    row["options"] = [option(row["id"], 0, "Title", ["Default Title"])]
    variant = shop.variants.add(new_variant(row["id"], now, sku, price_minor))
    row["variants"].append(variant["id"])
    keep(shop, variant["id"], shop.locations[0]["id"], stock)
    shop.note("product.add", sku)
    tell(shop, "products/create", payloads.product_body(shop, row))
    return int(row["id"])


def new_variant(product: int, at: str, sku: str | None, price_minor: int) -> Record:
    return {
        "id": 0,
        "product": product,
        "title": "Default Title",
        "sku": sku,
        "barcode": None,
        "position": 1,
        "price": price_minor,
        "compare": None,
        "cost": None,
        "taxable": True,
        "taxCode": None,
        "inventoryPolicy": "DENY",
        "tracked": True,
        "requiresShipping": True,
        "weight": 0.0,
        "weightUnit": "KILOGRAMS",
        "countryCodeOfOrigin": None,
        "provinceCodeOfOrigin": None,
        "harmonizedSystemCode": None,
        "createdAt": at,
        "updatedAt": at,
        "selected": ["Default Title"],
        "media": None,
        "metafields": [],
        "stock": 0,
    }


def keep(shop: Shop, variant: int, location: int, available: int) -> None:
    """From now on the item has a level at this place."""
    item = variant + ITEM_OF_VARIANT
    shop.levels[item, location] = new_level(item, location, available, shop.now())
    shop.moved.add(item)


def delete_product(shop: Shop, number: int) -> None:
    row = shop.products.row(number)
    if row is None:
        raise ValueError(f"There is no product {number}.")
    for variant in row["variants"]:
        shop.variants.remove(variant)
    shop.products.remove(number)
    shop.handles.pop(row["handle"], None)
    shop.note("product.delete", number)
    tell(shop, "products/delete", {"id": number})


def set_stock(shop: Shop, variant: int, location: int, available: int) -> None:
    """The merchant counted, so what is on hand moves by the same."""
    item = variant + ITEM_OF_VARIANT
    found = shop.level(item, location)
    before = found["available"] if found else 0
    shop.note("stock.set", item)
    stockroom.move(shop, [(item, location, "available", available - before)])


def fulfil_order(
    shop: Shop,
    number: int,
    tracking: Record | None = None,
    takes: dict[int, int] | None = None,
    opening: int | None = None,
) -> int:
    """Send what is still open, or only so many of these lines of the fulfilment order."""
    row, now, event = shop.orders.edit(number), shop.now(), new_id(shop)
    opened = next(
        (
            o
            for o in row["fulfillmentOrders"]
            if o["status"] in ("OPEN", "IN_PROGRESS") and opening in (None, o["id"])
        ),
        None,
    )
    if opened is None:
        raise ValueError(f"Nothing of {row['name']} is left to send.")
    parts = takes or sales.open_parts(opened)
    made = sales.ship(row, opened, now, tracking or {}, parts)
    shop.note("order.fulfil", number)
    tell(shop, "fulfillments/create", payloads.fulfillment_body(shop, row, made), event=event)
    whole = sales.fulfillment_status(row) == "FULFILLED"
    _tell_order(shop, row, ["fulfilled" if whole else "partially_fulfilled"], event)
    moves = []
    for part in made["lines"]:
        line = sales.stored_line(row, part["line"])
        item = line["variant"] + ITEM_OF_VARIANT
        moves.append((item, made["location"], "committed", -part["quantity"]))
    stockroom.move(shop, moves, event=event)
    return int(made["id"])


def track(shop: Shop, number: int, fulfilment: int, tracking: Record | None) -> None:
    """Another parcel number for what was sent already."""
    row = shop.orders.edit(number)
    made = next(one for one in row["fulfillments"] if one["id"] == fulfilment)
    made |= {"tracking": [tracking] if tracking else [], "updatedAt": shop.now()}
    row["updatedAt"] = shop.now()
    shop.note("order.track", number)
    event = new_id(shop)
    tell(shop, "fulfillments/update", payloads.fulfillment_body(shop, row, made), event=event)
    _tell_order(shop, row, [], event)


def refund_order(
    shop: Shop,
    number: int,
    takes: dict[int, int] | None = None,
    *,
    restock: bool = True,
    shipping: bool = False,
    note: str = "",
) -> int:
    """Give back all that is left, or so many of these lines."""
    row, event = shop.orders.edit(number), new_id(shop)
    made = _refund(shop, row, takes or sales.everything(row), restock, shipping, note, event)
    _tell_order(shop, row, [], event)
    return int(made["id"])


def _refund(
    shop: Shop,
    row: Record,
    takes: dict[int, int],
    restock: bool,
    shipping: bool,
    note: str,
    event: str,
) -> Record:
    sent = {line["id"]: line["fulfilled"] for line in row["lines"]}
    how = ("RETURN" if any(sent.values()) else "CANCEL") if restock else "NO_RESTOCK"
    back = sales.current_shipping(row) if shipping else 0
    made = sales.refund(row, takes, how, shop.now(), shipping=back, note=note)
    shop.note("order.refund", row["id"])
    tell(shop, "refunds/create", payloads.refund_body(shop, row, made), event=event)
    moves: list[stockroom.Move] = []
    for part in made["lines"] if restock else ():
        line: Any = sales.stored_line(row, part["line"])
        item = line["variant"] + ITEM_OF_VARIANT
        moves.append((item, part["location"], "available", part["quantity"]))
        if not sent[part["line"]]:
            moves.append((item, part["location"], "committed", -part["quantity"]))
    stockroom.move(shop, moves, event=event)
    return made


def cancel_order(shop: Shop, number: int, reason: str = "CUSTOMER") -> None:
    """Everything goes back, the money too where there was any."""
    row, event, now = shop.orders.edit(number), new_id(shop), shop.now()
    if any(made["status"] == "SUCCESS" for made in row["fulfillments"]):
        raise ValueError(f"{row['name']} was sent already, so it cannot be cancelled.")
    if sales.received(row):
        _refund(shop, row, sales.everything(row), True, True, "", event)
    else:
        row["financial"] = "VOIDED"
    sales.close_open(row, now)
    row |= {"cancelledAt": now, "cancelReason": reason, "closedAt": now, "updatedAt": now}
    shop.note("order.cancel", number)
    _tell_order(shop, row, ["cancelled"], event)


def edit_order(
    shop: Shop, number: int, *, note: str | None = None, address: Record | None = None
) -> None:
    """The order counts as changed, its fulfilment orders do not."""
    row = shop.orders.edit(number)
    if note is not None:
        row["note"] = note
    if address is not None:
        row["address"] = (row["address"] or {}) | address
    row["updatedAt"] = shop.now()
    shop.note("order.edit", number)
    _tell_order(shop, row, [], new_id(shop))


def hold_order(shop: Shop, number: int, *, release: bool = False) -> None:
    """The fulfilment orders count as changed, the order does not: who polls must poll both."""
    row = shop.orders.edit(number)
    before, after = ("ON_HOLD", "OPEN") if release else ("OPEN", "ON_HOLD")
    topic = "hold_released" if release else "placed_on_hold"
    for opened in row["fulfillmentOrders"]:
        if opened["status"] == before:
            opened |= {"status": after, "updatedAt": shop.now()}
            body = {"id": gid("FulfillmentOrder", opened["id"]), "status": after.lower()}
            tell(shop, f"fulfillment_orders/{topic}", {"fulfillment_order": body})


def delete_order(shop: Shop, number: int) -> None:
    if not shop.orders.remove(number):
        raise ValueError(f"There is no order {number}.")
    shop.note("order.delete", number)
    tell(shop, "orders/delete", {"id": number})
