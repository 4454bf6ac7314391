-- The order book: what was bought at every shop, by whom, where it stands and what keeps it.

create table orders_orders (
    workspace_id uuid not null,
    id uuid not null,
    account_id uuid not null,
    remote_id text not null,
    number text not null default '',     -- for people
    -- As the shop tells it. Unknown: a word that is on no table, which is kept beside it.
    shop_state text not null check (shop_state in ('pending', 'confirmed', 'processing', 'shipped',
        'delivered', 'cancelled', 'returned', 'failed', 'unknown')),
    -- With what we have packed and shipped ourselves.
    state text not null check (state in ('pending', 'confirmed', 'processing', 'shipped',
        'delivered', 'cancelled', 'returned', 'failed', 'unknown')),
    state_word text not null default '',
    state_since timestamptz not null,
    payment text not null check (payment in ('unpaid', 'authorised', 'paid', 'part_refunded',
        'refunded', 'reversed', 'unknown')),
    paid_word text not null default '',
    placed_at timestamptz not null,
    paid_at timestamptz,
    modified_at timestamptz,             -- as the shop says
    gone_at timestamptz,                 -- since when the shop does not show it any more
    -- In the money of the order; null: the shop does not tell it, or it could not be read.
    currency text,
    goods_minor bigint,                  -- before discounts, without tax
    discount_minor bigint,
    tip_minor bigint,
    duty_minor bigint,
    gift_card_minor bigint,
    shipping_minor bigint,
    fees_minor bigint,
    tax_minor bigint,
    total_minor bigint,                  -- what was to be paid, refunds not taken off
    refunded_minor bigint not null default 0,
    remainder_minor bigint,              -- what of the total its lines do not add up to
    prices_include_tax boolean,
    -- The same in the money that the buyer saw, where that is another and the shop tells it.
    buyer_currency text,
    buyer_goods_minor bigint,
    buyer_discount_minor bigint,
    buyer_tip_minor bigint,
    buyer_duty_minor bigint,
    buyer_gift_card_minor bigint,
    buyer_shipping_minor bigint,
    buyer_tax_minor bigint,
    buyer_total_minor bigint,
    customer_id uuid,
    country text,                        -- where it goes, for tax and for lists
    region text,
    personal bytea,                      -- sealed: who bought, where it goes, the note; null: erased
    email_hash bytea,                    -- keyed, so that a search finds it
    phone_hash bytea,
    payment_method text not null default '',
    coupons text[] not null default '{}',
    tags text[] not null default '{}',
    risks jsonb not null default '[]',   -- why it is looked at twice; nothing personal
    findings jsonb not null default '[]', -- what could not be read in it
    held_why text,                       -- null: it is not held
    held_by uuid,
    held_at timestamptz,
    checksum bytea not null,             -- of what the shop said
    made_at timestamptz not null,
    version integer not null default 1,
    primary key (workspace_id, id),
    unique (workspace_id, account_id, remote_id)
);
create index orders_orders_list on orders_orders (workspace_id, state, placed_at desc, id desc);
create index orders_orders_account on orders_orders
    (workspace_id, account_id, state, placed_at desc, id desc);
create index orders_orders_number on orders_orders (workspace_id, number text_pattern_ops);
create index orders_orders_remote on orders_orders (workspace_id, remote_id);
create index orders_orders_email on orders_orders (workspace_id, email_hash, placed_at desc)
    where email_hash is not null;
create index orders_orders_phone on orders_orders (workspace_id, phone_hash, placed_at desc)
    where phone_hash is not null;
create index orders_orders_customer on orders_orders (workspace_id, customer_id, placed_at desc)
    where customer_id is not null;
create index orders_orders_open on orders_orders (workspace_id, account_id, state, state_since)
    where state in ('pending', 'confirmed', 'processing', 'shipped');
-- A sealed value begins with the version of its key; a new key seals the older ones anew.
create index orders_orders_sealed on orders_orders (workspace_id, substr(personal, 1, 4))
    where personal is not null;

create table orders_lines (
    workspace_id uuid not null,
    id uuid not null,
    order_id uuid not null,
    account_id uuid not null,
    remote_id text not null,
    position integer not null,
    remote_product_id text,
    remote_variant_id text,
    sku text not null default '',
    title text not null default '',
    variant_id uuid,                     -- null: of nothing that we know
    matched_by text not null default '' check (matched_by in ('', 'offer', 'sku', 'person')),
    quantity bigint not null,
    refunded bigint not null default 0,  -- pieces whose money went back
    shipped bigint not null default 0,   -- pieces that went out, at the shop or from us
    unit_price numeric,
    subtotal_minor bigint,               -- before discounts, without tax
    total_minor bigint,                  -- after them
    tax_minor bigint,
    removed boolean not null default false, -- the shop has taken it out of the order
    -- What the ledger holds for it, and what it was told.
    held bigint not null default 0,
    short bigint not null default 0,
    sold bigint not null default 0,      -- pieces that the ledger knows to be out
    waits boolean not null default false, -- pieces of it are still to go out
    placed_at timestamptz not null,
    primary key (workspace_id, id),
    unique (workspace_id, order_id, remote_id)
);
create index orders_lines_sku on orders_lines (workspace_id, sku, placed_at desc, order_id)
    where sku <> '';
