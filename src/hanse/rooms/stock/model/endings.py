"""What becomes of a number once its change has come to a state: nothing goes round in a circle, and
nothing is forgotten."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from hanse.changes.model.states import Reason, State


class Then(StrEnum):
    proven = "proven"  # the shop shows it: how long it took is kept
    anew = "anew"  # today's truth is planned once more
    look_first = "look_first"  # the shop sold meanwhile: its orders are read, then planned anew
    next_time = "next_time"  # not before it moves, or the whole shop is compared by the clock
    rest = "rest"  # it goes on by itself, or waits for a person


# By the state that it came to. What the platform or a person refused is not pressed on it at once:
# the next comparison tries once more, so at most once an hour.
AFTER: Mapping[State, Then] = MappingProxyType(
    {
        State.proposed: Then.look_first,
        State.approved: Then.rest,
        State.held: Then.rest,
        State.sending: Then.rest,
        State.unknown: Then.rest,
        State.proven: Then.proven,
        State.refused: Then.next_time,
        State.superseded: Then.anew,
        State.cancelled: Then.next_time,
        State.expired: Then.anew,
        State.contested: Then.look_first,
        State.rehearsed: Then.next_time,
        State.undone: Then.next_time,
    }
)

# Where the reason says more than the state. One that made room has a newer one in its place.
BECAUSE: Mapping[tuple[State, Reason], Then] = MappingProxyType(
    {
        (State.proposed, Reason.edited): Then.rest,
        (State.proposed, Reason.released): Then.rest,
        (State.proposed, Reason.ours_again): Then.rest,
        (State.superseded, Reason.newer_wish): Then.rest,
        (State.superseded, Reason.overtaken): Then.look_first,
    }
)

# The event that tells of each; of the others none tells.
TOLD: Mapping[str, State] = MappingProxyType(
    {
        "changes.change.proven": State.proven,
        "changes.change.refused": State.refused,
        "changes.change.contested": State.contested,
        "changes.change.rehearsed": State.rehearsed,
        "changes.change.superseded": State.superseded,
        "changes.change.expired": State.expired,
        "changes.change.undone": State.undone,
        "changes.change.returned": State.proposed,
        "changes.change.cancelled": State.cancelled,
    }
)


def after(state: State, reason: Reason | None) -> Then:
    if reason is None:
        return AFTER[state]
    return BECAUSE.get((state, reason), AFTER[state])
