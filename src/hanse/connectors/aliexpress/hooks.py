"""What AliExpress sends by itself: that the state of an order has changed.

Where it sends to is entered by a person in the console; no call asks for it or shows it. How it
signs is known of its sister only, so a message is a hint at most, and orders are asked for besides.
"""

import hashlib
import hmac
import json
import re
from collections.abc import Mapping, Sequence

from hanse.base.faults import Rejected
from hanse.connectors.aliexpress.mapping.odd import one, said
from hanse.connectors.aliexpress.wire.probe import benefits_question
from hanse.trade.access import Access
from hanse.trade.documents import Document
from hanse.trade.ports_read import Kind, Question, Reply
from hanse.trade.signals import Delivery, Hint, Signal, Subscription

SIGNATURE = "authorization"
SHORT = re.compile(r"\d{1,8}", re.ASCII)
BY_HAND = (
    "Nobody can ask AliExpress for this. In the console open your app, Notification, enter this"
    " address, and choose DROPSHIPPER_ORDER_STATUS_UPDATE."
)
# By the number of the message, which the vendor says may change; so the order in it counts.
TOPICS: Mapping[str, str] = {
    "53": "DROPSHIPPER_ORDER_STATUS_UPDATE",
    "51": "payment",  # guessed, as are those below
    "18": "tracking",
    "65": "authorization",
}


def signature(body: bytes, access: Access) -> str:
    """guessed: that it is as at Alibaba.com, by the same service: over the App Key and the body."""
    key, secret = access.fields.get("app_key", ""), access.fields.get("app_secret", "")
    return hmac.new(secret.encode(), key.encode() + body, hashlib.sha256).hexdigest()


def verify(headers: Mapping[str, str], body: bytes, access: Access) -> bool:
    """Whether whoever sent this knows the app's secret, in constant time."""
    sent = headers.get(SIGNATURE, "").strip().lower().encode(errors="replace")
    known = bool(access.fields.get("app_key") and access.fields.get("app_secret"))
    return known and hmac.compare_digest(sent, signature(body, access).encode())


def is_ping(headers: Mapping[str, str], body: bytes) -> bool:
    """Nobody knows of one that is not signed."""
    return False


def signals(headers: Mapping[str, str], body: bytes) -> Delivery:
    """Which order to look at again. A number of a message that nobody knows counts as any other, if
    there is an order in it."""
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return Delivery(None, None, None, (), "not readable")
    document = Document(value if isinstance(value, Mapping) else {})
    number = said(document, "message_type")
    topic = TOPICS.get(number) or (number if SHORT.fullmatch(number) else None)
    data = one(document, "data") or Document({})
    order_id = data.key("orderId")
    if order_id is None:
        return Delivery(None, None, topic, (), "no id" if number else "unknown topic")
    return Delivery(None, None, topic, (Signal(Kind.purchases, Hint.changed, order_id),))


# What AliExpress is asked to tell: nothing can be asked for.


def subscriptions_question(page: str | None = None) -> Question:
    """There is none, so the account is asked what it may do, which shows a token that is dead."""
    return benefits_question()


def subscriptions_of(reply: Reply) -> Sequence[Subscription]:
    return ()


def subscriptions_next(reply: Reply, page: str | None) -> str | None:
    return None


def subscribe_question(topic: str, address: str, access: Access) -> Question:
    raise Rejected("AliExpress takes the address of a webhook from a person only.", (), BY_HAND)


def switch_on_question(found: Subscription, access: Access) -> Question:
    raise Rejected("AliExpress takes the address of a webhook from a person only.", (), BY_HAND)


def unsubscribe_question(remote_id: str) -> Question:
    raise Rejected(
        "Only a person can take the address away.", (), "Do so in the console, Notification."
    )
