"""What rises at a supplier, of what was seen there day by day, with every step of the arithmetic.

Platforms tell how often a product was sold in all, often rounded, and sometimes begin to count
anew. So only what two days tell exactly is a gain; where the count says nothing, the place in the
list speaks. Five parts, each a share of its points; their sum is from 0 to 100.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from enum import StrEnum
from itertools import pairwise
from math import log1p
from statistics import median
from types import MappingProxyType

CENT = Decimal("0.01")
DAYS_LEAST = 3  # between the first day and the last, before anything is said
RECENT_DAYS = 7
HISTORY_DAYS = 35  # as far back as it is looked at
SPIKE, SPIKE_MORE = 5, 10  # so many times the next best day and so many pieces are believed
MOVES = 0.05  # of the share of sales; less is no move
RANK_MOVES = 0.2
CHEAPER_WHOLE = 0.2  # a price that fell by so much has all points


class Standing(StrEnum):
    rising = "rising"
    new = "new"  # it came into the list in the last days
    steady = "steady"
    falling = "falling"
    too_little = "too_little"
    gone = "gone"  # not in the list any more


class Part(StrEnum):
    pace = "pace"  # sold a day, beside the most sold of the topic
    faster = "faster"  # than before
    rank = "rank"
    cheaper = "cheaper"
    fresh = "fresh"  # how new it is in the list


POINTS: Mapping[Part, Decimal] = MappingProxyType(
    {
        Part.pace: Decimal(35),
        Part.faster: Decimal(35),
        Part.rank: Decimal(15),
        Part.cheaper: Decimal(5),
        Part.fresh: Decimal(10),
    }
)


class Note(StrEnum):
    """What the numbers do not show."""

    reset = "reset"  # the platform's count fell, so these days say nothing
    rounded = "rounded"  # it tells no more than "so many at least"
    missing = "missing"  # days on which nothing was read
    capped = "capped"  # one day stood out, and counts as a high one


@dataclass(frozen=True, slots=True)
class Snap:
    """How a product stood on a day."""

    day: date
    rank: int
    sold: int | None
    at_least: bool
    price_minor: int | None


@dataclass(frozen=True, slots=True)
class Scored:
    """`points` = share * points of the part, in hundredths. `now` and `before` are what the share
    is made of: pieces a day, places, minor units, days."""

    part: Part
    now: float | None
    before: float | None
    share: float
    points: Decimal


@dataclass(frozen=True, slots=True)
class Judged:
    """`needs_days`: so many more until something can be said. `per_day` is recent, None where the
    platform's counts do not tell it."""

    standing: Standing
    points: Decimal
    parts: tuple[Scored, ...]
    notes: tuple[Note, ...]
    per_day: float | None
    before_per_day: float | None
    needs_days: int


@dataclass(frozen=True, slots=True)
class Gain:
    """From one day to a later one. `pieces` is None where the counts do not tell."""

    since: date
    until: date
    pieces: float | None

    @property
    def days(self) -> int:
        return (self.until - self.since).days


@dataclass(frozen=True, slots=True)
class Facts:
    snaps: tuple[Snap, ...]
    window: int  # days that are recent
    per_day: float | None
    before_per_day: float | None
    notes: tuple[Note, ...]

    @property
    def first(self) -> Snap:
        return self.snaps[0]

    @property
    def last(self) -> Snap:
        return self.snaps[-1]

    @property
    def days(self) -> int:
        return (self.last.day - self.first.day).days


def judged(
    histories: Mapping[str, Iterable[Snap]], watched_since: date, today: date
) -> Mapping[str, Judged]:
    """Each product of a topic that was read whole today, by what was seen of it."""
    known = {name: facts_of(tidy(snaps, today)) for name, snaps in histories.items()}
    found = {name: facts for name, facts in known.items() if facts}
    most = max((each.per_day or 0.0 for each in found.values()), default=0.0)
    return {name: judge(facts, most, watched_since, today) for name, facts in found.items()}


def tidy(snaps: Iterable[Snap], today: date) -> Sequence[Snap]:
    """One a day, in order, none of long ago."""
    days = {each.day: each for each in snaps if (today - each.day).days in range(HISTORY_DAYS + 1)}
    return [days[day] for day in sorted(days)]


