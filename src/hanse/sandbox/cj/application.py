"""One request to the supplier: who asks, how much, what for, and what a fault makes of it."""

import json
from inspect import isawaitable
from typing import Any
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from hanse.sandbox.cj import limits, tokens
from hanse.sandbox.cj.call import Answer, Call, Record
from hanse.sandbox.cj.places import FOLDER, OPEN, PLACES
from hanse.sandbox.cj.refusals import TOO_MANY, Plain, Refusal
from hanse.sandbox.cj.supplier import Supplier

HOST = "developers.cjdropshipping.com"
JSON, HTML = "application/json;charset=UTF-8", "text/html"
PAGE = "<html><head><title>{0}</title></head><body><center><h1>{0}</h1></center></body></html>"
# The words of these pages are guessed.
PAGES = {
    "maintenance": (503, "503 Service Temporarily Unavailable"),
    "database_down": (500, "500 Internal Server Error"),
    "gateway": (502, "502 Bad Gateway"),
    "too_large": (413, "413 Request Entity Too Large"),
}
BEFORE = {"noise": b"\nupstream notice\n", "bom": b"\xef\xbb\xbf"}
CUT = {"lost_after": "lost", "half_answer": "half"}


def is_meant(host: str, path: str) -> bool:
    """By its host; or by its path, where a caller names nobody."""
    return host == HOST or path.startswith(f"{FOLDER}/")


async def answer(
    supplier: Supplier, request: Request, content: bytes, fault: str | None
) -> Response:
    """The whole way of one request. A fault that refuses does so before anything was done."""
    supplier.advance()
    token = request.headers.get("cj-access-token", "")
    if fault in ("token_lost", "key_lost"):
        tokens.lose(supplier, token, key=fault == "key_lost")
    if fault == "lost_before":
        return Cut(Response(), "lost")
    if fault == "throttled":
        return Response("Too Many Requests", TOO_MANY, media_type="text/plain")
    if fault in PAGES:
        status, title = PAGES[fault]
        return Response(PAGE.format(title), status, {"Content-Type": HTML})
    try:
        status, document = await _document(supplier, request, content, token, fault)
    except Plain as refused:
        return Response(refused.words, TOO_MANY, media_type="text/plain")
    body = BEFORE.get(fault or "", b"") + json.dumps(document).encode()
    found = Response(body, status, {"Content-Type": JSON})
    return Cut(found, CUT[fault]) if fault in CUT else found


async def _document(
    supplier: Supplier, request: Request, content: bytes, token: str, fault: str | None
) -> tuple[int, Record]:
    if fault == "busy":
        return 200, _refused(supplier, Refusal(1600000))
    try:
        found = await _answered(supplier, request, content, token)
    except Refusal as refused:
        status, document = refused.status, _refused(supplier, refused)
    else:
        status, document = 200, found.document(_id(supplier))
    if fault == "read_timeout":  # whatever became of it, the platform itself was not told
        return 200, _refused(supplier, Refusal(1600301))
    return status, document


async def _answered(supplier: Supplier, request: Request, content: bytes, token: str) -> Answer:
    path = request.url.path.removeprefix(FOLDER)
    ip = request.client.host if request.client else ""
    is_open = path in OPEN
    limits.check_address(supplier, ip, is_open=is_open)
    place = OPEN.get(path) or PLACES.get(path)
    if place is None:
        supplier.ledger.paid("unknown")
        raise Refusal(1600101)
    account = next(iter(supplier.accounts.values()))
    points = 0
    if not is_open:
        account = tokens.holder(supplier, token)
        points = limits.check(supplier, account, ip, path)
    if path.startswith("/shopping/") and request.headers.get("platformtoken"):
        raise Refusal(1600031)  # guessed: no account here has let in a platform
    method, work = place
    supplier.ledger.paid(f"{method} {path}", points)
    if request.method != method:
        raise Refusal(16900403)
    query = parse_qs(request.url.query, keep_blank_values=True)
    body = _body(request, content) if method in ("POST", "PATCH") else {}
    found = work(Call(supplier, account, query, body))
    return await found if isawaitable(found) else found


def _body(request: Request, content: bytes) -> Record:
    if request.url.path.endswith("/logout"):  # the header alone
        return {}
    if "json" not in request.headers.get("content-type", ""):
        raise Refusal(16900202)
    try:
        found: Any = json.loads(content, parse_constant=_no_number)
    except ValueError:
        raise Refusal(16900203) from None
    if not isinstance(found, dict):
        raise Refusal(16900203)
    return found


def _no_number(word: str) -> None:
    raise ValueError(f"{word} is no JSON")


def _refused(supplier: Supplier, refused: Refusal) -> Record:
    return {
        "code": refused.code,
        "result": False,
        "message": refused.words,
        "data": None,
        "requestId": _id(supplier),
    }


def _id(supplier: Supplier) -> str:
    return supplier.text("request")


class Cut(Response):
    """An answer of which nothing or half arrives."""

    def __init__(self, found: Response, how: str) -> None:
        super().__init__()
        self.found, self.how = found, how

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self.how == "lost":
            while (await receive())["type"] != "http.disconnect":
                pass
            return
        whole = bytes(self.found.body)
        raw = self.found.raw_headers
        await send(
            {"type": "http.response.start", "status": self.found.status_code, "headers": raw}
        )
        # What returns before its end makes the server close the connection.
        await send(
            {"type": "http.response.body", "body": whole[: len(whole) // 2], "more_body": True}
        )
