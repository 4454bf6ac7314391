"""Statements that read levels, the ledger and what is held."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from hanse.engine.tx import Tx
from hanse.rooms.stock.model.moves import (
    Asked,
    Cause,
    Difference,
    Doer,
    Level,
    Moved,
    MoveKind,
    Verified,
)

LEVELS = """
    select variant_id, place_id, on_hand, reserved, promised, moved_at, told_at, confidence
    from stock_levels
    where workspace_id = $1 and variant_id = any($2::uuid[]) order by variant_id, place_id
"""
LEDGER = """
    select id, at, variant_id, place_id, kind, on_hand, reserved, promised, left_count, account_id,
        line_id, cause, cause_id, reason, person_id, actor
    from stock_moves
    where workspace_id = $1 and variant_id = $2 and ($3::uuid is null or seq < (
        select seq from stock_moves where workspace_id = $1 and id = $3))
      {conditions}
    order by seq desc limit $4
"""
OWN_PLAN = "set local plan_cache_mode = force_custom_plan"
# What is not asked for stands in no statement, so that each question has a plan of its own: moves
# of rare kinds and those of people are found by an index of theirs however much was sold.
OF_KINDS = {
    None: "and ($5::text is null)",
    "rare": """and kind = $5
      and kind in ('receipt', 'adjustment', 'transfer', 'count', 'return')""",
    "usual": "and kind = $5",
}
BY = {
    None: "and ($9::uuid is null)",
    "people": "and person_id is not null and ($9::uuid is null)",
    "itself": "and person_id is null and ($9::uuid is null)",
    "one": "and person_id = $9",
}
LEDGERS = {
    (kind, by): LEDGER.format(
        conditions=f"""{of_kind} {by_whom}
      and ($6::uuid is null or place_id = $6)
      and ($7::timestamptz is null or at >= $7) and ($8::timestamptz is null or at < $8)"""
    )
    for kind, of_kind in OF_KINDS.items()
    for by, by_whom in BY.items()
}
RARE = frozenset(
    {MoveKind.receipt, MoveKind.adjustment, MoveKind.transfer, MoveKind.count_, MoveKind.return_}
)
HELD = """
    select line_id, min(count / per) as pieces
    from (select line_id, variant_id, sum(count)::bigint as count, max(per) as per
        from stock_reservations where workspace_id = $1 and line_id = any($2::uuid[])
        group by line_id, variant_id) as part
    group by line_id
"""
# One statement sees one moment, so that whatever moves meanwhile makes no difference.
VERIFY = """
    with page as materialized (
        select distinct variant_id from (
            (select distinct variant_id from stock_levels
                where workspace_id = $1 and ($2::uuid is null or variant_id > $2)
                order by variant_id limit $3)
            union all
            (select distinct variant_id from stock_reservations
                where workspace_id = $1 and ($2::uuid is null or variant_id > $2)
                order by variant_id limit $3)
        ) as known
        order by variant_id limit $3
    ), replayed as (
        select variant_id, place_id, sum(on_hand)::bigint as on_hand,
            sum(reserved)::bigint as reserved, sum(promised)::bigint as promised,
            count(*) as moves, (array_agg(left_count order by seq desc))[1] as left_count
        from stock_moves
        where workspace_id = $1 and variant_id = any(array(select variant_id from page))
        group by variant_id, place_id
    ), level as (
        select variant_id, place_id, on_hand, reserved, promised from stock_levels
        where workspace_id = $1 and variant_id = any(array(select variant_id from page))
    ), held as (
        select variant_id, place_id, sum(count)::bigint as count from stock_reservations
        where workspace_id = $1 and variant_id = any(array(select variant_id from page))
        group by variant_id, place_id
    ), kept as (
        select variant_id, place_id, sum(left_count)::bigint as count from stock_promotions
        where workspace_id = $1 and state = 'running'
            and variant_id = any(array(select variant_id from page))
        group by variant_id, place_id
    )
    select variant_id, place_id, coalesce(replayed.moves, 0) as moves,
        array[coalesce(level.on_hand, 0), coalesce(level.reserved, 0), coalesce(level.promised, 0),
            coalesce(level.reserved, 0), coalesce(level.promised, 0),
            coalesce(level.on_hand - level.reserved - level.promised, 0)] as kept,
        array[coalesce(replayed.on_hand, 0), coalesce(replayed.reserved, 0),
            coalesce(replayed.promised, 0), coalesce(held.count, 0), coalesce(kept.count, 0),
            coalesce(replayed.left_count, 0)] as added_up
    from level full join replayed using (variant_id, place_id)
        full join held using (variant_id, place_id) full join kept using (variant_id, place_id)
    order by variant_id, place_id
"""
COMPARED = (
    "on hand by the ledger",
    "reserved by the ledger",
    "promised by the ledger",
    "reserved by what is held for orders",
    "promised by promotions",
    "available by its newest move",
)


async def levels(tx: Tx, variant_ids: Sequence[UUID]) -> Mapping[UUID, Sequence[Level]]:
    found: dict[UUID, list[Level]] = {each: [] for each in variant_ids}
    for row in await tx.fetch(LEVELS, tx.workspace_id, list(variant_ids)):
        found[row["variant_id"]].append(Level(*row))
    return found


async def ledger(
    tx: Tx, variant_id: UUID, asked: Asked, before_id: UUID | None, rows_max: int
) -> Sequence[Moved]:
    kind = None if asked.kind is None else "rare" if asked.kind in RARE else "usual"
    one = asked.by if isinstance(asked.by, UUID) else None
    by = "one" if one else asked.by.value if isinstance(asked.by, Doer) else None
    await tx.execute(OWN_PLAN)
    rows = await tx.fetch(
        LEDGERS[kind, by],
        *(tx.workspace_id, variant_id, before_id, rows_max),
        *(asked.kind.value if asked.kind else None, asked.place_id, asked.from_, asked.to, one),
    )
    return [
        Moved(
            *(row["id"], row["at"], row["variant_id"], row["place_id"], MoveKind(row["kind"])),
            *(row["on_hand"], row["reserved"], row["promised"], row["left_count"]),
            *(row["account_id"], row["line_id"]),
            Cause(row["cause"], row["cause_id"], row["reason"]),
            *(row["person_id"], row["actor"]),
        )
        for row in rows
    ]


async def held(tx: Tx, line_ids: Sequence[UUID]) -> Mapping[UUID, int]:
    found = {row[0]: row[1] for row in await tx.fetch(HELD, tx.workspace_id, list(line_ids))}
    return {each: found.get(each, 0) for each in line_ids}


async def verify(tx: Tx, after: UUID | None, variants_max: int) -> Verified:
    rows = await tx.fetch(VERIFY, tx.workspace_id, after, variants_max)
    differences = [
        Difference(variant_id, place_id, what, kept, added_up)
        for variant_id, place_id, _, level, sums in rows
        for what, kept, added_up in zip(COMPARED, level, sums, strict=True)
        if kept != added_up
    ]
    variants = {row["variant_id"] for row in rows}
    last = max(variants) if len(variants) >= variants_max else None
    return Verified(len(rows), sum(row["moves"] for row in rows), tuple(differences), last)
