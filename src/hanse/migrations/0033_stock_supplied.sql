-- What suppliers say they have: how sure it is where nobody says otherwise, for how long it is as good
-- as new, and until when shops were told of what has faded since.
alter table stock_places
    add column trust integer not null default 100 check (trust between 0 and 100),
    add column fresh_for_h integer not null default 24 check (fresh_for_h between 1 and 8760),
    add column faded_at timestamptz;
create index stock_levels_told on stock_levels (workspace_id, place_id, told_at)
    where told_at is not null;
