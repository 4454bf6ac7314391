"""Categories, tags, brands, shipping classes, attributes and their terms."""

from typing import Any

from hanse.sandbox.woocommerce.envelope import EVERY, Answer, Call, created, links, paged, single
from hanse.sandbox.woocommerce.errors import Refusal, no_trash
from hanse.sandbox.woocommerce.schema import as_bool, as_int
from hanse.sandbox.woocommerce.store import DEFAULT_CATEGORY, Record, Store
from hanse.sandbox.woocommerce.texts import cleaned, slug_of, unique_slug

TAXONOMIES = {
    "categories": "product_cat",
    "tags": "product_tag",
    "brands": "product_brand",
    "shipping_classes": "product_shipping_class",
}
TREES = ("product_cat", "product_brand")
SLUG_MAX = 28

# A store is born with one category, which takes what has none.
DEFAULT_NAMES: dict[str, dict[int, Record]] = {
    "product_cat": {
        DEFAULT_CATEGORY: {
            "id": DEFAULT_CATEGORY,
            "name": "Uncategorized",
            "slug": "uncategorized",
            "parent": 0,
            "description": "",
            "display": "default",
            "image": None,
            "menu_order": 0,
        }
    }
}


def taxonomy_of(call: Call) -> str:
    if "attribute_id" not in call.ids:
        return TAXONOMIES[call.template.split("/")[4]]
    if call.ids["attribute_id"] not in call.store.attributes:  # guessed code and words
        raise Refusal(404, "woocommerce_rest_taxonomy_invalid", "Resource does not exist.")
    return str(call.store.attributes[call.ids["attribute_id"]]["slug"])


def terms_of(store: Store, taxonomy: str) -> dict[int, Record]:
    return DEFAULT_NAMES.get(taxonomy, {}) | store.terms.get(taxonomy, {})


def document(call: Call, taxonomy: str, term: Record) -> Record:
    # In a batch the path of a child still holds the pattern of its route.
    route = call.template if call.batched else call.route
    shown = {name: value for name, value in term.items() if name != "taxonomy"}
    shown["count"] = _count(call.store, taxonomy, term)
    base = route if route.rpartition("/")[2] != str(term["id"]) else route.rpartition("/")[0]
    up = f"{base}/{term['parent']}" if term.get("parent") else ""
    return shown | {"_links": links(call, f"{base}/{term['id']}", up)}


def _count(store: Store, taxonomy: str, term: Record) -> int:
    field = {"product_cat": "categories", "product_tag": "tags", "product_brand": "brands"}
    if taxonomy not in field:
        return 0  # guessed: counted by nobody yet
    return sum(term["id"] in row[field[taxonomy]] for row in store.touched())


def list_terms(call: Call) -> Answer:
    taxonomy = taxonomy_of(call)
    found = list(terms_of(call.store, taxonomy).values())
    query = call.query
    for name, test in (
        ("search", lambda row: str(query["search"]).lower() in row["name"].lower()),
        ("slug", lambda row: row["slug"] == query["slug"]),
        ("parent", lambda row: row.get("parent", 0) == as_int(query["parent"])),
    ):
        if name in query:
            found = [row for row in found if test(row)]
    if as_bool(query.get("hide_empty")):
        found = [row for row in found if _count(call.store, taxonomy, row)]
    key = "id" if query.get("orderby") in ("id", "include") else "name"
    found.sort(key=lambda row: row[key], reverse=query.get("order") == "desc")
    return paged(call, found, lambda row: document(call, taxonomy, row))


def get_term(call: Call) -> Answer:
    taxonomy = taxonomy_of(call)
    return single(call, document(call, taxonomy, _known(call, taxonomy)))


def _known(call: Call, taxonomy: str) -> Record:
    term = terms_of(call.store, taxonomy).get(as_int(call.ids["id"]))
    if term is None:  # guessed code and words
        raise Refusal(404, "woocommerce_rest_term_invalid", "Resource does not exist.")
    return dict(term)


def create_term(call: Call) -> Answer:
    taxonomy = taxonomy_of(call)
    term = new_term(call.store, taxonomy, call.body)
    shown = document(call, taxonomy, term)
    return created(call, shown, f"{call.route}/{term['id']}")


def new_term(store: Store, taxonomy: str, body: dict[str, Any]) -> Record:
    name, parent = cleaned(body.get("name")).strip(), as_int(body.get("parent"))
    known = terms_of(store, taxonomy).values()
    for row in known:
        if row["name"] == name and row.get("parent", 0) == parent:
            where = "with this parent" if taxonomy in TREES else "in this taxonomy"
            message = f"A term with the name provided already exists {where}."
            raise Refusal(400, "term_exists", message, {"resource_id": row["id"]})
    slugs = {row["slug"] for row in known}
    term: Record = {
        "id": store.next("term"),
        "name": name,
        "slug": unique_slug(str(body.get("slug") or name), slugs.__contains__),
    }
    if taxonomy in TREES:
        term["parent"] = parent
    term["description"] = cleaned(body.get("description"))
    if taxonomy in TREES:
        display = str(body.get("display") or "default")
        term |= {"display": display, "image": None, "menu_order": as_int(body.get("menu_order"))}
    if taxonomy.startswith("pa_"):
        term["menu_order"] = as_int(body.get("menu_order"))
    store.terms.setdefault(taxonomy, {})[term["id"]] = term
    store.ledger.note("woocommerce", "term.create", f"{taxonomy}:{term['slug']}")
    return term


