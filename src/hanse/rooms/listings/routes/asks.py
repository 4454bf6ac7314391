"""What is asked of the routes about listings."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field, JsonValue

from hanse.engine.doors.doors import Body
from hanse.rooms.listings.model.listings import Act
from hanse.rooms.listings.model.overlays import Edit, OverlayMode
from hanse.rooms.listings.routes.shapes import ID
from hanse.rooms.listings.service.acting import SELECTED_MAX
from hanse.trade.fields import Value

EDITS_MAX = 20
TEXT_CHARS_MAX = 200_000


class OverlayIn(Body):
    """One field. `was` is the own value that the editor saw; null: it was inherited."""

    model_config = ConfigDict(
        str_max_length=TEXT_CHARS_MAX,
        json_schema_extra={
            "examples": [
                {"field": "title", "mode": "overridden", "value": "Brass lamp", "was": None}
            ]
        },
    )

    field: Annotated[str, Field(max_length=40)]
    mode: OverlayMode
    value: JsonValue = None
    was: JsonValue = None


class OverlaysIn(Body):
    """The same edits of one listing or of several."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "listing_ids": [ID],
                    "edits": [
                        {"field": "title", "mode": "overridden", "value": "Lamp", "was": None}
                    ],
                }
            ]
        }
    )

    listing_ids: Annotated[list[UUID], Field(min_length=1, max_length=100)]
    edits: Annotated[list[OverlayIn], Field(min_length=1, max_length=EDITS_MAX)]


class ListingTryIn(Body):
    """Values to try on a listing."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"edits": [{"field": "title", "mode": "overridden", "value": "L", "was": None}]}
            ]
        }
    )

    edits: Annotated[list[OverlayIn], Field(max_length=EDITS_MAX)]


class ListingActIn(Body):
    """What to do with listings: those that are named, or all of a shop."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"act": "plan", "listing_ids": [ID], "dry": True}]}
    )

    act: Act
    listing_ids: Annotated[list[UUID], Field(max_length=SELECTED_MAX, default_factory=list)]
    account_id: UUID | None = None
    dry: bool = Field(False, description="Only show what would be proposed.")


def edits_in(given: Sequence[OverlayIn]) -> Sequence[Edit]:
    return [Edit(each.field, each.mode, value_in(each.value), value_in(each.was)) for each in given]


def value_in(given: JsonValue) -> Value:
    """What is none of a field is refused with the field by the edit itself."""
    if isinstance(given, list):
        return tuple(each if isinstance(each, str) else None for each in given)
    return given if given is None or isinstance(given, str | bool | int) else False
