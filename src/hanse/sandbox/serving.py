"""One application: the platforms under their real paths, and the sandbox's own pages."""

import asyncio
import contextlib
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import aiohttp
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from hanse.base.clock import Clock
from hanse.sandbox.clock import RatedClock
from hanse.sandbox.faults import Switches
from hanse.sandbox.ledger import Ledger
from hanse.sandbox.webhooks import TIMEOUT_S, Parcel
from hanse.sandbox.woocommerce import consent
from hanse.sandbox.woocommerce.php import parse_query
from hanse.sandbox.woocommerce.replies import Reply, reply
from hanse.sandbox.woocommerce.store import Store, new_key
from hanse.sandbox.world import World

BODY_BYTES_MAX = 64 * 1024 * 1024
BEAT_S = 0.05  # how often the outgoing queue is looked at
METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]


@dataclass(slots=True)
class Sandbox:
    """Everything that one sandbox holds."""

    clock: RatedClock
    ledger: Ledger
    faults: Switches
    woocommerce: Store
    verify_tls: bool = True  # off where the callbacks of a trial have no real certificate


def new_sandbox(clock: Clock, *, world: World | None = None, rate: float = 1.0) -> Sandbox:
    world = world or World()
    rated, ledger = RatedClock(clock, rate), Ledger()
    chance = random.Random(world.seed)  # noqa: S311 (a game that can be repeated, no secret)
    return Sandbox(rated, ledger, Switches(chance), Store(rated, ledger, world))


def application(sandbox: Sandbox) -> Starlette:
    """The ASGI application; while it runs, the outgoing queue is worked off."""

    @contextlib.asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        async with aiohttp.ClientSession() as session:
            beat = asyncio.create_task(_beat(sandbox, session))
            yield
            beat.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await beat

    def page(work: Callable[[Sandbox, Request], Awaitable[Response]]) -> Any:
        async def run(request: Request) -> Response:
            return await work(sandbox, request)

        return run

    return Starlette(
        routes=[
            Route("/_sandbox/ledger", page(_ledger)),
            Route("/_sandbox/faults", page(_faults), methods=["GET", "POST", "DELETE"]),
            Route("/_sandbox/clock", page(_clock), methods=["GET", "POST"]),
            Route("/_sandbox/webhooks", page(_manners), methods=["GET", "POST"]),
            Route("/_sandbox/keys", page(_keys), methods=["POST"]),
            Route("/_sandbox/sign-in", page(_sign_in)),
            Route("/wc-auth/{rest:path}", page(_consent)),
            Route("/{rest:path}", page(_woocommerce), methods=METHODS),
        ],
        lifespan=lifespan,
    )


async def _beat(sandbox: Sandbox, session: aiohttp.ClientSession) -> None:
    while True:
        await deliver(sandbox, session)
        await asyncio.sleep(BEAT_S)


async def deliver(sandbox: Sandbox, session: aiohttp.ClientSession) -> int:
    """Send what is due now; how many letters that was."""

    async def send(parcel: Parcel) -> int | None:
        return await post(sandbox, session, parcel)

    return await sandbox.woocommerce.outbox.deliver_due(sandbox.clock.now(), send)


async def post(sandbox: Sandbox, session: aiohttp.ClientSession, parcel: Parcel) -> int | None:
    """The status, or None where nobody answered in time. Redirects are not followed."""
    try:
        async with session.post(
            parcel.url,
            data=parcel.content,
            headers=parcel.headers,
            allow_redirects=False,
            ssl=sandbox.verify_tls,
            timeout=aiohttp.ClientTimeout(total=TIMEOUT_S),
        ) as found:
            return found.status
    except (aiohttp.ClientError, TimeoutError):
        return None


async def _woocommerce(sandbox: Sandbox, request: Request) -> Response:
    content = await request.body()
    fault = sandbox.faults.strike("woocommerce", f"{request.method} {request.url.path}")
    if len(content) > BODY_BYTES_MAX:
        fault = "too_large"
    url = (
        request.url.scheme,
        request.headers.get("host", "localhost"),
        request.scope["raw_path"].decode(),
        request.scope["query_string"].decode("latin-1"),
    )
    headers = {name.lower(): value for name, value in request.headers.items()}
    return _sent(reply(sandbox.woocommerce, request.method, url, headers, content, fault))


