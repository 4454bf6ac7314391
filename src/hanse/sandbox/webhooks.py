"""Outgoing webhooks: a queue by the sandbox's clock, and how it may misbehave."""

import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

TIMEOUT_S = 60.0


@dataclass(frozen=True, slots=True)
class Parcel:
    """One POST: where to, its headers and its bytes, made when it is sent, not when queued."""

    url: str
    headers: dict[str, str]
    content: bytes


@dataclass(slots=True)
class Letter:
    due_at: datetime
    key: str  # what is waiting already is not queued again
    make: Callable[[], Parcel | None]
    done: Callable[[int | None], None]  # told the status, or None where nobody answered


@dataclass(slots=True)
class Manners:
    """How deliveries behave: seconds of delay, and the shares sent twice, lost or shuffled."""

    delay_s: float = 0.0
    twice_share: float = 0.0
    lost_share: float = 0.0
    shuffled_share: float = 0.0


Send = Callable[[Parcel], Awaitable[int | None]]


@dataclass(slots=True)
class Outbox:
    chance: random.Random
    manners: Manners = field(default_factory=Manners)
    waiting: list[Letter] = field(default_factory=list)
    sent: int = 0

    def post(self, letter: Letter) -> bool:
        """Queue it unless the same is waiting; whether it was queued."""
        if any(other.key == letter.key for other in self.waiting):
            return False
        letter.due_at += timedelta(seconds=self.manners.delay_s)
        if self._draws(self.manners.shuffled_share):
            letter.due_at += timedelta(seconds=self.chance.uniform(0, self.manners.delay_s + 1))
        self.waiting.append(letter)
        return True

    async def deliver_due(self, now: datetime, send: Send) -> int:
        """Send everything that is due, in the order of its time; how many letters that was."""
        due = sorted((row for row in self.waiting if row.due_at <= now), key=lambda r: r.due_at)
        self.waiting = [row for row in self.waiting if row.due_at > now]
        for letter in due:
            if self._draws(self.manners.lost_share):
                continue
            for _ in range(2 if self._draws(self.manners.twice_share) else 1):
                if (parcel := letter.make()) is None:
                    break
                self.sent += 1
                letter.done(await send(parcel))
        return len(due)

    def _draws(self, share: float) -> bool:
        return share > 0 and self.chance.random() < share
