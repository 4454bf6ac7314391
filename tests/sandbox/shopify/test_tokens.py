"""Letting an app in, and every way to a token, over real HTTP."""

import html
import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

import pytest

from hanse.sandbox.shopify import tokens
from hanse.sandbox.shopify.apps import App, Rights
from hanse.sandbox.shopify.shop import Shop, add_app
from hanse.sandbox.shopify.signing import query_digest
from tests.sandbox.shopify.loopback import Client, advance, app_of, deliver, opened, small_shop

BACK = "https://hub.example.com/back"
DAY_S = 86_400


def asked(app: App, **more: str) -> str:
    query = {"client_id": app.client_id, "scope": "read_products,write_products"}
    query |= {"redirect_uri": BACK, "state": "nonce-1", **more}
    return f"/admin/oauth/authorize?{urlencode(query)}"


async def clicked(client: Client, link: str, **more: str) -> dict[str, str]:
    """What comes back to the app after the merchant clicked."""
    status, _, content = await client.raw("GET", asked(app_of(client.shop), **more))
    assert status == 200
    (address,) = re.findall(rf'class="{link}" href="([^"]*)"', content.decode())
    path = html.unescape(address).removeprefix(client.address)
    status, headers, _ = await client.raw("GET", path)
    assert status == 302
    to = urlsplit(headers["Location"])
    assert f"{to.scheme}://{to.netloc}{to.path}" == BACK
    return dict(parse_qsl(to.query))


async def token(client: Client, *, form: bool = False, **values: Any) -> tuple[int, Any]:
    app = app_of(client.shop)
    body = {"client_id": app.client_id, "client_secret": app.secret, **values}
    url = f"{client.address}/admin/oauth/access_token"
    sent: Mapping[str, Any] = {"data": body} if form else {"json": body}
    async with client.session.post(url, **sent) as found:
        return found.status, json.loads(await found.text())


async def works(client: Client, text: str) -> bool:
    status, _, _ = await client.raw(
        "GET", "/admin/oauth/access_scopes.json", headers={"X-Shopify-Access-Token": text}
    )
    return status == 200


async def test_an_approved_app_comes_back_with_a_signed_code() -> None:
    async with opened() as client:
        found = await clicked(client, "approve")
        assert found["state"] == "nonce-1"
        assert found["shop"] == "some-shop.myshopify.com"
        assert found["host"] == "YWRtaW4uc2hvcGlmeS5jb20vc3RvcmUvc29tZS1zaG9w"
        assert found["hmac"] == query_digest(app_of(client.shop).secret, found)


async def test_a_refused_app_comes_back_with_an_error() -> None:
    async with opened() as client:
        found = await clicked(client, "deny")
        assert found == {"error": "access_denied", "state": "nonce-1"}


async def test_a_consent_page_counts_once() -> None:
    async with opened() as client:
        _, _, content = await client.raw("GET", asked(app_of(client.shop)))
        (address,) = re.findall(r'class="approve" href="([^"]*)"', content.decode())
        path = html.unescape(address).removeprefix(client.address)
        assert (await client.raw("GET", path))[0] == 302
        assert (await client.raw("GET", path))[0] == 400
        forged = path.replace(quote(BACK, safe=""), quote("https://thief.example.com", safe=""))
        assert (await client.raw("GET", forged))[0] == 400


async def test_an_address_that_the_app_has_not_named_is_refused() -> None:
    async with opened() as client:
        app_of(client.shop).redirect_uris.append("https://hub.example.com/other")
        status, _, content = await client.raw("GET", asked(app_of(client.shop)))
        assert status == 400
        assert b"redirect_uri is not whitelisted" in content


@pytest.mark.parametrize("form", [False, True])
async def test_a_code_becomes_a_token_once(form: bool) -> None:
    async with opened() as client:
        code = (await clicked(client, "approve"))["code"]
        status, found = await token(client, form=form, code=code)
        assert status == 200
        assert set(found) == {"access_token", "scope"}
        assert found["scope"] == "write_products"
        assert await works(client, found["access_token"])
        status, found = await token(client, code=code)
        assert (status, found["error"]) == (400, "invalid_request")


async def test_an_expiring_token_ends_after_an_hour_and_is_refreshed() -> None:
    async with opened() as client:
        code = (await clicked(client, "approve"))["code"]
        _, found = await token(client, code=code, expiring="1")
        assert (found["expires_in"], found["refresh_token_expires_in"]) == (3600, 7_776_000)
        assert await works(client, found["access_token"])
        advance(client.shop, 3601)
        assert not await works(client, found["access_token"])
        status, fresh = await refreshed(client, found["refresh_token"])
        assert status == 200
        assert await works(client, fresh["access_token"])


async def refreshed(client: Client, text: str) -> tuple[int, Any]:
    return await token(client, grant_type="refresh_token", refresh_token=text)


async def pair(client: Client) -> Any:
    code = (await clicked(client, "approve"))["code"]
    return (await token(client, code=code, expiring=1))[1]


async def test_a_refresh_whose_answer_was_lost_may_be_repeated() -> None:
    async with opened() as client:
        first = (await pair(client))["refresh_token"]
        _, lost = await refreshed(client, first)
        advance(client.shop, 20 * DAY_S)
        status, again = await refreshed(client, first)
        assert status == 200
        assert again["refresh_token"] != lost["refresh_token"]


async def test_the_old_refresh_token_dies_when_its_heir_is_used() -> None:
    async with opened() as client:
        first = (await pair(client))["refresh_token"]
        _, second = await refreshed(client, first)
        assert (await refreshed(client, second["refresh_token"]))[0] == 200
        status, found = await refreshed(client, first)
        assert (status, found["error"]) == (400, "invalid_grant")


