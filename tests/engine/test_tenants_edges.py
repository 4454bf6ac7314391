"""Ways round row security that are no plain statement: statistics, errors, functions, leftovers."""

import io
from collections.abc import AsyncIterator
from uuid import UUID

import asyncpg
import pytest

from hanse.base.ids import RandomIds
from hanse.engine.postgres.dsns import Dsns
from hanse.engine.seal import KeyRing
from hanse.engine.tx import Database, Tx
from tests.conftest import NOBODY

HIDDEN = "hidden-word"
# Everything in the catalogue that holds values of columns.
STATISTICS = (
    "select tablename from pg_stats where schemaname = 'public' and tablename <> all ($1::text[])",
    "select tablename from pg_stats_ext where tablename <> all ($1::text[])",
    "select tablename from pg_stats_ext_exprs where tablename <> all ($1::text[])",
)
# Statements that read through something else than the table itself.
ROUNDABOUT = (
    "select query_to_xml('select * from engine_search_tokens', true, true, '')::text = '' as seen",
    "select * from ts_stat('select to_tsvector(token) from engine_search_tokens')",
    "select * from engine_search_tokens tablesample system (100)",
    "select row_to_json(t) from engine_search_tokens t",
    "select ctid, tableoid, xmin from engine_search_tokens",
    "table engine_search_tokens",
    "with them as materialized (select * from engine_search_tokens) select * from them",
    "select lateral_one.* from (values (1)) as v cross join lateral"
    " (select * from engine_search_tokens) as lateral_one",
    "merge into engine_search_tokens t using (values (1)) v (n) on true"
    " when matched then delete returning t.*",
    "delete from engine_search_tokens returning *",
)
# Conditions that fail on a hidden row if they are ever asked of one.
LEAKY = (
    "select 1 from engine_search_tokens where token::integer = 1",
    f"select 1 from engine_search_tokens where 1 / (length(token) - {len(HIDDEN)}) > 0",
    "select 1 from engine_search_tokens where token ~ ('(' || token)",
    "select 1 from engine_search_tokens order by token::uuid",
    "select max(token::numeric) from engine_search_tokens having count(*) > 0",
)
# Where something could be put down for another workspace to find.
LETTER_BOXES = (
    "select lo_create(0)",
    "select lo_creat(-1)",
    "select lo_from_bytea(0, 'x')",
    "select lo_import('/etc/hostname')",
    "comment on table engine_search_tokens is 'x'",
    "comment on role hanse_app is 'x'",
    "alter role hanse_app set hanse.workspace_id = 'x'",
    "insert into engine_facts (name, value) values ('x', 'x')",
    "create table public.letters (x text)",
    "create schema letters",
    "create extension dblink",
)


@pytest.fixture(scope="module")
async def narrow(module_dsns: Dsns, database: Database) -> AsyncIterator[Database]:
    """One connection, so that the next transaction gets the very session of the one before."""
    opened = await Database.open(
        module_dsns.app,
        module_dsns.system,
        clock=database.clock,
        ids=database.ids,
        ring=KeyRing(database.ring.masters, database.ring.current),
        connections_max=1,
    )
    yield opened
    await opened.close()


@pytest.fixture(scope="module")
async def theirs(database: Database) -> UUID:
    """A workspace with a hundred rows, one of them with a word that nobody else may see."""
    workspace = RandomIds(database.clock).new()
    async with database.tx(workspace, NOBODY) as tx:
        await keep(tx, HIDDEN, tx.ids.new())
        for number in range(99):
            await keep(tx, f"word-{number}", tx.ids.new())
    return workspace


async def keep(tx: Tx, token: str, id_: UUID) -> None:
    await tx.execute(
        """
        insert into engine_search_tokens (workspace_id, kind, id, token) values ($1, 'x', $2, $3)
        """,
        tx.workspace_id,
        id_,
        token,
    )


async def test_statistics_show_no_value_of_another_workspace(
    database: Database, admin_dsn: str, theirs: UUID, workspace: UUID
) -> None:
    assert theirs
    admin = await asyncpg.connect(admin_dsn)
    try:
        await admin.execute("analyze")
        kept = await admin.fetchval(
            "select count(*) from pg_stats where tablename = 'engine_search_tokens'"
        )
        assert kept, "nothing to hide: the test would prove nothing"
        open_tables = await admin.fetch(
            "select relname from pg_class where relkind = 'r' and not relrowsecurity"
        )
    finally:
        await admin.close()
    names = [row["relname"] for row in open_tables]
    async with database.tx(workspace, NOBODY) as tx:
        for question in STATISTICS:
            assert await tx.fetch(question, names) == []


@pytest.mark.parametrize("sql", ROUNDABOUT)
async def test_no_way_round_shows_a_row_of_another_workspace(
    database: Database, theirs: UUID, workspace: UUID, sql: str
) -> None:
    async with database.tx(workspace, NOBODY) as tx:
        rows = await tx.fetch(sql)
    assert [row for row in rows if row[0] is not True] == []
    async with database.tx(theirs, NOBODY) as tx:
        assert await tx.fetchval("select count(*) from engine_search_tokens") == 100


async def test_what_a_transaction_makes_for_itself_sees_its_own_workspace(
    database: Database, theirs: UUID, workspace: UUID
) -> None:
    assert theirs
    async with database.tx(workspace, NOBODY) as tx:
        await tx.execute("create temporary view seen as select * from engine_search_tokens")
        await tx.execute(
            "create function pg_temp.counted() returns bigint language sql security definer"
            " as 'select count(*) from engine_search_tokens'"
        )
        await tx.execute("declare walk cursor for select * from engine_search_tokens")
        assert await tx.fetch("select * from seen") == []
        assert await tx.fetchval("select pg_temp.counted()") == 0
        assert await tx.fetch("fetch all from walk") == []
        written = io.BytesIO()
        await tx.connection.copy_from_query("table engine_search_tokens", output=written)
        assert written.getvalue() == b""


