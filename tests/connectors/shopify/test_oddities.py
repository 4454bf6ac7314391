"""Whatever is in a document, the rest of it is read."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanse.base.faults import Finding
from hanse.connectors.shopify import hooks, manifest
from hanse.connectors.shopify.mapping import goods, orders, people, stock
from hanse.trade.goods import Product
from hanse.trade.orders import Order
from hanse.trade.ports_read import Kind
from tests.connectors.shopify import documents as made
from tests.connectors.shopify.told import APP, SHOP, raw, received
from tests.trade.test_documents import ANYTHING

PRODUCT = received(made.product())
OFFER = received(made.offer())
ITEM = received(made.item())
ORDER = received(made.order(refunds=[made.refund()], fulfillments=[made.parcel()]))
CUSTOMER = received(made.customer())
BULK = manifest.BULK


def paths(document: Any, so_far: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in it, also within what is in it."""
    keys = document if isinstance(document, dict) else range(len(document))
    found = []
    for key in keys:
        here = (*so_far, key)
        found.append(here)
        if isinstance(document[key], dict | list):
            found += paths(document[key], here)
    return found


def put(document: Any, path: tuple[Any, ...], value: object) -> Any:
    if not path:
        return value
    changed = put(document[path[0]], path[1:], value)
    if isinstance(document, dict):
        return {**document, path[0]: changed}
    return [changed if number == path[0] else each for number, each in enumerate(document)]


def odd(document: Any) -> st.SearchStrategy[Any]:
    """The document with anything at up to three of its places, at any depth."""
    change = st.tuples(st.sampled_from(paths(document)), ANYTHING)

    def apply(changes: list[tuple[tuple[Any, ...], object]]) -> Any:
        changed = document
        for path, value in sorted(changes, key=lambda each: -len(each[0])):
            changed = put(changed, path, value)
        return changed

    return st.lists(change, min_size=1, max_size=3).map(apply)


@given(odd(PRODUCT), odd(OFFER))
def test_goods_are_read_or_said_not_to_be(product: Any, offer: Any) -> None:
    goods.product(product, SHOP)
    goods.offer(offer, SHOP)


@given(odd(ITEM), odd(received(made.location())))
def test_stock_is_read_or_said_not_to_be(item: Any, location: Any) -> None:
    stock.item_stock(item)
    stock.location(location)


@given(odd(ORDER), odd(CUSTOMER))
def test_orders_and_people_are_read_or_said_not_to_be(order: Any, customer: Any) -> None:
    orders.order(order)
    people.customer(customer)


@given(ANYTHING)
def test_anything_at_all_is_read_or_said_not_to_be(value: object) -> None:
    for read in (goods.product(value, SHOP), orders.order(value), stock.item_stock(value)):
        assert isinstance(read, Finding)


@given(st.sampled_from(list(Kind)), st.lists(ANYTHING | odd(ORDER) | odd(ITEM), max_size=4))
def test_any_line_of_a_file_is_read_or_said_not_to_be(kind: Kind, lines: list[Any]) -> None:
    assert BULK is not None
    if kind in BULK.kinds:
        BULK.page(kind, lines, SHOP)


@given(st.sampled_from([*hooks.TOPICS, *hooks.OF_ACCOUNT]), st.binary(max_size=60))
def test_any_message_is_read_or_said_not_to_be(topic: str, body: bytes) -> None:
    headers = {"x-shopify-topic": topic, "x-shopify-webhook-id": "1"}
    hooks.signals(headers, body)
    assert not hooks.verify(headers, body, APP)


@pytest.mark.parametrize("name", sorted(PRODUCT))
def test_a_product_without_one_of_its_fields_is_still_one(name: str) -> None:
    document = {key: value for key, value in PRODUCT.items() if key != name}
    assert isinstance(goods.product(document, SHOP), Finding if name == "id" else Product)


@pytest.mark.parametrize("name", sorted(ORDER))
def test_an_order_without_one_of_its_fields_is_still_one(name: str) -> None:
    document = {key: value for key, value in ORDER.items() if key != name}
    assert isinstance(orders.order(document), Finding if name == "id" else Order)


def test_a_document_broken_in_every_line_does_not_say_so_without_end() -> None:
    lines = [{"id": made.of("LineItem", number)} for number in range(1, 500)]
    read = orders.order({**ORDER, "lineItems": {"nodes": lines}})
    assert isinstance(read, Order)
    assert len(read.lines) == 499
    assert len(read.findings) <= 50


def test_a_body_of_a_webhook_is_never_more_than_a_hint() -> None:
    """A price in it is not believed: it was true when it was sent."""
    body = raw({"id": 12, "title": "Free", "variants": [{"price": "0.00"}]})
    told = hooks.signals({"x-shopify-topic": "products/update"}, body)
    assert "0.00" not in repr(told)
