"""Statements about what suppliers say they have."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from hanse.engine.tx import Tx

TELL = """
    update stock_levels level set told_at = given.told_at, confidence = given.confidence
    from unnest($2::uuid[], $3::uuid[], $4::timestamptz[], $5::numeric[])
        as given (variant_id, place_id, told_at, confidence)
    where level.workspace_id = $1 and level.variant_id = given.variant_id
      and level.place_id = given.place_id
"""
# Whoever counts there says how many there are, also where it is as many as before.
COUNTED = """
    update stock_levels level
    set told_at = date_trunc('second', line.found_at), confidence = place.trust / 100.0
    from stock_count_lines line join stock_counts held on held.workspace_id = $1
            and held.id = line.count_id
        join stock_places place on place.workspace_id = $1 and place.id = held.place_id
            and place.kind = 'supplier'
    where line.workspace_id = $1 and line.count_id = $2 and line.found is not null
      and level.workspace_id = $1 and level.variant_id = line.variant_id
      and level.place_id = held.place_id
      and (level.told_at is null or level.told_at <= line.found_at)
    returning level.variant_id
"""
# As `model.believing.believed`, when it was last looked and now. Pieces kept for a promotion are
# there for one shop only, so there it is not asked whether the number is another.
FADED = """
    select distinct level.variant_id
    from stock_places place join stock_levels level
        on level.workspace_id = $1 and level.place_id = place.id and level.told_at is not null
        and level.told_at > coalesce(place.faded_at, '-infinity')
            - place.fresh_for_h * interval '3 hours'
        and level.told_at < $2::timestamptz - place.fresh_for_h * interval '1 hour'
    cross join lateral (
        select place.fresh_for_h * 3600 as fresh_s, level.on_hand - level.reserved as free,
            least(greatest(coalesce(level.confidence, 1), 0), 1) as sure,
            floor(extract(epoch from greatest(place.faded_at, level.told_at) - level.told_at))
                as before_s,
            floor(extract(epoch from $2::timestamptz - level.told_at)) as now_s
    ) age
    where place.workspace_id = $1 and place.kind = 'supplier' and place.state = 'active'
      and ($3::uuid is null or level.variant_id > $3) and age.free > 0
      and (level.promised > 0
        or div(free * sure * least(greatest(3 * fresh_s - before_s, 0), 2 * fresh_s), 2 * fresh_s)
        <> div(free * sure * least(greatest(3 * fresh_s - now_s, 0), 2 * fresh_s), 2 * fresh_s))
    order by level.variant_id limit $4
"""
LOOKED = """
    update stock_places set faded_at = $2 where workspace_id = $1 and kind = 'supplier'
"""
SUPPLIED = """
    select account_id from stock_channels
    where workspace_id = $1 and state = 'on' and supplied order by account_id
"""
# In all workspaces.
EVERYWHERE = """
    select distinct workspace_id from stock_channels
    where state = 'on' and supplied and workspace_id > $1 order by workspace_id limit $2
"""


async def tell(tx: Tx, words: Sequence[tuple[UUID, UUID, datetime, Decimal]]) -> None:
    """Of each level, by variant and place, when it was told and how sure that is."""
    columns = [list(each) for each in zip(*words, strict=True)]
    await tx.execute(TELL, tx.workspace_id, *columns)


async def counted(tx: Tx, count_id: UUID) -> Sequence[UUID]:
    """Of which variants a supplier's word is as new as the count; none where it is our place."""
    return [row[0] for row in await tx.fetch(COUNTED, tx.workspace_id, count_id)]


async def faded(tx: Tx, at: datetime, after: UUID | None, rows_max: int) -> Sequence[UUID]:
    """Of which variants another number is believed than when it was last looked."""
    return [row[0] for row in await tx.fetch(FADED, tx.workspace_id, at, after, rows_max)]


async def looked(tx: Tx, at: datetime) -> None:
    await tx.execute(LOOKED, tx.workspace_id, at)


async def accounts(tx: Tx) -> Sequence[UUID]:
    """Shops that are told of stock and sell what suppliers have."""
    return [row[0] for row in await tx.fetch(SUPPLIED, tx.workspace_id)]


async def everywhere(tx: Tx, after: UUID, rows_max: int) -> Sequence[UUID]:
    """In the system's transaction: workspaces with such a shop."""
    return [row[0] for row in await tx.fetch(EVERYWHERE, after, rows_max)]
