"""What is a number of a card, however it is typed, and what is a telephone, a barcode, an id."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hanse.base import card_numbers as cards
from tests.base.some_cards import AMEX, MAESTRO, VISA, card, checks


@pytest.mark.parametrize("number", [VISA, AMEX, MAESTRO])
@pytest.mark.parametrize("gap", ["", " ", "-", " - "])
def test_the_number_of_a_card_is_taken_out_however_it_is_typed(number: str, gap: str) -> None:
    spaced = gap.join(number[at : at + 4] for at in range(0, len(number), 4))
    found = cards.without_cards(f"my card {spaced}, exp 12/28")
    assert found == f"my card {cards.REMOVED}, exp 12/28"


@settings(max_examples=50)
@given(st.text(alphabet="0123456789 -", max_size=40))
def test_what_is_left_holds_no_card(text: str) -> None:
    left = cards.without_cards(text)
    assert cards.without_cards(left) == left


@settings(max_examples=50)
@given(st.lists(st.integers(0, 9), min_size=12, max_size=18), st.integers(2, 6))
def test_one_in_ten_checks_and_no_other(middle: list[int], first: int) -> None:
    numbers = [[first, *middle, last] for last in range(10)]
    assert [cards.is_card(each) for each in numbers] == [checks(each) for each in numbers]


@pytest.mark.parametrize("first", range(10))
def test_a_card_begins_with_two_to_six(first: int) -> None:
    is_one = cards.without_cards(card(16, str(first))) == cards.REMOVED
    assert is_one is (2 <= first <= 6)


@pytest.mark.parametrize("size", range(12, 21))
def test_a_card_has_13_to_19_digits(size: int) -> None:
    number = card(size)
    left = cards.REMOVED if 13 <= size <= 19 else number
    assert cards.without_cards(f"x {number} y") == f"x {left} y"
    # In a longer run as well: what stands apart before it is none of its digits.
    assert cards.without_cards(f"1 {number}") == f"1 {left}"


def test_a_card_begins_and_ends_where_digits_do() -> None:
    for longer in (f"1{VISA}", f"{VISA}1", f"7 1{VISA}1 7"):
        assert cards.without_cards(longer) == longer
    assert cards.without_cards(f"{VISA} 1") == f"{cards.REMOVED} 1"
    assert cards.without_cards(f"1-{VISA}/12/28") == f"1-{cards.REMOVED}/12/28"


def test_two_in_one_run_are_both_taken_out() -> None:
    assert cards.without_cards(f"{VISA} {AMEX}.") == f"{cards.REMOVED} {cards.REMOVED}."


def test_telephones_stay() -> None:
    for phone in ("+49 151 1234 56789", "6281234567899", f"+{card(15)}", f" +{card(13)} "):
        assert cards.without_cards_in_phone(phone) == phone
    for begins in ("60", "62", "63", "65", "66"):
        assert cards.without_cards_in_phone(card(14, begins)) == card(14, begins)
    for number in (card(15, "62"), card(14, "61"), card(14), card(15)):
        assert cards.without_cards_in_phone(number) == cards.REMOVED
    assert cards.without_cards_in_phone(f"+{VISA}") == f"+{cards.REMOVED}"


def test_barcodes_stay() -> None:
    for code in ("4006381333931", card(13), card(14)):
        assert cards.without_cards(code, cards.CODE_DIGITS_MIN) == code
    assert cards.without_cards(card(15), cards.CODE_DIGITS_MIN) == cards.REMOVED
