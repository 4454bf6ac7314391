"""Bytes kept by what they are: named by their hash, written whole or not at all, never altered.

A folder now. Whoever puts them somewhere else writes these functions again.
"""

import asyncio
import fcntl
import hashlib
import os
import re
import tempfile
from collections.abc import Container, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from hanse.base.faults import Gone, Unavailable

DIGEST = re.compile(r"[0-9a-f]{64}")
LOCK = ".lock"
UNFINISHED = ".new-"


@dataclass(frozen=True, slots=True)
class Shelf:
    """Without a folder nothing is kept, and whoever tries is told."""

    folder: Path | None = None

    async def put(self, content: bytes) -> str:
        """The hash under which it is kept from now on; the same bytes are kept once."""
        return await asyncio.to_thread(put, self._place(), content)

    async def open(self, digest: str) -> bytes:
        return await asyncio.to_thread(read, self.path(digest))

    async def exists(self, digest: str) -> bool:
        return await asyncio.to_thread(self.path(digest).is_file)

    def path(self, digest: str) -> Path:
        if not DIGEST.fullmatch(digest):
            raise Gone("There is no such file here.")
        return path_in(self._place(), digest)

    def _place(self) -> Path:
        if self.folder is None:
            raise Unavailable("This program has no folder for files.", "Set HANSE_HOME.")
        return self.folder


def path_in(folder: Path, digest: str) -> Path:
    return folder / digest[:2] / digest


def put(folder: Path, content: bytes) -> str:
    digest = hashlib.sha256(content).hexdigest()
    path = path_in(folder, digest)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with locked(folder, fcntl.LOCK_SH):
        if path.is_file():
            # Whoever names it next has as long for it as with new bytes before it is swept.
            os.utime(path)
            return digest
        handle, name = tempfile.mkstemp(prefix=UNFINISHED, dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(path)
            # The name is on disk as well before anybody is told of it.
            for place in (path.parent, folder):
                keep_names(place)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    return digest


def keep_names(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise Gone(
            "The file is known here, but its bytes are not there.",
            "Upload it again; the operator can bring it back from a backup: `hanse restore`.",
        ) from None


# All of them: to be copied, and swept


def folders(folder: Path) -> Iterator[Path]:
    """Those that hold files, in the order of the hashes."""
    return (each for each in sorted(folder.glob("[0-9a-f][0-9a-f]")) if each.is_dir())


def digests(part: Path) -> Iterator[str]:
    with os.scandir(part) as entries:
        yield from (entry.name for entry in entries if DIGEST.fullmatch(entry.name))


def sweep(folder: Path, names: Container[str], before: float) -> tuple[int, int]:
    """Delete what nobody names and nobody put since `before`; how many files and bytes.

    Nobody puts anything in the moment between a last look at a file and its end, so that who puts
    the same bytes again finds them, or writes them anew.
    """
    count, size = 0, 0
    for part in folders(folder):
        for name in [entry.name for entry in os.scandir(part) if entry.is_file()]:
            if not name.startswith(UNFINISHED) and (not DIGEST.fullmatch(name) or name in names):
                continue
            swept = sweep_one(folder, part / name, before)
            count, size = count + (swept is not None), size + (swept or 0)
    return count, size


def sweep_one(folder: Path, path: Path, before: float) -> int | None:
    with suppress(FileNotFoundError):
        if path.stat().st_mtime < before:
            with locked(folder, fcntl.LOCK_EX):
                stat = path.stat()
                if stat.st_mtime < before:
                    path.unlink()
                    return stat.st_size
    return None


@contextmanager
def locked(folder: Path, how: int) -> Iterator[None]:
    handle = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    try:
        fcntl.flock(handle, how)
        yield
    finally:
        os.close(handle)
