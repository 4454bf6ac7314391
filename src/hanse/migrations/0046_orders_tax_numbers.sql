-- The number by which customs know the buyer, where a person says it here; sealed.

alter table orders_orders add column tax_number bytea;
