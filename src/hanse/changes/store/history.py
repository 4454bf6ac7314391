"""Statements about what changes did to a thing earlier: what the guard compares with."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from hanse.base.money import Money
from hanse.changes.model.changes import Lane, Origin, columns_of
from hanse.changes.model.policies import Load
from hanse.changes.model.states import State
from hanse.engine.tx import Tx
from hanse.trade.fields import Fields, restored

# What was on its way or done within the time, the first of it per field: before it is what stood
# there when the time began, also in the fields that were not written but decide what is paid.
SINCE = """
    select distinct on (held.account_id, held.kind, held.thing, field.key)
        held.account_id, held.kind, held.thing, field.key, field.value
    from unnest($2::uuid[], $3::text[], $4::text[]) as lane (account_id, kind, thing)
    join changes_changes held
      on held.workspace_id = $1 and held.account_id = lane.account_id and held.kind = lane.kind
      and held.thing = lane.thing
    cross join jsonb_each(held.basis -> 'before') as field
    where held.state in ('sending', 'unknown', 'proven', 'undone') and held.state_at >= $5
    order by held.account_id, held.kind, held.thing, field.key, held.state_at
"""
# What a person agreed to last, or else what was there before anything of ours.
AGREED = """
    select distinct on (held.account_id, held.kind, held.thing, field.key)
        held.account_id, held.kind, held.thing, field.key, field.value
    from unnest($2::uuid[], $3::text[], $4::text[]) as lane (account_id, kind, thing)
    join changes_changes held
      on held.workspace_id = $1 and held.account_id = lane.account_id and held.kind = lane.kind
      and held.thing = lane.thing
    cross join lateral (
        select key, value, 1 as order_of from jsonb_each(held.after)
        where exists (
            select from changes_approvals agreed
            where agreed.workspace_id = $1 and agreed.set_id = held.set_id)
        union all select key, value, 0 from jsonb_each(held.basis -> 'before')
    ) as field
    where held.state in ('sending', 'unknown', 'proven', 'undone')
    order by held.account_id, held.kind, held.thing, field.key, field.order_of desc,
        case when field.order_of = 1 then held.state_at end desc, held.state_at
"""
# What was taken out of a shop, or is about to be: the guard counts it with what comes. Of all that
# goes to shops in a day these are few, and found by an index of their own.
TAKEN = """
    select held.account_id, held.thing, field.key, held.before -> field.key as was, field.value
    from changes_changes held cross join jsonb_each(held.after) as field
    where held.workspace_id = $1 and held.counted and held.account_id = any($2::uuid[])
      and held.kind = any($3::text[]) and held.state in ('sending', 'unknown', 'proven')
      and held.state_at >= $4
