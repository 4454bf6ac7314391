"""What the ledger holds: each move of pieces at a place, and what it was for."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class MoveKind(StrEnum):
    receipt = "receipt"
    sale = "sale"
    reservation = "reservation"
    release = "release"
    adjustment = "adjustment"
    transfer = "transfer"
    count = "count"
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

    @property
    def available(self) -> int:
        return self.on_hand - self.reserved - self.promised
