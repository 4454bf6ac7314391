"""Who is signed in, and where that person works: read over all workspaces at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from hanse.engine.tx import INSTALLATION, Limits, Tx
from hanse.rooms.identity.model.people import Person, read_person
from hanse.rooms.identity.model.sessions import Session, SessionKind, read_session


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


@dataclass(frozen=True, slots=True)
class Standing:
    """A living session with the person whose it is, and where that person works, by name."""

    session: Session
    person: Person
    places: Sequence[Membership]


PERSON_FROM, PLACE_FROM = 10, 18  # the first columns of each; those of the session stand before


async def of_session(
    tx: Tx, kind: SessionKind, *, session_id: UUID | None = None, token_hash: bytes = b""
) -> Standing | None:
    """By the id of a session, or by the hash of its cookie; one statement."""
    rows = await tx.fetch(
        """
        select session.id, session.person_id, session.kind, session.name, session.agent,
            session.address, session.made_at, session.seen_at, session.proven_at,
            session.second_factor, people.id, people.email, people.name, people.language,
            people.zone, people.state, people.made_at, people.version,
            workspace.id, workspace.name, workspace.state, member.role,
            workspace.second_factor_required, workspace.idle_minutes, workspace.absolute_minutes,
            workspace.networks, limits.amount_minor, limits.currency, limits.items_max
        from identity_sessions session
        join identity_people people
            on people.workspace_id = session.workspace_id and people.id = session.person_id
        left join identity_members member on member.person_id = people.id
        left join identity_workspaces workspace
            on workspace.workspace_id = member.workspace_id and workspace.id = member.workspace_id
            and workspace.state <> 'closed'
        left join identity_limits limits
            on limits.workspace_id = member.workspace_id and limits.role = member.role
        where session.workspace_id = $1 and session.kind = $2
            and session.id = coalesce($3::uuid, (
                select id from identity_sessions where workspace_id = $1 and token_hash = $4))
            and session.ended_at is null and people.state = 'active'
        order by workspace.name, workspace.id
        """,
        *(INSTALLATION, kind, session_id, token_hash),
    )
    if not rows:
        return None
    # A row for each workspace, or one without any.
    one = tuple(rows[0])
    places = [row[PLACE_FROM:] for row in map(tuple, rows)]
    return Standing(
        read_session(*one[:PERSON_FROM]),
        read_person(*one[PERSON_FROM:PLACE_FROM]),
        [read_membership(*place) for place in places if place[0] is not None],
    )


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
    return [read_membership(*row) for row in rows]


def read_membership(
    workspace_id: UUID,
    workspace_name: str,
    state: str,
    role: str,
    second_factor_required: bool,
    idle_minutes: int,
    absolute_minutes: int,
    networks: Sequence[str],
    *limits: Any,
) -> Membership:
    """As its row has it."""
    return Membership(
        workspace_id,
        workspace_name,
        state,
        role,
        second_factor_required,
        idle_minutes,
        absolute_minutes,
        tuple(networks),
        Limits(*limits),
    )
