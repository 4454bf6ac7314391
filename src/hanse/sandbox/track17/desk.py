"""What a test or a person can ask of 17TRACK beside its interface, and do to parcels."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from hanse.sandbox.track17 import codes
from hanse.sandbox.track17.account import Account
from hanse.sandbox.track17.bureau import CALLS, Bureau, Standing
from hanse.sandbox.track17.calls import known_carrier
from hanse.sandbox.track17.carriers import CARRIERS, detected
from hanse.sandbox.track17.course import COURSES, DESTINATIONS, Event, Parcel, course_of
from hanse.sandbox.track17.shown import utc

Document = dict[str, Any]
STEPS_MAX = 20
COUNTS = ("quota", "daily", "per_second", "wrong_signs")
FLAGS = ("realtime", "disabled", "lost")


def account(bureau: Bureau, document: Document) -> Document:
    """Change the account of `key`, or open one where there is none; the first without a key."""
    known = {"key", "url", "lag_s", "active_in_s", *COUNTS, *FLAGS}
    if unknown := set(document) - known:
        raise ValueError(f"An account has no {', '.join(sorted(unknown))}.")
    key = str(document.get("key", ""))
    wanted = {name: whole(document, name) for name in COUNTS if name in document}
    flags = {name: bool(document[name]) for name in FLAGS if name in document}
    lag_s = float(document.get("lag_s", 0))
    if lag_s < 0:
        raise ValueError("lag_s is 0 or more.")
    found = bureau.named(key) if not key or key in bureau.accounts else bureau.open(key)
    for name, value in (wanted | flags).items():
        setattr(found, name, value)
    if "quota" in wanted and "daily" not in wanted:
        found.daily = found.quota
    if "url" in document:
        found.url = str(document["url"] or "")
    if "lag_s" in document:
        found.lag_s = lag_s
    if "active_in_s" in document:
        wait = timedelta(seconds=float(document["active_in_s"]))
        found.active_at = bureau.clock.now() + wait
    return counted(found, bureau.clock.now())


def counted(found: Account, now: datetime) -> Document:
    """The service's own count of one account."""
    ledger = found.ledger
    rows = list(found.every())
    stopped = sum(not row.is_tracking for row in rows)
    return {
        "key": found.key,
        "url": found.url,
        "quota": found.quota,
        "quota_used": found.used,
        "daily": found.daily,
        "today_used": found.today_used(now),
        "registered": len(rows),
        "tracking": len(rows) - stopped,
        "stopped": stopped,
        "throttled": found.throttled,
        "pushes": {"sent": found.outbox.sent, "waiting": found.outbox.count()},
        **ledger.asked(),
    }


def accounts(bureau: Bureau) -> Document:
    now = bureau.clock.now()
    return {"accounts": [counted(each, now) for each in bureau.accounts.values()]}


def pushes(bureau: Bureau, document: Document) -> Document:
    """How pushes behave: `delay_s`, `twice_share`, `lost_share`, `shuffled_share`."""
    found = bureau.named(str(document.pop("key", "")))
    found.outbox.manners.change(document)
    return found.outbox.manners.document()


def replay(bureau: Bureau, document: Document) -> Document:
    """Send the last `count` pushes again, the same to the byte."""
    found = bureau.named(str(document.get("key", "")))
    return {"again": found.replay(whole(document, "count", 1))}


def refuse(bureau: Bureau, document: Document) -> Document:
    """{"code": -18019907, "call": "register", "number": "...", "count": 1}; {} takes all away."""
    if not document:
        bureau.refusals.clear()
        return {"refusals": 0}
    code, call = int(document.get("code", 0)), str(document.get("call", ""))
    if code not in codes.TEXTS:
        raise ValueError(f"17TRACK has no code {code}.")
    if call and call not in CALLS:
        raise ValueError(f"There is no call {call!r}, only {', '.join(sorted(CALLS))}.")
    count = whole(document, "count") if document.get("count") is not None else None
    bureau.refusals.append(Standing(code, call, str(document.get("number", "")), count))
    return {"refusals": len(bureau.refusals)}


