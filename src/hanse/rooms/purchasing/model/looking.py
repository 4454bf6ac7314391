"""Which supplier's stock is looked at in which hour, so that a day's points prevent most loss.

A look-up is worth more the longer it was not done (`risks`). At a price per point, each look-up has
one best rhythm: again as soon as its worth reaches its cost. The plan takes the lowest price at
which all rhythms together stay within the day's limits. By the same estimates no other plan of as
many points is worth noticeably more, for at this price every look-up is at its own best, and what
is lost against the true best is the rounding to hours and the last few of some 50,000 points. The
estimates themselves are rougher than that: a day's rhythm is reckoned as if it went on so.
A webhook costs nothing: what it covers is hardly wrong, so its look-ups come last by themselves.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hanse.rooms.purchasing.model.risks import (
    HOURS,
    TINY,
    Floats,
    Goods,
    Habits,
    Ints,
    Risks,
    weighed,
)

SEARCHES = 32  # halvings of the price; it is then exact to far less than one look-up
USED = 0.95  # of the calls that an hour may have: the rest is for orders
WRONG_MAX = 0.1


@dataclass(frozen=True, slots=True)
class Level:
    """What a supplier's platform grants: `points` of them for looking, after what orders need."""

    name: str
    points: float
    calls_per_s: float

    @property
    def calls_per_hour(self) -> int:
        return int(self.calls_per_s * 3600 * USED)


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Of each look-up the first hour, the hours between, and how often."""

    first: Ints
    every: Ints
    count: Ints

    @property
    def calls(self) -> int:
        return int(self.count.sum())


@dataclass(frozen=True, slots=True)
class Plan:
    """A day. `looks` and `hours` side by side: that look-up in that hour, in the order of hours.

    Per look-up: how often, how old what we know is on average over the day, what is lost though,
    and the chance that a buyer of that day is shown the wrong thing.
    """

    level: Level
    risks: Risks
    looks: Ints
    hours: Ints
    counts: Ints
    stale_days: Floats
    loss: Floats
    wrong: Floats
    price: float  # the loss that one more point would prevent

    @property
    def points(self) -> float:
        return float(self.risks.points[self.looks].sum())

    @property
    def loss_without(self) -> float:
        """If nobody looked all day."""
        return float(self.risks.loss_now[-1].sum())

    def unfresh(self, wrong_max: float = WRONG_MAX) -> Ints:
        """Look-ups that cannot be kept fresh by this plan, dearest first."""
        found = np.flatnonzero(self.wrong > wrong_max)
        return found[np.argsort(-self.loss[found], kind="stable")]


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a level makes of the same day, for the question whether a higher one pays."""

    level: Level
    looks: int
    points: float
    loss: float
    stale_days: float  # weighed by what is sold
    unfresh: int


def planned(goods: Goods, levels: Sequence[Level], habits: Habits | None = None) -> Sequence[Plan]:
    """The plan of the day at each level; the risks are weighed once."""
    risks = weighed(goods, habits)
    return [plan(risks, level) for level in levels]


def outlook(plan: Plan, wrong_max: float = WRONG_MAX) -> Outlook:
    sales = np.maximum(plan.risks.sales, TINY)
    return Outlook(
        level=plan.level,
        looks=len(plan.looks),
        points=plan.points,
        loss=float(plan.loss.sum()),
        stale_days=float(np.average(plan.stale_days, weights=sales)) if len(sales) else 0.0,
        unfresh=len(plan.unfresh(wrong_max)),
    )


def plan(risks: Risks, level: Level) -> Plan:
    """Points are the limit as a rule; where calls are, the best of a few mixtures of both."""
    calls = level.calls_per_hour * HOURS
    by_points = np.maximum(risks.points / max(level.points, TINY), TINY)
    rhythm, price = filled(risks, level, by_points)
    best = built(risks, level, rhythm, price / max(level.points, TINY))
    if rhythm.calls < calls * 0.99:
        return best
    for share in (0.75, 0.5, 0.25, 0.0):
        mixture = share * by_points + (1 - share) / max(calls, 1)
        rhythm, price = filled(risks, level, mixture)
        other = built(risks, level, rhythm, price / max(level.points, TINY))
        if other.loss.sum() < best.loss.sum():
            best = other
    return best


