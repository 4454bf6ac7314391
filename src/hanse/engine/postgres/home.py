"""What of a home belongs to the server: where it is, and how it is made ready for a start."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hanse.engine.postgres import config, folder, locks, postmaster, server
from hanse.engine.postgres.account import Account, barred_folder
from hanse.engine.postgres.binaries import Binaries
from hanse.engine.postgres.faults import HomeUnreachable, WrongOwner
from hanse.engine.postgres.folder import Workshop
from hanse.engine.postgres.machine import this_machine
from hanse.engine.postgres.server import DISK_FREE_MIN_BYTES, START_LIMIT_S, Server
from hanse.engine.postgres.tuning import tune

CREATE_FREE_MIN_BYTES: Final = 192 * 1024 * 1024
WORKSHOP_LIMIT_S: Final = 60.0


@dataclass(frozen=True, slots=True)
class Wishes:
    """How the server is to be started, if it does not run yet."""

    port: int | None
    archive: bool
    environ: Mapping[str, str]
    limit_s: float = START_LIMIT_S
    disk_free_min_bytes: int = DISK_FREE_MIN_BYTES


@dataclass(frozen=True, slots=True)
class Layout:
    home: Path
    backup: Path

    @property
    def root(self) -> Path:
        return self.home / "postgres"

    @property
    def data(self) -> Path:
        return self.root / "data"

    @property
    def password(self) -> Path:
        return self.root / "password"

    @property
    def log(self) -> Path:
        return self.root / "log"

    @property
    def start_lock(self) -> Path:
        return self.root / "start.lock"

    @property
    def users_lock(self) -> Path:
        return self.root / "users.lock"

    @property
    def wal_archive(self) -> Path:
        return self.backup / "wal"


def make_root(layout: Layout, account: Account) -> None:
    """The folder in which the locks are, so the one thing that is made without them."""
    try:
        folder.make(layout.root, 0o711 if account.lent else 0o700)
    except PermissionError as refused:
        raise not_ours(layout.root) from refused


def make_folders(layout: Layout, account: Account) -> None:
    """What we write belongs to us and may be passed through; what the server writes is its own."""
    make_root(layout, account)
    try:
        folder.make(layout.backup, 0o711 if account.lent else 0o700)
        for theirs in (layout.log, layout.wal_archive):
            if folder.make(theirs, 0o700):
                account.own(theirs)
            folder.check_owner(theirs, account)
    except FileNotFoundError as missing:
        raise HomeUnreachable(
            f"{layout.backup} cannot be made: the folder above it is not there.",
            "Make it, or set HANSE_BACKUP_FOLDER to a folder that is there.",
        ) from missing
    except PermissionError as refused:
        raise not_ours(Path(str(refused.filename))) from refused
    if account.lent and (barred := barred_folder(layout.wal_archive, account)):
        raise HomeUnreachable(
            f"The account {account.name}, which PostgreSQL runs as, cannot enter {barred}, so it"
            f" cannot write its archive into {layout.wal_archive}.",
            f"Let it in with `setfacl -m u:{account.name}:x {barred}`, or set"
            " HANSE_BACKUP_FOLDER to another folder.",
        )


def not_ours(path: Path) -> WrongOwner:
    return WrongOwner(
        f"{path} belongs to another user.",
        "Run as the user that started Hanse here first, or set HANSE_HOME to another folder.",
    )


def ready_data(layout: Layout, found: Binaries, account: Account, wishes: Wishes) -> str:
    """Make the data folder if there is none, else look whether it fits; the admin's password."""
    password = admin_password(layout)
    if not layout.data.exists():
        server.need_room(layout.root, max(wishes.disk_free_min_bytes, CREATE_FREE_MIN_BYTES))
        password = password or folder.new_password(layout.password)
        with locks.alone(server.lock_of(layout.data), WORKSHOP_LIMIT_S) as lock:
            folder.clear_unfinished(layout.root)
            folder.create(layout.data, Workshop(found, account, lock), password)
        return password
    folder.check(layout.data, found, account)
    if password is None:
        if postmaster.running(layout.data):
            raise WrongOwner(
                f"{layout.password} is gone while the database runs.",
                "Stop Hanse everywhere and start it again: it then makes a new password.",
            )
        with locks.alone(server.lock_of(layout.data), WORKSHOP_LIMIT_S) as lock:
            workshop = Workshop(found, account, lock)
            password = folder.reset_password(layout.data, workshop, layout.password)
    return password


def admin_password(layout: Layout) -> str | None:
    try:
        return folder.admin_password(layout.password)
    except PermissionError as refused:
        raise not_ours(layout.password) from refused


def write_settings(layout: Layout, major: int, wanted: Server, wishes: Wishes) -> None:
    text = config.server_settings(
        tune(this_machine()),
        major=major,
        sockets=wanted.sockets,
        log=layout.log,
        port=wanted.port,
        tcp=wishes.port is not None,
        wal_archive=layout.wal_archive if wishes.archive else None,
    )
    folder.write(layout.root / config.SETTINGS_FILE, text, 0o644)
