"""The product and variation collections: list, get, create, update, delete."""

import re
from collections.abc import Callable
from itertools import product as combinations
from typing import Any

from hanse.sandbox.woocommerce.dates import bound
from hanse.sandbox.woocommerce.envelope import Answer, Call, created, page_of, paged, single
from hanse.sandbox.woocommerce.errors import Refusal, already_trashed, invalid_id
from hanse.sandbox.woocommerce.php import listed
from hanse.sandbox.woocommerce.prices import number
from hanse.sandbox.woocommerce.product_writes import blank, settle_parent, write
from hanse.sandbox.woocommerce.products import (
    product_document,
    sale_is_on,
    value_of,
    variation_document,
    variation_name,
)
from hanse.sandbox.woocommerce.schema import as_bool, as_int
from hanse.sandbox.woocommerce.store import Record, Store
from hanse.sandbox.woocommerce.terms import terms_of
from hanse.sandbox.woocommerce.texts import cleaned, slug_of

Test = Callable[[Record], bool]
PATH = "/wc/v3/products"
CHILD = PATH + r"/(?P<product_id>[\d]+)/variations"
PLAIN = {"page", "per_page", "offset", "order", "orderby", "context", "_fields", "_envelope"}
LISTED = ("category", "tag", "include", "exclude", "parent", "sku", "global_unique_id")


def list_products(call: Call) -> Answer:
    normalise(call)
    query, store = call.query, call.store
    tests = product_tests(store, query)
    if store.world.products and _is_plain(query):
        return _quick(call)
    found = [row for row in _candidates(store, query) if all(test(row) for test in tests)]
    return paged(call, sort(store, found, query), lambda row: shown(call, row))


def _is_plain(query: dict[str, Any]) -> bool:
    """Whether a page can be found without looking at every product."""
    if str(query.get("orderby", "date")) not in ("date", "id", "modified"):
        return False
    allowed = {"modified_after"} if query.get("orderby") == "modified" else set()
    given = {name for name in query if name in FILTERS and query[name]} - allowed
    return given <= ({"status"} if query.get("status") == "any" else set())


def _quick(call: Call) -> Answer:
    """A page of a large world. Seeded products come in the order of their ids, written ones last.

    By date that is so because what was made later has a greater id; by the time of the last
    change, because every change came after the seeding.
    """
    store, query = call.store, call.query
    written = [row for row in store.touched() if row["status"] not in ("trash", "auto-draft")]
    if query.get("orderby") == "modified":
        after = bound(store, query, "modified_after")
        tail = [row for row in written if after is None or row["modified"] > after]
        first = store.seeded_after(after) if after else 0
        gone = sorted(store.place(at) for at in store.posts if at in store.seeded)
    else:
        tail = [row for row in written if row["id"] >= store.seeded.stop]
        stays = {row["id"] for row in written}
        gone = sorted(
            store.place(at) for at in store.posts if at in store.seeded and at not in stays
        )
        first = 0
    gone = [place for place in gone if place >= first]
    count = max(0, len(store.seeded) - first - len(gone))
    tail = sort(store, tail, {**query, "order": "asc"})
    total = count + len(tail)
    size, page = page_of(call)
    start = min(as_int(query.get("offset", (page - 1) * size)), total)
    stop = min(start + size, total)
    falling = query.get("order", "desc") != "asc"
    if falling:
        start, stop = total - stop, total - start
    rows = [
        row for at in range(start, min(stop, count)) if (row := store.standing(at, first, gone))
    ]
    rows += tail[max(0, start - count) : max(0, stop - count)]
    rows = rows[::-1] if falling else rows
    return paged(call, rows, lambda row: shown(call, row), total=total)


def normalise(call: Call) -> None:
    """Lists become lists before the links are spelled, as the store does."""
    for name in LISTED[:-2]:
        if name in call.query:
            call.query[name] = [
                as_int(value) if str(value).isdigit() else value
                for value in listed(call.query[name])
            ]


def _candidates(store: Store, query: dict[str, Any]) -> list[Record]:
    if query.get("sku"):
        holders = (store.holder_of(sku.strip()) for sku in str(query["sku"]).split(","))
        return [row for at in holders if at and (row := store.post(at))]
    if query.get("include"):
        return [row for at in query["include"] if (row := store.post(as_int(at)))]
    after = [at for name in AFTER if (at := bound(store, query, name))]
    last = store.seeded_at.timestamp() + store.world.products
    if any(at.timestamp() > last for at in after):
        return store.touched()
    return list(store.products())


AFTER = ("after", "modified_after")


def product_tests(store: Store, query: dict[str, Any]) -> list[Test]:
    """One test for each filter given; what is unknown is ignored."""
    tests = [make(store, query) for name, make in FILTERS.items() if query.get(name)]
    if not query.get("status"):
        tests.append(lambda row: row["status"] not in ("trash", "auto-draft"))
    return tests


def _equal(field: str) -> Callable[[Store, dict[str, Any]], Test]:
    return lambda _store, query: lambda row: row[field] == query[field]


def _flag(field: str) -> Callable[[Store, dict[str, Any]], Test]:
    return lambda _store, query: lambda row: row[field] is as_bool(query[field])


