"""The clock as a given value: whoever needs the time is handed one."""

import time
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    def now(self) -> datetime:
        """This instant, aware and in UTC. It may step back when the machine is corrected."""
        ...

    def monotonic(self) -> float:
        """Seconds since some start; they never run backwards, so they measure time-outs."""
        ...


class SystemClock:
    """The clock of this machine. Only `app` makes one."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()


class FixedClock:
    """Stands still until it is told to advance."""

    def __init__(self, at: datetime) -> None:
        if at.tzinfo is None:
            raise ValueError(f"{at} has no time zone: give the clock an aware instant.")
        self._now = at.astimezone(UTC)
        self._monotonic = 0.0

    def now(self) -> datetime:
        return self._now

    def monotonic(self) -> float:
        return self._monotonic

    def advance(self, seconds: float) -> None:
        """Let time pass. A negative step sets only `now` back, as on a corrected machine."""
        self._now += timedelta(seconds=seconds)
        self._monotonic += max(seconds, 0.0)
