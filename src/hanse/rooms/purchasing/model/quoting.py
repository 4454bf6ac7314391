"""What an order at a supplier will cost, and whether a person has to look at it first."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from hanse.base.currency import exponent
from hanse.base.money import Money
from hanse.rooms.purchasing.model.wishes import Wanted
from hanse.trade.supply import Freight, Item, Supply, SupplyVariant

QUOTE_GOOD_FOR = timedelta(minutes=30)  # older than that it is asked for anew before it is placed
LINES_MAX = 100


@dataclass(frozen=True, slots=True)
class NeedLine:
    """Pieces of a buyer's order; `sale` is what the buyer pays for them, without tax."""

    order_line_id: UUID
    variant_id: UUID
    offer_id: UUID
    quantity: int
    sale: Money | None = None


@dataclass(frozen=True, slots=True)
class Need:
    """What has to be bought for an order. `ship_to` names whom it goes to and says nothing of
    them; `ship_to_mark` is the mark of that address."""

    order_id: UUID
    order_number: str
    country: str
    region: str
    postcode: str
    ship_to: str
    ship_to_mark: str
    lines: tuple[NeedLine, ...]
    wishes: Mapping[str, bool] | None = None  # of this order alone


class Code(StrEnum):
    """Why a person is asked, or why it did not go."""

    no_way = "no_way"  # nothing travels there
    off_sale = "off_sale"
    no_stock = "no_stock"
    above = "above"  # more than was expected
    margin = "margin"  # less remains than should
    no_price = "no_price"
    currency = "currency"  # no rate between what is paid and what is got
    wish_unproven = "wish_unproven"
    wish_none = "wish_none"
    no_balance = "no_balance"
    address = "address"
    refused = "refused"
    withdrawn = "withdrawn"
    unsure = "unsure"
    paid_above = "paid_above"  # the supplier shows more than was quoted
    unpaid = "unpaid"
    late = "late"  # past what was promised with the quote
    unscanned = "unscanned"  # said to be delivered, and nobody has seen it on its way
    nameless = "nameless"  # it is there, and we do not know under which number of theirs
    unknown_word = "unknown_word"
    elsewhere = "elsewhere"  # another supplier is asked instead
    not_ended = "not_ended"  # we asked the supplier to end it, and it does not
    other_goods = "other_goods"  # what stands there is not what was ordered


# A person may say yes to these; the others must become otherwise first.
AGREEABLE = frozenset({Code.above, Code.margin, Code.currency, Code.wish_unproven, Code.wish_none})


@dataclass(frozen=True, slots=True)
class Said:
    """A code and the facts that its sentence names; nothing personal."""

    code: Code
    facts: Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a purchase with its offer as the supplier knows it."""

    id: UUID
    order_line_id: UUID
    offer_id: UUID
    title: str
    quantity: int
    product_remote_id: str
    variant_remote_id: str
    expected_minor: int | None  # of one piece


@dataclass(frozen=True, slots=True)
class Terms:
    """Of the supplier, in per cent."""

    above_percent: Decimal
    margin_percent: Decimal


@dataclass(frozen=True, slots=True)
class Exchange:
    """Units of the supplier's money for one of the sale's, and of which day."""

    rate: Decimal
    on: date


@dataclass(frozen=True, slots=True)
class Quote:
    """In the supplier's money. `keys` are those that its lines are ordered by."""

    freight: Freight | None
    prices: Mapping[UUID, int]  # of one piece, by line
    items: tuple[Item, ...]
    currency: str | None
    goods_minor: int
    freight_minor: int
    discount_minor: int
    expected_minor: int | None
    sale_minor: int | None
    exchange: Exchange | None
    arrives_by: datetime | None
    said: tuple[Said, ...]

    @property
    def total_minor(self) -> int:
        return self.goods_minor + self.freight_minor - self.discount_minor

    @property
    def asks(self) -> bool:
        return bool(self.said)


def variants(supplies: Iterable[Supply]) -> Mapping[tuple[str, str], tuple[Supply, SupplyVariant]]:
    return {
        (each.remote_id, variant.variant_id): (each, variant)
        for each in supplies
        for variant in each.variants
    }


def piece_price(variant: SupplyVariant, quantity: int) -> Money | None:
    """Of one, where so many are taken."""
    reached = [each for each in variant.breaks if each.quantity <= quantity]
    best = max(reached, key=lambda each: each.quantity, default=None)
    return best.price if best else variant.price


def in_stock(variant: SupplyVariant, country: str) -> int | None:
    """How many it says lie there; None where it does not tell."""
    there = [each.quantity for each in variant.stock if not country or each.country == country]
    told = [each for each in there if each is not None]
    return sum(told) if told else (0 if variant.stock and not there else None)


def items_of(
    lines: Sequence[Line], known: Mapping[tuple[str, str], tuple[Supply, SupplyVariant]]
) -> tuple[Item, ...]:
    """Of the lines whose goods are known there."""
    return tuple(
        Item(*key, found[1].key, each.quantity)
        for each in lines
        if (found := known.get(key := (each.product_remote_id, each.variant_remote_id)))
    )


