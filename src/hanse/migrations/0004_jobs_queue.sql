-- Durable work. A job is a nudge to look again: a name, a key and ids. The facts stand elsewhere.

-- Every name that this installation knows, written when a process starts.
create table jobs_names (
    name text collate "C" primary key,
    lane text not null,   -- which of a job's ids says in what lane it runs; empty: one lane for all
    lane_max integer check (lane_max > 0), -- how many of a lane may run at once; null: no limit
    handled_at timestamptz -- when a worker last said that it can run it
);
grant select on jobs_names to hanse_app;
grant select, insert, update on jobs_names to hanse_system;

-- What an operator has stopped: a name, or a room for all names that begin with it.
create table jobs_pauses (
    scope text primary key,
    paused_at timestamptz not null default clock_timestamp()
);
grant select, insert, update, delete on jobs_pauses to hanse_system;

create table jobs (
    workspace_id uuid not null,
    id uuid not null,
    name text collate "C" not null,
    key text collate "C" not null,
    lane text collate "C" not null,
    ids jsonb not null,
    priority integer not null,
    state text not null check (state in
        ('later', 'waiting', 'running', 'failed', 'unknown', 'parked', 'cancelled')),
    request_id text not null,
    asked_at timestamptz not null default clock_timestamp(),
    due_at timestamptz not null,
    tries integer not null default 0,   -- how often it was started
    strikes integer not null default 0, -- how often of these it did not end well
    worker text,                        -- who runs it now; with `tries` the fence against a late end
    started_at timestamptz,
    heartbeat_at timestamptz,
    cancel boolean not null default false, -- somebody wants that it stops
    done bigint,
    total bigint,
    message text not null default '',
    ended_at timestamptz,               -- since when it is kept
    primary key (workspace_id, id),
    check ((state = 'running') = (worker is not null)),
    check ((state in ('failed', 'unknown', 'parked', 'cancelled')) = (ended_at is not null))
);
-- A queue is one name in one lane of one workspace. Claims walk from queue to queue.
create index jobs_queue on jobs (workspace_id, lane, name, priority desc, id)
    where state = 'waiting';
create index jobs_same_key on jobs (workspace_id, name, key)
    where state in ('later', 'waiting', 'parked');
create index jobs_due on jobs (due_at) where state = 'later';
-- Never two runs of one key beside each other, whoever claims.
create unique index jobs_one_run on jobs (workspace_id, name, key) where state = 'running';
create index jobs_kept on jobs (ended_at) where ended_at is not null;
-- Rows come and go all day long; without this their dead ends pile up where claims begin to look.
alter table jobs set (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.01,
    autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_cost_delay = 0);

alter table jobs enable row level security;
alter table jobs force row level security;
create policy jobs_workspace on jobs
    using (workspace_id = (select hanse_workspace()))
    with check (workspace_id = (select hanse_workspace()));
grant select, insert, update on jobs to hanse_app;
create policy jobs_system on jobs to hanse_system using (true) with check (true);
grant select, insert, update, delete on jobs to hanse_system;

-- The story of a job: one row for each try that did not end well.
create table jobs_tries (
    workspace_id uuid not null,
    job_id uuid not null,
    number integer not null,
    started_at timestamptz not null,
    ended_at timestamptz not null default clock_timestamp(),
    worker text not null,
    outcome text not null,
    fault text not null,
    sentence text not null,
    next_step text not null,
    trace text not null,
    primary key (workspace_id, job_id, number)
);
alter table jobs_tries enable row level security;
alter table jobs_tries force row level security;
create policy jobs_tries_workspace on jobs_tries
    using (workspace_id = (select hanse_workspace()))
    with check (workspace_id = (select hanse_workspace()));
grant select on jobs_tries to hanse_app;
create policy jobs_tries_system on jobs_tries to hanse_system using (true) with check (true);
grant select, insert, delete on jobs_tries to hanse_system;

-- Jobs that come back by the clock of a time zone.
create table jobs_schedules (
    workspace_id uuid not null,
    name text not null,
    key text not null,
    ids jsonb not null,
    cron text not null,
    zone text not null,
    declared boolean not null, -- by the program itself; what it no longer declares goes
    next_at timestamptz not null,
    primary key (workspace_id, name, key)
);
create index jobs_schedules_next on jobs_schedules (next_at);
alter table jobs_schedules enable row level security;
alter table jobs_schedules force row level security;
create policy jobs_schedules_workspace on jobs_schedules
    using (workspace_id = (select hanse_workspace()))
    with check (workspace_id = (select hanse_workspace()));
grant select, insert, update, delete on jobs_schedules to hanse_app;
create policy jobs_schedules_system on jobs_schedules to hanse_system
    using (true) with check (true);
grant select, insert, update, delete on jobs_schedules to hanse_system;
