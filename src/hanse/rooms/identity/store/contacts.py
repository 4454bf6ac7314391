"""Statements about how people are reached, and who has invited whom."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from hanse.engine.tx import INSTALLATION, Tx
from hanse.rooms.identity.model.contacts import Contact
from hanse.rooms.identity.model.people import Language, PersonState

# Of people, row security shows those alone who work in the workspace.
CONTACTS = """
    select people.id, people.name, people.email, people.language, people.zone, people.state,
        members.role
    from identity_people people
    left join identity_members members
        on members.workspace_id = $2 and members.person_id = people.id
    where people.workspace_id = $1 and people.id = any($3::uuid[])
"""
WITH_ROLES = """
    select people.id, people.name, people.email, people.language, people.zone, people.state,
        members.role
    from identity_members members
    join identity_people people on people.workspace_id = $1 and people.id = members.person_id
    where members.workspace_id = $2 and members.role = any($3::text[])
    order by members.id limit $4
"""
INVITERS = """
    select id, invited_by from identity_invitations
    where workspace_id = $1 and id = any($2::uuid[]) and invited_by is not null
"""
FIRST_WORKSPACE = """
    select id from identity_workspaces where state = 'active' order by made_at, id limit 1
"""


async def contacts(tx: Tx, person_ids: Collection[UUID]) -> Mapping[UUID, Contact]:
    rows = await tx.fetch(CONTACTS, INSTALLATION, tx.workspace_id, list(person_ids))
    return {found.person_id: found for found in (contact(*row) for row in rows)}


async def with_roles(tx: Tx, roles: Collection[str], rows_max: int) -> Sequence[Contact]:
    rows = await tx.fetch(WITH_ROLES, INSTALLATION, tx.workspace_id, list(roles), rows_max)
    return [contact(*row) for row in rows]


def contact(
    person_id: UUID, name: str, email: str, language: str, zone: str, state: str, role: str | None
) -> Contact:
    return Contact(person_id, name, email, Language(language), zone, PersonState(state), role)


async def inviters(tx: Tx, invitation_ids: Collection[UUID]) -> Mapping[UUID, UUID]:
    rows = await tx.fetch(INVITERS, tx.workspace_id, list(invitation_ids))
    return {row["id"]: row["invited_by"] for row in rows}


async def first_workspace(tx: Tx) -> UUID | None:
    found: UUID | None = await tx.fetchval(FIRST_WORKSPACE)
    return found