create index orders_lines_variant on orders_lines (workspace_id, variant_id, placed_at, order_id)
    where waits;
create index orders_lines_short on orders_lines (workspace_id, variant_id, placed_at, order_id)
    where short > 0;
create index orders_lines_unmatched on orders_lines (workspace_id, account_id, remote_product_id)
    where variant_id is null;

create table orders_parcels (
    workspace_id uuid not null,
    id uuid not null,
    order_id uuid not null,
    remote_id text,                      -- as the shop calls it; null: it does not know it yet
    made_by text not null check (made_by in ('shop', 'us')),
    state text not null check (state in ('open', 'packed', 'shipped', 'delivered', 'cancelled')),
    place_id uuid,
    carrier text not null default '',
    tracking_number text not null default '',
    tracking_url text not null default '',
    shipped_at timestamptz,
    delivered_at timestamptz,
    change_id uuid,                      -- by which the shop is told
    told text not null default '' check (told in ('', 'asked', 'proven', 'refused')),
    made_at timestamptz not null,
    version integer not null default 1,
    primary key (workspace_id, id)
);
create unique index orders_parcels_remote on orders_parcels (workspace_id, order_id, remote_id)
    where remote_id is not null;
create index orders_parcels_order on orders_parcels (workspace_id, order_id);
create index orders_parcels_tracking on orders_parcels (workspace_id, tracking_number)
    where tracking_number <> '';
create index orders_parcels_change on orders_parcels (workspace_id, change_id)
    where change_id is not null;
create table orders_parcel_lines (
    workspace_id uuid not null,
    parcel_id uuid not null,
    line_id uuid not null,
    count bigint not null check (count > 0),
    primary key (workspace_id, parcel_id, line_id)
);

-- One for each account and its own id; guests by the keyed hash of their address.
create table orders_customers (
    workspace_id uuid not null,
    id uuid not null,
    account_id uuid not null,
    remote_id text,
    email_hash bytea,                    -- the same person at another shop has the same
    phone_hash bytea,
    personal bytea,                      -- sealed; null: erased
    country text,
    seen_at timestamptz not null,
    erased_at timestamptz,
    version integer not null default 1,
    primary key (workspace_id, id)
);
create unique index orders_customers_remote on orders_customers
    (workspace_id, account_id, remote_id) where remote_id is not null;
create unique index orders_customers_guest on orders_customers
    (workspace_id, account_id, email_hash) where remote_id is null and email_hash is not null;
create index orders_customers_email on orders_customers (workspace_id, email_hash)
    where email_hash is not null;
create index orders_customers_phone on orders_customers (workspace_id, phone_hash)
    where phone_hash is not null;
create index orders_customers_account on orders_customers (workspace_id, account_id, id);
create index orders_customers_sealed on orders_customers (workspace_id, substr(personal, 1, 4))
    where personal is not null;

create table orders_notes (
    workspace_id uuid not null,
    id uuid not null,
    order_id uuid not null,
    at timestamptz not null,
    person_id uuid,
    words bytea not null,                -- sealed: nobody knows whom a note is about
    primary key (workspace_id, id)
);
create index orders_notes_order on orders_notes (workspace_id, order_id, id);
create index orders_notes_sealed on orders_notes (workspace_id, substr(words, 1, 4));

-- The same as in the order, for lists by tag.
create table orders_tags (
    workspace_id uuid not null,
    tag text not null,
    placed_at timestamptz not null,
    order_id uuid not null,
    primary key (workspace_id, tag, placed_at, order_id)
);

-- What keeps an order from going its way, until somebody or something settles it.
create table orders_exceptions (
    workspace_id uuid not null,
    id uuid not null,
    kind text not null check (kind in ('unreadable', 'unmatched', 'no_stock', 'loss', 'address',
        'reversed', 'stuck', 'remainder', 'unknown_word')),
    account_id uuid not null,
    order_id uuid,                       -- null: it could not be read
    remote_id text not null,             -- of the order
    facts jsonb not null default '{}',   -- nothing personal
    state text not null check (state in ('open', 'settled')),
    answer text not null default '',     -- how it was settled: itself, accepted, or by an act
    placed_at timestamptz not null,      -- of the order, or when it came
    opened_at timestamptz not null,
    settled_at timestamptz,
    settled_by uuid,
    primary key (workspace_id, id),
    -- One of a kind and order: what was accepted is not opened again.
    unique (workspace_id, account_id, remote_id, kind)
);
create index orders_exceptions_open on orders_exceptions
    (workspace_id, kind, placed_at desc, order_id) where state = 'open';
