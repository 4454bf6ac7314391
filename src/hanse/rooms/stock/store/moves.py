"""Statements that move pieces, and that read the ledger and what it adds up to."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from hanse.engine.tx import Tx
from hanse.rooms.stock.model.holding import Reservation
from hanse.rooms.stock.model.moves import Cause, Move, Short, Signer

MAKE = """
    insert into stock_levels (workspace_id, variant_id, place_id, moved_at)
    select distinct $1::uuid, variant_id, place_id, $4::timestamptz
    from unnest($2::uuid[], $3::uuid[]) as given (variant_id, place_id)
    where not exists (select from stock_levels as level where level.workspace_id = $1
        and level.variant_id = given.variant_id and level.place_id = given.place_id)
    order by variant_id, place_id
    on conflict do nothing
"""
# Where pieces go away that were promised, and room may be made ($18): what is kept for promotions
# gives way first, for nobody has bought it yet, then the youngest lines, each whole and with all
# its parts. All levels that these lines are held at are locked with those that move. Nothing at all
# is written if one level would not hold; `gone` tells it from one that could, asked again.
MOVE = """
    with moves as materialized (
        select given.* from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::bigint[],
            $7::bigint[], $8::uuid[], $9::uuid[], $12::uuid[]) with ordinality
            as given (id, variant_id, place_id, kind, on_hand, promised, account_id, line_id,
                cause_id, no)
        where not $17::boolean or given.variant_id in (select variant_id from stock_items
            where workspace_id = $1 and variant_id = any($3::uuid[]) and state = 'counted')
    ), sums as materialized (
        select variant_id, place_id, sum(on_hand)::bigint as on_hand,
            sum(promised)::bigint as promised
        from moves group by variant_id, place_id
    ), pressed as materialized (
        select sums.variant_id, sums.place_id from sums join stock_levels as level
            on level.workspace_id = $1 and level.variant_id = sums.variant_id
                and level.place_id = sums.place_id
        where $18::boolean and level.reserved + level.promised + sums.promised
            > level.on_hand + sums.on_hand
    ), seen as materialized (
        select other.line_id, other.variant_id, other.place_id, other.seq
        from stock_reservations as other
        where other.workspace_id = $1 and other.line_id in (
            select held.line_id from stock_reservations as held
            where held.workspace_id = $1
                and held.variant_id = any(array(select variant_id from pressed))
                and (held.variant_id, held.place_id) in (select * from pressed))
    ), reached as materialized (
        select variant_id, place_id from seen union select variant_id, place_id from sums
    ), queued as materialized (
        select count(pg_advisory_xact_lock(hashtextextended(variant_id::text, 25))) as waited
        from (select distinct variant_id from reached order by variant_id) as variant
        where pg_current_xact_id_if_assigned() is null
            and (select count(distinct variant_id) from reached) <= 64
    ), locked as materialized (
        select variant_id, place_id, on_hand, reserved, promised from stock_levels
        where workspace_id = $1
            and variant_id = any(array(select distinct variant_id from reached))
            and (variant_id, place_id) in (select variant_id, place_id from reached)
            and (select waited from queued) >= 0
        order by variant_id, place_id
        for update
    ), kept as materialized (
        select id, account_id, variant_id, place_id, left_count from stock_promotions
        where workspace_id = $1 and state = 'running' and left_count > 0
            and variant_id = any(array(select locked.variant_id from locked join pressed
                using (variant_id, place_id)))
        order by id
        for update
    ), held as materialized (
        select held.* from (select count(*) as rows from locked) as waited,
            stock_held(array(select distinct line_id from seen), waited.rows) as held
    ), lacks as materialized (
        select sums.variant_id, sums.place_id, greatest(locked.reserved + locked.promised
            + sums.promised - locked.on_hand - sums.on_hand, 0) as count,
            locked.on_hand + sums.on_hand < 0 or locked.promised + sums.promised < 0
                or locked.on_hand is null as gone
        from sums left join locked using (variant_id, place_id)
    ), unkept as materialized (
        select kept.id, kept.account_id, kept.variant_id, kept.place_id, left_count,
            least(greatest(lacks.count - before, 0), left_count) as count
        from (select *, (sum(left_count) over (partition by variant_id, place_id
                order by id desc))::bigint - left_count as before from kept) as kept
            join lacks using (variant_id, place_id)
    ), lacking as materialized (
        select lacks.variant_id, lacks.place_id, lacks.gone,
            lacks.count - coalesce(unkept.count, 0) as count
        from lacks left join (select variant_id, place_id, sum(count)::bigint as count from unkept
            group by variant_id, place_id) as unkept using (variant_id, place_id)
    ), loose as materialized (
        select held.line_id from held left join seen using (line_id, variant_id, place_id, seq)
        group by held.line_id having bool_and(seen.seq is not null)
    ), queue as materialized (
        select held.line_id, variant_id, place_id, held.count, (sum(held.count) over (
            partition by variant_id, place_id
            order by held.made_at desc, held.seq desc))::bigint - held.count as before
        from held join loose using (line_id) join lacking using (variant_id, place_id)
    ), lost as materialized (
        select held.* from held where line_id in (
            select queue.line_id from queue join lacking using (variant_id, place_id)
            where queue.before < lacking.count)
    ), refused as materialized (
        select lacking.variant_id, lacking.place_id, lacking.gone
        from lacking left join (select variant_id, place_id, sum(count) as count from lost
            group by variant_id, place_id) as lost using (variant_id, place_id)
        where lacking.gone or lacking.count > coalesce(lost.count, 0)
    ), steps as materialized (
        select * from (
            select 0 as stage, row_number() over (order by made_at desc, line_id, variant_id) as no,
                null::uuid as id, variant_id, place_id, 'release' as kind, 0::bigint as on_hand,
                -count as reserved, 0::bigint as promised, account_id, line_id,
                ($12::uuid[])[1] as cause_id from lost
            union all
            select 1, row_number() over (order by id), null, variant_id, place_id, 'release', 0, 0,
                -count, account_id, null, ($12::uuid[])[1] from unkept where count > 0
            union all
            select 2, no, id, variant_id, place_id, kind, on_hand, 0, promised, account_id, line_id,
                cause_id
            from moves) as step
        where not exists (select from refused)
    ), opened as (
        insert into stock_items (workspace_id, variant_id, state, opened_at, opened_by, opened_how)
        select distinct $1::uuid, variant_id, 'counted', $10::timestamptz, $14::uuid, 'receipt'
        from steps where kind = 'receipt'
        on conflict do nothing
    ), let_go as (
        delete from stock_reservations as held using lost
        where held.workspace_id = $1 and held.line_id = lost.line_id
            and held.variant_id = lost.variant_id and held.place_id = lost.place_id
            and not exists (select from refused)
    ), given_back as (
        update stock_promotions as held set left_count = unkept.left_count - unkept.count
        from unkept where held.workspace_id = $1 and held.id = unkept.id and unkept.count > 0
            and not exists (select from refused)
    ), written as (
        insert into stock_moves (workspace_id, id, at, variant_id, place_id, kind, on_hand,
            reserved, promised, left_count, account_id, cause, cause_id, line_id, reason,
            person_id, actor)
        select $1, coalesce(steps.id, gen_random_uuid()), $10, variant_id, place_id, kind,
            steps.on_hand, steps.reserved, steps.promised,
            locked.on_hand - locked.reserved - locked.promised
                + sum(steps.on_hand - steps.reserved - steps.promised) over (
                    partition by variant_id, place_id order by stage, no),
            account_id, $11, cause_id, line_id, $13, $14, $15
        from steps join locked using (variant_id, place_id)
        order by stage, no
    ), added as (
        update stock_levels as level set on_hand = moved.on_hand + moved.by_on_hand,
            reserved = moved.reserved + moved.by_reserved,
            promised = moved.promised + moved.by_promised, moved_at = $10
        from (select locked.*, by_on_hand, by_reserved, by_promised
            from (select variant_id, place_id, sum(on_hand) as by_on_hand,
                    sum(reserved) as by_reserved, sum(promised) as by_promised
                from steps group by variant_id, place_id) as step
                join locked using (variant_id, place_id)) as moved
        where level.workspace_id = $1 and level.variant_id = moved.variant_id
            and level.place_id = moved.place_id
    )
    select 'refused' as what, variant_id, place_id, coalesce(locked.on_hand, 0) as on_hand,
        coalesce(locked.reserved, 0) as reserved, coalesce(locked.promised, 0) as promised,
        refused.gone, null::uuid as line_id, null::uuid as order_id, null::uuid as account_id,
        null::bigint as count, null::bigint as per, null::timestamptz as made_at
    from refused left join locked using (variant_id, place_id)
    union all
    select 'lost', variant_id, place_id, 0, 0, 0, false, line_id, order_id, account_id, count, per,
        made_at
    from lost where not exists (select from refused)
    limit $16
