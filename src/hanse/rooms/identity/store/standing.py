"""Where a person works: read over all workspaces at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from hanse.engine.tx import Limits, Tx


@dataclass(frozen=True, slots=True)
class Membership:
    """One workspace of a person, its rules, and what the person may approve there."""

    workspace_id: UUID
    workspace_name: str
    state: str
    role: str
    second_factor_required: bool
    idle_minutes: int
    absolute_minutes: int
    networks: tuple[str, ...]
    limits: Limits


async def memberships(tx: Tx, person_id: UUID) -> Sequence[Membership]:
    rows = await tx.fetch(
        """
        select workspace.id, workspace.name, workspace.state, member.role,
            workspace.second_factor_required, workspace.idle_minutes, workspace.absolute_minutes,
            workspace.networks, limits.amount_minor, limits.currency, limits.items_max
        from identity_members member
        join identity_workspaces workspace
            on workspace.workspace_id = member.workspace_id and workspace.id = member.workspace_id
        left join identity_limits limits
            on limits.workspace_id = member.workspace_id and limits.role = member.role
        where member.person_id = $1 and workspace.state <> 'closed'
        order by workspace.name, workspace.id
        """,
        person_id,
    )
    return [
        Membership(
            workspace_id=row["id"],
            workspace_name=row["name"],
            state=row["state"],
            role=row["role"],
            second_factor_required=row["second_factor_required"],
            idle_minutes=row["idle_minutes"],
            absolute_minutes=row["absolute_minutes"],
            networks=tuple(row["networks"]),
            limits=Limits(row["amount_minor"], row["currency"], row["items_max"]),
        )
        for row in rows
    ]
