"""The shop's tax beside ours: which rate it took, and where both differ."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from hanse.base.faults import Finding, Severity
from hanse.base.money import Money
from hanse.rooms.pricing.model.places import Taxes, TaxRate, on_top, tax

ITS_SHOP = "the shop"
EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Taxed:
    """A line as the shop taxed it: `net` without tax. `sort` is empty where nobody said what sort
    of goods it is."""

    key: str
    title: str
    net: Money
    tax: Money
    sort: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    key: str
    theirs: Money
    ours: Money
    rate: TaxRate
    finding: Finding
    title: str = ""

    @property
    def told(self) -> Mapping[str, str]:
        """What the finding names, for whoever says it in another language."""
        return {
            "title": self.title or self.key,
            "theirs": str(self.theirs),
            "ours": str(self.ours),
            "percent": f"{self.rate.percent.normalize():f}",
            "sort": self.rate.sort,
            "place": self.rate.place,
            "source": self.rate.source,
        }


def rates_at(known: Taxes, place: str, day: date) -> list[TaxRate]:
    """All that hold there on that day, those of the region before those of its country."""
    found: dict[str, TaxRate] = {}
    for where in dict.fromkeys([place, place.partition("-")[0]]):
        for at, sort in known.rates:
            if at == where and (rate := known.find(at, day, sort)):
                found.setdefault(sort, rate)
    return sorted(found.values(), key=lambda each: (each.sort != "standard", -each.percent))


def rate_of(known: Taxes, place: str, day: date, net: Money, tax_taken: Money) -> TaxRate:
    """The rate that explains what the shop took; its own, worked out of both amounts, if none
    does."""
    if not tax_taken.minor:
        return TaxRate(place, "none", Decimal(0), EPOCH, None, False, "")
    for rate in rates_at(known, place, day):
        if explains(rate, net, tax_taken):
            return rate
    percent = Decimal(100) * tax_taken.minor / net.minor if net.minor else Decimal(0)
    return TaxRate(place, "shop", percent.quantize(Decimal("0.01")), EPOCH, None, False, ITS_SHOP)


def explains(rate: TaxRate, net: Money, taken: Money) -> bool:
    """To one minor unit, for prices with tax in them are rounded twice."""
    return abs((on_top(net, rate) - taken).minor) <= 1


def differences(
    known: Taxes, place: str, day: date, lines: Sequence[Taxed]
) -> list[Difference | Finding]:
    """Line by line where the shop took other tax than the table says, with both numbers and where
    the rate is written. A finding alone says that nothing is known of that place."""
    found: list[Difference | Finding] = []
    for line in lines:
        rate = tax(known, place, day, line.sort or "standard")
        if isinstance(rate, Finding):
            return [rate]
        likely = [rate] if line.sort else [rate, *rates_at(known, place, day)]
        if any(explains(each, line.net, line.tax) for each in likely):
            continue
        ours = on_top(line.net, rate)
        finding = Finding(
            Severity.warning,
            "tax_differs",
            f"The shop took {line.tax} of tax on {line.title or line.key}; by the table it is "
            f"{ours}: {rate.percent.normalize():f} % {rate.sort} in {rate.place} ({rate.source}).",
            "Look at the tax settings of the shop, or write a rate of your own into the table.",
            line.key,
        )
        found.append(Difference(line.key, line.tax, ours, rate, finding, line.title))
    return found
