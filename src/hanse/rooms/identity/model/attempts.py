"""How long the next try waits after failures in a row: longer each time, and never for ever."""

import hashlib
import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

WAIT_MAX = timedelta(minutes=15)
WAIT_FIRST_S = 1
FORGOTTEN_AFTER = timedelta(hours=24)
NETWORK_PREFIX = 64  # one line of a provider, which may change the rest at will


@dataclass(frozen=True, slots=True)
class Counter:
    """What is counted, and how many failures cost nothing."""

    name: bytes
    free: int


@dataclass(frozen=True, slots=True)
class Tally:
    """Failures in a row so far."""

    failures: int
    last_at: datetime
    wait_until: datetime


FREE = {
    "account": 5,
    "account_at": 5,  # of an account, from where its owner was seen before
    "address": 30,  # an office shares one, also those who sign in at this moment
    "factor": 5,  # of a person: whoever tries has the password already, and must not clear these
    "letters": 3,  # mails to one address that somebody asked for
    "letters_from": 20,
}


def counter(what: str, *parts: str) -> Counter:
    """Named by a hash, for it may be somebody's address, and a table of these tells nobody."""
    name = "\0".join([what, *parts]).encode("utf-8", "replace")
    return Counter(hashlib.sha256(name).digest(), FREE[what])


def waits(tally: Tally | None, now: datetime) -> timedelta:
    """For how long the next try is refused. A clock that was put back alone makes nobody wait."""
    if tally is None or is_over(tally, now):
        return timedelta(0)
    return max(tally.wait_until - max(now, tally.last_at), timedelta(0))


def failed(counter: Counter, tally: Tally | None, now: datetime) -> Tally:
    """One failure more."""
    failures = 1 if tally is None or is_over(tally, now) else tally.failures + 1
    return Tally(failures, now, now + wait_after(failures - counter.free))


def taken_back(tally: Tally, now: datetime) -> Tally | None:
    """As if the last failure had not been; none if it was the only one."""
    return Tally(tally.failures - 1, tally.last_at, now) if tally.failures > 1 else None


def wait_after(beyond: int) -> timedelta:
    """The wait after so many failures beyond those that are free."""
    if beyond < 0:
        return timedelta(0)
    return min(timedelta(seconds=WAIT_FIRST_S << min(beyond, 20)), WAIT_MAX)


def is_over(tally: Tally, now: datetime) -> bool:
    """Long ago; or to come, for then the clock was wrong when it was written or is now."""
    return now - tally.last_at >= FORGOTTEN_AFTER or tally.wait_until - now > WAIT_MAX


def longest(tallies: Sequence[Tally | None], now: datetime) -> timedelta:
    return max((waits(tally, now) for tally in tallies), default=timedelta(0))


def network(address: str) -> str:
    """Addresses of one IPv6 line are one."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv4Address):
        return str(parsed)
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.ip_network((int(parsed), NETWORK_PREFIX), strict=False))
