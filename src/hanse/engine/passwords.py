"""Passwords at rest: hashed with Argon2id, in threads beside the loop, at most N at once.

Whoever guesses pays as much as we do, so one guess costs tens of milliseconds and megabytes of
memory. The threads stand behind everything else that wants a processor: a rush of sign-ins makes
sign-ins slow, and nothing else.
"""

import asyncio
import os
import sys
import threading
import unicodedata
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from hanse.base.faults import Throttled

# 62 ms alone and 70 ms beside a second one, on one core of a server of 2025 (2.4 GHz). Half of that
# memory with as many rounds takes 27 ms; OWASP's floor is 19 MiB with two rounds.
MEMORY_KIB = 32_768
ROUNDS = 2
LANES = 1
SALT_BYTES = 16
HASH_BYTES = 32

WAITING_MAX = 100  # then the next is told to come again: at two threads it would wait for 4 s
AGAIN_S = 3.0
LOOKING_MAX = 4  # connections that those who sign in may hold while they wait for each other
NICENESS = 10

# Of no password at all, for work in vain. Any hash does, so long as it has our own parameters.
NOBODY = (
    f"$argon2id$v=19$m={MEMORY_KIB},t={ROUNDS},p={LANES}"
    "$bm9ib2R5IGlzIHRoZXJlIQ$bm9ib2R5IGlzIGhlcmUhIG5vYm9keSBpcyBoZXJlISE"
)

Answer = TypeVar("Answer")


class Passwords:
    """The threads of one process that hash; open one and hand it around."""

    def __init__(self, at_once: int | None = None) -> None:
        self.at_once = at_once or os.cpu_count() or 1
        self._hasher = PasswordHasher(ROUNDS, MEMORY_KIB, LANES, HASH_BYTES, SALT_BYTES)
        self._threads = ThreadPoolExecutor(self.at_once, "passwords", initializer=stand_behind)
        self._asked = 0
        # Tries at one account come one after the other. In line here they hold no connection, which
        # everybody else needs.
        self.looking = asyncio.Semaphore(LOOKING_MAX)

    async def hash(self, text: str) -> str:
        """A hash with a salt of its own, which carries its parameters."""
        return await self._beside(lambda: self._hasher.hash(spelled(text)))

    async def verify(self, known: str | None, text: str) -> bool:
        """Whether this is the password. None, of somebody who has none, takes as long and is no."""

        def compare() -> bool:
            try:
                return self._hasher.verify(known or NOBODY, spelled(text)) and known is not None
            except (VerificationError, InvalidHashError):
                return False

        return await self._beside(compare)

    def needs_rehash(self, known: str) -> bool:
        """Whether it was hashed with other parameters than ours are now."""
        return self._hasher.check_needs_rehash(known)

    def close(self) -> None:
        self._threads.shutdown(wait=True, cancel_futures=True)

    async def _beside(self, work: Callable[[], Answer]) -> Answer:
        if self._asked >= WAITING_MAX + self.at_once:
            raise Throttled("Too many people sign in at this moment.", AGAIN_S)
        self._asked += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, work)
        finally:
            self._asked -= 1


def spelled(text: str) -> bytes:
    """The same bytes for what looks the same, whichever keyboard composed it."""
    return unicodedata.normalize("NFKC", text).encode("utf-8", "surrogatepass")


def stand_behind() -> None:
    """Let this thread take what the others leave, where the system weighs single threads."""
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)
