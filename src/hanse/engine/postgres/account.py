"""Who the server runs as. PostgreSQL refuses root, so root lends it an account of its own."""

import errno
import os
import pwd
import shutil
import stat
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hanse.engine.postgres.faults import AccountMissing, HomeMisnamed, HomeUnreachable, WrongOwner

ACCOUNT: Final = "hanse"
HOME_OF_ROOT: Final = Path("/var/lib/hanse")
USERADD: Final = (
    f"useradd --system --user-group --no-create-home --home-dir {HOME_OF_ROOT}"
    f" --shell /usr/sbin/nologin {ACCOUNT}"
)
# The small systems have adduser only, and it makes no group of its own.
ADDUSER: Final = (
    f"addgroup -S {ACCOUNT}",
    f"adduser -S -D -H -h {HOME_OF_ROOT} -s /sbin/nologin -G {ACCOUNT} {ACCOUNT}",
)
COMMAND_TIMEOUT_S: Final = 60.0
ENTER: Final = 0o001
SIGNS_OF_THE_SHELL: Final = frozenset('"$`\\\n')


@dataclass(frozen=True, slots=True)
class Account:
    name: str
    uid: int
    gid: int
    lent: bool  # we are root and hand the server to this account

    def run(
        self,
        argv: Sequence[str | Path],
        *,
        timeout_s: float,
        stdin: str = "",
        cwd: Path | None = None,
        keep: tuple[int, ...] = (),
        apart: bool = False,
        secrets: Mapping[str, str] | None = None,
    ) -> subprocess.CompletedProcess[str]:
        """Run a program as this account, in plain English, and in an environment that holds none
        of our secrets but those given."""
        return subprocess.run(
            argv,
            user=self.uid if self.lent else None,
            group=self.gid if self.lent else None,
            extra_groups=[] if self.lent else None,
            umask=0o077,
            pass_fds=keep,
            start_new_session=apart,
            env=environment() | dict(secrets or {}),
            cwd=cwd or "/",
            input=stdin,
            capture_output=True,
            text=True,
            timeout=timeout_s,
            check=False,
        )

    def own(self, path: Path) -> None:
        if self.lent:
            os.chown(path, self.uid, self.gid, follow_symlinks=False)


def environment() -> dict[str, str]:
    """What the server may see: no secret of ours, no PGPORT of somebody's shell."""
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    return kept | {"LC_ALL": "C", "LANG": "C", "TZ": "UTC"}


def choose() -> Account:
    """Ourselves, or when we are root the account `hanse`, made when it is not there."""
    uid = os.geteuid()
    if uid != 0:
        return ourselves(uid)
    entry = entry_of(ACCOUNT) or create()
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid, lent=True)


def ourselves(uid: int) -> Account:
    try:
        entry = pwd.getpwuid(uid)
    except KeyError as unknown:
        raise AccountMissing(
            f"The user number {uid} that we run as has no name on this machine, and PostgreSQL"
            " does not run without one.",
            "Add a line for it to /etc/passwd, run as a user that has one, or name a server in"
            " HANSE_DATABASE_URL.",
        ) from unknown
    return Account(entry.pw_name, uid, os.getegid(), lent=False)


def entry_of(name: str) -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(name)
    except KeyError:
        return None


def create() -> pwd.struct_passwd:
    """Make the one system account. Two of us at once is no harm: the second finds it made."""
    commands = (USERADD,) if shutil.which("useradd") else ADDUSER if shutil.which("adduser") else ()
    said = "neither useradd nor adduser is on this machine"
    for command in commands:
        try:
            made = subprocess.run(
                command.split(),
                capture_output=True,
                text=True,
                timeout=COMMAND_TIMEOUT_S,
                check=False,
            )
            said = made.stderr.strip() or said
        except (OSError, subprocess.SubprocessError) as failed:
            said = str(failed)
    entry = entry_of(ACCOUNT)
    if entry is None:
        raise AccountMissing(
            f"PostgreSQL does not run as root, and the account {ACCOUNT} could not be made:"
            f" {said}.",
            f"Make it with `{USERADD}`, run as another user, or name a server in"
            " HANSE_DATABASE_URL.",
        )
    return entry


def prepare_home(home: Path, account: Account) -> None:
    """Make the home if it is missing, and let the account through it.

    The home itself is opened for entering only; no folder above it is touched.
    """
    if bad := set(str(home)).intersection(SIGNS_OF_THE_SHELL):
        raise HomeMisnamed(
            f"The path {home} holds {' '.join(sorted(bad))!r}, which PostgreSQL's own programs"
            " would take for a command.",
            "Set HANSE_HOME to a folder with a plain name.",
        )
    try:
        if not home.exists():
            home.mkdir(parents=True, exist_ok=True)
            home.chmod(0o711 if account.lent else 0o700)
        elif not home.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, "it is a file")
    except OSError as refused:
        raise WrongOwner(
            f"{home} cannot be used as the home: {refused.strerror}.",
            f"Set HANSE_HOME to a folder that {account.name} may write, or make it first.",
        ) from refused
    if account.lent:
        let_through(home, account)
    elif not os.access(home, os.W_OK | os.X_OK):
        raise WrongOwner(
            f"{home} belongs to user number {home.stat().st_uid}, and {account.name} may not"
            " write into it.",
            f"Run as its owner, or set HANSE_HOME to a folder of {account.name}.",
        )


def let_through(home: Path, account: Account) -> None:
    barred = barred_folder(home, account)
    if barred == home and not is_somebodys(home):
        home.chmod(stat.S_IMODE(home.stat().st_mode) | ENTER)
        barred = barred_folder(home, account)
    if barred:
        raise HomeUnreachable(
            f"The account {account.name}, which PostgreSQL runs as, cannot enter {barred}, so it"
            f" does not reach {home}.",
            f"Let it in with `setfacl -m u:{account.name}:x {barred}` (or `chmod o+x {barred}`),"
            f" or set HANSE_HOME to another folder; {HOME_OF_ROOT} is the usual one.",
        )


def is_somebodys(folder: Path) -> bool:
    """Whether it is the folder of root or of another user, which we leave as private as it is."""
    return any(Path(entry.pw_dir) == folder for entry in pwd.getpwall() if entry.pw_name != ACCOUNT)


def barred_folder(home: Path, account: Account) -> Path | None:
    """The highest folder on the way to the home that the account may not enter.

    The system is asked in the account's own name, so every kind of permission counts.
    """
    walk = 'for folder; do test -x "$folder" || { printf %s "$folder"; exit; }; done'
    way = [*reversed(home.parents), home]
    said = account.run(["/bin/sh", "-c", walk, "sh", *way], timeout_s=COMMAND_TIMEOUT_S)
    return Path(said.stdout) if said.stdout else None
