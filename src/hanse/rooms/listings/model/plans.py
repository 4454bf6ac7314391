"""What of a listing would be proposed: what it should show against what the shop shows, field by
field and by whose each field is."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from hanse.base.faults import Finding
from hanse.changes.model import merging
from hanse.changes.model.merging import Clash, Standing
from hanse.changes.model.owners import Owner
from hanse.changes.model.planned import Wish
from hanse.rooms.listings.model.listings import Act, Listing, Status, owner_of
from hanse.rooms.listings.model.overlays import Resolved
from hanse.trade.fields import Fields, Value, same

SUM_BYTES = 16


@dataclass(frozen=True, slots=True)
class Held:
    """A field that is not the shop's: whose it is, and what both sides last agreed on."""

    owner: Owner
    base: Value
    ours: Value
    base_known: bool = True  # False: as the shop shows it now


@dataclass(frozen=True, slots=True)
class Side:
    """One remote thing of a listing, and the fields of one kind of change of it. `pressed`: fields
    of which a person said for this listing alone what they hold."""

    thing: str
    kind: str
    ours: Fields
    theirs: Fields
    held: Mapping[str, Held]
    pressed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Line:
    """One field as it stands."""

    field: str
    owner: Owner
    base: Value
    ours: Value
    theirs: Value
    wanted: bool  # it would be proposed

    @property
    def differs(self) -> bool:
        return not same(self.ours, self.theirs)


@dataclass(frozen=True, slots=True)
class Compared:
    """`after` is what would be proposed, `kept` what the hub wants now of fields that are its."""

    lines: tuple[Line, ...]
    after: Fields
    kept: Fields
    drifts: tuple[Clash, ...]

    @property
    def differs(self) -> int:
        return sum(each.differs for each in self.lines)


def compare(side: Side, *, by_person: bool) -> Compared:
    """Of what belongs to the shop nothing is proposed, unless a person said for this listing alone
    what it shall hold, and presses the button. A sync leaves alone what is a person's."""
    standings: list[Standing] = []
    pressed: dict[str, Value] = {}
    kept: dict[str, Value] = {}
    for name in sorted(side.ours.keys() & side.theirs.keys()):
        ours, theirs = side.ours[name], side.theirs[name]
        held = side.held.get(name)
        owner = held.owner if held else Owner.channel
        base = held.base if held and held.base_known else theirs
        standings.append(Standing(name, owner, base, ours, theirs))
        if owner is Owner.hub and held and not same(held.ours, ours):
            kept[name] = ours
        if by_person and name in side.pressed and owner is not Owner.hub:
            pressed[name] = ours
    mine = [each for each in standings if each.owner in (OURS if by_person else SYNCED)]
    found = merging.plan([each for each in mine if each.field not in pressed])
    decided = {name: value for name, value in pressed.items() if differs(side, name, value)}
    after = {**found.after, **decided}
    lines = tuple(
        Line(each.field, each.owner, each.base, each.ours, each.theirs, each.field in after)
        for each in standings
    )
    away = merging.plan([each for each in standings if each.owner is not Owner.channel])
    drifts = tuple(each for each in (*away.drifts, *away.clashes) if each.field not in pressed)
    return Compared(lines, after, kept, drifts)


SYNCED = frozenset({Owner.hub})
OURS = frozenset({Owner.hub, Owner.person})


def differs(side: Side, name: str, value: Value) -> bool:
    return not same(side.theirs[name], value)


def pressed(fields: Mapping[str, Resolved]) -> frozenset[str]:
    return frozenset(name for name, each in fields.items() if each.mode == "overridden")


# Many at once


@dataclass(frozen=True, slots=True)
class Refusal:
    """A listing of which nothing is proposed, and why."""

    listing_id: UUID
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """What a comparison found of one listing, to be kept with it."""

    listing_id: UUID
    differs: int
    drifts: int
    owner: str
    compared: bytes | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is to be proposed of a page of listings; `of` names the listing of each wish."""

    wishes: tuple[Wish, ...] = ()
    of: tuple[UUID, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    found: tuple[Result, ...] = ()

    def joined(self, other: "Outcome") -> "Outcome":
        return Outcome(
            (*self.wishes, *other.wishes),
            (*self.of, *other.of),
            (*self.refusals, *other.refusals),
            (*self.found, *other.found),
        )


def standing_of(listing: Listing, compared: Sequence[Compared], seen: bytes | None) -> Result:
    lines = [line for each in compared for line in each.lines]
    return Result(
        listing.id,
        sum(each.differs for each in compared),
        sum(len(each.drifts) for each in compared),
        owner_of([line.owner.value for line in lines]),
        seen,
    )


def seen(ground: bytes, product_version: int, listing_version: int, theirs: bytes) -> bytes:
    """Of all that a comparison stands on: where it is as before, nothing has to be unpacked."""
    digest = hashlib.blake2b(ground, digest_size=SUM_BYTES)
    digest.update(b"%d.%d." % (product_version, listing_version))
    digest.update(theirs)
    return digest.digest()


def ground(parts: Iterable[object]) -> bytes:
    """Of what holds for all listings of a shop: templates, and the limits of its platform."""
    digest = hashlib.blake2b(digest_size=SUM_BYTES)
    for part in parts:
        text = repr(part).encode()
        digest.update(len(text).to_bytes(8, "big") + text)
    return digest.digest()


def acts_on_state(act: Act, listing: Listing) -> bool:
    """Whether an act is about what is there already; otherwise it makes it."""
    return act in (Act.hide, Act.end) or (
        act in (Act.publish, Act.relist)
        and listing.remote_id is not None
        and listing.status is not Status.draft
    )
