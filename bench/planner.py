"""Lost sales with 50,000 variants of a supplier of which 5,000 can be looked up a day.

Lost are pieces that were sold here and were not there (their order is refused, which tells us that
they are gone), and pieces that were wanted and there and not sold, since we showed fewer or none.
What is shown is what was seen last, less what was sold here since.
The same supplier, the same shoppers and the same points, three ways: in turn, by what sells most,
and by the plan of the day, which is made at midnight from what is known then. Each runs three days
before seven are counted. The supplier (`bench.suppliers`) knows nothing of the planner's model.

One look-up reads a whole product, and beside it one reads a single variant. What a plan weighs is
the margin of lost sales, so that is the figure: the least cut against looking in turn, of all
shapes. Pieces are printed beside it. `--seeds 2` for a quick look.
"""

import argparse
import os
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from statistics import mean

import numpy as np

from bench.ground import print_figures, say
from bench.suppliers import SHAPES, Supplier, nothing, one_look, supplier, variants
from hanse.rooms.purchasing.model.looking import Level, outlook, planned
from hanse.rooms.purchasing.model.risks import HOURS, Floats, Goods, Ints, learned

COUNT = 50_000
LEVEL = Level("base", 50_000, 1)
HIGHER = Level("twice the points", 100_000, 2)
POINTS = 10.0
WARM_DAYS, UNCOUNTED_DAYS, DAYS = 10, 3, 7
PRIOR_DAYS = 7.0  # for which the mean of all is believed of each
BACK_DAYS = 8.0  # a first guess, of 20 cases; then what was seen counts


@dataclass(slots=True)
class Hub:
    """What one way of looking knows, and what it lost."""

    way: str
    known: Floats
    seen_at: Floats  # in hours
    out_since: Floats
    fell: Floats  # pieces that the supplier's stock was seen to fall by
    fell_days: Floats
    cursor: int = 0
    credit: Floats = field(default_factory=lambda: np.zeros(0))
    plan: tuple[Ints, Ints] = field(default_factory=lambda: (np.zeros(0, int), np.zeros(0, int)))
    oversold: float = 0.0
    missed: float = 0.0
    money: float = 0.0
    looks: int = 0
    came: int = 0
    ended: int = 0
    back: int = 0  # of those that were out, how many were found back
    out_days: float = 0.0  # and how many days had passed over all of them

    def look(self, which: Ints, stock: Floats, hour: int) -> None:
        """What it fell by since the last look joins what was counted before."""
        days = (hour - self.seen_at[which]) / HOURS
        before = self.known[which]
        fell = (before > 0) & (stock > 0) & (stock <= before)
        some = which[fell]
        self.fell[some] += before[fell] - stock[fell]
        self.fell_days[some] += days[fell]
        self.came += int(((before > 0) & (stock > before)).sum())
        self.back += int(((before <= 0) & (stock > 0)).sum())
        self.out_days += float(days[before <= 0].sum())
        self.learn(which, stock, hour)

    def learn(self, which: Ints, stock: Floats, hour: int) -> None:
        was_out = self.known[which] <= 0
        self.ended += int((~was_out & (stock <= 0)).sum())
        self.known[which] = stock
        self.seen_at[which] = hour
        fresh_out = which[(stock <= 0) & ~was_out]
        self.out_since[fresh_out] = hour

    def lose(
        self, there: Floats, wanted: Floats, margin: Floats, hour: int, *, counts: bool
    ) -> None:
        buyers = np.flatnonzero(wanted)
        could = np.minimum(wanted[buyers], there[buyers])
        accepted = np.minimum(wanted[buyers], self.known[buyers])
        sold = np.minimum(accepted, there[buyers])
        oversold, missed = accepted - sold, could - sold
        self.known[buyers] -= accepted
        if counts:
            self.oversold += float(oversold.sum())
            self.missed += float(missed.sum())
            self.money += float(((oversold + missed) * margin[buyers]).sum())
        refused = buyers[oversold > 0]
        self.learn(refused, np.zeros(len(refused)), hour)
        emptied = buyers[(accepted > 0) & (self.known[buyers] <= 0)]
        self.out_since[emptied] = self.seen_at[emptied] = hour


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--seeds", type=int, default=10)
    seeds = options.parse_args().seeds
    say(f"load {os.getloadavg()[0]:.1f}")
    plan_s = timed()
    cuts: list[float] = []
    with ProcessPoolExecutor(2) as pool:
        for whole in (True, False):
            for name in SHAPES:
                jobs = [(name, seed, whole) for seed in range(seeds)]
                cuts.append(told(name, whole, list(pool.map(run, jobs))))
    print_figures(plan_50k_s=plan_s, lost_sales_cut=min(cuts))


def timed() -> float:
    """The plan of the day where every variant has a look-up of its own, the middle of five."""
    there = supplier("cdnow", COUNT, 0)
    hub = begun("plan", there)
    goods = known_goods(there, hub, whole=False)
    took: list[float] = []
    for _ in range(5):
        started = time.perf_counter()
        planned(goods, [LEVEL])
        took.append(time.perf_counter() - started)
    now, higher = map(outlook, planned(goods, [LEVEL, HIGHER]))
    say(f"a plan of {COUNT:,}: {sorted(took)[2]:.2f} s (from {min(took):.2f} to {max(took):.2f})")
    for each in (now, higher):
        say(
            f"{each.level.name}: {each.looks:,} look-ups, expected loss {each.loss:,.0f}, "
            f"{each.unfresh:,} not fresh, {each.stale_days:.1f} days old by what sells"
        )
    return sorted(took)[2]


