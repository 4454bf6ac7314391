"""Categories by the ids of a shop: what is looked up by name, and what is not known."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanse.trade.fields import Value, decoded, encoded
from hanse.trade.goods import Label
from hanse.trade.places import places_of, places_value, resolved

LAMPS, SALE = Label("16", "Lamps"), Label("17", "Sale")
labels = st.builds(Label, st.text(min_size=1, max_size=3), st.text(max_size=4))


@given(st.lists(labels, max_size=5))
def test_what_is_written_is_read_back_in_whatever_order_it_came(told: list[Label]) -> None:
    value = places_value(told)
    assert value == places_value(reversed(told))
    assert set(places_of(decoded(encoded(value))) or ()) == set(told)


@pytest.mark.parametrize(
    "odd",
    [None, "16", ("16",), (("16", 7),), (("", "Lamps"),), (("17", "Sale"), ("16", "Lamps"))],
)
def test_what_is_spelled_in_another_way_is_none(odd: Value) -> None:
    assert places_of(odd) is None


def test_a_name_has_the_id_that_the_shop_shows_whatever_its_capitals() -> None:
    found = resolved("categories", ["sale", "Lamps", "Lamps"], [LAMPS, SALE, LAMPS])
    assert found.value == (("16", "Lamps"), ("17", "Sale"))
    assert found.findings == ()


def test_a_name_that_no_product_shows_is_refused_with_what_to_do() -> None:
    (said,) = resolved("categories", ["Lamps", "Garden"], [LAMPS]).findings
    assert str(said) == (
        "No product of the shop shows 'Garden', so nobody knows its id. Make it in the shop and"
        " give it to one product there; Hanse knows it when it has read it."
    )
    assert said.field == "categories"


def test_a_name_that_two_have_is_refused_with_their_ids() -> None:
    (said,) = resolved("categories", ["Sale"], [SALE, Label("18", "sale")]).findings
    assert said.code == "several"
    assert "17, 18" in said.sentence
