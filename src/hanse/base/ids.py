"""Identities, version 7 of RFC 9562, as a given value: sorted by the time of their making.

An identity is 48 bits of milliseconds and a tail of 74 bits; here both are one integer, so that
a tail that runs over carries into the milliseconds and the order still holds.
"""

import hashlib
import secrets
import threading
from datetime import UTC, datetime, timedelta
from typing import Protocol
from uuid import UUID

from hanse.base.clock import Clock

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)
TAIL_BITS = 74
STEP_BITS = 32
LOW_BITS = 62  # what stands behind the two bits of the variant


class Ids(Protocol):
    def new(self) -> UUID:
        """An identity that nobody has; within a process each is greater than the one before."""
        ...


class RandomIds:
    """Identities nobody can foresee. One instance may be shared by threads."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._last = 0

    def new(self) -> UUID:
        with self._lock:
            self._last = following(self._last, self._clock.now(), self._draw())
            return spelled(self._last)

    def _draw(self) -> int:
        return secrets.randbits(TAIL_BITS)


class SeededIds(RandomIds):
    """The same identities again for the same seed and clock: for tests, demos and simulations."""

    def __init__(self, clock: Clock, seed: int) -> None:
        super().__init__(clock)
        self._seed = seed
        self._drawn = 0

    def _draw(self) -> int:
        self._drawn += 1
        digest = hashlib.sha256(f"{self._seed} {self._drawn}".encode()).digest()
        return int.from_bytes(digest, "big") % (1 << TAIL_BITS)


def following(last: int, at: datetime, draw: int) -> int:
    """The draw under the instant's milliseconds, or a small step past the last if that is later.

    The step covers two identities in one millisecond, and a clock that was set back.
    """
    milliseconds = (at - EPOCH) // MILLISECOND
    step = 1 + draw % (1 << STEP_BITS)
    return max((milliseconds << TAIL_BITS) + draw, last + step)


def spelled(number: int) -> UUID:
    """The UUID of a number: its bits with the version and the variant written between them."""
    high, low = divmod(number, 1 << LOW_BITS)
    milliseconds, middle = divmod(high, 1 << (TAIL_BITS - LOW_BITS))
    return UUID(int=milliseconds << 80 | 7 << 76 | middle << 64 | 0b10 << LOW_BITS | low)
