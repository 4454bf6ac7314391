"""What every benchmark stands on: a server of its own in a folder that goes away."""

import json
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from hanse.base.clock import SystemClock
from hanse.base.ids import RandomIds
from hanse.engine.postgres.cluster import Cluster
from hanse.engine.postgres.migrate import migrate
from hanse.engine.seal import KeyRing, new_key
from hanse.engine.tx import Database


@dataclass(frozen=True, slots=True)
class Ground:
    home: Path
    cluster: Cluster
    database: Database
    vault_key: str  # what a process of the program is given as HANSE_VAULT_KEY


@asynccontextmanager
async def ground() -> AsyncIterator[Ground]:
    """A migrated database on an embedded server, as a merchant's machine would have it."""
    clock, key = SystemClock(), new_key()
    with tempfile.TemporaryDirectory(prefix="hanse-b") as folder:
        Path(folder).chmod(0o755)  # as root, the database's own account passes through
        home = Path(folder) / "home"
        cluster = Cluster.start(home)
        try:
            await migrate(cluster.admin_dsn, cluster.dsns)
            database = await Database.open(
                cluster.dsns.app,
                cluster.dsns.system,
                clock=clock,
                ids=RandomIds(clock),
                ring=KeyRing({1: key}, 1),
            )
            try:
                yield Ground(home, cluster, database, key.hex())
            finally:
                await database.close()
        finally:
            cluster.stop()


def say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


def print_figures(bench: str = "", /, **figures: float) -> None:
    """The last line of every benchmark."""
    named = {"bench": bench} if bench else {}
    rounded = {name: round(value, 3) for name, value in figures.items()}
    print(json.dumps(named | rounded), flush=True)
