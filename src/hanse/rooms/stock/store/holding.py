"""Statements that hold pieces for lines of orders, and let them go.

Each decides and writes in itself. It locks the levels in one order, by variant and place, so that
no two wait for each other; then it looks what is held for its lines (`stock_held`), for that may
have changed while it waited.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from hanse.engine.tx import Tx
from hanse.rooms.stock.model.holding import Held, Need, Wanted
from hanse.rooms.stock.model.moves import Signer

IDS_SPARE = 8  # for lines that come from several places; what is beyond them gets a random one

# `earlier` counts what lines before want of the same variant in full against every place, so what
# is given is never more than there is; a line that is short for that alone is asked for again.
RESERVE = """
    with wanted as materialized (
        select * from unnest($2::bigint[], $3::uuid[], $4::uuid[], $5::uuid[], $6::uuid[],
            $7::bigint[], $8::bigint[], $9::boolean[])
            as given (no, line_id, order_id, account_id, variant_id, per, pieces, anywhere)
    ), allowed as materialized (
        select * from unnest($10::bigint[], $11::uuid[]) as given (no, place_id)
    ), items as materialized (
        select variant_id, state = 'counted' as counted from stock_items
        where workspace_id = $1 and variant_id = any($6::uuid[])
            and state in ('counted', 'uncounted')
    ), lines as materialized (
        select wanted.no,
            bool_and(items.variant_id is not null) and bool_or(items.counted) as counted
        from wanted left join items using (variant_id) group by wanted.no
    ), places as materialized (
        select id as place_id, position from stock_places
        where workspace_id = $1 and kind = 'own' and state = 'active'
    ), locked as materialized (
        select variant_id, place_id, on_hand - reserved - promised as free from stock_levels
        where workspace_id = $1
            and variant_id = any(array(select variant_id from items where counted))
            and place_id = any(array(select place_id from places))
        order by variant_id, place_id
        for update
    ), kept as materialized (
        select id, account_id, variant_id, place_id, left_count from stock_promotions
        where workspace_id = $1 and state = 'running' and left_count > 0
            and variant_id = any(array(select distinct variant_id from locked))
            and account_id = any($5::uuid[])
        order by id
        for update
    ), kept_for as materialized (
        select account_id, variant_id, place_id, sum(left_count)::bigint as count from kept
        group by account_id, variant_id, place_id
    ), before as materialized (
        select held.line_id, held.variant_id, sum(held.count)::bigint as count
        from (select count(*) as rows from locked) as waited,
            stock_held($3::uuid[], waited.rows) as held
        group by held.line_id, held.variant_id
    ), needs as materialized (
        select wanted.*, coalesce(before.count, 0) as held,
            greatest(wanted.pieces * wanted.per - coalesce(before.count, 0), 0) as need
        from wanted join lines using (no) join items using (variant_id)
            left join before using (line_id, variant_id)
        where lines.counted and items.counted
    ), room as materialized (
        select needs.no, needs.variant_id, place_id, places.position,
            locked.free + coalesce(kept_for.count, 0) as has
        from needs join locked using (variant_id) join places using (place_id)
            left join kept_for using (account_id, variant_id, place_id)
        where needs.need > 0 and (needs.anywhere
            or (needs.no, place_id) in (select no, place_id from allowed))
    ), enough as materialized (
        select needs.no from needs
            left join (select no, variant_id, sum(greatest(has, 0)) as has from room
                group by no, variant_id) as all_of_it using (no, variant_id)
        group by needs.no
        having bool_and(needs.need = 0 or coalesce(all_of_it.has, 0) >= needs.need)
    ), queue as (
        select needs.*,
            (sum(need) over (partition by variant_id order by no))::bigint - need as earlier
        from needs join enough using (no) where need > 0
    ), offered as (
        select queue.*, room.place_id, room.position,
            least(greatest(room.has - queue.earlier, 0), queue.need) as could
        from queue join room using (no, variant_id)
    ), ranked as (
        select *,
            max(could) over line = need as at_one,
            row_number() over (line order by could = need desc, position, place_id) as rank,
            (sum(could) over (line order by position, place_id))::bigint - could as gone
        from offered window line as (partition by no, variant_id)
    ), taken as materialized (
        select *, case
            when at_one then case when rank = 1 then need else 0 end
            else least(could, greatest(need - gone, 0)) end as count
        from ranked
    ), served as materialized (
        select needs.no from needs join enough using (no)
            left join (select no, variant_id, sum(count) as count from taken
                group by no, variant_id) as given using (no, variant_id)
        group by needs.no
        having bool_and(needs.need = 0 or coalesce(given.count, 0) = needs.need)
    ), given as materialized (
        select taken.no, line_id, order_id, account_id, variant_id, place_id, per, taken.count,
            least(up_to, coalesce(kept_for.count, 0))
                - least(up_to - taken.count, coalesce(kept_for.count, 0)) as from_kept
        from (select taken.*, (sum(count) over (partition by account_id, variant_id, place_id
                order by no))::bigint as up_to
            from taken join served using (no) where count > 0) as taken
            left join kept_for using (account_id, variant_id, place_id)
    ), kept_lines as (
        insert into stock_reservations (workspace_id, line_id, variant_id, place_id, order_id,
            account_id, count, per, made_at)
        select $1, line_id, variant_id, place_id, order_id, account_id, count, per, $12 from given
        on conflict (workspace_id, line_id, variant_id, place_id) do update
        set count = stock_reservations.count + excluded.count, per = excluded.per
    ), kept_moves as (
        insert into stock_moves (workspace_id, id, at, variant_id, place_id, kind, on_hand,
            reserved, promised, left_count, account_id, cause, cause_id, line_id, person_id, actor)
        select $1, coalesce(($13::uuid[])[row_number() over (order by no, variant_id, place_id)],
                gen_random_uuid()),
            $12, variant_id, place_id, 'reservation', 0, count, -from_kept,
            locked.free - sum(count - from_kept) over (partition by variant_id, place_id
                order by no),
            account_id, 'orders.order', order_id, line_id, $14, $15
        from given join locked using (variant_id, place_id) order by no, variant_id, place_id
    ), kept_promotions as (
        update stock_promotions as held set left_count = held.left_count - used.count
        from (select id, least(greatest(taken_of.count - before, 0), left_count) as count
            from (select *, sum(left_count) over (partition by account_id, variant_id, place_id
                    order by id) - left_count as before from kept) as kept
                join (select account_id, variant_id, place_id, sum(from_kept) as count from given
                    group by account_id, variant_id, place_id) as taken_of
                    using (account_id, variant_id, place_id)) as used
        where held.workspace_id = $1 and held.id = used.id and used.count > 0
    ), kept_levels as (
        update stock_levels as level set reserved = level.reserved + moved.count,
            promised = level.promised - moved.from_kept, moved_at = $12
        from (select variant_id, place_id, sum(count) as count, sum(from_kept) as from_kept
            from given group by variant_id, place_id) as moved
        where level.workspace_id = $1 and level.variant_id = moved.variant_id
            and level.place_id = moved.place_id
    )
    select lines.no, lines.counted, coalesce(sum_of.held, 0) as held,
        coalesce(sum_of.again, false) as again,
        array(select distinct variant_id from given where given.no = lines.no) as moved
    from lines left join (
        select needs.no, enough.no is not null and served.no is null as again,
            min((needs.held + case when served.no is null then 0 else needs.need end)
                / needs.per) as held
        from needs left join enough using (no) left join served using (no)
        group by needs.no, enough.no, served.no) as sum_of using (no)
