"""A shop that tells nothing for longer than usual is noticed, and asked more often."""

from collections.abc import AsyncIterator, Sequence
from datetime import timedelta
from uuid import UUID

import pytest

from hanse.engine.tx import Database
from hanse.rooms.connections.model.accounts import Account
from hanse.rooms.connections.service import accounts, tending
from hanse.rooms.mirror.model.feeds import LOOK_EVERY, LOOK_EVERY_SILENT
from hanse.sandbox.world import product
from hanse.trade.ports_read import Kind
from tests.rooms.shops import OPERATOR, SMALL, Street, street

EVENTS = "select name from events where name like 'connections.hook%' order by happened_at, id"


@pytest.fixture
async def shops(database: Database) -> AsyncIterator[Street]:
    async with street(database) as opened:
        yield opened


async def telling(shops: Street, workspace: UUID, edits: int) -> Account:
    """A shop that is read, and has told of so many changes."""
    account = await shops.connect(workspace)
    await shops.pull(workspace)
    await shops.listen(workspace, account)
    await tell(shops, edits)
    await shops.heard(workspace, account, edits)
    return account


async def tell(shops: Street, edits: int) -> None:
    skus = [product(SMALL, n).sku for n in range(SMALL.products) if n % 10]
    for number in range(edits):
        shops.shop("woocommerce").counter.edit(skus[number], {"title": f"Told {number}"})


async def hours_later(shops: Street, workspace: UUID, hours: int) -> None:
    """As if all that was told so far had come so many hours ago."""
    async with shops.database.tx(workspace, OPERATOR) as tx:
        await tx.execute(
            "update engine_hooks set received_at = received_at - $1::interval",
            timedelta(hours=hours),
        )


async def checked(shops: Street, workspace: UUID, account: Account) -> Account:
    await tending.check(shops.reach, shops.opener(workspace), account.id)
    async with shops.database.tx(workspace, OPERATOR) as tx:
        return await accounts.account(tx, account.id)


async def events(shops: Street, workspace: UUID) -> Sequence[str]:
    async with shops.database.tx(workspace, OPERATOR) as tx:
        return [row["name"] for row in await tx.fetch(EVENTS)]


async def next_look_in(shops: Street, workspace: UUID) -> timedelta:
    await shops.look(workspace, Kind.products)
    feed = (await shops.feeds(workspace))[Kind.products]
    assert feed.next_at is not None
    return feed.next_at - shops.database.clock.now()


async def test_silence_for_longer_than_usual_is_told_once_and_hastens_us(
    shops: Street, workspace: UUID
) -> None:
    account = await telling(shops, workspace, 8)
    assert (await checked(shops, workspace, account)).silent_since is None
    assert await next_look_in(shops, workspace) > LOOK_EVERY_SILENT

    await hours_later(shops, workspace, 2)
    assert (await checked(shops, workspace, account)).silent_since is not None
    await checked(shops, workspace, account)
    assert await events(shops, workspace) == ["connections.hook.lost"]
    assert await next_look_in(shops, workspace) <= LOOK_EVERY_SILENT


async def test_whoever_is_heard_again_is_asked_as_usual(shops: Street, workspace: UUID) -> None:
    account = await telling(shops, workspace, 8)
    await hours_later(shops, workspace, 2)
    await checked(shops, workspace, account)
    await tell(shops, 9)
    await shops.heard(workspace, account, 9)
    assert (await checked(shops, workspace, account)).silent_since is None
    assert await events(shops, workspace) == ["connections.hook.lost", "connections.hook.found"]
    assert LOOK_EVERY_SILENT < await next_look_in(shops, workspace) <= LOOK_EVERY


async def test_of_a_shop_that_has_told_little_nothing_is_usual(
    shops: Street, workspace: UUID
) -> None:
    account = await telling(shops, workspace, 2)
    await hours_later(shops, workspace, 48)
    assert (await checked(shops, workspace, account)).silent_since is None
