"""What buyers take back of what suppliers send for them."""

import json
from collections.abc import Mapping, Sequence
from uuid import UUID

from hanse.base.money import Money
from hanse.engine.log import events as log
from hanse.engine.tx import Tx
from hanse.rooms.catalog.service import labels
from hanse.rooms.orders.model import judging
from hanse.rooms.orders.model.exceptions import TOO_MUCH, Facts, Trouble
from hanse.rooms.orders.model.shown import HELD_AS_DELETED
from hanse.rooms.orders.model.states import ENDED, OPEN, OUT, State
from hanse.rooms.orders.service import facts
from hanse.rooms.orders.service.preparing import Ready
from hanse.rooms.orders.store import bought as store
from hanse.rooms.orders.store import pages
from hanse.rooms.orders.store import parcels as parcels_store
from hanse.rooms.purchasing.model.purchases import Surplus
from hanse.rooms.purchasing.service import taking_back
from hanse.rooms.purchasing.service.taking_back import Less, Sale


async def fit(tx: Tx, ready: Ready, state: State) -> Mapping[UUID, int]:
    """How many pieces of each line suppliers still send, once what is not to be delivered any more
    is taken back from them. The order is written and so locked: nobody buys for it meanwhile."""
    known = ready.known
    if known is None:
        return {}
    if state in ENDED:
        if known.state not in ENDED or any(each.bought for each in known.lines.values()):
            await take_all(tx, ready.id, state)
        return dict.fromkeys((each.id for each in known.lines.values()), 0)
    now = {each.remote_id: each for each in ready.draft.lines}
    fewer = {
        each: now.get(key)
        for key, each in known.lines.items()
        if judging.taken_back(each, now.get(key))
    }
    if not fewer or state in OUT:
        return {each.id: each.bought for each in known.lines.values()}
    bought = dict(await store.of_order(tx, ready.id))
    less: dict[UUID, Less] = {}
    for line, told in fewer.items():
        out = judging.out_of(ready.draft.state, line, told.shipped if told else 0)
        counts = judging.less_bought(line, told, out, bought.get(line.id, 0))
        if any(counts):
            less[line.id] = Less(*counts)
    gone = await taking_back.take_back(tx, ready.id, less, sales(ready)) if less else {}
    if gone:
        await store.unbought(tx, gone)
        await look_again(tx, ready.id)
    return {key: count - gone.get(key, 0) for key, count in bought.items()}


def is_deleted(ready: Ready) -> bool:
    """At its shop, since it was last read: whether it is meant, nobody but a person knows."""
    return ready.gone_at is not None and not (ready.known is not None and ready.known.gone)


async def hold_deleted(tx: Tx, ready: Ready, state: State) -> None:
    """It waits for a person, and so does what is bought for it."""
    held = ready.known is not None and ready.known.held
    if state in OPEN and is_deleted(ready) and not held:
        await pages.hold(tx, [ready.id], HELD_AS_DELETED)
        await taking_back.hold(tx, [ready.id])
        await log.append(tx, facts.OrderHeld(ready.id, ready.draft.number))


async def take_all(tx: Tx, order_id: UUID, state: State) -> None:
    """Of an order that came to nothing. What is given back when all was sent is given back by the
    buyer, not kept from leaving."""
    await taking_back.take_all(tx, order_id, sent=state is not State.returned)
    await store.none(tx, order_id)
    await look_again(tx, order_id)


def sales(ready: Ready) -> Mapping[UUID, Sale]:
    """What the buyer pays for each line, without tax."""
    currency = ready.draft.sums.currency
    return {
        ready.line_ids[each.remote_id]: (Money(currency, each.total_minor), each.quantity)
        for each in ready.draft.lines
        if currency and each.total_minor is not None and each.quantity
    }


async def look_again(tx: Tx, order_id: UUID, over: str | None = None) -> None:
    """The exception about its suppliers says what stands now: of the supplier order that is `over`
    nothing wants a person any more, but what is bought too much."""
    there = await store.open_trouble(tx, order_id)
    number, codes = there or ("", [])
    others = [each for each in codes if each != TOO_MUCH] if number != over else []
    found = await taking_back.surplus(tx, order_id)
    if others or found:
        await stand(tx, order_id, number if others else found[0].number, others, found)
    elif there and (number == over or codes):
        await store.settle(tx, order_id)


async def trouble(tx: Tx, order_id: UUID, number: str, codes: Sequence[str]) -> None:
    """An exception of its order: a person looks at the supplier's side of it. What is bought too
    much is said with whatever else there is."""
    await stand(tx, order_id, number, codes, await taking_back.surplus(tx, order_id))


async def stand(
    tx: Tx, order_id: UUID, number: str, codes: Sequence[str], found: Sequence[Surplus]
) -> None:
    told = await told_of(tx, found) if found else {}
    said = {"number": number, **told, "codes": " ".join([*codes, *([TOO_MUCH] if found else [])])}
    opened = await store.trouble(tx, order_id, json.dumps(said))
    if opened:
        book = (await parcels_store.standing(tx, [order_id]))[order_id]
        fact = facts.ExceptionFound(order_id, *opened, book.number, Trouble.supplier.value)
        await log.append(tx, fact)


async def told_of(tx: Tx, found: Sequence[Surplus]) -> Facts:
    """How many pieces of what, at whom, and for how much: in each money where there are several."""
    pieces: dict[UUID, int] = {}
    costs: dict[str, int] = {}
    for each in found:
        for variant_id, count in each.pieces.items():
            pieces[variant_id] = pieces.get(variant_id, 0) + count
        if each.cost is not None:
            costs[each.cost.currency] = costs.get(each.cost.currency, 0) + each.cost.minor
    called = await labels.labels(tx, sorted(pieces))
    names = {key: called[key].title if key in called else "?" for key in pieces}
    told: dict[str, str | int] = {
        "pieces": sum(pieces.values()),
        "goods": ", ".join(f"{count} × {names[key]}" for key, count in pieces.items()),
        "supplier": ", ".join(dict.fromkeys(each.supplier for each in found)),
        "of": ", ".join(each.number for each in found),
    }
    if costs:
        told["cost"] = ", ".join(str(Money(currency, minor)) for currency, minor in costs.items())
    return told