"""
MONTHS = "select stock_moves_months($1)"
REFUSED_MAX = 100_000


@dataclass(frozen=True, slots=True)
class Outcome:
    """Nothing was written if anything was refused. `gone`: it would be refused again."""

    refused: tuple[Short, ...]
    gone: bool
    lost: tuple[Reservation, ...]


async def make(tx: Tx, levels: Sequence[tuple[UUID, UUID]]) -> None:
    """So that each level is there, with nothing at it if it was not."""
    variants, places = [each for each, _ in levels], [each for _, each in levels]
    await tx.execute(MAKE, tx.workspace_id, variants, places, tx.now)


async def move(
    tx: Tx,
    moves: Sequence[Move],
    cause: Cause,
    by: Signer,
    causes: Sequence[UUID] = (),
    *,
    counted_only: bool = False,
    shed: bool = False,
) -> Outcome:
    """All of them or none, whatever else moves meanwhile. `causes`: of each its own."""
    rows = await tx.fetch(
        MOVE,
        tx.workspace_id,
        [tx.ids.new() for _ in moves],
        [each.variant_id for each in moves],
        [each.place_id for each in moves],
        [each.kind.value for each in moves],
        [each.on_hand for each in moves],
        [each.promised for each in moves],
        [each.account_id for each in moves],
        [each.line_id for each in moves],
        tx.now,
        cause.noun,
        list(causes) or [cause.id] * len(moves),
        cause.reason,
        *by,
        REFUSED_MAX,
        counted_only,
        shed,
    )
    change: dict[tuple[UUID, UUID], int] = {}
    for each in moves:
        level = each.variant_id, each.place_id
        change[level] = change.get(level, 0) + each.on_hand - each.promised
    refused = tuple(
        Short(
            *(row["variant_id"], row["place_id"], row["on_hand"], row["reserved"]),
            *(row["promised"], change.get((row["variant_id"], row["place_id"]), 0)),
        )
        for row in rows
        if row["what"] == "refused"
    )
    lost = tuple(
        Reservation(
            *(row["line_id"], row["order_id"], row["account_id"], row["variant_id"]),
            *(row["place_id"], row["count"], row["per"], row["made_at"]),
        )
        for row in rows
        if row["what"] == "lost"
    )
    return Outcome(refused, any(row["gone"] for row in rows), lost)


async def make_months(tx: Tx, ahead: int) -> None:
    await tx.execute(MONTHS, ahead)
