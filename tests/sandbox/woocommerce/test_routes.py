"""Routes that no recording walked: copies, refunds of all orders, rates, filters, reports."""

from datetime import UTC, datetime

import pytest

from hanse.base.clock import FixedClock
from hanse.sandbox.ledger import Ledger
from hanse.sandbox.woocommerce.auth import Key
from hanse.sandbox.woocommerce.store import Store
from hanse.sandbox.world import World
from tests.sandbox.woocommerce.records import keys_of_the_store
from tests.sandbox.woocommerce.replay import call


@pytest.fixture
def held() -> Store:
    clock = FixedClock(datetime(2026, 5, 3, tzinfo=UTC))
    made = Store(clock, Ledger(), World(2, 50, "USD", 10, 60))
    name, secret = keys_of_the_store()
    made.keys[name] = Key(1, name, secret, "read_write")
    return made


def test_a_copy_is_a_draft_with_free_skus_and_its_own_sizes(held: Store) -> None:
    copy = call(held, "POST", "/products/1000/duplicate")
    real = call(held, "GET", "/products/1000")
    assert (copy["name"], copy["status"]) == (f"{real['name']} (Copy)", "draft")
    assert copy["sku"] == f"{real['sku']}-1"
    assert len(copy["variations"]) == len(real["variations"]) == 3
    assert not {*copy["variations"]} & {*real["variations"]}
    first = call(held, "GET", f"/products/{copy['id']}/variations")[-1]
    assert first["sku"].endswith("-1")
    again = call(held, "POST", "/products/1000/duplicate")
    assert (again["sku"], again["slug"]) == (f"{real['sku']}-2", f"{copy['slug']}-2")
    with pytest.raises(AssertionError, match="404"):
        call(held, "POST", "/products/77/duplicate")


def test_refunds_of_all_orders_are_listed_newest_first(held: Store) -> None:
    refunded = call(held, "GET", "/orders?status=refunded&per_page=100")
    rows = call(held, "GET", "/refunds?per_page=100")
    assert [row["parent_id"] for row in rows] == [row["id"] for row in refunded]
    order = call(held, "GET", "/orders?status=processing&orderby=id")[0]
    line = order["line_items"][0]
    body = {
        "amount": "1.00",
        "api_refund": False,
        "line_items": [{"id": line["id"], "quantity": 1, "refund_total": "1.00"}],
    }
    made = call(held, "POST", f"/orders/{order['id']}/refunds", body)
    back = made["line_items"][0]
    assert (back["quantity"], back["total"], back["product_id"]) == (
        -1,
        "-1.00",
        line["product_id"],
    )
    assert call(held, "GET", "/refunds")[0]["id"] == made["id"]
    path = f"/orders/{order['id']}/refunds/{made['id']}"
    assert call(held, "GET", path)["amount"] == "1.00"
    with pytest.raises(AssertionError, match="501"):
        call(held, "DELETE", path)
    call(held, "DELETE", f"{path}?force=true")
    assert call(held, "GET", f"/orders/{order['id']}")["refunds"] == []
    with pytest.raises(AssertionError, match="404"):
        call(held, "GET", path)


def test_a_note_can_be_read_alone_and_taken_away(held: Store) -> None:
    order = call(held, "GET", "/orders")[0]
    made = call(held, "POST", f"/orders/{order['id']}/notes", {"note": "Ring twice"})
    path = f"/orders/{order['id']}/notes/{made['id']}"
    assert call(held, "GET", path)["note"] == "Ring twice"
    call(held, "DELETE", f"{path}?force=true")
    with pytest.raises(AssertionError, match="404"):
        call(held, "GET", path)


def test_rates_are_changed_one_by_one_and_in_batches(held: Store) -> None:
    body = {"create": [{"country": "US", "rate": "7.25", "name": "CA"}, {"rate": "5"}]}
    made = call(held, "POST", "/taxes/batch", body)["create"]
    assert [row["rate"] for row in made] == ["7.2500", "5.0000"]
    changed = call(held, "PUT", f"/taxes/{made[0]['id']}", {"rate": "8"})
    assert (changed["rate"], changed["country"], changed["shipping"]) == ("8.0000", "US", True)
    slugs = [row["slug"] for row in call(held, "GET", "/taxes/classes")]
    assert slugs == ["standard", "reduced-rate", "zero-rate"]


