-- The merchant's own goods, apart from what any shop shows of them.

create table catalog_products (
    workspace_id uuid not null,
    id uuid not null,
    title text not null,
    description_html text not null default '',
    summary_html text not null default '',
    handle text not null default '',
    seo_title text not null default '',
    seo_description text not null default '',
    brand_id uuid,
    category_id uuid,
    tags text[] not null default '{}',
    options text[] not null default '{}', -- what a buyer chooses, in order
    attributes jsonb not null default '{}',
    state text not null default 'active' check (state in ('active', 'archived')),
    made_at timestamptz not null,
    changed_at timestamptz not null,
    -- Words of the title, brand, tags, SKUs and barcodes, made by the program: only `@@` is asked.
    search tsvector not null default '',
    version integer not null default 1,
    primary key (workspace_id, id)
);
create index catalog_products_list on catalog_products (workspace_id, state, id);
create index catalog_products_brand on catalog_products (workspace_id, brand_id, id)
    where brand_id is not null;
create index catalog_products_category on catalog_products (workspace_id, category_id, id)
    where category_id is not null;
create index catalog_products_search on catalog_products using gin (workspace_id, search);
create index catalog_products_title on catalog_products
    using gin (workspace_id, title gin_trgm_ops);

create table catalog_variants (
    workspace_id uuid not null,
    id uuid not null,
    product_id uuid not null,
    sku text not null default '',
    gtin text not null default '',
    gtin_key text,               -- 14 digits, where the barcode is right; only these are compared
    choices text[] not null default '{}',
    weight_g integer check (weight_g >= 0),
    price_minor bigint,
    currency text,
    state text not null default 'active' check (state in ('active', 'archived')),
    position integer not null default 0,
    version integer not null default 1,
    primary key (workspace_id, id)
);
create index catalog_variants_product on catalog_variants (workspace_id, product_id, position, id);
create unique index catalog_variants_sku on catalog_variants (workspace_id, sku)
    where state = 'active' and sku <> '';
create index catalog_variants_gtin on catalog_variants (workspace_id, gtin_key)
    where gtin_key is not null;
create index catalog_variants_bare on catalog_variants (workspace_id, product_id)
    where state = 'active' and gtin = '';

create table catalog_attributes (
    workspace_id uuid not null,
    id uuid not null,
    key text not null,
    name text not null,
    type text not null check (type in ('text', 'number', 'yes_no', 'choice', 'date', 'measure')),
    unit text not null default '',
    choices text[] not null default '{}',
    state text not null default 'active' check (state in ('active', 'archived')),
    version integer not null default 1,
    primary key (workspace_id, id),
    unique (workspace_id, key)
);

-- One tree of our own, where there is no account; and of each account what its listings name.
create table catalog_categories (
    workspace_id uuid not null,
    id uuid not null,
    account_id uuid,
    platform text,
    remote_id text,
    parent_id uuid,
    name text not null,
    state text not null default 'active' check (state in ('active', 'archived')),
    version integer not null default 1,
    primary key (workspace_id, id)
);
create unique index catalog_categories_remote on catalog_categories
    (workspace_id, account_id, remote_id) where account_id is not null;

create table catalog_brands (
    workspace_id uuid not null,
    id uuid not null,
    name text not null,
    key text not null,           -- the name made fit to compare
    version integer not null default 1,
    primary key (workspace_id, id),
    unique (workspace_id, key)
);

create table catalog_bundles (
    workspace_id uuid not null,
    variant_id uuid not null,
    component_id uuid not null,
    count integer not null check (count > 0),
    primary key (workspace_id, variant_id, component_id)
);
create index catalog_bundles_component on catalog_bundles (workspace_id, component_id);

create table catalog_translations (
    workspace_id uuid not null,
    product_id uuid not null,
    language text not null,
    field text not null,
    text text not null,
    primary key (workspace_id, product_id, language, field)
);

-- What a variant costs us, as exact as it was given. A new cost is a new row.
create table catalog_costs (
    workspace_id uuid not null,
    id uuid not null,
    variant_id uuid not null,
    kind text not null check (kind in ('supplier', 'landed')),
    amount numeric not null check (amount >= 0),
    currency text not null,
    since timestamptz not null,
    source text not null,
    set_by uuid,
    primary key (workspace_id, id)
);
create index catalog_costs_variant on catalog_costs
    (workspace_id, variant_id, kind, since desc, id desc);

