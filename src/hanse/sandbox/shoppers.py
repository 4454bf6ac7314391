"""Visitors that look and buy by themselves, whose wishes are known to whoever asks for the truth.

Orders of one product come by chance (Poisson) at this rate a day:

    base x (price / first price) ^ elasticity x week x year x trend

    week  = 1 + swing x cos(2 pi (day of the week - its best day) / 7), Monday 0.0, in UTC
    year  = 1 + swing x cos(2 pi (day of the year - its best day) / 365.25)
    trend = (1 + growth) ^ years since the shoppers began

Never more than `RISE_MAX` times its rate at the first price, however cheap it gets. Of the prices
it is the one in force, of a product with sizes the one of the cheapest. What is not there or sold
out sells nothing; that wish is counted as lost.
"""

import math
import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from hanse.sandbox.counter import Till
from hanse.sandbox.world import World, drawn, product

RISE_MAX = 4.0
LOOKS_PER_STEP_MAX = 20_000  # the rest comes at the next step, so that others get their turn
QUANTITIES = (1,) * 16 + (2,) * 3 + (3,)
YEAR_DAYS = 365.25
YEAR_S = 86_400 * YEAR_DAYS
WEIGHT_MIN, WEIGHT_MEAN = 0.05, 0.2875  # of 0.05 + 0.95 u^3 with u from 0 to 1


@dataclass(frozen=True, slots=True)
class Taste:
    """What shoppers feel about one product."""

    weight: float  # how much of the whole demand, 0.05 to 1
    elasticity: float  # -3.5 to -0.5
    week_swing: float
    week_best: float  # day of the week
    year_swing: float
    year_best: float  # day of the year
    growth: float  # a year

    def season(self, at: datetime) -> float:
        return self.week(at) * self.year(at)

    def week(self, at: datetime) -> float:
        day = at.weekday() + _day_part(at)
        return 1 + self.week_swing * math.cos(2 * math.pi * (day - self.week_best) / 7)

    def year(self, at: datetime) -> float:
        day = at.timetuple().tm_yday - 1 + _day_part(at)
        return 1 + self.year_swing * math.cos(2 * math.pi * (day - self.year_best) / YEAR_DAYS)

    def trend(self, years: float) -> float:
        return float((1 + self.growth) ** years)


# The most that the factors can be, which is what thinning needs to know.
SEASON_MAX = 1.4 * 1.5
GROWTH_MAX = 0.5


def taste(world: World, number: int) -> Taste:
    """The same at every call, and in every shop of the world."""
    return _taste(world.seed, number)


@lru_cache(100_000)
def _taste(seed: int, number: int) -> Taste:
    digest = drawn(World(seed), "taste", number, 14)
    part = [int.from_bytes(digest[at : at + 2], "big") / 65_535 for at in range(0, 14, 2)]
    return Taste(
        weight=WEIGHT_MIN + (1 - WEIGHT_MIN) * part[0] ** 3,
        elasticity=round(-0.5 - 3 * part[1], 2),
        week_swing=round(0.1 + 0.3 * part[2], 2),
        week_best=float(4 + int(part[3] * 2.999)),  # Friday, Saturday, Sunday
        year_swing=round(0.1 + 0.4 * part[4], 2),
        year_best=round(365 * part[5], 0),
        growth=round(-0.3 + (0.3 + GROWTH_MAX) * part[6], 2),
    )


