-- What buyers are told by mail about the way of their goods. Nothing here says who they are.

create table letters_settings (
    workspace_id uuid not null,
    account_id uuid not null,            -- zeros: of the whole workspace
    teller text check (teller in ('shop', 'us')), -- null: as in the workspace; there, the shop
    stages text[],                       -- null: as in the workspace; there, all
    language text check (language in ('en', 'id')), -- null: as in the workspace; there, of the shop
    version integer not null default 1,
    primary key (workspace_id, account_id)
);

create table letters_templates (
    workspace_id uuid not null,
    stage text not null check (stage in ('taken', 'sent', 'arriving', 'pickup', 'delivered', 'late',
        'problem', 'returned')),
    language text not null check (language in ('en', 'id')),
    subject text not null,
    text text not null,
    version integer not null default 1,
    primary key (workspace_id, stage, language)
);

create table letters_letters (
    workspace_id uuid not null,
    id uuid not null,
    order_id uuid not null,
    account_id uuid not null,
    stage text not null check (stage in ('taken', 'sent', 'arriving', 'pickup', 'delivered', 'late',
        'problem', 'returned')),
    parcel_id uuid not null,             -- zeros: of the whole order
    state text not null check (state in ('written', 'rehearsed', 'skipped')),
    why text not null default '' check (why in ('', 'erased', 'no_address', 'odd_address', 'relay',
        'stopped', 'disconnected')),
    language text not null,
    mail_id uuid,
    made_at timestamptz not null,
    primary key (workspace_id, id),
    -- A stage of a parcel is told once, whoever comes to it again.
    unique (workspace_id, order_id, stage, parcel_id),
    check ((state = 'written') = (mail_id is not null)),
    check ((state = 'skipped') = (why <> ''))
);

-- Who asked for no more of them: a keyed hash of the address, and nothing else.
create table letters_stops (
    workspace_id uuid not null,
    address_hash bytea not null,
    at timestamptz not null,
    primary key (workspace_id, address_hash)
);

do $$
declare name text;
begin
    foreach name in array array['letters_settings', 'letters_templates', 'letters_letters',
        'letters_stops']
    loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format('create policy %I on %I using (workspace_id = (select hanse_workspace()))
            with check (workspace_id = (select hanse_workspace()))', name || '_workspace', name);
        execute format('grant select, insert, update, delete on %I to hanse_app', name);
    end loop;
end $$;
-- What was told stays told.
revoke update, delete on letters_letters from hanse_app;
