"""Statements about promotions."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from hanse.engine.tx import Tx
from hanse.rooms.stock.model.promotions import Promotion, PromotionState

COLUMNS = """id, name, account_id, variant_id, place_id, count, left_count, from_at, until_at,
        state, short, made_by, version"""
FIND = f"""
    select {COLUMNS} from stock_promotions
    where workspace_id = $1 and ($2::text is null or state = $2) and ($3::uuid is null or id < $3)
    order by id desc limit $4
"""  # noqa: S608 - our own columns
NAMED = f"""
    select {COLUMNS} from stock_promotions
    where workspace_id = $1 and id = any($2::uuid[]) order by id
"""  # noqa: S608 - our own columns
# Behind the levels, as whoever sells of them locks them.
LOCKED = f"{NAMED} for update"
ADD = """
    insert into stock_promotions (workspace_id, id, name, account_id, variant_id, place_id, count,
        left_count, from_at, until_at, state, made_by)
    select $1, given.id, $3, $4, given.variant_id, $5, given.count, 0, $6, $7, 'planned', $8
    from unnest($2::uuid[], $9::uuid[], $10::bigint[]) as given (id, variant_id, count)
"""
PUT = """
    update stock_promotions as held
    set state = given.state, left_count = given.left_count, short = given.short,
        version = held.version + 1
    from unnest($2::uuid[], $3::text[], $4::bigint[], $5::bigint[])
        as given (id, state, left_count, short)
    where held.workspace_id = $1 and held.id = given.id
"""
DUE = """
    select id from stock_promotions
    where workspace_id = $1 and (state = 'planned' and from_at <= $2
        or state = 'running' and until_at <= $2)
    order by id limit $3
"""
# In all workspaces.
DUE_SOMEWHERE = """
    select distinct workspace_id from stock_promotions
    where state = 'planned' and from_at <= $1 or state = 'running' and until_at <= $1
    limit $2
"""


def promotion(row: Any) -> Promotion:
    values: list[Any] = [*row[:9], PromotionState(row[9]), *row[10:]]
    return Promotion(*values)


async def find(
    tx: Tx, state: PromotionState | None, before: UUID | None, rows_max: int
) -> Sequence[Promotion]:
    rows = await tx.fetch(FIND, tx.workspace_id, state.value if state else None, before, rows_max)
    return [promotion(row) for row in rows]


async def named(tx: Tx, ids: Sequence[UUID]) -> Sequence[Promotion]:
    return [promotion(row) for row in await tx.fetch(NAMED, tx.workspace_id, list(ids))]


async def locked(tx: Tx, ids: Sequence[UUID]) -> Sequence[Promotion]:
    return [promotion(row) for row in await tx.fetch(LOCKED, tx.workspace_id, list(ids))]


async def add(tx: Tx, made: Sequence[Promotion]) -> None:
    first = made[0]
    await tx.execute(
        ADD,
        *(tx.workspace_id, [each.id for each in made], first.name, first.account_id),
        *(first.place_id, first.from_at, first.until_at, first.made_by),
        *([each.variant_id for each in made], [each.count for each in made]),
    )


async def put(tx: Tx, changed: Mapping[UUID, tuple[PromotionState, int, int]]) -> None:
    """State, pieces kept, and pieces that were not there."""
    await tx.execute(
        PUT,
        *(tx.workspace_id, list(changed), [state.value for state, _, _ in changed.values()]),
        *([left for _, left, _ in changed.values()], [short for _, _, short in changed.values()]),
    )


async def due(tx: Tx, rows_max: int) -> Sequence[UUID]:
    return [row[0] for row in await tx.fetch(DUE, tx.workspace_id, tx.now, rows_max)]


async def workspaces_due(tx: Tx, rows_max: int) -> Sequence[UUID]:
    return [row[0] for row in await tx.fetch(DUE_SOMEWHERE, tx.now, rows_max)]
