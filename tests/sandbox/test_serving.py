"""Over real HTTP on loopback: the store under its paths, faults, the clock, the ledger."""

import asyncio
import json
import ssl
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import aiohttp
import pytest
import yarl

from hanse.base.clock import FixedClock, SystemClock
from hanse.sandbox.certificate import write_certificate
from hanse.sandbox.serving import Sandbox, application, new_sandbox
from hanse.sandbox.woocommerce.auth import Key, Request, sign
from hanse.sandbox.woocommerce.php import parse_query
from hanse.sandbox.woocommerce.store import new_key
from hanse.sandbox.world import World
from tests.sandbox.served import served


@dataclass(slots=True)
class Client:
    """Signs by OAuth, as plain http wants it."""

    sandbox: Sandbox
    address: str
    session: aiohttp.ClientSession
    key: Key
    nonce: int = 0

    async def ask(self, method: str, path: str, query: str = "", body: Any = None) -> Any:
        status, _, content = await self.raw(method, path, query, body)
        assert status < 300, content
        return json.loads(content)

    async def raw(
        self, method: str, path: str, query: str = "", body: Any = None, timeout_s: float = 5
    ) -> tuple[int, dict[str, str], bytes]:
        self.nonce += 1
        signed = (
            f"{query}&oauth_consumer_key={self.key.consumer_key}&oauth_nonce=n{self.nonce}"
            f"&oauth_timestamp={int(self.sandbox.clock.now().timestamp())}"
            "&oauth_signature_method=HMAC-SHA256"
        )
        path = f"/wp-json/wc/v3{path}"
        host = self.address.removeprefix("http://")
        request = Request(method, "http", host, path, {})
        signature = sign(request, parse_query(signed), self.key.consumer_secret)
        url = f"{self.address}{path}?{signed}&oauth_signature={quote(signature, safe='')}"
        async with self.session.request(
            method,
            url_as_is(url),
            json=body,
            allow_redirects=False,
            timeout=aiohttp.ClientTimeout(total=timeout_s),
        ) as found:
            return found.status, dict(found.headers), await found.read()

    async def set_fault(self, **document: Any) -> None:
        async with self.session.post(f"{self.address}/_sandbox/faults", json=document) as found:
            assert found.status == 200, await found.text()

    async def ledger(self) -> Any:
        async with self.session.get(f"{self.address}/_sandbox/ledger") as found:
            return (await found.json()).get("woocommerce", {})


def url_as_is(url: str) -> Any:
    return yarl.URL(url, encoded=True)


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    sandbox = new_sandbox(SystemClock(), world=World(seed=7, products=50))
    key = new_key(sandbox.woocommerce, "read_write")
    async with served(application(sandbox)) as address, aiohttp.ClientSession() as session:
        yield Client(sandbox, address, session, key)


async def test_the_index_needs_no_key(client: Client) -> None:
    async with client.session.get(f"{client.address}/wp-json/") as found:
        assert "wc/v3" in (await found.json())["namespaces"]


async def test_a_signed_call_pages_through_the_seeded_world(client: Client) -> None:
    seen = [
        row["id"]
        for page in range(1, 8)
        for row in await client.ask("GET", "/products", f"per_page=10&page={page}&_fields=id")
    ]
    assert len(seen) == len(set(seen)) == 50
    assert seen == sorted(seen, reverse=True)


async def test_head_gives_the_headers_alone(client: Client) -> None:
    status, headers, content = await client.raw("HEAD", "/products", "per_page=5")
    assert (status, content) == (200, b"")
    assert (headers["x-wp-total"], headers["x-wp-totalpages"]) == ("50", "10")


async def test_what_was_written_stands_in_the_ledger(client: Client) -> None:
    body = {"sku": "A", "regular_price": "1"}
    assert (await client.ask("POST", "/products", body=body))["price"] == "1"
    assert (await client.ledger())["product.create"] == {"A": 1}


async def test_a_call_lost_after_the_write_was_done_all_the_same(client: Client) -> None:
    await client.set_fault(kind="lost_after", calls="^POST .*/products$", count=1)
    with pytest.raises(TimeoutError):
        await client.raw("POST", "/products", body={"sku": "LOST"}, timeout_s=0.3)
    assert (await client.ledger())["product.create"] == {"LOST": 1}
    assert len(await client.ask("GET", "/products", "sku=LOST")) == 1


async def test_a_call_lost_before_the_write_did_nothing(client: Client) -> None:
    await client.set_fault(kind="lost_before", calls="^POST", count=1)
    with pytest.raises(TimeoutError):
        await client.raw("POST", "/products", body={"sku": "NEVER"}, timeout_s=0.3)
    assert await client.ledger() == {}


async def test_half_an_answer_breaks_off(client: Client) -> None:
    await client.set_fault(kind="half_answer", calls="^GET", count=1)
    with pytest.raises(aiohttp.ClientPayloadError):
        await client.raw("GET", "/products")


