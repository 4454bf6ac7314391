-- What was carried into a workspace from a file, with what was there before.
create table config_imports (
    workspace_id uuid not null,
    id uuid not null,
    made_at timestamptz not null,
    made_by uuid,                -- null: the operator
    made_by_name text not null,
    source text not null,        -- the workspace that the file came from, by its own word
    counts jsonb not null,       -- by part: added, changed, removed
    changes jsonb not null,      -- by part: each thing before and after
    undone_at timestamptz,
    undone_by uuid,
    undone_by_name text not null default '',
    left_count integer not null default 0, -- changed since by others, and left when it was undone
    primary key (workspace_id, id)
);
alter table config_imports enable row level security;
alter table config_imports force row level security;
create policy config_imports_workspace on config_imports
    using (workspace_id = (select hanse_workspace()))
    with check (workspace_id = (select hanse_workspace()));
grant select, insert, update on config_imports to hanse_app;
