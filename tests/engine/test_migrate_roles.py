"""Three roles: what each may do, and on a server of somebody else's too."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path

import asyncpg
import pytest

from hanse.engine.postgres.cluster import Cluster
from hanse.engine.postgres.dsns import Dsns, derive, on_database, parse
from hanse.engine.postgres.faults import RolesRefused
from hanse.engine.postgres.migrate import migrate
from hanse.engine.postgres.statements import split
from tests.engine.homes import new_home, started

ROOT = Path(__file__).resolve().parents[2]
MIGHTY = """
    select bool_or(rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication)
    from pg_roles where rolname in ('hanse_owner', 'hanse_app', 'hanse_system')
"""
OWNED = """
    select count(*) from pg_shdepend
    where deptype = 'o' and refobjid in ('hanse_app'::regrole, 'hanse_system'::regrole)
"""
FORBIDDEN = [
    "create table mine (a int)",
    "create schema mine",
    "create function mine() returns int language sql return 1",
    "alter table engine_search_tokens add column mine int",
    "alter table engine_search_tokens disable row level security",
    "alter table engine_search_tokens no force row level security",
    "drop table engine_search_tokens",
    "drop policy engine_search_tokens_workspace on engine_search_tokens",
    "create policy mine on engine_search_tokens using (true)",
    "truncate engine_search_tokens",
    "set role hanse_owner",
    "set session authorization hanse_owner",
    "alter role hanse_app bypassrls",
    "alter role hanse_app superuser",
    "create role mine",
    "grant hanse_owner to hanse_app",
    "alter function hanse_workspace() leakproof",
    "create or replace function hanse_workspace() returns uuid language sql return null::uuid",
    "update engine_facts set value = 'mine'",
    "delete from engine_migrations",
    "copy engine_facts to '/tmp/mine'",
    "copy engine_facts from program 'id'",
    "set session_replication_role = replica",
]


async def run(dsn: str, *statements: str) -> object:
    connection = await asyncpg.connect(dsn)
    try:
        for statement in statements[:-1]:
            await connection.execute(statement)
        return await connection.fetchval(statements[-1])
    finally:
        await connection.close()


@pytest.mark.parametrize("statement", FORBIDDEN)
async def test_the_running_roles_cannot_change_the_rules(module_dsns: Dsns, statement: str) -> None:
    for dsn in (module_dsns.app, module_dsns.system):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await run(dsn, statement)


async def test_the_roles_have_no_might_and_the_running_ones_own_nothing(admin_dsn: str) -> None:
    assert await run(admin_dsn, MIGHTY) is False
    assert await run(admin_dsn, OWNED) == 0


async def test_the_running_roles_may_use_temporary_tables(module_dsns: Dsns) -> None:
    load = "create temporary table loaded (n int) on commit drop"
    assert await run(module_dsns.app, load, "select 1") == 1


async def test_a_forgotten_row_is_seen_by_nobody(module_dsns: Dsns) -> None:
    """Without a workspace there are no rows, not even for the role that owns the table."""
    assert await run(module_dsns.app, "select hanse_workspace()") is None
    assert await run(module_dsns.owner, "select count(*) from engine_search_tokens") == 0


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("statement_timeout", "30s"),
        ("idle_in_transaction_session_timeout", "10s"),
        ("lock_timeout", "5s"),
        ("transaction_timeout", "5s"),
    ],
)
async def test_the_server_itself_ends_what_takes_too_long(
    module_dsns: Dsns, name: str, value: str
) -> None:
    for dsn in (module_dsns.app, module_dsns.system):
        assert await run(dsn, f"show {name}") == value


SHORT = "set transaction_timeout = '100ms'"


async def test_a_transaction_that_is_too_long_is_ended(module_dsns: Dsns) -> None:
    with pytest.raises((asyncpg.PostgresError, ConnectionError), match=r"transaction timeout|clos"):
        await run(module_dsns.app, SHORT, "begin", "select pg_sleep(20)")


async def test_a_long_reading_transaction_can_lift_its_limit(module_dsns: Dsns) -> None:
    """To zero: another number than zero would leave the clock that is running as it is."""
    lifted = "set local transaction_timeout = 0"
    assert await run(module_dsns.app, SHORT, "begin", lifted, "select pg_sleep(0.3)") is None


async def test_an_address_of_a_mighty_user_is_refused(admin_dsn: str, module_dsns: Dsns) -> None:
    for wrong in (admin_dsn, module_dsns.owner):
        with pytest.raises(RolesRefused) as caught:
            await migrate(admin_dsn, replace(module_dsns, app=wrong))
        assert f"would run as {parse(wrong).user}, not as the bare role hanse_app" in str(
            caught.value
        )
        assert "row security, which keeps workspaces apart, would not hold" in str(caught.value)


def on(dsns: Dsns, database: str) -> Dsns:
    return Dsns(*(on_database(dsn, database) for dsn in (dsns.owner, dsns.app, dsns.system)))


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[Cluster]:
    """A server that has never seen our roles."""
    with new_home() as home, started(home) as cluster:
        yield cluster


async def forget(elsewhere: Cluster, *roles: str) -> None:
    for role in ("hanse_owner", "hanse_app", "hanse_system", *roles):
        await run(elsewhere.admin_dsn, f"drop role if exists {role}", "select 1")


@pytest.fixture
async def spoilt(elsewhere: Cluster) -> AsyncIterator[tuple[str, Dsns]]:
    """A migrated database whose roles a test may spoil: nobody else uses this server."""
    await run(elsewhere.admin_dsn, "create database spoilt", "select 1")
    admin, dsns = on_database(elsewhere.admin_dsn, "spoilt"), on(elsewhere.dsns, "spoilt")
    await migrate(admin, dsns)
    yield admin, dsns
    await run(elsewhere.admin_dsn, "drop database spoilt with (force)", "select 1")
    await forget(elsewhere)


async def test_a_changed_role_is_put_right_again(spoilt: tuple[str, Dsns]) -> None:
    admin, dsns = spoilt
    await run(
        admin,
        "alter role hanse_system bypassrls password 'other'",
        "alter role hanse_system set lock_timeout = '1h'",
        "select 1",
    )
    await migrate(admin, dsns)
    assert await run(admin, MIGHTY) is False
    assert await run(dsns.system, "show lock_timeout") == "5s"


async def test_what_a_role_set_for_itself_is_taken_away_again(spoilt: tuple[str, Dsns]) -> None:
    """The server lets every role do so, for all sessions to come."""
    admin, dsns = spoilt
    await run(
        dsns.app,
        "alter role hanse_app set row_security = off",
        "alter role hanse_app in database spoilt set search_path = mine",
        "select 1",
    )
    await migrate(admin, dsns)
    assert await run(dsns.app, "show row_security") == "on"
    assert await run(dsns.app, "show search_path") == '"$user", public'
    assert await run(dsns.app, "show statement_timeout") == "30s"


async def test_a_mighty_role_behind_the_running_one_is_refused(spoilt: tuple[str, Dsns]) -> None:
    admin, dsns = spoilt
    await run(admin, "grant pg_execute_server_program to hanse_app", "select 1")
    with pytest.raises(RolesRefused, match="membership in any role that has them"):
        await migrate(admin, dsns)


async def test_databases_of_one_server_may_migrate_at_once(elsewhere: Cluster) -> None:
    """They share the roles, and the server lets two who change one role collide."""
    names = [f"r_{number}" for number in range(4)]
    for name in names:
        await run(elsewhere.admin_dsn, f"create database {name}", "select 1")
    admin, dsns = elsewhere.admin_dsn, elsewhere.dsns
    await asyncio.gather(*(migrate(on_database(admin, name), on(dsns, name)) for name in names))
    for name in names:
        await run(admin, f"drop database {name} with (force)", "select 1")
    await forget(elsewhere)


@pytest.fixture
async def rented(elsewhere: Cluster) -> AsyncIterator[str]:
    """A database as a hosting company gives it: we own it, but are no superuser."""
    await run(
        elsewhere.admin_dsn, "create role tenant login createrole password 'rent'", "select 1"
    )
    await run(elsewhere.admin_dsn, "create database rented owner tenant", "select 1")
    at = parse(on_database(elsewhere.admin_dsn, "rented"))
    yield replace(at, user="tenant", password="rent").text()
    await run(elsewhere.admin_dsn, "drop database rented with (force)", "select 1")
    await forget(elsewhere, "tenant")


async def test_a_rented_server_is_enough(rented: str) -> None:
    dsns = derive(rented)
    done = await migrate(rented, dsns)
    assert done.version >= 1
    assert (await migrate(rented, dsns)).applied == ()
    search = "select value from engine_facts where name = 'search'"
    assert await run(dsns.app, search) == "tokens"
    assert await run(dsns.app, MIGHTY) is False
    assert await run(dsns.app, OWNED) == 0
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await run(dsns.app, "create table mine (a int)")


async def test_a_new_password_of_the_server_reaches_the_roles(
    elsewhere: Cluster, rented: str
) -> None:
    await migrate(rented, derive(rented))
    await run(elsewhere.admin_dsn, "alter role tenant password 'more'", "select 1")
    changed = replace(parse(rented), password="more").text()
    await migrate(changed, derive(changed))
    assert await run(derive(changed).app, "select 1") == 1
    with pytest.raises(asyncpg.InvalidPasswordError):
        await run(derive(rented).app, "select 1")


async def test_a_user_who_may_not_make_roles_is_told(elsewhere: Cluster, rented: str) -> None:
    await run(elsewhere.admin_dsn, "alter role tenant nocreaterole", "select 1")
    with pytest.raises(RolesRefused) as caught:
        await migrate(rented, derive(rented))
    assert "may not prepare the roles" in str(caught.value)
    assert "`alter role NAME createrole`" in str(caught.value)


async def test_roles_made_by_an_administrator_are_enough(elsewhere: Cluster, rented: str) -> None:
    """The statements are taken from the page for operators, so the page is right."""
    await run(elsewhere.admin_dsn, "alter role tenant nocreaterole", "select 1")
    page = (ROOT / "docs/howto/database.md").read_text("utf-8")
    sql = page.partition("```sql\n")[2].partition("```")[0].replace("OUR_USER", "tenant")
    for statement in split(sql):
        await run(elsewhere.admin_dsn, statement, "select 1")
    at = parse(rented)
    app, system = (
        replace(at, user=role, password=password).text()
        for role, password in (("hanse_app", "ONE PASSWORD"), ("hanse_system", "ANOTHER PASSWORD"))
    )
    dsns = derive(rented, app, system)
    assert (await migrate(rented, dsns)).version >= 1
    assert await run(dsns.app, "select count(*) from engine_search_tokens") == 0
    assert await run(dsns.app, "show transaction_timeout") == "5s"


async def test_a_role_with_another_password_than_its_address_is_told(
    elsewhere: Cluster, rented: str
) -> None:
    await migrate(rented, derive(rented))
    await run(elsewhere.admin_dsn, "alter role tenant nocreaterole", "select 1")
    wrong = replace(parse(derive(rented).app), password="wrong").text()
    with pytest.raises(RolesRefused, match="may not prepare the roles"):
        await migrate(rented, replace(derive(rented), app=wrong))
