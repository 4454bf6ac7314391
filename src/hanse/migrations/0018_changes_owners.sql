-- Who says what a field of a listing holds. Without a row it is as found: the shop's.

-- `thing` is `products/<id>` or `offers/<id>`; `products/*` and `offers/*` stand for all of a shop,
-- also for what is still to come. Of two that speak of a field the later one counts, so that handing
-- over a shop of any size is a few rows; only what a person edited stays the person's, unless that
-- was decided over as well.
create table changes_owners (
    workspace_id uuid not null,
    account_id uuid not null,
    thing text not null,
    field text not null,
    parent_id text,          -- the product of an offer that has an id of its own
    owner text not null check (owner in ('channel', 'hub', 'person')),
    persons_before timestamptz, -- of a whole shop: what persons said before this counts no more
    base jsonb,              -- what both sides last agreed on; null: as last shown
    ours jsonb,              -- what we want; null: as last shown
    said_at timestamptz not null,
    person_id uuid,
    actor text not null,     -- who said so last: handed it over, agreed, or saw it proven
    version integer not null default 1,
    primary key (workspace_id, account_id, thing, field)
);
-- A place that tells nothing of the thing: a stretch along it is a fair sample.
create index changes_owners_spot on changes_owners
    (workspace_id, account_id, hashtext(thing), thing) where owner <> 'channel';

-- The shops with a field that is not as found, so that they are found without reading them all.
create table changes_owner_shops (
    workspace_id uuid not null,
    account_id uuid not null,
    since timestamptz not null,
    primary key (workspace_id, account_id)
);

do $$
declare
    name text;
begin
    foreach name in array array['changes_owners', 'changes_owner_shops']
    loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format('create policy %I on %I using (workspace_id = (select hanse_workspace()))
            with check (workspace_id = (select hanse_workspace()))', name || '_workspace', name);
    end loop;
end $$;
grant select, insert, update on changes_owners, changes_owner_shops to hanse_app;

-- Where something may have drifted is looked for in all workspaces at once.
create policy changes_owner_shops_system on changes_owner_shops for select to hanse_system
    using (true);
grant select on changes_owner_shops to hanse_system;

create index changes_approvals_set on changes_approvals (workspace_id, set_id, at);
