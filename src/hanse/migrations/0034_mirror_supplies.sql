-- not additive: two more kinds of rows are let in, and two indexes are made anew with them;
-- nothing that is kept is touched.
-- What suppliers offer and what was ordered there is kept as everything else that accounts show.
-- An order at a supplier names whom it goes to, so it is sealed.

alter table mirror_rows drop constraint mirror_rows_kind_check;
alter table mirror_rows add constraint mirror_rows_kind_check check (kind in
    ('products', 'offers', 'locations', 'levels', 'orders', 'refunds', 'buyers',
     'supplied', 'purchases'));
drop index mirror_rows_sealed;
drop index mirror_rows_sealed_value;
create index mirror_rows_sealed on mirror_rows (workspace_id, substr(document, 1, 4))
    where kind in ('orders', 'refunds', 'buyers', 'purchases');
create index mirror_rows_sealed_value on mirror_rows (workspace_id, substr(value, 1, 4))
    where kind in ('orders', 'refunds', 'buyers', 'purchases');
