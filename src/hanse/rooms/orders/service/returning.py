"""Goods come back: requested, approved, received piece by piece, and paid for by a refund."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from hanse.base.card_numbers import CODE_DIGITS_MIN, without_cards
from hanse.base.faults import Gone
from hanse.changes.service.hands import Hands
from hanse.engine.log import events as log
from hanse.engine.tx import Tx
from hanse.rooms.catalog.service import bundling
from hanse.rooms.orders.model.refunding import Take, Wanted
from hanse.rooms.orders.model.returning import (
    WAYS,
    Act,
    Received,
    Return,
    ReturnPart,
    ReturnReason,
    ReturnState,
)
from hanse.rooms.orders.service import refund_facts as facts
from hanse.rooms.orders.service import refunding
from hanse.rooms.orders.service.acting import refused
from hanse.rooms.orders.service.refunding import Refunding
from hanse.rooms.orders.store import refunds
from hanse.rooms.orders.store import returns as store
from hanse.rooms.stock.model.holding import Back
from hanse.rooms.stock.model.moves import Cause, Move, MoveKind
from hanse.rooms.stock.service import holding, moving, opened, places

CAUSE = "orders.return"
CAME_BACK, NO_USE = "came back", "came back and is of no use"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is done with a return, with what that act needs. `came`: empty: all that was expected,
    to be sold again."""

    act: Act
    why: str = ""
    carrier: str = ""
    tracking_number: str = ""
    label_url: str = ""
    came: tuple[Received, ...] = ()
    place_id: UUID | None = None
    shipping: bool = False
    by_hand: bool = False
    notify: bool = True


async def request(
    tx: Tx,
    order_id: UUID,
    reason: ReturnReason,
    note: str,
    parts: Mapping[UUID, int],
) -> Return:
    """Of pieces that have left us and do not come back already; none named: all of these."""
    await refunds.lock(tx, order_id)
    order = await refunding.known(tx, order_id)
    coming, came = await store.coming(tx, order_id), await store.came(tx, order_id)
    there = {
        each.id: min(each.out, each.quantity) - coming.get(each.id, 0) - came.get(each.id, 0)
        for each in order.lines
    }
    titles = {each.id: each.title for each in order.lines}
    chosen = dict(parts) or {key: count for key, count in there.items() if count > 0}
    if not chosen:
        said = f"Nothing of order {order.number} has left that could come back."
        raise refused("lines", said, "Refund it, or cancel it.")
    for key, count in chosen.items():
        if not 1 <= count <= there.get(key, 0):
            said = f"Of {titles.get(key, 'this line')} {max(there.get(key, 0), 0)} pieces could"
            raise refused("lines", f"{said} come back, not {count}.", "Choose fewer.")
    return_id = tx.ids.new()
    said = without_cards(" ".join(note.split()))
    named = [ReturnPart(*each) for each in chosen.items()]
    await store.add(tx, return_id, (order_id, order.account_id), reason, said, named)
    about = (order_id, return_id, order.number)
    await log.append(tx, facts.ReturnRequested(*about, reason.value))
    return await one(tx, return_id)


async def list_returns(
    tx: Tx,
    states: Sequence[ReturnState],
    order_id: UUID | None,
    before: UUID | None,
    rows_max: int,
) -> Sequence[Return]:
    """The newest first."""
    last = before or UUID(int=2**128 - 1)
    ids = await store.page(tx, states or tuple(ReturnState), order_id, last, rows_max)
    return await store.rows(tx, ids)


async def one(tx: Tx, return_id: UUID) -> Return:
    found = await store.rows(tx, [return_id])
    if not found:
        raise Gone("There is no such return here, or not any more.")
    return found[0]


async def act(hands: Hands, tx: Tx, return_id: UUID, asked: Asked) -> Return:
    """One step along the table; what may not be done now says why."""
    await store.lock(tx, return_id)
    found = await one(tx, return_id)
    after = WAYS.get((found.state, asked.act))
    if after is None:
        said = f"The return is {found.state.value.replace('_', ' ')}: that cannot be done with it."
        raise refused("act", said, found.next_action)
    if found.refund_open:
        said = "Its refund is proposed and waits."
        raise refused("act", said, "Approve or withdraw that change first.")
    why = without_cards(" ".join(asked.why.split()))
    if asked.act in (Act.decline, Act.close) and not why:
        raise refused("why", "It needs a reason.", "Say why, in a sentence.")
    if asked.act is Act.label:
        await label(tx, found, asked)
    elif asked.act is Act.receive:
        await receive(tx, found, asked)
    elif asked.act is Act.refund:
        await refund(hands, tx, found, asked)
    if after is not found.state:
        await store.move(tx, return_id, after, why)
        about = (found.order_id, found.id, found.number)
        await log.append(tx, facts.ReturnMoved(*about, found.state.value, after.value))
    return await one(tx, return_id)


