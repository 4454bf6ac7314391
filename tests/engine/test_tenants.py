"""Workspace A reads, changes, deletes and makes nothing of B, by any SQL of the app role."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from uuid import UUID

import asyncpg
import pytest

from hanse.base.ids import RandomIds
from hanse.engine.tx import SYSTEM_TABLES, Database
from tests.conftest import NOBODY

# Tables that belong to the whole installation; none of them holds a merchant's row.
WITHOUT_WORKSPACE = {
    "engine_migrations": "which migrations ran",
    "engine_facts": "what this database server can do",
    "engine_processes": "the web doors and workers that run",
    "jobs_names": "which jobs this program can do",
    "jobs_pauses": "which queues an operator has stopped",
    "events_blocks": "the hash chain over the whole log: positions and hashes",
    "events_dropped_months": "months of the log that were dropped",
    "events_followers": "how far each follower of the log is",
    "billing_features": "what a plan can limit",
    "billing_limits": "how much each plan holds",
    "billing_plan_shares": "how each plan shares what buyers paid",
    "billing_plans": "which plans there are",
    "pricing_rates": "what one euro is worth, the same for everybody",
}

# Functions that run with their owner's rights, and why the app role may call them.
DEFINERS: dict[str, str] = {
    "events_make_months": "only hanse_system may: it makes empty partitions of the log",
    "events_drop_month": "only hanse_system may: it drops a month that is over",
    "engine_hooks_months": "only hanse_system may: it makes empty partitions and drops old ones",
    "stock_moves_months": "only hanse_system may: it makes empty partitions of the ledger",
    "events_outrun": "only hanse_system may: it lifts a counter after a move to another server",
}

TENANT_TABLES = """
    select c.oid::regclass::text as name, c.relkind, c.relispartition,
           c.relrowsecurity as secured, c.relforcerowsecurity as forced
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and n.nspname = 'public'
      and exists (select from pg_attribute a where a.attrelid = c.oid
                  and a.attname = 'workspace_id' and not a.attisdropped)
    order by 1"""


# What a made-up row needs beyond a value in each column that must have one.
ALSO_NEEDED = {
    "billing_postings": {"client_minor": "0"},
    "catalog_media": {"digest": "repeat('0', 64)"},
    "connections_accounts": {"secrets": "'\\x00'"},
    "engine_data_keys": {"destroyed_at": "clock_timestamp()"},
    "identity_factors": {"sealed": "'x'"},
    "identity_workspaces": {"id": "$1"},
    "letters_letters": {"mail_id": "gen_random_uuid()"},
    "purchasing_parcels": {"order_id": "$1"},
    "purchasing_vouchers": {"off_minor": "1"},
    "stock_promotions": {"until_at": "clock_timestamp() + interval '1 day'"},
}


@dataclass(frozen=True)
class Column:
    name: str
    type: str
    words: tuple[str, ...]


@pytest.fixture(scope="module")
async def admin(admin_dsn: str) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(admin_dsn)
    yield connection
    await connection.close()


async def test_every_tenant_table_is_under_forced_row_security(admin: asyncpg.Connection) -> None:
    rows = await admin.fetch(TENANT_TABLES)
    assert rows
    open_tables = [row["name"] for row in rows if not (row["secured"] and row["forced"])]
    assert open_tables == [], "enable and force row level security in its migration"


async def test_every_key_of_a_tenant_table_begins_with_the_workspace(
    admin: asyncpg.Connection,
) -> None:
    """Else an error would tell of a duplicate elsewhere, and Citus could not split the table."""
    rows = await admin.fetch(f"""
        select i.indexrelid::regclass::text as index, a.attname as first
        from ({TENANT_TABLES}) t
        join pg_index i on i.indrelid = t.name::regclass and i.indisunique
        left join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]""")
    assert rows
    assert [row["index"] for row in rows if row["first"] != "workspace_id"] == []


async def test_a_table_without_a_workspace_is_on_the_list(admin: asyncpg.Connection) -> None:
    names = await admin.fetch(f"""
        select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relkind in ('r', 'p', 'm', 'f') and n.nspname = 'public'
          and c.oid::regclass::text not in (select name from ({TENANT_TABLES}) t)""")
    assert {row["name"] for row in names} == set(WITHOUT_WORKSPACE)


async def test_another_workspace_is_invisible_and_untouchable(
    database: Database, admin: asyncpg.Connection, ids: RandomIds
) -> None:
    ours, theirs = ids.new(), ids.new()
    for row in await admin.fetch(TENANT_TABLES):
        table = row["name"]
        if row["relispartition"]:
            continue  # the next test shows that partitions are not reached past their parent
        await fill(admin, table, theirs)
        assert await admin.fetchval(f"select count(*) from {table} where workspace_id = $1", theirs)
        await tries_to_read(database, table, ours, theirs)
        await tries_to_write(database, table, ours, theirs)
        left = await admin.fetchval(f"select count(*) from {table} where workspace_id = $1", theirs)
        assert left, f"{table}: a row of another workspace was deleted"


async def test_a_partition_is_not_reached_past_its_parent(
    database: Database, admin: asyncpg.Connection, workspace: UUID
) -> None:
    for row in await admin.fetch(TENANT_TABLES):
        if row["relispartition"]:
            for right in ("select", "insert", "update", "delete", "truncate"):
                allowed = await admin.fetchval(
                    "select has_table_privilege('hanse_app', $1, $2)", row["name"], right
                )
                assert not allowed, f"hanse_app may {right} {row['name']}"


async def test_the_app_role_can_neither_pass_row_security_nor_alter(
    database: Database, admin: asyncpg.Connection, workspace: UUID
) -> None:
    role = await admin.fetchrow("""
        select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb,
               (select count(*) from pg_class c where c.relowner = r.oid) as owns,
               (select count(*) from pg_auth_members m where m.member = r.oid) as member_of
        from pg_roles r where rolname = 'hanse_app'""")
    assert role is not None
    assert [*role] == [False, False, False, False, 0, 0]
    for attempt in (
        "alter table engine_search_tokens disable row level security",
        "alter table engine_search_tokens no force row level security",
        "drop policy engine_search_tokens_workspace on engine_search_tokens",
        "drop table engine_search_tokens",
        "truncate engine_search_tokens",
        "create table public.mine (x int)",
        "set role hanse_owner",
        "set role hanse_system",
        "set session authorization hanse_system",
        "create function public.f() returns int language sql as 'select 1'",
        "alter role hanse_app bypassrls",
        "copy engine_search_tokens to program 'cat'",
        "select pg_read_file('postgresql.conf')",
        "select lo_create(1)",
    ):
        with pytest.raises(asyncpg.PostgresError):
            async with database.tx(workspace, NOBODY) as tx:
                await tx.execute(attempt)
                pytest.fail(f"hanse_app could: {attempt}")


async def test_row_security_switched_off_is_an_error_and_not_a_way_round(
    database: Database, workspace: UUID
) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with database.tx(workspace, NOBODY) as tx:
            await tx.execute("set local row_security = off")
            await tx.fetch("select * from engine_search_tokens")


async def test_functions_with_their_owners_rights_are_on_the_list(
    admin: asyncpg.Connection,
) -> None:
    names = await admin.fetch("""
        select distinct p.proname as name from pg_proc p
        join pg_namespace n on n.oid = p.pronamespace
        where p.prosecdef and n.nspname not in ('pg_catalog', 'information_schema')""")
    assert {row["name"] for row in names} == set(DEFINERS)


async def test_views_ask_with_the_callers_rights(admin: asyncpg.Connection) -> None:
    names = await admin.fetch("""
        select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relkind = 'v' and n.nspname = 'public'
          and not coalesce(c.reloptions @> array['security_invoker=true'], false)
          and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')""")
    assert [row["name"] for row in names] == []