def facts_of(snaps: Sequence[Snap]) -> Facts | None:
    if not snaps:
        return None
    notes: set[Note] = set()
    gains = believed(gains_of(snaps, notes), notes)
    days = (snaps[-1].day - snaps[0].day).days
    window = min(RECENT_DAYS, max(days // 2, 1))
    cut = snaps[-1].day.toordinal() - window
    recent, before = rate(gains, cut, None), rate(gains, None, cut)
    told = tuple(each for each in Note if each in notes)
    return Facts(tuple(snaps), window, recent, before, told)


def gains_of(snaps: Sequence[Snap], notes: set[Note]) -> Sequence[Gain]:
    found = []
    for earlier, later in pairwise(snaps):
        gain = Gain(earlier.day, later.day, pieces(earlier, later, notes))
        if gain.days > 1:
            notes.add(Note.missing)
        found.append(gain)
    return found


def pieces(earlier: Snap, later: Snap, notes: set[Note]) -> float | None:
    if earlier.sold is None or later.sold is None:
        return None
    if later.sold < earlier.sold:
        notes.add(Note.reset)
        return None
    if earlier.at_least or later.at_least:
        notes.add(Note.rounded)
        return None
    return float(later.sold - earlier.sold)


def believed(gains: Sequence[Gain], notes: set[Note]) -> Sequence[Gain]:
    """Where counts of two products are put together, one day jumps: it counts as a high one. What
    goes on for two days is no jump."""
    rates = sorted(each.pieces / each.days for each in gains if each.pieces is not None)
    if len(rates) < 2:
        return gains
    most = SPIKE * rates[-2] + SPIKE_MORE
    found = []
    for each in gains:
        if each.pieces is not None and each.pieces / each.days > most:
            notes.add(Note.capped)
            found.append(Gain(each.since, each.until, most * each.days))
        else:
            found.append(each)
    return found


def rate(gains: Sequence[Gain], after: int | None, until: int | None) -> float | None:
    """Pieces a day over the known days between; of a gain that lies across an edge, its share."""
    days, total = 0, 0.0
    for each in gains:
        low = max(each.since.toordinal(), after if after is not None else 0)
        high = min(each.until.toordinal(), until if until is not None else each.until.toordinal())
        if each.pieces is not None and high > low:
            days += high - low
            total += each.pieces * (high - low) / each.days
    return total / days if days else None


def judge(facts: Facts, most: float, watched_since: date, today: date) -> Judged:
    is_new = came_later(facts, watched_since, today)
    if facts.last.day < today:
        return said(facts, Standing.gone, ())
    if facts.days < DAYS_LEAST and not is_new:
        return said(facts, Standing.too_little, (), DAYS_LEAST - facts.days)
    parts = (
        pace_part(facts, most),
        faster_part(facts),
        rank_part(facts),
        cheaper_part(facts),
        fresh_part(facts, today, is_new=is_new),
    )
    return said(facts, Standing.new if is_new else moved(facts), parts)


def said(
    facts: Facts, standing: Standing, parts: tuple[Scored, ...], needs_days: int = 0
) -> Judged:
    points = sum((each.points for each in parts), Decimal(0))
    rates = facts.per_day, facts.before_per_day
    return Judged(standing, points, parts, facts.notes, *rates, needs_days)


def came_later(facts: Facts, watched_since: date, today: date) -> bool:
    """What is there since the watching began is new to us, and not to the platform."""
    watched = (facts.first.day - watched_since).days >= DAYS_LEAST
    return watched and (today - facts.first.day).days <= RECENT_DAYS


def moved(facts: Facts) -> Standing:
    """By its sales; by its place where they are not told."""
    change = growth(facts)
    if change is not None:
        up, down = change >= MOVES, change <= -MOVES
    else:
        then, now = earlier_rank(facts), facts.last.rank
        up, down = now <= then * (1 - RANK_MOVES), now * (1 - RANK_MOVES) >= then
    return Standing.rising if up else Standing.falling if down else Standing.steady


def growth(facts: Facts) -> float | None:
    """From -1 to 1; one piece a day more or less of few is little."""
    now, then = facts.per_day, facts.before_per_day
    return (now - then) / (now + then + 1) if now is not None and then is not None else None


def earlier_rank(facts: Facts) -> int:
    """The place at the beginning of the recent days, or nearest before it."""
    cut = facts.last.day.toordinal() - facts.window
    before = [each for each in facts.snaps if each.day.toordinal() <= cut]
    return (before[-1] if before else facts.first).rank


def pace_part(facts: Facts, most: float) -> Scored:
    now = facts.per_day
    share = log1p(now) / log1p(most) if now and most > 0 else 0.0
    return scored(Part.pace, now, most if now is not None else None, share)


def faster_part(facts: Facts) -> Scored:
    change = growth(facts)
    return scored(Part.faster, facts.per_day, facts.before_per_day, change or 0.0)


def rank_part(facts: Facts) -> Scored:
    then, now = earlier_rank(facts), facts.last.rank
    return scored(Part.rank, now, then, (then - now) / then)


def cheaper_part(facts: Facts) -> Scored:
    now = facts.last.price_minor
    earlier = [each.price_minor for each in facts.snaps[:-1] if each.price_minor is not None]
    then = float(median(earlier)) if earlier else None
    if now is None or then is None or then <= 0:
        return scored(Part.cheaper, now, then, 0.0)
    return scored(Part.cheaper, now, then, (then - now) / then / CHEAPER_WHOLE)


def fresh_part(facts: Facts, today: date, *, is_new: bool) -> Scored:
    age = (today - facts.first.day).days
    share = 1 - age / (RECENT_DAYS + 1) if is_new else 0.0
    return scored(Part.fresh, age if is_new else None, None, share)


def scored(part: Part, now: float | None, then: float | None, share: float) -> Scored:
    """A share is from nothing to all of the points."""
    within = min(max(share, 0.0), 1.0)
    points = (Decimal(str(within)) * POINTS[part]).quantize(CENT, ROUND_HALF_EVEN)
    return Scored(part, now, then, within, points)
