"""The SQL of config, about the one table config_imports."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from hanse.engine.tx import Tx
from hanse.rooms.config.model.differences import PartChanges
from hanse.rooms.config.model.imports import Counts, Import, Summary

LOCK = "select pg_advisory_xact_lock(hashtextextended('config_imports ' || $1::text, 0))"
ADD = """
    insert into config_imports
        (workspace_id, id, made_at, made_by, made_by_name, source, counts, changes)
    values ($1, $2, $3, $4, $5, $6, $7, $8)
"""
FIND = """
    select id, made_at, made_by_name, source, counts, undone_at, undone_by_name, left_count
    from config_imports
    where workspace_id = $1 and ($2::uuid is null or id < $2) order by id desc limit $3
"""
GET = """
    select id, made_at, made_by_name, source, counts, undone_at, undone_by_name, left_count, changes
    from config_imports where workspace_id = $1 and id = $2
"""
UNDO = """
    update config_imports
    set undone_at = $3, undone_by = $4, undone_by_name = $5, left_count = $6
    where workspace_id = $1 and id = $2
"""


async def hold(tx: Tx) -> None:
    """Two who import or take back come one after the other."""
    await tx.fetchval(LOCK, str(tx.workspace_id))


async def add(
    tx: Tx, import_id: UUID, source: str, counts: Counts, parts: Sequence[PartChanges]
) -> None:
    await tx.execute(
        ADD,
        *(tx.workspace_id, import_id, tx.now, tx.actor.id, tx.actor.name, source),
        *(msgspec.json.encode(each).decode() for each in (counts, parts)),
    )


async def find(tx: Tx, before: UUID | None, rows_max: int) -> Sequence[Summary]:
    rows = await tx.fetch(FIND, tx.workspace_id, before, rows_max)
    return [summary(*row) for row in rows]


async def get(tx: Tx, import_id: UUID) -> Import | None:
    row = await tx.fetchrow(GET, tx.workspace_id, import_id)
    if row is None:
        return None
    *head, changes = row
    return Import(summary(*head), msgspec.json.decode(changes, type=tuple[PartChanges, ...]))


async def undone(tx: Tx, import_id: UUID, left: int) -> None:
    await tx.execute(UNDO, tx.workspace_id, import_id, tx.now, tx.actor.id, tx.actor.name, left)


def summary(
    import_id: UUID,
    made_at: datetime,
    made_by: str,
    source: str,
    counts: str,
    undone_at: datetime | None,
    undone_by: str,
    left: int,
) -> Summary:
    read = msgspec.json.decode(counts, type=dict[str, dict[str, int]])
    return Summary(import_id, made_at, made_by, source, read, undone_at, undone_by, left)
