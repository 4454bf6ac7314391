"""Statements that list stock. What is not asked for stands in no statement, so each question has a
plan of its own."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from hanse.engine.tx import Tx
from hanse.rooms.stock.model.listing import Item, Shown
from hanse.rooms.stock.model.moves import Level

OWN_PLAN = "set local plan_cache_mode = force_custom_plan"
AT_PLACE = """and exists (
        select from stock_levels level where level.workspace_id = $1 and level.place_id = $3
          and level.variant_id = item.variant_id and level.on_hand > 0)"""
AT_SHOP = """and exists (
        select from stock_shown shown where shown.workspace_id = $1 and shown.account_id = $4
          and shown.variant_id = item.variant_id)"""
NONE = "and ({}::uuid is null)"
STATES = {
    None: "",
    "waiting": "and item.state = 'waiting'",
    "uncounted": "and item.state = 'uncounted'",
    "fine": "and item.state = 'counted' and item.level = 'fine'",
    "low": "and item.state = 'counted' and item.level = 'low'",
    "out": "and item.state = 'counted' and item.level = 'out'",
}


def find_statement(state: str | None, place: str, account: str, among: str) -> str:
    return f"""
    select item.variant_id, item.state, item.low_at, item.version
    from stock_items item
    where item.workspace_id = $1 and ($2::uuid is null or item.variant_id < $2)
      {STATES[state]} {place} {account} {among}
    order by item.variant_id desc limit $6
    """  # noqa: S608 - our own conditions


# By state, and by whether it is asked for: what lies at a place, is sold at an account, is named.
FINDS = {
    (state, place, account, among): find_statement(
        state,
        AT_PLACE if place else NONE.format("$3"),
        AT_SHOP if account else NONE.format("$4"),
        "and item.variant_id = any($5::uuid[])" if among else "and ($5::uuid[] is null)",
    )
    for state in STATES
    for place in (False, True)
    for account in (False, True)
    for among in (False, True)
}
ITEMS = """
    select variant_id, state, low_at, version from stock_items
    where workspace_id = $1 and variant_id = any($2::uuid[])
"""
LEVELS = """
    select variant_id, place_id, on_hand, reserved, promised, moved_at, told_at, confidence
    from stock_levels
    where workspace_id = $1 and variant_id = any($2::uuid[])
"""
# By place of the shop: listings twice of one thing show the same.
SHOWN = """
    select spot.variant_id, spot.account_id, coalesce(bool_or(channel.state <> 'off'), false),
        sum(spot.quantity)::bigint, sum(spot.will_show)::bigint
    from (
        select variant_id, account_id, max(quantity) as quantity,
            max(case when asked is null or asked_at is null or proven_at >= asked_at
                then quantity else asked end) as will_show
        from stock_shown where workspace_id = $1 and variant_id = any($2::uuid[])
        group by variant_id, account_id, remote_place
    ) spot left join stock_channels channel
      on channel.workspace_id = $1 and channel.account_id = spot.account_id
    group by spot.variant_id, spot.account_id order by spot.variant_id, spot.account_id
"""
LOW_AT = "select low_at from stock_settings where workspace_id = $1"
LOW_AT_USUAL = 5
SOLD = """
    select coalesce(-sum(on_hand), 0)::bigint from stock_moves
    where workspace_id = $1 and variant_id = $2 and kind in ('sale', 'return') and at >= $3
"""
PAGE = """
    select variant_id, place_id, on_hand, reserved, promised, moved_at, told_at, confidence
    from stock_levels
    where workspace_id = $1
      and ($2::uuid is null or (variant_id, place_id) > ($2, $3::uuid))
    order by variant_id, place_id limit $4
"""
PAGE_OF_PLACE = """
    select variant_id, place_id, on_hand, reserved, promised, moved_at, told_at, confidence
    from stock_levels
    where workspace_id = $1 and place_id = $5
      and ($2::uuid is null or (variant_id, place_id) > ($2, $3::uuid))
    order by variant_id limit $4
"""


async def find(
    tx: Tx,
    state: str | None,
    place_id: UUID | None,
    account_id: UUID | None,
    among: Sequence[UUID] | None,
    before: UUID | None,
    rows_max: int,
) -> Sequence[Item]:
    """The newest variants first."""
    await tx.execute(OWN_PLAN)
    rows = await tx.fetch(
        FINDS[state, place_id is not None, account_id is not None, among is not None],
        *(tx.workspace_id, before, place_id, account_id),
        *(None if among is None else list(among), rows_max),
    )
    return [Item(*row) for row in rows]


async def items(tx: Tx, variant_ids: Sequence[UUID]) -> Mapping[UUID, Item]:
    rows = await tx.fetch(ITEMS, tx.workspace_id, list(variant_ids))
    return {row[0]: Item(*row) for row in rows}


async def levels(tx: Tx, variant_ids: Sequence[UUID]) -> Mapping[UUID, Sequence[Level]]:
    found: dict[UUID, list[Level]] = {}
    for row in await tx.fetch(LEVELS, tx.workspace_id, list(variant_ids)):
        found.setdefault(row[0], []).append(Level(*row))
    return found


async def shown(tx: Tx, variant_ids: Sequence[UUID]) -> Mapping[UUID, Sequence[Shown]]:
    found: dict[UUID, list[Shown]] = {}
    for variant_id, *row in await tx.fetch(SHOWN, tx.workspace_id, list(variant_ids)):
        found.setdefault(variant_id, []).append(Shown(*row))
    return found


async def low_at(tx: Tx) -> int:
    found: int | None = await tx.fetchval(LOW_AT, tx.workspace_id)
    return LOW_AT_USUAL if found is None else found


async def sold(tx: Tx, variant_id: UUID, since: datetime) -> int:
    found: int = await tx.fetchval(SOLD, tx.workspace_id, variant_id, since)
    return found


async def page(
    tx: Tx, after: tuple[UUID, UUID] | None, place_id: UUID | None, rows_max: int
) -> Sequence[Level]:
    variant_id, at = after or (None, None)
    if place_id is None:
        rows = await tx.fetch(PAGE, tx.workspace_id, variant_id, at, rows_max)
    else:
        rows = await tx.fetch(PAGE_OF_PLACE, tx.workspace_id, variant_id, at, rows_max, place_id)
    return [Level(*row) for row in rows]
