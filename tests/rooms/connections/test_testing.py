"""A connected shop is looked at again: what is met stands at the account as that of any call."""

from collections.abc import AsyncIterator
from contextlib import suppress
from uuid import UUID

import pytest

from hanse.base.faults import Unavailable
from hanse.engine.tx import Database
from hanse.rooms.connections.model.accounts import Account, AccountState
from hanse.rooms.connections.service import accounts, connecting, health, subscribing
from hanse.sandbox.shopify.mounted import Mounted as Shopify
from hanse.sandbox.woocommerce.mounted import Mounted
from tests.rooms.shops import OPERATOR, Street, street


@pytest.fixture
async def kopi(database: Database) -> AsyncIterator[Street]:
    async with street(database, shops=[("shopify", "kopi")]) as opened:
        yield opened


async def looked_at(shops: Street, workspace: UUID, account: Account) -> Account:
    """As somebody finds it who has pressed the button."""
    await connecting.test(shops.reach, shops.opener(workspace), workspace, account.id)
    return await now(shops, workspace, account)


async def now(shops: Street, workspace: UUID, account: Account) -> Account:
    async with shops.database.tx(workspace, OPERATOR) as tx:
        return await accounts.account(tx, account.id)


def code(account: Account) -> str:
    return account.fault.code if account.fault else ""


async def test_that_a_shop_does_not_answer_stands_at_the_account(
    shops: Street, workspace: UUID
) -> None:
    account = await shops.connect(workspace)
    shops.sandbox.faults.set({"kind": "maintenance"})
    found = await looked_at(shops, workspace, account)
    assert found.state is AccountState.active
    assert found.fault is not None
    assert found.fault.code == "unavailable"
    assert "under maintenance" in found.fault.sentence
    shops.sandbox.faults.rows.clear()
    before = shops.database.clock.now()
    found = await looked_at(shops, workspace, account)
    assert code(found) == ""
    assert found.read_at is not None
    assert found.read_at >= before


async def test_it_does_where_the_look_is_a_single_call(kopi: Street, workspace: UUID) -> None:
    account = await kopi.connect(workspace, "shopify")
    kopi.sandbox.faults.set({"platform": "shopify", "kind": "gateway"})
    with pytest.raises(Unavailable):
        await looked_at(kopi, workspace, account)
    assert code(await now(kopi, workspace, account)) == "unavailable"


async def test_a_dead_key_lapses_the_account(shops: Street, workspace: UUID) -> None:
    account = await shops.connect(workspace)
    shop = shops.shop("woocommerce")
    assert isinstance(shop, Mounted)
    shop.store.keys.clear()
    found = await looked_at(shops, workspace, account)
    assert (found.state, code(found)) == (AccountState.lapsed, "auth_lapsed")


async def test_a_token_that_is_refused_is_renewed_and_nothing_has_happened(
    kopi: Street, workspace: UUID
) -> None:
    account = await kopi.connect(workspace, "shopify")
    shop = kopi.shop("shopify")
    assert isinstance(shop, Shopify)
    shop.shop.keys.tokens.clear()
    found = await looked_at(kopi, workspace, account)
    assert (found.state, code(found)) == (AccountState.active, "")
    assert found.secrets_version == account.secrets_version + 1


async def test_a_shop_that_is_seen_to_answer_is_not_left_alone_any_longer(
    shops: Street, workspace: UUID
) -> None:
    account = await shops.connect(workspace)
    opened = await shops.reach.open(workspace, account.id)

    async def left_alone() -> int:
        async with shops.database.tx(workspace, OPERATOR) as tx:
            return len(await health.left_alone(tx, [account.id]))

    shops.sandbox.faults.set({"kind": "maintenance"})
    for _ in range(2):  # each is asked three times
        with suppress(Unavailable):
            await subscribing.there_now(shops.reach, opened)
    assert await left_alone() == 1
    await looked_at(shops, workspace, account)
    assert await left_alone() == 1
    shops.sandbox.faults.rows.clear()
    await looked_at(shops, workspace, account)
    assert await left_alone() == 0
    await subscribing.there_now(shops.reach, opened)
