"""The platform's own Python client, as it is, against the sandbox over loopback."""

import asyncio
import html
import json
import os
import re
import ssl
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import aiohttp
import pytest
import shopify  # type: ignore[import-untyped]

from hanse.base.clock import SystemClock
from hanse.sandbox.certificate import write_certificate
from hanse.sandbox.ledger import Ledger
from hanse.sandbox.shopify.catalog import PRODUCT_FIRST
from hanse.sandbox.shopify.shop import new_shop
from hanse.sandbox.world import World
from tests.sandbox.shopify.loopback import (
    SMALL,
    Client,
    app_of,
    application,
    opened,
    served,
    small_shop,
)


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with opened(small_shop(World(seed=3, products=120))) as found:
        port = int(found.address.rpartition(":")[2])
        shopify.Session.setup(
            api_key="key", secret="s", protocol="http", myshopify_domain="0.0.1", port=port
        )
        yield found


async def run(client: Client, work: Callable[[], Any]) -> Any:
    """The client blocks, so it works in a thread of its own."""

    def inside() -> Any:
        session = shopify.Session("127.0.0.1", "2026-10", client.token.text)
        shopify.ShopifyResource.activate_session(session)
        try:
            return work()
        finally:
            shopify.ShopifyResource.clear_session()

    return await asyncio.to_thread(inside)


async def test_it_reads_the_shop(client: Client) -> None:
    found = await run(client, shopify.Shop.current)
    assert found.myshopify_domain == "some-shop.myshopify.com"


async def test_it_pages_through_all_products_by_links(client: Client) -> None:
    def work() -> list[int]:
        page = shopify.Product.find(limit=50)
        seen = [row.id for row in page]
        while page.has_next_page():
            page = page.next_page()
            seen += [row.id for row in page]
        assert page.has_previous_page()
        back = page.previous_page()
        assert [row.id for row in back] == seen[50:100]
        return seen

    seen = await run(client, work)
    assert seen == list(range(PRODUCT_FIRST, PRODUCT_FIRST + 120))


async def test_it_reads_one_product_with_its_variants(client: Client) -> None:
    def work() -> Any:
        return shopify.Product.find(PRODUCT_FIRST)

    found = await run(client, work)
    assert [variant.sku for variant in found.variants] == [f"HZ-0000000-{s}" for s in "SML"]


async def test_it_counts(client: Client) -> None:
    assert await run(client, shopify.Product.count) == 120


async def test_it_asks_graphql(client: Client) -> None:
    def work() -> Any:
        return shopify.GraphQL().execute("{ shop { name } products(first: 2) { nodes { id } } }")

    found = json.loads(await run(client, work))
    assert found["data"]["shop"] == {"name": "Some Shop"}
    assert len(found["data"]["products"]["nodes"]) == 2


async def test_an_unknown_product_is_not_found_to_it(client: Client) -> None:
    from pyactiveresource.connection import (  # type: ignore[import-untyped]
        ResourceNotFound,
    )

    with pytest.raises(ResourceNotFound):
        await run(client, lambda: shopify.Product.find(1))


async def test_the_old_interface_counts_its_calls_and_refuses_the_forty_first() -> None:
    async with opened() as client:
        for number in range(1, 41):
            status, headers, _ = await client.raw("GET", "/admin/api/2026-10/shop.json")
            assert status == 200
            assert headers["X-Shopify-Shop-Api-Call-Limit"] == f"{number}/40"
        status, headers, _ = await client.raw("GET", "/admin/api/2026-10/shop.json")
        assert (status, headers["Retry-After"]) == (429, "2.0")


async def test_the_old_interface_filters_by_time() -> None:
    async with opened(small_shop(SMALL)) as client:
        path = "/admin/api/2026-10/products.json?fields=id,title"
        path += "&updated_at_min=2026-11-01T11:59:58%2B00:00"
        _, _, content = await client.raw("GET", path)
        rows = json.loads(content)["products"]
        assert [set(row) for row in rows] == [{"id", "title"}] * 2


SCRIPT = """
import json, sys, shopify
port, key, secret, query = json.loads(sys.argv[1])
shopify.Session.setup(
    api_key=key, secret=secret, protocol="https", myshopify_domain="0.0.1", port=port)
session = shopify.Session("127.0.0.1", "2026-10")
token = session.request_token(query)
print(json.dumps([token, str(session.access_scopes)]))
"""


async def test_it_believes_the_signed_way_back_and_fetches_its_token(tmp_path: Path) -> None:
    """It wants https and the time of the machine, and it looks for trust in the environment."""
    shop = new_shop(SystemClock(), Ledger(), SMALL, "some-shop")
    app = app_of(shop)
    certificate, secret = write_certificate(tmp_path, SystemClock().now())
    files = {"ssl_certfile": str(certificate), "ssl_keyfile": str(secret)}
    async with served(application(shop, []), **files) as address, aiohttp.ClientSession() as web:
        trust = ssl.create_default_context(cafile=str(certificate))
        path = f"/admin/oauth/authorize?client_id={app.client_id}&scope=write_products"
        path += "&redirect_uri=https%3A%2F%2Fhub.example.com%2Fback&state=n1"
        async with web.get(f"{address}{path}", ssl=trust) as found:
            page = await found.text()
        (approve,) = re.findall(r'class="approve" href="([^"]*)"', page)
        url = html.unescape(approve)
        async with web.get(url, ssl=trust, allow_redirects=False) as found:
            query = dict(parse_qsl(urlsplit(found.headers["Location"]).query))
        given = json.dumps([urlsplit(address).port, app.client_id, app.secret, query])
        child = await asyncio.create_subprocess_exec(
            sys.executable,
            "-c",
            SCRIPT,
            given,
            env={**os.environ, "SSL_CERT_FILE": str(certificate)},
            stdout=asyncio.subprocess.PIPE,
        )
        printed, _ = await child.communicate()
    token, scopes = json.loads(printed)
    assert shop.keys.tokens[token].kind == "static"
    assert scopes == "write_products"