"""
SPENT = """
    select field.value #>> '{money,0}' as currency,
        sum((field.value #>> '{money,1}')::bigint)::bigint as minor
    from changes_changes held cross join jsonb_each(held.after) as field
    where held.workspace_id = $1 and held.counted and held.kind = any($2::text[])
      and held.state in ('sending', 'unknown', 'proven') and held.state_at >= $3
      and field.key = any($4::text[]) and jsonb_typeof(field.value) = 'object'
      and field.value ? 'money'
    group by 1
"""
# How many there are of each kind, and by how much money moves, field by field: where there was
# none, or another currency, by all of it, and where it ends, by what it was.
LOADS = """
    with moved as (MOVED), paid as (
        select moved.kind,
            coalesce(field.value #>> '{money,0}', was.value #>> '{money,0}') as currency,
            case
                when field.value #>> '{money,0}' = was.value #>> '{money,0}'
                then abs(
                    (field.value #>> '{money,1}')::bigint - (was.value #>> '{money,1}')::bigint)
                else coalesce(field.value #>> '{money,1}', was.value #>> '{money,1}')::bigint
            end as minor
        from moved join changes_changes held on held.workspace_id = $1 and held.id = moved.id
        cross join jsonb_each(held.after) as field
        cross join lateral (select held.before -> field.key as value) as was
        where field.key = any($2::text[]) and (field.value ? 'money' or was.value ? 'money')
        union all
        select moved.kind, inside.price #>> '{0}', (inside.price #>> '{1}')::bigint
        from moved join changes_changes held on held.workspace_id = $1 and held.id = moved.id
        cross join jsonb_path_query(
            held.after -> 'variants',
            'strict $[*][1][*] ? (@[0] == "price")[1] ? (@.type() == "object").money'
        ) as inside(price)
    )
    select kind, null as currency, count(*) as number from moved group by kind
    union all
    select kind, currency, sum(minor)::bigint from paid group by 1, 2 order by 1, 2 nulls first
"""
LOADS_OF_SET = LOADS.replace(
    "MOVED",
    """
        select id, kind from changes_changes
        where workspace_id = $1 and set_id = $3 and state = any($4::text[])
    """,
)
# What went out for the same wisher without anybody having agreed to it.
LOADS_BY_ITSELF = LOADS.replace(
    "MOVED",
    """
        select held.id, held.kind from changes_sets made
        join changes_changes held
          on held.workspace_id = made.workspace_id and held.set_id = made.id
        where made.workspace_id = $1 and made.wisher = $3 and made.wisher_id is not distinct from $4
          and made.made_at >= $5
          and held.state in ('approved', 'sending', 'unknown', 'proven', 'refused', 'undone')
          and not exists (
            select from changes_approvals agreed
            where agreed.workspace_id = made.workspace_id and agreed.set_id = made.id)
    """,
)
# One transaction at a time decides what may still be taken from a shop.
LOCK = "select pg_advisory_xact_lock(hashtextextended('changes_taken ' || $1, 0))"

Found = Mapping[Lane, Fields]


async def since(tx: Tx, lanes: Sequence[Lane], at: datetime) -> Found:
    """What stood in the fields of these at that time, as far as we have changed it."""
    return fields_of(await tx.fetch(SINCE, tx.workspace_id, *columns_of(lanes), at))


async def agreed(tx: Tx, lanes: Sequence[Lane]) -> Found:
    return fields_of(await tx.fetch(AGREED, tx.workspace_id, *columns_of(lanes)))


def fields_of(rows: Sequence[Any]) -> Found:
    documents: dict[Lane, dict[str, object]] = {}
    for row in rows:
        lane = Lane(row["account_id"], row["thing"], row["kind"])
        documents.setdefault(lane, {})[row["key"]] = msgspec.json.decode(row["value"])
    return {lane: restored(each) for lane, each in documents.items()}


async def taken(
    tx: Tx, account_ids: Sequence[UUID], kinds: Sequence[str], at: datetime
) -> Sequence[tuple[UUID, str, Fields, Fields]]:
    """Account, thing, what stood in a field and what was put there since, of all that may have
    taken something out of the shop."""
    rows = await tx.fetch(TAKEN, tx.workspace_id, list(account_ids), list(kinds), at)
    return [
        (
            row["account_id"],
            row["thing"],
            restored({row["key"]: msgspec.json.decode(row["was"] or "null")}),
            restored({row["key"]: msgspec.json.decode(row["value"])}),
        )
        for row in rows
    ]


async def spent(
    tx: Tx, kinds: Sequence[str], names: Sequence[str], at: datetime
) -> Mapping[str, Money]:
    """What went out since in these fields, or is about to, by currency."""
    rows = await tx.fetch(SPENT, tx.workspace_id, list(kinds), at, list(names))
    return {row["currency"]: Money(row["currency"], row["minor"]) for row in rows}


async def lock(tx: Tx, account_id: UUID) -> None:
    await tx.execute(LOCK, str(account_id))


async def loads_of_set(
    tx: Tx, set_id: UUID, states: Iterable[State], paid: Sequence[str]
) -> Sequence[Load]:
    """What of a set is in these states, kind by kind: how much it is, and about how much money in
    the fields that are paid."""
    wanted = [each.value for each in states]
    return loads(await tx.fetch(LOADS_OF_SET, tx.workspace_id, list(paid), set_id, wanted))


async def loads_by_itself(
    tx: Tx, origin: Origin, at: datetime, paid: Sequence[str]
) -> Sequence[Load]:
    """What went out for this wisher since then without anybody's word."""
    mine = (origin.wisher.value, origin.id, at)
    return loads(await tx.fetch(LOADS_BY_ITSELF, tx.workspace_id, list(paid), *mine))


def loads(rows: Sequence[Any]) -> Sequence[Load]:
    stakes: dict[str, list[Money]] = {}
    for row in rows:
        if row["currency"] is not None:
            stakes.setdefault(row["kind"], []).append(Money(row["currency"], int(row["number"])))
    return [
        Load(row["kind"], int(row["number"]), tuple(stakes.get(row["kind"], ())))
        for row in rows
        if row["currency"] is None
    ]