async def label(tx: Tx, found: Return, asked: Asked) -> None:
    number = without_cards(asked.tracking_number.strip(), CODE_DIGITS_MIN)
    carrier, url = without_cards(asked.carrier.strip()), asked.label_url.strip()
    if not (number or url):
        said = "A label is a link to it, or a tracking number."
        raise refused("tracking_number", said, "Enter one of them.")
    if url and not url.startswith("https://"):
        raise refused("label_url", "The link begins with https://.", "Enter it whole.")
    await store.label(tx, found.id, carrier, number, url)
    await log.append(tx, facts.ReturnLabelled(found.order_id, found.id, found.number))


async def receive(tx: Tx, found: Return, asked: Asked) -> None:
    """What came lies at its place again; what is of no use is taken off there at once."""
    place_id = await refunding.place_of(tx, asked.place_id)
    came = [
        each if each.place_id else replace(each, place_id=place_id)
        for each in asked.came or [Received(each.line_id, each.count, 0) for each in found.lines]
    ]
    by_id = {each.line_id: each for each in found.lines}
    for each in came:
        line = by_id.get(each.line_id)
        count = each.restock + each.write_off
        if line is None:
            raise refused("lines", "One of these lines is not in the return.", "Look at it again.")
        if min(each.restock, each.write_off) < 0 or count > line.count:
            said = f"Of {line.title} {line.count} pieces were to come back, not {count}."
            raise refused("lines", said, f"Take {line.count} at most.")
    if len({each.line_id for each in came}) < len(came):
        raise refused("lines", "A line is named twice.", "Name each line once.")
    if not any(each.restock + each.write_off for each in came):
        said = "Nothing of it has come."
        raise refused("lines", said, "Wait for the parcel, or decline the return.")
    for place in sorted({each.place_id for each in came if each.place_id}):
        await places.usable(tx, place)
    await store.receive(tx, found.id, came)
    counted = [each for each in came if by_id[each.line_id].variant_id]
    await take_in(tx, found, counted)
    await write_off(tx, found, counted)


async def take_in(tx: Tx, found: Return, came: Sequence[Received]) -> None:
    variants = {each.line_id: each.variant_id for each in found.lines}
    back = [
        Back(
            *(each.line_id, found.order_id, variant_id, each.place_id, count),
            found.account_id,
        )
        for each in came
        if (count := each.restock + each.write_off)
        and (variant_id := variants[each.line_id])
        and each.place_id
    ]
    if back:
        await holding.take_back(tx, back, CAME_BACK)


async def write_off(tx: Tx, found: Return, came: Sequence[Received]) -> None:
    """Of bundles their parts; what nobody counts stays uncounted."""
    variants = {each.line_id: each.variant_id for each in found.lines}
    off = [
        (variant_id, each.place_id, each.write_off)
        for each in came
        if each.write_off and (variant_id := variants[each.line_id]) and each.place_id
    ]
    if not off:
        return
    parts = await bundling.parts_of(tx, list({variant_id for variant_id, _, _ in off}))
    pieces = [
        (part_id, place_id, count * per)
        for variant_id, place_id, count in off
        for part_id, per in [(part.component_id, part.count) for part in parts.get(variant_id, ())]
        or [(variant_id, 1)]
    ]
    known = await opened.opened(tx, sorted({each[0] for each in pieces}))
    moves = [
        Move(variant_id, place_id, MoveKind.adjustment, -count)
        for variant_id, place_id, count in pieces
        if variant_id in known
    ]
    if moves:
        await moving.move(tx, moves, Cause(CAUSE, found.id, NO_USE))


async def refund(hands: Hands, tx: Tx, found: Return, asked: Asked) -> None:
    """For all that came. The shop restocks all of it or nothing: not every platform takes some."""
    order = await refunding.known(tx, found.order_id)
    left = {each.id: each.left for each in order.lines}
    all_good = not any(each.written_off for each in found.lines)
    takes = {
        each.line_id: Take(count, all_good)
        for each in found.lines
        if (count := min(each.restocked + each.written_off, left.get(each.line_id, 0))) > 0
    }
    if not takes:
        said = "All that came was paid back already."
        raise refused("act", said, "Close the return without money.")
    wanted = Wanted(lines=takes, shipping=asked.shipping)
    note = f"Return: {found.reason.value.replace('_', ' ')}"
    given = Refunding(
        *(wanted, note, asked.by_hand, asked.notify),
        return_id=found.id,
        taken_in=True,
    )
    await refunding.refund(hands, tx, found.order_id, given)
