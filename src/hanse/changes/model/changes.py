"""A change: what we want to be otherwise outside, why, and who wants it."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from hanse.base.faults import Finding, Rejected, Severity
from hanse.changes.model import states
from hanse.changes.model.kinds import Kind
from hanse.changes.model.states import Reason, State
from hanse.trade.fields import Difference, Fields, all_same, chosen, difference, other

SET_ITEMS_MAX = 1_000_000
FIELDS_MAX = 100
WHY_CHARS_MAX = 500


class Wisher(StrEnum):
    person = "person"
    key = "key"  # an API key; its maker answers for it
    rule = "rule"  # its last editor answers for it
    advisor = "advisor"
    sync = "sync"  # the hub itself, keeping what is owned by it


@dataclass(frozen=True, slots=True)
class Origin:
    """Who or what wanted it. `person_id` is who answers for it; None: nobody but the program."""

    wisher: Wisher
    id: UUID | None
    name: str
    person_id: UUID | None

    def __post_init__(self) -> None:
        if self.wisher in ANSWERED_FOR and self.person_id is None:
            raise ValueError(f"Somebody answers for what a {self.wisher} wants.")


ANSWERED_FOR = frozenset({Wisher.person, Wisher.key, Wisher.rule})


@dataclass(frozen=True, slots=True)
class Thing:
    """What is changed at the shop. Before it was made there, only we have a name for it."""

    ours: str  # such as `offers/<id>`; stays the same for life
    remote_id: str | None
    title: str = ""
    parent_id: str | None = None  # the product of an offer that has an id of its own


@dataclass(frozen=True, slots=True)
class Lane:
    """Where at most one change is in flight."""

    account_id: UUID
    thing: str
    kind: str


def columns_of(lanes: Sequence[Lane]) -> tuple[list[UUID], list[str], list[str]]:
    """Accounts, kinds and things, as a statement takes many of them."""
    return (
        [each.account_id for each in lanes],
        [each.kind for each in lanes],
        [each.thing for each in lanes],
    )


@dataclass(frozen=True, slots=True)
class Change:
    """`id` is its own key, for life. `before` has the fields of `after` and no others, as they were
    when it was proposed; of what is to be made there is nothing before."""

    id: UUID
    set_id: UUID
    account_id: UUID
    kind: str
    thing: Thing
    before: Fields
    after: Fields
    why: str
    origin: Origin
    made_at: datetime
    state: State = State.proposed
    reason: Reason | None = None  # of the last move
    state_at: datetime | None = None
    undoes: tuple[UUID, ...] = ()
    version: int = 1
    waits_for: tuple[UUID, ...] = ()  # others of its set, which are proven before it goes out
    named_by: UUID | None = None  # the one of these whose id it takes

    @property
    def lane(self) -> Lane:
        return Lane(self.account_id, self.thing.ours, self.kind)

    @property
    def differences(self) -> tuple[Difference, ...]:
        return difference(self.before, self.after)


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """Changes that were wanted together, over any number of platforms."""

    id: UUID
    title: str
    why: str
    origin: Origin
    made_at: datetime
    undoes: UUID | None = None
    version: int = 1


@dataclass(frozen=True, slots=True)
class Step:
    """One move that was made: a line on the change's receipt."""

    change_id: UUID
    origin: State
    to: State
    reason: Reason
    sentence: str
    at: datetime
    person_id: UUID | None


def moved(
    change: Change, reason: Reason, at: datetime, person_id: UUID | None = None
) -> tuple[Change, Step]:
    """The change one move further, and the line that says so; `CannotMove` if there is no way."""
    way = states.move(change.state, reason, by_person=person_id is not None)
    stepped = replace(change, state=way.to, reason=reason, state_at=at, version=change.version + 1)
    return stepped, Step(change.id, way.origin, way.to, reason, way.sentence, at, person_id)


