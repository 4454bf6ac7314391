"""Statements about counts of places."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from hanse.engine.tx import Tx
from hanse.rooms.stock.model.counts import Count, CountLine, CountState, Entered, Found

COLUMNS = "id, place_id, name, state, opened_at, opened_by, closed_at, version"
FIND = f"""
    select {COLUMNS} from stock_counts
    where workspace_id = $1 and ($2::text is null or state = $2) and ($3::uuid is null or id < $3)
    order by id desc limit $4
"""  # noqa: S608 - our own columns
GET = f"select {COLUMNS} from stock_counts where workspace_id = $1 and id = $2"  # noqa: S608
LOCKED = f"{GET} for update"
# Whoever writes what was found holds the count open, beside others who do the same.
SHARED = f"{GET} for share"
SUMS = """
    select count_id, count(*), count(found), count(*) filter (where found <> expected)
    from stock_count_lines where workspace_id = $1 and count_id = any($2::uuid[])
    group by count_id
"""
ADD = """
    insert into stock_counts (workspace_id, id, place_id, name, state, opened_at, opened_by)
    values ($1, $2, $3, $4, 'open', $5, $6)
"""
FREEZE_ALL = """
    insert into stock_count_lines (workspace_id, count_id, variant_id, frozen)
    select $1, $2, variant_id, on_hand from stock_levels
    where workspace_id = $1 and place_id = $3 and on_hand > 0
    order by variant_id limit $4
"""
FREEZE = """
    insert into stock_count_lines (workspace_id, count_id, variant_id, frozen)
    select $1, $2, given, coalesce(level.on_hand, 0)
    from unnest($4::uuid[]) as given left join stock_levels level
      on level.workspace_id = $1 and level.variant_id = given and level.place_id = $3
    on conflict do nothing
"""
# What was not on the list and lies there all the same joins it. Two who scan the same add up: $8.
FOUND = """
    insert into stock_count_lines as held (workspace_id, count_id, variant_id, frozen, found,
        expected, found_at, found_by)
    select $1, $2, given.variant_id, coalesce(level.on_hand, 0), given.found,
        coalesce(level.on_hand, 0), $6, $7
    from unnest($4::uuid[], $5::bigint[]) as given (variant_id, found)
    left join stock_levels level on level.workspace_id = $1
      and level.variant_id = given.variant_id and level.place_id = $3
    order by given.variant_id
    on conflict (workspace_id, count_id, variant_id) do update
    set found = excluded.found + case when excluded.variant_id = any($8::uuid[])
            then coalesce(held.found, 0) else 0 end,
        expected = excluded.expected, found_at = excluded.found_at, found_by = excluded.found_by
"""
ENTERED = """
    select variant_id, found, found_by from stock_count_lines
    where workspace_id = $1 and count_id = $2 and variant_id = any($3::uuid[])
    order by variant_id for update
"""
LINE = """
    select line.variant_id, line.frozen, line.found, line.expected, coalesce(level.on_hand, 0),
        line.difference
    from stock_count_lines line left join stock_levels level
      on level.workspace_id = $1 and level.variant_id = line.variant_id and level.place_id = $3
    where line.workspace_id = $1 and line.count_id = $2
"""
NAMED = f"{LINE} and line.variant_id = any($4::uuid[]) order by line.variant_id"
LINES = f"""{LINE}
      and ($4::uuid is null or line.variant_id > $4)
      and (not $5 or line.found <> line.expected)
    order by line.variant_id limit $6
"""
DIFFERING = f"{LINE} and line.found <> line.expected order by line.variant_id"
SIZE = "select count(*) from stock_count_lines where workspace_id = $1 and count_id = $2"
OPEN = "select count(*) from stock_counts where workspace_id = $1 and state = 'open'"
END = """
    update stock_counts set state = $3, closed_at = $4, version = version + 1
    where workspace_id = $1 and id = $2
"""
NOTE = """
    update stock_count_lines set difference = found - expected
    where workspace_id = $1 and count_id = $2 and found is not null
