"""What 17TRACK sends by itself, once a person has entered our address in its dashboard."""

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence

from hanse.base.faults import Rejected
from hanse.connectors.track17.mapping import report
from hanse.connectors.track17.wire.access import api_key
from hanse.connectors.track17.wire.asking import quota_question
from hanse.trade.access import Access
from hanse.trade.documents import Document
from hanse.trade.ports_read import Question, Reply
from hanse.trade.signals import Delivery, Subscription
from hanse.trade.tracking import TrackReport

SIGN = "sign"
UPDATED, STOPPED = "TRACKING_UPDATED", "TRACKING_STOPPED"


def signature(body: bytes, key: str) -> str:
    """A plain hash, and none with a key of its own: so it is documented."""
    return hashlib.sha256(b"%s/%s" % (body, key.encode())).hexdigest()


def verify(headers: Mapping[str, str], body: bytes, access: Access) -> bool:
    """Whether whoever sent this knows our key; over the bytes as they came."""
    key = api_key(access)
    sent = headers.get(SIGN, "").encode(errors="replace")
    return bool(key) and hmac.compare_digest(sent, signature(body, key).encode())


def is_ping(headers: Mapping[str, str], body: bytes) -> bool:
    return False


def read(body: bytes) -> Document:
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        value = None
    return Document(value if isinstance(value, Mapping) else {})


def pushed(body: bytes) -> TrackReport | None:
    """What it tells of a parcel. That it follows one no longer tells nothing of where that is."""
    document = read(body)
    data = document.one("data")
    return report(data) if data and document.filled("event") == UPDATED else None


def signals(headers: Mapping[str, str], body: bytes) -> Delivery:
    """The same news of the same parcel is one delivery, however often it is sent."""
    document = read(body)
    event, data = document.filled("event"), document.one("data") or Document({})
    known = event in (UPDATED, STOPPED)
    number, told = data.key("number"), pushed(body)
    return Delivery(
        delivery_id=delivery_id(event or "", data) if known else None,
        subscription_id=None,
        topic=event,
        signals=(),
        note="it is about a parcel" if known else "unknown topic",
        reports=(told,) if told else (),
        dropped=(number,) if number and event == STOPPED else (),
    )


def delivery_id(event: str, data: Document) -> str | None:
    number = data.key("number")
    tracking = (data.one("track_info") or Document({})).one("tracking") or Document({})
    prints = [text for each in tracking.many("providers") if (text := each.key("events_hash"))]
    if number is None or (event == UPDATED and not prints):
        return None
    return ":".join([event, number, data.key("carrier") or "", *prints])


# It is asked for nothing: a person enters the address there


def subscriptions_question(page: str | None = None) -> Question:
    return quota_question()


def subscriptions_of(reply: Reply) -> Sequence[Subscription]:
    return ()


def subscriptions_next(reply: Reply, page: str | None) -> str | None:
    return None


BY_HAND = "17TRACK takes the address for its messages from its dashboard only."


def subscribe_question(topic: str, address: str, access: Access) -> Question:
    raise Rejected(BY_HAND, next_step="Enter it there.")


def switch_on_question(found: Subscription, access: Access) -> Question:
    raise Rejected(BY_HAND, next_step="Enter it there.")


def unsubscribe_question(remote_id: str) -> Question:
    raise Rejected(BY_HAND, next_step="Take it out there.")
