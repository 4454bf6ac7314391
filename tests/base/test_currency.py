from collections import Counter

import pytest
from babel.core import get_global

from hanse.base.currency import (
    EXPONENTS,
    FORMER_WITH_2,
    WITH_0,
    WITH_2,
    WITH_3,
    WITH_4,
    WRITTEN_WHOLE,
    display_decimals,
    exponent,
)
from hanse.base.faults import Rejected


@pytest.mark.parametrize(
    ("decimals", "currencies"),
    [(0, "JPY VND UGX"), (2, "SGD IDR XCG ZWG SLE BGN HRK"), (3, "KWD TND"), (4, "CLF UYW")],
)
def test_exponents_are_those_of_iso(decimals: int, currencies: str) -> None:
    assert {exponent(currency) for currency in currencies.split()} == {decimals}


def test_the_table_has_as_many_as_iso_has_and_none_twice() -> None:
    former = FORMER_WITH_2.split()
    current = [len(codes.split()) for codes in (WITH_0, WITH_2, WITH_3, WITH_4)]
    assert current == [17, 139, 7, 2]
    assert len(EXPONENTS) == sum(current) + len(former)
    assert Counter(EXPONENTS.values()) == {2: 139 + len(former), 0: 17, 3: 7, 4: 2}
    assert all(len(code) == 3 and code.isascii() and code.isupper() for code in EXPONENTS)


def test_every_currency_that_a_country_uses_today_is_known() -> None:
    in_use = {
        entry[0]
        for entries in get_global("territory_currencies").values()
        for entry in entries
        if entry[2] is None and entry[3]  # no last day, and legal tender
    }
    assert len(in_use) > 140
    assert in_use - {"XXX"} <= set(EXPONENTS)


@pytest.mark.parametrize("currency", WRITTEN_WHOLE.split())
def test_nobody_writes_the_small_unit_of_these(currency: str) -> None:
    assert display_decimals(currency) == 0 < exponent(currency)
    cash_decimals = get_global("currency_fractions")[currency][2]
    assert cash_decimals == 0


@pytest.mark.parametrize(("currency", "decimals"), [("SGD", 2), ("JPY", 0), ("KWD", 3)])
def test_all_others_are_written_as_they_are_counted(currency: str, decimals: int) -> None:
    assert display_decimals(currency) == decimals


@pytest.mark.parametrize("currency", ["XXX", "XAU", "sgd", "", "Rp", "USDT"])
def test_what_is_no_currency_is_refused(currency: str) -> None:
    message = f"'{currency}' is not a currency that we know. Use a code of ISO 4217 in capitals"
    for decimals in exponent, display_decimals:
        with pytest.raises(Rejected, match=message):
            decimals(currency)
