-- Whether a workspace lets changes go out to its shops at all, beside the switch of each account.

-- A workspace without a row rehearses. The last change stands here; every one is in the log.
create table connections_modes (
    workspace_id uuid not null,
    id uuid not null,
    write_mode text not null check (write_mode in ('dry', 'live')),
    changed_by uuid, -- null: this migration, or whoever runs the installation
    changed_at timestamptz not null,
    version integer not null default 1,
    primary key (workspace_id, id),
    unique (workspace_id)
);

-- Who had switched a shop to live goes on as before: nothing stops by an update of the program.
-- The owner sees the rows of all workspaces only while row security is not forced on it.
alter table connections_accounts no force row level security;
insert into connections_modes (workspace_id, id, write_mode, changed_at)
select workspace_id, gen_random_uuid(), 'live', now() from connections_accounts
where write_mode = 'live' group by workspace_id;
alter table connections_accounts force row level security;

alter table connections_modes enable row level security;
alter table connections_modes force row level security;
create policy connections_modes_workspace on connections_modes
    using (workspace_id = (select hanse_workspace()))
    with check (workspace_id = (select hanse_workspace()));
grant select, insert, update on connections_modes to hanse_app;
