-- Mails on their way out, and those that nobody could send: a person reads them to the one they
-- are for.

create table engine_mails (
    workspace_id uuid not null,
    id uuid not null,
    head bytea not null, -- to whom and about what, sealed
    body bytea,          -- what it says, sealed; null: forgotten
    state text not null check (state in
        ('waiting', 'sending', 'sent', 'kept', 'failed', 'unknown')),
    made_at timestamptz not null,
    sent_at timestamptz,
    tries integer not null default 0,
    why text not null default '', -- it was not sent, or nobody knows
    primary key (workspace_id, id),
    check ((state = 'sent') = (sent_at is not null))
);
create index engine_mails_newest on engine_mails (id);
create index engine_mails_made on engine_mails (made_at);

alter table engine_mails enable row level security;
alter table engine_mails force row level security;
create policy engine_mails_workspace on engine_mails
    using (workspace_id = (select hanse_workspace()))
    with check (workspace_id = (select hanse_workspace()));
grant select, insert, update, delete on engine_mails to hanse_app;

-- The operator reads what was sent, in whatever workspace; old ones are forgotten in all of them.
create policy engine_mails_system on engine_mails to hanse_system using (true) with check (true);
grant select, update, delete on engine_mails to hanse_system;

-- Known from the beginning: an invitation may be written before a worker has ever run.
insert into jobs_names (name, lane, lane_max) values ('engine.send_mail', '', 4);
