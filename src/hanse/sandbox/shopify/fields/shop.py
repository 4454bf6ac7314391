"""The shop itself, its app, and the way to every other row by its global id."""

from collections.abc import Callable
from typing import Any

from hanse.sandbox.shopify import sales
from hanse.sandbox.shopify.apps import Rights
from hanse.sandbox.shopify.ask import Ask, Fields, Lists, gid, number_of, split
from hanse.sandbox.shopify.catalog import (
    CHILDREN_MAX,
    ITEM_OF_VARIANT,
    MEDIA_FIRST,
    PRODUCT_FIRST,
)
from hanse.sandbox.shopify.fields import lists, orders, stock
from hanse.sandbox.shopify.instants import spelled
from hanse.sandbox.shopify.paging import Found, Listed
from hanse.sandbox.shopify.refusals import too_many, wrong_type
from hanse.sandbox.shopify.shop import Shop
from hanse.sandbox.shopify.table import Record

Args = dict[str, Any]
VERSIONS = ("2026-01", "2026-04", "2026-07", "2026-10")


def shop_row(_row: Any, ask: Ask, _args: Args) -> Record:
    shop = ask.shop
    url = f"https://{shop.domain}"
    place = dict.fromkeys(
        ("address1", "address2", "city", "company", "phone", "province", "provinceCode", "zip")
    )
    place |= {"country": "United States", "countryCodeV2": "US"}
    plan = shop.plan.name
    return {
        "id": gid("Shop", shop.number),
        "name": shop.title,
        "email": f"owner@{shop.name}.example.com",
        "contactEmail": f"hello@{shop.name}.example.com",
        "myshopifyDomain": shop.domain,
        "primaryDomain": {
            "id": gid("Domain", shop.number),
            "host": shop.domain,
            "url": url,
            "sslEnabled": True,
        },
        "url": url,
        "currencyCode": shop.currency,
        "enabledPresentmentCurrencies": [shop.currency],
        "ianaTimezone": shop.zone,
        "timezoneOffset": "-0500",
        "timezoneAbbreviation": "EST",
        "weightUnit": "KILOGRAMS",
        "unitSystem": "METRIC_SYSTEM",
        "taxesIncluded": False,
        "taxShipping": False,
        "plan": {
            "publicDisplayName": plan,
            "displayName": plan,
            "partnerDevelopment": False,
            "shopifyPlus": plan == "Shopify Plus",
        },
        "resourceLimits": {
            "maxProductOptions": 3,
            "maxProductVariants": 2048,
            "locationLimit": 200,
            "redirectLimitReached": False,
            "skuResourceLimits": {
                "available": True,
                "quantityAvailable": None,
                "quantityLimit": None,
                "quantityUsed": None,
            },
        },
        "createdAt": spelled(shop.opened_at),
        "updatedAt": spelled(shop.opened_at),
        "shopOwnerName": "Shop Owner",
        "setupRequired": False,
        "billingAddress": place,
        "shopAddress": place,
    }


def installation(_row: Any, ask: Ask, _args: Args) -> Record:
    number = 1 + int(ask.app.client_id[:8], 16) if ask.app.client_id.isalnum() else 1
    home = f"https://{ask.shop.domain}/admin/apps/{ask.app.client_id}"
    scopes = Rights.kept(ask.token.scopes)
    return {
        "id": gid("AppInstallation", number),
        "app": {
            "id": gid("App", number),
            "title": ask.app.title,
            "handle": ask.app.title.lower().replace(" ", "-"),
            "apiKey": ask.app.client_id,
            "developerName": "Sandbox",
        },
        "accessScopes": [{"handle": s, "description": s.replace("_", " ")} for s in scopes],
        "launchUrl": home,
        "uninstallUrl": None,
    }


def versions(_row: Any, _ask: Ask, _args: Args) -> list[Record]:
    rows = [{"handle": v, "displayName": v, "supported": True} for v in VERSIONS]
    candidate = {"displayName": "2027-01 (Release candidate)", "supported": False}
    return [*rows, {"handle": "2027-01", **candidate}]


