"""An application on a free port of loopback."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import uvicorn


@contextlib.asynccontextmanager
async def served(app: Any, **more: Any) -> AsyncIterator[str]:
    """The application on a free port of loopback, until the block ends."""
    # A peer that ends TLS without a word is waited for, for 30 s unless told otherwise.
    more = {"timeout_graceful_shutdown": 1, **more}
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="critical", **more))
    task = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"{'https' if 'ssl_certfile' in more else 'http'}://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        await task


@dataclass(slots=True)
class Receiver:
    """An ASGI application that keeps what it was sent and answers when it is told to."""

    status: int = 200
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    news: asyncio.Event = field(default_factory=asyncio.Event)
    hangs: bool = False

    async def __call__(self, scope: Any, take: Any, send: Any) -> None:
        if scope["type"] != "http":
            return
        headers = {name.decode(): value.decode() for name, value in scope["headers"]}
        self.got.append((headers, (await take())["body"]))
        self.news.set()
        while self.hangs:
            if (await take())["type"] == "http.disconnect":
                return
        await send({"type": "http.response.start", "status": self.status, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    async def until(self, count: int, limit_s: float = 10) -> None:
        """Wait for so many."""
        async with asyncio.timeout(limit_s):
            while len(self.got) < count:
                self.news.clear()
                await self.news.wait()
