"""Money, rates and unit costs. Money is whole minor units; only a named rounding makes it so.

Nothing here depends on the decimal context of the caller: products are exact, and every function
that loses digits takes the rounding as an argument.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Context, Decimal, Inexact, InvalidOperation
from enum import StrEnum
from fractions import Fraction

from hanse.base.currency import display_decimals, exponent
from hanse.base.faults import Finding, Rejected, Severity

MINOR_MAX = 2**63 - 1  # what the bigint of the database holds
DIGITS_MAX = 60  # before the decimal point, and as many after it
FINEST = Decimal(f"1E-{DIGITS_MAX}")

# A longer number does not fit the first. The second holds every product of two that do; should
# digits get lost, it raises.
LIMITS = Context(prec=2 * DIGITS_MAX, traps=[])
EXACT = Context(prec=4 * DIGITS_MAX, traps=[Inexact])


class Rounding(StrEnum):
    half_even = "half_even"
    half_up = "half_up"
    half_down = "half_down"
    up = "up"  # away from zero
    down = "down"  # towards zero
    ceiling = "ceiling"
    floor = "floor"

    @property
    def mode(self) -> str:
        """The word of the decimal module."""
        return f"ROUND_{self.upper()}"


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in whole minor units. Two currencies are never equal, and nothing mixes them."""

    currency: str
    minor: int

    def __post_init__(self) -> None:
        exponent(self.currency)
        if type(self.minor) is not int:
            raise TypeError(f"Minor units are an int, not {self.minor!r}.")
        if abs(self.minor) > MINOR_MAX:
            raise Rejected(
                f"More than {MINOR_MAX} minor units of {self.currency} cannot be kept.",
                next_step="Check the amount: a point may be missing.",
            )

    @staticmethod
    def of(currency: str, amount: Decimal | int | str) -> "Money":
        """From major units: `Money.of("SGD", "13.90")`. `Rejected` if it has too many decimals."""
        money = UnitCost.of(currency, amount).to_money()
        if isinstance(money, Finding):
            raise Rejected(money.sentence, [money], money.next_step)
        return money

    @property
    def amount(self) -> Decimal:
        """In major units, with all decimals of the currency."""
        return Decimal(f"{self.minor}E-{exponent(self.currency)}")

    @property
    def exact(self) -> "UnitCost":
        """The same amount, for arithmetic that must not round yet."""
        return UnitCost(self.currency, self.amount)

    def __str__(self) -> str:
        return str(self.exact)

    def __add__(self, other: "Money") -> "Money":
        return Money(self.currency, self.minor + self._minor_of(other))

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.currency, self.minor - self._minor_of(other))

    def __lt__(self, other: "Money") -> bool:
        return self.minor < self._minor_of(other)

    def __le__(self, other: "Money") -> bool:
        return self.minor <= self._minor_of(other)

    def __neg__(self) -> "Money":
        return Money(self.currency, -self.minor)

    def __abs__(self) -> "Money":
        return Money(self.currency, abs(self.minor))

    def __mul__(self, count: int) -> "Money":
        return Money(self.currency, self.minor * count)

    def _minor_of(self, other: "Money") -> int:
        if self.currency != other.currency:
            raise ValueError(f"{self} and {other} do not mix: convert one of them by a dated rate.")
        return other.minor

    def times(self, factor: Decimal | int, rounding: Rounding) -> "Money":
        return self.exact.times(factor).rounded(rounding)

    def split(self, weights: Sequence[Decimal | int]) -> "list[Money]":
        """Divide by weight: the sum is exact, and each part within one minor unit of its share.

        Units left over go to the parts that lost most by rounding down, first ones first. A part
        of weight 0 gets nothing. A refund splits as its payment did, with the sign turned.
        """
        weight = sum(map(Fraction, weights), Fraction())
        if weight <= 0 or min(weights) < 0:
            raise ValueError(f"Cannot split by {list(weights)}: no weight below 0, and not all 0.")
        if self.minor < 0:
            return [-part for part in (-self).split(weights)]
        shares = [self.minor * Fraction(each) / weight for each in weights]
        parts = [int(share) for share in shares]
        by_loss = sorted(range(len(parts)), key=lambda at: parts[at] - shares[at])
        for at in by_loss[: self.minor - sum(parts)]:
            parts[at] += 1
        return [Money(self.currency, part) for part in parts]

    def on_wire(self, decimals: int, field: str = "") -> Decimal | Finding:
        """For a platform that takes so many decimals; a finding if the amount needs more."""
        if decimals == exponent(self.currency):
            return self.amount
        return self.exact.on_wire(decimals, field)


