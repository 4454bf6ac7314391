"""A price as one division of whole numbers, worked out once for all offers that are alike in all
but what they cost."""

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from hanse.base.currency import exponent
from hanse.base.faults import Finding, Severity
from hanse.base.money import Money, UnitCost
from hanse.rooms.pricing.model.endings import Grid, grid
from hanse.rooms.pricing.model.layers import (
    NOTHING,
    ONE,
    Base,
    Campaign,
    Of,
    share,
    share_of_price,
)
from hanse.rooms.pricing.model.places import Taxes
from hanse.rooms.pricing.model.rates import Board, no_rate, too_old
from hanse.rooms.pricing.model.rules import Offered, Stack

FINE = 10**6  # costs count in millionths; what is finer takes the long way


@dataclass(frozen=True, slots=True)
class World:
    """What holds for all quotes that are made together."""

    at: datetime
    board: Board
    taxes: Taxes

    @property
    def day(self) -> date:
        return self.at.date()


@dataclass(frozen=True, slots=True)
class Parts:
    """All that a rule adds and takes, as exact numbers; moneys in the currency of the cost."""

    shipping: Fraction
    fee: Fraction  # a share of the price
    fee_fixed: Fraction
    tax: Fraction  # a share of the price; none where it comes on top
    tax_rate: Fraction | None
    tax_included: bool
    on_cost: Fraction  # a markup as a share of the cost
    margin: Fraction  # a markup as a share of the price
    markup_fixed: Fraction
    rate: Fraction  # to the currency of the shop, with what changing costs
    plain_rate: Fraction
    voucher: Fraction  # a share of the price
    voucher_fixed: Fraction  # in the currency of the shop

    @property
    def shares(self) -> Fraction:
        return self.fee + self.tax + self.margin


@dataclass(frozen=True, slots=True)
class Formula:
    """The price before it is rounded is `(cost * a + b) / under` minor units, the cost in
    millionths."""

    parts: Parts
    a: int
    b: int
    under: int
    grid: Grid
    floor: int  # in minor units, of the rules
    floor_a: int  # over the cost: `cost * floor_a / floor_under`, rounded up
    floor_under: int
    ceiling: int | None
    campaign: Campaign | None  # that runs
    campaign_price: int | None
    kept: "Kept"


@dataclass(frozen=True, slots=True)
class Kept:
    """What stays of a price `p` for a cost in millionths, as a share of the price without tax:
    `top / under - (cost * by_cost + fixed) / (shared * p)`."""

    top: int
    under: int
    by_cost: int
    fixed: int
    shared: int


def kept_of(parts: Parts, scale: int) -> Kept:
    left = 1 - parts.tax
    share_left = 1 - parts.fee / left
    by_cost = parts.rate * scale / FINE / left
    fixed = (parts.shipping + parts.fee_fixed) * parts.rate * scale / left
    return Kept(
        *(share_left.numerator, share_left.denominator),
        by_cost.numerator * fixed.denominator,
        fixed.numerator * by_cost.denominator,
        by_cost.denominator * fixed.denominator,
    )


@dataclass(frozen=True, slots=True)
class Impossible:
    """Why no price can be worked out by these rules for such an offer."""

    findings: tuple[Finding, ...]


def cost_of(stack: Stack, offer: Offered) -> UnitCost | None:
    """What the price starts from."""
    layer = stack.layers.cost
    if layer is None:
        return None
    if layer.base is Base.list:
        return offer.list_price.exact if offer.list_price else None
    if layer.base is Base.supplier:
        return offer.supplier
    return offer.landed or (offer.supplier if layer.or_supplier else None)


def no_cost(stack: Stack, offer: Offered) -> Finding:
    layer = stack.layers.cost
    if layer is None:
        return Finding(
            Severity.error,
            "no_base",
            f"{stack.rule.name} does not say what a price starts from.",
            "Add the layer of the cost to it.",
            "cost",
        )
    words = {Base.landed: "landed cost", Base.supplier: "supplier's price", Base.list: "list price"}
    return Finding(
        Severity.error,
        "no_cost",
        f"{offer.title or 'This offer'} has no {words[layer.base]}.",
        "Enter it at the product, or import costs from a file.",
        "cost",
    )


def formula(
    stack: Stack, base: str, currency: str, market: str, tax_in: bool | None, world: World
) -> Formula | Impossible:
    """For all offers whose cost is in `base`, at shops of this currency and market."""
    findings: list[Finding] = []
    parts = parts_of(stack, base, currency, market, tax_in, world, findings)
    if parts.shares >= 1:
        findings.append(
            Finding(
                Severity.error,
                "shares",
                f"Fees, tax and margin together take {round(parts.shares * 100)} % of the price:"
                " no price is high enough.",
                "Lower one of them below that.",
                "markup",
            )
        )
    bounds = bounds_of(stack, base, currency, world, findings)
    if findings:
        return Impossible(tuple(findings))
    scale = 10 ** exponent(currency)
    upper = parts.rate / (1 - parts.shares) / (1 - parts.voucher) * scale
    a = (1 + parts.on_cost) * upper / FINE
    fixed = parts.shipping * (1 + parts.on_cost) + parts.fee_fixed + parts.markup_fixed
    b = fixed * upper + parts.voucher_fixed / (1 - parts.voucher) * scale
    under = a.denominator * b.denominator
    floor, over, ceiling, campaign, campaign_price = bounds
    floor_a = over * parts.plain_rate * scale / FINE
    return Formula(
        parts,
        *(a.numerator * b.denominator, b.numerator * a.denominator, under),
        grid(currency, stack.layers.rounding),
        *(floor, floor_a.numerator, floor_a.denominator),
        *(ceiling, campaign, campaign_price),
        kept_of(parts, scale),
    )