REFUSALS = [("throttled", 429), ("maintenance", 503), ("database_down", 500), ("gateway", 502)]


@pytest.mark.parametrize(("kind", "status"), REFUSALS)
async def test_a_refusing_fault_writes_nothing(client: Client, kind: str, status: int) -> None:
    await client.set_fault(kind=kind, count=1)
    found, _, _ = await client.raw("POST", "/products", body={"sku": "A"})
    assert found == status
    assert await client.ledger() == {}
    assert (await client.ask("POST", "/products", body={"sku": "A"}))["sku"] == "A"


async def test_a_withdrawn_key_is_refused_from_then_on(client: Client) -> None:
    await client.set_fault(kind="key_lost", count=1)
    for _ in range(2):
        status, _, content = await client.raw("GET", "/products")
        assert (status, json.loads(content)["message"]) == (401, "Consumer key is invalid.")


async def test_an_unknown_fault_is_named_with_those_that_there_are(client: Client) -> None:
    address = f"{client.address}/_sandbox/faults"
    async with client.session.post(address, json={"kind": "rain"}) as found:
        assert found.status == 400
        assert "There is no fault 'rain'; there are bom," in (await found.json())["error"]


async def test_a_webhook_arrives_by_itself(client: Client) -> None:
    got: asyncio.Queue[tuple[str | None, bytes]] = asyncio.Queue()

    async def receive(scope: Any, take: Any, send: Any) -> None:
        if scope["type"] != "http":
            return
        headers = {name.decode(): value.decode() for name, value in scope["headers"]}
        await got.put((headers.get("x-wc-webhook-topic"), (await take())["body"]))
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    client.sandbox.clock.change_rate(100)
    async with served(receive, lifespan="off") as address:
        body = {"topic": "product.created", "delivery_url": f"{address}/hook"}
        await client.ask("POST", "/webhooks", body=body)
        made = await client.ask("POST", "/products", body={"sku": "W"})
        async with asyncio.timeout(60):
            assert await got.get() == (None, b"webhook_id=1")
            topic, content = await got.get()
    assert (topic, json.loads(content)["id"]) == ("product.created", made["id"])


async def test_over_https_a_pair_of_keys_is_enough_and_over_http_it_is_nothing(
    client: Client, tmp_path: Path
) -> None:
    certificate, secret = write_certificate(tmp_path, SystemClock().now())
    trust = ssl.create_default_context(cafile=str(certificate))
    pair = aiohttp.encode_basic_auth(client.key.consumer_key, client.key.consumer_secret)
    signed = {"Authorization": pair}
    app = application(client.sandbox)
    files = {"ssl_certfile": str(certificate), "ssl_keyfile": str(secret)}
    async with served(app, **files) as address:
        url = f"{address}/wp-json/wc/v3/products"
        async with client.session.get(url, headers=signed, ssl=trust) as found:
            assert found.status == 200
            assert found.headers["Allow"] == "GET, POST"
    url = f"{client.address}/wp-json/wc/v3/products"
    async with client.session.get(url, headers=signed) as found:
        assert found.status == 401
        assert (await found.json())["code"] == "woocommerce_rest_cannot_view"


async def test_the_consent_page_is_reached_by_signing_in(client: Client) -> None:
    query = (
        "app_name=A&scope=read&user_id=u&return_url=https%3A%2F%2Fr.test"
        "&callback_url=https%3A%2F%2Fc.test"
    )
    address = f"{client.address}/wc-auth/v1/authorize?{query}"
    async with client.session.get(address, allow_redirects=False) as found:
        assert found.status == 302
    jar = {"sandbox_user": "admin"}
    async with client.session.get(address, cookies=jar) as found:
        assert "Approve" in await found.text()


async def test_an_answer_is_dated_by_the_clock_of_the_sandbox() -> None:
    at = datetime(2026, 1, 1, 9, 30, tzinfo=UTC)
    sandbox = new_sandbox(FixedClock(at), shops=[("woocommerce", "lamps")])
    async with (
        served(application(sandbox), date_header=False) as address,
        aiohttp.ClientSession() as session,
        session.get(f"{address}/wp-json/") as found,
    ):
        assert found.headers.getall("date") == ["Thu, 01 Jan 2026 09:30:00 GMT"]


def test_a_fast_clock_shows_more_time_than_has_passed() -> None:
    under = FixedClock(datetime(2026, 1, 1, tzinfo=UTC))
    sandbox = new_sandbox(under, rate=60)
    under.advance(2)
    assert sandbox.clock.now() == datetime(2026, 1, 1, 0, 2, tzinfo=UTC)
    sandbox.clock.change_rate(1)
    under.advance(1)
    assert sandbox.clock.now() == datetime(2026, 1, 1, 0, 2, 1, tzinfo=UTC)
    with pytest.raises(ValueError, match="give a rate above 0"):
        sandbox.clock.change_rate(0)
