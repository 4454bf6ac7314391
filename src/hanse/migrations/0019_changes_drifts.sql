-- What somebody changed at a shop in fields that are ours, and how much of a shop is as we left it.

create table changes_drifts (
    workspace_id uuid not null,
    id uuid not null,
    account_id uuid not null,
    thing text not null,
    parent_id text,
    field text not null,     -- empty: the shop does not show the thing at all any more
    title text not null default '',
    owner text not null check (owner in ('hub', 'person')),
    base jsonb not null,
    ours jsonb not null,
    theirs jsonb not null,
    first_at timestamptz not null,  -- when it was seen first
    seen_at timestamptz not null,   -- and last
    modified_at timestamptz,        -- when the platform says that the thing was changed
    state text not null check (state in ('found', 'kept', 'restored', 'handed', 'gone')),
    decided_at timestamptz,
    person_id uuid,
    decider text not null default '',
    set_id uuid,                    -- the changes that restore ours
    primary key (workspace_id, id)
);
create unique index changes_drifts_open on changes_drifts (workspace_id, account_id, thing, field)
    where state = 'found';
create index changes_drifts_page on changes_drifts (workspace_id, first_at desc, id desc);
create index changes_drifts_state on changes_drifts (workspace_id, state, first_at desc, id desc);

-- Of each day: how many listings were read at the shop, and how many were as we left them.
create table changes_drift_shares (
    workspace_id uuid not null,
    account_id uuid not null,
    day date not null,
    looked bigint not null,
    proven bigint not null,
    primary key (workspace_id, account_id, day)
);

-- A reading of all that is ours at a shop: how far it is, so that another goes on where one ended.
create table changes_drift_readings (
    workspace_id uuid not null,
    id uuid not null,
    account_id uuid not null,
    asked_at timestamptz not null,
    person_id uuid,
    actor text not null,
    things bigint not null,         -- how many there were when it began
    after_thing text not null default '',
    looked bigint not null default 0,
    proven bigint not null default 0,
    ended_at timestamptz,
    primary key (workspace_id, id)
);
create unique index changes_drift_readings_open on changes_drift_readings
    (workspace_id, account_id) where ended_at is null;
create index changes_drift_readings_newest on changes_drift_readings
    (workspace_id, account_id, asked_at desc);

do $$
declare
    name text;
begin
    foreach name in array array['changes_drifts', 'changes_drift_shares', 'changes_drift_readings']
    loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format('create policy %I on %I using (workspace_id = (select hanse_workspace()))
            with check (workspace_id = (select hanse_workspace()))', name || '_workspace', name);
    end loop;
end $$;
grant select, insert, update on changes_drifts, changes_drift_shares, changes_drift_readings
    to hanse_app;
