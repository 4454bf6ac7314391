"""Parcels that a supplier sent: which are new, and which have another number now."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from hanse.trade.supply import Purchase, PurchaseParcel, PurchaseState
from hanse.trade.tracking import ParcelState, TrackReport

# How old what is known of a parcel becomes at most; what is nearest to its buyer is asked for most
# often. What has ended is not asked for.
AGAIN: Mapping[ParcelState, timedelta] = {
    ParcelState.pending: timedelta(hours=12),
    ParcelState.in_transit: timedelta(hours=8),
    ParcelState.out_for_delivery: timedelta(hours=1),
    ParcelState.ready_for_pickup: timedelta(hours=6),
    ParcelState.failed_attempt: timedelta(hours=3),
    ParcelState.exception: timedelta(hours=6),
}
# It is asked for somewhat earlier: what is due is found once a minute, and waits for its turn then.
EARLIER = 0.05
SILENT_FOR = timedelta(days=60)  # without an event it is expired


@dataclass(frozen=True, slots=True)
class Parcel:
    """As it is kept: of a supplier's order, or of one of the book that we sent ourselves."""

    id: UUID
    purchase_id: UUID | None
    account_id: UUID
    number: str
    carrier: str
    url: str
    state: ParcelState
    state_since: datetime
    promised_by: datetime | None
    delivered_at: datetime | None
    events_seen: int
    order_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class News:
    """Of the parcels of a purchase: those that nobody knew, and old ones with their new number."""

    new: Sequence[PurchaseParcel]
    renumbered: Sequence[tuple[Parcel, PurchaseParcel]]


def news(known: Sequence[Parcel], former: Collection[str], told: Sequence[PurchaseParcel]) -> News:
    """A number that is told no more, while as many new ones are, was changed: the parcel is the
    same. `former` are numbers that parcels had before, which come again in late answers."""
    numbers = {each.number for each in known}
    told_numbers = {each.number for each in told}
    fresh = [each for each in told if each.number not in numbers and each.number not in former]
    lost = [each for each in known if each.number not in told_numbers and not each.delivered_at]
    if fresh and len(fresh) == len(lost) and len(told) == len(known):
        return News((), list(zip(lost, fresh, strict=True)))
    return News(fresh, ())


def overall(states: Sequence[PurchaseState]) -> PurchaseState | None:
    """Of all parts of a purchase that a supplier parted."""
    if not states:
        return None
    standing = [each for each in states if each is not PurchaseState.cancelled]
    if not standing:
        return PurchaseState.cancelled
    if all(each is PurchaseState.delivered for each in standing):
        return PurchaseState.delivered
    out = {PurchaseState.sent, PurchaseState.partly_sent, PurchaseState.delivered}
    if any(each in out for each in standing):
        whole = all(each in out - {PurchaseState.partly_sent} for each in standing)
        return PurchaseState.sent if whole else PurchaseState.partly_sent
    if PurchaseState.unpaid in standing:
        return PurchaseState.unpaid
    return standing[0]


def paid(parts: Sequence[Purchase]) -> int | None:
    """What the supplier shows for all of them; None where one tells nothing."""
    totals = [each.total for each in parts]
    if not totals or any(each is None for each in totals):
        return None
    return sum(each.minor for each in totals if each is not None)


def ask_at(state: ParcelState, at: datetime) -> datetime | None:
    again = AGAIN.get(state)
    return at + again * (1 - EARLIER) if again else None


def followed(parcel: Parcel, report: TrackReport, now: datetime) -> tuple[ParcelState, datetime]:
    """Where it is by what was told now, and since when. What was delivered is left only towards its
    return, and an answer that tells no state changes none; one of which nothing was heard for too
    long is expired."""
    told = report.state
    times = [each.at for each in report.events if each.at is not None]
    newest = max(times, default=None)
    if told is None or told is parcel.state:
        if parcel.state in AGAIN and (newest or parcel.state_since) + SILENT_FOR < now:
            return ParcelState.expired, now
        return parcel.state, parcel.state_since
    if parcel.state is ParcelState.delivered and told is not ParcelState.returned:
        return parcel.state, parcel.state_since
    if newest is None and vaguer(parcel, told):
        return parcel.state, parcel.state_since
    if newest is not None and newest < parcel.state_since and told in EARLY:
        return parcel.state, parcel.state_since
    return told, newest or now


EARLY = frozenset({ParcelState.pending, ParcelState.in_transit})
UNMOVED = frozenset({ParcelState.pending, ParcelState.expired})


def vaguer(parcel: Parcel, told: ParcelState) -> bool:
    """Two may tell of one parcel. Who knows of no event knows less than who has told of some, and
    one that has not heard of a parcel at all does not send it back to its beginning."""
    if parcel.state in UNMOVED:
        return False
    return told in UNMOVED or (told is ParcelState.in_transit and parcel.events_seen > 0)
