"""Statements about how variants are counted, and about levels before something is done to them."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from hanse.engine.tx import Tx
from hanse.rooms.stock.model.moves import Level

STATES = """
    select variant_id, state from stock_items
    where workspace_id = $1 and variant_id = any($2::uuid[])
"""
LEVELS = """
    select variant_id, place_id, on_hand, reserved, promised, moved_at, told_at, confidence
    from stock_levels
    where workspace_id = $1 and variant_id = any($2::uuid[]) and place_id = any($3::uuid[])
"""
# In one order, as whoever moves pieces locks them.
LOCKED = f"{LEVELS} order by variant_id, place_id for update"
MAKE = """
    insert into stock_levels (workspace_id, variant_id, place_id, moved_at)
    select distinct $1::uuid, given.variant_id, given.place_id, $4::timestamptz
    from unnest($2::uuid[], $3::uuid[]) as given (variant_id, place_id)
    order by 2, 3 on conflict do nothing
"""
# What a person counts is counted from now on.
COUNT = """
    insert into stock_items as held (workspace_id, variant_id, state, opened_at, opened_by,
        opened_how)
    select $1, given, 'counted', $3, $4, 'adjusted'
    from unnest($2::uuid[]) as given order by given
    on conflict (workspace_id, variant_id) do update
    set state = 'counted', why = '', opened_at = excluded.opened_at,
        opened_by = excluded.opened_by, opened_how = excluded.opened_how, version = held.version + 1
    where held.state = 'uncounted'
"""

Key = tuple[UUID, UUID]


async def states(tx: Tx, variant_ids: Sequence[UUID]) -> Mapping[UUID, str]:
    return {row[0]: row[1] for row in await tx.fetch(STATES, tx.workspace_id, list(variant_ids))}


async def levels(
    tx: Tx, variant_ids: Sequence[UUID], place_ids: Sequence[UUID]
) -> Mapping[Key, Level]:
    rows = await tx.fetch(LEVELS, tx.workspace_id, list(variant_ids), list(place_ids))
    return {(row[0], row[1]): Level(*row) for row in rows}


async def locked(tx: Tx, keys: Sequence[Key]) -> Mapping[Key, Level]:
    """Made first where nothing lay, so that of two who say how many there are one comes after."""
    await tx.execute(
        MAKE, tx.workspace_id, [each for each, _ in keys], [each for _, each in keys], tx.now
    )
    rows = await tx.fetch(
        LOCKED, tx.workspace_id, list({each for each, _ in keys}), list({each for _, each in keys})
    )
    return {(row[0], row[1]): Level(*row) for row in rows}


async def count(tx: Tx, variant_ids: Sequence[UUID]) -> None:
    person = tx.actor.person_id or tx.actor.id
    await tx.execute(COUNT, tx.workspace_id, sorted(set(variant_ids)), tx.now, person)
