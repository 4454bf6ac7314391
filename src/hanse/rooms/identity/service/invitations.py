"""Invitations: sent by mail and shown as a link, good once and for seven days."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from hanse.base.faults import Conflict, Gone
from hanse.engine.doors.versions import same_version
from hanse.engine.log import events
from hanse.engine.mail.mails import Mail, send
from hanse.engine.tx import ActorKind, Tx
from hanse.rooms.identity.model.invitations import (
    LIFETIME,
    OPEN_MAX,
    Invitation,
    letter,
    link,
)
from hanse.rooms.identity.model.members import MEMBERS_MAX
from hanse.rooms.identity.model.people import clean_email, email_key
from hanse.rooms.identity.model.tokens import TokenKind, token_hash
from hanse.rooms.identity.service.members import MemberAlready, demand_right, hold
from hanse.rooms.identity.service.minting import new_token
from hanse.rooms.identity.store import invitations as store
from hanse.rooms.identity.store import members as members_store
from hanse.rooms.identity.store import workspaces as workspaces_store

SUBJECT = ("identity.invitation", "invitation_id")


# Whoever is invited may be nobody yet, so the address is sealed by a key of the invitation's own.
@events.declare(
    "identity.invitation.made",
    "{actor} invited {email} as {role}",
    subject=SUBJECT,
    personal=("email",),
    person="invitation_id",
)
@dataclass(frozen=True, slots=True)
class InvitationMade:
    invitation_id: UUID
    email: str
    role: str
    version: int = 1


@events.declare(
    "identity.invitation.renewed", "{actor} made a new link for an invitation", subject=SUBJECT
)
@dataclass(frozen=True, slots=True)
class InvitationRenewed:
    invitation_id: UUID
    before: str
    after: str
    version: int


@events.declare("identity.invitation.withdrawn", "{actor} withdrew an invitation", subject=SUBJECT)
@dataclass(frozen=True, slots=True)
class InvitationWithdrawn:
    invitation_id: UUID
    version: int


class InvitedAlready(Conflict):
    """The address has an invitation that can still be accepted."""

    code = "invited_already"


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation with its link, which is shown this once."""

    invitation: Invitation
    link: str = field(repr=False)


async def invite(tx: Tx, email: str, role: str, public_url: str) -> Invited:
    """Invite whoever reads mail at this address, as one of this role."""
    address = clean_email(email)
    key = email_key(address)
    await hold(tx)
    await demand_right(tx, None, role)
    if await members_store.is_member(tx, key):
        raise MemberAlready(
            "This person works in the workspace already.", "Change the role instead, if need be."
        )
    await withdraw_expired(tx, key)
    if await members_store.count(tx) >= MEMBERS_MAX:
        raise Conflict(
            f"{MEMBERS_MAX:,} people work here, the most for one workspace.",
            "Remove those who left, or make another workspace.",
        )
    if await store.count_open(tx) >= OPEN_MAX:
        raise Conflict(
            f"{OPEN_MAX} invitations are open, the most for one workspace.",
            "Withdraw some that nobody accepts.",
        )
    token = new_token(TokenKind.invitation)
    invitation = Invitation(
        id=tx.ids.new(),
        email=address,
        email_key=key,
        role=role,
        invited_by=await members_store.person_of(tx, tx.actor.id) if tx.actor.id else None,
        made_at=tx.now,
        expires_at=tx.now + LIFETIME,
        state="open",
        ended_at=None,
        accepted_by=None,
        version=1,
    )
    if not await store.add(tx, invitation, token_hash(token)):
        raise InvitedAlready(
            "This address has an open invitation already.",
            "Make a new link for it, or withdraw it.",
        )
    await events.append(tx, InvitationMade(invitation.id, address, role))
    return await sent(tx, invitation, link(public_url, token))


async def list_invitations(
    tx: Tx, state: str | None, before: UUID | None, rows_max: int
) -> Sequence[Invitation]:
    """Those of this standing, or all; the newest first."""
    return await store.find(tx, state, before, rows_max)


async def invitation(tx: Tx, invitation_id: UUID) -> Invitation:
    return there(await store.get(tx, invitation_id))


async def withdraw(tx: Tx, invitation_id: UUID, expected: int) -> None:
    """From now on its link opens nothing."""
    found = there(await store.held(tx, invitation_id))
    same_version(expected, found.version)
    refuse_unless_open(found)
    await demand_right(tx, None, found.role)
    version = await store.withdraw(tx, found.id)
    await events.append(tx, InvitationWithdrawn(found.id, version))


async def renew_link(tx: Tx, invitation_id: UUID, public_url: str) -> Invited:
    """A new link for seven more days; the one before opens nothing any more."""
    found = there(await store.held(tx, invitation_id))
    refuse_unless_open(found)
    await demand_right(tx, None, found.role)
    token = new_token(TokenKind.invitation)
    expires_at = tx.now + LIFETIME
    version = await store.renew(tx, found.id, token_hash(token), expires_at)
    before, after = (at.isoformat(timespec="seconds") for at in (found.expires_at, expires_at))
    await events.append(tx, InvitationRenewed(found.id, before, after, version))
    renewed = replace(found, expires_at=expires_at, version=version)
    return await sent(tx, renewed, link(public_url, token))


async def withdraw_expired(tx: Tx, key: str) -> None:
    """One that is over does not stand in the way of a new one."""
    ended = await store.end_expired(tx, key)
    await events.append(tx, *(InvitationWithdrawn(*one) for one in ended))


async def sent(tx: Tx, invitation: Invitation, address: str) -> Invited:
    workspace = await workspaces_store.get(tx)
    if workspace is None:
        raise Gone("There is no such workspace, or not any more.")
    inviter = await members_store.person_of(tx, tx.actor.id) if tx.actor.id else None
    mail = letter(
        await store.language_of(tx, inviter) or "en",
        inviter="" if tx.actor.kind is ActorKind.system else tx.actor.name,
        workspace=workspace.name,
        role=invitation.role,
        address=address,
        until=invitation.expires_at,
    )
    await send(tx, Mail(invitation.email, mail.subject, mail.text, mail.html))
    return Invited(invitation, address)


def refuse_unless_open(found: Invitation) -> None:
    if found.state != "open":
        raise Conflict(f"The invitation was {found.state} already.", "Invite the person anew.")


def there(found: Invitation | None) -> Invitation:
    if found is None:
        raise Gone("There is no such invitation here, or not any more.")
    return found
