"""What a book of rules would do to a whole catalogue, counted as it goes by."""

from collections import Counter
from dataclasses import dataclass, field

from hanse.base.money import Money
from hanse.rooms.pricing.model.quotes import Desk, Edge, Priced, margin, moves
from hanse.rooms.pricing.model.rules import Offered

SAMPLES_MAX = 20
EXAMPLES_MAX = 10
# Steps in per cent, from below the first to above the last.
STEPS = (-50, -30, -20, -10, -5, -2, 0, 2, 5, 10, 20, 30, 50)


@dataclass(frozen=True, slots=True)
class Sample:
    """One price that would move, to look at."""

    priced: Priced
    before: Money
    after: Money
    percent: int  # in hundredths
    ours: bool


@dataclass(slots=True)
class Effect:
    """Counts only, so that a million offers take no more room than one."""

    complete: bool = True  # False: there are more offers than there was time for
    offers: int = 0
    fitting: int = 0  # a rule fits them
    priced: int = 0
    moved: int = 0
    raised: int = 0
    kept_by_band: int = 0
    same: int = 0
    at_floor: int = 0
    at_ceiling: int = 0
    no_price: int = 0  # of the shop: nothing to compare with
    not_ours: int = 0  # would move, but the shop owns the price
    percent_sum: int = 0  # of the steps, in hundredths
    margin_before: int = 0  # sums over `margins`, in hundredths of a per cent
    margin_after: int = 0
    margins: int = 0
    below_cost: int = 0  # of those that would move
    steps: list[int] = field(default_factory=lambda: [0] * (len(STEPS) + 1))
    findings: Counter[str] = field(default_factory=Counter)
    said: dict[str, str] = field(default_factory=dict)
    samples: list[Sample] = field(default_factory=list)
    examples: list[Offered] = field(default_factory=list)  # of those that a rule fits

    def count(self, desk: Desk, priced: Priced, *, ours: bool) -> None:
        self.offers += 1
        if priced.stack is None:
            return
        self.fitting += 1
        if len(self.examples) < EXAMPLES_MAX:
            self.examples.append(priced.offer)
        for each in priced.findings:
            self.findings[each.code] += 1
            self.said.setdefault(each.code, str(each))
        if priced.price is None:
            return
        self.priced += 1
        self.at_floor += priced.edge is Edge.floor
        self.at_ceiling += priced.edge is Edge.ceiling
        now = priced.offer.now
        if now is None or now.currency != priced.price.currency:
            self.no_price += 1
            return
        moved = moves(desk.book, priced)
        self.margin(priced, now, moved=moved)
        if now == priced.price:
            self.same += 1
        elif not moved:
            self.kept_by_band += 1
        else:
            self.move(priced, now, priced.price, ours=ours)

    def margin(self, priced: Priced, now: Money, *, moved: bool) -> None:
        assert priced.formula, "it was priced"
        assert priced.cost
        assert priced.price
        before = margin(priced.formula, priced.cost, now)
        after = margin(priced.formula, priced.cost, priced.price) if moved else before
        if before is not None and after is not None:
            self.margins += 1
            self.margin_before += before
            self.margin_after += after
            self.below_cost += moved and after < 0

    def move(self, priced: Priced, before: Money, after: Money, *, ours: bool) -> None:
        self.moved += 1
        self.raised += before < after
        self.not_ours += not ours
        step = after.minor - before.minor
        percent = (10_000 * step + before.minor // 2) // max(before.minor, 1)
        self.percent_sum += percent
        self.steps[place(percent)] += 1
        if len(self.samples) < SAMPLES_MAX:
            self.samples.append(Sample(priced, before, after, percent, ours))


def place(percent: int) -> int:
    """Which bar a step in hundredths of a per cent stands in."""
    return sum(percent >= 100 * each for each in STEPS)


def mean(total: int, count: int) -> int | None:
    return round(total / count) if count else None
