"""An app that calls the sandbox's AliExpress over real HTTP, at a clock that stands still."""

import contextlib
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import aiohttp

from hanse.base.clock import FixedClock
from hanse.sandbox.aliexpress.signing import signature
from hanse.sandbox.held import Sandbox, new_sandbox
from hanse.sandbox.serving import application
from hanse.sandbox.world import World
from tests.sandbox.served import served

START = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
WORLD = World(seed=7, products=40)
REQUEST = "param_place_order_request4_open_api_d_t_o"
HOST = "api-sg.aliexpress.com"
SHOPS = (("woocommerce", "shop"), ("aliexpress", "api-sg"))
DENVER = {
    "country": "US",
    "province": "Colorado",
    "city": "Denver",
    "address": "12 Elm Street",
    "zip": "80201",
    "contact_person": "Emma Brandt",
    "mobile_no": "5550100",
    "phone_country": "+1",
}
PAY = {"payment": {"pay_currency": "USD", "try_to_pay": "true"}}


@dataclass(slots=True)
class Caller:
    sandbox: Sandbox
    under: FixedClock
    address: str
    session: aiohttp.ClientSession
    keys: dict[str, str]
    patience_s: float = 30.0

    def advance(self, seconds: float) -> None:
        self.under.advance(seconds)

    def signed(self, path: str = "", **params: Any) -> dict[str, str]:
        """All parameters as text, with those that every call has; None leaves one out."""
        usual = {
            "app_key": self.keys["app_key"],
            "timestamp": str(int(self.sandbox.clock.now().timestamp() * 1000)),
            "sign_method": "sha256",
        }
        found = {
            name: value if isinstance(value, str) else json.dumps(value)
            for name, value in {**usual, **params}.items()
            if value is not None
        }
        return {"sign": signature(found, self.keys["app_secret"], path), **found}

    async def sync(self, method: str, **params: Any) -> dict[str, Any]:
        """The whole answer of a business call."""
        params = {"method": method, "session": self.keys["access_token"], **params}
        return await self.send("POST", "/sync", self.signed(**params))

    async def ask(self, method: str, **params: Any) -> Any:
        """What is inside the answer of a call that went well."""
        found = await self.sync(method, **params)
        return found[f"{method.replace('.', '_')}_response"]

    async def rest(self, path: str, **params: Any) -> dict[str, Any]:
        return await self.send("POST", f"/rest{path}", self.signed(path, **params))

    async def send(self, verb: str, path: str, params: dict[str, str]) -> dict[str, Any]:
        more: dict[str, Any] = {"params": params} if verb == "GET" else {"data": params}
        limit = aiohttp.ClientTimeout(total=self.patience_s)
        url = f"{self.address}{path}"
        async with self.session.request(verb, url, timeout=limit, **more) as found:
            assert found.status == 200, await found.text()
            document: dict[str, Any] = await found.json()
            return document

    async def control(self, path: str, body: Any = None, status: int = 200) -> Any:
        """A page of the sandbox's own; without a body it is only asked."""
        url = f"{self.address}/_sandbox/{path}"
        verb = "GET" if body is None else "POST"
        async with self.session.request(verb, url, json=body) as found:
            assert found.status == status, await found.text()
            return await found.json()

    async def order(self, out_id: str, *items: tuple[int, int], **more: Any) -> Any:
        """Place an order of products by number; the `result` of the answer."""
        request = {
            "out_order_id": out_id,
            "logistics_address": more.pop("address", DENVER),
            "product_items": [await self.item(*each) for each in items],
        }
        extend = more.pop("extend", PAY)
        found = await self.ask(
            "aliexpress.ds.order.create",
            **{REQUEST: request},
            ds_extend_request=extend,
            **more,
        )
        return found["result"]

    async def item(self, number: int, count: int) -> dict[str, Any]:
        sku = (await self.skus(number))[0]
        return {
            "product_id": product_id(number),
            "product_count": count,
            "sku_attr": sku["sku_attr"],
            "logistics_service_name": "CAINIAO_STANDARD",
        }

    async def product(self, number: int, **more: Any) -> Any:
        params = {"product_id": product_id(number), "ship_to_country": "US", **more}
        return await self.ask("aliexpress.ds.product.get", **params)

    async def skus(self, number: int, **more: Any) -> Any:
        result = (await self.product(number, **more))["result"]
        return result["ae_item_sku_info_dtos"]["ae_item_sku_info_d_t_o"]

    async def read(self, order: str | int) -> Any:
        query = {"order_id": str(order)}
        found = await self.ask("aliexpress.trade.ds.order.get", single_order_query=query)
        return found["result"]


def product_id(number: int) -> str:
    return str(1_005_006_000_000_000 + number)


@contextlib.asynccontextmanager
async def opened(world: World = WORLD) -> AsyncIterator[Caller]:
    under = FixedClock(START)
    sandbox = new_sandbox(under, world=world, shops=SHOPS)
    keys = sandbox.shops.named(HOST).keys()
    async with served(application(sandbox)) as address, aiohttp.ClientSession() as session:
        yield Caller(sandbox, under, address, session, keys)
