"""A folder or a file packed into one file, compressed and, with a key, sealed piece by piece."""

import gzip
import io
import os
import secrets
import shutil
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from hanse.base.faults import Denied, Rejected
from hanse.engine.seal import KEY_BYTES

MARK = b"hanse sealed 1\n"
PREFIX_BYTES = 8
PIECE_BYTES = 1 << 20
TAG_BYTES = 16
COMPRESSION = 3  # of 9: a backup shares two cores with the shop
SEALED = ".sealed"
LAST, MORE = b"\x01", b"\x00"


def read_key(file: str) -> bytes | None:
    """The key that seals backups; none when no file is named."""
    if not file:
        return None
    path = Path(file).expanduser()
    try:
        key = bytes.fromhex(path.read_text("ascii").strip())
        if path.stat().st_mode & 0o077:
            raise Denied(f"{path} can be read by others.", f"Run: chmod 600 {path}")
    except FileNotFoundError:
        raise Rejected(
            f"There is no backup key in {path}.",
            next_step=f"Make one: (umask 077; openssl rand -hex 32 > {path})",
        ) from None
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise Rejected(
            f"{path} holds no key of 64 hexadecimal digits.",
            next_step=f"Make one: (umask 077; openssl rand -hex 32 > {path})",
        )
    return key


def packed_name(name: str, key: bytes | None) -> str:
    return name + SEALED if key else name


class SealingWriter(io.RawIOBase):
    """Seals what is written, in pieces, each bound to its number and the last one to being last."""

    def __init__(self, under: IO[bytes], key: bytes) -> None:
        self._under, self._cipher = under, AESGCM(key)
        self._prefix = secrets.token_bytes(PREFIX_BYTES)
        self._number, self._waiting = 0, bytearray()
        under.write(MARK + self._prefix)

    def writable(self) -> bool:
        return True

    def write(self, data: "bytes | bytearray | memoryview", /) -> int:  # type: ignore[override]
        self._waiting += data
        while len(self._waiting) > PIECE_BYTES:
            self._seal(bytes(self._waiting[:PIECE_BYTES]), MORE)
            del self._waiting[:PIECE_BYTES]
        return len(data)

    def close(self) -> None:
        if not self.closed:
            self._seal(bytes(self._waiting), LAST)
            super().close()

    def _seal(self, piece: bytes, place: bytes) -> None:
        nonce = self._prefix + self._number.to_bytes(4, "big")
        self._under.write(self._cipher.encrypt(nonce, piece, place))
        self._number += 1


class OpeningReader(io.RawIOBase):
    """Reads what SealingWriter wrote; a piece that is missing, moved or altered is a fault."""

    def __init__(self, under: IO[bytes], key: bytes, name: str) -> None:
        self._under, self._cipher, self._name = under, AESGCM(key), name
        if under.read(len(MARK)) != MARK:
            raise Denied(f"{name} is not a sealed backup.", "See that it was copied whole.")
        self._prefix = under.read(PREFIX_BYTES)
        self._number, self._ready, self._ended = 0, b"", False
        self._next = under.read(PIECE_BYTES + TAG_BYTES)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "bytearray | memoryview", /) -> int:  # type: ignore[override]
        while not self._ready and not self._ended:
            self._open()
        taken = self._ready[: len(buffer)]
        buffer[: len(taken)] = taken
        self._ready = self._ready[len(taken) :]
        return len(taken)

    def _open(self) -> None:
        piece, self._next = self._next, self._under.read(PIECE_BYTES + TAG_BYTES)
        self._ended = not self._next
        nonce = self._prefix + self._number.to_bytes(4, "big")
        try:
            self._ready = self._cipher.decrypt(nonce, piece, LAST if self._ended else MORE)
        except InvalidTag:
            raise Denied(
                f"{self._name} does not open: the key is another one, or the file was altered or"
                " cut off.",
                "Set HANSE_BACKUP_KEY_FILE to the key of that time, or take an older backup.",
            ) from None
        self._number += 1


def pack_folder(folder: Path, into: Path, key: bytes | None) -> None:
    """Everything in the folder, there whole or not at all."""

    def write(plain: IO[bytes]) -> None:
        with tarfile.open(fileobj=plain, mode="w|") as tar:
            tar.add(folder, arcname=".")

    write_whole(into, key, write)


def pack_file(file: Path, into: Path, key: bytes | None) -> None:
    """One file, with the time at which it was written."""

    def write(plain: IO[bytes]) -> None:
        with file.open("rb") as source:
            shutil.copyfileobj(source, plain, PIECE_BYTES)

    write_whole(into, key, write)
    stat = file.stat()
    os.utime(into, ns=(stat.st_atime_ns, stat.st_mtime_ns))


def write_whole(into: Path, key: bytes | None, write: Callable[[IO[bytes]], None]) -> None:
    part = into.with_name(f".{into.name}.part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as raw:
        with closing_over(raw, key) as plain:
            write(plain)
        raw.flush()
        os.fsync(raw.fileno())
    part.replace(into)


@contextmanager
def closing_over(raw: IO[bytes], key: bytes | None) -> Iterator[IO[bytes]]:
    """Compresses, then seals, then writes; closed from the inside out, so that no tail is lost."""
    under = cast("IO[bytes]", SealingWriter(raw, key)) if key else raw
    with gzip.GzipFile(fileobj=under, mode="wb", compresslevel=COMPRESSION, mtime=0) as plain:
        yield cast("IO[bytes]", plain)
    if key:
        under.close()


def unpack_folder(file: Path, into: Path, key: bytes | None) -> None:
    with opened(file, key) as plain, tarfile.open(fileobj=plain, mode="r|") as tar:
        tar.extractall(into, filter="data")


def unpack_file(file: Path, into: Path, key: bytes | None) -> None:
    with opened(file, key) as plain, into.open("wb") as target:
        shutil.copyfileobj(plain, target, PIECE_BYTES)


@contextmanager
def opened(file: Path, key: bytes | None) -> Iterator[IO[bytes]]:
    sealed = file.name.endswith(SEALED)
    if sealed and key is None:
        raise Denied(f"{file.name} is sealed.", "Set HANSE_BACKUP_KEY_FILE to the file of its key.")
    with file.open("rb") as raw:
        under: IO[bytes] = raw
        if sealed and key:
            reader = OpeningReader(raw, key, file.name)
            under = cast("IO[bytes]", io.BufferedReader(reader, PIECE_BYTES))
        with gzip.GzipFile(fileobj=under, mode="rb") as plain:
            yield cast("IO[bytes]", plain)
