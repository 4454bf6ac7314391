"""Customers and orders of the seeded world: seen in every list, and never all made at once."""

import time
import tracemalloc
from datetime import UTC, datetime
from typing import Any

import pytest

from hanse.base.clock import FixedClock
from hanse.sandbox.ledger import Ledger
from hanse.sandbox.woocommerce.auth import Key
from hanse.sandbox.woocommerce.store import Store
from hanse.sandbox.world import World, order, orders_until
from tests.sandbox.woocommerce.records import keys_of_the_store
from tests.sandbox.woocommerce.replay import call, send

NOW = datetime(2026, 5, 1, tzinfo=UTC)


def store(orders: int = 83, customers: int = 40, products: int = 50) -> Store:
    world = World(2, products, "USD", customers, orders)
    made = Store(FixedClock(NOW), Ledger(), world)
    name, secret = keys_of_the_store()
    made.keys[name] = Key(1, name, secret, "read_write")
    return made


def pages(held: Store, path: str, query: str) -> list[Any]:
    found: list[Any] = []
    for page in range(1, 50):
        rows = call(held, "GET", f"{path}?per_page=10&page={page}&{query}")
        found += rows
        if len(rows) < 10:
            return found
    raise AssertionError("the pages do not end")


def count(held: Store, path: str) -> int:
    """By HEAD, which sends the headers alone."""
    request = {
        "method": "HEAD",
        "scheme": "https",
        "path": f"/wp-json/wc/v3{path.partition('?')[0]}",
        "query": path.partition("?")[2],
        "headers": {"Authorization": "[hub read_write]"},
        "body": None,
    }
    found = send(held, request)
    assert found.body == ""
    return int(found.headers["X-WP-Total"])


ORDERS = [
    f"orderby={by}&order={way}" for by in ("date", "id", "modified") for way in ("asc", "desc")
]


@pytest.mark.parametrize("query", ORDERS)
def test_every_order_comes_once_whatever_was_written_before(query: str) -> None:
    held = store()
    ids = sorted(row["id"] for row in pages(held, "/orders", query))
    assert len(ids) == len(set(ids)) == 83
    held_clock = held.clock
    assert isinstance(held_clock, FixedClock)
    held_clock.advance(60)
    call(held, "PUT", f"/orders/{ids[3]}", {"customer_note": "Ring twice"})
    call(held, "DELETE", f"/orders/{ids[5]}")
    call(held, "DELETE", f"/orders/{ids[20]}?force=true")
    new = call(held, "POST", "/orders", {"line_items": [{"sku": "HZ-0000003"}]})["id"]
    found = pages(held, "/orders", query)
    assert sorted(row["id"] for row in found) == sorted({*ids, new} - {ids[5], ids[20]})
    key = "date_modified_gmt" if "modified" in query else "id"
    values = [row[key] for row in found]
    assert values == sorted(values, reverse="desc" in query)
    assert count(held, "/orders") == 82


def test_the_sums_of_a_seeded_order_are_those_of_its_lines() -> None:
    held = store()
    for row in pages(held, "/orders", ""):
        lines = [line["total"] for line in row["line_items"]]
        assert row["total"] == f"{sum(round(float(total) * 100) for total in lines) / 100:.2f}"
        assert row["customer_id"] in held.rows["customers"]
        assert (
            call(held, "GET", f"/customers/{row['customer_id']}")["email"]
            == (row["billing"]["email"])
        )
        for line in row["line_items"]:
            at = line["variation_id"] or line["product_id"]
            assert call(held, "GET", f"/products/{at}")["sku"] == line["sku"]
        refunds = call(held, "GET", f"/orders/{row['id']}/refunds")
        assert [one["amount"] for one in refunds] == (
            [row["total"]] if row["status"] == "refunded" else []
        )


FILTERS = ["status=processing", "status=refunded,pending", "customer=7", "search=elm"]


@pytest.mark.parametrize("query", FILTERS)
def test_a_filter_finds_what_looking_at_all_finds(query: str) -> None:
    held = store()
    name, _, wanted = query.partition("=")
    tests = {
        "status": lambda row: row["status"] in wanted.split(","),
        "customer": lambda row: str(row["customer_id"]) == wanted,
        "search": lambda row: wanted in row["billing"]["address_1"].lower(),
    }
    for _ in range(2):  # before and after a write
        every = pages(held, "/orders", "orderby=id&order=asc")
        expected = [row["id"] for row in every if tests[name](row)]
        found = pages(held, "/orders", f"{query}&orderby=id&order=asc")
        assert [row["id"] for row in found] == expected
        assert count(held, f"/orders?{query}") == len(expected)
        call(held, "PUT", f"/orders/{every[2]['id']}", {"status": "completed"})
        call(held, "PUT", f"/orders/{every[4]['id']}", {"customer_id": 7})


def test_bounds_of_time_are_outside_and_agree_with_the_dates_shown() -> None:
    held = store()
    every = pages(held, "/orders", "orderby=id&order=asc")
    for at in (0, 10, 82):
        bound = every[at]["date_created_gmt"]
        later = [row["id"] for row in every if row["date_created_gmt"] > bound]
        older = [row["id"] for row in every if row["date_created_gmt"] < bound]
        for name, wanted in (("after", later), ("before", older)):
            for prefix in ("", "modified_"):
                found = pages(held, "/orders", f"{prefix}{name}={bound}Z&orderby=id&order=asc")
                assert [row["id"] for row in found] == wanted


