"""When somebody may be disturbed: quiet hours and the hour of the digest, on the person's clock."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

CLOCK = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d")
GATHER = timedelta(minutes=2)  # what comes close together is one mail


@dataclass(frozen=True, slots=True)
class Hours:
    """Times as `22:00`. Quiet hours may pass midnight; none of them: at any time."""

    zone: str
    quiet_from: str | None = None
    quiet_until: str | None = None
    digest_at: str | None = None


def mail_at(now: datetime, hours: Hours, *, urgent: bool) -> datetime:
    """When a mail may go: at once, a little later with others, in the morning, or in the digest."""
    if urgent:
        return now
    if hours.digest_at:
        return next_at(now, hours.digest_at, hours.zone)
    return quiet_until(now, hours) or now + GATHER


def quiet_until(now: datetime, hours: Hours) -> datetime | None:
    """The end of the quiet hours that it is in; none if it is not."""
    if hours.quiet_from is None or hours.quiet_until is None:
        return None
    here = now.astimezone(ZoneInfo(hours.zone)).time()
    begins, ends = time.fromisoformat(hours.quiet_from), time.fromisoformat(hours.quiet_until)
    inside = begins <= here < ends if begins < ends else here >= begins or here < ends
    return next_at(now, hours.quiet_until, hours.zone) if inside and begins != ends else None


def next_at(now: datetime, clock: str, zone: str) -> datetime:
    """The next time that the clock on the wall shows this; days of another length are minded."""
    here = now.astimezone(ZoneInfo(zone))
    at = datetime.combine(here.date(), time.fromisoformat(clock), ZoneInfo(zone))
    if at.astimezone(UTC) <= now:
        at = datetime.combine(
            here.date() + timedelta(days=1), time.fromisoformat(clock), ZoneInfo(zone)
        )
    return at.astimezone(UTC)
