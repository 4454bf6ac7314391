"""Unit costs and rates: Decimal with a currency."""

import decimal
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanse.base.currency import EXPONENTS
from hanse.base.faults import Finding, Rejected
from hanse.base.money import DIGITS_MAX, Money, Rate, Rounding, UnitCost, bounded, plain

currencies = st.sampled_from(sorted(EXPONENTS))
numbers = st.decimals(-(10**9), 10**9, places=8)
DAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def hostile_context() -> Iterator[None]:
    """Whoever calls may count with three digits and round in a way of his own."""
    with decimal.localcontext(decimal.Context(prec=3, rounding=decimal.ROUND_UP)):
        yield


def usd(value: str) -> UnitCost:
    return UnitCost("USD", Decimal(value))


# Unit costs


@pytest.mark.parametrize(
    ("currency", "value", "text"),
    [
        ("USD", "0.0035", "USD 0.0035"),
        ("USD", "0.003500", "USD 0.0035"),
        ("USD", "3.5", "USD 3.50"),
        ("USD", "3", "USD 3.00"),
        ("USD", "-0.125", "USD -0.125"),
        ("IDR", "12.5", "IDR 12.50"),
        ("IDR", "12", "IDR 12"),
        ("JPY", "0.25", "JPY 0.25"),
        ("JPY", "1E+3", "JPY 1000"),
    ],
)
def test_a_unit_cost_reads_plainly_with_all_its_decimals(
    currency: str, value: str, text: str
) -> None:
    assert str(UnitCost(currency, Decimal(value))) == text


@given(currencies, numbers)
def test_a_unit_cost_becomes_the_same_money_or_a_finding(currency: str, value: Decimal) -> None:
    money = UnitCost(currency, value).to_money("cost")
    minor = Fraction(value) * 10 ** EXPONENTS[currency]
    if minor.denominator == 1:
        assert money == Money(currency, int(minor))
    else:
        assert isinstance(money, Finding)
        assert (money.code, money.field) == ("too_many_decimals", "cost")
        assert money.sentence.startswith(f"{currency} {plain(value)} has more decimals than the")


@given(numbers, st.integers(0, 10))
def test_a_value_fits_the_wire_exactly_or_is_a_finding(value: Decimal, decimals: int) -> None:
    sent = UnitCost("USD", value).on_wire(decimals)
    if (Fraction(value) * 10**decimals).denominator == 1:
        assert isinstance(sent, Decimal)
        assert sent == value
        assert sent.as_tuple().exponent == -decimals
    else:
        assert isinstance(sent, Finding)


def test_zero_goes_out_without_a_minus() -> None:
    assert str(usd("-0.000").on_wire(2)) == "0.00"
    assert str(usd("0").times(-1).on_wire(0)) == "0"


@given(numbers, numbers)
def test_a_product_of_unit_costs_is_exact(value: Decimal, factor: Decimal) -> None:
    assert Fraction(UnitCost("USD", value).times(factor).value) == Fraction(value) * Fraction(
        factor
    )


def test_a_thousand_pieces_below_a_cent_are_money() -> None:
    assert usd("0.0035").times(1000).to_money() == Money.of("USD", "3.50")
    assert usd("0.0035").rounded(Rounding.half_up) == Money("USD", 0)
    assert usd("0.0035").rounded(Rounding.up) == Money("USD", 1)


@pytest.mark.parametrize("value", ["0.0035", Decimal("0.0035")])
def test_a_unit_cost_is_made_from_what_a_document_says(value: Decimal | str) -> None:
    assert UnitCost.of("USD", value) == usd("0.0035")
    assert UnitCost.of("USD", 3) == usd("3")


@pytest.mark.parametrize("value", ["N/A", "", "1,5"])
def test_a_document_without_a_number_is_refused(value: str) -> None:
    with pytest.raises(Rejected, match=f"'{value}' is not a number"):
        UnitCost.of("USD", value)


@pytest.mark.parametrize("value", [0.1, 1, "1"])
def test_a_unit_cost_is_decimal(value: object) -> None:
    with pytest.raises(TypeError, match=f"Amounts are Decimal, not {value!r}: a float has lost"):
        UnitCost("USD", cast("Decimal", value))


def test_a_unit_cost_has_a_known_currency() -> None:
    with pytest.raises(Rejected, match="'XXX' is not a currency that we know"):
        UnitCost("XXX", Decimal(1))


# Numbers


@pytest.mark.parametrize("text", ["NaN", "sNaN", "Infinity", "-Infinity"])
def test_what_is_not_finite_is_refused(text: str) -> None:
    with pytest.raises(Rejected, match=f"{text} is not a number"):
        bounded(Decimal(text))