def total(currency: str, moneys: Iterable[Money]) -> Money:
    """The sum, also of nothing; all must be in this currency."""
    return sum(moneys, Money(currency, 0))


@dataclass(frozen=True, slots=True)
class UnitCost:
    """A price as exact as it was given, for suppliers price below a cent.

    It becomes Money by a named rounding, or exactly, or not at all.
    """

    currency: str
    value: Decimal

    def __post_init__(self) -> None:
        exponent(self.currency)
        bounded(self.value)

    @staticmethod
    def of(currency: str, value: Decimal | int | str) -> "UnitCost":
        """From what a document says, as in `UnitCost.of("USD", "0.0035")`."""
        try:
            return UnitCost(currency, Decimal(value))
        except InvalidOperation:
            raise Rejected(f"'{value}' is not a number.") from None

    @property
    def digits(self) -> str:
        """Plain digits for people: all that count, no fewer than the currency is written with."""
        whole, _, decimals = plain(self.value).partition(".")
        least = exponent(self.currency) if decimals else display_decimals(self.currency)
        return f"{whole}.{decimals.ljust(least, '0')}".rstrip(".")

    def __str__(self) -> str:
        return f"{self.currency} {self.digits}"

    def times(self, factor: Decimal | int) -> "UnitCost":
        """The exact product."""
        return UnitCost(self.currency, EXACT.multiply(self.value, factor))

    def rounded(self, rounding: Rounding) -> Money:
        minor = self.value.scaleb(exponent(self.currency), EXACT)
        return Money(self.currency, int(minor.to_integral_value(rounding.mode)))

    def to_money(self, field: str = "") -> Money | Finding:
        """The same amount as Money, or a finding if it is finer than the minor unit."""
        value = self.on_wire(exponent(self.currency), field)
        return value if isinstance(value, Finding) else self.rounded(Rounding.down)

    def on_wire(self, decimals: int, field: str = "") -> Decimal | Finding:
        """With exactly so many decimals, or a finding if it needs more."""
        try:
            return EXACT.quantize(EXACT.plus(self.value), Decimal(f"1E-{decimals}"))
        except Inexact:
            return Finding(
                Severity.error,
                "too_many_decimals",
                f"{self} has more decimals than the {decimals} that fit here.",
                "Round it by a rule of your choice, or enter another amount.",
                field,
            )


@dataclass(frozen=True, slots=True)
class Rate:
    """One unit of `base` was worth `value` units of `quote` on that day, says the source."""

    base: str
    quote: str
    value: Decimal
    as_of: date
    source: str

    def __post_init__(self) -> None:
        exponent(self.base)
        exponent(self.quote)
        if bounded(self.value) <= 0:
            raise Rejected(f"A rate of {self.value} is none: it must be above 0.")

    def __str__(self) -> str:
        return f"{self.base} 1 = {self.quote} {plain(self.value)} on {self.as_of} by {self.source}"

    def convert(self, price: Money | UnitCost, rounding: Rounding) -> "Converted":
        """From base to quote; the other way needs a rate of its own, for banks keep a margin."""
        if price.currency != self.base:
            raise ValueError(f"{price} cannot be converted by {self}: it is not in {self.base}.")
        cost = price.exact if isinstance(price, Money) else price
        exact = UnitCost(self.quote, cost.value).times(self.value)
        return Converted(exact.rounded(rounding), self, rounding, exact.value)


@dataclass(frozen=True, slots=True)
class Converted:
    """What came out, and how: enough to do it again and to explain it."""

    money: Money
    rate: Rate
    rounding: Rounding
    exact: Decimal


def bounded(value: Decimal) -> Decimal:
    """The value, if it is a number of reasonable length; floats and infinities are refused."""
    if not isinstance(value, Decimal):
        raise TypeError(f"Amounts are Decimal, not {value!r}: a float has lost digits already.")
    if not value.is_finite():
        raise Rejected(f"{value} is not a number.")
    if LIMITS.quantize(value, FINEST) != value:
        raise Rejected(f"{value:.6E} has more than {DIGITS_MAX} digits on one side of the point.")
    return value


def plain(value: Decimal) -> str:
    """The one spelling of a number as text: no exponent, no zeros at the end, no minus zero."""
    text = f"{value:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if value.is_zero() else text
