"""The address for webhooks, in front of everything that people's requests go through.

POST /api/hooks/{account_id}: platforms give up on who answers slowly, so nothing is done here but
to read the body, to have it kept, and to answer.
"""

import asyncio
import logging
from uuid import UUID

from starlette.types import ASGIApp, Receive, Scope, Send

from hanse.base.clock import Clock
from hanse.base.faults import Fault
from hanse.engine.intake import Intake
from hanse.engine.metrics import Meter
from hanse.engine.outages import as_fault

log = logging.getLogger("hanse.hooks")

PREFIX = "/api/hooks/"
BODY_BYTES_MAX = 5 * 1024**2
BODY_S = 10.0
AT_ONCE_MAX = 500

WORDS = {
    200: "Kept.",
    400: "The body ended too early.",
    404: "There is no such address for webhooks.",
    405: "Webhooks are sent with POST.",
    408: f"The body was not there within {BODY_S:g} s.",
    413: f"A webhook may have {BODY_BYTES_MAX:,} bytes.",
    500: "This did not work; the log says why.",
    503: "It cannot be kept at the moment: send it again.",
}
HERE = "Webhooks are sent here, with POST.\n"


class HookDoor:
    """Answers for the addresses of webhooks, and lets everything else through."""

    def __init__(self, app: ASGIApp, clock: Clock, meter: Meter, intake: Intake | None) -> None:
        self._app = app
        self._clock = clock
        self._meter = meter
        self._intake = intake
        self._running = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith(PREFIX):
            await self._app(scope, receive, send)
            return
        if scope["method"] in ("GET", "HEAD"):
            await answer(send, 200, HERE, silent=scope["method"] == "HEAD")
            return
        started = self._clock.monotonic()
        self._running += 1
        try:
            status = await self._status(scope, receive)
        except Exception as error:
            fault = as_fault(error)
            status = 503 if fault or isinstance(error, Fault) else 500
            log.warning("hooks.hook.refused", exc_info=error if status == 500 else None)
        finally:
            self._running -= 1
        wanted = self._wanted(scope["path"]) if status == 200 else ""
        await answer(send, status, wanted or WORDS.get(status, "No.") + "\n", json=bool(wanted))
        seconds = self._clock.monotonic() - started
        self._meter.observe("hanse_hook_answer_seconds", seconds)

    def _wanted(self, path: str) -> str:
        """What whoever sends there wants to read."""
        account_id = account_of(path)
        return self._intake.answer_for(account_id) if self._intake and account_id else ""

    async def _status(self, scope: Scope, receive: Receive) -> int:
        account_id, intake = account_of(scope["path"]), self._intake
        if account_id is None or intake is None:
            return 404
        if scope["method"] != "POST":
            return 405
        if self._running > AT_ONCE_MAX:
            return 503
        headers = headers_of(scope)
        if headers.get("content-length", "0").isdigit() and (
            int(headers.get("content-length", "0")) > BODY_BYTES_MAX
        ):
            return 413
        try:
            async with asyncio.timeout(BODY_S):
                body = await body_of(receive)
        except TimeoutError:
            return 408
        if body is None:
            return 400
        if len(body) > BODY_BYTES_MAX:
            return 413
        return await intake.receive(account_id, headers, body)


def account_of(path: str) -> UUID | None:
    try:
        return UUID(path.removeprefix(PREFIX))
    except ValueError:
        return None


def headers_of(scope: Scope) -> dict[str, str]:
    """By small names; one that came twice counts the first time. What stands behind the `?` of the
    address is among them, under a name that no header can have: some platforms sign nothing, and
    are known by an address that only they were told."""
    headers = {":query": scope.get("query_string", b"").decode("latin-1")}
    for name, value in scope["headers"]:
        headers.setdefault(name.decode("latin-1").lower(), value.decode("latin-1"))
    return headers


async def body_of(receive: Receive) -> bytes | None:
    """The body, or as much of it as shows that it is too large; none if it ended too early."""
    parts: list[bytes] = []
    size, more = 0, True
    while more and size <= BODY_BYTES_MAX:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        more = message.get("more_body", False)
    return b"".join(parts)


async def answer(
    send: Send, status: int, text: str, *, silent: bool = False, json: bool = False
) -> None:
    body = text.encode()
    kind = b"application/json" if json else b"text/plain; charset=utf-8"
    headers = [
        (b"content-type", kind),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
        (b"x-content-type-options", b"nosniff"),
    ]
    if status == 405:
        headers.append((b"allow", b"GET, HEAD, POST"))
    if status == 503:
        headers.append((b"retry-after", b"5"))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if silent else body})
