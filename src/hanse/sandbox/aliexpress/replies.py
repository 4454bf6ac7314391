"""The bytes that leave, and how they may fail to."""

from dataclasses import dataclass, field
from typing import Any

import msgspec
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

JSON, HTML = "application/json;charset=UTF-8", "text/html; charset=utf-8"
PAGE = "<!DOCTYPE html><html><head><title>{0}</title></head><body><h1>{0}</h1>{1}</body></html>"
encode = msgspec.json.Encoder().encode
# The words on these pages are guessed, and so is that the gateway ever answers them.
REFUSALS = {
    "maintenance": (503, "Service Unavailable"),
    "database_down": (500, "Internal Server Error"),
    "gateway": (502, "Bad Gateway"),
    "too_large": (413, "Request Entity Too Large"),
}
BEFORE = {"noise": b"\n<b>Warning</b>: upstream notice\n", "bom": b"\xef\xbb\xbf"}


@dataclass(slots=True)
class Reply:
    status: int
    content: bytes
    headers: dict[str, str] = field(default_factory=dict)


def json_reply(body: Any) -> Reply:
    return Reply(200, encode(body), {"Content-Type": JSON})


def page(status: int, title: str, inside: str) -> Reply:
    return Reply(status, PAGE.format(title, inside).encode(), {"Content-Type": HTML})


def refusing(fault: str | None) -> Reply | None:
    """What a fault answers before anything was done; status 0 is no answer at all."""
    if fault == "lost_before":
        return Reply(0, b"")
    if fault in REFUSALS:
        return page(*REFUSALS[fault], "")
    return None


def sent(found: Reply, fault: str | None) -> Response:
    """An answer on its way, whole or as the fault leaves it."""
    found.content = BEFORE.get(fault or "", b"") + found.content
    how = {"lost_after": "lost", "half_answer": "half"}.get(fault or "", "")
    if how or not found.status:
        return Cut(found, how or "lost")
    return Response(found.content, found.status, found.headers)


class Cut(Response):
    """An answer of which nothing or half arrives."""

    def __init__(self, found: Reply, how: str) -> None:
        super().__init__()
        self.found, self.how = found, how

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self.how == "lost":
            while (await receive())["type"] != "http.disconnect":
                pass
            return
        headers = {**self.found.headers, "Content-Length": str(len(self.found.content))}
        raw = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
        await send({"type": "http.response.start", "status": self.found.status, "headers": raw})
        half = self.found.content[: len(self.found.content) // 2]
        # What returns before its end makes the server close the connection.
        await send({"type": "http.response.body", "body": half, "more_body": True})
