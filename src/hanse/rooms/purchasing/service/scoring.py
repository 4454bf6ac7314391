"""How good suppliers are, of what they did with our orders over the last year."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from uuid import UUID

from hanse.engine.tx import Tx
from hanse.rooms.purchasing.model.marks import counted
from hanse.rooms.purchasing.model.scores import Score, scored
from hanse.rooms.purchasing.store import marks as store

OVER = timedelta(days=365)


async def scores(tx: Tx, supplier_ids: Sequence[UUID]) -> Mapping[UUID, Score]:
    """Of each of these; of one of which nothing is known what is usual."""
    counts = await store.counts(tx, sorted(set(supplier_ids)), tx.now - OVER)
    return {supplier_id: scored(counted(found)) for supplier_id, found in counts.items()}
