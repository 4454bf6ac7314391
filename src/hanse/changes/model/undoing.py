"""Undo: the same fields with before and after exchanged, as far as they are still ours to undo."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from hanse.base.faults import Finding, Severity
from hanse.changes.model.changes import Change, Lane, Thing
from hanse.changes.model.kinds import Kind, Undo
from hanse.changes.model.states import State
from hanse.trade.fields import Fields, Value, same, shown
from hanse.trade.supply import DISPUTED

HIDDEN: Mapping[str, Fields] = {
    "products.state": {"state": "draft"},
    "offers.state": {"state": "draft"},
    "purchases.undispute": {DISPUTED: False},
}


@dataclass(frozen=True, slots=True)
class Scope:
    """What is to be undone; what is empty or None narrows nothing."""

    change_ids: frozenset[UUID] = frozenset()
    fields: frozenset[str] = frozenset()
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Wish:
    """A change to propose. `undoes` are those that are undone when it is proven."""

    account_id: UUID
    kind: str
    thing: Thing
    before: Fields
    after: Fields
    undoes: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class Left:
    """What cannot be undone, and why. `field` is empty where it is all of the change."""

    change_id: UUID
    field: str
    finding: Finding


@dataclass(frozen=True, slots=True)
class Undoing:
    wishes: tuple[Wish, ...]
    left: tuple[Left, ...]


def chosen_by(scope: Scope, change: Change) -> bool:
    """`since` goes by when it was proven, for that is when the shop had it."""
    at = change.state_at or change.made_at
    named = not scope.change_ids or change.id in scope.change_ids
    return named and (scope.since is None or at >= scope.since)


def undo(
    changes: Sequence[Change],
    kinds: Mapping[str, Kind],
    shows: Mapping[Lane, Fields | None],
    scope: Scope,
) -> Undoing:
    """`changes` are in the order in which they were proven; `shows` is what each shop shows now,
    None where the thing is gone. Only what the shop still shows as we left it goes back."""
    asked = [each for each in changes if chosen_by(scope, each)]
    wishes: list[Wish] = []
    left: list[Left] = []
    by_lane: dict[Lane, list[Change]] = {}
    for change in asked:
        if why := never(change, kinds[change.kind]):
            left.append(Left(change.id, "", why))
        else:
            by_lane.setdefault(change.lane, []).append(change)
    hidden = {
        (lane.account_id, lane.thing)
        for lane, group in by_lane.items()
        if any(kinds[each.kind].creates for each in group)
    }
    for lane, group in by_lane.items():
        of_made = (lane.account_id, lane.thing) in hidden
        if kinds[lane.kind].creates:
            made, cannot = hide(group[-1], kinds[lane.kind], shows)
        elif of_made and not scope.fields:
            continue  # the thing itself is hidden, and what was changed on it with it
        else:
            made, cannot = exchange(group, shows.get(lane), scope.fields)
        wishes += made
        left += cannot
    return Undoing(tuple(wishes), tuple(left))


def never(change: Change, kind: Kind) -> Finding | None:
    if change.state is not State.proven:
        return reason("not_proven", change, f"It is {change.state}: nothing of it is to be undone.")
    if kind.undo is Undo.never:
        return reason("cannot_be_undone", change, f"A {kind.title}: {kind.never_why}")
    return None


def stays(change: Change) -> Left:
    """What was made where nothing like it can be hidden."""
    said = "It was made there, and Hanse cannot hide it there by itself."
    return Left(change.id, "", reason("no_way", change, said))


def hide(
    change: Change, kind: Kind, shows: Mapping[Lane, Fields | None]
) -> tuple[list[Wish], list[Left]]:
    """Platforms do not unmake, and a number that was used may stay taken: what was made is
    hidden."""
    lane = Lane(change.account_id, change.thing.ours, kind.hidden_by)
    now = shows.get(lane)
    if now is None:
        why = reason("gone", change, "It is not there any more.")
        return [], [Left(change.id, "", why)]
    after = HIDDEN[kind.hidden_by]
    if all(name in now and same(now[name], after[name]) for name in after):
        return [], [Left(change.id, "", reason("hidden", change, "It is hidden already."))]
    before = {name: now.get(name) for name in after}
    return [Wish(change.account_id, kind.hidden_by, change.thing, before, after, (change.id,))], []


def exchange(
    group: Sequence[Change], now: Fields | None, only: frozenset[str]
) -> tuple[list[Wish], list[Left]]:
    """Field by field, from the newest to the oldest, as long as each left what the next found."""
    left: list[Left] = []
    before: dict[str, Value] = {}
    after: dict[str, Value] = {}
    whole = {each.id for each in group}
    names = sorted({name for each in group for name in each.after})
    for name in names:
        writers = [each for each in reversed(group) if name in each.after]
        if only and name not in only:
            whole -= {each.id for each in writers}
            continue
        undone, at, blocked = unwound(writers, name, now)
        left += blocked
        whole -= {each.change_id for each in blocked}
        if undone and now is not None and not same(now[name], at):
            before[name], after[name] = now[name], at
    if not after:
        return [], left
    newest = group[-1]
    undoes = tuple(each.id for each in group if each.id in whole)
    return [Wish(newest.account_id, newest.kind, newest.thing, before, after, undoes)], left


def unwound(
    writers: Iterable[Change], name: str, now: Fields | None
) -> tuple[bool, Value, list[Left]]:
    """How far back this field goes: whether at all, to which value, and who is left and why."""
    left: list[Left] = []
    undone = False
    at: Value = None if now is None else now.get(name)
    for change in writers:
        if left:
            said = f"{name}: something newer that cannot be undone stands before it."
            left.append(Left(change.id, name, reason("behind", change, said, name)))
        elif now is None or name not in now:
            said = f"{name}: the shop does not show it any more."
            left.append(Left(change.id, name, reason("gone", change, said, name)))
        elif not same(at, change.after[name]):
            said = (
                f"{name}: we wrote {shown(change.after[name])}, and somebody else has made "
                f"{shown(at)} of it since."
            )
            left.append(Left(change.id, name, reason("changed_since", change, said, name)))
        else:
            undone, at = True, change.before[name]
    return undone, at, left


STEPS = {
    "changed_since": "Keep it, or change it by hand.",
    "behind": "Undo the newer one first, or change it by hand.",
    "gone": "Make it again if it is wanted.",
    "no_way": "Take it away at the shop itself.",
    "hidden": "Nothing is left to do.",
    "not_proven": "Withdraw it if it still waits.",
    "cannot_be_undone": "Settle it with whoever got it.",
}


def reason(code: str, change: Change, sentence: str, field: str = "") -> Finding:
    title = change.thing.title or change.thing.ours
    return Finding(Severity.warning, code, f"{title}: {sentence}", STEPS[code], field)
