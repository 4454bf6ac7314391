"""A product with variations: its attributes are made first, then each variation."""

import json
from typing import Any

import pytest

from hanse.base.faults import Conflict, Rejected, Severity, Unavailable
from hanse.connectors.woocommerce import mapping
from hanse.connectors.woocommerce.writes import creation, variations
from hanse.trade.drafts import choices_value, options_value
from hanse.trade.fields import Fields
from hanse.trade.goods import Choice, Option
from hanse.trade.ports_read import Kind, Reply
from hanse.trade.ports_write import Piece, Target, Wanted
from tests.connectors.woocommerce.recorded import SHOP, body
from tests.connectors.woocommerce.test_writes import faults, outcomes, piece, refused, said, usd

CREATE, STATE = variations.PORTS
OPTIONS = options_value([Option("Colour", ("Red", "Blue")), Option("Storage", ("64GB",))])
CHOICES = choices_value([Choice("Storage", "64GB"), Choice("Colour", "Red")])
NEW, OF_18 = Target(None), Target(None, "18")
GOOD: Fields = {"choices": CHOICES, "sku": "PH-B-R64", "price": usd("199"), "state": "live"}


def parent(**more: Any) -> Piece:
    after = {"title": "Phone", "sku": "PH-B", "options": OPTIONS, "state": "draft", **more}
    return piece(creation.PORT, after, target=NEW)


def variation(**more: Any) -> Piece:
    return piece(CREATE, {**GOOD, **more}, target=OF_18)


# The product that they are of


def test_a_product_for_variations_is_made_as_a_draft_with_its_attributes() -> None:
    made = parent()
    assert json.loads(made.body) == {
        "type": "variable",
        "name": "Phone",
        "sku": "PH-B",
        "status": "draft",
        "attributes": [
            {
                "name": "Colour",
                "options": ["Red", "Blue"],
                "position": 0,
                "variation": True,
                "visible": True,
            },
            {
                "name": "Storage",
                "options": ["64GB"],
                "position": 1,
                "variation": True,
                "visible": True,
            },
        ],
        "meta_data": [{"key": "_hanse_mark", "value": "mark-1"}],
    }
    assert made.findings == ()
    unsaid = piece(creation.PORT, {"title": "x", "sku": "x", "options": OPTIONS}, target=NEW)
    assert json.loads(unsaid.body)["status"] == "draft"


def one_option(name: str, *values: str) -> Fields:
    return {"options": options_value([Option(name, values)])}


@pytest.mark.parametrize(
    ("after", "code", "field"),
    [
        ({"state": "live"}, "nothing_to_buy", "state"),
        ({"price": usd("9")}, "of_the_variations", "price"),
        ({"gtin": "4006381333931"}, "of_the_variations", "gtin"),
        ({"compare_at": None}, "of_the_variations", "compare_at"),
        ({"options": ()}, "no_options", "options"),
        (one_option("Size", "S | M"), "cleaned", "options"),
        (one_option("Size", "S &amp; M"), "cleaned", "options"),
        (one_option("Size", *map(str, range(40)), "S|M"), "cleaned", "options"),
        (one_option("<b>", "S"), "cleaned", "options"),
        (one_option("Size", "S", "s"), "value_twice", "options"),
        (one_option("Size", "x" * 201), "too_long", "options"),
        (one_option("Size", *map(str, range(501))), "too_many", "options"),
    ],
)
def test_a_product_for_variations_that_would_be_bent_is_not_made(
    after: Fields, code: str, field: str
) -> None:
    good: Fields = {"title": "Phone", "sku": "PH-B", "options": OPTIONS, "state": "draft"}
    found = refused(creation.PORT, {**good, **after}, target=NEW)
    assert [(each.code, each.field) for each in found] == [(code, field)]


def test_a_product_for_variations_shows_what_was_wanted() -> None:
    """Recording 065; the values of an attribute of the whole store come back sorted."""
    told = mapping.product(body(65), SHOP)
    (found,) = creation.PORT.found(Kind.products, told)
    colour, storage = Option("Colour", ("Blue", "Red")), Option("Storage", ("64GB", "128GB"))
    assert found.fields["options"] == options_value([colour, storage])
    assert not found.fields.keys() & {"price", "gtin"}


# The variations


