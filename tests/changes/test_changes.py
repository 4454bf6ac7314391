"""Changes as values: what one is, what it is not, and the keys that it travels under."""

from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanse.base.faults import Denied, Rejected
from hanse.changes.model import changes
from hanse.changes.model.changes import Change, Origin, Thing, Turn, Wisher, wire_key
from hanse.changes.model.kinds import KINDS
from hanse.changes.model.states import IN_FLIGHT, WAITING, CannotMove, Reason, State
from tests.changes.wishes import ANNA, NOW, OTHER_SHOP, creation, in_state, wish

ROWS = st.lists(st.uuids(), max_size=4)


# Moving


def test_a_move_leaves_a_line_with_who_and_why() -> None:
    held = in_state(wish(), State.held)
    released, step = changes.moved(held, Reason.released, NOW, ANNA)
    assert (released.state, released.reason, released.state_at) == (
        State.proposed,
        Reason.released,
        NOW,
    )
    assert released.version == held.version + 1
    assert (step.change_id, step.origin, step.to, step.person_id) == (
        held.id,
        State.held,
        State.proposed,
        ANNA,
    )
    assert step.sentence == "A person released it by name."


def test_nobody_is_no_person() -> None:
    with pytest.raises(Denied):
        changes.moved(in_state(wish(), State.held), Reason.released, NOW)


def test_its_own_key_is_for_life() -> None:
    change = in_state(wish(), State.approved)
    again = changes.edited(change, {"title": "Copper lamp"}, NOW, ANNA)
    assert again.id == change.id
    assert again.state is State.proposed
    assert again.after == {"title": "Copper lamp"}
    assert again.version == change.version + 1


@pytest.mark.parametrize("state", sorted(set(State) - WAITING))
def test_what_was_sent_or_has_ended_is_not_edited(state: State) -> None:
    with pytest.raises(CannotMove):
        changes.edited(in_state(wish(), state), {"title": "Copper lamp"}, NOW, ANNA)


# What is no change


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (wish(after={"title": "Lamp"}), "nothing_to_do"),
        (wish(after={}, before={}), "nothing_to_do"),
        (wish(before={}), "before"),
        (wish(before={"title": "Lamp", "body": "Old"}), "before"),
        (wish(thing=Thing("offers/1", None)), "not_there"),
        (wish(why=""), "why"),
        (wish(why="x" * 501), "why"),
        (wish(after={f"f{n}": n for n in range(101)}), "too_many_fields"),
        (replace(wish(), kind="offers.price"), "kind"),
        (creation(thing=Thing("products/1", "55")), "exists"),
        (creation(before={"title": "Lamp"}), "exists"),
    ],
)
def test_what_cannot_be_proposed_says_why_and_what_to_do(change: Change, code: str) -> None:
    kind = KINDS["products.create" if code == "exists" else "products.texts"]
    with pytest.raises(Rejected) as refused:
        changes.check(change, kind)
    finding = next(each for each in refused.value.findings if each.code == code)
    assert finding.sentence
    assert finding.next_step


def test_what_can_be_proposed_passes() -> None:
    changes.check(wish(), KINDS["products.texts"])
    changes.check(creation(), KINDS["products.create"])


@pytest.mark.parametrize("wisher", [Wisher.person, Wisher.key, Wisher.rule])
def test_a_person_answers_for_people_keys_and_rules(wisher: Wisher) -> None:
    with pytest.raises(ValueError, match="answers"):
        Origin(wisher, UUID(int=1), "x", None)


def test_what_stays_as_it_is_is_not_written() -> None:
    both = wish(before={"title": "A", "body": "B"}, after={"title": "A", "body": "C"})
    assert changes.narrowed(both).after == {"body": "C"}
    assert changes.narrowed(both).before == {"body": "B"}


# Keys


@given(st.text(max_size=5), ROWS, st.binary(max_size=20))
def test_the_same_bytes_have_the_same_key(kind: str, rows: list[UUID], request: bytes) -> None:
    assert wire_key(kind, rows, request) == wire_key(kind, tuple(rows), bytes(request))


calls = st.tuples(st.text("ab", max_size=2), ROWS, st.binary(max_size=18))


@given(calls, calls)
def test_other_bytes_have_another_key(
    one: tuple[str, list[UUID], bytes], other: tuple[str, list[UUID], bytes]
) -> None:
    assert (wire_key(*one) == wire_key(*other)) is (one == other)


def test_rows_and_bytes_do_not_run_into_each_other() -> None:
    row = UUID(int=7)
    assert wire_key("a", [row], b"") != wire_key("a", [], len(row.bytes).to_bytes(8) + row.bytes)
    assert wire_key("ab", [], b"c") != wire_key("a", [], b"bc")


# One at a time


def test_two_changes_of_one_thing_and_kind_are_in_one_lane() -> None:
    first, second = wish(1), replace(wish(1), id=UUID(int=5))
    elsewhere = wish(1, account_id=OTHER_SHOP)
    other_kind = wish(1, "products.media")
    crowd = changes.crowded([first, second, elsewhere, other_kind, wish(2)])
    assert list(crowd.values()) == [[first, second]]


@pytest.mark.parametrize("older", State)
def test_a_newer_one_waits_for_what_may_have_been_sent_and_replaces_what_was_not(
    older: State,
) -> None:
    turn = changes.turn(older, may_overtake=False)
    assert turn.waits is (older in IN_FLIGHT)
    assert turn.replaces is (older in WAITING | {State.contested})
    assert not (turn.waits and turn.replaces)


@pytest.mark.parametrize("older", sorted(IN_FLIGHT))
def test_only_what_compares_before_it_sets_may_overtake(older: State) -> None:
    assert changes.turn(older, may_overtake=True) == Turn()


def test_a_change_knows_its_lane_for_life() -> None:
    change = creation()
    made = replace(change, thing=replace(change.thing, remote_id="77"))
    assert change.lane == made.lane
