"""The guard: what it holds, whom it asks, and that nobody passes it in small steps."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanse.base.faults import Rejected
from hanse.base.money import Money, UnitCost
from hanse.changes.guard import judge
from hanse.changes.model.changes import Change, Wisher
from hanse.changes.model.kinds import KINDS
from hanse.changes.model.limits import (
    SAFE,
    Floor,
    Limits,
    OfferFacts,
    Release,
    ShopFacts,
    Verdict,
    check_limits,
    release,
)
from hanse.trade.fields import Fields
from tests.changes.wishes import ANNA, OTHER_SHOP, SHOP, SYNC, by, creation, price, sgd, wish

LARGE_SHOP = ShopFacts("Lamps", stocked=200, listed=200)
TEN = OfferFacts(day_ago={"price": sgd(10)}, approved={"price": sgd(10)})


def judged(
    changes: Sequence[Change],
    facts: OfferFacts = TEN,
    shop: ShopFacts = LARGE_SHOP,
    spent: Mapping[str, Money] | None = None,
    limits: Limits = SAFE,
    releases: Sequence[Release] = (),
) -> Verdict:
    shops = {SHOP: shop, OTHER_SHOP: shop}
    of = {each.id: facts for each in changes}
    return judge(changes, KINDS, of, shops, spent or {}, limits, releases)


def codes(verdict: Verdict) -> list[str]:
    return list(verdict.counts)


def sell_out(number: int, before: int | None = 5, **given: Any) -> Change:
    fields: dict[str, Any] = {"before": {"quantity": before}, "after": {"quantity": 0}}
    return wish(number, "offers.stock", **(fields | given))


def hide(number: int) -> Change:
    return wish(number, "products.state", before={"state": "live"}, after={"state": "draft"})


def order(number: int, amount: Money) -> Change:
    return wish(number, "purchases.order", before={"amount": None}, after={"amount": amount})


# Prices


def test_a_small_step_passes() -> None:
    assert not judged([price(1, sgd(10), sgd("12.99"))]).holds


def test_a_price_below_the_floor_is_held_and_says_what_to_do() -> None:
    facts = replace(TEN, floor=Floor(sgd(12), "set on 3 May"))
    verdict = judged([price(1, sgd(10), sgd("9.90"))], facts)
    assert verdict.holds
    assert str(verdict.trips[0].finding) == (
        "Lamp 1: Price SGD 9.90 is below the floor SGD 12.00 set on 3 May. "
        "Raise the price or change the floor."
    )
    assert not judged([price(1, sgd(10), sgd(12))], facts).holds


def test_a_price_below_cost_is_held_unless_that_is_allowed() -> None:
    facts = replace(TEN, cost=UnitCost.of("SGD", "9.901"))
    assert codes(judged([price(1, sgd(10), sgd("9.90"))], facts)) == ["below_cost"]
    assert not judged([price(1, sgd(10), sgd("9.91"))], facts).holds
    allowing = replace(SAFE, below_cost=True)
    assert not judged([price(1, sgd(10), sgd("9.90"))], facts, limits=allowing).holds


@pytest.mark.parametrize(
    ("before", "day_ago", "approved", "after", "holds"),
    [
        (10, 10, 10, 13, False),
        (10, 10, 10, "13.01", True),
        (10, 10, 10, 7, False),
        (10, 10, 10, "6.99", True),
        (12, 10, 12, "13.50", True),  # ten small steps within a day
        (12, 12, 10, "13.50", True),  # ten small steps within ten days, which nobody looked at
        (30, 10, 10, 12, True),  # somebody has just raised it at the shop
        (0, 10, 10, 10, True),
    ],
)
def test_a_step_counts_from_now_from_a_day_ago_and_from_what_a_person_approved(
    before: int, day_ago: int, approved: int, after: str | int, holds: bool
) -> None:
    facts = OfferFacts(day_ago={"price": sgd(day_ago)}, approved={"price": sgd(approved)})
    assert judged([price(1, sgd(before), sgd(after))], facts).holds is holds


def test_a_step_has_a_limit_in_money_too() -> None:
    limits = replace(SAFE, step_money_max=(sgd(2), Money("USD", 1)))
    assert not judged([price(1, sgd(10), sgd(12))], limits=limits).holds
    verdict = judged([price(1, sgd(10), sgd("12.01"))], limits=limits)
    assert codes(verdict) == ["step_money"]
    assert "SGD 10.00 to SGD 12.01" in verdict.trips[0].finding.sentence


@pytest.mark.parametrize("nothing", [None, sgd(0), sgd(-1), "12.00", 12])
def test_what_is_no_price_is_held(nothing: Any) -> None:
    change = wish(1, "offers.price", before={"price": sgd(10)}, after={"price": nothing})
    assert codes(judged([change])) == ["no_price"]


def test_a_sale_may_end() -> None:
    change = wish(1, "offers.price", before={"sale_price": sgd(9)}, after={"sale_price": None})
    assert not judged([change]).holds


NO_SALE = {"price": sgd(10), "regular": sgd(10), "compare_at": None, "sale_price": None}
ON_SALE = {"price": sgd(5), "regular": sgd(10), "compare_at": sgd(10), "sale_price": sgd(5)}


@pytest.mark.parametrize(
    ("day_ago", "after", "holds"),
    [
        ({}, "7", False),
        ({}, "6.99", True),  # a sale that is new is a step from what was paid
        (ON_SALE, "7", True),  # and one that ended meanwhile does not begin anew from there
        ({"sale_price": None}, "7", False),
    ],
)
def test_a_sale_that_begins_is_a_step_from_what_was_paid(
    day_ago: Fields, after: str, holds: bool
) -> None:
    facts = OfferFacts(now=NO_SALE, day_ago=day_ago)
    change = wish(1, "offers.price", before={"sale_price": None}, after={"sale_price": sgd(after)})
    assert judged([change], facts).holds is holds


def test_a_sale_that_ends_is_a_step_to_the_regular_price() -> None:
    facts = OfferFacts(now=ON_SALE)
    end = wish(1, "offers.price", before={"sale_price": sgd(5)}, after={"sale_price": None})
    assert codes(judged([end], facts)) == ["step_percent"]
    small = {**ON_SALE, "regular": sgd(6)}
    assert not judged([end], OfferFacts(now=small)).holds


def test_two_currencies_are_not_compared_but_held() -> None:
    facts = replace(TEN, floor=Floor(Money.of("USD", 5), "set on 3 May"))
    verdict = judged([price(1, sgd(10), sgd(11))], facts)
    assert codes(verdict) == ["other_currency"]
    assert "USD" in verdict.trips[0].finding.sentence


def test_every_price_that_a_buyer_pays_is_looked_at() -> None:
    facts = OfferFacts(floor=Floor(sgd(8), "set on 3 May"))
    for name in ("price", "regular", "sale_price"):
        change = wish(1, "offers.price", before={name: sgd(10)}, after={name: sgd("7.50")})
        assert codes(judged([change], facts)) == ["below_floor"]


def test_what_is_made_has_a_floor_too() -> None:
    facts = OfferFacts(floor=Floor(sgd(20), "set on 3 May"))
    assert codes(judged([creation()], facts)) == ["below_floor"]
    assert not judged([creation()], OfferFacts()).holds


def test_money_in_a_field_that_no_limit_knows_is_held() -> None:
    for value in (sgd(1), (1, (sgd(1),))):
        change = wish(1, before={"deposit": None}, after={"deposit": value})
        assert codes(judged([change])) == ["ungauged"]


# Shops


def test_a_few_may_be_sold_out_and_a_tenth_may_not() -> None:
    many = [sell_out(number) for number in range(21)]
    assert not judged(many[:20]).holds
    verdict = judged(many)
    assert codes(verdict) == ["stock_collapse"]
    assert len(verdict.trips) == 21
    assert "21 of the 200 products of Lamps" in verdict.trips[0].finding.sentence


def test_a_small_shop_may_sell_out_a_few() -> None:
    small = ShopFacts("Lamps", stocked=4, listed=4)
    assert not judged([sell_out(number) for number in range(3)], shop=small).holds
    assert judged([sell_out(number) for number in range(4)], shop=small).holds


def test_what_was_sold_out_before_is_not_sold_out_again() -> None:
    gone = [sell_out(number, before=0) for number in range(50)]
    assert not judged(gone).holds


def test_stock_that_is_not_counted_may_collapse_too() -> None:
    many = [sell_out(number, before=None) for number in range(21)]
    assert judged(many).holds


def test_a_shop_that_loses_many_listings_is_held() -> None:
    assert not judged([hide(number) for number in range(10)]).holds
    verdict = judged([hide(number) for number in range(11)])
    assert codes(verdict) == ["count_collapse"]
    assert "taken from buyers' sight" in verdict.trips[0].finding.sentence


def test_two_shops_are_two() -> None:
    here = [sell_out(number) for number in range(20)]
    there = [sell_out(number, account_id=OTHER_SHOP) for number in range(20, 40)]
    assert not judged(here + there).holds


# Spending


def test_nothing_is_spent_where_nobody_has_set_a_limit() -> None:
    verdict = judged([order(1, sgd(1))])
    assert codes(verdict) == ["spend"]
    assert "no limit is set" in verdict.trips[0].finding.sentence


def test_a_day_has_a_limit_to_spend_in_each_currency() -> None:
    limits = replace(SAFE, spend_day_max=(sgd(100), Money.of("USD", 5)))
    both = [order(1, sgd(60)), order(2, sgd(40)), order(3, Money.of("USD", 5))]
    assert not judged(both, limits=limits).holds
    verdict = judged(both, spent={"SGD": Money("SGD", 1)}, limits=limits)
    assert [each.change_id for each in verdict.trips] == [both[0].id, both[1].id]


@pytest.mark.parametrize("nothing", [None, sgd(0), sgd(-50), "50.00"])
def test_what_is_no_amount_is_held_and_lowers_no_sum(nothing: Any) -> None:
    limits = replace(SAFE, spend_day_max=(sgd(100),))
    verdict = judged([order(1, sgd(120)), order(2, nothing)], limits=limits)
    assert sorted(codes(verdict)) == ["no_amount", "spend"]


# Everybody alike, and who is asked


@pytest.mark.parametrize("wisher", Wisher)
def test_people_keys_rules_advisors_and_the_hub_are_held_alike(wisher: Wisher) -> None:
    origin = SYNC if wisher is Wisher.sync else by(ANNA, wisher)
    assert judged([price(1, sgd(10), sgd(20), origin=origin)]).holds


def test_one_trip_holds_the_whole_run() -> None:
    run = [price(number, sgd(10), sgd(11)) for number in range(50)]
    assert judged([*run, price(99, sgd(10), sgd(50))]).holds


def test_a_release_is_for_one_change_one_limit_and_what_it_wanted() -> None:
    large = price(1, sgd(10), sgd(20))
    let = release(judged([large]).trips, ANNA)
    assert {each.person_id for each in let} == {ANNA}
    verdict = judged([large], releases=let)
    assert not verdict.holds
    assert [each.finding.code for each in verdict.released] == ["step_percent"]
    assert judged([replace(large, after={"price": sgd(21)})], releases=let).holds
    assert judged([replace(large, id=UUID(int=5))], releases=let).holds
    floor = replace(TEN, floor=Floor(sgd(30), "set on 3 May"))
    assert codes(judged([large], floor, releases=let)) == ["below_floor"]


# Nobody passes in small steps

steps = st.lists(st.integers(1, 3000), min_size=1, max_size=12)


@given(steps, st.integers(500, 1500))
def test_no_row_of_small_steps_goes_further_than_one_large_one(
    wanted: list[int], approved: int
) -> None:
    """Whatever is asked for, one after another, what passes stays within the step from the value of
    a day ago and from the one that a person approved."""
    day_ago, now = sgd(10), sgd(10)
    approved_price = Money("SGD", approved)
    facts = OfferFacts(day_ago={"price": day_ago}, approved={"price": approved_price})
    for minor in wanted:
        asked = price(1, now, Money("SGD", minor))
        if not judged([asked], facts).holds:
            now = Money("SGD", minor)
            for reference in (day_ago, approved_price):
                assert abs(now - reference).minor * 100 <= reference.minor * 30


numbers = st.permutations(range(30))
cuts = st.lists(st.integers(0, 30), max_size=6).map(sorted)


def grouped(order_of: list[int], cut: list[int]) -> list[list[int]]:
    bounds = [0, *cut, len(order_of)]
    return [order_of[a:b] for a, b in pairwise(bounds) if a < b]


@given(numbers, cuts, st.sampled_from(["zeroed", "ended"]))
def test_in_no_order_or_groups_is_more_of_a_shop_taken_than_its_limit(
    order_of: list[int], cut: list[int], what: str
) -> None:
    make = {"zeroed": sell_out, "ended": hide}[what]
    shop = ShopFacts("Lamps", stocked=100, listed=200)
    for group in grouped(order_of, cut):
        changes = [make(number) for number in group]
        if not judged(changes, shop=shop).holds:
            taken: frozenset[str] = getattr(shop, what) | {each.thing.ours for each in changes}
            shop = replace(shop, **{what: taken})  # type: ignore[arg-type]
    assert len(shop.zeroed | shop.ended) <= 10


@given(st.lists(st.integers(1, 60), min_size=1, max_size=12), cuts)
def test_in_no_order_or_groups_is_more_spent_than_the_limit_of_a_day(
    amounts: list[int], cut: list[int]
) -> None:
    limits, spent = replace(SAFE, spend_day_max=(sgd(100),)), sgd(0)
    for group in grouped(amounts, [each % (len(amounts) + 1) for each in cut]):
        orders = [order(number, sgd(amount)) for number, amount in enumerate(group)]
        if not judged(orders, spent={"SGD": spent}, limits=limits).holds:
            spent += sgd(sum(group))
    assert spent <= sgd(100)


@given(st.permutations(range(8)))
def test_the_verdict_does_not_hang_on_the_order(order_of: list[int]) -> None:
    limits = replace(SAFE, spend_day_max=(sgd(10),))
    changes = [
        *(sell_out(number) for number in range(2)),
        *(order(number, sgd(6)) for number in (2, 3)),
        *(price(number, sgd(10), sgd(number)) for number in (4, 5, 6, 7)),
    ]
    one = judged(changes, limits=limits)
    other = judged([changes[number] for number in order_of], limits=limits)
    assert set(one.trips) == set(other.trips)


# The limits themselves


def test_the_safe_ones_can_be_set() -> None:
    check_limits(SAFE)


@pytest.mark.parametrize(
    "wrong",
    [
        {"step_percent_max": Decimal(100)},
        {"step_percent_max": Decimal(-1)},
        {"zeroed_percent_max": Decimal(101)},
        {"ended_percent_max": Decimal("NaN")},
        {"few": 1000},
        {"spend_day_max": (sgd(1), sgd(2))},
        {"step_money_max": (sgd(-1),)},
    ],
)
def test_a_limit_that_watches_nothing_cannot_be_set(wrong: Any) -> None:
    with pytest.raises(Rejected) as refused:
        check_limits(replace(SAFE, **wrong))
    assert refused.value.findings[0].field == next(iter(wrong))
