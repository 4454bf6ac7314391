"""Statements about all orders that a filter lets through, in batches."""

from collections.abc import Sequence
from uuid import UUID

from hanse.engine.tx import Tx

# Those that are held already keep their reason.
HOLD = """
    update orders_orders set held_why = $3, held_by = $4, held_at = $5, version = version + 1
    where workspace_id = $1 and id = any($2::uuid[]) and held_why is null
    returning id, number
"""
RELEASE = """
    update orders_orders set held_why = null, held_by = null, held_at = null,
        version = version + 1
    where workspace_id = $1 and id = any($2::uuid[]) and held_why is not null
    returning id, number
"""
TAG = """
    with book as (
        update orders_orders set version = version + 1,
            tags = array(select distinct tag from unnest(tags || $3::text) as tag order by tag)
        where workspace_id = $1 and id = any($2::uuid[]) and not $3 = any(tags)
          and cardinality(tags) < $4
        returning id, number, placed_at, tags),
    noted as (
        insert into orders_tags (workspace_id, tag, placed_at, order_id)
        select $1, $3, placed_at, id from book on conflict do nothing)
    select id, number, tags from book
"""


async def hold(tx: Tx, ids: Sequence[UUID], why: str) -> Sequence[tuple[UUID, str]]:
    """Those that were not held: id and number."""
    person = tx.actor.person_id or tx.actor.id
    return [
        (*row,) for row in await tx.fetch(HOLD, tx.workspace_id, list(ids), why, person, tx.now)
    ]


async def release(tx: Tx, ids: Sequence[UUID]) -> Sequence[tuple[UUID, str]]:
    return [(*row,) for row in await tx.fetch(RELEASE, tx.workspace_id, list(ids))]


async def tag(
    tx: Tx, ids: Sequence[UUID], tag_: str, tags_max: int
) -> Sequence[tuple[UUID, str, Sequence[str]]]:
    """Those that did not have it: id, number, and the tags as they are now."""
    rows = await tx.fetch(TAG, tx.workspace_id, list(ids), tag_, tags_max)
    return [(*row,) for row in rows]
