"""What the log tells about money that goes back and goods that come back."""

from dataclasses import dataclass
from uuid import UUID

from hanse.engine.log.events import declare

ORDER = ("orders.order", "order_id")


@declare(
    "orders.refund.proposed", "{actor} proposed a {what} of order {number}: {amount}", subject=ORDER
)
@dataclass(frozen=True, slots=True)
class RefundProposed:
    order_id: UUID
    refund_id: UUID
    set_id: UUID
    number: str
    what: str
    amount: str


@declare(
    "orders.refund.made", "The shop made the {what} of order {number}: {amount}", subject=ORDER
)
@dataclass(frozen=True, slots=True)
class RefundMade:
    order_id: UUID
    refund_id: UUID
    number: str
    what: str
    amount: str


@declare(
    "orders.refund.ended", "The {what} of order {number} was not made: {outcome}", subject=ORDER
)
@dataclass(frozen=True, slots=True)
class RefundEnded:
    order_id: UUID
    refund_id: UUID
    number: str
    what: str
    outcome: str


@declare(
    "orders.return.requested", "A return of order {number} was requested: {reason}", subject=ORDER
)
@dataclass(frozen=True, slots=True)
class ReturnRequested:
    order_id: UUID
    return_id: UUID
    number: str
    reason: str


@declare(
    "orders.return.moved", "The return of order {number} is {after}, was {before}", subject=ORDER
)
@dataclass(frozen=True, slots=True)
class ReturnMoved:
    order_id: UUID
    return_id: UUID
    number: str
    before: str
    after: str


@declare(
    "orders.return.labelled", "{actor} gave the return of order {number} its label", subject=ORDER
)
@dataclass(frozen=True, slots=True)
class ReturnLabelled:
    order_id: UUID
    return_id: UUID
    number: str
