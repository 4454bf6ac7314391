"""The three database roles: made, kept at what they may do, and tried."""

from typing import Final

import asyncpg

from hanse.engine.postgres.connect import Connection, connected
from hanse.engine.postgres.dsns import APP, OWNER, SYSTEM, Dsns, parse, scram_verifier
from hanse.engine.postgres.faults import LetInRefused, RolesRefused

# No writing transaction may hold up those who follow the log, so a whole one has 5 s. A long
# reading one lifts that with `set local transaction_timeout = 0` and keeps the 30 s a statement.
# Before version 17 the server has no limit on a whole transaction.
TIMEOUTS: Final = {
    "statement_timeout": "30s",
    "idle_in_transaction_session_timeout": "10s",
    "lock_timeout": "5s",
}
TRANSACTION_TIMEOUT: Final = {"transaction_timeout": "5s"}
TRANSACTION_TIMEOUT_MAJOR: Final = 17

CREATE: Final = """
    select format('create role %I login nosuperuser nocreatedb nocreaterole noreplication'
        ' nobypassrls', $1::text)
    where not exists (select from pg_roles where rolname = $1)
"""
TAME: Final = """
    select format('alter role %I login nosuperuser nocreatedb nocreaterole noreplication'
        ' nobypassrls', $1::text)
    from pg_roles
    where rolname = $1 and (rolsuper or rolcreatedb or rolcreaterole or rolreplication
        or rolbypassrls or not rolcanlogin)
"""
JOIN: Final = """
    select format('grant hanse_owner to %I with inherit true, set true', current_user)
    where not (pg_has_role(current_user, 'hanse_owner', 'set')
        and pg_has_role(current_user, 'hanse_owner', 'usage'))
"""
PASSWORD: Final = "select format('alter role %I password %L', $1::text, $2::text)"  # noqa: S105
TIMEOUT: Final = """
    select format('alter role %I set %I = %L', $1::text, $2::text, $3::text)
    where not exists (
        select from pg_db_role_setting
        join pg_roles on pg_roles.oid = setrole
        where rolname = $1 and setdatabase = 0 and $2 || '=' || $3 = any (setconfig)
    )
"""
# A role may change its own defaults, and they outlive every session: `row_security = off` would
# make each start of the program end in errors. What is not ours is taken away.
FORGET: Final = """
    select format('alter role %I %s reset all', $1::text,
        case when setdatabase = 0 then '' else format('in database %I', datname) end)
    from pg_db_role_setting
    join pg_roles on pg_roles.oid = setrole
    left join pg_database on pg_database.oid = setdatabase
    where rolname = $1 and exists (
        select from unnest(setconfig) as one (line)
        where setdatabase <> 0 or split_part(line, '=', 1) <> all ($2::text[])
    ) and (select rolsuper or rolcreaterole from pg_roles where rolname = current_user)
    limit 1
"""
USE_DATABASE: Final = """
    select format('grant connect, temporary on database %I to %I', current_database(), $1::text)
    where not has_database_privilege($1, current_database(), 'connect')
        or not has_database_privilege($1, current_database(), 'temporary')
"""
FILL_DATABASE: Final = """
    select format('grant connect, create, temporary on database %I to hanse_owner',
        current_database())
    where not has_database_privilege('hanse_owner', current_database(), 'create')
"""
OWN_SCHEMA: Final = """
    select 'alter schema public owner to hanse_owner'
    from pg_namespace
    where nspname = 'public' and nspowner <> 'hanse_owner'::regrole
"""
FILL_SCHEMA: Final = """
    select 'grant usage, create on schema public to hanse_owner'
    where not has_schema_privilege('hanse_owner', 'public', 'create')
"""
# Every role is a member of itself, so this looks at its own rights too.
# A large object belongs to a role and to no workspace: whoever makes one has a letter box that
# row security does not see. Only a superuser can close it.
LETTER_BOXES: Final = """
    select format('revoke execute on function %s from public',
        string_agg(oid::regprocedure::text, ', '))
    from pg_proc
    where pronamespace = 'pg_catalog'::regnamespace
        and proname in ('lo_creat', 'lo_create', 'lo_from_bytea')
        and has_function_privilege('public', oid, 'execute')
        and (select rolsuper from pg_roles where rolname = current_user)
    having count(*) > 0
"""
WHO: Final = """
    select current_user as name, exists (
        select from pg_roles as role
        where pg_has_role(current_user, role.oid, 'member')
            and (rolsuper or rolbypassrls or rolcreaterole or rolreplication
                or rolname in ('hanse_owner', 'pg_execute_server_program',
                    'pg_read_server_files', 'pg_write_server_files'))
    ) as mighty
"""


