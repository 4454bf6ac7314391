"""What our own shelf lacks is bought at suppliers, and what they send is told to the shop."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from hanse.base.money import Money
from hanse.changes.service.hands import Hands
from hanse.engine.jobs.jobs import enqueue_many
from hanse.engine.log.history import Event
from hanse.engine.tx import Tx
from hanse.rooms.orders.model.judging import Lack, LineNow
from hanse.rooms.orders.model.sending import Packed, Sending
from hanse.rooms.orders.model.states import OPEN, Payment, State
from hanse.rooms.orders.service import carrying, recipients, retelling, sending
from hanse.rooms.orders.service.preparing import Ready
from hanse.rooms.orders.service.taking_back import is_deleted, look_again, trouble
from hanse.rooms.orders.store import bought as store
from hanse.rooms.orders.store import parcels as parcels_store
from hanse.rooms.orders.store import queue
from hanse.rooms.purchasing.model.quoting import Need, NeedLine
from hanse.rooms.purchasing.service import choosing, needing, showing

SEND_JOB = "orders.send_bought"
INTAKE_JOB = "orders.intake"
GOES = frozenset({State.confirmed, State.processing})
SENT, DELIVERED = "purchasing.order.sent", "purchasing.order.delivered"
CANCELLED = "purchasing.order.cancelled"
RENUMBERED = "purchasing.parcel.renumbered"
# Nothing comes of these any more: the order asks its shelf again, and other suppliers.
OVER = frozenset({"purchasing.order.stopped", CANCELLED})
# After these nothing about it wants a person.
WELL = frozenset(
    {
        *("purchasing.order.quoted", "purchasing.order.agreed", "purchasing.order.placed"),
        *(SENT, "purchasing.order.stopped"),
    }
)
# What is asked of a person, by the event: the code, or the field that names it.
ASKED = "purchasing.order.asked"
TROUBLES: Mapping[str, str] = {
    "purchasing.order.refused": "refused",
    "purchasing.order.billed": "unpaid",
    "purchasing.order.lost": "unsure",
    CANCELLED: "cancelled",
    RENUMBERED: "renumbered",
}
DOUBTED = "purchasing.order.doubted"
FOLLOWED = frozenset(
    {
        *(SENT, DELIVERED, ASKED, DOUBTED, carrying.MOVED),
        *(*OVER, *WELL, *TROUBLES, *retelling.TOLD),
    }
)
# A supplier that cannot is passed over by itself, where another one can.
CANNOT = frozenset({"off_sale", "no_stock", "no_way"})


async def buy(tx: Tx, ready: Ready, state: State, lacks: Sequence[Lack]) -> Sequence[Lack]:
    """Of a paid order that nobody holds, what the shelf lacks is begun at suppliers; what nobody
    can send stays a lack. Of one that waits, what a supplier could send is none."""
    if not lacks or state not in OPEN:
        return lacks
    wanted = [(each.line.id, each.line.variant_id, each.pieces) for each in lacks]
    chosen = await choosing.chosen(tx, wanted)
    if not chosen:
        return lacks
    left = [each for each in lacks if each.line.id not in chosen]
    held = is_deleted(ready) or (ready.known is not None and ready.known.held)
    if state not in GOES or held or ready.draft.payment is not Payment.paid:
        return left
    lines = [
        NeedLine(
            *(each.line.id, each.line.variant_id, chosen[each.line.id].offer_id, each.pieces),
            sold(ready, each.line, each.pieces),
        )
        for each in lacks
        if each.line.id in chosen
    ]
    pieces = {each.order_line_id: each.quantity for each in lines}
    return left if await begin(tx, ready.id, ready.draft.number, lines, pieces) else lacks


def sold(ready: Ready, line: LineNow, pieces: int) -> Money | None:
    """What the buyer pays for so many pieces of a line, without tax."""
    currency = ready.draft.sums.currency
    by_id = {ready.line_ids[each.remote_id]: each for each in ready.draft.lines}
    told = by_id.get(line.id)
    if currency is None or told is None or told.total_minor is None or not told.quantity:
        return None
    return Money(currency, told.total_minor * pieces // told.quantity)


async def begin(
    tx: Tx,
    order_id: UUID,
    number: str,
    lines: Sequence[NeedLine],
    pieces: Mapping[UUID, int],
) -> Sequence[UUID]:
    """The purchases; none where there is nobody to send it to."""
    name = recipients.name_of(order_id)
    there = (await recipients.named(tx, [name])).get(name)
    if there is None or not there.address.country:
        return ()
    address = there.address
    need = Need(
        *(order_id, number, address.country or "", address.region or ""),
        *(address.postcode or "", name, there.mark, tuple(lines)),
    )
    begun = (await needing.begin(tx, [need])).get(order_id, ())
    if begun:
        await store.bought(tx, pieces)
    return begun


async def follow(tx: Tx, happened: Sequence[Event]) -> None:
    """What became of what was bought for orders."""
    sent: list[UUID] = []
    for event in happened:
        if event.name not in FOLLOWED:
            continue
        if event.name == carrying.MOVED:
            await carrying.moved(tx, event)
            continue
        purchase_id = UUID(str(event.payload["purchase_id"]))
        order_id = UUID(str(event.payload["order_id"]))
        number = str(event.payload["number"])
        await retelling.retell(tx, event)
        # What is bought too much is known for sure once it is known where it stands.
        if event.name in WELL:
            await look_again(tx, order_id, number)
        if event.name == SENT:
            sent.append(purchase_id)
        elif event.name == DELIVERED:
            await carrying.arrived(tx, await store.delivered(tx, [purchase_id]))
        elif event.name in OVER:
            await over(tx, purchase_id, order_id)
        await troubles(tx, event, purchase_id, order_id, number)
    if sent:
        await enqueue_many(tx, SEND_JOB, [(str(each), {"purchase": each}) for each in sent])


async def troubles(tx: Tx, event: Event, purchase_id: UUID, order_id: UUID, number: str) -> None:
    if event.name == ASKED:
        told = event.payload.get("codes")
        codes = [str(each) for each in told] if isinstance(told, list) else []
        if codes and set(codes) <= CANNOT and await pass_over(tx, purchase_id):
            return
        await trouble(tx, order_id, number, codes)
    elif event.name == DOUBTED:
        await trouble(tx, order_id, number, [str(event.payload["code"])])
    elif event.name == CANCELLED and await taken_back(tx, purchase_id):
        await look_again(tx, order_id, number)
    elif event.name in TROUBLES:
        if event.name == RENUMBERED:
            former, tracking = event.payload["former"], event.payload["tracking"]
            await store.renumber(tx, purchase_id, str(former), str(tracking))
        await trouble(tx, order_id, number, [TROUBLES[event.name]])


async def taken_back(tx: Tx, purchase_id: UUID) -> bool:
    """Whether anything of it was not wanted any more: then its end is what was wished for."""
    return any(each.unwanted for each in await showing.lines(tx, purchase_id))


async def pass_over(tx: Tx, purchase_id: UUID) -> bool:
    """Whether another supplier can send all of it, and so is asked instead."""
    lines = await showing.lines(tx, purchase_id)
    pieces = [(each.order_line_id, each.variant_id, each.quantity) for each in lines]
    if not await choosing.could_go_elsewhere(tx, purchase_id, pieces):
        return False
    return bool((await needing.pass_over(tx, [purchase_id])).stopped)


async def over(tx: Tx, purchase_id: UUID, order_id: UUID) -> None:
    """Its pieces are nobody's any more, and the order is looked at again."""
    lines = await showing.lines(tx, purchase_id)
    await store.unbought(tx, {each.order_line_id: each.wanted for each in lines})
    for account_id, remote_id in (await store.names(tx, [order_id])).values():
        await queue.want(tx, account_id, [remote_id])
        await enqueue_many(tx, INTAKE_JOB, [(str(account_id), {"account": account_id})])


