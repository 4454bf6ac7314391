"""Statements about businesses."""

from collections.abc import Sequence
from uuid import UUID

from hanse.engine.tx import Tx
from hanse.rooms.identity.model.businesses import SORTED_CHARS, Business

ADD = """
    insert into identity_businesses (workspace_id, id, name, kind, state, made_at)
    values ($1, $2, $3, $4, 'active', $5)
"""
GET = """
    select id, name, kind, state, closes_at, made_at, version
    from identity_businesses where workspace_id = $1 and id = $2
"""
HELD = """
    select id, name, kind, state, closes_at, made_at, version
    from identity_businesses where workspace_id = $1 and id = $2 for update
"""
FIND = """
    select id, name, kind, state, closes_at, made_at, version, left(lower(name), $6) as place
    from identity_businesses
    where workspace_id = $1 and ($2::text[] is null or state = any($2))
        and ($3::text is null or (left(lower(name), $6), id) > ($3, $4))
    order by left(lower(name), $6), id limit $5
"""
SAVE = """
    update identity_businesses
    set name = $3, kind = $4, state = $5, closes_at = $6, version = $7
    where workspace_id = $1 and id = $2
"""
COUNT = "select count(*) from identity_businesses where workspace_id = $1"
DELETE_DUE = """
    delete from identity_businesses where workspace_id = $1 and closes_at <= $2
    returning id, name
"""


async def add(tx: Tx, business_id: UUID, name: str, kind: str) -> None:
    await tx.execute(ADD, tx.workspace_id, business_id, name, kind, tx.now)


async def get(tx: Tx, business_id: UUID) -> Business | None:
    row = await tx.fetchrow(GET, tx.workspace_id, business_id)
    return Business(*row) if row else None


async def held(tx: Tx, business_id: UUID) -> Business | None:
    """Nobody else changes it until this transaction ends."""
    row = await tx.fetchrow(HELD, tx.workspace_id, business_id)
    return Business(*row) if row else None


async def find(
    tx: Tx, states: Sequence[str] | None, after: tuple[str, UUID] | None, rows_max: int
) -> Sequence[Business]:
    place, last = after or (None, None)
    rows = await tx.fetch(
        FIND,
        tx.workspace_id,
        list(states) if states else None,
        place,
        last,
        rows_max,
        SORTED_CHARS,
    )
    return [Business(*row) for row in rows]


async def save(tx: Tx, business: Business) -> None:
    await tx.execute(
        SAVE,
        tx.workspace_id,
        business.id,
        business.name,
        business.kind,
        business.state,
        business.closes_at,
        business.version,
    )


async def count(tx: Tx) -> int:
    found: int = await tx.fetchval(COUNT, tx.workspace_id)
    return found


async def delete_due(tx: Tx) -> Sequence[tuple[UUID, str]]:
    """Delete those whose grace is over; their ids and names."""
    rows = await tx.fetch(DELETE_DUE, tx.workspace_id, tx.now)
    return [(row["id"], row["name"]) for row in rows]