-- "This variant is sold there."
create table catalog_offers (
    workspace_id uuid not null,
    id uuid not null,
    account_id uuid not null,
    product_id uuid not null,
    variant_id uuid not null,
    remote_product_id text not null,
    remote_variant_id text,      -- null: the product itself is sold
    how text not null,
    linked_at timestamptz not null,
    linked_by uuid,
    primary key (workspace_id, id)
);
create unique index catalog_offers_name on catalog_offers
    (workspace_id, account_id, coalesce(remote_variant_id, remote_product_id));
create index catalog_offers_account on catalog_offers (workspace_id, account_id, id);
create index catalog_offers_sold on catalog_offers (workspace_id, account_id, product_id);
create index catalog_offers_remote on catalog_offers
    (workspace_id, account_id, remote_product_id);
create index catalog_offers_product on catalog_offers (workspace_id, product_id, account_id);
create index catalog_offers_variant on catalog_offers (workspace_id, variant_id, account_id);

-- A listing of a shop of which a person says what it is.
create table catalog_matches (
    workspace_id uuid not null,
    id uuid not null,
    account_id uuid not null,
    remote_product_id text not null,
    title text not null,
    sku text not null default '',
    image_url text,
    why text not null,
    candidates jsonb not null default '[]', -- product, how it was found, how near
    product_id uuid,             -- the best of them
    state text not null check (state in ('open', 'making', 'rejected')),
    finding jsonb,               -- why it could not be done as asked
    found_at timestamptz not null,
    primary key (workspace_id, id),
    unique (workspace_id, account_id, remote_product_id)
);
create index catalog_matches_state on catalog_matches (workspace_id, state, id);
create index catalog_matches_account on catalog_matches (workspace_id, account_id, state, id);
create index catalog_matches_product on catalog_matches (workspace_id, product_id)
    where product_id is not null;

-- What became of a product that was merged into another one.
create table catalog_merges (
    workspace_id uuid not null,
    id uuid not null,
    from_id uuid not null,
    into_id uuid not null,
    variant_ids uuid[] not null, -- those that came with it
    merged_at timestamptz not null,
    merged_by uuid,
    undone_at timestamptz,
    primary key (workspace_id, id)
);
create index catalog_merges_from on catalog_merges (workspace_id, from_id);
create index catalog_merges_into on catalog_merges (workspace_id, into_id);

-- Listings that changed and are to be looked at again; a row is taken with its effect.
create table catalog_looks (
    workspace_id uuid not null,
    id uuid not null,
    account_id uuid not null,
    kind text not null check (kind in ('products', 'offers')),
    row_id uuid not null,
    is_coded boolean not null default false, -- its codes stand in catalog_listed
    primary key (workspace_id, id)
);
create index catalog_looks_account on catalog_looks (workspace_id, account_id, is_coded, id);

-- The codes that each offer of a shop bears: what is there twice is matched by nobody but a person.
create table catalog_listed (
    workspace_id uuid not null,
    account_id uuid not null,
    remote_product_id text not null,
    remote_name text not null,
    sku text not null,
    gtin_key text,
    primary key (workspace_id, account_id, remote_product_id, remote_name)
);
create index catalog_listed_sku on catalog_listed (workspace_id, account_id, sku)
    where sku <> '';
create index catalog_listed_gtin on catalog_listed (workspace_id, account_id, gtin_key)
    where gtin_key is not null;

-- Texts that are too long for the log, by what they say. Nothing changes them.
create table catalog_texts (
    workspace_id uuid not null,
    digest text not null,
    text text not null,
    primary key (workspace_id, digest)
);

do $$
declare
    name text;
begin
    foreach name in array array['catalog_products', 'catalog_variants', 'catalog_attributes',
        'catalog_categories', 'catalog_brands', 'catalog_bundles', 'catalog_translations',
        'catalog_costs', 'catalog_offers', 'catalog_matches', 'catalog_merges', 'catalog_looks',
        'catalog_listed', 'catalog_texts']
    loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format('create policy %I on %I using (workspace_id = (select hanse_workspace()))
            with check (workspace_id = (select hanse_workspace()))', name || '_workspace', name);
    end loop;
end $$;
grant select, insert, update on catalog_products, catalog_variants, catalog_attributes,
    catalog_categories, catalog_merges to hanse_app;
grant select, insert, update, delete on catalog_brands, catalog_bundles, catalog_translations,
    catalog_offers, catalog_matches, catalog_looks, catalog_listed to hanse_app;
-- What something cost is told as it was.
grant select, insert on catalog_costs, catalog_texts to hanse_app;
