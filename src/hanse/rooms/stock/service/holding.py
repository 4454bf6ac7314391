"""Pieces are held for lines of orders, sold, let go and taken back.

What is held for a line is held whole or not at all: of a bundle, all of its parts. Nobody here
reads what is there and then writes: each statement decides in itself.
"""

from collections.abc import Mapping, Sequence
from uuid import UUID

from hanse.base.faults import Conflict, Rejected
from hanse.engine.tx import Tx
from hanse.rooms.catalog.service import bundling
from hanse.rooms.stock.model.holding import Back, Held, Need, Wanted
from hanse.rooms.stock.model.moves import Cause, Move, MoveKind
from hanse.rooms.stock.service import places
from hanse.rooms.stock.service.telling import signer, tell_moved
from hanse.rooms.stock.store import holding as store
from hanse.rooms.stock.store import letting, levels
from hanse.rooms.stock.store import moves as moving

LINES_MAX = 5_000
TRIES_MAX = 10
ORDER = "orders.order"


async def reserve(tx: Tx, wanted: Sequence[Wanted]) -> Mapping[UUID, Held]:
    """What each line holds afterwards, by its id, the first first.

    `count` is what it is to hold in all: what it holds already counts, and is never made less. A
    line that there is not enough for holds what it held. Pieces that a promotion keeps for its
    shop are taken before others.
    """
    needs = await needs_of(tx, wanted)
    held: dict[UUID, Held] = {}
    moved: set[UUID] = set()
    while needs:
        answers = await store.reserve(tx, needs, signer(tx))
        again = {each.held.line_id for each in answers if each.again}
        held |= {each.held.line_id: each.held for each in answers}
        moved.update(one for each in answers for one in each.moved)
        # The first of those that are asked again gets what there is enough of, so this ends.
        needs = [need for need in needs if need.wanted.line_id in again]
    await tell_moved(tx, moved)
    return held


async def take_over(tx: Tx, wanted: Sequence[Wanted]) -> Mapping[UUID, Held]:
    """Goods of open orders that an opening number left out come in and are held for their lines,
    at the first of the places named or the first of our own."""
    needs = await needs_of(tx, wanted)
    if not needs:
        return {}
    own = (await places.first_own(tx)).id
    placed = [(need, (*need.wanted.place_ids, own)[0]) for need in needs]
    await moving.make(tx, [(need.variant_id, place_id) for need, place_id in placed])
    answers = await letting.take_over(tx, placed, signer(tx))
    await tell_moved(tx, (one for _, moved in answers for one in moved))
    return {held.line_id: held for held, _ in answers}


async def release(tx: Tx, lines: Mapping[UUID, int | None], reason: str) -> None:
    """So many pieces of each line can be bought by others again; None: all that it holds."""
    await let_go(tx, lines, reason, sold=False)


async def ship(tx: Tx, lines: Mapping[UUID, int | None], reason: str = "") -> Mapping[UUID, int]:
    """What is held goes away for good. By line, how many of the pieces were not held: nothing is
    taken for those. None: all that it holds."""
    gone = await let_go(tx, lines, reason, sold=True)
    return {line: (count or 0) - min(gone[line], count or 0) for line, count in lines.items()}


async def let_go(
    tx: Tx, lines: Mapping[UUID, int | None], reason: str, *, sold: bool
) -> Mapping[UUID, int]:
    limit(len(lines))
    if any(count is not None and count < 0 for count in lines.values()):
        raise ValueError("A line lets go of nothing or more.")
    gone = dict.fromkeys(lines, 0)
    moved: set[UUID] = set()
    left = dict(lines)
    for _ in range(TRIES_MAX):
        if not left:
            break
        done = await letting.let_go(tx, left, reason, signer(tx), sold=sold)
        moved.update(one for each in done for one in each.moved)
        for each in done:
            gone[each.line_id] += each.pieces
        left = {
            each.line_id: None if (count := left[each.line_id]) is None else count - each.pieces
            for each in done
            if each.again
        }
    else:
        raise Conflict("Lines were held anew while they were let go.", "Try again in a moment.")
    await tell_moved(tx, moved)
    return gone


async def take_back(tx: Tx, back: Sequence[Back], reason: str) -> None:
    """Goods that came back lie at their place again, of a bundle its parts; what nobody counts
    stays uncounted."""
    limit(len(back))
    if any(each.count < 1 for each in back):
        raise ValueError("One piece or more comes back.")
    parts = await bundling.parts_of(tx, list({each.variant_id for each in back}))
    moves: list[Move] = []
    orders: list[UUID] = []
    for each in back:
        what = [(part.component_id, part.count) for part in parts.get(each.variant_id, ())]
        for variant_id, per in what or [(each.variant_id, 1)]:
            place = each.place_id, MoveKind.return_, each.count * per
            moves.append(Move(variant_id, *place, account_id=each.account_id, line_id=each.line_id))
            orders.append(each.order_id)
    await moving.make(tx, sorted({(each.variant_id, each.place_id) for each in moves}))
    cause = Cause(ORDER, None, reason)
    await moving.move(tx, moves, cause, signer(tx), orders, counted_only=True)
    await tell_moved(tx, [each.variant_id for each in moves])


async def held(tx: Tx, line_ids: Sequence[UUID]) -> Mapping[UUID, int]:
    """Pieces of each line that are held now, whole ones."""
    return await levels.held(tx, line_ids)


async def needs_of(tx: Tx, wanted: Sequence[Wanted]) -> Sequence[Need]:
    """The parts of each line, the lines numbered in their order."""
    limit(len(wanted))
    if len({each.line_id for each in wanted}) != len(wanted):
        raise ValueError("A line is named twice.")
    if any(each.count < 0 for each in wanted):
        raise ValueError("A line wants nothing or more.")
    parts = await bundling.parts_of(tx, list({each.variant_id for each in wanted}))
    return [
        Need(no, each, variant_id, per)
        for no, each in enumerate(wanted)
        for variant_id, per in [
            (part.component_id, part.count) for part in parts.get(each.variant_id, ())
        ]
        or [(each.variant_id, 1)]
    ]


def limit(count: int) -> None:
    if count > LINES_MAX:
        sentence = f"{count:,} lines are more than {LINES_MAX:,}, the most at once."
        raise Rejected(sentence, next_step="Send them in several parts.")
