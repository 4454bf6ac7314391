"""The way to a shop of the sandbox, as slow as a small host is, and the count of what passes.

Two calls that write are worked on at once, the others wait for their turn; what is read takes its
time beside them. The speeds are those of the sheet about WooCommerce: 25 to 33 rows of prices a
second in batches of fifty, and 140 to 280 read by id.
"""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

import aiohttp
from aiohttp import web
from yarl import URL

from bench.shops import Shop, free_port

WRITERS = 2
WRITTEN_PER_S = 29.0  # by both together
READ_PER_S = 210.0
BODY_MAX = 64 * 1024 * 1024
HOP = {"content-length", "transfer-encoding", "connection", "content-encoding"}


@dataclass(slots=True)
class Host:
    behind: str
    session: aiohttp.ClientSession
    slow: bool = False
    calls: int = 0
    gate: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(WRITERS))

    async def answer(self, request: web.Request) -> web.Response:
        body = await request.read()
        self.calls += 1
        if not self.slow:
            return await self.passed_on(request, body)
        if request.path.endswith("/batch"):
            rows = len(json.loads(body)["update"])
            async with self.gate:
                return await self.after(rows * WRITERS / WRITTEN_PER_S, request, body)
        named = request.query.get("include", "")
        return await self.after(len(named.split(",")) / READ_PER_S, request, body)

    async def after(self, seconds: float, request: web.Request, body: bytes) -> web.Response:
        found, _ = await asyncio.gather(self.passed_on(request, body), asyncio.sleep(seconds))
        return found

    async def passed_on(self, request: web.Request, body: bytes) -> web.Response:
        headers = {name: value for name, value in request.headers.items() if name.lower() != "te"}
        url = f"{self.behind}{request.raw_path}"
        async with self.session.request(
            request.method, URL(url, encoded=True), headers=headers, data=body
        ) as found:
            told = {name: each for name, each in found.headers.items() if name.lower() not in HOP}
            return web.Response(status=found.status, headers=told, body=await found.read())


@asynccontextmanager
async def hosted(shop: Shop) -> AsyncIterator[tuple[Host, Shop]]:
    """The same shop, at the address of its host."""
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=connector) as session:
        host = Host(shop.address, session)
        door = web.Application(client_max_size=BODY_MAX)
        door.router.add_route("*", "/{rest:.*}", host.answer)
        runner = web.AppRunner(door, access_log=None)
        await runner.setup()
        port = free_port()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        try:
            yield host, replace(shop, address=f"http://127.0.0.1:{port}")
        finally:
            await runner.cleanup()
