-- Listings that are hidden while they are sold out: what was asked of each and has not come to an
-- end, and when it was asked for, so that what came to nothing is tried again, and not too often.
alter table stock_shown
    add column listing_asked text check (listing_asked in ('draft', 'live')),
    add column listing_tried_at timestamptz;
create index stock_shown_listing on stock_shown (workspace_id, account_id, remote_product_id)
    where listing_asked is not null;

-- Moves of a variant by their rare kinds and by people, which are few among what orders move.
create index stock_moves_rare on stock_moves (workspace_id, variant_id, kind, seq desc)
    where kind in ('receipt', 'adjustment', 'transfer', 'count', 'return');
create index stock_moves_people on stock_moves (workspace_id, variant_id, seq desc)
    where person_id is not null;

-- Exceptions of a rare kind, or of one shop, among many that are open.
create index orders_exceptions_kind on orders_exceptions (workspace_id, state, kind, id desc);
create index orders_exceptions_account on orders_exceptions
    (workspace_id, state, account_id, id desc);
