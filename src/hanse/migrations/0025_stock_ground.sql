-- The ledger of stock: what moved, what lies where, what is promised to whom; and what shops show.

-- Where goods lie. A supplier's place is what somebody else says; goods on their way lie in one
-- that is a transit.
create table stock_places (
    workspace_id uuid not null,
    id uuid not null,
    name text not null,
    kind text not null check (kind in ('own', 'supplier', 'transit')),
    country text,
    position integer not null default 0, -- the lowest is taken from first
    state text not null default 'active' check (state in ('active', 'archived')),
    version integer not null default 1,
    primary key (workspace_id, id)
);
create unique index stock_places_name on stock_places (workspace_id, lower(name))
    where state = 'active';

-- How a variant is counted. Waiting: nobody has said yet how many there are, so no shop is told.
create table stock_items (
    workspace_id uuid not null,
    variant_id uuid not null,
    state text not null check (state in ('waiting', 'counted', 'uncounted')),
    why text not null default '',        -- why it waits: the shops differ, or nobody counts it
    low_at integer check (low_at >= 0),  -- null: that of the workspace
    level text not null default 'fine' check (level in ('fine', 'low', 'out')), -- as last told
    level_at timestamptz,
    opened_at timestamptz,
    opened_by uuid,
    opened_how text not null default '',
    opened_basis text not null default 'available' check (opened_basis in ('available', 'on_hand')),
    undecided boolean not null default false, -- what shops show of it is to be looked at
    version integer not null default 1,
    primary key (workspace_id, variant_id)
);
create index stock_items_undecided on stock_items (workspace_id, variant_id) where undecided;
create index stock_items_state on stock_items (workspace_id, state, variant_id);
create index stock_items_level on stock_items (workspace_id, level, level_at desc, variant_id)
    where level <> 'fine';

-- What the ledger adds up to. That nothing is promised which is not there stands here, whoever
-- writes.
create table stock_levels (
    workspace_id uuid not null,
    variant_id uuid not null,
    place_id uuid not null,
    on_hand bigint not null default 0 check (on_hand >= 0),
    reserved bigint not null default 0 check (reserved >= 0),  -- for orders
    promised bigint not null default 0 check (promised >= 0),  -- kept for a promotion
    moved_at timestamptz not null,
    told_at timestamptz,                 -- a supplier's: when it was told
    confidence numeric check (confidence between 0 and 1),
    primary key (workspace_id, variant_id, place_id),
    constraint stock_levels_covered check (reserved + promised <= on_hand)
);
create index stock_levels_place on stock_levels (workspace_id, place_id, variant_id);

-- Every move, for good. Their sums are the levels. Of one level they stand in the order in which
-- they took place: each draws its number while it holds the level.
create sequence stock_moves_seq;
grant usage on sequence stock_moves_seq to hanse_app;
create table stock_moves (
    workspace_id uuid not null,
    id uuid not null,
    seq bigint not null default nextval('stock_moves_seq'),
    at timestamptz not null,
    variant_id uuid not null,
    place_id uuid not null,
    kind text not null check (kind in ('receipt', 'sale', 'reservation', 'release', 'adjustment',
        'transfer', 'count', 'return')),
    on_hand bigint not null,             -- by how much each of the three moved
    reserved bigint not null,
    promised bigint not null,
    left_count bigint not null,          -- what was available at the place after it
    account_id uuid,                     -- the shop whose order it was
    cause text not null default '',      -- the noun of what it was for, as orders.order
    cause_id uuid,
    line_id uuid,                        -- the line of the order
    reason text not null default '',     -- in the words of whoever did it
    person_id uuid,
    actor text not null,
    primary key (workspace_id, id, at)
) partition by range (at);
create index stock_moves_variant on stock_moves (workspace_id, variant_id, seq desc);
create index stock_moves_cause on stock_moves (workspace_id, cause_id, id)
    where cause_id is not null;
create index stock_moves_at on stock_moves using brin (at);
create table stock_moves_other partition of stock_moves default;

