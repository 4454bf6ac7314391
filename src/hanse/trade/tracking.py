"""Where a parcel is: one vocabulary for all carriers."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from hanse.base.faults import Finding


class ParcelState(StrEnum):
    pending = "pending"
    in_transit = "in_transit"
    out_for_delivery = "out_for_delivery"
    ready_for_pickup = "ready_for_pickup"
    delivered = "delivered"
    failed_attempt = "failed_attempt"
    exception = "exception"
    expired = "expired"
    returned = "returned"


@dataclass(frozen=True, slots=True)
class TrackEvent:
    """`at_text` is the time as it was told; `at` is None where it had no zone. `word` is the
    carrier's own; one that nobody knows makes no state."""

    at: datetime | None
    at_text: str
    state: ParcelState | None
    word: str
    text: str
    place: str


@dataclass(frozen=True, slots=True)
class TrackReport:
    """What is known of one parcel, its events the oldest first."""

    number: str
    carrier: str
    state: ParcelState | None
    events: tuple[TrackEvent, ...] = ()
    returning: bool = False
    delivered_at: datetime | None = None
    promised_by: datetime | None = None
    findings: tuple[Finding, ...] = ()
