"""Why a price is what it is: every layer with what it adds, exactly, in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from hanse.base.currency import display_decimals, exponent
from hanse.base.faults import Finding
from hanse.base.money import Money, UnitCost, plain
from hanse.rooms.pricing.model.endings import rounded, words, written
from hanse.rooms.pricing.model.formulas import Formula
from hanse.rooms.pricing.model.layers import Base, Of, solved
from hanse.rooms.pricing.model.quotes import (
    Bounds,
    Desk,
    Edge,
    Priced,
    bounds_of,
    margin,
    raw,
    reduced,
)
from hanse.rooms.pricing.model.rates import shown
from hanse.rooms.pricing.model.rules import Offered, Rule, Stack


@dataclass(frozen=True, slots=True)
class Line:
    """One layer: what stood before it and after it, exactly, in the currency of that moment."""

    layer: str
    currency: str
    before: Fraction
    after: Fraction
    words: str
    rule: str  # the name of the one that it is of
    told: Mapping[str, str] = field(default_factory=dict)  # what the words are made of

    @property
    def amount(self) -> Fraction:
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class Quote:
    """What an offer should cost, and why; `price` is None where the findings say why not."""

    offer: Offered
    price: Money | None
    lines: tuple[Line, ...]
    findings: tuple[Finding, ...]
    rule: str = ""  # the versions of the rules that made it
    rules: tuple[str, ...] = ()
    edge: Edge | None = None
    margin: int | None = None  # in hundredths of a per cent
    draw: Decimal | None = None


FINER = 2  # digits beyond those of the currency, of what is not rounded yet
BASES = {Base.landed: "landed", Base.supplier: "from the supplier", Base.list: "list price"}
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def explained(desk: Desk, offer: Offered, since: datetime | None = None) -> Quote:
    return quote_of(desk, desk.price(offer), since)


def quote_of(desk: Desk, priced: Priced, since: datetime | None = None) -> Quote:
    stack, found, cost = priced.stack, priced.formula, priced.cost
    if stack is None or found is None or cost is None:
        return Quote(
            *(priced.offer, None, (), priced.findings, stack.mark if stack else ""),
            tuple(each.name for each in stack.rules) if stack else (),
        )
    told = Telling(desk, priced, stack, found, cost)
    lines = tuple(told.lines(since))
    return Quote(
        priced.offer,
        priced.price,
        lines,
        priced.findings,
        stack.mark,
        tuple(dict.fromkeys(each.rule for each in lines)),
        priced.edge,
        margin(found, cost, priced.price) if priced.price else None,
        priced.draw,
    )


@dataclass(slots=True)
class Telling:
    """Walks through the layers in their order and keeps what stands so far."""

    desk: Desk
    priced: Priced
    stack: Stack
    formula: Formula
    cost: UnitCost
    at: Fraction = Fraction(0)

    def lines(self, since: datetime | None) -> Iterator[Line]:
        yield from self.in_cost_currency(since)
        yield from self.in_shop_currency()

    def line(
        self,
        layer: str,
        currency: str,
        after: Fraction,
        said: str,
        told: Mapping[str, object],
        of: Rule | None = None,
    ) -> Line:
        """`told`: what is in the words; nothing that is None."""
        rule = of or self.stack.of.get(layer, self.stack.rule)
        parts = {name: str(each) for name, each in told.items() if each is not None}
        made = Line(layer, currency, self.at, after, said, rule.name, parts)
        self.at = after
        return made

    def in_cost_currency(self, since: datetime | None) -> Iterator[Line]:
        layers, parts, base = self.stack.layers, self.formula.parts, self.cost.currency
        assert layers.cost is not None, "a price starts from something"
        kind = layers.cost.base
        if kind is Base.landed and self.priced.offer.landed is None:
            kind = Base.supplier
        dated = f", since {day(since)}" if since else ""
        cost = Fraction(self.cost.value)
        said = f"Cost {self.cost} ({BASES[kind]}{dated})"
        at = since.date() if since else None
        yield self.line(
            "cost", base, cost, said, {"cost": self.cost, "base": kind.value, "since": at}
        )
        if layers.shipping:
            after = cost + parts.shipping
            sent = layers.shipping.money
            yield self.line("shipping", base, after, f"plus shipping {sent}", {"sum": sent})
        price = solved(
            (cost + parts.shipping) * (1 + parts.on_cost) + parts.fee_fixed + parts.markup_fixed,
            parts.shares,
        )
        if layers.fees:
            fixed = f" and {layers.fees.fixed} a sale" if layers.fees.fixed else ""
            after = self.at + price * parts.fee + parts.fee_fixed
            said = f"plus fees, {percent(layers.fees.percent)} of the price{fixed}"
            told = {"percent": layers.fees.percent, "sum": layers.fees.fixed}
            yield self.line("fees", base, after, said, told)
        if layers.tax and parts.tax_rate is not None:
            exact = Decimal(parts.tax_rate.numerator) / parts.tax_rate.denominator * 100
            rate, within = percent(exact), parts.tax_included
            said = (
                f"plus tax {rate}, within the price"
                if within
                else f"tax {rate} comes on top at checkout"
            )
            after, how = self.at + price * parts.tax, "within" if within else "on_top"
            yield self.line("tax", base, after, said, {"percent": figure(exact), "how": how})
        if layers.markup:
            of = "the price" if layers.markup.of is Of.price else "cost and shipping"
            fixed = f" and {layers.markup.fixed}" if layers.markup.fixed else ""
            said = f"plus markup, {percent(layers.markup.percent)} of {of}{fixed}"
            added = (cost + parts.shipping) * parts.on_cost + parts.markup_fixed
            after, given = self.at + price * parts.margin + added, layers.markup
            parts_told = {"percent": given.percent, "sum": given.fixed, "of": given.of.value}
            yield self.line("markup", base, after, said, parts_told)

    def in_shop_currency(self) -> Iterator[Line]:
        layers, parts = self.stack.layers, self.formula.parts
        base, shop = self.cost.currency, self.priced.offer.currency
        if base != shop and layers.exchange:
            board = self.desk.world.board
            fee = layers.exchange.surcharge_percent
            more = f", and {percent(fee)} for changing" if fee else ""
            of, rate = board.oldest(base, shop), shown(parts.plain_rate)
            said = f"{base} 1 is {shop} {rate} on {day(of)}{more}"
            told = {"from": base, "to": shop, "rate": rate, "on": of, "percent": fee or None}
            yield self.line("exchange", shop, self.at * parts.rate, said, told)
        if layers.voucher:
            after = (self.at + parts.voucher_fixed) / (1 - parts.voucher)
            off = [percent(layers.voucher.percent)] if layers.voucher.percent else []
            off += [str(layers.voucher.fixed)] if layers.voucher.fixed else []
            said = f"raised so that a voucher of {' and '.join(off)} leaves this"
            taken = {"percent": layers.voucher.percent or None, "sum": layers.voucher.fixed}
            yield self.line("voucher", shop, after, said, taken)
        if self.priced.draw:
            after = self.at * (1 + Fraction(self.priced.draw))
            said = f"moved by {percent(self.priced.draw * 100, sign=True)}, drawn by chance"
            yield self.line("draw", shop, after, said, {"percent": figure(self.priced.draw * 100)})
        scale = 10 ** exponent(shop)
        minor = rounded(*raw(self.formula, self.cost, self.priced.draw), self.formula.grid)
        ending = layers.rounding
        how: dict[str, object] = {"how": "whole"}
        if ending is None:
            said = "rounded to whole units"
        elif self.formula.grid.exact:
            said = f"rounded {words(ending)}"
            less = written(ending.less) if ending.less else None
            how = {"how": ending.way.value, "step": written(ending.step), "less": less}
        else:
            coarse = Money(shop, self.formula.grid.step)
            said = f"rounded to {coarse}, for {shop} has no smaller"
            how = {"how": "coarse", "sum": coarse}
        yield self.line("rounding", shop, Fraction(minor, scale), said, how)
        bounds = bounds_of(self.stack, self.priced.offer, self.cost, self.formula, self.desk.world)
        if isinstance(bounds, Bounds):
            yield from self.bounded(minor, bounds, shop, scale)

    def bounded(self, minor: int, bounds: Bounds, shop: str, scale: int) -> Iterator[Line]:
        clamped, edge = bounds.clamped(minor)
        if edge:
            yield self.edged(edge, Fraction(clamped, scale), bounds, shop)
        campaign = self.formula.campaign
        if campaign is None:
            return
        less = reduced(self.formula, clamped)
        off = percent(campaign.percent_off) + " off" if campaign.percent_off else "a price of"
        given = f" {campaign.price}" if campaign.price else ""
        said = f"{off}{given} until {day(campaign.ends_at)}"
        until = str(campaign.ends_at)[:10]
        told = {"percent": campaign.percent_off, "sum": campaign.price, "until": until}
        yield self.line("campaign", shop, Fraction(less, scale), said, told)
        final, edge = bounds.clamped(less)
        if edge:
            yield self.edged(edge, Fraction(final, scale), bounds, shop)

    def edged(self, edge: Edge, after: Fraction, bounds: Bounds, shop: str) -> Line:
        board = self.desk.world.board
        if edge is Edge.ceiling:
            rules = [
                each
                for each in self.stack.ceilings
                if (layer := each.layers.ceiling) and layer.money
                if board.minor(layer.money, shop) == bounds.ceiling
            ]
            most = Money(shop, bounds.ceiling or 0)
            said = f"not above {most}"
            return self.line("ceiling", shop, after, said, {"sum": most}, next(iter(rules), None))
        rules = [
            each
            for each in self.stack.floors
            if (given := each.layers.floor) and given.money
            if board.minor(given.money, shop) == bounds.floor
        ]
        least = Money(shop, bounds.floor)
        said, told = f"not below {least}", dict[str, object](sum=least)
        for each in self.priced.offer.floors if not rules else ():
            if board.minor(each.price, shop) == bounds.floor:
                said += f", set on {day(each.since)} by {each.by}"
                told |= {"since": str(each.since)[:10], "by": each.by}
        return self.line("floor", shop, after, said, told, next(iter(rules), None))


def day(at: object) -> str:
    """`3 May 2026`."""
    year, month, number = str(at)[:10].split("-")
    return f"{int(number)} {MONTHS[int(month) - 1]} {year}"


def percent(value: Decimal, *, sign: bool = False) -> str:
    return f"{'+' if sign and value > 0 else ''}{figure(value)} %"


def figure(value: Decimal) -> str:
    return f"{round(value, 4).normalize():f}"


def digits(value: Fraction, currency: str) -> str:
    """Exactly, or to some digits more than the currency is written with."""
    places = display_decimals(currency) + FINER
    return plain(Decimal(round(value * 10**places)).scaleb(-places))
