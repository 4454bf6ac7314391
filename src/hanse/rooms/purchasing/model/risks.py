"""What it costs not to look at a supplier's stock, for each look-up by hour of the coming day.

Two things go wrong while nobody looks. What was in stock is sold out by others, and our next order
is refused; that refusal tells us, so it happens once. And what was sold out is back, and we do not
offer it. Both grow with the time since the last look, at a pace that is estimated for each variant.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

HOURS = 24
PAST_STEPS = 12  # into which the time since the last look is cut
BACK_SHAPE = 2.0  # how sure we are of `back_days`: as after so many returns that were seen
TINY = 1e-12


@dataclass(frozen=True, slots=True)
class Goods:
    """What is known of variants, a column each; rates are a day's, money is in one currency.

    Of our own sales the mean is enough, for the loss is in proportion to them; how fast the
    supplier's stock falls decides by its spread as well.
    """

    product: Ints  # the same number: the same product of the same supplier
    sales: Floats  # pieces that we sell
    falls: Floats  # pieces by which the supplier's stock falls, besides what we sell
    falls_spread: Floats  # the standard deviation of that estimate
    stock: Floats  # as last seen, less what we sold since; 0: sold out
    age_days: Floats  # since it was seen, or since a refused order told that there is none
    margin: Floats  # lost with each piece that could have been sold
    oversold: Floats  # lost with each piece that was sold and is not there
    refill: Floats  # as much is usually there after it came back
    back_days: Floats  # how long it is usually sold out
    out_days: Floats  # how long it has been sold out; 0 where it is not
    points: Floats  # what one look-up costs
    whole: Bools  # one look-up reads all variants of the product
    told: Bools  # a webhook tells of changes


@dataclass(frozen=True, slots=True)
class Habits:
    """How suppliers behave, as far as it is the same for all variants."""

    burst: float = 2.0  # variance of what is bought in a day, in means: orders have several pieces
    vanish: float = 0.004  # the share that is gone from one day to the next without selling out
    missed: float = 0.02  # the share of changes of which the webhook does not come
    early: float = 0.5  # the share of deliveries that come before all is sold


def learned(pieces: Floats, came: int, ended: int, usual: Habits | None = None) -> Habits:
    """From what was seen, 20 cases of the usual believed at first. `pieces`: of our own orders.
    Of what was seen again after it had been in stock, `came`: with more than before, `ended`: sold
    out."""
    usual = usual or Habits()
    burst = float((pieces * pieces).sum() / pieces.sum()) if pieces.sum() > 0 else usual.burst
    early = (came + 20 * usual.early) / (came + ended + 20)
    return replace(usual, burst=max(burst, 1.0), early=early)


@dataclass(frozen=True, slots=True)
class Risks:
    """By hour (0 to 24) and look-up. `now`: with what is known now; `fresh`: after a look today."""

    unit: Ints  # of each variant, the look-up that reads it
    product: Ints
    points: Floats
    told: Bools
    age_days: Floats  # of the least fresh variant that is read
    sales: Floats
    gain_now: Floats  # what a look at that hour is worth
    gain_fresh: Floats
    loss_now: Floats  # lost up to that hour without a look
    loss_fresh: Floats
    wrong_now: Floats  # up to that hour, days in which a buyer sees the wrong thing
    wrong_fresh: Floats


@dataclass(frozen=True, slots=True)
class Course:
    """At one instant: what a look is worth, what was lost since the last one, the chance that we
    are wrong, and the chance that nothing is there."""

    gain: Floats
    lost: Floats
    wrong: Floats
    out: Floats


def weighed(goods: Goods, habits: Habits | None = None) -> Risks:
    """The risks of a day. What a look is worth is the price at which it just pays to look now,
    neither earlier nor later; `missing` and `refusing` say how it comes about."""
    habits = habits or Habits()
    unit, starts, order = units_of(goods)
    heard = np.where(goods.told, habits.missed, 1.0)
    weight = heard[order], starts, np.maximum(goods.sales, TINY)[order]
    count = len(starts)
    tables = [np.zeros((HOURS + 1, count)) for _ in range(6)]
    before = np.zeros(len(goods.stock))
    out = before
    for hour, course in enumerate(courses(goods, habits)):
        before = before if hour else course.lost
        fill(tables[:3], hour, (course.gain, course.lost - before, course.wrong), order, weight)
        out = course.out if hour == HOURS // 2 else out
    for hour, course in enumerate(fresh_courses(goods, habits, out)):
        fill(tables[3:], hour, (course.gain, course.lost, course.wrong), order, weight)
    return Risks(
        unit=unit,
        product=goods.product[order][starts],
        points=np.maximum.reduceat(goods.points[order], starts),
        told=np.logical_and.reduceat(goods.told[order], starts),
        age_days=np.maximum.reduceat(goods.age_days[order], starts),
        sales=np.add.reduceat(goods.sales[order], starts),
        # Of a look that is worth less an hour later, the later one is never waited for.
        gain_now=np.maximum.accumulate(tables[0], axis=0),
        loss_now=tables[1],
        wrong_now=summed(tables[2]),
        gain_fresh=np.maximum.accumulate(tables[3], axis=0),
        loss_fresh=tables[4],
        wrong_fresh=summed(tables[5]),
    )


def units_of(goods: Goods) -> tuple[Ints, Ints, Ints]:
    """Of each variant its look-up, and how variants stand side by side by look-up."""
    alone = goods.product.max(initial=0) + 1 + np.arange(len(goods.product))
    _, unit = np.unique(np.where(goods.whole, goods.product, alone), return_inverse=True)
    order = np.argsort(unit, kind="stable")
    starts = np.flatnonzero(np.diff(unit[order], prepend=-1))
    return unit.astype(np.int64), starts.astype(np.int64), order.astype(np.int64)


def fill(
    tables: list[Floats],
    hour: int,
    columns: tuple[Floats, Floats, Floats],
    order: Ints,
    weight: tuple[Floats, Ints, Floats],
) -> None:
    heard, starts, sales = weight
    gain, lost, wrong = (column[order] * heard for column in columns)
    tables[0][hour] = np.add.reduceat(gain, starts)
    tables[1][hour] = np.add.reduceat(lost, starts)
    tables[2][hour] = np.add.reduceat(wrong * sales, starts) / np.add.reduceat(sales, starts)


def summed(table: Floats) -> Floats:
    """Hour by hour what came together, in days; between two hours as much as their mean."""
    added = np.zeros_like(table)
    added[1:] = np.cumsum((table[1:] + table[:-1]) / 2, axis=0) / HOURS
    return added


def courses(goods: Goods, habits: Habits) -> Iterator[Course]:
    """Hour by hour from now, with what is known now."""
    there = goods.stock > 0
    for inside, gone in zip(
        selling(goods, habits, goods.stock, goods.age_days),
        waiting(goods, goods.age_days, goods.out_days - goods.age_days),
        strict=True,
    ):
        yield mixed(there.astype(np.float64), inside, gone)


def fresh_courses(goods: Goods, habits: Habits, out: Floats) -> Iterator[Course]:
    """Hour by hour after a look at noon, which finds it sold out by the chance `out`."""
    noon = goods.age_days + 0.5
    left = np.maximum(goods.stock - goods.falls * noon, 1.0)
    stock = np.where(goods.stock > 0, left, np.maximum(goods.refill, 1.0))
    zero = np.zeros(len(stock))
    known_out = np.where(goods.stock > 0, 0.0, goods.out_days)
    for inside, gone in zip(
        selling(goods, habits, stock, zero), waiting(goods, zero, known_out), strict=True
    ):
        yield mixed(1.0 - out, inside, gone)


def mixed(share: Floats, one: Course, other: Course) -> Course:
    rest = 1.0 - share
    return Course(
        gain=share * one.gain + rest * other.gain,
        lost=share * one.lost + rest * other.lost,
        wrong=share * one.wrong + rest * other.wrong,
        out=share * one.out + rest * other.out,
    )


def waiting(goods: Goods, age: Floats, out_before: Floats) -> Iterator[Course]:
    """Sold out when it was seen. The longer it has been so, the later it is thought to return."""
    scale = BACK_SHAPE * np.maximum(goods.back_days, TINY) + np.maximum(out_before, 0.0)
    pace = goods.sales * goods.margin
    for hour in range(HOURS + 1):
        since = age + hour / HOURS
        back = 1.0 - (scale / (scale + since)) ** BACK_SHAPE
        lost = since - scale / (BACK_SHAPE - 1) * (
            1.0 - (scale / (scale + since)) ** (BACK_SHAPE - 1)
        )
        gain = missing(goods, back, BACK_SHAPE * (1.0 - back) / (scale + since), lost)
        yield Course(pace * gain, pace * lost, back, 1.0 - back)


def missing(goods: Goods, back: Floats, returns: Floats, lost: Floats) -> Floats:
    """In days of sales, what a look at something sold out is worth.

    Each look costs, and only the one that finds it back ends the loss: looking every T costs
    (price + lost(T)) / back(T) until then, which is least where the price is back^2 / returns -
    lost. And never more than it will sell until it is sold out once more.
    """
    stays = np.maximum(goods.refill, 1.0) / np.maximum(goods.falls, TINY)
    return np.minimum(back * back / np.maximum(returns, TINY) - lost, back * stays)


def selling(goods: Goods, habits: Habits, stock: Floats, age: Floats) -> Iterator[Course]:
    """In stock when it was seen, and no order refused since, for a refusal would have told."""
    returns = 1.0 / np.maximum(goods.back_days, TINY)
    leaves = returns + goods.sales
    told = goods.sales / leaves
    unseen, known, back, lost, gone, at, arrived = (np.zeros(len(stock)) for _ in range(7))
    step = np.maximum(age, TINY) / PAST_STEPS
    scale = np.ones(len(stock))
    for place in range(PAST_STEPS + HOURS + 1):
        if place == PAST_STEPS:  # from here on, given that nothing was refused
            scale = 1.0 / np.maximum(1.0 - known - back, 0.02)
            unseen, lost = unseen * scale, lost * scale
            known, back = np.zeros(len(stock)), np.zeros(len(stock))
            step = np.full(len(stock), 1.0 / HOURS)
        if place >= PAST_STEPS:
            gain = refusing(unseen, (arrived / step), leaves) * told * goods.oversold
            yield Course(gain, lost.copy(), unseen + back, np.minimum(unseen + known, 1.0))
        at = at + step
        reached = np.maximum(run_out(goods, habits, stock, at), gone)
        arrived, gone = (reached - gone) * scale, reached
        stay = np.exp(-leaves * step)
        kept = unseen * stay + arrived * np.sqrt(stay)
        refused = (unseen + arrived - kept) * told
        unseen = kept
        still = np.exp(-returns * step)
        waits = known * still + refused * np.sqrt(still)
        returned = known + refused - waits
        known = waits
        if place >= PAST_STEPS:
            lost = lost + goods.sales * goods.margin * (back + returned / 2) * step
        back = back + returned
        lost = lost + refused * goods.oversold


def refusing(unseen: Floats, arriving: Floats, leaves: Floats) -> Floats:
    """The share of a refused order that a look prevents, at the price at which it pays just now.

    `unseen` is the chance that it is sold out and nobody knows. That grows by what is `arriving`
    and shrinks by itself at the rate `leaves`, when an order is refused or goods return. Looking
    every T prevents (unseen(T) - price) / T, which is most where the price is
    unseen - T (arriving - leaves * unseen); T is how long it took to become what it is.
    """
    full = np.clip(leaves * unseen / np.maximum(arriving, TINY), 1e-9, 1.0 - 1e-9)
    return unseen * np.maximum(1.0 + (1.0 - full) * np.log1p(-full) / full, 0.0)


def run_out(goods: Goods, habits: Habits, stock: Floats, days: Floats) -> Floats:
    """The chance that all was bought, or has vanished, within so many days."""
    mean = np.maximum(goods.falls * days, TINY)
    variance = mean * habits.burst + (goods.falls_spread * days) ** 2
    shape = mean * mean / variance
    # Wilson and Hilferty: the cube root of a gamma variable is nearly normal.
    root = np.cbrt(np.maximum(stock - 0.5, 0.25) / mean)
    bought = above((root - 1.0 + 1.0 / (9.0 * shape)) * 3.0 * np.sqrt(shape))
    sold_out = bought * (1.0 - habits.early)
    return 1.0 - (1.0 - sold_out) * np.exp(-habits.vanish * days)


def above(z: Floats) -> Floats:
    """The chance that a normal variable is above z, to three decimals."""
    return 0.5 - 0.5 * np.tanh(0.7978845608 * (z + 0.044715 * z * z * z))
