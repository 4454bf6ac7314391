import decimal
from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanse.base.currency import EXPONENTS
from hanse.base.faults import Finding, Rejected
from hanse.base.money import MINOR_MAX, Money, Rounding, total

currencies = st.sampled_from(sorted(EXPONENTS))
minors = st.integers(-(10**15), 10**15)
moneys = st.builds(Money, currencies, minors)
factors = st.decimals(-1000, 1000, places=6)
weights = st.lists(
    st.integers(0, 10**6) | st.decimals(0, 1000, places=3), min_size=1, max_size=12
).filter(any)


@pytest.fixture(autouse=True)
def hostile_context() -> Iterator[None]:
    """Whoever calls may count with three digits and round in a way of his own."""
    with decimal.localcontext(decimal.Context(prec=3, rounding=decimal.ROUND_UP)):
        yield


def sgd(amount: str) -> Money:
    return Money.of("SGD", amount)


# Making


@pytest.mark.parametrize(
    ("currency", "amount", "minor"),
    [
        ("SGD", "13.90", 1390),
        ("SGD", Decimal("13.9"), 1390),
        ("SGD", "13.9000", 1390),
        ("SGD", 13, 1300),
        ("SGD", "-0.01", -1),
        ("SGD", "-0.00", 0),
        ("SGD", "1e3", 100_000),
        ("IDR", "97900", 9_790_000),
        ("JPY", 500, 500),
        ("KWD", "1.234", 1234),
        ("CLF", "1.2345", 12345),
        ("SGD", "12345678901234.56", 1_234_567_890_123_456),
    ],
)
def test_money_is_made_from_major_units(
    currency: str, amount: Decimal | int | str, minor: int
) -> None:
    assert Money.of(currency, amount) == Money(currency, minor)


@given(moneys)
def test_the_amount_in_major_units_gives_the_same_money_back(money: Money) -> None:
    assert Money.of(money.currency, money.amount) == money
    assert money.amount.as_tuple().exponent == -EXPONENTS[money.currency]


@pytest.mark.parametrize(
    ("currency", "amount", "message"),
    [
        ("SGD", "13.905", "SGD 13.905 has more decimals than the 2 that fit here. Round it by a"),
        ("JPY", "0.5", "JPY 0.5 has more decimals than the 0 that fit here. Round it by a"),
        ("SGD", "NaN", "NaN is not a number."),
        ("SGD", "Infinity", "Infinity is not a number."),
        ("SGD", "1e70", "has more than 60 digits on one side of the point."),
        ("XXX", "1", "'XXX' is not a currency that we know."),
        ("SGD", "1,50", "'1,50' is not a number."),
        ("SGD", "", "'' is not a number."),
    ],
)
def test_money_that_would_have_to_be_rounded_is_refused(
    currency: str, amount: str, message: str
) -> None:
    with pytest.raises(Rejected, match=message):
        Money.of(currency, amount)


def test_the_refusal_carries_the_finding() -> None:
    with pytest.raises(Rejected) as refused:
        Money.of("SGD", "13.905")
    assert [finding.code for finding in refused.value.findings] == ["too_many_decimals"]


@pytest.mark.parametrize("minor", [1.0, True, Decimal(1), "1"])
def test_minor_units_are_integers(minor: int) -> None:
    with pytest.raises(TypeError, match="Minor units are an int, not"):
        Money("SGD", minor)


def test_money_fits_the_database() -> None:
    assert -Money("SGD", -MINOR_MAX) == Money("SGD", 9_223_372_036_854_775_807)
    for minor in MINOR_MAX + 1, -MINOR_MAX - 1, 10**5000:
        with pytest.raises(Rejected, match="More than 9223372036854775807 minor units of SGD"):
            Money("SGD", minor)


def test_an_unknown_currency_is_refused() -> None:
    with pytest.raises(Rejected, match="'EURO' is not a currency that we know"):
        Money("EURO", 1)


