"""The shelf's files in a backup: each kept once, whatever backup names it, under its hash.

They never change, so the database is copied first and then all files that are there: whatever the
copy names was on the shelf before it was named. Between backups new ones are copied with the log.
"""

import asyncio
import gzip
import hashlib
import os
import shutil
import zlib
from collections.abc import AsyncIterator, Container, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO

from hanse.base.faults import Fault
from hanse.engine.backup import parcel
from hanse.engine.backup.parcel import PIECE_BYTES
from hanse.engine.files import shelf
from hanse.engine.postgres import locks

FOLDER = "files"
GONE = ".gone"  # beside a copy: since when nobody names it
LEFT = "left"  # in a folder of another key: since when it is not the one that is used
LOCK = "files.lock"
LOCK_LIMIT_S = 6 * 3_600.0
TOLD_MAX = 20
KEY_DIGITS = 8
TICK_NS = 1_000_000_000  # no clock of files is coarser

Pages = AsyncIterator[Sequence[str]]


class NotTheHashError(Exception):
    """The bytes are not those of the hash."""


@dataclass(slots=True)
class Told:
    """What came of it. Hashes are told up to a number; all are counted."""

    files: int = 0
    new: int = 0
    missing: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)

    @property
    def good(self) -> bool:
        return not self.missing and not self.changed

    def sentences(self) -> Iterator[str]:
        for what, found in (
            ("named, but not there", self.missing),
            ("no longer what the hash says", self.changed),
        ):
            if found:
                more = f" and {len(found) - TOLD_MAX:,} more" if len(found) > TOLD_MAX else ""
                count = f"{len(found):,} {'file is' if len(found) == 1 else 'files are'}"
                yield f"{count} {what}: {', '.join(sorted(found)[:TOLD_MAX])}{more}."


def store(backups: Path, key: bytes | None) -> Path:
    """Of this key: what another one sealed, or none, is copied anew."""
    if key is None:
        return backups / FOLDER
    seal = hashlib.sha256(b"hanse files " + key).hexdigest()[:KEY_DIGITS]
    return backups / f"{FOLDER}-{seal}"


def kept_in(folder: Path, digest: str, key: bytes | None) -> Path:
    return shelf.path_in(folder, digest).with_name(parcel.packed_name(f"{digest}.gz", key))


def bring(media: Path, backups: Path, key: bytes | None, *, all_of_them: bool = True) -> Told:
    """Copy what is not kept yet. Without `all_of_them` a folder that did not change is skipped."""
    told, folder = Told(), store(backups, key)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with locks.alone(backups / LOCK, LOCK_LIMIT_S, "copying files into"):
        for part in shelf.folders(media):
            into = folder / part.name
            if not into.is_dir():
                into.mkdir(mode=0o700)
                stamped(into, 0)  # else it may be as old as the folder that it copies
            stamp = part.stat().st_mtime_ns
            if not all_of_them and into.stat().st_mtime_ns == stamp:
                continue
            kept = {digest for digest, _ in copies(into)}
            for digest in shelf.digests(part):
                told.files += 1
                if digest not in kept:
                    bring_one(part / digest, kept_in(folder, digest, key), key, told)
            shelf.keep_names(into)
            os.utime(into)
            # What comes in the same tick of the clock would not be seen: it is looked at again.
            stamped(into, stamp if into.stat().st_mtime_ns - stamp > TICK_NS else 0)
    return told


def stamped(folder: Path, at: int) -> None:
    os.utime(folder, ns=(at, at))


def bring_one(source: Path, into: Path, key: bytes | None, told: Told) -> None:
    def write(plain: IO[bytes]) -> None:
        with source.open("rb") as file:
            copy(file, plain, source.name)

    try:
        parcel.write_whole(into, key, write)
        told.new += 1
    except FileNotFoundError:
        told.files -= 1  # swept meanwhile: nobody named it
    except NotTheHashError:
        told.changed.append(source.name)
    finally:
        into.with_name(f".{into.name}.part").unlink(missing_ok=True)


def copy(source: IO[bytes], target: IO[bytes] | None, digest: str) -> None:
    """Piece by piece; a fault where the bytes are not those of the hash."""
    found = hashlib.sha256()
    while piece := source.read(PIECE_BYTES):
        found.update(piece)
        if target:
            target.write(piece)
    if found.hexdigest() != digest:
        raise NotTheHashError


def copies(part: Path) -> Iterator[tuple[str, Path]]:
    with os.scandir(part) as entries:
        for entry in entries:
            if not entry.name.startswith(".") and not entry.name.endswith(GONE):
                yield entry.name.split(".")[0], part / entry.name


