"""What catalog decides, without a database: barcodes, fields, edits, words, trees, bundles."""

from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanse.base.faults import Finding
from hanse.base.money import Money
from hanse.rooms.catalog.model import attributes, barcodes, bundles, fields, trees, words
from hanse.rooms.catalog.model.attributes import Attribute, AttributeType
from hanse.rooms.catalog.model.edits import Edit, apply, rechosen
from hanse.rooms.catalog.model.goods import Part, Product, Variant
from hanse.rooms.catalog.model.trees import Category
from hanse.trade.fields import Value, same

ONE, TWO, THREE, FOUR = (UUID(int=number) for number in range(1, 5))
DIGITS = st.text("0123456789", min_size=1)
LENGTHS = st.sampled_from([7, 11, 12, 13])
VALUES: st.SearchStrategy[Value] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.text(),
    st.decimals(),
    st.text().map(lambda text: (text, text)),
    st.lists(st.text() | st.integers(), max_size=12).map(tuple),
    st.integers(-(2**63) + 1, 2**63 - 1).map(lambda minor: Money("EUR", minor)),
)


@given(LENGTHS.flatmap(lambda size: st.text("0123456789", min_size=size, max_size=size)))
def test_a_barcode_with_its_check_digit_is_taken_and_with_any_other_refused(front: str) -> None:
    right = barcodes.check_digit(front)
    assert barcodes.read(front + right) == front + right
    for other in set("0123456789") - {right}:
        finding = barcodes.read(front + other)
        assert isinstance(finding, Finding)
        assert f"would end in {right}" in finding.sentence


@given(LENGTHS.flatmap(lambda size: st.text("0123456789", min_size=size, max_size=size)), st.data())
def test_one_mistyped_digit_of_a_barcode_is_always_found(front: str, data: st.DataObject) -> None:
    gtin = front + barcodes.check_digit(front)
    place = data.draw(st.integers(0, len(gtin) - 1))
    other = data.draw(st.sampled_from(sorted(set("0123456789") - {gtin[place]})))
    assert isinstance(barcodes.read(gtin[:place] + other + gtin[place + 1 :]), Finding)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("4006381333931", "4006381333931"),
        ("96385074", "96385074"),
        ("036000291452", "036000291452"),
        ("0-306-40615-2", "9780306406157"),
        ("080442957X", "9780804429573"),
        ("978-0-306-40615-7", "9780306406157"),
        ("", ""),
    ],
)
def test_known_barcodes_are_read(typed: str, kept: str) -> None:
    assert barcodes.read(typed) == kept


def test_two_spellings_of_one_barcode_meet_and_a_wrong_one_meets_nothing() -> None:
    assert barcodes.key("036000291452") == barcodes.key("0036000291452")
    assert barcodes.key("036000291453") is None
    assert barcodes.key("00000000") is None


@given(st.sampled_from([*fields.PRODUCT, *fields.VARIANT, "translations.id.title", "x"]), VALUES)
def test_a_value_is_kept_as_the_field_wants_it_or_refused_with_what_to_do(
    field: str, value: Value
) -> None:
    kept = fields.checked(field, value, fields.NOTHING_KNOWN)
    if isinstance(kept, Finding):
        assert kept.field
        assert kept.sentence
        assert kept.next_step
    elif field != "x":
        assert same(fields.checked(field, kept, fields.NOTHING_KNOWN), kept)  # type: ignore[arg-type]


@given(st.sampled_from(AttributeType), VALUES)
def test_an_attribute_fits_its_type_or_is_refused(kind: AttributeType, value: Value) -> None:
    attribute = Attribute(ONE, "size", "Size", kind, "cm", ("small", "large"))
    kept = attributes.checked(attribute, value, "attributes.size")
    if isinstance(kept, Finding):
        assert kept.next_step.startswith("Give ")
    else:
        assert same(attributes.checked(attribute, kept, "attributes.size"), kept)  # type: ignore[arg-type]


def test_a_measure_is_a_number_in_its_unit() -> None:
    attribute = Attribute(ONE, "width", "Width", AttributeType.measure, "cm")
    assert attributes.checked(attribute, "12.50", "attributes.width") == Decimal("12.50")
    finding = attributes.checked(attribute, "broad", "attributes.width")
    assert str(finding) == "Width cannot be 'broad'. Give a number in cm."


def test_a_product_and_a_variant_come_back_from_their_fields() -> None:
    product = Product(ONE, "Lamp", tags=("a",), brand_id=TWO, attributes={"size": Decimal("1.5")})
    assert fields.product_of(ONE, fields.of_product(product), 1) == product
    variant = Variant(TWO, ONE, sku="L-1", choices=("Red",), price=Money("EUR", 990))
    assert fields.variant_of(variant, fields.of_variant(variant), 1) == variant


