from datetime import UTC, datetime, timedelta, timezone

import pytest

from hanse.base.clock import FixedClock, SystemClock

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def test_the_system_clock_tells_this_instant_in_utc() -> None:
    before = datetime.now(UTC)
    now = SystemClock().now()
    assert before <= now <= datetime.now(UTC)
    assert now.tzinfo is UTC


def test_the_monotonic_clock_does_not_run_backwards() -> None:
    clock = SystemClock()
    first = clock.monotonic()
    assert 0 <= clock.monotonic() - first < 60


def test_a_fixed_clock_stands_still() -> None:
    clock = FixedClock(NOON)
    assert clock.now() == clock.now() == NOON
    assert clock.monotonic() == clock.monotonic() == 0.0


def test_a_fixed_clock_advances_when_it_is_told() -> None:
    clock = FixedClock(NOON)
    clock.advance(1.5)
    clock.advance(60)
    assert clock.now() == NOON + timedelta(seconds=61.5)
    assert clock.monotonic() == 61.5


def test_setting_the_clock_back_does_not_turn_elapsed_time_back() -> None:
    clock = FixedClock(NOON)
    clock.advance(10)
    clock.advance(-30)
    assert clock.now() == NOON - timedelta(seconds=20)
    assert clock.monotonic() == 10.0


def test_a_fixed_clock_speaks_utc() -> None:
    jakarta = timezone(timedelta(hours=7))
    now = FixedClock(datetime(2026, 11, 20, 19, tzinfo=jakarta)).now()
    assert (now, now.tzinfo) == (NOON, UTC)


def test_an_instant_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="has no time zone: give the clock an aware instant"):
        FixedClock(NOON.replace(tzinfo=None))
