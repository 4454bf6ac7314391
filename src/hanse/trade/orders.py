"""Orders, refunds and parcels. An amount that could not be read is None."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from hanse.base.faults import Finding
from hanse.base.money import Money, UnitCost
from hanse.trade.people import Address, Buyer


class OrderState(StrEnum):
    draft = "draft"  # a checkout that nobody has finished: not an order yet
    awaiting_payment = "awaiting_payment"
    to_fulfil = "to_fulfil"
    done = "done"
    cancelled = "cancelled"
    refunded = "refunded"
    trashed = "trashed"


@dataclass(frozen=True, slots=True)
class OrderLine:
    """`subtotal` is before discounts, `total` after them, both without tax. Ids are None where the
    platform no longer knows the product."""

    remote_id: str
    product_id: str | None
    variant_id: str | None
    sku: str | None
    title: str | None
    quantity: int | None
    unit_price: UnitCost | None
    subtotal: Money | None
    total: Money | None
    tax: Money | None
    stock_taken: int | None = None  # what the platform took from its own stock for this line


@dataclass(frozen=True, slots=True)
class Fee:
    """What was charged beside goods and shipping; below 0 it is an allowance."""

    title: str | None
    total: Money | None
    tax: Money | None


@dataclass(frozen=True, slots=True)
class Charges:
    """What an order comes to in one currency. `goods` are before discounts and `net` after them,
    both without tax, as is `shipping`; what was paid by gift card is part of the total."""

    goods: Money | None = None
    net: Money | None = None
    tip: Money | None = None
    duty: Money | None = None
    gift_card: Money | None = None
    shipping: Money | None = None
    tax: Money | None = None
    total: Money | None = None


@dataclass(frozen=True, slots=True)
class RefundLine:
    """Which line of the order, and how much of it; quantities and amounts are above 0."""

    order_line_id: str | None
    quantity: int | None
    total: Money | None
    tax: Money | None
    came_back: bool | None = None  # into the shop's stock, after they had left; None: not told


@dataclass(frozen=True, slots=True)
class Refund:
    remote_id: str
    order_id: str
    amount: Money | None
    reason: str | None
    paid_back: bool | None  # by the payment provider; False: the shop has only noted it
    refunded_at: datetime | None
    lines: tuple[RefundLine, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Fulfilment:
    """One parcel."""

    remote_id: str
    order_id: str
    carrier: str | None
    tracking_number: str | None
    tracking_url: str | None
    shipped_at: datetime | None
    order_line_ids: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, repr=False)
class Order:
    """`number` is for people, `remote_id` for us. The amounts `shipping` and `discount` are without
    tax; `total` is what was to be paid, refunds not taken off. `incomplete`: the document leaves
    lines out, of the order, its refunds or its parcels; ask for it by name."""

    remote_id: str
    number: str | None
    state: OrderState | None
    state_word: str | None  # the platform's own
    currency: str | None
    prices_include_tax: bool | None
    total: Money | None
    tax: Money | None
    shipping: Money | None
    discount: Money | None
    lines: tuple[OrderLine, ...]
    fees: tuple[Fee, ...]
    buyer: Buyer | None
    billing: Address | None
    shipping_to: Address | None  # None: nothing is told, or nothing is shipped
    note: str | None
    payment_method: str | None
    payment_title: str | None
    transaction_id: str | None
    created_via: str | None
    refund_ids: tuple[str, ...]
    coupons: tuple[str, ...]
    own_key: str | None  # the key under which we made it ourselves
    placed_at: datetime | None
    paid_at: datetime | None
    completed_at: datetime | None
    modified_at: datetime | None
    refunds: tuple[Refund, ...] = ()  # where the document itself tells them
    fulfilments: tuple[Fulfilment, ...] = ()
    paid_word: str | None = None  # the platform's own, where payment is a state beside the order's
    tip: Money | None = None
    duty: Money | None = None
    gift_card: Money | None = None  # what of the total was paid by gift card
    buyer_charges: Charges | None = None  # where the buyer saw another currency and it is told
    findings: tuple[Finding, ...] = ()
    incomplete: bool = False
