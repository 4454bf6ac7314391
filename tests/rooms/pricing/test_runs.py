"""A catalogue priced as it goes by: every price as the desk makes and explains it, whatever the
rules are; and each page looked up by its keys, however many there are."""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import UUID

import asyncpg
from hypothesis import given, settings
from hypothesis import strategies as st

from bench import reprice
from hanse.base.money import Money, UnitCost
from hanse.engine.tx import Database, Tx
from hanse.rooms.catalog.model.standings import PAGE_ROWS, Standing
from hanse.rooms.catalog.service import offering
from hanse.rooms.catalog.store import standings
from hanse.rooms.mirror.store import prices as shown_prices
from hanse.rooms.pricing.model.effects import SAMPLES_MAX, Effect
from hanse.rooms.pricing.model.explaining import explained
from hanse.rooms.pricing.model.floors import Subject
from hanse.rooms.pricing.model.layers import Base, Ceiling, Cost, Floor, Layers, Markup
from hanse.rooms.pricing.model.quotes import Desk, fine_of, margin_of, moves
from hanse.rooms.pricing.model.rules import Band, Book, Conditions, CostBand, Mode, Offered
from hanse.rooms.pricing.model.runs import Run, Sold
from hanse.rooms.pricing.service import effects, pages
from hanse.rooms.pricing.service.offers import offered
from hanse.rooms.pricing.store import floors
from tests.conftest import NOBODY
from tests.engine.plans import most_rows, plan_of
from tests.rooms.pricing import rules as some
from tests.rooms.pricing.rules import CURRENCIES, WORLD, eur, moneys, rule

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
                **draw(st.sampled_from(BOUNDS)),
            ),
            conditions=draw(conditions),
            band=draw(st.none() | st.builds(Band, st.none() | some.percents, prices)),
            spread_percent=draw(st.sampled_from([Decimal(0), Decimal(5)])),
        )
        for number in range(draw(st.integers(1, 3)))
    ]
    return Book(tuple(made), draw(st.sampled_from(Mode)), draw(st.builds(Band, some.percents)))


BOUNDS: list[dict[str, Any]] = [
    {},
    {"floor": Floor(over_cost_percent=Decimal(7))},
    {"ceiling": Ceiling(at_list=True)},
]
STARTS = [None, *(Cost(base, standing_in) for base in Base for standing_in in (False, True))]


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
        standing = standing_of(one)
        now = (one.now.currency, one.now.minor) if one.now else None
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


SELLING = 5_700  # more than a page
CATEGORIES = """
    insert into catalog_categories (workspace_id, id, parent_id, name)
    values ($1, $2, null, 'Lamps'), ($1, $3, $2, 'Desk lamps')
"""
# Costs finer than a millionth, list prices, places in the tree, and some without a shown price.
VARIED = """
    insert into catalog_costs (workspace_id, id, variant_id, kind, amount, currency, since, source)
    select $1, gen_random_uuid(), variant_id, 'supplier', 4.123456789, 'EUR', now(), ''
    from catalog_offers where workspace_id = $1 and remote_product_id::int % 5 = 0
"""
LISTED = """
    update catalog_variants set price_minor = 1500, currency = 'EUR'
    where workspace_id = $1 and right(sku, 1) in ('3', '5')
"""
PLACED = """
    update catalog_products set category_id = $2 where workspace_id = $1 and title like '%5'
"""
# As they stood before prices were kept beside them; and one that the shop does not show any more.
UNKEPT = """
    update mirror_rows set prices = null, gone_at = case remote_id when '21' then now() end
    where workspace_id = $1 and remote_id::int % 3 = 0
"""
EXCEPTED = """
    insert into changes_owners (workspace_id, account_id, thing, field, owner, said_at, actor)
    values ($1, $2, 'offers/7', 'price', 'channel', now() + interval '1 hour', 'a test')
"""


async def test_pages_are_looked_up_by_key_and_tell_of_each_offer_what_the_desk_knows_of_it(
    database: Database, workspace: UUID, admin_dsn: str
) -> None:
    account = database.ids.new()
    owner = await asyncpg.connect(admin_dsn)
    await reprice.fill(owner, workspace, account, SELLING)
    await owner.execute(CATEGORIES, workspace, LAMPS, DESK_LAMPS)
    for statement in (VARIED, LISTED, UNKEPT):
        await owner.execute(statement, workspace)
    await owner.execute(PLACED, workspace, DESK_LAMPS)
    await owner.execute(EXCEPTED, workspace, account)
    await owner.close()

    def open_tx() -> AbstractAsyncContextManager[Tx]:
        return database.tx(workspace, NOBODY)

    async with open_tx() as tx:
        for mode in ("force_generic_plan", "force_custom_plan"):
            given = f"'{workspace}', now(), '{standings.FIRST}'"
            plan = await plan_of(tx, mode, standings.PAGE, "uuid, timestamptz, uuid", given)
            assert most_rows(plan) <= PAGE_ROWS, plan
            assert "Seq Scan" not in plan, plan
            given = f"'{workspace}', '{account}', '{{1,2,3}}'"
            for statement in (shown_prices.WITHIN, shown_prices.APART):
                plan = await plan_of(tx, mode, statement, "uuid, uuid, text[]", given)
                assert most_rows(plan) <= 3, plan
                assert "Seq Scan" not in plan, plan

    found = await effects.effect_of(open_tx, reprice.book())
    assert (found.offers, found.priced) == (SELLING, SELLING)
    assert (found.no_price, found.not_ours, len(found.samples)) == (1, 1, SAMPLES_MAX)
    assert found.examples[0].title == "Lamp 1"

    async with open_tx() as tx:
        last = (await offering.links_page(tx, account, None, 100))[-1]
        wanted = [(Subject.offer, last.id, eur(90)), (Subject.category, LAMPS, eur(50))]
        await floors.put(tx, wanted, None, "Sari")
        run = await pages.run(tx, varied_book())
        page = await pages.page_of(tx, run, await standings.page(tx, None))
    async for part in pages.priced(run, page):
        async with open_tx() as tx:
            whole = await offered(tx, [each.id for each, _, _ in part[:100]])
        desk = Desk(varied_book(), run.desk.world)
        passed_by = {each.id: (passed, now) for each, passed, now in part}
        for one in whole:
            passed, now = passed_by[one.id]
            priced = desk.price(one)
            assert passed is not None
            assert (now and Money(*now)) == one.now
            assert (passed.minor, passed.edge) == (priced.price and priced.price.minor, priced.edge)
            assert passed.moves(now) is moves(desk.book, priced)
        break


def varied_book() -> Book:
    desk_lamps = Conditions(categories=frozenset({LAMPS}))
    supplied = Layers(cost=Cost(Base.supplier), markup=Markup(Decimal(30)))
    capped = Layers(cost=Cost(), markup=Markup(Decimal(90)), ceiling=Ceiling(at_list=True))
    return Book((rule(1, supplied, conditions=desk_lamps), rule(2, capped)))