@pytest.mark.parametrize("sql", LEAKY)
async def test_an_error_tells_nothing_of_a_hidden_row(
    database: Database, theirs: UUID, workspace: UUID, sql: str
) -> None:
    """The policy is asked first; a condition that can fail is asked of our own rows only."""
    async with database.tx(workspace, NOBODY) as tx:
        assert await tx.fetch(sql) == []
    with pytest.raises(asyncpg.PostgresError):
        async with database.tx(theirs, NOBODY) as tx:
            await tx.fetch(sql)


async def test_a_duplicate_elsewhere_is_none_here(
    database: Database, theirs: UUID, workspace: UUID
) -> None:
    async with database.tx(theirs, NOBODY) as tx:
        id_ = await tx.fetchval("select id from engine_search_tokens where token = $1", HIDDEN)
    async with database.tx(workspace, NOBODY) as tx:
        await keep(tx, HIDDEN, id_)
        assert await tx.fetchval("select count(*) from engine_search_tokens") == 1


async def test_no_value_of_the_setting_means_all_workspaces(
    database: Database, theirs: UUID, workspace: UUID
) -> None:
    assert theirs
    for value in ("", UUID(int=0), UUID(int=2**128 - 1)):
        async with database.tx(workspace, NOBODY) as tx:
            await tx.execute(f"set local hanse.workspace_id = '{value}'")
            assert await tx.fetchval("select count(*) from engine_search_tokens") == 0
    for value in ("*", "%", "null", f"{theirs},{workspace}"):
        with pytest.raises(asyncpg.InvalidTextRepresentationError):
            async with database.tx(workspace, NOBODY) as tx:
                await tx.execute(f"set local hanse.workspace_id = '{value}'")
                await tx.fetchval("select count(*) from engine_search_tokens")


async def test_a_transaction_begins_in_one_round_trip(
    database: Database, admin_dsn: str, workspace: UUID
) -> None:
    """The last thing that the server heard is all: a clean session, BEGIN, the workspace."""
    admin = await asyncpg.connect(admin_dsn)
    try:
        async with database.tx(workspace, NOBODY) as tx:
            heard = await admin.fetchval(
                "select query from pg_stat_activity where pid = $1",
                tx.connection.get_server_pid(),
            )
    finally:
        await admin.close()
    assert heard.startswith("begin; SELECT pg_advisory_unlock_all()")
    assert heard.endswith(f"commit; begin; set local hanse.workspace_id = '{workspace}'")


@pytest.mark.parametrize("sql", LETTER_BOXES)
async def test_nothing_can_be_put_down_for_another_workspace(
    database: Database, workspace: UUID, sql: str
) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with database.tx(workspace, NOBODY) as tx:
            await tx.execute(sql)


async def test_the_work_of_the_system_role_is_not_shown(
    database: Database, workspace: UUID
) -> None:
    """Of the app role's own sessions the text is shown, which is ours, and never a value in it."""
    shown = "select usename, query from pg_stat_activity where pid <> pg_backend_pid()"
    async with (
        database.system_tx("test") as system,
        database.tx(RandomIds(database.clock).new(), NOBODY) as other,
        database.tx(workspace, NOBODY) as tx,
    ):
        await system.fetchval("select $1::text", HIDDEN)
        await other.fetchval("select $1::text", HIDDEN)
        seen = {(row["usename"], row["query"]) for row in await tx.fetch(shown)}
    assert ("hanse_system", "<insufficient privilege>") in seen
    assert ("hanse_app", "select $1::text") in seen
    assert not [query for _, query in seen if HIDDEN in (query or "")]


async def test_nothing_of_a_session_is_left_for_the_next_workspace(
    narrow: Database, theirs: UUID, workspace: UUID
) -> None:
    async with narrow.tx(theirs, NOBODY) as tx:
        pid = await tx.fetchval("select pg_backend_pid()")
        for left in (
            "create function pg_temp.left_behind() returns text language sql as $$ select 'x' $$",
            "create temporary sequence left_numbers",
            "select nextval('left_numbers')",
            "create temporary view left_view as select 1",
            "declare left_cursor cursor with hold for select 'x'",
            "select pg_advisory_lock(42)",
            "listen left_channel",
            "set session my.remains = 'x'",
            "set session row_security = off",
            "set session characteristics as transaction read only",
            "set session search_path = pg_temp",
        ):
            await tx.execute(left)
    async with narrow.tx(workspace, NOBODY) as tx:
        assert await tx.fetchval("select pg_backend_pid()") == pid
        assert (
            await tx.fetch("select 1 from pg_class where relnamespace = pg_my_temp_schema()") == []
        )
        assert (
            await tx.fetch("select 1 from pg_proc where pronamespace = pg_my_temp_schema()") == []
        )
        assert await tx.fetch("select 1 from pg_cursors where name = 'left_cursor'") == []
        assert await tx.fetch("select 1 from pg_locks where locktype = 'advisory'") == []
        assert await tx.fetch("select pg_listening_channels()") == []
        assert not await tx.fetchval("select current_setting('my.remains', true)")
        assert await tx.fetchval("show row_security") == "on"
        assert await tx.fetchval("show transaction_read_only") == "off"
        assert await tx.fetchval("show search_path") == '"$user", public'
