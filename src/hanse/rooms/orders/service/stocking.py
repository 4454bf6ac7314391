"""What the ledger holds for orders is brought to what it should hold."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from hanse.engine.tx import Tx
from hanse.rooms.orders.model.judging import Lack, LineNow, comes_in
from hanse.rooms.orders.service.preparing import Begun, Ready
from hanse.rooms.orders.store import ledger as store
from hanse.rooms.orders.store import returns
from hanse.rooms.stock.model.holding import Back, Wanted
from hanse.rooms.stock.model.opening import Basis
from hanse.rooms.stock.service import holding, opened, places

SHIPPED, LET_GO = "shipped", "no longer wanted"
TAKEN_BACK = "taken back at the shop"
BEGUN = "its goods came in when counting began"


async def settle(
    tx: Tx,
    order_id: UUID,
    account_id: UUID,
    placed_at: datetime,
    lines: Sequence[LineNow],
    since: Begun,
) -> Sequence[Lack]:
    """What of each line is not there.

    Doing it twice changes nothing. What was out before counting began is in the first number
    already, and what was open then came in with it.
    """
    moving = [each for each in lines if is_moving(each)]
    if not moving:
        return ()
    # Shops tell whole seconds: of the second in which it began nobody knows which came first, and
    # pieces that are taken twice until the next count cost less than pieces that nobody has.
    begun = {key: at.replace(microsecond=0) for key, (at, _) in since.items()}
    old = {each.id for each in moving if placed_at < begun.get(each.variant_id, placed_at)}
    # All that lay there was counted, so what was open then is held of it as usual.
    counted = {key for key, (_, basis) in since.items() if basis is Basis.on_hand}
    left_out = {each.id for each in moving if each.id in old and each.variant_id not in counted}
    held = {each.id: each.held for each in moving}
    short: dict[UUID, int] = {}
    unknown: set[UUID] = set()
    wanted = [
        Wanted(each.id, order_id, each.variant_id, need, account_id)
        for each in moving
        if (need := each.want + (0 if each.id in old else max(each.out - each.sold, 0))) > each.held
    ]
    before = [each for each in wanted if each.line_id in left_out]
    after = [each for each in wanted if each.line_id not in left_out]
    found = dict(await holding.take_over(tx, before) if before else {})
    found |= await holding.reserve(tx, after) if after else {}
    late = {each.variant_id: each.line_id for each in after if each.variant_id not in begun}
    if fresh := await begun_since(tx, {key for key, line in late.items() if found[line].counted}):
        reserved = [each.line_id for each in after if each.variant_id in fresh]
        await holding.release(tx, dict.fromkeys(reserved), BEGUN)
        return await settle(tx, order_id, account_id, placed_at, lines, {**since, **fresh})
    for line_id, each in found.items():
        held[line_id] = each.held
        if each.counted:
            short[line_id] = each.short
        else:
            unknown.add(line_id)
    await let_go(tx, moving, held)
    rows = [
        (each.id, held[each.id], short.get(each.id, 0), max(each.out, each.sold)) for each in moving
    ]
    await store.note(tx, rows)
    lacking = {each.id: each.want - held[each.id] for each in moving if each.id in unknown} | short
    return [
        Lack(each, pieces, each.id not in unknown)
        for each in moving
        if (pieces := lacking.get(each.id, 0)) > 0
    ]


async def take_in(tx: Tx, ready: Ready, out: Mapping[UUID, int]) -> None:
    """What the shop took back lies at our first place again, if it came after counting began: what
    came before is in the first number."""
    known = {each.id: each for each in ready.known.lines.values()} if ready.known else {}
    came = {key: line.came for key, line in known.items()}
    told = {
        key: each
        for each in ready.draft.lines
        if (key := ready.line_ids[each.remote_id]) in out and each.returned > came.get(key, 0)
    }
    if not told:
        return
    ours = await returns.ours(tx, ready.id)
    counts = {
        key: count
        for key, each in told.items()
        if (count := comes_in(each, known.get(key), out[key], ours.get(key, 0)))
    }
    noted = await store.came(tx, {key: (came.get(key, 0), each) for key, each in counts.items()})
    place_id = (await places.first_own(tx)).id
    back = [
        Back(key, ready.id, variant_id, place_id, counts[key], ready.account_id)
        for key in sorted(noted)
        if (variant_id := ready.matches[told[key].remote_id][0])
        and not came_before(told[key].returned_at, ready.begun.get(variant_id))
    ]
    if back:
        await holding.take_back(tx, back, TAKEN_BACK)


def came_before(at: datetime | None, begun: tuple[datetime, Basis] | None) -> bool:
    return at is not None and begun is not None and at < begun[0]


async def begun_since(tx: Tx, variant_ids: Collection[UUID]) -> Begun:
    """Of those whose counting began after it was looked up since when they are counted: the goods
    of an order from before came in with it, and are not of the number that it began with."""
    return await opened.opened(tx, sorted(variant_ids)) if variant_ids else {}


def is_moving(line: LineNow) -> bool:
    return line.want != line.held or line.out > line.sold or line.short > 0


async def let_go(tx: Tx, lines: Sequence[LineNow], held: dict[UUID, int]) -> None:
    """What is out is sold, and what nobody wants any more can be bought by others."""
    sold = {each.id: each.out - each.sold for each in lines if each.out > each.sold}
    gone = {key: count for key, count in sold.items() if held[key]}
    if gone:
        missing = await holding.ship(tx, gone, SHIPPED)
        for key, count in gone.items():
            held[key] -= count - missing.get(key, 0)
    free: Mapping[UUID, int | None] = {
        each.id: held[each.id] - each.want for each in lines if held[each.id] > each.want
    }
    if free:
        await holding.release(tx, free, LET_GO)
        for each in lines:
            held[each.id] = min(held[each.id], each.want)