def _sent(found: Reply) -> Response:
    if found.how:
        return Cut(found)
    return Response(found.content, found.status, found.headers)


class Cut(Response):
    """An answer of which nothing or half arrives."""

    def __init__(self, found: Reply) -> None:
        super().__init__()
        self.found = found

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self.found.how == "lost":
            while (await receive())["type"] != "http.disconnect":
                pass
            return
        headers = {**self.found.headers, "Content-Length": str(len(self.found.content))}
        raw = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
        await send({"type": "http.response.start", "status": self.found.status, "headers": raw})
        half = self.found.content[: len(self.found.content) // 2]
        # What returns before its end makes the server close the connection.
        await send({"type": "http.response.body", "body": half, "more_body": True})


async def _consent(sandbox: Sandbox, request: Request) -> Response:
    query = parse_query(request.scope["query_string"].decode("latin-1"))
    home = f"{request.url.scheme}://{request.headers.get('host', 'localhost')}"
    user = request.cookies.get("sandbox_user", "")
    found = consent.page(sandbox.woocommerce, home, request.url.path, query, user)
    if isinstance(found, consent.Grant):
        kind = {"Content-Type": "application/json;charset=UTF-8"}
        content = JSONResponse(found.payload).body
        async with aiohttp.ClientSession() as session:
            parcel = Parcel(found.callback_url, kind, bytes(content))
            status = await post(sandbox, session, parcel)
        found = consent.finish(sandbox.woocommerce, found, status)
    return _sent(found)


# The sandbox's own pages


async def _ledger(sandbox: Sandbox, _request: Request) -> Response:
    return JSONResponse(sandbox.ledger.document())


async def _faults(sandbox: Sandbox, request: Request) -> Response:
    if request.method == "POST":
        try:
            sandbox.faults.set(await request.json())
        except ValueError as wrong:
            return JSONResponse({"error": str(wrong)}, 400)
    if request.method == "DELETE":
        sandbox.faults.rows.clear()
    names = ("platform", "kind", "calls", "share", "count")
    rows = [{name: getattr(row, name) for name in names} for row in sandbox.faults.rows]
    return JSONResponse({"faults": rows, "struck": sandbox.faults.struck})


async def _clock(sandbox: Sandbox, request: Request) -> Response:
    if request.method == "POST":
        try:
            sandbox.clock.change_rate(float((await request.json())["rate"]))
        except (KeyError, TypeError, ValueError) as wrong:
            return JSONResponse({"error": f"Give a rate above 0: {wrong}."}, 400)
    return JSONResponse({"now": sandbox.clock.now().isoformat()})


async def _manners(sandbox: Sandbox, request: Request) -> Response:
    outbox = sandbox.woocommerce.outbox
    names = ("delay_s", "twice_share", "lost_share", "shuffled_share")
    if request.method == "POST":
        for name, value in (await request.json()).items():
            if name not in names:
                return JSONResponse({"error": f"There is no {name}, only {', '.join(names)}."}, 400)
            setattr(outbox.manners, name, float(value))
    manners = {name: getattr(outbox.manners, name) for name in names}
    return JSONResponse({**manners, "waiting": len(outbox.waiting), "sent": outbox.sent})


async def _keys(sandbox: Sandbox, request: Request) -> Response:
    """A pair of keys without the clicks, for programs that start from nothing."""
    document = await request.json()
    key = new_key(
        sandbox.woocommerce,
        str(document.get("permissions", "read_write")),
        manager=bool(document.get("manager", True)),
    )
    pair = {"consumer_key": key.consumer_key, "consumer_secret": key.consumer_secret}
    return JSONResponse(pair, 201)


async def _sign_in(_sandbox: Sandbox, request: Request) -> Response:
    to = request.query_params.get("to", "/")
    if not to.startswith("/") or to.startswith("//"):
        return JSONResponse({"error": "Give a path of this store to go to."}, 400)
    back = RedirectResponse(to, 302)
    back.set_cookie("sandbox_user", request.query_params.get("user", "admin"), httponly=True)
    return back
