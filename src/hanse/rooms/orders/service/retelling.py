"""The timeline of an order tells what became of its orders at suppliers, from the one log."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from hanse.engine.log import events as log
from hanse.engine.log.history import Event
from hanse.engine.tx import Tx
from hanse.rooms.orders.service import supplied_facts as facts
from hanse.rooms.purchasing.service import showing, suppliers

PLAIN: Mapping[str, type[facts.Of]] = {
    "purchasing.order.placed": facts.Ordered,
    "purchasing.order.billed": facts.Billed,
    "purchasing.order.stopped": facts.Stopped,
    "purchasing.order.cancelled": facts.Cancelled,
}
REFUSED, FEWER, SENT = (
    "purchasing.order.refused",
    "purchasing.order.reduced",
    "purchasing.order.sent",
)
TOLD = frozenset({*PLAIN, REFUSED, FEWER, SENT})


async def retell(tx: Tx, event: Event) -> None:
    if event.name not in TOLD:
        return
    purchase_id = UUID(str(event.payload["purchase_id"]))
    found = await showing.one(tx, purchase_id)
    supplier = (await suppliers.names(tx, [found.supplier_id]))[found.supplier_id].name
    about = found.order_id, purchase_id, found.number, supplier
    if plain := PLAIN.get(event.name):
        await log.append(tx, plain(*about))
    elif event.name == REFUSED:
        await log.append(tx, facts.Refused(*about, str(event.payload["why"])))
    elif event.name == FEWER:
        await log.append(tx, facts.Fewer(*about, int(str(event.payload["count"]))))
    else:
        tracked = await numbers(tx, purchase_id, event)
        await log.append(tx, *(facts.ParcelCame(*about, each) for each in tracked))


async def numbers(tx: Tx, purchase_id: UUID, event: Event) -> Sequence[str]:
    """Of the parcels that it tells of, as they are called now."""
    told = event.payload.get("parcel_ids")
    ids = {UUID(str(each)) for each in told} if isinstance(told, list) else set[UUID]()
    return [each.number for each in await showing.parcels(tx, purchase_id) if each.id in ids]
