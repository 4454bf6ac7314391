"""What the log tells about changes: one event for all that went the same way together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from hanse.changes.model.states import State
from hanse.engine.log.events import declare

SET = ("changes.set", "set_id")


@declare("changes.set.proposed", "{actor} proposed {count} changes: {title}", subject=SET)
@dataclass(frozen=True, slots=True)
class SetProposed:
    set_id: UUID
    title: str
    count: int
    accounts: Sequence[UUID]


@declare("changes.set.held", "The guard held {title}: {first}", subject=SET)
@dataclass(frozen=True, slots=True)
class SetHeld:
    set_id: UUID
    title: str
    trips: int
    first: str


@declare("changes.set.released", "{actor} released {title}: {why}", subject=SET)
@dataclass(frozen=True, slots=True)
class SetReleased:
    set_id: UUID
    title: str
    why: str
    count: int


@declare("changes.set.agreed", "{actor} agreed to {title}", subject=SET)
@dataclass(frozen=True, slots=True)
class SetAgreed:
    set_id: UUID
    title: str
    preview: str


@declare("changes.set.approved", "{title} is approved: {count} changes", subject=SET)
@dataclass(frozen=True, slots=True)
class SetApproved:
    set_id: UUID
    title: str
    count: int
    automatic: bool


@declare("changes.set.withdrawn", "{actor} withdrew {count} changes of {title}", subject=SET)
@dataclass(frozen=True, slots=True)
class SetWithdrawn:
    set_id: UUID
    title: str
    count: int


@declare("changes.set.timed", "{actor} set {title} to go out {when}", subject=SET)
@dataclass(frozen=True, slots=True)
class SetTimed:
    set_id: UUID
    title: str
    when: str


@declare(
    "changes.set.left", "{count} changes cannot be taken back by {title}: {first}", subject=SET
)
@dataclass(frozen=True, slots=True)
class UndoLeft:
    set_id: UUID
    title: str
    count: int
    first: str


@declare("changes.change.edited", "{actor} edited {thing}", subject=("changes.change", "change_id"))
@dataclass(frozen=True, slots=True)
class ChangeEdited:
    change_id: UUID
    set_id: UUID
    thing: str
    before: Mapping[str, object]
    after: Mapping[str, object]


@declare(
    "changes.change.decided",
    "{actor} decided about {thing}: {decision}",
    subject=("changes.change", "change_id"),
)
@dataclass(frozen=True, slots=True)
class ChangeDecided:
    change_id: UUID
    set_id: UUID
    thing: str
    decision: str


@declare("changes.field.handed", "{actor} handed fields over to the {owner}: {fields}")
@dataclass(frozen=True, slots=True)
class FieldsHanded:
    """`count` is 0 where a whole shop was handed over."""

    account_id: UUID
    owner: str
    count: int
    things: Sequence[str]
    fields: Sequence[str]


@declare("changes.drift.found", "Somebody changed {count} of our fields at a shop: {first}")
@dataclass(frozen=True, slots=True)
class DriftsFound:
    """`day_first`: nothing was found at this shop on this day before."""

    account_id: UUID
    count: int
    first: str
    day_first: bool


@declare("changes.drift.decided", "{actor} decided about {count} drifts: {decision}")
@dataclass(frozen=True, slots=True)
class DriftsDecided:
    account_id: UUID
    drift_ids: Sequence[UUID]
    count: int
    decision: str


@declare("changes.limits.changed", "{actor} changed the limits of the guard")
@dataclass(frozen=True, slots=True)
class LimitsChanged:
    before: Mapping[str, object]
    after: Mapping[str, object]
    version: int


@declare("changes.policy.changed", "{actor} changed who has to agree to changes")
@dataclass(frozen=True, slots=True)
class PolicyChanged:
    before: Mapping[str, object]
    after: Mapping[str, object]
    version: int


@dataclass(frozen=True, slots=True)
class Moved:
    """Changes of one set that came to the same state together."""

    set_id: UUID
    account_id: UUID
    change_ids: Sequence[UUID]
    count: int
    reason: str


# The states that anybody waits for, and what is said of them.
SAID: Mapping[State, tuple[str, str, bool]] = {
    State.sending: ("sent", "{count} changes go out", True),
    State.proven: ("proven", "{count} changes are proven", True),
    State.refused: ("refused", "{count} changes were refused", False),
    State.unknown: ("lost", "What became of {count} changes is not known", False),
    State.contested: ("contested", "A shop shows something else for {count} changes", False),
    State.rehearsed: ("rehearsed", "{count} changes were rehearsed, not sent", True),
    State.superseded: ("superseded", "{count} changes made room for newer ones", True),
    State.expired: ("expired", "{count} changes were not sent in time", False),
    State.undone: ("undone", "{count} changes are undone", True),
    State.proposed: ("returned", "{count} changes came back to be approved anew", False),
    State.held: ("held", "The guard held {count} changes on their way", False),
    State.cancelled: ("cancelled", "{count} changes were given up", True),
}


def moved_event(verb: str, sentence: str, routine: bool) -> type[Moved]:
    @declare(f"changes.change.{verb}", sentence, subject=SET, routine=routine)
    @dataclass(frozen=True, slots=True)
    class Event(Moved):
        pass

    return Event


MOVED: Mapping[State, type[Moved]] = {state: moved_event(*said) for state, said in SAID.items()}
