"""Migrations run forward, once, alone, and not at all where program and database differ."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import asyncpg
import pytest

from hanse.base.clock import SystemClock
from hanse.base.ids import RandomIds
from hanse.engine.postgres.cluster import Cluster
from hanse.engine.postgres.dsns import Dsns, on_database
from hanse.engine.postgres.faults import (
    BackupNeeded,
    LetInRefused,
    MigrationBusy,
    MigrationChanged,
    MigrationFailed,
    MigrationMisnamed,
    MigrationMissing,
    NotThere,
    SchemaNewer,
    ServerUnsuitable,
)
from hanse.engine.postgres.migrate import LOCK, LOCK_LIMIT_S, Migrated, migrate, schema_state
from hanse.engine.postgres.migrations import Migration

GROUND = {
    "0001_room_things.sql": "create table room_things (id int primary key);"
    " grant select on room_things to hanse_app;"
}


class Place:
    """An empty database of its own and a folder of migrations for it."""

    def __init__(self, admin: str, dsns: Dsns, folder: Path) -> None:
        self.admin = admin
        self.dsns = dsns
        self.folder = folder
        self.write(GROUND)

    def write(self, files: dict[str, str]) -> None:
        for name, sql in files.items():
            (self.folder / name).write_text(sql)

    async def migrate(self, limit_s: float = LOCK_LIMIT_S) -> Migrated:
        return await migrate(self.admin, self.dsns, self.folder, limit_s=limit_s)

    async def ask(self, question: str) -> object:
        connection = await asyncpg.connect(self.admin)
        try:
            return await connection.fetchval(question)
        finally:
            await connection.close()


@pytest.fixture
async def place(server: Cluster, tmp_path: Path) -> AsyncIterator[Place]:
    name = f"m_{RandomIds(SystemClock()).new().hex}"
    admin = await asyncpg.connect(on_database(server.admin_dsn, "postgres"))
    await admin.execute(f"create database {name}")
    given = (server.dsns.owner, server.dsns.app, server.dsns.system)
    dsns = Dsns(*(on_database(dsn, name) for dsn in given))
    yield Place(on_database(server.admin_dsn, name), dsns, tmp_path)
    await admin.execute(f"drop database {name} with (force)")
    await admin.close()


async def test_each_file_is_applied_once_and_in_order(place: Place) -> None:
    assert await place.migrate() == Migrated(("0001_room_things",), 1)
    assert await place.migrate() == Migrated((), 1)
    place.write(
        {
            "0003_room_c.sql": "insert into room_things select n from room_numbers;",
            "0002_room_b.sql": "create table room_numbers as select 7 as n;",
        }
    )
    assert await place.migrate() == Migrated(("0002_room_b", "0003_room_c"), 3)
    assert await place.ask("select id from room_things") == 7
    assert await place.ask("select count(*) from engine_migrations") == 3


async def test_many_processes_at_once_apply_it_once(place: Place) -> None:
    place.write({"0002_room_slow.sql": "select pg_sleep(0.2); create table room_slow ();"})
    done = await asyncio.gather(*(place.migrate() for _ in range(5)))
    assert sorted(len(one.applied) for one in done) == [0, 0, 0, 0, 2]


async def test_an_old_file_that_was_changed_stops_the_start(place: Place) -> None:
    await place.migrate()
    place.write({"0001_room_things.sql": GROUND["0001_room_things.sql"] + " -- more"})
    with pytest.raises(MigrationChanged) as caught:
        await place.migrate()
    assert "Migration 0001_room_things was changed after this database" in str(caught.value)
    assert "Install this version of Hanse again" in str(caught.value)


async def test_an_old_file_that_is_missing_stops_the_start(place: Place) -> None:
    place.write({"0002_room_b.sql": "create table room_b ();"})
    await place.migrate()
    (place.folder / "0001_room_things.sql").unlink()
    with pytest.raises(MigrationMissing, match=r"0001 \(0001_room_things\), but its file is miss"):
        await place.migrate()


async def test_an_older_program_refuses_a_newer_schema(place: Place) -> None:
    place.write({"0002_room_b.sql": "create table room_b ();"})
    await place.migrate()
    (place.folder / "0002_room_b.sql").unlink()
    with pytest.raises(SchemaNewer) as caught:
        await place.migrate()
    assert "The database is at migration 0002 (0002_room_b)" in str(caught.value)
    assert "Install that version again, or restore a backup" in str(caught.value)


async def test_a_new_file_with_an_old_number_is_refused(place: Place) -> None:
    place.write({"0003_room_c.sql": "create table room_c ();"})
    await place.migrate()
    place.write({"0002_room_b.sql": "create table room_b ();"})
    with pytest.raises(MigrationMisnamed, match="Give it a number above 0003"):
        await place.migrate()


async def test_files_that_cannot_take_a_place_are_refused(place: Place) -> None:
    place.write({"0001_room_other.sql": "select 1;"})
    with pytest.raises(MigrationMisnamed, match="Two migrations have the number 0001"):
        await place.migrate()
    (place.folder / "0001_room_other.sql").unlink()
    place.write({"7-things.sql": "select 1;"})
    with pytest.raises(MigrationMisnamed, match=r"7-things\.sql .* is not named NNNN_room_what"):
        await place.migrate()


async def test_a_failed_file_leaves_nothing_of_itself(place: Place) -> None:
    place.write({"0002_room_b.sql": "create table room_b (); select 1 / 0;"})
    with pytest.raises(MigrationFailed) as caught:
        await place.migrate()
    assert "Migration 0002_room_b failed: division by zero. Nothing was kept" in str(caught.value)
    assert await place.ask("select to_regclass('room_b')") is None
    assert await place.ask("select max(version) from engine_migrations") == 1
    place.write({"0002_room_b.sql": "create table room_b ();"})
    assert await place.migrate() == Migrated(("0002_room_b",), 2)


async def test_a_file_that_says_why_runs_without_a_transaction(place: Place) -> None:
    place.write(
        {
            "0002_room_index.sql": "-- no transaction: the index is built beside the work\n"
            "create index concurrently if not exists a on room_things (id);\n"
            "create index concurrently if not exists b on room_things (id);\n"
        }
    )
    assert (await place.migrate()).version == 2
    assert (
        await place.ask(
            "select count(*) from pg_index where indisvalid and "
            "indexrelid in ('a'::regclass, 'b'::regclass)"
        )
        == 2
    )


async def test_a_failed_file_without_a_transaction_says_what_stays(place: Place) -> None:
    place.write({"0002_room_b.sql": "-- no transaction: for this\ncreate table b (); select 1/0;"})
    with pytest.raises(MigrationFailed, match="What came before the statement was kept"):
        await place.migrate()


async def test_a_backup_is_taken_before_something_is_removed(place: Place) -> None:
    await place.migrate()
    place.write({"0002_room_less.sql": "drop table room_things;"})
    asked: list[str] = []

    async def back_up(removing: Sequence[Migration]) -> None:
        assert await place.ask("select to_regclass('room_things')") is not None
        asked.extend(migration.removes for migration in removing)

    await migrate(place.admin, place.dsns, place.folder, back_up)
    assert asked == ["drop table room_things"]


async def test_a_backup_that_fails_stops_the_migration(place: Place) -> None:
    await place.migrate()
    place.write({"0002_room_less.sql": "-- not additive: things go\nselect 1;"})

    async def back_up(removing: Sequence[Migration]) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await migrate(place.admin, place.dsns, place.folder, back_up)
    assert await place.ask("select max(version) from engine_migrations") == 1


async def test_without_a_way_to_take_a_backup_nothing_is_removed(place: Place) -> None:
    await place.migrate()
    place.write({"0002_room_less.sql": "drop table room_things;"})
    with pytest.raises(BackupNeeded, match=r"0002_room_less removes something \(drop table"):
        await place.migrate()
    assert await place.ask("select to_regclass('room_things')") is not None


async def test_an_empty_database_has_nothing_to_back_up(place: Place) -> None:
    place.write({"0002_room_less.sql": "drop table room_things;"})
    assert (await place.migrate()).version == 2


async def test_another_migration_that_takes_too_long_is_told(place: Place) -> None:
    other = await asyncpg.connect(place.admin)
    await other.fetchval("select pg_advisory_lock($1)", LOCK)
    with pytest.raises(MigrationBusy, match="Another process has been migrating this database"):
        await place.migrate(limit_s=0.2)
    await other.close()
    await place.migrate()


async def test_a_table_in_use_is_told_and_not_waited_for_without_end(place: Place) -> None:
    await place.migrate()
    place.write(
        {"0002_room_b.sql": "set local lock_timeout = '50ms'; alter table room_things add n int;"}
    )
    other = await asyncpg.connect(place.admin)
    await other.execute("begin; lock table room_things in access share mode")
    with pytest.raises(MigrationBusy, match="waited in vain for a table that is in use"):
        await place.migrate()
    await other.close()
    assert (await place.migrate()).version == 2


async def test_health_sees_what_is_known_applied_and_pending(place: Place) -> None:
    connection = await asyncpg.connect(place.admin)
    empty = await schema_state(connection, place.folder)
    assert (empty.applied, empty.pending) == ((), ("0001_room_things",))
    await place.migrate()
    place.write({"0002_room_b.sql": "create table room_b ();"})
    state = await schema_state(connection, place.folder)
    assert state.known == ("0001_room_things", "0002_room_b")
    assert state.applied == ("0001_room_things",)
    assert state.pending == ("0002_room_b",)
    assert state.fault is None
    place.write({"0001_room_things.sql": "select 1;"})
    changed = await schema_state(connection, place.folder)
    assert isinstance(changed.fault, MigrationChanged)
    await connection.close()


async def test_the_running_role_may_look_at_the_state(place: Place) -> None:
    await place.migrate()
    connection = await asyncpg.connect(place.dsns.app)
    assert (await schema_state(connection, place.folder)).pending == ()
    await connection.close()


async def test_what_is_made_belongs_to_the_owner_role(place: Place) -> None:
    await place.migrate()
    owners = "select string_agg(distinct tableowner, ' ') from pg_tables where schemaname='public'"
    assert await place.ask(owners) == "hanse_owner"


async def test_a_database_that_keeps_text_in_another_encoding_is_refused(
    server: Cluster, place: Place
) -> None:
    admin = await asyncpg.connect(on_database(server.admin_dsn, "postgres"))
    await admin.execute(
        "create database m_latin encoding 'LATIN1' locale_provider libc locale 'C'"
        " template template0"
    )
    with pytest.raises(ServerUnsuitable, match="keeps text in LATIN1"):
        await migrate(on_database(server.admin_dsn, "m_latin"), place.dsns, place.folder)
    await admin.execute("drop database m_latin with (force)")
    await admin.close()


async def test_a_database_that_is_not_there_is_told(server: Cluster, place: Place) -> None:
    with pytest.raises(NotThere, match="The database nowhere at its socket does not answer"):
        await migrate(on_database(server.admin_dsn, "nowhere"), place.dsns, place.folder)
    away = "postgresql://boss:secret@127.0.0.1:1/shop"
    with pytest.raises(NotThere, match=r"The database shop at 127\.0\.0\.1:1 does not"):
        await migrate(away, place.dsns, place.folder)


async def test_a_wrong_password_is_told_without_it(place: Place) -> None:
    wrong = place.admin.replace("postgresql://hanse:", "postgresql://hanse:hidden")
    with pytest.raises(LetInRefused) as caught:
        await migrate(wrong, place.dsns, place.folder)
    assert "The database does not let hanse in" in str(caught.value)
    assert "hidden" not in str(caught.value)
