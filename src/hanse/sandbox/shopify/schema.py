"""The schema of the part that is played here, with a way to look up each of its fields."""

from functools import cache
from pathlib import Path
from typing import Any

from graphql import (
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLResolveInfo,
    GraphQLSchema,
    build_schema,
    get_directive_values,
)

from hanse.sandbox.shopify.ask import Ask, Fields, Lists, Work
from hanse.sandbox.shopify.fields import connections, customers, jobs, orders, products, shop, stock
from hanse.sandbox.shopify.refusals import Refusal, access_denied
from hanse.sandbox.shopify.writes import (
    bulk,
    files,
    fulfilment,
    media,
    product_create,
    product_set,
    subscriptions,
    uploads,
    variants,
)
from hanse.sandbox.shopify.writes import orders as order_writes
from hanse.sandbox.shopify.writes import products as product_writes
from hanse.sandbox.shopify.writes import stock as stock_writes

HERE = Path(__file__).parent
SOURCES = ("schema.graphql", "mutations.graphql", "media.graphql")
READ = (connections, customers, jobs, orders, products, shop, stock)
WRITTEN = (
    bulk,
    files,
    fulfilment,
    media,
    product_create,
    product_set,
    order_writes,
    product_writes,
    stock_writes,
    subscriptions,
    uploads,
    variants,
)
FIELDS: Fields = {key: work for part in (*READ, *WRITTEN) for key, work in part.FIELDS.items()}
LISTS: Lists = {key: work for part in (*READ, files) for key, work in part.LISTS.items()}

PRODUCTS = (
    "product",
    "productByIdentifier",
    "products",
    "productsCount",
    "productOperation",
    "collection",
    "collections",
)
VARIANTS = ("productVariant", "productVariants", "productVariantsCount")
SCOPES = {
    **{("QueryRoot", name): "read_products" for name in (*PRODUCTS, *VARIANTS)},
    **{
        ("QueryRoot", name): "read_inventory"
        for name in ("inventoryItem", "inventoryItems", "inventoryLevel")
    },
    **{("QueryRoot", name): "read_locations" for name in ("location", "locations")},
    ("QueryRoot", "locationsCount"): "read_locations",
    ("InventoryLevel", "location"): "read_locations",
    ("ProductVariant", "inventoryItem"): "read_inventory",
    **{
        ("QueryRoot", name): "read_orders"
        for name in ("order", "orderByIdentifier", "orders", "ordersCount", "refund")
    },
    ("QueryRoot", "fulfillment"): "read_orders",
    ("QueryRoot", "fulfillmentOrder"): "read_merchant_managed_fulfillment_orders",
    ("QueryRoot", "fulfillmentOrders"): "read_merchant_managed_fulfillment_orders",
    ("Order", "fulfillmentOrders"): "read_merchant_managed_fulfillment_orders",
    ("QueryRoot", "publications"): "read_publications",
    ("QueryRoot", "shopLocales"): "read_locales",  # or read_markets_home, which is not here
    ("Order", "returns"): "read_returns",
    **{
        ("QueryRoot", name): "read_customers"
        for name in ("customer", "customerByIdentifier", "customers", "customersCount")
    },
    ("Order", "customer"): "read_customers",
    **{
        ("Mutation", name): "write_products"
        for name in ("productSet", "productUpdate", "productDelete", "productVariantsBulkUpdate")
    },
    **{
        ("Mutation", f"product{name}"): "write_products"
        for name in ("Create", "CreateMedia", "UpdateMedia", "DeleteMedia", "ReorderMedia")
    },
    **{("Mutation", f"file{name}"): "write_files" for name in ("Create", "Update", "Delete")},
    ("QueryRoot", "files"): "read_files",
    ("Mutation", "inventorySetQuantities"): "write_inventory",
    ("Mutation", "inventoryActivate"): "write_inventory",
    ("Mutation", "fulfillmentCreate"): "write_merchant_managed_fulfillment_orders",
    ("Mutation", "fulfillmentTrackingInfoUpdate"): "write_merchant_managed_fulfillment_orders",
    **{
        ("Mutation", name): "write_orders"
        for name in ("orderUpdate", "orderCancel", "refundCreate")
    },
}
# Shown only to an app that was approved for protected customer data.
PROTECTED = {
    ("Order", "customer"),
    ("Order", "email"),
    ("Order", "phone"),
    ("Order", "shippingAddress"),
    ("Order", "billingAddress"),
    ("FulfillmentOrder", "destination"),
    ("QueryRoot", "customer"),
    ("QueryRoot", "customerByIdentifier"),
    ("QueryRoot", "customers"),
}