async def test_the_old_refresh_token_dies_thirty_days_after_its_use() -> None:
    async with opened() as client:
        first = (await pair(client))["refresh_token"]
        await refreshed(client, first)
        advance(client.shop, 31 * DAY_S)
        assert (await refreshed(client, first))[0] == 400


async def test_a_refresh_token_ends_after_ninety_days() -> None:
    async with opened() as client:
        first = (await pair(client))["refresh_token"]
        advance(client.shop, 91 * DAY_S)
        assert (await refreshed(client, first))[0] == 400


async def test_the_shops_own_app_gets_a_token_for_a_day_by_its_credentials() -> None:
    async with opened() as client:
        status, found = await token(client, grant_type="client_credentials")
        assert (status, found["expires_in"]) == (200, 86_399)
        assert "refresh_token" not in found
        assert await works(client, found["access_token"])
        advance(client.shop, DAY_S)
        assert not await works(client, found["access_token"])


async def test_a_session_token_is_exchanged_and_a_late_one_is_refused() -> None:
    def exchange(shop: Shop) -> dict[str, Any]:
        return {
            "grant_type": tokens.EXCHANGE,
            "subject_token": tokens.session_token(shop, app_of(shop)),
            "subject_token_type": tokens.ID_TOKEN,
            "requested_token_type": tokens.OFFLINE,
            "expiring": "1",
        }

    async with opened() as client:
        values = exchange(client.shop)
        status, found = await token(client, **values)
        assert (status, found["expires_in"]) == (200, 3600)
        _, online = await token(client, **values | {"requested_token_type": tokens.ONLINE})
        assert online["associated_user"]["id"] == 42
        advance(client.shop, 71)
        status, found = await token(client, **values)
        assert (status, found["error"]) == (400, "invalid_subject_token")


async def test_an_old_token_is_moved_to_an_expiring_one_for_good() -> None:
    async with opened() as client:
        old = client.token.text
        values: dict[str, Any] = {"grant_type": tokens.EXCHANGE, "expiring": "1"}
        values |= {"subject_token": old}
        values |= {"subject_token_type": tokens.OFFLINE, "requested_token_type": tokens.OFFLINE}
        status, found = await token(client, **values)
        assert (status, "refresh_token" in found) == (200, True)
        assert not await works(client, old)


async def test_a_wrong_secret_is_refused_and_an_unknown_app_gets_a_page() -> None:
    async with opened() as client:
        status, found = await token(client, client_secret="wrong", code="x")
        assert (status, found["error"]) == (400, "invalid_client")
        url = f"{client.address}/admin/oauth/access_token"
        async with client.session.post(url, json={"client_id": "who"}) as answer:
            assert answer.status == 400
            assert answer.content_type == "text/html"


async def test_what_was_uninstalled_is_dead_and_asked_to_forget_two_days_later() -> None:
    shop = small_shop()
    app_of(shop).compliance_url = "https://hub.example.com/privacy"
    async with opened(shop) as client:
        tokens.uninstall(shop, app_of(shop))
        assert not await works(client, client.token.text)
        status, found = await token(client, grant_type="client_credentials")
        assert status == 400, found
    assert await deliver(shop) == []
    advance(shop, 48 * 3600)
    (parcel,) = await deliver(shop)
    assert parcel.headers["X-Shopify-Topic"] == "shop/redact"
    assert json.loads(parcel.content)["shop_domain"] == "some-shop.myshopify.com"


async def test_the_granted_scopes_can_be_asked_for() -> None:
    async with opened() as client:
        code = (await clicked(client, "approve"))["code"]
        _, found = await token(client, code=code)
        headers = {"X-Shopify-Access-Token": found["access_token"]}
        _, _, content = await client.raw("GET", "/admin/oauth/access_scopes.json", headers=headers)
        handles = {row["handle"] for row in json.loads(content)["access_scopes"]}
        assert handles == {"write_products"}


async def test_tokens_without_an_end_may_be_refused() -> None:
    shop = small_shop()
    shop.moods.refuses_static_tokens = True
    async with opened(shop) as client:
        status, body = await client.post("{ shop { name } }")
        assert status == 403
        assert "Non-expiring access tokens are no longer accepted" in body["errors"]
        _, found = await token(client, grant_type="client_credentials")
        headers = {"X-Shopify-Access-Token": found["access_token"]}
        path, query = "/admin/api/2026-10/graphql.json", {"query": "{ shop { name } }"}
        assert (await client.raw("POST", path, query, headers))[0] == 200


async def test_an_app_sees_its_own_subscriptions_and_has_its_own_bucket() -> None:
    shop = small_shop()
    other = add_app(shop, App("other", "its-secret", "Other", Rights.wanted()), installed=True)
    async with opened(shop) as client:
        create = """mutation { webhookSubscriptionCreate(topic: ORDERS_CREATE,
          webhookSubscription: {uri: "https://hub.example.com"}) { userErrors { message } } }"""
        await client.ask(create)
        query = "{ webhookSubscriptionsCount { count } }"
        assert await client.ask(query) == {"webhookSubscriptionsCount": {"count": 1}}
        client.token = tokens.new_token(shop, other, "static")
        _, body = await client.post(query)
        assert body["data"] == {"webhookSubscriptionsCount": {"count": 0}}
        assert body["extensions"]["cost"]["throttleStatus"]["currentlyAvailable"] == 1990
