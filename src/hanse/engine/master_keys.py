"""Master keys: from a file of mode 0600, from the environment, or kept by a key service.

The file names every key that may still be needed: the newest seals, the older ones open. A key
that nothing uses any more is marked as retired, and stays until no backup can need it.
"""

import base64
import binascii
import fcntl
import os
import pwd
import shlex
import stat
import subprocess
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Protocol

import msgspec

from hanse.base.clock import Clock
from hanse.base.faults import Denied, Rejected, Unavailable
from hanse.engine.seal import KEY_BYTES, KeyRing, Masters, new_key
from hanse.engine.settings import Settings

KMS_TIMEOUT_S = 30.0
NOTE = "Without this file nothing that is sealed opens again: keep a copy, apart from the backups."


class Kms(Protocol):
    """A key service: it keeps a key of its own to itself and wraps ours with it."""

    def wrap(self, key: bytes) -> bytes: ...

    def unwrap(self, wrapped: bytes) -> bytes: ...


@dataclass(frozen=True, slots=True)
class KmsCommand:
    """A program that speaks to the key service: `program wrap` and `program unwrap`.

    It reads one line of base64 and writes one: a key never stands in a list of processes.
    """

    words: tuple[str, ...]

    def wrap(self, key: bytes) -> bytes:
        return self._run("wrap", key)

    def unwrap(self, wrapped: bytes) -> bytes:
        return self._run("unwrap", wrapped)

    def _run(self, verb: str, given: bytes) -> bytes:
        try:
            answer = subprocess.run(
                [*self.words, verb],
                input=base64.b64encode(given) + b"\n",
                stdout=subprocess.PIPE,
                timeout=KMS_TIMEOUT_S,
                check=True,
            ).stdout
            return base64.b64decode(answer.strip(), validate=True)
        except (OSError, subprocess.SubprocessError, binascii.Error) as failed:
            # The failure itself is left out: it could repeat what was given to the program.
            raise Unavailable(
                f"The key service did not {verb} a master key ({type(failed).__name__}).",
                f"Try HANSE_VAULT_KMS_COMMAND by hand: {shlex.join(self.words)} {verb}",
            ) from None


@dataclass(frozen=True, slots=True)
class MasterKey:
    version: int
    made_at: datetime
    secret: bytes = field(repr=False)  # in a file that a key service guards: wrapped
    retired_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class KeyDocument:
    """The file as it is written."""

    note: str
    by_key_service: bool
    keys: tuple[MasterKey, ...]


@dataclass(frozen=True, slots=True)
class KeyFile:
    path: Path
    kms: Kms | None = None

    def read(self) -> tuple[MasterKey, ...]:
        """The keys, the oldest first; none when there is no file. Refuses what others can read."""
        if not self.path.exists():
            return ()
        refuse_open_doors(self.path)
        try:
            document = msgspec.json.decode(self.path.read_bytes(), type=KeyDocument)
        except msgspec.MsgspecError as wrong:
            raise Rejected(
                f"{self.path} is not a file of master keys: {wrong}.",
                next_step="Put the file back from its copy.",
            ) from wrong
        keys = tuple(self._unwrapped(key, document.by_key_service) for key in document.keys)
        if not keys or any(len(key.secret) != KEY_BYTES for key in keys):
            raise Rejected(
                f"{self.path} holds no key, or one of the wrong length.",
                next_step="Put the file back from its copy.",
            )
        return tuple(sorted(keys, key=lambda key: key.version))

    def change(
        self, step: Callable[[tuple[MasterKey, ...]], tuple[MasterKey, ...]]
    ) -> tuple[MasterKey, ...]:
        """Replace the whole file by what `step` makes of it; nobody else changes it meanwhile."""
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with locked(self.path.with_name(self.path.name + ".lock")):
            before = self.read()
            after = step(before)
            if after != before:
                self._write(after)
        return after

    def _write(self, keys: Sequence[MasterKey]) -> None:
        document = KeyDocument(NOTE, self.kms is not None, tuple(map(self._wrapped, keys)))
        beside = self.path.with_name(self.path.name + ".new")
        beside.unlink(missing_ok=True)
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n")
            file.flush()
            os.fsync(file.fileno())
        beside.replace(self.path)
        folder = os.open(self.path.parent, os.O_RDONLY)
        os.fsync(folder)  # a key that seals data must not vanish with the power
        os.close(folder)

    def _wrapped(self, key: MasterKey) -> MasterKey:
        return replace(key, secret=self.kms.wrap(key.secret)) if self.kms else key

    def _unwrapped(self, key: MasterKey, by_key_service: bool) -> MasterKey:
        if not by_key_service:
            return key
        if self.kms is None:
            raise Rejected(
                f"The master keys in {self.path} were wrapped by a key service.",
                next_step="Set HANSE_VAULT_KMS_COMMAND to the program that unwraps them.",
            )
        return replace(key, secret=self.kms.unwrap(key.secret))


