-- What the HTTP door remembers: answers that a repeated request gets again, and who is running.

create table engine_answers (
    workspace_id uuid not null,
    id uuid not null,
    caller text not null,
    key bytea not null,         -- SHA-256 of the Idempotency-Key
    fingerprint bytea not null, -- SHA-256 of what was asked
    sealed bytea,               -- null: the answer showed a secret and was not kept
    made_at timestamptz not null,
    primary key (workspace_id, id),
    unique (workspace_id, caller, key)
);
create index engine_answers_made on engine_answers (made_at);

alter table engine_answers enable row level security;
alter table engine_answers force row level security;
create policy engine_answers_workspace on engine_answers
    using (workspace_id = (select hanse_workspace()))
    with check (workspace_id = (select hanse_workspace()));
grant select, insert, update, delete on engine_answers to hanse_app;

-- What is older than a day is forgotten in all workspaces at once.
create policy engine_answers_system on engine_answers to hanse_system
    using (true) with check (true);
grant select, delete on engine_answers to hanse_system;

-- The processes of this installation, each with its last sign of life.
create table engine_processes (
    id uuid primary key,
    role text not null check (role in ('web', 'worker')),
    host text not null,
    pid integer not null,
    version text not null,
    started_at timestamptz not null,
    seen_at timestamptz not null
);
grant select, insert, update, delete on engine_processes to hanse_system;
