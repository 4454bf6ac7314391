"""Who owns a field of a listing, and what may be proposed to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from hanse.base.faults import Finding, Severity
from hanse.changes.model.changes import Change, Wisher
from hanse.trade.fields import Value


class Owner(StrEnum):
    """Who says what a field of a listing holds."""

    channel = "channel"  # as found at the shop: the hub proposes nothing
    hub = "hub"
    person = "person"


OWNERS: Mapping[Owner | None, str] = {
    None: "nobody",
    Owner.channel: "the shop",
    Owner.hub: "the hub",
    Owner.person: "a person",
}

# A key counts as its maker.
BY_PERSON = frozenset({Wisher.person, Wisher.key})

# Whose wishes a field takes. A person's own edit of a field that was as found takes it over, which
# the preview says.
TAKES: Mapping[Owner, frozenset[Wisher]] = {
    Owner.channel: BY_PERSON,
    Owner.hub: frozenset(Wisher),
    Owner.person: BY_PERSON,
}

AS_FOUND: Mapping[str, Owner] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Owned:
    """A field that is not the channel's. `base` and `ours` are None also where they are as last
    shown, for nobody has said what they are."""

    account_id: UUID
    thing: str
    field: str
    owner: Owner
    base: Value
    ours: Value
    base_known: bool = True
    ours_known: bool = True
    parent_id: str | None = None
    version: int = 0  # 0: it is owned with its whole shop, and has no line of its own


def may_propose(owner: Owner, wisher: Wisher, field: str) -> Finding | None:
    """None if it may; otherwise why not, and how it could."""
    if wisher in TAKES[owner]:
        return None
    return Finding(
        Severity.error,
        "not_owned",
        f"{field} belongs to {OWNERS[owner]}, and a {wisher} does not change it.",
        "Hand the field over to the hub first.",
        field,
    )


def owner_after(owner: Owner, wisher: Wisher) -> Owner:
    """Whose it is once this wish is approved."""
    return Owner.person if owner is Owner.channel and wisher in BY_PERSON else owner


# Of a change


def refusals(change: Change, owners: Mapping[str, Owner]) -> Sequence[Finding]:
    """Why its fields do not take this wish. What takes back what we wrote returns a field to what
    it was, whoever owns it since."""
    if change.undoes:
        return ()
    wisher = change.origin.wisher
    found = (may_propose(owner, wisher, name) for name, owner in sorted(owners.items()))
    return [each for each in found if each]


def afterwards(change: Change, owners: Mapping[str, Owner]) -> Mapping[str, Owner]:
    """Whose the fields are once it is approved: what a preview tells, and stands on."""
    wisher = change.origin.wisher
    if change.undoes:
        return owners
    return {name: owner_after(owner, wisher) for name, owner in owners.items()}


@dataclass(frozen=True, slots=True)
class Passing:
    """Whose a field is now, and whose once the change is approved. No field: all of what is made,
    which is nobody's before it is there."""

    field: str
    now: Owner | None
    after: Owner

    def __str__(self) -> str:
        name = self.field or "all of it"
        if self.now is self.after:
            return f"{name}: {WHOSE[self.now]}, and stays so"
        return f"{name}: {WHOSE[self.now]} today, {WHOSE[self.after]} after this"


WHOSE: Mapping[Owner | None, str] = {
    None: "not there",
    Owner.channel: "the shop's own",
    Owner.hub: "the hub's",
    Owner.person: "a person's",
}


def passings(change: Change, owners: Mapping[str, Owner], *, creates: bool) -> Sequence[Passing]:
    """What somebody has to know who agrees: what gets another owner, and what is of another than
    whoever wants the change."""
    if creates:
        return (Passing("", None, Owner.hub),)
    mine = Owner.person if change.origin.wisher in BY_PERSON else Owner.hub
    after = afterwards(change, owners)
    return tuple(
        Passing(name, owners[name], after[name])
        for name in sorted(owners)
        if not owners[name] is after[name] is mine
    )
