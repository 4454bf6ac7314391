"""What a book of rules would do to a whole catalogue, counted as it goes by."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from uuid import UUID

from hanse.base.money import Money
from hanse.rooms.catalog.model.standings import Standing
from hanse.rooms.pricing.model.quotes import Desk, Edge, Priced, margin_of
from hanse.rooms.pricing.model.rules import Offered
from hanse.rooms.pricing.model.runs import Passed

SAMPLES_MAX = 20
EXAMPLES_MAX = 10
# Steps in per cent, from below the first to above the last.
STEPS = (-50, -30, -20, -10, -5, -2, 0, 2, 5, 10, 20, 30, 50)
BOUNDS = [100 * each for each in STEPS]


@dataclass(frozen=True, slots=True)
class Sample:
    """One price that would move, to look at."""

    priced: Priced
    before: Money
    after: Money
    percent: int  # in hundredths
    ours: bool


@dataclass(frozen=True, slots=True)
class Move:
    """One that was met and is to be looked at as a whole."""

    offer_id: UUID
    before: Money
    after: Money
    percent: int


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
    # The first ones of each sort, until they were read as a whole by `look`.
    fitted: list[UUID] = field(default_factory=list)
    stepped: list[Move] = field(default_factory=list)
    puzzling: dict[str, UUID] = field(default_factory=dict)

    def count(self, each: Standing, passed: Passed | None, now: tuple[str, int] | None) -> bool:
        """Whether its price would move; whose it is, `not_ours` is told by the page."""
        self.offers += 1
        if passed is None:
            return False
        self.fitting += 1
        if self.fitting <= EXAMPLES_MAX:
            self.fitted.append(each.id)
        if passed.findings:
            self.puzzle(each, passed)
            return False
        self.priced += 1
        edge, currency = passed.edge, passed.lot.like.currency
        if edge is not None:
            self.at_floor += edge is Edge.floor
            self.at_ceiling += edge is Edge.ceiling
        if now is None or now[0] != currency:
            self.no_price += 1
            return False
        before, after = now[1], passed.minor
        moved = passed.moves(now)
        self.margin(passed, before, moved=moved)
        if before == after:
            self.same += 1
        elif not moved:
            self.kept_by_band += 1
        else:
            self.move(each.id, currency, before, after)
        return moved

    def puzzle(self, each: Standing, passed: Passed) -> None:
        for finding in passed.findings:
            self.findings[finding.code] += 1
            if finding.code not in self.said:
                self.said[finding.code] = str(finding)
                self.puzzling[finding.code] = each.id

    def margin(self, passed: Passed, now: int, *, moved: bool) -> None:
        formula, fine = passed.formula, int(passed.fine)
        assert formula, "it was priced"
        before = margin_of(formula, fine, now)
        after = margin_of(formula, fine, passed.minor) if moved else before
        if before is not None and after is not None:
            self.margins += 1
            self.margin_before += before
            self.margin_after += after
            self.below_cost += moved and after < 0

    def move(self, offer_id: UUID, currency: str, before: int, after: int) -> None:
        self.moved += 1
        self.raised += before < after
        percent = (10_000 * (after - before) + before // 2) // max(before, 1)
        self.percent_sum += percent
        self.steps[place(percent)] += 1
        if self.moved <= SAMPLES_MAX:
            pair = Money(currency, before), Money(currency, after)
            self.stepped.append(Move(offer_id, *pair, percent))

    @property
    def waiting(self) -> list[UUID]:
        """Those that are to be read as a whole: a few of the whole catalogue."""
        named = [*self.fitted, *(each.offer_id for each in self.stepped), *self.puzzling.values()]
        return list(dict.fromkeys(named))

    def look(self, desk: Desk, whole: Iterable[Offered], ours: Collection[UUID]) -> None:
        """With their titles, and priced once more for whoever looks at them."""
        found = {each.id: each for each in whole}
        self.examples += [found[each] for each in self.fitted if each in found]
        self.samples += [
            Sample(priced, each.before, each.after, each.percent, each.offer_id in ours)
            for each in self.stepped
            if each.offer_id in found
            if (priced := desk.price(found[each.offer_id])).price
        ]
        for code, offer_id in self.puzzling.items():
            if offer_id in found:
                told = {each.code: str(each) for each in desk.price(found[offer_id]).findings}
                self.said[code] = told.get(code, self.said[code])
        self.fitted, self.stepped, self.puzzling = [], [], {}


def place(percent: int) -> int:
    """Which bar a step in hundredths of a per cent stands in."""
    return bisect_right(BOUNDS, percent)


def mean(total: int, count: int) -> int | None:
    return round(total / count) if count else None
