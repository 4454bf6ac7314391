"""The doors to the businesses of a workspace."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from fastapi import Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from hanse.engine.doors import access
from hanse.engine.doors.access import EVERYBODY, MANAGERS
from hanse.engine.doors.doors import Body, Doors, Expected, InTx
from hanse.engine.doors.paging import PAGE_USUAL, Cursor, Limit, Page, cut
from hanse.engine.doors.versions import etag
from hanse.rooms.identity.model.businesses import Business
from hanse.rooms.identity.routes.members import read_place
from hanse.rooms.identity.routes.workspaces import Name
from hanse.rooms.identity.service import businesses

doors = Doors("identity")

READ = access.declare("identity.business.read", "See the businesses.", *EVERYBODY)
WRITE = access.declare(
    "identity.business.write", "Make businesses, change, archive and delete them.", *MANAGERS
)

BUSINESS: JsonDict = {
    "id": "01930b6e-7c1a-7d52-9a54-0d7c8f0f6c23",
    "name": "Batik Ada",
    "kind": "shop",
    "state": "active",
    "closes_at": None,
    "made_at": "2026-11-20T14:03:05Z",
    "version": 1,
}


class BusinessKind(StrEnum):
    shop = "shop"
    dropshipping = "dropshipping"
    affiliate = "affiliate"


class BusinessState(StrEnum):
    active = "active"
    archived = "archived"
    closing = "closing"


Id = Annotated[UUID, Path(description="The id of a business.")]
States = Annotated[
    list[BusinessState] | None, Query(alias="state", description="Any of these; else all.")
]


class BusinessIn(Body):
    """A business to be made."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"name": "Batik Ada", "kind": "shop"}]}
    )

    name: Name
    kind: BusinessKind


class BusinessChangeIn(Body):
    """What is to be different. What is left out stays as it is."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"name": "Batik Ada"}]})

    name: Name | None = None
    kind: BusinessKind | None = None


class BusinessOut(BaseModel):
    """One business of the workspace."""

    model_config = ConfigDict(json_schema_extra={"examples": [BUSINESS]})

    id: UUID
    name: str
    kind: BusinessKind
    state: BusinessState
    closes_at: datetime | None = Field(description="Until then the deletion can be taken back.")
    made_at: datetime
    version: int


class BusinessesOut(Page[BusinessOut]):
    """Businesses, sorted by name."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"items": [BUSINESS], "next_cursor": None}]}
    )


@doors.get("/api/identity/businesses", needs=READ)
async def list_businesses(
    tx: InTx, state: States = None, limit: Limit = PAGE_USUAL, cursor: Cursor = None
) -> BusinessesOut:
    """List the businesses of the workspace, sorted by name."""
    found = await businesses.list_businesses(tx, state, read_place(cursor), limit + 1)
    page, following = cut(found, limit, lambda one: [one.place, one.id])
    return BusinessesOut(items=[shaped(one) for one in page], next_cursor=following)


@doors.post("/api/identity/businesses", needs=WRITE, status=201)
async def make_business(tx: InTx, asked: BusinessIn, answer: Response) -> BusinessOut:
    """Make a business."""
    return tagged(answer, await businesses.make_business(tx, asked.name, asked.kind))


@doors.get("/api/identity/businesses/{id}", needs=READ, versioned=True)
async def read_business(tx: InTx, id: Id, answer: Response) -> BusinessOut:  # noqa: A002
    """Show one business."""
    return tagged(answer, await businesses.business(tx, id))


@doors.patch("/api/identity/businesses/{id}", needs=WRITE)
async def change_business(
    tx: InTx,
    id: Id,  # noqa: A002
    asked: BusinessChangeIn,
    expected: Expected,
    answer: Response,
) -> BusinessOut:
    """Change what it is called, or of which kind it is."""
    return tagged(
        answer, await businesses.change_business(tx, id, asked.name, asked.kind, expected)
    )


@doors.post("/api/identity/businesses/{id}/archive", needs=WRITE)
async def archive_business(tx: InTx, id: Id, answer: Response) -> BusinessOut:  # noqa: A002
    """Put it out of sight; restore it at any time."""
    return tagged(answer, await businesses.move_business(tx, id, "archive"))


@doors.post("/api/identity/businesses/{id}/restore", needs=WRITE)
async def restore_business(tx: InTx, id: Id, answer: Response) -> BusinessOut:  # noqa: A002
    """Bring an archived business back."""
    return tagged(answer, await businesses.move_business(tx, id, "restore"))


@doors.delete("/api/identity/businesses/{id}", needs=WRITE, status=200, step_up=True)
async def delete_business(
    tx: InTx,
    id: Id,  # noqa: A002
    expected: Expected,
    answer: Response,
) -> BusinessOut:
    """Delete it in thirty days; until then, keep it again. Asks again who is there."""
    return tagged(answer, await businesses.move_business(tx, id, "delete", expected))


@doors.post("/api/identity/businesses/{id}/keep", needs=WRITE)
async def keep_business(tx: InTx, id: Id, answer: Response) -> BusinessOut:  # noqa: A002
    """Take its deletion back."""
    return tagged(answer, await businesses.move_business(tx, id, "keep"))


def tagged(answer: Response, business: Business) -> BusinessOut:
    answer.headers["etag"] = etag(business.version)
    return shaped(business)


def shaped(business: Business) -> BusinessOut:
    return BusinessOut(
        id=business.id,
        name=business.name,
        kind=BusinessKind(business.kind),
        state=BusinessState(business.state),
        closes_at=business.closes_at,
        made_at=business.made_at,
        version=business.version,
    )
