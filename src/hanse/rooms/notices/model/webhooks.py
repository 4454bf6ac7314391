"""Webhooks out: what an endpoint is, how a delivery is signed, and when it is tried again."""

import hashlib
import hmac
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from urllib.parse import urlsplit
from uuid import UUID

from hanse.base.faults import Finding, Rejected, Severity
from hanse.base.text import clean
from hanse.rooms.notices.model.kinds import NOTICES

ENDPOINTS_MAX = 20
NAME_CHARS_MAX = 100
URL_CHARS_MAX = 2_000
ANSWER_BYTES_MAX = 1_000
TRIED_FOR = timedelta(hours=24)
OFF_AFTER = timedelta(days=3)
BOTH_SIGN_FOR = timedelta(hours=24)
KEPT_FOR = timedelta(days=30)
PING = "notices.endpoint.pinged"

# Seconds until the next try; the last one again and again until the day is over.
WAITS_S = (10, 60, 300, 900, 3_600, 7_200, 14_400)


class EndpointState(StrEnum):
    active = "active"
    paused = "paused"  # by a person
    disabled = "disabled"  # for nothing arrived for days


class DeliveryState(StrEnum):
    waiting = "waiting"
    delivered = "delivered"
    failed = "failed"
    unknown = "unknown"  # the last answer was lost, and the day is over


@dataclass(frozen=True, slots=True)
class Endpoint:
    id: UUID
    name: str
    url: str
    kinds: Sequence[str]
    state: EndpointState
    failing_since: datetime | None
    old_until: datetime | None
    made_at: datetime
    version: int

    def takes(self, kind: str) -> bool:
        return not self.kinds or kind in self.kinds


@dataclass(frozen=True, slots=True)
class Delivery:
    id: UUID
    endpoint_id: UUID
    event_id: UUID | None
    kind: str
    body: str
    state: DeliveryState
    made_at: datetime
    asked_at: datetime
    next_at: datetime | None
    tries: int
    status: int | None
    took_ms: int | None
    answer: str
    why: str
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class Attempt:
    """How one try went. Without a status nobody knows whether it arrived, or it did not."""

    status: int | None
    took_ms: int
    answer: str
    why: str
    lost: bool = False  # sent, and the answer did not come
    hopeless: bool = False  # it may never go there

    @property
    def arrived(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


@dataclass(frozen=True, slots=True)
class Next:
    """What becomes of a delivery after a try."""

    state: DeliveryState
    next_at: datetime | None


def after(attempt: Attempt, tries: int, asked_at: datetime, now: datetime) -> Next:
    """Delivered, tried again after a longer wait, or, when a day is over, failed or unknown."""
    if attempt.arrived:
        return Next(DeliveryState.delivered, None)
    next_at = now + timedelta(seconds=WAITS_S[min(tries, len(WAITS_S)) - 1])
    if not attempt.hopeless and next_at - asked_at < TRIED_FOR:
        return Next(DeliveryState.waiting, next_at)
    return Next(DeliveryState.unknown if attempt.lost else DeliveryState.failed, None)


def is_over(failing_since: datetime | None, now: datetime) -> bool:
    """Whether an endpoint has failed for so long that it is switched off."""
    return failing_since is not None and now - failing_since >= OFF_AFTER


def signature(secrets: Collection[bytes], at: datetime, body: bytes) -> str:
    """The header: when, and one signature for each secret that is good."""
    stamp = int(at.timestamp())
    signed = f"{stamp}.".encode() + body
    marks = [hmac.new(secret, signed, hashlib.sha256).hexdigest() for secret in secrets]
    return ",".join([f"t={stamp}", *(f"v1={mark}" for mark in marks)])


def check_name(name: str) -> str:
    kept = clean(name)
    if not 0 < len(kept) <= NAME_CHARS_MAX:
        raise wrong(
            "name", "name_wrong", "The name is empty or too long.", "Say in a few words who it is."
        )
    return kept


def check_url(url: str) -> str:
    """A web address. Whether it leads into a private network is seen when it is called."""
    try:
        parts = urlsplit(url)
        _ = parts.port  # raises when it is no number
    except ValueError:
        parts = None
    if (
        parts is None
        or parts.scheme not in ("http", "https")
        or not parts.hostname
        or "@" in parts.netloc
        or parts.fragment
        or len(url) > URL_CHARS_MAX
        or url != clean(url)
        or " " in url
    ):
        raise wrong(
            "url",
            "url_wrong",
            "This is no address that can be called.",
            "Write it as https://example.com/hooks/hanse, without a user, a password or #.",
        )
    return url


def check_kinds(kinds: Collection[str]) -> Sequence[str]:
    for kind in kinds:
        if kind not in NOTICES:
            raise wrong(
                "kinds",
                "kind_unknown",
                f"There is no notice {kind[:60]!r}.",
                "Take those of the list, or none for all of them.",
            )
    return sorted(set(kinds))


def wrong(field: str, code: str, sentence: str, step: str) -> Rejected:
    return Rejected(sentence, [Finding(Severity.error, code, sentence, step, field)], step)