def test_a_variation_is_made_under_its_product() -> None:
    made = variation(compare_at=usd("249"))
    assert json.loads(made.body) == {
        "attributes": [
            {"name": "Colour", "option": "Red"},
            {"name": "Storage", "option": "64GB"},
        ],
        "sku": "PH-B-R64",
        "status": "publish",
        "regular_price": "249.00",
        "sale_price": "199.00",
        "meta_data": [{"key": "_hanse_mark", "value": "mark-1"}],
    }
    asked = CREATE.request([made, made], "key", SHOP)
    assert asked.path == "products/18/variations/batch"
    assert asked.body == b'{"create":[%s,%s]}' % (made.body, made.body)
    bare = piece(CREATE, {"choices": CHOICES, "sku": "x", "price": usd("1")}, target=OF_18)
    assert json.loads(bare.body)["status"] == "draft"
    assert said(bare.findings) == [("made_as_draft", "hint")]


@pytest.mark.parametrize(
    ("after", "code", "field"),
    [
        ({"sku": None}, "no_sku", "sku"),
        ({"sku": "A,B"}, "comma", "sku"),
        ({"choices": ()}, "no_choices", "choices"),
        ({"choices": (("Size", None),)}, "no_choices", "choices"),
        ({"choices": (("Size", "S|M"),)}, "cleaned", "choices"),
        ({"choices": (("Size", " S"),)}, "blank_edges", "choices"),
        ({"choices": (("Size", "S"), ("size", "M"))}, "option_twice", "choices"),
        ({"price": usd("-1")}, "below_zero", "price"),
        ({"state": "trashed"}, "no_such_state", "state"),
        ({"title": "x"}, "unknown_field", "title"),
    ],
)
def test_a_variation_that_would_be_bent_is_not_made(after: Fields, code: str, field: str) -> None:
    found = refused(CREATE, {**GOOD, **after}, target=OF_18)
    assert [(each.code, each.field) for each in found if each.severity is Severity.error] == [
        (code, field)
    ]


def test_a_variation_without_a_sku_is_told_why_it_needs_one() -> None:
    (found,) = refused(CREATE, {**GOOD, "sku": None}, target=OF_18)
    assert str(found) == (
        "Without a SKU a second one could be made if an answer is lost. Give it a SKU."
    )


@pytest.mark.parametrize("target", [Target(None), Target("19", "18"), Target("19")])
def test_a_variation_is_made_under_a_product_and_once(target: Target) -> None:
    with pytest.raises(Rejected):
        piece(CREATE, GOOD, target=target)


def test_each_variation_is_made_or_refused_by_itself() -> None:
    """Recording 066: the third has the SKU of another product."""
    pieces = [variation(sku=sku) for sku in ("PH-B-R64", "PH-B-B64", "CASE-A")]
    found = outcomes(CREATE, pieces, body(66))
    assert faults(found) == [None, None, Conflict]
    assert [each.remote_id for each in found] == ["19", "20", None]
    assert [each.number_taken for each in found] == [False, False, True]


def test_a_variation_shows_what_was_wanted() -> None:
    (found,) = CREATE.found(Kind.offers, mapping.variation(body(66)["create"][0], SHOP))
    assert found.target == Target("19", "18")
    assert set(found.fields) == CREATE.fields
    assert {name: found.fields[name] for name in GOOD} == GOOD
    (state,) = STATE.found(Kind.offers, mapping.variation(body(66)["create"][0], SHOP))
    assert state.fields == {"state": "live"}


# How it is found again


def wanted(after: Fields, target: Target = OF_18) -> Wanted:
    return Wanted(target, {}, after)


def test_it_is_looked_for_by_its_sku_among_those_of_its_product() -> None:
    lookup = CREATE.lookup
    assert lookup
    asked = lookup.question(wanted(GOOD), SHOP)
    assert (asked.method, asked.writes, asked.path) == ("GET", False, "products/18/variations")
    assert {("sku", "PH-B-R64"), ("status", "any")} <= set(asked.query)
    row = body(66)["create"][0]
    (found,) = lookup.found(wanted(GOOD), Reply([row]), SHOP)
    assert (found.target, found.fields["sku"]) == (Target("19", "18"), "PH-B-R64")
    assert not lookup.found(wanted(GOOD), Reply([]), SHOP)
    assert not lookup.found(wanted(GOOD, Target(None, "99")), Reply([row]), SHOP)
    with pytest.raises(Unavailable):
        lookup.found(wanted(GOOD), Reply({"code": "x"}), SHOP)
    with pytest.raises(Rejected):
        lookup.question(wanted({**GOOD, "sku": None}), SHOP)


# Whether it can be chosen


def test_a_variation_is_hidden_by_its_own_state() -> None:
    made = piece(STATE, {"state": "draft"}, {"state": "live"}, Target("19", "18"))
    assert json.loads(made.body) == {"id": 19, "status": "draft"}
    assert made.group == "products/18/variations/batch"
    with pytest.raises(Rejected, match="sold as a whole"):
        piece(STATE, {"state": "draft"}, target=Target("12"))
