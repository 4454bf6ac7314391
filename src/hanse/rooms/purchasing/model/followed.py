"""Which numbers a tracking service is given: those whose promise is near before all others."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from hanse.rooms.purchasing.model.parcels import AGAIN, EARLIER
from hanse.trade.trackers import Allowance
from hanse.trade.tracking import ParcelState

NEAR = timedelta(days=5)
KEPT_SHARE = 10  # a tenth of what was bought is kept for parcels whose promise is near
TOLD_WITHIN = timedelta(days=2)  # a service that tells by itself is asked half as often
HELD_FOR = timedelta(hours=1)
NEVER = datetime.max.replace(tzinfo=UTC)


class Stage(StrEnum):
    """Of one number at the service. `asking` is written before a number leaves to be registered:
    whoever finds it so asks the service whether it has it."""

    wanted = "wanted"
    asking = "asking"
    followed = "followed"
    refused = "refused"
    ended = "ended"


@dataclass(frozen=True, slots=True)
class Wanted:
    number: str
    parcel_id: UUID
    stage: Stage
    needed_by: datetime | None


@dataclass(frozen=True, slots=True)
class Tracker:
    """What the service takes, as it was last told."""

    account_id: UUID
    held_until: datetime | None
    heard_at: datetime | None


def chosen(wanted: Sequence[Wanted], allowance: Allowance, now: datetime) -> Sequence[Wanted]:
    """Those that are registered now, the nearest promise first. What a service does not tell of
    its numbers is no reason to hold any back: it refuses what is too much."""
    told = [each for each in (allowance.left, allowance.left_today) if each is not None]
    most = min(told, default=len(wanted))
    kept = -(-(allowance.total or 0) // KEPT_SHARE)
    usual = most if allowance.left is None else min(most, max(0, allowance.left - kept))
    ordered = sorted(wanted, key=lambda each: each.needed_by or NEVER)
    near = [each for each in ordered if each.needed_by and each.needed_by <= now + NEAR][:most]
    far = ordered[len(near) :] if len(near) < most else []
    return [*near, *far[: max(0, usual - len(near))]]


def ask_at(state: ParcelState, now: datetime, heard_at: datetime | None) -> datetime:
    """When it is asked for next. What has ended is looked at once more, to be stopped."""
    again = AGAIN.get(state)
    if again is None:
        return now
    told = heard_at is not None and heard_at + TOLD_WITHIN > now
    return now + again * (2 if told else 1) * (1 - EARLIER)
