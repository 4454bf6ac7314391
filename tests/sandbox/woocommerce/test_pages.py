"""Pages of a large world, before and after writes: every product once, in order."""

from datetime import UTC, datetime
from typing import Any

import pytest

from hanse.base.clock import FixedClock
from hanse.sandbox.ledger import Ledger
from hanse.sandbox.woocommerce.auth import Key
from hanse.sandbox.woocommerce.store import Store
from hanse.sandbox.world import World
from tests.sandbox.woocommerce.records import keys_of_the_store
from tests.sandbox.woocommerce.replay import call


def store(products: int = 57) -> Store:
    made = Store(FixedClock(datetime(2026, 5, 1, tzinfo=UTC)), Ledger(), World(2, products))
    name, secret = keys_of_the_store()
    made.keys[name] = Key(1, name, secret, "read_write")
    return made


def pages(held: Store, query: str, size: int = 10) -> list[Any]:
    found: list[Any] = []
    for page in range(1, 50):
        rows = call(held, "GET", f"/products?per_page={size}&page={page}&{query}")
        found += rows
        if len(rows) < size:
            return found
    raise AssertionError("the pages do not end")


ORDERS = [
    f"orderby={by}&order={way}" for by in ("date", "id", "modified") for way in ("asc", "desc")
]


@pytest.mark.parametrize("order", ORDERS)
def test_every_product_comes_once_whatever_was_written_before(order: str) -> None:
    held = store()
    ids = sorted(row["id"] for row in pages(held, order))
    assert len(ids) == len(set(ids)) == 57
    call(held, "PUT", f"/products/{ids[3]}", {"name": "Changed"})
    call(held, "DELETE", f"/products/{ids[5]}")
    call(held, "DELETE", f"/products/{ids[20]}?force=true")
    new = call(held, "POST", "/products", {"name": "New"})["id"]
    found = pages(held, order)
    assert sorted(row["id"] for row in found) == sorted({*ids, new} - {ids[5], ids[20]})
    key = "date_modified_gmt" if "modified" in order else "id"
    values = [row[key] for row in found]
    assert values == sorted(values, reverse="desc" in order)


def test_what_changed_is_found_by_time_among_seeded_ones_too() -> None:
    held = store()
    last = held.seeded_at.isoformat().replace("+00:00", "Z")
    rows = pages(held, f"modified_after={last}&orderby=modified&order=asc")
    assert len(rows) == 56  # the bound itself is outside
    call(held, "PUT", f"/products/{rows[0]['id']}", {"name": "Changed"})
    again = pages(held, f"modified_after={last}&orderby=modified&order=asc")
    assert again[-1]["name"] == "Changed"
    assert len(again) == 56


def test_a_seeded_variation_can_be_read_written_and_deleted() -> None:
    held = store()
    parent = next(row for row in pages(held, "") if row["type"] == "variable")
    path = f"/products/{parent['id']}/variations"
    first = call(held, "GET", path)[-1]
    call(held, "PUT", f"{path}/{first['id']}", {"regular_price": "1.00"})
    assert call(held, "GET", f"/products/{parent['id']}")["price"] == "1.00"
    call(held, "DELETE", f"{path}/{first['id']}?force=true")
    assert len(call(held, "GET", path)) == 2
    assert call(held, "GET", f"/products?sku={first['sku']}") == []


def test_a_seeded_sku_is_taken() -> None:
    held = store()
    sku = pages(held, "")[0]["sku"]
    done = call(held, "POST", "/products/batch", {"create": [{"sku": sku}]})
    assert done["create"][0]["error"]["code"] == "product_invalid_sku"


def test_an_older_store_has_no_list_of_all_variations() -> None:
    held = store()
    assert call(held, "GET", "/variations?per_page=5")
    held.version = "9.9.5"
    with pytest.raises(AssertionError, match="rest_no_route"):
        call(held, "GET", "/variations")


def test_an_older_store_tells_less_and_leaves_a_coupon_as_typed() -> None:
    held = store()
    held.version = "9.9.5"
    sku = pages(held, "")[0]["sku"]
    order = call(held, "POST", "/orders", {"set_paid": True, "line_items": [{"sku": sku}]})
    assert "global_unique_id" not in order["line_items"][0]
    body = {"amount": "0.50", "api_refund": False}
    assert "meta_data" not in call(held, "POST", f"/orders/{order['id']}/refunds", body)
    assert call(held, "POST", "/coupons", {"code": "TenOff"})["code"] == "TenOff"
    image = {"images": [{"src": "https://example.test/a.png"}]}
    assert "srcset" not in call(held, "POST", "/products", image)["images"][0]


@pytest.mark.parametrize("context", ["view", "edit"])
def test_a_row_of_a_page_is_what_the_product_alone_is(context: str) -> None:
    held = store()
    call(held, "POST", "/taxes", {"rate": "5", "name": "100%"})
    for _ in range(2):  # before and after writes, which change what is related
        for row in pages(held, f"orderby=id&order=asc&context={context}", 40):
            assert row == call(held, "GET", f"/products/{row['id']}?context={context}")
        call(held, "POST", "/products", {"name": "100 % @sku@ %(id)d"})
        call(held, "PUT", "/products/1012", {"regular_price": "1234567"})
        call(held, "PUT", "/products/categories/15", {"name": "50 % off"})
