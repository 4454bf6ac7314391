"""The ground of all tests: a real PostgreSQL, a clock and ids that are given."""

import asyncio
import gc
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import asyncpg
import pytest
from hypothesis import settings

from hanse.base.clock import FixedClock, SystemClock
from hanse.base.ids import RandomIds
from hanse.engine.postgres.cluster import Cluster
from hanse.engine.postgres.dsns import Dsns, on_database, parse
from hanse.engine.postgres.migrate import migrate
from hanse.engine.seal import KeyRing, new_key
from hanse.engine.tx import Actor, ActorKind, Database, Tx

# What a run loads and keeps is much, and was looked through for rings again and again.
gc.set_threshold(100_000, 50, 100)

# How long an example takes is a matter of the machine: no test here is timed.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

NOBODY = Actor(ActorKind.person, UUID(int=7), "Test Person")


@pytest.fixture(scope="session")
def short_home() -> Iterator[Path]:
    """A folder whose socket path fits the 107 bytes that the system allows."""
    home = Path(tempfile.mkdtemp(prefix="hanse-t"))
    yield home
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="session")
def server(short_home: Path) -> Iterator[Cluster]:
    """One embedded server for the whole run."""
    # The service account must be able to pass through; this folder is ours.
    short_home.chmod(0o755)
    cluster = Cluster.start(short_home / "home")
    yield cluster
    cluster.stop()


@pytest.fixture(scope="session")
async def template(server: Cluster) -> str:
    """A migrated database that every test module gets a copy of."""
    admin = await asyncpg.connect(on_database(server.admin_dsn, "postgres"))
    try:
        # Processes are killed here, machines are not: what the system has taken is kept. Most of
        # the time of a copy and of its end was that all of it was written down.
        await admin.execute("alter system set fsync = off")
        await admin.execute("select pg_reload_conf()")
        await migrate(server.admin_dsn, server.dsns)
        await admin.execute("create database template_hanse template hanse")
    finally:
        await admin.close()
    return "template_hanse"


@pytest.fixture(scope="module")
async def module_dsns(server: Cluster, template: str) -> AsyncIterator[Dsns]:
    """A database of its own for one test module."""
    name = f"t_{RandomIds(SystemClock()).new().hex}"
    admin = await asyncpg.connect(on_database(server.admin_dsn, "postgres"))
    await admin.execute(f"create database {name} template {template} strategy file_copy")
    dsns = server.dsns
    yield Dsns(*(on_database(dsn, name) for dsn in (dsns.owner, dsns.app, dsns.system)))
    await admin.execute(f"drop database {name} with (force)")
    await admin.close()


@pytest.fixture(scope="module")
def admin_dsn(server: Cluster, module_dsns: Dsns) -> str:
    """The superuser's way into the module's database."""
    return on_database(server.admin_dsn, parse(module_dsns.app).database)


@pytest.fixture(scope="session")
def ring() -> KeyRing:
    return KeyRing({1: new_key()}, 1)


@pytest.fixture(scope="module")
async def database(module_dsns: Dsns, ring: KeyRing) -> AsyncIterator[Database]:
    clock = SystemClock()
    opened = await Database.open(
        module_dsns.app, module_dsns.system, clock=clock, ids=RandomIds(clock), ring=ring
    )
    yield opened
    # A pool that waits for a connection which a failed test kept would wait for ever.
    async with asyncio.timeout(60):
        await opened.close()


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(datetime(2026, 11, 20, 14, 3, 5, tzinfo=UTC))


@pytest.fixture
def ids() -> RandomIds:
    return RandomIds(SystemClock())


@pytest.fixture
def workspace(ids: RandomIds) -> UUID:
    return ids.new()


class TakenBackError(Exception):
    """Ends the transaction of a test without leaving a trace."""


@pytest.fixture
async def tx(database: Database, workspace: UUID) -> AsyncIterator[Tx]:
    try:
        async with database.tx(workspace, NOBODY) as opened:
            yield opened
            raise TakenBackError
    except TakenBackError:
        pass
