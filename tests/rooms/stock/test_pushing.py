"""From a movement to the shop that shows it: once, newest wins, and never round in a circle."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from hanse.base.clock import FixedClock
from hanse.base.faults import Conflict
from hanse.changes.model.planned import Wish
from hanse.changes.model.policies import AUTOMATIC, Rule
from hanse.changes.model.states import Reason, State
from hanse.changes.service import approving, reading, ruling
from hanse.engine.tx import Database
from hanse.rooms.stock.model.channels import Rhythm, WhenOut
from hanse.rooms.stock.model.why import Truth, Verdict
from hanse.rooms.stock.service import alerts, channels, explaining, hiding, pushing
from hanse.sandbox.world import World
from hanse.trade.ports_read import Kind
from hanse.trade.ports_write import Target
from tests.engine.job_workers import until
from tests.rooms.shops import street
from tests.rooms.stock.till import WOO, Till, locked_version

FEW = World(seed=7, products=12)
COUNT = 4
LAST_EMPTIED = """
    select payload ->> 'variant_id' from events
    where workspace_id = $1 and name = 'stock.variant.emptied' order by xact desc, seq desc limit 1
"""
HELD = "select from stock_shown where workspace_id = $1 and target = $2 for update nowait"
SOMEBODY_WAITS = "select exists (select from pg_locks where not granted)"
STALE = """
    update stock_shown set quantity = $3, moved_at = now(), marked_at = now()
    where workspace_id = $1 and target = $2
"""
AWAITED = """
    update stock_shown set asked = $3, asked_at = now() - interval '1 hour', proven_at = null,
        moved_at = now() - interval '1 hour'
    where workspace_id = $1 and target = $2
