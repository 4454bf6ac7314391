"""What waits in the demo: proposed once, when the shop was read, and never sent."""

import asyncio
from uuid import UUID

from hanse.app import demo_changes, demo_listings, demo_shops, wiring
from hanse.base.money import Money
from hanse.changes.model.states import State
from hanse.changes.service import reading
from hanse.changes.service.reading import Summary
from hanse.engine.tx import Actor, ActorKind, Database
from hanse.rooms.connections.service import accounts
from hanse.rooms.listings.service import mapping
from hanse.rooms.listings.service import showing as listings
from hanse.rooms.mirror.service import feeds
from hanse.trade.ports_read import Kind
from tests.rooms.shops import OPERATOR, Street, street

SHOPS = [(platform, name) for platform, name, _ in demo_shops.SHOPS]
BAYU = Actor(ActorKind.person, UUID(int=81), "Bayu Hartono", UUID(int=81))


async def proposed(shops: Street, workspace: UUID) -> list[Summary]:
    async with shops.database.tx(workspace, OPERATOR) as tx:
        return list(await reading.list_sets(tx, None, None, 10))


async def read(shops: Street, workspace: UUID) -> None:
    """All products of both shops."""
    async with shops.database.tx(workspace, OPERATOR) as tx:
        found = [each for each in await feeds.list_feeds(tx, None) if each.kind is Kind.products]
    assert len(found) == len(SHOPS)
    for feed in found:
        await shops.pull_on(workspace, feed)


async def propose(shops: Street, workspace: UUID) -> None:
    hands = wiring.hands_of(shops.reach)
    await demo_changes.propose_changes(hands, shops.database, workspace, BAYU)


async def test_five_prices_wait_for_approval_and_one_is_held_as_soon_as_the_shop_was_read(
    database: Database, workspace: UUID
) -> None:
    async with street(database, shops=SHOPS) as shops:
        proposing = asyncio.create_task(propose(shops, workspace))
        await demo_shops.connect_shops(shops.reach, workspace)
        await shops.follow()
        assert await proposed(shops, workspace) == []
        await read(shops, workspace)
        await proposing
        found = {each.held.set.title: each for each in await proposed(shops, workspace)}
        assert found["New supplier prices"].counts == {State.proposed: 5}
        assert found["One price"].counts == {State.held: 1}
        assert {each.held.set.origin.name for each in found.values()} == {"Bayu Hartono"}
        await propose(shops, workspace)
        assert len(await proposed(shops, workspace)) == 2, "the same at every start"


async def test_each_price_of_the_demo_moves_a_little_and_the_shop_gets_none_of_it(
    database: Database, workspace: UUID
) -> None:
    async with street(database, shops=SHOPS) as shops:
        await demo_shops.connect_shops(shops.reach, workspace)
        await shops.follow()
        await read(shops, workspace)
        await propose(shops, workspace)
        dearer = next(
            each for each in await proposed(shops, workspace) if State.proposed in each.counts
        )
        async with database.tx(workspace, OPERATOR) as tx:
            changes = await reading.changes_of_set(tx, dearer.held.set.id, None, None, 10)
            modes = {
                each.effective_mode for each in await accounts.list_accounts(tx, None, None, 9)
            }
        for each in changes:
            before, after = each.change.before["price"], each.change.after["price"]
            assert isinstance(before, Money)
            assert isinstance(after, Money)
            assert before < after < Money(before.currency, before.minor * 110 // 100)
            assert each.findings == ()
        assert modes == {"dry"}


async def test_two_products_wait_to_be_published_at_both_shops(
    database: Database, workspace: UUID
) -> None:
    async with street(database, shops=SHOPS) as shops:
        await demo_shops.connect_shops(shops.reach, workspace)
        await shops.follow()
        await read(shops, workspace)
        for _ in range(2):  # the same at every start
            await demo_listings.list_goods(database, workspace, BAYU)
        async with database.tx(workspace, BAYU) as tx:
            rows = await listings.list_matrix(tx, listings.Wanted(), None, 20)
            kept = await mapping.list_mappings(tx, None, None, None, 20)
        assert {row.title for row in rows} == {"Handwoven sarong", "Woven basket with a lid"}
        for row in rows:
            here = {each.account_id for each in row.cells}
            assert here == set(await account_ids(shops, workspace))
            assert {each.status for each in row.cells} == {"draft"}
        assert {(each.value, each.their_value) for each in kept} == {
            ("Red", "Merah"),
            ("Blue", "Biru"),
        }


async def account_ids(shops: Street, workspace: UUID) -> list[UUID]:
    async with shops.database.tx(workspace, OPERATOR) as tx:
        return [each.id for each in await accounts.list_accounts(tx, None, None, 10)]
