-- Whoever has the id of a request finds what it did.
create index events_request on events (workspace_id, request_id, xact, seq) where request_id <> '';
