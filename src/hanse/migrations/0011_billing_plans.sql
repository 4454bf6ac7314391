-- Plans and what they hold, as data; which plan a workspace is on, and how much of it is used.

-- What can be limited: a number of things, or a switch that a plan has or has not.
create table billing_features (
    name text collate "C" primary key check (name ~ '^[a-z][a-z_]*$'),
    kind text not null check (kind in ('number', 'switch')),
    one text not null,  -- as people call it: product
    many text not null, -- products
    place integer not null unique
);
grant select on billing_features to hanse_app;

-- The larger plan has the larger place: a message names the next one that would do.
create table billing_plans (
    id text collate "C" primary key check (id ~ '^[a-z][a-z_]*$'),
    name text not null,
    place integer not null unique
);
grant select on billing_plans to hanse_app;

-- A feature without a row is not in the plan.
create table billing_limits (
    plan text collate "C" not null references billing_plans (id),
    feature text collate "C" not null references billing_features (name),
    allowed bigint check (allowed >= 0), -- null: without a limit, and so for every switch
    primary key (plan, feature)
);
grant select on billing_limits to hanse_app;

-- The rows that an installation begins with; an operator may change them.
insert into billing_features (name, kind, one, many, place) values
    ('products', 'number', 'product', 'products', 1),
    ('browser_extension', 'switch', 'browser extension', 'browser extensions', 2);
insert into billing_plans (id, name, place) values
    ('free', 'Free', 1),
    ('pro', 'Pro', 2),
    ('premium', 'Premium', 3);
insert into billing_limits (plan, feature, allowed) values
    ('free', 'products', 10),
    ('pro', 'products', 100),
    ('premium', 'products', null),
    ('premium', 'browser_extension', null);

-- A workspace without a row was never set on a plan and is on Free.
create table billing_workspaces (
    workspace_id uuid not null,
    id uuid not null,
    plan text collate "C" not null references billing_plans (id),
    since timestamptz not null,
    set_by uuid, -- null: the operator
    version integer not null default 1,
    primary key (workspace_id, id),
    unique (workspace_id)
);
alter table billing_workspaces enable row level security;
alter table billing_workspaces force row level security;
create policy billing_workspaces_workspace on billing_workspaces
    using (workspace_id = (select hanse_workspace()))
    with check (workspace_id = (select hanse_workspace()));
grant select, insert, update on billing_workspaces to hanse_app;

-- How many there are of a feature. Whoever makes one adds to it in the same transaction.
create table billing_counts (
    workspace_id uuid not null,
    id uuid not null,
    feature text collate "C" not null references billing_features (name),
    used bigint not null check (used >= 0),
    primary key (workspace_id, id),
    unique (workspace_id, feature)
);
-- Rows are few and rewritten all day long.
alter table billing_counts set (fillfactor = 50);
alter table billing_counts enable row level security;
alter table billing_counts force row level security;
create policy billing_counts_workspace on billing_counts
    using (workspace_id = (select hanse_workspace()))
    with check (workspace_id = (select hanse_workspace()));
grant select, insert, update on billing_counts to hanse_app;
