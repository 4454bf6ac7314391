"""Drift: what somebody changes at a shop is found there by id, told once, and decided about."""

import asyncio
from collections.abc import Sequence
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanse.base.faults import Conflict
from hanse.base.money import Money
from hanse.changes import jobs
from hanse.changes.model.drifts import Drift, DriftDecision, DriftState, Seen, compare
from hanse.changes.model.owners import Owned, Owner
from hanse.changes.model.planned import Wish, thing_of
from hanse.changes.model.states import State
from hanse.changes.service import drifting, owning, restoring
from hanse.changes.service.drifting import Looked
from hanse.engine.metrics import Meter
from hanse.trade.fields import Fields, Value, same
from tests.changes.market import Market
from tests.changes.wishes import SHOP as ACCOUNT
from tests.engine.job_workers import until, working

SHOP = "woocommerce"
few: st.SearchStrategy[Value] = st.sampled_from(["A", "B", "C", None])
lines = st.lists(
    st.builds(
        Owned,
        *(st.just(ACCOUNT), st.just("offers/1"), st.sampled_from("abc")),
        *(st.sampled_from(Owner), few, few, st.booleans(), st.booleans()),
    ),
    unique_by=lambda each: each.field,
)
shows: st.SearchStrategy[Fields] = st.dictionaries(st.sampled_from("abcd"), few)


# What is said of one thing


@given(lines, shows, st.frozensets(st.sampled_from("abc")))
def test_only_fields_of_ours_that_stand_still_are_said_to_have_drifted(
    held: list[Owned], theirs: Fields, moving: frozenset[str]
) -> None:
    found = compare(held, Seen(theirs), moving)
    by_field = {each.field: each for each in held}
    for each in found.drifted:
        line = by_field[each.field]
        assert line.owner is not Owner.channel
        assert line.base_known
        assert each.field not in moving
        assert not same(each.theirs, line.base)
        assert not same(each.theirs, each.ours)
    said = {each.field for each in found.drifted} | set(found.right)
    ours = {name for name, each in by_field.items() if each.owner is not Owner.channel}
    assert said == (ours & theirs.keys()) - moving
    assert all(same(value, theirs[name]) for name, value in (found.adopted or {}).items())


@given(lines, shows)
def test_what_was_kept_or_is_as_left_does_not_drift(held: list[Owned], theirs: Fields) -> None:
    kept = [
        Owned(each.account_id, each.thing, each.field, each.owner, value, value)
        for each in held
        if each.field in theirs
        for value in [theirs[each.field]]
    ]
    assert compare(kept, Seen(theirs)).drifted == ()


@given(lines)
def test_what_is_not_there_is_one_drift(held: list[Owned]) -> None:
    known = [each for each in held if each.owner is not Owner.channel and each.base_known]
    assert len(compare(held, Seen(None)).drifted) == min(len(known), 1)


# At a shop


async def ours(market: Market, count: int) -> Sequence[Wish]:
    """Prices that we wrote, and that are proven."""
    wishes = await market.dearer(SHOP, count)
    await market.agreed(*wishes)
    await market.send()
    return wishes


def at_the_shop(market: Market, sku: str, **fields: str) -> None:
    market.shops.shop(SHOP).counter.edit(sku, fields)


async def look(market: Market) -> Looked:
    road = await market.road(SHOP)
    return await drifting.sample(market.hands, road.open_tx, road.opened)


async def drifts(market: Market, state: DriftState | None = DriftState.found) -> Sequence[Drift]:
    async with market.tx() as tx:
        return await drifting.list_drifts(tx, None, state, None, 100)


async def decide(market: Market, decision: DriftDecision, *ids: UUID) -> restoring.Decided:
    async with market.tx() as tx:
        return await restoring.decide(market.hands, tx, ids, decision)


async def skus(market: Market, count: int) -> Sequence[str]:
    return [offer.sku or "" for _, offer in await market.offers(SHOP, count)]


async def test_what_somebody_changed_is_found_told_once_and_counted(market: Market) -> None:
    wish, *_ = await ours(market, 3)
    assert await look(market) == Looked(3, 3, 0)
    sku, *_ = await skus(market, 1)
    at_the_shop(market, sku, price="77.00")
    assert await look(market) == Looked(3, 2, 1)
    assert await look(market) == Looked(3, 2, 0)
    [drift] = await drifts(market)
    assert (drift.thing, drift.field, drift.owner) == (thing_of(wish), "price", Owner.person)
    assert drift.base == wish.after["price"]
    assert drift.theirs == Money(market.accounts[SHOP].shop.currency, 7_700)
    assert drift.title
    assert "77.00" in str(drift)
    assert drift.modified_at
    async with market.tx() as tx:
        standing = await drifting.standing(tx, 1)
    [share] = standing.shares
    assert (share.looked, share.proven) == (9, 7)
    assert standing.waiting == {wish.account_id: 1}
    price = drift.base
    assert isinstance(price, Money)
    at_the_shop(market, sku, price=f"{price.minor / 100:.2f}")
    assert await look(market) == Looked(3, 3, 0)
    [gone] = await drifts(market, None)
    assert gone.state is DriftState.gone


