"""What is made at a store: the row that goes out, its answer, and how it is found again."""

import json
from typing import Any

import pytest

from hanse.base.faults import Conflict, OutcomeUnknown, Rejected, Severity, Unavailable
from hanse.connectors.woocommerce import mapping
from hanse.connectors.woocommerce.writes import creation
from hanse.trade.fields import Fields
from hanse.trade.ports_read import Kind, Reply
from hanse.trade.ports_write import Piece, Target, Wanted
from tests.connectors.woocommerce.recorded import SHOP, body
from tests.connectors.woocommerce.test_writes import faults, outcomes, piece, refused, said, usd


def create(sku: str | None, **more: Any) -> Piece:
    after: dict[str, Any] = {"title": "Lamp", "state": "draft", **more}
    if sku is not None:
        after["sku"] = sku
    return piece(creation.PORT, after, target=Target(None))


def test_a_new_product_says_all_that_the_store_would_choose() -> None:
    made = create("L-1", state="live", price=usd("9"), compare_at=usd("12"), gtin="4006381333931")
    assert json.loads(made.body) == {
        "type": "simple",
        "name": "Lamp",
        "status": "publish",
        "sku": "L-1",
        "global_unique_id": "4006381333931",
        "regular_price": "12.00",
        "sale_price": "9.00",
        "meta_data": [{"key": "_hanse_mark", "value": "mark-1"}],
    }
    asked = creation.PORT.request([made, made], "key", SHOP)
    assert asked.path == "products/batch"
    assert asked.body == b'{"create":[%s,%s]}' % (made.body, made.body)
    bare = piece(creation.PORT, {"title": "x"}, target=Target(None))
    assert json.loads(bare.body)["status"] == "draft"
    assert said(bare.findings) == [("no_sku", "warning"), ("made_as_draft", "hint")]


def test_a_product_without_a_price_has_none_to_be_struck_out() -> None:
    assert "regular_price" not in json.loads(create("L-1", compare_at=None).body)


@pytest.mark.parametrize(
    ("after", "code"),
    [
        ({"sku": "L-1"}, "no_title"),
        ({"title": "x", "sku": " L"}, "cleaned"),
        ({"title": "x", "sku": "L,M"}, "comma"),
        ({"title": "x", "price": usd("-1")}, "below_zero"),
        ({"title": "x", "price": usd("9"), "compare_at": usd("9")}, "not_below"),
        ({"title": "x", "state": "trashed"}, "no_such_state"),
        ({"title": "x", "listed": True}, "unknown_field"),
        ({"title": "x", "price": "9"}, "no_money"),
    ],
)
def test_a_new_product_that_would_be_bent_is_not_made(after: Fields, code: str) -> None:
    found = refused(creation.PORT, after, target=Target(None))
    assert code in [each.code for each in found if each.severity is Severity.error]


def row(remote_id: int, **more: Any) -> dict[str, Any]:
    return {"id": remote_id, "sku": "", "meta_data": [], **more}


def marked(text: str) -> list[dict[str, str]]:
    return [{"key": "_hanse_mark", "value": text}]


def test_the_second_of_two_with_one_sku_is_refused_and_the_first_is_made() -> None:
    """Recording 085, and 081 with others around it."""
    found = outcomes(creation.PORT, [create("SAME-1"), create("SAME-1")], body(85))
    assert faults(found) == [None, Conflict]
    assert found[1].number_taken
    mixed = [create("B-1"), create("CASE-A"), create("B-3"), create("B-4")]
    found = outcomes(creation.PORT, mixed, body(81))
    assert faults(found) == [None, Conflict, None, None]
    assert [each.remote_id for each in found] == ["26", None, "27", "28"]
    assert [each.number_taken for each in found] == [False, True, False, False]


