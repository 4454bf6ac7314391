-- What comes in files: pictures by their hash, tables that are brought in, and edits of many at once.

create table catalog_media (
    workspace_id uuid not null,
    digest text not null check (digest ~ '^[0-9a-f]{64}$'),
    media_type text not null,
    bytes bigint not null check (bytes > 0),
    width integer not null check (width > 0),
    height integer not null check (height > 0),
    small jsonb not null,        -- the hashes of the small ones, by their longest side
    token text not null,         -- what a public address holds, so that nobody guesses it
    alt text not null default '',
    made_at timestamptz not null,
    primary key (workspace_id, digest)
);

create table catalog_product_media (
    workspace_id uuid not null,
    product_id uuid not null,
    position integer not null check (position >= 0),
    digest text not null,
    variant_id uuid,
    alt text not null default '',
    primary key (workspace_id, product_id, position),
    -- Held by the database: a picture may be deleted while another person puts it somewhere.
    foreign key (workspace_id, digest) references catalog_media (workspace_id, digest)
);
create index catalog_product_media_digest on catalog_product_media (workspace_id, digest);

-- Addresses that were fetched: once, whatever came of it.
create table catalog_media_sources (
    workspace_id uuid not null,
    url_digest text not null,
    url text not null,
    digest text,
    finding jsonb,               -- why there is none
    fetched_at timestamptz not null,
    primary key (workspace_id, url_digest)
);
create index catalog_media_sources_digest on catalog_media_sources (workspace_id, digest);

create table catalog_imports (
    workspace_id uuid not null,
    id uuid not null,
    name text not null,
    state text not null check (state in ('uploaded', 'checking', 'checked', 'applying', 'done',
        'failed', 'cancelled')),
    digest text not null,        -- of the file on the shelf
    bytes bigint not null,
    format text not null,
    encoding text not null,
    delimiter text not null,
    columns text[] not null,
    sample jsonb not null,
    findings jsonb not null,     -- about the file as a whole
    mapping jsonb,
    counts jsonb not null default '{}', -- rows by their states
    made_at timestamptz not null,
    made_by uuid,
    made_by_name text not null,
    state_at timestamptz not null,
    version integer not null default 1,
    primary key (workspace_id, id)
);
create index catalog_imports_list on catalog_imports (workspace_id, id desc);
create index catalog_imports_old on catalog_imports (state_at); -- asked over all workspaces

create table catalog_import_rows (
    workspace_id uuid not null,
    import_id uuid not null,
    number integer not null,     -- as a spreadsheet counts; the heads are 1
    lead integer not null,       -- the first row of the same new product, else its own number
    state text not null check (state in ('ready', 'same', 'refused', 'changed', 'made', 'moved')),
    wish jsonb not null,         -- what is to be edited or made, as it was checked
    findings jsonb not null,
    product_id uuid,
    primary key (workspace_id, import_id, number)
);
create index catalog_import_rows_ready on catalog_import_rows (workspace_id, import_id, lead)
    where state = 'ready';
create index catalog_import_rows_state on catalog_import_rows
    (workspace_id, import_id, state, number);

create table catalog_import_templates (
    workspace_id uuid not null,
    id uuid not null,
    name text not null,
    mapping jsonb not null,      -- by the heads of the columns
    made_at timestamptz not null,
    primary key (workspace_id, id),
    unique (workspace_id, name)
);

create table catalog_bulks (
    workspace_id uuid not null,
    id uuid not null,
    state text not null check (state in ('counting', 'previewed', 'applying', 'done', 'undoing',
        'undone', 'failed', 'cancelled')),
    selection jsonb not null,
    operations jsonb not null,
    after uuid,                  -- how far the preview has come
    counts jsonb not null default '{}', -- things seen, and fields by their states
    finding jsonb,
    made_at timestamptz not null,
    made_by uuid,
    made_by_name text not null,
    state_at timestamptz not null,
    version integer not null default 1,
    primary key (workspace_id, id)
);
create index catalog_bulks_list on catalog_bulks (workspace_id, id desc);

-- One field of one thing: what stood there when it was previewed, and what shall.
create table catalog_bulk_rows (
    workspace_id uuid not null,
    bulk_id uuid not null,
    id uuid not null,
    thing_id uuid not null,
    title text not null,
    field text not null,
    was jsonb,
    now jsonb,
    state text not null check (state in ('ready', 'refused', 'changed', 'moved', 'undone', 'kept')),
    finding jsonb,
    primary key (workspace_id, bulk_id, id)
);
create index catalog_bulk_rows_state on catalog_bulk_rows (workspace_id, bulk_id, state, id);

do $$
declare
    name text;
begin
    foreach name in array array['catalog_media', 'catalog_product_media', 'catalog_media_sources',
        'catalog_imports', 'catalog_import_rows', 'catalog_import_templates', 'catalog_bulks',
        'catalog_bulk_rows']
    loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format('create policy %I on %I using (workspace_id = (select hanse_workspace()))
            with check (workspace_id = (select hanse_workspace()))', name || '_workspace', name);
    end loop;
end $$;
grant select, insert, update on catalog_bulks, catalog_bulk_rows to hanse_app;
grant select, insert, update, delete on catalog_media, catalog_product_media,
    catalog_media_sources, catalog_imports, catalog_import_rows, catalog_import_templates
    to hanse_app;

-- Backups hold these files, and what is not named here by anybody is swept from the shelf.
comment on column catalog_media.digest is 'Files on the shelf: the picture as it was brought';
comment on column catalog_media.small is 'Files on the shelf: the small ones';
comment on column catalog_imports.digest is 'Files on the shelf: the table as it was uploaded';
create policy catalog_media_system on catalog_media for select to hanse_system using (true);
create policy catalog_imports_system on catalog_imports for select to hanse_system using (true);
grant select (digest, small) on catalog_media to hanse_system;
grant select (workspace_id, id, state, state_at, digest) on catalog_imports to hanse_system;
