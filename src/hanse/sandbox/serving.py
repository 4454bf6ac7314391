"""One application: the platforms under their real hosts and paths, and the sandbox's own pages."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from email.utils import format_datetime
from functools import partial
from typing import Any

import aiohttp
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from hanse.sandbox import controls, pages, suppliers
from hanse.sandbox.aliexpress import controls as aliexpress
from hanse.sandbox.cj import application as cj
from hanse.sandbox.cj.supplier import PLATFORM as CJ
from hanse.sandbox.ecb.bank import HOST, PLATFORM
from hanse.sandbox.faults import Switch
from hanse.sandbox.held import Sandbox as Sandbox
from hanse.sandbox.held import new_sandbox as new_sandbox
from hanse.sandbox.shopify import cdn
from hanse.sandbox.shopify.mounted import Mounted
from hanse.sandbox.shops import bare, host_of
from hanse.sandbox.track17 import account, bureau
from hanse.sandbox.webhooks import Postmen, tell_of_mistake

BODY_BYTES_MAX = 64 * 1024 * 1024
BEAT_S = 0.02  # how often the outgoing queues and the shoppers are looked at
METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]


def application(sandbox: Sandbox) -> Starlette:
    """The ASGI application; while it runs, letters leave and shoppers come."""

    @contextlib.asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        connector = aiohttp.TCPConnector(limit=0)  # the postmen are the bound
        async with aiohttp.ClientSession(connector=connector) as session:
            sandbox.post.session = session
            postmen = Postmen(sandbox.post.send)
            beat = asyncio.create_task(_beat(sandbox, postmen))
            beat.add_done_callback(tell_of_mistake)
            yield
            beat.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await beat
            await postmen.stop()
            sandbox.post.session = None

    def page(work: Callable[[Sandbox, Request], Awaitable[Response]]) -> Any:
        async def run(request: Request) -> Response:
            return await work(sandbox, request)

        return run

    return Starlette(
        routes=[
            *(Route(at, page(work), methods=verbs) for at, work, verbs in controls.ROUTES),
            *(Route(at, page(work), methods=verbs) for at, work, verbs in pages.ROUTES),
            *(Route(at, page(work), methods=verbs) for at, work, verbs in suppliers.ROUTES),
            *(Route(at, page(work), methods=verbs) for at, work, verbs in aliexpress.ROUTES),
            Route("/{rest:path}", page(_platform), methods=METHODS),
        ],
        lifespan=lifespan,
    )


async def _beat(sandbox: Sandbox, postmen: Postmen) -> None:
    while True:
        now = sandbox.clock.now()
        for shoppers in tuple(sandbox.shoppers.values()):
            shoppers.advance(now)
        for shop in tuple(sandbox.shops.by_host.values()):
            postmen.walk(shop.outbox, now)
        sandbox.cj.advance()
        postmen.walk(sandbox.cj.outbox, now)
        sandbox.track17.advance(now)
        for outbox in sandbox.track17.outboxes():
            postmen.walk(outbox, now)
        await asyncio.sleep(BEAT_S)


async def _platform(sandbox: Sandbox, request: Request) -> Response:
    """One call of a platform's interface, with the fault that hits it, dated by its own clock."""
    call = f"{request.method} {request.url.path}"
    host = bare(request.headers.get("host", ""))
    if sandbox.bank.is_meant(host, request.url.path):
        struck = sandbox.faults.strike(PLATFORM, call, HOST)
        return await _dated(sandbox, struck, partial(sandbox.bank.answer, request))
    if sandbox.track17.is_meant(host, request.url.path):
        struck = sandbox.faults.strike(account.PLATFORM, call, bureau.HOST)
        return await _dated(sandbox, struck, partial(sandbox.track17.answer, request))
    if cdn.is_meant(host, request.url.path):
        shops = [s.shop for s in sandbox.shops.by_host.values() if isinstance(s, Mounted)]
        struck = sandbox.faults.strike(cdn.PLATFORM, call, cdn.HOST)
        return await _dated(sandbox, struck, partial(cdn.answer, shops, request))
    if cj.is_meant(host, request.url.path):
        content = await request.body()
        struck = sandbox.faults.strike(CJ, call, cj.HOST)
        if len(content) > BODY_BYTES_MAX:
            return await cj.answer(sandbox.cj, request, content, "too_large")
        return await _dated(sandbox, struck, partial(cj.answer, sandbox.cj, request, content))
    try:
        shop = sandbox.shops.meant(request.headers.get("host", ""), request.url.path)
    except LookupError as unknown:
        return JSONResponse({"error": str(unknown.args[0])}, 404)
    content = await request.body()
    struck = sandbox.faults.strike(shop.platform, call, host_of(shop))
    if len(content) > BODY_BYTES_MAX:
        return await shop.answer(request, content, "too_large")
    return await _dated(sandbox, struck, partial(shop.answer, request, content))


async def _dated(
    sandbox: Sandbox, struck: Switch | None, answer: Callable[[str | None], Awaitable[Response]]
) -> Response:
    kind = struck.kind if struck else None
    found = await answer(None if kind == "slow" else kind)
    found.headers["date"] = format_datetime(sandbox.clock.now(), usegmt=True)
    if struck and kind == "slow":
        await asyncio.sleep(struck.seconds)
    return found
