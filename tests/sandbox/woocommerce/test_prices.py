"""The cleaning of prices, and stock as the platform notes have it."""

from typing import Any

import pytest

from hanse.sandbox.woocommerce.prices import clean
from hanse.sandbox.woocommerce.store import Store
from tests.sandbox.woocommerce.replay import call, recorded_store

CLEANED: list[tuple[Any, str]] = [
    ("1.234,50", "1.23450"),
    ("$12.00 USD", "12.00"),
    ("1,299.00", "1299.00"),
    ("abc", ""),
    ("-5", "-5"),
    ("9.999", "9.999"),
    ("0,12", "012"),
    ("12.", "12"),
    (7.5, "7.5"),
    (None, ""),
    ("", ""),
]


@pytest.mark.parametrize(("sent", "kept"), CLEANED)
def test_a_price_is_cleaned_and_never_refused(sent: Any, kept: str) -> None:
    assert clean(sent) == kept


def test_another_decimal_separator_reads_commas_as_points() -> None:
    assert clean("12,50", ",") == "12.50"


def made(store: Store, **body: Any) -> Any:
    return call(store, "POST", "/products", {"name": "A", **body})


def test_managed_stock_decides_the_status() -> None:
    store = recorded_store()
    plain = made(store, manage_stock=True, stock_quantity=0, stock_status="instock")
    assert plain["stock_status"] == "outofstock"
    late = made(store, manage_stock=True, stock_quantity=0, backorders="notify")
    assert late["stock_status"] == "onbackorder"


def test_turning_management_off_forgets_quantity_backorders_and_threshold() -> None:
    store = recorded_store()
    product = made(store, manage_stock=True, stock_quantity=3, backorders="yes", low_stock_amount=2)
    after = call(store, "PUT", f"/products/{product['id']}", {"manage_stock": False})
    assert (after["stock_quantity"], after["backorders"], after["low_stock_amount"]) == (
        None,
        "no",
        None,
    )


def test_an_order_that_becomes_pending_gives_its_stock_back_once() -> None:
    store = recorded_store()
    product = made(store, manage_stock=True, stock_quantity=5, regular_price="1")["id"]
    lines = [{"product_id": product, "quantity": 2}]
    order = call(store, "POST", "/orders", {"status": "processing", "line_items": lines})["id"]

    def stock() -> Any:
        return call(store, "GET", f"/products/{product}")["stock_quantity"]

    assert stock() == 3
    for status, left in (("completed", 3), ("failed", 3), ("pending", 5), ("cancelled", 5)):
        call(store, "PUT", f"/orders/{order}", {"status": status})
        assert stock() == left


def test_a_refund_of_everything_makes_the_order_refunded() -> None:
    store = recorded_store()
    product = made(store, regular_price="4", manage_stock=True, stock_quantity=5)["id"]
    body = {"set_paid": True, "line_items": [{"product_id": product}]}
    order = call(store, "POST", "/orders", body)
    line = {"id": order["line_items"][0]["id"], "quantity": 1, "refund_total": "4.00"}
    refund = {"amount": order["total"], "api_refund": False, "line_items": [line]}
    call(store, "POST", f"/orders/{order['id']}/refunds", refund)
    assert call(store, "GET", f"/orders/{order['id']}")["status"] == "refunded"
    assert call(store, "GET", f"/products/{product}")["stock_quantity"] == 5


def test_an_image_that_fails_undoes_those_loaded_before_it() -> None:
    store = recorded_store()
    good, bad = {"src": "http://127.0.0.1:1/a.png"}, {"src": "http://127.0.0.1:9/b.png"}
    with pytest.raises(AssertionError, match="woocommerce_product_image_upload_error"):
        made(store, images=[good, bad])
    assert store.attachments == {}
    assert call(store, "GET", "/products") == []
