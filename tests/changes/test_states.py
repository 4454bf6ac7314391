"""The table of states, walked from end to end."""

from itertools import product

import pytest

from hanse.base.faults import Denied
from hanse.changes.model.states import (
    BY_PERSON,
    BY_WAY,
    ENDS,
    IN_FLIGHT,
    INSTEAD,
    MOVES,
    WAITING,
    CannotMove,
    Reason,
    State,
    move,
)

# Every pair of states that a change may go between. Written by hand, from the design, so that a
# line that slips into the table is seen here.
PAIRS = {
    State.proposed: "approved held superseded cancelled expired",
    State.approved: "sending rehearsed held proposed superseded cancelled expired",
    State.held: "proposed superseded cancelled expired",
    State.sending: "proven refused proposed approved unknown",
    State.unknown: "proven sending superseded contested cancelled refused",
    State.contested: "proposed cancelled superseded",
    State.proven: "undone",
    State.refused: "",
    State.superseded: "",
    State.cancelled: "",
    State.expired: "",
    State.rehearsed: "",
    State.undone: "",
}


@pytest.mark.parametrize(("origin", "to"), list(product(State, State)))
def test_every_pair_of_states_is_a_move_or_refused(origin: State, to: State) -> None:
    reached = set()
    for reason in Reason:
        if (origin, reason) in BY_WAY:
            reached.add(move(origin, reason, by_person=True).to)
        else:
            with pytest.raises(CannotMove, match=origin) as refused:
                move(origin, reason, by_person=True)
            assert refused.value.next_step == INSTEAD[origin]
    assert (to in reached) is (to.value in PAIRS[origin].split())


def test_a_reason_leads_from_a_state_to_one_other_and_never_back_to_itself() -> None:
    assert len(BY_WAY) == len(MOVES)
    assert all(each.origin is not each.to for each in MOVES)


def test_every_state_is_reached_and_every_word_known() -> None:
    reached = {State.proposed}
    for _ in State:
        reached |= {each.to for each in MOVES if each.origin in reached}
    assert reached == set(State)
    assert {each.reason for each in MOVES} == set(Reason)
    assert set(INSTEAD) == set(State)
    assert all(each.sentence.endswith(".") for each in MOVES)


def test_from_every_state_an_end_is_reached() -> None:
    ending = set(ENDS)
    for _ in State:
        ending |= {each.origin for each in MOVES if each.to in ending}
    assert ending == set(State)


def test_ends_are_the_states_that_nothing_leaves() -> None:
    assert {
        State.refused,
        State.superseded,
        State.cancelled,
        State.expired,
        State.rehearsed,
        State.undone,
    } == ENDS


def test_nothing_is_sent_that_was_not_approved_or_settled() -> None:
    assert {each.origin for each in MOVES if each.to is State.sending} == {
        State.approved,
        State.unknown,
    }


def test_what_is_held_is_let_go_by_a_person_and_is_not_approved_by_that() -> None:
    out = {each.to for each in MOVES if each.origin is State.held}
    assert State.approved not in out
    assert State.sending not in out
    with pytest.raises(Denied, match="Only a person"):
        move(State.held, Reason.released)
    assert move(State.held, Reason.released, by_person=True).to is State.proposed


def test_what_may_have_been_sent_is_never_withdrawn_expired_or_replaced_unread() -> None:
    """A newer change waits for it, as long as it is not known what became of it."""
    for state in IN_FLIGHT:
        for reason in (Reason.withdrawn, Reason.too_old, Reason.tripped, Reason.edited):
            with pytest.raises(CannotMove):
                move(state, reason, by_person=True)
    with pytest.raises(CannotMove):
        move(State.sending, Reason.newer_wish)


def test_what_waits_can_be_withdrawn_grow_old_or_be_replaced() -> None:
    for state in WAITING:
        assert move(state, Reason.withdrawn).to is State.cancelled
        assert move(state, Reason.too_old).to is State.expired
        assert move(state, Reason.newer_wish).to is State.superseded


@pytest.mark.parametrize("reason", sorted(BY_PERSON))
def test_what_a_person_decides_no_machine_decides(reason: Reason) -> None:
    for state in (each.origin for each in MOVES if each.reason is reason):
        with pytest.raises(Denied, match="under your own name"):
            move(state, reason)


def test_a_lost_answer_is_unknown_and_not_refused() -> None:
    assert move(State.sending, Reason.answer_lost).to is State.unknown
    assert move(State.sending, Reason.owner_lost).to is State.unknown


def test_a_rehearsed_change_is_never_sent() -> None:
    assert State.rehearsed in ENDS
    with pytest.raises(CannotMove, match="rehearsed") as refused:
        move(State.rehearsed, Reason.intended)
    assert "Propose it again once the shop is live." in str(refused.value)
