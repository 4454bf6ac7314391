"""What the log tells about what people do with stock. What moved stands in the ledger."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from hanse.engine.log.events import declare

PLACE = ("stock.place", "place_id")


@declare("stock.place.changed", "{actor} {what} the place {name}", subject=PLACE)
@dataclass(frozen=True, slots=True)
class PlaceChanged:
    place_id: UUID
    name: str
    what: str
    before: Mapping[str, object]
    after: Mapping[str, object]
    version: int
