"""What the log tells about what people do with stock. What moved stands in the ledger."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from hanse.engine.log.events import declare

PLACE = ("stock.place", "place_id")


@declare("stock.place.changed", "{actor} {what} the place {name}", subject=PLACE)
@dataclass(frozen=True, slots=True)
class PlaceChanged:
    place_id: UUID
    name: str
    what: str
    before: Mapping[str, object]
    after: Mapping[str, object]
    version: int


@declare("stock.level.adjusted", "{actor} adjusted {what}")
@dataclass(frozen=True, slots=True)
class LevelsAdjusted:
    """`by`: variant and place, and by how many; of the first hundred. The ledger has all."""

    variant_ids: Sequence[UUID]
    what: str
    count: int
    by: Mapping[str, object]
    reason: str


@declare("stock.level.exported", "{actor} took out the levels of {place} as a table")
@dataclass(frozen=True, slots=True)
class LevelsExported:
    place: str


COUNT = ("stock.count", "count_id")


@declare("stock.count.opened", "{actor} began to count {place}: {name}", subject=COUNT)
@dataclass(frozen=True, slots=True)
class CountOpened:
    count_id: UUID
    name: str
    place: str
    lines: int


@declare(
    "stock.count.closed",
    "{actor} closed the count {name}: {differing} of {counted} differed",
    subject=COUNT,
)
@dataclass(frozen=True, slots=True)
class CountClosed:
    """`lost`: so many lines of orders are not held any more, to make room for what was found."""

    count_id: UUID
    name: str
    counted: int
    differing: int
    missing: int
    surplus: int
    lost: int


@declare("stock.count.cancelled", "{actor} gave up the count {name}", subject=COUNT)
@dataclass(frozen=True, slots=True)
class CountCancelled:
    count_id: UUID
    name: str


TRANSFER = ("stock.transfer", "transfer_id")


@declare(
    "stock.transfer.sent",
    "{actor} sent {pieces} pieces from {source} to {target}",
    subject=TRANSFER,
)
@dataclass(frozen=True, slots=True)
class TransferSent:
    transfer_id: UUID
    source: str
    target: str
    pieces: int


@declare(
    "stock.transfer.received", "{actor} received {pieces} pieces at {target}", subject=TRANSFER
)
@dataclass(frozen=True, slots=True)
class TransferReceived:
    """`whole`: nothing of it is on the way any more."""

    transfer_id: UUID
    target: str
    pieces: int
    whole: bool


@declare(
    "stock.transfer.cancelled", "{actor} brought {pieces} pieces back to {source}", subject=TRANSFER
)
@dataclass(frozen=True, slots=True)
class TransferCancelled:
    transfer_id: UUID
    source: str
    pieces: int


PROMOTION = ("stock.promotion", "promotion_id")


@declare("stock.promotion.planned", "{actor} planned the promotion {name}", subject=PROMOTION)
@dataclass(frozen=True, slots=True)
class PromotionPlanned:
    promotion_id: UUID
    name: str
    variant_id: UUID
    account_id: UUID
    count: int


@declare(
    "stock.promotion.begun",
    "For the promotion {name} {kept} pieces are kept, {short} are missing",
    subject=PROMOTION,
)
@dataclass(frozen=True, slots=True)
class PromotionBegun:
    promotion_id: UUID
    name: str
    variant_id: UUID
    account_id: UUID
    kept: int
    short: int


@declare(
    "stock.promotion.ended",
    "The promotion {name} is over, {left} pieces are free",
    subject=PROMOTION,
)
@dataclass(frozen=True, slots=True)
class PromotionEnded:
    promotion_id: UUID
    name: str
    variant_id: UUID
    account_id: UUID
    left: int
