"""The daily backup and the packing of the log in between, as the jobs that the clock starts."""

import asyncio
from pathlib import Path

import pytest

from hanse.app.chores import chores
from hanse.app.opened import Opened, Server
from hanse.base.ids import RandomIds
from hanse.engine.backup import archive, shelf
from hanse.engine.jobs.handlers import Job, Registry, collect
from hanse.engine.postgres.cluster import Cluster
from hanse.engine.postgres.connect import connected
from hanse.engine.postgres.migrate import Migrated
from hanse.engine.settings import load
from hanse.engine.tx import INSTALLATION, Database
from tests.conftest import NOBODY
from tests.engine.job_workers import until


@pytest.fixture
def registry(database: Database, ids: RandomIds, server: Cluster) -> Registry:
    loaded = load({"HANSE_HOME": str(server.layout.home), "HANSE_BACKUP_HOUR": "5"})
    ours = Server(server.admin_dsn, server.dsns, server, Migrated((), 0))
    return collect([chores(Opened(loaded, database.clock, ids, print, ours))])


async def run(registry: Registry, database: Database, name: str) -> None:
    async def report(message: str, done: int | None, total: int | None) -> None:
        pytest.fail(f"{message}: nobody asked")

    job = Job(INSTALLATION, database.ids.new(), name, "", {}, 1, "", report)
    await registry.declarations[name].handle(job, database)


def test_the_clock_knows_both(registry: Registry) -> None:
    crons = {schedule.name: schedule.cron for schedule in registry.schedules}
    assert crons["engine.back_up"] == "0 5 * * *"
    assert crons["engine.pack_archive"] == "*/5 * * * *"


def test_the_log_of_somebody_else_s_server_is_not_packed(
    database: Database, ids: RandomIds, server: Cluster, tmp_path: Path
) -> None:
    loaded = load({"HANSE_HOME": str(tmp_path), "HANSE_DATABASE_URL": server.admin_dsn})
    theirs = Server(server.admin_dsn, server.dsns, None, Migrated((), 0))
    found = collect([chores(Opened(loaded, database.clock, ids, print, theirs))])
    assert "engine.back_up" in found.declarations
    assert "engine.pack_archive" not in found.declarations


async def test_a_backup_is_taken_and_stands_in_the_log(
    registry: Registry, database: Database, server: Cluster
) -> None:
    before = len(shelf.backups(server.layout.backup))
    await run(registry, database, "engine.back_up")
    taken = shelf.backups(server.layout.backup)
    assert len(taken) == before + 1
    async with database.tx(INSTALLATION, NOBODY) as tx:
        noted = await tx.fetchval(
            "select payload ->> 'backup' from events where name = 'engine.backup.taken'"
        )
    assert noted == taken[-1].name


async def test_what_the_server_has_archived_is_packed(
    registry: Registry, database: Database, server: Cluster
) -> None:
    async with connected(server.admin_dsn, "test") as admin:
        await admin.execute("select pg_current_xact_id(); select pg_switch_wal()")
    raw = server.layout.backup / archive.RAW
    await until(lambda: bool(archive.finished(raw)))
    waiting = archive.finished(raw)
    await run(registry, database, "engine.pack_archive")
    packed = await asyncio.to_thread(archive.packed_files, server.layout.backup)
    assert {file.name for file in waiting} <= {archive.plain_name(file) for file in packed}
    # The server may have finished another piece in the meantime.
    assert not set(waiting) & set(archive.finished(raw))