"""


def count_of(row: Any) -> Count:
    id_, place_id, name, state, opened_at, opened_by, closed_at, version = row
    return Count(
        *(id_, place_id, name, CountState(state), opened_at, opened_by, closed_at, version)
    )


async def find(
    tx: Tx, state: CountState | None, before: UUID | None, rows_max: int
) -> Sequence[Count]:
    rows = await tx.fetch(FIND, tx.workspace_id, state.value if state else None, before, rows_max)
    return [count_of(row) for row in rows]


async def get(tx: Tx, count_id: UUID) -> Count | None:
    row = await tx.fetchrow(GET, tx.workspace_id, count_id)
    return count_of(row) if row else None


async def locked(tx: Tx, count_id: UUID) -> Count | None:
    row = await tx.fetchrow(LOCKED, tx.workspace_id, count_id)
    return count_of(row) if row else None


async def shared(tx: Tx, count_id: UUID) -> Count | None:
    row = await tx.fetchrow(SHARED, tx.workspace_id, count_id)
    return count_of(row) if row else None


async def sums(tx: Tx, count_ids: Sequence[UUID]) -> Mapping[UUID, tuple[int, int, int]]:
    """Lines, counted, differing."""
    rows = await tx.fetch(SUMS, tx.workspace_id, list(count_ids))
    return {row[0]: (row[1], row[2], row[3]) for row in rows}


async def add(tx: Tx, made: Count) -> None:
    await tx.execute(
        ADD, *(tx.workspace_id, made.id, made.place_id, made.name, made.opened_at, made.opened_by)
    )


async def freeze_all(tx: Tx, made: Count, rows_max: int) -> int:
    return await tx.execute(FREEZE_ALL, tx.workspace_id, made.id, made.place_id, rows_max)


async def freeze(tx: Tx, made: Count, variant_ids: Sequence[UUID]) -> int:
    return await tx.execute(FREEZE, tx.workspace_id, made.id, made.place_id, list(variant_ids))


async def found(tx: Tx, count: Count, counts: Mapping[UUID, Found]) -> None:
    await tx.execute(
        FOUND,
        *(tx.workspace_id, count.id, count.place_id, list(counts)),
        *([each.found for each in counts.values()], tx.now, tx.actor.person_id or tx.actor.id),
        [variant_id for variant_id, each in counts.items() if each.adds],
    )


async def entered(tx: Tx, count_id: UUID, ids: Sequence[UUID]) -> Sequence[Entered]:
    """What stands at these lines, which nobody else changes until the end of the transaction."""
    rows = await tx.fetch(ENTERED, tx.workspace_id, count_id, list(ids))
    return [Entered(*row) for row in rows]


async def lines(
    tx: Tx, count: Count, after: UUID | None, differing: bool, rows_max: int
) -> Sequence[CountLine]:
    rows = await tx.fetch(
        LINES, *(tx.workspace_id, count.id, count.place_id, after, differing, rows_max)
    )
    return [CountLine(*row) for row in rows]


async def named(tx: Tx, count: Count, ids: Sequence[UUID]) -> Sequence[CountLine]:
    rows = await tx.fetch(NAMED, tx.workspace_id, count.id, count.place_id, list(ids))
    return [CountLine(*row) for row in rows]


async def differing(tx: Tx, count: Count) -> Sequence[CountLine]:
    rows = await tx.fetch(DIFFERING, tx.workspace_id, count.id, count.place_id)
    return [CountLine(*row) for row in rows]


async def size(tx: Tx, count_id: UUID) -> int:
    found_: int = await tx.fetchval(SIZE, tx.workspace_id, count_id)
    return found_


async def open_count(tx: Tx) -> int:
    found_: int = await tx.fetchval(OPEN, tx.workspace_id)
    return found_


async def end(tx: Tx, count_id: UUID, state: CountState) -> None:
    await tx.execute(END, tx.workspace_id, count_id, state.value, tx.now)


async def note(tx: Tx, count_id: UUID) -> None:
    await tx.execute(NOTE, tx.workspace_id, count_id)
