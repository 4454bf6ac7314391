"""Statements about the limits of roles."""

from collections.abc import Mapping

from hanse.engine.tx import Tx
from hanse.rooms.identity.model.limits import RoleLimits

ALL = """
    select id, role, amount_minor, currency, items_max, version
    from identity_limits where workspace_id = $1
"""
HELD = """
    select id, role, amount_minor, currency, items_max, version
    from identity_limits where workspace_id = $1 and role = $2 for update
"""
ADD = """
    insert into identity_limits (workspace_id, id, role, amount_minor, currency, items_max)
    values ($1, $2, $3, $4, $5, $6) on conflict (workspace_id, role) do nothing
"""
SAVE = """
    update identity_limits set amount_minor = $4, currency = $5, items_max = $6, version = $7
    where workspace_id = $1 and id = $2 and role = $3
"""


async def by_role(tx: Tx) -> Mapping[str, RoleLimits]:
    return {row["role"]: RoleLimits(*row) for row in await tx.fetch(ALL, tx.workspace_id)}


async def held(tx: Tx, role: str) -> RoleLimits | None:
    row = await tx.fetchrow(HELD, tx.workspace_id, role)
    return RoleLimits(*row) if row else None


async def add(tx: Tx, limits: RoleLimits) -> bool:
    """Whether nobody else was faster."""
    return (
        await tx.execute(
            ADD,
            tx.workspace_id,
            limits.id,
            limits.role,
            limits.amount_minor,
            limits.currency,
            limits.items_max,
        )
        == 1
    )


async def save(tx: Tx, limits: RoleLimits) -> None:
    await tx.execute(
        SAVE,
        tx.workspace_id,
        limits.id,
        limits.role,
        limits.amount_minor,
        limits.currency,
        limits.items_max,
        limits.version,
    )
