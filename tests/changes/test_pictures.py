"""Pictures of the catalogue on their way to a shop that makes them ready after it has answered."""

import json
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from hanse.app import wiring
from hanse.base.clock import FixedClock
from hanse.base.faults import Unavailable
from hanse.changes.model.planned import Wish
from hanse.changes.model.states import State
from hanse.changes.service import reading, undoing
from hanse.engine.files.shelf import Shelf
from hanse.engine.tx import Database
from hanse.rooms.catalog.service import media
from hanse.rooms.connections.model.accounts import WriteMode
from hanse.trade.fields import Picture
from hanse.trade.pictures import pictures_of
from hanse.trade.ports_write import Target
from tests.changes.market import Market, at_once
from tests.rooms.catalog.pictures import drawn
from tests.rooms.shops import street


@dataclass
class Gallery:
    """A product, its shop, and the pictures that are kept here."""

    market: Market
    clock: FixedClock  # of the shop
    shelf: Shelf
    product: Target = field(default_factory=lambda: Target(None))

    def wish(self, *pictures: Picture) -> Wish:
        account = self.market.accounts["shopify"]
        return Wish(account.id, "products.media", self.product, {"images": pictures})

    async def shown(self) -> tuple[Picture, ...]:
        fields = await self.market.looked(self.wish())
        assert fields is not None
        return pictures_of(fields["images"]) or ()

    async def picture(self, colour: str) -> Picture:
        async with self.market.tx() as tx:
            kept = await media.add(tx, self.shelf, drawn(colour))
        return Picture(kept.file_name, f"A {colour} lamp")

    async def sent(self, *pictures: Picture) -> UUID:
        set_id = await self.market.agreed(self.wish(*pictures))
        await self.market.send("shopify")
        return set_id

    async def later(self, set_id: UUID) -> None:
        """The shop has had its time, and so have we."""
        self.clock.advance(60)
        async with self.market.tx() as tx:
            await tx.execute(
                "update changes_changes set look_at = $3 where workspace_id = $1 and set_id = $2",
                *(self.market.workspace, set_id, tx.now - timedelta(minutes=1)),
            )
        await self.market.settle("shopify")

    async def state(self, set_id: UUID) -> State:
        (one,) = await self.market.states(set_id)
        return one


@pytest.fixture
async def gallery(database: Database, workspace: UUID, tmp_path: Path) -> AsyncIterator[Gallery]:
    clock = FixedClock(datetime.now(UTC))
    async with street(database, shops=(("shopify", "lamps"),), clock=clock) as shops:
        market = await Market.open(shops, workspace, "shopify")
        shelf = Shelf(tmp_path)
        market.hands = at_once(wiring.hands_of(shops.reach, shelf))
        (target, _), *_ = await market.offers("shopify", 1)
        yield Gallery(market, clock, shelf, Target(target.parent_id))


async def test_a_picture_is_previewed_brought_once_waited_for_and_taken_back(
    gallery: Gallery,
) -> None:
    market = gallery.market
    before = await gallery.shown()
    red = await gallery.picture("red")
    await market.switch(WriteMode.dry)
    assert await gallery.state(await gallery.sent(red, *before)) is State.rehearsed

    await market.switch(WriteMode.live)
    made = await gallery.sent(red, *before)
    assert await gallery.state(made) is State.sending, "the shop is still at work on it"
    await gallery.later(made)
    assert await gallery.state(made) is State.proven
    assert [each.name for each in await gallery.shown()] == [
        red.name,
        *(each.name for each in before),
    ]
    [planned] = await market.changes(made)
    async with market.tx() as tx:
        receipt = await reading.receipt(market.hands, tx, planned.change.id)
    staging, file = receipt.asked.ahead
    assert (staging.method, staging.path) == ("POST", receipt.asked.question.path)
    told = {"file": red.name, "bytes": len(drawn("red")), "sha256": red.name.partition(".")[0]}
    assert (file.method, file.path, json.loads(file.body)) == ("POST", "", told)
    assert b"ahead:" in planned.piece.body
    assert b"ahead:" not in receipt.sent[0].body

    async with market.tx() as tx:
        undone = await undoing.undo_set(market.hands, tx, made, frozenset(), frozenset())
    assert undone.proposed is not None
    assert undone.proposed.set_id is not None
    await market.approve(undone.proposed.set_id)
    await market.send("shopify")
    assert await gallery.state(made) is State.undone
    assert await gallery.shown() == before


async def test_a_picture_that_is_not_here_any_more_is_not_sent_and_said(gallery: Gallery) -> None:
    red = await gallery.picture("red")
    gallery.shelf.path(red.name.partition(".")[0]).unlink()
    set_id = await gallery.sent(red)
    assert await gallery.state(set_id) is State.proposed
    [planned] = await gallery.market.changes(set_id)
    assert planned.finding is not None
    assert "bytes are not there" in planned.finding.sentence


@pytest.mark.parametrize("kind", ["half_answer", "gateway"])
@pytest.mark.parametrize("place", [0, 1, 2, 3])
async def test_whichever_call_gets_no_answer_the_picture_is_there_once(
    gallery: Gallery, kind: str, place: int
) -> None:
    """Of those that bring a file, write its picture and read it back, one after the other."""
    before = await gallery.shown()
    red = await gallery.picture("red")
    set_id = await gallery.market.agreed(gallery.wish(*before, red))
    switches = gallery.market.shops.sandbox.faults
    on_the_way = {"calls": "^(POST|PUT) ", "platform": "shopify"}
    switches.set({**on_the_way, "kind": "slow", "seconds": 0, "count": place})
    switches.set({**on_the_way, "kind": kind, "count": 1})
    for _ in range(4):
        with suppress(Unavailable):  # the job is tried again
            await gallery.market.send("shopify")
        await gallery.later(set_id)
    [planned] = await gallery.market.changes(set_id)
    assert switches.struck[kind] == 1
    assert planned.finding is None, planned.finding
    assert await gallery.state(set_id) is State.proven
    assert [each.name for each in await gallery.shown()] == [
        *(each.name for each in before),
        red.name,
    ]
