-- What is held for lines is found by its index even where the table was empty as the plan was made,
-- which stays as long as its connection.
alter function stock_held(uuid[], bigint) set enable_seqscan = off;