def _child(first: int, name: str) -> Callable[[Shop, int], Record | None]:
    def look(shop: Shop, number: int) -> Record | None:
        order = shop.orders.row(sales.order_of(first, number))
        rows = order[name] if order else []
        return next((row for row in rows if row["id"] == number), None)

    return look


def _media(shop: Shop, number: int) -> Record | None:
    if number in shop.library.files:
        return shop.library.files[number]
    parent = shop.products.row(PRODUCT_FIRST + (number - MEDIA_FIRST) // CHILDREN_MAX)
    rows = parent["media"] if parent else []
    return next((row for row in rows if row["id"] == number), None)


LOOKS: dict[str, Callable[[Shop, int], Any]] = {
    "Product": lambda shop, number: shop.products.row(number),
    "ProductVariant": lambda shop, number: shop.variants.row(number),
    "InventoryItem": lambda shop, number: shop.variants.row(number - ITEM_OF_VARIANT),
    "MediaImage": _media,
    "Location": stock.location,
    "Order": lambda shop, number: shop.orders.row(number),
    "Customer": lambda shop, number: shop.customers.row(number),
    "Fulfillment": _child(sales.FULFILLMENT_FIRST, "fulfillments"),
    "FulfillmentOrder": _child(sales.FULFILLMENT_ORDER_FIRST, "fulfillmentOrders"),
    "Refund": _child(sales.REFUND_FIRST, "refunds"),
    "LineItem": _child(sales.LINE_FIRST, "lines"),
    "WebhookSubscription": lambda shop, number: shop.subscriptions.get(number),
    "BulkOperation": lambda shop, number: shop.operations.get(number),
}
SCOPES = {
    "Product": "read_products",
    "ProductVariant": "read_products",
    "MediaImage": "read_products",
    "InventoryItem": "read_inventory",
    "InventoryLevel": "read_inventory",
    "Location": "read_locations",
    "Order": "read_orders",
    "Customer": "read_customers",
    "Fulfillment": "read_orders",
    "FulfillmentOrder": "read_merchant_managed_fulfillment_orders",
    "Refund": "read_orders",
    "LineItem": "read_orders",
}


def one(kind: str, argument: str = "id") -> Callable[[Any, Ask, Args], Any]:
    """The root field for one row: another kind of id is refused, an unknown number is null."""

    def look(_row: Any, ask: Ask, args: Args) -> Any:
        if args.get(argument) is None:
            return None
        return LOOKS[kind](ask.shop, number_of(args[argument], kind))

    return look


def _location(_row: Any, ask: Ask, args: Args) -> Record | None:
    if args.get("id") is None:
        return next((place for place in ask.shop.locations if place["isPrimary"]), None)
    return stock.location(ask.shop, number_of(args["id"], "Location"))


def node(_row: Any, ask: Ask, args: Args) -> Any:
    kind, number = split(args["id"])
    if kind == "InventoryLevel":
        found = stock.level_of(ask.shop, args["id"])
    elif kind in LOOKS:
        found = LOOKS[kind](ask.shop, number)
    else:
        raise wrong_type(args["id"])
    if kind in SCOPES and not ask.may(SCOPES[kind]):
        return None  # guessed: what may not be seen is as if it were not there
    return None if found is None else {**found, "__typename": kind}


def nodes(_row: Any, ask: Ask, args: Args) -> list[Any]:
    if len(args["ids"]) > 250:
        raise too_many(len(args["ids"]), 250)
    return [node(None, ask, {"id": text}) for text in args["ids"]]


def _product(_row: Any, ask: Ask, args: Args) -> Any:
    wanted = args["identifier"]
    if wanted.get("id"):
        return LOOKS["Product"](ask.shop, number_of(wanted["id"], "Product"))
    if "handle" in wanted:
        return product_by_handle(ask.shop, wanted["handle"])
    return None


def product_by_handle(shop: Shop, handle: str) -> Record | None:
    """Seeded handles end in the product's number."""
    if (number := shop.handles.get(handle)) is not None:
        return shop.products.row(number)
    digits = handle.rpartition("-")[2]
    if not digits.isdecimal():
        return None
    row = shop.products.row(shop.products.first + int(digits))
    return row if row and row["handle"] == handle else None


def _order(_row: Any, ask: Ask, args: Args) -> Any:
    wanted = args["identifier"].get("id")
    return LOOKS["Order"](ask.shop, number_of(wanted, "Order")) if wanted else None


def _customer(_row: Any, ask: Ask, args: Args) -> Any:
    wanted = args["identifier"]
    if wanted.get("id"):
        return LOOKS["Customer"](ask.shop, number_of(wanted["id"], "Customer"))
    table = ask.shop.customers
    name, text = (
        ("email", wanted.get("emailAddress"))
        if "emailAddress" in wanted
        else (
            "phone",
            wanted.get("phoneNumber"),
        )
    )
    rows = (table.row(number) for number in range(table.first, table.end))
    return next((row for row in rows if row and row[name] == text), None)


def counted(rows: Callable[[Any, Ask, Args], Any]) -> Callable[[Any, Ask, Args], Record]:
    """How many there are, exact up to the limit."""

    def count(row: Any, ask: Ask, args: Args) -> Record:
        found = rows(row, ask, args)
        limit = args.get("limit")
        if isinstance(found, Found) and found.search is None and found.only is None:
            number = found.table.total()
        else:
            number = 0
            for number, _ in enumerate(found, 1):
                if limit is not None and number > limit:
                    break
        if limit is not None and number > limit:
            return {"count": limit, "precision": "AT_LEAST"}
        return {"count": number, "precision": "EXACT"}

    return count


LOCALES = {"en": "English", "id": "Indonesian", "pt-BR": "Portuguese (Brazil)"}
FIELDS: Fields = {
    ("QueryRoot", "shop"): shop_row,
    ("QueryRoot", "currentAppInstallation"): installation,
    ("QueryRoot", "publicApiVersions"): versions,
    ("QueryRoot", "node"): node,
    ("QueryRoot", "nodes"): nodes,
    ("QueryRoot", "product"): one("Product"),
    ("QueryRoot", "productByIdentifier"): _product,
    ("QueryRoot", "productsCount"): counted(lists.product_rows),
    ("QueryRoot", "productVariant"): one("ProductVariant"),
    ("QueryRoot", "productVariantsCount"): counted(lists.variant_rows),
    ("QueryRoot", "inventoryItem"): one("InventoryItem"),
    ("QueryRoot", "inventoryLevel"): lambda _row, ask, args: stock.level_of(ask.shop, args["id"]),
    ("QueryRoot", "location"): _location,
    ("QueryRoot", "locationsCount"): counted(stock.locations),
    ("QueryRoot", "order"): one("Order"),
    ("QueryRoot", "orderByIdentifier"): _order,
    ("QueryRoot", "ordersCount"): counted(lists.order_rows),
    ("QueryRoot", "fulfillment"): one("Fulfillment"),
    ("QueryRoot", "fulfillmentOrder"): one("FulfillmentOrder"),
    ("QueryRoot", "refund"): one("Refund"),
    ("QueryRoot", "customer"): one("Customer"),
    ("QueryRoot", "customerByIdentifier"): _customer,
    ("QueryRoot", "customersCount"): counted(lists.customer_rows),
    ("QueryRoot", "collection"): lambda _row, _ask, _args: None,
    ("QueryRoot", "shopLocales"): lambda _row, ask, _args: [
        {"locale": ask.shop.locale, "name": LOCALES[ask.shop.locale], "primary": True}
        | {"published": True}
    ],
    ("QueryRoot", "job"): lambda _row, _ask, args: {"id": args["id"], "done": True},
}
LISTS: Lists = {
    ("QueryRoot", "products"): lists.product_rows,
    ("QueryRoot", "productVariants"): lists.variant_rows,
    ("QueryRoot", "inventoryItems"): lists.item_rows,
    ("QueryRoot", "locations"): stock.locations,
    ("QueryRoot", "orders"): lists.order_rows,
    ("QueryRoot", "collections"): lambda _row, _ask, _args: Listed([]),
    ("QueryRoot", "publications"): lambda _row, ask, _args: Listed(
        [
            {
                "id": gid("Publication", ask.shop.number + 1),
                "name": "Online Store",
                "autoPublish": False,
            }
        ]
    ),
    ("QueryRoot", "fulfillmentOrders"): orders.all_openings,
    ("QueryRoot", "customers"): lists.customer_rows,
}
