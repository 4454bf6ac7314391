"""Pieces that are kept for one shop, from then to then."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from hanse.base.faults import Finding
from hanse.rooms.stock.model.moves import Level
from hanse.rooms.stock.model.wording import wrong

LINES_MAX = 500
NAME_CHARS_MAX = 100
LONGEST = timedelta(days=366)


class PromotionState(StrEnum):
    planned = "planned"
    running = "running"
    over = "over"


@dataclass(frozen=True, slots=True)
class Promotion:
    """`left` is what is kept of it now; `short`, what was not there when it began."""

    id: UUID
    name: str
    account_id: UUID
    variant_id: UUID
    place_id: UUID
    count: int
    left: int
    from_at: datetime
    until_at: datetime
    state: PromotionState
    short: int
    made_by: UUID | None
    version: int = 1


@dataclass(frozen=True, slots=True)
class Asked:
    """So many of a variant; `number` names the line in findings."""

    number: int
    variant_id: UUID | None
    sku: str
    count: int


def what_is_wrong(
    name: str, from_at: datetime, until_at: datetime, now: datetime
) -> Iterator[Finding]:
    if not 1 <= len(name) <= NAME_CHARS_MAX:
        sentence = f"A promotion has a name of 1 to {NAME_CHARS_MAX} characters."
        yield wrong("name", sentence, "Write one.", "name")
    if until_at <= from_at:
        yield wrong("until", "It would end before it begins.", "Let it end later.", "until_at")
    elif until_at <= now:
        yield wrong("past", "It would be over already.", "Let it end later.", "until_at")
    elif until_at - from_at > LONGEST:
        sentence = f"A promotion lasts {LONGEST.days} days at most."
        yield wrong("long", sentence, "Let it end sooner.", "until_at")


def shared_out(
    due: Sequence[Promotion], levels: Mapping[tuple[UUID, UUID], Level]
) -> Mapping[UUID, int]:
    """How many pieces are kept for each, in their order: never more than nobody was promised."""
    free = {key: max(level.available, 0) for key, level in levels.items()}
    kept: dict[UUID, int] = {}
    for each in due:
        key = each.variant_id, each.place_id
        kept[each.id] = min(each.count, free.get(key, 0))
        free[key] = free.get(key, 0) - kept[each.id]
    return kept
