"""Quotes: what an offer should cost by the rules, in whole numbers, for any number of offers."""

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

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
from hanse.rooms.pricing.model.rules import Book, Offered, Stack, stacked

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
        top, under = raw(found, cost, draw)
        wanted = rounded(top, under, found.grid)
        bounds = bounds_of(stack, offer, cost, found, self.world)
        if isinstance(bounds, Finding):
            return Priced(offer, stack, cost=cost, formula=found, findings=(bounds,))
        minor, edge = bounds.clamped(wanted)
        if found.campaign is not None:
            minor, edge = bounds.clamped(reduced(found, minor))
        price = Money(offer.currency, minor)
        return Priced(offer, stack, price, edge, cost, found, draw=draw)


def raw(found: Formula, cost: UnitCost, draw: Decimal | None = None) -> tuple[int, int]:
    """The price before it is rounded, as a fraction of minor units."""
    fine = cost.value.scaleb(6)
    if fine == fine.to_integral_value():
        top, under = int(fine) * found.a + found.b, found.under
    else:
        exact = (Fraction(cost.value) * FINE * found.a + found.b) / found.under
        top, under = exact.numerator, exact.denominator
    if draw:
        moved = 1 + Fraction(draw)
        top, under = top * moved.numerator, under * moved.denominator
    return top, under


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
    """Of floors the highest, of ceilings the lowest. A floor that cannot be compared is none that
    may be passed over."""
    floor = found.floor
    if found.floor_a:
        over = Fraction(cost.value) * FINE * found.floor_a / found.floor_under
        floor = max(floor, -int(-over // 1))
    for each in offer.floors:
        minor = world.board.minor(each.price, offer.currency)
        if minor is None:
            return conflict(
                "floor_currency",
                f"The floor {each.price} cannot be compared with prices in {offer.currency}.",
                f"Give the floor in {offer.currency}, or load the rates of the day.",
            )
        floor = max(floor, minor)
    ceiling = found.ceiling
    if offer.list_price and any(
        each.layers.ceiling and each.layers.ceiling.at_list for each in stack.ceilings
    ):
        listed = world.board.minor(offer.list_price, offer.currency)
        if listed is not None:
            ceiling = listed if ceiling is None else min(ceiling, listed)
    if ceiling is not None and ceiling < floor:
        return conflict(
            "floor_above_ceiling",
            f"The floor {Money(offer.currency, floor)} is above the ceiling"
            f" {Money(offer.currency, ceiling)}.",
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
    kept = found.kept
    if price.minor <= 0:
        return None
    fine = int(cost.value.scaleb(6))
    shared = kept.shared * price.minor
    top = POINTS * (kept.top * shared - kept.under * (fine * kept.by_cost + kept.fixed))
    under = kept.under * shared
    return (2 * top + under) // (2 * under)


def moves(book: Book, priced: Priced) -> bool:
    """Whether the price is to be changed: beyond the band, or because what the shop shows is below
    the floor or above the ceiling. Within the spread of chance, a price that was drawn stays."""
    price, now, stack = priced.price, priced.offer.now, priced.stack
    if price is None or now is None or stack is None or price == now:
        return False
    if priced.edge is Edge.floor and now < price:
        return True
    if priced.edge is Edge.ceiling and price < now:
        return True
    spread = stack.spread_percent
    if spread and 100 * abs(price.minor - now.minor) <= spread * price.minor:
        return False
    return stack.band(book.band).lets(now, price)


def drawn(spread_percent: Decimal, chance: Fraction) -> Decimal:
    """A share within the spread, for a chance between -1 and 1, to six digits."""
    share_of = Fraction(spread_percent) / 100 * chance
    return Decimal(int(share_of * FINE)).scaleb(-6)


def chance_of(number: int, bits: int) -> Fraction:
    """Evenly from -1 to 1, of a number of so many random bits."""
    return Fraction(2 * (number & (2**bits - 1)), 2**bits - 1) - 1
