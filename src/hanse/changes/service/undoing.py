"""What was done is taken back: a new set with before and after exchanged, as far as it is ours."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from hanse.base.faults import Conflict
from hanse.changes.model.changes import Change, Lane
from hanse.changes.model.kinds import KINDS
from hanse.changes.model.planned import Planned, Wish, changes_of
from hanse.changes.model.states import State
from hanse.changes.model.undoing import Left, Scope, undo
from hanse.changes.service import approving
from hanse.changes.service.hands import Hands
from hanse.changes.service.proposing import Proposed, propose
from hanse.changes.store import rows as store
from hanse.engine.tx import Tx
from hanse.trade.fields import Fields
from hanse.trade.ports_write import Target

UNDO_MAX = 100_000


@dataclass(frozen=True, slots=True)
class Undone:
    """The set that takes back what can be, and what cannot be, with the reason."""

    proposed: Proposed | None
    left: tuple[Left, ...]


async def undo_set(
    hands: Hands, tx: Tx, set_id: UUID, change_ids: frozenset[UUID], fields: frozenset[str]
) -> Undone:
    """All of a set, some changes of it, or some fields."""
    held = await approving.one_set(tx, set_id)
    found = await approving.waiting(tx, set_id, State.proven)
    named = [each for each in found if not change_ids or each.change.id in change_ids]
    title = f"Undo: {held.set.title}"
    return await undone(hands, tx, named, Scope(fields=fields), title, set_id)


async def undo_since(hands: Hands, tx: Tx, since: datetime) -> Undone:
    """Everything that was proven since then, at every shop."""
    found = await store.proven_since(tx, since, UNDO_MAX + 1)
    if len(found) > UNDO_MAX:
        raise Conflict(
            f"More than {UNDO_MAX:,} changes were proven since then.", "Undo them set by set."
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
    ordered = sorted(found, key=lambda each: each.change.state_at or each.change.made_at)
    changes = changes_of(ordered)
    shows = await shown(hands, tx, ordered)
    made = undo(changes, KINDS, shows, scope)
    if not made.wishes:
        return Undone(None, made.left)
    wishes = [
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
    why = "It is taken back."
    proposed = await propose(hands, tx, wishes, title=title[:200], why=why, undoes=set_id)
    return Undone(proposed, made.left)


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
