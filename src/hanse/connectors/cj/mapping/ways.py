"""How goods travel: the freight of an order that is not made yet, and where a parcel is."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from hanse.base.money import Money, total
from hanse.connectors.cj.mapping.goods import CURRENCY
from hanse.trade.documents import Document
from hanse.trade.supply import Freight, Tracked
from hanse.trade.tracking import EVENTS_MAX, ParcelState, TrackEvent, TrackReport, unknown_word

DAYS = re.compile(r"\s*(\d{1,3})(?:\s*-\s*(\d{1,3}))?\s*(?:days?)?\s*", re.IGNORECASE | re.ASCII)

# Its events are told by messages only; a question for a parcel tells where it stands.
PARCEL_STATES: Mapping[int, ParcelState] = {
    0: ParcelState.pending,
    1: ParcelState.pending,
    2: ParcelState.pending,
    3: ParcelState.exception,
    4: ParcelState.in_transit,
    5: ParcelState.in_transit,
    6: ParcelState.in_transit,
    7: ParcelState.in_transit,
    8: ParcelState.in_transit,
    9: ParcelState.in_transit,
    10: ParcelState.out_for_delivery,
    11: ParcelState.ready_for_pickup,
    12: ParcelState.delivered,
    13: ParcelState.failed_attempt,
    14: ParcelState.returned,
}
RETURNING = frozenset({3, 14})
# What is asked for tells a text where a message tells a number: guessed, the words of its own list.
PARCEL_WORDS = (
    *("none", "outbound", "forwarder in", "forwarder return", "forwarder out", "first leg"),
    *("arrived country", "customs start", "customs done", "terminal retrieval", "delivery"),
    *("wait pickup", "signed", "failure", "return"),
)
NUMBERS: Mapping[str, int] = {word: number for number, word in enumerate(PARCEL_WORDS)}


# Freight


def freights(rows: Iterable[Document]) -> Iterator[Freight]:
    for each in rows:
        code = each.filled("logisticName")
        if code is None:
            continue  # what has no name cannot be ordered
        price, (least, most) = whole_price(each), days(each)
        yield Freight(
            code=code,
            name=code,
            price=price,
            days_min=least,
            days_max=most,
            free=price is not None and price.minor == 0,
            findings=each.said,
        )


def whole_price(document: Document) -> Money | None:
    """The sum that CJ tells, or else that of its parts; a part that cannot be read makes none."""
    if document.fields.get("totalPostageFee") not in (None, ""):
        return document.money("totalPostageFee", CURRENCY)
    names = ["logisticPrice"]
    names += [
        name
        for name in ("taxesFee", "clearanceOperationFee")
        if document.fields.get(name) not in (None, "")
    ]
    parts = [document.money(name, CURRENCY) for name in names]
    known = [each for each in parts if each is not None]
    return total(CURRENCY, known) if len(known) == len(parts) else None


def days(document: Document) -> tuple[int | None, int | None]:
    text = document.filled("logisticAging")
    found = DAYS.fullmatch(text) if text else None
    if text and found is None:
        name = "logisticAging"
        document.doubt(name, "no_days", f"'{document.at(name)}' is no number of days.")
    if found is None:
        return None, None
    least, most = int(found[1]), int(found[2] or found[1])
    return (least, most) if least <= most else (None, None)


# Parcels


def reports(asked: Sequence[Tracked], rows: Iterable[Document]) -> Iterator[TrackReport]:
    """Of those that were asked for; what is told of others is nobody's."""
    wanted = {each.number: each for each in asked}
    for each in rows:
        number = each.key("trackingNumber")
        if number is None or number not in wanted:
            continue
        word = word_of(each, "trackingStatus")
        numbered = word.isascii() and word.isdigit() and len(word) < 4
        status = int(word) if numbered else NUMBERS.get(word.casefold())
        state = None if status is None else PARCEL_STATES.get(status)
        strange = (unknown_word(word),) if word and state is None else ()
        yield TrackReport(
            number=number,
            carrier=each.filled("logisticName") or wanted[number].carrier,
            state=state,
            returning=status in RETURNING,
            findings=(*each.said, *strange),
        )


def pushed(params: Document) -> TrackReport | None:
    """What a message tells of a parcel: what happened to it, for that is told nowhere else. CJ
    signs nothing, so where it is by now is asked for."""
    number = params.key("trackingNumber")
    if number is None:
        return None
    try:
        told = json.loads(params.text("logisticsTrackEvents") or "[]")
    except (ValueError, RecursionError):
        told = []
    rows = Document({"events": told if isinstance(told, list) else []}).many("events")
    events = tuple(map(event, islice(rows, EVENTS_MAX)))
    return TrackReport(number, params.filled("logisticName") or "", None, events)


def event(row: Document) -> TrackEvent:
    """Its times have no zone, so they are kept as they were told."""
    word = word_of(row, "status")
    known = int(word) if word.isascii() and word.isdigit() and len(word) < 4 else None
    return TrackEvent(
        at=None,
        at_text=row.text("eventTime") or "",
        state=None if known is None else PARCEL_STATES.get(known),
        word=word,
        text=row.text("activity") or row.text("statusDesc") or "",
        place=row.text("location") or "",
    )


def word_of(document: Document, name: str) -> str:
    """A number or a text, as it stands."""
    value = document.fields.get(name)
    return "" if value is None or isinstance(value, bool) else str(value).strip()
