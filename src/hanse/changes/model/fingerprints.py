"""What was looked at when a change was approved, and whether all of it is still so."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from hanse.changes.model.changes import Change
from hanse.changes.model.owners import OWNERS, Owner
from hanse.trade.fields import Fields, canonical, chosen, difference, digest, kept, shown


@dataclass(frozen=True, slots=True)
class Basis:
    """What a preview stands on, of one change. Pace is no part of it: a slower shop changes when
    something is sent, not what. `before` is what the shop showed in the fields that are written,
    and in those that decide how they are written."""

    before: Fields
    owners: Mapping[str, Owner]
    rule: str  # the version of what made it, such as `price rules 14`; empty for a person's own
    policy: int
    card: str


@dataclass(frozen=True, slots=True)
class Held:
    """Goes out as it was approved."""

    change: Change


@dataclass(frozen=True, slots=True)
class Moved:
    """Goes back to be approved anew: the change as it would be now, and what moved, in words."""

    change: Change
    basis: Basis
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NothingLeft:
    """The shop shows it already."""

    change: Change


Checked = Held | Moved | NothingLeft


def fingerprint(change: Change, basis: Basis) -> str:
    """The hash of all that an approval is for: the wish itself, and what it stands on."""
    names = frozenset(change.after)
    return digest(
        [str(change.id), str(change.account_id), change.kind, change.thing.ours],
        change.thing.remote_id,
        kept(change.after),
        kept(basis.before),
        {name: basis.owners[name] for name in sorted(names & basis.owners.keys())},
        [basis.rule, basis.policy, basis.card],
    )


def recheck(change: Change, approved: Basis, now: Basis) -> Checked:
    """What becomes of an approved change when its turn has come."""
    if fingerprint(change, approved) == fingerprint(change, now):
        return Held(change)
    names = frozenset(change.after)
    renewed = replace(change, before=chosen(now.before, names)) if change.before else change
    if change.before and not difference(renewed.before, change.after):
        return NothingLeft(change)
    return Moved(renewed, now, tuple(what_moved(change, approved, now)))


def recheck_all(items: Sequence[tuple[Change, Basis, Basis]]) -> Sequence[Checked]:
    """Each item for itself: one that moved takes no other with it."""
    return [recheck(change, approved, now) for change, approved, now in items]


def what_moved(change: Change, then: Basis, now: Basis) -> Sequence[str]:
    said = []
    for name in sorted({*change.after, *then.before, *now.before}):
        if said_of := what_is_shown(name, then.before, now.before):
            said.append(said_of)
        if then.owners.get(name) != now.owners.get(name):
            said.append(f"{name} now belongs to {OWNERS[now.owners.get(name)]}.")
    for before, after, what in (
        (then.rule, now.rule, "The rule that made it was changed"),
        (then.policy, now.policy, "The policy of approval was changed"),
        (then.card, now.card, "What the platform can do was changed"),
    ):
        if before != after:
            said.append(f"{what} since it was approved.")
    return said


def what_is_shown(name: str, then: Fields, now: Fields) -> str:
    """Empty if it is what it was."""
    if canonical_or_none(name, then) == canonical_or_none(name, now):
        return ""
    was, is_now = (shown(each[name]) if name in each else "nothing at all" for each in (then, now))
    if was == is_now:  # two long texts, or two ways of being empty
        return f"The shop shows another {name} than it did."
    return f"The shop showed {was} as {name} and now shows {is_now}."


def canonical_or_none(name: str, fields: Fields) -> str | None:
    return canonical(fields[name]) if name in fields else None
