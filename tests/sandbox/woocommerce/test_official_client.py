"""The platform's own Python client, as it is, drives a store of the sandbox over real HTTP."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from woocommerce import API

from hanse.base.clock import SystemClock
from hanse.sandbox.certificate import write_certificate
from hanse.sandbox.held import Sandbox, new_sandbox
from hanse.sandbox.serving import application
from hanse.sandbox.world import World
from tests.sandbox.served import served

WORLD = World(seed=7, products=30, customers=5, orders=12)


@dataclass(slots=True)
class Client:
    """Its calls wait for the network, so that each goes through a thread."""

    sandbox: Sandbox
    address: str
    api: Any

    async def __call__(self, verb: str, path: str, *body: Any, **more: Any) -> Any:
        return await asyncio.to_thread(getattr(self.api, verb), path, *body, **more)


def api(sandbox: Sandbox, address: str, **more: Any) -> Any:
    keys = sandbox.shops.named("shop.test").keys()
    return API(
        url=address,
        consumer_key=keys["consumer_key"],
        consumer_secret=keys["consumer_secret"],
        version="wc/v3",
        timeout=60,
        **more,
    )


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    """Plain http, where the client signs by OAuth and sends every parameter twice."""
    sandbox = new_sandbox(SystemClock(), world=WORLD)
    async with served(application(sandbox)) as address:
        yield Client(sandbox, address, api(sandbox, address))


async def test_it_reads_in_pages_to_the_end(client: Client) -> None:
    seen: list[int] = []
    for page in range(1, 5):
        params = {"per_page": 10, "page": page, "orderby": "id", "order": "asc"}
        found = await client("get", "products", params=params)
        assert (found.status_code, found.headers["X-WP-TotalPages"]) == (200, "3")
        seen += [row["id"] for row in found.json()]
    assert len(seen) == len(set(seen)) == 30
    assert seen == sorted(seen)


async def test_it_writes_changes_and_deletes(client: Client) -> None:
    body = {"name": "Lamp & shade", "sku": "L-1", "regular_price": "12.50"}
    made = (await client("post", "products", body)).json()
    assert (made["name"], made["price"]) == ("Lamp &amp; shade", "12.50")
    changed = await client("put", f"products/{made['id']}", {"stock_quantity": 4})
    assert changed.json()["stock_quantity"] is None  # for its stock is not managed
    changed = await client(
        "put", f"products/{made['id']}", {"manage_stock": True, "stock_quantity": 4}
    )
    assert changed.json()["stock_quantity"] == 4
    assert (await client("get", f"products/{made['id']}")).json()["sku"] == "L-1"
    gone = await client("delete", f"products/{made['id']}", params={"force": True})
    assert gone.status_code == 200
    assert (await client("get", f"products/{made['id']}")).status_code == 404


async def test_it_writes_many_at_once_and_is_told_of_each(client: Client) -> None:
    body = {
        "create": [{"name": "A", "sku": "HZ-0000001"}, {"name": "B", "sku": "B"}],
        "update": [{"id": 1004, "regular_price": "9.99"}],
        "delete": [1008],
    }
    found = (await client("post", "products/batch", body)).json()
    assert found["create"][0]["error"]["code"] == "product_invalid_sku"
    assert found["create"][1]["sku"] == "B"
    assert found["update"][0]["price"] == "9.99"
    assert (await client("get", "products/1008")).status_code == 404


async def test_orders_customers_and_their_refunds_go_through_it(client: Client) -> None:
    orders = (await client("get", "orders", params={"per_page": 50})).json()
    assert len(orders) == 12
    line = {"product_id": 1004, "quantity": 1}
    made = (await client("post", "orders", {"set_paid": True, "line_items": [line]})).json()
    assert (made["status"], made["line_items"][0]["sku"]) == ("processing", "HZ-0000001")
    body = {"amount": made["total"], "api_refund": False}
    refund = await client("post", f"orders/{made['id']}/refunds", body)
    assert (refund.status_code, refund.json()["amount"]) == (201, made["total"])
    assert (await client("get", f"orders/{made['id']}")).json()["status"] == "refunded"
    customers = (await client("get", "customers")).json()
    assert len(customers) == 5


ERRORS = [
    ("get", "products/99999", {}, 404, "woocommerce_rest_product_invalid_id"),
    ("get", "products", {"params": {"per_page": 101}}, 400, "rest_invalid_param"),
    ("get", "nothing", {}, 404, "rest_no_route"),
    ("delete", "customers/2", {}, 501, "woocommerce_rest_trash_not_supported"),
]


@pytest.mark.parametrize(("verb", "path", "more", "status", "code"), ERRORS)
async def test_it_is_refused_in_the_platform_s_words(
    client: Client, verb: str, path: str, more: dict[str, Any], status: int, code: str
) -> None:
    found = await client(verb, path, **more)
    assert (found.status_code, found.json()["code"]) == (status, code)


async def test_a_wrong_secret_is_refused(client: Client) -> None:
    client.api.consumer_secret = "cs_wrong"
    found = await client("get", "products")
    assert found.status_code == 401
    assert found.json()["message"] == "Invalid signature - provided signature does not match."


async def test_over_https_it_sends_the_pair_itself(client: Client, tmp_path: Path) -> None:
    certificate, secret = write_certificate(tmp_path, SystemClock().now(), ["shop.test"])
    files = {"ssl_certfile": str(certificate), "ssl_keyfile": str(secret)}
    async with served(application(client.sandbox), **files) as address:
        for more in ({}, {"query_string_auth": True}):
            secure = api(client.sandbox, address, verify_ssl=str(certificate), **more)
            found = await asyncio.to_thread(secure.get, "products", params={"per_page": 2})
            assert found.status_code == 200
            assert len(found.json()) == 2
        secure.consumer_secret = "cs_wrong"
        found = await asyncio.to_thread(secure.get, "products")
        assert found.json()["message"] == "Consumer secret is invalid."
