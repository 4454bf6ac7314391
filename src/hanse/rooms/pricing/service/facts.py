"""What the log tells about prices. What things cost stands in no event."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from hanse.engine.log.events import declare

RULE = ("pricing.rule", "rule_id")


@declare("pricing.rule.changed", "{actor} {what} the price rule {name}", subject=RULE)
@dataclass(frozen=True, slots=True)
class RuleChanged:
    rule_id: UUID
    name: str
    what: str
    before: Mapping[str, object]
    after: Mapping[str, object]
    version: int


@declare("pricing.book.changed", "{actor} changed how price rules stand together")
@dataclass(frozen=True, slots=True)
class BookChanged:
    before: Mapping[str, object]
    after: Mapping[str, object]
    version: int


@declare("pricing.floor.changed", "{actor} {what} {count} floors under prices")
@dataclass(frozen=True, slots=True)
class FloorsChanged:
    what: str
    count: int
    before: Mapping[str, object]
    after: Mapping[str, object]


@declare("pricing.tax.changed", "{actor} changed the {sort} tax rate of {place}")
@dataclass(frozen=True, slots=True)
class TaxChanged:
    place: str
    sort: str
    before: Mapping[str, object]
    after: Mapping[str, object]


@declare("pricing.rates.kept", "The rates of {count} days up to {newest} are here", routine=True)
@dataclass(frozen=True, slots=True)
class RatesKept:
    newest: str
    count: int
    source: str


@declare("pricing.prices.asked", "{actor} had prices worked out anew", routine=True)
@dataclass(frozen=True, slots=True)
class RepriceAsked:
    why: str


@declare(
    "pricing.prices.proposed",
    "Rules propose {count} new prices: {why}",
    subject=("changes.set", "set_id"),
)
@dataclass(frozen=True, slots=True)
class PricesProposed:
    set_id: UUID
    count: int
    why: str
    rules: Sequence[str]
