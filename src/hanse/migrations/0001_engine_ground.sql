-- What every later table stands on. It runs as hanse_owner; the roles, the extensions and the
-- ownership of the schema need more rights and are prepared before it.

revoke create on schema public from public;
grant usage on schema public to hanse_app, hanse_system;

-- Tables are closed until a migration grants them; functions are open to everybody unless we say so.
alter default privileges for role hanse_owner revoke execute on functions from public;

-- The workspace that the unit of work has set, or null: then no row of any workspace is seen.
-- Used in a policy as (select hanse_workspace()), so that it is asked once a statement.
create function hanse_workspace() returns uuid
    language sql stable parallel safe
    return nullif(current_setting('hanse.workspace_id', true), '')::uuid;

grant execute on function hanse_workspace() to hanse_app, hanse_system;

-- What the program found out about this database, as `search`: `index` or `tokens`.
create table engine_facts (
    name text primary key,
    value text not null,
    noted_at timestamptz not null default clock_timestamp()
);

grant select on engine_facts to hanse_app, hanse_system;

-- Search on a server where the operators of full text may not be trusted under row security:
-- equality of text is trusted everywhere, so a word is found through this table.
create table engine_search_tokens (
    workspace_id uuid not null,
    kind text not null,
    id uuid not null,
    token text collate "C" not null, -- so that a range finds a beginning on every server
    primary key (workspace_id, kind, token, id)
);

create index engine_search_tokens_thing on engine_search_tokens (workspace_id, kind, id);

alter table engine_search_tokens enable row level security;
alter table engine_search_tokens force row level security;
create policy engine_search_tokens_workspace on engine_search_tokens
    using (workspace_id = (select hanse_workspace()))
    with check (workspace_id = (select hanse_workspace()));

grant select, insert, delete on engine_search_tokens to hanse_app;
