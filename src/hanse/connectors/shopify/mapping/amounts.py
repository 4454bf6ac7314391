"""Amounts of orders: of the shop's money, and of the money that the buyer saw."""

from collections.abc import Sequence
from typing import NamedTuple

from hanse.base.currency import EXPONENTS
from hanse.base.faults import Fault, Finding
from hanse.base.money import Money, UnitCost, total
from hanse.connectors.shopify.mapping.ids import has_more, rows
from hanse.trade.documents import Document
from hanse.trade.orders import Charges

TAKEN = frozenset({"SALE", "CAPTURE"})
GIFT_CARD = "gift_card"


class Purse(NamedTuple):
    """Which money of a bag is read, and in which currency; empty: in none that we know."""

    side: str
    currency: str


def of_shop(currency: str) -> Purse:
    return Purse("shopMoney", currency)


def of_buyer(currency: str) -> Purse:
    return Purse("presentmentMoney", currency)


def amount(document: Document, name: str, purse: Purse) -> Money | None:
    """Of a bag of moneys the one that is asked for, if it is in the currency that it should be."""
    money = money_of(document, name, purse)
    return money.money("amount", purse.currency) if money else None


def cost(document: Document, name: str, purse: Purse) -> UnitCost | None:
    money = money_of(document, name, purse)
    return money.cost("amount", purse.currency) if money else None


def money_of(document: Document, name: str, purse: Purse) -> Document | None:
    bag = document.one(name)
    money = bag.one(purse.side) if bag else None
    if money is None or not purse.currency:
        return None
    if (told := money.filled("currencyCode")) != purse.currency:
        money.doubt(
            "currencyCode",
            "other_currency",
            f"An amount is in {told if told in EXPONENTS else 'no known currency'},"
            f" the order in {purse.currency}.",
        )
        return None
    return money


def exact(value: UnitCost | None, quantity: int | None) -> Money | None:
    """A price times a quantity, if it comes out in the smallest coin and can be kept."""
    if value is None or quantity is None:
        return None
    try:
        found = value.times(quantity).to_money()
    except (Fault, ArithmeticError):
        return None
    return None if isinstance(found, Finding) else found


def summed(currency: str, moneys: Sequence[Money | None]) -> Money | None:
    """None as soon as one of them is."""
    told = [each for each in moneys if each is not None]
    return added(currency, told) if len(told) == len(moneys) and currency else None


def added(currency: str, moneys: Sequence[Money]) -> Money | None:
    try:
        return total(currency, moneys)
    except Fault:
        return None


def less(money: Money | None, other: Money | None) -> Money | None:
    if money is None or other is None:
        return None
    return added(money.currency, [money, -other])


def taxes(document: Document, purse: Purse) -> Money | None:
    if "taxLines" not in document.fields:
        return None
    told = [amount(each, "priceSet", purse) for each in document.many("taxLines")]
    return summed(purse.currency, told)


def shipping(document: Document, purse: Purse, taxed: bool | None) -> Money | None:
    """As it was charged: after its discounts, and without tax, which may be in the price."""
    told = amount(document, "totalShippingPriceSet", purse)
    lines = rows(document, "shippingLines")
    whole = bool(lines) and not has_more(document, "shippingLines")
    if whole and all("discountedPriceSet" in each.fields for each in lines):
        reduced = [amount(each, "discountedPriceSet", purse) for each in lines]
        told = summed(purse.currency, reduced)
    if taxed is None:
        return None
    if not taxed or (told and told.minor == 0):
        return told
    parts = [taxes(each, purse) for each in lines]
    return less(told, summed(purse.currency, parts)) if whole else None


def discount(document: Document, purse: Purse, taxed: bool | None) -> Money | None:
    """Where prices hold tax, nobody tells how much of a discount is tax."""
    told = amount(document, "totalDiscountsSet", purse)
    return told if taxed is False or (told and told.minor == 0) else None


def gift_card(document: Document, purse: Purse) -> Money | None:
    """What was paid by gift card; what was only tried is not."""
    if "transactions" not in document.fields:
        return None
    paid = [
        amount(each, "amountSet", purse)
        for each in document.many("transactions")
        if each.text("gateway") == GIFT_CARD
        and each.text("kind") in TAKEN
        and each.text("status") == "SUCCESS"
    ]
    return summed(purse.currency, paid)


class LineSums(NamedTuple):
    unit: UnitCost | None
    subtotal: Money | None
    total: Money | None
    tax: Money | None


def line_sums(document: Document, purse: Purse, taxed: bool | None) -> LineSums:
    """A line before and after its discounts, those of the whole cart among them."""
    quantity, unit = document.whole("quantity"), cost(document, "originalUnitPriceSet", purse)
    tax = taxes(document, purse)
    before = exact(unit, quantity)
    after = less(before, reductions(document, purse))
    if taxed is None or (taxed and tax is None):
        return LineSums(unit, None, None, tax)
    if taxed:
        # The tax of a price that was reduced is that of what is left of it.
        net = less(after, tax)
        return LineSums(unit, net if before == after else None, net, tax)
    return LineSums(unit, before, after, tax)


def reductions(document: Document, purse: Purse) -> Money | None:
    if "discountAllocations" not in document.fields:
        return None
    allocated = document.many("discountAllocations")
    told = [amount(each, "allocatedAmountSet", purse) for each in allocated]
    return summed(purse.currency, told)


def buyer_charges(
    document: Document, lines: Sequence[Document], currency: str, taxed: bool | None
) -> Charges | None:
    """None where the buyer saw the money of the shop, or nobody says what they saw."""
    theirs = document.filled("presentmentCurrencyCode")
    if theirs not in EXPONENTS or theirs == currency:
        return None
    purse = of_buyer(theirs)
    sums = [line_sums(each, purse, taxed) for each in lines]
    return Charges(
        goods=summed(theirs, [each.subtotal for each in sums]),
        net=summed(theirs, [each.total for each in sums]),
        tip=amount(document, "totalTipReceivedSet", purse),
        duty=amount(document, "originalTotalDutiesSet", purse),
        gift_card=gift_card(document, purse),
        shipping=shipping(document, purse, taxed),
        tax=amount(document, "totalTaxSet", purse),
        total=amount(document, "totalPriceSet", purse),
    )
