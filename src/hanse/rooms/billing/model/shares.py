"""How what a buyer paid is shared: versions with the instant from which they hold."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from uuid import UUID

from hanse.base.currency import EXPONENTS
from hanse.base.faults import Finding, Rejected, Severity
from hanse.rooms.billing.model.plans import Standing

WHOLE_BP = 10_000  # hundredths of a percent
VERSIONS_MAX = 500
AHEAD_MAX = timedelta(days=1_100)


class ShareKind(StrEnum):
    plan = "plan"  # of a client: as its plan says
    shared = "shared"
    off = "off"  # nothing is booked


@dataclass(frozen=True, slots=True)
class Share:
    """A version. Where it is shared: what the client has, and in which money both settle."""

    number: int
    kind: ShareKind
    client_bp: int | None
    currency: str | None
    from_at: datetime
    set_at: datetime
    set_by: UUID | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the operator says; without a day it holds from now on."""

    kind: ShareKind
    client_bp: int | None = None
    currency: str | None = None
    from_on: date | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """The workspace was put on another plan."""

    before: str
    plan: str
    from_at: datetime


@dataclass(frozen=True, slots=True)
class Terms:
    """All versions that concern a workspace."""

    own: Sequence[Share]
    plans: Sequence[tuple[str, Share]]  # by plan
    turns: Sequence[Turn]  # the oldest first
    standing: Standing

    def at(self, when: datetime) -> Share | None:
        """What holds for an order that is paid then; None where no version has begun."""
        own = newest(self.own, when)
        if own is not None and own.kind is not ShareKind.plan:
            return own
        plan = self.plan_at(when)
        return newest([share for name, share in self.plans if name == plan], when)

    def plan_at(self, when: datetime) -> str:
        if not self.turns:
            return self.standing.plan
        begun = [each for each in self.turns if each.from_at <= when]
        return begun[-1].plan if begun else self.turns[0].before


def newest(versions: Sequence[Share], when: datetime) -> Share | None:
    """The one that began last; of two that began together the one that was set last."""
    begun = [each for each in versions if each.from_at <= when]
    return max(begun, key=lambda each: (each.from_at, each.number), default=None)


def begins(wanted: Wanted, now: datetime) -> datetime:
    """At the beginning of its day in UTC; what is said today holds from this instant, for what was
    paid before it has its share."""
    if wanted.from_on is None:
        return now
    return max(datetime.combine(wanted.from_on, time(), UTC), now)


def check(wanted: Wanted, now: datetime) -> None:
    """Raise `Rejected` with all that is wrong with it."""
    shared, today = wanted.kind is ShareKind.shared, now.astimezone(UTC).date()
    day = wanted.from_on or today
    found = [
        finding("client_bp", "share_range", "The client's share is not between 0 and 10,000.",
                "Give it in hundredths of a percent: 3000 is 30 %.")
        if shared and (wanted.client_bp is None or not 0 <= wanted.client_bp <= WHOLE_BP)
        else None,
        finding("currency", "currency_unknown",
                f"{(wanted.currency or '')[:10]!r} is not a currency that we know.",
                "Use a code of ISO 4217 such as EUR, SGD or IDR.")
        if shared and wanted.currency not in EXPONENTS
        else None,
        finding("client_bp", "share_not_used",
                f"A share of kind {wanted.kind} has no percent and no currency.",
                "Leave both out, or choose shared.")
        if not shared and (wanted.client_bp is not None or wanted.currency is not None)
        else None,
        finding("from_on", "day_past",
                f"{day} is over; what was paid then has its share already.",
                "Choose today or a later day.")
        if day < today
        else None,
        finding("from_on", "day_far", f"{day} is more than three years ahead.",
                "Choose a nearer day.")
        if day - today > AHEAD_MAX
        else None,
    ]  # fmt: skip
    if wrong := [each for each in found if each]:
        raise Rejected("This share cannot be set.", wrong, wrong[0].next_step)


def finding(field: str, code: str, sentence: str, step: str) -> Finding:
    return Finding(Severity.error, code, sentence, step, field)


def told(kind: ShareKind, client_bp: int | None, currency: str | None) -> str:
    """For the log."""
    if kind is ShareKind.shared:
        assert client_bp is not None, "one that is shared has a share"
        return f"{percent(client_bp)} % for the client, settled in {currency}"
    return "no commission" if kind is ShareKind.off else "as the plan says"


def percent(client_bp: int) -> str:
    whole, rest = divmod(client_bp, 100)
    return f"{whole}.{rest:02}".rstrip("0").rstrip(".")
