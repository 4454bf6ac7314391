-- Who we buy from, what each of them offers, and what is ordered there: for buyers of ours, once and
-- for ever under one number, and for our own shelf.

create table purchasing_suppliers (
    workspace_id uuid not null,
    id uuid not null,
    name text not null,
    account_id uuid,                     -- the connected account; null: somebody is written to
    place_id uuid,                       -- of the stock: where what it says it has is told
    email text not null default '',
    state text not null check (state in ('active', 'paused', 'archived')),
    currency text not null,
    from_country text not null default '',
    minimum_minor bigint not null default 0 check (minimum_minor >= 0), -- of a purchase order
    lead_days numeric not null default 7 check (lead_days >= 0),  -- until goods are here, mean
    lead_spread numeric not null default 2 check (lead_spread >= 0), -- and standard deviation
    buffer_minutes integer not null default 10 check (buffer_minutes between 0 and 10080),
    -- How far a quote may stand above what was expected before a person is asked, in per cent.
    above_percent numeric not null default 10 check (above_percent between 0 and 1000),
    -- What of the sale must remain, in per cent; below it a person is asked.
    margin_percent numeric not null default 0 check (margin_percent between -100 and 100),
    dispute_days integer check (dispute_days between 0 and 365), -- after the promise, as it lets us
    wishes jsonb not null default '{}',  -- by name: whether it is wanted here; else the default
    memo text not null default '',       -- what is written with every order
    accepted text[] not null default '{}', -- wishes that nothing proves, accepted by a person
    accepted_by uuid,
    accepted_at timestamptz,
    version integer not null default 1,
    made_at timestamptz not null,
    primary key (workspace_id, id)
);
create unique index purchasing_suppliers_name on purchasing_suppliers
    (workspace_id, lower(name)) where state <> 'archived';
create index purchasing_suppliers_account on purchasing_suppliers (workspace_id, account_id)
    where account_id is not null;

-- What the workspace wants of every supplier unless it says otherwise there, or on an order.
create table purchasing_defaults (
    workspace_id uuid not null,
    wishes jsonb not null default '{}',
    gift_note text not null default '',
    version integer not null default 1,
    primary key (workspace_id)
);

create table purchasing_offers (
    workspace_id uuid not null,
    id uuid not null,
    supplier_id uuid not null,
    variant_id uuid not null,
    state text not null check (state in ('active', 'off')),
    product_remote_id text not null default '',
    variant_remote_id text not null default '',
    order_key text not null default '',  -- what an order names it by, as the supplier told it
    sku text not null default '',        -- the supplier's
    from_country text not null default '', -- empty: the supplier's
    price_minor bigint check (price_minor >= 0),
    breaks jsonb not null default '[]',  -- [quantity, minor] from which each costs less
    minimum integer not null default 1 check (minimum >= 1),
    case_pack integer not null default 1 check (case_pack >= 1),
    lead_days numeric check (lead_days >= 0),
    share_percent numeric not null default 100 check (share_percent between 0 and 100),
    stock bigint,                        -- as it was told; null: never
    stock_sure bigint,
    read_at timestamptz,
    version integer not null default 1,
    primary key (workspace_id, id),
    unique (workspace_id, supplier_id, variant_id),
    foreign key (workspace_id, supplier_id) references purchasing_suppliers (workspace_id, id)
);
create index purchasing_offers_variant on purchasing_offers (workspace_id, variant_id)
    where state = 'active';
create index purchasing_offers_product on purchasing_offers
    (workspace_id, supplier_id, product_remote_id) where product_remote_id <> '';

