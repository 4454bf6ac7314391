-- Connected accounts: what we know of each shop, its keys (sealed), and what we asked it to tell us.

create table connections_accounts (
    workspace_id uuid not null,
    id uuid not null,
    platform text not null,
    name text not null,
    address text not null,  -- where a person sees the shop
    shop_key text not null, -- the platform's own name of it, by which it is known again
    state text not null check (state in ('active', 'lapsed', 'disconnected')),
    write_mode text not null default 'dry' check (write_mode in ('dry', 'live')),
    currency text not null,
    decimals integer not null, -- of prices on the wire
    time_zone text,
    language text,
    weight_unit text,
    dimension_unit text,
    prices_include_tax boolean,
    platform_version text,
    scopes text[] not null,
    missing text[] not null,
    may_write boolean,
    ca_pem text not null default '', -- authorities of its own
    secrets bytea,                   -- sealed; null once it is disconnected
    secrets_version integer not null default 1,
    token_expires_at timestamptz,
    consent_expires_at timestamptz,
    renewing_until timestamptz,      -- one worker asks for a new token at a time
    warned_days integer,             -- the last warning before the consent ends
    fault_code text not null default '',
    fault text not null default '',
    fault_step text not null default '',
    fault_at timestamptz,
    read_at timestamptz,    -- the last good answer to a reading call
    written_at timestamptz, -- the last change that was proven
    checked_at timestamptz, -- when its webhooks were last looked at
    silent_since timestamptz,
    made_by uuid,
    made_at timestamptz not null,
    connected_at timestamptz not null,
    disconnected_at timestamptz,
    version integer not null default 1,
    primary key (workspace_id, id),
    unique (workspace_id, platform, shop_key),
    check ((state = 'disconnected') = (secrets is null))
);
alter table connections_accounts enable row level security;
alter table connections_accounts force row level security;
create policy connections_accounts_workspace on connections_accounts
    using (workspace_id = (select hanse_workspace()))
    with check (workspace_id = (select hanse_workspace()));
grant select, insert, update, delete on connections_accounts to hanse_app;

-- A webhook names its account and no workspace; tending visits the accounts of all.
create policy connections_accounts_system on connections_accounts for select to hanse_system
    using (true);
grant select on connections_accounts to hanse_system;

-- Consents that were begun: the person is at the platform's page meanwhile.
create table connections_consents (
    workspace_id uuid not null,
    id uuid not null,
    state_hash bytea not null, -- of the text that the platform hands back
    platform text not null,
    account_id uuid,           -- null: a new one
    name text not null,
    secrets bytea not null,    -- sealed: what was typed before
    granted bytea,             -- sealed: what the platform handed over by itself
    person_id uuid,
    made_at timestamptz not null,
    expires_at timestamptz not null,
    ended_at timestamptz,
    primary key (workspace_id, id),
    unique (workspace_id, state_hash)
);
create index connections_consents_state on connections_consents (state_hash);
create index connections_consents_expires on connections_consents (expires_at);
alter table connections_consents enable row level security;
alter table connections_consents force row level security;
create policy connections_consents_workspace on connections_consents
    using (workspace_id = (select hanse_workspace()))
    with check (workspace_id = (select hanse_workspace()));
grant select, insert, update, delete on connections_consents to hanse_app;

-- A platform that hands keys over knows the state and no workspace; old ones are forgotten.
create policy connections_consents_system on connections_consents to hanse_system
    using (true) with check (false);
grant select, delete on connections_consents to hanse_system;

-- What each platform was asked to tell, as last looked up there.
create table connections_subscriptions (
    workspace_id uuid not null,
    id uuid not null,
    account_id uuid not null,
    topic text not null,
    remote_id text,    -- null: it is not there
    switch text not null check (switch in ('on', 'off', 'thrown_off', 'missing')),
    restored integer not null default 0, -- how often we switched it on again
    restored_at timestamptz,
    checked_at timestamptz not null,
    primary key (workspace_id, id),
    unique (workspace_id, account_id, topic),
    foreign key (workspace_id, account_id) references connections_accounts (workspace_id, id)
);
alter table connections_subscriptions enable row level security;
alter table connections_subscriptions force row level security;
create policy connections_subscriptions_workspace on connections_subscriptions
    using (workspace_id = (select hanse_workspace()))
    with check (workspace_id = (select hanse_workspace()));
grant select, insert, update, delete on connections_subscriptions to hanse_app;
