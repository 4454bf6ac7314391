"""Writing a product: what is cleaned, what is ignored, what is refused."""

from typing import Any

from hanse.sandbox.woocommerce import prices
from hanse.sandbox.woocommerce.dates import written
from hanse.sandbox.woocommerce.errors import Refusal
from hanse.sandbox.woocommerce.images import images_of
from hanse.sandbox.woocommerce.products import price_of
from hanse.sandbox.woocommerce.schema import as_bool, as_int
from hanse.sandbox.woocommerce.store import BLANK, DEFAULT_CATEGORY, Record, Store
from hanse.sandbox.woocommerce.terms import new_term, terms_of
from hanse.sandbox.woocommerce.texts import cleaned, slug_of, unique_slug

TEXTS = ("description", "short_description", "purchase_note")
PLAIN = ("external_url", "button_text", "post_password")
FLAGS = ("featured", "virtual", "downloadable", "sold_individually", "reviews_allowed")
NUMBERS = ("download_limit", "download_expiry", "menu_order", "parent_id")
CHOICES = {
    "type": ("simple", "grouped", "external", "variable"),
    "status": ("draft", "pending", "private", "publish", "future", "auto-draft", "trash"),
    "catalog_visibility": ("visible", "catalog", "search", "hidden"),
    "tax_status": ("taxable", "shipping", "none"),
    "backorders": ("no", "notify", "yes"),
}
ELSE = {"status": "draft", "backorders": "no", "tax_status": "taxable"}
TAX_CLASSES = ("", "standard", "reduced-rate", "zero-rate")


def blank(store: Store) -> Record:
    now = store.now()
    return {**BLANK, "id": 0, "created": now, "modified": now}


def write(store: Store, record: Record, body: dict[str, Any]) -> Record:
    """The record as this body leaves it, not kept yet; refuses what the store refuses."""
    record = dict(record)
    _identify(store, record, body)
    _describe(store, record, body)
    _price(store, record, body)
    stock(record, body)
    _classify(store, record, body)
    if isinstance(body.get("images"), list):
        record["images"] = images_of(store, body["images"])
    if "image" in body:
        record["images"] = images_of(store, [body["image"]] if body["image"] else [])
    if body.get("meta_data"):
        record["meta_data"] = merged_meta(store, record["meta_data"], body["meta_data"])
    record["modified"] = store.now()
    if not record["id"]:
        record["id"] = store.next("post")
    if record["type"] != "variation" and (not record["slug"] or body.get("slug")):
        own = known["slug"] if (known := store.posts.get(record["id"])) else None

        def taken(slug: str) -> bool:
            return store.slugs.get(slug, 0) > (slug == own)

        record["slug"] = unique_slug(body.get("slug") or record["name"], taken)
    return record


def _identify(store: Store, record: Record, body: dict[str, Any]) -> None:
    if body.get("sku") is not None:
        sku = cleaned(body["sku"]).strip()
        if sku and sku != record["sku"]:
            check_sku(store, sku, record["id"])
        record["sku"] = sku
    if body.get("global_unique_id") is not None:
        code = cleaned(body["global_unique_id"]).strip()
        holder = next(
            (
                row["id"]
                for row in store.posts.values()
                if code and row and row["global_unique_id"] == code and row["id"] != record["id"]
            ),
            None,
        )
        if holder:
            message = "Invalid or duplicated GTIN, UPC, EAN or ISBN."
            data = {"resource_id": holder}
            raise Refusal(400, "product_invalid_global_unique_id", message, data)
        record["global_unique_id"] = code


def check_sku(store: Store, sku: str, own: int) -> None:
    holder = store.holder_of(sku)
    if holder is None or holder == own:
        return
    known = store.post(holder)
    if known and known["status"] == "trash":
        message = (
            f"The product with SKU ({sku}) you are trying to insert is already present "
            "in the lookup table"
        )
        raise Refusal(400, "woocommerce_rest_product_not_created", message)
    data = {"resource_id": holder, "unique_sku": free_sku(store, sku)}
    raise Refusal(400, "product_invalid_sku", "Invalid or duplicated SKU.", data)


