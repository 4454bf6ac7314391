"""A change goes all the way, from the wish to the proof, at a shop that counts for itself."""

from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import UUID

import pytest

from hanse.changes import commit
from hanse.changes.model.states import State
from hanse.changes.service import reading
from hanse.changes.store import intents, rows
from hanse.engine.tx import Database
from hanse.rooms.connections.model.accounts import WriteMode
from hanse.rooms.connections.service import accounts
from tests.changes.market import Market
from tests.rooms.shops import street


@pytest.fixture(params=["woocommerce", "shopify"])
def shop(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
async def market(database: Database, workspace: UUID, shop: str) -> AsyncIterator[Market]:
    async with street(database, shops=((shop, "lamps"),)) as shops:
        yield await Market.open(shops, workspace, shop)


async def test_a_price_is_proven_at_the_shop(market: Market, shop: str) -> None:
    [wish] = await market.dearer(shop, 1)
    before = await market.looked(wish)
    set_id = await market.agreed(wish)
    assert await market.states(set_id) == {State.approved: 1}
    assert await market.looked(wish) == before
    await market.send(shop)
    assert await market.states(set_id) == {State.proven: 1}
    shown = await market.looked(wish)
    assert shown is not None
    assert shown["price"] == wish.after["price"]
    assert market.written(shop) == 1
    async with market.tx() as tx:
        account = await accounts.account(tx, market.accounts[shop].id)
    assert account.written_at is not None


async def test_the_mirror_shows_what_was_proven(market: Market, shop: str) -> None:
    """Nobody waits for a webhook to see what was just read by id."""
    [wish] = await market.dearer(shop, 1)
    await market.agreed(wish)
    await market.send(shop)
    await market.shops.refresh(market.workspace, market.accounts[shop])  # as the job does
    [(target, offer)] = await market.offers(shop, 1)
    assert target == wish.target
    assert offer.price == wish.after["price"]


async def test_what_a_dry_shop_would_get_is_kept_and_not_sent(market: Market, shop: str) -> None:
    await market.switch(WriteMode.dry)
    wishes = await market.dearer(shop, 3)
    set_id = await market.agreed(*wishes)
    await market.send(shop)
    assert await market.states(set_id) == {State.rehearsed: 3}
    assert market.written(shop) == 0
    [first, *_] = await market.changes(set_id)
    async with market.tx() as tx:
        receipt = await reading.receipt(market.hands, tx, first.change.id)
    [sent] = receipt.sent
    assert sent.intent.sends == 0
    assert first.piece.body in sent.body
    await market.switch(WriteMode.live)
    await market.send(shop)
    assert market.written(shop) == 0


async def test_many_go_in_as_few_calls_as_the_card_allows(market: Market, shop: str) -> None:
    wishes = await market.dearer(shop, 30)
    set_id = await market.agreed(*wishes)
    async with market.tx() as tx:
        now, of = await intents.clock(tx), (market.accounts[shop].id, "offers.price")
        claimed = await rows.next_due(tx, *of, now, 10)
        while_it_waits = now + timedelta(seconds=commit.TURN_WAIT_S)
        others = await rows.next_due(tx, *of, while_it_waits, 10)
        first, second = ({one.change.id for one in each} for each in (claimed, others))
        assert first, "somebody prepares them"
        assert first.isdisjoint(second), "and nobody else does before its turn has come"
        await rows.leave(tx, [*first, *second])
    await market.send(shop)
    assert await market.states(set_id) == {State.proven: len(wishes)}
    assert market.written(shop) == len(wishes)
