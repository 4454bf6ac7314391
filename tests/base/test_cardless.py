"""Numbers of cards go out of documents, and ids that look like them stay."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hanse.base.card_numbers import REMOVED
from hanse.base.cardless import document_without, may_hold, told_without

VISA, GAPS = "4111111111111111", "4111 1111-1111 1111"


@pytest.mark.parametrize(
    "name",
    ["id", "ids", "parent_id", "line_ids", "__parentId", "variantId", "order_key", "endCursor"],
)
def test_an_id_that_passes_for_a_card_stays(name: str) -> None:
    document = {name: f"gid://shopify/Order/{VISA}", "inner": [{name: VISA}, {name: int(VISA)}]}
    assert document_without(document) is document
    told = json.dumps(document)
    assert told_without(told) == told


@pytest.mark.parametrize(
    "name", ["note", "title", "valid", "paid", "company", "email", "sku", "phone", "customerNote"]
)
def test_what_people_write_does_not(name: str) -> None:
    document = {"id": 7, name: f"x {GAPS}", "inner": {name: [GAPS, VISA]}}
    assert may_hold(json.dumps(document).encode())
    without = {"id": 7, name: f"x {REMOVED}", "inner": {name: [REMOVED, REMOVED]}}
    assert document_without(document) == without
    assert json.loads(told_without(json.dumps(document))) == without


def test_of_a_pair_the_key_says_what_its_value_is() -> None:
    pairs = [{"key": "_charge_id", "value": VISA}, {"key": "gift", "value": int(VISA)}]
    assert document_without(pairs) == [pairs[0], {"key": "gift", "value": REMOVED}]


def test_prices_and_barcodes_stay() -> None:
    document = {"price": 4.166666666666666, "sku": "4006381333931", "taken_at": 1764244800000}
    assert document_without(document) is document
    told = '{"note": "taken at 1764244800000"}'
    assert told_without(told) == told


@settings(max_examples=100)
@given(
    st.sampled_from(["note", "paid", "id", "line_ids"]),
    st.text('41 -.,\u00a0\u2013"\\\n\u0001x[]{:', max_size=40).map(lambda text: text + VISA),
    st.booleans(),
)
def test_what_is_not_looked_at_holds_none(name: str, text: str, is_list: bool) -> None:
    document = {"id": f"gid://shopify/Order/{VISA}", name: [text, text] if is_list else text}
    if document_without(document) is not document:
        assert may_hold(json.dumps(document, ensure_ascii=False).encode())


def test_a_document_of_long_ids_alone_is_not_looked_at() -> None:
    ids = {"id": f"gid://shopify/Order/{VISA}", "line_ids": [VISA, VISA], "productId": int(VISA)}
    assert not may_hold(json.dumps(ids).encode())
    assert may_hold(json.dumps([ids, VISA]).encode())
