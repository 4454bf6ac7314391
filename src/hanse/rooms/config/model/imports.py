"""An import that was done, with all that it changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from hanse.rooms.config.model.differences import KINDS, Left, PartChanges

Counts = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Summary:
    """One line of the list."""

    id: UUID
    made_at: datetime
    made_by: str
    source: str
    counts: Counts
    undone_at: datetime | None
    undone_by: str
    left: int


@dataclass(frozen=True, slots=True)
class Import:
    summary: Summary
    parts: Sequence[PartChanges]


@dataclass(frozen=True, slots=True)
class Undoing:
    """What taking it back does now, and what it leaves, part by part."""

    parts: Sequence[PartChanges]
    left: Mapping[str, Sequence[Left]]


def counted(parts: Sequence[PartChanges]) -> Counts:
    return {each.part: {kind: each.count(kind) for kind in KINDS} for each in parts if each.changes}
