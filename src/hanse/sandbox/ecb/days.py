"""On which days the bank fixes rates, and when a day's rates come out."""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

FRANKFURT = ZoneInfo("Europe/Berlin")
OUT_AT = time(16, 0)
FIRST = date(1999, 1, 4)
FIXED = {(1, 1), (5, 1), (12, 25), (12, 26)}  # month and day
RECENT_DAYS = 90
DAY = timedelta(days=1)


@cache
def easter(year: int) -> date:
    """Easter Sunday, as the Gregorian calendar reckons it."""
    golden, century = year % 19, year // 100
    skipped = century // 4
    moon = (century - skipped - (8 * century + 13) // 25 + 19 * golden + 15) % 30
    moon -= (moon // 28) * (1 - (29 // (moon + 1)) * ((21 - golden) // 11))
    weekday = (year + year // 4 + moon + 2 - century + skipped) % 7
    shift = moon - weekday
    month = 3 + (shift + 40) // 44
    return date(year, month, shift + 28 - 31 * (month // 4))


def is_open(day: date) -> bool:
    """Whether it is a working day of the bank."""
    if day.weekday() >= 5 or (day.month, day.day) in FIXED:
        return False
    return day - easter(day.year) not in (timedelta(days=-2), timedelta(days=1))


def out_at(day: date) -> datetime:
    """The instant at which the rates of a working day come out."""
    return datetime.combine(day, OUT_AT, FRANKFURT).astimezone(UTC)


def newest(now: datetime) -> date:
    """The last day whose rates are out."""
    day = now.astimezone(FRANKFURT).date()
    if out_at(day) > now:
        day -= DAY
    return day if is_open(day) else before(day)


def before(day: date) -> date:
    """The last working day before this one."""
    day -= DAY
    while not is_open(day):
        day -= DAY
    return day


def after(day: date) -> date:
    """The first working day after this one."""
    day += DAY
    while not is_open(day):
        day += DAY
    return day


def until(day: date, since: date) -> list[date]:
    """The working days from `since` to `day`, the newest first."""
    span = (day - since).days
    return [at for at in (day - back * DAY for back in range(span + 1)) if is_open(at)]
