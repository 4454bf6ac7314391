"""The lists of the root: what can be searched for, in which order."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from hanse.sandbox.shopify.ask import Ask
from hanse.sandbox.shopify.catalog import (
    ITEM_OF_VARIANT,
    VARIANT_FIRST,
    variant_index,
)
from hanse.sandbox.shopify.instants import spelled
from hanse.sandbox.shopify.paging import Found
from hanse.sandbox.shopify.sales import current_total, fulfillment_status
from hanse.sandbox.shopify.search import Field, Search, Term, number_in, read
from hanse.sandbox.shopify.shop import Shop
from hanse.sandbox.shopify.table import Record, Table
from hanse.sandbox.world import SIZES, number_of

Args = dict[str, Any]
WINDOW_DAYS = 60  # what an app sees of orders without read_all_orders
ORDERS = {  # sort keys to names of the row; what is not here is sorted by id, guessed
    "CREATED_AT": "createdAt",
    "UPDATED_AT": "updatedAt",
    "PROCESSED_AT": "processedAt",
    "PUBLISHED_AT": "publishedAt",
    "TITLE": "title",
    "VENDOR": "vendor",
    "PRODUCT_TYPE": "productType",
    "INVENTORY_TOTAL": "totalInventory",
    "SKU": "sku",
    "NAME": "lastName",
}


def listed(
    ask: Ask, args: Args, table: Table, fields: dict[str, Field], free: tuple[str, ...]
) -> Found:
    search = searched(ask, args, fields, free)
    only: Iterable[int] | None = None
    if search and (wanted := search.exact("id")) is not None:
        only = [n for part in wanted.split(",") if (n := number_in(part)) is not None]
    order = ORDERS.get(args.get("sortKey") or "", "id")
    found = Found(table, order, bool(args.get("reverse")), search, only)
    found.depth_max = ask.shop.moods.deep_page_max
    if ask.shop.moods.search_lag_s:
        lag = timedelta(seconds=ask.shop.moods.search_lag_s)
        found.hidden_from = spelled(ask.shop.clock.now() - lag)
    return found


def searched(
    ask: Ask, args: Args, fields: dict[str, Field], free: tuple[str, ...]
) -> Search | None:
    if not (text := args.get("query")):
        return None
    search = read(text, fields, free)
    ask.warnings += [{"query": text, **warning} for warning in search.warnings]
    return search


def _dates() -> dict[str, Field]:
    return {
        "id": Field("id", lambda row: row["id"]),
        "created_at": Field("date", lambda row: row["createdAt"]),
        "updated_at": Field("date", lambda row: row["updatedAt"]),
    }


def _by_sku(shop: Shop, search: Search | None) -> list[int] | None:
    """The variants that may have this SKU: the seeded one and all that were written."""
    sku = search.exact("sku") if search else None
    if sku is None:
        return None
    found = {number for number, row in shop.variants.written.items() if row is not None}
    if seeded := number_of(shop.world, sku):
        number, size = seeded
        step = SIZES.index(size) if size else 0
        found.add(VARIANT_FIRST + variant_index(number, step))
    return sorted(found)


def product_rows(_row: Any, ask: Ask, args: Args) -> Found:
    shop = ask.shop
    found = listed(ask, args, shop.products, product_fields(shop), ("title", "productType"))
    if found.only is None and (variants := _by_sku(shop, found.search)) is not None:
        rows = (shop.variants.row(number) for number in variants)
        found.only = sorted({row["product"] for row in rows if row is not None})
    return found


def product_fields(shop: Shop) -> dict[str, Field]:
    def each(name: str) -> Any:
        def look(row: Record) -> list[Any]:
            rows = (shop.variants.row(number) for number in row["variants"])
            return [variant[name] for variant in rows if variant]

        return look

    skus, prices = each("sku"), each("price")
    return _dates() | {
        "title": Field("text", lambda row: row["title"]),
        "handle": Field("word", lambda row: row["handle"]),
        "vendor": Field("word", lambda row: row["vendor"]),
        "product_type": Field("word", lambda row: row["productType"]),
        "status": Field(
            "word",
            lambda row: row["status"],
            frozenset(["ACTIVE", "ARCHIVED", "DRAFT", "UNLISTED"]),
        ),
        "tag": Field("tags", lambda row: row["tags"]),
        "sku": Field("tags", skus),
        "barcode": Field("tags", lambda row: [code or "" for code in each("barcode")(row)]),
        "price": Field("number", lambda row: min(prices(row), default=0) / 100),
        "inventory_total": Field("number", lambda row: row["totalInventory"]),
        "variant_id": Field("tags", lambda row: [str(number) for number in row["variants"]]),
        "published_at": Field("date", lambda row: row["publishedAt"]),
        "published_status": Field("word", lambda _row: "published"),
        "gift_card": Field("flag", lambda _row: False),
    }


def variant_rows(_row: Any, ask: Ask, args: Args) -> Found:
    shop = ask.shop
    found = listed(ask, args, shop.variants, variant_fields(shop), ("title", "sku"))
    return _narrowed(shop, found)


def _narrowed(shop: Shop, found: Found) -> Found:
    """A search for one SKU or for the variants of some products does not walk over all rows."""
    if found.only is None and (numbers := _by_sku(shop, found.search)) is not None:
        found.only = numbers
    for name in ("product_id", "product_ids"):
        wanted = found.search.exact(name) if found.search else None
        if found.only is None and wanted is not None:
            ids = (number_in(part) for part in wanted.split(","))
            parents = (shop.products.row(number) for number in ids if number is not None)
            found.only = [n for parent in parents if parent for n in parent["variants"]]
    return found


def variant_fields(shop: Shop) -> dict[str, Field]:
    def parent(name: str) -> Any:
        return lambda row: (shop.products.row(row["product"]) or {}).get(name)

    return _dates() | {
        "sku": Field("word", lambda row: row["sku"]),
        "barcode": Field("word", lambda row: row["barcode"]),
        "title": Field("text", lambda row: row["title"]),
        "product_id": Field("id", lambda row: row["product"]),
        "product_ids": Field("id", lambda row: row["product"]),
        "product_status": Field("word", parent("status")),
        "vendor": Field("word", parent("vendor")),
        "tag": Field("tags", lambda row: parent("tags")(row) or []),
        "taxable": Field("flag", lambda row: row["taxable"]),
        "inventory_quantity": Field("number", shop.available),
    }


def item_rows(_row: Any, ask: Ask, args: Args) -> Found:
    """Stock items are the variants seen from the other side, under numbers of their own."""
    fields = _dates() | {
        "id": Field("id", lambda row: row["id"] + ITEM_OF_VARIANT),
        "sku": Field("word", lambda row: row["sku"]),
    }
    found = listed(ask, args, ask.shop.variants, fields, ("sku",))
    if found.only is not None:
        found.only = [number - ITEM_OF_VARIANT for number in found.only]
    elif found.search is not None:
        found.search.terms = [term for term in found.search.terms if term.name != "id"]
    return _narrowed(ask.shop, found)


FINANCIAL = "AUTHORIZED EXPIRED PAID PARTIALLY_PAID PARTIALLY_REFUNDED PENDING REFUNDED VOIDED"
FULFILMENT = "UNSHIPPED SHIPPED FULFILLED PARTIAL SCHEDULED ON_HOLD UNFULFILLED REQUEST_DECLINED"
SHIPPED = {"FULFILLED": "SHIPPED", "PARTIALLY_FULFILLED": "PARTIAL", "UNFULFILLED": "UNSHIPPED"}


def order_rows(_row: Any, ask: Ask, args: Args) -> Found:
    found = listed(ask, args, ask.shop.orders, order_fields(ask.shop), ("name", "email"))
    buyer = found.search.exact("customer_id") if found.search else None
    if found.only is None and buyer is not None and (number := number_in(buyer)) is not None:
        found.only = [row["id"] for row in ask.shop.orders_of(number)]
    if "read_all_orders" not in ask.token.scopes:
        since = spelled(ask.shop.clock.now() - timedelta(days=WINDOW_DAYS))
        passes = found.search.passes if found.search else lambda _row: True
        terms = found.search.terms if found.search else []
        window = Term("created_at", ">=", since, True)
        found.search = Search(
            lambda row: row["createdAt"] >= since and passes(row), [], [*terms, window]
        )
    return found


def order_fields(shop: Shop) -> dict[str, Field]:
    def state(row: Record) -> str:
        if row["cancelledAt"]:
            return "cancelled"
        return "closed" if row["closedAt"] else "open"

    def fulfilment(row: Record) -> str:
        status = fulfillment_status(row)
        return SHIPPED.get(status, status) if status != "UNFULFILLED" else "UNFULFILLED"

    states = frozenset(["OPEN", "CLOSED", "CANCELLED", "ANY"])
    return _dates() | {
        "processed_at": Field("date", lambda row: row["processedAt"]),
        "name": Field("word", lambda row: row["name"]),
        "email": Field("word", lambda row: row["email"]),
        "status": Field("word", state, states),
        "financial_status": Field(
            "word", lambda row: row["financial"], frozenset([*FINANCIAL.split(), "ANY"])
        ),
        "fulfillment_status": Field("word", fulfilment, frozenset(FULFILMENT.split())),
        "customer_id": Field("id", lambda row: row["customer"]),
        "tag": Field("tags", lambda row: row["tags"]),
        "sku": Field("tags", lambda row: [line["sku"] or "" for line in row["lines"]]),
        "source_identifier": Field("word", lambda row: row["sourceIdentifier"]),
        "source_name": Field("word", lambda row: row["sourceName"]),
        "test": Field("flag", lambda row: row["test"]),
        "confirmation_number": Field("word", lambda row: row["confirmationNumber"]),
        "current_total_price": Field("number", lambda row: current_total(row) / 100),
    }


def customer_rows(_row: Any, ask: Ask, args: Args) -> Found:
    fields = _dates() | {
        "customer_date": Field("date", lambda row: row["createdAt"]),
        "email": Field("word", lambda row: row["email"]),
        "phone": Field("word", lambda row: row["phone"]),
        "first_name": Field("word", lambda row: row["firstName"]),
        "last_name": Field("word", lambda row: row["lastName"]),
        "country": Field("word", lambda row: row["address"]["country"]),
        "state": Field("word", lambda _row: "disabled"),
        "tag": Field("tags", lambda row: row["tags"]),
    }
    return listed(ask, args, ask.shop.customers, fields, ("firstName", "lastName", "email"))
