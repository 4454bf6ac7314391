"""A price by rules: exact to the last unit, inside its bounds, explained by lines that add up."""

from dataclasses import fields, replace
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hanse.base.currency import exponent
from hanse.base.money import Money, UnitCost
from hanse.rooms.pricing.model.endings import grid, rounded
from hanse.rooms.pricing.model.explaining import explained
from hanse.rooms.pricing.model.floors import floors_of
from hanse.rooms.pricing.model.formulas import World
from hanse.rooms.pricing.model.layers import (
    ORDER,
    Base,
    Ceiling,
    Cost,
    Ending,
    Exchange,
    Fees,
    Floor,
    Layers,
    Markup,
    Of,
    Shipping,
    Tax,
    Way,
)
from hanse.rooms.pricing.model.quotes import Edge, chance_of, drawn, margin, moves, raw
from hanse.rooms.pricing.model.rates import Board, Dated
from hanse.rooms.pricing.model.rules import Band, Conditions, CostBand, Mode, RuleState
from tests.rooms.pricing import rules as some
from tests.rooms.pricing.rules import BOARD, DAY, NOW, WORLD, desk, eur, offer, rule

SUPPLIER = Cost(Base.supplier)
NINETY_NINE = Ending(Decimal(1), Decimal("0.01"), Way.up)


@settings(max_examples=50)
@given(st.data())
def test_the_price_keeps_its_bounds_and_its_lines_add_up_to_it(data: st.DataObject) -> None:
    one = data.draw(some.priced_offers())
    layers = data.draw(some.layers(one.currency))
    draw = data.draw(st.none() | st.decimals(Decimal("-0.1"), Decimal("0.1"), places=6))
    priced = desk(rule(1, layers)).price(one, draw)
    assert priced.price is not None
    assert priced.price.currency == one.currency
    assert priced.price.minor > 0
    if layers.floor and layers.floor.money:
        assert layers.floor.money <= priced.price
    if layers.ceiling and layers.ceiling.money:
        assert priced.price <= layers.ceiling.money


@settings(max_examples=50)
@given(st.data())
def test_the_explanation_walks_in_the_fixed_order_and_ends_at_the_price(
    data: st.DataObject,
) -> None:
    one = data.draw(some.priced_offers())
    layers = data.draw(some.layers(one.currency))
    counter = desk(rule(1, layers))
    quote = explained(counter, one)
    assert quote.price == counter.price(one).price
    assert quote.price is not None
    assert quote.lines[0].before == 0
    for before, after in pairwise(quote.lines):
        assert after.before == before.after
    last = quote.lines[-1].after * 10 ** exponent(one.currency)
    assert last == quote.price.minor
    priced = counter.price(one)
    assert priced.formula
    assert priced.cost
    rounding = next(each for each in quote.lines if each.layer == "rounding")
    exact = Fraction(*raw(priced.formula, priced.cost)) / 10 ** exponent(one.currency)
    assert rounding.before == exact, "what each layer adds is all that the price is made of"
    named = [each.layer for each in quote.lines if each.layer in ORDER]
    kept = [each for each in named if each not in ("floor", "ceiling")]
    assert kept == sorted(kept, key=ORDER.index)
    currencies = [each.currency for each in quote.lines]
    assert currencies == sorted(currencies, key=lambda each: each == one.currency) or (
        one.supplier is not None and one.supplier.currency == one.currency
    )


@given(
    st.fractions(min_value=0, max_value=10**6),
    st.sampled_from(["0.01", "0.05", "0.5", "1", "5", "10"]),
    st.sampled_from([0, 1, 5]),
)
def test_rounding_goes_the_way_that_is_said(value: Fraction, step: str, less: int) -> None:
    found = {
        way: rounded(
            value.numerator,
            value.denominator,
            grid("EUR", Ending(Decimal(step), Decimal(less).scaleb(-2), way)),
        )
        for way in Way
        if Decimal(less).scaleb(-2) < Decimal(step)
    }
    if not found:
        return
    first = int(Decimal(step) * 100) - less
    assert all((each + less) % int(Decimal(step) * 100) == 0 for each in found.values())
    assert found[Way.up] >= value
    assert found[Way.down] <= value or found[Way.down] == first
    assert found[Way.nearest] in (found[Way.up], found[Way.down])
    if found[Way.down] <= value:
        nearer = min(value - found[Way.down], found[Way.up] - value)
        assert abs(found[Way.nearest] - value) == nearer


def test_fees_and_tax_of_the_price_are_solved_exactly() -> None:
    layers = Layers(
        cost=SUPPLIER,
        shipping=Shipping(eur("1.10")),
        fees=Fees(Decimal(12), eur("0.30")),
        tax=Tax(Decimal(25), included=True),
        markup=Markup(Decimal(20), Of.price),
    )
    priced = desk(rule(1, layers)).price(offer("6.20"))
    # 12 + 20 + 20 per cent of the price go: (6.20 + 1.10 + 0.30) / 0.48
    assert priced.price == eur("15.83")
    assert priced.cost is not None
    left = Fraction(1583, 100) * (1 - Fraction(52, 100))
    assert abs(left - Fraction("7.60")) < Fraction(1, 200)


