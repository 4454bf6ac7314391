"""Values of fields: compared as they are kept, never by accident."""

import json
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given

from hanse.base.money import Money
from hanse.trade.fields import (
    Fields,
    Picture,
    Value,
    all_same,
    canonical,
    decoded,
    difference,
    kept,
    restored,
    same,
    shown,
    told,
)
from tests.changes.wishes import sgd, some_fields, values


@given(values)
def test_a_value_that_was_kept_is_the_same_again(value: Value) -> None:
    assert same(decoded(json.loads(canonical(value))), value)


@given(some_fields)
def test_fields_that_were_kept_are_the_same_again(fields: Fields) -> None:
    again = restored(json.loads(json.dumps(kept(fields))))
    assert set(again) == set(fields)
    assert difference(fields, again) == ()


def test_a_picture_is_the_same_wherever_it_is_fetched_from() -> None:
    ours = Picture("9f86.jpg", "A lamp", "https://hub.example/9f86.jpg")
    theirs = Picture("9f86.jpg", "A lamp", "https://shop.example/9f86-1.jpg", "81")
    assert same((ours,), (theirs,))
    assert not same(ours, Picture("9f86.jpg", "Lamps"))
    assert not same(ours, Picture("81", "A lamp"))
    assert restored(json.loads(json.dumps(kept({"images": (theirs,)}))))["images"] == (theirs,)
    assert shown((ours, Picture("81"))) == "'A lamp' (9f86.jpg), 81"


@given(values, values)
def test_two_values_are_the_same_when_they_are_spelled_alike(one: Value, other: Value) -> None:
    assert same(one, other) is (canonical(one) == canonical(other))
    assert same(one, one)


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        (True, 1, False),
        (False, None, False),
        ("", None, False),
        ("1", 1, False),
        (Decimal("1.50"), Decimal("1.5"), True),
        (Money("SGD", 100), Money("USD", 100), False),
        (("a", "b"), ("b", "a"), False),
        ((), None, False),
        (("a", ("b",)), (("a", "b"),), False),
        (
            datetime(2026, 1, 1, 12, tzinfo=UTC),
            datetime(2026, 1, 1, 20, tzinfo=timezone(timedelta(hours=8))),
            True,
        ),
    ],
)
def test_what_looks_alike_is_not_taken_for_the_same(one: Value, other: Value, alike: bool) -> None:
    assert same(one, other) is alike


def test_a_text_that_is_half_a_sign_is_compared_too() -> None:
    assert not same("\ud800", "\ud801")


@given(some_fields, some_fields)
def test_the_difference_put_onto_before_gives_after(before: Fields, after: Fields) -> None:
    changed = {each.field: each.after for each in difference(before, after)}
    assert all_same({**before, **changed}, after, after)


def test_the_difference_says_only_what_differs() -> None:
    found = difference({"title": "A", "body": "B"}, {"title": "A", "body": "C", "tags": ()})
    assert [each.field for each in found] == ["body", "tags"]
    assert str(found[0]) == "body: 'B' becomes 'C'"
    assert str(found[1]) == "tags: nothing becomes nothing"


def test_a_field_that_was_not_read_is_not_the_same() -> None:
    assert not all_same({"title": None}, {}, ["title"])
    assert not all_same({}, {}, ["title"])


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (None, "nothing"),
        (True, "yes"),
        (sgd("9.9"), "SGD 9.90"),
        (("red", "blue"), "'red', 'blue'"),
        (datetime(2026, 5, 3, 9, tzinfo=UTC), "03 May 2026, 09:00 UTC"),
    ],
)
def test_a_value_is_shown_in_words(value: Value, sentence: str) -> None:
    assert shown(value) == sentence


def test_a_long_text_is_shown_in_part() -> None:
    assert len(shown("x" * 5000)) < 200


@pytest.mark.parametrize(
    "document", [1.5, {}, {"money": ["SGD", 1], "x": 1}, {"number": 3}, {"at": None}]
)
def test_what_we_did_not_keep_is_no_value(document: object) -> None:
    with pytest.raises(ValueError, match="no value of a field"):
        decoded(document)


def test_an_instant_without_a_zone_is_no_value() -> None:
    with pytest.raises(ValueError, match="zone"):
        canonical(datetime(2026, 1, 1))  # noqa: DTZ001 - it is the bad case


def test_a_value_is_told_as_what_it_is_however_deep_it_stands() -> None:
    at = datetime(2026, 11, 27, 8, 0, tzinfo=UTC)
    variant: Value = (("Red",), (("price", Money("EUR", 1290)), ("weight", Decimal("1.50"))))
    assert json.loads(
        json.dumps(told((variant, at, Picture("81", "Lamp", "https://a"), None)))
    ) == [
        [["Red"], [["price", {"currency": "EUR", "minor": 1290}], ["weight", "1.5"]]],
        "2026-11-27T08:00:00+00:00",
        {"name": "81", "alt": "Lamp", "address": "https://a"},
        None,
    ]
