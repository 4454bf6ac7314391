"""What sells at AliExpress: read each night over HTTP, a page at a time, and compared by days."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from hanse.app.supplying import Suppliers
from hanse.base.faults import Conflict, Gone, Rejected
from hanse.engine.tx import Database, Tx
from hanse.rooms.catalog.model.goods import State
from hanse.rooms.catalog.service import naming
from hanse.rooms.connections.service import accounts
from hanse.rooms.purchasing.model import topics as model
from hanse.rooms.purchasing.model.topics import Topic, TopicState
from hanse.rooms.purchasing.model.trends import Part, Standing
from hanse.rooms.purchasing.service import topics, trending
from hanse.rooms.purchasing.service.topics import Risen
from hanse.rooms.purchasing.store import topics as store
from hanse.rooms.purchasing.store import trends as trends_store
from hanse.sandbox.aliexpress.hub import Hub
from hanse.sandbox.world import World
from hanse.trade.trends import By, SeenPage, Sought
from tests.rooms.purchasing.bought import ALIEXPRESS, SUPPLIER, connect, hub_of
from tests.rooms.shops import OPERATOR, Street, street

WIDE = World(seed=7, products=400, customers=2)
LAMPS = Sought(By.words, "Lamp", "", "", "ID", "USD")
OFFER = """
    insert into purchasing_offers (workspace_id, id, supplier_id, variant_id, state,
        product_remote_id, variant_remote_id, price_minor)
    values ($1, $2, $3, $2, 'active', $4, 'v', 900)
"""
DAYS = """
    select day, product_id, rank, sold from purchasing_trend_days
    where workspace_id = $1 order by day, rank
