-- not additive: one more kind of exceptions is let in; nothing that is kept is touched.
-- What suppliers send for an order is not of our own shelf.

alter table orders_lines add column bought bigint not null default 0 check (bought >= 0);
alter table orders_parcels add column purchase_id uuid; -- of the supplier's order that sent it
create unique index orders_parcels_bought on orders_parcels
    (workspace_id, purchase_id, tracking_number) where purchase_id is not null;
alter table orders_exceptions drop constraint orders_exceptions_kind_check;
alter table orders_exceptions add constraint orders_exceptions_kind_check check (kind in
    ('unreadable', 'unmatched', 'no_stock', 'loss', 'address', 'reversed', 'stuck', 'remainder',
     'tax', 'unknown_word', 'not_told', 'supplier'));
