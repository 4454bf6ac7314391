"""The calls of the interface. Which code of a range means what, and what is marked, is guessed."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from hanse.sandbox.track17 import codes
from hanse.sandbox.track17.account import PLATFORM, Account
from hanse.sandbox.track17.carriers import CARRIERS, detected
from hanse.sandbox.track17.codes import Refusal
from hanse.sandbox.track17.rows import Row
from hanse.sandbox.track17.shown import Document, listed, whole

Work = Callable[[Account, Document, datetime], Document]
NUMBER = re.compile(r"[A-Za-z0-9]{5,50}")
NUMBERS_MAX, FILTER_MAX, PAGE_SIZE = 40, 200, 40
TAG_MAX = 100
CHANGES_MAX = 5  # guessed
STANDARD, INSTANT = 1, 10
TOLD = (
    *("final_carrier", "tag", "order_no", "order_time", "lang", "email", "remark", "param"),
    *("destination_postal_code", "destination_country", "phone_number", "ship_date"),
    "cpf_or_cnpj",
)


# What stands in an item


def number_in(item: Document) -> str:
    found = item.get("number")
    if found in (None, ""):
        raise Refusal(codes.MISSING)
    if not isinstance(found, str) or not NUMBER.fullmatch(found):
        raise Refusal(codes.BAD_FORMAT)
    return found


def carrier_in(item: Document, field: str = "carrier") -> int | None:
    found = item.get(field)
    if found is None:
        return None
    if isinstance(found, bool) or not isinstance(found, int):
        raise Refusal(codes.BAD_VALUE)
    return found


def known_carrier(found: int) -> int:
    if found not in CARRIERS:
        raise Refusal(codes.WRONG_CARRIER)
    return found


def told_in(items: Document) -> Document:
    found = {name: items[name] for name in TOLD if items.get(name) is not None}
    tag = found.get("tag", "")
    if not isinstance(tag, str) or len(tag) > TAG_MAX:
        raise Refusal(codes.BAD_VALUE)
    return found


def named(account: Account, item: Document, now: datetime) -> Row:
    return account.find(number_in(item), carrier_in(item), now)


def said(row: Row) -> Document:
    return {"number": row.number, "carrier": row.carrier}


# Calls about numbers


def register(account: Account, item: Document, now: datetime) -> Document:
    number, given, told = number_in(item), carrier_in(item), told_in(item)
    try:
        account.find(number, given, now)
    except Refusal:
        pass
    else:
        raise Refusal(codes.REGISTERED)
    carrier = detected(number) if given is None else known_carrier(given)
    account.spend(1, now)
    # What an origin of 1, 2 or 3 means is guessed: carrier given, or found.
    row = account.add(number, carrier, 2 if given is None else 1, told, now)
    account.ledger.note(PLATFORM, "number.register", number)
    extra = {name: told.get(name) for name in ("email", "tag", "lang")}
    return {"origin": row.origin, **said(row), **extra}


def read(account: Account, item: Document, now: datetime) -> Document:
    row = named(account, item, now)
    if now < row.fresh_at:
        raise Refusal(codes.NOTHING_YET)
    return whole(row, now)


def stop(account: Account, item: Document, now: datetime) -> Document:
    row = named(account, item, now)
    if not row.is_tracking:
        raise Refusal(codes.NOT_TRACKED)
    account.stop(row, now, "ByRequest")  # that a push tells of it is guessed
    row.due_at = None
    account.touch(row, now)
    account.ledger.note(PLATFORM, "number.stop", row.number)
    return said(row)


def retrack(account: Account, item: Document, now: datetime) -> Document:
    """The time until it stops by itself begins again, which is guessed."""
    row = named(account, item, now)
    if row.is_tracking:
        raise Refusal(codes.STOPPED_ALONE)
    if row.is_retracked:
        raise Refusal(codes.ONCE_ALONE)
    row.stopped_at, row.stop_reason, row.is_retracked = None, None, True
    row.followed_since, row.due_at = now, None
    account.touch(row, now)
    account.ledger.note(PLATFORM, "number.retrack", row.number)
    return said(row)


def delete(account: Account, item: Document, now: datetime) -> Document:
    """Its credit does not come back, which is guessed."""
    row = named(account, item, now)
    account.drop(row)
    account.ledger.note(PLATFORM, "number.delete", row.number)
    return said(row)


def push(account: Account, item: Document, now: datetime) -> Document:
    row = named(account, item, now)
    if not account.url:
        raise Refusal(codes.WEBHOOK_URL)
    if not row.is_tracking:
        raise Refusal(codes.NOT_TRACKED)
    if now < row.fresh_at:
        raise Refusal(codes.NOTHING_YET)
    account.tell(row, "TRACKING_UPDATED", now)
    account.ledger.note(PLATFORM, "number.push", row.number)
    return said(row)


def change_carrier(account: Account, item: Document, now: datetime) -> Document:
    number, old, new = number_in(item), carrier_in(item, "carrier_old"), carrier_new(item)
    row = account.find(number, old, now)
    if not row.is_tracking:
        raise Refusal(codes.NOT_TRACKED)
    if now < row.fresh_at:
        raise Refusal(codes.WAIT_FOR_FIRST)
    if any(each.carrier == new for each in account.rows[number]):
        raise Refusal(codes.SAME_AGAIN)
    if row.changes >= CHANGES_MAX:
        raise Refusal(codes.CHANGES_MAX)
    row.carrier, row.changes = new, row.changes + 1
    if item.get("final_carrier_new") is not None:
        row.told["final_carrier"] = item["final_carrier_new"]
    account.ledger.note(PLATFORM, "carrier.change", number)
    return said(row)


def carrier_new(item: Document) -> int:
    found = carrier_in(item, "carrier_new")
    if found is None:
        raise Refusal(codes.MISSING)
    return known_carrier(found)


def change_info(account: Account, item: Document, now: datetime) -> Document:
    row, items = named(account, item, now), item.get("items")
    if not isinstance(items, dict) or not items:
        raise Refusal(codes.MISSING)
    row.told |= told_in(items)
    account.ledger.note(PLATFORM, "info.change", row.number)
    return said(row)


def real_time(account: Account, item: Document, now: datetime) -> Document:
    """It need not be registered. How a caller asks for the instant kind is guessed."""
    if not account.realtime:
        raise Refusal(codes.NO_REALTIME)
    number, given, told = number_in(item), carrier_in(item), told_in(item)
    carrier = detected(number) if given is None else known_carrier(given)
    account.spend(INSTANT if item.get("cacheLevel") == 1 else STANDARD, now)
    account.ledger.note(PLATFORM, "number.realtime", number)
    found = account.parcel(number, carrier, now)
    return whole(Row(number, carrier, 1, found, now, now, now, told), now)


OF_NUMBERS: dict[str, Work] = {
    "register": register,
    "gettrackinfo": read,
    "stoptrack": stop,
    "retrack": retrack,
    "deletetrack": delete,
    "push": push,
    "changecarrier": change_carrier,
    "changeinfo": change_info,
    "getRealTimeTrackInfo": real_time,
}


def each(
    account: Account, work: Work, items: list[Any], now: datetime, refusal: Callable[[Any], int]
) -> Document:
    """Every item for itself: one that is refused keeps none of the others."""
    accepted: list[Document] = []
    rejected: list[Document] = []
    for item in items:
        try:
            if not isinstance(item, dict):
                raise Refusal(codes.BAD_DATA)  # noqa: TRY301 (one way out for all)
            if code := refusal(item):
                raise Refusal(code)  # noqa: TRY301
            accepted.append(work(account, item, now))
        except Refusal as why:
            rejected.append(refused(item, why.code))
    return {"code": 0, "data": {"accepted": accepted, "rejected": rejected}}


def refused(item: Any, code: int) -> Document:
    """The carrier comes back as a text, even where it was sent as a number."""
    row = item if isinstance(item, dict) else {}
    carrier = row.get("carrier", row.get("carrier_old"))
    return {
        "number": row.get("number"),
        "carrier": None if carrier is None else str(carrier),
        "error": codes.error(code),
    }


# Calls about all of them


def quota(account: Account, now: datetime) -> Document:
    return {
        "code": 0,
        "data": {
            "quota_total": account.quota,
            "quota_used": account.used,
            "quota_remain": max(0, account.quota - account.used),
            "today_used": account.today_used(now),
            "max_track_daily": account.daily,
            "free_email_quota": 0,
            "free_email_quotaused": 0,
        },
    }


def listing(account: Account, asked: Document, now: datetime) -> Document:
    """Pages of 40, in the order of registration; other orders are not known."""
    page = asked.get("page_no", 1)
    if isinstance(page, bool) or not isinstance(page, int) or page < 1:
        raise Refusal(codes.BAD_VALUE)
    numbers = [part.strip() for part in str(asked.get("number") or "").split(",") if part.strip()]
    if len(numbers) > FILTER_MAX:
        raise Refusal(codes.BAD_VALUE)
    rows = (
        [row for number in dict.fromkeys(numbers) for row in account.rows.get(number, ())]
        if numbers
        else list(account.every())
    )
    tracking, status = asked.get("tracking_status"), asked.get("package_status")
    first = (page - 1) * PAGE_SIZE
    if tracking is None and status is None and not numbers:
        total = len(rows)
        found = rows[first : first + PAGE_SIZE]
    else:
        fits = [row for row in rows if fitting(account, row, tracking, status, now)]
        total, found = len(fits), fits[first : first + PAGE_SIZE]
    for row in found:
        account.touch(row, now)
    return {
        "code": 0,
        "page": {
            "data_total": total,
            "page_total": -(-total // PAGE_SIZE),
            "page_no": page,
            "page_size": PAGE_SIZE,
        },
        "data": {
            "accepted": [listed(row, now) for row in found if not row.is_gone],
            "rejected": [],
        },
    }


def fitting(account: Account, row: Row, tracking: Any, status: Any, now: datetime) -> bool:
    account.touch(row, now)
    if row.is_gone or tracking not in (None, "Tracking" if row.is_tracking else "Stopped"):
        return False
    return status in (None, row.word)
