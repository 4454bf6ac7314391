"""The states of a change and every way from one to another, as one table."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import ClassVar

from hanse.base.faults import Conflict, Denied


class State(StrEnum):
    proposed = "proposed"
    approved = "approved"
    held = "held"  # the guard tripped: it waits for somebody who releases it by name
    sending = "sending"  # the intent is on disk, and a byte may have left
    unknown = "unknown"  # it may have happened: nobody repeats it before it was read
    proven = "proven"
    refused = "refused"
    superseded = "superseded"
    cancelled = "cancelled"
    expired = "expired"
    contested = "contested"  # the shop says a third thing: a person decides
    rehearsed = "rehearsed"
    undone = "undone"


class Reason(StrEnum):
    agreed = "agreed"
    tripped = "tripped"
    released = "released"
    edited = "edited"
    moved = "moved"
    nothing_left = "nothing_left"
    awaited_lost = "awaited_lost"
    newer_wish = "newer_wish"
    withdrawn = "withdrawn"
    too_old = "too_old"
    dry = "dry"
    intended = "intended"
    not_sent = "not_sent"
    read_back = "read_back"
    keyed_answer = "keyed_answer"
    accepted = "accepted"
    rejected = "rejected"
    outrun = "outrun"
    answer_lost = "answer_lost"
    owner_lost = "owner_lost"
    not_shown = "not_shown"
    second_refused = "second_refused"
    sent_again = "sent_again"
    overtaken = "overtaken"
    third_value = "third_value"
    found_by_person = "found_by_person"
    given_up = "given_up"
    ours_again = "ours_again"
    theirs_kept = "theirs_kept"
    exchanged_back = "exchanged_back"


@dataclass(frozen=True, slots=True)
class Move:
    """One way from a state to another. `by_person`: nobody but a person may go it."""

    origin: State
    reason: Reason
    to: State
    sentence: str
    by_person: bool = False


def moves(origin: State, *ways: tuple[Reason, State, str]) -> tuple[Move, ...]:
    return tuple(
        Move(origin, reason, to, sentence, reason in BY_PERSON) for reason, to, sentence in ways
    )


BY_PERSON = frozenset(
    {Reason.released, Reason.found_by_person, Reason.given_up}
    | {Reason.ours_again, Reason.theirs_kept}
)

AWAITED_LOST = "What it waits for did not come about."

MOVES: tuple[Move, ...] = (
    *moves(
        State.proposed,
        (Reason.agreed, State.approved, "It was approved as the policy asks."),
        (Reason.tripped, State.held, "The guard held it."),
        (Reason.nothing_left, State.superseded, "The shop shows it already."),
        (Reason.newer_wish, State.superseded, "A newer change took its place."),
        (Reason.withdrawn, State.cancelled, "It was withdrawn."),
        (Reason.awaited_lost, State.cancelled, AWAITED_LOST),
        (Reason.too_old, State.expired, "Nobody approved it in time."),
    ),
    *moves(
        State.approved,
        (Reason.intended, State.sending, "What will be sent is on disk."),
        (Reason.dry, State.rehearsed, "The shop is in rehearsal: the request was kept, not sent."),
        (Reason.tripped, State.held, "The guard held it."),
        (Reason.moved, State.proposed, "What it was approved for is no longer so."),
        (Reason.edited, State.proposed, "It was edited, which voids the approvals given."),
        (Reason.nothing_left, State.superseded, "The shop shows it already."),
        (Reason.newer_wish, State.superseded, "A newer change took its place."),
        (Reason.withdrawn, State.cancelled, "It was withdrawn."),
        (Reason.awaited_lost, State.cancelled, AWAITED_LOST),
        (Reason.too_old, State.expired, "It was approved, but its time went by."),
    ),
    *moves(
        State.held,
        (Reason.released, State.proposed, "A person released it by name."),
        (Reason.edited, State.proposed, "It was edited; the guard looks at it anew."),
        (Reason.nothing_left, State.superseded, "The shop shows it already."),
        (Reason.newer_wish, State.superseded, "A newer change took its place."),
        (Reason.withdrawn, State.cancelled, "It was withdrawn."),
        (Reason.awaited_lost, State.cancelled, AWAITED_LOST),
        (Reason.too_old, State.expired, "Nobody released it in time."),
    ),
    *moves(
        State.sending,
        (Reason.read_back, State.proven, "The shop was read and shows it."),
        (Reason.keyed_answer, State.proven, "The platform answered under our key."),
        (Reason.accepted, State.proven, "The platform accepted it; more cannot be seen there."),
        (Reason.rejected, State.refused, "The platform refused it."),
        (Reason.outrun, State.proposed, "The shop had moved, and the platform wrote nothing."),
        (Reason.not_sent, State.approved, "Nothing left the house; it is sent later."),
        (Reason.answer_lost, State.unknown, "The answer was lost: it may have happened."),
        (Reason.owner_lost, State.unknown, "Whoever sent it fell silent: it may have happened."),
        (Reason.not_shown, State.unknown, "The platform accepted it, but does not show it."),
        (Reason.second_refused, State.unknown, "The platform has one with this number already."),
    ),
    *moves(
        State.unknown,
        (Reason.read_back, State.proven, "The shop was read and shows it: it had happened."),
        (Reason.sent_again, State.sending, "It had not happened and may be sent again."),
        (Reason.overtaken, State.superseded, "The shop shows something newer; planned anew."),
        (Reason.newer_wish, State.superseded, "It had not happened, and a newer change waits."),
        (Reason.third_value, State.contested, "The shop shows neither the old nor the new."),
        (Reason.rejected, State.refused, "The platform took it, and refused it later."),
        (Reason.found_by_person, State.proven, "A person looked and found it done."),
        (Reason.given_up, State.cancelled, "A person looked and found it not done."),
    ),
    *moves(
        State.contested,
        (Reason.ours_again, State.proposed, "A person wants ours; it is proposed over theirs."),
        (Reason.theirs_kept, State.cancelled, "A person keeps what the shop shows."),
        (Reason.newer_wish, State.superseded, "A newer change took its place."),
    ),
    *moves(
        State.proven,
        (Reason.exchanged_back, State.undone, "Its undo is proven."),
    ),
)

BY_WAY: Mapping[tuple[State, Reason], Move] = MappingProxyType(
    {(each.origin, each.reason): each for each in MOVES}
)

WAITING = frozenset({State.proposed, State.approved, State.held})  # nothing was sent
IN_FLIGHT = frozenset({State.sending, State.unknown})  # one per account, remote thing and kind
ENDS = frozenset(State) - {each.origin for each in MOVES}

# What somebody does whose move is refused.
INSTEAD: Mapping[State, str] = MappingProxyType(
    {
        State.proposed: "Approve, edit or withdraw it.",
        State.approved: "Wait until it is sent, or withdraw it.",
        State.held: "Release it by name, edit it or withdraw it.",
        State.sending: "Wait for the answer.",
        State.unknown: "Wait until the shop was read, or look there yourself and say what you saw.",
        State.proven: "Undo it, or propose another change.",
        State.refused: "Correct it and propose it again.",
        State.superseded: "Look at the change that took its place.",
        State.cancelled: "Propose it again.",
        State.expired: "Propose it again.",
        State.contested: "Decide between ours and theirs.",
        State.rehearsed: "Propose it again once the shop is live.",
        State.undone: "Propose it again.",
    }
)


class CannotMove(Conflict):
    """A change was to go a way that the table does not have."""

    code: ClassVar[str] = "change_cannot_move"


def move(state: State, reason: Reason, *, by_person: bool = False) -> Move:
    """The way from this state for this reason; `CannotMove` if the table has none."""
    found = BY_WAY.get((state, reason))
    if found is None:
        raise CannotMove(f"The change is {state}: '{reason}' does not apply to it.", INSTEAD[state])
    if found.by_person and not by_person:
        raise Denied(
            f"Only a person decides this about a change that is {state}.",
            "Sign in and decide it under your own name.",
        )
    return found
