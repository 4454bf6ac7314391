"""The documents that tell of a number. What is marked is guessed."""

import hashlib
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from hanse.sandbox.track17.carriers import CARRIERS
from hanse.sandbox.track17.course import Event, Place, drawn, ends_of
from hanse.sandbox.track17.rows import Row

Document = dict[str, Any]
# In this order. The words of the milestones are guessed.
STAGES = (
    ("InfoReceived", "InfoReceived"),
    ("PickedUp", "InTransit_PickedUp"),
    ("Departure", "InTransit_Departure"),
    ("Arrival", "InTransit_Arrival"),
    ("AvailableForPickup", "AvailableForPickup_Other"),
    ("OutForDelivery", "OutForDelivery_Other"),
    ("Delivered", "Delivered_Other"),
    ("Returning", "Exception_Returning"),
    ("Returned", "Exception_Returned"),
)
STAGE_OF = {sub: stage for stage, sub in STAGES}
NO_TIME: Document = {
    "time_iso": None,
    "time_utc": None,
    "time_raw": {"date": None, "time": None, "timezone": None},
}
# Of a delivery the true time stands in time_raw alone; that the others are the service's own is
# guessed, and so is how much later that is.
SEEN_LATER = timedelta(hours=2)
DAY = timedelta(days=1)


def utc(at: datetime | None) -> str | None:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if at else None


def times(event: Event) -> Document:
    zone = timezone(timedelta(hours=event.place[4]))
    local = event.at.astimezone(zone)
    said = local.isoformat()[-6:] if event.zoned else None
    raw = {"date": f"{local:%Y-%m-%d}", "time": f"{local:%H:%M:%S}", "timezone": said}
    if not event.zoned:
        return {"time_iso": None, "time_utc": None, "time_raw": raw}
    at = event.at + (SEEN_LATER if event.status == "Delivered" else timedelta())
    iso = at.astimezone(zone).replace(microsecond=0).isoformat()
    return {"time_iso": iso, "time_utc": utc(at), "time_raw": raw}


def address(place: Place | None) -> Document:
    country, state, city, postal_code = place[:4] if place else (None, None, None, None)
    return {
        "country": country,
        "state": state or None,
        "city": city,
        "street": None,
        "postal_code": postal_code,
        "coordinates": {"longitude": None, "latitude": None},
    }


def event_of(event: Event) -> Document:
    return {
        **times(event),
        "description": event.text,
        "description_translation": {"lang": None, "description": None},
        "location": event.place[2],
        "stage": STAGE_OF.get(event.sub),
        "sub_status": event.sub,
        "address": address(event.place),
    }


def events_hash(seen: tuple[Event, ...]) -> int:
    """The same events have the same hash. That it is a number is guessed."""
    text = "\n".join(f"{e.at.isoformat()} {e.sub} {e.text}" for e in seen)
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=4).digest(), "big")


def track_info(row: Row, now: datetime) -> Document:
    seen = row.events(now)
    status, sub = row.words(seen)
    home, away = ends_of(drawn(row.parcel.seed, row.number), row.parcel.carrier)
    told = [event_of(event) for event in seen]  # each written once, shown at three places
    return {
        "shipping_info": {
            "shipper_address": address(home if seen else None),
            "recipient_address": address(away if seen else None),
        },
        "latest_status": {"status": status, "sub_status": sub, "sub_status_descr": None},
        "latest_event": told[-1] if told else None,
        "time_metrics": metrics(row, seen, now),
        "milestone": milestones(told),
        "misc_info": {
            "risk_factor": 0,
            **dict.fromkeys(("service_type", "weight_raw", "weight_kg", "pieces", "dimensions")),
            **dict.fromkeys(("local_number", "local_provider", "local_key")),
        },
        "tracking": {
            "providers_hash": row.carrier,
            "providers": [provider(row, seen, told, now)],
        },
    }


def provider(row: Row, seen: tuple[Event, ...], told: list[Document], now: datetime) -> Document:
    carrier = CARRIERS[row.carrier]
    known = {"key": carrier.key, "name": carrier.name, "alias": carrier.name}
    return {
        "provider": {**known, "tel": None, "homepage": None, "country": carrier.country},
        "service_type": None,
        "latest_sync_status": "Success",
        "latest_sync_time": utc(max(row.fresh_at, min(now, row.stopped_at or now))),
        "provider_lang": None,
        "provider_tips": None,
        "events_hash": events_hash(seen),
        # Null where there are none.
        "events": told[::-1] or None,
    }


def milestones(told: list[Document]) -> list[Document]:
    """Every stage, those that were not reached without a time; the first time counts."""
    first: dict[str, Document] = {}
    for event in told:
        first.setdefault(event["sub_status"], event)
    return [
        {"key_stage": stage, **{name: first.get(sub, NO_TIME)[name] for name in NO_TIME}}
        for stage, sub in STAGES
    ]


def metrics(row: Row, seen: tuple[Event, ...], now: datetime) -> Document:
    picked = next((e.at for e in seen if e.status == "InTransit"), None)
    done = next((e.at for e in seen if e.status == "Delivered"), None)
    promised = promised_by(row)
    return {
        "days_after_order": (now - row.registered_at) // DAY,
        "days_of_transit": ((done or now) - picked) // DAY if picked else None,
        "days_of_transit_done": (done - picked) // DAY if picked and done else None,
        "days_after_last_update": (now - seen[-1].at) // DAY if seen else None,
        "estimated_delivery_date": {
            "source": "Official" if promised and seen else None,  # the word is guessed
            "from": utc(promised - 2 * DAY) if promised and seen else None,
            "to": utc(promised) if promised and seen else None,
        },
    }


def promised_by(row: Row) -> datetime | None:
    """Every second parcel has a promise; some do not keep it."""
    digest = drawn(row.parcel.seed, row.number)
    if digest[30] % 2:
        return None
    return row.parcel.begins_at.replace(microsecond=0) + (8 + digest[31] % 5) * DAY


def whole(row: Row, now: datetime) -> Document:
    """A number as gettrackinfo and a push show it."""
    said = {name: row.told.get(name) for name in ("param", "tag", "lang")}
    return {
        "number": row.number,
        "carrier": row.carrier,
        **said,
        "track_info": track_info(row, now),
    }


def listed(row: Row, now: datetime) -> Document:
    """A number as gettracklist shows it, one misspelt name included."""
    seen = row.events(now)
    last = seen[-1] if seen else None
    done = next((e.at for e in seen if e.status == "Delivered"), None)
    return {
        "number": row.number,
        "carrier": row.carrier,
        "tag": row.told.get("tag"),
        "param": row.told.get("param"),
        "register_time": utc(row.registered_at),
        "tracking_status": "Tracking" if row.is_tracking else "Stopped",
        "package_status": row.words(seen)[0],
        "track_time": utc(row.fresh_at) if now >= row.fresh_at else None,
        "push_time": utc(row.pushed_at),
        "push_status": row.push_status,
        "stop_track_reason": row.stop_reason,
        "is_retracked": row.is_retracked,
        "latest_event_time": times(last)["time_iso"] if last else None,
        "latest_event_info": last.text if last else None,
        "delievery_time": utc(done),
    }
