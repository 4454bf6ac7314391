"""An app takes itself out of a shop: all that it held is dead, and it can be let in again."""

import json
import re
from typing import Any

import pytest

from hanse.sandbox.shopify import tokens
from hanse.sandbox.shopify.apps import App
from hanse.sandbox.shopify.shop import Shop, add_app
from tests.sandbox.shopify.loopback import Client, app_of, deliver, opened, small_shop
from tests.sandbox.shopify.test_mounted import HOST, Caller, caller
from tests.sandbox.shopify.test_tokens import clicked, pair, refreshed, token, works

__all__ = ["caller"]

UNINSTALL = """mutation ($input: AppUninstallInput) { appUninstall(input: $input) {
  app { id apiKey } userErrors { code field message } } }"""
LISTEN = """mutation ($topic: WebhookSubscriptionTopic!) { webhookSubscriptionCreate(topic: $topic,
  webhookSubscription: {uri: "https://hub.example.com/hook"}) { userErrors { message } } }"""
PLAIN = "mutation { appUninstall { app { id } userErrors { code field message } } }"


def other_app(shop: Shop) -> App:
    scopes = frozenset({"read_products"})
    return add_app(shop, App("f" * 32, "shpss_other", "Other", scopes=scopes), installed=True)


async def uninstalled(client: Client) -> Any:
    found = (await client.ask(UNINSTALL))["appUninstall"]
    assert found["userErrors"] == []
    return found["app"]


async def test_an_app_that_uninstalls_itself_is_out_with_all_that_it_held() -> None:
    async with opened() as client:
        held = await pair(client)
        _, by_credentials = await token(client, grant_type="client_credentials")
        assert (await uninstalled(client))["apiKey"] == app_of(client.shop).client_id
        for text in (client.token.text, held["access_token"], by_credentials["access_token"]):
            assert not await works(client, text)
        status, found = await refreshed(client, held["refresh_token"])
        assert (status, found["error"]) == (400, "invalid_grant")
        status, found = await token(client, grant_type="client_credentials")
        assert (status, found["error"]) == (400, "shop_not_permitted")
        status, found = await client.post(UNINSTALL)
        words = "[API] Invalid API key or access token (unrecognized login or wrong password)"
        assert (status, found) == (401, {"errors": words})


async def test_it_is_told_of_it_once_and_of_nothing_more() -> None:
    shop = small_shop()
    async with opened(shop) as client:
        for topic in ("APP_UNINSTALLED", "PRODUCTS_UPDATE"):
            await client.ask(LISTEN, topic=topic)
        await client.ask(PLAIN)
        assert shop.subscriptions == {}
    [parcel] = await deliver(shop)
    assert parcel.headers["X-Shopify-Topic"] == "app/uninstalled"
    assert json.loads(parcel.content)["myshopify_domain"] == shop.domain
    assert shop.ledger.count("shopify", "app.uninstall") == 1


async def test_no_app_takes_out_another() -> None:
    shop = small_shop()
    other = other_app(shop)
    theirs = tokens.new_token(shop, other, "static")
    number = 1 + int(other.client_id[:8], 16)
    async with opened(shop) as client:
        wanted = {"id": f"gid://shopify/App/{number}"}
        found = (await client.ask(UNINSTALL, input=wanted))["appUninstall"]
        assert found["app"] is None
        [wrong] = found["userErrors"]
        assert (wrong["code"], wrong["field"]) == ("INSUFFICIENT_PERMISSIONS", ["input", "id"])
        assert await works(client, theirs.text)
        await uninstalled(client)
        assert await works(client, theirs.text)


async def test_the_consent_page_lets_it_in_again() -> None:
    async with opened() as client:
        await uninstalled(client)
        code = (await clicked(client, "approve"))["code"]
        _, found = await token(client, code=code)
        assert await works(client, found["access_token"])
        status, _ = await token(client, grant_type="client_credentials")
        assert status == 200
        assert not await works(client, client.token.text)


async def pressed(caller: Caller, word: str) -> str:
    """Press a button of the page of apps; the page that it leads to."""
    page = f"{caller.address}/_sandbox/shop/{HOST}/apps"
    async with caller.session.get(page) as found:
        text = await found.text()
    (form,) = re.findall(r"<form .*?</form>", text)
    assert f">{word}</button>" in form
    (action,) = re.findall(r'action="([^"]*)"', form)
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
    async with caller.session.post(f"{caller.address}{action}", data=fields) as found:
        assert found.url.path.endswith("/apps")
        return await found.text()


async def test_a_click_on_the_page_of_the_shop_lets_it_in_again(caller: Caller) -> None:
    before = caller.shop.keys()
    status, body = await caller.ask(PLAIN)
    assert (status, body["data"]["appUninstall"]["userErrors"]) == (200, [])
    assert caller.shop.keys() == {**before, "access_token": ""}
    assert "Installed." in await pressed(caller, "Install")
    keys = caller.shop.keys()
    assert keys["access_token"] not in ("", before["access_token"])
    assert (await caller.ask("{shop {name}}"))[0] == 200
    assert (await caller.ask("{shop {name}}", token=before["access_token"]))[0] == 401
    form = {name: keys[name] for name in ("client_id", "client_secret")}
    form |= {"grant_type": "client_credentials"}
    url = f"{caller.address}/admin/oauth/access_token"
    async with caller.session.post(url, data=form, headers={"Host": HOST}) as found:
        assert found.status == 200
    assert "Uninstalled" in await pressed(caller, "Uninstall")
    assert (await caller.ask("{shop {name}}"))[0] == 401


@pytest.mark.parametrize("act", ["install", "uninstall"])
async def test_what_cannot_be_done_with_an_app_says_why(caller: Caller, act: str) -> None:
    status, found = await caller.do(act, app="nobody")
    assert (status, "There is no app 'nobody'" in found["error"]) == (400, True)
    client_id = caller.shop.keys()["client_id"]
    if act == "uninstall":
        assert (await caller.do(act, app=client_id))[0] == 200
    status, found = await caller.do(act, app=client_id)
    assert (status, "installed" in found["error"]) == (400, True)


async def test_a_store_without_apps_says_so(caller: Caller) -> None:
    at = f"{caller.address}/_sandbox/shop/lamps.test/"
    async with caller.session.get(f"{at}apps") as found:
        assert "There are no apps on this platform." in await found.text()
    for act in ("install", "uninstall"):
        async with caller.session.post(f"{at}{act}", json={"app": "x"}) as found:
            assert (found.status, "gives out keys" in (await found.json())["error"]) == (400, True)
