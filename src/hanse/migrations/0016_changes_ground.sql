-- The one write path: what is wanted outside, who agreed, what was sent, answered and read back.

-- Changes that were wanted together.
create table changes_sets (
    workspace_id uuid not null,
    id uuid not null,
    title text not null,
    why text not null,
    wisher text not null check (wisher in ('person', 'key', 'rule', 'advisor', 'sync')),
    wisher_id uuid,
    wisher_name text not null,
    person_id uuid,          -- who answers for it; null: nobody but the program
    undoes uuid,             -- the set that this one takes back
    not_before timestamptz,
    not_after timestamptz,
    made_at timestamptz not null,
    preview text not null default '', -- the hash of all fingerprints; approvals are for this one
    whole boolean not null default true, -- false while its parts are still being written
    errand text not null default ''      -- what is being carried out on all of it, part by part
        check (errand in ('', 'agreed', 'released', 'tripped', 'withdrawn', 'edited')),
    errand_by uuid,
    errand_why text not null default '',
    version integer not null default 1,
    primary key (workspace_id, id)
);
create index changes_sets_made on changes_sets (workspace_id, made_at desc, id desc);
create index changes_sets_busy on changes_sets (workspace_id, id) where errand <> '' or not whole;
create index changes_sets_undoes on changes_sets (workspace_id, undoes) where undoes is not null;

-- How far a set is that takes back more than one transaction bears; gone when all of it is there.
create table changes_undoings (
    workspace_id uuid not null,
    set_id uuid not null,
    since timestamptz,       -- what was proven since then; null: of the set that it takes back
    fields text[] not null,  -- these alone; none: all
    last_at timestamptz,     -- the last one that was gone through
    last_id uuid,
    left_count bigint not null default 0, -- so many cannot be taken back
    left_first text not null default '',
    primary key (workspace_id, set_id)
);

-- One thing at one shop that is to be otherwise. Its row holds what will be sent of it.
create table changes_changes (
    workspace_id uuid not null,
    id uuid not null,
    set_id uuid not null,
    account_id uuid not null,
    platform text not null,
    kind text not null,
    thing text not null,     -- our name for it, the same for life
    remote_id text,          -- null until it is made there
    parent_id text,
    title text not null,
    before jsonb not null,
    after jsonb not null,
    state text not null check (state in ('proposed', 'approved', 'held', 'sending', 'unknown',
        'proven', 'refused', 'superseded', 'cancelled', 'expired', 'contested', 'rehearsed',
        'undone')),
    reason text not null default '',
    state_at timestamptz not null,
    finding jsonb,           -- why it stands where it does, if that has to be told
    undoes uuid[] not null default '{}',
    waits_for uuid[] not null default '{}', -- others of its set: it goes out once all are proven
    named_by uuid,           -- the one of these whose id it takes; null: it has all its ids
    basis jsonb not null,    -- what its preview stands on
    fingerprint text not null,
    piece bytea not null,    -- its part of the request, as previewed
    piece_group text not null,
    findings jsonb not null default '[]', -- of the validators and of the guard
    draw jsonb,              -- the random part of a price
    due_at timestamptz,      -- from when on it may go out, once it is approved
    until_at timestamptz,    -- what was not sent by then is not wanted any more
    claimed_at timestamptz,  -- since when somebody is about to send it; others leave it alone
    look_at timestamptz,     -- when the shop is asked about it again
    looks integer not null default 0,
    made_at timestamptz not null,
    version integer not null default 1,
    primary key (workspace_id, id)
);
-- Of one thing, one change of a kind is on its way at most, whoever sends.
create unique index changes_changes_lane on changes_changes (workspace_id, account_id, kind, thing)
    where state in ('sending', 'unknown');
create index changes_changes_thing on changes_changes
    (workspace_id, account_id, kind, thing, state_at);
-- What of a set waits for others of it, and what has still to take an id.
create index changes_changes_waits on changes_changes (workspace_id, set_id)
    where waits_for <> '{}';
create index changes_changes_nameless on changes_changes (workspace_id, account_id)
    where named_by is not null and state = 'approved';
create index changes_changes_set on changes_changes (workspace_id, set_id, state, id);
create index changes_changes_queue on changes_changes (workspace_id, account_id, kind, state_at, id)
    where state = 'approved';
create index changes_changes_open on changes_changes (workspace_id, account_id, look_at)
    where state in ('sending', 'unknown');
-- First by time, for what is over is looked for in all workspaces at once.
create index changes_changes_over on changes_changes (until_at, workspace_id)
    where state in ('proposed', 'approved', 'held');
create index changes_changes_state on changes_changes (workspace_id, state, state_at desc, id desc);

