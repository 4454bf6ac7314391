"""Rules at work: kept, quoted over a shop, proposed as changes, and held by the guard."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from hanse.base.faults import Rejected
from hanse.base.money import Money, UnitCost
from hanse.changes.model.changes import Origin, Wisher
from hanse.changes.model.planned import Wish
from hanse.changes.model.policies import Schedule
from hanse.changes.model.states import State
from hanse.changes.service import proposing as changes
from hanse.changes.service import reading, undoing
from hanse.engine.doors.versions import Changed
from hanse.engine.tx import INSTALLATION, Actor, ActorKind, Database, Tx
from hanse.rooms.pricing.model.floors import Subject
from hanse.rooms.pricing.model.layers import Cost, Exchange, Layers, Markup
from hanse.rooms.pricing.model.quotes import Edge
from hanse.rooms.pricing.model.rules import Band, Mode
from hanse.rooms.pricing.service import (
    effects,
    floors,
    guarding,
    moving,
    proposing,
    queue,
    quoting,
    rates,
    rules,
    taxes,
)
from hanse.rooms.pricing.store import moved
from hanse.trade.drafts import Variant, variants_value
from hanse.trade.fields import Fields
from hanse.trade.goods import Option
from hanse.trade.ports_write import Target
from hanse.trade.rates import Rates
from tests.changes.market import MEI, SARI
from tests.changes.wishes import creation
from tests.rooms.pricing.conftest import Counter
from tests.rooms.pricing.rules import rule

pytestmark = pytest.mark.usefixtures("known_jobs")

COMES = "update changes_changes set due_at = now() - interval '1 minute' where set_id = $1"
TWICE = Layers(cost=Cost(), markup=Markup(Decimal(120)))


async def test_rules_are_kept_in_order_and_by_one_editor_at_a_time(tx: Tx) -> None:
    one = await rules.create(tx, rule(1, TWICE))
    two = await rules.create(tx, rule(2, TWICE, spread_percent=Decimal(3)))
    found = await rules.book(tx)
    assert found.rules == (one, two)
    assert (one.person, one.version, found.version) == ("Test Person", 1, 0)
    edited = await rules.edit(tx, replace(one, name="  Lamps "), one.version)
    assert (edited.name, edited.version) == ("Lamps", 2)
    with pytest.raises(Changed):
        await rules.edit(tx, one, one.version)
    band = Band(Decimal(2), Money.of("EUR", 1))
    after = await rules.arrange(tx, [two.id, one.id], Mode.stacked, band, 0)
    assert [each.name for each in after.rules] == ["Rule 2", "Lamps"]
    assert (after.mode, after.band, after.version) == (Mode.stacked, band, 1)
    with pytest.raises(Rejected, match="each rule once"):
        await rules.arrange(tx, [two.id], Mode.first, band, 1)
    await rules.archive(tx, two.id, two.version)
    assert [each.name for each in (await rules.book(tx)).rules] == ["Lamps"]
    waiting = await tx.fetchval("select count(*) from jobs where name = $1", queue.REPRICE)
    assert waiting == 1, "however often rules are edited, prices are worked out once"


async def test_a_wrong_rule_says_everything_that_is_wrong(tx: Tx) -> None:
    wrong = rule(1, Layers(markup=Markup(Decimal(-100))), spread_percent=Decimal(50))
    with pytest.raises(Rejected) as told:
        await rules.create(tx, replace(wrong, name=""))
    assert [each.field for each in told.value.findings] == ["name", "markup", "spread_percent"]


async def test_the_newest_rate_that_is_not_after_the_day_counts(database: Database) -> None:
    monday = date(2040, 1, 2)  # after every other test's
    async with database.tx(INSTALLATION, SARI) as tx:
        days = [
            Rates(monday, {"USD": Decimal("1.10"), "IDR": Decimal(19_000)}),
            Rates(monday + timedelta(days=1), {"USD": Decimal("1.20")}),
        ]
        assert await rates.keep(tx, days, rates.ECB) == 2
        assert await rates.keep(tx, days, rates.ECB) == 0, "the same again is no news"
        board = await rates.rates(tx, monday + timedelta(days=3))
        found = {name: (each.per_euro, each.day) for name, each in board.rates.items()}
        assert {name: found[name] for name in ("USD", "IDR")} == {
            "USD": (Decimal("1.20"), monday + timedelta(days=1)),
            "IDR": (Decimal(19_000), monday),
        }
        assert await rates.newest(tx) == monday + timedelta(days=1)
        assert await rates.on(tx, monday) == days[0]
        assert await rates.on(tx, date(1990, 1, 1)) is None


async def test_own_tax_rates_go_before_the_table_and_end(tx: Tx) -> None:
    table = await taxes.taxes(tx)
    known = table.find("DE", date(2026, 11, 20))
    assert known is not None
    own = replace(known, percent=Decimal(3), since=date(2026, 1, 1), until=date(2027, 1, 1))
    kept = await taxes.set_tax(tx, own)
    assert kept.id is not None
    with_own = await taxes.taxes(tx)
    assert with_own.find("DE", date(2026, 11, 20)) == replace(own, source="yours")
    assert with_own.find("DE", date(2027, 1, 1)) == known
    await taxes.remove_tax(tx, kept.id)
    assert (await taxes.taxes(tx)).find("DE", date(2026, 11, 20)) == known


async def test_only_prices_that_the_hub_owns_are_proposed_in_the_name_of_the_editor(
    counter: Counter,
) -> None:
    market = counter.market
    async with market.tx() as tx:
        for place in range(2):
            await counter.cost(tx, place, str(counter.half(place)))
        await counter.hand_over(tx, 0)
        made = await rules.create(tx, rule(1, TWICE, spread_percent=Decimal(1)))
    found = await effects.effect(market.tx)
    assert (found.offers, found.moved, found.not_ours, found.raised) == (3, 2, 1, 2)
    assert found.findings == {"no_cost": 1}
    assert sum(found.steps) == 2
    assert found.margin_before < found.margin_after
    done = await proposing.reprice(market.hands, market.tx, "rules")
    assert (done.looked_at, done.proposed, done.not_ours) == (3, 1, 1)
    [set_id] = done.sets
    async with market.tx() as tx:
        whole = await reading.whole(market.hands, tx, set_id)
        assert whole.summary.held.set.origin == Origin(Wisher.rule, made.id, "Rule 1", SARI.id)
        [change] = await reading.changes_of_set(tx, set_id, None, None, 10)
        assert change.basis.rule == f"{made.id}:1"
        assert change.draw is not None
        assert abs(change.draw.share) <= Decimal("0.01")
    again = await proposing.reprice(market.hands, market.tx, "rules")
    assert again.proposed == 1, "it stands in for the one that waits"


async def test_costs_that_move_one_by_one_are_worked_out_together(counter: Counter) -> None:
    market, variants = counter.market, [each.variant_id for each in counter.links[:2]]
    async with market.tx() as tx:
        for place in range(2):
            await counter.cost(tx, place, str(counter.half(place)))
        await counter.hand_over(tx, 0, 1)
        await rules.create(tx, rule(1, TWICE))
    for each in variants:
        async with market.tx() as tx:
            await queue.ask_some(tx, [each])
    async with market.tx() as tx:
        waiting = await tx.fetchval("select count(*) from jobs where name = $1", queue.REPRICE_SOME)
        assert waiting == 1
    [done] = [each async for each in moving.reprice_moved(market.hands, market.tx)]
    assert (done.looked_at, done.proposed, len(done.sets)) == (2, 2, 1)
    async with market.tx() as tx:
        await queue.ask_some(tx, variants)
        seen = await moved.noted(tx, 10)
        await queue.ask_some(tx, variants[:1])
        await moved.done(tx, seen)
        assert set(await moved.noted(tx, 10)) == {variants[0]}, "it moved again meanwhile"


async def test_why_a_price_is_what_it_is_and_what_a_draft_would_make_it(
    counter: Counter,
) -> None:
    async with counter.market.tx() as tx:
        await counter.cost(tx, 0, "10")
        offer_id = counter.links[0].id
        assert (await quoting.explain(tx, offer_id)).lines == ()
        draft = rule(1, TWICE)
        quote = await quoting.explain(tx, offer_id, draft)
        currency = quote.offer.currency
        assert quote.price == Money.of(currency, 22)
        assert quote.offer.now == counter.shown[0].price
        assert quote.lines[0].words.startswith(f"Cost {currency} 10.00 (landed, since ")
        [(_, kept)] = (await quoting.quote(tx, [offer_id])).items()
        assert kept.price is None, "a draft is not kept"


async def test_nobody_passes_below_a_floor(counter: Counter) -> None:
    market, link = counter.market, counter.links[0]
    price = counter.shown[0].price
    assert price is not None
    lower = Money(price.currency, price.minor - 5)
    async with market.tx() as tx:
        wanted = [(Subject.offer, link.id, lower), (Subject.variant, link.variant_id, price)]
        _, kept = await floors.set_floors(tx, wanted)
        await counter.hand_over(tx, 0)
    key = Actor(ActorKind.key, UUID(int=99), "a key of Mei", MEI.id)
    by_rule = Origin(Wisher.rule, UUID(int=5), "Rule 5", SARI.id)
    for actor, origin in ((SARI, None), (key, None), (SARI, by_rule)):
        target = (await market.offers("woocommerce", 1))[0][0]
        account = market.accounts["woocommerce"]
        wish = market.price(account, target, Money(price.currency, price.minor - 1))
        async with market.tx(actor) as tx:
            done = await changes.propose(
                market.hands, tx, [wish], title="Lower", why="A test.", origin=origin
            )
            assert done.state is State.held
            assert done.set_id is not None
            [change] = await reading.changes_of_set(tx, done.set_id, None, None, 10)
            assert change.finding is not None
            assert f"is below the floor {price} set on" in change.finding.sentence
    async with market.tx() as tx:
        quote = await quoting.explain(tx, link.id, rule(1, Layers(cost=Cost())))
        assert quote.price is None
        await counter.cost(tx, 0, "1")
        quote = await quoting.explain(tx, link.id, rule(1, Layers(cost=Cost())))
        assert (quote.price, quote.edge) == (price, Edge.floor)
        await floors.remove_floor(tx, kept.id, kept.version)


async def test_what_is_for_later_and_what_is_undone_meet_the_floor_of_that_time(
    counter: Counter,
) -> None:
    """A price that was agreed to, or that stood there once, passes no floor that was set since."""
    market, link, price = counter.market, counter.links[0], counter.shown[0].price
    assert price is not None
    account = market.accounts["woocommerce"]
    target = (await market.offers("woocommerce", 1))[0][0]
    dearer = Money(price.currency, price.minor * 105 // 100)
    set_id = await market.agreed(market.price(account, target, dearer))
    await market.send()
    assert await market.states(set_id) == {State.proven: 1}
    async with market.tx() as tx:
        later = await changes.propose(
            *(market.hands, tx, [market.price(account, target, price)]),
            title="The sale is over",
            why="A test.",
            schedule=Schedule(tx.now + timedelta(days=1), None),
        )
    assert later.set_id is not None
    await market.approve(later.set_id)
    async with market.tx() as tx:
        await floors.set_floors(tx, [(Subject.offer, link.id, dearer)])
        await tx.execute(COMES, later.set_id)
    written = market.written()
    await market.send()
    assert await market.states(later.set_id) == {State.held: 1}
    [change] = await market.changes(later.set_id)
    assert change.finding is not None
    assert f"is below the floor {dearer} set on" in change.finding.sentence
    async with market.tx() as tx:
        undone = await undoing.undo_set(market.hands, tx, set_id, frozenset(), frozenset())
    assert undone.proposed is not None
    assert undone.proposed.state is State.held
    await market.send()
    assert market.written() == written


async def test_what_is_to_be_made_has_the_floor_and_the_cost_of_its_sku(counter: Counter) -> None:
    """Nothing is known of it at the shop, and so it has no link yet; each variant has its own."""
    market, price = counter.market, counter.shown[0].price
    assert price is not None
    account = market.accounts["woocommerce"]
    lower = Money(price.currency, price.minor - 1)
    async with market.tx() as tx:
        await floors.set_floors(tx, [(Subject.variant, counter.links[0].variant_id, price)])
        await counter.cost(tx, 1, "3", price.currency)
    after: Fields = {"title": "Lamp", "sku": "L-0", "price": lower}
    wish = Wish(account.id, "products.create", Target(None), after, mark="lamp")
    done = await market.propose(wish)
    assert done.set_id is not None
    [change] = await market.changes(done.set_id)
    assert change.change.state is State.held
    assert change.finding is not None
    assert f"is below the floor {price} set on" in change.finding.sentence
    sizes = [Option("Size", ("S", "M", "L"))]
    variants = [
        Variant((size,), {"price": price, "sku": sku})
        for size, sku in zip(sizes[0].values, ("L-0", "L-1", "none"), strict=True)
    ]
    told: Fields = {"variants": variants_value(sizes, variants)}
    async with market.tx() as tx:
        varied = creation(account_id=account.id, after=told)
        known = (await guarding.known(tx, [varied]))[varied.id]
    assert (known.floor, known.cost) == (None, None)
    assert set(known.inside) == {("S",), ("M",)}
    small, medium = known.inside["S",], known.inside["M",]
    assert small.floor is not None
    assert (small.floor.price, small.cost) == (price, None)
    assert (medium.floor, medium.cost) == (None, UnitCost.of(price.currency, "3"))


async def test_a_cost_in_another_currency_reaches_the_guard_by_the_rate(
    counter: Counter,
) -> None:
    market = counter.market
    price = counter.shown[0].price
    assert price is not None
    async with market.shops.database.tx(INSTALLATION, SARI) as tx:
        today = {each: Decimal(1) for each in {price.currency, "USD", "SGD"} - {"EUR"}}
        await rates.keep(tx, [Rates(tx.now.date(), today)], rates.FILE)
    other = "SGD" if price.currency != "SGD" else "USD"
    async with market.tx() as tx:
        await counter.cost(tx, 0, str(price.amount), other)
        await counter.hand_over(tx, 0)
        target = (await market.offers("woocommerce", 1))[0][0]
        account = market.accounts["woocommerce"]
        wish = market.price(account, target, Money(price.currency, price.minor - 1))
        done = await changes.propose(market.hands, tx, [wish], title="Lower", why="A test.")
        assert done.set_id is not None
        [change] = await reading.changes_of_set(tx, done.set_id, None, None, 10)
        assert change.finding is not None
        assert change.finding.code == "below_cost"
        layers = Layers(cost=Cost(), exchange=Exchange())
        quote = await quoting.explain(tx, counter.links[0].id, rule(1, layers))
        assert quote.price == price
        assert quote.lines[1].layer == "exchange"
