"""17TRACK where the sandbox finds it: its accounts, who is asked, and what a fault makes of it."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from html import escape
from random import Random
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from hanse.base.clock import Clock
from hanse.sandbox.ecb.bank import Cut
from hanse.sandbox.ledger import Ledger
from hanse.sandbox.track17 import calls, codes
from hanse.sandbox.track17.account import PLATFORM, Account, compact
from hanse.sandbox.track17.carriers import CARRIERS
from hanse.sandbox.track17.course import Parcel
from hanse.sandbox.webhooks import Outbox

HOST, LISTS, FOLDER = "api.17track.net", "res.17track.net", "/track/v2.4/"
CARRIER_LIST = "/asset/carrier/info/apicarrier.all.json"
BODY_BYTES_MAX = 1024 * 1024  # guessed
ACCOUNTS_MAX = 50
AT_ONCE = 200  # numbers that are brought up to date between two looks at the clock
JSON, HTML = "application/json; charset=utf-8", "text/html"
# How these pages look is guessed; the statuses are known.
PAGES = {
    "maintenance": (503, "Service Unavailable"),
    "gateway": (502, "Bad Gateway"),
    "too_large": (413, "Request Entity Too Large"),
    "throttled": (429, "Too Many Requests"),
}


@dataclass(slots=True)
class Standing:
    """A refusal on request: which code, to which call and number, how many more times."""

    code: int
    call: str = ""
    number: str = ""
    count: int | None = None

    def fits(self, call: str, item: Any) -> bool:
        if self.count == 0 or self.call not in ("", call):
            return False
        number = item.get("number") if isinstance(item, dict) else None
        if self.number not in ("", number):
            return False
        asked = codes.ASKING.get(self.code, ())
        return not (asked and item and all(item.get(name) for name in asked))


@dataclass(slots=True)
class Bureau:
    clock: Clock
    ledger: Ledger
    seed: int
    accounts: dict[str, Account] = field(default_factory=dict)
    parcels: dict[str, Parcel] = field(default_factory=dict)
    refusals: list[Standing] = field(default_factory=list)

    def __post_init__(self) -> None:
        digest = hashlib.blake2b(f"{self.seed}:{PLATFORM}:key".encode(), digest_size=16)
        self.open(digest.hexdigest().upper())

    @property
    def first(self) -> Account:
        return next(iter(self.accounts.values()))

    def open(self, key: str) -> Account:
        """One account more, under this key."""
        if not key or len(key) > 100 or not key.isascii():
            raise ValueError("A key is 1 to 100 plain characters.")
        if key in self.accounts:
            raise ValueError("There is an account with this key already.")
        if len(self.accounts) >= ACCOUNTS_MAX:
            raise ValueError(f"There are {ACCOUNTS_MAX} accounts, more are not possible.")
        chance = Random(f"{self.seed}:{key}")  # noqa: S311 (a game, no secret)
        ledger = Ledger(self.ledger)
        self.accounts[key] = Account(
            key, self.clock, ledger, Outbox(chance), self.seed, self.parcels
        )
        return self.accounts[key]

    def named(self, key: str) -> Account:
        """The account of this key; without one the first."""
        if not key:
            return self.first
        if key not in self.accounts:
            raise LookupError("There is no account with this key.")
        return self.accounts[key]

    def outboxes(self) -> Iterator[Outbox]:
        return (account.outbox for account in tuple(self.accounts.values()))

    def advance(self, now: datetime) -> None:
        """Let happen what happens by itself."""
        for account in tuple(self.accounts.values()):
            account.advance(now, AT_ONCE)

    @staticmethod
    def is_meant(host: str, path: str) -> bool:
        """By its host; or by its path, where a caller names nobody."""
        return host in (HOST, LISTS) or path.startswith((FOLDER, CARRIER_LIST))

    async def answer(self, request: Request, fault: str | None) -> Response:
        content = await request.body()
        if len(content) > BODY_BYTES_MAX:
            fault = "too_large"
        if fault == "lost_before":
            return Cut(b"", {}, "lost")
        if fault in PAGES:
            return page(fault)
        if fault == "database_down":
            return sent(500, {"code": codes.INTERNAL, "data": {}})
        key = request.headers.get("17token", "")
        if fault in ("key_lost", "token_lost"):
            self._lose(key)
        status, document = self._asked(request, key, content)
        if document is None:
            return page("throttled")
        found = sent(status, document)
        if fault in ("lost_after", "half_answer"):
            how = "lost" if fault == "lost_after" else "half"
            return Cut(bytes(found.body), {"content-type": JSON}, how)
        if fault in ("noise", "bom"):
            before = b"\xef\xbb\xbf" if fault == "bom" else b"<!-- served -->\n"
            return Response(before + bytes(found.body), status, None, JSON)
        return found

    def _asked(self, request: Request, key: str, content: bytes) -> tuple[int, Any]:
        path = request.url.path
        if path == CARRIER_LIST and request.method == "GET":
            # Of the list only the field `key` is known.
            return 200, [{"key": each.key, "_name": each.name} for each in CARRIERS.values()]
        call = path.removeprefix(FOLDER)
        if not path.startswith(FOLDER) or call not in CALLS:
            return 404, whole_refusal(codes.BAD_VALUE)
        if request.method != "POST":
            return 405, whole_refusal(codes.BAD_FORMAT)
        now = self.clock.now()
        if code := self._gate(key, call, now):
            return (401 if code in codes.STATUS_401 else 200), whole_refusal(code)
        account = self.accounts[key]
        before = account.used
        if not account.admit():
            account.ledger.paid(f"{call} (429)")
            return 429, None
        try:
            is_json = "json" in request.headers.get("content-type", "")
            document = self._done(account, call, content if is_json else b"", now)
        except codes.Refusal as why:
            document = whole_refusal(why.code)
        account.ledger.paid(call, account.used - before)
        return 200, document

    def _lose(self, key: str) -> None:
        if key in self.accounts:
            self.accounts[key].lost = True

    def _gate(self, key: str, call: str, now: datetime) -> int:
        account = self.accounts.get(key)
        if account is None or account.lost or (account.active_at and now < account.active_at):
            return codes.KEY
        if account.disabled:
            return codes.DISABLED
        return self.refusal(call, None)

    def _done(self, account: Account, call: str, content: bytes, now: datetime) -> Any:
        try:
            asked = json.loads(content)
        except ValueError as unreadable:
            raise codes.Refusal(codes.BAD_FORMAT) from unreadable
        if call == "gettracklist":
            # Whether the filters stand in an array is guessed: both are understood.
            asked = asked[0] if isinstance(asked, list) and len(asked) == 1 else asked or {}
            if not isinstance(asked, dict):
                raise codes.Refusal(codes.BAD_FORMAT)
            return calls.listing(account, asked, now)
        if not isinstance(asked, list):
            raise codes.Refusal(codes.BAD_FORMAT)
        if call == "getquota":
            return calls.quota(account, now)
        if not asked:
            raise codes.Refusal(codes.MISSING)
        if len(asked) > calls.NUMBERS_MAX:
            raise codes.Refusal(codes.TOO_MANY)
        work = calls.OF_NUMBERS[call]
        return calls.each(account, work, asked, now, lambda item: self.refusal(call, item))

    def refusal(self, call: str, item: Any) -> int:
        """The code of the first standing refusal that fits, 0 where there is none; it is counted.

        Without an item the whole request is meant.
        """
        for each in self.refusals:
            if (each.code in codes.OF_THE_REQUEST) == (item is None) and each.fits(call, item):
                if each.count is not None:
                    each.count -= 1
                return each.code
        return 0

    def shown(self) -> str:
        """What people see of it, as the inside of a page."""
        rows = "".join(
            f'<li class="card"><div>{escape(account.key[:4])}...</div><div class="soft">'
            f"{account.used} of {account.quota} credits used, {len(account.rows)} numbers"
            f" registered, {account.outbox.sent} pushes sent.</div></li>"
            for account in self.accounts.values()
        )
        return f"<p>Numbers are registered at {FOLDER} with the header 17token.</p><ul>{rows}</ul>"


CALLS = {*calls.OF_NUMBERS, "gettracklist", "getquota"}


def whole_refusal(code: int) -> dict[str, Any]:
    """A fault of the request: inside of data, or the code itself where the service is not well."""
    if code == codes.INTERNAL:
        return {"code": code, "data": {}}
    return {"code": 0, "data": {"errors": [codes.error(code)]}}


def page(fault: str) -> Response:
    status, text = PAGES[fault]
    return Response(f"<html><body><h1>{text}</h1></body></html>", status, None, HTML)


def sent(status: int, document: Any) -> Response:
    return Response(compact(document), status, None, JSON)