def test_two_editors_of_different_fields_both_win_and_of_one_field_the_later_is_told() -> None:
    first = apply({"title": "Lamp", "handle": "lamp"}, [Edit(ONE, "title", "Lamp", "Desk lamp")])
    after = {"title": "Desk lamp", "handle": "lamp"}
    assert first.after == {"title": "Desk lamp"}
    assert apply(after, [Edit(ONE, "handle", "lamp", "desk")]).after == {"handle": "desk"}
    late = apply(after, [Edit(ONE, "title", "Lamp", "Lamp, brass")])
    assert (late.after, late.clashes[0].theirs) == ({}, "Desk lamp")
    assert (late.clashes[0].base, late.clashes[0].ours) == ("Lamp", "Lamp, brass")
    assert apply(after, [Edit(ONE, "title", "Lamp", "Desk lamp")]).clashes == ()


@given(st.dictionaries(st.sampled_from("abc"), VALUES), st.sampled_from("abc"), VALUES, VALUES)
def test_an_edit_does_what_it_says_or_says_what_stands_there(
    standing: dict[str, Value], field: str, was: Value, now: Value
) -> None:
    done = apply(standing, [Edit(ONE, field, was, now)])
    if done.clashes:
        assert not done.after
        assert same(done.clashes[0].theirs, standing.get(field))
    else:
        assert same({**standing, **done.after}.get(field), now)
    assert set(done.after) <= {field}


def test_under_other_options_a_variant_keeps_what_still_has_one() -> None:
    assert rechosen(("Colour", "Size"), ("Size", "Colour"), ("Red", "L")) == ("L", "Red")
    assert rechosen(("Colour",), ("Farbe",), ("Red",)) == ("Red",)
    assert rechosen(("Colour",), ("Colour", "Size"), ("Red",)) == ("Red", "")


@given(st.text(), st.lists(st.text(), max_size=5), st.lists(st.text(), max_size=5))
def test_what_is_typed_finds_what_it_was_typed_from(
    title: str, tags: list[str], codes: list[str]
) -> None:
    indexed = words.of_goods([title], tags, codes)
    assert all(indexed)
    for code in [*codes, *tags, title]:
        if found := words.split(code):
            assert set(found) <= set(indexed)
            assert words.query(code).count("'") >= 2 * len(found[: words.ASKED_MAX])
    assert all(words.tag_word(tag) in indexed for tag in tags)


def test_an_sku_is_found_however_it_is_parted() -> None:
    indexed = words.of_goods([], [], ["HZ-0000001"])
    assert indexed == ["hz0000001", "hz", "0000001"]
    assert words.query("hz-0000001") == "('hz':* & '0000001':*) | 'hz0000001':*"
    assert words.query("HZ0000001") == "'hz0000001':*"
    assert words.query("?!") == ""


def test_a_tree_has_no_circle_and_an_end() -> None:
    tree = trees.tree_of(
        [Category(ONE, "Home"), Category(TWO, "Lamps", ONE), Category(THREE, "Desk", TWO)]
    )
    assert trees.path(tree, THREE) == (THREE, TWO, ONE)
    assert set(trees.below(tree, TWO)) == {TWO, THREE}
    assert trees.title(tree, THREE) == "Home / Lamps / Desk"
    assert trees.may_move(tree, ONE, THREE) == "Home cannot stand under itself."
    assert trees.may_move(tree, THREE, ONE) == ""
    assert trees.may_move(tree, ONE, FOUR)
    circle = trees.tree_of([Category(ONE, "a", TWO), Category(TWO, "b", ONE)])
    assert trees.path(circle, ONE) == (ONE, TWO)


def test_a_bundle_never_holds_itself() -> None:
    def wrong(*parts: Part, **others: tuple[Part, ...]) -> str:
        made = {UUID(name.replace("v", "0" * 31)): parts for name, parts in others.items()}
        finding = bundles.what_is_wrong(ONE, parts, made)
        return finding.code if finding else ""

    assert wrong(Part(TWO, 2), Part(THREE, 1)) == ""
    assert wrong(Part(ONE, 1)) == "bundle_cycle"
    assert wrong(Part(TWO, 1), v2=(Part(THREE, 1),), v3=(Part(ONE, 1),)) == "bundle_cycle"
    assert wrong(Part(TWO, 1), Part(TWO, 2)) == "bundle_twice"
    assert wrong(Part(TWO, 0)) == "bundle_size"
    assert wrong(Part(TWO, 1), v2=(Part(THREE, 1),), v3=(Part(TWO, 1),)) == "bundle_depth"