def told(name: str, whole: bool, runs: Sequence[Sequence[Hub]]) -> float:
    """Prints a shape; the cut of lost margin against looking in turn."""
    say(f"{name}, a look-up reads {'a product' if whole else 'a variant'}:")
    lost: dict[str, tuple[float, float]] = {}
    for at, hub in enumerate(runs[0]):
        same = [each[at] for each in runs]
        oversold, missed = mean(h.oversold for h in same), mean(h.missed for h in same)
        lost[hub.way] = oversold + missed, mean(h.money for h in same)
        say(
            f"  {hub.way:9} lost {oversold + missed:7,.0f} pieces ({oversold:6,.0f} oversold, "
            f"{missed:6,.0f} missed), margin {lost[hub.way][1]:8,.0f}, "
            f"{mean(h.looks for h in same):,.0f} look-ups"
        )
    cuts = [1 - mine / turn for mine, turn in zip(lost["plan"], lost["in turn"], strict=True)]
    sales = [1 - mine / by for mine, by in zip(lost["plan"], lost["by sales"], strict=True)]
    each_seed = [1 - hubs[-1].money / hubs[0].money for hubs in runs]
    say(
        f"  the plan loses {cuts[0]:.1%} fewer pieces and {cuts[1]:.1%} less margin "
        f"({min(each_seed):.1%} to {max(each_seed):.1%}) than in turn, "
        f"{sales[0]:.1%} and {sales[1]:.1%} less than by sales"
    )
    return cuts[1]


def run(job: tuple[str, int, bool]) -> Sequence[Hub]:
    name, seed, whole = job
    there = supplier(name, COUNT, seed)
    hubs = [begun("in turn", there)]
    starts, sizes = one_look(there.product, whole=whole)
    pieces = there.orders_seen()
    for day in range(WARM_DAYS + UNCOUNTED_DAYS + DAYS):
        if day == WARM_DAYS:
            hubs += [like(hubs[0], way) for way in ("by sales", "plan")]
        for hub in hubs:
            if hub.way == "plan":
                goods = known_goods(there, hub, whole=whole)
                habits = learned(pieces, hub.came, hub.ended)
                [plan] = planned(goods, [LEVEL], habits)
                hub.plan = plan.looks, plan.hours
        for hour in range(HOURS):
            now = there.clock
            stock, wanted = there.hour()
            for hub in hubs:
                looks = looked(hub, there, starts, hour)
                which = variants(starts, sizes, looks)
                hub.look(which, stock[which], now)
                counts = day >= WARM_DAYS + UNCOUNTED_DAYS
                hub.looks += len(looks) * counts
                hub.lose(stock, wanted, there.margin, now, counts=counts)
    return hubs


def begun(way: str, there: Supplier) -> Hub:
    hours = np.full(there.count, float(there.clock))
    return Hub(
        *(way, there.stock.copy(), hours, hours.copy(), there.fell.copy(), there.fell_days.copy())
    )


def like(hub: Hub, way: str) -> Hub:
    known, seen_at, out_since = hub.known.copy(), hub.seen_at.copy(), hub.out_since.copy()
    made = Hub(way, known, seen_at, out_since, hub.fell.copy(), hub.fell_days.copy())
    made.came, made.ended = hub.came, hub.ended
    made.back, made.out_days = hub.back, hub.out_days
    return made


def looked(hub: Hub, there: Supplier, starts: Ints, hour: int) -> Ints:
    """Which look-ups this way does in this hour."""
    if hub.way == "plan":
        looks, hours = hub.plan
        now: Ints = looks[hours == hour]
        return now
    a_day = int(LEVEL.points / POINTS)
    many = a_day * (hour + 1) // HOURS - a_day * hour // HOURS
    if hub.way == "in turn":
        found = (hub.cursor + np.arange(many)) % len(starts)
        hub.cursor = (hub.cursor + many) % len(starts)
        return found
    if hub.credit.size == 0:
        hub.credit = there.rng.random(len(starts))
    share = np.add.reduceat(there.estimated_sales, starts)
    for _ in range(20):  # nothing is looked up more often than every hour
        share = np.minimum(share * many / share.sum(), 1.0)
    hub.credit += share
    found = np.argsort(-hub.credit)[:many]
    hub.credit[found] -= 1
    return found


def known_goods(there: Supplier, hub: Hub, *, whole: bool) -> Goods:
    age = (there.clock - hub.seen_at) / HOURS
    falls = (hub.fell + PRIOR_DAYS * (hub.fell.sum() / hub.fell_days.sum())) / (
        hub.fell_days + PRIOR_DAYS
    )
    return Goods(
        product=there.product,
        sales=there.estimated_sales,
        falls=falls,
        falls_spread=np.sqrt(2 * hub.fell + 1) / (hub.fell_days + PRIOR_DAYS),
        stock=hub.known,
        age_days=age,
        margin=there.margin,
        oversold=there.margin,
        refill=np.maximum(14 * falls, 2.0),
        back_days=np.full(there.count, (hub.out_days + 20 * BACK_DAYS) / (hub.back + 20)),
        out_days=np.where(hub.known > 0, 0.0, (there.clock - hub.out_since) / HOURS),
        points=np.full(there.count, POINTS),
        whole=~nothing(there.count) if whole else nothing(there.count),
        told=nothing(there.count),
    )


if __name__ == "__main__":
    main()
