"""A return from its request to its end: the way of its states, as a table."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID


class ReturnState(StrEnum):
    requested = "requested"
    approved = "approved"
    sent_back = "sent_back"
    received = "received"
    closed = "closed"
    declined = "declined"


class ReturnReason(StrEnum):
    damaged = "damaged"
    wrong = "wrong"
    not_as_described = "not_as_described"
    too_late = "too_late"
    not_wanted = "not_wanted"
    other = "other"


class Act(StrEnum):
    approve = "approve"
    decline = "decline"
    label = "label"  # a link or a tracking number for the buyer
    sent = "sent"
    receive = "receive"
    refund = "refund"  # proposes it; once it is made the return is closed
    close = "close"  # without money, as for an exchange


R = ReturnState
WAYS: Mapping[tuple[ReturnState, Act], ReturnState] = MappingProxyType(
    {
        (R.requested, Act.approve): R.approved,
        (R.requested, Act.decline): R.declined,
        (R.approved, Act.decline): R.declined,
        (R.approved, Act.label): R.approved,
        (R.approved, Act.sent): R.sent_back,
        (R.approved, Act.receive): R.received,
        (R.sent_back, Act.receive): R.received,
        (R.received, Act.refund): R.received,
        (R.received, Act.close): R.closed,
    }
)
OPEN = frozenset(state for state, _ in WAYS)
NEXT: Mapping[ReturnState, str] = MappingProxyType(
    {
        R.requested: "Approve it, or decline it with a reason.",
        R.approved: "Give the buyer a label or an address, then wait for the parcel.",
        R.sent_back: "Wait for the parcel, then look at what is in it.",
        R.received: "Propose the refund, or close it without money.",
        R.closed: "Nothing: it is done.",
        R.declined: "Nothing: it was declined.",
    }
)


def acts(state: ReturnState) -> tuple[Act, ...]:
    """What may be done with it now, the usual first."""
    return tuple(act for origin, act in WAYS if origin is state)


@dataclass(frozen=True, slots=True)
class ReturnLine:
    line_id: UUID
    remote_id: str
    title: str
    sku: str
    variant_id: UUID | None
    count: int
    restocked: int
    written_off: int
    place_id: UUID | None


@dataclass(frozen=True, slots=True)
class ReturnPart:
    """Pieces that are to come back."""

    line_id: UUID
    count: int


@dataclass(frozen=True, slots=True)
class Received:
    """What came of a line: so many to be sold again, so many of no use. The rest did not come."""

    line_id: UUID
    restock: int
    write_off: int
    place_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Return:
    id: UUID
    order_id: UUID
    account_id: UUID
    number: str  # of the order
    state: ReturnState
    reason: ReturnReason
    note: str
    answer: str
    carrier: str
    tracking_number: str
    label_url: str
    requested_at: datetime
    state_since: datetime
    version: int
    lines: tuple[ReturnLine, ...] = ()
    refund_open: bool = False

    @property
    def next_action(self) -> str:
        if self.refund_open:
            return "Approve the refund that is proposed."
        return NEXT[self.state]

    @property
    def acts(self) -> tuple[Act, ...]:
        return () if self.refund_open else acts(self.state)
