"""The doors to one's own profile."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict
from starlette.requests import Request
from starlette.responses import Response

from hanse.engine.doors import access, cookies
from hanse.engine.doors.access import EVERYBODY, Role
from hanse.engine.doors.doors import Body, Called, Doors, Expected, InDatabase, InTx
from hanse.engine.doors.versions import etag
from hanse.engine.tx import INSTALLATION
from hanse.rooms.identity.model.people import Language, Person
from hanse.rooms.identity.service import people, standing
from hanse.rooms.identity.service.people import Wanted, own_id
from hanse.rooms.identity.service.standing import Membership

doors = Doors("identity")

READ = access.declare("identity.person.read", "See one's own profile and sessions.", *EVERYBODY)
WRITE = access.declare(
    "identity.person.write", "Change one's own profile and sessions.", *EVERYBODY
)

PERSON: JsonDict = {
    "id": "01930b6e-7c1a-7d52-9a54-0d7c8f0f6c21",
    "email": "ada@example.com",
    "name": "Ada Lind",
    "language": "en",
    "zone": "Asia/Jakarta",
    "state": "active",
    "made_at": "2026-11-20T14:03:05Z",
    "version": 1,
}
MEMBERSHIP: JsonDict = {
    "workspace_id": "01930b6e-7c1a-7d52-9a54-0d7c8f0f6c22",
    "workspace_name": "Lind Trading",
    "state": "active",
    "role": "owner",
    "second_factor_required": False,
    "idle_minutes": 20_160,
    "absolute_minutes": 43_200,
}
ME: JsonDict = {
    "person": PERSON,
    "memberships": [MEMBERSHIP],
    "session_id": "01930b6e-7c1a-7d52-9a54-0d7c8f0f6c23",
    "second_factor": False,
    "proven_at": "2026-11-20T14:03:05Z",
    "csrf_token": "0c7f5a3e",
    "workspace_id": "01930b6e-7c1a-7d52-9a54-0d7c8f0f6c22",
    "role": "owner",
    "permissions": ["identity.person.read", "identity.person.write"],
    "withheld": "",
}

Name = Annotated[str, Field(max_length=400, description="At most 100 characters are kept.")]
Zone = Annotated[str, Field(max_length=60, description="As `Asia/Jakarta`.")]


class PersonOut(BaseModel):
    model_config = ConfigDict(json_schema_extra={"examples": [PERSON]})

    id: UUID
    email: str
    name: str
    language: Language
    zone: str
    state: str
    made_at: datetime
    version: int = Field(description='Send it as If-Match, such as `"1"`, with a change.')


class MembershipOut(BaseModel):
    """A workspace in which one works."""

    model_config = ConfigDict(json_schema_extra={"examples": [MEMBERSHIP]})

    workspace_id: UUID
    workspace_name: str
    state: str
    role: Role
    second_factor_required: bool
    idle_minutes: int
    absolute_minutes: int


class MeOut(BaseModel):
    """Who is signed in, where that person works, and what it may do in this workspace."""

    model_config = ConfigDict(json_schema_extra={"examples": [ME]})

    person: PersonOut
    memberships: list[MembershipOut]
    session_id: UUID | None
    second_factor: bool = Field(description="Whether one was shown in this session.")
    proven_at: datetime | None = Field(description="When the person last showed who it is.")
    csrf_token: str = Field(description="Send it as `Hanse-Csrf` with each write by the cookie.")
    workspace_id: UUID | None = Field(description="Of this request; null where there is none.")
    role: Role | None
    permissions: list[str]
    withheld: str = Field(description="Why permissions of the role are held back, if they are.")


class PersonIn(Body):
    """What is to be different; the rest stays."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"name": "Ada Lind-Sari"}]})

    name: Name | None = None
    language: Language | None = None
    zone: Zone | None = None


@doors.get("/api/identity/me", needs=READ, personal=True)
async def read_me(database: InDatabase, called: Called, request: Request) -> MeOut:
    """Show who is signed in, its workspaces, and what it may do in the one of this request."""
    own_id(called.actor)
    found = await standing.profile(database, called.actor, called.session_id)
    here = next((one for one in found.memberships if one.workspace_id == called.workspace_id), None)
    brought = cookies.brought(request.headers)
    return MeOut(
        person=shaped(found.person),
        memberships=[joined(one) for one in found.memberships],
        session_id=called.session_id,
        second_factor=bool(found.session and found.session.second_factor),
        proven_at=called.proven_at,
        csrf_token=cookies.csrf_token(brought) if brought else "",
        workspace_id=None if called.workspace_id == INSTALLATION else called.workspace_id,
        role=Role(here.role) if here else None,
        permissions=sorted(called.permissions),
        withheld=called.withheld,
    )


@doors.patch("/api/identity/me", needs=WRITE, personal=True)
async def change_me(tx: InTx, asked: PersonIn, expected: Expected, response: Response) -> PersonOut:
    """Change one's name, language or time zone, if the profile is still as it was read."""
    wanted = Wanted(asked.name, asked.language, asked.zone)
    changed = await people.change_person(tx, own_id(tx.actor), wanted, expected)
    response.headers["etag"] = etag(changed.version)
    return shaped(changed)


def shaped(person: Person) -> PersonOut:
    return PersonOut(
        id=person.id,
        email=person.email,
        name=person.name,
        language=person.language,
        zone=person.zone,
        state=person.state,
        made_at=person.made_at,
        version=person.version,
    )


def joined(one: Membership) -> MembershipOut:
    return MembershipOut(
        workspace_id=one.workspace_id,
        workspace_name=one.workspace_name,
        state=one.state,
        role=Role(one.role),
        second_factor_required=one.second_factor_required,
        idle_minutes=one.idle_minutes,
        absolute_minutes=one.absolute_minutes,
    )