def _listing(field: str, name: str, *, inside: bool) -> Callable[[Store, dict[str, Any]], Test]:
    return lambda _store, query: lambda row: (row[field] in query[name]) is inside


def _comma(field: str) -> Callable[[Store, dict[str, Any]], Test]:
    return lambda _store, query: lambda row: row[field] in str(query[field]).split(",")


def _part(_store: Store, query: dict[str, Any]) -> Test:
    return lambda row: str(query["search_sku"]) in row["sku"]


def _on_sale(store: Store, query: dict[str, Any]) -> Test:
    return lambda row: sale_is_on(store, row) is as_bool(query["on_sale"])


def _bounded(name: str, sign: int) -> Callable[[Store, dict[str, Any]], Test]:
    """Not below (1) or not above (-1) the price given."""
    return lambda store, query: (
        lambda row: sign * (value_of(store, row) - number(str(query[name]))) >= 0
    )


def _among(field: str, name: str) -> Callable[[Store, dict[str, Any]], Test]:
    return lambda _store, query: lambda row: bool({*row[field]} & {as_int(v) for v in query[name]})


def _time(name: str, field: str, sign: int) -> Callable[[Store, dict[str, Any]], Test]:
    def make(store: Store, query: dict[str, Any]) -> Test:
        at = bound(store, query, name)
        return lambda row: at is not None and sign * (row[field] - at).total_seconds() > 0

    return make


def _search(_store: Store, query: dict[str, Any]) -> Test:
    # PHP takes "0" for nothing, and single letters are too common to look for.
    words = [w for w in cleaned(query["search"]).lower().split() if not re.fullmatch("[0a-z-]", w)]
    return lambda row: all(
        word in f"{row['name']} {row['description']} {row['short_description']}".lower()
        for word in words
    )


def _category(store: Store, query: dict[str, Any]) -> Test:
    """A category stands for those under it too."""
    wanted = {as_int(value) for value in query["category"]}
    terms = terms_of(store, "product_cat").values()
    for _ in terms:
        wanted |= {row["id"] for row in terms if row["parent"] in wanted}
    return lambda row: bool(wanted & {*row["categories"]})


def _status(_store: Store, query: dict[str, Any]) -> Test:
    if query["status"] == "any":
        return lambda row: row["status"] not in ("trash", "auto-draft")
    return lambda row: row["status"] in listed(query["status"])


FILTERS: dict[str, Callable[[Store, dict[str, Any]], Test]] = {
    "status": _status,
    "search": _search,
    "type": _equal("type"),
    "slug": _equal("slug"),
    "stock_status": _equal("stock_status"),
    "tax_class": _equal("tax_class"),
    "shipping_class": _equal("shipping_class"),
    "featured": _flag("featured"),
    "virtual": _flag("virtual"),
    "downloadable": _flag("downloadable"),
    "category": _category,
    "tag": _among("tags", "tag"),
    "include": _listing("id", "include", inside=True),
    "exclude": _listing("id", "exclude", inside=False),
    "parent": _listing("parent_id", "parent", inside=True),
    "sku": _comma("sku"),
    "search_sku": _part,
    "global_unique_id": _comma("global_unique_id"),
    "on_sale": _on_sale,
    "min_price": _bounded("min_price", 1),
    "max_price": _bounded("max_price", -1),
    "after": _time("after", "created", 1),
    "before": _time("before", "created", -1),
    "modified_after": _time("modified_after", "modified", 1),
    "modified_before": _time("modified_before", "modified", -1),
}


def sort(store: Store, rows: list[Record], query: dict[str, Any]) -> list[Record]:
    """Newest first unless told otherwise; ties by id, in the same direction."""
    order = query.get("orderby", "date")
    keys: dict[str, Callable[[Record], Any]] = {
        "date": lambda row: row["created"],
        "id": lambda row: row["id"],
        "title": lambda row: row["name"].lower(),
        "slug": lambda row: row["slug"],
        "modified": lambda row: row["modified"],
        "price": lambda row: value_of(store, row),
        "menu_order": lambda row: row["menu_order"],
        "popularity": lambda row: row["total_sales"],
    }
    if order == "include":
        return sorted(rows, key=lambda row: query["include"].index(row["id"]))
    key = keys.get(str(order), keys["date"])
    falling = query.get("order", "desc") != "asc"
    return sorted(rows, key=lambda row: (key(row), row["id"]), reverse=falling)


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


# Variations


def list_variations(call: Call) -> Answer:
    normalise(call)
    store = call.store
    if "product_id" in call.ids:
        rows = store.variations_of(call.ids["product_id"])
    else:
        after = bound(store, call.query, "modified_after")
        last = store.seeded_at.timestamp() + store.world.products
        if after and after.timestamp() > last:
            rows = [row for row in store.posts.values() if row and row["type"] == "variation"]
        else:
            rows = [v for p in store.products() for v in store.variations_of(p["id"])]
    tests = product_tests(store, {n: v for n, v in call.query.items() if n != "type"})
    found = [row for row in rows if all(test(row) for test in tests)]
    return paged(call, sort(store, found, call.query), lambda row: variation_document(call, row))


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
