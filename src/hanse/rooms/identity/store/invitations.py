"""Statements about invitations."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from hanse.engine.tx import INSTALLATION, Tx
from hanse.rooms.identity.model.invitations import Invitation, Shown

ADD = """
    insert into identity_invitations (workspace_id, id, email, email_key, role, token_hash,
        invited_by, made_at, expires_at, state)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'open')
    on conflict (workspace_id, email_key) where state = 'open' do nothing
"""
GET = """
    select id, email, email_key, role, invited_by, made_at, expires_at, state, ended_at,
        accepted_by, version
    from identity_invitations where workspace_id = $1 and id = $2
"""
HELD = """
    select id, email, email_key, role, invited_by, made_at, expires_at, state, ended_at,
        accepted_by, version
    from identity_invitations where workspace_id = $1 and id = $2 for update
"""
FIND = """
    select id, email, email_key, role, invited_by, made_at, expires_at, state, ended_at,
        accepted_by, version
    from identity_invitations
    where workspace_id = $1 and ($2::uuid is null or id < $2) and ($3::text is null or $3 =
        case when state = 'open' and expires_at <= $4 then 'expired' else state end)
    order by id desc limit $5
"""
COUNT_OPEN = """
    select count(*) from identity_invitations where workspace_id = $1 and state = 'open'
"""
END_EXPIRED = """
    update identity_invitations set state = 'withdrawn', ended_at = $3, version = version + 1
    where workspace_id = $1 and email_key = $2 and state = 'open' and expires_at <= $3
    returning id, version
"""
WITHDRAW = """
    update identity_invitations set state = 'withdrawn', ended_at = $3, version = version + 1
    where workspace_id = $1 and id = $2 and state = 'open' returning version
"""
RENEW = """
    update identity_invitations
    set token_hash = $3, expires_at = $4, version = version + 1
    where workspace_id = $1 and id = $2 and state = 'open' returning version
"""
ACCEPT = """
    update identity_invitations
    set state = 'accepted', ended_at = $4, accepted_by = $5, version = version + 1
    where workspace_id = $1 and id = $2 and token_hash = $3 and state = 'open' and expires_at > $4
    returning version
"""
# Over all workspaces, in a system transaction.
BROUGHT = """
    select invitations.id, invitations.email, invitations.email_key, invitations.role,
        invitations.invited_by, invitations.made_at, invitations.expires_at, invitations.state,
        invitations.ended_at, invitations.accepted_by, invitations.version,
        invitations.workspace_id as place, workspaces.name as workspace,
        coalesce(inviters.name, '') as inviter,
        exists (select from identity_people people
            where people.workspace_id = $2 and people.email_key = invitations.email_key
                and people.state = 'active'
        ) as has_account
    from identity_invitations invitations
    join identity_workspaces workspaces
        on workspaces.workspace_id = invitations.workspace_id
        and workspaces.id = invitations.workspace_id
    left join identity_people inviters
        on inviters.workspace_id = $2 and inviters.id = invitations.invited_by
    where invitations.token_hash = $1
"""
LANGUAGE_OF = "select language from identity_people where workspace_id = $1 and id = $2"
EMAIL_OF = "select email, email_key from identity_people where workspace_id = $1 and id = $2"


async def add(tx: Tx, invitation: Invitation, token_hash: bytes) -> bool:
    """Whether nobody with this address has an open one."""
    return (
        await tx.execute(
            ADD,
            tx.workspace_id,
            invitation.id,
            invitation.email,
            invitation.email_key,
            invitation.role,
            token_hash,
            invitation.invited_by,
            invitation.made_at,
            invitation.expires_at,
        )
        == 1
    )


async def get(tx: Tx, invitation_id: UUID) -> Invitation | None:
    row = await tx.fetchrow(GET, tx.workspace_id, invitation_id)
    return Invitation(*row) if row else None


async def held(tx: Tx, invitation_id: UUID) -> Invitation | None:
    """Nobody else changes or accepts it until this transaction ends."""
    row = await tx.fetchrow(HELD, tx.workspace_id, invitation_id)
    return Invitation(*row) if row else None


async def find(
    tx: Tx, standing: str | None, before: UUID | None, rows_max: int
) -> Sequence[Invitation]:
    rows = await tx.fetch(FIND, tx.workspace_id, before, standing, tx.now, rows_max)
    return [Invitation(*row) for row in rows]


async def count_open(tx: Tx) -> int:
    count: int = await tx.fetchval(COUNT_OPEN, tx.workspace_id)
    return count


async def end_expired(tx: Tx, email_key: str) -> Sequence[tuple[UUID, int]]:
    rows = await tx.fetch(END_EXPIRED, tx.workspace_id, email_key, tx.now)
    return [(row["id"], row["version"]) for row in rows]


async def withdraw(tx: Tx, invitation_id: UUID) -> int:
    version: int = await tx.fetchval(WITHDRAW, tx.workspace_id, invitation_id, tx.now)
    return version


async def renew(tx: Tx, invitation_id: UUID, token_hash: bytes, expires_at: datetime) -> int:
    version: int = await tx.fetchval(RENEW, tx.workspace_id, invitation_id, token_hash, expires_at)
    return version


async def accept(tx: Tx, invitation_id: UUID, token_hash: bytes, person_id: UUID) -> int | None:
    """The version that it has now; none if it is not open any more. Good once."""
    version: int | None = await tx.fetchval(
        ACCEPT, tx.workspace_id, invitation_id, token_hash, tx.now, person_id
    )
    return version


async def by_token(tx: Tx, token_hash: bytes) -> Shown | None:
    row = await tx.fetchrow(BROUGHT, token_hash, INSTALLATION)
    if row is None:
        return None
    *own, place, workspace, inviter, has_account = row
    return Shown(Invitation(*own), place, workspace, inviter, has_account)


async def language_of(tx: Tx, person_id: UUID | None) -> str | None:
    language: str | None = await tx.fetchval(LANGUAGE_OF, INSTALLATION, person_id)
    return language


async def email_of(tx: Tx, person_id: UUID) -> tuple[str, str] | None:
    row = await tx.fetchrow(EMAIL_OF, INSTALLATION, person_id)
    return (row["email"], row["email_key"]) if row else None
