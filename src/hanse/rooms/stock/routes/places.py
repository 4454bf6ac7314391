"""HTTP of places where goods lie."""

from typing import Annotated
from uuid import UUID

from fastapi import Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from hanse.engine.doors.doors import Body, Doors, Expected, InTx
from hanse.engine.doors.versions import etag
from hanse.rooms.stock.model.believing import (
    FRESH_FOR_H_MAX,
    FRESH_FOR_H_USUAL,
    TRUST_MAX,
    TRUST_USUAL,
)
from hanse.rooms.stock.model.places import NAME_CHARS_MAX, POSITION_MAX, Place, PlaceKind
from hanse.rooms.stock.model.places import PlaceState as State
from hanse.rooms.stock.routes.permissions import READ_PLACES, WRITE_PLACES
from hanse.rooms.stock.service import places as service

doors = Doors("stock")

PLACE: JsonDict = {"name": "Surabaya", "kind": "own", "country": "ID", "position": 1}
SEEN: JsonDict = {
    **PLACE,
    "id": "0190a2b4-0000-7000-8000-000000000001",
    "state": "active",
    "trust": 100,
    "fresh_for_h": 24,
    "version": 1,
}

Name = Annotated[str, Field(min_length=1, max_length=NAME_CHARS_MAX)]
Country = Annotated[str | None, Field(pattern="^[A-Z]{2}$")]
Position = Annotated[int, Field(ge=0, le=POSITION_MAX, description="The lowest is taken first.")]
Trust = Annotated[
    int,
    Field(ge=0, le=TRUST_MAX, description="Of a supplier's: how sure its word is, in percent."),
]
FreshFor = Annotated[
    int,
    Field(
        ge=1,
        le=FRESH_FOR_H_MAX,
        description="Of a supplier's: so many hours its word is as good as new.",
    ),
]


class PlaceIn(Body):
    """A place; its kind cannot be changed later."""

    model_config = ConfigDict(json_schema_extra={"examples": [PLACE]})

    name: Name
    kind: PlaceKind = PlaceKind.own
    country: Country = None
    position: Position = 0
    trust: Trust = TRUST_USUAL
    fresh_for_h: FreshFor = FRESH_FOR_H_USUAL


class PlaceChangeIn(Body):
    """What is to be another from now on; what is left out stays."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"state": "archived"}]})

    name: Name | None = None
    country: Country = None
    position: Position | None = None
    state: State | None = None
    trust: Trust | None = None
    fresh_for_h: FreshFor | None = None


class PlaceOut(BaseModel):
    """Where goods lie. Transit: on their way; supplier: what somebody else says is there."""

    model_config = ConfigDict(json_schema_extra={"examples": [SEEN]})

    id: UUID
    name: str
    kind: PlaceKind
    country: str | None
    position: int
    state: State
    trust: int
    fresh_for_h: int
    version: int


class PlacesOut(BaseModel):
    """Places in the order in which they are taken from. They are few, so in one page."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"items": [SEEN]}]})

    items: list[PlaceOut]


@doors.get("/api/stock/places", needs=READ_PLACES)
async def list_places(
    tx: InTx,
    archived: Annotated[bool, Query(description="Those that are archived too.")] = False,
) -> PlacesOut:
    """List the places where goods lie, in the order in which they are taken from."""
    found = await service.places(tx, archived=archived)
    return PlacesOut(items=[place_out(each) for each in found])


@doors.post("/api/stock/places", needs=WRITE_PLACES, status=201)
async def create_place(tx: InTx, asked: PlaceIn) -> PlaceOut:
    """Add a place."""
    wanted = Place(
        *(UUID(int=0), asked.name, asked.kind, asked.country, asked.position),
        trust=asked.trust,
        fresh_for_h=asked.fresh_for_h,
    )
    return place_out(await service.make(tx, wanted))


@doors.patch("/api/stock/places/{id}", needs=WRITE_PLACES)
async def edit_place(
    tx: InTx,
    id: Annotated[UUID, Path(description="The id of the place.")],  # noqa: A002
    asked: PlaceChangeIn,
    expected: Expected,
    answer: Response,
) -> PlaceOut:
    """Change a place or archive it; nothing may lie there then."""
    found = await service.place(tx, id)
    wanted = Place(
        id,
        found.name if asked.name is None else asked.name,
        found.kind,
        asked.country if "country" in asked.model_fields_set else found.country,
        found.position if asked.position is None else asked.position,
        asked.state or found.state,
        trust=found.trust if asked.trust is None else asked.trust,
        fresh_for_h=found.fresh_for_h if asked.fresh_for_h is None else asked.fresh_for_h,
    )
    made = await service.change(tx, wanted, expected)
    answer.headers["etag"] = etag(made.version)
    return place_out(made)


def place_out(found: Place) -> PlaceOut:
    return PlaceOut(
        id=found.id,
        name=found.name,
        kind=found.kind,
        country=found.country,
        position=found.position,
        state=found.state,
        trust=found.trust,
        fresh_for_h=found.fresh_for_h,
        version=found.version,
    )
