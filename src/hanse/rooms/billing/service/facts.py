"""What the log tells about earnings; nothing in it is personal."""

from dataclasses import dataclass
from uuid import UUID

from hanse.engine.log.events import declare


@declare("billing.share.set", "{actor} set the share from {from_at} on: {share}")
@dataclass(frozen=True, slots=True)
class ShareSet:
    """`plan`: of a plan; empty: of this client alone."""

    plan: str
    share: str
    from_at: str
    version: int


@declare("billing.earnings.booked", "{entries} entries of earnings were booked", routine=True)
@dataclass(frozen=True, slots=True)
class EarningsBooked:
    """`filled`: not new ones, but their worth in the money in which both settle."""

    entries: int
    order_ids: tuple[UUID, ...]
    filled: bool = False


@declare("billing.statement.closed", "The statement {number} of {month} is made and kept")
@dataclass(frozen=True, slots=True)
class StatementClosed:
    month: str
    number: str
