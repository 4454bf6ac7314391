"""Which files of the shelf the database names, whatever room they are of.

A column that names files says so in its comment, which begins as MARK does; so whoever backs them
up or sweeps them knows every such column, also that of a room that is written later.
"""

from array import array
from bisect import bisect_left
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

from hanse.engine.files.shelf import DIGEST
from hanse.engine.postgres.connect import Connection, connected

MARK = "Files on the shelf"
ROWS_AT_ONCE = 5_000
PREFIX_DIGITS = 16

COLUMNS = """
    select format('%I', c.relname) as table, format('%I', a.attname) as column
    from pg_class c
    join pg_attribute a on a.attrelid = c.oid and not a.attisdropped
    join pg_description d on d.objoid = c.oid and d.objsubid = a.attnum
        and d.classoid = 'pg_class'::regclass
    where c.relnamespace = 'public'::regnamespace and not c.relispartition
        and starts_with(d.description, $1)
    order by 1, 2"""


@dataclass(frozen=True, slots=True)
class Names:
    """All hashes that are named, by their first digits: two that begin alike only keep a file."""

    prefixes: "array[int]"

    def __contains__(self, digest: object) -> bool:
        wanted = int(str(digest)[:PREFIX_DIGITS], 16)
        at = bisect_left(self.prefixes, wanted)
        return at < len(self.prefixes) and self.prefixes[at] == wanted


async def pages(dsn: str) -> AsyncIterator[Sequence[str]]:
    """Every hash that a row names, as of one instant; one that several name comes several times."""
    async with (
        connected(dsn, "hanse files") as connection,
        connection.transaction(isolation="repeatable_read", readonly=True),
    ):
        for column in await connection.fetch(COLUMNS, MARK):
            async for page in of_column(connection, column["table"], column["column"]):
                yield page


async def of_column(
    connection: Connection, table: str, column: str
) -> AsyncIterator[Sequence[str]]:
    # The server quoted the names. Text is text, and a document's texts are those of its hashes.
    cursor = await connection.cursor(f"select {column}::text from {table}")  # noqa: S608
    while rows := await cursor.fetch(ROWS_AT_ONCE):
        yield [digest for row in rows for digest in DIGEST.findall(row[0] or "")]


async def all_named(dsn: str) -> Names:
    prefixes = array("Q")
    async for page in pages(dsn):
        prefixes.extend(int(digest[:PREFIX_DIGITS], 16) for digest in page)
    return Names(array("Q", sorted(set(prefixes))))
