"""Where goods lie: places of one's own, of suppliers, and those on the way between them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from hanse.base.faults import Finding
from hanse.rooms.stock.model.believing import (
    FRESH_FOR_H_MAX,
    FRESH_FOR_H_USUAL,
    TRUST_MAX,
    TRUST_USUAL,
)
from hanse.rooms.stock.model.wording import wrong

PLACES_MAX = 500
NAME_CHARS_MAX = 100
POSITION_MAX = 100_000
MAIN = "Main"
ON_THE_WAY = "On the way"
COUNTRY = re.compile("[A-Z]{2}")


class PlaceKind(StrEnum):
    own = "own"
    supplier = "supplier"
    transit = "transit"


class PlaceState(StrEnum):
    active = "active"
    archived = "archived"


@dataclass(frozen=True, slots=True)
class Place:
    """Of those that are own, the one with the lowest position is taken from first."""

    id: UUID
    name: str
    kind: PlaceKind = PlaceKind.own
    country: str | None = None
    position: int = 0
    state: PlaceState = PlaceState.active
    version: int = 1
    trust: int = TRUST_USUAL  # of a supplier's: how sure its word is, of 100
    fresh_for_h: int = FRESH_FOR_H_USUAL  # and for how long it is as good as new


@dataclass(frozen=True, slots=True)
class Busy:
    """What still needs a place, so that it cannot be archived."""

    variants: int
    pieces: int
    counts: int
    promotions: int
    transfers: int


def what_is_wrong(place: Place) -> Iterator[Finding]:
    if not 1 <= len(place.name) <= NAME_CHARS_MAX:
        sentence = f"A place has a name of 1 to {NAME_CHARS_MAX} characters."
        yield wrong("name", sentence, "Write one.", "name")
    if place.country is not None and not COUNTRY.fullmatch(place.country):
        sentence = f"{place.country!r} is no country."
        yield wrong("country", sentence, "Give its two letters, such as DE or ID.", "country")
    if not 0 <= place.position <= POSITION_MAX:
        sentence = f"A place stands at 0 to {POSITION_MAX:,}, the lowest is taken from first."
        yield wrong("position", sentence, "Give such a number.", "position")
    if not 0 <= place.trust <= TRUST_MAX:
        sentence = f"A supplier's word is 0 to {TRUST_MAX} % sure."
        yield wrong("trust", sentence, "Give such a number.", "trust")
    if not 1 <= place.fresh_for_h <= FRESH_FOR_H_MAX:
        sentence = f"A supplier's word is as good as new for 1 to {FRESH_FOR_H_MAX:,} hours."
        yield wrong("fresh_for_h", sentence, "Give such a number.", "fresh_for_h")


def why_it_stays(place: Place, busy: Busy) -> Iterator[Finding]:
    """Why a place cannot be archived."""
    if busy.pieces:
        sentence = (
            f"{busy.pieces:,} pieces of {busy.variants:,} variants still lie at {place.name}."
        )
        step = "Move them to another place, or count it to zero; then archive it."
        yield wrong("not_empty", sentence, step, "state")
    if busy.counts:
        sentence = f"A count of {place.name} is open."
        yield wrong("counted", sentence, "Close or cancel it first.", "state")
    if busy.promotions:
        sentence = f"{busy.promotions:,} promotions are to keep pieces at {place.name}."
        yield wrong("promised", sentence, "End them first.", "state")
    if busy.transfers:
        sentence = f"{busy.transfers:,} transfers from or to {place.name} are on their way."
        yield wrong("awaited", sentence, "Receive or cancel them first.", "state")
