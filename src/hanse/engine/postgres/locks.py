"""Locks that the system lets go by itself when their holder dies."""

import errno
import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hanse.engine.postgres.faults import HomeBusy, WrongOwner

POLL_S: Final = 0.02


@dataclass(slots=True)
class Lock:
    """One open lock file. A child process that is exec'ed does not inherit it."""

    path: Path
    descriptor: int

    def shared(self) -> None:
        fcntl.flock(self.descriptor, fcntl.LOCK_SH)

    def try_alone(self) -> bool:
        """True when nobody else holds it; when False, what we held before is let go too."""
        try:
            fcntl.flock(self.descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as held:
            if held.errno in {errno.EAGAIN, errno.EACCES}:
                return False
            raise
        return True

    def close(self) -> None:
        os.close(self.descriptor)


def open_lock(path: Path) -> Lock:
    try:
        return Lock(path, os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600))
    except (PermissionError, IsADirectoryError) as refused:
        raise WrongOwner(
            f"{path} belongs to another user.",
            "Run as the user that started Hanse here first, or set HANSE_HOME to another folder.",
        ) from refused


@contextmanager
def alone(
    path: Path, limit_s: float, doing: str = "starting or stopping the database of"
) -> Iterator[Lock]:
    """Be the only one that does this in the lock's folder, such as to start or stop its server."""
    lock = open_lock(path)
    try:
        deadline = time.monotonic() + limit_s
        while not lock.try_alone():
            if time.monotonic() > deadline:
                raise HomeBusy(
                    f"Another process has been {doing} {path.parent} for more than {limit_s:g} s.",
                    "Look which one it is with `fuser "
                    + str(path)
                    + "` and wait for it or end it.",
                )
            time.sleep(POLL_S)
        yield lock
    finally:
        lock.close()