def refuse_open_doors(path: Path) -> None:
    """The file is ours alone; nobody else may put another one in its place."""
    file, folder = path.stat(), path.parent.stat()
    me = person(os.geteuid())
    if file.st_uid != os.geteuid():
        owner = person(file.st_uid)
        raise Denied(
            f"{path} belongs to {owner}, and this program runs as {me}.",
            f"Run Hanse as {owner}, or run: chown {me} {shlex.quote(str(path))}",
        )
    if file.st_mode & 0o077:
        raise Denied(
            f"{path} has mode {stat.S_IMODE(file.st_mode):04o}: others can reach the key in it.",
            f"Run: chmod 600 {shlex.quote(str(path))}",
        )
    sticky = folder.st_mode & stat.S_ISVTX
    if folder.st_uid not in (os.geteuid(), 0) or (folder.st_mode & 0o022 and not sticky):
        raise Denied(
            f"Others can replace {path}: its folder belongs to {person(folder.st_uid)} and has "
            f"mode {stat.S_IMODE(folder.st_mode):04o}.",
            f"Run: chown {me} {folder_name(path)} && chmod 700 {folder_name(path)}",
        )


def folder_name(path: Path) -> str:
    return shlex.quote(str(path.parent))


def person(number: int) -> str:
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return str(number)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


# What happens to the keys


def first(keys: tuple[MasterKey, ...], now: datetime) -> tuple[MasterKey, ...]:
    return keys or (MasterKey(1, now, new_key()),)


def with_new(keys: tuple[MasterKey, ...], now: datetime) -> tuple[MasterKey, ...]:
    """One more key, unless a rotation is under way: then that one is finished first."""
    if not keys:
        raise Unavailable("The file of the master keys is gone.", "Put it back from its copy.")
    unfinished = any(key.retired_at is None for key in keys[:-1])
    return keys if unfinished else (*keys, MasterKey(keys[-1].version + 1, now, new_key()))


def retired(keys: tuple[MasterKey, ...], now: datetime) -> tuple[MasterKey, ...]:
    """All but the newest are marked; those marked already keep their date."""
    older = (replace(key, retired_at=key.retired_at or now) for key in keys[:-1])
    return (*older, *keys[-1:])


def without_needless(
    keys: tuple[MasterKey, ...], before: datetime, used: Collection[int]
) -> tuple[MasterKey, ...]:
    """Without those that were retired before this instant and wrap nothing any more."""
    return tuple(
        key
        for key in keys
        if key.retired_at is None or key.retired_at > before or key.version in used
    )


# Where the keys are


def key_file(settings: Settings) -> KeyFile | None:
    """The file that these settings mean; None when the environment brings the keys."""
    if settings.vault_key:
        return None
    words = tuple(shlex.split(settings.vault_kms_command))
    path = Path(settings.vault_key_file or settings.home / "keys" / "vault")
    return KeyFile(path, KmsCommand(words) if words else None)


def open_ring(settings: Settings, clock: Clock) -> KeyRing:
    """The master keys of this installation; the first start makes the first one."""
    file = key_file(settings)
    if file is None:
        return KeyRing(*from_text(settings.vault_key))
    if not file.path.exists():
        file.change(lambda keys: first(keys, clock.now()))
    reread = rereading(file)
    if (found := reread()) is None:
        raise Unavailable(f"{file.path} has vanished.", "Put the file back from its copy.")
    return KeyRing(*found, reread=reread)


def rereading(file: KeyFile) -> Callable[[], Masters | None]:
    """Gives the keys, and again each time that the file has been replaced."""
    seen = None

    def reread() -> Masters | None:
        nonlocal seen
        # Looked at before it is read: a change in between is found the next time.
        if (now := signature(file.path)) in (None, seen):
            return None  # a running program outlives its file; `hanse doctor` tells
        keys = file.read()
        seen = now
        return masters(keys) if keys else None

    return reread


def signature(path: Path) -> tuple[int, int, int] | None:
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size


def masters(keys: Sequence[MasterKey]) -> Masters:
    return {key.version: key.secret for key in keys}, keys[-1].version


def from_text(text: str) -> Masters:
    """`key`, or `2:key,1:key` with the one that seals first."""
    found: dict[int, bytes] = {}
    for part in text.split(","):
        version, _, digits = part.rpartition(":")
        found[int(version or 1)] = bytes.fromhex(digits)
    return found, next(iter(found))
