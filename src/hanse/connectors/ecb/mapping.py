"""Documents of the European Central Bank and our rates; what cannot be read is a finding."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from hanse.base.currency import EXPONENTS
from hanse.base.faults import Finding, Severity
from hanse.trade.rates import BASE, Published, Rates

FIRST_DAY = date(1999, 1, 4)
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
RATE = re.compile(r"\d{1,20}(?:\.\d{1,20})?", re.ASCII)
SHOWN_CHARS = 20
FINDINGS_MAX = 50

# What a finding is about, its sentence with the word in it, and what to do.
SENTENCES: Mapping[str, tuple[str, str]] = {
    "no_day": ("{word!r} is no day", "Compare with the bank's own page."),
    "day_too_early": ("{word} is before the first day of the euro", "Leave it out."),
    "day_ahead": ("{word} has not come yet", "See that the clock of this machine is right."),
    "day_twice": ("{word} is there twice and the same", "One of them was kept."),
    "day_differs": ("{word} is there twice and differs", "None was kept; load it again later."),
    "day_empty": ("{word} has no rate that can be read", "It was left out; load it again later."),
    "unknown_currency": (
        "{word!r} is not a currency that we know",
        "Its rates were left out; nothing of ours is in it.",
    ),
    "base_among_rates": ("{word} has a rate to itself", "It was left out."),
    "no_rate": ("{word} is no rate", "It was left out; load the day again later."),
    "rate_twice": ("{word} is there twice and the same", "One of them was kept."),
    "rate_differs": ("{word} is there twice and differs", "None was kept; load it again later."),
}
MILD = frozenset({"day_twice", "rate_twice", "unknown_currency"})


@dataclass(frozen=True, slots=True)
class Cube:
    """One day of a document, word for word."""

    day: str
    rates: tuple[tuple[str, str], ...]


@dataclass(slots=True)
class Noted:
    """Findings by what they are about: a word that stands on a thousand days is told once."""

    days: dict[tuple[str, str], list[str]] = field(default_factory=dict)

    def note(self, code: str, word: str, day: str = "") -> None:
        self.days.setdefault((code, word), []).append(day)

    def findings(self) -> Iterator[Finding]:
        told = list(self.days.items())
        for (code, word), days in told[:FINDINGS_MAX]:
            sentence, step = SENTENCES[code]
            severity = Severity.warning if code in MILD else Severity.error
            said = f"{sentence.format(word=word)}{when(days)}."
            yield Finding(severity, code, said, step, word)
        if (more := len(told) - FINDINGS_MAX) > 0:
            yield Finding(
                *(Severity.error, "more_findings"),
                f"{more:,} more were found; the first {FINDINGS_MAX} are told.",
                "See that it is a document of the European Central Bank.",
            )


def when(days: Sequence[str]) -> str:
    """The day, or the first and the last of them."""
    if not days[0]:
        return ""
    if len(days) == 1:
        return f", on {days[0]}"
    return f", on {len(days):,} days from {min(days)} to {max(days)}"


def published(cubes: Sequence[Cube], today: date) -> Published:
    """The rates in the document; `today` is the bank's own day, after which none is published."""
    noted = Noted()
    found: dict[date, Mapping[str, Decimal]] = {}
    torn: set[date] = set()
    for cube in cubes:
        if (day := day_of(cube.day, today, noted)) is None:
            continue
        per_euro = rates_of(cube, noted)
        if day not in found:
            found[day] = per_euro
        elif found[day] == per_euro:
            noted.note("day_twice", cube.day)
        else:
            torn.add(day)
    for day in sorted(found):
        if day in torn:
            noted.note("day_differs", day.isoformat())
        elif not found[day]:
            noted.note("day_empty", day.isoformat())
    rates = (Rates(day, found[day]) for day in sorted(found) if found[day] and day not in torn)
    return Published(tuple(rates), tuple(noted.findings()))


def day_of(text: str, today: date, noted: Noted) -> date | None:
    try:
        day = date.fromisoformat(text) if DAY.fullmatch(text) else None
    except ValueError:
        day = None
    if day is None:
        noted.note("no_day", text[:SHOWN_CHARS])
    elif day < FIRST_DAY:
        noted.note("day_too_early", text)
    elif day > today:
        noted.note("day_ahead", text)
    else:
        return day
    return None


def rates_of(cube: Cube, noted: Noted) -> Mapping[str, Decimal]:
    found: dict[str, Decimal] = {}
    torn: set[str] = set()
    for currency, text in cube.rates:
        value = rate_of(currency, text, cube.day, noted)
        if value is None:
            continue
        if found.setdefault(currency, value) != value:
            noted.note("rate_differs", currency, cube.day)
            torn.add(currency)
        elif found[currency] is not value:
            noted.note("rate_twice", currency, cube.day)
    return {currency: value for currency, value in found.items() if currency not in torn}


def rate_of(currency: str, text: str, day: str, noted: Noted) -> Decimal | None:
    if currency == BASE:
        noted.note("base_among_rates", currency, day)
    elif currency not in EXPONENTS:
        noted.note("unknown_currency", currency[:SHOWN_CHARS], day)
    elif not RATE.fullmatch(text) or not (value := Decimal(text)):
        noted.note("no_rate", f"{currency} {text[:SHOWN_CHARS]!r}", day)
    else:
        return value
    return None
