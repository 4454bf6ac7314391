"""A Shopify shop among the others: found by its host, bought in by hand and by shoppers."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest

from hanse.base.clock import SystemClock
from hanse.sandbox.counter import Turned
from hanse.sandbox.held import Sandbox, new_sandbox
from hanse.sandbox.serving import application
from hanse.sandbox.shops import Shop
from hanse.sandbox.world import World
from tests.sandbox.served import Receiver, served

HOST = "mugs.myshopify.com"
WORLD = World(seed=7, products=30, customers=5, orders=12)
SHOPS = (("woocommerce", "lamps"), ("shopify", "mugs"), ("shopify", "hats"))
ORDERS = "{orders(first: 50, reverse: true) {nodes {legacyResourceId}}}"


@dataclass(slots=True)
class Caller:
    sandbox: Sandbox
    address: str
    session: aiohttp.ClientSession

    @property
    def shop(self) -> Shop:
        return self.sandbox.shops.named(HOST)

    async def ask(self, query: str, host: str = HOST, token: str = "") -> tuple[int, Any]:
        headers = {"Host": host} if host else {}
        headers["X-Shopify-Access-Token"] = token or self.shop.keys()["access_token"]
        url = f"{self.address}/admin/api/2026-10/graphql.json"
        async with self.session.post(url, json={"query": query}, headers=headers) as found:
            return found.status, await found.json()

    async def do(self, act: str, **body: Any) -> tuple[int, Any]:
        url = f"{self.address}/_sandbox/shop/{HOST}/{act}"
        async with self.session.post(url, json=body) as found:
            return found.status, await found.json()


@pytest.fixture
async def caller() -> AsyncIterator[Caller]:
    sandbox = new_sandbox(SystemClock(), world=WORLD, shops=SHOPS)
    async with served(application(sandbox)) as address, aiohttp.ClientSession() as session:
        yield Caller(sandbox, address, session)


async def test_it_is_found_by_its_host_and_first_of_its_platform_by_the_path(
    caller: Caller,
) -> None:
    for host in (HOST, f"{HOST}.localhost:8799", ""):
        status, found = await caller.ask("{shop {myshopifyDomain}}", host)
        assert (status, found["data"]["shop"]["myshopifyDomain"]) == (200, HOST)
    assert (await caller.ask("{shop {name}}", "hats.myshopify.com"))[0] == 401
    assert (await caller.ask("{shop {name}}", "nobody.myshopify.com"))[0] == 404


async def test_its_keys_are_the_same_at_every_start_and_get_a_token(caller: Caller) -> None:
    keys = caller.shop.keys()
    again = new_sandbox(SystemClock(), world=WORLD, shops=SHOPS)
    assert keys == again.shops.named(HOST).keys()
    assert keys != again.shops.named("hats.myshopify.com").keys()
    form = {name: keys[name] for name in ("client_id", "client_secret")}
    form["grant_type"] = "client_credentials"
    url = f"{caller.address}/admin/oauth/access_token"
    async with caller.session.post(url, data=form, headers={"Host": HOST}) as found:
        token = (await found.json())["access_token"]
    assert (await caller.ask("{shop {name}}", token=token))[0] == 200


async def test_two_shops_have_the_same_goods_and_other_orders(caller: Caller) -> None:
    first, second = (caller.sandbox.shops.named(host) for host in (HOST, "hats.myshopify.com"))
    skus = [[good.sku for good in shop.counter.goods(0, 30).rows] for shop in (first, second)]
    totals = [[sale.total for sale in shop.counter.sales(0, 12).rows] for shop in (first, second)]
    assert skus[0] == skus[1]
    assert totals[0] != totals[1]


async def test_what_is_bought_on_the_page_is_an_order_of_the_platform(caller: Caller) -> None:
    counter = caller.shop.counter
    before = counter.good("HZ-0000003").stock
    assert before is not None
    status, bought = await caller.do("buy", sku="HZ-0000003", quantity=2)
    assert status == 200
    _, found = await caller.ask(ORDERS)
    assert found["data"]["orders"]["nodes"][0]["legacyResourceId"] == bought["order"]
    assert counter.good("HZ-0000003").stock == before - 2
    assert counter.sales(0, 1).rows[0].lines[0].startswith("2 x ")
    assert (await caller.do("buy", sku="HZ-0000003", quantity=before))[0] == 400


async def test_the_merchant_edits_deletes_fulfils_and_refunds(caller: Caller) -> None:
    counter = caller.shop.counter
    reference = counter.good("HZ-0000003").reference
    _, edited = await caller.do("edit", product=reference, title="New", price="9.90", stock=7)
    assert (edited["title"], edited["price"], edited["stock"]) == ("New", "9.90", 7)
    assert counter.price_of(3) == 990
    _, bought = await caller.do("buy", sku="HZ-0000003", quantity=2)
    assert (await caller.do("fulfil", order=bought["order"]))[0] == 200
    assert counter.sales(0, 1).rows[0].status == "paid, fulfilled"
    assert (await caller.do("fulfil", order=bought["order"]))[0] == 400
    assert (await caller.do("refund", order=bought["order"]))[0] == 200
    assert counter.good("HZ-0000003").stock == 7
    assert (await caller.do("refund", order=bought["order"]))[0] == 400
    await caller.do("edit", product=reference, status="draft")
    assert counter.price_of(3) is None
    assert (await caller.do("buy", sku="HZ-0000003"))[0] == 400
    assert (await caller.do("delete", product=reference))[0] == 200
    with pytest.raises(Turned, match="There is no product"):
        counter.good("HZ-0000003")
    counts = caller.sandbox.ledger.document()["shopify"]
    assert {kind.partition(":")[0] for kind in counts if ":" in kind} == {"merchant", "shopper"}


async def test_a_fault_of_one_shop_loses_its_token_alone(caller: Caller) -> None:
    body = {"kind": "token_lost", "host": HOST, "count": 1}
    async with caller.session.post(f"{caller.address}/_sandbox/faults", json=body) as found:
        assert found.status == 200
    other = caller.sandbox.shops.named("hats.myshopify.com").keys()["access_token"]
    assert (await caller.ask("{shop {name}}", "hats.myshopify.com", other))[0] == 200
    assert [(await caller.ask("{shop {name}}"))[0] for _ in range(2)] == [401, 401]


async def test_shoppers_buy_here_too_and_signed_letters_tell_of_it(caller: Caller) -> None:
    receiver = Receiver()
    caller.sandbox.clock.change_rate(2000)
    async with served(receiver, lifespan="off") as address:
        made = await caller.ask(
            "mutation {webhookSubscriptionCreate(topic: ORDERS_CREATE, webhookSubscription: "
            f'{{uri: "{address}/hook"}}) {{userErrors {{message}}}}}}'
        )
        assert made[1]["data"]["webhookSubscriptionCreate"]["userErrors"] == [], made
        body = {"host": HOST, "per_hour": 600}
        async with caller.session.post(f"{caller.address}/_sandbox/shoppers", json=body) as found:
            assert found.status == 200
        await receiver.until(3)
    headers, content = receiver.got[0]
    assert headers["x-shopify-topic"] == "orders/create"
    assert headers["x-shopify-shop-domain"] == HOST
    assert json.loads(content)["line_items"]
    assert caller.sandbox.shoppers_of(caller.shop).sold.total() >= 3
