"""The demo's own shops: connected once, and told to tell us again after a new start."""

import argparse
from datetime import timedelta
from uuid import UUID

from hanse.app import demo_shops
from hanse.app.cli import sandbox
from hanse.app.opened import Opened
from hanse.base.clock import SystemClock
from hanse.base.ids import RandomIds
from hanse.engine.settings import load
from hanse.engine.tx import Database
from hanse.rooms.connections.model.accounts import Account
from hanse.rooms.connections.service import accounts, modes
from hanse.rooms.connections.service.subscribing import there_now
from tests.rooms.billing.conftest import made
from tests.rooms.shops import OPERATOR, Street, street

SHOPS = [(platform, name) for platform, name, _ in demo_shops.SHOPS]


async def connected(shops: Street, workspace: UUID) -> list[Account]:
    async with shops.database.tx(workspace, OPERATOR) as tx:
        return list(await accounts.list_accounts(tx, None, None, 10))


async def topics_told(shops: Street, workspace: UUID, account: Account) -> set[str]:
    """What the shop tells us of, by what it says itself."""
    opened = await shops.reach.open(workspace, account.id)
    found = await there_now(shops.reach, opened)
    return {each.topic for each in found if each.topic and shops.reach.base in (each.address or "")}


async def test_the_demo_is_live_until_somebody_says_otherwise(database: Database) -> None:
    workspace = await made(database)
    async with street(database, shops=SHOPS) as shops:
        await demo_shops.connect_shops(shops.reach, workspace)
    for wanted in ("live", "dry"):
        await demo_shops.go_live(database, workspace, OPERATOR, "Sari Shop")
        async with database.tx(workspace, OPERATOR) as tx:
            found = await accounts.list_accounts(tx, None, None, 10)
            assert {each.effective_mode for each in found} == {wanted}
            await modes.stop(tx)


async def test_a_demo_that_is_started_again_has_its_shops_once_and_hears_of_changes(
    database: Database, workspace: UUID
) -> None:
    async with street(database, shops=SHOPS) as shops:
        await demo_shops.connect_shops(shops.reach, workspace)
        before = await connected(shops, workspace)
        assert {each.name for each in before} == {title for *_, title in demo_shops.SHOPS}
    async with street(database, shops=SHOPS) as again:  # a sandbox that remembers nothing
        await demo_shops.connect_shops(again.reach, workspace)
        after = await connected(again, workspace)
        assert [each.id for each in after] == [each.id for each in before]
        for account in after:
            card = again.reach.platform(account.platform).CARD
            assert await topics_told(again, workspace, account) == set(card.topics)


def test_the_demo_has_two_thousand_products_and_shoppers_who_buy() -> None:
    parser = argparse.ArgumentParser()
    sandbox.add(parser.add_subparsers())
    args = parser.parse_args(["sandbox", *demo_shops.WORLD])
    clock = SystemClock()
    made = sandbox.made(args, Opened(load({}), clock, RandomIds(clock), lambda _line: None))
    *shops, supplier = made.shops.by_host.values()
    assert [(shop.platform, shop.name) for shop in shops] == SHOPS
    for shop in shops:
        assert shop.counter.goods(0, 1).total == 2_000
        assert shop.counter.sales(0, 1).total == 500
        made.shoppers_of(shop).advance(made.clock.now() + timedelta(minutes=10))
        assert shop.counter.sales(0, 1).total > 500
        # What the supplier sells under the same code is the same thing.
        good = supplier.counter.good("HZ-0000012")
        assert good.title == shop.counter.good(good.sku).title
