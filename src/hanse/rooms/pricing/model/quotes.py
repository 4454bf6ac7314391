"""Quotes: what an offer should cost by the rules, in whole numbers, for any number of offers."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import overload

from hanse.base.faults import Finding, Severity
from hanse.base.money import Money, UnitCost
from hanse.rooms.pricing.model.endings import rounded
from hanse.rooms.pricing.model.formulas import (
    FINE,
    Formula,
    Impossible,
    World,
    cost_of,
    formula,
    no_cost,
)
from hanse.rooms.pricing.model.layers import share
from hanse.rooms.pricing.model.rules import Book, Offered, SetFloor, Stack, stacked

POINTS = 10_000  # margins count in hundredths of a per cent


class Edge(StrEnum):
    """What stopped a price."""

    floor = "floor"
    ceiling = "ceiling"


@dataclass(frozen=True, slots=True)
class Priced:
    """The price of one offer and the rules that made it; without one, why not."""

    offer: Offered
    stack: Stack | None
    price: Money | None = None
    edge: Edge | None = None
    cost: UnitCost | None = None
    formula: Formula | None = None
    findings: tuple[Finding, ...] = ()
    draw: Decimal | None = None


@dataclass(slots=True)
class Desk:
    """Works out prices by one book; remembers what offers have in common."""

    book: Book
    world: World
    stacks: dict[tuple[int, ...], Stack | None] = field(default_factory=dict)
    formulas: dict[tuple[int, str, str, str, bool | None], Formula | Impossible] = field(
        default_factory=dict
    )

    def stack(self, offer: Offered) -> Stack | None:
        rules = self.book.fitting(offer)
        key = tuple(map(id, rules))
        if key not in self.stacks:
            self.stacks[key] = stacked(rules)
        return self.stacks[key]

    def formula(self, stack: Stack, base: str, offer: Offered) -> Formula | Impossible:
        key = (id(stack), base, offer.currency, offer.market, offer.prices_include_tax)
        found = self.formulas.get(key)
        if found is None:
            found = formula(
                *(stack, base, offer.currency, offer.market, offer.prices_include_tax), self.world
            )
            self.formulas[key] = found
        return found

    def price(self, offer: Offered, draw: Decimal | None = None) -> Priced:
        """What the offer should cost. `draw` moves it by this share before it is rounded."""
        stack = self.stack(offer)
        if stack is None:
            return Priced(offer, None)
        cost = cost_of(stack, offer)
        if cost is None:
            return Priced(offer, stack, findings=(no_cost(stack, offer),))
        found = self.formula(stack, cost.currency, offer)
        if isinstance(found, Impossible):
            return Priced(offer, stack, cost=cost, findings=found.findings)
        bounds = bounds_of(stack, offer, cost, found, self.world)
        if isinstance(bounds, Finding):
            return Priced(offer, stack, cost=cost, formula=found, findings=(bounds,))
        minor, edge = settled(found, *raw(found, cost, draw), bounds)
        price = Money(offer.currency, minor)
        return Priced(offer, stack, price, edge, cost, found, draw=draw)


def raw(found: Formula, cost: UnitCost, draw: Decimal | None = None) -> tuple[int, int]:
    """The price before it is rounded, as a fraction of minor units."""
    top, under = upper(found, fine_of(cost.value)), found.under
    if draw:
        moved = 1 + Fraction(draw)
        top, under = top * moved.numerator, under * moved.denominator
    if isinstance(top, Fraction):
        top, under = top.numerator, top.denominator * under
    return top, under


def fine_of(value: Decimal) -> int | Fraction:
    """A cost in millionths; what is finer than that takes the long way."""
    fine = value.scaleb(6)
    return int(fine) if fine == fine.to_integral_value() else Fraction(value) * FINE


@overload
def upper(found: Formula, fine: int) -> int: ...
@overload
def upper(found: Formula, fine: int | Fraction) -> int | Fraction: ...
def upper(found: Formula, fine: int | Fraction) -> int | Fraction:
    """What is divided by `found.under`: the one way from a cost to a price."""
    return fine * found.a + found.b


def settled(
    found: Formula, top: int | Fraction, under: int, bounds: "Bounds"
) -> tuple[int, Edge | None]:
    """The price in minor units: rounded, inside its bounds, and reduced while a campaign runs."""
    minor, edge = bounds.clamped(rounded(top, under, found.grid))
    if found.campaign is not None:
        minor, edge = bounds.clamped(reduced(found, minor))
    return minor, edge


@dataclass(frozen=True, slots=True)
class Bounds:
    floor: int
    ceiling: int | None

    def clamped(self, minor: int) -> tuple[int, Edge | None]:
        if minor < self.floor:
            return self.floor, Edge.floor
        if self.ceiling is not None and minor > self.ceiling:
            return self.ceiling, Edge.ceiling
        return minor, None


def bounds_of(
    stack: Stack, offer: Offered, cost: UnitCost, found: Formula, world: World
) -> Bounds | Finding:
    fine, listed = fine_of(cost.value), offer.list_price if stack.at_list else None
    return bounds_for(found, fine, offer.currency, offer.floors, listed, world)


def bounds_for(
    found: Formula,
    fine: int | Fraction,
    currency: str,
    floors: Sequence[SetFloor],
    listed: Money | None,
    world: World,
) -> Bounds | Finding:
    """Of floors the highest, of ceilings the lowest. A floor that cannot be compared is none that
    may be passed over."""
    floor = found.floor
    if found.floor_a:
        floor = max(floor, -(-fine * found.floor_a // found.floor_under))
    for each in floors:
        minor = world.board.minor(each.price, currency)
        if minor is None:
            return conflict(
                "floor_currency",
                f"The floor {each.price} cannot be compared with prices in {currency}.",
                f"Give the floor in {currency}, or load the rates of the day.",
            )
        floor = max(floor, minor)
    ceiling = found.ceiling
    if listed:
        at_list = world.board.minor(listed, currency)
        if at_list is not None:
            ceiling = at_list if ceiling is None else min(ceiling, at_list)
    if ceiling is not None and ceiling < floor:
        return conflict(
            "floor_above_ceiling",
            f"The floor {Money(currency, floor)} is above the ceiling {Money(currency, ceiling)}.",
            "Lower the floor or raise the ceiling.",
        )
    return Bounds(floor, ceiling)


def conflict(code: str, sentence: str, step: str) -> Finding:
    return Finding(Severity.error, code, sentence, step, "floor")


def reduced(found: Formula, minor: int) -> int:
    """The price of the campaign that runs, rounded as the rule rounds."""
    campaign = found.campaign
    assert campaign is not None, "asked for only while one runs"
    if found.campaign_price is not None:
        return min(found.campaign_price, minor)
    left = 1 - share(campaign.percent_off or Decimal(0))
    return min(rounded(minor * left.numerator, left.denominator, found.grid), minor)


def margin(found: Formula, cost: UnitCost, price: Money) -> int | None:
    """What stays of a price after tax, fees, shipping and cost, in hundredths of a per cent of the
    price without tax; None where nothing is left to compare with."""
    return margin_of(found, int(fine_of(cost.value)), price.minor)


def margin_of(found: Formula, fine: int, minor: int) -> int | None:
    kept = found.kept
    if minor <= 0:
        return None
    shared = kept.shared * minor
    top = POINTS * (kept.top * shared - kept.under * (fine * kept.by_cost + kept.fixed))
    under = kept.under * shared
    return (2 * top + under) // (2 * under)


def moves(book: Book, priced: Priced) -> bool:
    """Whether the price is to be changed. Another currency is always a step."""
    price, now, stack = priced.price, priced.offer.now, priced.stack
    if price is None or now is None or stack is None:
        return False
    if price.currency != now.currency:
        return True
    return threshold(book, stack, price.currency).passed(now.minor, price.minor, priced.edge)


@dataclass(frozen=True, slots=True)
class Threshold:
    """How far off a price is to be before it is changed, in whole numbers of one currency."""

    top: int  # a step is more than `top / under` of what the shop shows,
    under: int
    least: int  # and more than so many minor units,
    spread_top: int  # and more than chance may have moved it
    spread_under: int

    def passed(self, now: int, then: int, edge: Edge | None) -> bool:
        """Beyond the band, or because what the shop shows is below the floor or above the ceiling.
        Within the spread of chance, a price that was drawn stays."""
        step = then - now
        if not step:
            return False
        if (edge is Edge.floor and step > 0) or (edge is Edge.ceiling and step < 0):
            return True
        step = abs(step)
        if self.spread_top and step * self.spread_under <= self.spread_top * then:
            return False
        return step > self.least and step * self.under > self.top * now


def threshold(book: Book, stack: Stack, currency: str) -> Threshold:
    least, money = stack.band(book.band).in_minor(currency)
    spread = share(stack.spread_percent)
    return Threshold(
        *(least.numerator, least.denominator, money), spread.numerator, spread.denominator
    )


def drawn(spread_percent: Decimal, chance: Fraction) -> Decimal:
    """A share within the spread, for a chance between -1 and 1, to six digits."""
    share_of = Fraction(spread_percent) / 100 * chance
    return Decimal(int(share_of * FINE)).scaleb(-6)


def chance_of(number: int, bits: int) -> Fraction:
    """Evenly from -1 to 1, of a number of so many random bits."""
    return Fraction(2 * (number & (2**bits - 1)), 2**bits - 1) - 1
