-- Rules that make prices, floors under them, dated exchange rates, and taxes by place.

-- Units for one euro, for the whole installation. A day without a rate has no row.
create table pricing_rates (
    day date not null,
    currency text collate "C" not null check (currency ~ '^[A-Z]{3}$'),
    per_euro numeric not null check (per_euro > 0),
    source text not null check (source in ('ecb', 'file')),
    primary key (currency, day)
);
create index pricing_rates_day on pricing_rates (day);
grant select, insert, update on pricing_rates to hanse_app;

-- How the rules of a workspace stand together; no row: the first that fits, and no band.
create table pricing_books (
    workspace_id uuid not null,
    mode text not null check (mode in ('first', 'stacked')),
    band jsonb not null,
    changed_by uuid,
    changed_at timestamptz not null,
    version integer not null,
    primary key (workspace_id)
);

create table pricing_rules (
    workspace_id uuid not null,
    id uuid not null,
    place integer not null,       -- the lowest is looked at first
    name text not null,
    state text not null check (state in ('active', 'paused', 'archived')),
    conditions jsonb not null,
    layers jsonb not null,
    band jsonb,                   -- null: that of the book
    spread_percent numeric not null default 0,
    person_id uuid,               -- the last editor, who answers for what it proposes
    person text not null default '',
    changed_at timestamptz not null,
    version integer not null default 1,
    primary key (workspace_id, id)
);
create index pricing_rules_place on pricing_rules (workspace_id, state, place, id);

-- A price below which nothing goes, whoever wants it.
create table pricing_floors (
    workspace_id uuid not null,
    id uuid not null,
    subject text not null check (subject in ('offer', 'variant', 'category')),
    subject_id uuid not null,
    price_minor bigint not null check (price_minor > 0),
    currency text not null,
    since timestamptz not null,
    person_id uuid,
    person text not null default '',
    version integer not null default 1,
    primary key (workspace_id, id),
    unique (workspace_id, subject, subject_id)
);

-- A workspace's own tax rates, which go before the table that comes with the program.
create table pricing_taxes (
    workspace_id uuid not null,
    id uuid not null,
    place text not null,
    sort text not null,
    percent numeric not null check (percent >= 0 and percent < 1000),
    since date not null,
    until date,                   -- the first day on which it does not hold
    included boolean not null,
    primary key (workspace_id, id),
    unique (workspace_id, place, sort, since)
);

-- Variants whose costs have moved, until their prices were worked out anew. The mark is another one
-- each time that it is noted.
create table pricing_moved (
    workspace_id uuid not null,
    variant_id uuid not null,
    mark uuid not null,
    primary key (workspace_id, variant_id)
);

do $$
declare
    name text;
begin
    foreach name in array array['pricing_books', 'pricing_rules', 'pricing_floors',
        'pricing_taxes', 'pricing_moved']
    loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format('create policy %I on %I using (workspace_id = (select hanse_workspace()))
            with check (workspace_id = (select hanse_workspace()))', name || '_workspace', name);
    end loop;
end $$;
grant select, insert, update on pricing_books, pricing_rules to hanse_app;
grant select, insert, update, delete on pricing_floors, pricing_taxes, pricing_moved to hanse_app;

-- When rates change, every workspace with rules that are at work looks at its prices again.
create policy pricing_rules_system on pricing_rules for select to hanse_system using (true);
grant select on pricing_rules to hanse_system;

-- What the offers of a product cost, beside the product: whole shops are compared with their rules,
-- and unpacking every product for it takes longer than all the rest. Null: of another kind, or last
-- written before this was kept; then the product itself tells.
alter table mirror_rows add column prices bytea;
