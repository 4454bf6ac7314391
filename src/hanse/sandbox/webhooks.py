"""Outgoing webhooks: a queue by the sandbox's clock, and how it may misbehave."""

import asyncio
import heapq
import random
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

TIMEOUT_S = 60.0
LANES_AT_ONCE = 256  # a receiver that hangs keeps its own lane waiting, not the others


@dataclass(frozen=True, slots=True)
class Parcel:
    """One POST: where to, its headers and its bytes, made when it is sent, not when queued."""

    url: str
    headers: dict[str, str]
    content: bytes


@dataclass(slots=True)
class Letter:
    """`lane` is the subscription: in one lane a letter waits for the answer to the one before."""

    due_at: datetime
    key: str  # what is waiting already is not queued again
    make: Callable[[], Parcel | None]
    done: Callable[[int | None], None]  # told the status, or None where nobody answered
    lane: str = ""


@dataclass(slots=True)
class Manners:
    """How deliveries behave: seconds of delay, and the shares sent twice, lost or shuffled."""

    delay_s: float = 0.0
    twice_share: float = 0.0
    lost_share: float = 0.0
    shuffled_share: float = 0.0

    def change(self, document: dict[str, float]) -> None:
        """Take what the document says; refuse the whole of it where a part cannot be."""
        for name, value in document.items():
            if name not in MANNERS:
                raise ValueError(f"There is no {name}, only {', '.join(MANNERS)}.")
            if not 0 <= float(value) <= (1 if name.endswith("_share") else float("inf")):
                raise ValueError(f"{name} cannot be {value}: a share is from 0 to 1, a delay >= 0.")
        for name, value in document.items():
            setattr(self, name, float(value))

    def document(self) -> dict[str, float]:
        return {name: getattr(self, name) for name in MANNERS}


MANNERS = ("delay_s", "twice_share", "lost_share", "shuffled_share")
Send = Callable[[Parcel], Awaitable[int | None]]


@dataclass(slots=True)
class Outbox:
    chance: random.Random
    manners: Manners = field(default_factory=Manners)
    sent: int = 0
    _heap: list[tuple[datetime, int, Letter]] = field(default_factory=list)
    _lanes: dict[str, deque[tuple[Letter, int]]] = field(default_factory=dict)
    _busy: set[str] = field(default_factory=set)
    _keys: set[str] = field(default_factory=set)
    _posted: int = 0

    @property
    def waiting(self) -> list[Letter]:
        """What was not sent yet, whether it is due or not."""
        later = [letter for _, _, letter in sorted(self._heap, key=lambda row: row[:2])]
        return [letter for lane in self._lanes.values() for letter, _ in lane] + later

    def count(self) -> int:
        """How many letters wait."""
        return len(self._keys)

    def post(self, letter: Letter) -> bool:
        """Queue it unless the same is waiting; whether it was queued."""
        if letter.key in self._keys:
            return False
        letter.due_at += timedelta(seconds=self.manners.delay_s)
        if self._draws(self.manners.shuffled_share):
            letter.due_at += timedelta(seconds=self.chance.uniform(0, self.manners.delay_s + 1))
        self._keys.add(letter.key)
        self._posted += 1
        heapq.heappush(self._heap, (letter.due_at, self._posted, letter))
        return True

    def ripen(self, now: datetime) -> list[str]:
        """Put what is due into its lane; the lanes that nobody works on now."""
        while self._heap and self._heap[0][0] <= now:
            _, _, letter = heapq.heappop(self._heap)
            # Drawn here and not while sending, so that the lot does not depend on who is slow.
            times = 0 if self._draws(self.manners.lost_share) else 1
            times += bool(times) and self._draws(self.manners.twice_share)
            self._lanes.setdefault(letter.lane, deque()).append((letter, times))
        return [lane for lane in self._lanes if lane not in self._busy]

    def claim(self, lane: str) -> None:
        """Nobody else works on this lane until `work` has ended."""
        self._busy.add(lane)

    async def work(self, lane: str, send: Send) -> int:
        """Send what lies in one lane, one after the other; how many letters that was."""
        self.claim(lane)
        count = 0
        try:
            while rows := self._lanes.get(lane):
                letter, times = rows.popleft()
                self._keys.discard(letter.key)
                count += 1
                # The second copy is the same to the byte, as when something on the way repeats it.
                for parcel in [made] * times if times and (made := letter.make()) else ():
                    self.sent += 1
                    letter.done(await send(parcel))
        finally:
            self._busy.discard(lane)
            if not self._lanes.get(lane):
                self._lanes.pop(lane, None)
        return count

    async def deliver_due(self, now: datetime, send: Send) -> int:
        """Send everything that is due, the lanes beside each other; how many letters that was."""
        counts = await asyncio.gather(*(self.work(lane, send) for lane in self.ripen(now)))
        return sum(counts)

    def _draws(self, share: float) -> bool:
        return share > 0 and self.chance.random() < share


def tell_of_mistake(task: asyncio.Task[None]) -> None:
    """What goes wrong beside all requests is a mistake of ours; the loop prints it."""
    if not task.cancelled():
        task.result()


@dataclass(slots=True)
class Postmen:
    """Carry the letters of any number of outboxes, each lane by one of them."""

    send: Send
    lanes_at_once: int = LANES_AT_ONCE
    walking: set[asyncio.Task[None]] = field(default_factory=set)

    def walk(self, outbox: Outbox, now: datetime) -> None:
        """Set off for every lane that has something due; returns at once."""
        for lane in outbox.ripen(now):
            if len(self.walking) >= self.lanes_at_once:
                return
            outbox.claim(lane)  # before the task runs, or the next walk would send a second one
            task = asyncio.create_task(self._carry(outbox, lane))
            self.walking.add(task)
            task.add_done_callback(self.walking.discard)
            task.add_done_callback(tell_of_mistake)

    async def _carry(self, outbox: Outbox, lane: str) -> None:
        await outbox.work(lane, self.send)

    async def stop(self) -> None:
        """Let go of what is on its way."""
        for task in tuple(self.walking):
            task.cancel()
        await asyncio.gather(*self.walking, return_exceptions=True)
