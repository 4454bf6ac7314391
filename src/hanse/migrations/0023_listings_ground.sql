-- What each shop should show of a product, beside what it shows.

-- One product at one shop in one market.
create table listings_listings (
    workspace_id uuid not null,
    id uuid not null,
    account_id uuid not null,
    market text not null default '',  -- empty: all of them
    product_id uuid not null,
    remote_id text,                   -- of the product at the shop; null: it is not there
    status text not null check (status in
        ('draft', 'ready', 'live', 'hidden', 'refused', 'ended')),
    score smallint check (score between 0 and 100),
    errors integer not null default 0,
    warnings integer not null default 0,
    differs integer not null default 0,
    drifts integer not null default 0,
    owner text not null default 'channel'
        check (owner in ('channel', 'hub', 'person', 'mixed')),
    set_id uuid,                      -- of the changes that were proposed for it last
    finding jsonb,                    -- why it was refused
    compared bytea,                   -- of all that it was last compared by; null: it is due
    made_at timestamptz not null,
    version integer not null default 1,
    primary key (workspace_id, id)
);
create unique index listings_listings_one on listings_listings
    (workspace_id, account_id, market, product_id, coalesce(remote_id, ''));
create index listings_listings_product on listings_listings (workspace_id, product_id, account_id);
create index listings_listings_remote on listings_listings (workspace_id, account_id, remote_id)
    where remote_id is not null;
create index listings_listings_account on listings_listings (workspace_id, account_id, id);
create index listings_listings_status on listings_listings (workspace_id, status, product_id);
create index listings_listings_differs on listings_listings (workspace_id, product_id)
    where differs > 0;
create index listings_listings_drifts on listings_listings (workspace_id, product_id)
    where drifts > 0;
create index listings_listings_score on listings_listings (workspace_id, score, product_id);
create index listings_listings_due on listings_listings (workspace_id, account_id, id)
    where compared is null;

-- What is said for one listing alone. No row: inherited.
create table listings_overlays (
    workspace_id uuid not null,
    listing_id uuid not null,
    field text not null,
    mode text not null check (mode = 'overridden'),
    value jsonb not null,
    primary key (workspace_id, listing_id, field)
);

-- What lists need of a product: so that they are one question, also for what is listed nowhere.
create table listings_products (
    workspace_id uuid not null,
    product_id uuid not null,
    title text not null,
    version integer not null,
    primary key (workspace_id, product_id)
);
create index listings_products_title on listings_products
    (workspace_id, lower(left(title, 100)) text_pattern_ops);

create table listings_templates (
    workspace_id uuid not null,
    id uuid not null,
    name text not null,
    field text not null,
    text text not null,
    account_id uuid,                  -- null: at all shops
    market text not null default '',
    category_id uuid,                 -- null: of all categories
    version integer not null default 1,
    primary key (workspace_id, id)
);

create table listings_mappings (
    workspace_id uuid not null,
    platform text not null,
    noun text not null check (noun in ('category', 'attribute')),
    ours text not null,               -- the id of a category, or the key of an attribute
    value text not null default '',   -- one value of an attribute; empty: all of it
    theirs text not null,
    theirs_name text not null default '',
    their_value text not null default '',
    requires text[] not null default '{}', -- keys of attributes that this category wants
    mapped_at timestamptz not null,
    mapped_by uuid,
    primary key (workspace_id, platform, noun, ours, value)
);

-- Words that are not to stand in a listing, beside those that come with the program.
create table listings_words (
    workspace_id uuid not null,
    text text not null,
    platform text not null,
    market text not null,
    severity text not null check (severity in ('error', 'warning', 'hint')),
    why text not null default '',
    primary key (workspace_id, text, platform, market)
);

do $$
declare
    name text;
begin
    foreach name in array array['listings_listings', 'listings_overlays', 'listings_products',
        'listings_templates', 'listings_mappings', 'listings_words']
    loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format('create policy %I on %I using (workspace_id = (select hanse_workspace()))
            with check (workspace_id = (select hanse_workspace()))', name || '_workspace', name);
    end loop;
end $$;
grant select, insert, update, delete on listings_listings, listings_overlays, listings_products,
    listings_templates, listings_mappings, listings_words to hanse_app;
