"""The doors to invitations: for those who send them, and for whoever holds a link."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from fastapi import Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from hanse.engine.doors import access
from hanse.engine.doors.access import ADMINS, Role
from hanse.engine.doors.doors import Body, Doors, Expected, InTx
from hanse.engine.doors.paging import PAGE_USUAL, Cursor, Limit, Page, cut, read_id
from hanse.engine.doors.versions import etag
from hanse.engine.tx import Tx
from hanse.rooms.identity.model.invitations import Invitation, standing
from hanse.rooms.identity.routes.held import Held, OfHeld
from hanse.rooms.identity.service import invitations

doors = Doors("identity")

READ = access.declare("identity.invitation.read", "See who is invited.", *ADMINS)
WRITE = access.declare("identity.invitation.write", "Invite people.", *ADMINS)

INVITATION: JsonDict = {
    "id": "01930b6e-7c1a-7d52-9a54-0d7c8f0f6c24",
    "email": "budi@example.com",
    "role": "support",
    "state": "open",
    "invited_by": "01930b6e-7c1a-7d52-9a54-0d7c8f0f6c21",
    "made_at": "2026-11-20T14:03:05Z",
    "expires_at": "2026-11-27T14:03:05Z",
    "ended_at": None,
    "accepted_by": None,
    "version": 1,
}
LINK = "https://hub.example.com/join#hin_" + "0" * 43


class InvitationState(StrEnum):
    still_open = "open"  # a word of its own, for open is a function
    expired = "expired"
    accepted = "accepted"
    withdrawn = "withdrawn"


Id = Annotated[UUID, Path(description="The id of an invitation.")]
State = Annotated[InvitationState | None, Query(alias="state", description="These; else all.")]
Email = Annotated[str, Field(min_length=3, max_length=320)]


class InvitationIn(Body):
    """Whom to invite, and as what."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"email": "budi@example.com", "role": "support"}]}
    )

    email: Email
    role: Role


class InvitationOut(BaseModel):
    """An invitation, and what became of it."""

    model_config = ConfigDict(json_schema_extra={"examples": [INVITATION]})

    id: UUID
    email: str
    role: Role
    state: InvitationState
    invited_by: UUID | None = Field(description="Null: the operator.")
    made_at: datetime
    expires_at: datetime
    ended_at: datetime | None
    accepted_by: UUID | None
    version: int


class InvitedOut(InvitationOut):
    """An invitation with its link, which is shown this once where no mail goes out."""

    model_config = ConfigDict(json_schema_extra={"examples": [{**INVITATION, "link": LINK}]})

    link: str = Field(
        description="Hand it over. Empty where mails go out: then it shows, by having arrived, "
        "that the address is theirs."
    )


class InvitationsOut(Page[InvitationOut]):
    """Invitations, the newest first."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"items": [INVITATION], "next_cursor": None}]}
    )


@doors.get("/api/identity/invitations", needs=READ)
async def list_invitations(
    tx: InTx, state: State = None, limit: Limit = PAGE_USUAL, cursor: Cursor = None
) -> InvitationsOut:
    """List who was invited, the newest first."""
    found = await invitations.list_invitations(tx, state, read_id(cursor), limit + 1)
    page, following = cut(found, limit, lambda one: [one.id])
    return InvitationsOut(items=[shaped(one, tx.now) for one in page], next_cursor=following)


@doors.post("/api/identity/invitations", needs=WRITE, status=201, shows_secret=True)
async def invite_person(
    tx: InTx, held: OfHeld, asked: InvitationIn, answer: Response
) -> InvitedOut:
    """Invite somebody by mail, good once and for seven days.

    Where no mail goes out the link is shown, to be handed over. Where mails go out it is not: who
    has it shows that the address is theirs, and whoever invites must not be able to.
    """
    made = await invitations.invite(tx, asked.email, asked.role, held.public_url)
    return told(tx, held, answer, made)


@doors.get("/api/identity/invitations/{id}", needs=READ, versioned=True)
async def read_invitation(tx: InTx, id: Id, answer: Response) -> InvitationOut:  # noqa: A002
    """Show one invitation."""
    found = await invitations.invitation(tx, id)
    answer.headers["etag"] = etag(found.version)
    return shaped(found, tx.now)


@doors.delete("/api/identity/invitations/{id}", needs=WRITE)
async def withdraw_invitation(tx: InTx, id: Id, expected: Expected) -> None:  # noqa: A002
    """Withdraw an invitation: its link opens nothing any more."""
    await invitations.withdraw(tx, id, expected)


@doors.post("/api/identity/invitations/{id}/link", needs=WRITE, shows_secret=True)
async def renew_invitation(tx: InTx, id: Id, held: OfHeld, answer: Response) -> InvitedOut:  # noqa: A002
    """Mail or show a new link, for seven more days; the old one opens nothing any more."""
    return told(tx, held, answer, await invitations.renew_link(tx, id, held.public_url))


def told(tx: Tx, held: Held, answer: Response, made: invitations.Invited) -> InvitedOut:
    answer.headers["etag"] = etag(made.invitation.version)
    link = "" if held.mail_ready else made.link
    return InvitedOut(**shaped(made.invitation, tx.now).model_dump(), link=link)


def shaped(invitation: Invitation, now: datetime) -> InvitationOut:
    return InvitationOut(
        id=invitation.id,
        email=invitation.email,
        role=Role(invitation.role),
        state=InvitationState(standing(invitation, now)),
        invited_by=invitation.invited_by,
        made_at=invitation.made_at,
        expires_at=invitation.expires_at,
        ended_at=invitation.ended_at,
        accepted_by=invitation.accepted_by,
        version=invitation.version,
    )
