"""What the log tells about listings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from hanse.engine.log.events import declare
from hanse.rooms.listings.model.listings import Status

LISTING = ("listings.listing", "listing_id")
EVENT_IDS_MAX = 500


@declare("listings.listing.added", "{count} listings are new", routine=True)
@dataclass(frozen=True, slots=True)
class ListingAdded:
    listing_ids: Sequence[UUID]
    count: int


@declare("listings.listing.edited", "{actor} edited what {title} shows", subject=LISTING)
@dataclass(frozen=True, slots=True)
class ListingEdited:
    listing_id: UUID
    title: str
    fields: Sequence[str]
    before: Mapping[str, object]
    after: Mapping[str, object]
    version: int


@declare("listings.listing.moved", "{count} listings are {status} now", routine=True)
@dataclass(frozen=True, slots=True)
class ListingMoved:
    listing_ids: Sequence[UUID]
    count: int
    status: str


@declare("listings.listing.refused", "{title} was refused: {sentence}", subject=LISTING)
@dataclass(frozen=True, slots=True)
class ListingRefused:
    listing_id: UUID
    title: str
    sentence: str


@declare(
    "listings.plan.done",
    "{compared} listings of a shop were compared: {differ} differ, {proposed} changes proposed",
    subject=("listings.account", "account_id"),
    routine=True,
)
@dataclass(frozen=True, slots=True)
class PlanDone:
    account_id: UUID
    compared: int
    differ: int
    proposed: int


@declare(
    "listings.template.saved",
    "{actor} saved the template {name}",
    subject=("listings.template", "template_id"),
)
@dataclass(frozen=True, slots=True)
class TemplateSaved:
    template_id: UUID
    name: str
    before: Mapping[str, object]
    after: Mapping[str, object]
    version: int


@declare(
    "listings.template.removed",
    "{actor} removed the template {name}",
    subject=("listings.template", "template_id"),
)
@dataclass(frozen=True, slots=True)
class TemplateRemoved:
    template_id: UUID
    name: str
    before: Mapping[str, object]


@declare("listings.mapping.saved", "{actor} saved {count} mappings and removed {removed}")
@dataclass(frozen=True, slots=True)
class MappingSaved:
    count: int
    removed: int
    rows: Sequence[Mapping[str, object]]


@declare("listings.words.saved", "{actor} saved {count} words that listings shall not have")
@dataclass(frozen=True, slots=True)
class WordsSaved:
    count: int
    before: Sequence[str]
    after: Sequence[str]


def moves(rows: Sequence[tuple[UUID, Status, str | None, None]]) -> Sequence[ListingMoved]:
    told = []
    for status in sorted({each[1] for each in rows}):
        part = [each[0] for each in rows if each[1] is status]
        for at in range(0, len(part), EVENT_IDS_MAX):
            some = part[at : at + EVENT_IDS_MAX]
            told.append(ListingMoved(some, len(some), status.value))
    return told