-- One order at a supplier, for one parcel of an order of a buyer.
create table purchasing_orders (
    workspace_id uuid not null,
    id uuid not null,
    number text not null,                -- our key at the supplier, for ever
    supplier_id uuid not null,
    account_id uuid not null,
    order_id uuid not null,              -- of the order book
    order_number text not null default '',
    state text not null check (state in ('waiting', 'asking', 'quoted', 'placing', 'unsure',
        'unpaid', 'placed', 'sent', 'delivered', 'refused', 'stopped', 'cancelling', 'cancelled')),
    state_since timestamptz not null,
    country text not null,
    region text not null default '',
    postcode text not null default '',
    from_country text not null default '',
    ship_to text not null,               -- a name that says nothing of anybody
    ship_to_mark text not null default '',
    freight_code text not null default '',
    freight_name text not null default '',
    days_min integer,
    days_max integer,
    arrives_by timestamptz,              -- as promised with the quote
    currency text,
    goods_minor bigint,                  -- as quoted
    freight_minor bigint,
    discount_minor bigint not null default 0,
    total_minor bigint,
    expected_minor bigint,               -- what the offers let expect for the goods
    sale_minor bigint,                   -- what the buyer pays for these lines, in the same money
    sale_currency text,                  -- and as the buyer pays it
    sold_minor bigint,
    rate numeric,                        -- of the sale's money to this, and whose day it is
    rate_on date,
    paid_minor bigint,                   -- as the supplier shows it
    own_wishes jsonb not null default '{}', -- said for this order alone
    wishes text[] not null default '{}', -- that hold for it
    memo text not null default '',
    voucher_id uuid,
    voucher_code text not null default '',
    quoted_at timestamptz,
    due_at timestamptz,                  -- when the buffer ends; null: a person says when
    said_by uuid,                        -- who said yes where somebody was asked
    tries integer not null default 0,
    set_id uuid,                         -- of the change that orders it
    pay_set_id uuid,                     -- and of the one that pays it, where that is one of its own
    remote_id text,
    placed_at timestamptz,
    sent_at timestamptz,
    delivered_at timestamptz,
    late_at timestamptz,                 -- since when people know that it is past its promise
    dispute_by timestamptz,              -- until when a dispute can be opened
    dispute_id text not null default '',
    findings jsonb not null default '[]', -- codes and facts: why it waits, or failed
    score_noted boolean not null default false,
    version integer not null default 1,
    made_at timestamptz not null,
    primary key (workspace_id, id),
    unique (workspace_id, number),
    foreign key (workspace_id, supplier_id) references purchasing_suppliers (workspace_id, id)
);
create index purchasing_orders_list on purchasing_orders
    (workspace_id, state, made_at desc, id desc);
create index purchasing_orders_order on purchasing_orders (workspace_id, order_id);
create index purchasing_orders_supplier on purchasing_orders
    (workspace_id, supplier_id, state, made_at desc, id desc);
create index purchasing_orders_account on purchasing_orders
    (workspace_id, account_id, state, made_at desc, id desc);
create index purchasing_orders_work on purchasing_orders (workspace_id, account_id, state, due_at)
    where state in ('waiting', 'quoted');
create index purchasing_orders_late on purchasing_orders (workspace_id, arrives_by, id)
    where state in ('placed', 'sent') and arrives_by is not null;

create table purchasing_order_lines (
    workspace_id uuid not null,
    id uuid not null,
    purchase_id uuid not null,
    order_line_id uuid not null,
    variant_id uuid not null,
    offer_id uuid not null,
    quantity integer not null check (quantity > 0),
    expected_minor bigint,               -- of one piece, as it was known
    price_minor bigint,                  -- of one piece, as quoted
    primary key (workspace_id, id),
    foreign key (workspace_id, purchase_id) references purchasing_orders (workspace_id, id)
);
create index purchasing_order_lines_purchase on purchasing_order_lines (workspace_id, purchase_id);
create index purchasing_order_lines_line on purchasing_order_lines (workspace_id, order_line_id);
create index purchasing_order_lines_variant on purchasing_order_lines (workspace_id, variant_id);

-- As the supplier calls it; more than one where it parted it, or gave it another name. No order there
-- belongs to two of ours.
create table purchasing_remotes (
    workspace_id uuid not null,
    account_id uuid not null,
    remote_id text not null,
    purchase_id uuid not null,
    state text not null default '',      -- of this part, in our words
    heard_at timestamptz,                -- when the supplier last told of it
    primary key (workspace_id, account_id, remote_id),
    foreign key (workspace_id, purchase_id) references purchasing_orders (workspace_id, id)
);
create index purchasing_remotes_purchase on purchasing_remotes (workspace_id, purchase_id);