async def send_bought(hands: Hands, tx: Tx, purchase_id: UUID) -> None:
    """The parcels of a purchase stand in the book, and the shop is told of the first: which of the
    goods lie in which of several, suppliers do not tell."""
    lines = await showing.lines(tx, purchase_id)
    parcels = await showing.parcels(tx, purchase_id)
    purchase = await showing.one(tx, purchase_id)
    await parcels_store.lock(tx, [purchase.order_id])
    known = await store.numbers(tx, purchase_id)
    fresh = [each for each in parcels if each.number not in known]
    order = (await parcels_store.standing(tx, [purchase.order_id])).get(purchase.order_id)
    if not fresh or order is None:
        return
    left = {each.id: each for each in (await parcels_store.left(tx, [order.id])).get(order.id, ())}
    counts = {
        each.order_line_id: min(each.wanted, left[each.order_line_id].bought)
        for each in lines
        if each.wanted and each.order_line_id in left and left[each.order_line_id].bought
    }
    if counts and order.state in OPEN:
        first, *fresh = fresh
        chosen = [(left[key], count) for key, count in counts.items()]
        whole = sum(each.left + each.bought for each in left.values())
        asked = Sending(counts, first.carrier, first.number, first.url)
        packed = Packed(order, asked, chosen, complete=sum(counts.values()) == whole)
        [parcel_id] = await sending.send_all(hands, tx, [packed])
        await store.unbought(tx, counts)
        await store.of_purchase(tx, parcel_id, purchase_id)
    if fresh:
        rows = [(tx.ids.new(), each.carrier, each.number, each.url) for each in fresh]
        await store.add_bare(tx, order.id, purchase_id, rows)
