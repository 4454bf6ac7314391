"""The statements about inbound webhooks."""

# What is new is seen only by a statement that begins after whoever came before has committed.
HOLD = """
    select pg_advisory_xact_lock(hashtextextended('engine_hooks ' || account_id::text, 0))
    from (select distinct unnest($1::uuid[]) as account_id order by 1) as accounts
"""
# Which of these deliveries were accepted before.
ACCEPTED = """
    select account_id, delivery_id from engine_hooks
    where workspace_id = $1 and account_id = any($2::uuid[]) and delivery_id = any($3::text[])
      and verdict = 'accepted'
"""
FORGED_LATELY = """
    select account_id, count(*) as count from engine_hooks
    where workspace_id = $1 and account_id = any($2::uuid[]) and verdict = 'forged'
      and received_at > clock_timestamp() - interval '1 hour'
    group by account_id
"""
KEEP = """
    insert into engine_hooks
        (workspace_id, id, account_id, topic, delivery_id, verdict, state, bytes, body)
    select $1, item.* from unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[],
        $7::text[], $8::bigint[], $9::bytea[]) as item
"""
WAITING = """
    select workspace_id, id, received_at, account_id, topic, delivery_id, verdict, state,
        settled_at, note, bytes, body
    from engine_hooks
    where workspace_id = $1 and account_id = $2 and state = 'waiting'
    order by id limit $3
"""
SETTLE = """
    update engine_hooks set state = $3, note = $4, settled_at = clock_timestamp()
    where workspace_id = $1 and id = any($2::uuid[]) and verdict = 'accepted'
"""
FIND = """
    select workspace_id, id, received_at, account_id, topic, delivery_id, verdict, state,
        settled_at, note, bytes, null::bytea as body
    from engine_hooks
    where workspace_id = $1 and account_id = $2 and ($3::uuid is null or id < $3)
      and ($5::text[] is null or verdict = any($5))
    order by id desc limit $4
"""
ONE = """
    select workspace_id, id, received_at, account_id, topic, delivery_id, verdict, state,
        settled_at, note, bytes, body
    from engine_hooks where workspace_id = $1 and id = $2
"""
WAIT_AGAIN = """
    update engine_hooks set state = 'waiting', note = $3, settled_at = null
    where workspace_id = $1 and id = $2 and verdict = 'accepted'
    returning account_id
"""
LAST_AT = """
    select account_id, last.received_at
    from unnest($2::uuid[]) as account (account_id) cross join lateral (
        select received_at from engine_hooks as hooks
        where hooks.workspace_id = $1 and hooks.account_id = account.account_id
          and hooks.verdict <> 'forged'
        order by id desc limit 1) as last
"""
ARRIVALS = """
    select received_at from engine_hooks
    where workspace_id = $1 and account_id = $2 and verdict <> 'forged'
    order by id desc limit $3
"""
FORGET = """
    delete from engine_hooks where (workspace_id, id, received_at) in (
        select workspace_id, id, received_at from engine_hooks
        where received_at < clock_timestamp() - make_interval(days => $1) limit $2)
"""
FORGET_ACCOUNT = "delete from engine_hooks where workspace_id = $1 and account_id = $2"
OLDER = """
    select id, body from engine_hooks where workspace_id = $1 and body < $2
    order by body limit $3 for update
"""
REPLACE = "update engine_hooks set body = $3 where id = $1 and body = $2"