-- What is held for a line of an order, at one place.
create table stock_reservations (
    workspace_id uuid not null,
    line_id uuid not null,
    variant_id uuid not null,            -- of a bundle, each of its parts
    place_id uuid not null,
    order_id uuid not null,
    account_id uuid,
    count bigint not null check (count > 0),
    per bigint not null default 1 check (per > 0), -- so many of it are in one piece of the line
    made_at timestamptz not null,
    primary key (workspace_id, line_id, variant_id, place_id)
);
create index stock_reservations_order on stock_reservations (workspace_id, order_id);
create index stock_reservations_variant on stock_reservations
    (workspace_id, variant_id, place_id, made_at desc);

-- What is held for these lines now. A statement sees what was there when it began; this looks again
-- (it is volatile, so what it asks is asked anew), which a statement does that has waited for levels
-- meanwhile: whoever changes what is held for a line holds the levels that it is held at.
create function stock_held(lines uuid[], waited bigint) returns setof stock_reservations
    language plpgsql volatile
    rows 10
    as $$
begin
    return query select * from stock_reservations
        where workspace_id = (select hanse_workspace()) and line_id = any(lines);
end $$;

-- Pieces kept for one shop for a time.
create table stock_promotions (
    workspace_id uuid not null,
    id uuid not null,
    name text not null,
    account_id uuid not null,
    variant_id uuid not null,
    place_id uuid not null,
    count bigint not null check (count > 0),
    left_count bigint not null check (left_count >= 0), -- of it, what is kept now
    from_at timestamptz not null,
    until_at timestamptz not null,
    state text not null check (state in ('planned', 'running', 'over')),
    short bigint not null default 0,     -- so many were not there when it began
    made_by uuid,
    version integer not null default 1,
    primary key (workspace_id, id),
    check (from_at < until_at)
);
create index stock_promotions_due on stock_promotions (state, from_at, until_at)
    where state <> 'over';
create index stock_promotions_variant on stock_promotions (workspace_id, variant_id, account_id)
    where state = 'running';
create index stock_promotions_list on stock_promotions (workspace_id, state, id desc);

-- A count of a place: what was there when it began, and what somebody found.
create table stock_counts (
    workspace_id uuid not null,
    id uuid not null,
    place_id uuid not null,
    name text not null,
    state text not null check (state in ('open', 'closed', 'cancelled')),
    opened_at timestamptz not null,
    opened_by uuid,
    closed_at timestamptz,
    version integer not null default 1,
    primary key (workspace_id, id)
);
create index stock_counts_list on stock_counts (workspace_id, state, id desc);
create table stock_count_lines (
    workspace_id uuid not null,
    count_id uuid not null,
    variant_id uuid not null,
    frozen bigint not null,              -- on hand when the count began
    found bigint check (found >= 0),     -- null: nobody has counted it yet
    difference bigint,                   -- what closing it moved
    primary key (workspace_id, count_id, variant_id)
);

create table stock_transfers (
    workspace_id uuid not null,
    id uuid not null,
    from_id uuid not null,
    to_id uuid not null,
    via_id uuid not null,                -- the transit in which they are meanwhile
    state text not null check (state in ('sent', 'received', 'cancelled')),
    note text not null default '',
    sent_at timestamptz not null,
    sent_by uuid,
    expected_on date,
    ended_at timestamptz,
    version integer not null default 1,
    primary key (workspace_id, id),
    check (from_id <> to_id)
);
create index stock_transfers_list on stock_transfers (workspace_id, state, id desc);
create table stock_transfer_lines (
    workspace_id uuid not null,
    transfer_id uuid not null,
    variant_id uuid not null,
    count bigint not null check (count > 0),
    received bigint not null default 0 check (received between 0 and count),
    primary key (workspace_id, transfer_id, variant_id)
);
create index stock_transfer_lines_variant on stock_transfer_lines (workspace_id, variant_id);

