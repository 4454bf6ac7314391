"""Taxes on what is sold, by place, with the days from which they hold and where that is written."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache

from hanse.base.faults import Finding, Severity
from hanse.base.money import Money, Rounding
from hanse.rooms.pricing.model.tax_table import ROWS, SOURCES

OURS = "yours"


@dataclass(frozen=True, slots=True)
class TaxRate:
    """Of one sort of goods at one place; `until` is the first day on which it does not hold."""

    place: str
    sort: str
    percent: Decimal
    since: date
    until: date | None
    included: bool  # whether prices for consumers are shown with it
    source: str

    def holds(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class Taxes:
    """Rates of the table, and a workspace's own, which go before them."""

    rates: Mapping[tuple[str, str], tuple[TaxRate, ...]] = field(default_factory=dict)

    def find(self, place: str, day: date, sort: str = "standard") -> TaxRate | None:
        """The one that holds; of two, the workspace's own, then the newer."""
        for each in self.rates.get((place, sort), ()):
            if each.holds(day):
                return each
        return None

    def with_own(self, own: Iterable[TaxRate]) -> "Taxes":
        return taxes([*own, *(each for rates in self.rates.values() for each in rates)])


def taxes(rates: Iterable[TaxRate]) -> Taxes:
    found: dict[tuple[str, str], list[TaxRate]] = {}
    for each in rates:
        found.setdefault((each.place, each.sort), []).append(each)
    for held in found.values():
        held.sort(key=lambda each: (each.source == OURS, each.since), reverse=True)
    return Taxes({key: tuple(held) for key, held in found.items()})


def tax(known: Taxes, place: str, day: date, sort: str = "standard") -> TaxRate | Finding:
    """The rate at a place on a day, or why it is not known. A region is looked for before its
    country: `US-CA` before `US`."""
    found = known.find(place, day, sort) or known.find(place.partition("-")[0], day, sort)
    if found:
        return found
    if place.partition("-")[0] == "US":
        return Finding(
            Severity.hint,
            "as_the_shop_says",
            "Sales tax in the United States depends on the address; the shop works it out.",
            "Take what the shop says on the order.",
            "tax",
        )
    return Finding(
        Severity.error,
        "no_tax",
        f"No {sort} tax rate is known for {place or 'this place'} on {day}.",
        "Add it to the tax table.",
        "tax",
    )


def within(gross: Money, rate: TaxRate) -> Money:
    """The tax in a price that holds it."""
    return gross - net(gross, rate)


def net(gross: Money, rate: TaxRate) -> Money:
    """What stays of a price with tax, in whole minor units; the tax is the rest, so that both add
    up."""
    top, under = gross.minor * 10_000, 10_000 + int(rate.percent * 100)
    return Money(gross.currency, (2 * top + under) // (2 * under))


def on_top(amount: Money, rate: TaxRate) -> Money:
    """The tax to add to a price without it."""
    return amount.times(rate.percent.scaleb(-2), Rounding.half_up)


@cache
def table() -> Taxes:
    """What this version of Hanse knows."""
    return taxes(map(row, ROWS.strip().splitlines()))


def row(line: str) -> TaxRate:
    place, sort, percent, since, until, included, source = (
        each.strip() for each in line.split("|")
    )
    return TaxRate(
        place,
        sort,
        Decimal(percent),
        date.fromisoformat(since),
        date.fromisoformat(until) if until else None,
        included == "in",
        SOURCES[source],
    )


# A shop says its time zone and its currency, and no country.
ZONES = """
    AT Europe/Vienna
    BE Europe/Brussels
    BG Europe/Sofia
    CY Asia/Nicosia
    CZ Europe/Prague
    DE Europe/Berlin
    DK Europe/Copenhagen
    EE Europe/Tallinn
    ES Europe/Madrid
    FI Europe/Helsinki
    FR Europe/Paris
    GB Europe/London
    GR Europe/Athens
    HR Europe/Zagreb
    HU Europe/Budapest
    ID Asia/Jakarta Asia/Makassar Asia/Jayapura Asia/Pontianak
    IE Europe/Dublin
    IT Europe/Rome
    LT Europe/Vilnius
    LU Europe/Luxembourg
    LV Europe/Riga
    MT Europe/Malta
    MY Asia/Kuala_Lumpur Asia/Kuching
    NL Europe/Amsterdam
    PL Europe/Warsaw
    PT Europe/Lisbon
    RO Europe/Bucharest
    SE Europe/Stockholm
    SG Asia/Singapore
    SI Europe/Ljubljana
    SK Europe/Bratislava
"""
BY_ZONE = {
    zone: place for place, *zones in map(str.split, ZONES.strip().splitlines()) for zone in zones
}
CURRENCIES = "GBP-GB SGD-SG MYR-MY IDR-ID USD-US SEK-SE DKK-DK PLN-PL CZK-CZ HUF-HU RON-RO"
BY_CURRENCY = dict(each.split("-") for each in CURRENCIES.split())


def market_of(currency: str, time_zone: str | None) -> str:
    """The country that a shop sells in, as far as it can be told; empty where it cannot."""
    if currency in BY_CURRENCY:
        return BY_CURRENCY[currency]
    if currency == "EUR" and time_zone:
        return BY_ZONE.get(time_zone, "")
    return ""