async def prepare(admin: Connection, dsns: Dsns) -> None:
    """Bring roles, passwords, limits and rights to where they must be; write only differences."""
    major = admin.get_server_version().major
    limits = TIMEOUTS | (TRANSACTION_TIMEOUT if major >= TRANSACTION_TIMEOUT_MAJOR else {})
    addresses = {OWNER: dsns.owner, APP: dsns.app, SYSTEM: dsns.system}
    try:
        for role in addresses:
            await do(admin, CREATE, role)
            await do(admin, TAME, role)
        await do(admin, JOIN)
        for role in (APP, SYSTEM):
            while await do(admin, FORGET, role, list(limits)):
                pass
            for name, value in limits.items():
                await do(admin, TIMEOUT, role, name, value)
            await do(admin, USE_DATABASE, role)
        await do(admin, FILL_DATABASE)
        await take_schema(admin)
        await do(admin, LETTER_BOXES)
        for role, dsn in addresses.items():
            await let_in(admin, role, dsn)
    except asyncpg.InsufficientPrivilegeError as refused:
        raise RolesRefused(
            f"The database user of HANSE_DATABASE_URL may not prepare the roles: {refused}.",
            "Let it create roles (`alter role NAME createrole`) and own the database, or have an"
            " administrator run the statements in docs/howto/database.md.",
        ) from refused


async def do(admin: Connection, question: str, *args: str | list[str]) -> bool:
    """Run the statement that the question answers with; False if it answers with none.

    The server puts the names into it, so nothing of ours is ever quoted by hand.
    """
    statement = await admin.fetchval(question, *args)
    if statement:
        await admin.execute(statement)
    return bool(statement)


async def take_schema(admin: Connection) -> None:
    """Own the schema where we may, else be allowed to fill it."""
    try:
        await do(admin, OWN_SCHEMA)
    except asyncpg.InsufficientPrivilegeError:
        await do(admin, FILL_SCHEMA)


async def let_in(admin: Connection, role: str, dsn: str) -> None:
    """Set the role's password if the one that is derived does not open the door."""
    address = parse(dsn)
    if address.user != role or not address.password or await opens(dsn):
        return
    await do(admin, PASSWORD, role, scram_verifier(address.password, role))


async def opens(dsn: str) -> bool:
    try:
        async with connected(dsn, "hanse migrate"):
            return True
    except LetInRefused:
        return False


async def try_out(dsns: Dsns) -> None:
    """Go in as the two running roles and see that neither may pass by row security."""
    for role, dsn in ((APP, dsns.app), (SYSTEM, dsns.system)):
        try:
            async with connected(dsn, "hanse migrate") as connection:
                who = await connection.fetchrow(WHO)
        except LetInRefused as refused:
            raise RolesRefused(
                f"The role {role} cannot be used. {refused.sentence}",
                "Look at pg_hba.conf of the server and, if they are set, at"
                " HANSE_DATABASE_APP_URL and HANSE_DATABASE_SYSTEM_URL.",
            ) from refused
        if who is None or who["name"] != role or who["mighty"]:
            raise RolesRefused(
                f"The program would run as {who and who['name']}, not as the bare role {role}: row"
                " security, which keeps workspaces apart, would not hold.",
                f"Let the address name the user {role}, and take superuser, bypassrls, createrole"
                " and membership in any role that has them from it.",
            )
