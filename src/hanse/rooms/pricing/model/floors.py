"""Floors that people set: for one offer, a variant wherever it is sold, or a category."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from hanse.base.faults import Finding, Rejected, Severity
from hanse.base.money import Money
from hanse.rooms.pricing.model.rules import SetFloor

FLOORS_AT_ONCE_MAX = 1_000


class Subject(StrEnum):
    offer = "offer"
    variant = "variant"
    category = "category"


@dataclass(frozen=True, slots=True)
class Floor:
    """A price below which nothing of it goes; a category's is for all below it as well."""

    id: UUID
    subject: Subject
    subject_id: UUID
    price: Money
    since: datetime
    person: str
    version: int

    @property
    def set(self) -> SetFloor:
        return SetFloor(self.price, self.since, self.person)


def floors_of(
    found: Mapping[UUID, SetFloor], offer: UUID, variant: UUID, categories: Sequence[UUID]
) -> tuple[SetFloor, ...]:
    """All that hold for an offer; the highest counts."""
    return tuple(found[each] for each in (offer, variant, *categories) if each in found)


def check(wanted: Sequence[tuple[Subject, UUID, Money]]) -> None:
    findings = [
        Finding(
            Severity.error,
            "floor",
            f"{price} is no floor.",
            "Enter an amount above nothing.",
            f"floors.{place}.price",
        )
        for place, (_, _, price) in enumerate(wanted)
        if price.minor <= 0
    ]
    seen: set[tuple[Subject, UUID]] = set()
    for place, (subject, subject_id, _) in enumerate(wanted):
        if (subject, subject_id) in seen:
            sentence = f"This {subject} is there twice."
            findings.append(
                Finding(Severity.error, "twice", sentence, "Leave one.", f"floors.{place}")
            )
        seen.add((subject, subject_id))
    if len(wanted) > FLOORS_AT_ONCE_MAX:
        sentence = f"{len(wanted):,} floors at once; {FLOORS_AT_ONCE_MAX:,} are the most."
        findings.append(Finding(Severity.error, "too_many", sentence, "Set them in parts."))
    if findings:
        raise Rejected("These floors cannot be set.", findings)