async def test_a_person_decides_and_it_is_so(market: Market) -> None:
    wishes = await ours(market, 3)
    for sku in await skus(market, 3):
        at_the_shop(market, sku, price="77.00")
    assert (await look(market)).drifts == 3
    by_thing = {each.thing: each.id for each in await drifts(market)}
    kept, restored, handed = (by_thing[thing_of(each)] for each in wishes)
    assert (await decide(market, DriftDecision.keep, kept)).count == 1
    assert (await decide(market, DriftDecision.hand, handed)).count == 1
    done = await decide(market, DriftDecision.restore, restored, kept)
    assert (done.count, done.state, done.left) == (1, State.proposed, ())
    with pytest.raises(Conflict):
        await decide(market, DriftDecision.keep, kept, handed, restored)
    assert done.set_id
    await market.approve(done.set_id)
    await market.send()
    assert await market.states(done.set_id) == {State.proven: 1}
    shown = [await market.looked(each) for each in wishes]
    assert [(each or {})["price"] for each in shown] == [
        *(Money("USD", 7_700), wishes[1].after["price"], Money("USD", 7_700))
    ]
    assert await look(market) == Looked(2, 2, 0)
    assert await drifts(market) == []
    async with market.tx() as tx:
        held = await owning.owned(tx, wishes[0].account_id, [thing_of(each) for each in wishes])
    assert {key[0]: each.ours for key, each in held.items()} == {
        thing_of(wishes[0]): Money("USD", 7_700),
        thing_of(wishes[1]): wishes[1].after["price"],
    }


async def test_what_is_not_there_any_more_is_told_and_let_go(market: Market) -> None:
    [wish, *_] = await ours(market, 2)
    [sku, *_] = await skus(market, 1)
    market.shops.shop(SHOP).counter.delete(sku)
    assert await look(market) == Looked(2, 1, 1)
    [drift] = await drifts(market)
    assert (drift.thing, drift.field) == (thing_of(wish), "")
    left = (await decide(market, DriftDecision.restore, drift.id)).left
    assert [each.findings[0].code for each in left] == ["not_written"]
    assert (await decide(market, DriftDecision.keep, drift.id)).count == 1
    assert await look(market) == Looked(1, 1, 0)


async def test_nothing_is_said_of_what_is_on_its_way(market: Market) -> None:
    """Whoever asks while a change goes out sees neither the old nor the new as drift."""
    await ours(market, 1)
    await market.agreed(*await market.dearer(SHOP, 1))
    market.fault("half_answer")
    await market.send()
    assert await look(market) == Looked()
    await market.settle()
    assert await look(market) == Looked(1, 1, 0)


async def test_a_change_that_is_proven_while_the_shop_is_asked_is_no_drift(
    market: Market,
) -> None:
    [wish] = await ours(market, 1)
    road = await market.road(SHOP)
    things = [(thing_of(wish), None)]
    asked = await drifting.ask(market.hands, road.open_tx, road.opened, things)
    await ours(market, 1)
    async with market.tx() as tx:
        assert await drifting.note(market.hands, tx, road.opened, asked) == Looked()
    assert await drifts(market) == []


async def test_a_reading_of_all_goes_on_where_one_was_killed_and_counts_nothing_twice(
    market: Market, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drifting, "PART", 2)
    wishes = await ours(market, 5)
    account = wishes[0].account_id
    async with market.tx() as tx:
        begun = await drifting.begin(market.hands, tx, account)
        assert (await drifting.begin(market.hands, tx, account)).id == begun.id
    road = await market.road(SHOP)

    async def part() -> tuple[Looked, bool]:
        return await drifting.go_on(market.hands, road.open_tx, road.opened, begun.id)

    assert await part() == (Looked(2, 2, 0), True)
    with pytest.raises(Killed):
        async with market.tx() as tx:
            things = [(thing_of(each), None) for each in wishes]
            asked = await drifting.ask(market.hands, road.open_tx, road.opened, things)
            assert (await drifting.note(market.hands, tx, road.opened, asked)).count == 5
            raise Killed
    both = await asyncio.gather(part(), part(), return_exceptions=True)
    assert sorted(type(each).__name__ for each in both) == ["Twice", "tuple"]
    meter = Meter()
    registry = jobs.jobs_of(market.hands, meter)
    async with working(market.shops.database, registry):
        await until(lambda: looked_at(meter) == 1)
    async with market.tx() as tx:
        standing = await drifting.standing(tx, 1)
    [reading] = standing.readings
    assert (reading.things, reading.looked, reading.proven) == (5, 5, 5)
    assert reading.ended_at
    assert [(each.looked, each.proven) for each in standing.shares] == [(5, 5)]
    assert await part() == (Looked(), False)


class Killed(Exception):  # noqa: N818 - not a fault
    """Before it was committed."""


def looked_at(meter: Meter) -> float | None:
    labels = {"platform": SHOP, "outcome": "proven"}
    return meter.registry.get_sample_value("hanse_drift_looks_total", labels)
