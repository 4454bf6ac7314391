"""Whatever a plug-in puts into a document, the rest of it is read."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanse.base.faults import Finding
from hanse.connectors.woocommerce import mapping
from hanse.trade.goods import Product
from hanse.trade.orders import Order
from tests.connectors.woocommerce.recorded import SHOP, body
from tests.trade.test_documents import ANYTHING

PRODUCT = body(55)
VARIATION = body(66)["create"][0]
ORDER = body(125)
REFUND = body(134)
CUSTOMER = body(148)


def changed(document: Any) -> st.SearchStrategy[Any]:
    """The document with a few of its fields replaced by anything."""
    odd = st.dictionaries(st.sampled_from(sorted(document)), ANYTHING, min_size=1, max_size=4)
    return odd.map(lambda fields: {**document, **fields})


@given(changed(PRODUCT), changed(VARIATION))
def test_goods_are_read_or_said_not_to_be(product: Any, variation: Any) -> None:
    read = mapping.product(product, SHOP)
    offer = mapping.variation(variation, SHOP)
    if isinstance(read, Product) and not isinstance(offer, Finding):
        mapping.with_offers(read, {offer.variant_id or "": offer})


@given(changed(ORDER), changed(ORDER["line_items"][1]))
def test_orders_are_read_or_said_not_to_be(order: Any, line: Any) -> None:
    mapping.order(order)
    read = mapping.order({**ORDER, "line_items": [line]})
    assert isinstance(read, Order)
    assert len(read.lines) == 1


@given(changed(REFUND), changed(CUSTOMER))
def test_people_and_refunds_are_read_or_said_not_to_be(refund: Any, customer: Any) -> None:
    mapping.refund(refund, "78", "USD")
    mapping.customer(customer)


@pytest.mark.parametrize("name", sorted(PRODUCT))
def test_a_product_without_one_of_its_fields_is_still_one(name: str) -> None:
    document = {key: value for key, value in PRODUCT.items() if key != name}
    read = mapping.product(document, SHOP)
    assert isinstance(read, Finding if name == "id" else Product)


@pytest.mark.parametrize("name", sorted(ORDER))
def test_an_order_without_one_of_its_fields_is_still_one(name: str) -> None:
    document = {key: value for key, value in ORDER.items() if key != name}
    assert isinstance(mapping.order(document), Finding if name == "id" else Order)


def test_huge_and_strange_texts_stay_as_they_are() -> None:
    title = "👩‍👩‍👧 " * 50_000 + "\u202e"
    read = mapping.product({**PRODUCT, "name": title}, SHOP)
    assert isinstance(read, Product)
    assert read.title == title
