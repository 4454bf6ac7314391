"""A copy of the programs inside the home, for an account that may not look into our folders."""

import secrets
import shutil
from pathlib import Path
from typing import Final

from hanse.engine.postgres.account import Account
from hanse.engine.postgres.binaries import Binaries
from hanse.engine.postgres.faults import HomeUnreachable

RUN_TIMEOUT_S: Final = 20.0
UNFINISHED: Final = "unfinished-bin-"
LEFT_OUT: Final = ("include", "pkgconfig", "*.a", "*.py", "__pycache__")


def reachable(found: Binaries, root: Path, account: Account) -> Binaries:
    """Programs that the account can run: these ones, or as root a copy of the wheel's.

    Root's copy stays as it is while a newer wheel is installed beside a running server.
    """
    if account.lent and found.movable:
        return copy(found, root)
    try:
        said = account.run([found.bin / "postgres", "-V"], timeout_s=RUN_TIMEOUT_S).stderr
    except PermissionError as refused:
        said = str(refused)
    if said:
        raise HomeUnreachable(
            f"The account {account.name} cannot run {found.bin / 'postgres'}: {said.strip()}.",
            f"Let it in with `setfacl -m u:{account.name}:rx` on the folders above, or install"
            " PostgreSQL where every account reaches it.",
        )
    return found


def copy(found: Binaries, root: Path) -> Binaries:
    """The wheel's package and the libraries that its programs look for beside it."""
    package = found.bin.parents[1]
    place = root / f"bin-{found.version}"
    if not place.is_dir():
        for left in root.glob(UNFINISHED + "*"):
            shutil.rmtree(left)
        part = root / f"{UNFINISHED}{secrets.token_hex(4)}"
        beside = package.with_name(f"{package.name}.libs")
        for source in filter(Path.is_dir, (package, beside)):
            shutil.copytree(
                source,
                part / source.name,
                symlinks=True,
                ignore=shutil.ignore_patterns(*LEFT_OUT),
            )
        open_to_all(part)
        part.rename(place)
    return Binaries(place / found.bin.relative_to(package.parent), found.version, movable=False)


def clear_old(root: Path, used: Binaries) -> None:
    """Remove copies of earlier minor versions, once no server runs on them. Another major stays:
    without it nobody can read the data that it wrote."""
    for place in root.glob(f"bin-{used.major}.*"):
        if not used.bin.is_relative_to(place):
            shutil.rmtree(place)


def open_to_all(tree: Path) -> None:
    """Whatever umask the wheel was installed under: the account reads it, and only we write it."""
    for path in (tree, *tree.rglob("*")):
        if not path.is_symlink():
            runs = path.is_dir() or path.stat().st_mode & 0o100
            path.chmod(0o755 if runs else 0o644)
