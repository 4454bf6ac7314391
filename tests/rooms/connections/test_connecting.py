"""A shop is looked at, saved, known again, renamed, switched to live, and let go."""

from contextlib import suppress
from typing import Any
from uuid import UUID

import pytest

from hanse.base.faults import AuthLapsed, Conflict, Fault, Gone, Rejected, Unavailable
from hanse.engine.metrics import render
from hanse.engine.tx import Database
from hanse.rooms.connections.model.accounts import AccountState, WriteMode
from hanse.rooms.connections.service import accounts, connecting, subscribing
from hanse.sandbox.shopify.mounted import Mounted as ShopifyMounted
from hanse.sandbox.woocommerce.mounted import Mounted
from hanse.sandbox.woocommerce.store import new_key
from hanse.trade.ports_read import Kind
from tests.rooms.shops import OPERATOR, Street, street


async def told(database: Database, workspace: UUID) -> list[str]:
    async with database.tx(workspace, OPERATOR) as tx:
        rows = await tx.fetch(
            "select name from events where workspace_id = $1 order by seq", workspace
        )
    return [row["name"] for row in rows if row["name"].startswith("connections.")]


def store(shops: Street) -> Mounted:
    found = shops.shop("woocommerce")
    assert isinstance(found, Mounted)
    return found


def webhooks(shops: Street) -> list[Any]:
    return list(store(shops).store.rows.get("webhooks", {}).values())


async def test_a_look_saves_nothing(shops: Street, workspace: UUID) -> None:
    looked = await connecting.look(shops.reach, "woocommerce", shops.fields("woocommerce"))
    assert (looked.probe.may_read, looked.probe.may_write) == (True, True)
    assert looked.probe.shop is not None
    async with shops.database.tx(workspace, OPERATOR) as tx:
        assert await accounts.list_accounts(tx, None, None, 10) == []


async def test_a_new_account_rehearses(shops: Street, workspace: UUID) -> None:
    account = await shops.connect(workspace)
    assert account.state is AccountState.active
    assert account.write_mode is WriteMode.dry
    assert account.shop.currency == "USD"
    assert "connections.account.connected" in await told(shops.database, workspace)


async def test_an_account_has_the_language_of_its_shop(shops: Street, workspace: UUID) -> None:
    account = await shops.connect(workspace)
    assert account.language == "en-US"
    store(shops).store.settings["WPLANG"] = "id_ID"
    await connecting.test(shops.reach, shops.opener(workspace), workspace, account.id)
    async with shops.database.tx(workspace, OPERATOR) as tx:
        assert (await accounts.account(tx, account.id)).language == "id-ID"


async def test_an_account_of_shopify_has_the_language_of_its_shop(
    database: Database, workspace: UUID
) -> None:
    """Where the app may not see it any more, it stays as it was known."""
    async with street(database, shops=[("shopify", "lamps")]) as shops:
        mounted = shops.shop("shopify")
        assert isinstance(mounted, ShopifyMounted)
        mounted.shop.locale = "pt-BR"
        account = await shops.connect(workspace, "shopify")
        assert account.language == "pt-BR"
        fewer = mounted.app.scopes - {"read_locales", "write_locales"}
        mounted.app.scopes = mounted.shop.keys.installed[mounted.app.client_id] = fewer
        again = await shops.connect(workspace, "shopify")
        assert "read_locales" in again.missing
    assert again.language == "pt-BR"


async def test_keys_are_sealed_and_shown_to_nobody(shops: Street, workspace: UUID) -> None:
    account = await shops.connect(workspace)
    secret = shops.fields("woocommerce")["consumer_secret"]
    async with shops.database.tx(workspace, OPERATOR) as tx:
        row = await tx.fetchrow("select * from connections_accounts where id = $1", account.id)
        payloads = await tx.fetch("select payload::text from events")
    assert row is not None
    assert secret.encode() not in bytes(row["secrets"])
    assert all(secret not in str(value) for value in row.values())
    assert all(secret not in row["payload"] for row in payloads)


async def test_the_same_shop_is_the_same_account_again(shops: Street, workspace: UUID) -> None:
    first = await shops.connect(workspace)
    again = await shops.connect(workspace)
    assert again.id == first.id
    assert "connections.account.reconnected" in await told(shops.database, workspace)


