"""A product or a variation as the REST interface shows it."""

from decimal import Decimal
from typing import Any

from hanse.sandbox.woocommerce import prices
from hanse.sandbox.woocommerce.dates import both
from hanse.sandbox.woocommerce.envelope import Call, links
from hanse.sandbox.woocommerce.store import Record, Store
from hanse.sandbox.woocommerce.terms import DEFAULT_NAMES
from hanse.sandbox.woocommerce.texts import paragraphs, slug_of

RELATED_MAX = 5
SAME = [
    "featured",
    "virtual",
    "downloadable",
    "download_limit",
    "download_expiry",
    "external_url",
    "button_text",
    "tax_status",
    "tax_class",
    "manage_stock",
    "stock_quantity",
    "backorders",
    "low_stock_amount",
    "sold_individually",
    "weight",
    "dimensions",
    "shipping_class",
    "reviews_allowed",
    "parent_id",
    "purchase_note",
    "menu_order",
    "stock_status",
    "post_password",
    "global_unique_id",
    "total_sales",
    "sku",
    "regular_price",
    "sale_price",
    "name",
    "slug",
    "type",
    "status",
    "catalog_visibility",
]
LISTS = ["downloads", "upsell_ids", "cross_sell_ids", "images", "grouped_products", "meta_data"]
NOT_OF_A_VARIATION = [
    "slug",
    "featured",
    "catalog_visibility",
    "short_description",
    "total_sales",
    "external_url",
    "button_text",
    "sold_individually",
    "reviews_allowed",
    "average_rating",
    "rating_count",
    "upsell_ids",
    "cross_sell_ids",
    "purchase_note",
    "categories",
    "brands",
    "tags",
    "images",
    "default_attributes",
    "variations",
    "grouped_products",
    "price_html",
    "related_ids",
    "has_options",
    "post_password",
    "permalink_template",
    "generated_slug",
    "shipping_required",
    "shipping_taxable",
]


def product_document(call: Call, record: Record, *, fresh: bool = False) -> Record:
    """As `/products/{id}` shows it; `fresh` on the answer to the call that made it."""
    store, edit = call.store, call.context == "edit"
    document = {name: record[name] for name in SAME}
    document |= {"id": record["id"], **{name: list(record[name]) for name in LISTS}}
    document |= both(store, "date_created", record["created"])
    document |= both(store, "date_modified", record["modified"])
    for name in ("date_on_sale_from", "date_on_sale_to"):
        document |= both(store, name, record[name])
    document |= _priced(store, record) | _shipped(store, record) | _listed(store, record)
    document |= {
        "permalink": _permalink(call, record),
        "average_rating": "0" if fresh else "0.00",
        "rating_count": 0,
        "meta_data": [dict(row) for row in record["meta_data"]],
        "images": [image_document(call, row) for row in record["images"]],
    }
    for name in ("description", "short_description"):
        document[name] = record[name] if edit else paragraphs(record[name])
    if edit:
        document["permalink_template"] = f"{call.home}/product/%pagename%/"
        document["generated_slug"] = slug_of(record["name"])
    path = f"/wc/v3/products/{record['id']}"
    up = f"/wc/v3/products/{record['parent_id']}" if record["parent_id"] else ""
    return document | {"_links": links(call, path, up)}


def variation_document(call: Call, record: Record, *, path: str = "") -> Record:
    """As the variations' own collection shows it: less than a product has, one image."""
    document = product_document(call, record)
    image = document["images"][0] if document["images"] else None
    for name in NOT_OF_A_VARIATION:
        document.pop(name, None)
    parent = f"/wc/v3/products/{record['parent_id']}"
    return document | {
        "name": variation_name(document["attributes"]),
        "image": image,
        "_links": links(call, path or f"{parent}/variations/{record['id']}", parent),
    }


def variation_name(attributes: list[Record]) -> str:
    return ", ".join(row["option"] for row in attributes)


def _permalink(call: Call, record: Record) -> str:
    """A variation's is its parent's with the options chosen in the query."""
    if record["type"] != "variation":
        return f"{call.home}/product/{record['slug']}/"
    parent = call.store.post(record["parent_id"])
    chosen = []
    for row in record["attributes"]:
        known = call.store.attributes.get(row["id"])
        name = known["slug"] if known else slug_of(row["name"])
        chosen.append(f"attribute_{name}={slug_of(row['option']) if known else row['option']}")
    return f"{call.home}/product/{parent['slug'] if parent else ''}/?{'&'.join(chosen)}"


def sale_is_on(store: Store, record: Record) -> bool:
    now, start, end = store.now(), record["date_on_sale_from"], record["date_on_sale_to"]
    if record["sale_price"] == "" or (start and start > now) or (end and end < now):
        return False
    return prices.number(record["sale_price"]) < prices.number(record["regular_price"])


def price_of(store: Store, record: Record) -> str:
    """The price in force as text; of a variable product that of its cheapest variation."""
    if record["type"] == "variable":
        found = _variation_prices(store, record)
        # A product that was simple keeps its old price until it gets variations.
        return found[0] if found else str(record.get("old_price", ""))
    return str(record["sale_price"] if sale_is_on(store, record) else record["regular_price"])


