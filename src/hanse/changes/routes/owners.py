"""HTTP of who owns which field: hand over, and look at that first."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, JsonValue
from pydantic.config import JsonDict

from hanse.changes.model.owners import Owner
from hanse.changes.routes.held import OfHands
from hanse.changes.routes.permissions import APPROVE_OWNERS
from hanse.changes.routes.shapes import ACCOUNT
from hanse.changes.routes.values import value_out
from hanse.changes.service import handing
from hanse.changes.service.handing import Selection
from hanse.engine.doors.doors import Body, Doors, InTx

doors = Doors("changes")

THINGS_MAX = 5_000
FIELDS_MAX = 50

RemoteId = Annotated[str, Field(min_length=1, max_length=200)]
THING: JsonDict = {"noun": "offers", "remote_id": "4711", "parent_id": "42"}
SELECTION: JsonDict = {
    "account_id": ACCOUNT,
    "things": None,
    "fields": ["price"],
    "owner": "hub",
    "persons": False,
}


class ThingIn(Body):
    """A product or an offer of the shop, in the platform's own names."""

    model_config = ConfigDict(json_schema_extra={"examples": [THING]})

    noun: Literal["products", "offers"]
    remote_id: RemoteId
    parent_id: RemoteId | None = Field(
        None, description="The product of an offer that has an id of its own."
    )


class SelectionIn(Body):
    """What is handed over, and to whom."""

    model_config = ConfigDict(json_schema_extra={"examples": [SELECTION]})

    account_id: UUID
    things: Annotated[list[ThingIn], Field(min_length=1, max_length=THINGS_MAX)] | None = Field(
        None, description="Null: the whole shop, also what is still to come."
    )
    fields: Annotated[
        list[Annotated[str, Field(min_length=1, max_length=60)]], Field(max_length=FIELDS_MAX)
    ] = Field([], description="None: all that can be written there.")
    owner: Owner = Field(description="channel: the shop, whose word then counts.")
    persons: bool = Field(False, description="Also what a person edited, and owns since then.")


class HandedSampleOut(BaseModel):
    """One field that moves."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "thing": "offers/4711",
                    "field": "price",
                    "title": "Brass lamp, large",
                    "owner": "channel",
                    "ours": None,
                    "theirs": {"currency": "EUR", "minor": 1290},
                }
            ]
        }
    )

    thing: str
    field: str
    title: str
    owner: Owner = Field(description="Whose it is now.")
    ours: JsonValue
    theirs: JsonValue


class HandOverOut(BaseModel):
    """What handing over would do."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "shop_name": "Lamps Berlin",
                    "listings": 412,
                    "moves": None,
                    "persons": 3,
                    "skipped": True,
                    "differ": 0,
                    "fields": ["price"],
                    "samples": [],
                }
            ]
        }
    )

    shop_name: str
    listings: int
    moves: int | None = Field(description="How many fields move; null for a whole shop.")
    persons: int = Field(description="How many of the fields are a person's now.")
    skipped: bool = Field(description="Whether those of persons stay theirs.")
    differ: int = Field(description="Of how many something else is wanted than the shop shows.")
    fields: list[str]
    samples: list[HandedSampleOut]


class HandedOut(BaseModel):
    """How many fields are another's now; null for a whole shop."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"count": 12}]})

    count: int | None


def selection_in(asked: SelectionIn) -> Selection:
    things = None
    if asked.things is not None:
        things = {f"{each.noun}/{each.remote_id}": each.parent_id for each in asked.things}
    fields = frozenset(asked.fields)
    return Selection(asked.account_id, things, fields, asked.owner, asked.persons)


@doors.post("/api/changes/owners/preview", needs=APPROVE_OWNERS)
async def preview_owners(tx: InTx, hands: OfHands, asked: SelectionIn) -> HandOverOut:
    """Show what handing over would do. Nothing is changed."""
    found = await handing.preview(hands, tx, selection_in(asked))
    return HandOverOut(
        shop_name=found.shop_name,
        listings=found.listings,
        moves=found.moves,
        persons=found.persons,
        skipped=found.skipped,
        differ=found.differ,
        fields=list(found.fields),
        samples=[
            HandedSampleOut(
                thing=each.thing,
                field=each.field,
                title=each.title,
                owner=each.owner,
                ours=value_out(each.ours),
                theirs=value_out(each.theirs),
            )
            for each in found.samples
        ],
    )


@doors.post("/api/changes/owners", needs=APPROVE_OWNERS)
async def hand_over(tx: InTx, hands: OfHands, asked: SelectionIn) -> HandedOut:
    """Hand fields over, of some things or of a whole shop, whatever its size. Handing them back to
    the channel takes it back."""
    return HandedOut(count=await handing.hand_over(hands, tx, selection_in(asked)))
