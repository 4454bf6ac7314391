"""Which path and verb leads where, and what is checked before."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from hanse.sandbox.woocommerce import product_rows as products
from hanse.sandbox.woocommerce import terms
from hanse.sandbox.woocommerce.batch import Handler, batch
from hanse.sandbox.woocommerce.envelope import Answer, Call
from hanse.sandbox.woocommerce.product_writes import CHOICES
from hanse.sandbox.woocommerce.schema import Rule

WRITES = ("POST", "PUT", "PATCH")
PAGE: dict[str, Rule] = {"page": "integer:1..", "per_page": "integer:1..100"}
DATES = ("after", "before", "modified_after", "modified_before")
DATED: dict[str, Rule] = {**PAGE, **dict.fromkeys(DATES, "date"), "order": ("asc", "desc")}
# The real store lists some words twice.
ORDERBY = [
    "date",
    "id",
    "include",
    "title",
    "slug",
    "modified",
    "popularity",
    "rating",
    "post__in",
    "price",
    "sales",
    "menu_order",
    "random",
    "popularity",
    "rating",
    "menu_order",
    "price",
    "popularity",
    "rating",
]
PRODUCT_LIST: dict[str, Rule] = {
    **DATED,
    "orderby": tuple(ORDERBY),
    "stock_status": ("instock", "outofstock", "onbackorder"),
    "type": ("simple", "grouped", "external", "variable", "variation"),
}
VARIATION: dict[str, Rule] = {
    **dict.fromkeys(("description", "sku", "global_unique_id"), "string"),
    **dict.fromkeys(("regular_price", "sale_price"), "string"),
    "status": ("draft", "pending", "private", "publish"),
    "stock_quantity": "integer",
    "low_stock_amount": "integer",
    "stock_status": ("instock", "outofstock", "onbackorder"),
    "backorders": CHOICES["backorders"],
    "weight": "string",
    "dimensions": "object",
    "attributes": "array",
    "meta_data": "array",
}
PRODUCT: dict[str, Rule] = {
    **dict.fromkeys(("name", "slug"), "string"),
    "type": CHOICES["type"],
    "status": CHOICES["status"],
    "featured": "boolean",
    "catalog_visibility": CHOICES["catalog_visibility"],
    **{name: rule for name, rule in VARIATION.items() if name != "status"},
    "short_description": "string",
    "virtual": "boolean",
    "downloadable": "boolean",
    "tax_status": CHOICES["tax_status"],
    "manage_stock": "boolean",
    **dict.fromkeys(("categories", "brands", "tags", "images", "default_attributes"), "array"),
    "menu_order": "integer",
}


@dataclass(frozen=True, slots=True)
class Endpoint:
    handler: Handler
    rules: dict[str, Rule] = field(default_factory=dict)
    required: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Route:
    """A path with named numbers in it. `public` ones answer anybody."""

    template: str
    endpoints: dict[str, Endpoint]
    public: bool = False

    @property
    def allow(self) -> str:
        return ", ".join(verb for verb in VERBS if verb in self.endpoints)

    def match(self, path: str) -> re.Match[str] | None:
        return re.fullmatch(self.template, path)


VERBS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def collection(
    path: str,
    listing: Handler,
    create: Handler | None = None,
    *,
    read: dict[str, Rule] = PAGE,
    write: dict[str, Rule] | None = None,
    required: tuple[str, ...] = (),
) -> Route:
    endpoints = {"GET": Endpoint(listing, read)}
    if create:
        endpoints["POST"] = Endpoint(create, write or {}, required)
    return Route(path, endpoints)


def item(
    path: str,
    get: Handler,
    update: Handler | None = None,
    delete: Handler | None = None,
    *,
    write: dict[str, Rule] | None = None,
) -> Route:
    endpoints = {"GET": Endpoint(get)}
    if update:
        endpoints |= dict.fromkeys(WRITES, Endpoint(update, write or {}))
    if delete:
        endpoints["DELETE"] = Endpoint(delete)
    return Route(path, endpoints)


def batched(path: str, create: Handler | None, update: Handler, delete: Handler | None) -> Route:
    return Route(f"{path}/batch", dict.fromkeys(WRITES, Endpoint(batch(create, update, delete))))


def one(path: str, handler: Callable[[Call], Answer], *verbs: str) -> Route:
    return Route(path, dict.fromkeys(verbs or ("GET",), Endpoint(handler)))


def term_routes(path: str) -> list[Route]:
    return [
        batched(path, terms.create_term, terms.update_term, terms.delete_term),
        collection(
            path,
            terms.list_terms,
            terms.create_term,
            write={"name": "string", "slug": "string", "parent": "integer"},
            required=("name",),
        ),
        item(path + r"/(?P<id>[\d]+)", terms.get_term, terms.update_term, terms.delete_term),
    ]


BASE = "/wc/v3/products"
CHILDREN = BASE + r"/(?P<product_id>[\d]+)/variations"
ATTRIBUTES = f"{BASE}/attributes"
CATALOG = [
    *(route for noun in terms.TAXONOMIES for route in term_routes(f"{BASE}/{noun}")),
    *term_routes(ATTRIBUTES + r"/(?P<attribute_id>[\d]+)/terms"),
    collection(
        ATTRIBUTES,
        terms.list_attributes,
        terms.create_attribute,
        write={"name": "string", "slug": "string"},
        required=("name",),
    ),
    batched(ATTRIBUTES, terms.create_attribute, terms.update_attribute, terms.delete_attribute),
    item(
        ATTRIBUTES + r"/(?P<id>[\d]+)",
        terms.get_attribute,
        terms.update_attribute,
        terms.delete_attribute,
    ),
    batched(BASE, products.create_product, products.update_product, products.delete_product),
    collection(
        BASE, products.list_products, products.create_product, read=PRODUCT_LIST, write=PRODUCT
    ),
    item(
        BASE + r"/(?P<id>[\d]+)",
        products.get_product,
        products.update_product,
        products.delete_product,
        write=PRODUCT,
    ),
    one(BASE + r"/(?P<id>[\d]+)/duplicate", products.duplicate_product, "POST"),
    batched(
        CHILDREN,
        products.create_variation,
        products.update_variation,
        products.delete_variation,
    ),
    one(f"{CHILDREN}/generate", products.generate_variations, "POST"),
    collection(
        CHILDREN,
        products.list_variations,
        products.create_variation,
        read=PRODUCT_LIST,
        write=VARIATION,
    ),
    item(
        CHILDREN + r"/(?P<id>[\d]+)",
        products.get_variation,
        products.update_variation,
        products.delete_variation,
        write=VARIATION,
    ),
    collection("/wc/v3/variations", products.list_variations, read=PRODUCT_LIST),
]
