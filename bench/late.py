"""What shops sell beyond stock because news is late, played through in simulated time.

Six shops sell the same goods, and each counts for itself: a buyer takes what the shop shows, the
shop shows less at once, and the others as soon as they are told. Ours are told after the time that
an order takes to be known here and the time that a push takes to be proven, as `stock_push` has
measured them; the other way is to compare all shops every 15 minutes. The same buyers come to both.
"""

import heapq
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from math import exp, log

from hanse.rooms.stock.model.safety import Pace, safety

SHOPS = 6
DAY_S = 86_400.0
EVERY_S = 900.0
HOT_SHARE = 0.2  # of all orders, for one good in a hundred


@dataclass(frozen=True, slots=True)
class Buyer:
    at: float
    shop: int
    good: int


@dataclass(frozen=True, slots=True)
class Way:
    """How shops are told. No `every_s`: as soon as something moves."""

    name: str
    news_s: Callable[[random.Random], float]
    push_s: Callable[[random.Random], float]
    every_s: float | None = None
    safety: bool = False


@dataclass(slots=True)
class Told:
    """What became of the buyers: orders, those beyond stock, and buyers who found nothing though
    there was something."""

    orders: int = 0
    oversold: int = 0
    turned: int = 0


def by_measure(p50_s: float, p99_s: float) -> Callable[[random.Random], float]:
    """Times that are so in half and in 99 of 100 cases, and have a long tail as such times have."""
    sigma = log(p99_s / p50_s) / 2.3263
    return lambda chance: p50_s * exp(sigma * chance.gauss(0, 1))


def buyers(orders: int, goods: int, days: float, seed: int) -> Sequence[Buyer]:
    """Who comes, by chance alone; one good in a hundred is hot."""
    chance = random.Random(seed)
    hot = max(goods // 100, 1)
    found = []
    for _ in range(orders):
        good = chance.randrange(hot if chance.random() < HOT_SHARE else goods)
        found.append(Buyer(chance.random() * days * DAY_S, chance.randrange(SHOPS), good))
    return sorted(found, key=lambda each: each.at)


@dataclass
class Play:
    """One way, from the first buyer to the last."""

    way: Way
    stock: Sequence[int]
    kept: Sequence[int]  # pieces kept back at each shop, by good
    chance: random.Random
    left: list[int] = field(default_factory=list)  # of what really lies there
    known: list[int] = field(default_factory=list)  # as we know it
    shown: list[list[int]] = field(default_factory=list)
    news: list[tuple[float, int, int, int]] = field(default_factory=list)
    count: int = 0
    told: Told = field(default_factory=Told)

    def run(self, comes: Sequence[Buyer]) -> Told:
        self.left, self.known = list(self.stock), list(self.stock)
        first = [max(n - k, 0) for n, k in zip(self.stock, self.kept, strict=True)]
        self.shown = [list(first) for _ in range(SHOPS)]
        for each in comes:
            while self.news and self.news[0][0] <= each.at:
                self.hear(*heapq.heappop(self.news))
            self.buy(each)
        return self.told

    def buy(self, buyer: Buyer) -> None:
        here = self.shown[buyer.shop]
        if here[buyer.good] < 1:
            self.told.turned += self.left[buyer.good] > 0
            return
        here[buyer.good] -= 1
        self.told.orders += 1
        self.told.oversold += self.left[buyer.good] < 1
        self.left[buyer.good] -= 1
        if self.way.every_s is None:
            self.later(buyer.at + self.way.news_s(self.chance), -1, buyer.good)
        else:  # the next round reads the orders of all shops, then tells all of them
            at = (buyer.at // self.way.every_s + 1) * self.way.every_s
            self.later(at, -1, buyer.good)

    def later(self, at: float, shop: int, good: int) -> None:
        self.count += 1
        heapq.heappush(self.news, (at, self.count, shop, good))

    def hear(self, at: float, _: int, shop: int, good: int) -> None:
        """Of an order we hear, or a shop of what it is to show: what is known by then."""
        if shop >= 0:
            self.shown[shop][good] = max(self.known[good] - self.kept[good], 0)
            return
        self.known[good] -= 1
        for each in range(SHOPS):
            self.later(at + self.way.push_s(self.chance), each, good)


def play(way: Way, comes: Sequence[Buyer], stock: Sequence[int], days: float, seed: int) -> Told:
    kept = [0] * len(stock)
    if way.safety:
        sold = [0] * len(stock)
        for each in comes:
            sold[each.good] += 1
        late_ms = int(1_000 * (typical(way.news_s) + typical(way.push_s)))
        paces = (Pace(Decimal(count) / Decimal(str(days)), late_ms) for count in sold)
        kept = [safety(each).pieces for each in paces]
    return Play(way, stock, kept, random.Random(seed)).run(comes)


def typical(of: Callable[[random.Random], float]) -> float:
    """That of 99 in 100."""
    chance = random.Random(1)
    return sorted(of(chance) for _ in range(1_000))[989]


def ways(p50_s: float, p99_s: float, news_s: float) -> Iterator[Way]:
    """Ours at the measured latency, with and without pieces kept back; the other way beside it."""
    news, push = by_measure(news_s, news_s * 5), by_measure(p50_s, p99_s)
    yield Way("none", news, push)
    yield Way("safety", news, push, safety=True)
    yield Way("15min", news, push, every_s=EVERY_S)


# The picture

WIDE, HIGH, LEFT, LOW = 640, 320, 70, 40


def plot(title: str, lines: Sequence[tuple[str, Sequence[tuple[float, float]]]]) -> str:
    """Orders beyond stock against latency, both in powers of ten, as an SVG of lines and words."""
    xs = [log(x) for _, line in lines for x, _ in line]
    ys = [log(y + 1) for _, line in lines for _, y in line]
    span_x, span_y = max(xs) - min(xs) or 1.0, max(ys) or 1.0

    def place(x: float, y: float) -> tuple[float, float]:
        across = LEFT + (log(x) - min(xs)) / span_x * (WIDE - LEFT - 130)
        return round(across, 1), round(HIGH - LOW - log(y + 1) / span_y * (HIGH - LOW - 40), 1)

    shades = ("#1b6ca8", "#2e8b57", "#b3432b", "#777777")
    rows = [f'<text x="{LEFT}" y="22">{title}</text>']
    for shade, (name, line) in zip(shades, lines, strict=False):
        spots = [place(*each) for each in line]
        path = " ".join(f"{x},{y}" for x, y in spots)
        rows.append(f'<polyline fill="none" stroke="{shade}" stroke-width="2" points="{path}"/>')
        x, y = spots[-1]
        rows.append(f'<text x="{x + 6}" y="{y + 4}" fill="{shade}">{name}</text>')
        for (x, y), (_, count) in zip(spots, line, strict=True):
            rows.append(f'<circle cx="{x}" cy="{y}" r="3" fill="{shade}"/>')
            rows.append(f'<text x="{x - 6}" y="{y - 7}" font-size="10">{count:g}</text>')
    for seconds, _ in lines[0][1]:
        x, _ = place(seconds, 0)
        rows.append(f'<text x="{x - 8}" y="{HIGH - 12}" font-size="11">{seconds:g} s</text>')
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {HIGH}" '
        'font-family="sans-serif" font-size="13">\n<rect width="100%" height="100%" fill="#fff"/>'
    )
    return "\n".join([head, *rows, "</svg>", ""])
