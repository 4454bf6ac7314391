-- not additive: a parcel may be one that we sent ourselves; nothing that is kept is touched.
-- Numbers that a tracking service follows for us, each registered there once for ever, and what it
-- still takes. How many calls a second the level of an account bears.

alter table connections_accounts add column calls_a_second integer check (calls_a_second > 0);

alter table purchasing_parcels alter column purchase_id drop not null;
alter table purchasing_parcels add column order_id uuid; -- of one that we sent ourselves
alter table purchasing_parcels add column followed_as text; -- the number that was handed on last
alter table purchasing_parcels add check (purchase_id is not null or order_id is not null);
create index purchasing_parcels_unfollowed on purchasing_parcels (workspace_id, promised_by, id)
    where state not in ('delivered', 'returned', 'expired') and followed_as is distinct from number;

create table purchasing_trackers (
    workspace_id uuid not null,
    account_id uuid not null,
    total integer,                       -- numbers that were bought
    left_now integer,                    -- and are left
    left_today integer,
    counted_at timestamptz,
    held_until timestamptz,              -- it takes no new ones before
    heard_at timestamptz,                -- when it last told something by itself
    made_at timestamptz not null,
    primary key (workspace_id, account_id)
);

create table purchasing_followed (
    workspace_id uuid not null,
    account_id uuid not null,            -- of the service
    number text not null,
    parcel_id uuid not null,
    stage text not null check (stage in ('wanted', 'asking', 'followed', 'refused', 'ended')),
    stage_at timestamptz not null,
    why text not null default '',        -- in the service's words, where it was refused
    needed_by timestamptz,               -- what was promised
    ask_at timestamptz,                  -- when it is asked for next; null: not at all
    made_at timestamptz not null,
    primary key (workspace_id, account_id, number),
    foreign key (workspace_id, parcel_id) references purchasing_parcels (workspace_id, id)
);
create index purchasing_followed_wanted on purchasing_followed
    (workspace_id, account_id, needed_by, made_at) where stage in ('wanted', 'asking');
create index purchasing_followed_ask on purchasing_followed (workspace_id, account_id, ask_at)
    where stage = 'followed';
create index purchasing_followed_parcel on purchasing_followed (workspace_id, parcel_id);

do $$
declare name text;
begin
    foreach name in array array['purchasing_trackers', 'purchasing_followed']
    loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format('create policy %I on %I using (workspace_id = (select hanse_workspace()))
            with check (workspace_id = (select hanse_workspace()))', name || '_workspace', name);
    end loop;
end $$;
-- A number that was registered is never forgotten, for it would be paid once more.
grant select, insert, update on purchasing_trackers, purchasing_followed to hanse_app;
