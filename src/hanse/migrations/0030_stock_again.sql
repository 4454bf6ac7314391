-- Listings that are hidden while they are sold out: what was asked of each and has not come to an
-- end, and when it was asked for, so that what came to nothing is tried again, and not too often.
alter table stock_shown
    add column listing_asked text check (listing_asked in ('draft', 'live')),
    add column listing_tried_at timestamptz;
create index stock_shown_listing on stock_shown (workspace_id, account_id, remote_product_id)
    where listing_asked is not null;