async def take(named: Pages, media: Path, backups: Path, key: bytes | None) -> Told:
    """All that the database names is kept, or told by its hash."""
    told = await asyncio.to_thread(bring, media, backups, key)
    await look_for(named, backups, key, told)
    await asyncio.to_thread(bring_late, media, backups, key, told)
    return told


def bring_late(media: Path, backups: Path, key: bytes | None, told: Told) -> None:
    """What was put and named after we had been in its folder."""
    late = {each for each in told.missing if shelf.path_in(media, each).is_file()}
    told.missing = [each for each in told.missing if each not in late | set(told.changed)]
    with locks.alone(backups / LOCK, LOCK_LIMIT_S, "copying files into"):
        for digest in sorted(late.difference(told.changed)):
            into = kept_in(store(backups, key), digest, key)
            into.parent.mkdir(mode=0o700, exist_ok=True)
            if not into.is_file():
                told.files += 1
                bring_one(shelf.path_in(media, digest), into, key, told)


async def look_for(
    named: Pages, backups: Path, key: bytes | None, told: Told, *, whole: bool = False
) -> None:
    """Every file that the database names is kept; with `whole` each is opened and read as well."""
    folder, seen = store(backups, key), set[str]()
    async for page in named:
        fresh = [each for each in dict.fromkeys(page) if each not in seen]
        missing, changed = await asyncio.to_thread(looked_at, folder, key, fresh, whole)
        told.missing += missing
        told.changed += changed
        told.files += len(fresh) - len(missing) - len(changed) if whole else 0
        seen.update(missing, changed)


def looked_at(
    folder: Path, key: bytes | None, digests: Sequence[str], whole: bool
) -> tuple[list[str], list[str]]:
    missing, changed = [], []
    for digest in digests:
        path = kept_in(folder, digest, key)
        if not path.is_file():
            missing.append(digest)
        elif whole and not is_itself(path, digest, key):
            changed.append(digest)
    return missing, changed


def is_itself(path: Path, digest: str, key: bytes | None) -> bool:
    try:
        with parcel.opened(path, key) as plain:
            copy(plain, None, digest)
    except (NotTheHashError, Fault, EOFError, gzip.BadGzipFile, zlib.error):
        return False
    return True


def put_back(backups: Path, key: bytes | None, media: Path) -> Told:
    """All that is kept, each as its hash says; what is not itself any more is left out and told."""
    told = Told()
    # Before there was a key, files were kept plain.
    for folder in dict.fromkeys((store(backups, key), store(backups, None))):
        for part in shelf.folders(folder):
            (media / part.name).mkdir(mode=0o700, parents=True, exist_ok=True)
            for digest, path in copies(part):
                if not shelf.path_in(media, digest).exists():
                    put_one_back(path, digest, key, media, told)
    return told


def put_one_back(path: Path, digest: str, key: bytes | None, media: Path, told: Told) -> None:
    into = shelf.path_in(media, digest)
    part = into.with_name(f"{shelf.UNFINISHED}{digest}")
    try:
        with parcel.opened(path, key) as plain, part.open("xb") as target:
            copy(plain, target, digest)
            target.flush()
            os.fsync(target.fileno())
        part.replace(into)
        told.files += 1
    except (NotTheHashError, Fault, EOFError, gzip.BadGzipFile, zlib.error):
        told.changed.append(digest)
    finally:
        part.unlink(missing_ok=True)


async def not_there(named: Pages, media: Path, told: Told) -> None:
    """What the database that came back names, and did not come back with it."""
    missing: set[str] = set()
    async for page in named:
        missing.update(each for each in page if not shelf.path_in(media, each).is_file())
    told.missing += missing.difference(told.changed)


def throw_away(
    media: Path, place: tuple[Path, bytes | None], names: Container[str], now: datetime, days: int
) -> int:
    """What has been neither named nor on the shelf for longer than any second can be asked back."""
    (backups, key), horizon, count = place, now - timedelta(days=days), 0
    folder = store(backups, key)
    with locks.alone(backups / LOCK, LOCK_LIMIT_S, "copying files into"):
        for part in shelf.folders(folder):
            for digest, path in [*copies(part)]:
                mark = path.with_name(path.name + GONE)
                if digest in names or shelf.path_in(media, digest).is_file():
                    mark.unlink(missing_ok=True)
                elif since(mark, now) < horizon:
                    path.unlink()
                    mark.unlink()
                    count += 1
        for other in backups.glob(f"{FOLDER}*/"):
            if other == folder:
                (other / LEFT).unlink(missing_ok=True)
            elif since(other / LEFT, now) < horizon:
                shutil.rmtree(other)
    return count


def since(mark: Path, now: datetime) -> datetime:
    """When it was first seen so; from now on, where it was not."""
    with suppress(FileNotFoundError, ValueError):
        return datetime.fromisoformat(mark.read_text("ascii"))
    mark.write_text(now.isoformat(), "ascii")
    return now
