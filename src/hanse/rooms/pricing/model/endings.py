"""Prices as people write them: whole steps, less something, in whole minor units."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from hanse.base.currency import display_decimals, exponent
from hanse.rooms.pricing.model.layers import Ending, Way


@dataclass(frozen=True, slots=True)
class Grid:
    """The prices that there are: `step * k - less` minor units, above nothing."""

    step: int
    less: int
    way: Way
    exact: bool = True  # False: the ending is finer than the currency is written


def grid(currency: str, ending: Ending | None) -> Grid:
    """Without an ending, and where its digits are none of this currency, whole written units."""
    unit = 10 ** (exponent(currency) - display_decimals(currency))
    if ending is None:
        return Grid(unit, 0, Way.nearest)
    step, less = (Fraction(each) * 10 ** exponent(currency) for each in (ending.step, ending.less))
    if step % unit or less % unit:
        coarse = max(unit, int(step) // unit * unit)
        return Grid(coarse, 0, ending.way, exact=False)
    return Grid(int(step), int(less), ending.way)


def rounded(numerator: int | Fraction, denominator: int, found: Grid) -> int:
    """The price of the grid for `numerator / denominator` minor units. Halves go up. Never less
    than the first price above nothing."""
    step, less = found.step, found.less
    top, under = numerator + less * denominator, step * denominator
    steps, rest = divmod(top, under)
    if rest and (found.way is Way.up or (found.way is Way.nearest and 2 * rest >= under)):
        steps += 1
    return step * max(steps, 1) - less


def words(ending: Ending) -> str:
    """`up to .99`, `to 5`."""
    way = {Way.up: "up ", Way.down: "down ", Way.nearest: ""}[ending.way]
    if ending.step == 1 and ending.less:
        return f"{way}to .{str(1 - ending.less).partition('.')[2]}"
    if ending.less:
        return f"{way}to whole {written(ending.step)} less {written(ending.less)}"
    return f"{way}to {written(ending.step)}"


def written(value: Decimal) -> str:
    return f"{value.normalize():f}"
