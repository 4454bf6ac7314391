"""Token buckets in memory, one for each caller: what a caller may ask in a minute.

They are per process on purpose. A shared bucket costs a round trip to the database on every
request; here a request costs a microsecond. What they protect is the process itself, so n web
doors together allow n times as much. Budgets that must hold over all processes, such as a
platform's, are kept in the database.
"""

from collections import OrderedDict
from dataclasses import dataclass

from hanse.base.clock import Clock

WINDOW_S = 60.0
NAMES_MAX = 20_000


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether it was allowed, what is left, and when there is more."""

    allowed: bool
    quota: int
    remaining: int
    reset_s: float  # until the bucket is full again
    wait_s: float  # until the next request is allowed


class Buckets:
    """A bucket is one number: the moment at which it will be full again."""

    def __init__(self, clock: Clock, per_minute: int, names_max: int = NAMES_MAX) -> None:
        self._clock = clock
        self._quota = per_minute
        self._names_max = names_max
        self._full_at: OrderedDict[str, float] = OrderedDict()

    def take(self, name: str) -> Verdict:
        """Take one token, or say when there will be one."""
        verdict, full_at = self._after(name)
        if verdict.allowed:
            self._full_at[name] = full_at
            self._full_at.move_to_end(name)
            if len(self._full_at) > self._names_max:
                self._full_at.popitem(last=False)
        return verdict

    def look(self, name: str) -> Verdict:
        """What `take` would say, without taking."""
        return self._after(name)[0]

    def _after(self, name: str) -> tuple[Verdict, float]:
        now = self._clock.monotonic()
        token_s = WINDOW_S / self._quota
        full_at = max(self._full_at.get(name, now), now)
        later = full_at + token_s
        # A hair's breadth, so that the rounding of many small sums refuses nobody.
        wait_s = later - now - WINDOW_S - 1e-6
        if wait_s > 0:
            return Verdict(False, self._quota, 0, full_at - now, wait_s), full_at
        remaining = int((WINDOW_S - (later - now)) / token_s + 1e-6)
        return Verdict(True, self._quota, max(remaining, 0), later - now, 0.0), later
