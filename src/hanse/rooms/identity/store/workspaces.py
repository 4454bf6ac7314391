"""Statements about workspaces."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from hanse.engine.tx import Tx
from hanse.rooms.identity.model.workspaces import Workspace

ADD = """
    insert into identity_workspaces
        (workspace_id, id, name, state, second_factor_required, idle_minutes, absolute_minutes,
            networks, made_at)
    values ($1, $1, $2, 'active', default, default, default, default, $3)
    on conflict do nothing
"""
GET = """
    select id, name, state, closes_at, second_factor_required, idle_minutes, absolute_minutes,
        networks, made_at, version
    from identity_workspaces where workspace_id = $1 and id = $1
"""
# Whoever changes roles or closes holds this row, so that no two decide by what is no longer true.
HELD = """
    select id, name, state, closes_at, second_factor_required, idle_minutes, absolute_minutes,
        networks, made_at, version
    from identity_workspaces where workspace_id = $1 and id = $1 for no key update
"""
SAVE = """
    update identity_workspaces
    set name = $2, state = $3, closes_at = $4, second_factor_required = $5, idle_minutes = $6,
        absolute_minutes = $7, networks = $8, version = $9
    where workspace_id = $1 and id = $1
"""
# Over all workspaces, in a system transaction.
COUNT_OF = """
    select count(*) from identity_members members
    join identity_workspaces workspaces using (workspace_id)
    where members.person_id = $1 and workspaces.state <> 'closed'
"""
DUE = """
    select workspace_id from identity_workspaces where closes_at <= $1
    union
    select workspace_id from identity_businesses where closes_at <= $1
    order by workspace_id limit $2
"""
DELETE_MEMBERS = "delete from identity_members where workspace_id = $1"
DELETE_INVITATIONS = "delete from identity_invitations where workspace_id = $1"
DELETE_BUSINESSES = "delete from identity_businesses where workspace_id = $1"
DELETE_LIMITS = "delete from identity_limits where workspace_id = $1"
END_KEYS = """
    update identity_keys set ended_at = $2, version = version + 1
    where workspace_id = $1 and ended_at is null
"""


async def add(tx: Tx, name: str) -> bool:
    """Whether it is new."""
    return await tx.execute(ADD, tx.workspace_id, name, tx.now) == 1


async def get(tx: Tx) -> Workspace | None:
    row = await tx.fetchrow(GET, tx.workspace_id)
    return replace(Workspace(*row), networks=tuple(row["networks"])) if row else None


async def held(tx: Tx) -> Workspace | None:
    row = await tx.fetchrow(HELD, tx.workspace_id)
    return replace(Workspace(*row), networks=tuple(row["networks"])) if row else None


async def save(tx: Tx, workspace: Workspace) -> None:
    await tx.execute(
        SAVE,
        tx.workspace_id,
        workspace.name,
        workspace.state,
        workspace.closes_at,
        workspace.second_factor_required,
        workspace.idle_minutes,
        workspace.absolute_minutes,
        list(workspace.networks),
        workspace.version,
    )


async def count_of(tx: Tx, person_id: UUID) -> int:
    count: int = await tx.fetchval(COUNT_OF, person_id)
    return count


async def due(tx: Tx, before: datetime, rows_max: int) -> Sequence[UUID]:
    return [row["workspace_id"] for row in await tx.fetch(DUE, before, rows_max)]


async def empty(tx: Tx) -> tuple[int, int, int, int]:
    """Nobody is in it any more: how many members, invitations, keys and businesses there were."""
    members = await tx.execute(DELETE_MEMBERS, tx.workspace_id)
    invitations = await tx.execute(DELETE_INVITATIONS, tx.workspace_id)
    keys = await tx.execute(END_KEYS, tx.workspace_id, tx.now)
    businesses = await tx.execute(DELETE_BUSINESSES, tx.workspace_id)
    await tx.execute(DELETE_LIMITS, tx.workspace_id)
    return members, invitations, keys, businesses
