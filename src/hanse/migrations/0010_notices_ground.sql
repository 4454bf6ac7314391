-- What people are told, how they want to be told, and who else is called.

create table notices_notices (
    workspace_id uuid not null, -- of the event; what concerns a person alone is in the installation
    id uuid not null,
    event_id uuid not null,
    person_id uuid not null, -- who is told
    kind text not null,
    facts jsonb not null,    -- of the event, without anything personal; texts are made of them
    actor_id uuid,
    about_id uuid,           -- the person whom it concerns, if it is one
    subject_kind text,
    subject_id uuid,
    made_at timestamptz not null,
    in_app boolean not null,
    read_at timestamptz,
    mail_at timestamptz,     -- when it is to be told by mail; null: it is not
    mailed_at timestamptz,
    primary key (workspace_id, id),
    unique (workspace_id, event_id, person_id)
);
create index notices_notices_person on notices_notices (workspace_id, person_id, id) where in_app;
create index notices_notices_unread on notices_notices (workspace_id, person_id)
    where in_app and read_at is null;
create index notices_notices_mail on notices_notices (workspace_id, person_id, mail_at)
    where mail_at is not null and mailed_at is null;
create index notices_notices_made on notices_notices (made_at);
alter table notices_notices enable row level security;
alter table notices_notices force row level security;
create policy notices_notices_workspace on notices_notices
    using (workspace_id = (select hanse_workspace()))
    with check (workspace_id = (select hanse_workspace()));
grant select, insert, update, delete on notices_notices to hanse_app;

-- A bell rings in every workspace of a person for what concerns the person alone.
create policy notices_notices_own on notices_notices for select to hanse_app
    using (workspace_id = '00000000-0000-0000-0000-000000000000' and exists (
        select from identity_members members
        where members.workspace_id = (select hanse_workspace())
            and members.person_id = notices_notices.person_id));
create policy notices_notices_own_read on notices_notices for update to hanse_app
    using (workspace_id = '00000000-0000-0000-0000-000000000000' and exists (
        select from identity_members members
        where members.workspace_id = (select hanse_workspace())
            and members.person_id = notices_notices.person_id));

-- Old notices are forgotten in all workspaces at once.
create policy notices_notices_system on notices_notices to hanse_system
    using (true) with check (false);
grant select, delete on notices_notices to hanse_system;

-- How a person wants to be told; in the installation, for it is the same in every workspace.
create table notices_preferences (
    workspace_id uuid not null,
    id uuid not null, -- of the person
    choices jsonb not null default '{}', -- channels by kind, where they are not the usual ones
    quiet_from text check (quiet_from ~ '^[0-2][0-9]:[0-5][0-9]$'),
    quiet_until text check (quiet_until ~ '^[0-2][0-9]:[0-5][0-9]$'),
    zone text,        -- null: the person's own
    digest_at text check (digest_at ~ '^[0-2][0-9]:[0-5][0-9]$'),
    version integer not null default 1,
    primary key (workspace_id, id),
    check ((quiet_from is null) = (quiet_until is null))
);
alter table notices_preferences enable row level security;
alter table notices_preferences force row level security;
create policy notices_preferences_workspace on notices_preferences
    using (workspace_id = (select hanse_workspace()))
    with check (workspace_id = (select hanse_workspace()));
grant select, insert, update, delete on notices_preferences to hanse_app;
create policy notices_preferences_colleagues on notices_preferences for select to hanse_app
    using (exists (
        select from identity_members members
        where members.workspace_id = (select hanse_workspace())
            and members.person_id = notices_preferences.id));

-- Addresses of other programs that are called when something happens.
create table notices_endpoints (
    workspace_id uuid not null,
    id uuid not null,
    name text not null,
    url text not null,
    kinds text[] not null,  -- empty: all
    secret bytea not null,  -- signs what is sent, sealed
    old_secret bytea,       -- signs too for a while after it was replaced
    old_until timestamptz,
    state text not null check (state in ('active', 'paused', 'disabled')),
    failing_since timestamptz, -- since when nothing arrived
    made_by uuid,
    made_at timestamptz not null,
    version integer not null default 1,
    primary key (workspace_id, id),
    check ((old_secret is null) = (old_until is null))
);
alter table notices_endpoints enable row level security;
alter table notices_endpoints force row level security;
create policy notices_endpoints_workspace on notices_endpoints
    using (workspace_id = (select hanse_workspace()))
    with check (workspace_id = (select hanse_workspace()));
grant select, insert, update, delete on notices_endpoints to hanse_app;

create table notices_deliveries (
    workspace_id uuid not null,
    id uuid not null,   -- the receiver knows a repeat by it
    endpoint_id uuid not null,
    event_id uuid,      -- null: a test
    kind text not null,
    body text not null, -- to the byte as it is sent
    state text not null check (state in ('waiting', 'delivered', 'failed', 'unknown')),
    made_at timestamptz not null,
    asked_at timestamptz not null, -- since when it is tried: a day long
    next_at timestamptz,
    tries integer not null default 0,
    status integer,     -- of the last answer
    took_ms integer,
    answer text not null default '', -- how the last answer began
    why text not null default '',
    ended_at timestamptz,
    primary key (workspace_id, id),
    foreign key (workspace_id, endpoint_id)
        references notices_endpoints (workspace_id, id) on delete cascade
);
create unique index notices_deliveries_event
    on notices_deliveries (workspace_id, endpoint_id, event_id);
create index notices_deliveries_endpoint on notices_deliveries (workspace_id, endpoint_id, id);
create index notices_deliveries_made on notices_deliveries (made_at);
alter table notices_deliveries enable row level security;
alter table notices_deliveries force row level security;
create policy notices_deliveries_workspace on notices_deliveries
    using (workspace_id = (select hanse_workspace()))
    with check (workspace_id = (select hanse_workspace()));
grant select, insert, update, delete on notices_deliveries to hanse_app;

-- Old deliveries are forgotten in all workspaces at once.
create policy notices_deliveries_system on notices_deliveries to hanse_system
    using (true) with check (false);
grant select, delete on notices_deliveries to hanse_system;
