"""Statements about variants whose costs have moved, and whose prices were not worked out since."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from hanse.engine.tx import Tx

# In order, so that nobody who notes others waits for us while we wait for them.
NOTE = """
    insert into pricing_moved (workspace_id, variant_id, mark)
    select $1, given.id, $3 from unnest($2::uuid[]) as given (id) order by given.id
    on conflict (workspace_id, variant_id) do update set mark = excluded.mark
"""
NOTED = """
    select variant_id, mark from pricing_moved where workspace_id = $1
    order by variant_id limit $2
"""
DONE = """
    delete from pricing_moved held using unnest($2::uuid[], $3::uuid[]) as given (id, mark)
    where held.workspace_id = $1 and held.variant_id = given.id and held.mark = given.mark
"""


async def note(tx: Tx, variant_ids: Sequence[UUID]) -> None:
    await tx.execute(NOTE, tx.workspace_id, list(variant_ids), tx.ids.new())


async def noted(tx: Tx, rows_max: int) -> Mapping[UUID, UUID]:
    """Each with the mark of the last time that it was noted."""
    rows = await tx.fetch(NOTED, tx.workspace_id, rows_max)
    return {row["variant_id"]: row["mark"] for row in rows}


async def done(tx: Tx, looked_at: Mapping[UUID, UUID]) -> None:
    """Whoever was noted again meanwhile is looked at again."""
    await tx.execute(DONE, tx.workspace_id, list(looked_at), list(looked_at.values()))
