"""An order as giving back needs it, and what its shop was asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from hanse.rooms.orders.model.refunding import Given, LineLeft, Shares
from hanse.rooms.orders.model.states import Payment, State


@dataclass(frozen=True, slots=True)
class Order:
    """As much of an order as giving back needs."""

    id: UUID
    account_id: UUID
    remote_id: str
    number: str
    state: State
    payment: Payment
    currency: str | None
    total: int | None
    shipping: int | None
    tax: int | None
    refunded: int
    lines: tuple[LineLeft, ...]
    given: Given


# Why one ended without being done. Rows from before hold the words.
OUTCOMES: Mapping[str, str] = {
    "refused": "refused by the shop",
    "withdrawn": "withdrawn",
    "late": "not approved in time",
    "rehearsed": "rehearsed only, for the shop is not live",
}
CODES = {words: code for code, words in OUTCOMES.items()}


def outcome_code(outcome: str) -> str:
    return outcome if outcome in OUTCOMES else CODES.get(outcome, "")


@dataclass(frozen=True, slots=True)
class Refund:
    """What a shop was asked for; `ended_as`: the code of why it ended without being done."""

    id: UUID
    order_id: UUID
    number: str
    kind: str
    state: str
    ended_as: str
    set_id: UUID | None
    return_id: UUID | None
    currency: str
    shares: Shares
    note: str
    made_at: datetime
    ended_at: datetime | None

    @property
    def outcome(self) -> str:
        return OUTCOMES.get(self.ended_as, self.ended_as)

    @property
    def outcome_code(self) -> str:
        return outcome_code(self.ended_as)


@dataclass(frozen=True, slots=True)
class Part:
    """Pieces of a line in it: how many went back before, and how many the ledger takes back."""

    line_id: UUID
    count: int
    before: int
    restock: bool
    take_in: int
    place_id: UUID | None


@dataclass(frozen=True, slots=True)
class TakenIn:
    line_id: UUID
    order_id: UUID
    variant_id: UUID
    place_id: UUID
    count: int
    account_id: UUID
