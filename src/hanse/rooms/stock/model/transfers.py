"""Goods on their way from one place to another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from hanse.base.faults import Finding
from hanse.rooms.catalog.model.goods import Label
from hanse.rooms.stock.model.moves import Level, Move, MoveKind
from hanse.rooms.stock.model.naming import called
from hanse.rooms.stock.model.wording import wrong

LINES_MAX = 1_000
NOTE_CHARS_MAX = 500


class TransferState(StrEnum):
    sent = "sent"
    received = "received"
    cancelled = "cancelled"


@dataclass(frozen=True, slots=True)
class TransferLine:
    variant_id: UUID
    count: int
    received: int = 0

    @property
    def left(self) -> int:
        return self.count - self.received


@dataclass(frozen=True, slots=True)
class Transfer:
    """`via_id` is the transit in which they are meanwhile."""

    id: UUID
    from_id: UUID
    to_id: UUID
    via_id: UUID
    state: TransferState
    note: str
    sent_at: datetime
    sent_by: UUID | None
    expected_on: date | None
    ended_at: datetime | None
    version: int
    lines: tuple[TransferLine, ...] = ()

    @property
    def on_the_way(self) -> int:
        """What was brought back of a cancelled one is on the way no more."""
        sent = self.state is TransferState.sent
        return sum(each.left for each in self.lines) if sent else 0


@dataclass(frozen=True, slots=True)
class Asked:
    """So many of a variant; `number` names the line in findings."""

    number: int
    variant_id: UUID | None
    sku: str
    count: int


def moves(counts: Mapping[UUID, int], from_id: UUID, to_id: UUID) -> Sequence[Move]:
    return [
        Move(variant_id, place_id, MoveKind.transfer, by)
        for variant_id, count in counts.items()
        for place_id, by in ((from_id, -count), (to_id, count))
    ]


def not_free(
    label: Label, place: str, level: Level | None, wanted: int, field: str
) -> Finding | None:
    """Why so many cannot leave the place."""
    available = level.available if level else 0
    if wanted <= available:
        return None
    sentence = f"Only {available:,} of {called(label)} are free at {place}, not {wanted:,}."
    if level and level.reserved:
        sentence += f" {level.reserved:,} are promised to orders."
    if level and level.promised:
        sentence += f" {level.promised:,} are kept for a promotion."
    return wrong("not_free", sentence, f"Send {available:,} at most.", field)