def parts_of(
    stack: Stack,
    base: str,
    currency: str,
    market: str,
    tax_in: bool | None,
    world: World,
    findings: list[Finding],
) -> Parts:
    layers, board = stack.layers, world.board

    def money(given: Money | None, into: str) -> Fraction:
        if given is None:
            return NOTHING
        found = board.factor(given.currency, into)
        if found is None:
            findings.append(no_rate(given.currency, into, world.day))
            return NOTHING
        return Fraction(given.amount) * found

    rate = rate_of(stack, base, currency, world, findings)
    surcharge = share(layers.exchange.surcharge_percent) if layers.exchange else NOTHING
    tax_rate, included = tax_of(stack, market, tax_in, world, findings)
    fees, markup, voucher = layers.fees, layers.markup, layers.voucher
    by_price = markup is not None and markup.of is Of.price
    percent = share(markup.percent) if markup else NOTHING
    return Parts(
        shipping=money(layers.shipping.money if layers.shipping else None, base),
        fee=share(fees.percent) if fees else NOTHING,
        fee_fixed=money(fees.fixed if fees else None, base),
        tax=share_of_price(tax_rate) if tax_rate and included else NOTHING,
        tax_rate=tax_rate,
        tax_included=included,
        on_cost=NOTHING if by_price else percent,
        margin=percent if by_price else NOTHING,
        markup_fixed=money(markup.fixed if markup else None, base),
        rate=rate * (1 + surcharge) if base != currency else rate,
        plain_rate=rate,
        voucher=share(voucher.percent) if voucher else NOTHING,
        voucher_fixed=money(voucher.fixed if voucher else None, currency),
    )


def rate_of(
    stack: Stack, base: str, currency: str, world: World, findings: list[Finding]
) -> Fraction:
    if base == currency:
        return ONE
    exchange = stack.layers.exchange
    if exchange is None:
        findings.append(
            Finding(
                Severity.error,
                "other_currency",
                f"The cost is in {base} and the shop sells in {currency}.",
                f"Add the layer of the exchange rate to {stack.rule.name}.",
                "exchange",
            )
        )
        return ONE
    rate, day = world.board.factor(base, currency), world.board.oldest(base, currency)
    if rate is None or day is None:
        findings.append(no_rate(base, currency, world.day))
        return ONE
    days = (world.day - day).days
    if days > exchange.days_max:
        findings.append(too_old(base, currency, day, days, exchange.days_max))
    return rate


def tax_of(
    stack: Stack, market: str, tax_in: bool | None, world: World, findings: list[Finding]
) -> tuple[Fraction | None, bool]:
    """The rate, and whether it is within the price."""
    layer = stack.layers.tax
    if layer is None:
        return None, False
    included = layer.included if layer.included is not None else tax_in
    found = world.taxes.find(market, world.day, layer.sort)
    if included is None:
        included = found.included if found else True
    if layer.percent is not None:
        return share(layer.percent), included
    if found is None:
        place = market or "a shop whose country is not known"
        findings.append(
            Finding(
                Severity.error,
                "no_tax",
                f"No {layer.sort} tax rate is known for {place} on {world.day}.",
                "Enter the rate in the rule, or add it to the tax table.",
                "tax",
            )
        )
        return None, included
    return share(found.percent), included


def bounds_of(
    stack: Stack, base: str, currency: str, world: World, findings: list[Finding]
) -> tuple[int, Fraction, int | None, Campaign | None, int | None]:
    """The rules' own floor and ceiling in minor units, and the campaign that runs."""

    def minor(given: Money) -> int:
        found = world.board.minor(given, currency)
        if found is None:
            findings.append(no_rate(given.currency, currency, world.day))
        return found or 0

    floors = [each.layers.floor for each in stack.floors]
    fixed = [minor(each.money) for each in floors if each and each.money]
    over = [
        1 + share(each.over_cost_percent)
        for each in floors
        if each and each.over_cost_percent is not None
    ]
    ceilings = [
        minor(each.layers.ceiling.money)
        for each in stack.ceilings
        if each.layers.ceiling and each.layers.ceiling.money
    ]
    campaign = stack.layers.campaign
    running = campaign if campaign and campaign.runs(world.at) else None
    price = minor(running.price) if running and running.price else None
    return (
        max(fixed, default=0),
        max(over, default=NOTHING),
        min(ceilings, default=None),
        running,
        price,
    )