async def test_wrong_keys_are_not_saved_and_say_why(shops: Street, workspace: UUID) -> None:
    fields = shops.fields("woocommerce") | {"consumer_secret": "cs_" + "0" * 40}
    looked = await connecting.look(shops.reach, "woocommerce", fields)
    with pytest.raises(Rejected, match="Invalid signature"):
        await connecting.connect(shops.opener(workspace), looked, "")


async def test_a_key_that_may_only_read_is_named(shops: Street, workspace: UUID) -> None:
    key = new_key(store(shops).store, "read")
    fields = shops.fields("woocommerce") | {
        "consumer_key": key.consumer_key,
        "consumer_secret": key.consumer_secret,
    }
    looked = await connecting.look(shops.reach, "woocommerce", fields)
    assert [each.code for each in looked.probe.findings] == ["read_only"]
    account = await connecting.connect(shops.opener(workspace), looked, "Lamps")
    async with shops.database.tx(workspace, OPERATOR) as tx:
        with pytest.raises(Conflict, match="may read but not write"):
            await accounts.set_mode(tx, account.id, WriteMode.live, "Lamps", account.version)


async def test_live_is_switched_on_by_typing_the_name(shops: Street, workspace: UUID) -> None:
    account = await shops.connect(workspace)
    async with shops.database.tx(workspace, OPERATOR) as tx:
        with pytest.raises(Rejected):
            await accounts.set_mode(tx, account.id, WriteMode.live, "yes", account.version)
        live = await accounts.set_mode(
            tx, account.id, WriteMode.live, account.name, account.version
        )
        assert live.write_mode is WriteMode.live
        back = await accounts.set_mode(tx, account.id, WriteMode.dry, "", live.version)
    assert back.write_mode is WriteMode.dry


async def test_a_change_of_an_old_version_is_refused(shops: Street, workspace: UUID) -> None:
    account = await shops.connect(workspace)
    async with shops.database.tx(workspace, OPERATOR) as tx:
        await accounts.rename(tx, account.id, "Lamps", account.version)
        with pytest.raises(Fault):
            await accounts.rename(tx, account.id, "Mugs", account.version)


async def test_whoever_disconnects_leaves_nothing_behind(shops: Street, workspace: UUID) -> None:
    account = await shops.connect(workspace)
    opened = await shops.reach.open(workspace, account.id)
    await subscribing.ensure(shops.reach, opened)
    assert len(webhooks(shops)) == len(opened.platform.CARD.topics)
    gone = await accounts.disconnect(
        shops.reach, shops.opener(workspace), workspace, account.id, account.version
    )
    assert gone.state is AccountState.disconnected
    assert len(webhooks(shops)) == 0
    async with shops.database.tx(workspace, OPERATOR) as tx:
        row = await tx.fetchrow("select secrets, write_mode from connections_accounts")
    assert row is not None
    assert (row["secrets"], row["write_mode"]) == (None, "dry")
    with pytest.raises(Fault, match="is disconnected"):
        await shops.reach.open(workspace, account.id)


async def test_a_disconnected_shop_comes_back_with_all_that_hung_on_it(
    shops: Street, workspace: UUID
) -> None:
    account = await shops.connect(workspace)
    await shops.pull(workspace, Kind.products)
    rows = {each.id for each in await shops.things(workspace, Kind.products)}
    await accounts.disconnect(
        shops.reach, shops.opener(workspace), workspace, account.id, account.version
    )
    await shops.follow()
    again = await shops.connect(workspace)
    assert again.id == account.id
    await shops.pull(workspace, Kind.products)
    assert {each.id for each in await shops.things(workspace, Kind.products)} == rows


