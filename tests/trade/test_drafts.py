"""Variants that are to be made: one spelling, read back as it was written, and what is wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanse.base.money import Money
from hanse.trade.drafts import (
    VARIANT_FIELDS,
    Variant,
    choices_of,
    choices_value,
    faults,
    faults_of_variants,
    options_of,
    options_value,
    variants_of,
    variants_value,
)
from hanse.trade.fields import Value, decoded, encoded, same
from hanse.trade.goods import Choice, Option

COLOUR, SIZE = Option("Colour", ("Red", "Blue")), Option("Size", ("S", "M"))
names = st.text(min_size=1, max_size=4)
options = st.lists(
    st.builds(
        Option,
        names,
        st.lists(names, min_size=1, max_size=3, unique=True).map(tuple),
    ),
    min_size=1,
    max_size=3,
)
moneys = st.none() | st.builds(Money, st.just("USD"), st.integers(0, 10**6))
fields = st.fixed_dictionaries({"price": moneys, "compare_at": moneys, "sku": st.none() | names})


def variant(*choices: str, **told: Value) -> Variant:
    return Variant(choices, told)


def drafted(data: st.DataObject, chosen: list[Option]) -> list[Variant]:
    one = st.tuples(*(st.sampled_from(each.values) for each in chosen))
    return data.draw(st.lists(st.builds(Variant, one, fields), min_size=1, max_size=5))


@given(options, st.data())
def test_what_is_written_is_read_back_however_it_was_kept(
    chosen: list[Option], data: st.DataObject
) -> None:
    made = drafted(data, chosen)
    told, variants = options_value(chosen), variants_value(chosen, made)
    assert options_of(decoded(encoded(told))) == tuple(chosen)
    back = variants_of(decoded(encoded(variants)))
    assert back is not None
    assert same(variants_value(chosen, back), variants)
    assert sorted(each.choices for each in back) == sorted(each.choices for each in made)
    assert all(tuple(each.fields) == VARIANT_FIELDS for each in back)


@given(options, st.data())
def test_the_order_in_which_variants_come_makes_no_difference(
    chosen: list[Option], data: st.DataObject
) -> None:
    one = st.tuples(*(st.sampled_from(each.values) for each in chosen))
    made = data.draw(st.lists(st.builds(Variant, one, fields), max_size=5, unique_by=by_choices))
    mixed = data.draw(st.permutations(made))
    assert variants_value(chosen, made) == variants_value(chosen, mixed)


def by_choices(each: Variant) -> tuple[str, ...]:
    return each.choices


@given(st.lists(st.tuples(names, names), min_size=1, max_size=3, unique_by=lambda each: each[0]))
def test_the_choices_of_one_variant_are_spelled_by_the_names_of_the_options(
    told: list[tuple[str, str]],
) -> None:
    choices = [Choice(*each) for each in told]
    value = choices_value(choices)
    assert value == choices_value(reversed(choices))
    assert sorted(map(str, choices_of(value) or ())) == sorted(map(str, choices))


@pytest.mark.parametrize(
    "odd",
    [None, (), "Red", 7, (("odd",), 7), (("Colour", ()),), (("Colour", ("Red", 7)),), (7,)],
)
def test_what_is_spelled_in_another_way_is_none(odd: Value) -> None:
    assert options_of(odd) is None
    assert variants_of(odd) is None
    assert choices_of(odd) is None


def test_a_variant_that_does_not_say_all_is_none() -> None:
    assert variants_of(((("Red",), (("price", None),)),)) is None
    assert variants_of(((("Red",), tuple((name, None) for name in reversed(VARIANT_FIELDS))),)) is (
        None
    )
    assert choices_of((("Size", "S"), ("Colour", "Red"))) is None


GOOD = [variant("Red", "S"), variant("Blue", "M")]


@pytest.mark.parametrize(
    ("options", "variants", "codes"),
    [
        ([COLOUR, SIZE], GOOD, []),
        ([COLOUR, Option("colour", ("S", "M"))], GOOD, ["option_twice"]),
        ([Option(" Colour", ("Red", "Blue")), SIZE], GOOD, ["blank_edges"]),
        ([Option("Colour", ("Red", "red", "Blue")), SIZE], GOOD, ["value_twice", "value_unused"]),
        ([COLOUR], [variant("Red"), variant("Blue", "M")], ["other_choices", "value_unused"]),
        ([COLOUR], [variant("Red"), variant("Blue"), variant("Pink")], ["no_such_value"]),
        ([COLOUR], [variant("Red"), variant("Red"), variant("Blue")], ["variant_twice"]),
        ([COLOUR], [variant("Red")], ["value_unused"]),
        ([COLOUR, SIZE], [*reversed(GOOD)], ["variants_unsorted"]),
    ],
)
def test_what_no_shop_could_take_is_said_in_words(
    options: list[Option], variants: list[Variant], codes: list[str]
) -> None:
    found = [*faults(options), *faults_of_variants(options, variants)]
    assert [each.code for each in found] == codes
    for each in found:
        assert each.sentence
        assert each.next_step
        assert each.field in {"options", "variants"}


def test_of_hundreds_that_are_wrong_alike_a_few_are_named() -> None:
    many = [variant(f"Pink {number}") for number in range(500)]
    assert len(faults_of_variants([COLOUR], many)) == 20