-- Parcels that suppliers sent, and where each is.
create table purchasing_parcels (
    workspace_id uuid not null,
    id uuid not null,
    purchase_id uuid not null,
    account_id uuid not null,
    number text not null,
    former text[] not null default '{}', -- numbers that it had before
    carrier text not null default '',
    url text not null default '',
    state text not null check (state in ('pending', 'in_transit', 'out_for_delivery',
        'ready_for_pickup', 'delivered', 'failed_attempt', 'exception', 'expired', 'returned')),
    state_since timestamptz not null,
    coming_back boolean not null default false,
    promised_by timestamptz,
    delivered_at timestamptz,
    asked_at timestamptz,                -- when its way was last asked for
    ask_at timestamptz,                  -- when it is asked for next; null: no more
    events_seen integer not null default 0,
    made_at timestamptz not null,
    version integer not null default 1,
    primary key (workspace_id, id),
    unique (workspace_id, account_id, number),
    foreign key (workspace_id, purchase_id) references purchasing_orders (workspace_id, id)
);
create index purchasing_parcels_purchase on purchasing_parcels (workspace_id, purchase_id);
create index purchasing_parcels_ask on purchasing_parcels (workspace_id, account_id, ask_at)
    where ask_at is not null;

create table purchasing_track_events (
    workspace_id uuid not null,
    parcel_id uuid not null,
    digest bytea not null,               -- of what was told: the same event is kept once
    at timestamptz,
    at_text text not null default '',
    state text,
    word text not null default '',
    said text not null default '',
    place text not null default '',
    heard_at timestamptz not null,
    primary key (workspace_id, parcel_id, digest),
    foreign key (workspace_id, parcel_id) references purchasing_parcels (workspace_id, id)
);

-- Codes that take something off at a supplier.
create table purchasing_vouchers (
    workspace_id uuid not null,
    id uuid not null,
    supplier_id uuid not null,
    code text not null,
    currency text,
    off_minor bigint check (off_minor > 0),
    off_percent numeric check (off_percent > 0 and off_percent <= 100),
    off_max_minor bigint check (off_max_minor > 0), -- the most that a percentage takes off
    spend_min_minor bigint not null default 0 check (spend_min_minor >= 0),
    valid_from timestamptz,
    valid_to timestamptz,
    uses_max integer not null default 1 check (uses_max >= 1),
    store_id text not null default '',   -- of whom it holds; empty: of all
    product_ids text[] not null default '{}', -- on what it holds; empty: on all
    note text not null default '',
    state text not null check (state in ('active', 'off')),
    version integer not null default 1,
    made_at timestamptz not null,
    primary key (workspace_id, id),
    unique (workspace_id, supplier_id, code),
    check ((off_minor is null) <> (off_percent is null)),
    foreign key (workspace_id, supplier_id) references purchasing_suppliers (workspace_id, id)
);
create table purchasing_voucher_uses (
    workspace_id uuid not null,
    voucher_id uuid not null,
    purchase_id uuid not null,
    state text not null check (state in ('kept', 'used', 'free')), -- free: it was not used after all
    off_minor bigint not null,
    at timestamptz not null,
    primary key (workspace_id, voucher_id, purchase_id),
    foreign key (workspace_id, voucher_id) references purchasing_vouchers (workspace_id, id)
);
-- An order keeps one voucher, and uses one.
create unique index purchasing_voucher_uses_purchase on purchasing_voucher_uses
    (workspace_id, purchase_id) where state in ('kept', 'used');
create index purchasing_vouchers_all on purchasing_vouchers (workspace_id, id desc)
    where state = 'active';

-- Goods for our own shelf.
create table purchasing_restocks (
    workspace_id uuid not null,
    id uuid not null,
    number text not null,
    supplier_id uuid not null,
    place_id uuid,                       -- of the stock: where they are to lie
    state text not null check (state in ('draft', 'sent', 'confirmed', 'received_in_part',
        'closed', 'cancelled')),
    state_since timestamptz not null,
    currency text not null,
    freight_minor bigint not null default 0,
    duty_minor bigint not null default 0,
    other_minor bigint not null default 0,
    expected_on date,
    note text not null default '',
    reference text not null default '',  -- the supplier's own number
    why jsonb not null default '[]',     -- what proposed it, as codes and facts
    made_at timestamptz not null,
    made_by uuid,
    sent_at timestamptz,
    closed_at timestamptz,
    version integer not null default 1,
    primary key (workspace_id, id),
    unique (workspace_id, number),
    foreign key (workspace_id, supplier_id) references purchasing_suppliers (workspace_id, id)
);
create index purchasing_restocks_list on purchasing_restocks
    (workspace_id, state, made_at desc, id desc);
