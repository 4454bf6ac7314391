"""Base, ours and theirs: nobody's edit is erased unseen, and what is as found is left alone."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanse.changes.model.changes import Wisher
from hanse.changes.model.merging import (
    Clash,
    Say,
    Standing,
    as_found,
    hand_over,
    keep_theirs,
    merge,
    plan,
    read_again,
    restore_ours,
    say,
)
from hanse.changes.model.owners import OWNERS, TAKES, Owner, may_propose, owner_after
from hanse.trade.fields import Fields, Value, difference, same
from tests.changes.wishes import some_fields, values

few: st.SearchStrategy[Value] = st.sampled_from(["A", "B", "C", None])
sides: st.SearchStrategy[Fields] = st.dictionaries(st.sampled_from("abc"), few, max_size=3)
owners = st.sampled_from(Owner)
standings = st.builds(Standing, st.sampled_from("abc"), owners, few, few, few)


def unlike(one: Fields, other: Fields) -> bool:
    return bool(difference(one, other) or difference(other, one))


# The merge


def test_two_editors_of_different_fields_both_win() -> None:
    base = {"title": "A", "body": "X"}
    found = merge(base, {"title": "B", "body": "X"}, {"title": "A", "body": "Y"})
    assert found.fields == {"title": "B", "body": "Y"}
    assert not found.clashes


def test_a_clash_is_shown_as_base_ours_and_theirs() -> None:
    found = merge({"title": "A"}, {"title": "B"}, {"title": "C"})
    assert found.clashes == (Clash("title", "A", "B", "C"),)
    assert str(found.clashes[0]) == "title: it was 'A', we want 'B', and the shop shows 'C'"
    assert found.fields == {"title": "A"}


def test_a_field_that_one_took_away_is_gone() -> None:
    assert merge({"tags": "A"}, {}, {"tags": "A"}).fields == {}
    assert merge({"tags": "A"}, {}, {"tags": "B"}).clashes == (Clash("tags", "A", None, "B"),)


@given(some_fields, some_fields)
def test_whoever_alone_changed_something_has_it(base: Fields, changed: Fields) -> None:
    for found in (merge(base, changed, base), merge(base, base, changed)):
        assert not found.clashes
        assert not unlike(found.fields, changed)


@given(some_fields, some_fields)
def test_two_who_want_the_same_do_not_clash(base: Fields, both: Fields) -> None:
    found = merge(base, both, both)
    assert not found.clashes
    assert not unlike(found.fields, both)


@given(sides, sides, sides)
def test_it_does_not_matter_who_is_called_ours(base: Fields, ours: Fields, theirs: Fields) -> None:
    one, other = merge(base, ours, theirs), merge(base, theirs, ours)
    assert not unlike(one.fields, other.fields)
    assert [each.field for each in one.clashes] == [each.field for each in other.clashes]


@given(sides, sides, sides)
def test_no_edit_is_lost_unseen(base: Fields, ours: Fields, theirs: Fields) -> None:
    """Whatever either side changed is in the result, or in a clash that shows it."""
    found = merge(base, ours, theirs)
    clashing = {each.field for each in found.clashes}
    for side in (ours, theirs):
        for name in {*base, *side} - clashing:
            changed = (name in side) != (name in base) or (
                name in base and not same(side[name], base[name])
            )
            if changed:
                assert (name in found.fields) is (name in side)
                assert name not in side or same(found.fields[name], side[name])


# Owned as found


@given(st.lists(st.dictionaries(st.sampled_from("abc"), values), min_size=2, max_size=4))
def test_connecting_shops_that_differ_proposes_nothing(shops: list[Fields]) -> None:
    for read in shops:
        found = plan(as_found(read))
        assert found.after == {}
        assert (found.drifts, found.clashes) == ((), ())


@given(standings, few)
def test_while_it_is_owned_as_found_nothing_is_ever_proposed(
    standing: Standing, shown: Value
) -> None:
    found = hand_over(standing, Owner.channel, None)
    for corrected in (frozenset("abc"), frozenset[str]()):
        assert plan([found], corrected).after == {}
        assert plan([read_again(found, shown)], corrected).after == {}
        assert same(read_again(found, shown).ours, shown)


def test_handing_over_proposes_the_difference_and_only_that() -> None:
    title, body = as_found({"title": "Lamp", "body": "Old"})[::-1]
    taken = [hand_over(title, Owner.hub, "Brass lamp"), body]
    found = plan(taken)
    assert (found.before, found.after) == ({"title": "Lamp"}, {"title": "Brass lamp"})


# Owned by the hub or a person


@pytest.mark.parametrize("owner", [Owner.hub, Owner.person])
@pytest.mark.parametrize(
    ("base", "ours", "theirs", "what"),
    [
        ("A", "A", "A", Say.nothing),
        ("A", "B", "A", Say.propose),
        ("A", "A", "B", Say.drifted),
        ("A", "B", "C", Say.clash),
        ("A", "B", "B", Say.adopt),
        (None, "B", None, Say.propose),
        ("A", "A", None, Say.drifted),
    ],
)
def test_what_is_said_about_a_field(
    owner: Owner, base: Value, ours: Value, theirs: Value, what: Say
) -> None:
    assert say(Standing("title", owner, base, ours, theirs)) is what


@given(standings)
def test_a_sync_never_erases_a_human_edit(standing: Standing) -> None:
    """What is proposed is proposed over what both sides knew."""
    found = plan([standing])
    if found.after:
        assert same(standing.theirs, standing.base)
        assert standing.owner is not Owner.channel
    elif not same(standing.ours, standing.theirs) and standing.owner is not Owner.channel:
        assert found.drifts + found.clashes == (
            Clash(standing.field, standing.base, standing.ours, standing.theirs),
        )


@given(standings)
def test_what_is_not_a_persons_to_edit_there_is_corrected(standing: Standing) -> None:
    found = plan([standing], corrected=frozenset("abc"))
    wanted = standing.owner is not Owner.channel and not same(standing.ours, standing.theirs)
    assert bool(found.after) is wanted
    assert (found.drifts, found.clashes) == ((), ())


@given(standings)
def test_what_was_proposed_and_proven_is_not_proposed_again(standing: Standing) -> None:
    found = plan([standing])
    shown = found.after.get(standing.field, standing.theirs)
    assert plan([read_again(standing, shown)]).after == {}


@given(standings)
def test_a_person_decides_about_a_drift_and_it_is_settled(standing: Standing) -> None:
    kept = keep_theirs(standing)
    assert say(kept) is Say.nothing
    assert same(kept.ours, standing.theirs)
    restored = plan([restore_ours(standing)])
    assert (restored.drifts, restored.clashes) == ((), ())
    if standing.owner is not Owner.channel and not same(standing.ours, standing.theirs):
        assert restored.after == {standing.field: standing.ours}
    given_back = hand_over(standing, Owner.channel, None)
    assert say(given_back) is Say.nothing


# Who may propose


@pytest.mark.parametrize(("owner", "wisher"), list(product(Owner, Wisher)))
def test_a_field_takes_the_wishes_of_its_owner(owner: Owner, wisher: Wisher) -> None:
    finding = may_propose(owner, wisher, "title")
    speaks = wisher in (Wisher.person, Wisher.key)  # a key counts as its maker
    assert (finding is None) is (owner is Owner.hub or speaks)
    if finding:
        assert OWNERS[owner] in finding.sentence
        assert finding.next_step


def test_every_owner_has_a_line() -> None:
    assert set(TAKES) == set(Owner)
    assert set(OWNERS) == {None, *Owner}


def test_a_persons_own_edit_takes_over_what_was_as_found() -> None:
    assert owner_after(Owner.channel, Wisher.person) is Owner.person
    assert owner_after(Owner.channel, Wisher.key) is Owner.person
    assert owner_after(Owner.hub, Wisher.person) is Owner.hub
    assert owner_after(Owner.channel, Wisher.rule) is Owner.channel