def edited(change: Change, after: Fields, at: datetime, person_id: UUID) -> Change:
    """The same wish with other values, proposed anew: approvals that it had are void."""
    if change.state is not State.proposed:
        change, _ = moved(change, Reason.edited, at, person_id)
    else:
        change = replace(change, version=change.version + 1)
    return replace(change, after=after)


def narrowed(change: Change) -> Change:
    """Without the fields that stay as they are: what is not changed is not written."""
    names = frozenset(other(change.before, change.after))
    if len(names) == len(change.after):
        return change
    return replace(change, before=chosen(change.before, names), after=chosen(change.after, names))


def check(change: Change, kind: Kind) -> None:
    """`Rejected`, with every reason, if this is no change that can be proposed."""
    if findings := [*wrong(change, kind)]:
        raise Rejected(
            f"This change of {change.thing.title or change.thing.ours} is none.", findings
        )


def wrong(change: Change, kind: Kind) -> Sequence[Finding]:
    found: list[tuple[str, str, str]] = []
    if not other(change.before, change.after):
        found.append(("nothing_to_do", "It changes nothing.", "Leave it out."))
    if len(change.after) > FIELDS_MAX:
        sentence = f"It changes {len(change.after)} fields; at most {FIELDS_MAX} fit in one."
        found.append(("too_many_fields", sentence, "Make several changes of it."))
    if not 0 < len(change.why) <= WHY_CHARS_MAX:
        sentence = f"It says why in {len(change.why)} characters; 1 to {WHY_CHARS_MAX} fit."
        found.append(("why", sentence, "Say in a sentence why it is wanted."))
    if change.kind != kind.name:
        found.append(("kind", f"It is no {kind.title}.", "Propose it as what it is."))
    if kind.creates and (change.before or change.thing.remote_id):
        found.append(("exists", "What is to be made is there already.", "Change it instead."))
    if not kind.creates and change.thing.remote_id is None and change.named_by is None:
        sentence = "The shop does not have it yet, so there is nothing to change."
        found.append(("not_there", sentence, "Publish it first."))
    if not kind.creates and set(change.before) != set(change.after):
        sentence = "It does not say of each of its fields what was there before."
        found.append(("before", sentence, "Read the shop first, then propose it."))
    return [Finding(Severity.error, code, said, step) for code, said, step in found]


def wire_key(kind: str, rows: Sequence[UUID], request: bytes) -> str:
    """The key under which a platform shall know this call again: same bytes, same key; other bytes,
    another. The bytes are those of the request without the key itself."""
    parts = [kind.encode(), *(row.bytes for row in rows), request]
    framed = b"".join(len(part).to_bytes(8, "big") + part for part in parts)
    return hashlib.sha256(len(rows).to_bytes(8, "big") + framed).hexdigest()


def crowded(changes: Sequence[Change]) -> Mapping[Lane, Sequence[Change]]:
    """The lanes with more than one change: of one set, only one may go there."""
    lanes: dict[Lane, list[Change]] = {}
    for change in changes:
        lanes.setdefault(change.lane, []).append(change)
    return {lane: group for lane, group in lanes.items() if len(group) > 1}


@dataclass(frozen=True, slots=True)
class Turn:
    """What a newer change does about an older one in its lane."""

    replaces: bool = False
    waits: bool = False


def turn(older: State, *, may_overtake: bool) -> Turn:
    """A newer one replaces what was not sent, waits for what may have been, and overtakes it only
    where the platform compares before it sets."""
    if older in states.WAITING or older is State.contested:
        return Turn(replaces=True)
    return Turn(waits=older in states.IN_FLIGHT and not may_overtake)


def as_wanted(change: Change, read: Fields, along: frozenset[str] = frozenset()) -> bool:
    """Whether the shop shows what we want. `along`: what no shop shows."""
    return all_same(change.after, read, [name for name in change.after if name not in along])


def as_before(change: Change, read: Fields, along: frozenset[str] = frozenset()) -> bool:
    return all_same(change.before, read, [name for name in change.after if name not in along])
