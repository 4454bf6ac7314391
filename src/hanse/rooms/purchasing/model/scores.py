"""How good a supplier is, of what happened with our own orders, with every step of the arithmetic.

Four parts. Each is the share of what went well, drawn toward what is usual for suppliers: as if
`weight` more cases had been seen that went as usual. So one late parcel of two does not ruin a
supplier, and one good parcel makes none perfect. The sum of the parts is from 0 to 100.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from enum import StrEnum
from types import MappingProxyType

from hanse.base.faults import Rejected

HUNDRED = Decimal(100)
CENT = Decimal("0.01")
FEW = 5  # with fewer cases than these a part says little


class Part(StrEnum):
    on_time = "on_time"  # parcels that arrived when it was said
    accepted = "accepted"  # orders that were not refused
    price_kept = "price_kept"  # orders at the price that was expected
    sound = "sound"  # pieces without a defect


@dataclass(frozen=True, slots=True)
class Usual:
    """What is believed before anything was seen, as of so many cases, and how much it counts."""

    share: Decimal
    cases: int
    points: Decimal  # of the hundred


USUAL: Mapping[Part, Usual] = MappingProxyType(
    {
        Part.on_time: Usual(Decimal("0.85"), 10, Decimal(35)),
        Part.accepted: Usual(Decimal("0.95"), 10, Decimal(30)),
        Part.price_kept: Usual(Decimal("0.90"), 10, Decimal(15)),
        Part.sound: Usual(Decimal("0.97"), 20, Decimal(20)),
    }
)


@dataclass(frozen=True, slots=True)
class Counted:
    """So many went well, of so many."""

    well: int
    of: int

    def __post_init__(self) -> None:
        if not 0 <= self.well <= self.of:
            raise ValueError(f"{self.well} of {self.of} cannot have gone well.")


@dataclass(frozen=True, slots=True)
class Scored:
    """A part with its steps: `seen` is well/of; `share` = (well + cases * usual) / (of + cases);
    `points` = share * weight, in hundredths. `few`: it rests on what is usual, hardly on facts."""

    part: Part
    counted: Counted
    seen: Decimal | None
    usual: Usual
    share: Decimal
    points: Decimal

    @property
    def few(self) -> bool:
        return self.counted.of < FEW

    @property
    def lost(self) -> Decimal:
        """How many points more it would have if all went well."""
        return self.usual.points - self.points


@dataclass(frozen=True, slots=True)
class Score:
    points: Decimal
    parts: tuple[Scored, ...]

    @property
    def weakest(self) -> Scored:
        """Where most can be won."""
        return max(self.parts, key=lambda part: part.lost)

    @property
    def few(self) -> bool:
        return all(part.few for part in self.parts)


def scored(counts: Mapping[Part, Counted], usual: Mapping[Part, Usual] = USUAL) -> Score:
    """The score and its parts; a part of which nothing was counted is what is usual."""
    check(usual)
    parts = tuple(part_of(part, counts.get(part, Counted(0, 0)), usual[part]) for part in Part)
    return Score(sum((part.points for part in parts), Decimal(0)), parts)


def part_of(part: Part, counted: Counted, usual: Usual) -> Scored:
    share = (counted.well + usual.cases * usual.share) / (counted.of + usual.cases)
    seen = Decimal(counted.well) / counted.of if counted.of else None
    points = (share * usual.points).quantize(CENT, ROUND_HALF_EVEN)
    return Scored(part, counted, seen, usual, share, points)


def check(usual: Mapping[Part, Usual]) -> None:
    """`Rejected` if a score by these weights would not be one of a hundred."""
    if set(usual) != set(Part):
        raise Rejected("Each part of a score needs its weight.", next_step="Name all four.")
    if sum(each.points for each in usual.values()) != HUNDRED:
        step = "Change them until their sum is 100."
        raise Rejected("The weights of a score are 100 in sum.", next_step=step)
    for part, each in usual.items():
        if each.points < 0 or not 0 <= each.share <= 1 or each.cases < 1:
            sentence = f"The weight of {part} is 0 or more, its share 0 to 1, its cases 1 or more."
            raise Rejected(sentence, next_step="Correct it.")


def ranked(scores: Sequence[Score]) -> Sequence[int]:
    """Places in the sequence, best first; of equals, the one that more is known of."""
    return sorted(
        range(len(scores)),
        key=lambda at: (-scores[at].points, -sum(part.counted.of for part in scores[at].parts), at),
    )
