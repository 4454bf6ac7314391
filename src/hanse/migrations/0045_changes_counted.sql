-- What counts together with others of the day: money that is spent, and what may take something out
-- of a shop. Of older rows nobody knows, so they are looked at; a day later none of them is.

alter table changes_changes add column counted boolean not null default true;
create index changes_changes_counted on changes_changes (workspace_id, kind, state_at)
    where counted and state in ('sending', 'unknown', 'proven');