def test_a_price_explains_itself_line_by_line() -> None:
    layers = Layers(
        cost=Cost(Base.landed),
        shipping=Shipping(eur("1.10")),
        fees=Fees(Decimal(12)),
        tax=Tax(),
        markup=Markup(Decimal(20)),
        rounding=NINETY_NINE,
        floor=Floor(eur("14.50")),
    )
    quote = explained(
        desk(rule(1, layers)), offer(landed=UnitCost.of("EUR", "6.20")), NOW - timedelta(days=201)
    )
    assert [each.words for each in quote.lines] == [
        "Cost EUR 6.20 (landed, since 3 May 2026)",
        "plus shipping EUR 1.10",
        "plus fees, 12 % of the price",
        "plus tax 19 %, within the price",
        "plus markup, 20 % of cost and shipping",
        "rounded up to .99",
        "not below EUR 14.50",
    ]
    assert [dict(each.told) for each in quote.lines] == [  # for readers of other languages
        {"cost": "EUR 6.20", "base": "landed", "since": "2026-05-03"},
        {"sum": "EUR 1.10"},
        {"percent": "12"},
        {"percent": "19", "how": "within"},
        {"percent": "20", "of": "cost"},
        {"how": "up", "step": "1", "less": "0.01"},
        {"sum": "EUR 14.50"},
    ]
    assert (quote.price, quote.edge) == (eur("14.50"), Edge.floor)
    assert quote.lines[5].after == Fraction("12.99")
    assert quote.margin == 2_581


def test_a_floor_that_a_person_set_says_by_whom_and_since_when() -> None:
    set_floor = some.floor_of(eur("20.00"))
    quote = explained(desk(rule()), offer(floors=(set_floor,)))
    assert quote.price == eur(20)
    assert quote.lines[-1].words == "not below EUR 20.00, set on 3 May 2026 by Sari"


def test_rupiah_and_yen_have_no_cents_that_count() -> None:
    layers = Layers(cost=SUPPLIER, exchange=Exchange(), rounding=NINETY_NINE)
    quote = explained(desk(rule(1, layers)), offer("6.20", "IDR", market="ID"))
    assert quote.price == Money.of("IDR", 117_800)
    assert "IDR has no smaller" in quote.lines[-1].words
    thousands = replace(layers, rounding=Ending(Decimal(10_000), Decimal(100), Way.up))
    quote = explained(desk(rule(1, thousands)), offer("6.20", "IDR", market="ID"))
    assert quote.price == Money.of("IDR", 119_900)


def test_currencies_do_not_mix_without_a_rate() -> None:
    without = desk(rule(1, Layers(cost=SUPPLIER))).price(offer(currency="SGD"))
    assert (without.price, [each.code for each in without.findings]) == (None, ["other_currency"])
    layers = Layers(cost=SUPPLIER, exchange=Exchange())
    unknown = desk(rule(1, layers)).price(offer(currency="MYR"))
    assert [each.code for each in unknown.findings] == ["no_rate"]
    old = desk(rule(1, layers)).price(offer(currency="JPY"))
    assert [each.code for each in old.findings] == ["rate_too_old"]
    assert "30 days old" in old.findings[0].sentence


def test_the_first_that_fits_and_all_that_fit_are_two_things() -> None:
    base = rule(1, Layers(cost=SUPPLIER, markup=Markup(Decimal(100)), floor=Floor(eur(5))))
    only = rule(2, Layers(rounding=NINETY_NINE, markup=Markup(Decimal(10)), floor=Floor(eur(13))))
    assert desk(base, only).price(offer("6.00")).price == eur("12.00")
    both = explained(desk(base, only, mode=Mode.stacked), offer("6.00"))
    assert both.price == eur("13.00"), "the higher floor"
    assert [each.rule for each in both.lines] == ["Rule 1", "Rule 1", "Rule 2", "Rule 2"]
    assert "20" not in both.lines[1].words, "of two markups the higher rule's counts"
    assert both.rules == ("Rule 1", "Rule 2")
    unheard = rule(3, Layers(cost=Cost(), markup=Markup(Decimal(7))))
    found = desk(base, only, unheard, mode=Mode.stacked).price(offer("6.00"))
    assert found.stack
    assert [each.name for each in found.stack.rules] == ["Rule 1", "Rule 2"], "3 says nothing"