async def test_a_key_that_was_removed_lapses_the_account_and_a_new_one_mends_it(
    shops: Street, workspace: UUID
) -> None:
    account = await shops.connect(workspace)
    opened = await shops.reach.open(workspace, account.id)
    kept = dict(store(shops).store.keys)
    store(shops).store.keys.clear()
    with pytest.raises(AuthLapsed):
        await subscribing.there_now(shops.reach, opened)
    async with shops.database.tx(workspace, OPERATOR) as tx:
        lapsed = await accounts.account(tx, account.id)
    assert lapsed.state is AccountState.lapsed
    assert lapsed.fault is not None
    assert lapsed.fault.next_step
    store(shops).store.keys.update(kept)
    await connecting.test(shops.reach, shops.opener(workspace), workspace, account.id)
    async with shops.database.tx(workspace, OPERATOR) as tx:
        assert (await accounts.account(tx, account.id)).state is AccountState.active
    assert "connections.account.recovered" in await told(shops.database, workspace)


async def test_a_shop_that_does_not_answer_is_shown_so_until_it_does(
    shops: Street, workspace: UUID
) -> None:
    account = await shops.connect(workspace)
    opened = await shops.reach.open(workspace, account.id)

    async def fault() -> str:
        async with shops.database.tx(workspace, OPERATOR) as tx:
            found = (await accounts.account(tx, account.id)).fault
        return found.code if found else ""

    await subscribing.there_now(shops.reach, opened)
    assert await fault() == ""
    shops.sandbox.faults.set({"kind": "maintenance"})
    with pytest.raises(Unavailable):
        await subscribing.there_now(shops.reach, opened)
    assert await fault() == "unavailable"
    shops.sandbox.faults.rows.clear()
    await connecting.test(shops.reach, shops.opener(workspace), workspace, account.id)
    assert await fault() == ""


async def test_keys_of_another_shop_are_refused_for_an_account(
    shops: Street, workspace: UUID
) -> None:
    account = await shops.connect(workspace)
    other = shops.sandbox.shops.open("woocommerce", "mugs")
    fields = {"store_url": "https://mugs.test", **other.keys()}
    with pytest.raises(Fault):
        looked = await connecting.look(shops.reach, "woocommerce", fields)
        await connecting.connect_again(shops.opener(workspace), looked, account.id)


async def test_what_is_thrown_off_is_switched_on_again(shops: Street, workspace: UUID) -> None:
    account = await shops.connect(workspace)
    opened = await shops.reach.open(workspace, account.id)
    await subscribing.ensure(shops.reach, opened)
    [first, *_] = webhooks(shops)
    first["status"] = "disabled"
    kept = await subscribing.ensure(shops.reach, opened)
    assert {each.switch.value for each in kept} == {"on"}
    assert [each.restored for each in kept if each.topic == first["topic"]] == [1]
    assert first["status"] == "active"
    assert "connections.hook.restored" in await told(shops.database, workspace)


async def test_asked_twice_the_shop_is_asked_to_tell_once(shops: Street, workspace: UUID) -> None:
    account = await shops.connect(workspace)
    opened = await shops.reach.open(workspace, account.id)
    await subscribing.ensure(shops.reach, opened)
    await subscribing.ensure(shops.reach, opened)
    topics = [each["topic"] for each in webhooks(shops)]
    assert sorted(topics) == sorted(opened.platform.CARD.topics)


async def test_an_account_of_another_workspace_is_not_there(shops: Street, workspace: UUID) -> None:
    account = await shops.connect(workspace)
    stranger = shops.database.ids.new()
    with pytest.raises(Gone):
        await shops.reach.open(stranger, account.id)


async def test_a_platform_that_nobody_knows_is_named(shops: Street) -> None:
    with pytest.raises(Gone, match="no platform called ebay"):
        await connecting.look(shops.reach, "ebay", {})


async def test_attempts_to_connect_are_counted_by_how_they_ended(
    shops: Street, workspace: UUID
) -> None:
    good = shops.fields("woocommerce")
    wrong = {**good, "store_url": "no address at all"}
    for fields in (wrong, good, wrong):
        with suppress(Rejected), connecting.attempt(shops.reach, "woocommerce"):
            looked = await connecting.look(shops.reach, "woocommerce", fields)
            await connecting.connect(shops.opener(workspace), looked, "")
    figures = render(shops.meter).decode()
    counted = 'hanse_connects_total{ended="%s",platform="woocommerce"} %s'
    assert counted % ("connected", "1.0") in figures
    assert counted % ("rejected", "2.0") in figures
