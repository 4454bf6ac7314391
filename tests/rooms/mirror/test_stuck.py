"""A cache in front of a shop that gives the same page for ever is noticed, not read for ever."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from uuid import UUID

import pytest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hanse.base.faults import Unavailable
from hanse.engine.tx import Database
from hanse.sandbox.world import World
from hanse.trade.ports_read import Kind
from tests.rooms.shops import Street, street

COUNTS = {b"x-wp-total", b"x-wp-totalpages", b"link"}
SHELF = World(seed=3, products=330, customers=1, orders=1, order_days=1)


@dataclass
class Cache:
    """Keeps the first page of products and drops what tells how many there are."""

    app: ASGIApp
    kept: list[Message] = field(default_factory=list)
    asked: int = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].endswith("/wc/v3/products"):
            await self.app(scope, receive, send)
            return
        self.asked += 1
        if not self.kept:
            await self.app(scope, receive, self.keep)
        for message in self.kept:
            await send(message)

    async def keep(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            told = [each for each in message["headers"] if each[0].lower() not in COUNTS]
            message = {**message, "headers": told}
        self.kept.append(message)


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


async def test_a_page_that_comes_again_and_again_ends_the_reading(
    stuck: Street, caches: list[Cache], workspace: UUID
) -> None:
    await stuck.connect(workspace)
    caches[0].kept.clear()  # what the look before saving was answered
    asked = caches[0].asked
    with pytest.raises(Unavailable, match="gave the same page"):
        await stuck.pull(workspace, Kind.products)
    assert caches[0].asked - asked <= 3
    feed = (await stuck.feeds(workspace))[Kind.products]
    assert feed.trouble is not None
    assert "cache" in feed.trouble.next_step
