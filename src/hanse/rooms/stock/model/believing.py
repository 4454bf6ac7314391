"""How far a supplier's word is believed: as sure as it was said to be, and less as it gets old."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

HOUR_S = 3_600
TRUST_USUAL = 100  # of 100
TRUST_MAX = 100
FRESH_FOR_H_USUAL = 24
FRESH_FOR_H_MAX = 8_760
FADED_AFTER = 3  # times as long as it is fresh: then nothing of it is believed
AHEAD_MAX = timedelta(minutes=5)  # so far another's clock may be before ours


@dataclass(frozen=True, slots=True)
class Word:
    """When it was said, and how sure it is, from 0 to 1."""

    told_at: datetime
    confidence: Decimal


def believed(told: int, confidence: Decimal, age_s: int, fresh_for_h: int) -> int:
    """Full as long as it is fresh, then falling evenly to nothing at three times that. Never more
    than was told, never more with age, never less than nothing; a broken piece is none."""
    fresh_s = fresh_for_h * HOUR_S
    fades_for_s = (FADED_AFTER - 1) * fresh_s
    left_s = min(max(FADED_AFTER * fresh_s - age_s, 0), fades_for_s)
    sure = min(max(confidence, Decimal(0)), Decimal(1))
    return int(max(told, 0) * sure * left_s // fades_for_s)


def word_of(told_at: datetime | None, percent: int | None, trust: int, now: datetime) -> Word:
    """Said now unless it says when, and as sure as its place is; of seconds, as tables have them.
    What another's clock puts ahead of ours is of now."""
    at = min(told_at or now, now).replace(microsecond=0)
    return Word(at, Decimal(trust if percent is None else percent) / 100)


def percent_of(confidence: Decimal) -> int:
    return int(confidence * 100)
