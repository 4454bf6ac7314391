"""The statements of pace: each one reads the clock of the database once it holds the row.

A bucket keeps a twentieth of its size and a hundredth of its speed to itself: calls arrive later
than they leave, and never equally late. A window is cut into 60 slots; what was taken in one comes
back 62 slots later, when it has left the window whole, so no window ever holds too much.

Each step that says `offset 0` is worked out once: without it the server writes the steps into each
other, until reading the statement takes longer than doing it.
"""

# Whether a bucket without a limit is at ease: then nothing is written and nobody waits for nobody.
AT_EASE = """
    select breaker = 'closed' and recent = 0
        and (blocked_until is null or blocked_until <= clock_timestamp())
    from engine_pace where workspace_id = $1 and account_id = $2 and family = $3
"""

# What is left of a bucket now, or of a window by its slots; `p` is the row and `rate` its speed.
SEEN = """cross join lateral (
            select case when not $6 then null
                when p.used is null or abs(rate.slot - p.slot) > 61
                    then array_fill(0::float8, array[62])
                else array_fill(0::float8, array[greatest(rate.slot - p.slot, 0)::integer])
                    || p.used[1:62 - greatest(rate.slot - p.slot, 0)::integer] end as used offset 0
        ) as held
        cross join lateral (
            select held.used, case when $6
                then rate.size - (select sum(units) from unnest(held.used) as units)
                else least(0.95 * rate.size, coalesce(p.left_units, 0.95 * rate.size)
                    + 0.99 * rate.per_s
                    * greatest(extract(epoch from clock.now - p.counted_at), 0))
                end as left_units offset 0
        ) as seen"""

# $1 workspace $2 account $3 family $4 units $5 window in seconds $6 windowed
# $7 cost $8 priority $9 seconds for which a probe is waited for
TAKE = f"""
    insert into engine_pace as p (workspace_id, account_id, family, size, per_s, left_units, used,
        slot, flying)
    select $1, $2, $3, $4, $4 / $5, case when not $6 then 0.95 * $4 - $7 end,
        case when $6 then array[$7] || array_fill(0::float8, array[61]) end,
        case when $6 then floor(extract(epoch from clock_timestamp()) * 60 / $5) end,
        case when $4 is null then 0 else $7 end
    from (select $4::float8, $5::float8, $6::boolean, $7::float8) as typed
    on conflict (workspace_id, account_id, family) do update set
        (size, per_s, left_units, counted_at, used, slot, flying, flying_at,
         mark_priority, mark_until, mark_units, breaker, try_at, told_s) = (
        select rate.size, rate.per_s,
            seen.left_units - case when not $6 and told.s = 0 then $7 else 0 end,
            clock.now,
            case when not $6 then null
                when told.s = 0 then array[seen.used[1] + $7] || seen.used[2:]
                else seen.used end,
            rate.slot,
            rate.flying + case when told.s = 0 and $4 is not null then $7 else 0 end,
            clock.now,
            case when told.s <= 0 then case when mark.stays then p.mark_priority end
                when mark.higher then p.mark_priority else $8 end,
            case when told.s <= 0 then case when mark.stays then p.mark_until end
                when mark.higher then p.mark_until
                else greatest(case when mark.same then p.mark_until end,
                    clock.now + make_interval(secs => told.s + 0.25)) end,
            case when told.s <= 0 then case when mark.stays then p.mark_units
                    - case when told.s = 0 and not mark.higher then $7 else 0 end end
                when mark.higher then p.mark_units
                else $7 + case when mark.same then p.mark_units else 0 end end,
            case when told.s = 0 and p.breaker <> 'closed' then 'probing' else p.breaker end,
            case when told.s = 0 and p.breaker <> 'closed'
                then clock.now + make_interval(secs => $9) else p.try_at end,
            told.s
        from (select clock_timestamp() as now) as clock
        cross join lateral (
            select case when p.reported and $4 is not null then p.size else $4 end as size,
                case when p.reported and $4 is not null then p.per_s else $4 / $5 end as per_s,
                p.flying * power(0.5::float8, least(greatest(
                    extract(epoch from clock.now - p.flying_at), 0) / 10, 300)) as flying,
                case when $6 then
                    floor(extract(epoch from clock.now) * 60 / $5)::bigint end as slot offset 0
        ) as rate
        {SEEN}
        cross join lateral (
            select coalesce(p.mark_until > clock.now and p.mark_priority > $8, false) as higher,
                coalesce(p.mark_until > clock.now and p.mark_priority = $8, false) as same,
                coalesce(p.mark_until > clock.now
                    and (p.mark_priority > $8 or p.mark_units > $7), false) as stays offset 0
        ) as mark
        cross join lateral (
            select case when $4 is null then 0
                when $6 then coalesce((
                    select min(due) from (
                        select (rate.slot - place + 63) * $5 / 60
                                - extract(epoch from clock.now) as due,
                            sum(units) over (order by place desc) as freed
                        from unnest(seen.used) with ordinality as slots (units, place)
                    ) as freeing
                    where freed >= least($7, rate.size) - seen.left_units - 0.000001
                      and seen.left_units + 0.000001 < least($7, rate.size)), 0)
                else greatest(least($7, 0.95 * rate.size) - seen.left_units, 0)
                    / (0.99 * rate.per_s) end as s offset 0
        ) as own
        cross join lateral (
            select case when p.breaker <> 'closed' and p.try_at > clock.now then -1
                when longest.s > 0.000001 then greatest(longest.s, 0.001)
                else 0 end::float8 as s
            from (select greatest(own.s, extract(epoch from p.blocked_until - clock.now),
                case when mark.higher and seen.left_units < $7 + p.mark_units
                    then extract(epoch from p.mark_until - clock.now) end) as s
                offset 0) as longest
            offset 0
        ) as told)
    where $4 is not null or p.breaker <> 'closed' or p.recent <> 0
        or p.blocked_until > clock_timestamp()
    returning told_s, breaker, opened_at, try_at, recent
"""  # noqa: S608 - our own columns

