"""What the timeline of an order says of its orders at suppliers."""

from dataclasses import dataclass
from uuid import UUID

from hanse.engine.log.events import declare

ORDER = ("orders.order", "order_id")


@dataclass(frozen=True, slots=True)
class Of:
    """`purchase` is our number of the order at the supplier."""

    order_id: UUID
    purchase_id: UUID
    purchase: str
    supplier: str


@declare(
    "orders.supplied.ordered", "Ordered at {supplier}: supplier order {purchase}", subject=ORDER
)
@dataclass(frozen=True, slots=True)
class Ordered(Of):
    pass


@declare(
    "orders.supplied.billed",
    "Ordered at {supplier} and not paid there yet: supplier order {purchase}",
    subject=ORDER,
)
@dataclass(frozen=True, slots=True)
class Billed(Of):
    pass


@declare("orders.supplied.sent", "{supplier} sent parcel {tracking}", subject=ORDER)
@dataclass(frozen=True, slots=True)
class ParcelCame(Of):
    tracking: str


@declare(
    "orders.supplied.refused", "{supplier} refused supplier order {purchase}: {why}", subject=ORDER
)
@dataclass(frozen=True, slots=True)
class Refused(Of):
    why: str


@declare(
    "orders.supplied.reduced",
    "{count} pieces fewer are ordered at {supplier}: supplier order {purchase}",
    subject=ORDER,
)
@dataclass(frozen=True, slots=True)
class Fewer(Of):
    count: int


@declare(
    "orders.supplied.stopped",
    "Supplier order {purchase} at {supplier} was stopped before anything was ordered",
    subject=ORDER,
)
@dataclass(frozen=True, slots=True)
class Stopped(Of):
    pass


@declare(
    "orders.supplied.cancelled",
    "Supplier order {purchase} does not stand at {supplier} any more",
    subject=ORDER,
)
@dataclass(frozen=True, slots=True)
class Cancelled(Of):
    pass
