"""Bytes kept by what they are: named by their hash, written whole or not at all, never altered.

A folder now. Whoever puts them somewhere else writes these three functions again.
"""

import asyncio
import hashlib
import os
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path

from hanse.base.faults import Gone, Unavailable

DIGEST = re.compile(r"[0-9a-f]{64}")


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
    if path.is_file():
        return digest
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".new-", dir=path.parent)
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
            "Upload it again; the operator can look for it in a backup of the media folder.",
        ) from None
