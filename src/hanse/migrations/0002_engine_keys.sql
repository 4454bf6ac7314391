-- Keys that seal data: one line of versions per owner, an owner being a person or the workspace
-- itself. Only wrapped keys stand here; the master keys that unwrap them are never in the database.
create table engine_data_keys (
    workspace_id uuid not null,
    id uuid not null,
    owner_id uuid not null, -- the workspace's own id for the key of the workspace
    version integer not null check (version > 0),
    master_version integer, -- of the master key that wrapped it
    wrapped bytea,          -- null: destroyed, and the row says so for ever
    made_at timestamptz not null,
    destroyed_at timestamptz,
    primary key (workspace_id, id),
    unique (workspace_id, owner_id, version),
    check ((wrapped is null) = (master_version is null)),
    check ((wrapped is null) = (destroyed_at is not null))
);
create index engine_data_keys_master on engine_data_keys (master_version, workspace_id, id)
    where master_version is not null;

alter table engine_data_keys enable row level security;
alter table engine_data_keys force row level security;
create policy engine_data_keys_workspace on engine_data_keys
    using (workspace_id = (select hanse_workspace()))
    with check (workspace_id = (select hanse_workspace()));
grant select, insert, update, delete on engine_data_keys to hanse_app;

-- A new master key wraps the keys of all workspaces anew.
create policy engine_data_keys_system on engine_data_keys to hanse_system
    using (true) with check (true);
grant select, insert, update, delete on engine_data_keys to hanse_system;
