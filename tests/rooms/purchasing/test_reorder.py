"""When and how many, against every number that could be ordered."""

from decimal import Decimal
from math import floor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hanse.base.faults import Rejected
from hanse.base.money import UnitCost
from hanse.rooms.purchasing.model.reorder import (
    Break,
    Demand,
    Holding,
    Lead,
    Policy,
    Terms,
    point,
    proposed,
    year_cost,
)


def usd(value: str | int) -> UnitCost:
    return UnitCost.of("USD", value)


ONE_PRICE = Terms((Break(1, usd("4")),))
STEADY, WEEK = Demand(2, 1), Lead(7, 2)

breaks_drawn = st.lists(
    st.tuples(st.integers(2, 120), st.integers(50, 99)), unique_by=lambda each: each[0], max_size=3
).map(
    lambda drawn: (
        Break(1, usd("1.00")),
        *(Break(pieces, usd(f"0.{cents}")) for pieces, cents in sorted(drawn)),
    )
)
terms_drawn = st.builds(Terms, breaks_drawn, st.integers(1, 9), st.integers(1, 40))
policies = st.builds(
    Policy,
    st.sampled_from([0.5, 0.9, 0.99]),
    st.integers(0, 20).map(Decimal),
    st.sampled_from(["0", "0.1", "0.4"]).map(Decimal),
    st.sampled_from([5, 30, 90]),
)
demands = st.builds(Demand, st.floats(0, 3).map(lambda it: round(it, 3)), st.floats(0, 4))
leads = st.builds(Lead, st.floats(0, 20), st.floats(0, 6))


@settings(max_examples=60)
@given(demand=demands, lead=leads, terms=terms_drawn, policy=policies, have=st.integers(-20, 60))
def test_no_other_number_costs_less_and_each_promise_is_kept(
    demand: Demand, lead: Lead, terms: Terms, policy: Policy, have: int
) -> None:
    found = proposed(demand, lead, terms, Holding(have), policy)
    if found.pieces == 0:
        assert have > found.point or demand.mean == 0
        assert found.reasons[0].code == "enough"
        return
    needed = found.point - have + (demand.mean > 0)
    assert found.pieces >= max(needed, terms.pieces_min)
    assert found.pieces % terms.case_pack == 0
    least = terms.sold(needed)
    most = max(least, floor(demand.mean * policy.cover_days_max))
    every = [pieces for pieces in range(least, most + 1) if pieces % terms.case_pack == 0]
    assert found.pieces in every
    best = min(every, key=lambda pieces: (year_cost(demand, terms, policy, pieces), pieces))
    assert year_cost(demand, terms, policy, found.pieces) == year_cost(demand, terms, policy, best)
    assert found.cost == terms.cost_of(found.pieces)
    assert found.reasons[0].code == "below_point"


@settings(max_examples=60)
@given(demand=demands, lead=leads, more=st.floats(0, 5))
def test_more_sales_more_spread_and_more_service_never_lower_the_point(
    demand: Demand, lead: Lead, more: float
) -> None:
    usual = sum(point(demand, lead, 0.95))
    for other in (
        point(Demand(demand.mean + more, demand.spread), lead, 0.95),
        point(Demand(demand.mean, demand.spread + more), lead, 0.95),
        point(demand, Lead(lead.mean + more, lead.spread), 0.95),
        point(demand, Lead(lead.mean, lead.spread + more), 0.95),
        point(demand, lead, 0.99),
    ):
        assert sum(other) >= usual - 1e-9


def test_the_point_is_the_textbook_one() -> None:
    sells, safety = point(STEADY, WEEK, 0.95)
    assert sells == 14
    assert safety == pytest.approx(1.6449 * (7 * 1 + 4 * 4) ** 0.5, abs=1e-3)
    found = proposed(STEADY, WEEK, ONE_PRICE, Holding(on_hand=30, promised=6, coming=0))
    assert (found.point, found.pieces) == (22, 0)
    assert proposed(STEADY, WEEK, ONE_PRICE, Holding(30, 8, 0)).pieces > 0
    assert proposed(STEADY, WEEK, ONE_PRICE, Holding(30, 8, 40)).pieces == 0


def test_each_number_says_what_made_it() -> None:
    terms = Terms((Break(1, usd(4)), Break(100, usd(3))), case_pack=12, pieces_min=24)
    found = proposed(STEADY, WEEK, terms, Holding(20), Policy(order_cost=Decimal(5)))
    assert found.pieces == 108
    assert found.cost == usd(3)
    assert [reason.code for reason in found.reasons] == [
        *("below_point", "minimum", "case_pack", "price_break")
    ]
    slow = proposed(Demand(0.1, 0.1), WEEK, terms, Holding(0))
    assert (slow.pieces, slow.reasons[-1].code) == (24, "long_cover")
    often = proposed(STEADY, WEEK, ONE_PRICE, Holding(20), Policy(order_cost=Decimal(5)))
    assert often.reasons[-1].code == "fewer_orders"


def test_what_does_not_sell_is_ordered_for_orders_alone() -> None:
    still = Demand(0, 0)
    assert proposed(still, WEEK, ONE_PRICE, Holding(0)).pieces == 0
    assert proposed(still, WEEK, ONE_PRICE, Holding(0, promised=3)).pieces == 3


def test_terms_and_policies_that_cannot_be_are_refused() -> None:
    for breaks in ((), (Break(2, usd(1)),), (Break(1, usd(1)), Break(1, usd(2)))):
        with pytest.raises(Rejected):
            Terms(breaks)
    with pytest.raises(Rejected, match="one currency"):
        Terms((Break(1, usd(1)), Break(5, UnitCost.of("EUR", 1))))
    with pytest.raises(Rejected):
        Terms(ONE_PRICE.breaks, case_pack=0)
    with pytest.raises(Rejected, match="runs out"):
        Policy(service=1.0)
    with pytest.raises(Rejected):
        Policy(cover_days_max=0)
    with pytest.raises(Rejected, match="would be ordered"):
        proposed(Demand(1e9, 1), WEEK, ONE_PRICE, Holding(0))
    with pytest.raises(ValueError, match="no mean"):
        point(Demand(float("nan"), 1), WEEK, 0.9)
