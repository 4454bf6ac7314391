-- What every account shows, as last read.

create table mirror_rows (
    workspace_id uuid not null,
    id uuid not null,
    account_id uuid not null,
    kind text not null check (kind in
        ('products', 'offers', 'locations', 'levels', 'orders', 'refunds', 'buyers')),
    remote_id text not null,
    parent_id text,         -- the remote id of what it belongs to
    title text,             -- what lists show; nothing personal
    sku text,
    state text,
    amount_minor bigint,
    currency text,
    image_url text,
    happened_at timestamptz, -- an order: when it was placed
    modified_at timestamptz, -- as the platform says
    findings integer not null,
    checksum bytea not null, -- of the value, without the time of its change
    value bytea not null,    -- as we understand it; sealed where it is about persons
    document bytea not null, -- as received, packed; sealed where it is about persons
    read_at timestamptz not null,
    read_by text not null,   -- hook, increment, pull or settling, with the family that was asked
    gone_at timestamptz,     -- since when the platform does not show it any more
    version integer not null default 1,
    primary key (workspace_id, id),
    unique (workspace_id, account_id, kind, remote_id)
);
create index mirror_rows_list on mirror_rows (workspace_id, kind, id);
create index mirror_rows_account on mirror_rows (workspace_id, account_id, kind, id);
create index mirror_rows_happened on mirror_rows (workspace_id, kind, happened_at, id)
    where happened_at is not null;
create index mirror_rows_sku on mirror_rows (workspace_id, kind, sku) where sku is not null;
create index mirror_rows_title on mirror_rows
    (workspace_id, kind, lower(left(title, 100)) text_pattern_ops);
create index mirror_rows_parent on mirror_rows (workspace_id, account_id, kind, parent_id)
    where parent_id is not null;
-- A sealed value begins with the version of its key; a new key seals the older ones anew.
create index mirror_rows_sealed on mirror_rows (workspace_id, substr(document, 1, 4))
    where kind in ('orders', 'refunds', 'buyers');
create index mirror_rows_sealed_value on mirror_rows (workspace_id, substr(value, 1, 4))
    where kind in ('orders', 'refunds', 'buyers');
alter table mirror_rows enable row level security;
alter table mirror_rows force row level security;
create policy mirror_rows_workspace on mirror_rows
    using (workspace_id = (select hanse_workspace()))
    with check (workspace_id = (select hanse_workspace()));
grant select, insert, update, delete on mirror_rows to hanse_app;

-- How each kind of an account is kept up to date, and how far a reading of everything has come.
create table mirror_feeds (
    workspace_id uuid not null,
    id uuid not null,
    account_id uuid not null,
    kind text not null,
    state text not null check (state in ('waiting', 'pulling', 'current', 'failed', 'stopped')),
    cursor jsonb,           -- where the reading of everything goes on after a kill
    rows_done bigint not null default 0,
    rows_total bigint,
    rows_changed bigint not null default 0,
    rows_gone bigint not null default 0,
    began_at timestamptz,   -- of the reading of everything that runs, or ran last
    ended_at timestamptz,
    mark_at timestamptz,    -- increments go on from here
    looked_at timestamptz,  -- when an increment last ended well
    next_at timestamptz,    -- when it is looked at again by itself; null: only when it is named
    full_at timestamptz,    -- when everything is read again
    fault text not null default '',
    fault_step text not null default '',
    fault_at timestamptz,
    primary key (workspace_id, id),
    unique (workspace_id, account_id, kind)
);
create index mirror_feeds_next on mirror_feeds (next_at) where state <> 'stopped';
alter table mirror_feeds enable row level security;
alter table mirror_feeds force row level security;
create policy mirror_feeds_workspace on mirror_feeds
    using (workspace_id = (select hanse_workspace()))
    with check (workspace_id = (select hanse_workspace()));
grant select, insert, update, delete on mirror_feeds to hanse_app;

-- Which feeds are due is asked for in all workspaces at once.
create policy mirror_feeds_system on mirror_feeds for select to hanse_system using (true);
grant select on mirror_feeds to hanse_system;

-- What is to be looked at again, by name: a webhook hinted at it, or another document named it.
create table mirror_wanted (
    workspace_id uuid not null,
    id uuid not null,
    account_id uuid not null,
    kind text not null,
    remote_id text not null, -- empty: all of the parent
    parent_id text not null default '',
    hinted_at timestamptz not null,
    tries integer not null default 0,
    primary key (workspace_id, id),
    unique (workspace_id, account_id, kind, remote_id, parent_id)
);
alter table mirror_wanted enable row level security;
alter table mirror_wanted force row level security;
create policy mirror_wanted_workspace on mirror_wanted
    using (workspace_id = (select hanse_workspace()))
    with check (workspace_id = (select hanse_workspace()));
grant select, insert, update, delete on mirror_wanted to hanse_app;

-- Which ids a reading of everything has met so far, a page a row; what it met nowhere is asked for
-- by name before it is called gone.
create table mirror_seen (
    workspace_id uuid not null,
    id uuid not null,
    feed_id uuid not null,
    remote_ids text[] not null,
    primary key (workspace_id, id)
);
create index mirror_seen_feed on mirror_seen (workspace_id, feed_id);
alter table mirror_seen enable row level security;
alter table mirror_seen force row level security;
create policy mirror_seen_workspace on mirror_seen
    using (workspace_id = (select hanse_workspace()))
    with check (workspace_id = (select hanse_workspace()));
grant select, insert, update, delete on mirror_seen to hanse_app;
