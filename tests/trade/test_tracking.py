"""Two sources tell of one parcel: when it happened counts, not when it was told."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hanse.base.faults import Finding, Severity
from hanse.trade.tracking import (
    FOLLOWING,
    ParcelState,
    TrackEvent,
    TrackReport,
    following,
    merged,
    unknown_word,
)

S = ParcelState
START = datetime(2026, 3, 1, tzinfo=UTC)
CARRIER = "3011"


def event(
    hour: int | None, state: ParcelState | None, word: str = "", place: str = ""
) -> TrackEvent:
    at = None if hour is None else START + timedelta(hours=hour)
    return TrackEvent(
        at, "" if at is None else at.isoformat(), state, word or f"{state}", "", place
    )


def report(*events: TrackEvent, state: ParcelState | None = None) -> TrackReport:
    return TrackReport("RR1", CARRIER, state, events)


STATES = st.sampled_from(list(S))
# A word always means the same; few times and words, so that the two sources often meet.
EVENTS = st.sampled_from([event(hour, state) for hour in (None, 0, 1, 2) for state in (None, *S)])
DATED = st.sampled_from([event(hour, state) for hour in range(9) for state in S])
REPORTS = st.lists(EVENTS, max_size=5).map(lambda rows: report(*rows))
TOLD = st.tuples(st.lists(EVENTS, max_size=5), st.none() | STATES).map(
    lambda told: report(*told[0], state=told[1])
)


@settings(max_examples=40)
@given(REPORTS, REPORTS)
def test_whichever_is_told_first_the_same_is_known(left: TrackReport, right: TrackReport) -> None:
    found, other = merged(left, right), merged(right, left)
    assert [e.at for e in found.events] == [e.at for e in other.events]
    assert [e.word for e in found.events] == [e.word for e in other.events]


@settings(max_examples=40)
@given(st.lists(DATED, max_size=8, unique_by=lambda e: e.at), st.integers(0, 255))
def test_however_events_are_shared_out_the_whole_is_the_same(
    rows: list[TrackEvent], share: int
) -> None:
    left = report(*(e for n, e in enumerate(rows) if share >> n & 1))
    right = report(*(e for n, e in enumerate(rows) if not share >> n & 1))
    assert merged(left, right) == merged(right, left) == merged(report(), report(*rows))


@settings(max_examples=40)
@given(TOLD, TOLD)
def test_what_is_told_again_changes_nothing(left: TrackReport, right: TrackReport) -> None:
    once = merged(left, right)
    again = merged(once, right)
    assert (again.state, again.returning) == (once.state, once.returning)
    assert {(e.at, e.word) for e in again.events} == {(e.at, e.word) for e in once.events}
    assert len(again.events) == len(once.events)
    assert merged(once, once).events == once.events


@settings(max_examples=40)
@given(TOLD, TOLD)
def test_nothing_is_lost_nothing_is_made_up_and_times_go_on(
    left: TrackReport, right: TrackReport
) -> None:
    found = merged(left, right)
    told = {(e.at, e.at_text, e.word) for e in (*left.events, *right.events)}
    assert {(e.at, e.at_text, e.word) for e in found.events} == told
    times = [e.at for e in found.events if e.at]
    assert times == sorted(times)
    said = {left.state, right.state, *(e.state for e in (*left.events, *right.events))}
    assert found.state in said
    assert (found.state is None) == (said == {None})


@settings(max_examples=40)
@given(TOLD, TOLD)
def test_delivered_is_left_towards_returned_alone(known: TrackReport, told: TrackReport) -> None:
    after = merged(replace(known, state=S.delivered), told)
    reached = {after.state} - {S.delivered}
    assert reached <= {S.returned}
    if S.delivered in {e.state for e in told.events}:
        assert merged(known, told).state in {S.delivered, S.returned}


def test_every_state_is_reached_and_says_what_may_follow() -> None:
    assert set(FOLLOWING) == set(S)
    assert {after for rows in FOLLOWING.values() for after in rows} == set(S)
    for left in (S.failed_attempt, S.exception, S.expired):
        assert following(left, S.in_transit) is S.in_transit
        assert following(left, S.delivered) is S.delivered
    assert following(S.in_transit, S.pending) is S.in_transit
    assert following(S.returned, S.delivered) is S.returned
    assert following(S.in_transit, None) is S.in_transit


def test_an_older_event_that_comes_late_changes_the_past_and_not_the_state() -> None:
    known = report(event(1, S.pending), event(9, S.out_for_delivery), state=S.out_for_delivery)
    told = report(event(5, S.exception), state=S.exception)
    found = merged(known, told)
    assert [e.state for e in found.events] == [S.pending, S.exception, S.out_for_delivery]
    assert found.state is S.out_for_delivery
    assert merged(found, report(event(11, S.failed_attempt))).state is S.failed_attempt


def test_a_word_that_nobody_knows_keeps_the_state_and_is_named() -> None:
    found = merged(report(event(1, S.in_transit)), report(event(2, None, "SortedByRobot")))
    assert found.state is S.in_transit
    assert found.findings == (
        Finding(
            *(Severity.warning, "unknown_word"),
            "The carrier says 'SortedByRobot' of the parcel, which we do not know.",
            "Its state stays as it was; look at the carrier's page to see what it means.",
            "SortedByRobot",
        ),
    )
    assert merged(found, found).findings == found.findings  # said once
    assert len(unknown_word("x" * 10_000).sentence) < 200
    known = merged(found, report(event(2, S.in_transit, "SortedByRobot")))
    assert [e.state for e in known.events] == [S.in_transit, S.in_transit]


def test_what_a_report_says_of_the_whole_holds_until_something_happens() -> None:
    """A parcel that nobody has seen for long is expired, until it is seen again."""
    known = report(event(1, S.in_transit), state=S.in_transit)
    silent = merged(known, replace(known, state=S.expired))
    assert silent.state is S.expired
    assert merged(silent, known).state is S.in_transit  # who said it takes it back
    assert merged(silent, report(event(3, S.delivered))).state is S.delivered
    assert merged(report(event(3, S.in_transit)), silent).state is S.in_transit


def test_an_event_without_a_zone_stays_behind_the_one_before_it_and_gets_no_time() -> None:
    undated = TrackEvent(None, "2026-03-01 04:00", S.failed_attempt, "nobody", "", "")
    known = report(event(3, S.in_transit), undated)
    found = merged(known, report(event(2, S.in_transit), event(5, S.out_for_delivery)))
    assert [e.at and e.at.hour for e in found.events] == [2, 3, None, 5]
    assert found.state is S.out_for_delivery


def test_it_is_on_its_way_back_until_it_is_at_the_receiver_or_back() -> None:
    turned = replace(report(event(5, S.exception)), returning=True)
    assert merged(report(event(4, S.in_transit)), turned).returning
    assert merged(turned, report(event(6, S.in_transit))).returning
    assert not merged(turned, report(event(6, S.out_for_delivery))).returning
    back = merged(turned, report(event(9, S.returned)))
    assert (back.state, back.returning) == (S.returned, False)


def test_the_earliest_time_of_a_delivery_counts_and_the_newest_promise() -> None:
    day = timedelta(days=1)
    known = replace(report(event(8, S.delivered)), promised_by=START + day)
    told = replace(
        report(event(9, S.delivered)), delivered_at=START + day, promised_by=START + 2 * day
    )
    assert merged(known, report()).delivered_at == START + timedelta(hours=8)
    early = replace(known, delivered_at=START + timedelta(hours=8))
    assert merged(early, told).delivered_at == merged(told, early).delivered_at == START + day / 3
    assert merged(early, told).promised_by == merged(told, early).promised_by == START + 2 * day
    assert merged(report(event(None, S.delivered)), report()).delivered_at is None


def test_two_parcels_are_not_one() -> None:
    with pytest.raises(ValueError, match="RR1 and RR2 are two parcels"):
        merged(report(), replace(report(), number="RR2"))
