"""What a rule must be before it is kept; every fault with its field and what to do."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from hanse.base.faults import Finding, Rejected, Severity
from hanse.base.money import Money
from hanse.rooms.pricing.model.layers import Layers, Of
from hanse.rooms.pricing.model.rules import Band, Rule

RULES_MAX = 200
NAME_CHARS_MAX = 100
VALUES_MAX = 500  # of one condition
PERCENT_MAX = Decimal(10_000)
SPREAD_MAX = Decimal(20)
DAYS_MAX = 60
STEP_MAX = Decimal(10_000_000)


@dataclass(frozen=True, slots=True)
class Wrong:
    field: str
    sentence: str
    step: str


def check(rule: Rule) -> None:
    """`Rejected`, with every reason, if this is no rule."""
    found = [*of_name(rule), *of_conditions(rule), *of_layers(rule.layers), *of_chance(rule)]
    if found:
        raise Rejected(
            f"The rule {rule.name or 'without a name'} cannot be kept.",
            [
                Finding(Severity.error, "rule", each.sentence, each.step, each.field)
                for each in found
            ],
        )


def of_name(rule: Rule) -> Iterator[Wrong]:
    if not 0 < len(rule.name) <= NAME_CHARS_MAX:
        sentence = f"A rule has a name of 1 to {NAME_CHARS_MAX} characters."
        yield Wrong("name", sentence, "Say what it is for.")


def of_conditions(rule: Rule) -> Iterator[Wrong]:
    given = rule.conditions
    for name in ("accounts", "markets", "categories", "brands", "tags"):
        if len(getattr(given, name)) > VALUES_MAX:
            yield Wrong(name, f"At most {VALUES_MAX} {name} fit in one rule.", "Make two of it.")
    band = given.cost
    if band and band.least is not None and band.below is not None and band.least >= band.below:
        sentence = f"No cost is from {band.least} and below {band.below}."
        yield Wrong("cost_band", sentence, "Exchange the two ends.")


def of_layers(layers: Layers) -> Iterator[Wrong]:
    for name, value, least, most in percents(layers):
        if not value.is_finite() or not least <= value <= most:
            yield Wrong(name, f"{value} % is none: {least} to {most} are.", "Enter another.")
    for name, money in moneys(layers):
        if money.minor < 0 or (name in ("floor", "ceiling", "campaign") and money.minor == 0):
            yield Wrong(name, f"{money} is none.", "Enter an amount above nothing.")
    ending = layers.rounding
    if ending and not 0 < ending.step <= STEP_MAX:
        yield Wrong("rounding", f"{ending.step} is no step.", f"Enter one up to {STEP_MAX}.")
    elif ending and not 0 <= ending.less < ending.step:
        sentence = f"{ending.less} cannot be taken off steps of {ending.step}."
        yield Wrong("rounding", sentence, "Take less than one step.")
    if layers.exchange and not 0 <= layers.exchange.days_max <= DAYS_MAX:
        sentence = f"Rates may be 0 to {DAYS_MAX} days old."
        yield Wrong("exchange", sentence, "Seven covers every holiday.")
    campaign = layers.campaign
    if campaign:
        if campaign.starts_at >= campaign.ends_at:
            yield Wrong("campaign", "The campaign ends before it begins.", "Exchange the days.")
        if (campaign.percent_off is None) is (campaign.price is None):
            sentence = "A campaign is so much off, or a price: one of the two."
            yield Wrong("campaign", sentence, "Leave the other empty.")
    if layers == Layers():
        yield Wrong("layers", "The rule has no layer, so it does nothing.", "Add one.")


def percents(layers: Layers) -> Iterator[tuple[str, Decimal, Decimal, Decimal]]:
    """Each percentage with what it may be."""
    below = Decimal("99.99")
    if layers.fees:
        yield "fees", layers.fees.percent, Decimal(0), below
    if layers.tax and layers.tax.percent is not None:
        yield "tax", layers.tax.percent, Decimal(0), PERCENT_MAX
    if layers.markup:
        of_price = layers.markup.of is Of.price
        yield "markup", layers.markup.percent, below * -1, below if of_price else PERCENT_MAX
    if layers.exchange:
        yield "exchange", layers.exchange.surcharge_percent, Decimal(0), Decimal(100)
    if layers.voucher:
        yield "voucher", layers.voucher.percent, Decimal(0), below
    if layers.floor and layers.floor.over_cost_percent is not None:
        yield "floor", layers.floor.over_cost_percent, below * -1, PERCENT_MAX
    if layers.campaign and layers.campaign.percent_off is not None:
        yield "campaign", layers.campaign.percent_off, Decimal(0), below


def moneys(layers: Layers) -> Iterator[tuple[str, Money]]:
    for name, money in (
        ("shipping", layers.shipping and layers.shipping.money),
        ("fees", layers.fees and layers.fees.fixed),
        ("voucher", layers.voucher and layers.voucher.fixed),
        ("floor", layers.floor and layers.floor.money),
        ("ceiling", layers.ceiling and layers.ceiling.money),
        ("campaign", layers.campaign and layers.campaign.price),
    ):
        if money:
            yield name, money


def of_chance(rule: Rule) -> Iterator[Wrong]:
    if not 0 <= rule.spread_percent <= SPREAD_MAX:
        sentence = f"Chance moves a price by 0 to {SPREAD_MAX} %, not {rule.spread_percent}."
        yield Wrong("spread_percent", sentence, "Enter less.")
    yield from of_band(rule.band)


def of_band(band: Band | None) -> Iterator[Wrong]:
    if band and band.percent is not None and not 0 <= band.percent <= 100:
        yield Wrong("band", f"{band.percent} % is no band.", "Enter 0 to 100.")
    if band and band.money is not None and band.money.minor < 0:
        yield Wrong("band", f"{band.money} is no band.", "Enter an amount above nothing.")