-- How a shop is told of stock. Off: never, which is how each begins.
create table stock_channels (
    workspace_id uuid not null,
    account_id uuid not null,
    state text not null default 'off' check (state in ('off', 'on', 'held')),
    held_why text not null default '',
    rhythm text not null default 'events' check (rhythm in ('events', 'hourly', 'daily', 'weekly')),
    places uuid[] not null default '{}', -- it sells from these; none named: from all that are own
    supplied boolean not null default false, -- and from what suppliers say
    keep_percent numeric not null default 0 check (keep_percent between 0 and 100),
    keep_count bigint not null default 0 check (keep_count >= 0),
    show_max bigint check (show_max >= 0),
    safety boolean not null default false,
    oversell_minor bigint,               -- what one costs us here; null: as the card says
    oversell_currency text,
    when_out text not null default 'zero' check (when_out in ('zero', 'hide')),
    next_at timestamptz,                 -- where it is told by the clock
    pushed_at timestamptz,
    changed_at timestamptz not null,
    version integer not null default 1,
    primary key (workspace_id, account_id)
);
create index stock_channels_next on stock_channels (next_at) where state = 'on';

-- Places as a shop has them, and which of ours each is. One of its own gets all that it may sell.
create table stock_remote_places (
    workspace_id uuid not null,
    account_id uuid not null,
    remote_id text not null,
    name text not null default '',
    active boolean not null default true,
    place_id uuid,                       -- null: nobody has said
    primary key (workspace_id, account_id, remote_id)
);

-- What each offer of a shop shows, by the name that a change has for it.
create table stock_shown (
    workspace_id uuid not null,
    account_id uuid not null,
    target text not null,
    parent text,                         -- as in the target of a change
    remote_product_id text not null,
    remote_place text not null default '', -- where the platform knows several
    offer_id uuid,                       -- null: no variant of ours is linked
    variant_id uuid,
    quantity bigint,                     -- null: sold without counting
    buyable boolean not null default false, -- whether a buyer can have it there
    seen_at timestamptz not null,
    moved_at timestamptz,                -- since when the shop is to be told; null: it is as it should be
    asked bigint,                        -- what it was last to show
    asked_at timestamptz,
    proven_at timestamptz,
    latency_ms bigint,                   -- of the last one, from the movement to the proof
    hidden_at timestamptz,               -- since when its listing is hidden because it is sold out
    primary key (workspace_id, account_id, target)
);
create index stock_shown_variant on stock_shown (workspace_id, variant_id, account_id)
    where variant_id is not null;
create index stock_shown_product on stock_shown (workspace_id, account_id, remote_product_id);
create index stock_shown_offer on stock_shown (workspace_id, offer_id) where offer_id is not null;
create index stock_shown_moved on stock_shown (workspace_id, account_id, moved_at, target)
    where moved_at is not null;

-- Listings of shops whose stock is to be looked at again.
create table stock_looks (
    workspace_id uuid not null,
    account_id uuid not null,
    remote_product_id text not null,
    primary key (workspace_id, account_id, remote_product_id)
);

-- Shops of which all that is in the mirror was put among these once.
create table stock_readings (
    workspace_id uuid not null,
    account_id uuid not null,
    begun_at timestamptz not null,
    primary key (workspace_id, account_id)
);

-- What is kept back so that late news does no harm: worked out from how fast it sells and how long
-- a push takes.
create table stock_safety (
    workspace_id uuid not null,
    account_id uuid not null,
    variant_id uuid not null,
    pieces bigint not null check (pieces >= 0),
    per_day numeric not null,
    latency_ms bigint not null,
    worked_out_at timestamptz not null,
    primary key (workspace_id, account_id, variant_id)
);

-- From when to when a variant could be bought at a shop.
create table stock_periods (
    workspace_id uuid not null,
    account_id uuid not null,
    variant_id uuid not null,
    from_at timestamptz not null,
    until_at timestamptz,                -- null: it still can
    primary key (workspace_id, account_id, variant_id, from_at),
    check (until_at >= from_at)
);
create unique index stock_periods_open on stock_periods (workspace_id, account_id, variant_id)
    where until_at is null;
create index stock_periods_variant on stock_periods (workspace_id, variant_id, from_at);

-- How long each push took, from the movement to the proof.
create table stock_latencies (
    workspace_id uuid not null,
    account_id uuid not null,
    variant_id uuid not null,
    at timestamptz not null,
    ms bigint not null check (ms >= 0),
    primary key (workspace_id, account_id, at, variant_id)
);
create index stock_latencies_variant on stock_latencies (workspace_id, variant_id, at desc);

