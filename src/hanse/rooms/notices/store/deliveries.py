"""Statements about deliveries to endpoints."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from hanse.engine.tx import Tx
from hanse.rooms.notices.model.webhooks import Attempt, Delivery, DeliveryState, Next

ADD = """
    insert into notices_deliveries (workspace_id, id, endpoint_id, event_id, kind, body, state,
        made_at, asked_at, next_at)
    select $1, id, endpoint_id, event_id, kind, body, 'waiting', $2, $2, $2
    from unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::text[], $7::text[])
        as new (id, endpoint_id, event_id, kind, body)
    on conflict (workspace_id, endpoint_id, event_id) do nothing
    returning id
"""
GET = """
    select id, endpoint_id, event_id, kind, body, state, made_at, asked_at, next_at, tries,
        status, took_ms, answer, why, ended_at
    from notices_deliveries where workspace_id = $1 and id = $2
"""
HOLD = """
    select id, endpoint_id, event_id, kind, body, state, made_at, asked_at, next_at, tries,
        status, took_ms, answer, why, ended_at
    from notices_deliveries where workspace_id = $1 and id = $2 for update
"""
FIND = """
    select id, endpoint_id, event_id, kind, body, state, made_at, asked_at, next_at, tries,
        status, took_ms, answer, why, ended_at
    from notices_deliveries
    where workspace_id = $1 and endpoint_id = $2 and ($3::text[] is null or state = any($3))
        and ($4::uuid is null or id < $4)
    order by id desc limit $5
"""
# A try that another one has overtaken changes nothing.
NOTE = """
    update notices_deliveries
    set tries = $4, state = $5, next_at = $6, status = $7, took_ms = $8, answer = $9, why = $10,
        ended_at = case when $5 = 'waiting' then null else $11::timestamptz end
    where workspace_id = $1 and id = $2 and state = 'waiting' and tries = $3
"""
AGAIN = """
    update notices_deliveries
    set state = 'waiting', asked_at = $3, next_at = $3, tries = 0, ended_at = null
    where workspace_id = $1 and id = $2
"""
GIVE_UP = """
    update notices_deliveries set state = 'failed', next_at = null, why = $3, ended_at = $4
    where workspace_id = $1 and endpoint_id = $2 and state = 'waiting'
"""
FORGET = """
    delete from notices_deliveries where (workspace_id, id) in (
        select workspace_id, id from notices_deliveries where made_at < $1
        order by made_at limit $2)
"""


class Row(Protocol):
    def __getitem__(self, name: str, /) -> Any: ...


async def add(tx: Tx, drafts: Sequence[tuple[UUID, UUID, UUID | None, str, str]]) -> Sequence[UUID]:
    """Drafts are id, endpoint, event, kind and body; the ids of those that are new."""
    rows = await tx.fetch(ADD, tx.workspace_id, tx.now, *map(list, zip(*drafts, strict=True)))
    return [row["id"] for row in rows]


async def get(tx: Tx, delivery_id: UUID) -> Delivery | None:
    row = await tx.fetchrow(GET, tx.workspace_id, delivery_id)
    return delivery(row) if row else None


async def hold(tx: Tx, delivery_id: UUID) -> Delivery | None:
    row = await tx.fetchrow(HOLD, tx.workspace_id, delivery_id)
    return delivery(row) if row else None


async def find(
    tx: Tx,
    endpoint_id: UUID,
    states: Sequence[str] | None,
    before: UUID | None,
    rows_max: int,
) -> Sequence[Delivery]:
    rows = await tx.fetch(
        FIND,
        *(tx.workspace_id, endpoint_id, list(states) if states else None, before, rows_max),
    )
    return [delivery(row) for row in rows]


async def note(tx: Tx, tried: Delivery, attempt: Attempt, following: Next) -> bool:
    """Whether the try still counts."""
    touched = await tx.execute(
        NOTE,
        *(tx.workspace_id, tried.id, tried.tries, tried.tries + 1),
        *(following.state.value, following.next_at, attempt.status, attempt.took_ms),
        *(attempt.answer, attempt.why, tx.now),
    )
    return touched > 0


async def again(tx: Tx, delivery_id: UUID) -> None:
    await tx.execute(AGAIN, tx.workspace_id, delivery_id, tx.now)


async def give_up(tx: Tx, endpoint_id: UUID, why: str) -> int:
    return await tx.execute(GIVE_UP, tx.workspace_id, endpoint_id, why, tx.now)


async def forget(tx: Tx, before: datetime, rows_max: int) -> int:
    return await tx.execute(FORGET, before, rows_max)


def delivery(row: Row) -> Delivery:
    state = DeliveryState(row["state"])
    return Delivery(**{name: row[name] for name in COLUMNS}, state=state)


COLUMNS = [name for name in Delivery.__dataclass_fields__ if name != "state"]
