"""The product and variation collections: list, get, create, update, delete."""

from collections.abc import Callable
from itertools import product as combinations
from typing import Any

from hanse.sandbox.woocommerce.envelope import (
    Answer,
    Call,
    Printed,
    created,
    cut_of,
    paged,
    single,
)
from hanse.sandbox.woocommerce.errors import Refusal, already_trashed, invalid_id
from hanse.sandbox.woocommerce.printed import print_page
from hanse.sandbox.woocommerce.product_finds import (
    candidates,
    in_line,
    normalise,
    product_tests,
    sort,
)
from hanse.sandbox.woocommerce.product_writes import blank, free_sku, settle_parent, write
from hanse.sandbox.woocommerce.products import (
    product_document,
    variation_document,
    variation_name,
)
from hanse.sandbox.woocommerce.schema import as_int
from hanse.sandbox.woocommerce.shelf import Shelf
from hanse.sandbox.woocommerce.store import Record, Store
from hanse.sandbox.woocommerce.texts import slug_of, unique_slug

PATH = "/wc/v3/products"
CHILD = PATH + r"/(?P<product_id>[\d]+)/variations"


def list_products(call: Call) -> Answer:
    normalise(call)
    return _listing(call, call.store.catalog, lambda row: shown(call, row))


def _listing(call: Call, shelf: Shelf, document: Callable[[Record], Record]) -> Answer:
    store, query = call.store, call.query
    if (line := in_line(store, shelf, query)) is None:
        found = sort(store, candidates(store, shelf, query), query)
        return paged(call, found, document)
    falling = query.get("order", "desc") != "asc"
    start, stop = cut_of(call, line.total, falling=falling)
    spots = line.spots(start, stop)
    spots = spots[::-1] if falling else spots
    if shelf is store.catalog and not {"_fields", "_envelope"} & set(query):
        answer = paged(call, [], document, total=line.total)
        answer.body = Printed(print_page(call, shelf, spots, document))
        return answer
    rows = [shelf.at(spot) if isinstance(spot, int) else spot for spot in spots]
    return paged(call, rows, document, total=line.total)


def shown(call: Call, row: Record) -> Record:
    """A variation among products has a title and a slug, and its parent's tax class."""
    document = product_document(call, row)
    if row["type"] != "variation":
        return document
    parent = call.store.post(row["parent_id"])
    title = parent["name"] if parent else ""
    name = f"{title} - {variation_name(document['attributes'])}"
    document |= {"name": name, "slug": slug_of(name), "reviews_allowed": False}
    if row["tax_class"] == "parent":
        document["tax_class"] = parent["tax_class"] if parent else ""
    return document


def get_product(call: Call) -> Answer:
    return single(call, shown(call, _known(call, 404, variations=True)))


def _known(call: Call, status: int, *, variations: bool = False) -> Record:
    record = call.store.post(as_int(call.ids.get("id")))
    if record is None:
        raise invalid_id("product", status)
    if record["type"] == "variation" and not variations:
        raise invalid_id("product")
    return record


def create_product(call: Call) -> Answer:
    record = write(call.store, blank(call.store), call.body)
    if record["type"] == "variable" and not record["manage_stock"]:
        record["stock_status"] = "outofstock"  # nothing to sell before it has variations
    call.store.keep(record)
    call.store.ledger.note("woocommerce", "product.create", record["sku"] or str(record["id"]))
    document = product_document(call, record, fresh=True)
    return created(call, document, f"{PATH}/{record['id']}")


def update_product(call: Call) -> Answer:
    record = write(call.store, _known(call, 400), call.body)
    call.store.keep(record)
    call.store.ledger.note("woocommerce", "product.update", str(record["id"]))
    return single(call, product_document(call, record))


def delete_product(call: Call) -> Answer:
    """To the trash, or for good; the answer shows it as it was."""
    record, store = _known(call, 404), call.store
    document = product_document(call, record)
    if call.force:
        for child in store.variations_of(record["id"]):
            store.forget(child)
        store.forget(record)
    elif record["status"] == "trash":
        raise already_trashed("product")
    else:
        store.keep({**record, "status": "trash", "modified": store.now()})
    store.ledger.note("woocommerce", "product.delete", str(record["id"]))
    return single(call, document)


