-- How what buyers paid is shared between client and platform, and what was booked of it.

-- Versions, for the whole installation. The one that began last holds; none is ever changed.
create table billing_plan_shares (
    plan text collate "C" not null references billing_plans (id),
    number integer not null check (number > 0),
    kind text not null check (kind in ('shared', 'off')),
    client_bp integer check (client_bp between 0 and 10000), -- hundredths of a percent; the platform has the rest
    currency text,                       -- in which both settle
    from_at timestamptz not null,        -- what is paid from then on
    set_at timestamptz not null,
    set_by uuid,                         -- null: the operator
    primary key (plan, number),
    check ((kind = 'shared') = (client_bp is not null and currency is not null))
);
grant select, insert on billing_plan_shares to hanse_app;
-- From now on: what was paid before anybody knew of shares has none.
insert into billing_plan_shares (plan, number, kind, client_bp, currency, from_at, set_at)
select id, 1, 'shared', 3000, 'EUR', now(), now() from billing_plans;

-- Those of a client, which come before its plan's; one of kind plan ends them.
create table billing_shares (
    workspace_id uuid not null,
    number integer not null check (number > 0),
    kind text not null check (kind in ('plan', 'shared', 'off')),
    client_bp integer check (client_bp between 0 and 10000),
    currency text,
    from_at timestamptz not null,
    set_at timestamptz not null,
    set_by uuid,
    primary key (workspace_id, number),
    check ((kind = 'shared') = (client_bp is not null and currency is not null))
);

-- Which plan a workspace was on when something was paid.
create table billing_turns (
    workspace_id uuid not null,
    version integer not null,            -- of the standing that began with it
    before text collate "C" not null references billing_plans (id),
    plan text collate "C" not null references billing_plans (id),
    from_at timestamptz not null,
    primary key (workspace_id, version)
);

-- One for each time that what stays paid of an order became more or less. Never changed.
create table billing_entries (
    workspace_id uuid not null,
    id uuid not null,
    order_id uuid not null,
    number integer not null check (number > 0), -- within the order: the same thing is not booked twice
    account_id uuid not null,
    order_number text not null default '',
    kind text not null check (kind in ('paid', 'taken_back', 'added')),
    currency text not null,
    amount_minor bigint not null check (amount_minor <> 0),
    left_minor bigint not null check (left_minor >= 0), -- what stays paid of the order after it
    client_bp integer not null check (client_bp between 0 and 10000), -- in force when it was paid, and kept
    home_currency text not null,
    paid_at timestamptz not null,
    booked_on date not null,
    booked_at timestamptz not null,
    primary key (workspace_id, id),
    unique (workspace_id, order_id, number)
);
create index billing_entries_list on billing_entries (workspace_id, booked_on desc, id desc);
create index billing_entries_account on billing_entries
    (workspace_id, account_id, booked_on desc, id desc);

-- Both sides of an entry in one row: in the order's money, and in that in which both settle, once
-- the rate of the day is known. A row whose sides do not add up to nothing cannot be written.
create table billing_postings (
    workspace_id uuid not null,
    entry_id uuid not null,
    book text not null check (book in ('order', 'home')),
    currency text not null,
    paid_minor bigint not null,          -- of the buyer, who gives it
    client_minor bigint not null,
    platform_minor bigint not null,
    rate numeric check (rate > 0),       -- of the home money for one of the order's
    rate_on date,
    booked_on date not null,
    primary key (workspace_id, entry_id, book),
    check (client_minor + platform_minor - paid_minor = 0),
    check ((book = 'home') = (rate is not null and rate_on is not null))
);
create index billing_postings_month on billing_postings (workspace_id, booked_on, entry_id, book);

-- The sums of the postings, day by day, kept in the statement that writes them.
create table billing_days (
    workspace_id uuid not null,
    book text not null check (book in ('order', 'home')),
    booked_on date not null,
    account_id uuid not null,
    currency text not null,
    paid_minor bigint not null,
    back_minor bigint not null,          -- taken back, as an amount below nothing
    client_minor bigint not null,
    platform_minor bigint not null,
    entries bigint not null,
    primary key (workspace_id, book, booked_on, account_id, currency),
    check (client_minor + platform_minor - paid_minor - back_minor = 0)
);
-- Rows of today are rewritten all day long.
alter table billing_days set (fillfactor = 50);

-- Entries without a rate, until there is one.
create table billing_waiting (
    workspace_id uuid not null,
    entry_id uuid not null,
    paid_on date not null,
    primary key (workspace_id, entry_id)
);

-- A month that is over: its papers as they were first made, and for ever.
create table billing_statements (
    workspace_id uuid not null,
    month date not null,                 -- its first day
    form text not null check (form in ('csv', 'pdf.en', 'pdf.id')),
    content bytea not null,
    digest text not null,
    made_at timestamptz not null,
    primary key (workspace_id, month, form)
);

do $$
declare
    name text;
begin
    foreach name in array array['billing_shares', 'billing_turns', 'billing_entries',
        'billing_postings', 'billing_days', 'billing_waiting', 'billing_statements']
    loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format('create policy %I on %I using (workspace_id = (select hanse_workspace()))
            with check (workspace_id = (select hanse_workspace()))', name || '_workspace', name);
    end loop;
end $$;
grant select, insert on billing_shares, billing_turns, billing_entries, billing_postings,
    billing_statements to hanse_app;
grant select, insert, update on billing_days to hanse_app;
grant select, insert, delete on billing_waiting to hanse_app;
