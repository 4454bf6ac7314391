"""A shop of the sandbox behind real HTTP on loopback, and an app that talks to it."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import aiohttp
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from hanse.base.clock import FixedClock
from hanse.sandbox.ledger import Ledger
from hanse.sandbox.shopify.application import answer
from hanse.sandbox.shopify.apps import App, Token
from hanse.sandbox.shopify.shop import Shop, new_shop
from hanse.sandbox.shopify.tokens import new_token
from hanse.sandbox.webhooks import Parcel
from hanse.sandbox.world import World

START = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)
SMALL = World(seed=3, products=30, customers=10, orders=20)
METHODS = ["GET", "POST", "PUT", "DELETE"]


def small_shop(world: World = SMALL) -> Shop:
    return new_shop(FixedClock(START), Ledger(), world, "some-shop")


def app_of(shop: Shop) -> App:
    return next(iter(shop.keys.apps.values()))


def advance(shop: Shop, seconds: float) -> None:
    clock = shop.clock
    assert isinstance(clock, FixedClock)
    clock.advance(seconds)


@dataclass(slots=True)
class Client:
    shop: Shop
    address: str
    session: aiohttp.ClientSession
    token: Token
    faults: list[str | None] = field(default_factory=list)  # what the next calls meet

    async def post(self, query: str, /, **variables: Any) -> tuple[int, dict[str, Any]]:
        status, _, content = await self.raw(
            "POST", "/admin/api/2026-10/graphql.json", {"query": query, "variables": variables}
        )
        document: dict[str, Any] = json.loads(content)
        return status, document

    async def ask(self, query: str, /, **variables: Any) -> Any:
        """The data of a call in which nothing went wrong."""
        status, body = await self.post(query, **variables)
        assert status == 200, body
        assert "errors" not in body, body["errors"]
        return body["data"]

    async def raw(
        self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None
    ) -> tuple[int, Mapping[str, str], bytes]:
        sent = {"X-Shopify-Access-Token": self.token.text, **(headers or {})}
        async with self.session.request(
            method,
            f"{self.address}{path}",
            json=body,
            headers=sent,
            allow_redirects=False,
            timeout=aiohttp.ClientTimeout(total=5),
        ) as found:
            return found.status, found.headers, await found.read()


@contextlib.asynccontextmanager
async def served(app: Any, **more: Any) -> AsyncIterator[str]:
    """The application on a free port of loopback, until the block ends."""
    server = uvicorn.Server(
        uvicorn.Config(app, port=0, log_level="critical", lifespan="off", **more)
    )
    task = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"{'https' if more else 'http'}://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        await task


def application(shop: Shop, faults: list[str | None]) -> Starlette:
    async def run(request: Request) -> Response:
        fault = faults.pop(0) if faults else None
        return await answer(shop, request, await request.body(), fault)

    return Starlette(routes=[Route("/{rest:path}", run, methods=METHODS)])


@contextlib.asynccontextmanager
async def opened(shop: Shop | None = None) -> AsyncIterator[Client]:
    """A client with a static token that may do everything."""
    shop = shop or small_shop()
    faults: list[str | None] = []
    token = new_token(shop, app_of(shop), "static")
    async with (
        served(application(shop, faults)) as address,
        aiohttp.ClientSession() as session,
    ):
        yield Client(shop, address, session, token, faults)


async def deliver(shop: Shop, statuses: list[int | None] | None = None) -> list[Parcel]:
    """What the outbox sends now, each answered with the next status, or with 200."""
    got: list[Parcel] = []

    async def send(parcel: Parcel) -> int | None:
        got.append(parcel)
        return statuses.pop(0) if statuses else 200

    await shop.outbox.deliver_due(shop.clock.now(), send)
    return got