def duplicate_product(call: Call) -> Answer:
    """A draft of the same with its variations. guessed: the words, the SKU and the answer."""
    store, record = call.store, _known(call, 404)
    copy = _copied(store, record, {"name": f"{record['name']} (Copy)", "status": "draft"})
    for child in store.variations_of(record["id"]):
        _copied(store, child, {"parent_id": copy["id"]})
    store.ledger.note("woocommerce", "product.duplicate", str(record["id"]))
    return single(call, shown(call, copy))


def _copied(store: Store, record: Record, more: Record) -> Record:
    now, sku = store.now(), record["sku"]
    made = {**record, **more, "id": store.next("post"), "total_sales": 0}
    made |= {"created": now, "modified": now, "sku": free_sku(store, sku) if sku else ""}
    made["global_unique_id"] = ""
    if record["type"] != "variation":
        made["slug"] = unique_slug(made["name"], lambda slug: bool(store.slugs.get(slug)))
    store.keep(made)
    return made


# Variations


def list_variations(call: Call) -> Answer:
    normalise(call)
    store, query = call.store, call.query
    query = {name: value for name, value in query.items() if name != "type"}
    if "product_id" not in call.ids:
        return _listing(call, store.variations, lambda row: variation_document(call, row))
    tests = product_tests(store, query)
    rows = store.variations_of(call.ids["product_id"])
    found = sort(store, [row for row in rows if all(test(row) for test in tests)], query)
    return paged(call, found, lambda row: variation_document(call, row))


def _variation(call: Call) -> Record:
    record = call.store.post(as_int(call.ids.get("id")))
    if record is None or record["type"] != "variation":
        raise invalid_id("product_variation", 400 if call.method != "GET" and call.batched else 404)
    if record["parent_id"] != call.ids["product_id"]:
        raise Refusal(
            404, "woocommerce_rest_product_variation_invalid_id", "Invalid ID.", allow=False
        )
    return record


def get_variation(call: Call) -> Answer:
    return single(call, variation_document(call, _variation(call)))


def create_variation(call: Call) -> Answer:
    store, parent = call.store, call.ids["product_id"]
    base = blank(store) | {"type": "variation", "parent_id": parent, "name": "", "categories": ()}
    record = write(store, base | {"tax_class": "parent"}, call.body)
    store.keep(record)
    settle_parent(store, parent)
    store.ledger.note("woocommerce", "variation.create", record["sku"] or str(record["id"]))
    return created(call, variation_document(call, record), f"{CHILD}/{record['id']}")


def update_variation(call: Call) -> Answer:
    record = write(call.store, _variation(call), call.body)
    call.store.keep(record)
    settle_parent(call.store, record["parent_id"])
    call.store.ledger.note("woocommerce", "variation.update", str(record["id"]))
    return single(call, variation_document(call, record))


def delete_variation(call: Call) -> Answer:
    record = _variation(call)
    document = variation_document(call, record)
    if call.force:
        call.store.forget(record)
    elif record["status"] == "trash":
        raise already_trashed("product_variation")  # guessed words
    else:
        call.store.keep({**record, "status": "trash"})
    settle_parent(call.store, record["parent_id"])
    call.store.ledger.note("woocommerce", "variation.delete", str(record["id"]))
    return single(call, document)


def generate_variations(call: Call) -> Answer:
    """A variation for every combination that has none; how many were made."""
    store = call.store
    parent = store.post(call.ids["product_id"])
    if parent is None:
        raise invalid_id("product")
    used = [row for row in parent["attributes"] if row["variation"]]
    have = {_options(row) for row in store.variations_of(parent["id"])}
    count = 0
    for options in combinations(*(row["options"] for row in used)):
        rows = [
            {"id": row["id"], "name": row["name"], "option": option}
            for row, option in zip(used, options, strict=True)
        ]
        if _options({"attributes": rows}) in have:
            continue
        base = blank(store) | {"type": "variation", "parent_id": parent["id"], "name": ""}
        store.keep(write(store, base | {"tax_class": "parent"}, {"attributes": rows}))
        count += 1
    settle_parent(store, parent["id"])
    return Answer(200, {"count": count})


def _options(record: Record) -> frozenset[tuple[Any, str]]:
    return frozenset(
        (row["id"] or row["name"].lower(), row["option"].lower()) for row in record["attributes"]
    )
