"""What the log tells about purchase orders for our own shelf."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from hanse.engine.log.events import declare

RESTOCK = ("purchasing.restock", "restock_id")


@declare("purchasing.restock.changed", "{actor} {what} purchase order {number}", subject=RESTOCK)
@dataclass(frozen=True, slots=True)
class RestockChanged:
    restock_id: UUID
    number: str
    what: str
    before: Mapping[str, object]
    after: Mapping[str, object]
    version: int


@declare(
    "purchasing.restock.sent",
    "{actor} sent purchase order {number} to {supplier} {how}",
    subject=RESTOCK,
)
@dataclass(frozen=True, slots=True)
class RestockSent:
    restock_id: UUID
    number: str
    supplier: str
    how: str
    digest: str  # of the PDF, which is kept as it was sent


@declare(
    "purchasing.restock.received",
    "{actor} took in {pieces} pieces of purchase order {number}",
    subject=RESTOCK,
)
@dataclass(frozen=True, slots=True)
class RestockReceived:
    restock_id: UUID
    number: str
    pieces: int
    defective: int
    is_whole: bool
    variant_ids: Sequence[UUID]