@dataclass(slots=True)
class Shoppers:
    """The shoppers of one shop: so many orders an hour over all products, at first prices."""

    world: World
    till: Till
    began_at: datetime
    per_hour: float = 0.0
    chance: random.Random = field(default_factory=lambda: random.Random(1))  # noqa: S311
    next_s: float | None = None  # the next glance, in seconds after they began
    looked: int = 0  # how often somebody looked at a product
    wanted: Counter[int] = field(default_factory=Counter)  # orders by product
    sold: Counter[int] = field(default_factory=Counter)
    lost: Counter[int] = field(default_factory=Counter)
    _year: int = -1  # for which the two below hold
    _most: float = 1.0  # what a glance is thinned by
    _looks_per_s: float = 0.0

    def change_rate(self, per_hour: float, now: datetime) -> None:
        """From now on; 0 sends everybody home."""
        if not 0 <= per_hour <= 1_000_000:
            raise ValueError(f"{per_hour:g} orders an hour cannot be: give 0 to 1000000.")
        self.per_hour, self.next_s, self._year = per_hour, None, -1
        if per_hour and self.world.products:
            self._follow(self._seconds(now))

    def base_per_day(self, number: int) -> float:
        """Orders a day at the first price, all seasons at 1."""
        whole = self.per_hour * 24
        share = taste(self.world, number).weight / (WEIGHT_MEAN * self.world.products)
        return whole * share if self.world.products else 0.0

    def rate_per_day(self, number: int, price_minor: int, at: datetime) -> float:
        """The truth: orders of this product a day, at that price and that instant."""
        return self.base_per_day(number) * self._rise(number, price_minor) * self._mood(number, at)

    def advance(self, now: datetime) -> int:
        """Let pass what time has passed; how many orders were placed."""
        until, count, placed = self._seconds(now), 0, 0
        while self.next_s is not None and self.next_s <= until and count < LOOKS_PER_STEP_MAX:
            placed += self._look(self.next_s)
            self._follow(self.next_s)
            count += 1
        return placed

    def is_behind(self, now: datetime) -> bool:
        """Whether a step more is needed to have done with the time until now."""
        return self.next_s is not None and self.next_s <= self._seconds(now)

    def truth(self, number: int, at: datetime) -> dict[str, Any]:
        """All that is known of one product."""
        seed, feels = product(self.world, number), taste(self.world, number)
        price = self.till.price_of(number)
        return {
            "product": number,
            "sku": seed.sku,
            "base_per_day": self.base_per_day(number),
            "first_price_minor": seed.price_minor,
            "price_minor": price,
            "elasticity": feels.elasticity,
            "week": {"swing": feels.week_swing, "best_day": feels.week_best},
            "year": {"swing": feels.year_swing, "best_day": feels.year_best},
            "growth_per_year": feels.growth,
            "began_at": self.began_at.isoformat(),
            "rate_per_day_now": self.rate_per_day(number, price, at) if price else 0.0,
            "rise_max": RISE_MAX,
            "quantity_mean": sum(QUANTITIES) / len(QUANTITIES),
            "orders_wanted": self.wanted[number],
            "orders_sold": self.sold[number],
            "orders_lost": self.lost[number],
        }

    def _look(self, at_s: float) -> bool:
        """One glance at one product. Thinned so that the orders come at exactly the true rate."""
        number = int(self.chance.random() * self.world.products)
        if self.chance.random() >= _taste(self.world.seed, number).weight:
            return False  # not even looked at
        self.looked += 1
        price = self.till.price_of(number)
        if price is None:
            return False  # guessed: nobody misses what is not shown
        at = self.began_at + timedelta(seconds=at_s)
        if self.chance.random() * self._most >= self._rise(number, price) * self._mood(number, at):
            return False
        seed = product(self.world, number)
        size = self.chance.randrange(len(seed.variants)) if seed.variants else None
        self.wanted[number] += 1
        done = self.till.buy(number, size, self.chance.choice(QUANTITIES))
        (self.sold if done else self.lost)[number] += 1
        return done

    def _rise(self, number: int, price_minor: int) -> float:
        first = product(self.world, number).price_minor
        if price_minor <= 0:
            return RISE_MAX
        return min(RISE_MAX, float((price_minor / first) ** taste(self.world, number).elasticity))

    def _mood(self, number: int, at: datetime) -> float:
        feels = taste(self.world, number)
        return feels.season(at) * feels.trend(self._years(at))

    def _follow(self, at_s: float) -> None:
        """Set the next glance."""
        if (year := int(at_s / YEAR_S)) != self._year:
            # By whole years, so that gap and glance mean the same bound.
            self._year, self._most = year, RISE_MAX * SEASON_MAX * (1 + GROWTH_MAX) ** (year + 1)
            self._looks_per_s = self.per_hour / 3600 * self._most / WEIGHT_MEAN
        self.next_s = at_s + self.chance.expovariate(self._looks_per_s)

    def _seconds(self, at: datetime) -> float:
        return (at - self.began_at).total_seconds()

    def _years(self, at: datetime) -> float:
        return max(0.0, self._seconds(at) / YEAR_S)


def _day_part(at: datetime) -> float:
    return (at.hour * 3600 + at.minute * 60 + at.second) / 86_400
