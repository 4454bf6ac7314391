"""The bytes that leave, and how they may fail to."""

from dataclasses import dataclass
from typing import Any

import msgspec
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from hanse.sandbox.shopify.spool import Spool

JSON = "application/json; charset=utf-8"
HTML = "text/html; charset=utf-8"
PAGE = "<!DOCTYPE html><html><head><title>{title}</title></head><body><h1>{text}</h1></body></html>"
encode = msgspec.json.Encoder().encode


@dataclass(slots=True)
class Reply:
    status: int
    headers: dict[str, str]
    content: bytes


def json_reply(status: int, body: Any) -> Reply:
    return Reply(status, {"Content-Type": JSON}, encode(body))


def html_reply(status: int, text: str, **headers: str) -> Reply:
    return Reply(status, {"Content-Type": HTML, **headers}, text.encode())


PAGES = {
    "maintenance": (503, "Service Unavailable", "Be right back."),
    "database_down": (500, "Something went wrong", "There's no page at this address"),
    "gateway": (502, "502 Bad Gateway", "502 Bad Gateway"),
    "too_large": (413, "413 Request Entity Too Large", "413 Request Entity Too Large"),
}


def refused(fault: str | None) -> Reply | None:
    """What a fault answers before anything was done; status 0 is no answer at all."""
    if fault == "lost_before":
        return Reply(0, {}, b"")
    if fault == "throttled":
        body = {"errors": "Exceeded 2 calls per second for api client. Reduce request rates."}
        found = json_reply(429, body)
        found.headers["Retry-After"] = "2.0"
        return found
    if fault in PAGES:
        status, title, text = PAGES[fault]
        return html_reply(status, PAGE.format(title=title, text=text))
    return None


class Cut(Response):
    """An answer of which nothing or half arrives."""

    def __init__(self, found: Reply, how: str, file: Spool | None = None) -> None:
        super().__init__()
        self.found, self.how, self.file = found, how, file

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self.how == "lost":
            while (await receive())["type"] != "http.disconnect":
                pass
            return
        size = self.file.size if self.file else len(self.found.content)
        headers = {**self.found.headers, "Content-Length": str(size)}
        raw = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
        await send({"type": "http.response.start", "status": self.found.status, "headers": raw})
        left = size // 2
        for piece in self.file.pieces() if self.file else (self.found.content,):
            body = piece[:left]
            left -= len(body)
            await send({"type": "http.response.body", "body": body, "more_body": True})
            if left <= 0:
                break  # what returns before its end makes the server close the connection
