"""What is bought, for people and for the room of orders."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from hanse.base.faults import Gone
from hanse.engine.tx import Tx
from hanse.rooms.purchasing.model.parcels import Parcel
from hanse.rooms.purchasing.model.purchases import Part, Purchase
from hanse.rooms.purchasing.store import parcels as parcels_store
from hanse.rooms.purchasing.store import purchases as store


async def one(tx: Tx, purchase_id: UUID) -> Purchase:
    found = (await store.ones(tx, [purchase_id])).get(purchase_id)
    if found is None:
        raise Gone("There is no such supplier order here, or not any more.")
    return found


async def lines(tx: Tx, purchase_id: UUID) -> Sequence[Part]:
    return (await store.parts(tx, [purchase_id])).get(purchase_id, ())


async def parcels(tx: Tx, purchase_id: UUID) -> Sequence[Parcel]:
    return (await parcels_store.of_purchases(tx, [purchase_id])).get(purchase_id, ())


async def of_orders(tx: Tx, order_ids: Sequence[UUID]) -> Mapping[UUID, Sequence[Purchase]]:
    found: dict[UUID, list[Purchase]] = {}
    for each in await store.of_orders(tx, order_ids):
        found.setdefault(each.order_id, []).append(each)
    return found
