"""More than one transaction bears is taken back part by part, each with how far it has come: who
follows somebody who was killed goes on there, and nothing is taken back twice."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from hanse.changes.model.changes import Lane
from hanse.changes.model.planned import Planned, Wish, thing_of
from hanse.changes.model.policies import Schedule
from hanse.changes.model.states import State
from hanse.changes.model.undoing import Scope
from hanse.changes.service import facts, gathering, queue
from hanse.changes.service.asking import OpenTx
from hanse.changes.service.gathering import Gathered
from hanse.changes.service.hands import Hands
from hanse.changes.service.undoing import wished, wishes_of
from hanse.changes.store import rows as store
from hanse.changes.store import sets, undoings
from hanse.changes.store.sets import Held
from hanse.changes.store.undoings import Asked
from hanse.engine.log import events as log
from hanse.engine.tx import Tx

LIFE = timedelta(days=1)  # what was not worked out by then never will be
ROWS_A_HEAD = 4  # of a thing, more changes than these are rare

Place = tuple[datetime | None, UUID]


async def undo_all(hands: Hands, open_tx: OpenTx, undo_id: UUID) -> None:
    """Until all of it is there, from where it was."""
    async with open_tx() as tx:
        held, asked = await sets.get(tx, undo_id), await undoings.get(tx, undo_id)
    if held is None or asked is None:
        return
    place = place_of(asked)
    all_of_it = await gathering.found_again(hands, open_tx, undo_id)
    more = True
    while more:
        async with open_tx() as tx:
            current = await undoings.get(tx, undo_id)
            if current is None or place_of(current) != place:
                return  # another one is at it
            place, more = await one_part(hands, tx, held, current, all_of_it)

    async def is_ours(tx: Tx) -> bool:
        return await closed(tx, held)

    await gathering.finished(hands, open_tx, held.set, all_of_it, is_ours)


def place_of(asked: Asked) -> Place | None:
    return (asked.last_at, asked.last_id) if asked.last_id else None


async def one_part(
    hands: Hands, tx: Tx, held: Held, asked: Asked, all_of_it: Gathered
) -> tuple[Place | None, bool]:
    """How far it has come with this part, and whether there may be more."""
    found, last, more = await next_of(hands, tx, held, asked)
    if last is None:
        return place_of(asked), False
    made = await wished(hands, tx, found, Scope(fields=asked.fields))
    wishes = await missing(tx, held.set.id, wishes_of(made))
    if wishes:
        place = gathering.placed(all_of_it, wishes)
        part = await gathering.one_part(hands, tx, held.set, wishes, Schedule(), place, first=False)
        gathering.add(all_of_it, part)
    left = [each.finding.sentence for each in made.left]
    await undoings.note(tx, held.set.id, *last, left)
    return last, more


async def next_of(
    hands: Hands, tx: Tx, held: Held, asked: Asked
) -> tuple[Sequence[Planned], Place | None, bool]:
    """Of one set, each thing has one change at most. Since a time it may have many, which go
    together, whatever sets they are of."""
    if held.set.undoes is not None:
        proven = [State.proven]
        found = await store.of_set(tx, held.set.undoes, proven, asked.last_id, hands.part_max)
        last = (None, found[-1].change.id) if found else None
        return found, last, len(found) == hands.part_max
    assert asked.since is not None, "it takes back a set, or what was proven since a time"
    period = asked.since, held.set.made_at
    heads = await undoings.heads(tx, *period, asked, hands.part_max)
    more = len(heads) == hands.part_max
    rows_max = hands.part_max * ROWS_A_HEAD
    while True:
        most = rows_max + 1 if len(heads) > 1 else None
        found = await undoings.of_heads(tx, heads, *period, most)
        if len(found) <= rows_max or len(heads) <= 1:
            break
        heads, more = heads[: len(heads) // 2], True
    last_one = (heads[-1].state_at, heads[-1].id) if heads else None
    return found, last_one, more


async def missing(tx: Tx, set_id: UUID, wishes: Sequence[Wish]) -> Sequence[Wish]:
    """Without those for which something is in the set already."""
    lanes = {Lane(each.account_id, thing_of(each), each.kind): each for each in wishes}
    there = await undoings.in_set(tx, set_id, list(lanes)) if lanes else frozenset()
    return [each for lane, each in lanes.items() if lane not in there]


async def closed(tx: Tx, held: Held) -> bool:
    """All of it is there; False where somebody else has said so. What is left is told."""
    asked = await undoings.get(tx, held.set.id)
    if asked is None:
        return False
    await undoings.drop(tx, held.set.id)
    if asked.left_count:
        told = facts.UndoLeft(held.set.id, held.set.title, asked.left_count, asked.left_first)
        await log.append(tx, told)
    return True


async def tend(hands: Hands, tx: Tx, set_id: UUID, made_at: datetime) -> None:
    """Nobody may be working on what is not whole: it is gone on with if that can be, or else
    withdrawn after a while."""
    going_on = await undoings.get(tx, set_id) is not None
    if made_at < tx.now - (LIFE if going_on else gathering.LIFE):
        await undoings.drop(tx, set_id)
        await gathering.give_up(hands, tx, set_id)
    elif going_on:
        await queue.ask_to_undo(tx, set_id)