def cheapest(freights: Sequence[Freight]) -> Freight | None:
    """Tracked before untracked, then by price, then by days."""
    priced = [each for each in freights if each.price is not None]
    return min(
        priced,
        key=lambda each: (
            each.tracked is False,
            each.price.minor if each.price else 0,
            each.days_max or 999,
            each.code,
        ),
        default=None,
    )


def goods_said(
    lines: Sequence[Line],
    known: Mapping[tuple[str, str], tuple[Supply, SupplyVariant]],
    country: str,
) -> Iterable[Said]:
    """What is wrong with the goods themselves."""
    for each in lines:
        found = known.get((each.product_remote_id, each.variant_remote_id))
        if found is None or found[0].on_sale is False:
            yield Said(Code.off_sale, {"title": each.title})
            continue
        variant = found[1]
        there = in_stock(variant, country)
        if there is not None and there < each.quantity:
            facts: dict[str, str | int] = {
                "title": each.title,
                "wanted": each.quantity,
                "there": there,
            }
            yield Said(Code.no_stock, facts)
        if piece_price(variant, each.quantity) is None:
            yield Said(Code.no_price, {"title": each.title})


def quote(
    lines: Sequence[Line],
    supplies: Sequence[Supply],
    freights: Sequence[Freight],
    country_from: str,
    sale: Money | None,
    exchange: Exchange | None,
    terms: Terms,
    wanted: Wanted,
    at: datetime,
    discount_minor: int = 0,
) -> Quote:
    """All sums in the supplier's money; what a person has to see is said."""
    known = variants(supplies)
    said = [*goods_said(lines, known, country_from)]
    items = items_of(lines, known)
    freight = cheapest(freights)
    if freight is None and not any(each.code is Code.off_sale for each in said):
        said.append(Said(Code.no_way, {}))
    prices: dict[UUID, int] = {}
    currencies = {freight.price.currency} if freight and freight.price else set[str]()
    for each in lines:
        found = known.get((each.product_remote_id, each.variant_remote_id))
        price = piece_price(found[1], each.quantity) if found else None
        if price is not None:
            prices[each.id] = price.minor
            currencies.add(price.currency)
    currency = currencies.pop() if len(currencies) == 1 else None
    if currencies:  # more than one
        said.append(Said(Code.currency, {}))
    goods = sum(prices.get(each.id, 0) * each.quantity for each in lines)
    way = freight.price.minor if freight and freight.price else 0
    discount = min(discount_minor, goods)
    expected = expected_of(lines)
    sale_minor = sold_for(sale, exchange, currency)
    total = goods + way - discount
    said += above(goods - discount, expected, terms, currency)
    said += remains(total, sale, sale_minor, terms, currency)
    said += [Said(Code.wish_unproven, {"wish": each.value}) for each in wanted.unproven]
    said += [Said(Code.wish_none, {"wish": each.value}) for each in wanted.impossible]
    days = freight.days_max if freight else None
    return Quote(
        freight=freight,
        prices=prices,
        items=items,
        currency=currency,
        goods_minor=goods,
        freight_minor=way,
        discount_minor=discount,
        expected_minor=expected,
        sale_minor=sale_minor,
        exchange=exchange,
        arrives_by=at + timedelta(days=days) if days is not None else None,
        said=tuple(said),
    )


def agreed(said_by: UUID | None, before_minor: int | None, found: Quote) -> bool:
    """Whether a person has said yes to this, or to more than this."""
    known = said_by is not None and before_minor is not None and found.total_minor <= before_minor
    return known and all(each.code in AGREEABLE for each in found.said)


def expected_of(lines: Sequence[Line]) -> int | None:
    """For the goods of all lines; None where one was never priced."""
    known = [each.expected_minor for each in lines]
    if any(each is None for each in known):
        return None
    return sum((each.expected_minor or 0) * each.quantity for each in lines)


def sold_for(sale: Money | None, exchange: Exchange | None, currency: str | None) -> int | None:
    if sale is None or currency is None:
        return None
    if sale.currency == currency:
        return sale.minor
    if exchange is None:
        return None
    return int(sale.amount * exchange.rate * 10 ** exponent(currency))


def above(goods: int, expected: int | None, terms: Terms, currency: str | None) -> Sequence[Said]:
    """More than what its offers let expect, by more than the supplier's limit."""
    if expected is None or not expected or currency is None:
        return ()
    if goods * 100 <= expected * (100 + terms.above_percent):
        return ()
    facts: dict[str, str | int] = {
        "is": str(Money(currency, goods)),
        "expected": str(Money(currency, expected)),
        "limit": f"{terms.above_percent:f}",
    }
    return (Said(Code.above, facts),)


def remains(
    total: int, sale: Money | None, sale_minor: int | None, terms: Terms, currency: str | None
) -> Sequence[Said]:
    """Less of the sale than the supplier's floor wants; without a rate nobody knows."""
    if sale is None or currency is None:
        return ()
    if sale_minor is None:
        return (Said(Code.currency, {"sale": sale.currency, "cost": currency}),)
    left = sale_minor - total
    if left * 100 >= sale_minor * terms.margin_percent:
        return ()
    facts: dict[str, str | int] = {
        "left": str(Money(currency, left)),
        "sale": str(Money(currency, sale_minor)),
        "limit": f"{terms.margin_percent:f}",
    }
    return (Said(Code.margin, facts),)
