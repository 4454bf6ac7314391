"""Variants as Shopify takes them, with their product or one by one, and what it shows of them."""

import json
from collections.abc import Sequence
from typing import Any

import pytest

from hanse.base.faults import Conflict, Finding, Gone, OutcomeUnknown, Rejected, Unavailable
from hanse.base.money import Money
from hanse.connectors.shopify.mapping import goods
from hanse.trade.drafts import Variant, options_value, variants_value
from hanse.trade.fields import Fields
from hanse.trade.goods import Option
from hanse.trade.ports_read import Kind, Reply
from hanse.trade.ports_write import Piece, Target, WritePort
from tests.connectors.shopify import documents as made
from tests.connectors.shopify.told import SHOP, received, said, sent
from tests.connectors.shopify.wishes import (
    ADD,
    CREATE,
    USUAL,
    piece_of,
    pieces_of,
    refused,
    sizes,
    variant_lookup,
    wish,
)


def usd(minor: int) -> Money:
    return Money("USD", minor)


LONG = "x" * 256
FOUR = tuple((f"Option {number}", "1") for number in range(4))


def named(option: str, value: str) -> Fields:
    """A product with one variant, by an option of this name."""
    options = [Option(option, (value,))]
    variants = [Variant((value,), {"price": usd(5)})]
    return {"options": options_value(options), "variants": variants_value(options, variants)}


def body(piece: Piece) -> Any:
    return json.loads(piece.body)


def codes(findings: Sequence[Finding]) -> list[tuple[str, str]]:
    return [(each.code, each.field) for each in findings]


# What is sent


def test_a_product_with_variants_is_made_in_one_call_too() -> None:
    piece = piece_of(CREATE, {"title": "A shirt", **sizes(1290, 1390)})
    told = body(piece)
    assert told["productOptions"] == [{"name": "Size", "values": [{"name": "S"}, {"name": "M"}]}]
    assert told["variants"] == [
        {
            "optionValues": [{"optionName": "Size", "name": size}],
            "price": price,
            "sku": f"SHIRT-{size}",
        }
        for size, price in (("S", "12.90"), ("M", "13.90"))
    ]
    assert piece.findings == ()
    assert piece.group == ""


def many(count: int) -> Fields:
    values = tuple(f"Colour {number}" for number in range(count))
    options = [Option("Colour", values)]
    variants = [Variant((each,), {"price": usd(5)}) for each in values]
    return {"options": options_value(options), "variants": variants_value(options, variants)}


def test_a_product_with_many_variants_has_a_call_of_its_own() -> None:
    piece = piece_of(CREATE, {"title": "A shirt", "handle": "shirt", **many(250)})
    assert piece.group == "shirt"
    found = refused(CREATE, {"title": "A shirt", **many(251)})
    assert codes(found) == [("too_many", "variants")]
    assert "Take 1 of them away" in found[0].next_step


def test_of_many_variants_that_are_wrong_alike_a_few_are_named() -> None:
    options = [Option("Colour", tuple(f"Colour {number}" for number in range(90)))]
    variants = [Variant((each,), {"sku": " x"}) for each in options[0].values]
    after = {"options": options_value(options), "variants": variants_value(options, variants)}
    found = refused(CREATE, {"title": "A shirt", **after})
    assert 1 <= len(found) <= 20
    assert found[0].sentence.startswith("'Colour 0': Price is missing")


def test_a_variant_is_made_under_its_product_and_takes_none_away() -> None:
    piece = piece_of(ADD)
    assert body(piece) == {
        "optionValues": [
            {"optionName": "Colour", "name": "Red"},
            {"optionName": "Size", "name": "M"},
        ],
        "price": "12.90",
        "compareAtPrice": "19.90",
        "barcode": "4006381333931",
        "inventoryItem": {"sku": "SHIRT-M"},
    }
    document = sent(ADD.request([piece], "k", SHOP))
    assert document["query"] == (
        "mutation($p0: ID!, $w0: [ProductVariantsBulkInput!]!) {"
        " w0: productVariantsBulkCreate(productId: $p0, variants: $w0,"
        " strategy: PRESERVE_STANDALONE_VARIANT)"
        " { productVariants { id } userErrors { field message code } } }"
    )
    assert document["variables"]["p0"] == made.of("Product", 12)
    assert codes(refused(ADD, USUAL["offers.create"], target=Target(None))) == [("not_there", "")]


