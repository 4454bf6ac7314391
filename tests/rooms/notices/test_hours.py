"""Quiet hours and digests, on the person's clock."""

from datetime import UTC, datetime

import pytest

from hanse.rooms.notices.model.hours import GATHER, Hours, mail_at

DAY = {"quiet_from": "22:00", "quiet_until": "07:00"}


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "now", "goes"),
    [
        ("Asia/Jakarta", "2026-11-20 14:59", None),  # 21:59 there
        ("Asia/Jakarta", "2026-11-20 15:00", "2026-11-21 00:00"),
        ("Asia/Jakarta", "2026-11-20 23:59", "2026-11-21 00:00"),
        ("Asia/Jakarta", "2026-11-21 00:00", None),
        ("UTC", "2026-11-20 23:00", "2026-11-21 07:00"),
        ("UTC", "2026-11-21 06:59", "2026-11-21 07:00"),
        # The night of the change is an hour longer, or shorter: the clock on the wall counts.
        ("Europe/Berlin", "2026-10-24 21:00", "2026-10-25 06:00"),
        ("Europe/Berlin", "2026-03-28 22:00", "2026-03-29 05:00"),
    ],
)
def test_a_mail_waits_for_the_end_of_quiet_hours(zone: str, now: str, goes: str | None) -> None:
    expected = at(goes) if goes else at(now) + GATHER
    assert mail_at(at(now), Hours(zone, **DAY), urgent=False) == expected


def test_what_is_urgent_waits_for_nothing() -> None:
    night = at("2026-11-20 23:00")
    hours = Hours("UTC", "22:00", "07:00", digest_at="08:00")
    assert mail_at(night, hours, urgent=True) == night


def test_a_digest_comes_once_a_day_at_its_hour() -> None:
    hours = Hours("Asia/Jakarta", digest_at="08:00")
    assert mail_at(at("2026-11-20 00:59"), hours, urgent=False) == at("2026-11-20 01:00")
    assert mail_at(at("2026-11-20 01:00"), hours, urgent=False) == at("2026-11-21 01:00")


def test_quiet_hours_within_a_day_and_of_no_length() -> None:
    noon = at("2026-11-20 12:30")
    assert mail_at(noon, Hours("UTC", "12:00", "13:00"), urgent=False) == at("2026-11-20 13:00")
    assert mail_at(noon, Hours("UTC", "12:00", "12:00"), urgent=False) == noon + GATHER


def test_an_hour_that_the_clock_leaves_out_still_comes() -> None:
    hours = Hours("Europe/Berlin", digest_at="02:30")
    assert mail_at(at("2026-03-28 12:00"), hours, urgent=False) == at("2026-03-29 01:30")
