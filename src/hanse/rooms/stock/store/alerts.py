"""Statements about what runs low and what is out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from hanse.engine.tx import Tx
from hanse.rooms.stock.model.alerts import LOW_AT, LevelState

# Places of others do not count: what a supplier has is not out of one's own.
STANDING = """
    select item.variant_id, item.level, coalesce(item.low_at, settings.low_at, $3) as low_at,
        coalesce((
            select sum(level.on_hand - level.reserved - level.promised) from stock_levels level
            join stock_places place on place.workspace_id = $1 and place.id = level.place_id
                and place.kind = 'own'
            where level.workspace_id = $1 and level.variant_id = item.variant_id
        ), 0)::bigint as available
    from (
        select variant_id, level, low_at from stock_items
        where workspace_id = $1 and variant_id = any($2::uuid[]) and state = 'counted'
        order by variant_id for update
    ) item left join stock_settings settings on settings.workspace_id = $1
"""
MOVE = """
    update stock_items held set level = given.level, level_at = $4
    from unnest($2::uuid[], $3::text[]) as given (variant_id, level)
    where held.workspace_id = $1 and held.variant_id = given.variant_id
"""
LIST = """
    select item.variant_id, item.level, item.level_at,
        coalesce(item.low_at, settings.low_at, $5) as low_at,
        coalesce((
            select sum(level.on_hand - level.reserved - level.promised) from stock_levels level
            join stock_places place on place.workspace_id = $1 and place.id = level.place_id
                and place.kind = 'own'
            where level.workspace_id = $1 and level.variant_id = item.variant_id
        ), 0)::bigint as available
    from (
        select variant_id, level, level_at, low_at from stock_items
        where workspace_id = $1 and level <> 'fine' and level = any($2::text[])
          and ($3::uuid is null or variant_id > $3)
        order by variant_id limit $4
    ) item left join stock_settings settings on settings.workspace_id = $1
    order by item.variant_id
"""
SOLD = """
    select variant_id, -sum(on_hand)::bigint as pieces from stock_moves
    where workspace_id = $1 and variant_id = any($2::uuid[]) and kind = 'sale' and at > $3
    group by variant_id
"""
SET_LOW = """
    update stock_items set low_at = $3, version = version + 1
    where workspace_id = $1 and variant_id = $2 and version = $4 returning version
"""
GET_ITEM = """
    select version from stock_items where workspace_id = $1 and variant_id = $2 for update
"""
SETTINGS = """
    select low_at, opening, opening_account_id, version from stock_settings where workspace_id = $1
"""
PUT_SETTINGS = """
    insert into stock_settings (workspace_id, low_at, opening, opening_account_id)
    values ($1, $2, $3, $4)
    on conflict (workspace_id) do nothing returning version
"""
CHANGE_SETTINGS = """
    update stock_settings
    set low_at = $2, opening = $3, opening_account_id = $4, version = version + 1
    where workspace_id = $1 and version = $5 returning version
"""
COUNTED_PAGE = """
    select variant_id from stock_items
    where workspace_id = $1 and state = 'counted' and ($2::uuid is null or variant_id > $2)
    order by variant_id limit $3
"""


@dataclass(frozen=True, slots=True)
class Standing:
    variant_id: UUID
    level: LevelState
    low_at: int
    available: int


@dataclass(frozen=True, slots=True)
class Alert:
    variant_id: UUID
    level: LevelState
    level_at: datetime | None
    low_at: int
    available: int


@dataclass(frozen=True, slots=True)
class Settings:
    """What holds for the whole workspace."""

    low_at: int = LOW_AT
    opening: str = "ask"
    opening_account_id: UUID | None = None
    version: int = 0


async def standing(tx: Tx, variant_ids: Sequence[UUID]) -> Sequence[Standing]:
    """Of those that are counted, locked until the end of the transaction."""
    rows = await tx.fetch(STANDING, tx.workspace_id, list(variant_ids), LOW_AT)
    return [
        Standing(row["variant_id"], LevelState(row["level"]), row["low_at"], row["available"])
        for row in rows
    ]


async def move(tx: Tx, moved: Sequence[tuple[UUID, LevelState]]) -> None:
    ids, levels = [each for each, _ in moved], [level.value for _, level in moved]
    await tx.execute(MOVE, tx.workspace_id, ids, levels, tx.now)


async def find(
    tx: Tx, levels: Sequence[LevelState], after: UUID | None, rows_max: int
) -> Sequence[Alert]:
    wanted = [each.value for each in levels]
    rows = await tx.fetch(LIST, tx.workspace_id, wanted, after, rows_max, LOW_AT)
    return [
        Alert(
            *(row["variant_id"], LevelState(row["level"]), row["level_at"]),
            *(row["low_at"], row["available"]),
        )
        for row in rows
    ]


async def sold(tx: Tx, variant_ids: Sequence[UUID], since: datetime) -> dict[UUID, int]:
    rows = await tx.fetch(SOLD, tx.workspace_id, list(variant_ids), since)
    return {row["variant_id"]: row["pieces"] for row in rows}


async def version_of(tx: Tx, variant_id: UUID) -> int | None:
    version: int | None = await tx.fetchval(GET_ITEM, tx.workspace_id, variant_id)
    return version


async def set_low(tx: Tx, variant_id: UUID, low_at: int | None, expected: int) -> int:
    version: int = await tx.fetchval(SET_LOW, tx.workspace_id, variant_id, low_at, expected)
    return version


async def settings(tx: Tx) -> Settings:
    row = await tx.fetchrow(SETTINGS, tx.workspace_id)
    return Settings(*row) if row else Settings()


async def put_settings(tx: Tx, wanted: Settings) -> int | None:
    """Its version then; None if somebody else was first."""
    row = (tx.workspace_id, wanted.low_at, wanted.opening, wanted.opening_account_id)
    version: int | None
    if wanted.version:
        version = await tx.fetchval(CHANGE_SETTINGS, *row, wanted.version)
    else:
        version = await tx.fetchval(PUT_SETTINGS, *row)
    return version


async def counted_page(tx: Tx, after: UUID | None, rows_max: int) -> Sequence[UUID]:
    rows = await tx.fetch(COUNTED_PAGE, tx.workspace_id, after, rows_max)
    return [row["variant_id"] for row in rows]