"""
ALL = list(Standing)
TOP = (Decimal(1000), UUID(int=0), "")


class Killed(BaseException):
    """As the process ends: nobody catches it."""


@dataclass(frozen=True, slots=True)
class Watching(Suppliers):
    """Counts what is asked, and dies before a page where a test says so."""

    asked: list[tuple[str, int]] = field(default_factory=list)
    dies_at: list[int] = field(default_factory=list)

    async def seen(self, opened: object, sought: Sought, page: int) -> SeenPage:
        if page in self.dies_at:
            raise Killed
        self.asked.append((sought.words or sought.feed, page))
        return await Suppliers.seen(self, opened, sought, page)  # type: ignore[arg-type]


@dataclass
class Night:
    """An account at AliExpress, and days that pass as a test wants."""

    shops: Street
    workspace: UUID
    account: UUID
    suppliers: Watching
    now: datetime

    @property
    def hub(self) -> Hub:
        return hub_of(self.shops)

    @property
    def opener(self) -> Callable[[], AbstractAsyncContextManager[Tx]]:
        @asynccontextmanager
        async def tx() -> AsyncIterator[Tx]:
            async with self.shops.database.tx(self.workspace, OPERATOR) as found:
                yield replace(found, now=self.now)

        return tx

    async def watch(self, sought: Sought = LAMPS, pages: int = 3) -> Topic:
        async with self.opener() as tx:
            return await topics.make(tx, self.suppliers, self.account, sought, pages)

    async def read(self) -> int:
        return await trending.read(self.suppliers, self.opener, self.workspace, self.account)

    async def pass_days(self, days: int, per_day: dict[int, int]) -> None:
        """Each night everything is read; by day the item of that id is bought so many times."""
        for _ in range(days):
            for item_id, pieces in per_day.items():
                self.hub.items[item_id].sold += pieces
            self.now += timedelta(days=1)
            await self.read()

    async def topic(self, topic_id: UUID) -> Topic:
        async with self.opener() as tx:
            return await topics.one(tx, topic_id)

    async def page(self, topic_id: UUID | None, *standings: Standing) -> list[Risen]:
        async with self.opener() as tx:
            return list(await topics.page(tx, topic_id, standings or ALL, TOP, 200))

    async def days(self) -> list[tuple[date, str, int, int]]:
        async with self.opener() as tx:
            rows = await tx.fetch(DAYS, tx.workspace_id)
        return [tuple(row.values()) for row in rows]


@pytest.fixture
async def night(database: Database, workspace: UUID) -> AsyncIterator[Night]:
    async with street(database, WIDE, ((ALIEXPRESS, "api-sg"),)) as shops:
        account = await connect(shops, workspace, ALIEXPRESS)
        async with database.tx(workspace, OPERATOR) as tx:
            noon = tx.now.replace(hour=12, minute=0, second=0, microsecond=0)
        yield Night(shops, workspace, account.id, Watching(shops.reach), noon)


def lamps_of(hub: Hub) -> list[int]:
    """The most sold first, as the platform lists them."""
    found = [each for each in hub.items.values() if " Lamp " in each.title and each.on_sale]
    return [each.id for each in sorted(found, key=lambda each: each.sold, reverse=True)]


async def test_a_topic_is_read_once_a_day_and_who_was_killed_goes_on_with_the_next_page(
    night: Night,
) -> None:
    lamps = lamps_of(night.hub)
    assert 20 < len(lamps) <= 60
    topic = await night.watch()
    night.suppliers.dies_at.append(2)
    with pytest.raises(Killed):
        await night.read()
    night.suppliers.dies_at.clear()
    halfway = await night.topic(topic.id)
    assert (halfway.page_done, halfway.read_on) == (1, None)
    # What was bought meanwhile moves one of the first page to the second: it counts once.
    await asyncio.gather(*(night.read() for _ in range(3)))
    found = await night.days()
    assert [each[1] for each in found] == [str(each) for each in lamps]
    assert [each[2] for each in found] == [*range(1, len(lamps) + 1)]
    done = await night.topic(topic.id)
    assert (done.read_on, done.products) == (night.now.date(), len(lamps))
    assert done.due_at.date() > night.now.date()
    once = list(night.suppliers.asked)
    await night.read()
    assert night.suppliers.asked == once
    async with night.opener() as tx:
        with pytest.raises(Conflict, match="today"):
            await topics.read_now(tx, topic.id)


async def test_what_sells_faster_from_day_to_day_stands_first_with_its_reasons_and_our_mark(
    night: Night,
) -> None:
    lamps = lamps_of(night.hub)
    hot, steady, newcomer, leaver = lamps[10], lamps[0], lamps[20], lamps[21]
    night.hub.items[newcomer].on_sale = False
    topic = await night.watch()
    await night.read()
    [first, *_] = await night.page(topic.id)
    assert (first.shown.judged.standing, first.shown.judged.needs_days) == (Standing.too_little, 3)
    await night.pass_days(5, {hot: 1, steady: 5})
    night.hub.items[newcomer].on_sale = True
    night.hub.items[leaver].on_sale = False
    await night.pass_days(4, {hot: 60, steady: 5})
    async with night.opener() as tx:
        mine = tx.ids.new()
        await tx.execute(SUPPLIER, tx.workspace_id, mine, night.account, tx.now, "CN")
        variant_id = tx.ids.new()
        await tx.execute(OFFER, tx.workspace_id, variant_id, mine, str(hot))
    found = await night.page(topic.id)
    assert [each.points for each in found] == sorted((each.points for each in found), reverse=True)
    best = found[0]
    assert best.shown.product_id == str(hot)
    assert best.shown.judged.standing is Standing.rising
    assert best.shown.judged.per_day == 60.0
    assert [each.part for each in best.shown.judged.parts] == list(Part)
    assert [each.sold for each in best.course][-1] == night.hub.items[hot].sold
    assert len(best.course) == 10
    assert best.variant_id == variant_id
    by_id = {each.shown.product_id: each for each in found}
    assert by_id[str(steady)].shown.judged.standing is Standing.steady
    assert by_id[str(newcomer)].shown.judged.standing is Standing.new
    assert by_id[str(leaver)].shown.judged.standing is Standing.gone
    assert by_id[str(steady)].variant_id is None
    assert {each.shown.product_id for each in await night.page(None, Standing.rising)} == {str(hot)}
    assert best.shown.url == f"https://www.aliexpress.com/item/{hot}.html"
    assert best.shown.price_minor


async def test_pages_of_a_list_follow_each_other_and_hold_each_product_once(night: Night) -> None:
    await night.watch()
    await night.watch(replace(LAMPS, words="Mug"), pages=1)
    await night.read()
    await night.pass_days(4, {lamps_of(night.hub)[3]: 4})
    for topic_id in (None, (await night.page(None))[0].topic.id):
        whole = [(each.topic.id, each.shown.product_id) for each in await night.page(topic_id)]
        seen: list[tuple[UUID, str]] = []
        after = TOP
        while True:
            async with night.opener() as tx:
                page = await topics.page(tx, topic_id, ALL, after, 7)
            if not page:
                break
            seen += [(each.topic.id, each.shown.product_id) for each in page]
            last = page[-1]
            after = (last.points, last.topic.id, last.shown.product_id)
        assert seen == whole
        assert len(set(seen)) == len(seen)


async def test_feeds_and_categories_are_watched_as_the_platform_names_them(night: Night) -> None:
    whole = night.workspace, night.account
    feeds, categories = await trending.choices(night.suppliers, *whole, "")
    assert {each.name for each in feeds} == {"DS bestseller", "DS new"}
    lamp = next(each for each in categories if each.name == "Lamp")
    feed = await night.watch(Sought(By.feed, "", "", "DS bestseller", "ID", "USD"), pages=1)
    sought = Sought(By.category, "Lamp", lamp.remote_id, "", "ID", "USD")
    category = await night.watch(sought, pages=1)
    assert await night.read() == 2
    fed = await night.page(feed.id)
    assert 0 < len(fed) <= 50
    assert all(each.shown.sold and each.shown.sold >= 1000 for each in fed)
    assert len(await night.page(category.id)) == 20
    below, _ = await trending.choices(night.suppliers, *whole, "200000000")
    assert below == ()
    with pytest.raises(Rejected, match="no such account"):
        await trending.choices(night.suppliers, night.workspace, feed.id, "")


async def test_a_supplier_that_does_not_answer_is_asked_again_later_and_it_is_said(
    night: Night,
) -> None:
    topic = await night.watch()
    night.hub.moods.system_error_next = 100
    assert await night.read() == 0
    found = await night.topic(topic.id)
    assert found.said_code
    assert found.due_at == night.now + model.AGAIN_AFTER
    night.hub.moods.system_error_next = 0
    night.now += timedelta(hours=1)
    assert await night.read() > 0
    assert (await night.topic(topic.id)).said == ""


async def test_topics_are_limited_paused_and_dropped_with_what_was_seen(night: Night) -> None:
    topic = await night.watch(pages=1)
    with pytest.raises(Rejected, match="watched already"):
        await night.watch(pages=1)
    with pytest.raises(Rejected, match="nothing of trends"):
        async with night.opener() as tx:
            await topics.make(tx, night.suppliers, tx.ids.new(), LAMPS, 1)
    await night.read()
    async with night.opener() as tx:
        paused = await topics.change(tx, topic.id, None, TopicState.paused, topic.version)
    night.now += timedelta(days=2)
    assert await night.read() == 0
    async with night.opener() as tx:
        with pytest.raises(Conflict, match="paused"):
            await topics.read_now(tx, topic.id)
        await topics.change(tx, topic.id, 2, TopicState.active, paused.version)
    assert await night.read() == 2
    async with night.opener() as tx:
        seen = await topics.watched(tx, night.suppliers)
        assert [each.id for each in seen.accounts] == [night.account]
        assert sum(seen.counts[topic.id].values()) > 20
        await topics.drop(tx, topic.id, (await topics.one(tx, topic.id)).version)
    assert await night.days() == []
    with pytest.raises(Gone):
        await night.topic(topic.id)
    for at in range(model.TOPICS_MAX):
        await night.watch(replace(LAMPS, words=f"Lamp {at}"), pages=1)
    with pytest.raises(Rejected, match="no more can be"):
        await night.watch()


async def test_what_is_older_than_it_is_kept_is_forgotten(night: Night) -> None:
    topic = await night.watch(pages=1)
    await night.read()
    first = night.now.date()
    await night.pass_days(1, {})
    night.now += timedelta(days=model.KEEP_DAYS)
    await night.read()
    assert first not in {day for day, *_ in await night.days()}
    assert await night.page(topic.id)


async def test_a_workspace_whose_topics_are_due_is_found_by_the_night(night: Night) -> None:
    await night.watch(pages=1)
    async with night.shops.database.system_tx("purchasing.watch_trends") as tx:
        due = await trending.everywhere(replace(tx, now=night.now), 1_000)
        assert (night.workspace, night.account) in due
    await night.read()
    async with night.shops.database.system_tx("purchasing.watch_trends") as tx:
        due = await trending.everywhere(replace(tx, now=night.now), 1_000)
        assert (night.workspace, night.account) not in due
    async with night.opener() as tx:
        account = await accounts.account(tx, night.account)
    assert account.platform == ALIEXPRESS


async def test_categories_of_ours_are_proposed_and_nothing_is_watched_by_that(
    night: Night,
) -> None:
    async with night.opener() as tx:
        for name in ("Lamps", "Bowls"):
            await naming.put_category(tx, None, name, None, State.active)
        found = await topics.proposals(tx)
        assert {(each.words, each.why) for each in found} == {
            ("Lamps", "category"),
            ("Bowls", "category"),
        }
        assert await store.all_of(tx) == []


async def test_no_list_of_trends_walks_through_its_table(night: Night) -> None:
    async with night.opener() as tx:
        for way in ("seqscan", "bitmapscan", "sort"):
            await tx.execute(f"set local enable_{way} = off")
        ws, other, day = tx.workspace_id, tx.ids.new(), tx.now.date()
        words = [each.value for each in Standing]
        asked = (
            (trends_store.OF_TOPIC, (ws, other, words, 9, 51, "p"), "purchasing_trends_"),
            (trends_store.EVERYTHING, (ws, words, 9, 51, other, "p"), "purchasing_trends_all"),
            (trends_store.HISTORY, (ws, other, day), "purchasing_trend_days_pkey"),
            (trends_store.COURSE, (ws, [other], ["p"], day), "purchasing_trend_days_pkey"),
            (trends_store.FORGET_DAYS, (ws, other, day), "purchasing_trend_days_pkey"),
            (trends_store.COUNTS, (ws,), "purchasing_trends_"),
            (store.ALL, (ws,), "purchasing_topics_"),
            (store.MINE, (ws, other, ["p"]), "purchasing_offers_"),
        )
        for statement, given, index in asked:
            rows = await tx.fetch(f"explain {statement}", *given)
            plan = "\n".join(row[0] for row in rows)
            assert "Seq Scan on" not in plan, plan
            assert index in plan, plan