def filled(risks: Risks, level: Level, cost: Floats) -> tuple[Rhythm, float]:
    """The rhythms at the lowest price that the limits allow, and that price."""
    worth = np.maximum(risks.gain_now[-2], risks.gain_fresh[-1]) / cost
    dear = float(worth.max(initial=0.0)) * 2 + TINY
    cheap = dear * 1e-12
    if fits(risks, level, rhythm := at_price(risks, cost * cheap)):
        return rhythm, 0.0
    for _ in range(SEARCHES):
        middle = float(np.sqrt(cheap * dear))
        if fits(risks, level, at_price(risks, cost * middle)):
            dear = middle
        else:
            cheap = middle
    kept, more = at_price(risks, cost * dear), at_price(risks, cost * cheap)
    return topped_up(risks, level, kept, more, worth), dear


def at_price(risks: Risks, price: Floats) -> Rhythm:
    """Of each look-up the hours at which it has become worth its price."""
    first = (risks.gain_now[:HOURS] < price).sum(axis=0)
    every = np.maximum((risks.gain_fresh[:HOURS] < price).sum(axis=0), 1)
    count = np.where(first < HOURS, 1 + (HOURS - 1 - first) // every, 0)
    return Rhythm(first.astype(np.int64), every.astype(np.int64), count.astype(np.int64))


def fits(risks: Risks, level: Level, rhythm: Rhythm) -> bool:
    points = float((rhythm.count * risks.points).sum())
    return points <= level.points and rhythm.calls <= level.calls_per_hour * HOURS


def topped_up(risks: Risks, level: Level, kept: Rhythm, more: Rhythm, worth: Floats) -> Rhythm:
    """Those that fall away together at the last step of the price come in as far as they fit."""
    added = np.maximum(more.count - kept.count, 0)
    looks = np.repeat(np.arange(len(added)), added)
    nth = np.arange(len(looks)) - np.repeat(np.cumsum(added) - added, added)
    looks = looks[np.lexsort((-worth[looks], nth))]  # all get one more before any gets two
    points_left = level.points - float((kept.count * risks.points).sum())
    calls_left = level.calls_per_hour * HOURS - kept.calls
    looks = looks[np.cumsum(risks.points[looks]) <= points_left][: max(calls_left, 0)]
    count = kept.count + np.bincount(looks, minlength=len(added))
    taken = count > kept.count
    return Rhythm(
        np.where(taken, more.first, kept.first),
        np.where(taken, more.every, kept.every),
        count.astype(np.int64),
    )


def built(risks: Risks, level: Level, rhythm: Rhythm, price: float) -> Plan:
    looks, hours = spread(risks, rhythm, level.calls_per_hour)
    counts = np.bincount(looks, minlength=len(rhythm.count)).astype(np.int64)
    looked = counts > 0
    at = np.arange(len(counts))
    first = np.where(looked, rhythm.first, HOURS)
    every = np.where(counts > 1, rhythm.every, 0)
    again = np.maximum(counts - 1, 0)
    rest = np.where(looked, HOURS - first - every * again, 0)
    began, between, ended = first / HOURS, every / HOURS, rest / HOURS
    return Plan(
        level=level,
        risks=risks,
        looks=looks,
        hours=hours,
        counts=counts,
        stale_days=(risks.age_days + began / 2) * began + again * between**2 / 2 + ended**2 / 2,
        loss=risks.loss_now[first, at]
        + again * risks.loss_fresh[every, at]
        + risks.loss_fresh[rest, at],
        wrong=risks.wrong_now[first, at]
        + again * risks.wrong_fresh[every, at]
        + risks.wrong_fresh[rest, at],
        price=price,
    )


def spread(risks: Risks, rhythm: Rhythm, hour_max: int) -> tuple[Ints, Ints]:
    """Hour by hour, those that are worth most first; what an hour has no room for waits for the
    next, and after the last one falls away."""
    looks = np.repeat(np.arange(len(rhythm.count)), rhythm.count)
    nth = np.arange(len(looks)) - np.repeat(np.cumsum(rhythm.count) - rhythm.count, rhythm.count)
    hours = rhythm.first[looks] + nth * rhythm.every[looks]
    worth = risks.gain_now[-1] / np.maximum(risks.points, TINY)
    queue = looks[:0]
    done: list[Ints] = []
    for hour in range(HOURS):
        queue = np.concatenate([queue, looks[hours == hour]])
        queue = queue[np.argsort(-worth[queue], kind="stable")]
        done.append(queue[:hour_max])
        queue = queue[hour_max:]
    taken = [len(each) for each in done]
    return np.concatenate(done).astype(np.int64), np.repeat(np.arange(HOURS), taken).astype(
        np.int64
    )
