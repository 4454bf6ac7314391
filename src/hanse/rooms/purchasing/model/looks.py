"""What is known of a supplier's goods, as the planner wants it, and what its plan says."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

import numpy as np

from hanse.rooms.purchasing.model.looking import Level, Plan, outlook, planned
from hanse.rooms.purchasing.model.risks import HOURS, TINY, Floats, Goods

SOLD_DAYS = 56
SOLD_PRIOR = 0.5  # pieces in that time, believed of what never sold
MARGIN_USUAL = 0.3  # of what it costs, where no shop shows a price
NEVER_DAYS = 30.0  # what was never looked at counts as seen so long ago
REFILL_DAYS = 30.0  # a supplier's delivery is thought to last so long
BACK_DAYS = 8.0  # and it is thought to come so long after all was sold
UNFRESH_MAX = 100
FOR_LOOKS = 0.9  # of a day's points: the rest is for the quotes of orders
MORE = 2  # times the points, for the question whether more of them pay


class Why(StrEnum):
    """Why something cannot be kept fresh."""

    dearer = "dearer"  # its look prevents less than others of as many points
    pace = "pace"  # the calls that the platform lets us make are used
    quick = "quick"  # it is looked at, and changes faster


@dataclass(frozen=True, slots=True)
class Known:
    """An offer. Money is in the currency of the account; `margin_minor`: of one piece."""

    variant_id: UUID
    product_id: str
    cost_minor: int | None
    margin_minor: int | None
    stock: int | None  # None: it was never told
    read_at: datetime | None
    sold: float  # pieces a day
    sold_spread: float  # of a day


@dataclass(frozen=True, slots=True)
class Look:
    """A product that is looked up at that time, for so many points."""

    product_id: str
    at: datetime
    cost: int


@dataclass(frozen=True, slots=True)
class Unfresh:
    """A product; `variant_id` is one of it. `wrong` is the share of the day in which a buyer sees
    the wrong thing, `stale_days` how old what we know is on average."""

    product_id: str
    variant_id: UUID
    why: Why
    looks: int
    wrong: float
    stale_days: float
    loss_minor: int


@dataclass(frozen=True, slots=True)
class DayPlan:
    """Losses are expected in the 24 hours from `since` on: with this plan, if nobody looked, and
    with `more_points`. `unfresh`: the dearest of `unfresh_count`."""

    since: datetime
    until: datetime
    currency: str
    looks: Sequence[Look]
    products: int
    loss_minor: int
    loss_without_minor: int
    more_points: int
    loss_more_minor: int
    unfresh_more: int
    unfresh_count: int
    unfresh: Sequence[Unfresh]

    @property
    def points(self) -> int:
        return sum(each.cost for each in self.looks)


@dataclass(frozen=True, slots=True)
class Grant:
    """What a platform grants for looking: points left of the day, its end, and calls."""

    points: int
    until: datetime
    calls_per_s: float
    cost: int  # of one look-up


def day_of(at: datetime, utc_hour: int) -> date:
    return (at - timedelta(hours=utc_hour)).date()


def begin_of(day: date, utc_hour: int, like: datetime) -> datetime:
    """`like` lends its zone."""
    midnight = like.replace(
        year=day.year, month=day.month, day=day.day, hour=0, minute=0, second=0, microsecond=0
    )
    return midnight + timedelta(hours=utc_hour)


def goods(known: Sequence[Known], cost: int, now: datetime) -> Goods:
    """Of what others buy at the supplier nothing is told: it is thought to be as much as we sell,
    and to be as unsure as that."""
    sold = np.array([each.sold for each in known]) + SOLD_PRIOR / SOLD_DAYS
    spread = np.array([each.sold_spread for each in known]) / np.sqrt(SOLD_DAYS)
    age = np.array([age_of(each.read_at, now) for each in known])
    refill = np.maximum(np.ceil(sold * 2 * REFILL_DAYS), 1.0)
    told = np.array([-1 if each.stock is None else each.stock for each in known], dtype=np.float64)
    left = np.maximum(told - sold * age, 1.0)
    stock = np.where(told < 0, refill, np.where(told > 0, left, 0.0))
    margin = margins(known)
    _, product = np.unique(np.array([each.product_id for each in known]), return_inverse=True)
    count = len(known)
    return Goods(
        product=product.astype(np.int64),
        sales=sold,
        falls=sold,
        falls_spread=np.maximum(spread, sold / 2),
        stock=stock,
        age_days=age,
        margin=margin,
        oversold=margin,
        refill=refill,
        back_days=np.full(count, BACK_DAYS),
        out_days=np.where(stock > 0, 0.0, age),
        points=np.full(count, float(cost)),
        whole=np.ones(count, dtype=np.bool_),
        told=np.zeros(count, dtype=np.bool_),
    )


def age_of(read_at: datetime | None, now: datetime) -> float:
    if read_at is None:
        return NEVER_DAYS
    return max((now - read_at) / timedelta(days=1), 0.0)


def margins(known: Sequence[Known]) -> Floats:
    """Of what nothing is known, as much as is lost of the others on average; never nothing."""
    found = [
        each.margin_minor
        if each.margin_minor is not None
        else each.cost_minor * MARGIN_USUAL
        if each.cost_minor is not None
        else None
        for each in known
    ]
    there = [each for each in found if each is not None]
    usual = sum(there) / len(there) if there else 1.0
    return np.maximum([usual if each is None else each for each in found], 1.0)


def day_plan(known: Sequence[Known], grant: Grant, since: datetime, currency: str) -> DayPlan:
    """What is left of the day is spent at the pace at which a whole one would be."""
    hours = min(max((grant.until - since) / timedelta(hours=1), TINY), float(HOURS))
    points = grant.points * HOURS / hours
    if not known:
        return DayPlan(since, grant.until, currency, (), 0, 0, 0, 0, 0, 0, 0, ())
    levels = [
        Level("now", points, grant.calls_per_s),
        Level("more", points * MORE, grant.calls_per_s),
    ]
    weighed = goods(known, grant.cost, since)
    plan, more = planned(weighed, levels)
    _, first = np.unique(plan.risks.unit, return_index=True)
    unfresh, beyond = plan.unfresh(), outlook(more)
    return DayPlan(
        since=since,
        until=grant.until,
        currency=currency,
        looks=looks_of(plan, [known[int(at)].product_id for at in first], grant, since),
        products=len(first),
        loss_minor=round(float(plan.loss.sum())),
        loss_without_minor=round(plan.loss_without),
        more_points=grant.points * MORE,
        loss_more_minor=round(beyond.loss),
        unfresh_more=beyond.unfresh,
        unfresh_count=len(unfresh),
        unfresh=[
            unfresh_of(plan, int(unit), known[int(first[unit])]) for unit in unfresh[:UNFRESH_MAX]
        ],
    )


def looks_of(plan: Plan, products: Sequence[str], grant: Grant, since: datetime) -> Sequence[Look]:
    """Spread over each hour; none after the day's end, and none that its points do not pay."""
    counts = np.bincount(plan.hours, minlength=HOURS)
    nth = np.arange(len(plan.hours)) - np.repeat(np.cumsum(counts) - counts, counts)
    at = plan.hours + nth / np.maximum(counts[plan.hours], 1)
    found = [
        Look(products[int(unit)], since + timedelta(hours=float(when)), grant.cost)
        for unit, when in zip(plan.looks, at, strict=True)
    ]
    paid = grant.points // grant.cost if grant.cost else len(found)
    return [each for each in found if each.at < grant.until][: max(paid, 0)]


def unfresh_of(plan: Plan, unit: int, known: Known) -> Unfresh:
    looks = int(plan.counts[unit])
    full = len(plan.looks) >= plan.level.calls_per_hour * HOURS * 0.99
    return Unfresh(
        product_id=known.product_id,
        variant_id=known.variant_id,
        why=Why.quick if looks else Why.pace if full else Why.dearer,
        looks=looks,
        wrong=round(min(float(plan.wrong[unit]), 1.0), 4),
        stale_days=round(float(plan.stale_days[unit]), 2),
        loss_minor=round(float(plan.loss[unit])),
    )
