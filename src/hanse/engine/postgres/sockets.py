"""The folder of the server's socket: private, and short enough for the system."""

import hashlib
import os
import stat
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from hanse.engine.postgres.account import Account
from hanse.engine.postgres.faults import WrongOwner

SOCKET_NAME: Final = "/.s.PGSQL.65535"
# What a socket's address holds, without its closing zero.
ADDRESS_BYTES_MAX: Final = 107 if sys.platform == "linux" else 103


def socket_folder(home: Path, account: Account, environ: Mapping[str, str]) -> tuple[Path, str]:
    """The folder, and a sentence when it could not stand in the home."""
    wanted = home / "postgres" / "run"
    if fits(wanted):
        return private(wanted, account), ""
    name = "hanse-" + hashlib.sha256(os.fsencode(home)).hexdigest()[:12]
    runtime = environ.get("XDG_RUNTIME_DIR", "")
    # Root's runtime folder is closed to the account that the server runs as.
    if runtime and not account.lent and Path(runtime).is_dir() and fits(Path(runtime) / name):
        short = Path(runtime) / name
    else:
        short = Path(tempfile.gettempdir()) / name
        if not fits(short):
            short = Path("/tmp") / name  # noqa: S108 - private() refuses a folder that is not ours
    return (
        private(short, account),
        f"{wanted} is too long for a socket or holds a comma, so the database's socket is in"
        f" {short}.",
    )


def fits(folder: Path) -> bool:
    """Short enough; and without a comma, at which every client would begin a second host."""
    return (
        "," not in str(folder) and len(os.fsencode(folder)) + len(SOCKET_NAME) <= ADDRESS_BYTES_MAX
    )


def private(folder: Path, account: Account) -> Path:
    """The folder with mode 0700 and the account as its owner, or a fault: others could wait there
    for passwords."""
    try:
        folder.mkdir(mode=0o700)
        account.own(folder)
    except FileExistsError:
        pass
    entry = folder.lstat()
    if not stat.S_ISDIR(entry.st_mode) or entry.st_uid != account.uid or entry.st_mode & 0o077:
        raise WrongOwner(
            f"{folder}, where the database's socket belongs, is not a folder of {account.name}"
            " alone.",
            f"Remove it with `rm -r {folder}` if nothing of yours is in it, then start again.",
        )
    return folder
