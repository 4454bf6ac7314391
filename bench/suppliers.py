"""A supplier's stock as it falls and returns by itself, hour by hour; no planner is known here.

Rates of sale are shaped as in real sales, of which a few quantiles stand here: of CDNOW (the sample
of 2,357 customers in the package lifetimes, MIT) the gamma distribution that Fader and Hardie
published for it and how many pieces an order had; of carparts (1,374 parts of the Monash archive,
CC BY 4.0) the quantiles of pieces a month and how many were bought at a time. And Zipf 1.0.

Others buy too, ten times as much as our shoppers on average and of some things much more. At a
reorder point the supplier orders again, with lead times of days to weeks; now and then something
vanishes for weeks. At any time about one variant in nine is sold out. Rates have drifted since the
weeks from which anybody could estimate them, and days have busy hours.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from hanse.rooms.purchasing.model.risks import Bools, Floats, Ints

HOURS = 24
A_DAY = 5_000  # pieces that our shoppers want of all together
SEEN_DAYS = 56  # of sales, before the day on which the rates have drifted
SETTLING_DAYS = 60
DRIFT = 0.4  # standard deviation of the logarithm
OTHERS = 10.0
VANISHES = 1 / 1000  # a day
QUANTILES = np.array([0, 5, 10, 20, 30, 40, 50, 60, 70, 80, 90, 95, 98, 99, 99.5, 100]) / 100
CARPARTS_A_MONTH = np.array(
    [
        *(0.059, 0.078, 0.078, 0.118, 0.176, 0.216, 0.373, 0.471),
        *(0.608, 0.851, 1.118, 1.353, 1.569, 1.652, 1.669, 1.745),
    ]
)
CDNOW_R, CDNOW_ALPHA = 0.243, 4.414  # of the gamma distribution of orders a week
CDNOW_PIECES = np.array([3084, 1647, 998, 482, 249, 155, 98, 54, 40, 33], dtype=float)
CARPARTS_PIECES = np.array([9051, 4331, 1582, 870, 636, 194, 74, 69, 14, 123], dtype=float)

Rates = Callable[[np.random.Generator, int], Floats]


@dataclass(frozen=True, slots=True)
class Shape:
    rates: Rates
    pieces: Floats  # how often an order has 1, 2, 3 of them


SHAPES: Mapping[str, Shape] = {
    "cdnow": Shape(lambda rng, count: rng.gamma(CDNOW_R, 1 / CDNOW_ALPHA, count), CDNOW_PIECES),
    "carparts": Shape(
        lambda rng, count: np.interp(rng.random(count), QUANTILES, CARPARTS_A_MONTH),
        CARPARTS_PIECES,
    ),
    "zipf": Shape(lambda _rng, count: 1.0 / np.arange(1, count + 1), np.ones(1)),
}


@dataclass(slots=True)
class Supplier:
    """The truth. `estimated_sales`, `fell` are what a hub has counted of the weeks before."""

    rng: np.random.Generator
    pieces: Floats
    product: Ints
    margin: Floats
    ours: Floats  # orders a day of our shoppers, as they are now
    others: Floats
    stock: Floats
    top: Floats  # up to which the supplier orders
    low: Floats  # below which it does
    estimated_sales: Floats
    fell: Floats  # and by how much the stock was seen to fall, on how many days
    fell_days: Floats
    clock: int = 0
    arrives: Floats = field(default_factory=lambda: np.zeros(0))

    @property
    def count(self) -> int:
        return len(self.stock)

    def hour(self) -> tuple[Floats, Floats]:
        """What was there, and what our shoppers wanted, in the next hour."""
        busy = (1 + 0.8 * np.sin(2 * np.pi * (self.clock % HOURS - 9) / HOURS)) / HOURS
        wanted = self.bought(self.ours * busy)
        before = self.stock
        self.stock = np.maximum(before - wanted - self.bought(self.others * busy), 0.0)
        self.restock(1 / HOURS)
        self.clock += 1
        return before, wanted

    def orders_seen(self) -> Floats:
        """How many pieces each of some orders of the weeks before had."""
        chances = self.pieces / self.pieces.sum()
        found: Floats = self.rng.choice(np.arange(1.0, len(chances) + 1), 2_000, p=chances)
        return found

    def restock(self, days: float) -> None:
        now = self.clock / HOURS
        back = self.arrives <= now
        self.stock = np.where(back, np.maximum(self.top, self.stock), self.stock)
        self.arrives[back] = np.inf
        due = np.flatnonzero((self.stock <= self.low) & np.isinf(self.arrives))
        self.arrives[due] = now + self.rng.lognormal(np.log(7), 0.6, len(due))
        gone = np.flatnonzero(self.rng.random(self.count) < VANISHES * days)
        self.stock[gone] = 0
        self.arrives[gone] = now + self.rng.lognormal(np.log(25), 0.6, len(gone))

    def bought(self, orders: Floats) -> Floats:
        """Pieces of each, for so many orders on average."""
        counts = self.rng.poisson(orders)
        which = np.repeat(np.arange(len(counts)), counts)
        chances = self.pieces / self.pieces.sum()
        sizes = 1 + np.searchsorted(np.cumsum(chances), self.rng.random(len(which)))
        sizes = np.minimum(sizes, len(chances))
        return np.bincount(which, weights=sizes, minlength=len(counts)).astype(np.float64)


def supplier(name: str, count: int, seed: int) -> Supplier:
    rng = np.random.default_rng([seed, count])
    shape = SHAPES[name]
    each = float(np.average(np.arange(1, len(shape.pieces) + 1), weights=shape.pieces))
    product = products(rng, count)
    ours = side_by_side(rng, product, shape.rates(rng, count))
    ours = ours / ours.sum() * A_DAY / each
    others = ours * OTHERS * rng.lognormal(-0.5, 1, count) + rng.lognormal(-4, 1, count)
    seen = shaken(ours, rng), shaken(others, rng)  # what they were in the weeks before
    mean = others * each
    made = Supplier(
        rng=rng,
        pieces=shape.pieces,
        product=product,
        margin=rng.lognormal(np.log(6), 0.8, count),
        ours=ours,
        others=others,
        stock=np.zeros(count),
        top=np.ceil(np.maximum(mean * rng.lognormal(np.log(40), 0.7, count), 2)),
        low=np.floor(mean * rng.lognormal(np.log(14), 0.6, count)),
        estimated_sales=np.zeros(count),
        fell=np.zeros(count),
        fell_days=np.zeros(count),
        arrives=np.full(count, np.inf),
    )
    made.stock = np.ceil(made.top * rng.random(count))
    estimate(made, *seen)
    for _ in range(SETTLING_DAYS):
        made.stock = np.maximum(made.stock - made.bought(made.others + made.ours), 0.0)
        made.restock(1.0)
        made.clock += HOURS
    return made


def estimate(made: Supplier, ours: Floats, others: Floats) -> None:
    """Counted in the weeks before, shrunk toward the mean of all by a week of it."""
    sold = made.bought(ours * SEEN_DAYS)
    for_all = sold.mean() / SEEN_DAYS
    made.estimated_sales = (sold + for_all * 7) / (SEEN_DAYS + 7)
    # Falls are seen between looks alone, and not across a delivery.
    made.fell_days = SEEN_DAYS * made.rng.uniform(0.4, 0.9, made.count)
    made.fell = made.bought((ours + others) * made.fell_days)


def shaken(rates: Floats, rng: np.random.Generator) -> Floats:
    return rates * rng.lognormal(0, DRIFT, len(rates))


def products(rng: np.random.Generator, count: int) -> Ints:
    """Products of one to twelve variants, four on average."""
    sizes = np.minimum(rng.geometric(0.25, count), 12)
    return np.repeat(np.arange(count), sizes)[:count].astype(np.int64)


def side_by_side(rng: np.random.Generator, product: Ints, rates: Floats) -> Floats:
    """Variants of one product sell alike, though not equally."""
    liked = rng.normal(size=int(product[-1]) + 1)[product] + rng.normal(size=len(product))
    found = np.empty(len(rates))
    found[np.argsort(liked)] = np.sort(rates)
    return found


def one_look(product: Ints, *, whole: bool) -> tuple[Ints, Ints]:
    """Look-ups by number: where the variants of each begin, and how many they are."""
    unit = product if whole else np.arange(len(product))
    starts = np.flatnonzero(np.diff(unit, prepend=-1))
    return starts.astype(np.int64), np.diff(starts, append=len(unit)).astype(np.int64)


def variants(starts: Ints, sizes: Ints, looks: Ints) -> Ints:
    """All variants that these look-ups read."""
    few = sizes[looks]
    offset = np.arange(few.sum()) - np.repeat(np.cumsum(few) - few, few)
    found: Ints = np.repeat(starts[looks], few) + offset
    return found


def nothing(count: int) -> Bools:
    return np.zeros(count, dtype=np.bool_)