def test_numbers_have_a_bounded_length_on_both_sides_of_the_point() -> None:
    longest = Decimal(f"{'9' * DIGITS_MAX}.{'9' * DIGITS_MAX}")
    assert bounded(longest) is longest
    assert bounded(Decimal("1." + "0" * 59)) == 1
    for text in f"1{'0' * DIGITS_MAX}", f"1E-{DIGITS_MAX + 1}", "1E+999999", "1E-999999", "-1E60":
        message = r"^-?1\.0+E[+-]\d+ has more than 60 digits on one side of the point\. Correct"
        with pytest.raises(Rejected, match=message):
            bounded(Decimal(text))


def test_a_product_that_grows_too_long_is_refused() -> None:
    longest = usd("9" * DIGITS_MAX + "." + "9" * DIGITS_MAX)
    with pytest.raises(Rejected, match="has more than 60 digits"):
        longest.times(longest.value)


def test_a_product_as_long_as_can_be_is_exact() -> None:
    value, factor = Decimal("1" + "0" * 29 + ".1"), Decimal("1" + "0" * 29 + "." + "0" * 57 + "3")
    assert Fraction(usd(str(value)).times(factor).value) == Fraction(value) * Fraction(factor)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("1.50", "1.5"),
        ("100", "100"),
        ("1E+2", "100"),
        ("100.00", "100"),
        ("-0.00", "0"),
        ("0E+3", "0"),
        ("0.0000001", "0.0000001"),
        ("-1234567.8900", "-1234567.89"),
    ],
)
def test_a_number_has_one_spelling(value: str, text: str) -> None:
    assert plain(Decimal(value)) == text


@given(numbers)
def test_the_spelling_reads_back_as_the_number(value: Decimal) -> None:
    assert Decimal(plain(value)) == value


# Rates


def rate(value: str = "12041.5") -> Rate:
    return Rate("SGD", "IDR", Decimal(value), DAY, "ECB")


def test_a_conversion_says_by_which_rate_and_rounding_it_came_out() -> None:
    converted = rate().convert(Money.of("SGD", "13.90"), Rounding.half_up)
    assert converted.money == Money.of("IDR", "167376.85")
    assert converted.rate == rate()
    assert converted.rounding is Rounding.half_up
    assert converted.exact == Decimal("167376.850")
    assert str(converted.rate) == "SGD 1 = IDR 12041.5 on 2026-11-20 by ECB"


def test_a_conversion_rounds_once_and_as_it_was_told() -> None:
    cost = UnitCost("SGD", Decimal("0.0035"))
    converted = rate("12041.57").convert(cost, Rounding.down)
    assert (converted.exact, converted.money) == (Decimal("42.145495"), Money("IDR", 4214))
    assert rate("12041.57").convert(cost, Rounding.up).money == Money("IDR", 4215)


@given(st.integers(-(10**12), 10**12), st.decimals("0.000001", 10**5, places=6))
def test_a_conversion_is_off_by_less_than_one_minor_unit(minor: int, value: Decimal) -> None:
    converted = rate(str(value)).convert(Money("SGD", minor), Rounding.half_even)
    assert Fraction(converted.exact) == Fraction(minor, 100) * Fraction(value)
    assert abs(converted.money.minor - Fraction(converted.exact) * 100) <= Fraction(1, 2)


def test_a_conversion_minds_the_exponents() -> None:
    yen = Rate("KWD", "JPY", Decimal(500), DAY, "ECB")
    assert yen.convert(Money("KWD", 1234), Rounding.half_up).money == Money("JPY", 617)


def test_a_rate_goes_one_way() -> None:
    for price in Money("IDR", 100), UnitCost("USD", Decimal(1)):
        with pytest.raises(ValueError, match="cannot be converted by SGD 1 = IDR 12041"):
            rate().convert(price, Rounding.half_up)


@pytest.mark.parametrize("value", ["0", "-1", "-0"])
def test_a_rate_is_above_zero(value: str) -> None:
    with pytest.raises(Rejected, match=f"A rate of {value} is none: it must be above 0"):
        rate(value)


def test_a_rate_has_a_number_and_two_currencies() -> None:
    with pytest.raises(Rejected, match="NaN is not a number"):
        rate("NaN")
    for base, quote in ("XXX", "IDR"), ("SGD", "XXX"):
        with pytest.raises(Rejected, match="'XXX' is not a currency"):
            Rate(base, quote, Decimal(1), DAY, "ECB")
