"""Every connector is asked the same: here against the platform's own side in the sandbox."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from hanse.base.clock import FixedClock
from hanse.base.faults import AuthLapsed, Fault, OutcomeUnknown, Throttled, Unavailable
from hanse.engine.wire.wire import Timeouts
from hanse.trade.access import Access
from hanse.trade.ports_read import Ask, Kind, Reach
from hanse.trade.signals import Switch
from tests.connectors.sides import AT, SMALL, Pair, Side, every, side, whole

SHORT = Timeouts(connect_s=1, first_byte_s=0.5, whole_s=1)
COUNTS = {Kind.products: SMALL.products, Kind.orders: SMALL.orders, Kind.buyers: SMALL.customers}
FAR = timedelta(hours=5)


def listed_kinds(pair: Pair) -> list[Kind]:
    return [port.kind for port in pair.platform.READS if Reach.everything in port.reaches]


# Pages


@every
async def test_pages_are_read_to_their_end(pair: Pair) -> None:
    async with side(pair) as shop:
        for kind in listed_kinds(pair):
            pages = await shop.pages(pair.port(kind), whole(pair.port(kind), 7))
            seen = [each for page in pages for each in page.seen_ids]
            assert len(seen) == len(set(seen)), kind
            assert len(seen) == COUNTS.get(kind, len(seen)), kind
            assert seen == [row.remote_id for page in pages for row in page.rows]
            assert not [each for page in pages for each in page.findings], kind


@every
async def test_a_seeded_value_has_nothing_doubtful_in_it(pair: Pair) -> None:
    """What the two sides make of each other: a misreading on either shows as a finding."""
    async with side(pair) as shop:
        for kind in listed_kinds(pair):
            for page in await shop.pages(pair.port(kind), whole(pair.port(kind))):
                doubts = {each for row in page.rows for each in row.value.findings}
                assert not doubts, (kind, doubts)


@every
@pytest.mark.parametrize("products", [7, 14])
async def test_a_last_page_that_is_exactly_full_is_the_end(pair: Pair, products: int) -> None:
    async with side(pair, replace(SMALL, products=products)) as shop:
        pages = await shop.pages(pair.port(Kind.products), Ask(Reach.everything, rows_max=7))
        assert sum(len(page.rows) for page in pages) == products
        assert len(pages) == products // 7


@every
async def test_as_many_rows_as_the_card_says_come_at_once(pair: Pair) -> None:
    read = next(each for each in pair.platform.CARD.reads if each.kind == "products")
    async with side(pair, replace(SMALL, products=read.rows_max + 1)) as shop:
        ask = Ask(Reach.everything, rows_max=read.rows_max)
        first, last = await shop.pages(pair.port(Kind.products), ask)
        assert (len(first.rows), len(last.rows)) == (read.rows_max, 1)


@every
async def test_an_empty_shop_is_read_and_is_empty(pair: Pair) -> None:
    empty = replace(SMALL, products=0, customers=0, orders=0)
    async with side(pair, empty) as shop:
        for kind in set(listed_kinds(pair)) - {Kind.locations}:
            (page,) = await shop.pages(pair.port(kind), whole(pair.port(kind)))
            assert (page.rows, page.seen_ids, page.findings, page.next) == ((), (), (), None)


@every
async def test_the_ids_of_all_are_those_of_all(pair: Pair) -> None:
    async with side(pair) as shop:
        for kind in listed_kinds(pair):
            port = pair.port(kind)
            if Reach.ids not in port.reaches:
                continue
            every_row = await shop.pages(port, whole(port))
            ids = await shop.pages(port, Ask(Reach.ids))
            told = [each for page in ids for each in page.seen_ids]
            assert sorted(told) == sorted(row.remote_id for page in every_row for row in page.rows)


@every
async def test_the_same_thing_read_alone_and_in_a_list_is_the_same(pair: Pair) -> None:
    async with side(pair) as shop:
        for kind in listed_kinds(pair):
            port = pair.port(kind)
            rows = [row for page in await shop.pages(port, whole(port)) for row in page.rows]
            if Reach.named in port.reaches and rows:
                ids = tuple(row.remote_id for row in rows[:9])
                alone = await shop.page(port, Ask(Reach.named, ids=ids))
                found = {row.remote_id: row.value for row in alone.rows}
                assert found == {row.remote_id: row.value for row in rows[:9]}, kind


@every
async def test_an_id_that_is_not_there_takes_nothing_else_with_it(pair: Pair) -> None:
    async with side(pair) as shop:
        port = pair.port(Kind.products)
        (known,) = (await shop.page(port, Ask(Reach.everything, rows_max=1))).seen_ids
        page = await shop.page(port, Ask(Reach.named, ids=("999999999", known)))
        assert page.seen_ids == (known,)


@every
async def test_what_changed_is_found_by_its_date(pair: Pair) -> None:
    async with side(pair) as shop:
        port = pair.port(Kind.products)
        first = (await shop.page(port, Ask(Reach.everything, rows_max=1))).rows[0]
        since = shop.clock.now()
        reference = first.value.offers[0] if first.value.offers else None
        shop.shop.counter.edit(first.remote_id, {"title": "Another name"})
        pages = await shop.pages(port, Ask(Reach.changed, since=since))
        titles = {row.remote_id: row.value.title for page in pages for row in page.rows}
        assert titles[first.remote_id] == "Another name", reference
        assert max(page.reached_at or since for page in pages) >= since.replace(microsecond=0)


# Keys


@every
async def test_keys_that_nobody_knows_have_lapsed(pair: Pair) -> None:
    async with side(pair) as shop:
        shop.access = pair.suite.stranger_of(shop.access)
        with pytest.raises(AuthLapsed) as lapsed:
            await shop.page(pair.port(Kind.products), Ask(Reach.everything))
        assert lapsed.value.next_step


@every
@pytest.mark.parametrize("kind", ["token_lost", "key_lost"])
async def test_keys_that_were_taken_away_have_lapsed_and_stay_so(pair: Pair, kind: str) -> None:
    async with side(pair) as shop:
        shop.fault(kind, count=1)
        for _ in range(2):
            with pytest.raises(AuthLapsed):
                await shop.page(pair.port(Kind.products), Ask(Reach.everything))


@every
async def test_a_call_by_the_clock_of_the_platform_is_accepted(pair: Pair) -> None:
    """Its clock is hours behind ours."""
    async with side(pair, clock=FixedClock(AT - FAR)) as shop:
        await shop.page(pair.port(Kind.products), Ask(Reach.everything))
        asked = pair.port(Kind.products).question(Ask(Reach.everything), pair.suite.SHOP)
        if pair.suite.SIGNS_THE_TIME:
            with pytest.raises(AuthLapsed, match="clock"):
                await shop.ask(asked, at=AT)
        else:
            await shop.ask(asked, at=AT)


@every
async def test_two_workers_that_renew_a_token_at_once_both_have_a_good_one(pair: Pair) -> None:
    """Where there are no tokens, nothing is asked."""
    async with side(pair) as shop:
        first = await shop.tokens()
        if first.tokens is None:
            assert pair.platform.token_question(shop.access, shop.clock.now()) is None
            return
        one, two = await asyncio.gather(shop.tokens(), shop.tokens())
        for access in (one, two):
            assert access.tokens is not None
            shop.access = access
            await shop.page(pair.port(Kind.products), Ask(Reach.everything))


# Faults


async def read_fault(shop: Side) -> Fault:
    with pytest.raises(Fault) as raised:
        await shop.page(shop.pair.port(Kind.products), Ask(Reach.everything))
    return raised.value


@every
@pytest.mark.parametrize("kind", ["maintenance", "database_down", "gateway", "half_answer"])
async def test_a_shop_that_is_not_well_is_asked_again_later(pair: Pair, kind: str) -> None:
    async with side(pair) as shop:
        shop.fault(kind, count=1)
        assert isinstance(fault := await read_fault(shop), Unavailable), fault
        assert "<" not in str(fault)
        await shop.page(pair.port(Kind.products), Ask(Reach.everything))


@every
async def test_a_shop_that_asks_us_to_slow_down_says_for_how_long(pair: Pair) -> None:
    async with side(pair) as shop:
        shop.fault("throttled", count=1)
        fault = await read_fault(shop)
        assert isinstance(fault, Throttled)
        assert 0 < fault.after_s < 3600


@every
@pytest.mark.parametrize("kind", ["noise", "bom"])
async def test_what_stands_before_a_document_is_said(pair: Pair, kind: str) -> None:
    async with side(pair) as shop:
        shop.fault(kind, count=1)
        asked = pair.port(Kind.products).question(Ask(Reach.everything), pair.suite.SHOP)
        if pair.suite.READS_NOISE:
            assert [each.code for each in (await shop.ask(asked)).findings] == ["noise"]
        else:
            with pytest.raises(Unavailable):
                await shop.ask(asked)


# Writes. The one that there is maintains the connection; it is as much a write as any other.


async def subscribed(shop: Side) -> list[Any]:
    asked = shop.pair.platform.subscriptions_question()
    return list(shop.pair.platform.subscriptions_of(await shop.ask(asked)))


@every
async def test_a_webhook_is_asked_for_found_and_taken_back(pair: Pair) -> None:
    async with side(pair) as shop:
        (made,) = pair.platform.subscriptions_of(await shop.ask(shop.subscribe()))
        (found,) = await subscribed(shop)
        assert found == made
        assert (found.topic, found.switch) == (pair.suite.TOPIC, Switch.on)
        assert found.address == "https://hub.example/in"
        assert found.findings == ()
        await shop.ask(pair.platform.unsubscribe_question(found.remote_id))
        assert await subscribed(shop) == []


@every
async def test_a_write_that_times_out_before_it_was_done_is_unknown(pair: Pair) -> None:
    async with side(pair) as shop:
        shop.fault("lost_before", count=1)
        shop.timeouts = SHORT
        with pytest.raises(OutcomeUnknown):
            await shop.ask(shop.subscribe())
        assert shop.count("webhook.create") == 0
        assert await subscribed(shop) == []


@every
@pytest.mark.parametrize("kind", ["lost_after", "half_answer"])
async def test_a_write_whose_answer_is_lost_was_done_once_and_is_unknown(
    pair: Pair, kind: str
) -> None:
    async with side(pair) as shop:
        shop.fault(kind, count=1)
        shop.timeouts = SHORT
        with pytest.raises(OutcomeUnknown):
            await shop.ask(shop.subscribe())
        assert shop.count("webhook.create") == 1
        assert [each.topic for each in await subscribed(shop)] == [pair.suite.TOPIC]


@every
async def test_a_write_that_was_refused_for_its_pace_was_not_done(pair: Pair) -> None:
    async with side(pair) as shop:
        shop.fault("throttled", count=1)
        with pytest.raises(Throttled):
            await shop.ask(shop.subscribe())
        assert shop.count("webhook.create") == 0


@every
async def test_a_first_look_tells_the_shop_and_what_the_keys_may_do(pair: Pair) -> None:
    async with side(pair) as shop:
        replies = [await shop.ask(each) for each in pair.platform.probe_questions(shop.access)]
        probe = pair.platform.probed(replies, shop.access)
        assert probe.shop is not None
        assert (probe.shop.currency, probe.may_read, probe.may_write) == ("USD", True, True)
        assert probe.missing == ()
        assert probe == pair.platform.probed(replies, shop.access)


@every
async def test_no_secret_is_in_a_trace(pair: Pair) -> None:
    async with side(pair) as shop:
        await shop.page(pair.port(Kind.products), Ask(Reach.everything))
        await shop.ask(shop.subscribe())
        told = repr(shop.traces) + repr(shop.access) + repr(shop.call(shop.subscribe()))
        assert len(shop.traces) >= 2
        assert not [each for each in hidden(pair, shop.access) if each in told]


def hidden(pair: Pair, access: Access) -> list[str]:
    found = [each for each in pair.suite.secrets_of(access) if each]
    assert found
    return found