def test_an_order_of_a_given_number_is_found_and_others_are_left_out() -> None:
    held = store()
    ids = [row["id"] for row in pages(held, "/orders", "orderby=id&order=asc")]
    found = call(held, "GET", f"/orders?include={ids[4]},{ids[2]},9&orderby=id&order=asc")
    assert [row["id"] for row in found] == [ids[2], ids[4]]
    assert count(held, f"/orders?exclude={ids[0]},{ids[1]}") == 81


def test_states_are_counted_after_writes_too() -> None:
    held = store()
    every = pages(held, "/orders", "")
    call(held, "PUT", f"/orders/{every[0]['id']}", {"status": "on-hold"})
    counts = {row["slug"]: row["total"] for row in call(held, "GET", "/reports/orders/totals")}
    for slug, total in counts.items():
        assert total == count(held, f"/orders?status={slug}")
    assert counts["on-hold"] == 1


def test_an_order_may_be_changed_and_gives_back_the_stock_that_it_took() -> None:
    held = store()
    paid = next(row for row in pages(held, "/orders", "status=processing") if row["line_items"])
    line = paid["line_items"][0]
    at = f"/products/{line['variation_id'] or line['product_id']}"
    before = call(held, "GET", at)["stock_quantity"]
    call(held, "PUT", f"/orders/{paid['id']}", {"status": "cancelled"})
    taken = sum(
        one["quantity"]
        for one in paid["line_items"]
        if (one["variation_id"] or one["product_id"])
        == (line["variation_id"] or line["product_id"])
    )
    assert call(held, "GET", at)["stock_quantity"] == before + taken


def test_customers_are_paged_found_by_address_and_changed() -> None:
    held = store()
    rows = pages(held, "/customers", "")
    assert len(rows) == 40
    one = rows[17]
    assert call(held, "GET", f"/customers?email={one['email']}")[0]["id"] == one["id"]
    assert call(held, "GET", "/customers?email=nobody@example.com") == []
    changed = call(held, "PUT", f"/customers/{one['id']}", {"email": "new@example.org"})
    assert call(held, "GET", f"/customers?email={one['email']}") == []
    assert call(held, "GET", "/customers?email=new@example.org")[0]["id"] == changed["id"]
    made = call(held, "POST", "/customers", {"email": "fresh@example.org"})
    assert made["id"] > max(row["id"] for row in rows)
    call(held, "DELETE", f"/customers/{rows[0]['id']}?force=true")
    assert count(held, "/customers") == 40
    found = {row["id"] for row in call(held, "GET", "/customers?search=ana&per_page=100")}
    assert found == {row["id"] for row in rows[1:] if "ana" in row["email"]}
    with pytest.raises(AssertionError, match="already registered"):
        call(held, "POST", "/customers", {"email": rows[3]["email"]})


def test_an_order_for_a_seeded_customer_is_taken_and_for_nobody_is_not() -> None:
    held = store()
    order_ = call(held, "POST", "/orders", {"customer_id": 5})
    assert order_["customer_id"] == 5
    with pytest.raises(AssertionError, match="Customer ID is invalid"):
        call(held, "POST", "/orders", {"customer_id": 5000})


def test_new_lines_and_notes_do_not_take_numbers_of_seeded_ones() -> None:
    held = store()
    seeded = {line["id"] for row in pages(held, "/orders", "") for line in row["line_items"]}
    made = call(held, "POST", "/orders", {"line_items": [{"sku": "HZ-0000003"}]})
    assert made["line_items"][0]["id"] not in seeded


def test_older_orders_have_smaller_numbers_and_an_age_finds_its_place() -> None:
    for orders in (1, 7, 1000, 40_000):
        world = World(4, 20, "USD", 5, orders)
        some = range(0, orders, max(1, orders // 500))
        ages = [order(world, at).age_s for at in some]
        assert ages == sorted(ages, reverse=True)
        for at, age in zip(some, ages, strict=True):
            assert orders_until(world, age) > at
            assert orders_until(world, age + 1) <= at


def test_a_million_orders_take_no_memory_and_a_page_takes_no_time() -> None:
    held = store(1_000_000, 1_000_000, 1_000_000)
    tracemalloc.start()
    began = time.process_time()
    assert count(held, "/orders") == count(held, "/customers") == count(held, "/products") == 10**6
    for query in ("", "page=9000&per_page=100", "modified_after=2026-04-30T23:00:00Z"):
        assert call(held, "GET", f"/orders?{query}")
    assert call(held, "GET", "/orders?created_via=hub&after=2026-02-01T00:00:00") == []
    assert call(held, "GET", "/products?page=9999&per_page=100&orderby=id&order=asc")
    assert call(held, "GET", "/variations?page=2000&per_page=100&orderby=id&order=asc")
    assert time.process_time() - began < 2
    assert tracemalloc.get_traced_memory()[1] < 8_000_000
    tracemalloc.stop()