@pytest.mark.parametrize(
    ("port", "after", "found"),
    [
        (CREATE, {"title": "x", "price": usd(5), **sizes(5, 6)}, ("of_the_variants", "price")),
        (CREATE, {"title": "x", "variants": sizes(5, 6)["variants"]}, ("wrong_type", "options")),
        (CREATE, {"title": "x", "options": sizes(5, 6)["options"]}, ("wrong_type", "variants")),
        (CREATE, {"title": "x", **sizes(5)}, ("value_unused", "options")),
        (CREATE, {"title": "x", **sizes(5, -6)}, ("out_of_range", "variants")),
        (CREATE, {"title": "x", **named("A / B", "S")}, ("no_option", "options")),
        (CREATE, {"title": "x", **named("Title", "Default Title")}, ("no_option", "options")),
        (CREATE, {"title": "x", **named(LONG, "S")}, ("too_long", "options")),
        (CREATE, {"title": "x", **named("Size", LONG)}, ("too_long", "options")),
        (ADD, {"choices": (("Size", "M"),)}, ("missing", "price")),
        (ADD, {"choices": (("Size", None),), "price": usd(5)}, ("wrong_type", "choices")),
        (ADD, {"choices": (("Size", "M "),), "price": usd(5)}, ("blank_edges", "choices")),
        (ADD, {"choices": (("Size", LONG),), "price": usd(5)}, ("too_long", "choices")),
        (ADD, {"choices": FOUR, "price": usd(5)}, ("too_many", "options")),
        (ADD, {"choices": (("A", "1"), ("a", "2")), "price": usd(5)}, ("option_twice", "choices")),
    ],
)
def test_what_shopify_could_not_take_of_variants_is_refused_field_by_field(
    port: WritePort, after: Fields, found: tuple[str, str]
) -> None:
    findings = refused(port, after)
    assert codes(findings) == [found]
    assert all(each.next_step for each in findings)


# What became of it


def added(*ids: int, **error: object) -> dict[str, object]:
    variants = [{"id": made.of("ProductVariant", each)} for each in ids]
    return {"productVariants": variants, "userErrors": [error] if error else []}


def test_each_variant_is_made_or_refused_by_itself() -> None:
    pieces = pieces_of("offers.create", *[" of 12"] * 6)
    there = {"field": ["variants", "0"], "code": "VARIANT_ALREADY_EXISTS", "message": "No."}
    gone = {"field": ["productId"], "code": "PRODUCT_DOES_NOT_EXIST", "message": "No."}
    bad = {"field": ["variants", "0", "optionValues"], "code": "INVALID", "message": "No."}
    data = {
        "w0": added(31),
        "w1": added(**there),
        "w2": added(**gone),
        "w3": added(**bad),
        "w4": added(),
        "w5": added(32, 33),
    }
    told = list(ADD.outcomes(pieces, said(data), SHOP))
    assert [type(each.fault) for each in told] == [
        type(None),
        Conflict,
        Gone,
        Rejected,
        OutcomeUnknown,
        OutcomeUnknown,
    ]
    assert [each.remote_id for each in told] == ["31", *[None] * 5]
    assert [each.number_taken for each in told] == [False, True, *[False] * 4]
    fault = told[3].fault
    assert isinstance(fault, Rejected)
    assert fault.findings[0].field == "choices"


# What is shown of it


def test_a_product_shows_its_variants_as_they_were_wanted() -> None:
    """In the order of the options, whatever the order of the variants and their values."""
    turned = [{"name": "Size", "value": "M"}, {"name": "Colour", "value": "Red"}]
    document = made.product()
    document["variants"]["nodes"].reverse()
    document["variants"]["nodes"][1]["selectedOptions"] = turned
    (found,) = CREATE.found(Kind.products, goods.product(received(document), SHOP))
    options = [Option("Colour", ("Red", "Blue")), Option("Size", ("M",))]
    variants = [
        Variant((colour, "M"), {"price": usd(1250), "sku": f"SHIRT-{at}", "gtin": "4006381333931"})
        for colour, at in (("Red", 31), ("Blue", 32))
    ]
    assert found.fields["options"] == options_value(options)
    assert found.fields["variants"] == variants_value(options, variants)


def test_a_product_whose_variants_were_not_all_read_shows_none_of_them() -> None:
    document = made.product(variants=made.nodes(made.variant(31), made.variant(32), more=True))
    (found,) = CREATE.found(Kind.products, goods.product(received(document), SHOP))
    assert not found.fields.keys() & {"options", "variants", "price"}


def page(*variants: object, more: bool = False) -> Reply:
    nodes = made.nodes(*variants, more=more)
    return Reply(received({"product": {"id": made.of("Product", 12), "variants": nodes}}))


def test_a_variant_is_looked_for_by_its_values_among_the_last_ones_of_its_product() -> None:
    assert "variants(first: 250, reverse: true)" in sent(variant_lookup())["query"]
    assert sent(variant_lookup())["variables"] == {"id": made.of("Product", 12)}
    assert ADD.lookup
    wanted = wish("offers.create")
    blue = [{"name": "Colour", "value": "Blue"}, {"name": "Size", "value": "M"}]
    two = page(made.offer(32, selectedOptions=blue), made.offer(31), more=True)
    (found,) = ADD.lookup.found(wanted, two, SHOP)
    assert found.target == Target("31", "12")
    assert found.fields["choices"] == USUAL["offers.create"]["choices"]
    assert not ADD.lookup.found(wanted, page(made.offer(32, selectedOptions=blue)), SHOP)
    assert not ADD.lookup.found(wanted, Reply({"product": None}), SHOP)
    assert ADD.found(Kind.offers, goods.offer(received(made.offer(31)), SHOP)) == [found]


@pytest.mark.parametrize("document", [None, {}, [], {"product": {"id": "x"}}, {"product": 7}])
def test_an_answer_that_shows_no_variants_is_none(document: object) -> None:
    assert ADD.lookup
    with pytest.raises(Unavailable):
        ADD.lookup.found(wish("offers.create"), Reply(document), SHOP)
