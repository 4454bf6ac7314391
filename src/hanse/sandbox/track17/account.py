"""One key: what is registered under it, its quota and limits, and the letters that it gets."""

import hashlib
import heapq
import json
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from hanse.base.clock import Clock
from hanse.sandbox.ledger import Ledger
from hanse.sandbox.track17 import codes
from hanse.sandbox.track17.course import Parcel
from hanse.sandbox.track17.rows import KEPT_AFTER_STOP, Row
from hanse.sandbox.track17.shown import Document, whole
from hanse.sandbox.webhooks import Letter, Outbox
from hanse.sandbox.webhooks import Parcel as Post

PLATFORM = "track17"
LANES = 16  # letters of one number keep their order, others do not wait for them; guessed
REPLAYED_MAX = 1_000
QUOTA, PER_SECOND, LAG_S = 200, 3, 120.0  # of these only the second is known


def sign(raw: bytes, key: str) -> str:
    """The plain hash of the raw body, a slash and the key."""
    return hashlib.sha256(raw + b"/" + key.encode()).hexdigest()


@dataclass(slots=True)
class Account:
    key: str
    clock: Clock
    ledger: Ledger
    outbox: Outbox
    seed: int
    parcels: dict[str, Parcel]  # of all accounts, by number
    quota: int = QUOTA
    daily: int = QUOTA  # new registrations a day; that it equals the quota is guessed
    per_second: int = PER_SECOND
    lag_s: float = LAG_S
    realtime: bool = False
    disabled: bool = False
    lost: bool = False  # the key was withdrawn
    active_at: datetime | None = None
    url: str = ""
    used: int = 0
    throttled: int = 0
    wrong_signs: int = 0  # so many of the next pushes are signed with another key
    rows: dict[str, tuple[Row, ...]] = field(default_factory=dict)
    posted: deque[Post] = field(default_factory=lambda: deque(maxlen=REPLAYED_MAX))
    _today: tuple[date, int] = (date.min, 0)
    _asked: deque[float] = field(default_factory=deque)
    _due: list[tuple[datetime, int, Row]] = field(default_factory=list)
    _order: int = 0

    # What it may

    def admit(self) -> bool:
        """Whether one more call fits into the last second; a refused one does not count."""
        now = self.clock.monotonic()
        while self._asked and self._asked[0] <= now - 1:
            self._asked.popleft()
        if len(self._asked) >= self.per_second:
            self.throttled += 1
            return False
        self._asked.append(now)
        return True

    def today_used(self, now: datetime) -> int:
        """Days are of UTC, which is guessed."""
        return self._today[1] if self._today[0] == now.date() else 0

    def spend(self, credit: int, now: datetime) -> None:
        if self.used + credit > self.quota:
            raise codes.Refusal(codes.QUOTA_USED)
        today = self.today_used(now) + credit
        if today > self.daily:
            raise codes.Refusal(codes.DAILY_LIMIT)
        self.used += credit
        self._today = (now.date(), today)

    # What is registered

    def every(self) -> Iterator[Row]:
        for rows in self.rows.values():
            yield from rows

    def find(self, number: str, carrier: int | None, now: datetime) -> Row:
        """Without a carrier the first that is registered."""
        for row in self.rows.get(number, ()):
            if carrier in (None, row.carrier):
                self.touch(row, now)
                if not row.is_gone:
                    return row
        raise codes.Refusal(codes.NOT_REGISTERED)

    def parcel(self, number: str, carrier: int, now: datetime) -> Parcel:
        if number not in self.parcels:
            self.parcels[number] = Parcel(number, carrier, self.seed, now)
        return self.parcels[number]

    def add(self, number: str, carrier: int, origin: int, told: Document, now: datetime) -> Row:
        fresh_at = now + timedelta(seconds=self.lag_s)
        found = self.parcel(number, carrier, now)
        row = Row(number, carrier, origin, found, now, fresh_at, now, told)
        self.rows[number] = (*self.rows.get(number, ()), row)
        self.schedule(row, now)
        return row

    def drop(self, row: Row) -> None:
        row.is_gone = True
        left = tuple(each for each in self.rows[row.number] if each is not row)
        if left:
            self.rows[row.number] = left
        else:
            del self.rows[row.number]

    def stop(self, row: Row, at: datetime, reason: str) -> None:
        row.stopped_at, row.stop_reason = at, reason
        self.tell(row, "TRACKING_STOPPED", at)

    # What happens by itself

    def schedule(self, row: Row, now: datetime) -> None:
        due_at = row.next_at(now)
        if due_at != row.due_at:
            row.due_at = due_at
            self._order += 1
            row.order = self._order
            heapq.heappush(self._due, (due_at, self._order, row))

    def advance(self, now: datetime, limit: int) -> None:
        """Let happen what is due, so many numbers at a time, for others wait meanwhile."""
        while limit and self._due and self._due[0][0] <= now:
            _, order, row = heapq.heappop(self._due)
            if row.order == order and not row.is_gone:
                row.due_at = None
                self.touch(row, now)
                limit -= 1

    def touch(self, row: Row, now: datetime) -> None:
        """Bring one number up to now, with the pushes that follow. Twice is as once."""
        if row.due_at is not None and row.due_at > now:
            return
        if row.stopped_at is None:
            end = row.ends_at()
            self.tell_new(row, min(now, end))
            if now >= end:
                self.stop(row, end, "Expired")
        if row.stopped_at is not None and now >= row.stopped_at + KEPT_AFTER_STOP:
            self.drop(row)
            return
        row.word = row.words(row.events(now))[0]
        self.schedule(row, now)

    def tell_new(self, row: Row, at: datetime) -> None:
        count = len(row.events(at))
        if count > row.shown:
            self.tell(row, "TRACKING_UPDATED", at)
        row.shown = count

    # What is pushed

    def tell(self, row: Row, event: str, at: datetime) -> None:
        """A push as things are at that instant; without an address nobody is told."""
        if not self.url:
            return
        url = self.url

        def make() -> Post:
            # Written when it leaves: a hundred thousand that wait would not fit into memory.
            text = compact({"event": event, "data": pushed(row, event, at)})
            key = self.key
            if self.wrong_signs:
                self.wrong_signs -= 1
                key = f"{key}0"
            headers = {"Content-Type": "application/json", "sign": sign(text, key)}
            made = Post(url, headers, text)
            self.posted.append(made)
            return made

        def done(status: int | None) -> None:
            # There is no second try: when the service tries again is not known.
            row.pushed_at = self.clock.now()
            row.push_status = "Success" if status == 200 else "Failure"
            self.ledger.note(PLATFORM, f"push.{row.push_status.lower()}", row.number)

        self._order += 1
        lane = f"{self.key}:{drawn_lane(row.number)}"
        self.outbox.post(Letter(self.clock.now(), f"{self._order}", make, done, lane))

    def replay(self, count: int) -> int:
        """The last so many pushes once more, the same to the byte."""
        again = list(self.posted)[-count:]
        for post in again:
            self._order += 1
            make = partial(copied, post)
            self.outbox.post(Letter(self.clock.now(), f"{self._order}", make, lambda _: None))
        return len(again)


def pushed(row: Row, event: str, at: datetime) -> Document:
    if event == "TRACKING_UPDATED":
        return whole(row, at)
    said = {name: row.told.get(name) for name in ("param", "tag")}
    return {"number": row.number, "carrier": row.carrier, **said}


def copied(post: Post) -> Post:
    return post


def compact(document: Any) -> bytes:
    """JSON as the service writes it: no spaces, letters of all scripts as they are."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def drawn_lane(number: str) -> int:
    return hashlib.blake2b(number.encode(), digest_size=1).digest()[0] % LANES
