"""Statements about what is held for lines: letting it go, sold or not, and taking it over."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from hanse.engine.tx import Tx
from hanse.rooms.stock.model.holding import Held, Need
from hanse.rooms.stock.model.moves import Signer

# Pieces of a bundle take so many of each part with them. What came to be held while this waited is
# not let go, and `again` tells so.
LET_GO = """
    with asked as materialized (
        select * from unnest($2::uuid[], $3::bigint[]) as given (line_id, pieces)
    ), seen as materialized (
        select line_id, variant_id, place_id from stock_reservations
        where workspace_id = $1 and line_id = any($2::uuid[])
    ), locked as materialized (
        select variant_id, place_id, on_hand - reserved - promised as free from stock_levels
        where workspace_id = $1 and variant_id = any(array(select distinct variant_id from seen))
            and (variant_id, place_id) in (select variant_id, place_id from seen)
        order by variant_id, place_id
        for update
    ), held as materialized (
        select held.* from (select count(*) as rows from locked) as waited,
            stock_held($2::uuid[], waited.rows) as held
    ), whole as materialized (
        select line_id, min(count / per) as pieces
        from (select line_id, variant_id, sum(count)::bigint as count, max(per) as per from held
            group by line_id, variant_id) as part
        group by line_id
    ), wanted as materialized (
        select line_id, least(asked.pieces, whole.pieces) as pieces,
            asked.pieces is null or (not $4::boolean and asked.pieces >= whole.pieces) as every
        from asked join whole using (line_id)
    ), gone as materialized (
        select held.*, case when every then count
            else least(count, greatest(pieces * per - before, 0)) end as take
        from (select held.*, (sum(count) over (partition by line_id, variant_id
                order by place_id))::bigint - count as before from held) as held
            join seen using (line_id, variant_id, place_id) join wanted using (line_id)
    ), ended as (
        delete from stock_reservations as held using gone
        where held.workspace_id = $1 and held.line_id = gone.line_id
            and held.variant_id = gone.variant_id and held.place_id = gone.place_id
            and gone.take = gone.count
    ), fewer as (
        update stock_reservations as held set count = held.count - gone.take from gone
        where held.workspace_id = $1 and held.line_id = gone.line_id
            and held.variant_id = gone.variant_id and held.place_id = gone.place_id
            and gone.take > 0 and gone.take < gone.count
    ), written as (
        insert into stock_moves (workspace_id, id, at, variant_id, place_id, kind, on_hand,
            reserved, promised, left_count, account_id, cause, cause_id, line_id, reason,
            person_id, actor)
        select $1, coalesce(($6::uuid[])[row_number() over (
                order by line_id, variant_id, place_id)], gen_random_uuid()),
            $5, variant_id, place_id, case when $4::boolean then 'sale' else 'release' end,
            case when $4::boolean then -take else 0 end, -take, 0,
            locked.free + case when $4::boolean then 0 else sum(take) over (
                partition by variant_id, place_id order by line_id) end,
            account_id, 'orders.order', order_id, line_id, $7, $8, $9
        from gone join locked using (variant_id, place_id) where take > 0
        order by line_id, variant_id, place_id
    ), added as (
        update stock_levels as level set reserved = level.reserved - moved.count,
            on_hand = level.on_hand - case when $4::boolean then moved.count else 0 end,
            moved_at = $5
        from (select variant_id, place_id, sum(take) as count from gone where take > 0
            group by variant_id, place_id) as moved
        where level.workspace_id = $1 and level.variant_id = moved.variant_id
            and level.place_id = moved.place_id
    )
    select line_id, coalesce(case when asked.pieces is null then whole.pieces
            else wanted.pieces end, 0) as pieces,
        exists (select from held where held.line_id = asked.line_id and not exists (
            select from seen where seen.line_id = held.line_id
                and seen.variant_id = held.variant_id and seen.place_id = held.place_id)) as again,
        array(select distinct variant_id from gone where gone.line_id = asked.line_id
            and take > 0) as moved
    from asked left join whole using (line_id) left join wanted using (line_id)
