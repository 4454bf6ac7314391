"""The server's log as it was archived: packed, kept while a backup needs it, unpacked again."""

import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from hanse.base.faults import Conflict, Denied
from hanse.engine.backup import parcel
from hanse.engine.postgres import locks

RAW = "wal"
PACKED = "wal-packed"
LOCK = "pack.lock"
LOCK_LIMIT_S = 600.0
SEGMENT_NAME_LENGTH = 24
# A segment may be finished this long after the instant that somebody wants back.
SEGMENT_LATE = timedelta(hours=1)


def pack(shelf: Path, key: bytes | None) -> int:
    """Pack what the server has archived since; how many files. Being cut off repeats one."""
    raw, packed = shelf / RAW, shelf / PACKED
    packed.mkdir(mode=0o700, exist_ok=True)
    count = 0
    # Two who pack the same piece at once would write into one file.
    with locks.alone(shelf / LOCK, LOCK_LIMIT_S, "packing the log in"):
        for file in finished(raw):
            if not is_packed(file, packed, key):
                parcel.pack_file(file, packed / parcel.packed_name(f"{file.name}.gz", key), key)
                sync(packed)
            file.unlink()
            count += 1
    return count


def is_packed(file: Path, packed: Path, key: bytes | None) -> bool:
    """Whether this piece stands there already, because we were cut off; another database's piece
    of the same name is never written over, for backups rest on it."""
    for name in (f"{file.name}.gz", f"{file.name}.gz{parcel.SEALED}"):
        there, again = packed / name, packed / f".again-{file.name}"
        if not there.exists():
            continue
        # A piece that does not open is not ours to judge, so it stays as well.
        with suppress(Denied):
            parcel.unpack_file(there, again, key)
        same = again.exists() and again.read_bytes() == file.read_bytes()
        again.unlink(missing_ok=True)
        if same:
            return True
        raise Conflict(
            f"{there} is the log of another database, and backups rest on it.",
            "Set HANSE_BACKUP_FOLDER to a folder of its own for this database, and move"
            f" {file.parent} out of {packed.parent}.",
        )
    return False


def finished(raw: Path) -> list[Path]:
    """The archived files that are whole, the oldest first."""
    if not raw.is_dir():
        return []
    return sorted(file for file in raw.iterdir() if not file.name.startswith("."))


def plain_name(file: Path) -> str:
    return file.name.removesuffix(parcel.SEALED).removesuffix(".gz")


def unpack(
    shelf: Path, into: Path, key: bytes | None, first_segment: str, to: datetime | None
) -> int:
    """What a restore from this segment to this instant reads; how many files."""
    into.mkdir(mode=0o700, parents=True)
    count = 0
    for file in needed(shelf, first_segment, to):
        parcel.unpack_file(file, into / plain_name(file), key)
        count += 1
    return count


def needed(shelf: Path, first_segment: str, to: datetime | None) -> Iterator[Path]:
    last = to + SEGMENT_LATE if to else None
    for file in packed_files(shelf):
        name = plain_name(file)
        if is_older(name, first_segment):
            continue
        yield file
        if last and is_segment(name) and file.stat().st_mtime > last.timestamp():
            return


def throw_away_before(shelf: Path, first_segment: str) -> int:
    """Delete the log that is older than the oldest backup; how many files."""
    old = [file for file in packed_files(shelf) if is_older(plain_name(file), first_segment)]
    for file in old:
        file.unlink()
    return len(old)


def is_segment(name: str) -> bool:
    return len(name) == SEGMENT_NAME_LENGTH


def is_older(name: str, first_segment: str) -> bool:
    """By place in the log, whatever the timeline, which the first eight digits are.

    The short files beside the log tell how timelines hang together; they are always needed.
    """
    if len(name) < SEGMENT_NAME_LENGTH:
        return False
    return name[8:SEGMENT_NAME_LENGTH] < first_segment[8:SEGMENT_NAME_LENGTH]


def packed_files(shelf: Path) -> list[Path]:
    """The oldest first; without one that is just being written."""
    return sorted(file for file in (shelf / PACKED).glob("*") if not file.name.startswith("."))


def sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
