"""What became of orders is noted with their suppliers, and settles the vouchers they kept."""

from collections.abc import Sequence
from uuid import UUID

from hanse.engine.log.history import Event
from hanse.engine.tx import Tx
from hanse.rooms.purchasing.model import marks as model
from hanse.rooms.purchasing.model.restocks import Restock
from hanse.rooms.purchasing.service import saving
from hanse.rooms.purchasing.store import marks as store
from hanse.rooms.purchasing.store import parcels as parcels_store
from hanse.rooms.purchasing.store import purchases as purchases_store

FOLLOWED = frozenset(
    {
        "purchasing.order.placed",
        "purchasing.order.billed",
        "purchasing.order.refused",
        "purchasing.order.stopped",
        "purchasing.order.sent",
        "purchasing.order.delivered",
        "purchasing.order.cancelled",
    }
)


async def follow(tx: Tx, happened: Sequence[Event]) -> None:
    """Looked at as they stand now, so the same event twice, or a late one, notes nothing twice."""
    ids = sorted({UUID(str(each.payload["purchase_id"])) for each in happened})
    await saving.used(tx, ids)
    await saving.free(tx, ids)
    found = await purchases_store.ones(tx, ids)
    pieces = await store.pieces(tx, ids)
    parcels = await parcels_store.of_purchases(tx, ids)
    marks = [
        mark
        for each in found.values()
        for mark in model.of_purchase(
            each, pieces.get(each.id, 0), model.last_arrival(each, parcels.get(each.id, ()))
        )
    ]
    await store.put(tx, marks)


async def mark_restock(tx: Tx, found: Restock) -> None:
    await store.put(tx, model.of_restock(found, tx.now.date()))
