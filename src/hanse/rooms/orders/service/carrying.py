"""Parcels that we or a shop sent: a service follows them, where one is connected."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from hanse.engine.log import events as log
from hanse.engine.log.history import Event
from hanse.engine.tx import Tx
from hanse.rooms.orders.model.rows import ParcelRow
from hanse.rooms.orders.model.sending import Packed
from hanse.rooms.orders.model.states import ENDED, State
from hanse.rooms.orders.service import facts
from hanse.rooms.orders.store import bought as store
from hanse.rooms.orders.store import parcels as parcels_store
from hanse.rooms.purchasing.service import followed

MOVED = "purchasing.own_parcel.moved"
LATELY = timedelta(days=21)  # each number is paid for, and what is older has mostly arrived
ARRIVED = ENDED | {State.delivered}


async def sent(tx: Tx, packed: Sequence[Packed]) -> None:
    await followed.sent(tx, [(each.order.id, *each.asked.texts) for each in packed])


async def shown(tx: Tx, state: State, parcels: Sequence[ParcelRow]) -> None:
    """What a shop shows of its own parcels, if it was sent lately."""
    lately = [each for each in parcels if each.shipped_at and each.shipped_at > tx.now - LATELY]
    if lately and state not in ARRIVED:
        rows = [
            (each.order_id, each.carrier, each.tracking_number, each.tracking_url)
            for each in lately
        ]
        await followed.sent(tx, rows)


async def moved(tx: Tx, event: Event) -> None:
    """One that has arrived; with the last of its order, that has as well."""
    if event.payload["state"] == "delivered":
        order_id, number = UUID(str(event.payload["order_id"])), str(event.payload["tracking"])
        await arrived(tx, await store.arrived(tx, order_id, number))


async def arrived(tx: Tx, order_ids: Sequence[UUID]) -> None:
    """Orders of which every parcel has arrived now."""
    orders = await parcels_store.standing(tx, order_ids)
    await parcels_store.stand(tx, dict.fromkeys(orders, State.delivered))
    await log.append(
        tx,
        *(
            facts.StateChanged(
                *(each.id, each.account_id, each.number, each.state.value),
                State.delivered.value,
            )
            for each in orders.values()
        ),
    )
