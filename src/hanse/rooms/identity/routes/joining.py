"""The doors for whoever holds the link of an invitation."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Request, Response
from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from hanse.engine.doors import cookies
from hanse.engine.doors.access import PUBLIC, Role
from hanse.engine.doors.doors import Body, Called, Doors, InDatabase
from hanse.rooms.identity.model.people import NAME_CHARS_MAX, PASSWORD_CHARS_MAX, Language
from hanse.rooms.identity.routes.held import From, OfHeld
from hanse.rooms.identity.routes.sign_in import COOKIE_LIFETIME_S
from hanse.rooms.identity.routes.workspaces import JOIN
from hanse.rooms.identity.service import joining
from hanse.rooms.identity.service.joining import Joined, Newcomer

doors = Doors("identity")

BROUGHT = "hin_" + "0" * 43
SHOWN: JsonDict = {
    "workspace": "Toko Ada",
    "inviter": "Ada Lind",
    "email": "budi@example.com",
    "role": "support",
    "expires_at": "2026-11-27T14:03:05Z",
    "has_account": False,
}
JOINED: JsonDict = {
    "workspace_id": "01930b6e-7c1a-7d52-9a54-0d7c8f0f6c20",
    "workspace": "Toko Ada",
    "member_id": "01930b6e-7c1a-7d52-9a54-0d7c8f0f6c22",
    "person_id": "01930b6e-7c1a-7d52-9a54-0d7c8f0f6c21",
    "role": "support",
}

Token = Annotated[
    str, Field(min_length=1, max_length=200, description="What stands behind # in the link.")
]


class TokenIn(Body):
    """The link that was brought."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"token": BROUGHT}]})

    token: Token


class NewcomerIn(Body):
    """Who comes by the link, and will sign in with its address and this password."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "token": BROUGHT,
                    "name": "Budi Santoso",
                    "password": "lemon orbit stable quiet",
                    "language": "id",
                    "zone": "Asia/Jakarta",
                }
            ]
        }
    )

    token: Token
    name: Annotated[str, Field(min_length=1, max_length=4 * NAME_CHARS_MAX)]
    password: Annotated[str, Field(min_length=1, max_length=2 * PASSWORD_CHARS_MAX)]
    language: Language
    zone: Annotated[str, Field(min_length=1, max_length=60)]


class ShownOut(BaseModel):
    """What an invitation says to whoever holds its link."""

    model_config = ConfigDict(json_schema_extra={"examples": [SHOWN]})

    workspace: str
    inviter: str = Field(description="Empty: the operator.")
    email: str
    role: Role
    expires_at: datetime
    has_account: bool = Field(description="Whether to sign in; else the person registers here.")


class JoinedOut(BaseModel):
    """Where the person works from now on, and as what."""

    model_config = ConfigDict(json_schema_extra={"examples": [JOINED]})

    workspace_id: UUID
    workspace: str
    member_id: UUID
    person_id: UUID
    role: Role


@doors.post("/api/identity/invitations/look", needs=PUBLIC)
async def look_at_invitation(database: InDatabase, request: Request, asked: TokenIn) -> ShownOut:
    """Show what an invitation says, to whoever holds its link."""
    shown = await joining.look(database, asked.token, request.state.request_id)
    return ShownOut(
        workspace=shown.workspace,
        inviter=shown.inviter,
        email=shown.invitation.email,
        role=Role(shown.invitation.role),
        expires_at=shown.invitation.expires_at,
        has_account=shown.has_account,
    )


@doors.post("/api/identity/invitations/accept", needs=JOIN, personal=True)
async def accept_invitation(
    database: InDatabase, caller: Called, request: Request, asked: TokenIn
) -> JoinedOut:
    """Accept an invitation as the person that is signed in, whose address it must be for."""
    return shaped(
        await joining.accept(database, caller.actor, asked.token, request.state.request_id)
    )


@doors.post("/api/identity/invitations/join", needs=PUBLIC, status=201, shows_secret=True)
async def join_workspace(
    database: InDatabase, held: OfHeld, origin: From, answer: Response, asked: NewcomerIn
) -> JoinedOut:
    """Accept an invitation as a person without an account; it gets one, and is signed in."""
    newcomer = Newcomer(asked.name, asked.password, asked.language, asked.zone)
    joined, opened = await joining.join(database, held.passwords, newcomer, asked.token, origin)
    held.meter.count("hanse_sign_ins_total", outcome="session")
    cookies.keep(answer, opened.token, COOKIE_LIFETIME_S)
    return shaped(joined)


def shaped(joined: Joined) -> JoinedOut:
    return JoinedOut(
        workspace_id=joined.shown.workspace_id,
        workspace=joined.shown.workspace,
        member_id=joined.member.id,
        person_id=joined.member.person_id,
        role=Role(joined.member.role),
    )
