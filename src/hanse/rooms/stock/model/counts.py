"""Counts of a place: what was on hand when each began, what was found, what closing it moves."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

LINES_MAX = 100_000
LINES_AT_ONCE_MAX = 1_000
OPEN_MAX = 100
NAME_CHARS_MAX = 100


class CountState(StrEnum):
    open_ = "open"
    closed = "closed"
    cancelled = "cancelled"


@dataclass(frozen=True, slots=True)
class Count:
    """`differing` is of those that were found so far."""

    id: UUID
    place_id: UUID
    name: str
    state: CountState
    opened_at: datetime
    opened_by: UUID | None
    closed_at: datetime | None
    version: int
    lines: int = 0
    counted: int = 0
    differing: int = 0


@dataclass(frozen=True, slots=True)
class CountLine:
    """`expected` is what was on hand at the moment it was found, `on_hand` what is there now. What
    moved in between is no difference: it was sold or came in after it was found."""

    variant_id: UUID
    frozen: int
    found: int | None
    expected: int | None
    on_hand: int
    moved: int | None  # by closing

    @property
    def difference(self) -> int | None:
        if self.found is None or self.expected is None:
            return None
        return self.found - self.expected

    @property
    def moved_since(self) -> int:
        """Since it was found; if it was not yet, since the count began."""
        return self.on_hand - (self.frozen if self.expected is None else self.expected)


@dataclass(frozen=True, slots=True)
class Found:
    """What somebody found; `number` names the line in findings. `adds`: so many more than were
    found before, as a scanner says it. `seen`: whoever types has seen `was` as what was found."""

    number: int
    variant_id: UUID | None
    sku: str
    found: int
    adds: bool = False
    seen: bool = False
    was: int | None = None


@dataclass(frozen=True, slots=True)
class Entered:
    """What stands at a line, and who entered it."""

    variant_id: UUID
    found: int | None
    found_by: UUID | None


@dataclass(frozen=True, slots=True)
class Closed:
    """What closing did. Of `lost_orders` something is not held any more: it was not there."""

    count: Count
    missing: int
    surplus: int
    uncounted: int
    lost_lines: int
    lost_orders: tuple[UUID, ...]
