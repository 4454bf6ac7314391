"""Where a parcel is, as 17TRACK says it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from itertools import islice

from hanse.trade.documents import Document
from hanse.trade.tracking import (
    EVENTS_MAX,
    FINDINGS_MAX,
    NEVER,
    ParcelState,
    TrackEvent,
    TrackReport,
    unknown_word,
)

PROVIDERS_MAX = 10

STATES: Mapping[str, ParcelState] = {
    "NotFound": ParcelState.pending,
    "InfoReceived": ParcelState.pending,
    "InTransit": ParcelState.in_transit,
    "Expired": ParcelState.expired,
    "AvailableForPickup": ParcelState.ready_for_pickup,
    "OutForDelivery": ParcelState.out_for_delivery,
    "DeliveryFailure": ParcelState.failed_attempt,
    "Delivered": ParcelState.delivered,
    "Exception": ParcelState.exception,
}
PARTS: Mapping[str, tuple[str, ...]] = {
    "NotFound": ("Other", "InvalidCode"),
    "InfoReceived": ("",),
    "InTransit": (
        *("PickedUp", "Other", "Departure", "Arrival"),
        *("CustomsProcessing", "CustomsReleased", "CustomsRequiringInformation"),
    ),
    "Expired": ("Other",),
    "AvailableForPickup": ("Other",),
    "OutForDelivery": ("Other",),
    "DeliveryFailure": ("Other", "NoBody", "Security", "Rejected", "InvalidAddress"),
    "Delivered": ("Other",),
    "Exception": (
        *("Other", "Returning", "Returned", "NoBody", "Security", "Damage", "Rejected"),
        *("Delayed", "Lost", "Destroyed", "Cancel"),
    ),
}
SUBSTATES: Mapping[str, ParcelState] = {
    **{
        f"{main}_{part}" if part else main: STATES[main]
        for main, parts in PARTS.items()
        for part in parts
    },
    "Exception_Returned": ParcelState.returned,
}
WORDS = {**STATES, **SUBSTATES}
BACK = frozenset({"Exception_Returning", "Exception_Returned"})
TIME_TOLD_RAW = "Delivered_Other"  # of this one the other times are not those that are meant


def report(row: Document) -> TrackReport | None:
    """None where it does not say which parcel it is about."""
    number = row.key("number")
    if number is None:
        return None
    info = row.one("track_info") or Document({})
    status = info.one("latest_status") or Document({})
    main, sub = status.filled("status"), status.filled("sub_status")
    state = stated(main, sub)
    events = tuple(events_of(info))
    told = (info.one("time_metrics") or Document({})).one("estimated_delivery_date")
    said = [main or "", sub or "", *(each.word for each in events)]
    strange = [word for word in dict.fromkeys(said) if word and word not in WORDS]
    return TrackReport(
        number=number,
        carrier=row.key("carrier") or "",
        state=state,
        events=events,
        returning=sub in BACK,
        delivered_at=delivered_at(events) if state is ParcelState.delivered else None,
        promised_by=zoned(told.text("to")) if told else None,
        findings=(*row.said, *map(unknown_word, strange[:FINDINGS_MAX])),
    )


def stated(main: str | None, sub: str | None) -> ParcelState | None:
    """By the finer word; one that nobody knows counts as the coarser one."""
    if sub is not None and sub in SUBSTATES:
        return SUBSTATES[sub]
    return STATES.get(main or (sub or "").partition("_")[0])


# Events


def events_of(info: Document) -> Iterable[TrackEvent]:
    """Of all carriers on its way, the oldest first. One without an instant stays behind the one
    that it stood behind."""
    found: list[tuple[datetime, TrackEvent]] = []
    providers = (info.one("tracking") or Document({})).many("providers")
    for provider in islice(providers, PROVIDERS_MAX):
        at = NEVER
        newest_first = list(islice(provider.many("events"), EVENTS_MAX))
        for each in map(event, reversed(newest_first)):
            at = each.at or at
            found.append((at, each))
    return [each for _, each in sorted(found, key=lambda pair: pair[0])]


def event(document: Document) -> TrackEvent:
    word = document.filled("sub_status") or ""
    raw = raw_time(document)
    told = raw if word == TIME_TOLD_RAW else document.text("time_utc") or ""
    text = raw if word == TIME_TOLD_RAW else document.text("time_iso") or raw
    return TrackEvent(
        at=zoned(told) or (zoned(text) if word != TIME_TOLD_RAW else None),
        at_text=text,
        state=stated(None, word),
        word=word,
        text=document.text("description") or "",
        place=document.text("location") or "",
    )


def raw_time(document: Document) -> str:
    """As the carrier told it, with its zone where it told one."""
    raw = document.one("time_raw") or Document({})
    day, time, zone = (raw.text(name) or "" for name in ("date", "time", "timezone"))
    return f"{day}T{time}{zone}" if day and time else day


def zoned(text: str | None) -> datetime | None:
    """None where no zone is told: it is not made up."""
    try:
        read = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return None if read.tzinfo is None else read.astimezone(UTC)


def delivered_at(events: Sequence[TrackEvent]) -> datetime | None:
    ends = [each.at for each in events if each.state is ParcelState.delivered and each.at]
    return ends[-1] if ends else None
