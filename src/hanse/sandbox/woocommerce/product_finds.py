"""Which products or variations a list means: filters, orders, and the quick way by date or id."""

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from hanse.sandbox.woocommerce.dates import bound
from hanse.sandbox.woocommerce.envelope import Call
from hanse.sandbox.woocommerce.php import listed
from hanse.sandbox.woocommerce.prices import number
from hanse.sandbox.woocommerce.products import sale_is_on, value_of
from hanse.sandbox.woocommerce.schema import as_bool, as_int
from hanse.sandbox.woocommerce.shelf import Lined, Shelf, lined
from hanse.sandbox.woocommerce.store import Record, Store
from hanse.sandbox.woocommerce.terms import terms_of
from hanse.sandbox.woocommerce.texts import cleaned
from hanse.sandbox.world import VARIABLE_EVERY

Test = Callable[[Record], bool]
LISTED = ("category", "tag", "include", "exclude", "parent", "sku", "global_unique_id")
BY_TIME = ("after", "before", "modified_after", "modified_before")
# Seeded simple products are alike in these, and so are seeded variable ones.
ALIKE = {"status", "type", "tax_class", "shipping_class", "featured", "virtual", "downloadable"}
ALIKE |= {"include_status", "exclude_status", "include_types", "exclude_types"}
ALIKE |= {"category", "tag", "global_unique_id", "on_sale"}
# What has neither a say in which rows fit nor in their order.
AROUND = ("page", "per_page", "offset", "order", "context", "_fields", "_envelope")


def in_line(store: Store, shelf: Shelf, query: dict[str, Any]) -> Lined | None:
    """All that fit in the rising order asked for, or None where that takes a look at every one.

    By date the order is that of the ids, because what was made later has a greater one; by the
    time of the last change what was written comes last, because that was after the seeding.
    """
    order = str(query.get("orderby", "date"))
    if order not in ("date", "id", "modified") or query.get("sku") or query.get("include"):
        return None
    given = {name: value for name, value in query.items() if name not in AROUND}

    def make() -> Lined:
        tests = product_tests(store, query)
        field = {"id": "id", "modified": "modified"}.get(order, "created")
        return lined(
            shelf,
            _places(store, shelf, query),
            lambda row: all(test(row) for test in tests),
            lambda row: (row[field], row["id"]),
            stays=order != "modified",
        )

    if any(query.get(name) for name in ("on_sale", "min_price", "max_price")):
        return make()  # a sale begins and ends though nobody writes
    return shelf.line(repr(sorted(given.items(), key=str)), make)


def _places(store: Store, shelf: Shelf, query: dict[str, Any]) -> Sequence[int]:
    """The seeded ones that fit as they were seeded: made, and changed, one a second."""
    low, high = 0, len(shelf.seeded)
    for name in BY_TIME:
        if high and (at := bound(store, query, name)):
            if name.endswith("after"):
                low = max(low, _first(store, shelf, at, later=True))
            else:
                high = min(high, _first(store, shelf, at, later=False))
    places = range(low, max(low, high))
    given = {n: query[n] for n in FILTERS if query.get(n) and n not in BY_TIME}
    if given.get("status") == "any":
        del given["status"]
    if not given or not places:
        return places
    passes = _like(store, shelf, {n: v for n, v in given.items() if n in ALIKE}, query)
    tests = [FILTERS[name](store, query) for name in given if name not in ALIKE]
    if not tests and passes(0) and passes(1):
        return places
    if not (passes(0) or passes(1)):
        return range(0)

    def fits(at: int) -> bool:
        if not passes(at):
            return False
        row = shelf.at(at) if tests else {}
        return all(test(row) for test in tests)

    return shelf.matching(repr(sorted(given.items(), key=str)), fits, places)


def _like(
    store: Store, shelf: Shelf, given: dict[str, Any], query: dict[str, Any]
) -> Callable[[int], bool]:
    """Whether a seeded place passes the filters of fields in which all of its kind are alike."""
    tests = [FILTERS[name](store, query) for name in given]
    rows = [shelf.at(min(at, len(shelf.seeded) - 1)) for at in (0, 1)]
    variable, simple = (all(test(row) for test in tests) for row in rows)
    if shelf is store.variations or variable == simple:
        return lambda _at: variable
    return lambda at: simple if at % VARIABLE_EVERY else variable


def _first(store: Store, shelf: Shelf, at: datetime, *, later: bool) -> int:
    """The first place made at that instant, or later than it."""
    low, high = 0, len(shelf.seeded)
    while low < high:
        middle = (low + high) // 2
        made = store.made_at(shelf.seeded[middle])
        low, high = (middle + 1, high) if made < at or (later and made == at) else (low, middle)
    return low


def candidates(store: Store, shelf: Shelf, query: dict[str, Any]) -> list[Record]:
    """What fits, by SKU or number where these are given, else by looking at all."""
    tests = product_tests(store, query)
    if query.get("sku"):
        holders = (store.holder_of(sku.strip()) for sku in str(query["sku"]).split(","))
        rows = [row for at in holders if at and (row := store.post(at))]
    elif query.get("include"):
        rows = [row for at in query["include"] if (row := store.post(as_int(at)))]
    else:
        rows = list(shelf.values())
    return [row for row in rows if all(test(row) for test in tests)]


def normalise(call: Call) -> None:
    """Lists become lists before the links are spelled, as the store does."""
    for name in LISTED[:-2]:
        if name in call.query:
            call.query[name] = [
                as_int(value) if str(value).isdigit() else value
                for value in listed(call.query[name])
            ]


def product_tests(store: Store, query: dict[str, Any]) -> list[Test]:
    """One test for each filter given; what is unknown is ignored."""
    tests = [make(store, query) for name, make in FILTERS.items() if query.get(name)]
    if not (query.get("status") or query.get("include_status")):
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


def _name_or_sku(_store: Store, query: dict[str, Any]) -> Test:
    words = str(query["search_name_or_sku"]).lower()
    return lambda row: words in row["name"].lower() or words in row["sku"].lower()


def _words(field: str, name: str, *, inside: bool) -> Callable[[Store, dict[str, Any]], Test]:
    """Among the words of a list, or among none of them."""
    return lambda _store, query: lambda row: (row[field] in listed(query[name])) is inside


def _status(_store: Store, query: dict[str, Any]) -> Test:
    if query["status"] == "any":
        return lambda row: row["status"] not in ("trash", "auto-draft")
    return lambda row: row["status"] in listed(query["status"])


FILTERS: dict[str, Callable[[Store, dict[str, Any]], Test]] = {
    "status": _status,
    "include_status": _words("status", "include_status", inside=True),
    "exclude_status": _words("status", "exclude_status", inside=False),
    "include_types": _words("type", "include_types", inside=True),
    "exclude_types": _words("type", "exclude_types", inside=False),
    "search_name_or_sku": _name_or_sku,
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
