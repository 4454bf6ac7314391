"""Statements about what became of products that were merged."""

from collections.abc import Sequence
from uuid import UUID

from hanse.engine.tx import Tx

ADD = """
    insert into catalog_merges
        (workspace_id, id, from_id, into_id, variant_ids, merged_at, merged_by)
    values ($1, $2, $3, $4, $5, $6, $7)
"""
# Only where all that came leave together is it the merge that is undone.
FROM_MERGE = """
    select from_id from catalog_merges
    where workspace_id = $1 and into_id = $2 and undone_at is null
      and variant_ids @> $3::uuid[] and variant_ids <@ $3::uuid[]
    order by merged_at desc limit 1
"""
NOTE_UNDONE = """
    update catalog_merges set undone_at = $4
    where workspace_id = $1 and into_id = $2 and from_id = $3 and undone_at is null
"""


async def add(tx: Tx, from_id: UUID, into_id: UUID, variant_ids: Sequence[UUID]) -> None:
    await tx.execute(
        ADD,
        *(tx.workspace_id, tx.ids.new(), from_id, into_id, list(variant_ids), tx.now, tx.actor.id),
    )


async def from_merge(tx: Tx, into_id: UUID, variant_ids: Sequence[UUID]) -> UUID | None:
    """The product whose variants these were, if they came by a merge."""
    found: UUID | None = await tx.fetchval(FROM_MERGE, tx.workspace_id, into_id, list(variant_ids))
    return found


async def note_undone(tx: Tx, into_id: UUID, from_id: UUID) -> None:
    await tx.execute(NOTE_UNDONE, tx.workspace_id, into_id, from_id, tx.now)
