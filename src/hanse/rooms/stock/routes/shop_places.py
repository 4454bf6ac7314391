"""HTTP of places as a shop has them."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi import Path
from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from hanse.engine.doors.doors import Body, Doors, InTx
from hanse.rooms.stock.model.shown import RemotePlace
from hanse.rooms.stock.routes.permissions import READ_CHANNELS, WRITE_CHANNELS
from hanse.rooms.stock.service import shop_places as service

doors = Doors("stock")

OURS = "0190a2b4-0000-7000-8000-000000000001"
SEEN: JsonDict = {
    "remote_id": "61234",
    "name": "Jakarta warehouse",
    "active": True,
    "place_id": OURS,
}

Account = Annotated[UUID, Path(description="The id of the shop's account.")]


class ShopPlaceOut(BaseModel):
    """A place of a shop; `place_id` is the place of ours that it is, null if nobody has said."""

    model_config = ConfigDict(json_schema_extra={"examples": [SEEN]})

    remote_id: str
    name: str
    active: bool
    place_id: UUID | None


class ShopPlacesOut(BaseModel):
    """All places of a shop; none if its platform knows one only. They are few, so in one page."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"items": [SEEN]}]})

    items: list[ShopPlaceOut]


class ShopPlaceIn(Body):
    """Which place of ours it is; null: none, so it is told of nothing."""

    remote_id: Annotated[str, Field(min_length=1, max_length=500)]
    place_id: UUID | None


class ShopPlacesIn(Body):
    """Those that are named; the others stay as they are."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"places": [{"remote_id": "61234", "place_id": OURS}]}]}
    )

    places: Annotated[list[ShopPlaceIn], Field(min_length=1, max_length=500)]


@doors.get("/api/stock/channels/{account_id}/places", needs=READ_CHANNELS)
async def list_shop_places(tx: InTx, account_id: Account) -> ShopPlacesOut:
    """List the places that a shop has, and which of ours each is."""
    return places_out(await service.places_of(tx, account_id))


@doors.put("/api/stock/channels/{account_id}/places", needs=WRITE_CHANNELS, versioned=False)
async def name_shop_places(tx: InTx, account_id: Account, asked: ShopPlacesIn) -> ShopPlacesOut:
    """Say which place of ours each place of a shop is."""
    named = {each.remote_id: each.place_id for each in asked.places}
    return places_out(await service.name_places(tx, account_id, named))


def places_out(found: Sequence[RemotePlace]) -> ShopPlacesOut:
    return ShopPlacesOut(
        items=[
            ShopPlaceOut(
                remote_id=each.remote_id,
                name=each.name,
                active=each.active,
                place_id=each.place_id,
            )
            for each in found
        ]
    )
