"""An order of the book as it is written: its columns, its lines, its parcels, and who bought."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from hanse.rooms.orders.model.states import Payment, State
from hanse.trade.people import Address


@dataclass(frozen=True, slots=True, repr=False)
class Person:
    """Who bought, where it goes and what they wrote: sealed at rest, never printed."""

    name: str = ""
    email: str = ""
    phone: str = ""
    billing: Address | None = None
    shipping: Address | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Sums:
    """In minor units of one currency; None: not told, or it could not be read. What was paid by
    gift card is part of the total, all other rows add up to it."""

    currency: str | None
    goods: int | None = None
    discount: int | None = None
    tip: int | None = None
    duty: int | None = None
    gift_card: int | None = None
    shipping: int | None = None
    fees: int | None = None
    tax: int | None = None
    total: int | None = None
    refunded: int = 0
    remainder: int | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an order is looked at twice, or what was found in it; nothing personal. `told`: what the
    sentence names, for whoever says it in another language; rows from before hold none."""

    code: str
    sentence: str
    told: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A line as the shop tells it."""

    remote_id: str
    position: int
    remote_product_id: str | None
    remote_variant_id: str | None
    sku: str
    title: str
    quantity: int
    refunded: int
    shipped: int
    returned: int  # pieces that had left and lie in the shop's stock again, as it says
    returned_at: datetime | None
    unit_price: Decimal | None
    subtotal_minor: int | None
    total_minor: int | None
    tax_minor: int | None

    @property
    def remote_name(self) -> str | None:
        """As catalog knows what is sold: the variant, or the product where that itself is."""
        return self.remote_variant_id or self.remote_product_id


@dataclass(frozen=True, slots=True)
class DraftParcel:
    remote_id: str
    carrier: str
    tracking_number: str
    tracking_url: str
    shipped_at: datetime | None
    line_ids: tuple[str, ...]  # the platform's; none told: all of the order


@dataclass(frozen=True, slots=True, repr=False)
class Draft:
    """What the shop says of one order, read and checked; the same however often it is read."""

    remote_id: str
    number: str
    state: State
    state_word: str
    payment: Payment
    paid_word: str
    placed_at: datetime | None
    paid_at: datetime | None
    modified_at: datetime | None
    sums: Sums
    buyer_sums: Sums  # without a currency: it is the shop's, or not told
    prices_include_tax: bool | None
    buyer_id: str | None
    person: Person
    country: str | None
    region: str | None
    payment_method: str
    coupons: tuple[str, ...]
    lines: tuple[DraftLine, ...]
    parcels: tuple[DraftParcel, ...]
    findings: tuple[Reason, ...]
    unknown: tuple[str, ...]
    address_faults: tuple[str, ...]
    ships: bool


@dataclass(frozen=True, slots=True)
class KnownLine:
    """A line as it stands in the book."""

    id: UUID
    remote_id: str
    variant_id: UUID | None
    matched_by: str
    quantity: int
    refunded: int
    shipped: int
    removed: bool
    held: int
    short: int
    sold: int
    came: int
    bought: int = 0  # pieces that a supplier sends, and has not sent yet


@dataclass(frozen=True, slots=True)
class Known:
    """As much of an order in the book as its next reading needs."""

    id: UUID
    version: int
    checksum: bytes
    state: State
    state_since: datetime
    payment: Payment
    customer_id: UUID | None
    gone: bool
    erased: bool
    held: bool
    taxed: bool  # its tax differs from ours, and nobody has said that this is all right
    ours: State | None  # what we packed or shipped ourselves
    lines: Mapping[str, KnownLine]
