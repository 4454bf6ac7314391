"""What buyers take back of what is bought for them: left out while nothing has left for the
supplier, and noted of what stands there, until somebody settles it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from hanse.base.money import Money
from hanse.engine.log import events as log
from hanse.engine.tx import Tx
from hanse.rooms.purchasing.model.purchases import Part, Purchase, Surplus
from hanse.rooms.purchasing.model.quoting import Code
from hanse.rooms.purchasing.model.states import FREE, THERE, Move, State
from hanse.rooms.purchasing.service import facts, needing, quoting
from hanse.rooms.purchasing.store import needs, unwanted
from hanse.rooms.purchasing.store import purchases as store

# The supplier has it, or may have it, and has sent nothing.
HAS_IT = (State.placing, State.unsure, State.unpaid, State.placed, State.cancelling)


@dataclass(frozen=True, slots=True)
class Less:
    """Pieces of a line that are not to be delivered any more. `spare`: others that our own shelf
    has, left out only where nothing was ordered."""

    pieces: int
    spare: int = 0


Sale = tuple[Money, int]  # what the buyer pays for a line, and for how many pieces


async def take_back(
    tx: Tx, order_id: UUID, less: Mapping[UUID, Less], sales: Mapping[UUID, Sale]
) -> Mapping[UUID, int]:
    """How many pieces of each line of an order are bought no more for it. The rows are locked, so
    whoever places them comes before or after, never between."""
    gone: dict[UUID, int] = {}
    for purchase, parts in await locked(tx, [order_id]):
        of_it = [each for each in parts if each.wanted and each.order_line_id in less]
        if not of_it or purchase.state not in (*FREE, *HAS_IT):
            continue
        free = await is_free(tx, purchase)
        counts: dict[UUID, int] = {}
        for each in of_it:
            asked = less[each.order_line_id]
            count = min(each.wanted, asked.pieces + (asked.spare if free else 0))
            if count:
                counts[each.order_line_id] = count
        await take(tx, purchase, parts, counts, sales, free=free)
        gone |= {key: gone.get(key, 0) + count for key, count in counts.items()}
    return gone


async def take_all(tx: Tx, order_id: UUID, *, sent: bool) -> None:
    """An order came to nothing, and so does all that is bought for it; `sent`: what is on its way
    too."""
    for purchase, parts in await locked(tx, [order_id]):
        counts = {each.order_line_id: each.wanted for each in parts if each.wanted}
        if purchase.state in (*FREE, *HAS_IT) or (sent and purchase.state is State.sent):
            free = await is_free(tx, purchase)
            await take(tx, purchase, parts, counts, {}, free=free)


async def locked(tx: Tx, order_ids: Sequence[UUID]) -> Sequence[tuple[Purchase, Sequence[Part]]]:
    ids = [each.id for each in await store.of_orders(tx, order_ids)]
    if not ids:
        return ()
    found = await store.ones(tx, sorted(ids), lock=True)
    parts = await store.parts(tx, list(found))
    return [(each, parts.get(each.id, ())) for each in found.values()]


async def is_free(tx: Tx, purchase: Purchase) -> bool:
    """Nothing has left for the supplier: also where its change waited, and is withdrawn by this."""
    if purchase.state is State.placing:
        return await needing.withdrawn_now(tx, purchase)
    return purchase.state in FREE


async def take(
    tx: Tx,
    purchase: Purchase,
    parts: Sequence[Part],
    counts: Mapping[UUID, int],
    sales: Mapping[UUID, Sale],
    *,
    free: bool,
) -> None:
    left = {key: each.wanted - counts.get(key, 0) for each in parts for key in [each.order_line_id]}
    if free:
        await leave(tx, purchase, parts, left, sales)
    elif counts:
        await unwanted.note(tx, purchase.id, counts)
        if not any(left.values()):
            await needing.unpay(tx, purchase)


async def leave(
    tx: Tx,
    purchase: Purchase,
    parts: Sequence[Part],
    left: Mapping[UUID, int],
    sales: Mapping[UUID, Sale],
) -> None:
    """It is quoted anew for what is left; one of which nothing is left is stopped."""
    about = purchase.id, purchase.order_id, purchase.number
    if not any(left.values()):
        if await store.move(tx, [purchase.id], Move.stopped):
            await unwanted.note_all(tx, purchase.id)
            await log.append(tx, facts.Stopped(*about))
        return
    offers = await needs.offers(tx, [(each.offer_id, left[each.order_line_id]) for each in parts])
    priced = [
        (each.order_line_id, left[each.order_line_id], found.price_minor if found else None)
        for each in parts
        for found in [offers.get(each.offer_id)]
    ]
    await unwanted.fewer(tx, purchase.id, priced)
    await unwanted.sold(tx, purchase.id, sold(purchase, parts, left, sales))
    if not waits_for_again(purchase) and await store.move(tx, [purchase.id], Move.fewer):
        await store.put_off(tx, [purchase.id], tx.now)
        await needing.ask_quotes(tx, [purchase.account_id])
    count = sum(each.quantity for each in parts) - sum(left.values())
    await log.append(tx, facts.Fewer(*about, count))


def waits_for_again(purchase: Purchase) -> bool:
    """Somebody has withdrawn it, and says when it is quoted again."""
    return any(each.get("code") == Code.withdrawn for each in purchase.findings)


def sold(
    purchase: Purchase,
    parts: Sequence[Part],
    left: Mapping[UUID, int],
    sales: Mapping[UUID, Sale],
) -> int | None:
    """What the buyer pays for what is left; by pieces where nobody tells."""
    if purchase.sold_minor is None:
        return None
    lines = [key for key, count in left.items() if count]
    if all(key in sales and sales[key][0].currency == purchase.sale_currency for key in lines):
        return sum(sales[key][0].minor * left[key] // sales[key][1] for key in lines)
    return purchase.sold_minor * sum(left.values()) // sum(each.quantity for each in parts)


async def drop(tx: Tx, purchase_ids: Collection[UUID]) -> None:
    """It is settled that nothing of these stands there: what was taken back meanwhile is left out,
    as it would have been at once."""
    found = await store.ones(tx, sorted(purchase_ids), lock=True)
    parts = await store.parts(tx, list(found))
    for purchase in found.values():
        of_it = parts.get(purchase.id, ())
        if purchase.state in FREE and any(each.unwanted for each in of_it):
            await leave(
                tx, purchase, of_it, {each.order_line_id: each.wanted for each in of_it}, {}
            )


async def surplus(tx: Tx, order_id: UUID) -> Sequence[Surplus]:
    """What stands at suppliers for an order and is not wanted any more, as far as nobody has
    answered for it. One of which nobody knows whether it stands there is none yet."""
    by_id: dict[UUID, list[Mapping[str, object]]] = {}
    for row in await unwanted.open_of(tx, order_id, sorted(THERE)):
        by_id.setdefault(row["id"], []).append(dict(row))
    return [one(rows) for rows in by_id.values()]


def one(rows: Sequence[Mapping[str, object]]) -> Surplus:
    first, pieces = rows[0], dict[UUID, int]()
    cost: int | None = 0
    for each in rows:
        variant, count, price = each["variant_id"], each["pieces"], each["price_minor"]
        assert isinstance(variant, UUID)
        assert isinstance(count, int)
        pieces[variant] = pieces.get(variant, 0) + count
        cost = cost + price * count if cost is not None and isinstance(price, int) else None
    purchase_id, currency = first["id"], first["currency"]
    assert isinstance(purchase_id, UUID)
    return Surplus(
        purchase_id=purchase_id,
        number=str(first["number"]),
        supplier=str(first["supplier"]),
        state=State(str(first["state"])),
        pieces=pieces,
        cost=Money(str(currency), cost) if currency and cost is not None else None,
    )


async def settle(tx: Tx, order_ids: Sequence[UUID]) -> None:
    """A person has answered for it: it was ended there, or the goods are kept."""
    await unwanted.settle(tx, order_ids)


async def hold(tx: Tx, order_ids: Sequence[UUID]) -> None:
    """While the order of the buyer is held nothing leaves for its suppliers. A change that waits is
    withdrawn; what stands there goes on."""
    found = await locked(tx, order_ids)
    await unwanted.hold(tx, [each.id for each, _ in found], held=True)
    for each, _ in found:
        if each.state is State.placing and await needing.withdrawn_now(tx, each):
            await store.move(tx, [each.id], Move.held)


async def release(tx: Tx, order_ids: Sequence[UUID]) -> None:
    """They are placed as soon as their buffer is over, and an old quote is asked for anew."""
    found = await locked(tx, order_ids)
    await unwanted.hold(tx, [each.id for each, _ in found], held=False)
    for account_id in sorted({each.account_id for each, _ in found if each.state is State.quoted}):
        await quoting.ask_place(tx, account_id, tx.now)
