-- Workspaces, who works in them, and what they may do there.

create table identity_workspaces (
    workspace_id uuid not null,
    id uuid not null, -- the same again
    name text not null,
    state text not null check (state in ('active', 'closing', 'closed')),
    closes_at timestamptz, -- until then its deletion can be taken back
    second_factor_required boolean not null default false,
    idle_minutes integer not null default 20160 check (idle_minutes between 5 and 129600),
    absolute_minutes integer not null default 43200 check (absolute_minutes between 15 and 525600),
    networks text[] not null default '{}', -- from where alone people may come; empty: anywhere
    made_at timestamptz not null,
    version integer not null default 1,
    primary key (workspace_id, id),
    check (id = workspace_id),
    check ((state = 'closing') = (closes_at is not null))
);
alter table identity_workspaces enable row level security;
alter table identity_workspaces force row level security;
create policy identity_workspaces_workspace on identity_workspaces
    using (workspace_id = (select hanse_workspace()))
    with check (workspace_id = (select hanse_workspace()));
grant select, insert, update, delete on identity_workspaces to hanse_app;
-- Those whose grace is over are looked for every day.
create index identity_workspaces_closes on identity_workspaces (closes_at)
    where closes_at is not null;
create policy identity_workspaces_system on identity_workspaces for select to hanse_system
    using (true);
grant select on identity_workspaces to hanse_system;

create table identity_members (
    workspace_id uuid not null,
    id uuid not null,
    person_id uuid not null, -- stands in the installation, so no foreign key can say so
    role text not null
        check (role in ('owner', 'admin', 'manager', 'analyst', 'support', 'viewer')),
    joined_at timestamptz not null,
    version integer not null default 1,
    primary key (workspace_id, id),
    unique (workspace_id, person_id)
);
create index identity_members_person on identity_members (person_id);
alter table identity_members enable row level security;
alter table identity_members force row level security;
create policy identity_members_workspace on identity_members
    using (workspace_id = (select hanse_workspace()))
    with check (workspace_id = (select hanse_workspace()));
grant select, insert, update, delete on identity_members to hanse_app;
create policy identity_members_system on identity_members for select to hanse_system using (true);
grant select on identity_members to hanse_system;

-- People of one workspace see each other's names, and nobody else's.
create policy identity_people_colleagues on identity_people for select to hanse_app
    using (exists (
        select from identity_members members
        where members.workspace_id = (select hanse_workspace())
            and members.person_id = identity_people.id));

-- Up to where a role may approve; a role without a row approves without a limit.
create table identity_limits (
    workspace_id uuid not null,
    id uuid not null,
    role text not null
        check (role in ('owner', 'admin', 'manager', 'analyst', 'support', 'viewer')),
    amount_minor bigint check (amount_minor >= 0),
    currency text check (currency ~ '^[A-Z]{3}$'),
    items_max integer check (items_max >= 0),
    version integer not null default 1,
    primary key (workspace_id, id),
    unique (workspace_id, role),
    check ((amount_minor is null) = (currency is null))
);
alter table identity_limits enable row level security;
alter table identity_limits force row level security;
create policy identity_limits_workspace on identity_limits
    using (workspace_id = (select hanse_workspace()))
    with check (workspace_id = (select hanse_workspace()));
grant select, insert, update, delete on identity_limits to hanse_app;
create policy identity_limits_system on identity_limits for select to hanse_system using (true);
grant select on identity_limits to hanse_system;

create table identity_invitations (
    workspace_id uuid not null,
    id uuid not null,
    email text not null,
    email_key text not null,
    role text not null
        check (role in ('owner', 'admin', 'manager', 'analyst', 'support', 'viewer')),
    token_hash bytea not null,
    invited_by uuid, -- null: the operator
    made_at timestamptz not null,
    expires_at timestamptz not null,
    state text not null check (state in ('open', 'accepted', 'withdrawn')),
    ended_at timestamptz,
    accepted_by uuid,
    version integer not null default 1,
    primary key (workspace_id, id),
    unique (workspace_id, token_hash),
    check ((state = 'open') = (ended_at is null)),
    check ((state = 'accepted') = (accepted_by is not null))
);
create unique index identity_invitations_open on identity_invitations (workspace_id, email_key)
    where state = 'open';
create index identity_invitations_token on identity_invitations (token_hash);
alter table identity_invitations enable row level security;
alter table identity_invitations force row level security;
create policy identity_invitations_workspace on identity_invitations
    using (workspace_id = (select hanse_workspace()))
    with check (workspace_id = (select hanse_workspace()));
grant select, insert, update, delete on identity_invitations to hanse_app;
create policy identity_invitations_system on identity_invitations for select to hanse_system
    using (true);
grant select on identity_invitations to hanse_system;

create table identity_businesses (
    workspace_id uuid not null,
    id uuid not null,
    name text not null,
    kind text not null check (kind in ('shop', 'dropshipping', 'affiliate')),
    state text not null check (state in ('active', 'archived', 'closing')),
    closes_at timestamptz,
    made_at timestamptz not null,
    version integer not null default 1,
    primary key (workspace_id, id),
    check ((state = 'closing') = (closes_at is not null))
);
create index identity_businesses_name on identity_businesses
    (workspace_id, left(lower(name), 60), id);
create index identity_businesses_closes on identity_businesses (closes_at)
    where closes_at is not null;
alter table identity_businesses enable row level security;
alter table identity_businesses force row level security;
create policy identity_businesses_workspace on identity_businesses
    using (workspace_id = (select hanse_workspace()))
    with check (workspace_id = (select hanse_workspace()));
grant select, insert, update, delete on identity_businesses to hanse_app;
create policy identity_businesses_system on identity_businesses for select to hanse_system
    using (true);
grant select on identity_businesses to hanse_system;

-- Keys for machines. The secret is shown once; here is only its hash.
create table identity_keys (
    workspace_id uuid not null,
    id uuid not null,
    name text not null,
    prefix text not null, -- the beginning, by which people know it
    secret_hash bytea not null,
    scopes text[] not null, -- permissions, of which it has those that its maker has too
    made_by uuid not null,
    made_at timestamptz not null,
    expires_at timestamptz,
    used_at timestamptz,
    used_from text not null default '',
    ended_at timestamptz,
    ended_by uuid,
    version integer not null default 1,
    primary key (workspace_id, id),
    unique (workspace_id, secret_hash)
);
create index identity_keys_secret on identity_keys (secret_hash);
alter table identity_keys enable row level security;
alter table identity_keys force row level security;
create policy identity_keys_workspace on identity_keys
    using (workspace_id = (select hanse_workspace()))
    with check (workspace_id = (select hanse_workspace()));
grant select, insert, update, delete on identity_keys to hanse_app;
create policy identity_keys_system on identity_keys to hanse_system using (true) with check (true);
grant select, update on identity_keys to hanse_system;