def free_sku(store: Store, sku: str) -> str:
    """The first of `sku-1`, `sku-2` that nobody has."""
    number = 1
    while store.holder_of(f"{sku}-{number}"):
        number += 1
    return f"{sku}-{number}"


def _describe(store: Store, record: Record, body: dict[str, Any]) -> None:
    if body.get("name") is not None:
        record["name"] = cleaned(body["name"])
    for name in TEXTS + PLAIN:
        if body.get(name) is not None:
            record[name] = cleaned(body[name]) if name in TEXTS else str(body[name])
    for name in FLAGS:
        if body.get(name) is not None:
            record[name] = as_bool(body[name])
    for name in NUMBERS:
        if body.get(name) is not None and record["type"] != "variation":
            record[name] = as_int(body[name])
    for name, words in CHOICES.items():
        if body.get(name) is not None and not (name == "type" and record["type"] == "variation"):
            if name == "type" and body[name] == "variable" and record["type"] == "simple":
                record["old_price"] = price_of(store, record)
            known = body[name] in words
            record[name] = body[name] if known else ELSE.get(name, record[name])
    if body.get("tax_class") is not None:
        known_classes = (*TAX_CLASSES, "parent") if record["type"] == "variation" else TAX_CLASSES
        wanted = slug_of(str(body["tax_class"]))
        record["tax_class"] = wanted if wanted in known_classes and wanted != "standard" else ""
    if body.get("weight") is not None:
        record["weight"] = prices.clean(body["weight"])
    if isinstance(body.get("dimensions"), dict):
        sides = {
            side: prices.clean(value)
            for side, value in body["dimensions"].items()
            if side in record["dimensions"]
        }
        record["dimensions"] = record["dimensions"] | sides
    for name in ("date_created", "date_on_sale_from", "date_on_sale_to"):
        if name in body or f"{name}_gmt" in body:
            at = written(store, body, name)
            if name == "date_created":
                record["created"] = at or record["created"]
            else:
                record[name] = at


def _price(store: Store, record: Record, body: dict[str, Any]) -> None:
    if record["type"] in ("variable", "grouped"):
        record |= {"regular_price": "", "sale_price": ""}
        return
    for name in ("regular_price", "sale_price"):
        if name in body:
            record[name] = prices.clean(body[name])
    regular, sale = record["regular_price"], record["sale_price"]
    if sale != "" and prices.number(sale) >= prices.number(regular):
        record["sale_price"] = ""  # a sale that is none is dropped without a word


def stock(record: Record, body: dict[str, Any]) -> None:
    """Managed, the status follows the quantity; else the quantity is nothing."""
    if body.get("manage_stock") is not None:
        parent = record["type"] == "variation" and body["manage_stock"] == "parent"
        record["manage_stock"] = "parent" if parent else as_bool(body["manage_stock"])
    if record["type"] in ("grouped", "external"):
        record["manage_stock"] = False
    if record["manage_stock"] is not True:
        record |= {"stock_quantity": None, "low_stock_amount": None, "backorders": "no"}
        if body.get("stock_status") in ("instock", "outofstock", "onbackorder"):
            record["stock_status"] = body["stock_status"]
        return
    if body.get("low_stock_amount") is not None:
        record["low_stock_amount"] = as_int(body["low_stock_amount"])
    if body.get("stock_quantity") is not None:
        record["stock_quantity"] = as_int(body["stock_quantity"])
    elif body.get("inventory_delta") is not None:
        quantity = record["stock_quantity"] or 0
        record["stock_quantity"] = quantity + as_int(body["inventory_delta"])
    record["stock_quantity"] = record["stock_quantity"] or 0
    record["stock_status"] = status_of(record)


def status_of(record: Record) -> str:
    if record["stock_quantity"] > 0:
        return "instock"
    return "onbackorder" if record["backorders"] != "no" else "outofstock"


def settle_parent(store: Store, number: int) -> None:
    """A changed variation moves its parent: the stock status and the time of the last change."""
    if not (parent := store.post(number)):
        return
    if parent["manage_stock"] is not True:
        statuses = {row["stock_status"] for row in store.variations_of(number)}
        order = ("instock", "onbackorder")
        parent["stock_status"] = next((word for word in order if word in statuses), "outofstock")
    # guessed: the real parent was written up to a second after its variation
    parent["modified"] = store.now()
    parent.pop("old_price", None)
    store.keep(parent)


