"""Three versions of a field: what both sides last agreed on, what we want, what the shop shows.

A sync never erases what a person did at the shop: it is shown, and somebody decides.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from hanse.changes.model.owners import Owner
from hanse.trade.fields import Fields, Value, canonical, same, shown

# Fields of which a shop's number moves by itself, as stock does with each of its orders: that is
# nobody's edit, and the hub's word counts as soon as the hub knows why.
CORRECTED = frozenset({"quantity"})


@dataclass(frozen=True, slots=True)
class Clash:
    """Two wrote the same field, each something else. None also stands for nothing there."""

    field: str
    base: Value
    ours: Value
    theirs: Value

    def __str__(self) -> str:
        return (
            f"{self.field}: it was {shown(self.base)}, we want {shown(self.ours)}, and the shop "
            f"shows {shown(self.theirs)}"
        )


@dataclass(frozen=True, slots=True)
class Merged:
    """`fields` hold what is sure; what clashes is as it was."""

    fields: Fields
    clashes: tuple[Clash, ...]


def merge(base: Fields, ours: Fields, theirs: Fields) -> Merged:
    """Field by field, whoever changed it wins; where both did, each something else, nobody does."""
    fields: dict[str, Value] = {}
    clashes: list[Clash] = []
    for name in sorted({*base, *ours, *theirs}):
        was, we, they = (spelling(side, name) for side in (base, ours, theirs))
        ours_alone, theirs_alone = they in (was, we), we == was
        winner = ours if ours_alone else theirs if theirs_alone else base
        if not (ours_alone or theirs_alone):
            clashes.append(Clash(name, base.get(name), ours.get(name), theirs.get(name)))
        if name in winner:
            fields[name] = winner[name]
    return Merged(fields, tuple(clashes))


def spelling(fields: Fields, name: str) -> str | None:
    return canonical(fields[name]) if name in fields else None


# What a listing should show


@dataclass(frozen=True, slots=True)
class Standing:
    """A field of a listing: whose it is, and its three versions."""

    field: str
    owner: Owner
    base: Value
    ours: Value
    theirs: Value


class Say(StrEnum):
    """What there is to do about a field."""

    nothing = "nothing"
    adopt = "adopt"  # what the shop shows becomes what we know
    propose = "propose"
    drifted = "drifted"  # only the shop changed: somebody did it there
    clash = "clash"  # both did


@dataclass(frozen=True, slots=True)
class Plan:
    before: Fields
    after: Fields  # to be proposed
    adopted: Fields
    drifts: tuple[Clash, ...]
    clashes: tuple[Clash, ...]


def as_found(read: Fields) -> Sequence[Standing]:
    """After the first pull all is owned as found, so that two shops that differ propose nothing."""
    return [
        Standing(name, Owner.channel, value, value, value) for name, value in sorted(read.items())
    ]


def say(standing: Standing, *, corrected: bool = False) -> Say:
    """`corrected`: a field that is not a person's to edit at the shop, as stock is: the hub's word
    counts whatever is shown there."""
    agreed = same(standing.ours, standing.theirs)
    if standing.owner is Owner.channel:
        found = agreed and same(standing.base, standing.theirs)
        return Say.nothing if found else Say.adopt
    if agreed:
        return Say.nothing if same(standing.base, standing.theirs) else Say.adopt
    if corrected or same(standing.theirs, standing.base):
        return Say.propose
    return Say.drifted if same(standing.ours, standing.base) else Say.clash


def plan(standings: Iterable[Standing], corrected: frozenset[str] = frozenset()) -> Plan:
    """What to propose, what to take over, and what a person decides."""
    said = [(each, say(each, corrected=each.field in corrected)) for each in standings]
    wanted = [each for each, what in said if what is Say.propose]
    return Plan(
        {each.field: each.theirs for each in wanted},
        {each.field: each.ours for each in wanted},
        {each.field: each.theirs for each, what in said if what is Say.adopt},
        tuple(clash(each) for each, what in said if what is Say.drifted),
        tuple(clash(each) for each, what in said if what is Say.clash),
    )


def clash(standing: Standing) -> Clash:
    return Clash(standing.field, standing.base, standing.ours, standing.theirs)


def read_again(standing: Standing, theirs: Value) -> Standing:
    """The shop was read. As found means: what it shows is what we know."""
    if standing.owner is Owner.channel:
        return Standing(standing.field, standing.owner, theirs, theirs, theirs)
    if same(standing.ours, theirs):
        return replace(standing, base=theirs, theirs=theirs)
    return replace(standing, theirs=theirs)


# What a person decides


def hand_over(standing: Standing, to: Owner, ours: Value) -> Standing:
    """From now on the field is `to`'s, who wants `ours`. What the shop shows is agreed to be what
    was there, so the difference is proposed, and nobody's edit is forgotten by that: it is seen in
    the preview."""
    if to is Owner.channel:
        return keep_theirs(replace(standing, owner=to))
    return replace(standing, owner=to, base=standing.theirs, ours=ours)


def keep_theirs(standing: Standing) -> Standing:
    return replace(standing, base=standing.theirs, ours=standing.theirs)


def restore_ours(standing: Standing) -> Standing:
    """Somebody has seen what the shop shows, and wants ours over it."""
    return replace(standing, base=standing.theirs)