-- How many changes of a set are in each state.
create table changes_counts (
    workspace_id uuid not null,
    set_id uuid not null,
    state text not null,
    count bigint not null,
    primary key (workspace_id, set_id, state)
);

-- Every move of a change: the lines of its receipt. They live as long as the change.
create table changes_steps (
    workspace_id uuid not null,
    id uuid not null,
    change_id uuid not null,
    origin text not null,
    reason text not null,
    state text not null,
    at timestamptz not null,
    person_id uuid,
    actor text not null,
    primary key (workspace_id, id)
);
create index changes_steps_change on changes_steps (workspace_id, change_id, id);

create table changes_approvals (
    workspace_id uuid not null,
    id uuid not null,
    set_id uuid not null,
    person_id uuid not null,
    person_name text not null,
    role text not null,
    preview text not null,
    at timestamptz not null, -- what came back since is agreed to anew
    primary key (workspace_id, id)
);

-- That a change may go beyond one limit, by name.
create table changes_releases (
    workspace_id uuid not null,
    id uuid not null,
    change_id uuid not null,
    mark text not null,
    code text not null,
    person_id uuid not null,
    why text not null,
    at timestamptz not null,
    primary key (workspace_id, id)
);
create index changes_releases_change on changes_releases (workspace_id, change_id);

-- That bytes are about to leave: written and committed before the first of them.
create table changes_intents (
    workspace_id uuid not null,
    id uuid not null,
    account_id uuid not null,
    kind text not null,
    wire_key text not null,
    owner uuid not null,
    written_at timestamptz not null, -- by the database's clock, as all times here
    send_by timestamptz not null,
    timeout_s double precision not null,
    sends integer not null,
    first_at timestamptz not null,   -- when the first byte under this key may have left
    method text not null,
    path text not null,
    body bytea not null,
    primary key (workspace_id, id)
);

create table changes_intent_rows (
    workspace_id uuid not null,
    intent_id uuid not null,
    position integer not null,
    change_id uuid not null,
    primary key (workspace_id, intent_id, position)
);
create index changes_intent_rows_change on changes_intent_rows
    (workspace_id, change_id, intent_id desc);

-- What came back, written before anything else happens. The key lets one answer in.
create table changes_answers (
    workspace_id uuid not null,
    intent_id uuid not null,
    answered_at timestamptz not null,
    fault text not null default '', -- of the call as a whole
    sentence text not null default '',
    outcomes jsonb not null,        -- of each row: fault, sentence, remote id
    primary key (workspace_id, intent_id)
);

-- What the shop showed when it was asked by id: the reading back, and what settled an unknown.
create table changes_looks (
    workspace_id uuid not null,
    id uuid not null,
    change_id uuid not null,
    asked_at timestamptz not null,
    how text not null check (how in ('by_id', 'by_search')),
    cached boolean not null,
    shown jsonb,                    -- null: it is not there
    primary key (workspace_id, id)
);
create index changes_looks_change on changes_looks (workspace_id, change_id, id);

-- What a workspace lets nobody do without asking, and who has to agree; no row: the safe ones.
create table changes_rules (
    workspace_id uuid not null,
    noun text not null check (noun in ('limits', 'policy')),
    document jsonb not null,
    changed_by uuid,
    changed_at timestamptz not null,
    version integer not null,
    primary key (workspace_id, noun)
);

do $$
declare
    name text;
begin
    foreach name in array array['changes_sets', 'changes_changes', 'changes_counts',
        'changes_steps', 'changes_approvals', 'changes_releases', 'changes_intents',
        'changes_intent_rows', 'changes_answers', 'changes_looks', 'changes_rules',
        'changes_undoings']
    loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format('create policy %I on %I using (workspace_id = (select hanse_workspace()))
            with check (workspace_id = (select hanse_workspace()))', name || '_workspace', name);
    end loop;
end $$;
grant select, insert, update on changes_sets, changes_changes, changes_counts, changes_rules
    to hanse_app;
grant select, insert, update, delete on changes_undoings to hanse_app;
-- What was sent and answered is told as it was: nothing of it is changed, and nothing taken back.
grant select, insert on changes_steps, changes_approvals, changes_releases, changes_intents,
    changes_intent_rows, changes_answers, changes_looks to hanse_app;

-- Where something is open is looked for in all workspaces at once.
create policy changes_changes_system on changes_changes for select to hanse_system using (true);
grant select on changes_changes to hanse_system;
create policy changes_sets_system on changes_sets for select to hanse_system using (true);
grant select on changes_sets to hanse_system;
create index changes_changes_everywhere on changes_changes (state, workspace_id, account_id, kind)
    where state in ('approved', 'sending', 'unknown');
