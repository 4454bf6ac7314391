"""Bodies as REST and webhooks spell them."""

from collections.abc import Callable
from typing import Any

from hanse.sandbox.shopify import sales
from hanse.sandbox.shopify.ask import gid
from hanse.sandbox.shopify.catalog import ITEM_OF_VARIANT, LEVEL_FIRST, LOCATION_FIRST
from hanse.sandbox.shopify.instants import offset_form
from hanse.sandbox.shopify.money import plain, rest_bag
from hanse.sandbox.shopify.shop import Shop
from hanse.sandbox.shopify.table import Record

FULFILMENTS = {"FULFILLED": "fulfilled", "PARTIALLY_FULFILLED": "partial"}


def at(text: str | None) -> str | None:
    return None if text is None else offset_form(text)


def shop_body(shop: Shop) -> Record:
    return {
        "id": shop.number,
        "name": shop.title,
        "email": f"owner@{shop.name}.example.com",
        "domain": shop.domain,
        "myshopify_domain": shop.domain,
        "currency": shop.currency,
        "enabled_presentment_currencies": [shop.currency],
        "iana_timezone": shop.zone,
        "plan_name": shop.plan.name.lower(),
        "plan_display_name": shop.plan.name,
        "country_code": "US",
        "taxes_included": False,
        "weight_unit": "kg",
        "primary_location_id": shop.locations[0]["id"],
    }


def variant_body(shop: Shop, row: Record) -> Record:
    options = {f"option{place + 1}": None for place in range(3)}
    options |= {f"option{place + 1}": value for place, value in enumerate(row["selected"])}
    compare = row["compare"]
    return {
        "id": row["id"],
        "product_id": row["product"],
        "title": row["title"],
        "sku": row["sku"],
        "barcode": row["barcode"],
        "price": plain(row["price"], shop.currency),
        "compare_at_price": None if compare is None else plain(compare, shop.currency),
        "position": row["position"],
        "inventory_policy": row["inventoryPolicy"].lower(),
        "inventory_item_id": row["id"] + ITEM_OF_VARIANT,
        "inventory_quantity": shop.available(row),
        "old_inventory_quantity": shop.available(row),
        "taxable": row["taxable"],
        "image_id": None,
        **options,
        "created_at": at(row["createdAt"]),
        "updated_at": at(row["updatedAt"]),
        "admin_graphql_api_id": gid("ProductVariant", row["id"]),
    }


def product_body(shop: Shop, row: Record) -> Record:
    found = (shop.variants.row(number) for number in row["variants"])
    variants = [variant for variant in found if variant is not None]
    images = [
        {
            "id": media["id"],
            "product_id": row["id"],
            "position": place + 1,
            "alt": media["alt"],
            "width": media["width"],
            "height": media["height"],
            "src": media["url"],
            "variant_ids": [],
        }
        for place, media in enumerate(row["media"])
        if shop.media_status(media) == "READY"
    ]
    return {
        "id": row["id"],
        "title": row["title"],
        "body_html": row["descriptionHtml"],
        "vendor": row["vendor"],
        "product_type": row["productType"],
        "created_at": at(row["createdAt"]),
        "handle": row["handle"],
        "updated_at": at(row["updatedAt"]),
        "published_at": at(row["publishedAt"]),
        "template_suffix": row["templateSuffix"],
        "status": row["status"].lower(),
        "tags": ", ".join(row["tags"]),
        "admin_graphql_api_id": gid("Product", row["id"]),
        "variants": [variant_body(shop, variant) for variant in variants[:100]],
        "options": [
            {
                "id": option["id"],
                "product_id": row["id"],
                "name": option["name"],
                "position": option["position"],
                "values": [value["name"] for value in option["values"]],
            }
            for option in row["options"]
        ],
        "images": images,
        "image": images[0] if images else None,
        "media": [],
        "variant_gids": [
            {
                "admin_graphql_api_id": gid("ProductVariant", variant["id"]),
                "updated_at": at(variant["updatedAt"]),
            }
            for variant in variants
        ],
        "has_variants_that_requires_components": False,
        "category": None,
    }


def level_body(level: Record) -> Record:
    number = LEVEL_FIRST + level["location"] - LOCATION_FIRST
    return {
        "inventory_item_id": level["item"],
        "location_id": level["location"],
        "available": level["available"],
        "updated_at": at(level["updatedAt"]),
        "admin_graphql_api_id": (
            f"{gid('InventoryLevel', number)}?inventory_item_id={level['item']}"
        ),
    }


