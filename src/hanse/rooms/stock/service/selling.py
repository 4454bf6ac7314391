"""How variants sell over all shops, from the ledger."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import sqrt
from uuid import UUID

from hanse.engine.tx import Tx
from hanse.rooms.stock.store import selling as store


@dataclass(frozen=True, slots=True)
class Sold:
    """Pieces a day, days without a sale included, and the standard deviation of a day's."""

    mean: float
    spread: float


async def sold(tx: Tx, variant_ids: Sequence[UUID], days: int) -> Mapping[UUID, Sold]:
    """Over so many days up to now; what was never sold is left out."""
    found: dict[UUID, Sold] = {}
    since = tx.now - timedelta(days=days)
    for variant_id, pieces, squares in await store.sold(tx, list(variant_ids), since):
        mean = pieces / days
        variance = (squares - pieces * mean) / (days - 1) if days > 1 else 0.0
        found[variant_id] = Sold(mean, sqrt(max(variance, 0.0)))
    return found


async def best(tx: Tx, days: int, rows_max: int) -> Sequence[tuple[UUID, int]]:
    """What sold most over all shops in so many days up to now, with its pieces. It reads all sales
    of these days: for a person who asks, not for a list."""
    return await store.best(tx, tx.now - timedelta(days=days), rows_max)
