"""Undo: what we wrote goes back, what somebody else wrote stays, and what cannot is told."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanse.changes.model.changes import Change, Lane, Thing
from hanse.changes.model.kinds import KINDS
from hanse.changes.model.states import State
from hanse.changes.model.undoing import Scope, Undoing, undo
from hanse.trade.fields import NOTHING, Fields, Value, difference
from tests.changes.wishes import NOW, SHOP, creation, names, some_fields, values, wish

ALL = Scope()


def proven(change: Change, minute: int = 0) -> Change:
    return replace(change, state=State.proven, state_at=NOW + timedelta(minutes=minute))


def write(number: int, before: Fields, after: Fields, minute: int = 0) -> Change:
    """One after another on the same thing."""
    change = wish(1, before=before, after=after, id=UUID(int=1000 + number))
    return proven(change, minute)


def undone(changes: Sequence[Change], now: Fields | None, scope: Scope = ALL) -> Undoing:
    return undo(changes, KINDS, {changes[0].lane: now}, scope)


def codes(found: Undoing) -> list[tuple[int, str]]:
    return [(each.change_id.int - 1000, each.finding.code) for each in found.left]


# What goes back


def test_an_undo_exchanges_before_and_after_of_the_fields_that_we_wrote() -> None:
    change = write(1, {"title": "A"}, {"title": "B"})
    found = undone([change], {"title": "B", "body": "theirs"})
    assert not found.left
    (back,) = found.wishes
    assert (back.before, back.after) == ({"title": "B"}, {"title": "A"})
    assert (back.kind, back.thing, back.undoes) == (change.kind, change.thing, (change.id,))


def test_a_row_of_changes_goes_back_in_one() -> None:
    row = [write(n, {"title": str(n)}, {"title": str(n + 1)}) for n in range(5)]
    (back,) = undone(row, {"title": "5"}).wishes
    assert back.after == {"title": "0"}
    assert back.undoes == tuple(each.id for each in row)


def test_a_set_an_item_or_everything_since_an_instant() -> None:
    row = [write(n, {"title": str(n)}, {"title": str(n + 1)}, minute=n) for n in range(5)]
    since = Scope(since=NOW + timedelta(minutes=3))
    (back,) = undone(row, {"title": "5"}, since).wishes
    assert back.after == {"title": "3"}
    assert back.undoes == (row[3].id, row[4].id)
    last = Scope(change_ids=frozenset({row[4].id}))
    (back,) = undone(row, {"title": "5"}, last).wishes
    assert back.after == {"title": "4"}


def test_one_field_goes_back_and_the_change_is_not_undone_by_that() -> None:
    change = write(1, {"title": "A", "body": "X"}, {"title": "B", "body": "Y"})
    (back,) = undone(
        [change], {"title": "B", "body": "Y"}, Scope(fields=frozenset({"title"}))
    ).wishes
    assert back.after == {"title": "A"}
    assert back.undoes == ()


# What does not


def test_what_somebody_else_changed_since_stays_and_is_told() -> None:
    change = write(1, {"title": "A", "body": "X"}, {"title": "B", "body": "Y"})
    found = undone([change], {"title": "Theirs", "body": "Y"})
    (back,) = found.wishes
    assert back.after == {"body": "X"}
    assert back.undoes == ()
    assert codes(found) == [(1, "changed_since")]
    assert found.left[0].field == "title"
    assert "we wrote 'B', and somebody else has made 'Theirs' of it" in str(found.left[0].finding)


def test_a_hand_between_two_of_ours_ends_the_way_back() -> None:
    row = [write(1, {"title": "A"}, {"title": "B"}), write(2, {"title": "Theirs"}, {"title": "C"})]
    found = undone(row, {"title": "C"})
    (back,) = found.wishes
    assert back.after == {"title": "Theirs"}
    assert back.undoes == (row[1].id,)
    assert codes(found) == [(1, "changed_since")]


def test_an_older_one_alone_stands_behind_the_newer() -> None:
    row = [write(1, {"title": "A"}, {"title": "B"}), write(2, {"title": "B"}, {"title": "C"})]
    found = undone(row, {"title": "C"}, Scope(change_ids=frozenset({row[0].id})))
    assert not found.wishes
    assert codes(found) == [(1, "changed_since")]


@pytest.mark.parametrize("now", [None, {}])
def test_what_is_gone_cannot_go_back(now: Fields | None) -> None:
    found = undone([write(1, {"title": "A"}, {"title": "B"})], now)
    assert not found.wishes
    assert codes(found) == [(1, "gone")]


@pytest.mark.parametrize(
    ("kind", "why"),
    [
        ("orders.ship", "The buyer has been told"),
        ("orders.refund", "The money is on its way"),
        ("purchases.order", "ask the supplier to cancel"),
        ("messages.send", "It has been read"),
    ],
)
def test_what_cannot_be_undone_says_why(kind: str, why: str) -> None:
    found = undone([proven(wish(1, kind))], {"title": "Brass lamp"})
    assert not found.wishes
    assert codes(found) == [(1, "cannot_be_undone")]
    assert why in found.left[0].finding.sentence


@pytest.mark.parametrize("state", sorted(set(State) - {State.proven}))
def test_only_what_is_proven_is_undone(state: State) -> None:
    change = replace(write(1, {"title": "A"}, {"title": "B"}), state=state)
    found = undone([change], {"title": "B"})
    assert not found.wishes
    assert codes(found) == [(1, "not_proven")]
    assert all(each.finding.next_step for each in found.left)


# Creations


MADE = proven(creation(1, thing=Thing("products/1", "77", "Lamp")))
SEEN = Lane(SHOP, "products/1", "products.state")


def test_undoing_a_creation_hides_it() -> None:
    found = undo([MADE], KINDS, {SEEN: {"state": "live"}}, ALL)
    (back,) = found.wishes
    assert (back.kind, back.before, back.after) == (
        "products.state",
        {"state": "live"},
        {"state": "draft"},
    )
    assert back.undoes == (MADE.id,)


def test_what_is_hidden_or_gone_is_not_hidden_again() -> None:
    for now, code in (({"state": "draft"}, "hidden"), (None, "gone")):
        found = undo([MADE], KINDS, {SEEN: now}, ALL)
        assert not found.wishes
        assert [each.finding.code for each in found.left] == [code]


def test_what_was_changed_on_a_thing_that_is_hidden_stays_as_it_is() -> None:
    later = proven(wish(2, thing=MADE.thing), minute=5)
    shows: Mapping[Lane, Fields] = {SEEN: {"state": "live"}, later.lane: later.after}
    found = undo([MADE, later], KINDS, shows, ALL)
    assert [each.kind for each in found.wishes] == ["products.state"]


# Do, then undo


edits = st.lists(st.dictionaries(names, values, min_size=1, max_size=3), max_size=5)
full: st.SearchStrategy[dict[str, Value]] = st.fixed_dictionaries(
    dict.fromkeys(("title", "body", "tags", "brand", "slug", "summary"), values)
)


def carried_out(shop: Fields, wanted: Sequence[Fields]) -> tuple[list[Change], Fields]:
    done = []
    for number, after in enumerate(wanted):
        before = {name: shop[name] for name in after}
        done.append(write(number, before, after, minute=number))
        shop = {**shop, **after}
    return done, shop


@given(full, edits)
def test_do_and_undo_gives_what_was(shop: Fields, wanted: list[Fields]) -> None:
    done, now = carried_out(shop, wanted)
    if not done:
        return
    found = undone(done, now)
    assert not found.left
    back = {name: value for each in found.wishes for name, value in each.after.items()}
    again = {**now, **back}
    assert difference(shop, again) == ()


@given(full, edits, some_fields)
def test_an_undo_touches_no_field_that_somebody_else_wrote_last(
    shop: Fields, wanted: list[Fields], theirs: Fields
) -> None:
    done, now = carried_out(shop, wanted)
    if not done:
        return
    now = {**now, **theirs}
    found = undone(done, now)
    ours: dict[str, Value] = {name: value for each in done for name, value in each.after.items()}
    for back in found.wishes:
        for name in back.after:
            assert name in ours
            assert difference({name: now[name]}, {name: ours[name]}) == ()
            assert back.before[name] == now[name]


@given(full, edits, st.integers(0, 5))
def test_undo_since_an_instant_gives_what_was_then(
    shop: Fields, wanted: list[Fields], minute: int
) -> None:
    then = {**NOTHING, **shop}
    for after in wanted[:minute]:
        then |= after
    done, now = carried_out(shop, wanted)
    if not done:
        return
    found = undone(done, now, Scope(since=NOW + timedelta(minutes=minute)))
    back = {name: value for each in found.wishes for name, value in each.after.items()}
    assert difference(then, {**now, **back}) == ()


@given(full, edits)
def test_an_undo_can_be_undone(shop: Fields, wanted: list[Fields]) -> None:
    done, now = carried_out(shop, wanted)
    if not done or not (wishes := undone(done, now).wishes):
        return
    (back,) = wishes
    shop_again = {**now, **back.after}
    (forth,) = undone([write(99, back.before, back.after, minute=99)], shop_again).wishes
    assert difference(now, {**shop_again, **forth.after}) == ()
