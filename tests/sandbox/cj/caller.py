"""Programs that call the supplier over real HTTP, each with an account of its own."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import aiohttp

from hanse.base.clock import FixedClock
from hanse.sandbox.cj.supplier import Supplier
from hanse.sandbox.clock import RatedClock
from hanse.sandbox.held import Sandbox
from hanse.sandbox.ledger import Ledger

FIRST = datetime(2026, 3, 30, 12, 0, tzinfo=UTC)
V1 = "/api2.0/v1"
SHARED = "HZ-0000003"  # a SKU of the shops that the supplier sells, kept in China alone
BY_CAR = "CJPacket Ordinary"


@dataclass(slots=True)
class Caller:
    clock: FixedClock
    sandbox: Sandbox
    address: str
    session: aiohttp.ClientSession
    token: str = ""
    tokens: dict[str, Any] = field(default_factory=dict)

    async def raw(
        self, method: str, path: str, body: Any = None, **query: Any
    ) -> tuple[int, Any, str]:
        """Status, document and text."""
        headers = {"CJ-Access-Token": self.token} if self.token else {}
        url, timeout = f"{self.address}{V1}{path}", aiohttp.ClientTimeout(total=5)
        async with self.session.request(
            method, url, json=body, params=query, headers=headers, timeout=timeout
        ) as found:
            is_json = "json" in found.headers["content-type"]
            return found.status, await found.json() if is_json else None, await found.text()

    async def ask(self, method: str, path: str, body: Any = None, **query: Any) -> Any:
        """What is in a good answer."""
        status, document, text = await self.raw(method, path, body, **query)
        assert (status, document["result"]) == (200, True), text
        assert document["code"] == 200 or document["success"], text
        return document["data"]

    async def refused(self, method: str, path: str, body: Any = None, **query: Any) -> int:
        """The code of a refusal."""
        _, document, text = await self.raw(method, path, body, **query)
        assert (document["result"], document["data"]) == (False, None), text
        return int(document["code"])

    async def at_desk(self, path: str, body: Any = None, status: int = 200) -> Any:
        """The sandbox's own: POST with a body, else GET."""
        url = f"{self.address}/_sandbox/{path}"
        async with self.session.request("POST" if body else "GET", url, json=body) as found:
            assert found.status == status, await found.text()
            return await found.json()

    async def sign_in(self) -> None:
        [account] = (await self.at_desk("cj/connect"))["accounts"]
        body = {"apiKey": account["apiKey"]}
        self.tokens = await self.ask("POST", "/authentication/getAccessToken", body)
        self.token = self.tokens["accessToken"]

    async def order(self, number: str, path: str = "V2", **more: Any) -> Any:
        return await self.ask("POST", f"/shopping/order/createOrder{path}", order(number, **more))

    async def count(self, number: str) -> dict[str, Any]:
        found: dict[str, Any] = await self.at_desk(f"cj/orders?number={number}")
        return found

    async def move(self, order: str, do: str, **more: Any) -> Any:
        return await self.at_desk("cj/orders", {"order": order, "do": do, **more})


def order(number: str, sku: str = SHARED, quantity: int = 2, **more: Any) -> dict[str, Any]:
    """The body of an order to Berlin."""
    return {
        "orderNumber": number,
        "shippingCountryCode": "DE",
        "shippingCountry": "Germany",
        "shippingProvince": "Berlin",
        "shippingCity": "Berlin",
        "shippingAddress": "1 Elm Street",
        "shippingCustomerName": "Ana Adler",
        "shippingZip": "10115",
        "shippingPhone": "+49301234567",
        "logisticName": BY_CAR,
        "fromCountryCode": "CN",
        "payType": 2,
        "products": [{"sku": sku, "quantity": quantity, "storeLineItemId": "L1"}],
    } | more


def anew(sandbox: Sandbox, address: str, session: aiohttp.ClientSession) -> Caller:
    """A supplier to whom nothing has happened, with a clock of its own."""
    clock = FixedClock(FIRST)
    rated = RatedClock(clock)
    sandbox.clock = rated
    sandbox.faults.rows.clear()
    sandbox.ledger = Ledger()
    sandbox.cj = Supplier(rated, Ledger(sandbox.ledger), sandbox.world.seed, sandbox.post.send)
    return Caller(clock, sandbox, address, session)
