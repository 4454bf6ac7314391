"""What money of one currency is worth in another, by the rates that hold on a day."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from hanse.base.currency import exponent
from hanse.base.faults import Finding, Severity
from hanse.base.money import Money, UnitCost, plain

EURO = "EUR"
SHOWN_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Dated:
    """Units for one euro, with the day that they are of."""

    per_euro: Decimal
    day: date
    source: str = ""


@dataclass(frozen=True, slots=True)
class Board:
    """The newest rate of each currency that is not after the wanted day."""

    day: date
    rates: Mapping[str, Dated] = field(default_factory=dict)

    def factor(self, base: str, quote: str) -> Fraction | None:
        """Units of `quote` for one of `base`; None where one of them has no rate."""
        if base == quote:
            return Fraction(1)
        euros, units = self.per_euro(base), self.per_euro(quote)
        return units / euros if euros and units else None

    def per_euro(self, currency: str) -> Fraction | None:
        if currency == EURO:
            return Fraction(1)
        found = self.rates.get(currency)
        return Fraction(found.per_euro) if found else None

    def oldest(self, *currencies: str) -> date | None:
        """The older day of those that are needed; None where none is."""
        days = [self.rates[each].day for each in currencies if each in self.rates]
        return min(days) if days else None

    def minor(self, price: Money, currency: str) -> int | None:
        """The same worth in minor units of another currency, rounded up; None without a rate."""
        found = self.factor(price.currency, currency)
        if found is None:
            return None
        shift = Fraction(10) ** (exponent(currency) - exponent(price.currency))
        return -int(-(price.minor * found * shift) // 1)

    def converted(self, cost: UnitCost, currency: str) -> UnitCost | None:
        """To more digits than any price has, rounded up: a limit is not weakened by it."""
        found = self.factor(cost.currency, currency)
        if found is None:
            return None
        if cost.currency == currency:
            return cost
        scale = 10 ** (exponent(currency) + 4)
        whole = -int(-(Fraction(cost.value) * found * scale) // 1)
        return UnitCost(currency, Decimal(whole).scaleb(-(exponent(currency) + 4)))


def shown(factor: Fraction) -> str:
    """To so many digits that count, for people."""
    value = Decimal(factor.numerator) / Decimal(factor.denominator)
    digits = SHOWN_DIGITS - 1 - value.adjusted()
    return plain(round(value, max(digits, 0)))


def no_rate(base: str, quote: str, day: date) -> Finding:
    return Finding(
        Severity.error,
        "no_rate",
        f"There is no rate from {base} to {quote} on {day}.",
        "Load the rates of the day, or give the cost in the currency of the shop.",
        "exchange",
    )


def too_old(base: str, quote: str, day: date, days: int, days_max: int) -> Finding:
    return Finding(
        Severity.error,
        "rate_too_old",
        f"The rate from {base} to {quote} is of {day}, {days} days old; the rule takes at most"
        f" {days_max}.",
        "Load newer rates, or allow older ones in the rule.",
        "exchange",
    )