-- Every time that a shop was compared with what it should show, and what was different.
create table stock_syncs (
    workspace_id uuid not null,
    id uuid not null,
    account_id uuid not null,
    at timestamptz not null,
    why text not null,
    compared bigint not null,
    differing bigint not null,
    set_id uuid,
    primary key (workspace_id, id)
);
create index stock_syncs_account on stock_syncs (workspace_id, account_id, id desc);

-- What holds for the whole workspace; no row: 5.
create table stock_settings (
    workspace_id uuid not null,
    low_at integer not null default 5 check (low_at >= 0),
    opening text not null default 'ask' check (opening in ('ask', 'lowest', 'shop')),
    opening_account_id uuid,
    version integer not null default 1,
    primary key (workspace_id)
);

do $$
declare
    name text;
begin
    foreach name in array array['stock_places', 'stock_items', 'stock_levels', 'stock_moves',
        'stock_reservations', 'stock_promotions', 'stock_counts', 'stock_count_lines',
        'stock_transfers', 'stock_transfer_lines', 'stock_channels', 'stock_remote_places',
        'stock_shown', 'stock_looks', 'stock_readings', 'stock_safety', 'stock_periods',
        'stock_latencies', 'stock_syncs', 'stock_settings']
    loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format('create policy %I on %I using (workspace_id = (select hanse_workspace()))
            with check (workspace_id = (select hanse_workspace()))', name || '_workspace', name);
    end loop;
end $$;
alter table stock_moves_other enable row level security;
alter table stock_moves_other force row level security;
create policy stock_moves_other_owner on stock_moves_other to hanse_owner using (true);
grant select, insert, update on stock_places, stock_items, stock_levels, stock_promotions,
    stock_counts, stock_count_lines, stock_transfers, stock_transfer_lines, stock_channels,
    stock_settings to hanse_app;
grant select, insert, update, delete on stock_reservations, stock_remote_places, stock_shown,
    stock_looks, stock_readings, stock_safety, stock_periods, stock_latencies, stock_syncs
    to hanse_app;
-- The ledger is written once and never changed.
grant select, insert on stock_moves to hanse_app;

-- What the clock asks for is looked for in all workspaces at once.
create policy stock_channels_system on stock_channels for select to hanse_system using (true);
create policy stock_promotions_system on stock_promotions for select to hanse_system using (true);
create policy stock_shown_system on stock_shown for select to hanse_system using (true);
grant select on stock_channels, stock_promotions, stock_shown to hanse_system;
create policy stock_looks_system on stock_looks for select to hanse_system using (true);
create policy stock_readings_system on stock_readings for select to hanse_system using (true);
create policy stock_items_system on stock_items for select to hanse_system using (true);
grant select on stock_looks, stock_readings, stock_items to hanse_system;

-- Make this month and those ahead; none is ever dropped.
create function stock_moves_months(ahead integer) returns integer
    language plpgsql volatile security definer
    set search_path = public, pg_temp
    set timezone = 'UTC'
    set lock_timeout = '1s'
    as $$
declare
    month timestamp := date_trunc('month', clock_timestamp() at time zone 'UTC');
    part text;
    made integer := 0;
begin
    -- Two who do it at once: one is enough.
    if not pg_try_advisory_xact_lock(hashtextextended('stock_moves_months', 0)) then
        return 0;
    end if;
    for step in 0..ahead loop
        part := to_char(month, '"stock_moves_"YYYY_MM');
        if to_regclass(part) is null then
            begin
                execute format(
                    'create table %I partition of stock_moves for values from (%L) to (%L)',
                    part, month at time zone 'UTC', (month + interval '1 month') at time zone 'UTC');
                execute format('alter table %I enable row level security', part);
                execute format('alter table %I force row level security', part);
                made := made + 1;
            exception when check_violation or lock_not_available then
                null; -- its rows stay in stock_moves_other, or it is made the next time
            end;
        end if;
        month := month + interval '1 month';
    end loop;
    return made;
end $$;
grant execute on function stock_held(uuid[], bigint) to hanse_app;
grant execute on function stock_moves_months(integer) to hanse_system;
select stock_moves_months(3);