def item_body(shop: Shop, variant: Record) -> Record:
    number = variant["id"] + ITEM_OF_VARIANT
    cost = variant["cost"]
    return {
        "id": number,
        "sku": variant["sku"],
        "created_at": at(variant["createdAt"]),
        "updated_at": at(variant["updatedAt"]),
        "requires_shipping": variant["requiresShipping"],
        "cost": None if cost is None else plain(cost, shop.currency),
        "country_code_of_origin": variant["countryCodeOfOrigin"],
        "province_code_of_origin": variant["provinceCodeOfOrigin"],
        "harmonized_system_code": variant["harmonizedSystemCode"],
        "tracked": variant["tracked"],
        "admin_graphql_api_id": gid("InventoryItem", number),
    }


def location_body(place: Record) -> Record:
    return {
        "id": place["id"],
        "name": place["name"],
        "country_code": place["country"],
        "active": place["isActive"],
        "legacy": False,
        "created_at": at(place["createdAt"]),
        "updated_at": at(place["updatedAt"]),
        "admin_graphql_api_id": gid("Location", place["id"]),
    }


def address_body(row: Record | None) -> Record | None:
    if row is None:
        return None
    return {
        "first_name": row["firstName"],
        "last_name": row["lastName"],
        "name": f"{row['firstName'] or ''} {row['lastName'] or ''}".strip(),
        "company": row["company"],
        "address1": row["address1"],
        "address2": row["address2"],
        "city": row["city"],
        "zip": row["zip"],
        "province": row["provinceCode"],
        "province_code": row["provinceCode"],
        "country": row["country"],
        "country_code": row["countryCodeV2"],
        "phone": row["phone"],
        "latitude": None,
        "longitude": None,
    }


def customer_body(row: Record | None) -> Record | None:
    if row is None:
        return None
    return {
        "id": row["id"],
        "email": row["email"],
        "first_name": row["firstName"],
        "last_name": row["lastName"],
        "phone": row["phone"],
        "note": row["note"],
        "tags": ", ".join(row["tags"]),
        "state": "disabled",
        "verified_email": True,
        "tax_exempt": False,
        "created_at": at(row["createdAt"]),
        "updated_at": at(row["updatedAt"]),
        "default_address": address_body(row["address"]),
        "admin_graphql_api_id": gid("Customer", row["id"]),
    }


def line_body(shop: Shop, line: Record) -> Record:
    open_count = max(line["currentQuantity"] - line["fulfilled"], 0)
    name = f"{line['title']} - {line['variantTitle']}" if line["variantTitle"] else line["title"]
    done = line["fulfilled"] > 0
    return {
        "id": line["id"],
        "admin_graphql_api_id": gid("LineItem", line["id"]),
        "variant_id": line["variant"],
        "product_id": line["product"],
        "product_exists": True,
        "title": line["title"],
        "variant_title": line["variantTitle"],
        "name": name,
        "sku": line["sku"],
        "vendor": line["vendor"],
        "quantity": line["quantity"],
        "current_quantity": line["currentQuantity"],
        "fulfillable_quantity": open_count,
        "fulfillment_status": ("partial" if open_count else "fulfilled") if done else None,
        "price": plain(line["price"], shop.currency),
        "price_set": rest_bag(line["price"], shop.currency),
        "grams": int(line["weight"]),
        "requires_shipping": line["requiresShipping"],
        "taxable": line["taxable"],
        "gift_card": False,
        "properties": [],
        "tax_lines": [],
        "discount_allocations": [],
        "total_discount": plain(0, shop.currency),
    }


def fulfillment_body(shop: Shop, order: Record, row: Record) -> Record:
    tracking: list[Record] = row["tracking"]
    first: Record = tracking[0] if tracking else {}
    lines = []
    for part in row["lines"]:
        line = sales.stored_line(order, part["line"])
        lines.append(line_body(shop, line) | {"quantity": part["quantity"]})
    return {
        "id": row["id"],
        "admin_graphql_api_id": gid("Fulfillment", row["id"]),
        "order_id": order["id"],
        "name": row["name"],
        "status": row["status"].lower(),
        "shipment_status": None,
        "service": "manual",
        "created_at": at(row["createdAt"]),
        "updated_at": at(row["updatedAt"]),
        "location_id": row["location"],
        "tracking_company": first.get("company"),
        "tracking_number": first.get("number"),
        "tracking_numbers": [one["number"] for one in tracking if one.get("number")],
        "tracking_url": first.get("url"),
        "tracking_urls": [one["url"] for one in tracking if one.get("url")],
        "destination": address_body(order["address"]),
        "receipt": {},
        "line_items": lines,
    }


