"""The bank where the sandbox finds it: its three files, what a fault makes of them, its page."""

import asyncio
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from email.utils import format_datetime, parsedate_to_datetime
from html import escape

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from hanse.base.clock import Clock
from hanse.sandbox.ecb import days, files
from hanse.sandbox.ecb.rates import rates
from hanse.sandbox.ledger import Ledger

PLATFORM, HOST, FOLDER = "ecb", "www.ecb.europa.eu", "/stats/eurofxref/"
DAILY, RECENT, WHOLE = "eurofxref-daily.xml", "eurofxref-hist-90d.xml", "eurofxref-hist.xml"
XML, HTML = "text/xml", "text/html; charset=UTF-8"
PAGE = "<!DOCTYPE html><html><head><title>{0}</title></head><body><h1>{0}</h1></body></html>"
# The words on the bank's pages are guessed.
REFUSALS = {
    "throttled": (429, "Too Many Requests"),
    "maintenance": (503, "Service Unavailable"),
    "database_down": (500, "Internal Server Error"),
    "gateway": (502, "Bad Gateway"),
    "too_large": (413, "Request Entity Too Large"),
    "not_found": (404, "Page not found"),
}
Rows = list[files.Row]
# What a fault does to the rows of every day that is served.
TWISTS: dict[str, Callable[[Rows], Rows]] = {
    "unknown_currency": lambda rows: [*rows, ("XQX", Decimal("12.3456"))],
    "missing_currency": lambda rows: [row for row in rows if row[0] != "USD"],
    "no_number": lambda rows: [(code, "N/A" if code == "USD" else rate) for code, rate in rows],
}


@dataclass(slots=True)
class Bank:
    clock: Clock
    ledger: Ledger
    seed: int
    _whole: dict[date, bytes] = field(default_factory=dict)

    def is_meant(self, host: str, path: str) -> bool:
        """By its host; or by its path, where a caller names nobody."""
        return host == HOST or path.startswith(FOLDER)

    async def answer(self, request: Request, fault: str | None) -> Response:
        name = request.url.path.removeprefix(FOLDER)
        if fault == "lost_before":
            return Cut(b"", {}, "lost")
        if fault in REFUSALS:
            return _page(*REFUSALS[fault])
        if fault == "page":
            return _page(200, "Welcome")
        if name not in (DAILY, RECENT, WHOLE):
            return _page(404, "Page not found")
        if request.method not in ("GET", "HEAD"):
            return _page(405, "Method Not Allowed")
        self.ledger.note(PLATFORM, "file.read", name)
        day = days.newest(self.clock.now())
        if fault == "yesterday":
            day = days.before(day)
        # All days are 200,000 rates: others are answered meanwhile.
        body = await asyncio.to_thread(self._file, name, day, fault)
        # That the bank answers conditional requests is guessed.
        tag = f'"{hashlib.blake2b(body, digest_size=8).hexdigest()}"'
        at = days.out_at(day)
        headers = {"Content-Type": XML, "ETag": tag, "Last-Modified": format_datetime(at, True)}
        if _is_known(request, tag, at):
            self.ledger.note(PLATFORM, "file.unchanged", name)
            return Response(status_code=304, headers=headers)
        if fault == "noise":
            body = b"\n" + body  # nothing may stand before the declaration
        if fault == "bom":
            body = b"\xef\xbb\xbf" + body
        if fault == "cut_short":
            body = body[: len(body) // 2]
        if fault in ("lost_after", "half_answer"):
            return Cut(body, headers, "lost" if fault == "lost_after" else "half")
        return Response(b"" if request.method == "HEAD" else body, headers=headers)

    def _file(self, name: str, day: date, fault: str | None) -> bytes:
        if name == WHOLE and fault not in (*TWISTS, "twice"):
            if day not in self._whole:
                self._whole = {day: files.history(self._days(days.until(day, days.FIRST)))}
            return self._whole[day]
        span = {DAILY: day, RECENT: day - days.RECENT_DAYS * days.DAY, WHOLE: days.FIRST}
        found = self._days(days.until(day, span[name]))
        if twist := TWISTS.get(fault or ""):
            found = [(at, twist(list(rows))) for at, rows in found]
        if fault == "twice":
            found = [found[0], *found]
        return files.daily(found) if name == DAILY else files.history(found)

    def _days(self, wanted: Sequence[date]) -> list[files.Day]:
        return [(day, list(rates(self.seed, day).items())) for day in wanted]

    def shown(self) -> str:
        """What people see of it, as the inside of a page."""
        day = days.newest(self.clock.now())
        following = days.after(day)
        counts = (self.ledger.kind(PLATFORM, kind) for kind in ("file.read", "file.unchanged"))
        asked, same = counts
        rows = "".join(
            f'<li class="card"><a href="{FOLDER}{name}">{name}</a><div>Asked for'
            f" {asked.get(name, 0)} times, {same.get(name, 0)} of them unchanged.</div></li>"
            for name in (DAILY, RECENT, WHOLE)
        )
        money = "".join(
            f'<li class="card"><div class="price">{rate}</div><div class="soft">{escape(code)}'
            "</div></li>"
            for code, rate in rates(self.seed, day).items()
        )
        return (
            f"<p>Newest: {day}. The rates of {following} come out at"
            f" {days.out_at(following):%Y-%m-%d %H:%M} UTC.</p><ul>{rows}</ul>"
            f"<h2>One euro</h2><ul>{money}</ul>"
        )


def _is_known(request: Request, tag: str, at: datetime) -> bool:
    """Whether the caller has this file already. A tag says more than a date."""
    if held := request.headers.get("if-none-match"):
        return held == "*" or tag in {each.strip().removeprefix("W/") for each in held.split(",")}
    try:
        since = parsedate_to_datetime(request.headers.get("if-modified-since", ""))
    except ValueError:
        return False
    return since.tzinfo is not None and at <= since


def _page(status: int, text: str) -> Response:
    more = {"Retry-After": "60"} if status in (429, 503) else {}
    return Response(PAGE.format(text), status, {"Content-Type": HTML, **more})


class Cut(Response):
    """An answer of which nothing or half arrives."""

    def __init__(self, body: bytes, headers: dict[str, str], how: str) -> None:
        super().__init__(b"", headers=headers)
        self.whole, self.how = body, how

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self.how == "lost":
            while (await receive())["type"] != "http.disconnect":
                pass
            return
        raw = [(name, value) for name, value in self.raw_headers if name != b"content-length"]
        raw.append((b"content-length", str(len(self.whole)).encode()))
        await send({"type": "http.response.start", "status": 200, "headers": raw})
        half = self.whole[: len(self.whole) // 2]
        # What returns before its end makes the server close the connection.
        await send({"type": "http.response.body", "body": half, "more_body": True})
