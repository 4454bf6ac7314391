"""A whole catalogue priced as it goes by: what offers have in common is worked out once for all of
them, by the desk that also prices one alone, and each adds its own cost in whole numbers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple
from uuid import UUID

from hanse.base.currency import exponent
from hanse.base.faults import Finding
from hanse.base.money import Money, UnitCost
from hanse.rooms.catalog.model.standings import Standing
from hanse.rooms.pricing.model.formulas import Formula, Impossible, no_cost
from hanse.rooms.pricing.model.layers import Base
from hanse.rooms.pricing.model.quotes import (
    Bounds,
    Desk,
    Edge,
    Threshold,
    bounds_for,
    fine_of,
    settled,
    threshold,
    upper,
)
from hanse.rooms.pricing.model.rules import CostBand, Offered, RuleState, SetFloor, Stack

LOTS_MAX = 50_000  # remembered; more than that, and they are forgotten together
DIGITS = 6  # of a cost in millionths
NONE_NAMED: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class Sold:
    """What a shop says about all its prices."""

    currency: str
    market: str
    prices_include_tax: bool | None


@dataclass(frozen=True, slots=True)
class Way:
    """From a cost in one currency to a price: the formula, or why there is none. `bounds` are there
    where they are the same for all offers."""

    formula: Formula | None
    findings: tuple[Finding, ...] = ()
    bounds: Bounds | None = None


@dataclass(frozen=True, slots=True)
class Lot:
    """Offers of one shop that the same rules fit."""

    stack: Stack
    like: Offered  # one of them
    base: Base | None
    or_supplier: bool
    at_list: bool
    threshold: Threshold
    rule_id: UUID  # whose last editor answers for it
    missing: tuple[Finding, ...]  # of one without a cost
    ways: dict[str, Way] = field(default_factory=dict)

    @property
    def currency(self) -> str:
        return self.like.currency


class Passed(NamedTuple):
    """What an offer should cost, or why that cannot be said."""

    lot: Lot
    findings: tuple[Finding, ...] = ()
    minor: int = 0
    edge: Edge | None = None
    formula: Formula | None = None
    fine: int | Fraction = 0  # the cost

    def moves(self, now: tuple[str, int] | None) -> bool:
        """Whether what the shop shows is to be changed."""
        if self.formula is None or now is None:
            return False
        currency, minor = now
        if currency != self.lot.like.currency:
            return True
        return self.lot.threshold.passed(minor, self.minor, self.edge)


Key = tuple[UUID, frozenset[UUID], UUID | None, frozenset[str], tuple[bool, ...]]


class Run:
    """Goes through offers by one book. Of what conditions look at only what some rule names is told
    apart, so a few lots stand for any number of offers."""

    def __init__(self, desk: Desk, paths: Mapping[UUID, tuple[UUID, ...]]) -> None:
        self.desk, self.paths = desk, paths
        self.shops: dict[UUID, Sold] = {}
        self.lots: dict[Key, Lot | None] = {}
        active = [each for each in desk.book.rules if each.state is RuleState.active]
        asked = [each.conditions for each in active]
        self.brands = frozenset[UUID]().union(*(each.brands for each in asked))
        self.tags = frozenset[str]().union(*(each.tags for each in asked))
        named = frozenset[UUID]().union(*(each.categories for each in asked))
        self.categories = {each: named.intersection(path) for each, path in paths.items() if named}
        self.brackets = [Bracket.of(each.cost) for each in asked if each.cost]

    def price(self, each: Standing, floors: Sequence[SetFloor] = ()) -> Passed | None:
        """None where no rule fits it."""
        lot = self.lot(each)
        if lot is None:
            return None
        fine, currency = cost_in(lot, each)
        if currency is None:
            return Passed(lot, lot.missing)
        way = lot.ways.get(currency) or self.way(lot, currency)
        found, bounds = way.formula, way.bounds
        if found is None:
            return Passed(lot, way.findings)
        if bounds is None or floors:
            listed = list_price(each) if lot.at_list else None
            world = self.desk.world
            limits = bounds_for(found, fine, lot.currency, floors, listed, world)
            if isinstance(limits, Finding):
                return Passed(lot, (limits,))
            bounds = limits
        minor, edge = settled(found, upper(found, fine), found.under, bounds)
        return Passed(lot, (), minor, edge, found, fine)

    def lot(self, each: Standing) -> Lot | None:
        brand = each.brand_id
        key = (
            each.account_id,
            self.categories.get(each.category_id, NONE_NAMED) if each.category_id else NONE_NAMED,
            brand if brand in self.brands else None,
            self.tags.intersection(each.tags or ()),
            tuple([bracket.holds(each) for bracket in self.brackets]) if self.brackets else (),
        )
        try:
            return self.lots[key]
        except KeyError:
            if len(self.lots) >= LOTS_MAX:
                self.lots.clear()
            found = self.lots[key] = self.lot_of(each)
            return found

    def lot_of(self, each: Standing) -> Lot | None:
        like = offered(each, self.shops[each.account_id], self.paths)
        stack = self.desk.stack(like)
        if stack is None:
            return None
        layer = stack.layers.cost
        return Lot(
            stack,
            like,
            layer.base if layer else None,
            bool(layer and layer.or_supplier),
            stack.at_list,
            threshold(self.desk.book, stack, like.currency),
            stack.answering.id,
            (no_cost(stack, like),),
        )

    def way(self, lot: Lot, currency: str) -> Way:
        found = self.desk.formula(lot.stack, currency, lot.like)
        if isinstance(found, Impossible):
            made = Way(None, found.findings)
        elif found.floor_a or lot.at_list:
            made = Way(found)
        else:
            bounds = bounds_for(found, 0, lot.currency, (), None, self.desk.world)
            # What contradicts itself is worked out for each offer: its own floor counts as well.
            made = Way(found, (), bounds if isinstance(bounds, Bounds) else None)
        lot.ways[currency] = made
        return made


def cost_in(lot: Lot, each: Standing) -> tuple[int | Fraction, str | None]:
    """What the price starts from, in millionths; no currency where it is not known."""
    base = lot.base
    if base is Base.landed and (each.landed_currency or not lot.or_supplier):
        fine, exact, currency = each.landed_fine, each.landed_exact, each.landed_currency
    elif base is Base.list:
        money = list_price(each)
        return (list_fine(money), money.currency) if money else (0, None)
    elif base is None:
        return 0, None
    else:
        fine, exact, currency = each.supplier_fine, each.supplier_exact, each.supplier_currency
    if fine is None:
        return fine_of(exact or Decimal(0)), currency
    return fine, currency


def list_price(each: Standing) -> Money | None:
    if each.list_minor is None or each.list_currency is None:
        return None
    return Money(each.list_currency, each.list_minor)


def list_fine(money: Money) -> int:
    return int(money.minor * 10 ** (DIGITS - exponent(money.currency)))


@dataclass(frozen=True, slots=True)
class Bracket:
    """A band of costs in millionths."""

    currency: str
    least: int | Fraction | None
    below: int | Fraction | None

    @classmethod
    def of(cls, band: CostBand) -> "Bracket":
        least = None if band.least is None else fine_of(band.least)
        return cls(band.currency, least, None if band.below is None else fine_of(band.below))

    def holds(self, each: Standing) -> bool:
        """As the band does, of the landed cost or else the supplier's."""
        if each.landed_currency:
            fine, exact, currency = each.landed_fine, each.landed_exact, each.landed_currency
        else:
            fine, exact = each.supplier_fine, each.supplier_exact
            currency = each.supplier_currency or ""
        if currency != self.currency:
            return False
        cost = fine_of(exact or Decimal(0)) if fine is None else fine
        return (self.least is None or cost >= self.least) and (
            self.below is None or cost < self.below
        )


def offered(each: Standing, shop: Sold, paths: Mapping[UUID, tuple[UUID, ...]]) -> Offered:
    """As the desk sees it, without what is for people."""
    return Offered(
        each.id,
        each.account_id,
        shop.currency,
        shop.market,
        shop.prices_include_tax,
        paths.get(each.category_id, ()) if each.category_id else (),
        each.brand_id,
        tuple(each.tags or ()),
        unit_cost(each.supplier_fine, each.supplier_exact, each.supplier_currency),
        unit_cost(each.landed_fine, each.landed_exact, each.landed_currency),
        list_price(each),
    )


def unit_cost(fine: int | None, exact: Decimal | None, currency: str | None) -> UnitCost | None:
    if currency is None:
        return None
    return UnitCost(currency, (exact or Decimal(0)) if fine is None else Decimal(f"{fine}E-6"))


def known(rows: Iterable[Standing], shops: Mapping[UUID, Sold]) -> list[Standing]:
    """Those whose goods and whose shop are there."""
    return [each for each in rows if each.known and each.account_id in shops]
