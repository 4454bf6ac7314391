"""Drift: what a shop shows of fields that are ours, and what a person decides about it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from hanse.changes.model.merging import CORRECTED, Say, Standing, say
from hanse.changes.model.owners import OWNERS, Owned, Owner
from hanse.trade.fields import Fields, Value, shown

WHOLE = ""  # in the place of a field: the shop does not show the thing at all


class DriftState(StrEnum):
    found = "found"  # and nobody has decided about it
    kept = "kept"  # what the shop shows stays
    restored = "restored"  # ours is proposed over it
    handed = "handed"  # the field is the shop's from now on
    gone = "gone"  # the shop shows ours again, without anybody's word here


class DriftDecision(StrEnum):
    keep = "keep"
    restore = "restore"
    hand = "hand"


AFTER: Mapping[DriftDecision, DriftState] = {
    DriftDecision.keep: DriftState.kept,
    DriftDecision.restore: DriftState.restored,
    DriftDecision.hand: DriftState.handed,
}


@dataclass(frozen=True, slots=True)
class Drift:
    """`base` is what was proven or agreed last; `modified_at` is when the platform says that the
    thing was changed, which it does not say of a field."""

    id: UUID
    account_id: UUID
    thing: str
    parent_id: str | None
    field: str
    title: str
    owner: Owner
    base: Value
    ours: Value
    theirs: Value
    first_at: datetime
    seen_at: datetime
    modified_at: datetime | None
    state: DriftState = DriftState.found
    decided_at: datetime | None = None
    decider: str = ""
    set_id: UUID | None = None

    def __str__(self) -> str:
        """What somebody did, in a sentence."""
        name = self.title or self.thing
        if self.field == WHOLE:
            return f"{name}: the shop does not show it any more."
        return (
            f"{name}: {self.field} belongs to {OWNERS[self.owner]} and was {shown(self.base)}; "
            f"somebody at the shop made {shown(self.theirs)} of it."
        )


@dataclass(frozen=True, slots=True)
class Seen:
    """A thing as the shop showed it when it was asked by id; `fields` None: it is not there."""

    fields: Fields | None
    title: str = ""
    modified_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Compared:
    """One thing: where the shop shows something else, where it shows what we know, and where what
    it shows is from now on what we know. Nothing is said of what cannot be told now."""

    drifted: tuple[Standing, ...] = ()
    right: tuple[str, ...] = ()
    adopted: Fields | None = None

    @property
    def looked(self) -> bool:
        return bool(self.drifted or self.right or self.adopted)

    @property
    def proven(self) -> bool:
        return self.looked and not self.drifted


def compare(lines: Iterable[Owned], seen: Seen, moving: frozenset[str] = frozenset()) -> Compared:
    """`moving`: fields of which a change of ours is on its way, so that nothing can be told."""
    held = [each for each in lines if each.owner is not Owner.channel and each.field not in moving]
    if seen.fields is None:
        known = [each for each in held if each.base_known]
        gone = [Standing(WHOLE, each.owner, None, None, None) for each in known[:1]]
        return Compared(tuple(gone))
    drifted: list[Standing] = []
    right: list[str] = []
    adopted: dict[str, Value] = {}
    for each in held:
        if each.field not in seen.fields:
            continue  # the platform does not tell it of this thing
        theirs = seen.fields[each.field]
        base = each.base if each.base_known else theirs
        ours = each.ours if each.ours_known else base
        standing = Standing(each.field, each.owner, base, ours, theirs)
        found = say(standing, corrected=each.field in CORRECTED)
        if not each.base_known or found is Say.adopt:
            adopted[each.field] = theirs
        if found in (Say.drifted, Say.clash):
            drifted.append(standing)
        else:
            right.append(each.field)
    return Compared(tuple(drifted), tuple(right), adopted or None)