@pytest.mark.parametrize(
    ("money", "text"),
    [
        (Money("SGD", 1390), "SGD 13.90"),
        (Money("SGD", -5), "SGD -0.05"),
        (Money("SGD", 1300), "SGD 13.00"),
        (Money("SGD", 0), "SGD 0.00"),
        (Money("IDR", 9_790_000), "IDR 97900"),
        (Money("IDR", 9_790_050), "IDR 97900.50"),
        (Money("IDR", 9_790_005), "IDR 97900.05"),
        (Money("JPY", 500), "JPY 500"),
        (Money("KWD", 1200), "KWD 1.200"),
        (Money("SGD", 123_456_789_012_345), "SGD 1234567890123.45"),
    ],
)
def test_money_reads_plainly_and_hides_nothing(money: Money, text: str) -> None:
    assert str(money) == text


# Counting


@given(currencies, minors, minors)
def test_money_counts_as_integers_do(currency: str, one: int, other: int) -> None:
    a, b = Money(currency, one), Money(currency, other)
    assert (a + b).minor == one + other
    assert (a - b).minor == one - other
    assert (-a).minor == -one
    assert abs(a).minor == abs(one)
    assert (a * 3).minor == one * 3
    assert (a < b, a <= b, a > b, a >= b, a == b) == (
        one < other, one <= other, one > other, one >= other, one == other,
    )  # fmt: skip
    assert total(currency, [a, b, a]).minor == 2 * one + other


def test_equals_are_not_less() -> None:
    assert not sgd("1") < sgd("1.00")
    assert sgd("1") <= sgd("1.00")


def test_the_sum_of_nothing_is_nothing() -> None:
    assert total("IDR", []) == Money("IDR", 0)


@pytest.mark.parametrize(
    "mix",
    [
        lambda a, b: a + b,
        lambda a, b: a - b,
        lambda a, b: a < b,
        lambda a, b: a <= b,
        lambda a, b: b > a,
        lambda a, b: b >= a,
        lambda a, b: max(a, b),
        lambda a, b: total("SGD", [a, b]),
    ],
)
def test_two_currencies_do_not_mix(mix: Callable[[Money, Money], object]) -> None:
    with pytest.raises(ValueError, match="do not mix: convert one of them by a dated rate"):
        mix(sgd("1"), Money("IDR", 100))


def test_the_same_number_in_two_currencies_is_not_equal() -> None:
    assert Money("SGD", 1) != Money("USD", 1)
    assert len({Money("SGD", 1), Money("USD", 1), Money("SGD", 1)}) == 2


# Rounding


@pytest.mark.parametrize(
    ("rounding", "expected"),
    [
        # what 0.025, 0.035, -0.025, 0.0251 and 0.0299 become
        (Rounding.half_even, ["0.02", "0.04", "-0.02", "0.03", "0.03"]),
        (Rounding.half_up, ["0.03", "0.04", "-0.03", "0.03", "0.03"]),
        (Rounding.half_down, ["0.02", "0.03", "-0.02", "0.03", "0.03"]),
        (Rounding.up, ["0.03", "0.04", "-0.03", "0.03", "0.03"]),
        (Rounding.down, ["0.02", "0.03", "-0.02", "0.02", "0.02"]),
        (Rounding.ceiling, ["0.03", "0.04", "-0.02", "0.03", "0.03"]),
        (Rounding.floor, ["0.02", "0.03", "-0.03", "0.02", "0.02"]),
    ],
)
def test_a_product_is_rounded_as_it_was_told(rounding: Rounding, expected: list[str]) -> None:
    factors = ["0.025", "0.035", "-0.025", "0.0251", "0.0299"]
    one = sgd("1")
    assert [one.times(Decimal(each), rounding) for each in factors] == list(map(sgd, expected))


def test_every_rounding_is_one_of_the_decimal_module() -> None:
    ours = {rounding.mode for rounding in Rounding}
    theirs = {name for name in dir(decimal) if name.startswith("ROUND_")}
    assert ours == theirs - {"ROUND_05UP"}