def course(bureau: Bureau, document: Document) -> Document:
    """Choose the way of a number, before it is registered or later: {"number", "course"}."""
    found = parcel(bureau, document)
    begins_at = found.begins_at
    if "begins_at" in document:
        begins_at = instant(document["begins_at"])
    if "course" in document or "begins_at" in document:
        named = document.get("course") or found.named or course_of(found.seed, found.number)
        found.choose(str(named), begins_at)
        follow(bureau, found.number)
    return shown(found)


def advance(bureau: Bureau, document: Document) -> Document:
    """The next steps of a number happen now: {"number", "steps": 1}; without a number, of all."""
    steps = min(whole(document, "steps", 1), STEPS_MAX)
    now = bureau.clock.now()
    if document.get("number"):
        chosen = [known(bureau, str(document["number"]))]
    else:
        chosen = list(bureau.parcels.values())
    moved = sum(found.hasten(now, steps) for found in chosen)
    for found in chosen:
        follow(bureau, found.number)
    return {"moved": moved}


def event(bureau: Bureau, document: Document) -> Document:
    """One event more: {"number", "status", "sub_status", "text", "at", "zoned"}; any word goes."""
    found, now = parcel(bureau, document), bureau.clock.now()
    if not (status := str(document.get("status") or "")):
        raise ValueError("Say which status.")
    found.add(
        Event(
            instant(document["at"]) if "at" in document else now,
            status,
            str(document.get("sub_status", f"{status}_Other")),
            str(document.get("text", status)),
            DESTINATIONS[0],
            bool(document.get("zoned", True)),
        )
    )
    follow(bureau, found.number)
    return shown(found)


def follow(bureau: Bureau, number: str) -> None:
    """Whoever registered the number sees at once what was done to its parcel."""
    now = bureau.clock.now()
    for each in bureau.accounts.values():
        for row in each.rows.get(number, ()):
            row.due_at = None
            each.touch(row, now)


def parcel(bureau: Bureau, document: Document) -> Parcel:
    """The parcel of a number; it begins now where nobody has heard of it."""
    number = str(document.get("number") or "")
    if not number:
        raise ValueError("Say which number.")
    if number not in bureau.parcels:
        carrier = document.get("carrier")
        try:
            chosen = known_carrier(int(carrier)) if carrier is not None else detected(number)
        except codes.Refusal as why:
            codes_known = ", ".join(map(str, CARRIERS))
            raise ValueError(f"Say which carrier: {codes_known}. {why}") from why
        bureau.first.parcel(number, chosen, bureau.clock.now())
    return bureau.parcels[number]


def known(bureau: Bureau, number: str) -> Parcel:
    if number not in bureau.parcels:
        raise LookupError(f"Nobody has asked for {number} yet.")
    return bureau.parcels[number]


def shown(found: Parcel) -> Document:
    """The truth: all that has happened and will."""
    return {
        "number": found.number,
        "course": found.named or course_of(found.seed, found.number),
        "courses": list(COURSES),
        "events": [
            {"at": utc(e.at), "status": e.status, "sub_status": e.sub} for e in found.events()
        ],
    }


def whole(document: Document, name: str, usual: int = 0) -> int:
    found = int(document.get(name, usual))
    if found < 0:
        raise ValueError(f"{name} is 0 or more.")
    return found


def instant(text: Any) -> datetime:
    found = datetime.fromisoformat(str(text))
    if found.tzinfo is None:
        raise ValueError(f"{text} has no time zone.")
    return found


ACTS: dict[str, Callable[[Bureau, Document], Document]] = {
    "account": account,
    "pushes": pushes,
    "replay": replay,
    "refuse": refuse,
    "course": course,
    "advance": advance,
    "event": event,
}


def act(bureau: Bureau, name: str, document: Document) -> Document:
    if name not in ACTS:
        raise LookupError(f"There is no {name!r} here, only {', '.join(ACTS)}.")
    return ACTS[name](bureau, document)
