from datetime import date
from decimal import Decimal

import pytest

from hanse.base.faults import Rejected
from hanse.trade.rates import Rates

DAY = date(2026, 3, 18)
GOOD = {"USD": Decimal("1.1500"), "JPY": Decimal("183.49")}


def test_a_day_of_rates_is_kept_to_its_last_digit() -> None:
    assert str(Rates(DAY, GOOD).per_euro["USD"]) == "1.1500"
    assert Rates(DAY, GOOD) == Rates(DAY, dict(GOOD))


@pytest.mark.parametrize(
    ("currency", "value", "code", "sentence"),
    [
        ("EUR", "1", "base_among_rates", "The rates of 2026-03-18 hold the euro itself."),
        ("XYZ", "2", "unknown_currency", "'XYZ' in the rates of 2026-03-18 is not a currency"),
        ("usd", "2", "unknown_currency", "'usd' in the rates of 2026-03-18 is not a currency"),
        ("USD", "0", "no_rate", "For USD on 2026-03-18: a rate of 0 is none."),
        ("USD", "-1.10", "no_rate", "For USD on 2026-03-18: a rate of -1.1 is none."),
        ("USD", "NaN", "no_rate", "For USD on 2026-03-18: NaN is not a number."),
        ("USD", "Infinity", "no_rate", "For USD on 2026-03-18: Infinity is not a number."),
        ("USD", "1E+70", "no_rate", "For USD on 2026-03-18: 1.000000E+70 has more than 60"),
    ],
)
def test_what_is_no_rate_is_named(currency: str, value: str, code: str, sentence: str) -> None:
    with pytest.raises(Rejected) as refused:
        Rates(DAY, {**GOOD, currency: Decimal(value)})
    assert [(each.field, each.code) for each in refused.value.findings] == [(currency, code)]
    assert refused.value.sentence.startswith(sentence)


def test_all_that_is_wrong_is_told_at_once_and_a_float_is_a_mistake_of_the_program() -> None:
    with pytest.raises(Rejected) as refused:
        Rates(DAY, {"EUR": Decimal(1), "ABC": Decimal(1), "USD": Decimal(0)})
    assert [each.field for each in refused.value.findings] == ["EUR", "ABC", "USD"]
    with pytest.raises(TypeError, match="float"):
        Rates(DAY, {"USD": 1.15})  # type: ignore[dict-item]


def test_a_day_without_rates_is_none() -> None:
    with pytest.raises(Rejected, match="no rate on 2026-03-18"):
        Rates(DAY, {})