def test_half_an_answer_names_what_it_holds_and_no_more() -> None:
    pieces = [create("A-1"), create("A-2"), create("A-3")]
    rows = [row(31, sku="A-1"), row(33, sku="A-3")]
    found = outcomes(creation.PORT, pieces, {"create": rows})
    assert [each.remote_id for each in found] == ["31", None, "33"]
    assert faults(found) == [None, OutcomeUnknown, None]
    refused_first = [{"id": 0, "error": body(43)}, row(32, sku="A-2")]
    assert faults(outcomes(creation.PORT, pieces, {"create": refused_first})) == [
        OutcomeUnknown,
        None,
        OutcomeUnknown,
    ]


def test_one_row_is_not_taken_for_two_with_the_same_sku() -> None:
    twins = [create("A-1"), create("A-1")]
    assert faults(outcomes(creation.PORT, twins, {"create": [row(31, sku="A-1")]})) == [
        OutcomeUnknown,
        OutcomeUnknown,
    ]


def test_a_row_that_is_another_ones_is_not_taken_for_ours() -> None:
    pieces = [create("A-1")]
    for strange in (row(31, sku="B-1"), row(31, meta_data=marked("mark-2")), {"id": None}):
        assert faults(outcomes(creation.PORT, pieces, {"create": [strange]})) == [OutcomeUnknown]
    (found,) = outcomes(creation.PORT, [create(None)], {"create": [row(31)]})
    assert found.remote_id == "31"
    (found,) = outcomes(
        creation.PORT, [create(None)], {"create": [row(31, meta_data=marked("mark-1"))]}
    )
    assert found.remote_id == "31"


@pytest.mark.parametrize("document", [[], {}, None, {"create": None}, {"create": [7, "x"]}])
def test_an_answer_that_names_nothing_leaves_all_unknown(document: object) -> None:
    new = [create("A-1"), create("A-2")]
    assert faults(outcomes(creation.PORT, new, document)) == [OutcomeUnknown] * 2


# How it is found again


def lookup(document: object) -> list[tuple[Target, Fields]]:
    assert creation.PORT.lookup
    return [
        (each.target, each.fields)
        for each in creation.PORT.lookup.found(wanted({}), Reply(document), SHOP)
    ]


def wanted(after: Fields) -> Wanted:
    return Wanted(Target(None), {}, after)


def test_it_is_looked_for_by_its_sku_in_any_state_and_as_it_was_written() -> None:
    assert creation.PORT.lookup
    asked = creation.PORT.lookup.question(wanted({"sku": "A/1 é", "title": "x"}), SHOP)
    assert (asked.method, asked.writes, asked.path) == ("GET", False, "products")
    assert {("sku", "A/1 é"), ("status", "any"), ("context", "edit")} <= set(asked.query)
    with pytest.raises(Rejected):
        creation.PORT.lookup.question(wanted({"title": "x", "sku": ""}), SHOP)


def test_what_has_the_sku_is_found_be_it_a_variation() -> None:
    product, variation = body(55), {**body(66)["create"][0], "parent_id": 18}
    assert lookup([]) == []
    (one, two) = lookup([product, variation])
    assert one[0] == Target(str(product["id"]))
    assert one[1]["sku"] == product["sku"]
    assert one[1]["title"] == mapping.plain(product["name"])
    assert set(one[1]) == creation.FIELDS - {"options"}
    assert (two[0], two[1]["sku"]) == (Target("19", "18"), "PH-B-R64")


def test_what_has_the_sku_and_cannot_be_read_is_there_all_the_same() -> None:
    assert lookup([{"id": 40, "type": "variation"}, {"sku": "A"}]) == [(Target("40"), {})]
    with pytest.raises(Unavailable):
        lookup({"code": "x"})


def test_a_new_product_shows_what_was_wanted() -> None:
    """Recording 041, as it comes back by its id."""
    after: Fields = {
        "title": "Phone Case A",
        "state": "live",
        "sku": "CASE-A",
        "gtin": "4006381333931",
        "price": usd("9.99"),
        "compare_at": usd("12.50"),
    }
    (found,) = creation.PORT.found(Kind.products, mapping.product(body(41), SHOP))
    assert {name: found.fields[name] for name in after} == after
