"""Statements about the accounts of all workspaces, in the system's transaction."""

from collections.abc import Sequence
from uuid import UUID

from hanse.engine.tx import Tx

TENDED = """
    select workspace_id, id from connections_accounts where state <> 'disconnected'
    and (workspace_id, id) > ($1, $2) order by workspace_id, id limit $3
"""
FIRST_OF = """
    select distinct on (workspace_id) workspace_id, id from connections_accounts
    where state = 'active' and platform = any($1)
    order by workspace_id, id limit $2
"""
BY_STATE = """
    select platform, state, count(*) as accounts from connections_accounts group by platform, state
"""


async def tended(tx: Tx, after: tuple[UUID, UUID], rows_max: int) -> Sequence[tuple[UUID, UUID]]:
    """In the system's transaction: the accounts of all workspaces, in pages."""
    rows = await tx.fetch(TENDED, *after, rows_max)
    return [(row["workspace_id"], row["id"]) for row in rows]


async def first_of(tx: Tx, platforms: Sequence[str], most: int) -> Sequence[tuple[UUID, UUID]]:
    """In the system's transaction: of each workspace the oldest account at one of these."""
    rows = await tx.fetch(FIRST_OF, list(platforms), most)
    return [(row["workspace_id"], row["id"]) for row in rows]


async def by_state(tx: Tx) -> Sequence[tuple[str, str, int]]:
    """In the system's transaction: how many accounts there are, by platform and state."""
    rows = await tx.fetch(BY_STATE)
    return [(row["platform"], row["state"], row["accounts"]) for row in rows]
