-- The list of all changes, those that moved last first, whatever their states.
create index changes_changes_moved on changes_changes (workspace_id, state_at desc, id desc);
