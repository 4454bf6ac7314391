"""Statements about what a shop's number stands on."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from hanse.engine.tx import Tx
from hanse.rooms.stock.model.visible import Counting, Goods, Shelf, Source, Spot

ITEMS = """
    select variant_id, state from stock_items
    where workspace_id = $1 and variant_id = any($2::uuid[])
"""
SHELVES = """
    select level.variant_id, level.place_id, place.kind, level.on_hand, level.reserved,
        level.promised, coalesce(kept.mine, 0) as mine, coalesce(level.confidence, 1) as confidence,
        floor(extract(epoch from $4::timestamptz - level.told_at))::bigint as age_s,
        place.fresh_for_h
    from stock_levels level
    join stock_places place on place.workspace_id = level.workspace_id
        and place.id = level.place_id and place.state = 'active'
        and place.kind in ('own', 'supplier')
    left join lateral (
        select sum(promotion.left_count)::bigint as mine from stock_promotions promotion
        where promotion.workspace_id = $1 and promotion.variant_id = level.variant_id
          and promotion.account_id = $3 and promotion.place_id = level.place_id
          and promotion.state = 'running'
    ) kept on level.promised > 0
    where level.workspace_id = $1 and level.variant_id = any($2::uuid[])
    order by level.variant_id, place.position, place.id
"""
SAFETY = """
    select variant_id, pieces from stock_safety
    where workspace_id = $1 and account_id = $2 and variant_id = any($3::uuid[])
"""
SPOTS = """
    select spot.remote_id, spot.place_id from stock_remote_places spot
    left join stock_places place on place.workspace_id = spot.workspace_id
        and place.id = spot.place_id
    where spot.workspace_id = $1 and spot.account_id = $2 and spot.active
    order by place.position, spot.remote_id
"""


async def goods(tx: Tx, account_id: UUID, variant_ids: Sequence[UUID]) -> Mapping[UUID, Goods]:
    """Of each of these, also of those that nobody counts."""
    ids = list(variant_ids)
    states = {
        row["variant_id"]: Counting(row["state"])
        for row in await tx.fetch(ITEMS, tx.workspace_id, ids)
    }
    shelves: dict[UUID, list[Shelf]] = {}
    for row in await tx.fetch(SHELVES, tx.workspace_id, ids, account_id, tx.now):
        shelf = Shelf(
            *(row["place_id"], Source(row["kind"]), row["on_hand"], row["reserved"]),
            *(row["promised"], row["mine"], row["confidence"]),
            *(row["age_s"], row["fresh_for_h"]),
        )
        shelves.setdefault(row["variant_id"], []).append(shelf)
    return {
        each: Goods(each, states.get(each, Counting.uncounted), tuple(shelves.get(each, ())))
        for each in ids
    }


async def safety(tx: Tx, account_id: UUID, variant_ids: Sequence[UUID]) -> Mapping[UUID, int]:
    rows = await tx.fetch(SAFETY, tx.workspace_id, account_id, list(variant_ids))
    return {row["variant_id"]: row["pieces"] for row in rows}


async def spots(tx: Tx, account_id: UUID) -> Sequence[Spot]:
    """The places that the shop has, in the order in which ours are taken from."""
    return [Spot(*row) for row in await tx.fetch(SPOTS, tx.workspace_id, account_id)]
