"""The unit of work: all or nothing, one workspace, nothing left behind."""

import asyncio
import re
from pathlib import Path
from threading import Thread
from uuid import UUID

import asyncpg
import pytest

from hanse.base.faults import Conflict, OutcomeUnknown, Unavailable
from hanse.engine.tx import Database, Tx, pool
from tests.conftest import NOBODY

SRC = Path(__file__).resolve().parents[2] / "src/hanse"
SETTING = "hanse.workspace_id"


async def current(tx: Tx) -> UUID | None:
    value: UUID | None = await tx.fetchval("select hanse_workspace()")
    return value


async def test_a_transaction_knows_who_and_where_and_when(
    database: Database, workspace: UUID
) -> None:
    async with database.tx(workspace, NOBODY, "r-1") as tx:
        assert await current(tx) == workspace
        assert (tx.actor, tx.request_id) == (NOBODY, "r-1")
        assert tx.now.tzinfo is not None


async def test_what_was_raised_takes_everything_back(database: Database, workspace: UUID) -> None:
    with pytest.raises(ZeroDivisionError):
        async with database.tx(workspace, NOBODY) as tx:
            await keep(tx)
            raise ZeroDivisionError
    async with database.tx(workspace, NOBODY) as tx:
        assert await kept(tx) == 0


async def test_a_savepoint_takes_back_its_own_part_only(tx: Tx) -> None:
    await keep(tx)
    with pytest.raises(ZeroDivisionError):
        async with tx.savepoint():
            await keep(tx)
            raise ZeroDivisionError
    assert await kept(tx) == 1


async def test_a_swallowed_failure_is_not_reported_as_committed(
    database: Database, workspace: UUID
) -> None:
    with pytest.raises(Conflict, match="taken back"):
        async with database.tx(workspace, NOBODY) as tx:
            with pytest.raises(asyncpg.PostgresError):
                await tx.execute("select 1 / 0")


async def test_a_connection_goes_back_without_the_workspace(
    database: Database, workspace: UUID
) -> None:
    async with database.tx(workspace, NOBODY):
        pass
    async with database.app.acquire() as connection:
        assert await connection.fetchval("select hanse_workspace()") is None


async def test_a_session_that_was_tampered_with_is_clean_for_the_next_transaction(
    database: Database, workspace: UUID
) -> None:
    async with database.tx(workspace, NOBODY) as tx:
        pid = await tx.fetchval("select pg_backend_pid()")
        usual = await tx.fetchval("show search_path")
        await tx.execute(f"set session {SETTING} = '{workspace}'")
        await tx.execute("set session search_path = pg_catalog")
        await tx.execute("create temporary table left_behind (secret text)")
        assert await tx.fetchval("select pg_try_advisory_lock(1)")
    other = database.ids.new()
    async with database.tx(other, NOBODY) as tx:
        assert await tx.fetchval("select pg_backend_pid()") == pid
        assert await tx.fetchval("show search_path") == usual
        assert await tx.fetchval("select hanse_workspace()") == other
        assert await tx.fetchval("select to_regclass('pg_temp.left_behind')") is None
        assert not await tx.fetchval("select count(*) from pg_locks where locktype = 'advisory'")


async def test_a_transaction_that_was_left_open_is_not_committed_by_the_next_one(
    database: Database, workspace: UUID
) -> None:
    async with database.app.acquire() as connection:
        await connection.execute(f"begin; set local {SETTING} = '{workspace}'")
        await connection.execute(
            """
            insert into engine_search_tokens (workspace_id, kind, id, token)
            values ($1, 'test', $2, 'x')
            """,
            workspace,
            database.ids.new(),
        )
    async with database.tx(workspace, NOBODY) as tx:
        assert await kept(tx) == 0


async def test_a_connection_that_died_while_idle_costs_nobody_anything(
    database: Database, workspace: UUID, admin_dsn: str
) -> None:
    async with database.tx(workspace, NOBODY) as one, database.tx(workspace, NOBODY) as other:
        pids = [await each.fetchval("select pg_backend_pid()") for each in (one, other)]
    # This loop stands still meanwhile, so that nobody has noticed when the next one begins.
    ending = Thread(target=lambda: asyncio.run(end(admin_dsn, pids)))
    ending.start()
    ending.join()
    async with database.tx(workspace, NOBODY) as tx:
        assert await tx.fetchval("select pg_backend_pid()") not in pids


async def test_a_glance_on_a_connection_that_died_while_idle_is_taken_again(
    database: Database, admin_dsn: str
) -> None:
    async def look(tx: Tx) -> int:
        pid: int = await tx.fetchval("select pg_backend_pid()")
        return pid

    pid = await database.glance("test", look)
    ending = Thread(target=lambda: asyncio.run(end(admin_dsn, [pid])))
    ending.start()
    ending.join()
    assert await database.glance("test", look) != pid


async def end(admin_dsn: str, pids: list[int]) -> None:
    admin = await asyncpg.connect(admin_dsn)
    for pid in pids:
        assert await admin.fetchval("select pg_terminate_backend($1, 5000)", pid)
    await admin.close()


async def test_a_commit_without_an_answer_is_unknown_and_not_failed(
    database: Database, workspace: UUID, admin_dsn: str
) -> None:
    """The server hangs in the commit until its connection is cut."""
    admin = await asyncpg.connect(admin_dsn)
    await admin.execute(SLOW_COMMIT)
    cutting = asyncio.create_task(cut_when_committing(admin))
    try:
        with pytest.raises(OutcomeUnknown, match="before it said whether"):
            async with database.tx(workspace, NOBODY) as tx:
                await keep(tx)
    finally:
        await cutting
        await admin.execute("drop function test_slow_commit cascade")
        await admin.close()


SLOW_COMMIT = """
    create function test_slow_commit() returns trigger language plpgsql as
    'begin perform pg_sleep(20); return null; end';
    create constraint trigger test_slow_commit after insert on engine_search_tokens
    deferrable initially deferred for each row execute function test_slow_commit()"""


async def cut_when_committing(admin: asyncpg.Connection) -> None:
    async with asyncio.timeout(60):
        while not await admin.fetchval(
            """
            select count(pg_terminate_backend(pid)) from pg_stat_activity
            where datname = current_database() and query = 'commit' and state = 'active'
            """
        ):
            await asyncio.sleep(0.01)


async def test_a_wrong_password_is_said_with_the_way_out() -> None:
    with pytest.raises(Unavailable, match="does not let us in"):
        await pool("postgresql://hanse_app:wrong@127.0.0.1:1/hanse", 1, "hanse")


def test_the_workspace_is_set_in_one_place() -> None:
    """Whoever else sets it could look into another workspace."""
    naming = re.compile(r"hanse\.workspace_id|set_config")
    found = {
        path.relative_to(SRC).as_posix()
        for path in SRC.rglob("*")
        if path.suffix in (".py", ".sql") and naming.search(path.read_text("utf-8"))
    }
    assert found <= {"engine/tx.py", "migrations/0001_engine_ground.sql"}


async def keep(tx: Tx) -> None:
    await tx.execute(
        """
        insert into engine_search_tokens (workspace_id, kind, id, token)
        values ($1, 'test', $2, 'x')
        """,
        tx.workspace_id,
        tx.ids.new(),
    )


async def kept(tx: Tx) -> int:
    count: int = await tx.fetchval("select count(*) from engine_search_tokens where kind = 'test'")
    return count
