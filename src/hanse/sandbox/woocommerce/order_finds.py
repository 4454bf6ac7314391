"""Which orders a list means: seeded ones found without making them, written ones looked at."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from hanse.sandbox.woocommerce.dates import bound
from hanse.sandbox.woocommerce.php import listed
from hanse.sandbox.woocommerce.schema import as_int
from hanse.sandbox.woocommerce.seeded import FIRST_CUSTOMER, STATES
from hanse.sandbox.woocommerce.shelf import Lined, lined
from hanse.sandbox.woocommerce.store import Record, Store
from hanse.sandbox.world import orders_until, state_and_buyer

BOUNDS = (
    ("after", "created", 1),
    ("before", "created", -1),
    ("modified_after", "modified", 1),
    ("modified_before", "modified", -1),
)
LOOKED_INTO = ("product", "search")  # what cannot be told without making the order
NARROWING = ("status", "customer", "exclude", *LOOKED_INTO)


def in_line(store: Store, query: dict[str, Any], wanted: list[str]) -> Lined:
    """All orders that fit, in the rising order asked for."""
    order = str(query.get("orderby"))
    key = {"id": "id", "include": "id", "modified": "modified"}.get(order, "created")
    shelf = store.shelf("orders")
    return lined(
        shelf,
        _places(store, query, wanted),
        lambda row: fits(store, row, query, wanted),
        lambda row: (row[key], row["id"]),
        stays=key != "modified",
    )


def count_by_status(store: Store) -> Counter[str]:
    """How many orders are in each status, the trash too."""
    shelf = store.shelf("orders")
    if shelf.counts is None:
        every = range(store.world.orders)
        shelf.counts = Counter(STATES[state_and_buyer(store.world, at)[0]] for at in every)
    counts = shelf.counts.copy()
    for number, row in shelf.written.items():
        if number in shelf.seeded:
            counts[shelf.at(shelf.seeded.index(number))["status"]] -= 1
        if row is not None:
            counts[row["status"]] += 1
    return counts


def _places(store: Store, query: dict[str, Any], wanted: list[str]) -> Sequence[int]:
    """The seeded orders that fit as they were seeded."""
    shelf, world = store.shelf("orders"), store.world
    places = _between(store, query)
    if "created_via" in query and "checkout" not in listed(query["created_via"]):
        return range(0)
    if "include" in query:
        ids = {as_int(value) for value in listed(query["include"])}
        inside = [shelf.seeded.index(at) for at in sorted(ids) if at in shelf.seeded]
        return [at for at in inside if at in places and fits(store, shelf.at(at), query, wanted)]
    given = {name: query[name] for name in NARROWING if name in query}
    if "any" in wanted:
        given.pop("status", None)
    if not given:
        return places
    buyers = {as_int(value) - FIRST_CUSTOMER for value in listed(query.get("customer", ""))}

    def passes(at: int) -> bool:
        state, buyer = state_and_buyer(world, at)
        if "status" in given and STATES[state] not in wanted:
            return False
        if "customer" in given and buyer not in buyers:
            return False
        if "exclude" in given and str(shelf.seeded[at]) in listed(query["exclude"]):
            return False
        deep = any(name in given for name in LOOKED_INTO)
        return not deep or fits(store, shelf.at(at), query, wanted)

    return shelf.matching(repr(sorted(given.items(), key=str)), passes, places)


def _between(store: Store, query: dict[str, Any]) -> range:
    """Greater numbers are never older, so that two bounds are all there is to look for."""
    low, high = 0, store.world.orders
    for name, _, sign in BOUNDS:
        if not high or (at := bound(store, query, name)) is None:
            continue
        if sign > 0:
            low = max(low, orders_until(store.world, _age_s(store, at)))
        else:
            high = min(high, orders_until(store.world, _age_s(store, at) // 1 + 1))
    return range(low, max(low, high))


def _age_s(store: Store, at: datetime) -> float:
    return (store.numbers.started_at - at).total_seconds()


def fits(store: Store, row: Record, query: dict[str, Any], wanted: list[str]) -> bool:
    if "any" in wanted:
        fits = row["status"] not in ("trash", "auto-draft")
    else:
        fits = row["status"] in wanted
    for name, field, sign in BOUNDS:
        if at := bound(store, query, name):
            fits = fits and sign * (row[field] - at).total_seconds() > 0
    for name, values in (
        ("customer", [row["customer_id"]]),
        ("include", [row["id"]]),
        ("product", [line["product_id"] for line in row["line_items"]]),
    ):
        if name in query:
            fits = fits and bool({as_int(v) for v in listed(query[name])} & {*values})
    if "created_via" in query:
        fits = fits and row["created_via"] in listed(query["created_via"])
    if "exclude" in query:
        fits = fits and str(row["id"]) not in listed(query["exclude"])
    if "search" in query:
        text = " ".join([*row["billing"].values(), *row["shipping"].values()]).lower()
        names = " ".join(line["name"] for line in row["line_items"]).lower()
        fits = fits and str(query["search"]).lower() in f"{text} {names} {row['id']}"
    return fits