def update_term(call: Call) -> Answer:
    taxonomy = taxonomy_of(call)
    term = _known(call, taxonomy)
    for name in ("name", "description"):
        if call.body.get(name) is not None:
            term[name] = cleaned(call.body[name])
    for name in ("slug", "display"):
        if name in term and call.body.get(name) is not None:
            term[name] = slug_of(str(call.body[name])) if name == "slug" else call.body[name]
    for name in ("parent", "menu_order"):
        if name in term and call.body.get(name) is not None:
            term[name] = as_int(call.body[name])
    call.store.terms.setdefault(taxonomy, {})[term["id"]] = term
    call.store.ledger.note("woocommerce", "term.update", str(term["id"]))
    return single(call, document(call, taxonomy, term))


def delete_term(call: Call) -> Answer:
    taxonomy = taxonomy_of(call)
    term = _known(call, taxonomy)
    if not call.force:
        raise no_trash("Resources")  # guessed words
    if term["id"] == DEFAULT_CATEGORY:  # the code is known, its words are guessed
        raise Refusal(500, "woocommerce_rest_cannot_delete", "The resource cannot be deleted.")
    shown = document(call, taxonomy, term)
    del call.store.terms[taxonomy][term["id"]]
    call.store.ledger.note("woocommerce", "term.delete", str(term["id"]))
    return single(call, shown)


# Attributes


def _attribute(call: Call, row: Record) -> Record:
    return row | {"_links": links(call, f"/wc/v3/products/attributes/{row['id']}", allow=EVERY)}


def list_attributes(call: Call) -> Answer:
    """Never in pages: whatever is asked, all rows come."""
    rows = [_attribute(call, row) for row in call.store.attributes.values()]
    pages = "1" if rows else "0"  # guessed where there is none
    return Answer(200, rows, {"X-WP-Total": str(len(rows)), "X-WP-TotalPages": pages})


def get_attribute(call: Call) -> Answer:
    return single(call, _attribute(call, _known_attribute(call)))


def _known_attribute(call: Call) -> Record:
    if call.ids["id"] not in call.store.attributes:  # guessed code and words
        raise Refusal(404, "woocommerce_rest_taxonomy_invalid", "Resource does not exist.")
    return dict(call.store.attributes[call.ids["id"]])


def create_attribute(call: Call) -> Answer:
    body, store = call.body, call.store
    slug = slug_of(str(body.get("slug") or body["name"]).removeprefix("pa_"))
    if len(slug) > SLUG_MAX:
        raise _refused(
            f'Slug "{slug}" is too long ({SLUG_MAX} characters max). Shorten it, please.'
        )
    if any(row["slug"] == f"pa_{slug}" for row in store.attributes.values()):
        raise _refused(f'Slug "{slug}" is already in use. Change it, please.')
    row: Record = {
        "id": store.next("attribute"),
        "name": cleaned(body["name"]),
        "slug": f"pa_{slug}",
        "type": body.get("type") or "select",
        "order_by": body.get("order_by") or "menu_order",
        "has_archives": as_bool(body.get("has_archives")),
    }
    store.attributes[row["id"]] = row
    store.ledger.note("woocommerce", "attribute.create", row["slug"])
    return created(call, _attribute(call, row), f"{call.route}/{row['id']}")


def update_attribute(call: Call) -> Answer:
    row, body = _known_attribute(call), call.body
    if body.get("slug") and f"pa_{slug_of(str(body['slug']).removeprefix('pa_'))}" != row["slug"]:
        # guessed: here the slug of an attribute stays, for its terms hang on it
        raise _refused("The slug of an attribute cannot be changed here.")
    for name in ("name", "type", "order_by"):
        if body.get(name):
            row[name] = cleaned(body[name])
    if body.get("has_archives") is not None:
        row["has_archives"] = as_bool(body["has_archives"])
    call.store.attributes[row["id"]] = row
    call.store.ledger.note("woocommerce", "attribute.update", row["slug"])
    return single(call, _attribute(call, row))


def _refused(message: str) -> Refusal:
    return Refusal(400, "woocommerce_rest_cannot_create", message)


def delete_attribute(call: Call) -> Answer:
    row = _known_attribute(call)
    if not call.force:
        raise no_trash("Resources")  # guessed words
    del call.store.attributes[row["id"]]
    call.store.terms.pop(row["slug"], None)
    return single(call, _attribute(call, row))