@cache
def schema() -> GraphQLSchema:
    sources = [(HERE / name).read_text("utf-8") for name in SOURCES]
    made = build_schema("\n".join(sources))
    for name, kind in made.type_map.items():
        if isinstance(kind, GraphQLObjectType) and not name.startswith("__"):
            for field_name, field in kind.fields.items():
                field.extensions = {"work": work_of(name, field_name)}
                field.resolve = _bound(name, field_name, field)
        elif isinstance(kind, GraphQLInterfaceType) or hasattr(kind, "types"):
            kind.resolve_type = lambda value, _info, _type: value["__typename"]  # type: ignore[attr-defined]
            for field_name, field in getattr(kind, "fields", {}).items():
                field.extensions = {"work": _by_type(made, field_name)}
    return made


def _by_type(made: GraphQLSchema, name: str) -> Work:
    """A field of an interface is shown as the row's own type shows it."""

    def look(row: Any, ask: Ask, args: dict[str, Any]) -> Any:
        kind: Any = made.type_map[row["__typename"]]
        return kind.fields[name].extensions["work"](row, ask, args)

    return look


def work_of(kind: str, name: str) -> Work:
    """What shows this field, with what the caller may see checked before."""
    found = FIELDS.get((kind, name)) or LISTS.get((kind, name)) or _stored(name)
    return _guarded(kind, name, found)


def _stored(name: str) -> Work:
    return lambda row, _ask, _args: row[name]


def _guarded(kind: str, name: str, work: Work) -> Work:
    scope = SCOPES.get((kind, name))
    protected = (kind, name) in PROTECTED
    if scope is None and not protected:
        return work

    def check(row: Any, ask: Ask, args: dict[str, Any]) -> Any:
        if scope is not None and not ask.may(scope):
            raise access_denied(name, scope)
        if protected and not ask.shop.moods.customers_visible:
            # The sentence is guessed; the code is the platform's.
            raise Refusal(
                f"This app is not approved to access protected customer data in {name}.",
                "ACCESS_DENIED",
            )
        return work(row, ask, args)

    return check


def _bound(kind: str, name: str, field: GraphQLField) -> Any:
    """The same work in the shape that the library calls."""
    work: Work = field.extensions["work"]
    if (kind, name) in LISTS:
        return _paged(work)
    if kind == "Mutation":
        return _called(work)
    if (kind, name) not in FIELDS and (kind, name) not in SCOPES and (kind, name) not in PROTECTED:
        if not field.args:
            return lambda row, _info, name=name: row[name]
        return lambda row, _info, **_args: row[name]

    def resolve(row: Any, info: GraphQLResolveInfo[Any], **args: Any) -> Any:
        ask: Ask = info.context
        return work(row, ask, args)

    return resolve


def _paged(work: Work) -> Any:
    def resolve(row: Any, info: GraphQLResolveInfo[Any], **args: Any) -> Any:
        ask: Ask = info.context
        known = len(ask.warnings)
        page = work(row, ask, args).page(args)
        for warning in ask.warnings[known:]:
            warning["path"] = info.path.as_list()
        return page

    return resolve


def _called(work: Work) -> Any:
    """A mutation may carry the directive that names its key."""

    def resolve(row: Any, info: GraphQLResolveInfo[Any], **args: Any) -> Any:
        ask: Ask = info.context
        ask.key = key_of(info)
        return work(row, ask, args)

    return resolve


def key_of(info: GraphQLResolveInfo[Any]) -> str | None:
    directive = info.schema.get_directive("idempotent")
    assert directive
    found = get_directive_values(directive, info.field_nodes[0], info.variable_values)
    return str(found["key"]) if found else None
