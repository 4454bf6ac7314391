"""What was done is taken back: a new set with before and after exchanged, as far as it is ours."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from hanse.base.faults import Conflict, Gone
from hanse.changes.model.changes import Change, Lane
from hanse.changes.model.kinds import KINDS
from hanse.changes.model.planned import Planned, Wish, changes_of
from hanse.changes.model.policies import Schedule
from hanse.changes.model.states import State
from hanse.changes.model.undoing import Left, Scope, Undoing, chosen_by, stays, undo
from hanse.changes.service import queue
from hanse.changes.service.hands import Hands
from hanse.changes.service.proposing import TITLE_CHARS_MAX, Proposed, propose, set_of
from hanse.changes.store import finding, sets, undoings
from hanse.changes.store import rows as store
from hanse.changes.store.sets import Held
from hanse.changes.store.undoings import Asked
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


class TakenBack(Conflict):
    """Somebody else was first."""

    code = "taken_back"


async def undo_set(
    hands: Hands, tx: Tx, set_id: UUID, change_ids: frozenset[UUID], fields: frozenset[str]
) -> Undone:
    """All of a set, some changes of it, or some fields. Of two who ask for all of it at once, one
    is told that the other does it."""
    held = await sets.get(tx, set_id, lock=True)
    if held is None:
        raise Gone("There is no such set of changes here.")
    if change_ids:
        named = await store.get(tx, sorted(change_ids))
        found: Sequence[Planned] = [
            each
            for each in named
            if each.change.set_id == set_id and each.change.state is State.proven
        ]
    else:
        if not fields:
            check_nobody_does(await undoings.taken_back_by(tx, set_id))
        found = await store.of_set(tx, set_id, [State.proven], None, hands.part_max + 1)
    if len(found) > hands.part_max:
        return await by_a_job(tx, title_of(held), Asked(None, fields), set_id)
    if not found:
        await check_undone(tx, set_id)
    return await undone(hands, tx, found, Scope(fields=fields), title_of(held), set_id)


def title_of(held: Held) -> str:
    return f"Undo: {held.set.title}"[:TITLE_CHARS_MAX]


def check_nobody_does(other: tuple[str, str] | None) -> None:
    if other is not None:
        name, title = other
        raise TakenBack(
            f"{name or 'Somebody'} takes this back already: {title}.",
            "Look at that set among the changes; withdraw it if you want to begin anew.",
        )


async def check_undone(tx: Tx, set_id: UUID) -> None:
    if (await sets.counts(tx, [set_id]))[set_id].get(State.undone):
        raise TakenBack("This was taken back already.", "Nothing is left to do.")


async def by_a_job(tx: Tx, title: str, asked: Asked, set_id: UUID | None = None) -> Undone:
    """A set that a job fills."""
    made = set_of(tx, title, TAKEN_BACK, None, set_id)
    await sets.add(tx, made, Schedule(), whole=False)
    await undoings.add(tx, made.id, asked)
    await queue.ask_to_undo(tx, made.id)
    return Undone(Proposed(made.id, 0, 0, (), None), ())


async def undo_since(hands: Hands, tx: Tx, since: datetime) -> Undone:
    """Everything that was proven since then, at every shop."""
    check_nobody_does(await undoings.since_by(tx))
    title = f"Undo everything since {since:%d %B, %H:%M}"
    found = await finding.proven_since(tx, since, hands.part_max + 1)
    if len(found) > hands.part_max:
        return await by_a_job(tx, title, Asked(since, frozenset()))
    return await undone(hands, tx, found, Scope(), title)


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
