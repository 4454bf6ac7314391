"""What the log tells about stock: that it moved. What moved stands in the ledger."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from hanse.engine.log.events import declare


@declare("stock.level.moved", "Stock of {count} variants moved", routine=True)
@dataclass(frozen=True, slots=True)
class LevelsMoved:
    """Variants whose levels are other than before, bundles aside: at most 500 in one event."""

    variant_ids: Sequence[UUID]
    count: int


@declare("stock.reservation.lost", "{count} lines of orders lost what was held for them")
@dataclass(frozen=True, slots=True)
class ReservationsLost:
    """Less was there than was promised; the youngest orders gave way."""

    order_ids: Sequence[UUID]
    line_ids: Sequence[UUID]
    variant_ids: Sequence[UUID]
    count: int