@given(moneys, factors, st.sampled_from(Rounding))
def test_a_product_is_off_by_less_than_one_minor_unit(
    money: Money, factor: Decimal, rounding: Rounding
) -> None:
    exact = money.minor * Fraction(factor)
    rounded = money.times(factor, rounding)
    assert rounded.currency == money.currency
    assert abs(rounded.minor - exact) < 1
    if exact.denominator == 1:
        assert rounded.minor == exact


def test_a_float_is_no_factor() -> None:
    with pytest.raises(TypeError, match="float"):
        sgd("100").times(cast("Decimal", 1.1), Rounding.up)


# Splitting


@given(moneys, weights)
def test_a_split_keeps_the_sum_and_every_part_is_near_its_share(
    money: Money, weights: list[int | Decimal]
) -> None:
    parts = money.split(weights)
    assert len(parts) == len(weights)
    assert total(money.currency, parts) == money
    whole = sum(map(Fraction, weights))
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part.minor - money.minor * Fraction(weight) / whole) < 1
        if not weight:
            assert part.minor == 0


@given(moneys, weights)
def test_a_refund_splits_as_its_payment_did(money: Money, weights: list[int | Decimal]) -> None:
    assert (-money).split(weights) == [-part for part in money.split(weights)]


@given(moneys, weights, st.integers(1, 100))
def test_only_the_proportion_of_the_weights_matters(
    money: Money, weights: list[int | Decimal], factor: int
) -> None:
    assert money.split([Fraction(each) * factor for each in weights]) == money.split(weights)  # type: ignore[misc]


@pytest.mark.parametrize(
    ("amount", "weights", "parts"),
    [
        ("1.00", [1, 1, 1], ["0.34", "0.33", "0.33"]),
        ("-1.00", [1, 1, 1], ["-0.34", "-0.33", "-0.33"]),
        ("0.05", [1, 2, 3], ["0.01", "0.02", "0.02"]),
        ("0.05", [3, 2, 1], ["0.02", "0.02", "0.01"]),
        ("0.02", [1, 1, 1], ["0.01", "0.01", "0.00"]),
        ("1.00", [0, 1, 0], ["0.00", "1.00", "0.00"]),
        ("1.00", [Decimal("0.5"), Decimal("1.5")], ["0.25", "0.75"]),
        ("0.00", [1, 1], ["0.00", "0.00"]),
        ("-0.01", [1, 1], ["-0.01", "0.00"]),
        ("0.10", [1], ["0.10"]),
        ("1.00", [1, 5, 5], ["0.09", "0.46", "0.45"]),
    ],
)
def test_units_left_over_go_to_the_parts_that_lost_most(
    amount: str, weights: list[int | Decimal], parts: list[str]
) -> None:
    assert sgd(amount).split(weights) == list(map(sgd, parts))


@pytest.mark.parametrize("weights", [[], [0], [0, 0], [1, -1], [2, -1], [-1]])
def test_weights_that_divide_nothing_are_refused(weights: list[int]) -> None:
    with pytest.raises(ValueError, match="no weight below 0, and not all 0"):
        sgd("1.00").split(weights)


# The wire


@pytest.mark.parametrize(
    ("money", "decimals", "text"),
    [
        (Money("SGD", 1390), 2, "13.90"),
        (Money("SGD", 1390), 1, "13.9"),
        (Money("SGD", 1300), 0, "13"),
        (Money("SGD", 1390), 4, "13.9000"),
        (Money("IDR", 9_790_000), 0, "97900"),
        (Money("JPY", 500), 2, "500.00"),
    ],
)
def test_money_goes_out_with_the_decimals_of_the_wire(
    money: Money, decimals: int, text: str
) -> None:
    assert str(money.on_wire(decimals)) == text


def test_money_that_does_not_fit_the_wire_is_a_finding() -> None:
    finding = Money("IDR", 9_790_050).on_wire(0, field="price")
    assert isinstance(finding, Finding)
    assert (finding.severity, finding.code, finding.field) == (
        "error",
        "too_many_decimals",
        "price",
    )
    assert str(finding) == (
        "IDR 97900.50 has more decimals than the 0 that fit here. "
        "Round it by a rule of your choice, or enter another amount."
    )
