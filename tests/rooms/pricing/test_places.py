"""Taxes by place and day, in prices and on top of them."""

from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanse.base.faults import Finding
from hanse.base.money import Money
from hanse.rooms.pricing.model.places import (
    TaxRate,
    market_of,
    net,
    on_top,
    table,
    tax,
    taxes,
    within,
)

UNION = "AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE"
TODAY = date(2026, 11, 20)


@pytest.mark.parametrize("place", [*UNION.split(), "GB", "SG", "MY", "ID"])
def test_every_place_has_one_standard_rate_on_each_day(place: str) -> None:
    found = tax(table(), place, TODAY)
    assert isinstance(found, TaxRate)
    assert 7 <= found.percent <= 27
    assert found.source
    held = sorted(table().rates[place, "standard"], key=lambda each: each.since)
    for older, newer in pairwise(held):
        assert older.until == newer.since, "no day with two rates, and none without"


@pytest.mark.parametrize(
    ("place", "day", "percent"),
    [
        ("DE", "2020-06-30", "19"),
        ("DE", "2020-07-01", "16"),
        ("DE", "2021-01-01", "19"),
        ("EE", "2025-07-01", "24"),
        ("SG", "2023-12-31", "8"),
        ("SG", "2024-01-01", "9"),
        ("DE-BY", "2026-01-01", "19"),
    ],
)
def test_the_day_decides(place: str, day: str, percent: str) -> None:
    found = tax(table(), place, date.fromisoformat(day))
    assert isinstance(found, TaxRate)
    assert found.percent == Decimal(percent)


def test_where_nothing_is_known_it_says_so() -> None:
    american, unknown = tax(table(), "US-CA", TODAY), tax(table(), "XX", TODAY)
    assert isinstance(american, Finding)
    assert american.code == "as_the_shop_says"
    assert isinstance(unknown, Finding)
    assert str(unknown) == (
        "No standard tax rate is known for XX on 2026-11-20. Add it to the tax table."
    )


@given(st.integers(0, 10**9), st.decimals(0, 50, places=2))
def test_tax_and_what_stays_add_up_to_the_price(minor: int, percent: Decimal) -> None:
    rate = TaxRate("DE", "standard", percent, TODAY, None, True, "a test")
    gross = Money("EUR", minor)
    assert within(gross, rate) + net(gross, rate) == gross
    back = net(gross, rate) + on_top(net(gross, rate), rate)
    assert abs(back - gross) <= Money("EUR", 1)


def test_own_rates_go_before_the_table() -> None:
    own = TaxRate("DE", "standard", Decimal(1), date(2020, 1, 1), None, True, "yours")
    found = table().with_own([own]).find("DE", TODAY)
    assert found == own
    assert taxes([]).find("DE", TODAY) is None


def test_a_shop_sells_where_its_currency_is_or_its_clock_goes() -> None:
    assert market_of("SGD", None) == "SG"
    assert market_of("EUR", "Europe/Vienna") == "AT"
    assert market_of("EUR", None) == ""
