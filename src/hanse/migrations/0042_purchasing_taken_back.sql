-- What a buyer takes back of what was bought for them at a supplier, and orders at suppliers that
-- wait because the order of the buyer is held.

alter table purchasing_order_lines
    add column unwanted integer not null default 0 check (unwanted between 0 and quantity),
    -- Of these, what a person has answered for, or nobody has to.
    add column settled integer not null default 0 check (settled between 0 and unwanted);
alter table purchasing_orders add column held boolean not null default false;
