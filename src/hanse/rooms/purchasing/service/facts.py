"""What the log tells about orders at suppliers; nothing in it is personal."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from hanse.engine.log.events import declare

PURCHASE = ("purchasing.purchase", "purchase_id")


@dataclass(frozen=True, slots=True)
class Of:
    """Every fact names the order of the book that it is about, and our number at the supplier."""

    purchase_id: UUID
    order_id: UUID
    number: str


@declare(
    "purchasing.order.begun", "Supplier order {number} was begun", subject=PURCHASE, routine=True
)
@dataclass(frozen=True, slots=True)
class Begun(Of):
    pass


@declare(
    "purchasing.order.quoted",
    "Supplier order {number} will cost {total}",
    subject=PURCHASE,
    routine=True,
)
@dataclass(frozen=True, slots=True)
class Quoted(Of):
    total: str


@declare("purchasing.order.asked", "Supplier order {number} waits for a person", subject=PURCHASE)
@dataclass(frozen=True, slots=True)
class Asked(Of):
    codes: Sequence[str]


@declare("purchasing.order.agreed", "{actor} said yes to supplier order {number}", subject=PURCHASE)
@dataclass(frozen=True, slots=True)
class Agreed(Of):
    pass


@declare(
    "purchasing.order.wished",
    "{actor} said how supplier order {number} is sent: {wishes}",
    subject=PURCHASE,
)
@dataclass(frozen=True, slots=True)
class Wished(Of):
    """By name, with yes or no; empty: as its supplier has it."""

    wishes: str
    before: str


@declare("purchasing.order.placed", "Supplier order {number} stands there", subject=PURCHASE)
@dataclass(frozen=True, slots=True)
class Placed(Of):
    remote_id: str


@declare("purchasing.order.billed", "Supplier order {number} stands there unpaid", subject=PURCHASE)
@dataclass(frozen=True, slots=True)
class Unpaid(Of):
    remote_id: str


@declare("purchasing.order.refused", "Supplier order {number} was refused: {why}", subject=PURCHASE)
@dataclass(frozen=True, slots=True)
class Refused(Of):
    why: str


@declare(
    "purchasing.order.lost",
    "Nobody knows yet whether supplier order {number} stands there",
    subject=PURCHASE,
)
@dataclass(frozen=True, slots=True)
class Unsure(Of):
    pass


@declare(
    "purchasing.order.stopped",
    "Supplier order {number} was stopped before it was placed",
    subject=PURCHASE,
)
@dataclass(frozen=True, slots=True)
class Stopped(Of):
    pass


@declare(
    "purchasing.order.reduced",
    "Supplier order {number} is for {count} pieces fewer: the buyer does not want them any more",
    subject=PURCHASE,
)
@dataclass(frozen=True, slots=True)
class Fewer(Of):
    count: int


@declare("purchasing.order.sent", "Supplier order {number} is on its way", subject=PURCHASE)
@dataclass(frozen=True, slots=True)
class Sent(Of):
    parcel_ids: Sequence[UUID]


@declare(
    "purchasing.order.delivered", "Supplier order {number} has been delivered", subject=PURCHASE
)
@dataclass(frozen=True, slots=True)
class Delivered(Of):
    pass


@declare(
    "purchasing.order.cancelled",
    "Supplier order {number} does not stand any more",
    subject=PURCHASE,
)
@dataclass(frozen=True, slots=True)
class Cancelled(Of):
    pass


@declare(
    "purchasing.order.parted",
    "The supplier made {count} orders of supplier order {number}",
    subject=PURCHASE,
)
@dataclass(frozen=True, slots=True)
class Parted(Of):
    count: int


@declare(
    "purchasing.order.doubted", "Supplier order {number}: {code}", subject=PURCHASE, routine=True
)
@dataclass(frozen=True, slots=True)
class Doubted(Of):
    """Something about one that stands there wants a person."""

    code: str


@declare("purchasing.parcel.moved", "Parcel {tracking} is {state}", subject=PURCHASE, routine=True)
@dataclass(frozen=True, slots=True)
class ParcelMoved(Of):
    parcel_id: UUID
    tracking: str
    state: str


@declare(
    "purchasing.parcel.renumbered",
    "Parcel {former} of supplier order {number} is {tracking} now",
    subject=PURCHASE,
)
@dataclass(frozen=True, slots=True)
class ParcelRenumbered(Of):
    parcel_id: UUID
    former: str
    tracking: str


@declare(
    "purchasing.own_parcel.moved",
    "Parcel {tracking} is {state}",
    subject=("purchasing.parcel", "parcel_id"),
    routine=True,
)
@dataclass(frozen=True, slots=True)
class OwnParcelMoved:
    """Of one that we sent ourselves for an order of the book."""

    parcel_id: UUID
    order_id: UUID
    tracking: str
    state: str
