"""Bring a database to the schema of this program: roles, extensions, migrations, one at a time."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

import asyncpg

from hanse.base.faults import Fault
from hanse.engine.postgres import operators, roles
from hanse.engine.postgres.binaries import MAJOR_MIN
from hanse.engine.postgres.connect import Connection, connected
from hanse.engine.postgres.dsns import Dsns
from hanse.engine.postgres.faults import (
    BackupNeeded,
    MigrationBusy,
    MigrationFailed,
    ServerUnsuitable,
)
from hanse.engine.postgres.migrations import FOLDER, Applied, Migration, pending, read
from hanse.engine.postgres.statements import split

# Any number will do, so long as no one else uses it for a lock: it spells `hanse`.
LOCK: Final = 0x68616E7365
LOCK_LIMIT_S: Final = 600.0
LOCK_POLL_S: Final = 0.1
# A shared row of the catalogue was changed by a migration of another database of this server.
CROSSED: Final = (
    asyncpg.InternalServerError,
    asyncpg.UniqueViolationError,
    asyncpg.DuplicateObjectError,
    asyncpg.DeadlockDetectedError,
)
PREPARE_TRIES_MAX: Final = 10

TRY_LOCK: Final = "select pg_try_advisory_lock($1)"
UNLOCK: Final = "select pg_advisory_unlock($1)"
HAS_LIST: Final = "select to_regclass('public.engine_migrations') is not null"
MAKE_LIST: Final = """
    create table if not exists engine_migrations (
        version integer primary key,
        name text not null,
        checksum text not null,
        applied_at timestamptz not null default clock_timestamp()
    );
    grant select on engine_migrations to hanse_app, hanse_system
"""
ENCODING: Final = "show server_encoding"
READ_LIST: Final = "select version, name, checksum from engine_migrations order by version"
ADD_TO_LIST: Final = "insert into engine_migrations (version, name, checksum) values ($1, $2, $3)"
# The program may be at work meanwhile: rather try again later than hold up its whole queue.
GUARDS: Final = "set lock_timeout = '15s'; set statement_timeout = 0"
AS_OWNER: Final = "set role hanse_owner"
AS_ADMIN: Final = "reset role"
NOTE_FACT: Final = """
    insert into engine_facts (name, value) values ($1, $2)
    on conflict (name) do update set value = excluded.value, noted_at = clock_timestamp()
    where engine_facts.value is distinct from excluded.value
