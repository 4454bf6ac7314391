"""Buyers are told of the way of their goods, where letters are ours to write: whoever sent them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from hanse.base.faults import Gone
from hanse.engine.log.history import Event
from hanse.engine.tx import Tx
from hanse.rooms.connections.service import accounts
from hanse.rooms.letters.model.asking import Addressee, Ask, why_not
from hanse.rooms.letters.model.layout import Written
from hanse.rooms.letters.model.stages import Stage, stage_of
from hanse.rooms.letters.model.templates import Template
from hanse.rooms.letters.service import settings, telling
from hanse.rooms.letters.service import templates as letter_templates
from hanse.rooms.orders.model import lettering as model
from hanse.rooms.orders.model.lettering import Order, Parcel
from hanse.rooms.orders.model.orders import Person
from hanse.rooms.orders.model.states import State
from hanse.rooms.orders.service import sealing
from hanse.rooms.orders.store import lettering as store
from hanse.rooms.orders.store import people as people_store
from hanse.rooms.purchasing.model.quoting import Code
from hanse.rooms.purchasing.service import showing as buying

PLACED, SENT = "orders.order.placed", "orders.order.sent"
CHANGED, STATE_CHANGED = "orders.order.changed", "orders.order.state_changed"
BOUGHT_SENT, BOUGHT_MOVED = "purchasing.order.sent", "purchasing.parcel.moved"
DOUBTED, OWN_MOVED = "purchasing.order.doubted", "purchasing.own_parcel.moved"
OF_ORDERS = (PLACED, SENT, CHANGED, STATE_CHANGED)
FOLLOWED = frozenset({*OF_ORDERS, BOUGHT_SENT, BOUGHT_MOVED, DOUBTED, OWN_MOVED})
WHY = "to write a letter to the buyer"
WHY_PREVIEW = "to show a letter as the buyer would read it"
SHIPPED = frozenset({"shipped", "delivered"})


async def follow(tx: Tx, happened: Sequence[Event], base: str) -> None:
    if not await settings.we_tell(tx):
        return
    order_ids = sorted({UUID(str(each.payload["order_id"])) for each in happened})
    orders = await read(tx, order_ids)
    shops = await accounts.of_ids(tx, sorted({each.account_id for each in orders.values()}))
    since = {each.id: each.made_at for each in shops}
    asks: list[Ask] = []
    for event in happened:
        order = orders.get(UUID(str(event.payload["order_id"])))
        if order is not None:
            asks += await asked(tx, event, order, since.get(order.account_id, tx.now))
    await telling.tell(tx, asks, lambda ids: buyers(tx, ids, WHY), base)


async def asked(tx: Tx, event: Event, order: Order, since: datetime) -> Sequence[Ask]:
    """`since`: when its shop was connected here."""
    told = event.payload
    if event.name == PLACED:
        return model.placed(order, max(tx.now - model.RECENT, since))
    if event.name == SENT:
        return model.sent(order, UUID(str(told["parcel_id"])))
    if event.name == CHANGED:
        return model.changed(order, tx.now)
    if event.name == STATE_CHANGED:
        return model.moved(order, State(str(told["after"])))
    if event.name == OWN_MOVED:
        return model.followed(order, str(told["tracking"]), stage_of(str(told["state"])))
    if event.name == DOUBTED and told["code"] != Code.late.value:
        return ()
    purchase_id = UUID(str(told["purchase_id"]))
    if event.name == BOUGHT_SENT:
        ids = told.get("parcel_ids")
        chosen = set(map(str, ids)) if isinstance(ids, list) else set()
        return await of_purchase(tx, order, purchase_id, Stage.sent, chosen)
    if event.name == DOUBTED:
        return await late(tx, order, purchase_id)
    stage = stage_of(str(told["state"]))
    chosen = {str(told["parcel_id"])}
    return await of_purchase(tx, order, purchase_id, stage, chosen) if stage else ()


async def of_purchase(
    tx: Tx, order: Order, purchase_id: UUID, stage: Stage, chosen: set[str]
) -> Sequence[Ask]:
    parcels = [
        Parcel(each.id, each.carrier, each.number, each.url)
        for each in await buying.parcels(tx, purchase_id)
        if str(each.id) in chosen
    ]
    return model.of_supplier(order, stage, parcels)


async def late(tx: Tx, order: Order, purchase_id: UUID) -> Sequence[Ask]:
    """Once for all that a supplier sends together; its number where there is one parcel alone."""
    there = [each for each in await buying.parcels(tx, purchase_id) if each.delivered_at is None]
    if len(there) == 1:
        [one] = there
        return [order.ask(Stage.late, Parcel(purchase_id, one.carrier, one.number, one.url))]
    return [order.ask(Stage.late, Parcel(purchase_id, "", "", ""))]


async def told_by_us(tx: Tx, shops: Mapping[UUID, UUID]) -> frozenset[UUID]:
    """Of these orders, each with its shop: those of whose parcels we tell the buyer, and can. Of
    the others the shop tells, so that nobody is left out."""
    ours = await settings.told_by_us(tx, set(shops.values()), Stage.sent)
    order_ids = sorted(key for key, shop in shops.items() if shop in ours)
    if not order_ids:
        return frozenset()
    found = await buyers(tx, order_ids, WHY)
    return frozenset(key for key in order_ids if why_not(found.get(key)) is None)


async def read(tx: Tx, order_ids: Sequence[UUID]) -> Mapping[UUID, Order]:
    found = await store.orders(tx, order_ids)
    parcels = await store.parcels(tx, order_ids)
    orders = {}
    for key, each in found.items():
        own = [
            Parcel(
                *(one.id, one.carrier, one.number, one.url),
                by_shop=one.made_by == "shop",
                out=one.state in SHIPPED,
                made_at=one.made_at,
            )
            for one in parcels.get(key, ())
            if one.purchase_id is None
        ]
        others = len(parcels.get(key, ())) - len(own)
        orders[key] = Order(*each, parcels=own, others=others)
    return orders


async def buyers(tx: Tx, order_ids: Sequence[UUID], why: str) -> Mapping[UUID, Addressee]:
    """Who bought; whoever was erased is missing."""
    rows = await people_store.personal(tx, order_ids)
    persons = await sealing.opened(tx, sealing.PERSONAL, rows, why)
    return {key: Addressee(called(each), each.email) for key, each in persons.items()}


def called(person: Person) -> str:
    """By the first name where it is told apart, else as they wrote it."""
    address = person.shipping or person.billing
    return (address.first_name if address else None) or person.name


@dataclass(frozen=True, slots=True, repr=False)
class Previewed:
    order_id: UUID
    order: str
    written: Written


async def preview(
    tx: Tx, order_id: UUID | None, template: tuple[Stage, str], words: Template | None, base: str
) -> Previewed:
    """A letter of a real order, the newest where none is named; nothing is sent."""
    order = await chosen(tx, order_id)
    stage, language = template
    parcel = order.parcels[0] if order.parcels else None
    for purchase in (await buying.of_orders(tx, [order.id])).get(order.id, ()):
        for each in await buying.parcels(tx, purchase.id):
            parcel = parcel or Parcel(each.id, each.carrier, each.number, each.url)
    ask = order.ask(stage, None if stage is Stage.taken else parcel)
    buyer = (await buyers(tx, [order.id], WHY_PREVIEW)).get(order.id)
    shops = await accounts.of_ids(tx, [order.account_id])
    values = telling.values_of(ask, buyer.name if buyer else "", shops[0].name if shops else "")
    kept = words or (await letter_templates.everything(tx))[template]
    return Previewed(order.id, order.number, letter_templates.preview(kept, values, language, base))


async def chosen(tx: Tx, order_id: UUID | None) -> Order:
    newest = None if order_id else await store.newest(tx)
    wanted = order_id or (newest.id if newest else None)
    found = (await read(tx, [wanted])).get(wanted) if wanted else None
    if found is None:
        raise Gone("There is no such order here.", "Choose another one, or wait for the first.")
    return found


async def erase(tx: Tx, customer_id: UUID) -> None:
    """Before who bought is erased: what was written to them goes with it."""
    await telling.erase(tx, await store.of_customer(tx, customer_id))
