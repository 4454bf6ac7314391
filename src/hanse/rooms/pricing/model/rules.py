"""Rules: for which offers, which layers; and how several rules stand together."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from uuid import UUID

from hanse.base.money import Money, UnitCost
from hanse.rooms.pricing.model.layers import ORDER, Layers, share


class Mode(StrEnum):
    """How rules that fit the same offer stand together."""

    first = "first"
    stacked = "stacked"


SAID = {
    Mode.first: "The first rule that fits makes the price. All rules below it are not looked at.",
    Mode.stacked: "Every rule that fits adds its layers. Where two have the same layer, the one"
    " higher in the list counts; of floors the highest counts, and of ceilings the lowest.",
}


class RuleState(StrEnum):
    active = "active"
    paused = "paused"
    archived = "archived"


@dataclass(frozen=True, slots=True)
class Band:
    """A price moves only by more than this; where both are given, by more than both."""

    percent: Decimal | None = None
    money: Money | None = None

    def in_minor(self, currency: str) -> tuple[Fraction, int]:
        """The share of the price and the money that a step is to pass; money of another currency
        says nothing."""
        money = self.money
        same = money is not None and money.currency == currency
        return share(self.percent or Decimal(0)), money.minor if money and same else 0


@dataclass(frozen=True, slots=True)
class CostBand:
    """Costs from this to below that, in one currency; an end that is None is open."""

    currency: str
    least: Decimal | None = None
    below: Decimal | None = None

    def holds(self, cost: UnitCost | None) -> bool:
        if cost is None or cost.currency != self.currency:
            return False
        return (self.least is None or cost.value >= self.least) and (
            self.below is None or cost.value < self.below
        )


@dataclass(frozen=True, slots=True)
class Conditions:
    """All that are given must hold; of each, one of its values. Nothing given: every offer."""

    accounts: frozenset[UUID] = frozenset()
    markets: frozenset[str] = frozenset()
    categories: frozenset[UUID] = frozenset()  # also of what is below them
    brands: frozenset[UUID] = frozenset()
    tags: frozenset[str] = frozenset()
    cost: CostBand | None = None

    def fit(self, offer: "Offered") -> bool:
        return (
            (not self.accounts or offer.account_id in self.accounts)
            and (not self.markets or offer.market in self.markets)
            and (not self.brands or offer.brand_id in self.brands)
            and (not self.categories or not self.categories.isdisjoint(offer.categories))
            and (not self.tags or not self.tags.isdisjoint(offer.tags))
            and (self.cost is None or self.cost.holds(offer.landed or offer.supplier))
        )


@dataclass(frozen=True, slots=True)
class SetFloor:
    """A floor that somebody set for an offer, a variant or a category."""

    price: Money
    since: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Offered:
    """What is known of an offer when it is priced. Categories are its own and all above them."""

    id: UUID
    account_id: UUID
    currency: str  # of the shop
    market: str = ""  # where the shop sells, a country
    prices_include_tax: bool | None = None
    categories: tuple[UUID, ...] = ()
    brand_id: UUID | None = None
    tags: tuple[str, ...] = ()
    supplier: UnitCost | None = None
    landed: UnitCost | None = None
    list_price: Money | None = None
    now: Money | None = None  # what the shop shows
    floors: tuple[SetFloor, ...] = ()
    title: str = ""
    thing: str = ""  # as changes names it
    target: tuple[str, str | None] = (
        "",
        None,
    )  # the platform's ids of it and of what it is part of


@dataclass(frozen=True, slots=True)
class Rule:
    """`spread_percent`: how far a price may be drawn up or down by chance; 0 is off."""

    id: UUID
    name: str
    layers: Layers
    conditions: Conditions = field(default_factory=Conditions)
    band: Band | None = None  # None: that of the book
    spread_percent: Decimal = Decimal(0)
    state: RuleState = RuleState.active
    version: int = 1
    person_id: UUID | None = None  # the last editor, who answers for what it proposes
    person: str = ""
    changed_at: datetime | None = None

    @property
    def mark(self) -> str:
        """The version of it, as a change names what wanted it."""
        return f"{self.id}:{self.version}"


@dataclass(frozen=True, slots=True)
class Book:
    """All rules of a workspace, the most important first."""

    rules: tuple[Rule, ...]
    mode: Mode = Mode.first
    band: Band = field(default_factory=Band)
    version: int = 0

    def fitting(self, offer: Offered) -> tuple[Rule, ...]:
        """The rules that make its price, in their order."""
        found = [
            each
            for each in self.rules
            if each.state is RuleState.active and each.conditions.fit(offer)
        ]
        return tuple(found[:1] if self.mode is Mode.first else found)


@dataclass(frozen=True, slots=True)
class Stack:
    """Layers of one or more rules as they count together, and which rule each is of."""

    rules: tuple[Rule, ...]
    layers: Layers
    of: dict[str, Rule]
    floors: tuple[Rule, ...]
    ceilings: tuple[Rule, ...]

    @property
    def rule(self) -> Rule:
        """The one that answers for the price: the highest of those that have a say in it."""
        return self.rules[0]

    @property
    def answering(self) -> Rule:
        """Of the rules that made the price, the one that was edited last: its editor moved it."""
        return max(self.rules, key=lambda each: (str(each.changed_at), each.id))

    @property
    def at_list(self) -> bool:
        """A ceiling of theirs is the list price."""
        return any(each.layers.ceiling and each.layers.ceiling.at_list for each in self.ceilings)

    @property
    def spread_percent(self) -> Decimal:
        return next((each.spread_percent for each in self.rules if each.spread_percent), Decimal(0))

    def band(self, of_book: Band) -> Band:
        return next((each.band for each in self.rules if each.band is not None), of_book)

    @property
    def mark(self) -> str:
        return ",".join(each.mark for each in self.rules)


def stacked(rules: Sequence[Rule]) -> Stack | None:
    """Of each layer the highest rule's; a rule that has no say in it is left out. None where none
    fits."""
    if not rules:
        return None
    of: dict[str, Rule] = {}
    for rule in rules:
        for name in ORDER:
            if name not in of and getattr(rule.layers, name) is not None:
                of[name] = rule
    layers = Layers(**{name: getattr(rule.layers, name) for name, rule in of.items()})
    floors = tuple(each for each in rules if each.layers.floor)
    ceilings = tuple(each for each in rules if each.layers.ceiling)
    heard = {each.id for each in (*of.values(), *floors, *ceilings)}
    saying = tuple(each for each in rules if each.id in heard or each.band or each.spread_percent)
    return Stack(saying or tuple(rules[:1]), layers, of, floors, ceilings)
