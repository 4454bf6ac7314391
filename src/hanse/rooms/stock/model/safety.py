"""Pieces kept back because news is late: between a sale elsewhere and the moment when this shop
knows of it somebody may buy here."""

from dataclasses import dataclass
from decimal import Decimal
from math import exp

from hanse.base.money import Money
from hanse.engine.manifest import Oversell

DAY_MS = 86_400_000
PIECES_MAX = 1_000
LATENCY_MS = 60_000  # where nothing was measured yet
DEAR = Decimal(20)  # a piece sold too many costs so often the margin, where nobody has said


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast it sells over all shops, and how late this shop hears of it."""

    per_day: Decimal
    latency_ms: int


@dataclass(frozen=True, slots=True)
class Costs:
    """In one currency's smallest unit, or in margins: `oversell` is what one sold too many costs,
    `margin` what is lost by a buyer who finds nothing."""

    oversell: Decimal
    margin: Decimal


USUAL = Costs(DEAR, Decimal(1))
USUAL_SAID = f"it is taken as dear as {DEAR} sales that were missed"


@dataclass(frozen=True, slots=True)
class Safety:
    """`expected` are sold meanwhile on average; so many kept back are enough in `ratio` of all
    cases."""

    pieces: int
    expected: float
    ratio: float

    def __str__(self) -> str:
        return (
            f"{self.expected:.4f} are sold on average before the shop knows; {self.pieces} kept "
            f"back are enough in {self.ratio:.1%} of all cases, which is where one sold too many "
            f"and one not sold cost the same."
        )


def dear(said: Money | None, card: Oversell | None) -> Money | None:
    """What one sold too many costs: as a person said, else what the platform takes by its card."""
    return said or (card.money if card else None)


def basis(said: Money | None, card: Oversell | None, *, reckoned: bool) -> str:
    """In words, for whoever asks why. `reckoned`: price and cost are known in its currency."""
    if sum_ := dear(said, card):
        who = "as was said here" if said else "by the platform's rules"
        costs = f"One sold too many costs {sum_.currency} {sum_}, {who}"
        if reckoned:
            return f"{costs}."
        return f"{costs}, but price and cost are not both known in it: {USUAL_SAID}."
    if card is None:
        return f"Nobody said what one sold too many costs: {USUAL_SAID}."
    if card.points is not None:
        return (
            f"One sold too many is {card.points.normalize():f} penalty points there. Say what that "
            f"costs you; until then {USUAL_SAID}."
        )
    return f"Penalty for one sold too many: {card.sentence}. Else {USUAL_SAID}."


def safety(pace: Pace, costs: Costs = USUAL) -> Safety:
    """The least number that demand meanwhile stays within as often as an oversell is dearer than a
    sale forgone: the newsvendor's, with demand as Poisson has it."""
    expected = float(pace.per_day) * pace.latency_ms / DAY_MS
    both = costs.oversell + costs.margin
    ratio = float(costs.oversell / both) if both > 0 else 0.0
    return Safety(quantile(expected, ratio), expected, ratio)


def quantile(expected: float, ratio: float) -> int:
    """The least k with P(demand <= k) >= ratio."""
    if expected <= 0 or ratio <= 0:
        return 0
    if expected > 600:  # e^-x is nothing a number holds; so much news at once is late anyhow
        return min(int(expected) + 1, PIECES_MAX)
    chance = reached = exp(-expected)
    pieces = 0
    while reached < ratio and pieces < PIECES_MAX:
        pieces += 1
        chance *= expected / pieces
        reached += chance
    return pieces