def _variation_prices(store: Store, record: Record) -> list[str]:
    found = [
        price_of(store, row)
        for row in store.variations_of(record["id"])
        if row["status"] == "publish"
    ]
    return sorted((price for price in found if price != ""), key=prices.number)


def _priced(store: Store, record: Record) -> Record:
    price, sale = price_of(store, record), sale_is_on(store, record)
    several = _variation_prices(store, record) if record["type"] == "variable" else []
    if several and several[0] != several[-1]:
        html = prices.range_html(several[0], several[-1])
    elif sale:
        html = prices.sale_html(record["regular_price"], record["sale_price"])
    else:
        html = prices.shown(price) if price != "" else ""
    backorders = record["backorders"] != "no"
    quantity = record["stock_quantity"]
    return {
        "price": price,
        "on_sale": sale,
        "price_html": html,
        "purchasable": price != "" and record["type"] not in ("external", "grouped"),
        "backorders_allowed": backorders,
        "backordered": backorders and quantity is not None and quantity < 0,
    }


def _shipped(store: Store, record: Record) -> Record:
    classes = store.terms.get("product_shipping_class", {}).values()
    found = next((row["id"] for row in classes if row["slug"] == record["shipping_class"]), 0)
    needed = not record["virtual"] and record["type"] not in ("external", "grouped")
    return {
        "shipping_class_id": found,
        "shipping_required": needed,
        "shipping_taxable": needed and record["tax_status"] == "taxable",
    }


def _listed(store: Store, record: Record) -> Record:
    children = store.variations_of(record["id"]) if record["type"] == "variable" else []
    return {
        "categories": _terms(store, "product_cat", record["categories"]),
        "brands": _terms(store, "product_brand", record["brands"]),
        "tags": _terms(store, "product_tag", record["tags"]),
        "variations": [row["id"] for row in children],
        "related_ids": related(store, record),
        "has_options": record["type"] == "variable",
        "attributes": [_attribute(store, record, row) for row in record["attributes"]],
        "default_attributes": [
            {
                "id": row["id"],
                "name": _attribute_name(store, row),
                "option": slug_of(row["option"]) if row["id"] else row["option"],
            }
            for row in record["default_attributes"]
        ],
    }


def _terms(store: Store, taxonomy: str, numbers: Any) -> list[Record]:
    known = DEFAULT_NAMES.get(taxonomy, {}) | store.terms.get(taxonomy, {})
    rows = [known[number] for number in numbers if number in known]
    return [{name: row[name] for name in ("id", "name", "slug")} for row in rows]


def _attribute_name(store: Store, row: Record) -> str:
    return str(store.attributes[row["id"]]["name"] if row["id"] else row["name"])


def _attribute(store: Store, record: Record, row: Record) -> Record:
    name = _attribute_name(store, row)
    slug = store.attributes[row["id"]]["slug"] if row["id"] else name
    if record["type"] != "variation":
        options = sorted(row["options"]) if row["id"] else list(row["options"])
        more = {key: row[key] for key in ("position", "visible", "variation")}
        return {"id": row["id"], "name": name, "slug": slug, **more, "options": options}
    option = row["option"]
    if row["id"]:
        terms = store.terms.get(slug, {}).values()
        wanted = slug_of(option)
        option = next((term["name"] for term in terms if term["slug"] == wanted), wanted)
    slug = slug if row["id"] else slug_of(name)
    return {"id": row["id"], "name": name, "slug": slug, "option": option}


def related(store: Store, record: Record) -> list[int]:
    """Up to five that share a category or a tag. Which five the store draws by lot; here: last."""
    if record["type"] == "variation":
        return []
    mine = frozenset((*record["categories"], *record["tags"]))
    if mine not in store.kin:
        found = [
            row["id"]
            for row in store.touched()
            if mine & {*row["categories"], *row["tags"]} and row["status"] == "publish"
        ]
        store.kin[mine] = sorted(found, reverse=True)[: RELATED_MAX + 1]
    return [number for number in store.kin[mine] if number != record["id"]][:RELATED_MAX]


def image_document(call: Call, row: Record) -> Record:
    """Its local dates carry the zone twice, as the store has it."""
    address = f"{call.home}{row['path']}"
    zone = call.store.zone
    twice = row["created"].astimezone(zone).replace(tzinfo=row["created"].tzinfo)
    dates = both(call.store, "date_created", twice) | both(call.store, "date_modified", twice)
    plain = both(call.store, "date_created", row["created"])["date_created_gmt"]
    dates |= {"date_created_gmt": plain, "date_modified_gmt": plain}
    sizes = {"srcset": "", "sizes": "(max-width: 64px) 100vw, 64px", "thumbnail": address}
    named = {"id": row["id"], "src": address, "name": row["name"], "alt": row["alt"]}
    return named | dates | ({} if call.store.is_old else sizes)


def value_of(store: Store, record: Record) -> Decimal:
    return prices.number(price_of(store, record))