"""
WAIT = "update stock_items set state = $3 where workspace_id = $1 and variant_id = $2"


@pytest.fixture
async def till(database: Database, workspace: UUID) -> AsyncIterator[Till]:
    async with street(database, FEW) as shops:
        yield await Till.open(shops, workspace, COUNT)


async def test_what_moves_is_shown_soon_and_told_once(till: Till) -> None:
    assert (await till.push()).compared == 0, "a shop that is off is told nothing"
    await till.switch_on()
    assert (await till.compare()).proposed == COUNT
    await till.market.send(WOO)
    assert await till.shown(0) == 10
    await till.follow()
    await till.compare()

    await till.move(0, -3)
    done = await till.proven()
    assert (done.differing, done.proposed) == (1, 1)
    assert await till.shown(0) == 7
    row = await till.row(0)
    assert (row["quantity"], row["moved_at"], row["marked_at"]) == (7, None, None)
    assert row["latency_ms"] >= 0
    assert (till.variants[0], row["latency_ms"]) in await till.latencies()
    assert (await till.push()).compared == 0, "nothing goes round in a circle"
    assert (await till.compare()).differing == 0

    # The newest wins: what waits makes room, and what the shop shows already is not told.
    await till.move(0, -1)
    first = await till.push()
    await till.move(0, +1)
    assert (await till.push()).compared == 0, "what moves gathers while something is on its way"
    assert (await till.row(0))["marked_at"] is not None
    assert (await till.compare()).differing == 1
    [waited] = await till.market.changes(first.set_ids[0])
    assert (waited.change.state, waited.change.reason) == (State.superseded, Reason.newer_wish)
    await till.market.send(WOO)
    await till.follow()
    assert await till.shown(0) == 7
    assert (await till.compare()).differing == 0
    row = await till.row(0)
    assert (row["moved_at"], row["asked"]) == (None, None), "nothing of it is awaited"

    async with till.market.tx() as tx:
        why = await explaining.why(tx, till.variants[0], till.account_id)
        told = await explaining.latency(tx, till.account_id, 1)
        [at] = await explaining.at_shops(tx, till.variants[0])
        lines = await channels.syncs(tx, till.account_id, None, 50)
    assert (why.found, why.verdict) == (Verdict.proven, "It should show 7, and it does.")
    assert at.truth is Truth.proven
    assert sum(count for _, count in told.buckets) == len(await till.latencies()) > 0
    assert all(each.differing or each.why != "moved" for each in lines)


async def test_what_the_shop_shows_before_we_look_is_not_awaited_for_ever(till: Till) -> None:
    await till.switch_on()
    await till.compare()
    await till.market.send(WOO)
    await till.follow()
    # The shop has sold them itself, and its new number is read before ours is looked at.
    async with till.market.tx() as tx:
        await tx.execute(STALE, tx.workspace_id, till.targets[0].remote_id, 100)
    async with till.market.tx() as tx:
        await tx.execute(AWAITED, tx.workspace_id, till.targets[1].remote_id, 7)
    done = await till.compare()
    assert (done.differing, done.proposed) == (1, 0)
    for place in (0, 1):
        row = await till.row(place)
        assert (row["moved_at"], row["marked_at"], row["asked"]) == (None, None, None)


async def test_who_settles_and_marks_waits_for_who_pushes_and_has_nothing_that_it_wants(
    till: Till,
) -> None:
    await till.switch_on()
    await till.compare()
    await till.market.send(WOO)
    await till.follow()
    first, *_, last = sorted(range(COUNT), key=lambda each: till.targets[each].remote_id or "")
    await till.move(last, -3)
    await till.push()
    await till.market.send(WOO)
    await till.move(first, -2)  # this and the proof of the other are followed in one step
    async with till.market.tx() as tx:
        await tx.fetch(HELD, tx.workspace_id, till.targets[first].remote_id)
        follows = asyncio.create_task(till.follow())
        await until(lambda: tx.fetchval(SOMEBODY_WAITS))
        await tx.fetch(HELD, tx.workspace_id, till.targets[last].remote_id)
    await follows
    assert (await till.row(last))["proven_at"] is not None
    assert (await till.row(first))["marked_at"] is not None


async def test_a_shop_that_falls_to_nothing_is_held_and_not_asked_again(till: Till) -> None:
    await till.switch_on()
    await till.compare()
    await till.market.send(WOO)
    await till.follow()
    for place in range(COUNT):
        await till.move(place, -10)
    async with till.market.tx() as tx:
        account = await channels.one(tx, till.account_id)
        await tx.execute(
            "update mirror_rows set gone_at = now() where workspace_id = $1 and kind = 'products' "
            "and not remote_id = any($2::text[])",
            *(tx.workspace_id, [each.parent_id or each.remote_id for each in till.targets]),
        )
    assert account.channel.is_on
    done = await till.push()
    states = await till.market.states(done.set_ids[0])
    assert states[State.held] == COUNT, "the guard asks before a whole shop is empty"
    assert await till.shown(0) == 10
    await till.follow()
    assert (await till.compare()).proposed == 0, "what waits for a person is not proposed twice"
    async with till.market.tx() as tx:
        await channels.hold(tx, till.account_id, "We count the shelves.")
        counts = await reading.counts_of_set(tx, done.set_ids[0])
        with pytest.raises(Conflict, match="We count the shelves"):
            await channels.push_now(tx, till.account_id)
    assert counts[State.cancelled] == COUNT
    await till.move(0, 4)
    assert (await till.push()).compared == 0, "a shop that is held is told nothing"
    async with till.market.tx() as tx:
        await channels.resume(tx, till.account_id)
        await tx.execute(WAIT, tx.workspace_id, till.variants[1], "waiting")
        await tx.execute(WAIT, tx.workspace_id, till.variants[2], "uncounted")
    assert (await till.compare()).differing == 2, "what waits or is not counted is told to nobody"
    async with till.market.tx() as tx:
        why = await explaining.why(tx, till.variants[1], till.account_id)
        await channels.switch_off(tx, till.account_id)
    assert why.at.truth is Truth.waiting
    assert (await till.row(0))["asked"] is None


async def test_a_shop_is_told_by_the_clock_as_often_as_somebody_says(till: Till) -> None:
    database, account_id = till.market.shops.database, till.account_id
    await till.switch_on()
    for rhythm, hours in {"hourly": 1, "daily": 24, "weekly": 168, "events": 1}.items():
        async with till.market.tx() as tx:
            found = (await channels.one(tx, account_id)).channel
            wanted = replace(found, rhythm=Rhythm(rhythm))
            due = (await channels.change(tx, wanted, found.version)).channel.next_at
            assert due == tx.now + timedelta(hours=hours)
        await till.move(0, -1)
        row = await till.moved(0)
        at_once = rhythm == "events"
        assert (row["moved_at"] is not None, row["marked_at"] is not None) == (True, at_once)
        assert at_once or not (await till.push()).compared, "nothing is told before the clock"

        # The clock is given: not a second too early, and once each time.
        next_due = due + timedelta(hours=hours)
        for late_s, planned in ((-1, due), (0, next_due), (1, next_due)):
            clock = FixedClock(due + timedelta(seconds=late_s))
            await channels.tend(replace(database, clock=clock), "test")
            async with till.market.tx() as tx:
                assert (await channels.one(tx, account_id)).channel.next_at == planned
        assert (await till.compare()).differing, "what moved meanwhile is told then"


async def test_nothing_is_switched_on_before_anything_is_counted(till: Till) -> None:
    async with till.market.tx() as tx:
        for each in till.variants:
            await tx.execute(WAIT, tx.workspace_id, each, "waiting")
        with pytest.raises(Conflict, match="has an opening count yet"):
            await channels.switch_on(tx, till.account_id)
        for each in till.variants:
            await tx.execute(WAIT, tx.workspace_id, each, "counted")
    await till.switch_on()
    await till.compare()
    await till.market.send(WOO)
    await till.follow()
    await till.market.shops.pull_again(till.market.workspace, Kind.products)

    # Rules move the number too, and what is low or out is told once.
    async with till.market.tx() as tx:
        found = (await channels.one(tx, till.account_id)).channel
        rules = replace(found, keep_percent=Decimal(50), when_out=WhenOut.hide)
        await channels.change(tx, rules, found.version)
    assert (await till.compare()).proposed == COUNT
    assert (await till.row(0))["asked"] == 5
    low = [await till.told(f"stock.variant.{name}") for name in ("lowered", "emptied")]
    await till.move(0, -6)
    await till.move(0, +1)
    await till.move(1, -10)
    await till.compare()
    assert [await till.told(f"stock.variant.{name}") for name in ("lowered", "emptied")] == [
        low[0] + 1,
        low[1] + 1,
    ]
    async with till.market.tx() as tx:
        last = await tx.fetchval(LAST_EMPTIED, tx.workspace_id)
        assert last == str(till.variants[1]), "a notice of one alone leads to it"
        listed = await alerts.list_alerts(tx, None, None, 50)
        version = await locked_version(tx, till.variants[0])
        await alerts.set_low(tx, till.variants[0], 2, version)
        still = await alerts.list_alerts(tx, None, None, 50)
    assert {each.alert.variant_id for each in listed} == set(till.variants[:2])
    assert [each.alert.variant_id for each in still] == [till.variants[1]]


async def test_a_listing_is_hidden_while_sold_out_and_comes_back_by_itself(till: Till) -> None:
    """Refused, it is wanted still; allowed, it goes the whole way and back by itself."""
    place = 1
    await till.switch_on()
    async with till.market.tx() as tx:
        found = (await channels.one(tx, till.account_id)).channel
        await channels.change(tx, replace(found, when_out=WhenOut.hide), found.version)
    await till.move(place, -10)
    await till.compare()
    row = await till.row(place)
    hide = Wish(
        till.account_id, hiding.KIND, Target(row["remote_product_id"]), {hiding.FIELD: "draft"}
    )
    assert (row["listing_asked"], row["hidden_at"]) == ("draft", None), "it waits for a person"
    [first] = await till.sets(hiding.TITLE)
    [waits] = await till.market.changes(first)
    async with till.market.tx() as tx:
        await approving.withdraw(till.market.hands, tx, first, [waits.change.id])
    await till.compare()
    await till.compare()
    assert await till.sets(hiding.TITLE) == [first], "what was refused is not pressed for"
    assert (await till.row(place))["listing_asked"] is None
    await till.rested(place, timedelta(days=1))
    await till.compare()
    [second] = set(await till.sets(hiding.TITLE)) - {first}

    # Sold again before anybody allowed it: it is not wanted, and wanted at once when it is out.
    await till.move(place, +5)
    await till.compare()
    assert await till.market.states(second) == {State.superseded: 1}
    await till.move(place, -5)
    await till.compare()
    [third] = set(await till.sets(hiding.TITLE)) - {first, second}
    await till.market.approve(third)
    await till.market.send(WOO)
    await till.follow()
    assert (await till.row(place))["hidden_at"] is not None, "sold out altogether, so it is hidden"
    assert (await till.market.looked(hide) or {})["state"] == "draft"

    # Where the policy allows it nobody is asked, and a lost answer is read, not repeated.
    async with till.market.tx() as tx:
        policy = await ruling.policy(tx)
        rules = (Rule(AUTOMATIC, frozenset({pushing.KIND, hiding.KIND})),)
        await ruling.set_policy(tx, replace(policy, rules=rules), policy.version)
    await till.move(place, +5)
    await till.compare()
    [back] = set(await till.sets(hiding.TITLE)) - {first, second, third}
    till.market.fault("half_answer")
    await till.market.send(WOO)
    await till.compare()
    assert len(await till.sets(hiding.TITLE)) == 4, "what may have happened is not repeated"
    await till.market.settle(WOO)
    await till.follow()
    assert await till.market.states(back) == {State.proven: 1}
    assert (await till.market.looked(hide) or {})["state"] == "live"
    row = await till.row(place)
    assert (row["hidden_at"], row["listing_asked"]) == (None, None)
    assert await till.told("stock.variant.restocked") == 2