FILTERS = [
    ("include_status=publish", 50),
    ("include_status=draft,pending", 0),
    ("exclude_status=publish", 0),
    ("include_types=variable", 5),
    ("exclude_types=variable", 45),
    ("type=simple", 45),
    ("type=grouped", 0),
    ("status=publish&type=variable", 5),
    ("status=draft", 0),
    ("featured=true", 0),
    ("featured=false&status=publish", 50),
    ("search_name_or_sku=hz-0000003", 1),
    ("category=15", 50),
    ("category=99", 0),
]


@pytest.mark.parametrize(("query", "count"), FILTERS)
def test_a_filter_finds_seeded_products_and_follows_writes(
    held: Store, query: str, count: int
) -> None:
    rows = call(held, "GET", f"/products?per_page=100&orderby=id&order=asc&{query}")
    assert len(rows) == count
    assert rows == sorted(rows, key=lambda row: row["id"])
    plain = call(held, "GET", f"/products?per_page=100&orderby=title&order=asc&{query}")
    assert {row["id"] for row in plain} == {row["id"] for row in rows}  # the slow way agrees
    new = call(held, "POST", "/products", {"status": "draft", "sku": "NEW"})["id"]
    call(held, "PUT", "/products/1012", {"status": "draft"})
    after = call(held, "GET", f"/products?per_page=100&orderby=id&order=asc&{query}")
    plain = call(held, "GET", f"/products?per_page=100&orderby=title&order=asc&{query}")
    assert [row["id"] for row in after] == sorted(row["id"] for row in plain)
    if query == "status=draft":
        assert [row["id"] for row in after] == [1012, new]


def test_variations_of_all_products_come_once_and_follow_writes(held: Store) -> None:
    rows = call(held, "GET", "/variations?per_page=100&orderby=id&order=asc")
    assert [row["id"] for row in rows] == [
        at for number in range(0, 50, 10) for at in range(1001 + 4 * number, 1004 + 4 * number)
    ]
    call(held, "PUT", "/products/1000/variations/1002", {"regular_price": "1.00"})
    call(held, "DELETE", "/products/1000/variations/1003?force=true")
    after = call(held, "GET", "/variations?per_page=100&orderby=id&order=asc")
    assert [row["id"] for row in after] == [row["id"] for row in rows if row["id"] != 1003]
    changed = call(held, "GET", "/variations?modified_after=2026-05-01T00:00:00Z")
    assert [row["id"] for row in changed] == [1002]
    assert changed[0]["price"] == "1.00"
    assert call(held, "GET", "/variations?sku=HZ-0000010-M")[0]["id"] == 1042
    assert call(held, "GET", "/variations?status=draft") == []
    by_change = call(held, "GET", "/variations?per_page=3&orderby=modified&order=desc")
    assert by_change[0]["id"] == 1002


def test_counts_by_type_and_of_customers_and_the_report_that_stays_at_nothing(
    held: Store,
) -> None:
    totals = {r["slug"]: r["total"] for r in call(held, "GET", "/reports/products/totals")}
    assert totals == {"external": 0, "grouped": 0, "simple": 45, "variable": 5}
    totals = {r["slug"]: r["total"] for r in call(held, "GET", "/reports/customers/totals")}
    assert totals == {"paying": 10, "non_paying": 0}
    (month,) = call(held, "GET", "/reports/sales?period=month")
    assert list(month["totals"]) == ["2026-05-01", "2026-05-02", "2026-05-03"]


def test_an_attribute_can_be_renamed_and_keeps_its_slug(held: Store) -> None:
    made = call(held, "POST", "/products/attributes", {"name": "Colour"})
    path = f"/products/attributes/{made['id']}"
    assert call(held, "PUT", path, {"name": "Color"})["slug"] == "pa_colour"
    assert call(held, "GET", path)["name"] == "Color"
    with pytest.raises(AssertionError, match="cannot be changed here"):
        call(held, "PUT", path, {"slug": "other"})


def test_zones_and_ways_of_paying_can_be_looked_at(held: Store) -> None:
    assert call(held, "GET", "/shipping/zones/0/methods") == []
    assert call(held, "GET", "/shipping/zones/0/locations") == []
    assert call(held, "GET", "/payment_gateways/cod")["title"] == "Cash on delivery"
    with pytest.raises(AssertionError, match="404"):
        call(held, "GET", "/payment_gateways/gold")