def transaction_body(shop: Shop, order: Record, row: Record) -> Record:
    return {
        "id": row["id"],
        "admin_graphql_api_id": gid("OrderTransaction", row["id"]),
        "order_id": order["id"],
        "kind": row["kind"].lower(),
        "status": row["status"].lower(),
        "gateway": row["gateway"],
        "amount": plain(row["amount"], shop.currency),
        "currency": shop.currency,
        "parent_id": row["parent"],
        "created_at": at(row["createdAt"]),
        "processed_at": at(row["processedAt"]),
    }


def refund_body(shop: Shop, order: Record, row: Record) -> Record:
    parts = [
        {
            "id": part["id"],
            "line_item_id": part["line"],
            "quantity": part["quantity"],
            "restock_type": part["restockType"].lower(),
            "location_id": part["location"],
            "subtotal": plain(part["subtotal"], shop.currency),
            "total_tax": plain(0, shop.currency),
            "line_item": line_body(shop, sales.stored_line(order, part["line"])),
        }
        for part in row["lines"]
    ]
    paid = [t for t in order["transactions"] if t["id"] in row["transactions"]]
    return {
        "id": row["id"],
        "admin_graphql_api_id": gid("Refund", row["id"]),
        "order_id": order["id"],
        "created_at": at(row["createdAt"]),
        "processed_at": at(row["createdAt"]),
        "note": row["note"],
        "user_id": None,
        "restock": any(part["location"] for part in row["lines"]),
        "refund_line_items": parts,
        "transactions": [transaction_body(shop, order, one) for one in paid],
        "order_adjustments": [],
        "duties": [],
    }


SUMS: dict[str, Callable[[Record], int]] = {
    "subtotal_price": sales.subtotal,
    "total_price": sales.total,
    "total_line_items_price": sales.subtotal,
    "total_tax": lambda _row: 0,
    "total_discounts": lambda _row: 0,
    "current_subtotal_price": sales.current_subtotal,
    "current_total_price": sales.current_total,
    "current_total_tax": lambda _row: 0,
    "current_total_discounts": lambda _row: 0,
}


def order_body(shop: Shop, row: Record) -> Record:
    amounts: dict[str, Any] = {}
    for name, work in SUMS.items():
        amounts[name] = plain(work(row), shop.currency)
        amounts[f"{name}_set"] = rest_bag(work(row), shop.currency)
    buyer = shop.customers.row(row["customer"]) if row["customer"] else None
    address = address_body(row["address"])
    return {
        "id": row["id"],
        "admin_graphql_api_id": gid("Order", row["id"]),
        "name": row["name"],
        "order_number": row["number"],
        "number": row["number"] - 1000,
        "confirmation_number": row["confirmationNumber"],
        "created_at": at(row["createdAt"]),
        "updated_at": at(row["updatedAt"]),
        "processed_at": at(row["processedAt"]),
        "closed_at": at(row["closedAt"]),
        "cancelled_at": at(row["cancelledAt"]),
        "cancel_reason": row["cancelReason"].lower() if row["cancelReason"] else None,
        "currency": shop.currency,
        "presentment_currency": shop.currency,
        "email": row["email"] or "",
        "contact_email": row["email"],
        "phone": row["phone"],
        "note": row["note"],
        "note_attributes": [],
        "tags": ", ".join(row["tags"]),
        "test": row["test"],
        "source_name": row["sourceName"],
        "source_identifier": row["sourceIdentifier"],
        "financial_status": row["financial"].lower(),
        "fulfillment_status": FULFILMENTS.get(sales.fulfillment_status(row)),
        "taxes_included": False,
        "total_outstanding": plain(sales.outstanding(row), shop.currency),
        "total_shipping_price_set": rest_bag(sales.shipping(row), shop.currency),
        **amounts,
        "discount_codes": [],
        "tax_lines": [],
        "shipping_lines": [
            {
                "id": line["id"],
                "title": line["title"],
                "code": line["code"],
                "source": line["source"],
                "price": plain(line["price"], shop.currency),
                "price_set": rest_bag(line["price"], shop.currency),
                "tax_lines": [],
            }
            for line in row["shipping"]
        ],
        "customer": customer_body(buyer),
        "billing_address": address,
        "shipping_address": address,
        "line_items": [line_body(shop, line) for line in row["lines"]],
        "fulfillments": [fulfillment_body(shop, row, one) for one in row["fulfillments"]],
        "refunds": [refund_body(shop, row, one) for one in row["refunds"]],
        "payment_gateway_names": list(dict.fromkeys(t["gateway"] for t in row["transactions"])),
    }