create index orders_exceptions_list on orders_exceptions (workspace_id, state, id desc);
create index orders_exceptions_order on orders_exceptions (workspace_id, order_id)
    where order_id is not null;

-- What of the mirror is still to be read into the book.
create table orders_wanted (
    workspace_id uuid not null,
    account_id uuid not null,
    remote_id text not null,             -- of the order
    wanted bigint not null default 1,    -- how often it was asked for
    since timestamptz not null,
    primary key (workspace_id, account_id, remote_id)
);
create index orders_wanted_account on orders_wanted (workspace_id, account_id, since);

-- How long orders stayed in a state, of which is worked out what is usual for a shop.
create table orders_stays (
    workspace_id uuid not null,
    order_id uuid not null,
    state text not null,
    account_id uuid not null,
    from_at timestamptz not null,
    until_at timestamptz not null,
    primary key (workspace_id, order_id, state, from_at)
);
create index orders_stays_account on orders_stays (workspace_id, account_id, state, until_at desc);

-- What a shop is asked to do so that money goes back: to refund, or to cancel. One is open at a time.
create table orders_refunds (
    workspace_id uuid not null,
    id uuid not null,                    -- the mark of the change
    order_id uuid not null,
    account_id uuid not null,
    kind text not null check (kind in ('refund', 'cancel')),
    state text not null check (state in ('open', 'done', 'ended')),
    outcome text not null default '',    -- why it ended without being done
    set_id uuid,                         -- of the change by which the shop is asked
    return_id uuid,
    currency text not null,
    goods_minor bigint not null check (goods_minor >= 0),
    tax_minor bigint not null check (tax_minor >= 0),
    shipping_minor bigint not null check (shipping_minor >= 0),
    before_minor bigint not null,        -- what of the order had gone back before it
    note text not null default '',
    person_id uuid,
    made_at timestamptz not null,
    ended_at timestamptz,
    primary key (workspace_id, id)
);
create unique index orders_refunds_open on orders_refunds (workspace_id, order_id)
    where state = 'open';
create index orders_refunds_order on orders_refunds (workspace_id, order_id, id);
create index orders_refunds_set on orders_refunds (workspace_id, set_id) where state = 'open';
create table orders_refund_lines (
    workspace_id uuid not null,
    refund_id uuid not null,
    line_id uuid not null,
    count bigint not null check (count > 0),
    before bigint not null,              -- pieces of the line that had gone back before it
    restock boolean not null,            -- whether they can be sold again
    take_in bigint not null default 0,   -- pieces that the ledger takes back when it is done
    place_id uuid,
    primary key (workspace_id, refund_id, line_id)
);

create table orders_returns (
    workspace_id uuid not null,
    id uuid not null,
    order_id uuid not null,
    account_id uuid not null,
    state text not null check (state in ('requested', 'approved', 'sent_back', 'received', 'closed',
        'declined')),
    reason text not null check (reason in ('damaged', 'wrong', 'not_as_described', 'too_late',
        'not_wanted', 'other')),
    note text not null default '',
    answer text not null default '',     -- why it was declined, or closed without money
    carrier text not null default '',
    tracking_number text not null default '',
    label_url text not null default '',
    person_id uuid,                      -- who wrote it down
    requested_at timestamptz not null,
    state_since timestamptz not null,
    version integer not null default 1,
    primary key (workspace_id, id)
);
create index orders_returns_list on orders_returns (workspace_id, state, id desc);
create index orders_returns_order on orders_returns (workspace_id, order_id, id desc);
create table orders_return_lines (
    workspace_id uuid not null,
    return_id uuid not null,
    line_id uuid not null,
    count bigint not null check (count > 0),
    restocked bigint not null default 0, -- pieces that can be sold again
    written_off bigint not null default 0,
    place_id uuid,                       -- where they came in
    primary key (workspace_id, return_id, line_id)
);

do $$
declare
    name text;
begin
    foreach name in array array['orders_orders', 'orders_lines', 'orders_parcels',
        'orders_parcel_lines', 'orders_customers', 'orders_notes', 'orders_tags',
        'orders_exceptions', 'orders_wanted', 'orders_stays', 'orders_refunds',
        'orders_refund_lines', 'orders_returns', 'orders_return_lines']
    loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format('create policy %I on %I using (workspace_id = (select hanse_workspace()))
            with check (workspace_id = (select hanse_workspace()))', name || '_workspace', name);
    end loop;
end $$;
grant select, insert, update on orders_orders, orders_lines, orders_customers, orders_parcels,
    orders_exceptions, orders_refunds, orders_returns, orders_return_lines to hanse_app;
grant select, insert on orders_refund_lines to hanse_app;
grant select, insert, update, delete on orders_parcel_lines, orders_notes, orders_tags,
    orders_wanted, orders_stays to hanse_app;
