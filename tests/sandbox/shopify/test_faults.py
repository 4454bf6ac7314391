"""What a fault makes of an answer, over real HTTP."""

import asyncio
import json

import aiohttp
import pytest

from tests.sandbox.shopify.loopback import opened, small_shop

HOOK = """mutation { webhookSubscriptionCreate(topic: ORDERS_CREATE, webhookSubscription: {
  callbackUrl: "https://hub.example.com/x" }) { userErrors { message } } }"""
SHOP = "{ shop { name } }"


@pytest.mark.parametrize(
    ("fault", "status"),
    [("maintenance", 503), ("database_down", 500), ("gateway", 502), ("too_large", 413)],
)
async def test_a_refusing_fault_is_a_page_and_does_nothing(fault: str, status: int) -> None:
    async with opened() as client:
        client.faults.append(fault)
        found, headers, _ = await client.raw(
            "POST", "/admin/api/2026-10/graphql.json", {"query": HOOK}
        )
        assert found == status
        assert headers["Content-Type"].startswith("text/html")
        assert client.shop.subscriptions == {}


async def test_throttled_is_a_code_in_graphql_and_a_status_elsewhere() -> None:
    async with opened() as client:
        client.faults.append("throttled")
        status, body = await client.post(HOOK)
        assert (status, body["errors"][0]["extensions"]["code"]) == (200, "THROTTLED")
        assert client.shop.subscriptions == {}
        client.faults.append("throttled")
        status, headers, _ = await client.raw("GET", "/admin/api/2026-10/shop.json")
        assert (status, headers["Retry-After"]) == (429, "2.0")


async def test_an_answer_lost_after_the_write_leaves_the_write() -> None:
    async with opened() as client:
        client.faults.append("lost_after")
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.3):
                await client.post(HOOK)
        assert len(client.shop.subscriptions) == 1


async def test_a_call_lost_before_it_was_done_leaves_nothing() -> None:
    async with opened() as client:
        client.faults.append("lost_before")
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.3):
                await client.post(HOOK)
        assert client.shop.subscriptions == {}


async def test_half_an_answer_breaks_off() -> None:
    async with opened() as client:
        client.faults.append("half_answer")
        with pytest.raises(aiohttp.ClientPayloadError):
            await client.post(SHOP)


async def test_noise_and_a_byte_order_mark_stand_before_the_answer() -> None:
    async with opened() as client:
        path, body = "/admin/api/2026-10/graphql.json", {"query": SHOP}
        client.faults += ["noise", "bom"]
        _, _, content = await client.raw("POST", path, body)
        assert b"<b>Warning</b>" in content[:40]
        _, _, content = await client.raw("POST", path, body)
        assert content.startswith(b"\xef\xbb\xbf")
        assert json.loads(content.decode("utf-8-sig"))["data"]


async def test_a_lost_key_stays_lost() -> None:
    async with opened() as client:
        client.faults.append("key_lost")
        assert (await client.post(SHOP))[0] == 401
        assert (await client.post(SHOP))[0] == 401


async def test_an_internal_error_may_come_before_or_after_the_write() -> None:
    shop = small_shop()
    shop.moods.internal_error_share = 1.0
    delete = "mutation ($id: ID!) { webhookSubscriptionDelete(id: $id) { userErrors { message } } }"
    async with opened(shop) as client:
        done = 0
        for _ in range(20):
            status, body = await client.post(HOOK)
            code = body["errors"][0]["extensions"]["code"]
            assert (status, code) == (200, "INTERNAL_SERVER_ERROR")
            done += len(shop.subscriptions)
            shop.subscriptions.clear()
        assert 0 < done < 20
        await client.post(delete, id="gid://shopify/WebhookSubscription/1")


async def test_https_in_front_is_believed() -> None:
    async with opened() as client:
        _, headers, _ = await client.raw(
            "GET",
            "/admin/api/2026-10/products.json?limit=5",
            headers={"X-Forwarded-Proto": "https", "Host": "some-shop.myshopify.com"},
        )
        assert headers["Link"].startswith("<https://some-shop.myshopify.com/admin/api/2026-10/")
