"""What one euro was worth on a day, as the bank that looks after it published it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from hanse.base.currency import EXPONENTS
from hanse.base.faults import Finding, Rejected, Severity
from hanse.base.money import bounded, plain

BASE = "EUR"


@dataclass(frozen=True, slots=True)
class Rates:
    """Units of each currency for one euro; the euro itself is not among them.

    A day without a rate is none, and a rate is above 0, so that a price can be divided by it.
    """

    day: date
    per_euro: Mapping[str, Decimal]

    def __post_init__(self) -> None:
        if not self.per_euro:
            raise Rejected(
                f"There is no rate on {self.day}.", next_step="Leave a day without rates out."
            )
        if findings := [*wrong(self.day, self.per_euro)]:
            raise Rejected(findings[0].sentence, findings, findings[0].next_step)


def wrong(day: date, per_euro: Mapping[str, Decimal]) -> Iterator[Finding]:
    for currency, value in per_euro.items():
        if currency == BASE:
            yield Finding(
                *(Severity.error, "base_among_rates"),
                f"The rates of {day} hold the euro itself.",
                "Leave it out: one euro is one euro.",
                currency,
            )
        elif currency not in EXPONENTS:
            yield Finding(
                *(Severity.error, "unknown_currency"),
                f"{currency[:12]!r} in the rates of {day} is not a currency that we know.",
                "Use a code of ISO 4217 in capitals, such as SGD, IDR or USD.",
                currency[:12],
            )
        elif (refusal := no_rate(value)) is not None:
            yield Finding(
                *(Severity.error, "no_rate"),
                f"For {currency} on {day}: {refusal}",
                "A rate is how many units one euro buys, a number above 0.",
                currency,
            )


def no_rate(value: Decimal) -> str | None:
    """Why it cannot be one, in a sentence."""
    try:
        return None if bounded(value) > 0 else f"a rate of {plain(value)} is none."
    except Rejected as refused:
        return refused.sentence


class Span(StrEnum):
    """How many days a source hands over at once."""

    day = "day"
    days_90 = "days_90"
    everything = "everything"


@dataclass(frozen=True, slots=True)
class Published:
    """What a source has published, the oldest day first, and what of it could not be read."""

    rates: tuple[Rates, ...] = ()
    findings: tuple[Finding, ...] = ()
