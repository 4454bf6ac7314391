"""Several shops in one sandbox: whom a request means, what a program is told, what they share."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest

from hanse.base.clock import SystemClock
from hanse.sandbox.held import Sandbox, new_sandbox
from hanse.sandbox.serving import application
from hanse.sandbox.shops import bare
from hanse.sandbox.world import World, product
from tests.sandbox.served import served

WORLD = World(seed=7, products=30, customers=5, orders=20)
TWO = (("woocommerce", "lamps"), ("woocommerce", "mugs"))


@dataclass(slots=True)
class Caller:
    sandbox: Sandbox
    address: str
    session: aiohttp.ClientSession

    async def get(self, path: str, host: str = "", **more: Any) -> tuple[int, Any]:
        headers = {"Host": host} if host else {}
        headers |= more.pop("headers", {})
        url = f"{self.address}{path}"
        async with self.session.get(url, headers=headers, **more) as found:
            return found.status, await found.json()

    async def post(self, path: str, body: Any) -> tuple[int, Any]:
        async with self.session.post(f"{self.address}/_sandbox/{path}", json=body) as found:
            return found.status, await found.json()

    def pair(self, host: str) -> dict[str, str]:
        """Basic, said to have come over https."""
        keys = self.sandbox.shops.named(host).keys()
        basic = aiohttp.encode_basic_auth(keys["consumer_key"], keys["consumer_secret"])
        return {"Authorization": basic, "X-Forwarded-Proto": "https"}


@pytest.fixture
async def caller() -> AsyncIterator[Caller]:
    sandbox = new_sandbox(SystemClock(), world=WORLD, shops=TWO)
    async with served(application(sandbox)) as address, aiohttp.ClientSession() as session:
        yield Caller(sandbox, address, session)


HOSTS = [
    ("lamps.test", "lamps.test"),
    ("Lamps.TEST:8799", "lamps.test"),
    ("lamps.test.localhost:8799", "lamps.test"),
    ("mugs.myshopify.com", "mugs.myshopify.com"),
    ("127.0.0.1:8799", "127.0.0.1"),
    ("[::1]:8799", "[::1]"),
]


@pytest.mark.parametrize(("host", "name"), HOSTS)
def test_a_host_is_read_without_port_and_without_the_ending_for_browsers(
    host: str, name: str
) -> None:
    assert bare(host) == name


async def test_each_host_is_a_shop_of_its_own(caller: Caller) -> None:
    for host in ("lamps.test", "mugs.test", "mugs.test.localhost"):
        status, index = await caller.get("/wp-json/", host)
        assert (status, index["url"]) == (200, f"http://{host}")
    await caller.session.put(
        f"{caller.address}/wp-json/wc/v3/products/1004",
        json={"name": "Mine"},
        headers=caller.pair("mugs.test") | {"Host": "mugs.test"},
    )
    names = [
        (await caller.get("/wp-json/wc/v3/products/1004", host, headers=caller.pair(host)))[1]
        for host in ("lamps.test", "mugs.test")
    ]
    assert names[0]["name"] != "Mine"
    assert names[1]["name"] == "Mine"


async def test_a_shop_that_is_not_there_is_named_with_those_that_are(caller: Caller) -> None:
    status, said = await caller.get("/wp-json/", "chairs.test")
    assert status == 404
    assert said["error"] == "There is no shop 'chairs.test' here; there are lamps.test, mugs.test."


async def test_who_names_no_shop_gets_the_first_of_the_platform_in_the_path(
    caller: Caller,
) -> None:
    found = await caller.get("/wp-json/wc/v3/orders", headers=caller.pair("lamps.test"))
    assert found[0] == 200
    found = await caller.get("/wp-json/wc/v3/orders", headers=caller.pair("mugs.test"))
    assert found[0] == 401
    status, said = await caller.get("/admin/api/2026-10/graphql.json")
    assert (status, said["error"]) == (404, "There is no shopify shop here.")


async def test_what_came_over_https_is_believed_to_be_so(caller: Caller) -> None:
    headers = caller.pair("lamps.test")
    path = "/wp-json/wc/v3/products?per_page=1"
    status, rows = await caller.get(path, "lamps.test", headers=headers)
    assert status == 200
    assert rows[0]["permalink"].startswith("https://lamps.test/product/")
    assert rows[0]["_links"]["self"][0]["href"].startswith("https://lamps.test/wp-json/")
    del headers["X-Forwarded-Proto"]
    assert (await caller.get(path, "lamps.test", headers=headers))[0] == 401


async def test_a_word_that_is_no_scheme_changes_nothing(caller: Caller) -> None:
    headers = caller.pair("lamps.test")
    for said, status in (("HTTPS, http", 200), ("gopher", 401), ("", 401)):
        headers["X-Forwarded-Proto"] = said
        path = "/wp-json/wc/v3/products"
        assert (await caller.get(path, "lamps.test", headers=headers))[0] == status


@pytest.mark.parametrize(("currency", "price"), [("USD", r"\d+\.\d\d"), ("JPY", r"\d{3,}")])
def test_prices_have_the_decimals_of_their_currency(currency: str, price: str) -> None:
    world = World(seed=7, products=20, currency=currency, customers=3, orders=5)
    shop = new_sandbox(SystemClock(), world=world).shops.named("shop.test")
    for number, good in enumerate(shop.counter.goods(0, 20).rows):
        assert re.fullmatch(price, good.price)
        assert shop.counter.price_of(number) == product(world, number).price_minor


async def test_a_key_of_one_shop_is_nothing_at_another(caller: Caller) -> None:
    path = "/wp-json/wc/v3/products"
    found = await caller.get(path, "mugs.test", headers=caller.pair("lamps.test"))
    assert (found[0], found[1]["code"]) == (401, "woocommerce_rest_cannot_view")


async def test_shops_sell_the_same_to_other_people(caller: Caller) -> None:
    found = []
    for host in ("lamps.test", "mugs.test"):
        headers = caller.pair(host)
        products = (await caller.get("/wp-json/wc/v3/products", host, headers=headers))[1]
        orders = (await caller.get("/wp-json/wc/v3/orders", host, headers=headers))[1]
        found.append(([row["sku"] for row in products], [row["total"] for row in orders]))
    assert found[0][0] == found[1][0]
    assert found[0][1] != found[1][1]


async def test_a_program_is_told_all_that_it_needs_and_the_same_at_every_start(
    caller: Caller,
) -> None:
    _, told = await caller.get("/_sandbox/connect")
    first = told["shops"][0]
    assert (first["platform"], first["address"]) == ("woocommerce", "https://lamps.test")
    assert first["reach"] == caller.address
    again = new_sandbox(SystemClock(), world=WORLD, shops=TWO)
    assert first["keys"] == again.shops.named("lamps.test").keys()
    other = new_sandbox(SystemClock(), world=World(seed=8), shops=TWO)
    assert first["keys"] != other.shops.named("lamps.test").keys()
    assert first["keys"] != told["shops"][1]["keys"]


async def test_a_shop_may_be_opened_later_and_smaller(caller: Caller) -> None:
    body = {"platform": "woocommerce", "name": "chairs", "products": 3}
    status, opened = await caller.post("shops", body)
    assert (status, opened["host"]) == (201, "chairs.test")
    headers = caller.pair("chairs.test")
    _, rows = await caller.get("/wp-json/wc/v3/products", "chairs.test", headers=headers)
    assert len(rows) == 3


WRONG = [
    ({"platform": "woocommerce", "name": "lamps"}, "There is a shop lamps.test already"),
    ({"platform": "woocommerce", "name": "Two Words"}, "is no name of a shop"),
    ({"platform": "etsy", "name": "x"}, "There is no platform 'etsy' here"),
    ([], "Send one JSON object."),
]


@pytest.mark.parametrize(("body", "said"), WRONG)
async def test_a_shop_that_cannot_be_opened_says_why(caller: Caller, body: Any, said: str) -> None:
    status, answer = await caller.post("shops", body)
    assert status == 400
    assert said in answer["error"]


async def test_the_counts_of_one_shop_can_be_asked_for_alone(caller: Caller) -> None:
    for host in ("lamps.test", "mugs.test", "mugs.test"):
        await caller.session.post(
            f"{caller.address}/wp-json/wc/v3/products",
            json={"name": "New"},
            headers=caller.pair(host) | {"Host": host},
        )
    _, everything = await caller.get("/_sandbox/ledger")
    _, mine = await caller.get("/_sandbox/ledger?host=mugs.test")
    counts = [sum(of["woocommerce"]["product.create"].values()) for of in (everything, mine)]
    assert counts == [3, 2]
    assert (await caller.get("/_sandbox/ledger?host=no.test"))[0] == 404
    _, asked = await caller.get("/_sandbox/calls?host=mugs.test")
    assert sum(asked["shops"]["mugs.test"]["calls"].values()) == 2


async def test_letters_of_one_shop_may_be_late_and_the_others_not(caller: Caller) -> None:
    _, rows = await caller.post("webhooks", {"host": "mugs.test", "delay_s": 30})
    assert rows["shops"] == {
        "mugs.test": {
            "delay_s": 30.0,
            "twice_share": 0.0,
            "lost_share": 0.0,
            "shuffled_share": 0.0,
            "waiting": 0,
            "sent": 0,
        }
    }
    assert caller.sandbox.shops.named("lamps.test").outbox.manners.delay_s == 0
    await caller.post("webhooks", {"platform": "woocommerce", "twice_share": 0.5})
    manners = [shop.outbox.manners for shop in caller.sandbox.shops.by_host.values()]
    assert [found.twice_share for found in manners] == [0.5, 0.5]
    for body, said in (
        ({"often": 1}, "There is no often"),
        ({"lost_share": 2}, "lost_share cannot be 2"),
        ({"delay_s": -1}, "delay_s cannot be -1"),
    ):
        status, answer = await caller.post("webhooks", body)
        assert status == 400
        assert said in answer["error"]
