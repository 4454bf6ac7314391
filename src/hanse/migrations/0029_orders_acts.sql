-- What shops did not take is told again, and each shop sells for one business.

alter table orders_parcels
    add column notify boolean not null default true, -- whether the buyer is told by the shop
    add column told_why text not null default '';    -- why the shop does not have it

-- Which business sells at a shop; no row: the only one that there is.
create table orders_shops (
    workspace_id uuid not null,
    account_id uuid not null,
    business_id uuid not null,
    primary key (workspace_id, account_id)
);
create index orders_shops_business on orders_shops (workspace_id, business_id);
alter table orders_shops enable row level security;
alter table orders_shops force row level security;
create policy orders_shops_workspace on orders_shops
    using (workspace_id = (select hanse_workspace()))
    with check (workspace_id = (select hanse_workspace()));
grant select, insert, update, delete on orders_shops to hanse_app;
