"""How an order stands: words of a platform by its card, and what we did ourselves."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from hanse.trade.orders import Order, Refund
from hanse.trade.orders import OrderState as Shown

STATE_FIELD = "orders.state"  # as cards name these tables of words
PAYMENT_FIELD = "orders.payment"
WORD_CHARS = 60

# What a card says of a word in this field, or None.
Means = Callable[[str, str], str | None]


class State(StrEnum):
    pending = "pending"  # not paid, so nothing is to be done yet
    confirmed = "confirmed"
    processing = "processing"  # part of it is out, or it is packed
    shipped = "shipped"
    delivered = "delivered"
    cancelled = "cancelled"
    returned = "returned"
    failed = "failed"
    unknown = "unknown"  # the shop says a word that is on no table


class Payment(StrEnum):
    unpaid = "unpaid"
    authorised = "authorised"
    paid = "paid"
    part_refunded = "part_refunded"
    refunded = "refunded"
    reversed = "reversed"  # it was paid, and the shop says that it is not
    unknown = "unknown"


OPEN = frozenset({State.pending, State.confirmed, State.processing})
ENDED = frozenset({State.cancelled, State.returned, State.failed})
OUT = frozenset({State.shipped, State.delivered})

# What the shop says about the whole order comes before what its word for the goods means.
WHOLE = {
    Shown.draft: State.pending,
    Shown.trashed: State.cancelled,
    Shown.cancelled: State.cancelled,
    Shown.refunded: State.returned,
}


@dataclass(frozen=True, slots=True)
class Standing:
    state: State
    payment: Payment
    unknown: tuple[str, ...] = ()  # words that are on no table of the platform


def standing(order: Order, refunds: Sequence[Refund], means: Means) -> Standing:
    """By the tables of the card alone; a word that is on none is named and stands for nothing."""
    word, paid_word = order.state_word or "", order.paid_word or order.state_word or ""
    by_word = means(STATE_FIELD, word)
    by_payment = means(PAYMENT_FIELD, paid_word)
    unknown = tuple(
        dict.fromkeys(
            each[:WORD_CHARS] or "nothing"
            for each, found in ((word, by_word), (paid_word, by_payment))
            if found is None
        )
    )
    state = State(by_word) if by_word else State.unknown
    if state is not State.failed and order.state in WHOLE:
        state = WHOLE[order.state]
    elif state is State.confirmed and order.state is Shown.awaiting_payment:
        state = State.pending
    payment = Payment(by_payment) if by_payment else Payment.unknown
    return Standing(state, paid(order, refunds, payment), unknown)


def paid(order: Order, refunds: Sequence[Refund], said: Payment) -> Payment:
    """Where one word tells both, that money went back is seen from the refunds; a day of payment
    beside a word that says unpaid means that it was taken back."""
    if said is Payment.unpaid and order.paid_at and order.state is not Shown.cancelled:
        return Payment.reversed
    if said is Payment.unpaid and order.paid_at:
        said = Payment.paid
    back = refunded_minor(order, refunds)
    if said is Payment.paid and back > 0:
        whole = order.total is not None and back >= order.total.minor
        return Payment.refunded if whole else Payment.part_refunded
    return said


def refunded_minor(order: Order, refunds: Sequence[Refund]) -> int:
    return sum(
        abs(each.amount.minor)
        for each in refunds
        if each.amount and each.amount.currency == order.currency
    )


def together(shop: State, ours: State | None) -> State:
    """What we packed or shipped ourselves comes before a shop that does not know of it yet."""
    if ours is None or shop not in OPEN:
        return shop
    return max(shop, ours, key=ORDER.index)


ORDER = (State.pending, State.confirmed, State.processing, State.shipped, State.delivered)
