"""Health: a row for each check, a sentence and a next step where something is wrong."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import asyncpg
import pytest

from hanse.base.clock import SystemClock
from hanse.base.ids import RandomIds
from hanse.engine import metrics
from hanse.engine.backup.shelf import Backup, Kind, write_record
from hanse.engine.health import health
from hanse.engine.health.checks import Check, readiness
from hanse.engine.jobs.jobs import enqueue
from hanse.engine.log import followers
from hanse.engine.log.events import DECLARED
from hanse.engine.log.followers import Follower
from hanse.engine.log.history import Event
from hanse.engine.metrics import Meter
from hanse.engine.postgres.dsns import Dsns
from hanse.engine.seal import KeyRing
from hanse.engine.tx import Database, Tx
from hanse.engine.vault import SecretOpened
from tests.conftest import NOBODY


async def test_a_sound_installation_is_ready(database: Database, tmp_path: Path) -> None:
    checks = await health.ready(database, tmp_path)
    assert [check for check in checks if not check.ok] == []
    assert [check.name for check in checks] == ["database", *health.LOOKS, "disk"]
    assert readiness(checks)["status"] == "ready"


def test_the_answer_has_the_agreed_shape() -> None:
    answer = readiness([Check("disk", False, "Full.", "Make room.", 0.0)])
    row = {"name": "disk", "ok": False, "sentence": "Full.", "next_step": "Make room."}
    assert answer == {"status": "not ready", "checks": [{**row, "figure": 0.0}]}


async def test_without_a_database_one_row_says_so_and_the_rest_is_not_asked(
    module_dsns: Dsns, ring: KeyRing, tmp_path: Path
) -> None:
    clock = SystemClock()
    gone = await Database.open(
        module_dsns.app, module_dsns.system, clock=clock, ids=RandomIds(clock), ring=ring
    )
    await gone.close()
    checks = await health.ready(gone, tmp_path)
    assert [(check.name, check.ok) for check in checks] == [("database", False), ("disk", True)]
    assert "The database is not there at the moment" in checks[0].sentence
    assert "`hanse doctor` says what is wrong" in checks[0].next_step


async def test_a_pool_without_a_free_connection_is_not_ready(
    database: Database, module_dsns: Dsns, tmp_path: Path
) -> None:
    pool = await asyncpg.create_pool(module_dsns.app, min_size=1, max_size=1)
    async with pool.acquire():
        checks = await health.ready(replace(database, app=pool), tmp_path)
    await pool.close()
    assert not checks[0].ok
    assert checks[0].sentence == "There was no answer within 3 s."


async def test_a_missing_migration_is_named_with_the_command(
    database: Database, admin_dsn: str
) -> None:
    admin = await asyncpg.connect(admin_dsn)
    newest = await admin.fetchrow(
        """
        delete from engine_migrations
        where version = (select max(version) from engine_migrations) returning *
        """
    )
    assert newest is not None
    check = await health.migrations(database)
    await admin.execute("insert into engine_migrations values ($1, $2, $3, $4)", *newest)
    await admin.close()
    assert check == Check(
        "migrations",
        False,
        f"The database lacks 1 migrations, from {newest['name']}.",
        "Run: hanse migrate",
        1,
    )


async def test_a_transaction_that_writes_for_long_is_noticed(
    database: Database, workspace: UUID
) -> None:
    async with database.tx(workspace, NOBODY) as tx:
        await tx.fetchval("select pg_current_xact_id()")
        check = await health.oldest_writer(database)
        assert check.ok
        assert check.figure is not None
        assert check.figure > 0
    too_old = health.writers(health.WRITER_MAX_S + 1)
    assert not too_old.ok
    assert "has been writing for 11 s: followers of the log wait" in too_old.sentence


async def test_a_job_that_nobody_takes_is_noticed(database: Database, workspace: UUID) -> None:
    now = database.clock.now()
    async with database.system_tx("test") as tx:
        await tx.execute("insert into jobs_names (name, lane) values ('stock.push', '')")
    async with database.tx(workspace, NOBODY) as tx:
        late = await enqueue(tx, "stock.push", "a", {}, at=now - timedelta(minutes=20))
        await enqueue(tx, "stock.push", "b", {}, at=now + timedelta(minutes=20))
    found = await health.queue(database)
    assert not found.ok
    assert found.sentence.startswith("1 jobs are due, and the oldest has waited for 1,2")
    assert "See that a worker runs" in found.next_step
    async with database.system_tx("test") as tx:
        await tx.execute("insert into jobs_pauses (scope) values ('stock')")
    assert (await health.queue(database)).sentence == "1 jobs are due, none for long."
    async with database.system_tx("test") as tx:
        await tx.execute("delete from jobs_pauses")
        await tx.execute(
            "update jobs set state = 'running', worker = 'w' where workspace_id = $1 and id = $2",
            *(workspace, late),
        )
        await tx.execute("update jobs set due_at = $1, state = 'waiting' where key = 'b'", now)
    assert (await health.queue(database)).ok, "it waits for the one that runs"
    async with database.system_tx("test") as tx:
        await tx.execute("delete from jobs")


def test_a_log_that_nobody_seals_is_noticed() -> None:
    late = health.sealed(1_234, 300)
    assert not late.ok
    assert late.sentence == "1,234 events of the log wait to be sealed, the oldest for 300 s."
    assert "hanse work" in late.next_step
    assert health.sealed(3, 20).sentence == "The log is sealed up to 20 s ago."


def taken(shelf: Path, at: datetime) -> None:
    """A backup that was finished then."""
    backup = Backup("20261118T000000Z", Kind.full, "", at, at, "", "", "18", 1, sealed=False)
    (shelf / backup.name).mkdir()
    write_record(shelf / backup.name, backup)


def test_backups_have_an_age(tmp_path: Path) -> None:
    now = datetime(2026, 11, 20, tzinfo=UTC)
    assert health.backup_age(tmp_path, now).next_step == "Run: hanse backup"
    taken(tmp_path, now)
    assert health.backup_age(tmp_path, now + timedelta(hours=20)).ok
    old = health.backup_age(tmp_path, now + timedelta(hours=50))
    assert (old.ok, old.sentence) == (False, "The newest backup is 50 hours old.")
    assert old.figure == 50 * 3_600


def test_a_disk_that_is_nearly_full_is_named(tmp_path: Path) -> None:
    assert health.disk(tmp_path / "not" / "there" / "yet").ok
    full = health.free_space(tmp_path, 12_000_000)
    assert full.sentence == f"Only 12 MB are free under {tmp_path}."
    assert full.next_step == (
        "Make room for at least 500 MB: the database stops when the disk is full."
    )


async def nothing(tx: Tx, events: Sequence[Event]) -> None:
    pass


async def test_the_gauges_follow_the_checks(database: Database, tmp_path: Path) -> None:
    meter = Meter()
    (opened,) = [kind.name for kind in DECLARED.values() if kind.declared_by is SecretOpened]
    await followers.enrol(database, [Follower("a.follower", [opened], nothing)])
    taken(tmp_path, database.clock.now())
    await health.measure(database, tmp_path, meter, tmp_path)
    text = metrics.render(meter).decode()
    assert 'hanse_check_ok{check="database"} 1.0' in text
    assert 'hanse_jobs_kept{state="waiting"} 0.0' in text
    assert 'hanse_follower_lag_events{follower="a.follower"} 0.0' in text
    assert 'hanse_pool_connections{pool="app",state="most"} 20.0' in text
    for gauge in health.GAUGES.values():
        assert f"\n{gauge} " in text


async def test_a_mistake_of_the_program_is_not_hidden_as_bad_health() -> None:
    async def mistaken() -> Check:
        await asyncio.sleep(0)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await health.within_limit("mistaken", mistaken())