def _classify(store: Store, record: Record, body: dict[str, Any]) -> None:
    for name, taxonomy in (("categories", "product_cat"), ("brands", "product_brand")):
        if isinstance(body.get(name), list):
            known = terms_of(store, taxonomy)
            wanted = [as_int(row.get("id")) for row in body[name] if isinstance(row, dict)]
            record[name] = tuple(number for number in wanted if number in known)
    if record["type"] != "variation" and not record["categories"]:
        record["categories"] = (DEFAULT_CATEGORY,)
    if isinstance(body.get("tags"), list):
        record["tags"] = tuple(filter(None, (_tag(store, row) for row in body["tags"])))
    if isinstance(body.get("attributes"), list):
        make = _variation_attribute if record["type"] == "variation" else _attribute
        rows = [made for at, row in enumerate(body["attributes"]) if (made := make(store, row, at))]
        record["attributes"] = tuple(rows)
    if isinstance(body.get("default_attributes"), list):
        record["default_attributes"] = tuple(
            {"id": as_int(row.get("id")), "name": row.get("name", ""), "option": row["option"]}
            for row in body["default_attributes"]
            if row.get("option")
        )
    if body.get("shipping_class") is not None:
        known_slugs = {row["slug"] for row in terms_of(store, "product_shipping_class").values()}
        wanted_slug = str(body["shipping_class"])
        record["shipping_class"] = wanted_slug if wanted_slug in known_slugs else ""
    for name in ("upsell_ids", "cross_sell_ids", "grouped_products"):
        if isinstance(body.get(name), list):
            record[name] = tuple(as_int(number) for number in body[name])


def _tag(store: Store, row: dict[str, Any]) -> int | None:
    known = terms_of(store, "product_tag")
    if as_int(row.get("id")) in known:
        return as_int(row["id"])
    name = cleaned(row.get("name")).strip()
    if not name:
        return None
    found = next((number for number, term in known.items() if term["name"] == name), None)
    return found or int(new_term(store, "product_tag", {"name": name})["id"])


def _attribute(store: Store, row: dict[str, Any], at: int) -> Record | None:
    number = as_int(row.get("id"))
    options = row.get("options") or []
    options = options if isinstance(options, list) else str(options).split("|")
    if number in store.attributes:
        taxonomy = store.attributes[number]["slug"]
        names = [_term_name(store, taxonomy, str(option)) for option in options]
    elif row.get("name"):
        number = 0
        # A bar inside a local option divides it, for the store keeps them joined by bars.
        names = [part.strip() for option in options for part in str(option).split("|")]
        names = [name for name in names if name]
    else:
        return None
    return {
        "id": number,
        "name": str(row.get("name") or ""),
        "position": as_int(row.get("position", at)),
        "visible": as_bool(row.get("visible")),
        "variation": as_bool(row.get("variation")),
        "options": names,
    }


def _term_name(store: Store, taxonomy: str, option: str) -> str:
    for term in terms_of(store, taxonomy).values():
        if option in (term["name"], term["slug"]):
            return str(term["name"])
    return str(new_term(store, taxonomy, {"name": option})["name"])


def _variation_attribute(store: Store, row: dict[str, Any], _at: int) -> Record | None:
    number = as_int(row.get("id"))
    if number not in store.attributes and not row.get("name"):
        return None
    number = number if number in store.attributes else 0
    return {"id": number, "name": row.get("name") or "", "option": str(row.get("option", ""))}


def merged_meta(store: Store, known: Any, rows: list[dict[str, Any]]) -> tuple[Record, ...]:
    """By id or key; null deletes."""
    found = {row["key"]: dict(row) for row in known}
    for row in rows:
        by_id = (at["key"] for at in found.values() if at["id"] == row.get("id"))
        key = row.get("key") or next(by_id, None)
        if key is None:
            continue
        if row.get("value") is None:
            found.pop(key, None)
        elif key in found:
            found[key]["value"] = row["value"]
        else:
            found[key] = {"id": store.next("meta"), "key": key, "value": row["value"]}
    return tuple(found.values())
