-- The one log: every fact is one row, written in the transaction that made it true.

create sequence events_seq;
grant usage on sequence events_seq to hanse_app, hanse_system; -- may draw from it, not read it

-- The log counts transactions by the server's own numbers. A dump that was restored into another
-- server meets smaller numbers there; the shift lifts them above all that the log holds. It is read
-- from the one table of that name, not from a temporary one that somebody put before it.
create function events_shift() returns bigint
    language plpgsql stable
    as $$
begin
    return coalesce((select value::bigint from public.engine_facts where name = 'events_shift'), 0);
end $$;

create function events_xact() returns bigint
    language plpgsql volatile
    as $$
begin
    return pg_current_xact_id()::text::bigint + events_shift();
end $$;

-- Every transaction below it has ended: what it wrote is visible now or never.
create function events_horizon() returns bigint
    language plpgsql stable
    as $$
begin
    return pg_snapshot_xmin(pg_current_snapshot())::text::bigint + events_shift();
end $$;

-- No transaction that has begun reaches it.
create function events_ceiling() returns bigint
    language plpgsql stable
    as $$
begin
    return pg_snapshot_xmax(pg_current_snapshot())::text::bigint + events_shift();
end $$;

grant execute on function events_shift(), events_xact(), events_horizon(), events_ceiling()
    to hanse_app, hanse_system;

create table events (
    workspace_id uuid not null,
    id uuid not null,
    xact bigint not null default events_xact(),
    seq bigint not null default nextval('events_seq'),
    recorded_at timestamptz not null default clock_timestamp(), -- the database's clock
    happened_at timestamptz not null,                           -- the clock of the unit of work
    name text collate "C" not null,
    form smallint not null, -- the version of its declaration
    actor_kind text not null check (actor_kind in ('person', 'key', 'system')),
    actor_id uuid,
    actor_name text not null default '', -- of the system's own doings; people are named elsewhere
    request_id text not null default '',
    subject_kind text,
    subject_id uuid,
    version bigint,         -- that the subject has now
    person_id uuid,         -- whose the personal fields are
    personal_fields text,   -- their names, by commas
    personal bytea,         -- their values, sealed by that person's key
    payload jsonb not null,
    primary key (workspace_id, id, recorded_at),
    check ((subject_kind is null) = (subject_id is null)),
    check ((personal is null) = (personal_fields is null)),
    check (personal is null or person_id is not null)
) partition by range (recorded_at);

create index events_position on events (xact, seq);
create index events_workspace on events (workspace_id, xact, seq);
create index events_name on events (workspace_id, name, xact, seq);
create index events_subject on events (workspace_id, subject_id, xact, seq)
    where subject_id is not null;
create index events_person on events (workspace_id, person_id, xact, seq)
    where person_id is not null;
create index events_actor on events (workspace_id, actor_id, xact, seq)
    where actor_id is not null;

alter table events enable row level security;
alter table events force row level security;
create policy events_workspace on events
    using (workspace_id = (select hanse_workspace()))
    with check (workspace_id = (select hanse_workspace()));

-- Append-only; and nobody chooses a position or the instant of recording.
grant select, insert (workspace_id, id, happened_at, name, form, actor_kind, actor_id,
    actor_name, request_id, subject_kind, subject_id, version, person_id, personal_fields,
    personal, payload) on events to hanse_app, hanse_system;

-- Followers and the sealer read over all workspaces.
create policy events_system on events for select to hanse_system using (true);

-- What comes when no month was made for it: an append never fails for that.
create table events_other partition of events default;
alter table events_other enable row level security;
alter table events_other force row level security;
create policy events_other_owner on events_other to hanse_owner using (true);

-- Blocks of the hash chain. The rows of a block are listed (id, instant, hash, 56 bytes each), so
-- that the first one that is not as it was can be named.
create table events_blocks (
    number bigint primary key,
    after_xact bigint not null, -- the block covers what comes after this position
    after_seq bigint not null,
    last_xact bigint not null, -- up to this one
    last_seq bigint not null,
    rows bigint not null,
    first_recorded_at timestamptz not null,
    last_recorded_at timestamptz not null,
    closed_at timestamptz not null,
    digest bytea not null,   -- SHA-256 of the list
    previous bytea not null, -- the head of the block before
    head bytea not null,     -- SHA-256 of everything above
    list bytea               -- null: every month of the block was dropped
);
alter table events_blocks alter column list set storage external; -- hashes do not compress
grant select, insert on events_blocks to hanse_system;

