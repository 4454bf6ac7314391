"""What cannot be read is a finding, and the rest is read all the same."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanse.base.faults import Finding
from hanse.base.money import Money, UnitCost
from hanse.trade.documents import FINDINGS_MAX, Document, opened

ANYTHING: st.SearchStrategy[object] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.decimals(allow_nan=False, allow_infinity=False)
    | st.text(max_size=40),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


def read(value: object) -> Document:
    return Document({"x": value})


@given(ANYTHING)
def test_nothing_that_stands_in_a_document_breaks_its_reading(value: object) -> None:
    document = read(value)
    document.key("x")
    document.text("x")
    document.flag("x")
    document.whole("x")
    document.money("x", "USD", 2)
    document.cost("x", "USD")
    document.instant("x")
    document.word("x", {"a": 1})
    document.one("x")
    list(document.many("x"))
    document.texts("x")
    assert all(finding.sentence for finding in document.said)


@pytest.mark.parametrize(
    ("value", "key"), [(12, "12"), ("a1", "a1"), (0, None), ("0", None), ("", None), (None, None)]
)
def test_an_id_is_a_text_and_0_is_none(value: object, key: str | None) -> None:
    document = read(value)
    assert (document.key("x"), document.said) == (key, ())


@pytest.mark.parametrize("value", [True, False, Decimal("1.5"), [], {}])
def test_what_is_no_id_is_a_finding(value: object) -> None:
    document = read(value)
    assert document.key("x") is None
    assert document.said


@pytest.mark.parametrize(
    ("value", "whole"),
    [(3, 3), ("3", 3), ("-2", -2), (Decimal("3.00"), 3), ("", None), (None, None)],
)
def test_a_whole_number_is_read_however_it_is_written(value: object, whole: int | None) -> None:
    document = read(value)
    assert (document.whole("x"), document.said) == (whole, ())


@pytest.mark.parametrize(
    "value", ["2.5", "ten", True, 10**30, "1e999999999", "Infinity", [3], "1_0", "３"]
)
def test_what_is_no_whole_number_is_a_finding(value: object) -> None:
    document = read(value)
    assert document.whole("x") is None
    assert len(document.said) == 1


def test_money_is_exact_or_not_at_all() -> None:
    assert read("9.90").money("x", "USD") == Money("USD", 990)
    assert read(Decimal("9.9")).money("x", "USD") == Money("USD", 990)
    fine = read("9.999")
    assert fine.money("x", "USD") is None
    assert [each.code for each in fine.said] == ["too_many_decimals"]
    assert fine.cost("x", "USD") == UnitCost("USD", Decimal("9.999"))


@pytest.mark.parametrize(
    "value", ["1,299.00", "$12", "1e2", "９", "1_000", " 5", "9" * 90, True, 10**80]
)
def test_an_amount_that_could_mean_two_things_is_none(value: object) -> None:
    document = read(value)
    assert document.money("x", "USD") is None
    assert len(document.said) == 1


def test_an_instant_without_a_zone_is_utc() -> None:
    at = datetime(2026, 11, 21, 15, 21, tzinfo=UTC)
    assert read("2026-11-21T15:21:00").instant("x") == at
    assert read("2026-11-21T23:21:00+08:00").instant("x") == at
    assert read("").instant("x") is None
    odd = read("0000-00-00T00:00:00")
    assert odd.instant("x") is None
    assert [each.code for each in odd.said] == ["not_an_instant"]


def test_a_finding_says_where_and_not_what() -> None:
    """The value may be a person's."""
    document = Document({"lines": [{"email": ["ann@example.test"]}, 7]})
    for line in document.many("lines"):
        line.text("email")
    assert [(each.field, each.sentence) for each in document.said] == [
        ("lines[0].email", "'lines[0].email' is no text but a list."),
        ("lines[1]", "'lines[1]' is no object."),
    ]


def test_a_field_that_must_be_there_is_named_when_it_is_not() -> None:
    document = Document({"a": None})
    document.need("a", "b")
    assert [(each.code, each.field) for each in document.said] == [("missing_field", "b")]


def test_a_long_word_is_cut() -> None:
    document = read("x" * 500)
    document.word("x", {"a": 1})
    assert len(document.said[0].sentence) < 120


def test_findings_have_an_end() -> None:
    document = Document({"x": [None] * 5000})
    assert list(document.many("x")) == []
    assert len(document.said) == FINDINGS_MAX


def test_a_finding_is_said_once() -> None:
    document = read([])
    document.text("x")
    document.text("x")
    assert len(document.said) == 1


@pytest.mark.parametrize("value", [None, [], "x", {}, {"id": 0}, {"id": []}])
def test_what_says_not_which_thing_it_is_about_is_no_document(value: Any) -> None:
    assert isinstance(opened(value), Finding)
    assert isinstance(opened({"id": 7}), Document)
