"""What the log tells about orders; nothing in it is personal."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from hanse.engine.log.events import declare
from hanse.rooms.orders.model import told as told  # what of it becomes a notice

ORDER = ("orders.order", "order_id")


@declare("orders.order.placed", "Order {number} came in", subject=ORDER)
@dataclass(frozen=True, slots=True)
class OrderPlaced:
    """`risky`: it came just now, and somebody should look at it before it goes out."""

    order_id: UUID
    account_id: UUID
    number: str
    state: str
    payment: str
    risky: bool = False


@declare("orders.order.changed", "The shop changed {what} of order {number}", subject=ORDER)
@dataclass(frozen=True, slots=True)
class OrderChanged:
    order_id: UUID
    account_id: UUID
    number: str
    what: str


@declare("orders.order.state_changed", "Order {number} is {after}, was {before}", subject=ORDER)
@dataclass(frozen=True, slots=True)
class StateChanged:
    order_id: UUID
    account_id: UUID
    number: str
    before: str
    after: str


@declare("orders.order.payment_changed", "Order {number} is {after}, was {before}", subject=ORDER)
@dataclass(frozen=True, slots=True)
class PaymentChanged:
    order_id: UUID
    account_id: UUID
    number: str
    before: str
    after: str


@declare("orders.order.held", "{actor} holds order {number}", subject=ORDER)
@dataclass(frozen=True, slots=True)
class OrderHeld:
    order_id: UUID
    number: str


@declare("orders.order.released", "{actor} let order {number} go on", subject=ORDER)
@dataclass(frozen=True, slots=True)
class OrderReleased:
    order_id: UUID
    number: str


@declare(
    "orders.order.sourced",
    "{actor} chose the supplier of goods of order {number}",
    subject=ORDER,
)
@dataclass(frozen=True, slots=True)
class SupplierChosen:
    order_id: UUID
    account_id: UUID
    number: str
    line_ids: Sequence[UUID]


@declare("orders.order.sent", "{actor} sent a parcel of order {number}", subject=ORDER)
@dataclass(frozen=True, slots=True)
class ParcelSent:
    order_id: UUID
    parcel_id: UUID
    number: str


@declare("orders.order.tagged", "{actor} set the tags of order {number}", subject=ORDER)
@dataclass(frozen=True, slots=True)
class OrderTagged:
    order_id: UUID
    number: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@declare("orders.order.noted", "{actor} wrote a note to order {number}", subject=ORDER)
@dataclass(frozen=True, slots=True)
class OrderNoted:
    order_id: UUID
    number: str


@declare(
    "orders.order.tax_number_noted", "{actor} noted the tax number of order {number}", subject=ORDER
)
@dataclass(frozen=True, slots=True)
class TaxNumberNoted:
    order_id: UUID
    number: str


@declare("orders.exception.found", "Order {number} needs a look: {kind}", subject=ORDER)
@dataclass(frozen=True, slots=True)
class ExceptionFound:
    order_id: UUID | None
    exception_id: UUID
    account_id: UUID
    number: str
    kind: str
    recent: bool = True  # of an order from long ago nobody is told by the bell


@declare("orders.exception.settled", "{actor} answered {count} exceptions: {answer}")
@dataclass(frozen=True, slots=True)
class ExceptionsSettled:
    exception_ids: tuple[UUID, ...]
    count: int
    answer: str


@declare("orders.customer.erased", "{actor} erased a customer", subject=("orders.customer", "id"))
@dataclass(frozen=True, slots=True)
class CustomerErased:
    id: UUID
    orders: int


LOOKED = "orders.customer.opened"


@declare(
    LOOKED,
    "{actor} looked at who bought order {order_id}",
    subject=ORDER,
    routine=True,
)
@dataclass(frozen=True, slots=True)
class CustomerOpened:
    order_id: UUID