create table events_dropped_months (
    month date primary key,
    dropped_at timestamptz not null default clock_timestamp()
);
grant select on events_dropped_months to hanse_system;

-- Where each follower of the log has come to, over all workspaces.
create table events_followers (
    name text primary key,
    xact bigint not null,
    seq bigint not null,
    moved_at timestamptz not null default clock_timestamp()
);
grant select, insert, update, delete on events_followers to hanse_system;

-- And in each workspace, written together with the follower's effect there.
create table events_marks (
    workspace_id uuid not null,
    follower text not null,
    xact bigint not null,
    seq bigint not null,
    failures integer not null default 0,
    failed_id uuid, -- the event that cannot be handled
    problem text not null default '',
    failing_since timestamptz,
    retry_at timestamptz, -- when it is this one's turn again; null: nothing waits
    primary key (workspace_id, follower)
);
create index events_marks_retry on events_marks (follower, retry_at) where retry_at is not null;

alter table events_marks enable row level security;
alter table events_marks force row level security;
create policy events_marks_workspace on events_marks
    using (workspace_id = (select hanse_workspace()))
    with check (workspace_id = (select hanse_workspace()));
grant select, insert, update on events_marks to hanse_app;
create policy events_marks_system on events_marks to hanse_system using (true) with check (false);
grant select, delete on events_marks to hanse_system;

-- Make this month and those ahead; how many of them have no table of their own. Such a month
-- keeps its rows in events_other: it is too late once the first of them is there.
create function events_make_months(ahead integer) returns integer
    language plpgsql volatile security definer
    set search_path = public, pg_temp
    set timezone = 'UTC'
    set lock_timeout = '1s'
    as $$
declare
    month timestamp := date_trunc('month', clock_timestamp() at time zone 'UTC');
    part text;
    missing integer := 0;
begin
    -- Two who make the same months at once: the second finds them next time.
    if not pg_try_advisory_xact_lock(hashtextextended('events_make_months', 0)) then
        return 0;
    end if;
    for step in 0..ahead loop
        part := to_char(month, '"events_"YYYY_MM');
        if to_regclass(part) is null then
            begin
                execute format('create table %I partition of events for values from (%L) to (%L)',
                    part, month at time zone 'UTC', (month + interval '1 month') at time zone 'UTC');
                execute format('alter table %I enable row level security', part);
                execute format('alter table %I force row level security', part);
            exception when check_violation or lock_not_available then
                missing := missing + 1;
            end;
        end if;
        month := month + interval '1 month';
    end loop;
    return missing;
end $$;
grant execute on function events_make_months(integer) to hanse_system;
select events_make_months(3);

-- Drop a month that is over. The heads of its blocks stay.
create function events_drop_month(gone date) returns void
    language plpgsql volatile security definer
    set search_path = public, pg_temp
    set timezone = 'UTC'
    as $$
declare
    part text := to_char(gone, '"events_"YYYY_MM');
begin
    if gone <> date_trunc('month', gone) or gone + interval '1 month' > clock_timestamp() then
        raise exception 'a month is dropped by its first day, and only when it is over: %', gone;
    end if;
    if to_regclass(part) is not null then
        execute format('drop table %I', part);
    end if;
    delete from events_other
    where recorded_at >= gone::timestamptz and recorded_at < gone + interval '1 month';
    insert into events_dropped_months (month) values (gone) on conflict do nothing;
    update events_blocks set list = null
    where list is not null and first_recorded_at < gone + interval '1 month'
        and last_recorded_at >= gone::timestamptz
        and not exists (
            select from generate_series(date_trunc('month', first_recorded_at), last_recorded_at,
                interval '1 month') as held (month)
            where held.month::date not in (select month from events_dropped_months));
end $$;
grant execute on function events_drop_month(date) to hanse_system;

-- After a move to another server: lift the numbers of its transactions above the newest of the log.
create function events_outrun(newest bigint) returns boolean
    language plpgsql volatile security definer
    set search_path = public, pg_temp
    as $$
begin
    if newest < events_ceiling() then
        return false;
    end if;
    insert into engine_facts (name, value) values (
        'events_shift',
        (newest + 1 - pg_snapshot_xmin(pg_current_snapshot())::text::bigint)::text)
    on conflict (name) do update set value = excluded.value, noted_at = clock_timestamp();
    return true;
end $$;
grant execute on function events_outrun(bigint) to hanse_system;
