"""The doors to members, their roles, and what each role may do."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from hanse.engine.doors import access
from hanse.engine.doors.access import ADMINS, EVERYBODY, PERMISSIONS, ROLES, Role
from hanse.engine.doors.doors import Body, Doors, Expected, InDatabase, InTx
from hanse.engine.doors.paging import PAGE_USUAL, Cursor, Limit, Page, cut, read_cursor
from hanse.engine.doors.versions import etag
from hanse.rooms.identity.model.members import Member
from hanse.rooms.identity.routes.held import OfHeld
from hanse.rooms.identity.routes.workspaces import JOIN, OWN
from hanse.rooms.identity.service import helping, members

doors = Doors("identity")

READ = access.declare("identity.member.read", "See who works in the workspace.", *EVERYBODY)
WRITE = access.declare("identity.member.write", "Change roles, and remove members.", *ADMINS)

MEMBER: JsonDict = {
    "id": "01930b6e-7c1a-7d52-9a54-0d7c8f0f6c22",
    "person_id": "01930b6e-7c1a-7d52-9a54-0d7c8f0f6c21",
    "name": "Ada Lind",
    "email": "ada@example.com",
    "role": "manager",
    "joined_at": "2026-11-20T14:03:05Z",
    "version": 1,
}
ROLE: JsonDict = {
    "role": "viewer",
    "permissions": [
        {"name": "identity.member.read", "sentence": "See who works in the workspace."}
    ],
}

Id = Annotated[UUID, Path(description="The id of a member, which is not that of the person.")]
Roles = Annotated[list[Role] | None, Query(alias="role", description="Any of these.")]
Search = Annotated[
    str | None,
    Query(alias="q", min_length=1, max_length=100, description="A part of name or address."),
]


class MemberOut(BaseModel):
    """Somebody who works here."""

    model_config = ConfigDict(json_schema_extra={"examples": [MEMBER]})

    id: UUID
    person_id: UUID
    name: str
    email: str
    role: Role
    joined_at: datetime
    version: int


class MembersOut(Page[MemberOut]):
    """Members, sorted by name."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"items": [MEMBER], "next_cursor": None}]}
    )


class LinkOut(BaseModel):
    """Shown this once: hand it over to that person alone."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"link": "https://hub.example.com/sign-in/reset#hln_..."}]}
    )

    link: str


class RoleIn(Body):
    """The role that a member is to have."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"role": "manager"}]})

    role: Role


class TransferIn(Body):
    """Who is to own the workspace."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"person_id": "01930b6e-7c1a-7d52-9a54-0d7c8f0f6c21"}]}
    )

    person_id: UUID


class PermissionOut(BaseModel):
    name: str
    sentence: str


class RoleOut(BaseModel):
    """A role, with all that it may do."""

    model_config = ConfigDict(json_schema_extra={"examples": [ROLE]})

    role: Role
    permissions: list[PermissionOut]


class RolesOut(BaseModel):
    """The roles, the highest first."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"roles": [ROLE]}]})

    roles: list[RoleOut] = Field(description="The highest first.")


@doors.get("/api/identity/members", needs=READ)
async def list_members(
    tx: InTx,
    role: Roles = None,
    q: Search = None,
    limit: Limit = PAGE_USUAL,
    cursor: Cursor = None,
) -> MembersOut:
    """List who works in the workspace, sorted by name."""
    found = await members.list_members(tx, role, q, read_place(cursor), limit + 1)
    page, following = cut(found, limit, lambda one: [one.place, one.id])
    return MembersOut(items=[shaped(one) for one in page], next_cursor=following)


@doors.get("/api/identity/members/{id}", needs=READ, versioned=True)
async def read_member(tx: InTx, id: Id, answer: Response) -> MemberOut:  # noqa: A002
    """Show one member."""
    return tagged(answer, await members.member(tx, id))


@doors.patch("/api/identity/members/{id}", needs=WRITE)
async def change_role(
    tx: InTx,
    id: Id,  # noqa: A002
    asked: RoleIn,
    expected: Expected,
    answer: Response,
) -> MemberOut:
    """Give a member another role: none above one's own, and the last owner stays one."""
    return tagged(answer, await members.change_role(tx, id, asked.role, expected))


@doors.delete("/api/identity/members/{id}", needs=WRITE)
async def remove_member(tx: InTx, id: Id, expected: Expected) -> None:  # noqa: A002
    """Take the workspace from a member, at once, and with it the keys that it made here."""
    await members.remove_member(tx, id, expected)


@doors.post(
    "/api/identity/members/{id}/password_link",
    needs=WRITE,
    status=201,
    shows_secret=True,
    step_up=True,
)
async def make_password_link(
    tx: InTx,
    database: InDatabase,
    held: OfHeld,
    id: Id,  # noqa: A002
) -> LinkOut:
    """Make a link by which a member sets a new password, where no mail goes out."""
    link = await helping.password_link(
        tx, database, id, public_url=held.public_url, mail_ready=held.mail_ready
    )
    return LinkOut(link=link)


@doors.post("/api/identity/leave", needs=JOIN, status=204)
async def leave_workspace(tx: InTx) -> None:
    """Leave the workspace. The last owner hands it on first, or deletes it."""
    await members.leave(tx)


@doors.post("/api/identity/transfer", needs=OWN, step_up=True)
async def transfer_workspace(tx: InTx, asked: TransferIn) -> MemberOut:
    """Make another member the owner, and oneself an admin."""
    return shaped(await members.transfer(tx, asked.person_id))


@doors.get("/api/identity/roles", needs=READ)
async def list_roles(tx: InTx) -> RolesOut:
    """List what each role may do."""
    return RolesOut(
        roles=[
            RoleOut(
                role=role,
                permissions=[
                    PermissionOut(name=one.name, sentence=one.sentence)
                    for one in sorted(PERMISSIONS.values(), key=lambda one: one.name)
                    if one in ROLES[role]
                ],
            )
            for role in Role
        ]
    )


def read_place(cursor: str | None) -> tuple[str, UUID] | None:
    """The name and the id at which the page before ended."""
    if cursor is None:
        return None
    place, last = read_cursor(cursor, str, UUID)
    assert isinstance(place, str)
    assert isinstance(last, UUID)
    return place, last


def tagged(answer: Response, member: Member) -> MemberOut:
    answer.headers["etag"] = etag(member.version)
    return shaped(member)


def shaped(member: Member) -> MemberOut:
    return MemberOut(
        id=member.id,
        person_id=member.person_id,
        name=member.name,
        email=member.email,
        role=Role(member.role),
        joined_at=member.joined_at,
        version=member.version,
    )