@pytest.mark.parametrize(
    ("conditions", "fits"),
    [
        (Conditions(), True),
        (Conditions(accounts=frozenset({some.OTHER_SHOP})), False),
        (Conditions(markets=frozenset({"DE"})), True),
        (Conditions(categories=frozenset({some.SHOP})), True),
        (Conditions(categories=frozenset({some.OTHER_SHOP})), False),
        (Conditions(tags=frozenset({"new"})), True),
        (Conditions(brands=frozenset({some.SHOP})), False),
        (Conditions(cost=CostBand("EUR", Decimal("6.20"), Decimal(7))), True),
        (Conditions(cost=CostBand("EUR", None, Decimal("6.20"))), False),
        (Conditions(cost=CostBand("USD", Decimal(1))), False),
    ],
)
def test_a_rule_is_for_what_it_says(conditions: Conditions, fits: bool) -> None:
    one = offer(categories=(some.SHOP, UUID(int=9)), tags=("new",))
    assert conditions.fit(one) is fits


def test_a_paused_rule_makes_no_price() -> None:
    assert desk(rule(state=RuleState.paused)).price(offer()).stack is None


def test_what_takes_the_whole_price_is_no_rule() -> None:
    layers = Layers(cost=SUPPLIER, fees=Fees(Decimal(60)), markup=Markup(Decimal(40), Of.price))
    priced = desk(rule(1, layers)).price(offer())
    assert [each.code for each in priced.findings] == ["shares"]
    bounds = Layers(cost=SUPPLIER, floor=Floor(eur(9)), ceiling=Ceiling(eur(8)))
    assert desk(rule(1, bounds)).price(offer()).findings[0].code == "floor_above_ceiling"


def test_a_small_step_is_left_but_not_below_the_floor() -> None:
    counter = desk(rule(), band=Band(Decimal(2), eur("0.20")))

    def moved(now: str) -> bool:
        return moves(counter.book, counter.price(offer("10.00", now=eur(now))))

    assert not moved("10.00")
    assert not moved("10.19"), "less than the money"
    assert moved("10.30")
    big = counter.price(offer("100.00", now=eur("101.00")))
    assert not moves(counter.book, big), "more than the money, less than the per cent"
    floored = offer("10.00", now=eur("10.19"), floors=(some.floor_of(eur("10.25")),))
    assert moves(counter.book, counter.price(floored)), "below the floor nothing stays"


@given(st.integers(0, 2**62 - 1), st.decimals(0, 20, places=2))
def test_chance_stays_within_its_spread(number: int, spread: Decimal) -> None:
    found = drawn(spread, chance_of(number, 62))
    assert abs(found) <= spread / 100
    assert drawn(spread, Fraction(-1)) == -drawn(spread, Fraction(1))


def test_a_price_that_was_drawn_stays_until_the_rule_leaves_its_spread() -> None:
    counter = desk(rule(1, Layers(cost=SUPPLIER), spread_percent=Decimal(5)))
    assert not moves(counter.book, counter.price(offer("10.00", now=eur("10.40"))))
    assert moves(counter.book, counter.price(offer("10.00", now=eur("10.60"))))
    assert counter.price(offer("10.00"), Decimal("0.03")).price == eur("10.30")


def test_the_fields_of_layers_are_their_order() -> None:
    assert (
        *("cost", "shipping", "fees", "tax", "markup", "exchange", "voucher", "rounding"),
        *("floor", "ceiling", "campaign"),
    ) == ORDER
    assert tuple(each.name for each in fields(Layers)) == ORDER


def test_the_newest_day_counts_and_a_cross_rate_goes_by_the_euro() -> None:
    assert BOARD.factor("USD", "SGD") == Fraction(15, 11)
    assert BOARD.oldest("USD", "JPY") == DAY - timedelta(days=30)
    fresh = World(NOW, Board(DAY, {"USD": Dated(Decimal(2), DAY)}), WORLD.taxes)
    assert fresh.board.minor(Money.of("USD", "1.01"), "EUR") == 51, "a floor is rounded up"


def test_of_all_floors_that_are_set_the_highest_counts() -> None:
    offer_id, variant, above = UUID(int=1), UUID(int=2), UUID(int=3)
    held = {variant: some.floor_of(eur(7)), above: some.floor_of(eur(9))}
    found = floors_of(held, offer_id, variant, [above])
    assert desk(rule()).price(offer("6.20", floors=found)).price == eur(9)
    assert floors_of(held, offer_id, offer_id, []) == ()


@settings(max_examples=50)
@given(st.data())
def test_the_margin_is_what_stays_after_everything(data: st.DataObject) -> None:
    one = data.draw(some.priced_offers())
    priced = desk(rule(1, data.draw(some.layers(one.currency)))).price(one)
    assert priced.price
    assert priced.formula
    assert priced.cost
    parts = priced.formula.parts
    gross = Fraction(priced.price.minor, 10 ** exponent(one.currency))
    net = gross * (1 - parts.tax)
    spent = (Fraction(priced.cost.value) + parts.shipping + parts.fee_fixed) * parts.rate
    exact = (net - gross * parts.fee - spent) * 10_000 / net
    found = margin(priced.formula, priced.cost, priced.price)
    assert found is not None
    assert abs(found - exact) <= Fraction(1, 2)
