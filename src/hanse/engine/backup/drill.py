"""The proof of a backup: bring the newest back beside the living server and count what is in it."""

import asyncio
import secrets
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from hanse.engine.backup import files
from hanse.engine.backup.files import Told
from hanse.engine.backup.programs import Programs
from hanse.engine.backup.restoring import Restored, Target, restore
from hanse.engine.backup.taking import Place, flush, pack
from hanse.engine.files import names
from hanse.engine.postgres import roles
from hanse.engine.postgres.cluster import Cluster
from hanse.engine.postgres.connect import Connection, connected

TABLES = """
    select format('%I', relname) as name from pg_class
    where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace and not relispartition
    order by 1"""
COUNT_LIMIT_S = 600.0
LOCK_LIMIT = "set local lock_timeout = '10s'"

# Looks at the log of a restored server: the first thing wrong with it, or nothing.
CheckChain = Callable[[Cluster], Awaitable[str]]


@dataclass(frozen=True, slots=True)
class Drill:
    """What a restored copy holds against what the living server held at the same instant."""

    restored: Restored
    counts: Mapping[str, int]
    differing: Mapping[str, tuple[int, int]]  # table: (living, restored)
    chain: str  # what is wrong with the log, or nothing
    files: Told  # that the copy names, each opened and read

    @property
    def good(self) -> bool:
        return not self.differing and not self.chain and self.files.good


async def verify(
    admin_dsn: str, programs: Programs, place: Place, home: Path, check_chain: CheckChain
) -> Drill:
    """Mark an instant, restore to it beside the living server, compare, and clear away."""
    point = f"hanse_drill_{secrets.token_hex(4)}"
    living = await mark_and_count(admin_dsn, point)
    await asyncio.to_thread(pack, place)
    into, told = home / "postgres" / f"drill-{secrets.token_hex(4)}", Told()
    try:
        restored = await restore(place, programs, into, Target(point=point))
        async with running(into) as cluster:
            copied = await counts(cluster.admin_dsn)
            chain = await check_chain(cluster)
            if place.media:
                named = names.pages(cluster.dsns.system)
                await files.look_for(named, place.shelf, place.key, told, whole=True)
    finally:
        await asyncio.to_thread(shutil.rmtree, into, True)
    differing = {
        table: (living.get(table, 0), copied.get(table, 0))
        for table in living.keys() | copied.keys()
        if living.get(table) != copied.get(table)
    }
    return Drill(restored, living, differing, chain, told)


async def mark_and_count(admin_dsn: str, point: str) -> Mapping[str, int]:
    """Name an instant in the log and count every table as it was then.

    Writers are held for as long as it takes to name the instant, a few milliseconds; the counting
    goes on behind them, in the snapshot of that instant.
    """
    async with connected(admin_dsn, "hanse drill") as counter:
        async with connected(admin_dsn, "hanse drill") as holder:
            snapshot = await name_instant(holder, point)
            await counter.execute("begin isolation level repeatable read read only")
            # The name comes from the server itself and holds digits and dashes only.
            await counter.execute(f"set transaction snapshot '{snapshot}'")
            await holder.execute("commit")
            await flush(holder)
        return await count_all(counter)


async def name_instant(holder: Connection, point: str) -> str:
    tables = ", ".join(row["name"] for row in await holder.fetch(TABLES))
    # The snapshot is taken by the first statement that reads, so nothing may read before the lock.
    await holder.execute("begin isolation level repeatable read")
    await holder.execute(LOCK_LIMIT)
    # The server quoted the names.
    await holder.execute(f"lock table {tables} in share mode")
    await holder.fetchval("select pg_create_restore_point($1)", point)
    snapshot: str = await holder.fetchval("select pg_export_snapshot()")
    return snapshot


async def counts(admin_dsn: str) -> Mapping[str, int]:
    async with connected(admin_dsn, "hanse drill") as connection:
        return await count_all(connection)


async def count_all(
    connection: Connection,
) -> Mapping[str, int]:
    """Rows of every table; a superuser's count passes by row security."""
    names = [row["name"] for row in await connection.fetch(TABLES)]
    return {name: await count_one(connection, name) for name in names}


async def count_one(connection: Connection, name: str) -> int:
    # The server quoted the name.
    rows: int = await connection.fetchval(
        f"select count(*) from {name}",  # noqa: S608
        timeout=COUNT_LIMIT_S,
    )
    return rows


@asynccontextmanager
async def running(home: Path) -> AsyncIterator[Cluster]:
    """The restored home, started as any other; it archives nothing."""
    cluster = await asyncio.to_thread(Cluster.start, home, archive=False, environ={})
    try:
        # The copy has an administrator's password of its own, from which those of the roles follow.
        async with connected(cluster.admin_dsn, "hanse drill") as admin:
            await roles.prepare(admin, cluster.dsns)
        yield cluster
    finally:
        await asyncio.to_thread(cluster.stop)


def story(drill: Drill) -> str:
    """The outcome in one sentence."""
    rows = sum(drill.counts.values())
    name = drill.restored.backup.name
    if drill.good:
        return (
            f"Backup {name} came back whole: {rows:,} rows in {len(drill.counts)} tables as in the"
            f" living database, {drill.files.files:,} files as their hashes say, and the log"
            " verifies."
        )
    wrong = [
        f"{table} {there:,} instead of {here:,}" for table, (here, there) in drill.differing.items()
    ]
    if drill.chain:
        wrong.append(drill.chain)
    wrong += [sentence.removesuffix(".") for sentence in drill.files.sentences()]
    return f"Backup {name} did not come back whole: {'; '.join(wrong)}."
