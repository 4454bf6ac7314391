"""What an order comes to, row by row: the rows add up to the shop's total, or say what is left."""

from collections.abc import Sequence

from hanse.base.faults import Rejected
from hanse.base.money import MINOR_MAX, Money
from hanse.rooms.orders.model.orders import Sums
from hanse.rooms.orders.model.states import refunded_minor
from hanse.trade.orders import Charges, Order, Refund


def of_shop(order: Order, refunds: Sequence[Refund]) -> Sums:
    """In the money of the order."""
    charges = charges_of(order)
    fees = added([each.total for each in order.fees])
    return laid_out(order.currency, charges, fees, refunded_minor(order, refunds), order.discount)


def of_buyer(order: Order) -> Sums:
    """In the money that the buyer saw; nothing where that is the shop's, or it is not told."""
    charges = order.buyer_charges
    if charges is None:
        return Sums(None)
    told = next((each for each in (charges.total, charges.net) if each), None)
    return laid_out(told.currency if told else None, charges, 0)


def charges_of(order: Order) -> Charges:
    return Charges(
        goods=money(order, added([each.subtotal for each in order.lines])),
        net=money(order, added([each.total for each in order.lines])),
        tip=order.tip,
        duty=order.duty,
        gift_card=order.gift_card,
        shipping=order.shipping,
        tax=order.tax,
        total=order.total,
    )


def laid_out(
    currency: str | None,
    charges: Charges,
    fees: int | None,
    refunded: int = 0,
    discount: Money | None = None,
) -> Sums:
    """A tip or a duty that a shop writes among its lines is taken out of them, so that no row holds
    another. What was paid by gift card is a way of paying and no row."""
    goods, net, total = minor(charges.goods), minor(charges.net), minor(charges.total)
    tip, duty = minor(charges.tip), minor(charges.duty)
    parts = (net, minor(charges.shipping), fees, minor(charges.tax))
    known = [each for each in parts if each is not None]
    rest = total - sum(known) if total is not None and len(known) == len(parts) else None
    beside = sum(beside_the_lines(rest, tip or 0, duty or 0))
    among = (tip or 0) + (duty or 0) - beside
    if goods is not None and net is not None:
        reduced: int | None = goods - net
    else:
        # Where nobody tells what they were before, the lines stand as they were charged.
        reduced, goods = (None, net) if net is not None else (minor(discount), goods)
    return Sums(
        currency=currency,
        goods=None if goods is None else goods - among,
        discount=reduced,
        tip=tip,
        duty=duty,
        gift_card=minor(charges.gift_card),
        shipping=minor(charges.shipping),
        fees=fees,
        tax=minor(charges.tax),
        total=total,
        refunded=refunded,
        remainder=None if rest is None else rest - beside,
    )


def beside_the_lines(rest: int | None, tip: int, duty: int) -> tuple[int, int]:
    """How much of a tip and of a duty is charged beside the lines: as the total says, of which the
    lines leave `rest`. Shops write a tip of the checkout among them, and keep that of a till."""
    for found in ((tip, duty), (tip, 0), (0, duty), (0, 0)):
        if sum(found) == rest:
            return found
    return tip, duty


def money(order: Order, found: int | None) -> Money | None:
    return Money(order.currency, found) if order.currency and found is not None else None


def minor(told: Money | None) -> int | None:
    return told.minor if told else None


def added(moneys: Sequence[Money | None]) -> int | None:
    """None as soon as one of them is not told."""
    told = [each.minor for each in moneys if each is not None]
    if abs(found := sum(told)) > MINOR_MAX:
        raise Rejected("The sums of the order are too large to be kept.")
    return found if len(told) == len(moneys) else None