async def test_sequences_tell_nothing(admin: asyncpg.Connection) -> None:
    """A counter that all workspaces share would tell one how busy the others are."""
    names = await admin.fetch("""
        select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relkind = 'S' and n.nspname = 'public'
          and (has_sequence_privilege('hanse_app', c.oid, 'select')
               or has_sequence_privilege('hanse_app', c.oid, 'update'))""")
    assert [row["name"] for row in names] == []


async def test_the_system_role_sees_the_named_tables_and_no_others(
    admin: asyncpg.Connection,
) -> None:
    granted = await admin.fetch("""
        select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relkind in ('r', 'p', 'v', 'm') and n.nspname = 'public' and not c.relispartition
          and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')
          and has_any_column_privilege('hanse_system', c.oid, 'select, insert, update')""")
    names = {row["name"] for row in granted} - set(WITHOUT_WORKSPACE)
    assert names == set(SYSTEM_TABLES)
    policies = await admin.fetch(
        "select distinct tablename from pg_policies where 'hanse_system' = any(roles)"
    )
    assert {row["tablename"] for row in policies} <= set(SYSTEM_TABLES)


async def tries_to_read(database: Database, table: str, ours: UUID, theirs: UUID) -> None:
    try:
        async with database.tx(ours, NOBODY) as tx:
            seen = await tx.fetch(f"select 1 from {table} where workspace_id = $1", theirs)
            everything = await tx.fetch(f"select workspace_id from {table}")
    except asyncpg.InsufficientPrivilegeError:
        return  # the app role may not read this table at all
    assert seen == []
    assert {row["workspace_id"] for row in everything} <= {ours}, table


