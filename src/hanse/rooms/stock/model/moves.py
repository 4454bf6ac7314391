"""What the ledger holds: each move of pieces at a place, and what it was for."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

# The person who answers for a move; and the sort of actor, or the name of what acts by itself.
Signer = tuple[UUID | None, str]


class MoveKind(StrEnum):
    receipt = "receipt"
    sale = "sale"
    reservation = "reservation"
    release = "release"
    adjustment = "adjustment"
    transfer = "transfer"
    count_ = "count"
    return_ = "return"


@dataclass(frozen=True, slots=True)
class Cause:
    """What a move is for: the noun, as `orders.order`, and which of them; `reason` is in the words
    of whoever did it."""

    noun: str
    id: UUID | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Move:
    """By how many pieces each of the three moves at one place."""

    variant_id: UUID
    place_id: UUID
    kind: MoveKind
    on_hand: int = 0
    reserved: int = 0
    promised: int = 0
    account_id: UUID | None = None
    line_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Level:
    """What lies at one place; `available` is what nobody was promised."""

    variant_id: UUID
    place_id: UUID
    on_hand: int
    reserved: int
    promised: int
    moved_at: datetime
    told_at: datetime | None = None  # at a supplier's: when it was said
    confidence: Decimal | None = None  # and how sure that is, from 0 to 1

    @property
    def available(self) -> int:
        return self.on_hand - self.reserved - self.promised


@dataclass(frozen=True, slots=True)
class Moved:
    """One move as it stands in the ledger; `left` is what was available at the place after it."""

    id: UUID
    at: datetime
    variant_id: UUID
    place_id: UUID
    kind: MoveKind
    on_hand: int
    reserved: int
    promised: int
    left: int
    account_id: UUID | None
    line_id: UUID | None
    cause: Cause
    person_id: UUID | None
    actor: str


class Doer(StrEnum):
    people = "people"
    itself = "itself"  # nobody: it came about by itself, such as by an order


@dataclass(frozen=True, slots=True)
class Asked:
    """Which moves of a variant are looked for; `to` is the first instant after them. `by`: people,
    nobody, or one person."""

    kind: MoveKind | None = None
    place_id: UUID | None = None
    from_: datetime | None = None
    to: datetime | None = None
    by: Doer | UUID | None = None


EVERYTHING = Asked()


@dataclass(frozen=True, slots=True)
class Short:
    """A level that a move would bring below what is promised of it."""

    variant_id: UUID
    place_id: UUID
    on_hand: int
    reserved: int
    promised: int
    by: int


@dataclass(frozen=True, slots=True)
class Difference:
    """Where a level is not what the ledger, the reservations or the promotions add up to."""

    variant_id: UUID
    place_id: UUID
    what: str
    kept: int
    added_up: int


@dataclass(frozen=True, slots=True)
class Verified:
    """One page of a replay; `next` is where the next one begins, None after the last."""

    levels: int
    moves: int
    differences: tuple[Difference, ...]
    next: UUID | None
