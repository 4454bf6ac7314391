"""What an approval is for, and what is still so when the change is sent."""

from dataclasses import fields, replace
from uuid import UUID

import pytest
from hypothesis import given

from hanse.changes.model.fingerprints import (
    Basis,
    Held,
    Moved,
    NothingLeft,
    fingerprint,
    recheck,
    recheck_all,
)
from hanse.changes.model.owners import Owner
from hanse.trade.fields import Fields, difference
from tests.changes.wishes import OTHER_SHOP, creation, some_fields, wish

BASIS = Basis({"title": "Lamp", "body": "Old"}, {"title": Owner.hub}, "price rules 14", 3, "4")


def test_what_is_as_it_was_approved_holds() -> None:
    assert recheck(wish(), BASIS, BASIS) == Held(wish())


@pytest.mark.parametrize(
    ("now", "sentence"),
    [
        (
            replace(BASIS, before={"title": "Old lamp"}),
            "The shop showed 'Lamp' as title and now shows 'Old lamp'.",
        ),
        (replace(BASIS, before={}), "now shows nothing at all"),
        (replace(BASIS, owners={"title": Owner.channel}), "title now belongs to the shop"),
        (replace(BASIS, owners={}), "title now belongs to nobody"),
        (replace(BASIS, rule="price rules 15"), "The rule that made it was changed"),
        (replace(BASIS, policy=4), "The policy of approval was changed"),
        (replace(BASIS, card="5"), "What the platform can do was changed"),
    ],
)
def test_what_moved_goes_back_and_says_what_moved(now: Basis, sentence: str) -> None:
    found = recheck(wish(), BASIS, now)
    assert isinstance(found, Moved)
    assert sentence in " ".join(found.sentences)
    assert found.basis == now


def test_what_moved_shows_the_new_difference() -> None:
    found = recheck(wish(), BASIS, replace(BASIS, before={"title": "Old lamp"}))
    assert isinstance(found, Moved)
    assert [str(each) for each in found.change.differences] == [
        "title: 'Old lamp' becomes 'Brass lamp'"
    ]


def test_pace_does_not_count() -> None:
    """A slower shop changes when something is sent, not what."""
    assert {each.name for each in fields(Basis)} == {"before", "owners", "rule", "policy", "card"}


def test_what_the_shop_shows_already_is_not_sent() -> None:
    now = replace(BASIS, before={"title": "Brass lamp"})
    assert recheck(wish(), BASIS, now) == NothingLeft(wish())


def test_what_was_made_by_somebody_else_meanwhile_is_not_made_again() -> None:
    nothing = replace(BASIS, before={})
    assert isinstance(recheck(creation(), nothing, nothing), Held)
    found = recheck(creation(), nothing, replace(nothing, before={"sku": "L-1"}))
    assert isinstance(found, Moved)
    assert "The shop showed nothing at all as sku and now shows 'L-1'." in found.sentences


def test_one_item_that_moved_takes_no_other_with_it() -> None:
    now = replace(BASIS, before={"title": "Old lamp"})
    found = recheck_all([(wish(1), BASIS, BASIS), (wish(2), BASIS, now), (wish(3), BASIS, BASIS)])
    assert [type(each) for each in found] == [Held, Moved, Held]


@pytest.mark.parametrize(
    "other",
    [
        wish(after={"title": "Copper lamp"}),
        wish(after={"title": "Brass lamp", "body": "New"}),
        replace(wish(), id=UUID(int=4)),
        wish(account_id=OTHER_SHOP),
        wish(kind="products.media"),
        wish(2),
    ],
)
def test_another_wish_has_another_fingerprint(other: object) -> None:
    """So an edit voids what was approved, whoever forgets to say so."""
    assert fingerprint(other, BASIS) != fingerprint(wish(), BASIS)  # type: ignore[arg-type]


@given(some_fields, some_fields, some_fields)
def test_it_holds_exactly_when_nothing_that_it_stands_on_moved(
    wanted: Fields, then: Fields, now: Fields
) -> None:
    change = wish(after=wanted, before={name: then.get(name) for name in wanted})
    found = recheck(change, replace(BASIS, before=then), replace(BASIS, before=now))
    unmoved = not difference(then, now) and not difference(now, then)
    assert isinstance(found, Held) is unmoved
    if isinstance(found, Moved):
        assert found.sentences
