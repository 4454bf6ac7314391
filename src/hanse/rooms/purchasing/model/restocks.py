"""Goods for our own shelf: how a purchase order stands, and what its pieces come to in the end."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_EVEN, Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Any
from uuid import UUID

from hanse.base.currency import exponent
from hanse.base.money import Money, UnitCost
from hanse.rooms.purchasing.model.offers import Offer

LINES_MAX = 500
NOTE_CHARS_MAX = 1_000
REFERENCE_CHARS_MAX = 100
PIECES_MAX = 1_000_000
FINER = 4  # decimals of a piece's cost beyond those of its currency


class RestockState(StrEnum):
    draft = "draft"
    sent = "sent"
    confirmed = "confirmed"
    received_in_part = "received_in_part"
    closed = "closed"
    cancelled = "cancelled"


class RestockMove(StrEnum):
    sent = "sent"
    confirmed = "confirmed"
    received = "received"  # some of it
    closed = "closed"  # all of it, or nothing more will come
    cancelled = "cancelled"


R, M = RestockState, RestockMove
MOVES: Mapping[tuple[RestockState, RestockMove], RestockState] = MappingProxyType(
    {
        (R.draft, M.sent): R.sent,
        (R.draft, M.cancelled): R.cancelled,
        (R.sent, M.sent): R.sent,  # once more, as it is now
        (R.sent, M.confirmed): R.confirmed,
        (R.sent, M.cancelled): R.cancelled,
        (R.confirmed, M.cancelled): R.cancelled,
        **{
            (origin, move): to
            for origin in (R.sent, R.confirmed, R.received_in_part)
            for move, to in ((M.received, R.received_in_part), (M.closed, R.closed))
        },
    }
)


@dataclass(frozen=True, slots=True)
class RestockLine:
    """`received` are all that came, `defective` those of them that cannot be sold."""

    id: UUID
    variant_id: UUID
    offer_id: UUID | None
    quantity: int
    price_minor: int  # of one piece
    received: int = 0
    defective: int = 0

    @property
    def left(self) -> int:
        return self.quantity - self.received


@dataclass(frozen=True, slots=True)
class Restock:
    """`why` are codes and facts of what proposed it."""

    id: UUID
    number: str
    supplier_id: UUID
    place_id: UUID | None
    state: RestockState
    state_since: datetime
    currency: str
    freight_minor: int
    duty_minor: int
    other_minor: int
    expected_on: date | None
    note: str
    reference: str
    why: Sequence[Any]
    made_at: datetime
    made_by: UUID | None
    sent_at: datetime | None
    closed_at: datetime | None
    version: int
    lines: tuple[RestockLine, ...] = ()

    @property
    def goods_minor(self) -> int:
        return sum(each.price_minor * each.quantity for each in self.lines)

    @property
    def extra_minor(self) -> int:
        return self.freight_minor + self.duty_minor + self.other_minor


@dataclass(frozen=True, slots=True)
class Landed:
    """What the pieces of a line cost in all, their share of freight, duty and other included; and
    one of them, as finely as it is kept. None: no piece is reckoned with."""

    line_id: UUID
    pieces: int
    total: Money
    each: UnitCost | None


def after(state: RestockState, move: RestockMove) -> RestockState | None:
    return MOVES.get((state, move))


def landed(found: Restock) -> Sequence[Landed]:
    """Freight, duty and other are split by value, exact to the smallest unit: the totals of the
    lines are together what is paid. While goods may still come it is over what was ordered, once
    closed over what came."""
    over = found.state in (RestockState.closed, RestockState.cancelled)
    pieces = [each.received if over else each.quantity for each in found.lines]
    values = [
        Money(found.currency, each.price_minor * count)
        for each, count in zip(found.lines, pieces, strict=True)
    ]
    shares = split(Money(found.currency, found.extra_minor), values, pieces)
    return [
        Landed(line.id, count, value + share, one_of(value + share, count))
        for line, count, value, share in zip(found.lines, pieces, values, shares, strict=True)
    ]


def split(extra: Money, values: Sequence[Money], pieces: Sequence[int]) -> Sequence[Money]:
    """By value; of what costs nothing by pieces; where nothing came, nothing has a share."""
    weights = [each.minor for each in values]
    if not any(weights):
        weights = list(pieces)
    if not any(weights):
        return [Money(extra.currency, 0) for _ in values]
    return extra.split(weights)


def one_of(total: Money, pieces: int) -> UnitCost | None:
    if not pieces:
        return None
    unit = Decimal(1).scaleb(-exponent(total.currency) - FINER)
    return UnitCost(total.currency, (total.amount / pieces).quantize(unit, ROUND_HALF_EVEN))


@dataclass(frozen=True, slots=True)
class Warned:
    """What the supplier may not accept: a code, and the facts that its sentence names."""

    code: str
    facts: Mapping[str, str | int]


def warnings(found: Restock, offers: Mapping[UUID, Offer], minimum_minor: int) -> Iterable[Warned]:
    """`offers` are the supplier's, by our variant."""
    if found.goods_minor < minimum_minor:
        facts: dict[str, str | int] = {
            "goods": str(Money(found.currency, found.goods_minor)),
            "minimum": str(Money(found.currency, minimum_minor)),
        }
        yield Warned("supplier_minimum", facts)
    for each in found.lines:
        offer = offers.get(each.variant_id)
        if offer is None:
            continue
        line: dict[str, str | int] = {"line": str(each.id), "pieces": each.quantity}
        if each.quantity < offer.minimum:
            yield Warned("minimum", {**line, "minimum": offer.minimum})
        if each.quantity % offer.case_pack:
            yield Warned("case_pack", {**line, "case_pack": offer.case_pack})
