"""HTTP of the switch of the whole workspace: live, rehearse, and stop everything at once."""

from datetime import datetime
from uuid import UUID

from fastapi import Response
from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from hanse.engine.doors.doors import Body, Doors, Expected, InTx
from hanse.engine.doors.versions import etag
from hanse.rooms.connections.model.accounts import WriteMode
from hanse.rooms.connections.model.modes import Mode
from hanse.rooms.connections.routes.permissions import APPROVE, READ
from hanse.rooms.connections.routes.shapes import Named
from hanse.rooms.connections.service import modes as service

doors = Doors("connections")

MODE: JsonDict = {
    "write_mode": "dry",
    "changed_by": None,
    "changed_at": None,
    "version": 0,
}


class WorkspaceModeOut(BaseModel):
    """Whether the workspace lets changes go out; an account has a switch of its own beside it."""

    model_config = ConfigDict(json_schema_extra={"examples": [MODE]})

    write_mode: WriteMode
    changed_by: UUID | None = Field(description="The person; none if nobody has switched it yet.")
    changed_at: datetime | None
    version: int


class WorkspaceModeIn(Body):
    """Live is confirmed by typing the name of the workspace."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"write_mode": "live", "confirm": "Sari Trading"}]}
    )

    write_mode: WriteMode
    confirm: Named = ""


@doors.get("/api/connections/mode", needs=READ, versioned=True)
async def read_mode(tx: InTx, answer: Response) -> WorkspaceModeOut:
    """Show whether the workspace lets changes go out to shops at all."""
    return shaped(await service.mode(tx), answer)


@doors.post("/api/connections/mode", needs=APPROVE, versioned=True, step_up=True)
async def switch_mode(
    tx: InTx, asked: WorkspaceModeIn, expected: Expected, answer: Response
) -> WorkspaceModeOut:
    """Let changes go out to those shops that are live, or have all rehearsed only."""
    found = await service.set_mode(tx, asked.write_mode, asked.confirm, expected)
    return shaped(found, answer)


# In an emergency nobody is asked for a password, a name or a version.
@doors.post("/api/connections/stop", needs=APPROVE)
async def stop_writing(tx: InTx, answer: Response) -> WorkspaceModeOut:
    """Have the whole workspace rehearse at once: nothing goes out to any shop."""
    return shaped(await service.stop(tx), answer)


def shaped(found: Mode, answer: Response) -> WorkspaceModeOut:
    answer.headers["etag"] = etag(found.version)
    return WorkspaceModeOut(
        write_mode=found.write_mode,
        changed_by=found.changed_by,
        changed_at=found.changed_at,
        version=found.version,
    )
