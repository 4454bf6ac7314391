"""Rows as they are written: the names of the fields are those of the columns. A sealed value or a
hash is spelled as the database reads it."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from hanse.rooms.orders.model.orders import Reason


def spelled(value: bytes | None) -> str | None:
    return None if value is None else "\\x" + value.hex()


@dataclass(frozen=True, slots=True, repr=False)
class BookRow:
    workspace_id: UUID
    id: UUID
    account_id: UUID
    remote_id: str
    number: str
    shop_state: str
    state: str
    state_word: str
    state_since: datetime
    payment: str
    paid_word: str
    placed_at: datetime
    paid_at: datetime | None
    modified_at: datetime | None
    gone_at: datetime | None
    currency: str | None
    goods_minor: int | None
    discount_minor: int | None
    tip_minor: int | None
    duty_minor: int | None
    gift_card_minor: int | None
    shipping_minor: int | None
    fees_minor: int | None
    tax_minor: int | None
    total_minor: int | None
    refunded_minor: int
    remainder_minor: int | None
    buyer_currency: str | None
    buyer_goods_minor: int | None
    buyer_discount_minor: int | None
    buyer_tip_minor: int | None
    buyer_duty_minor: int | None
    buyer_gift_card_minor: int | None
    buyer_shipping_minor: int | None
    buyer_tax_minor: int | None
    buyer_total_minor: int | None
    prices_include_tax: bool | None
    customer_id: UUID | None
    country: str | None
    region: str | None
    personal: str | None
    email_hash: str | None
    phone_hash: str | None
    payment_method: str
    coupons: tuple[str, ...]
    risks: tuple[Reason, ...]
    findings: tuple[Reason, ...]
    checksum: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class LineRow:
    workspace_id: UUID
    id: UUID
    order_id: UUID
    account_id: UUID
    remote_id: str
    position: int
    remote_product_id: str | None
    remote_variant_id: str | None
    sku: str
    title: str
    variant_id: UUID | None
    matched_by: str
    quantity: int
    refunded: int
    shipped: int
    unit_price: Decimal | None
    subtotal_minor: int | None
    total_minor: int | None
    tax_minor: int | None
    removed: bool
    waits: bool
    placed_at: datetime


@dataclass(frozen=True, slots=True)
class ParcelRow:
    workspace_id: UUID
    id: UUID
    order_id: UUID
    remote_id: str
    state: str
    carrier: str
    tracking_number: str
    tracking_url: str
    shipped_at: datetime | None
    made_at: datetime


@dataclass(frozen=True, slots=True)
class ParcelLineRow:
    workspace_id: UUID
    parcel_id: UUID
    line_id: UUID
    count: int


@dataclass(frozen=True, slots=True)
class StayRow:
    """How long an order was in a state that it has left."""

    workspace_id: UUID
    order_id: UUID
    state: str
    account_id: UUID
    from_at: datetime
    until_at: datetime


@dataclass(frozen=True, slots=True)
class Written:
    """All that one reading writes of one order."""

    order: BookRow
    lines: tuple[LineRow, ...]
    parcels: tuple[ParcelRow, ...]
    parcel_lines: tuple[ParcelLineRow, ...]
    stays: tuple[StayRow, ...]


@dataclass(frozen=True, slots=True, repr=False)
class CustomerRow:
    workspace_id: UUID
    id: UUID
    account_id: UUID
    remote_id: str | None
    email_hash: str | None
    phone_hash: str | None
    personal: str | None
    country: str | None
    seen_at: datetime
