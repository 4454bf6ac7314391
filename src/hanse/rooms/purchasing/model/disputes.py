"""A dispute about an order at a supplier: how it stands, and whether one can be opened."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from hanse.engine.manifest import Ends
from hanse.rooms.purchasing.model.purchases import Purchase
from hanse.rooms.purchasing.model.states import State as Purchased
from hanse.trade.supply import Dispute, DisputeState, RefundTo, Wants


class State(StrEnum):
    opening = "opening"  # it is a change, on its way
    unsure = "unsure"  # its answer was lost
    opened = "open"
    refunded = "refunded"
    reissued = "reissued"
    rejected = "rejected"
    closed = "closed"
    withdrawn = "withdrawn"
    refused = "refused"  # by the supplier; none was opened


LIVE = frozenset({State.opening, State.unsure, State.opened})
# Something was sent, or should have been.
ABOUT = frozenset({Purchased.placed, Purchased.sent, Purchased.delivered})
# As a supplier shows it. What was decided is not opened again by a late answer.
SHOWN: Mapping[DisputeState, State] = {
    DisputeState.opened: State.opened,
    DisputeState.refunded: State.refunded,
    DisputeState.reissued: State.reissued,
    DisputeState.rejected: State.rejected,
    DisputeState.closed: State.closed,
    DisputeState.withdrawn: State.withdrawn,
}
TOLD: Mapping[State, DisputeState] = {ours: theirs for theirs, ours in SHOWN.items()}


@dataclass(frozen=True, slots=True)
class Line:
    """Of the order there."""

    line_id: str
    title: str
    quantity: int


@dataclass(frozen=True, slots=True)
class Kept:
    """One that we opened, or wanted to; or, where it says not what is wanted, that somebody opened
    on the supplier's own site. `amount_minor` is what could come back at most, `decided_minor` what
    did."""

    id: UUID
    number: str
    purchase_id: UUID
    account_id: UUID
    order_remote_id: str
    state: State
    state_since: datetime
    reason: str
    wants: Wants | None
    refund_to: RefundTo | None
    currency: str | None
    amount_minor: int | None
    lines: Sequence[Line]
    set_id: UUID | None
    end_set_id: UUID | None
    remote_id: str
    word: str
    decided_minor: int | None
    resend_id: str
    why: str
    made_at: datetime


class Cannot(StrEnum):
    """Why none can be opened from here."""

    by_site = "by_site"  # only a person can, on the supplier's own site
    never = "never"
    unnamed = "unnamed"  # its number there is not known
    not_there = "not_there"  # it does not stand there, or nothing is paid
    over = "over"  # the last day has passed
    live = "live"  # one is open, or on its way


def cannot(purchase: Purchase, how: Ends, live: Sequence[Kept], now: datetime) -> Cannot | None:
    """The first thing that stands against it."""
    if any(each.state in LIVE for each in live):
        return Cannot.live
    if purchase.state not in ABOUT:
        return Cannot.not_there
    if purchase.dispute_by is not None and purchase.dispute_by < now:
        return Cannot.over
    if how is not Ends.by_call:
        return Cannot.by_site if how is Ends.by_site else Cannot.never
    return None if purchase.remote_id else Cannot.unnamed


def number_of(purchase: Purchase, count: int) -> str:
    """Ours for it, for ever: a person recognises the order. `count` were opened before."""
    return f"{purchase.number}-D{count + 1}"


def moved(kept: Kept, shown: Dispute) -> State:
    """Where it stands by what the supplier shows; a word that nobody knows moves nothing."""
    if shown.state is None:
        return kept.state if kept.state is not State.unsure else State.opened
    return SHOWN[shown.state]
