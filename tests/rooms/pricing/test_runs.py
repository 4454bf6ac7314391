"""A catalogue priced as it goes by: every price as the desk makes and explains it, whatever the
rules are; and each page looked up by its keys, however many there are."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from hanse.base.money import Money, UnitCost
from hanse.rooms.catalog.model.standings import Standing
from hanse.rooms.pricing.model.effects import Effect
from hanse.rooms.pricing.model.explaining import explained
from hanse.rooms.pricing.model.layers import Base, Ceiling, Cost, Floor
from hanse.rooms.pricing.model.quotes import Desk, fine_of, margin_of, moves
from hanse.rooms.pricing.model.rules import Band, Book, Conditions, CostBand, Mode, Offered
from hanse.rooms.pricing.model.runs import Run, Sold
from tests.rooms.pricing import rules as some
from tests.rooms.pricing.rules import CURRENCIES, WORLD, moneys, rule

LAMPS, DESK_LAMPS, BRAND, OTHER = (UUID(int=each) for each in (11, 12, 21, 22))
PATHS = {LAMPS: (LAMPS,), DESK_LAMPS: (DESK_LAMPS, LAMPS)}
SHOPS = {
    some.SHOP: Sold("EUR", "DE", None),
    some.OTHER_SHOP: Sold("IDR", "ID", True),
}
OFFERS = 6  # that one run sees: what it remembers of one is no other's


def rarely(strategy: st.SearchStrategy[Any], otherwise: Any) -> st.SearchStrategy[Any]:
    return st.integers(0, 9).flatmap(lambda each: st.just(otherwise) if each < 9 else strategy)


def some_of(*values: object) -> st.SearchStrategy[frozenset[object]]:
    return rarely(st.frozensets(st.sampled_from(values), min_size=1, max_size=2), frozenset())


# Finer than a millionth now and then.
known_costs = st.builds(
    UnitCost,
    st.sampled_from(CURRENCIES),
    st.decimals(0, 500, places=4) | st.decimals(0, 500, places=9),
)
costs = st.integers(0, 4).flatmap(lambda each: known_costs if each else st.none())
bands = st.builds(
    CostBand,
    st.sampled_from(CURRENCIES),
    st.none() | st.decimals(0, 200, places=7),
    st.none() | st.decimals(100, 500, places=2),
)
conditions = st.builds(
    Conditions,
    some_of(*SHOPS),
    some_of("DE", "ID"),
    some_of(LAMPS, DESK_LAMPS),
    some_of(BRAND, OTHER),
    some_of("new", "old"),
    rarely(bands, None),
)
prices = st.none() | st.sampled_from(CURRENCIES).flatmap(moneys)


@st.composite
def books(draw: st.DrawFn) -> Book:
    """Of any rules, also of such that no price comes of."""
    made = [
        rule(
            number,
            replace(
                draw(some.layers(draw(st.sampled_from(["EUR", "IDR"])))),
                cost=draw(st.sampled_from(STARTS)),
                **draw(st.sampled_from([{}, OVER_COST, AT_LIST])),
            ),
            conditions=draw(conditions),
            band=draw(st.none() | st.builds(Band, st.none() | some.percents, prices)),
            spread_percent=draw(st.sampled_from([Decimal(0), Decimal(5)])),
        )
        for number in range(draw(st.integers(1, 3)))
    ]
    return Book(tuple(made), draw(st.sampled_from(Mode)), draw(st.builds(Band, some.percents)))


STARTS = [None, *(Cost(base, standing_in) for base in Base for standing_in in (False, True))]
OVER_COST = {"floor": Floor(over_cost_percent=Decimal(7))}
AT_LIST = {"ceiling": Ceiling(at_list=True)}


@st.composite
def offers(draw: st.DrawFn) -> Offered:
    account_id = draw(st.sampled_from([*SHOPS]))
    sold = SHOPS[account_id]
    return Offered(
        *(draw(st.uuids()), account_id, sold.currency, sold.market, sold.prices_include_tax),
        categories=draw(st.sampled_from([(), *PATHS.values()])),
        brand_id=draw(st.sampled_from([None, BRAND, OTHER])),
        tags=draw(st.sampled_from([(), ("new",), ("old", "brass")])),
        supplier=draw(costs),
        landed=draw(costs),
        list_price=draw(prices),
        now=draw(prices),
        floors=draw(
            st.just(()) | prices.map(lambda price: (some.floor_of(price),) if price else ())
        ),
    )


@settings(max_examples=40)
@given(books(), st.lists(offers(), min_size=1, max_size=OFFERS))
def test_what_passes_by_costs_what_the_desk_says_and_explains(
    book: Book, seen: Sequence[Offered]
) -> None:
    run, counted = Run(Desk(book, WORLD), PATHS), Effect()
    run.shops.update(SHOPS)
    for one in seen:
        counter = Desk(book, WORLD)  # that remembers nothing
        quote, priced = explained(counter, one), counter.price(one)
        standing, now = standing_of(one), one.now and (one.now.currency, one.now.minor)
        passed = run.price(standing, one.floors)
        moved = counted.count(standing, passed, now)
        if passed is None:
            assert priced.stack is None
            continue
        assert priced.stack is not None
        assert [each.code for each in passed.findings] == [each.code for each in quote.findings]
        assert (passed.formula is None) is (quote.price is None)
        if passed.formula is None:
            continue
        assert Money(one.currency, passed.minor) == quote.price
        assert passed.edge is quote.edge
        assert margin_of(passed.formula, int(passed.fine), passed.minor) == quote.margin
        assert passed.moves(now) is moves(book, priced)
        same_money = one.now is not None and one.now.currency == one.currency
        assert moved is (same_money and moves(book, priced))
        assert passed.lot.stack.mark == quote.rule
    assert counted.offers == len(seen)
    assert counted.moved == sum(counted.steps)


def standing_of(one: Offered) -> Standing:
    """As the database tells it."""
    category_id = one.categories[0] if one.categories else None
    listed = (one.list_price.minor, one.list_price.currency) if one.list_price else (None, None)
    ids = (one.id, one.account_id, UUID(int=5), "1", None, category_id, one.brand_id)
    return Standing._make(
        (*ids, [*one.tags], *listed, *told(one.supplier), *told(one.landed), True)
    )


def told(cost: UnitCost | None) -> tuple[object, ...]:
    if cost is None:
        return None, None, None
    fine = fine_of(cost.value)
    return (
        (fine, None, cost.currency) if isinstance(fine, int) else (None, cost.value, cost.currency)
    )
