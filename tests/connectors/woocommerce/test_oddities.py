"""Whatever a plug-in puts into a document, the rest of it is read."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanse.base.faults import Finding, OutcomeUnknown, Unavailable
from hanse.connectors.woocommerce import manifest, mapping
from hanse.connectors.woocommerce.writes import creation
from hanse.trade.goods import Product
from hanse.trade.orders import Order
from hanse.trade.ports_read import Kind, Reply
from hanse.trade.ports_write import Piece, Target, Wanted, WritePort
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


ROW = st.fixed_dictionaries(
    {},
    optional={
        "id": st.sampled_from([12, "12", 13, 0, None]) | ANYTHING,
        "sku": st.just("A-1") | ANYTHING,
        "meta_data": st.just([{"key": "_hanse_mark", "value": "m"}]) | ANYTHING,
        "type": st.sampled_from(["simple", "variation"]) | ANYTHING,
        "error": ANYTHING
        | st.fixed_dictionaries(
            {"code": ANYTHING | st.just("product_invalid_sku")},
            optional={"message": ANYTHING, "data": ANYTHING | st.just({"status": 400})},
        ),
    },
)
ROWS = st.lists(ROW | ANYTHING, max_size=4)


@given(st.dictionaries(st.sampled_from(["update", "create"]), ROWS) | ANYTHING)
def test_whatever_a_batch_answers_each_row_has_one_outcome(document: Any) -> None:
    """And none is done that the answer does not name. Orders are written one by one."""
    for port in manifest.WRITES:
        if port.kind in manifest.OF_ORDERS:
            continue
        new = port.kind in manifest.MADE
        body = b'{"sku":"A-1"}' if new else b'{"id":12}'
        pieces = [Piece(Target(None if new else "12"), body), Piece(Target("99"), b'{"sku":"B"}')]
        one, two = port.outcomes(pieces, Reply(document), SHOP)
        for each in (one, two):
            assert each.fault is not None or each.remote_id
        assert new or isinstance(two.fault, OutcomeUnknown) or "99" in str(document)


@pytest.mark.parametrize("port", manifest.WRITES, ids=lambda port: port.kind)
def test_what_is_no_product_shows_nothing(port: WritePort) -> None:
    for kind in Kind:
        strangers: list[object] = [None, {}, mapping.order(ORDER), mapping.customer(CUSTOMER)]
        for value in strangers:
            assert not port.found(kind, value)
    assert port.found(Kind.orders, mapping.product(PRODUCT, SHOP)) == ()
    assert port.found(Kind.levels, mapping.variation(VARIATION, SHOP)) == ()


WANTED = Wanted(Target(None), {}, {})


@given(ROWS | ANYTHING)
def test_whatever_is_found_by_a_sku_is_told_by_its_id(document: Any) -> None:
    assert creation.PORT.lookup
    if not isinstance(document, list):
        with pytest.raises(Unavailable):
            creation.PORT.lookup.found(WANTED, Reply(document), SHOP)
        return
    for each in creation.PORT.lookup.found(WANTED, Reply(document), SHOP):
        assert each.target.remote_id
        assert set(each.fields) <= creation.FIELDS
