"""Who fills a line of an order: own stock or a supplier's offer, best first, each with its reasons.

First what cannot be is put aside, with the word for it: a destination that is not served, stock
that is not there, a cost above the floor of the margin, an arrival after the promise. Of the others
each part of the rule gives points: cost and speed in proportion to the best of them, stock by the
chance that it is there, the supplier's score as it is. The points of a rule are 100 in sum, so that
a person can see of each alternative where it won and where it lost.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_EVEN, Decimal
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from hanse.base.faults import Rejected
from hanse.base.money import Money

HUNDRED = Decimal(100)
CENT = Decimal("0.01")
NEUTRAL = Decimal("0.5")  # of a part of which nothing is known


class Part(StrEnum):
    cost = "cost"
    speed = "speed"
    stock = "stock"
    score = "score"


class Aside(StrEnum):
    """Why an alternative cannot be taken."""

    paused = "paused"
    not_served = "not_served"
    sold_out = "sold_out"
    too_few = "too_few"
    no_cost = "no_cost"
    too_dear = "too_dear"
    too_slow = "too_slow"


@dataclass(frozen=True, slots=True)
class Alternative:
    """`cost` is landed, for the whole line, in the currency of the order. None: not known."""

    id: UUID
    name: str
    own: bool
    serves: bool
    cost: Money | None
    days: int | None
    stock: int | None
    certain: Decimal = Decimal(1)  # the chance that what is believed of its stock still holds
    score: Decimal | None = None
    paused: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """`own_first`: own stock goes before every supplier, whatever the points."""

    weights: Mapping[Part, Decimal]
    own_first: bool = True
    cost_max: Money | None = None
    days_max: int | None = None

    def __post_init__(self) -> None:
        if set(self.weights) != set(Part) or min(self.weights.values()) < 0:
            raise Rejected("Each part of a rule has a weight of 0 or more.", next_step="Name all.")
        if sum(self.weights.values()) != HUNDRED:
            step = "Change them until their sum is 100."
            raise Rejected("The weights of a rule are 100 in sum.", next_step=step)


USUAL = Rule(
    MappingProxyType(
        {
            Part.cost: Decimal(45),
            Part.speed: Decimal(20),
            Part.stock: Decimal(20),
            Part.score: Decimal(15),
        }
    )
)


@dataclass(frozen=True, slots=True)
class Given:
    """The points of one part: `share` of its weight, and the value from which it came, if known."""

    part: Part
    share: Decimal
    weight: Decimal
    points: Decimal
    value: str


@dataclass(frozen=True, slots=True)
class Placed:
    """An alternative at its place; `aside` and `facts` say why it cannot be taken."""

    alternative: Alternative
    points: Decimal
    given: tuple[Given, ...] = ()
    aside: Aside | None = None
    facts: Mapping[str, str] = field(default_factory=dict)

    @property
    def usable(self) -> bool:
        return self.aside is None


@dataclass(frozen=True, slots=True)
class FailOver:
    """What is taken instead of what failed. `takes` None: nobody is left, a person decides."""

    failed: Alternative
    because: str
    takes: Placed | None
    dearer: Money | None  # below 0: cheaper
    days_later: int | None
    left: int  # alternatives after that one


def ranked(
    alternatives: Sequence[Alternative], pieces: int, rule: Rule = USUAL
) -> Sequence[Placed]:
    """All of them: those that can be taken, best first, then those that cannot."""
    found = [(each, *put_aside(each, pieces, rule)) for each in alternatives]
    usable = [each for each, aside, _ in found if aside is None]
    aside = [
        Placed(each, Decimal(0), (), word, facts) for each, word, facts in found if word is not None
    ]
    placed = [scored(each, usable, rule) for each in usable]
    placed.sort(
        key=lambda at: (
            rule.own_first and not at.alternative.own,
            -at.points,
            at.alternative.cost.minor if at.alternative.cost else 0,
            at.alternative.id,
        )
    )
    return placed + aside


def put_aside(it: Alternative, pieces: int, rule: Rule) -> tuple[Aside | None, Mapping[str, str]]:
    """The first thing that stands against it, in the order in which a person would ask."""
    if it.paused:
        return Aside.paused, {}
    if not it.serves:
        return Aside.not_served, {}
    if it.stock is not None and it.stock <= 0:
        return Aside.sold_out, {}
    if it.stock is not None and it.stock < pieces:
        return Aside.too_few, {"stock": str(it.stock), "pieces": str(pieces)}
    if it.cost is None:
        return Aside.no_cost, {}
    if rule.cost_max is not None and rule.cost_max < it.cost:
        return Aside.too_dear, {"cost": str(it.cost), "most": str(rule.cost_max)}
    if rule.days_max is not None and it.days is not None and it.days > rule.days_max:
        return Aside.too_slow, {"days": str(it.days), "most": str(rule.days_max)}
    return None, {}


def scored(it: Alternative, usable: Sequence[Alternative], rule: Rule) -> Placed:
    costs = [each.cost for each in usable if each.cost is not None]
    days = [each.days for each in usable if each.days is not None]
    given = tuple(
        Given(part, share, weight, (share * weight).quantize(CENT, ROUND_HALF_EVEN), value)
        for part, weight in rule.weights.items()
        for share, value in [share_of(part, it, costs, days)]
    )
    return Placed(it, sum((each.points for each in given), Decimal(0)), given)


def share_of(
    part: Part, it: Alternative, costs: Sequence[Money], days: Sequence[int]
) -> tuple[Decimal, str]:
    """From 0 to 1, and the value that it rests on."""
    if part is Part.cost:
        best = min(costs)
        mine = it.cost or best
        # Against the best: half the points where it costs twice as much.
        return proportion(max(best.minor, 0), mine.minor), str(mine)
    if part is Part.speed:
        if it.days is None:
            return NEUTRAL, ""
        return proportion(1 + min(days), 1 + it.days), str(it.days)
    if part is Part.stock:
        if it.stock is None:
            return NEUTRAL * it.certain, ""
        return min(max(it.certain, Decimal(0)), Decimal(1)), str(it.stock)
    if it.score is None:
        return (Decimal(1) if it.own else NEUTRAL), ""
    return min(max(it.score / HUNDRED, Decimal(0)), Decimal(1)), str(it.score)


def proportion(best: int, mine: int) -> Decimal:
    return Decimal(best) / mine if mine > best else Decimal(1)


def fail_over(placed: Sequence[Placed], failed: Mapping[UUID, str], last: UUID) -> FailOver:
    """The next that can be taken after `last` failed; `failed` has the word for each that did."""
    by_id = {each.alternative.id: each for each in placed}
    before = by_id[last].alternative
    open_still = [each for each in placed if each.usable and each.alternative.id not in failed]
    takes = open_still[0] if open_still else None
    cost = takes.alternative.cost if takes else None
    days = takes.alternative.days if takes else None
    return FailOver(
        failed=before,
        because=failed[last],
        takes=takes,
        dearer=cost - before.cost if cost and before.cost else None,
        days_later=days - before.days if days is not None and before.days is not None else None,
        left=max(len(open_still) - 1, 0),
    )
