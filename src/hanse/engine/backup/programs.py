"""PostgreSQL's own programs for copying, and how they are run: never with a password in a list."""

import asyncio
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from hanse.engine.postgres import binaries
from hanse.engine.postgres.dsns import without_password

LIMIT_S = 6 * 3600.0
TOLD_CHARACTERS_MAX = 400


@dataclass(frozen=True, slots=True)
class Programs:
    bin: Path
    version: str

    @property
    def major(self) -> int:
        return int(self.version.partition(".")[0])


@dataclass(frozen=True, slots=True)
class Done:
    code: int
    said: str


def find(bin_folder: Path | None = None) -> Programs:
    """Those of the running server, else those that a server would be started with."""
    if bin_folder:
        return Programs(bin_folder, binaries.ask_version(bin_folder / "postgres") or "0")
    found = binaries.find(os.environ)
    return Programs(found.bin, found.version)


async def run(argv: Sequence[str | Path], dsn: str = "") -> Done:
    """Run to the end; the password travels in the environment of that one program."""
    words: list[str] = [*map(str, argv)]
    secret: dict[str, str] = {}
    if dsn:
        address, secret = without_password(dsn)
        words += ["-d", address]
    process = await asyncio.create_subprocess_exec(
        *words,
        env={**os.environ, **secret, "LC_ALL": "C"},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        said, _ = await asyncio.wait_for(process.communicate(), LIMIT_S)
    except BaseException:
        if process.returncode is None:
            process.kill()
            await process.wait()
        raise
    return Done(process.returncode or 0, said.decode("utf-8", "replace"))


def complaint(done: Done) -> str:
    """The last words of a program that gave up."""
    return " ".join(done.said.split())[-TOLD_CHARACTERS_MAX:].rstrip(".") or f"code {done.code}"
