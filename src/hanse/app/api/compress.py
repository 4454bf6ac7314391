"""Answers that are worth it leave as brotli or gzip."""

import gzip
from collections.abc import Callable, Mapping
from types import MappingProxyType

import brotli
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

BYTES_MIN = 1_000
WORTH_IT = (
    "text/",
    "application/json",
    "application/problem+json",
    "image/svg",
    "application/manifest",
)


def by_brotli(body: bytes) -> bytes:
    packed: bytes = brotli.compress(body, quality=4)
    return packed


def by_gzip(body: bytes) -> bytes:
    return gzip.compress(body, compresslevel=5, mtime=0)


# The best first.
CODINGS: Mapping[str, Callable[[bytes], bytes]] = MappingProxyType(
    {"br": by_brotli, "gzip": by_gzip}
)


def coding(accepted: str) -> str:
    """The best coding that the caller accepts; none is the empty text."""
    wanted: dict[str, bool] = {}
    for part in accepted.lower().split(","):
        name, _, weight = part.partition(";")
        wanted[name.strip()] = weight.replace(" ", "").rstrip("0.") != "q="
    anything = wanted.get("*", False)
    return next((name for name in CODINGS if wanted.get(name, anything)), "")


def tagged(etag: str, coding: str) -> str:
    """Other bytes need another tag; the version in front of the dash stays."""
    return f'{etag[:-1]}-{coding}"' if etag.endswith('"') else etag


class Compress:
    """Packs answers that come in one piece; a stream passes as it is, so nothing waits in here."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        chosen = coding(Headers(scope=scope).get("accept-encoding", ""))
        start: Message | None = None

        async def send_packed(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                start = message
                return
            if start is not None:
                head, start = start, None
                if not message.get("more_body"):
                    message = packed(head, message, chosen)
                await send(head)
            await send(message)

        await self._app(scope, receive, send_packed)


def packed(head: Message, message: Message, chosen: str) -> Message:
    """The body as it will leave; `head` is made to fit."""
    headers = MutableHeaders(scope=head)
    body = message.get("body", b"")
    if not headers.get("content-type", "").startswith(WORTH_IT) or "content-encoding" in headers:
        return message
    headers.add_vary_header("Accept-Encoding")
    if not chosen or len(body) < BYTES_MIN:
        return message
    body = CODINGS[chosen](body)
    headers["content-encoding"] = chosen
    headers["content-length"] = str(len(body))
    if etag := headers.get("etag"):
        headers["etag"] = tagged(etag, chosen)
    return {**message, "body": body}
