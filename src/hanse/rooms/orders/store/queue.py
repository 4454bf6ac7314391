"""Statements about what is still to be read into the book, and about exceptions of orders."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from hanse.engine.tx import Tx
from hanse.rooms.orders.model.exceptions import Problem

WANT = """
    insert into orders_wanted as stands (workspace_id, account_id, remote_id, since)
    select $1, $2, remote_id, $4 from unnest($3::text[]) as remote_id
    on conflict (workspace_id, account_id, remote_id) do update set wanted = stands.wanted + 1
"""
WANTED = """
    select remote_id, wanted from orders_wanted
    where workspace_id = $1 and account_id = $2 order by since, remote_id limit $3
"""
# What was asked for again meanwhile stays, to be read once more.
DONE = """
    delete from orders_wanted using unnest($3::text[], $4::bigint[]) as done (remote_id, wanted)
    where orders_wanted.workspace_id = $1 and orders_wanted.account_id = $2
      and orders_wanted.remote_id = done.remote_id and orders_wanted.wanted = done.wanted
"""
# What a person has accepted stays so; what had gone by itself is opened again.
EXCEPT = """
    with before as (
        select kind from orders_exceptions
        where workspace_id = $1 and account_id = $2 and remote_id = $3 and state = 'open'),
    now as (
        select kind, facts from jsonb_to_recordset($6::jsonb) as now (kind text, facts jsonb)),
    gone as (
        update orders_exceptions set state = 'settled', answer = 'itself', settled_at = $7
        where workspace_id = $1 and account_id = $2 and remote_id = $3 and state = 'open'
          and kind = any($8::text[]) and kind not in (select kind from now)),
    stands as (
        insert into orders_exceptions as stands (workspace_id, id, kind, account_id, order_id,
            remote_id, facts, state, placed_at, opened_at)
        select $1, id, kind, $2, $4, $3, facts, 'open', $5, $7
        from (select kind, facts, row_number() over () as place from now) as now
        join unnest($9::uuid[]) with ordinality as new (id, place) using (place)
        on conflict (workspace_id, account_id, remote_id, kind) do update set
            state = 'open', answer = '', facts = excluded.facts, order_id = excluded.order_id,
            settled_at = null, settled_by = null
        where stands.state = 'open' and stands.facts <> excluded.facts
           or stands.state = 'settled' and stands.answer = 'itself'
        returning id, kind)
    select id, kind from stands where kind not in (select kind from before)
"""
# Along the index of what is open, the newest first.
TAXED = """
    select account_id, remote_id from orders_exceptions
    where workspace_id = $1 and state = 'open' and kind = 'tax'
    order by placed_at desc limit $2
"""
TAXED_MAX = 5_000


async def want(tx: Tx, account_id: UUID, remote_ids: Sequence[str]) -> None:
    await tx.execute(WANT, tx.workspace_id, account_id, sorted(set(remote_ids)), tx.now)


async def taxed(tx: Tx) -> Sequence[tuple[UUID, str]]:
    """The orders whose tax differs from ours, by shop and its own id."""
    return [(*row,) for row in await tx.fetch(TAXED, tx.workspace_id, TAXED_MAX)]


async def wanted(tx: Tx, account_id: UUID, rows_max: int) -> Sequence[tuple[str, int]]:
    rows = await tx.fetch(WANTED, tx.workspace_id, account_id, rows_max)
    return [(row["remote_id"], row["wanted"]) for row in rows]


async def done(tx: Tx, account_id: UUID, read: Sequence[tuple[str, int]]) -> None:
    names, counts = [name for name, _ in read], [count for _, count in read]
    await tx.execute(DONE, tx.workspace_id, account_id, names, counts)


async def except_(
    tx: Tx,
    account_id: UUID,
    remote_id: str,
    order_id: UUID | None,
    placed_at: datetime,
    problems: Sequence[Problem],
    kinds: Sequence[str],
) -> Sequence[tuple[UUID, str]]:
    """These problems stand now, and of these kinds no other; those that are new."""
    rows = await tx.fetch(
        EXCEPT,
        *(tx.workspace_id, account_id, remote_id, order_id, placed_at),
        msgspec.json.encode(problems).decode(),
        *(tx.now, list(kinds), [tx.ids.new() for _ in problems]),
    )
    return [(row["id"], row["kind"]) for row in rows]
