"""The doors to workspaces: one's own to make, the present one to change and to close."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Request, Response
from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from hanse.engine.doors import access
from hanse.engine.doors.access import ADMINS, EVERYBODY, Role
from hanse.engine.doors.doors import Body, Called, Doors, Expected, InDatabase, InTx, KeyBrought
from hanse.engine.doors.versions import etag
from hanse.rooms.identity.model import workspaces as model
from hanse.rooms.identity.model.workspaces import NAME_CHARS_MAX, NETWORKS_MAX, Wanted, Workspace
from hanse.rooms.identity.service import workspaces

doors = Doors("identity")

READ = access.declare("identity.workspace.read", "See the workspace and its rules.", *EVERYBODY)
WRITE = access.declare("identity.workspace.write", "Change the rules of the workspace.", *ADMINS)
OWN = access.declare(
    "identity.ownership.write", "Delete the workspace, and hand it on to somebody.", Role.owner
)
JOIN = access.declare(
    "identity.membership.write",
    "For oneself: make a workspace, accept an invitation, leave a workspace.",
    *EVERYBODY,
)

WORKSPACE: JsonDict = {
    "id": "01930b6e-7c1a-7d52-9a54-0d7c8f0f6c20",
    "name": "Toko Ada",
    "state": "active",
    "closes_at": None,
    "second_factor_required": False,
    "idle_minutes": 20160,
    "absolute_minutes": 43200,
    "networks": ["198.51.100.0/24"],
    "made_at": "2026-11-20T14:03:05Z",
    "version": 3,
}

# Longer than a name may be, for what is cleaned away does not count.
Name = Annotated[str, Field(min_length=1, max_length=4 * NAME_CHARS_MAX)]
Idle = Annotated[int, Field(ge=model.IDLE_MINUTES_MIN, le=model.IDLE_MINUTES_MAX)]
Absolute = Annotated[int, Field(ge=model.ABSOLUTE_MINUTES_MIN, le=model.ABSOLUTE_MINUTES_MAX)]
NetworkText = Annotated[str, Field(min_length=1, max_length=60)]


class WorkspaceIn(Body):
    """A workspace to be made, by whoever will own it."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"name": "Toko Ada"}]})

    name: Name


class WorkspaceChangeIn(Body):
    """What is to be different. What is left out stays as it is."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"networks": ["198.51.100.0/24", "2001:db8::/32"]}]}
    )

    name: Name | None = None
    second_factor_required: bool | None = None
    idle_minutes: Idle | None = None
    absolute_minutes: Absolute | None = None
    networks: Annotated[list[NetworkText], Field(max_length=NETWORKS_MAX)] | None = None


class WorkspaceOut(BaseModel):
    """A workspace, and its rules for whoever comes in."""

    model_config = ConfigDict(json_schema_extra={"examples": [WORKSPACE]})

    id: UUID
    name: str
    state: str = Field(description="`active`, `closing`: deletion was asked for; `closed`.")
    closes_at: datetime | None = Field(description="Until then the deletion can be taken back.")
    second_factor_required: bool
    idle_minutes: int = Field(description="After so long without use a session ends.")
    absolute_minutes: int = Field(description="After so long a session ends in any case.")
    networks: list[str] = Field(description="From where alone people may come; none: anywhere.")
    made_at: datetime
    version: int


@doors.post("/api/identity/workspaces", needs=JOIN, personal=True, status=201)
async def make_workspace(
    database: InDatabase, caller: Called, request: Request, asked: WorkspaceIn, key: KeyBrought = ""
) -> WorkspaceOut:
    """Make a new workspace and own it; the same one when the same key asks again."""
    made = await workspaces.found_workspace(
        *(database, caller.actor, request.state.request_id, asked.name),
        key=key,
    )
    return shaped(made)


@doors.get("/api/identity/workspace", needs=READ, versioned=True)
async def read_workspace(tx: InTx, answer: Response) -> WorkspaceOut:
    """Show the workspace that one works in."""
    return tagged(answer, await workspaces.workspace(tx))


@doors.patch("/api/identity/workspace", needs=WRITE)
async def change_workspace(
    database: InDatabase,
    caller: Called,
    request: Request,
    answer: Response,
    asked: WorkspaceChangeIn,
    expected: Expected,
) -> WorkspaceOut:
    """Change its name and its rules. Nobody locks out the own address or account by it."""
    changed = await workspaces.change_workspace(
        database,
        caller.actor,
        caller.workspace_id,
        request.state.request_id,
        Wanted(
            name=asked.name,
            second_factor_required=asked.second_factor_required,
            idle_minutes=asked.idle_minutes,
            absolute_minutes=asked.absolute_minutes,
            networks=asked.networks,
        ),
        address=request.state.address,
        expected=expected,
    )
    return tagged(answer, changed)


@doors.delete("/api/identity/workspace", needs=OWN, step_up=True, status=200)
async def close_workspace(tx: InTx, answer: Response, expected: Expected) -> WorkspaceOut:
    """Delete the workspace with all that is in it, in thirty days; until then, keep it again."""
    return tagged(answer, await workspaces.close_workspace(tx, expected))


@doors.post("/api/identity/workspace/keep", needs=OWN)
async def keep_workspace(tx: InTx, answer: Response) -> WorkspaceOut:
    """Take the deletion of the workspace back."""
    return tagged(answer, await workspaces.keep_workspace(tx))


def tagged(answer: Response, workspace: Workspace) -> WorkspaceOut:
    answer.headers["etag"] = etag(workspace.version)
    return shaped(workspace)


def shaped(workspace: Workspace) -> WorkspaceOut:
    return WorkspaceOut(
        id=workspace.id,
        name=workspace.name,
        state=workspace.state,
        closes_at=workspace.closes_at,
        second_factor_required=workspace.second_factor_required,
        idle_minutes=workspace.idle_minutes,
        absolute_minutes=workspace.absolute_minutes,
        networks=list(workspace.networks),
        made_at=workspace.made_at,
        version=workspace.version,
    )
