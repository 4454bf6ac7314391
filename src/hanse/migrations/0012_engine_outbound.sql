-- How fast each account may be asked, what was said to and fro lately, and what platforms send by
-- themselves.

-- One row for each account and family of endpoints. The row of the empty family holds what concerns
-- the account as a whole.
create table engine_pace (
    workspace_id uuid not null,
    account_id uuid not null,
    family text collate "C" not null,
    size float8,              -- null: no limit is known
    per_s float8,             -- how fast it fills
    reported boolean not null default false, -- by the platform; else both are of its card
    left_units float8,        -- at that instant; null: nothing is counted, or a window is
    counted_at timestamptz not null default clock_timestamp(),
    used float8[],            -- of a window: units by slot, the newest first
    slot bigint,              -- the number of the newest slot
    flying float8 not null default 0, -- units that were taken and not yet told of
    flying_at timestamptz not null default clock_timestamp(),
    mark_priority integer,    -- somebody urgent waits,
    mark_until timestamptz,   -- until then at most,
    mark_units float8,        -- for so many
    blocked_until timestamptz,
    recent integer not null default 0, -- a bit for each of the last 20 outcomes; 1: no answer
    breaker text not null default 'closed' check (breaker in ('closed', 'open', 'probing')),
    opened_at timestamptz,
    open_s float8,            -- how long it stays open this time
    try_at timestamptz,
    told_s float8 not null default 0, -- what the last one who asked was told
    skew_s float8 not null default 0, -- the platform's clock less ours
    primary key (workspace_id, account_id, family),
    check ((breaker = 'closed') = (try_at is null))
);
-- Rows are few and rewritten all day long.
alter table engine_pace set (fillfactor = 20, autovacuum_vacuum_scale_factor = 0.05);
alter table engine_pace enable row level security;
alter table engine_pace force row level security;
create policy engine_pace_workspace on engine_pace
    using (workspace_id = (select hanse_workspace()))
    with check (workspace_id = (select hanse_workspace()));
grant select, insert, update, delete on engine_pace to hanse_app;

-- The last calls of each account: what we sent, what came back. A ring, trimmed as it is written.
create table engine_calls (
    workspace_id uuid not null,
    id uuid not null,
    account_id uuid not null,
    platform text not null,
    family text not null,
    outcome text not null,
    status integer not null, -- 0: there was no answer
    method text not null,
    url text not null,       -- without secrets
    asked_at timestamptz not null,
    elapsed_ms float8 not null,
    sent_bytes bigint not null,
    received_bytes bigint not null,
    request_id text not null default '',
    fault text not null default '',
    excerpts bytea not null, -- headers and how the bodies begin, sealed
    primary key (workspace_id, id)
);
create index engine_calls_account on engine_calls (workspace_id, account_id, id);
create index engine_calls_asked on engine_calls (asked_at);
alter table engine_calls enable row level security;
alter table engine_calls force row level security;
create policy engine_calls_workspace on engine_calls
    using (workspace_id = (select hanse_workspace()))
    with check (workspace_id = (select hanse_workspace()));
grant select, insert, update, delete on engine_calls to hanse_app;

-- Those of accounts that rest are forgotten after a month, in all workspaces at once.
create policy engine_calls_system on engine_calls to hanse_system using (true) with check (false);
grant select, delete on engine_calls to hanse_system;

-- What platforms sent by themselves. Lives for 30 days.
create table engine_hooks (
    workspace_id uuid not null,
    id uuid not null,
    received_at timestamptz not null default clock_timestamp(), -- decides the month
    account_id uuid not null,
    topic text,
    delivery_id text,
    verdict text not null check (verdict in ('accepted', 'duplicate', 'forged')),
    state text not null check (state in ('waiting', 'done', 'failed', 'ignored')),
    settled_at timestamptz,
    note text not null default '',
    bytes bigint not null,
    body bytea,              -- headers and body, sealed; null: forged, or a repeat
    primary key (workspace_id, id, received_at)
) partition by range (received_at);

create index engine_hooks_account on engine_hooks (workspace_id, account_id, id);
create index engine_hooks_waiting on engine_hooks (workspace_id, account_id, id)
    where state = 'waiting';
create index engine_hooks_delivery on engine_hooks (workspace_id, account_id, delivery_id)
    where delivery_id is not null and verdict = 'accepted';
create index engine_hooks_forged on engine_hooks (workspace_id, account_id, received_at)
    where verdict = 'forged';
create index engine_hooks_received on engine_hooks using brin (received_at);

alter table engine_hooks enable row level security;
alter table engine_hooks force row level security;
create policy engine_hooks_workspace on engine_hooks
    using (workspace_id = (select hanse_workspace()))
    with check (workspace_id = (select hanse_workspace()));
grant select, insert, update, delete on engine_hooks to hanse_app;

-- Old ones are forgotten in all workspaces at once.
create policy engine_hooks_system on engine_hooks to hanse_system using (true) with check (false);
grant select, delete on engine_hooks to hanse_system;

-- What comes when no month was made for it.
create table engine_hooks_other partition of engine_hooks default;
alter table engine_hooks_other enable row level security;
alter table engine_hooks_other force row level security;
create policy engine_hooks_other_owner on engine_hooks_other to hanse_owner using (true);

-- Make this month and those ahead, and drop those that were over so many days ago.
create function engine_hooks_months(ahead integer, days integer) returns integer
    language plpgsql volatile security definer
    set search_path = public, pg_temp
    set timezone = 'UTC'
    set lock_timeout = '1s'
    as $$
declare
    month timestamp := date_trunc('month', clock_timestamp() at time zone 'UTC');
    part text;
    dropped integer := 0;
begin
    -- Two who do it at once: one is enough.
    if not pg_try_advisory_xact_lock(hashtextextended('engine_hooks_months', 0)) then
        return 0;
    end if;
    for step in 0..ahead loop
        part := to_char(month, '"engine_hooks_"YYYY_MM');
        if to_regclass(part) is null then
            begin
                execute format(
                    'create table %I partition of engine_hooks for values from (%L) to (%L)',
                    part, month at time zone 'UTC', (month + interval '1 month') at time zone 'UTC');
                execute format('alter table %I enable row level security', part);
                execute format('alter table %I force row level security', part);
            exception when check_violation or lock_not_available then
                null; -- its rows stay in engine_hooks_other, or it is made the next time
            end;
        end if;
        month := month + interval '1 month';
    end loop;
    for part in
        select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
        where i.inhparent = 'engine_hooks'::regclass and c.relname ~ '^engine_hooks_\d{4}_\d\d$'
          and to_date(right(c.relname, 7), 'YYYY_MM') + interval '1 month'
              + make_interval(days => days) < clock_timestamp() at time zone 'UTC'
    loop
        execute format('drop table %I', part);
        dropped := dropped + 1;
    end loop;
    return dropped;
end $$;
grant execute on function engine_hooks_months(integer, integer) to hanse_system;
select engine_hooks_months(3, 30);
