"""An order at a supplier as it is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from hanse.base.money import Money
from hanse.base.text import clean
from hanse.rooms.purchasing.model.quoting import Line
from hanse.rooms.purchasing.model.states import State

NUMBER_CHARS = 8
BASE32 = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
ORDER_CHARS = 20


@dataclass(frozen=True, slots=True)
class Purchase:
    """`findings` are codes and facts: why it waits, or why nothing came of it."""

    id: UUID
    number: str
    supplier_id: UUID
    account_id: UUID
    order_id: UUID
    order_number: str
    state: State
    state_since: datetime
    country: str
    region: str
    postcode: str
    from_country: str
    ship_to: str
    ship_to_mark: str
    freight_code: str
    freight_name: str
    days_min: int | None
    days_max: int | None
    arrives_by: datetime | None
    currency: str | None
    goods_minor: int | None
    freight_minor: int | None
    discount_minor: int
    total_minor: int | None
    expected_minor: int | None
    sale_minor: int | None
    sale_currency: str | None
    sold_minor: int | None
    rate: Decimal | None
    rate_on: date | None
    paid_minor: int | None
    own_wishes: Mapping[str, bool]
    wishes: Sequence[str]
    memo: str
    voucher_id: UUID | None
    voucher_code: str
    quoted_at: datetime | None
    due_at: datetime | None
    said_by: UUID | None
    set_id: UUID | None
    pay_set_id: UUID | None
    remote_id: str | None
    placed_at: datetime | None
    sent_at: datetime | None
    delivered_at: datetime | None
    late_at: datetime | None
    dispute_by: datetime | None
    dispute_id: str
    findings: Sequence[Any]
    version: int
    made_at: datetime
    held: bool = False  # while the buyer's order is


@dataclass(frozen=True, slots=True)
class Part:
    """Which pieces of which line of the buyer's order it is for."""

    order_line_id: UUID
    variant_id: UUID
    offer_id: UUID
    quantity: int
    price_minor: int | None  # of one, as quoted
    unwanted: int = 0  # of them, so many are not to be delivered any more
    settled: int = 0  # of those, so many somebody has answered for

    @property
    def wanted(self) -> int:
        return self.quantity - self.unwanted


@dataclass(frozen=True, slots=True)
class Surplus:
    """Pieces that stand at a supplier and nobody wants any more; `cost` without freight."""

    purchase_id: UUID
    number: str
    supplier: str
    state: State
    pieces: Mapping[UUID, int]  # by variant
    cost: Money | None


@dataclass(frozen=True, slots=True)
class Whole:
    """With its lines, as they are ordered."""

    purchase: Purchase
    lines: Sequence[Line]


def number_of(order_number: str, purchase_id: UUID) -> str:
    """Our name for it at the supplier, for ever: a person recognises the order, and no other shop
    or installation has the same."""
    bits = purchase_id.int & ((1 << 5 * NUMBER_CHARS) - 1)
    tail = "".join(BASE32[(bits >> 5 * at) & 31] for at in reversed(range(NUMBER_CHARS)))
    plain = "".join(each for each in clean(order_number) if each.isascii() and each.isalnum())
    return f"{plain[:ORDER_CHARS]}-{tail}" if plain else tail
