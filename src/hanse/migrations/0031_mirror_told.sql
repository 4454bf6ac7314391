-- What a shop told of a thing by itself last, as two digests: of all but its counts and times, and
-- of its counts. What tells of other counts and of nothing else is no reason to ask for the thing.
create table mirror_told (
    workspace_id uuid not null,
    account_id uuid not null,
    kind text not null,
    remote_id text not null,
    rest bytea not null,
    counts bytea not null,
    told_at timestamptz not null,
    primary key (workspace_id, account_id, kind, remote_id)
);
alter table mirror_told enable row level security;
alter table mirror_told force row level security;
create policy mirror_told_workspace on mirror_told
    using (workspace_id = (select hanse_workspace()))
    with check (workspace_id = (select hanse_workspace()));
grant select, insert, update, delete on mirror_told to hanse_app;