create table purchasing_restock_lines (
    workspace_id uuid not null,
    id uuid not null,
    restock_id uuid not null,
    variant_id uuid not null,
    offer_id uuid,
    quantity integer not null check (quantity > 0),
    received integer not null default 0 check (received >= 0),
    defective integer not null default 0 check (defective between 0 and received),
    price_minor bigint not null check (price_minor >= 0), -- of one piece
    primary key (workspace_id, id),
    unique (workspace_id, restock_id, variant_id),
    foreign key (workspace_id, restock_id) references purchasing_restocks (workspace_id, id)
);
create index purchasing_restock_lines_variant on purchasing_restock_lines (workspace_id, variant_id);
create table purchasing_restock_files (
    workspace_id uuid not null,
    restock_id uuid not null,
    made_at timestamptz not null,
    content bytea not null,              -- the PDF, as it was sent
    primary key (workspace_id, restock_id, made_at),
    foreign key (workspace_id, restock_id) references purchasing_restocks (workspace_id, id)
);

-- What suppliers did, from which their scores are worked out.
create table purchasing_marks (
    workspace_id uuid not null,
    id uuid not null,
    supplier_id uuid not null,
    kind text not null check (kind in ('on_time', 'late', 'placed', 'refused', 'price_kept',
        'price_above', 'delivered', 'defect')),
    about uuid not null,                 -- the order or restock it was seen at
    count integer not null default 1,
    at timestamptz not null,
    primary key (workspace_id, id),
    unique (workspace_id, supplier_id, kind, about)
);
create index purchasing_marks_supplier on purchasing_marks (workspace_id, supplier_id, at);

-- What is looked up tomorrow at a supplier whose look-ups are counted.
create table purchasing_plans (
    workspace_id uuid not null,
    account_id uuid not null,
    day date not null,
    made_at timestamptz not null,
    budget integer not null,
    spent integer not null default 0,
    planned integer not null,
    loss_minor bigint not null,          -- expected, with this plan
    loss_next_minor bigint,              -- and with the budget of the next level
    told jsonb not null,                 -- what cannot be kept fresh, and why
    primary key (workspace_id, account_id, day)
);
create table purchasing_looks (
    workspace_id uuid not null,
    account_id uuid not null,
    day date not null,
    product_remote_id text not null,
    at timestamptz not null,
    done_at timestamptz,
    cost integer not null,
    primary key (workspace_id, account_id, day, product_remote_id, at)
);
create index purchasing_looks_due on purchasing_looks (workspace_id, account_id, at)
    where done_at is null;

do $$
declare name text;
begin
    foreach name in array array['purchasing_suppliers', 'purchasing_defaults', 'purchasing_offers',
        'purchasing_orders', 'purchasing_order_lines', 'purchasing_parcels',
        'purchasing_remotes',
        'purchasing_track_events', 'purchasing_vouchers', 'purchasing_voucher_uses',
        'purchasing_restocks', 'purchasing_restock_lines', 'purchasing_restock_files',
        'purchasing_marks', 'purchasing_plans', 'purchasing_looks']
    loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format('create policy %I on %I using (workspace_id = (select hanse_workspace()))
            with check (workspace_id = (select hanse_workspace()))', name || '_workspace', name);
        execute format('grant select, insert, update, delete on %I to hanse_app', name);
    end loop;
end $$;
-- A way is told once, and paper that went out stays as it was.
revoke update, delete on purchasing_track_events, purchasing_restock_files from hanse_app;

-- What is due is looked for in all workspaces at once.
create policy purchasing_orders_system on purchasing_orders for select to hanse_system using (true);
create policy purchasing_parcels_system on purchasing_parcels for select to hanse_system using (true);
create policy purchasing_suppliers_system on purchasing_suppliers for select to hanse_system
    using (true);
grant select on purchasing_orders, purchasing_parcels, purchasing_suppliers to hanse_system;
create index purchasing_orders_everywhere on purchasing_orders (state, due_at, workspace_id)
    where state in ('waiting', 'quoted');
create index purchasing_parcels_everywhere on purchasing_parcels (ask_at, workspace_id, account_id)
    where ask_at is not null;