"""
HAS_FACTS: Final = "select to_regclass('public.engine_facts') is not null"

BeforeDestructive = Callable[[Sequence[Migration]], Awaitable[None]]


class Fetches(Protocol):
    """Whatever can read: a connection, a transaction."""

    async def fetch(self, query: str, /, *args: object) -> list[asyncpg.Record]: ...
    async def fetchval(self, query: str, /, *args: object) -> object: ...


@dataclass(frozen=True, slots=True)
class Migrated:
    applied: tuple[str, ...]  # this time
    version: int  # the newest that the database has now


@dataclass(frozen=True, slots=True)
class SchemaState:
    known: tuple[str, ...]
    applied: tuple[str, ...]
    pending: tuple[str, ...]
    fault: Fault | None  # why this program must not work on this database


async def migrate(
    admin_dsn: str,
    dsns: Dsns,
    folder: Path = FOLDER,
    before_destructive: BeforeDestructive | None = None,
    *,
    limit_s: float = LOCK_LIMIT_S,
) -> Migrated:
    """Roles first, then every file that is not applied yet. Many processes may call it at once.

    `before_destructive` is awaited before anything is changed when one of the files takes
    something away; on an empty database there is nothing to lose, and it is not.
    """
    known = read(folder)
    async with connected(admin_dsn, "hanse migrate") as admin, locked(admin, limit_s):
        await look_at_server(admin)
        await admin.execute(GUARDS)
        applied = await seen(admin)
        todo = pending(known, applied)
        await prepare(admin, dsns)
        if applied:
            await back_up(todo, before_destructive)
        await admin.execute(AS_OWNER)
        await admin.execute(MAKE_LIST)
        for migration in todo:
            await apply(admin, migration)
        await note_facts(admin)
        await admin.execute(AS_ADMIN)
        await roles.try_out(dsns)
    return Migrated(
        applied=tuple(migration.name for migration in todo),
        version=max((migration.version for migration in known), default=0),
    )


async def schema_state(database: Fetches, folder: Path = FOLDER) -> SchemaState:
    """What this program knows against what the database has seen, without changing anything."""
    known = read(folder)
    applied = await seen(database)
    try:
        todo, fault = pending(known, applied), None
    except Fault as found:
        todo, fault = [], found
    return SchemaState(
        known=tuple(migration.name for migration in known),
        applied=tuple(one.name for one in applied),
        pending=tuple(migration.name for migration in todo),
        fault=fault,
    )


@asynccontextmanager
async def locked(admin: Connection, limit_s: float) -> AsyncIterator[None]:
    """One migration at a time. Asked for again and again: a statement that waits for the lock
    would itself hold up a `create index concurrently` of the one who has it."""
    deadline = time.monotonic() + limit_s
    while not await admin.fetchval(TRY_LOCK, LOCK):
        if time.monotonic() > deadline:
            raise MigrationBusy(
                f"Another process has been migrating this database for more than {limit_s:g} s.",
                "Wait for it; `hanse psql` and pg_stat_activity show what it does.",
            )
        await asyncio.sleep(LOCK_POLL_S)
    try:
        yield
    finally:
        if not admin.is_closed():
            await admin.execute(AS_ADMIN)
            await admin.fetchval(UNLOCK, LOCK)


async def look_at_server(admin: Connection) -> None:
    version = admin.get_server_version()
    encoding = await admin.fetchval(ENCODING)
    if version.major < MAJOR_MIN or encoding != "UTF8":
        raise ServerUnsuitable(
            f"The database server is PostgreSQL {version.major} and keeps text in {encoding};"
            f" {MAJOR_MIN} or newer and UTF8 are needed.",
            "Name another server or database in HANSE_DATABASE_URL.",
        )


async def seen(database: Fetches) -> list[Applied]:
    if not await database.fetchval(HAS_LIST):
        return []
    rows = await database.fetch(READ_LIST)
    return [Applied(row["version"], row["name"], row["checksum"]) for row in rows]


async def prepare(admin: Connection, dsns: Dsns) -> None:
    """Roles are shared by all databases of a server, so two migrations may cross in them."""
    for attempt in range(PREPARE_TRIES_MAX):
        try:
            await roles.prepare(admin, dsns)
            await operators.prepare(admin)
        except CROSSED:
            if attempt == PREPARE_TRIES_MAX - 1:
                raise
            await asyncio.sleep(LOCK_POLL_S * (attempt + 1))
        else:
            return


async def back_up(todo: Sequence[Migration], before_destructive: BeforeDestructive | None) -> None:
    removing = [migration for migration in todo if migration.removes]
    if not removing:
        return
    if before_destructive is None:
        raise BackupNeeded(
            f"Migration {removing[0].name} removes something ({removing[0].removes}), and nothing"
            " can take a backup first.",
            "Run `hanse migrate`, which takes one before it begins.",
        )
    await before_destructive(removing)


async def apply(admin: Connection, migration: Migration) -> None:
    row = (migration.version, migration.name, migration.checksum)
    try:
        if migration.alone:
            for statement in split(migration.sql):
                await admin.execute(statement)
            await admin.execute(ADD_TO_LIST, *row)
            return
        async with admin.transaction():
            await admin.execute(migration.sql)
            await admin.execute(ADD_TO_LIST, *row)
    except asyncpg.LockNotAvailableError as busy:
        raise MigrationBusy(
            f"Migration {migration.name} waited in vain for a table that is in use."
            f" {kept(migration)}",
            "Start again in a while, or stop the other processes first.",
        ) from busy
    except asyncpg.PostgresError as refused:
        raise MigrationFailed(
            f"Migration {migration.name} failed: {refused}. {kept(migration)}",
            "Install the version before this update to go on working, and report the message.",
        ) from refused


def kept(migration: Migration) -> str:
    what = "What came before the statement was kept" if migration.alone else "Nothing was kept"
    return f"{what}; the migrations before it are done."


async def note_facts(owner: Connection) -> None:
    """What the program must know of this server: whether search may rely on an index."""
    if await owner.fetchval(HAS_FACTS):
        search = "index" if await operators.trusted(owner) else "tokens"
        await owner.execute(NOTE_FACT, "search", search)