# $1 workspace $2 account $3 family $4 units $5 window in seconds $6 windowed $7 cost
# $8 whether there was no answer $9 seconds to keep still
# $10 units left as reported $11 of how many $12 how many come back in a second
REPORT = f"""
    insert into engine_pace as p (workspace_id, account_id, family) select $1, $2, $3
    from (select $4::float8, $5::float8, $6::boolean, $7::float8, $8::boolean, $9::float8,
        $10::float8, $11::float8, $12::float8) as typed
    on conflict (workspace_id, account_id, family) do update set
        (size, per_s, reported, left_units, counted_at, used, slot, flying, flying_at,
         blocked_until, recent, breaker, opened_at, open_s, try_at) = (
        select rate.size, rate.per_s, p.reported or $10 is not null and $4 is not null,
            case when $6 or $4 is null then null
                when $10 is not null then least(0.95 * rate.size, seen.left_units + $7,
                    $10 - rate.flying)
                when $9 is not null then least(seen.left_units, 0)
                else seen.left_units end,
            clock.now,
            case when not $6 then null
                else array[seen.used[1] + greatest(seen.left_units
                    - ($10 - rate.flying), 0)] || seen.used[2:] end,
            rate.slot, rate.flying, clock.now,
            greatest(p.blocked_until, clock.now + make_interval(secs => $9)),
            case when p.breaker = 'probing' and not $8 then 0 else past.recent end,
            next.breaker,
            case next.breaker when 'closed' then null else coalesce(p.opened_at, clock.now) end,
            case next.breaker when 'closed' then null else next.open_s end,
            case when next.breaker = 'closed' then null
                when next.breaker = p.breaker then p.try_at
                else clock.now + make_interval(secs => next.open_s) end
        from (select clock_timestamp() as now) as clock
        cross join lateral (
            select case when $11 > 0 and $4 is not null then $11
                    when p.reported then p.size else $4 end as size,
                case when $12 > 0 and $4 is not null then $12
                    when p.reported then p.per_s else $4 / $5 end as per_s,
                greatest(p.flying * power(0.5::float8, least(greatest(
                    extract(epoch from clock.now - p.flying_at), 0) / 10, 300)) - $7, 0) as flying,
                case when $6 then
                    floor(extract(epoch from clock.now) * 60 / $5)::bigint end as slot offset 0
        ) as rate
        {SEEN}
        cross join lateral (
            select ((p.recent << 1) | $8::boolean::integer) & 1048575 as recent offset 0
        ) as past
        cross join lateral (
            select case p.breaker
                    when 'closed' then case when $8 and (past.recent & 31 = 31
                        or bit_count(past.recent::bit(20)) >= 10) then 'open' else 'closed' end
                    when 'probing' then case when $8 then 'open' else 'closed' end
                    else p.breaker end as breaker,
                case p.breaker when 'closed' then 15
                    when 'probing' then least(p.open_s * 2, 300)
                    else p.open_s end as open_s offset 0
        ) as next)
    returning xmax = 0 as fresh, breaker, opened_at, try_at
"""  # noqa: S608 - our own columns

STATES = """
    select account_id, family, size, per_s, blocked_until, breaker, opened_at, try_at,
        bit_count(recent::bit(20)) as failures,
        case when used is null then greatest(least(size, left_units + per_s
                * greatest(extract(epoch from clock_timestamp() - counted_at), 0)), 0)
            else greatest(size - coalesce((
                select sum(units) from unnest(used) with ordinality as slots (units, place)
                where (slot - place + 63) * size / per_s / 60
                    > extract(epoch from clock_timestamp())), 0), 0)
            end as left_units
    from engine_pace where account_id = any($1::uuid[]) and family <> ''
    order by account_id, family
"""

LET_THROUGH = """
    update engine_pace
    set breaker = 'closed', opened_at = null, open_s = null, try_at = null, recent = 0
    where workspace_id = $1 and account_id = $2 and breaker <> 'closed'
"""

NOTE_SKEW = """
    insert into engine_pace (workspace_id, account_id, family, skew_s) values ($1, $2, '', $3)
    on conflict (workspace_id, account_id, family) do update set skew_s = excluded.skew_s
"""
SKEW = "select skew_s from engine_pace where workspace_id = $1 and account_id = $2 and family = ''"

# What is lost with the server's last moments is a few units of a bucket: not worth waiting for the
# disk. Only for transactions that hold nothing else.
HASTE = "set local synchronous_commit = off"
