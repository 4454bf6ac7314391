"""What an HTTP status means for the caller: one table, which a connector adds its own words to."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import MappingProxyType
from urllib.parse import urljoin

from hanse.base.faults import (
    AuthLapsed,
    Conflict,
    Denied,
    Fault,
    Gone,
    OutcomeUnknown,
    Rejected,
    Throttled,
    Unavailable,
)
from hanse.engine.redaction import redacted_url
from hanse.engine.wire.call import Answer

RETRY_AFTER_S = 30.0  # when the other side asks to wait and does not say how long
RETRY_AFTER_MAX_S = 86_400.0


@dataclass(frozen=True, slots=True)
class Meaning:
    """`why` goes on after "shop.example answered 404:"."""

    read: type[Fault]
    write: type[Fault]
    why: str


def both(fault: type[Fault], why: str) -> Meaning:
    return Meaning(fault, fault, why)


BROKE = Meaning(Unavailable, OutcomeUnknown, "it failed on its side.")
LATE = Meaning(Unavailable, OutcomeUnknown, "something on the way to it gave up waiting.")
MOVED = both(Rejected, "it sends the call to another address.")
MAYBE_MOVED = Meaning(Rejected, OutcomeUnknown, "it sends the call to another address.")

STATUSES: Mapping[int, Meaning] = MappingProxyType(
    {
        302: MAYBE_MOVED,
        303: MAYBE_MOVED,
        401: both(AuthLapsed, "it does not accept our key, or not any more."),
        402: both(Denied, "its account is closed until somebody pays."),
        403: both(Denied, "our key may not do this."),
        404: both(Gone, "there is no such thing, or not any more."),
        407: both(Unavailable, "the proxy on the way does not let us through."),
        408: LATE,
        409: both(Conflict, "it has changed meanwhile."),
        410: both(Gone, "it was there and is not any more."),
        412: both(Conflict, "it has changed meanwhile."),
        413: both(Rejected, "what we sent is too large for it."),
        421: both(Unavailable, "the call reached the wrong machine."),
        423: both(Conflict, "somebody has locked it."),
        425: both(Unavailable, "it was not ready for the call."),
        429: both(Throttled, "it asks us to slow down."),
        451: both(Denied, "a law forbids it to answer."),
        502: LATE,
        503: Meaning(Unavailable, OutcomeUnknown, "it is overloaded or under maintenance."),
        504: LATE,
    }
)
HUNDREDS: Mapping[int, Meaning] = MappingProxyType(
    {
        3: MOVED,
        4: both(Rejected, "it does not accept what we sent."),
        5: BROKE,
    }
)
ANSWERS = frozenset({*range(200, 300), 304})


def by_status(answer: Answer) -> Fault | None:
    """The default table; None for an answer. A connector looks for its own words first."""
    if answer.status in ANSWERS:
        return None
    meaning = STATUSES.get(answer.status) or HUNDREDS.get(answer.status // 100) or BROKE
    kind = meaning.write if answer.call.writes else meaning.read
    sentence = f"{answer.host} answered {answer.status}: {meaning.why}"
    if answer.status // 100 == 3:
        sentence += f" {shown_location(answer)}"
    wait_s = answer.retry_after_s
    if issubclass(kind, Throttled):
        return kind(sentence, RETRY_AFTER_S if wait_s is None else wait_s)
    if issubclass(kind, Unavailable) and wait_s:
        return kind(sentence, f"Try again in {wait_s:g} s, as it asks.")
    return kind(sentence)


def shown_location(answer: Answer) -> str:
    """Where a redirect points, without its query, which may hold a sign-in."""
    location = answer.headers.get("Location", "")
    try:
        target = urljoin(str(answer.url), location).partition("?")[0] if location else ""
    except ValueError:
        target = ""
    return f"It points to {answer.call.shown(redacted_url(target)) or 'nowhere'}."


def retry_after(value: str, date: str, now: datetime) -> float | None:
    """Seconds to wait, from seconds or a date, by the other side's own clock if it shows it."""
    if not value.strip():
        return None
    try:
        seconds = float(value)
    except ValueError:
        until = instant(value)
        if until is None:
            return None
        seconds = (until - (instant(date) or now)).total_seconds()
    return min(max(seconds, 0.0), RETRY_AFTER_MAX_S) if math.isfinite(seconds) else None


def instant(text: str) -> datetime | None:
    try:
        read = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return read if read.tzinfo else read.replace(tzinfo=UTC)