"""
# The goods of a line come in and are held for it at once, so nobody else can buy them between.
TAKE_OVER = """
    with wanted as materialized (
        select * from unnest($2::bigint[], $3::uuid[], $4::uuid[], $5::uuid[], $6::uuid[],
            $7::bigint[], $8::bigint[], $9::uuid[])
            as given (no, line_id, order_id, account_id, variant_id, per, pieces, place_id)
    ), items as materialized (
        select variant_id, state = 'counted' as counted from stock_items
        where workspace_id = $1 and variant_id = any($6::uuid[])
            and state in ('counted', 'uncounted')
    ), lines as materialized (
        select wanted.no,
            bool_and(items.variant_id is not null) and bool_or(items.counted) as counted
        from wanted left join items using (variant_id) group by wanted.no
    ), locked as materialized (
        select variant_id, place_id, on_hand - reserved - promised as free from stock_levels
        where workspace_id = $1
            and variant_id = any(array(select variant_id from items where counted))
        order by variant_id, place_id
        for update
    ), before as materialized (
        select held.line_id, held.variant_id, sum(held.count)::bigint as count
        from (select count(*) as rows from locked) as waited,
            stock_held($3::uuid[], waited.rows) as held
        group by held.line_id, held.variant_id
    ), needs as materialized (
        select wanted.*, coalesce(before.count, 0) as held, locked.free,
            greatest(wanted.pieces * wanted.per - coalesce(before.count, 0), 0) as need
        from wanted join lines using (no) join items using (variant_id)
            join locked using (variant_id, place_id) left join before using (line_id, variant_id)
        where lines.counted and items.counted
    ), kept_lines as (
        insert into stock_reservations (workspace_id, line_id, variant_id, place_id, order_id,
            account_id, count, per, made_at)
        select $1, line_id, variant_id, place_id, order_id, account_id, need, per, $10 from needs
        where need > 0
        on conflict (workspace_id, line_id, variant_id, place_id) do update
        set count = stock_reservations.count + excluded.count, per = excluded.per
    ), written as (
        insert into stock_moves (workspace_id, id, at, variant_id, place_id, kind, on_hand,
            reserved, promised, left_count, account_id, cause, cause_id, line_id, person_id, actor)
        select $1, coalesce(($11::uuid[])[row_number() over (order by no, variant_id, step)],
                gen_random_uuid()),
            $10, variant_id, place_id, kind, need * (1 - step), need * step, 0,
            free + need * (1 - step), account_id, 'orders.order', order_id, line_id, $12, $13
        from needs cross join (values (0, 'receipt'), (1, 'reservation')) as steps (step, kind)
        where need > 0 order by no, variant_id, step
    ), added as (
        update stock_levels as level set reserved = level.reserved + moved.count,
            on_hand = level.on_hand + moved.count, moved_at = $10
        from (select variant_id, place_id, sum(need) as count from needs where need > 0
            group by variant_id, place_id) as moved
        where level.workspace_id = $1 and level.variant_id = moved.variant_id
            and level.place_id = moved.place_id
    )
    select lines.no, lines.counted, coalesce(min((needs.held + needs.need) / needs.per), 0),
        array_remove(array_agg(distinct case when needs.need > 0 then needs.variant_id end), null)
    from lines left join needs using (no) group by lines.no, lines.counted
"""


@dataclass(frozen=True, slots=True)
class LetGo:
    """Pieces of a line that were let go; `again`: more came to be held meanwhile."""

    line_id: UUID
    pieces: int
    again: bool
    moved: tuple[UUID, ...]


async def let_go(
    tx: Tx, lines: Mapping[UUID, int | None], reason: str, by: Signer, *, sold: bool
) -> Sequence[LetGo]:
    rows = await tx.fetch(
        LET_GO,
        *(tx.workspace_id, list(lines), list(lines.values()), sold, tx.now),
        [tx.ids.new() for _ in lines],
        *(reason, *by),
    )
    return [LetGo(line_id, pieces, again, tuple(moved)) for line_id, pieces, again, moved in rows]


async def take_over(
    tx: Tx, needs: Sequence[tuple[Need, UUID]], by: Signer
) -> Sequence[tuple[Held, Sequence[UUID]]]:
    """Each part of a line with the place it lies at; by line what is held, and what moved."""
    lines = {need.no: need.wanted for need, _ in needs}
    rows = await tx.fetch(
        TAKE_OVER,
        tx.workspace_id,
        [need.no for need, _ in needs],
        [need.wanted.line_id for need, _ in needs],
        [need.wanted.order_id for need, _ in needs],
        [need.wanted.account_id for need, _ in needs],
        [need.variant_id for need, _ in needs],
        [need.per for need, _ in needs],
        [need.wanted.count for need, _ in needs],
        [place_id for _, place_id in needs],
        tx.now,
        [tx.ids.new() for _ in range(2 * len(needs))],
        *by,
    )
    answers: list[tuple[Held, Sequence[UUID]]] = []
    for no, counted, pieces, moved in rows:
        wanted = lines[no]
        short = max(wanted.count - pieces, 0) if counted else 0
        answers.append((Held(wanted.line_id, pieces, short, counted), moved))
    return answers
