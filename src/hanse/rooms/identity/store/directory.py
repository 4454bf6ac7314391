"""Statements about everybody, over all workspaces, in a system transaction."""

from collections.abc import Sequence
from uuid import UUID

from hanse.engine.tx import INSTALLATION, Tx
from hanse.rooms.identity.model.directory import ListedPerson, ListedWorkspace

PEOPLE = """
    select people.id, people.name, people.email, people.state,
        coalesce(workspaces.name, '') as workspace, coalesce(members.role, '') as role
    from identity_people people
    left join identity_members members on members.person_id = people.id
    left join identity_workspaces workspaces on workspaces.workspace_id = members.workspace_id
    where people.workspace_id = $1 and ($2::uuid is null or members.workspace_id = $2)
    order by people.email_key, workspaces.name, workspaces.id limit $3
"""
WORKSPACES = """
    select workspaces.id, workspaces.name, workspaces.state, count(members.id) as members,
        array_remove(array_agg(people.email order by people.email_key), null) as owners
    from identity_workspaces workspaces
    left join identity_members members on members.workspace_id = workspaces.workspace_id
    left join identity_people people on people.workspace_id = $1
        and people.id = members.person_id and members.role = 'owner'
    group by workspaces.workspace_id, workspaces.id
    order by workspaces.name, workspaces.id limit $2
"""


async def people(tx: Tx, workspace_id: UUID | None, rows_max: int) -> Sequence[ListedPerson]:
    rows = await tx.fetch(PEOPLE, INSTALLATION, workspace_id, rows_max)
    return [ListedPerson(*row) for row in rows]


async def workspaces(tx: Tx, rows_max: int) -> Sequence[ListedWorkspace]:
    rows = await tx.fetch(WORKSPACES, INSTALLATION, rows_max)
    return [
        ListedWorkspace(
            row["id"], row["name"], row["state"], row["members"], tuple(row["owners"] or ())
        )
        for row in rows
    ]
