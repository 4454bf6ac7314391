"""The layers of a rule: what a price is made of, in the one order in which they count.

Each is a frozen value. Percents are of a hundred; shares are exact fractions of one.
"""

from dataclasses import dataclass, fields
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from hanse.base.money import Money

NOTHING = Fraction(0)
ONE = Fraction(1)


class Base(StrEnum):
    """What a price starts from."""

    landed = "landed"
    supplier = "supplier"
    list = "list"


class Of(StrEnum):
    """What a markup is a percentage of."""

    cost = "cost"
    price = "price"


class Way(StrEnum):
    up = "up"
    down = "down"
    nearest = "nearest"


@dataclass(frozen=True, slots=True)
class Cost:
    """Where the landed cost is not known, the supplier's may stand in for it, if that is wanted."""

    base: Base = Base.landed
    or_supplier: bool = False


@dataclass(frozen=True, slots=True)
class Shipping:
    money: Money


@dataclass(frozen=True, slots=True)
class Fees:
    """What the shop takes: so much of the price, and so much for each sale."""

    percent: Decimal = Decimal(0)
    fixed: Money | None = None


@dataclass(frozen=True, slots=True)
class Tax:
    """`percent` None: of the tax table, for the shop's market. `included` None: as the shop has
    it."""

    percent: Decimal | None = None
    sort: str = "standard"
    included: bool | None = None


@dataclass(frozen=True, slots=True)
class Markup:
    """Of the cost it is added; of the price it is what stays after all else is paid."""

    percent: Decimal = Decimal(0)
    of: Of = Of.cost
    fixed: Money | None = None


@dataclass(frozen=True, slots=True)
class Exchange:
    """From the currency of the cost to the shop's, by the rate of the day and what changing costs.

    A rate that is older than so many days is not used to propose anything.
    """

    surcharge_percent: Decimal = Decimal(0)
    days_max: int = 7


@dataclass(frozen=True, slots=True)
class Voucher:
    """What buyers take off at checkout, so that the price after it is the one worked out."""

    percent: Decimal = Decimal(0)
    fixed: Money | None = None


@dataclass(frozen=True, slots=True)
class Ending:
    """Prices that are whole steps, less something: 1 less 0.01 ends in .99; 5 less 0 is whole
    fives. In the shop's currency, in its major unit."""

    step: Decimal
    less: Decimal = Decimal(0)
    way: Way = Way.nearest


@dataclass(frozen=True, slots=True)
class Floor:
    """The highest of what is given counts. The percentage is over the cost."""

    money: Money | None = None
    over_cost_percent: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Ceiling:
    """The lowest of what is given counts."""

    money: Money | None = None
    at_list: bool = False


@dataclass(frozen=True, slots=True)
class Campaign:
    """From then to then: so much less, or this price. It ends by itself."""

    starts_at: datetime
    ends_at: datetime
    percent_off: Decimal | None = None
    price: Money | None = None

    def runs(self, at: datetime) -> bool:
        return self.starts_at <= at < self.ends_at


@dataclass(frozen=True, slots=True)
class Layers:
    """In the order of the fields, whatever order somebody entered them in."""

    cost: Cost | None = None
    shipping: Shipping | None = None
    fees: Fees | None = None
    tax: Tax | None = None
    markup: Markup | None = None
    exchange: Exchange | None = None
    voucher: Voucher | None = None
    rounding: Ending | None = None
    floor: Floor | None = None
    ceiling: Ceiling | None = None
    campaign: Campaign | None = None


ORDER = tuple(each.name for each in fields(Layers))


def share(percent: Decimal) -> Fraction:
    return Fraction(percent) / 100


def share_of_price(rate: Fraction) -> Fraction:
    """A tax of so much on top of the price without it is this share of the price with it."""
    return rate / (1 + rate)


def solved(fixed: Fraction, shares: Fraction) -> Fraction:
    """The price that leaves `fixed` after shares of itself are taken; the shares are below one."""
    return fixed / (1 - shares)
