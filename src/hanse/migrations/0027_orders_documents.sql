-- The papers of orders: who sells, numbers without a gap, and what was issued, byte by byte.

-- What papers say of a business; no row: nothing is issued in its name.
create table orders_sellers (
    workspace_id uuid not null,
    business_id uuid not null,
    facts jsonb not null,
    logo text,
    changed_by uuid,
    changed_at timestamptz not null,
    version integer not null default 1,
    primary key (workspace_id, business_id)
);
comment on column orders_sellers.logo is 'Files on the shelf: the logo on papers';

-- The last number of each business, kind and year. Its row is locked until the paper stands, so
-- that what is taken back leaves no gap.
create table orders_counters (
    workspace_id uuid not null,
    business_id uuid not null,
    kind text not null check (kind in ('invoice', 'credit')),
    period text not null,               -- the year; empty: numbers never begin anew
    last bigint not null check (last > 0),
    primary key (workspace_id, business_id, kind, period)
);

-- An invoice or a credit note. It is written once.
create table orders_papers (
    workspace_id uuid not null,
    id uuid not null,
    business_id uuid not null,
    kind text not null check (kind in ('invoice', 'credit')),
    number text not null,
    period text not null,
    ordinal bigint not null,            -- the number as it was counted
    order_id uuid,
    order_number text not null,
    corrects uuid,                      -- the invoice that a credit note corrects
    issued_on date not null,
    issued_at timestamptz not null,
    issued_by uuid,
    currency text not null,
    net_minor bigint not null,
    tax_minor bigint not null,
    total_minor bigint not null,
    country text not null,              -- of the buyer
    findings jsonb not null default '[]', -- what whoever issued it was told
    pdf_digest text not null,           -- of the bytes before they were sealed
    xml_digest text,                    -- null: it has no part for machines
    primary key (workspace_id, id),
    unique (workspace_id, business_id, number),
    unique (workspace_id, business_id, kind, period, ordinal),
    check ((kind = 'credit') = (corrects is not null))
);
create index orders_papers_list on orders_papers (workspace_id, issued_at desc, id desc);
create index orders_papers_business on orders_papers
    (workspace_id, business_id, issued_at desc, id desc);
create index orders_papers_corrects on orders_papers (workspace_id, corrects)
    where corrects is not null;
create index orders_papers_order on orders_papers (workspace_id, order_id, id)
    where order_id is not null;
-- An order has one invoice; what is wrong in it is corrected by credit notes.
create unique index orders_papers_once on orders_papers (workspace_id, order_id)
    where kind = 'invoice' and order_id is not null;

-- What it says, as a value, and its bytes. Sealed, for a buyer stands in all of them.
create table orders_paper_files (
    workspace_id uuid not null,
    paper_id uuid not null,
    form text not null check (form in ('value', 'pdf', 'xml')),
    id uuid not null,                   -- of this row, which its seal is bound to
    content bytea not null,
    primary key (workspace_id, paper_id, form)
);
create unique index orders_paper_files_id on orders_paper_files (workspace_id, id);
-- A sealed value begins with the version of its key; a new key seals the older ones anew.
create index orders_paper_files_sealed on orders_paper_files (workspace_id, substr(content, 1, 4));

do $$
declare
    name text;
begin
    foreach name in array array['orders_sellers', 'orders_counters', 'orders_papers',
        'orders_paper_files']
    loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format('create policy %I on %I using (workspace_id = (select hanse_workspace()))
            with check (workspace_id = (select hanse_workspace()))', name || '_workspace', name);
    end loop;
end $$;
grant select, insert, update on orders_sellers, orders_counters to hanse_app;
-- A paper is written once and never changed.
grant select, insert on orders_papers, orders_paper_files to hanse_app;
-- Except the seal around its bytes, by whoever renews keys; what is inside is told by its digest.
grant update (content) on orders_paper_files to hanse_app;

-- A file that no workspace names is swept, so all that are named are asked.
create policy orders_sellers_system on orders_sellers for select to hanse_system using (true);
grant select (logo) on orders_sellers to hanse_system;
