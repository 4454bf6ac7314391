"""What search needs from the server: three extensions, and operators trusted under row security."""

from typing import Final

import asyncpg

from hanse.engine.postgres.connect import Connection
from hanse.engine.postgres.faults import ExtensionMissing

EXTENSIONS: Final = {
    "pg_trgm": "create extension if not exists pg_trgm with schema public",
    "unaccent": "create extension if not exists unaccent with schema public",
    "btree_gin": "create extension if not exists btree_gin with schema public",
}
PRESENT: Final = "select extname from pg_extension"
SUPERUSER: Final = "select rolsuper from pg_roles where rolname = current_user"

# Under row security the server uses an index only for operators that it trusts not to tell of
# rows that the policy hides. These are all that the indexes of full text and of trigrams answer,
# but regular expressions: a bad pattern stored in a hidden row would be told by its error.
OPERATORS: Final = """
    select distinct function.oid, function.proleakproof
    from pg_opfamily as family
    join pg_amop as entry on entry.amopfamily = family.oid
    join pg_operator as written on written.oid = entry.amopopr
    -- `word <% title` is `title %> word` turned round, and the server may see either.
    join pg_operator as operator on operator.oid in (written.oid, written.oprcom)
    join pg_proc as function on function.oid = operator.oprcode
    where family.opfname in ('tsvector_ops', 'gin_trgm_ops', 'gist_trgm_ops')
        and entry.amoppurpose = 's'
        and operator.oprname not in ('~', '~*')
"""
TRUST: Final = """
    select format('alter function %s leakproof', oid::regprocedure)
    from pg_proc where oid = any ($1::oid[]) and not proleakproof
"""


async def prepare(admin: Connection) -> None:
    """Make the extensions, and as superuser mark the operators; changes only what differs.

    A dump does not carry the marks of built-in functions, so this is looked at on every start.
    """
    present = {row["extname"] for row in await admin.fetch(PRESENT)}
    for name, statement in EXTENSIONS.items():
        if name not in present:
            await make_extension(admin, name, statement)
    if await admin.fetchval(SUPERUSER):
        functions = [row["oid"] for row in await admin.fetch(OPERATORS)]
        for row in await admin.fetch(TRUST, functions):
            await admin.execute(row["format"])


async def make_extension(admin: Connection, name: str, statement: str) -> None:
    try:
        await admin.execute(statement)
    except asyncpg.PostgresError as refused:
        raise ExtensionMissing(
            f"The database server does not give us the extension {name}: {refused}.",
            "Install the contrib package of this PostgreSQL, or have an administrator run"
            f" `create extension {name}` in this database.",
        ) from refused


async def trusted(connection: Connection) -> bool:
    """Whether an index of full text or trigrams is used under row security on this server."""
    return all(row["proleakproof"] for row in await connection.fetch(OPERATORS))
