"""What the server's own log says about a start that failed, as a fault with a next step."""

import re
from pathlib import Path
from typing import Final

from hanse.base.faults import Fault
from hanse.engine.postgres.faults import (
    DataDamaged,
    DataNewer,
    DidNotStart,
    DiskFull,
    PortTaken,
    WrongOwner,
)

TAIL_LINES: Final = 6

SEVERE: Final = re.compile(r"FATAL|PANIC|ERROR|error:|could not")
DISK: Final = re.compile(r"No space left on device|Disk quota exceeded", re.IGNORECASE)
SHARED_MEMORY: Final = re.compile(
    r"could not (?:resize|create) shared memory|/dev/shm", re.IGNORECASE
)
PORT: Final = re.compile(r"could not (?:bind|create any TCP)|Address already in use", re.IGNORECASE)
OWNER: Final = re.compile(r"has wrong ownership|Permission denied", re.IGNORECASE)
MODES: Final = re.compile(r"has invalid permissions", re.IGNORECASE)
VERSION: Final = re.compile(
    r"incompatible with server|initialized by PostgreSQL version", re.IGNORECASE
)
DAMAGE: Final = re.compile(
    r"invalid checkpoint record|could not locate|database system identifier|is not a valid data"
    r"|pg_control|could not read|invalid data in|could not open (?:file|directory)",
    re.IGNORECASE,
)


def explain(said: str, data: Path, port: int) -> Fault:
    """The first cause that the words give, most particular first."""
    words = severe(said)
    if SHARED_MEMORY.search(words):
        return DidNotStart(
            f"PostgreSQL did not get the shared memory it asked for: {last_words(words)}",
            "Give the machine or the container more of it (docker run --shm-size=256m).",
        )
    if DISK.search(words):
        return disk_full(data)
    if PORT.search(words):
        return PortTaken(
            f"Port {port} is taken by another program.",
            "Choose another port for the database, or none: Hanse itself needs none.",
        )
    if OWNER.search(words) or MODES.search(words):
        return WrongOwner(
            f"PostgreSQL may not use its folder {data}: {last_words(words)}",
            "Give it back to the account that the server runs as, with mode 0700.",
        )
    if VERSION.search(words):
        return DataNewer(
            f"The data in {data} was written by another major version of PostgreSQL.",
            "Start it with the version that wrote it.",
        )
    if DAMAGE.search(words):
        return DataDamaged(
            f"The data in {data} cannot be read: {last_words(words)}",
            "Keep the folder as it is and restore the newest backup into a new one:"
            " `hanse restore`.",
        )
    return DidNotStart(
        f"PostgreSQL did not start: {last_words(words) or 'it said nothing.'}",
        f"The whole story is in {data.parent / 'log'}.",
    )


def disk_full(folder: Path) -> DiskFull:
    return DiskFull(
        f"The disk of {folder} is full, so PostgreSQL could not start.",
        "Free some space or move HANSE_HOME to a larger disk, then start again;"
        " nothing that was committed is lost.",
    )


def severe(said: str) -> str:
    """The lines that carry the reason; all of them if none says that it does."""
    lines = [line for line in said.splitlines() if line.strip()]
    return "\n".join([line for line in lines if SEVERE.search(line)] or lines)


def last_words(words: str) -> str:
    """The end of the story without its time stamps."""
    lines = words.splitlines()[-TAIL_LINES:]
    return " ".join(re.sub(r"^.*?(?=FATAL|PANIC|ERROR)", "", line).strip() for line in lines)
