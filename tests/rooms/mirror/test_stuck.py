"""A cache in front of a shop that gives the same pages for ever is noticed, not read for ever."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import parse_qs
from uuid import UUID

import pytest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hanse.base.faults import Unavailable
from hanse.engine.tx import Database
from hanse.rooms.mirror.model import feeds as model
from hanse.sandbox.world import World
from hanse.trade.ports_read import Kind
from tests.rooms.shops import Street, street

COUNTS = {b"x-wp-total", b"x-wp-totalpages", b"link"}
MORE = (b"link", b'<http://shop.test/next>; rel="next"')
SHELF = World(seed=3, products=730, customers=1, orders=1, order_days=1)


@dataclass
class Cache:
    """Keeps the first pages of a list, gives them in turn from then on, and drops what tells how
    many there are: only that there are more. It keeps nothing until it knows how many pages."""

    app: ASGIApp
    keeps: int = 0
    lists: str = "/wc/v3/products"
    pages: list[list[Message]] = field(default_factory=list)
    asked: int = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not self.keeps or not scope["path"].endswith(self.lists):
            await self.app(scope, receive, send)
            return
        at, self.asked = self.asked % self.keeps, self.asked + 1
        if at >= len(self.pages):
            self.pages.append([])
            await self.app(scope, receive, self.keep)
        for message in self.pages[at]:
            await send(message)

    async def keep(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            told = [each for each in message["headers"] if each[0].lower() not in COUNTS]
            message = {**message, "headers": [*told, MORE]}
        self.pages[-1].append(message)


@dataclass
class Echo:
    """Gives the first page of products once more where the last one is asked for."""

    app: ASGIApp
    last: int = 0
    first: list[Message] = field(default_factory=list)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        query = scope.get("query_string", b"").decode()
        pages = parse_qs(query).get("page", [])
        if not scope.get("path", "").endswith("/wc/v3/products") or "include" in query:
            pages = []

        async def keep(message: Message) -> None:
            self.first.append(message)
            await send(message)

        if pages == [str(self.last)]:
            for message in self.first:
                await send(message)
        else:
            await self.app(scope, receive, keep if pages == ["1"] and self.last else send)


@pytest.fixture
async def caches() -> list[Cache]:
    return []


@pytest.fixture
async def stuck(database: Database, caches: list[Cache]) -> AsyncIterator[Street]:
    def before(app: ASGIApp) -> ASGIApp:
        caches.append(Cache(app))
        return caches[-1]

    async with street(database, SHELF, front=before) as opened:
        yield opened


@pytest.mark.parametrize("keeps", [1, 2, 5])
async def test_a_page_that_comes_again_and_again_ends_the_reading(
    stuck: Street, caches: list[Cache], workspace: UUID, keeps: int
) -> None:
    await stuck.connect(workspace)
    caches[0].keeps = keeps
    with pytest.raises(Unavailable, match="gave the same page"):
        await stuck.pull(workspace, Kind.products)
    assert caches[0].asked <= keeps + 2  # one is asked for ahead
    feed = (await stuck.feeds(workspace))[Kind.products]
    assert feed.trouble is not None
    assert "cache" in feed.trouble.next_step


async def test_a_list_that_ends_with_a_page_that_was_there_before_is_not_whole(
    database: Database, workspace: UUID
) -> None:
    echoes: list[Echo] = []

    def before(app: ASGIApp) -> ASGIApp:
        echoes.append(Echo(app))
        return echoes[-1]

    async with street(database, SHELF, front=before) as shops:
        await shops.connect(workspace)
        echoes[0].last = 8  # of eight pages, as the store itself counts them
        with pytest.raises(Unavailable, match="gave the same page"):
            await shops.pull(workspace, Kind.products)
        feed = (await shops.feeds(workspace))[Kind.products]
        assert feed.trouble is not None
        assert feed.rows_gone == 0


async def test_what_changed_is_not_looked_for_in_a_circle(
    stuck: Street, caches: list[Cache], workspace: UUID
) -> None:
    await stuck.connect(workspace)
    await stuck.pull(workspace, Kind.products)
    counter = stuck.shop("woocommerce").counter
    for number in range(1, 320):
        if number % 10:
            counter.edit(f"HZ-{number:07d}", {"title": f"Edited {number}"})
    caches[0].keeps = 2
    with pytest.raises(Unavailable, match="gave the same page"):
        await stuck.look(workspace, Kind.products)
    assert caches[0].asked <= 8  # the mark moves, so that rows may come once more


async def test_the_refunds_of_an_order_are_not_asked_for_in_a_circle(
    stuck: Street, caches: list[Cache], workspace: UUID
) -> None:
    account = await stuck.connect(workspace)
    await stuck.pull(workspace, Kind.orders)
    await stuck.listen(workspace, account)
    counter = stuck.shop("woocommerce").counter
    order = counter.order("HZ-0000001", 1)
    counter.refund(order, None)
    caches[0].lists, caches[0].keeps = "/refunds", 1
    await stuck.heard(workspace, account, 1)
    with pytest.raises(Unavailable, match="gave the same page of refunds"):
        while await stuck.refresh(workspace, account):
            pass
    assert caches[0].asked == 2


def test_the_same_rows_may_come_once_more_when_the_mark_has_moved() -> None:
    met: set[bytes] = set()
    early, late = datetime(2026, 5, 1, tzinfo=UTC), datetime(2026, 5, 2, tzinfo=UTC)
    ids = ("1", "2")
    assert [model.met_before(met, at, ids) for at in (early, late, late)] == [False, False, True]
    assert not model.met_before(met, None, ())