async def tries_to_write(database: Database, table: str, ours: UUID, theirs: UUID) -> None:
    """Whatever is tried touches no row of theirs: refused, or nothing found."""
    attempts = (
        (f"update {table} set workspace_id = $1 where workspace_id = $2", (ours, theirs)),
        (f"update {table} set workspace_id = workspace_id where workspace_id = $1", (theirs,)),
        (f"delete from {table} where workspace_id = $1", (theirs,)),
        (f"insert into {table} select * from {table} where workspace_id = $1", (theirs,)),
    )
    for sql, args in attempts:
        try:
            async with database.tx(ours, NOBODY) as tx:
                assert await tx.execute(sql, *args) == 0, f"{sql} touched a row"
        except asyncpg.InsufficientPrivilegeError:
            pass
    with pytest.raises(asyncpg.PostgresError) as refused:
        async with database.tx(ours, NOBODY) as tx:
            columns = await required_columns(tx.connection, table)
            sql, values = insert(table, columns, theirs)
            await tx.execute(sql, *values)
    assert "row-level security" in str(refused.value) or "permission denied" in str(refused.value)


async def fill(admin: asyncpg.Connection, table: str, workspace: UUID) -> None:
    """One row of that workspace, made past all foreign keys."""
    sql, values = insert(table, await required_columns(admin, table), workspace)
    async with admin.transaction():
        await admin.execute("set local session_replication_role = replica")
        await admin.execute(sql, *values)


def insert(table: str, columns: list[Column], workspace: UUID) -> tuple[str, tuple[object, ...]]:
    made = {column.name: made_up(column) for column in columns} | ALSO_NEEDED.get(table, {})
    made["workspace_id"] = "$1"
    return f"insert into {table} ({', '.join(made)}) values ({', '.join(made.values())})", (
        workspace,
    )


MADE_UP = {
    "uuid": "gen_random_uuid()",
    "text": "'x'",
    "jsonb": "'{}'",
    "bytea": "'\\x00'",
    "boolean": "false",
    "timestamp with time zone": "clock_timestamp()",
    "date": "current_date",
    "interval": "'1 s'",
    "xid8": "pg_current_xact_id()",
    "uuid[]": "'{}'",
    "text[]": "'{}'",
    "bytea[]": "'{}'",
    "bigint[]": "'{}'",
    "inet": "'127.0.0.1'",
}


def made_up(column: Column) -> str:
    if column.words:
        return f"'{column.words[0]}'"
    return MADE_UP.get(column.type, "1")


async def required_columns(
    connection: "asyncpg.Connection | asyncpg.pool.PoolConnectionProxy[asyncpg.Record]", table: str
) -> list[Column]:
    rows = await connection.fetch(
        """
        select a.attname as name, format_type(a.atttypid, a.atttypmod) as type,
               (select string_agg(pg_get_constraintdef(k.oid), ' ') from pg_constraint k
                where k.conrelid = a.attrelid and k.contype = 'c' and a.attnum = any(k.conkey)
                  and cardinality(k.conkey) = 1) as checks
        from pg_attribute a
        where a.attrelid = $1::text::regclass and a.attnum > 0 and not a.attisdropped
          and a.attgenerated = '' and a.attidentity = ''
          and (a.attnotnull and not a.atthasdef or a.attname = 'workspace_id')
        order by a.attnum""",
        table,
    )
    return [
        Column(row["name"], row["type"], tuple(re.findall(r"'([^']+)'::text", row["checks"] or "")))
        for row in rows
    ]