"""


@dataclass(frozen=True, slots=True)
class Answer:
    """Of one line; `again` is a line that there is enough for as soon as those before it have
    theirs."""

    held: Held
    again: bool
    moved: tuple[UUID, ...]


async def reserve(tx: Tx, needs: Sequence[Need], by: Signer) -> Sequence[Answer]:
    """The lines in their order, each held whole or as it was."""
    lines = {need.no: need.wanted for need in needs}
    rows = await tx.fetch(
        RESERVE,
        tx.workspace_id,
        *columns(needs),
        *allowed(lines),
        tx.now,
        [tx.ids.new() for _ in range(len(needs) + IDS_SPARE)],
        *by,
    )
    answers: list[Answer] = []
    for no, counted, held, again, moved in rows:
        wanted = lines[no]
        short = max(wanted.count - held, 0) if counted else 0
        answers.append(Answer(Held(wanted.line_id, held, short, counted), again, tuple(moved)))
    return answers


def columns(needs: Sequence[Need]) -> Sequence[Sequence[object]]:
    """Each part of each line, as columns."""
    return [
        [each.no for each in needs],
        [each.wanted.line_id for each in needs],
        [each.wanted.order_id for each in needs],
        [each.wanted.account_id for each in needs],
        [each.variant_id for each in needs],
        [each.per for each in needs],
        [each.wanted.count for each in needs],
        [not each.wanted.place_ids for each in needs],
    ]


def allowed(lines: Mapping[int, Wanted]) -> Sequence[Sequence[object]]:
    pairs = [(no, place_id) for no, wanted in lines.items() for place_id in wanted.place_ids]
    return [[no for no, _ in pairs], [place_id for _, place_id in pairs]]
