"""What we pack ourselves goes out: the ledger sells it, and the shop is told once."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from hanse.base.faults import Finding, Gone, Rejected
from hanse.changes.service.hands import Hands
from hanse.engine.log import events as log
from hanse.engine.tx import Tx
from hanse.rooms.orders.model.sending import Packed, Sending, fields_of, pack
from hanse.rooms.orders.model.states import State
from hanse.rooms.orders.model.telling import Untold
from hanse.rooms.orders.service import carrying, facts, lettering, telling
from hanse.rooms.orders.store import parcels as store
from hanse.rooms.stock.service import holding


async def send(hands: Hands, tx: Tx, order_id: UUID, asked: Sending) -> UUID:
    """The id of the parcel."""
    await store.lock(tx, [order_id])
    order = (await store.standing(tx, [order_id])).get(order_id)
    if order is None:
        raise Gone("There is no such order here, or not any more.")
    left = (await store.left(tx, [order_id])).get(order_id, [])
    packed = pack(order, left, asked)
    if isinstance(packed, Finding):
        raise Rejected(packed.sentence, [packed], packed.next_step)
    [parcel_id] = await send_all(hands, tx, [packed])
    return parcel_id


async def send_all(hands: Hands, tx: Tx, packed: Sequence[Packed]) -> Sequence[UUID]:
    """Parcels of orders that are locked, in the order in which they were packed; their ids. Where
    we tell the buyer, the shop is not asked to."""
    ours = await lettering.told_by_us(tx, {each.order.id: each.order.account_id for each in packed})
    packed = [quiet(each) if each.order.id in ours else each for each in packed]
    ids = [tx.ids.new() for _ in packed]
    await write(tx, packed, ids)
    stands = {
        each.order.id: State.shipped if each.complete else State.processing for each in packed
    }
    await store.stand(tx, stands)
    orders = {each.order.id: each.order for each in packed}
    said: list[object] = [
        facts.ParcelSent(each.order.id, parcel_id, each.order.number)
        for each, parcel_id in zip(packed, ids, strict=True)
    ]
    said += [
        facts.StateChanged(key, order.account_id, order.number, order.state.value, state.value)
        for key, state in stands.items()
        if state is not (order := orders[key]).state
    ]
    await log.append(tx, *said)
    untold = [told_of(each, key) for each, key in zip(packed, ids, strict=True)]
    await telling.tell(hands, tx, untold, "It was sent.")
    await carrying.sent(tx, packed)
    return ids


def quiet(packed: Packed) -> Packed:
    return replace(packed, asked=replace(packed.asked, notify=False))


async def write(tx: Tx, packed: Sequence[Packed], ids: Sequence[UUID]) -> None:
    parts = [
        (parcel_id, line, count)
        for each, parcel_id in zip(packed, ids, strict=True)
        for line, count in each.chosen
    ]
    totals: dict[UUID, int] = {}
    held: set[UUID] = set()
    for _, line, count in parts:
        totals[line.id] = totals.get(line.id, 0) + count
        held |= {line.id} if line.held else set()
    missing = await holding.ship(tx, {key: totals[key] for key in held}, "shipped")
    await store.add(
        tx,
        [
            (parcel_id, each.order.id, *each.asked.texts, each.asked.notify)
            for each, parcel_id in zip(packed, ids, strict=True)
        ],
        [(key, count, from_held(key, count, held, missing)) for key, count in totals.items()],
        [(parcel_id, line.id, count) for parcel_id, line, count in parts],
    )


def from_held(key: UUID, count: int, held: set[UUID], missing: Mapping[UUID, int]) -> int:
    return count - missing.get(key, 0) if key in held else 0


def told_of(packed: Packed, parcel_id: UUID) -> Untold:
    order, asked = packed.order, packed.asked
    parts = [(line.remote_id, count) for line, count in packed.chosen]
    fields = fields_of(asked.texts, parts, complete=packed.complete, notify=asked.notify)
    return Untold(parcel_id, order.id, order.account_id, order.remote_id, order.number, fields)
