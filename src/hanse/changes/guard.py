"""The invariants at the gate, for everybody alike: nobody's name is asked for here.

It runs when changes come to the gate, and again in the transaction that writes the intent. What it
compares with does not move while many small changes go by, so no number of small ones, in whatever
order or groups, does what one large one may not.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from hanse.base.faults import Finding, Severity
from hanse.base.money import Money, total
from hanse.changes.model.changes import Change
from hanse.changes.model.kinds import THERE, Gauge, Kind
from hanse.changes.model.limits import (
    Limits,
    OfferFacts,
    Release,
    ShopFacts,
    Trip,
    Verdict,
    limit_in,
    mark,
)
from hanse.trade.drafts import variants_of
from hanse.trade.fields import Value, shown

PAID = "price"  # what a buyer pays, whatever other prices a platform keeps
MAY_BE_EMPTY = frozenset({"sale_price"})  # without it, the regular price is paid
VARIANTS_NAMED = 3  # of those that go beyond the same limit


def judge(
    changes: Sequence[Change],
    kinds: Mapping[str, Kind],
    facts: Mapping[UUID, OfferFacts],
    shops: Mapping[UUID, ShopFacts],
    spent: Mapping[str, Money],
    limits: Limits,
    releases: Iterable[Release] = (),
) -> Verdict:
    """What of these goes beyond a limit. `facts` are by change, `shops` by account, `spent` by
    currency, of the last 24 hours and of what is on its way."""
    found = [
        *(trip for each in changes for trip in of_fields(each, kinds, facts[each.id], limits)),
        *of_shops(changes, kinds, shops, limits),
        *of_spending(changes, kinds, spent, limits),
    ]
    let = {(each.change_id, each.mark, each.code) for each in releases}
    stopped: list[Trip] = []
    through: list[Trip] = []
    for each in found:
        released = (each.change_id, each.mark, each.finding.code) in let
        (through if released else stopped).append(each)
    return Verdict(tuple(stopped), tuple(through))


def trip(change: Change, field: str, code: str, sentence: str, step: str) -> Trip:
    said = f"{change.thing.title}: {sentence}" if change.thing.title else sentence
    return Trip(change.id, mark(change), Finding(Severity.error, code, said, step, field))


# One change by itself


def of_fields(
    change: Change, kinds: Mapping[str, Kind], facts: OfferFacts, limits: Limits
) -> Iterator[Trip]:
    kind = kinds[change.kind]
    for name, value in sorted(change.after.items()):
        gauge = kind.gauge(name)
        if gauge is Gauge.variants:
            yield from of_variants(change, name, value, kind, facts, limits)
        else:
            yield from of_value(change, name, value, gauge, facts, limits)


def of_value(
    change: Change, name: str, value: Value, gauge: Gauge | None, facts: OfferFacts, limits: Limits
) -> Iterator[Trip]:
    if gauge is None and has_money(value):
        yield ungauged(change, name)
    if gauge is Gauge.price:
        yield from of_price(change, name, value, facts, limits)


def ungauged(change: Change, name: str) -> Trip:
    return trip(
        change,
        name,
        "ungauged",
        f"{name} is money that no limit knows.",
        "Leave this field out; it is a fault of the program if it belongs here.",
    )


def of_variants(
    change: Change, name: str, value: Value, kind: Kind, facts: OfferFacts, limits: Limits
) -> Iterator[Trip]:
    """Each is judged as if it were sold by itself. What goes beyond one limit is one trip, for a
    release of it lets all of them through."""
    variants = variants_of(value)
    if variants is None:
        if has_money(value):
            yield ungauged(change, name)
        return
    found: dict[str, list[Finding]] = {}
    for each in variants:
        one = replace(change, thing=replace(change.thing, title=shown(each.called)))
        known = facts.inside.get(each.choices, facts)
        for field, told in sorted(each.fields.items()):
            for tripped in of_value(one, field, told, kind.gauge(field), known, limits):
                found.setdefault(tripped.finding.code, []).append(tripped.finding)
    for code, said in sorted(found.items()):
        named = " ".join(each.sentence for each in said[:VARIANTS_NAMED])
        more = len(said) - VARIANTS_NAMED
        sentence = f"{named} And {more} more." if more > 0 else named
        yield trip(change, name, code, sentence, said[0].next_step)


def has_money(value: Value) -> bool:
    return any(map(has_money, value)) if isinstance(value, tuple) else isinstance(value, Money)


def of_price(
    change: Change, name: str, value: Value, facts: OfferFacts, limits: Limits
) -> Iterator[Trip]:
    if value is None and name in MAY_BE_EMPTY:
        yield from of_sale_end(change, name, facts, limits)
        return
    if not isinstance(value, Money) or value.minor <= 0:
        yield trip(
            change,
            name,
            "no_price",
            f"{value if isinstance(value, Money) else 'Nothing'} is no price.",
            "Enter a price above 0, or hide the product.",
        )
        return
    floor, cost = facts.floor, facts.cost
    known = [each for each in (floor and floor.price, cost) if each]
    references = list(references_of(change, name, facts))
    for currency in sorted({each.currency for each in [*known, *references]} - {value.currency}):
        yield trip(
            change,
            name,
            "other_currency",
            f"Price {value} cannot be compared with what is known in {currency}.",
            f"Give floor and cost in {value.currency}, or the price in {currency}.",
        )
    if floor and floor.price.currency == value.currency and value < floor.price:
        yield trip(
            change,
            name,
            "below_floor",
            f"Price {value} is below the floor {floor.price} {floor.since}.".replace(" .", "."),
            "Raise the price or change the floor.",
        )
    comparable = cost and not limits.below_cost and cost.currency == value.currency
    if cost and comparable and value.amount < cost.value:
        yield trip(
            change,
            name,
            "below_cost",
            f"Price {value} is below the cost of {cost}.",
            "Raise the price, or allow sales below cost.",
        )
    yield from of_steps(change, name, value, references, limits)


def of_sale_end(change: Change, name: str, facts: OfferFacts, limits: Limits) -> Iterator[Trip]:
    """From then on the regular price is paid."""
    regular = change.after.get("regular", facts.now.get("regular"))
    if isinstance(regular, Money):
        references = list(references_of(change, PAID, facts))
        yield from of_steps(change, name, regular, references, limits)


def references_of(change: Change, name: str, facts: OfferFacts) -> Iterator[Money]:
    """What it is now, what it was 24 hours ago, and what a person approved last. Where there was no
    sale, it is what a buyer paid then."""
    for fields in ({**facts.now, **change.before}, facts.day_ago, facts.approved):
        value = fields.get(name)
        if not isinstance(value, Money) and name in MAY_BE_EMPTY:
            value = fields.get(PAID)
        if isinstance(value, Money):
            yield value


def of_steps(
    change: Change, name: str, value: Money, references: Sequence[Money], limits: Limits
) -> Iterator[Trip]:
    """At most one of each sort, against the reference that is furthest off."""
    alike = [each for each in references if each.currency == value.currency]
    if not alike:
        return
    far = (
        alike[0]
        if len(set(alike)) == 1
        else max(alike, key=lambda each: percent_between(each, value))
    )
    if percent_between(far, value) > Fraction(limits.step_percent_max):
        yield trip(
            change,
            name,
            "step_percent",
            f"From {far} to {value} is a step of more than {limits.step_percent_max:f} %.",
            "Make the step smaller, or have somebody release it by name.",
        )
    most = limit_in(limits.step_money_max, value.currency)
    if most is None:
        return
    farthest = max(alike, key=lambda each: abs(value.minor - each.minor))
    if most < abs(value - farthest):
        yield trip(
            change,
            name,
            "step_money",
            f"From {farthest} to {value} is a step of more than {most}.",
            "Make the step smaller, or have somebody release it by name.",
        )


def percent_between(reference: Money, value: Money) -> Fraction:
    """Of the reference; from nothing, every step is a large one."""
    return Fraction(100 * abs(value.minor - reference.minor), max(reference.minor, 1))


# What many do together


def of_shops(
    changes: Sequence[Change],
    kinds: Mapping[str, Kind],
    shops: Mapping[UUID, ShopFacts],
    limits: Limits,
) -> Iterator[Trip]:
    by_shop: dict[UUID, list[Change]] = {}
    for each in changes:
        by_shop.setdefault(each.account_id, []).append(each)
    for account_id, here in by_shop.items():
        zeroing = [(each, name) for each in here for name in taken(each, kinds, Gauge.quantity)]
        ending = [(each, name) for each in here for name in taken(each, kinds, Gauge.listing)]
        if zeroing:
            shop = shops[account_id]
            count = len(shop.zeroed | {each.thing.ours for each, _ in zeroing})
            if count > allowed(shop.stocked, limits.zeroed_percent_max, limits.few):
                yield from collapse(zeroing, "stock_collapse", count, shop.stocked, shop.name)
        if ending:
            shop = shops[account_id]
            count = len(shop.ended | {each.thing.ours for each, _ in ending})
            if count > allowed(shop.listed, limits.ended_percent_max, limits.few):
                yield from collapse(ending, "count_collapse", count, shop.listed, shop.name)


def taken(change: Change, kinds: Mapping[str, Kind], gauge: Gauge) -> Sequence[str]:
    """The fields by which it takes something out of the shop. What is made takes nothing."""
    kind = kinds[change.kind]
    return [
        name
        for name, value in change.after.items()
        if kind.gauge(name) is gauge and not kind.creates
        if THERE[gauge](change.before.get(name)) and not THERE[gauge](value)
    ]


def allowed(of: int, percent: Decimal, few: int) -> int:
    return max(few, int(of * Fraction(percent) / 100))


CODES = {
    "stock_collapse": ("would be sold out", "Look whether the stock is right"),
    "count_collapse": ("would be taken from buyers' sight", "Look whether they shall all go"),
}


def collapse(
    taking: Iterable[tuple[Change, str]], code: str, count: int, of: int, shop: str
) -> Iterator[Trip]:
    said, look = CODES[code]
    for change, name in taking:
        yield trip(
            change,
            name,
            code,
            f"With this, {count} of the {of} products of {shop} {said} within a day.",
            f"{look}, then have somebody release it by name.",
        )


def of_spending(
    changes: Sequence[Change], kinds: Mapping[str, Kind], spent: Mapping[str, Money], limits: Limits
) -> Iterator[Trip]:
    spending = [
        (each, name, value)
        for each in changes
        for name, value in sorted(each.after.items())
        if kinds[each.kind].gauge(name) is Gauge.spend
    ]
    for change, name, value in spending:
        if not isinstance(value, Money) or value.minor <= 0:
            yield trip(
                change,
                name,
                "no_amount",
                f"{value if isinstance(value, Money) else 'Nothing'} is no amount to spend.",
                "Enter an amount above 0.",
            )
    moneys = [each for each in spending if isinstance(each[2], Money) and each[2].minor > 0]
    for currency in sorted({value.currency for _, _, value in moneys if isinstance(value, Money)}):
        of_it = [(c, n, v) for c, n, v in moneys if isinstance(v, Money) and v.currency == currency]
        all_of_it = total(currency, [spent.get(currency, Money(currency, 0))]) + total(
            currency, [value for _, _, value in of_it]
        )
        most = limit_in(limits.spend_day_max, currency)
        if most is None or most < all_of_it:
            until = "no limit is set" if most is None else f"at most {most} may be"
            for change, name, _ in of_it:
                yield trip(
                    change,
                    name,
                    "spend",
                    f"With this, {all_of_it} would be spent within a day, and {until}.",
                    "Spend less, set another limit, or have somebody release it by name.",
                )
