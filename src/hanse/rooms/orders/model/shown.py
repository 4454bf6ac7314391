"""An order as lists and its page show it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from hanse.rooms.orders.model.exceptions import Facts, Trouble, next_step
from hanse.rooms.orders.model.orders import Person, Reason, Sums
from hanse.rooms.orders.model.states import Payment, State


@dataclass(frozen=True, slots=True)
class Asked:
    """What of the book is wanted; None: it does not matter. `since` <= placed < `until`."""

    states: tuple[State, ...] = ()
    account_id: UUID | None = None
    tag: str | None = None
    trouble: Trouble | None = None
    since: datetime | None = None
    until: datetime | None = None
    search: str | None = None


@dataclass(frozen=True, slots=True)
class ListedOrder:
    id: UUID
    account_id: UUID
    number: str
    state: State
    payment: Payment
    placed_at: datetime
    currency: str | None
    total_minor: int | None
    country: str | None
    tags: tuple[str, ...]
    held: bool
    risks: int
    troubles: tuple[str, ...]
    lines: int
    pieces: int
    version: int


@dataclass(frozen=True, slots=True)
class ShownLine:
    id: UUID
    remote_id: str
    sku: str
    title: str
    variant_id: UUID | None
    matched_by: str
    quantity: int
    refunded: int
    shipped: int
    held: int
    short: int
    bought: int  # that a supplier sends, and has not sent yet
    unit_price: Decimal | None
    subtotal_minor: int | None
    total_minor: int | None
    tax_minor: int | None
    removed: bool


@dataclass(frozen=True, slots=True)
class ShownParcel:
    id: UUID
    remote_id: str | None
    made_by: str
    state: str
    carrier: str
    tracking_number: str
    tracking_url: str
    shipped_at: datetime | None
    told: str  # asked, proven or refused; empty: the shop made it
    told_why: str
    purchase_id: UUID | None = None  # of the supplier's order that sent it
    supplier: str = ""


@dataclass(frozen=True, slots=True)
class ShownTrouble:
    id: UUID
    kind: Trouble
    account_id: UUID
    order_id: UUID | None
    remote_id: str
    facts: Facts
    state: str
    answer: str
    placed_at: datetime
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class Noted:
    id: UUID
    at: datetime
    person_id: UUID | None
    text: str


@dataclass(frozen=True, slots=True, repr=False)
class WholeOrder:
    listed: ListedOrder
    remote_id: str
    state_word: str
    paid_word: str
    state_since: datetime
    paid_at: datetime | None
    gone_at: datetime | None
    sums: Sums
    buyer_sums: Sums
    prices_include_tax: bool | None
    customer_id: UUID | None
    region: str | None
    payment_method: str
    coupons: tuple[str, ...]
    risks: tuple[Reason, ...]
    findings: tuple[Reason, ...]
    held_why: str | None
    lines: Sequence[ShownLine]
    parcels: Sequence[ShownParcel]
    troubles: Sequence[ShownTrouble]
    person: Person | None = None  # None: the reader may not see it, or it was erased
    notes: Sequence[Noted] = ()


@dataclass(frozen=True, slots=True, repr=False)
class ShownCustomer:
    id: UUID
    account_id: UUID
    remote_id: str | None
    country: str | None
    seen_at: datetime
    erased: bool
    person: Person | None = None
    orders: int = 0
    others: tuple[UUID, ...] = ()  # the same person at other shops


HELD_BY_ANSWER = "An exception of it was answered with hold."
HELD_AS_DELETED = "It was deleted at its shop."
HELD_CODES = {HELD_BY_ANSWER: "answer", HELD_AS_DELETED: "deleted"}

STEPS = {
    State.pending: "Wait for the payment, or remind the buyer.",
    State.confirmed: "Pack it and send it.",
    State.processing: "Send what is still here.",
    State.shipped: "Nothing: it is on its way.",
    State.delivered: "Nothing: it has arrived.",
    State.cancelled: "Nothing: it was cancelled.",
    State.returned: "Nothing: it was refunded.",
    State.failed: "Nothing: its payment failed.",
    State.unknown: "Look at it in the shop: it says a word that we do not know.",
}


def held_code(why: str | None) -> str:
    """Of a reason that nobody typed."""
    return HELD_CODES.get(why or "", "")


def next_action(order: WholeOrder) -> str:
    """One thing that is to be done now, the most pressing first."""
    if order.held_why is not None:
        return f"It is held: {order.held_why} Let it go on when that is done."
    if order.troubles:
        first = order.troubles[0]
        return next_step(first.kind, first.facts)
    return STEPS[order.listed.state]
