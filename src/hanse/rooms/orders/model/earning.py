"""What of an order is paid now, as the books of earnings need it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from hanse.base.currency import EXPONENTS
from hanse.base.money import Money
from hanse.rooms.billing.model.earnings import Sold
from hanse.rooms.orders.model.states import Payment

# What goes back in parts comes off; of the others nothing is paid.
PAID = frozenset({Payment.paid, Payment.part_refunded})


@dataclass(frozen=True, slots=True)
class Standing:
    """An order of the book. `paid_at`: where the shop tells no payment, when it was placed."""

    id: UUID
    account_id: UUID
    number: str
    payment: Payment
    currency: str | None
    total: int | None
    refunded: int
    paid_at: datetime


def sold(order: Standing) -> Sold | None:
    """None: its shop does not say how much it is, or says a word of payment that we do not know;
    then the books stay as they are."""
    if order.payment is Payment.unknown or order.total is None or order.currency not in EXPONENTS:
        return None
    left = max(order.total - order.refunded, 0) if order.payment in PAID else 0
    money = Money(str(order.currency), left)
    return Sold(order.id, order.account_id, order.number, money, order.paid_at)
