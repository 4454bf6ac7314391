"""What was done is taken back: a new set with before and after exchanged, as far as it is ours."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from hanse.base.faults import Conflict
from hanse.changes.model.changes import Change, Lane
from hanse.changes.model.kinds import KINDS
from hanse.changes.model.planned import Planned, Wish, changes_of
from hanse.changes.model.policies import Schedule
from hanse.changes.model.states import State
from hanse.changes.model.undoing import Left, Scope, Undoing, chosen_by, stays, undo
from hanse.changes.service import approving, facts, queue
from hanse.changes.service.asking import OpenTx
from hanse.changes.service.gathering import gather, give_up
from hanse.changes.service.hands import Hands
from hanse.changes.service.proposing import TITLE_CHARS_MAX, Proposed, propose, set_of
from hanse.changes.store import rows as store
from hanse.changes.store import sets
from hanse.changes.store.sets import Held
from hanse.engine.log import events as log
from hanse.engine.tx import Tx
from hanse.trade.fields import Fields
from hanse.trade.ports_write import Target

TAKEN_BACK = "It is taken back."


@dataclass(frozen=True, slots=True)
class Undone:
    """The set that takes back what can be, and what cannot be, with the reason. Of a large set it
    is filled by a job, and has no state before it is whole."""

    proposed: Proposed | None
    left: tuple[Left, ...]


async def undo_set(
    hands: Hands, tx: Tx, set_id: UUID, change_ids: frozenset[UUID], fields: frozenset[str]
) -> Undone:
    """All of a set, some changes of it, or some fields."""
    held = await approving.one_set(tx, set_id)
    if change_ids:
        named = await store.get(tx, sorted(change_ids))
        found: Sequence[Planned] = [
            each
            for each in named
            if each.change.set_id == set_id and each.change.state is State.proven
        ]
    else:
        found = await store.of_set(tx, set_id, [State.proven], None, hands.part_max + 1)
    if len(found) > hands.part_max:
        made = set_of(tx, title_of(held), TAKEN_BACK, None, set_id)
        await sets.add(tx, made, Schedule(), whole=False)
        await queue.ask_to_undo(tx, made.id, sorted(fields))
        return Undone(Proposed(made.id, 0, 0, (), None), ())
    return await undone(hands, tx, found, Scope(fields=fields), title_of(held), set_id)


def title_of(held: Held) -> str:
    return f"Undo: {held.set.title}"[:TITLE_CHARS_MAX]


async def undo_all(hands: Hands, open_tx: OpenTx, undo_id: UUID, fields: frozenset[str]) -> None:
    """The set that takes back a large one is filled part by part. Of what somebody filled before
    who was killed, nothing is wanted."""
    left: list[Left] = []
    async with open_tx() as tx:
        held = await sets.get(tx, undo_id)
        if held is None or held.whole or held.set.undoes is None:
            return
        begun = bool((await sets.counts(tx, [undo_id]))[undo_id])
        made = replace(held.set, id=tx.ids.new(), made_at=tx.now) if begun else held.set
        if begun:
            await give_up(hands, tx, undo_id)
    parts = undoing(hands, open_tx, held.set.undoes, Scope(fields=fields), left)
    await gather(hands, open_tx, parts, made, there=not begun)
    if left:
        async with open_tx() as tx:
            first = left[0].finding.sentence
            await log.append(tx, facts.UndoLeft(made.id, made.title, len(left), first))


async def undoing(
    hands: Hands, open_tx: OpenTx, set_id: UUID, scope: Scope, left: list[Left]
) -> AsyncIterator[Sequence[Wish]]:
    """Of one set, each thing has one change at most, so its parts do not meet."""
    after: UUID | None = None
    while True:
        async with open_tx() as tx:
            found = await store.of_set(tx, set_id, [State.proven], after, hands.part_max)
            made = await wished(hands, tx, found, scope)
        left += made.left
        yield wishes_of(made)
        if len(found) < hands.part_max:
            return
        after = found[-1].change.id


async def undo_since(hands: Hands, tx: Tx, since: datetime) -> Undone:
    """Everything that was proven since then, at every shop."""
    found = await store.proven_since(tx, since, hands.part_max + 1)
    if len(found) > hands.part_max:
        raise Conflict(
            f"More than {hands.part_max:,} changes were proven since then.", "Undo them set by set."
        )
    return await undone(hands, tx, found, Scope(), f"Undo everything since {since:%d %B, %H:%M}")


async def undone(
    hands: Hands,
    tx: Tx,
    found: Sequence[Planned],
    scope: Scope,
    title: str,
    set_id: UUID | None = None,
) -> Undone:
    if not found:
        raise Conflict("Nothing of this was done, so nothing can be undone.", "Withdraw it.")
    made = await wished(hands, tx, found, scope)
    if not made.wishes:
        return Undone(None, made.left)
    wishes = wishes_of(made)
    proposed = await propose(hands, tx, wishes, title=title, why=TAKEN_BACK, undoes=set_id)
    return Undone(proposed, made.left)


async def wished(hands: Hands, tx: Tx, found: Sequence[Planned], scope: Scope) -> Undoing:
    """In the order in which they were proven; what the shops were last seen to show decides."""
    ordered = sorted(
        (each for each in found if can_hide(hands, each)),
        key=lambda each: each.change.state_at or each.change.made_at,
    )
    made = undo(changes_of(ordered), KINDS, await shown(hands, tx, ordered), scope)
    kept = (each.change for each in found if not can_hide(hands, each))
    left = (*made.left, *(stays(each) for each in kept if chosen_by(scope, each)))
    return replace(made, left=left)


def can_hide(hands: Hands, planned: Planned) -> bool:
    """Not every platform hides all that can be made there."""
    hidden_by = KINDS[planned.change.kind].hidden_by
    return not hidden_by or (planned.platform, hidden_by) in hands.powers


def wishes_of(made: Undoing) -> list[Wish]:
    return [
        Wish(
            each.account_id,
            each.kind,
            Target(each.thing.remote_id, each.thing.parent_id),
            each.after,
            each.thing.title,
            each.undoes,
        )
        for each in made.wishes
    ]


async def shown(hands: Hands, tx: Tx, planned: Sequence[Planned]) -> Mapping[Lane, Fields | None]:
    """What the shops were last seen to show of all that is asked about."""
    groups: dict[tuple[UUID, str, str], list[Change]] = {}
    for each in planned:
        kind = KINDS[each.change.kind].hidden_by or each.change.kind
        groups.setdefault((each.change.account_id, each.platform, kind), []).append(each.change)
    found: dict[Lane, Fields | None] = {}
    for (account_id, platform, kind), changes in groups.items():
        port = hands.power(platform, kind).port
        targets = [Target(one.thing.remote_id, one.thing.parent_id) for one in changes]
        seen = await hands.shown(tx, account_id, port, targets)
        for change, target in zip(changes, targets, strict=True):
            lane = Lane(account_id, change.thing.ours, kind)
            found[lane] = seen[target][0] if target in seen else None
    return found
