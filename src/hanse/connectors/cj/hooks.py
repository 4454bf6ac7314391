"""What CJ sends by itself: who sent it, what to look at again, and what it was asked to send.

CJ signs nothing. What only CJ knows is the address: behind its `?` stands a word made from our
secret, and the door hands that on among the headers. Whoever does not know it is refused, for each
hint is looked at by a call that costs points of the day.
"""

import hashlib
import hmac
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from urllib.parse import parse_qs

from hanse.base.faults import Rejected
from hanse.connectors.cj.mapping.ways import pushed
from hanse.connectors.cj.wire.asking import FAMILIES, SETTINGS, WEBHOOKS, data_of, get
from hanse.trade.access import Access
from hanse.trade.documents import Document
from hanse.trade.ports_read import Kind, Question, Reply
from hanse.trade.signals import Delivery, Hint, Signal, Subscription, Switch
from hanse.trade.tracking import TrackReport

QUERY = ":query"  # no header can be called so: what stands behind the ? of our address
NAME = "signature"
TOPICS = ("product", "stock", "order", "logistics")
SWITCHES: Mapping[str, Switch] = {
    "ENABLE": Switch.on,
    "ALL": Switch.on,  # so in an older copy of the documents
    "CANCEL": Switch.off,
}
IDS_MAX = 200

Read = Callable[[Document], Iterable[str]]


# Who sent it


def signature(secret: str) -> str:
    return hmac.new(secret.encode(), b"cj webhooks", hashlib.sha256).hexdigest()


def verify(headers: Mapping[str, str], body: bytes, access: Access) -> bool:
    """Whether it was sent to the address that we have given to CJ. The body is signed by nobody,
    so no state in it is believed, and what it is about is asked for."""
    secret = access.hook_secret
    told = parse_qs(headers.get(QUERY, "")[:1_000]).get(NAME, [""])
    sent = told[0].encode(errors="replace")
    return bool(secret) and hmac.compare_digest(sent, signature(secret).encode())


def is_ping(headers: Mapping[str, str], body: bytes) -> bool:
    """Where CJ looks whether we are there, it looks at the address that it was given."""
    return False


# What to look at again


def signals(headers: Mapping[str, str], body: bytes) -> Delivery:
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        value = None
    document = Document(value if isinstance(value, Mapping) else {})
    topic = document.filled("type")
    found = tuple(dict.fromkeys(hints(topic or "", document)))[:IDS_MAX]
    return Delivery(
        delivery_id=document.key("messageId"),
        subscription_id=None,
        topic=topic,
        signals=found,
        note="" if found else note(value, topic),
        reports=tuple(told_of(topic, document)),
    )


def told_of(topic: str | None, document: Document) -> Iterable[TrackReport]:
    params = document.fields.get("params")
    if topic == "LOGISTIC" and isinstance(params, Mapping) and (told := pushed(Document(params))):
        yield told


def note(value: object, topic: str | None) -> str:
    if not isinstance(value, Mapping):
        return "not readable"
    if topic in ("VARIANT", "STOCK"):
        return "it names variants and not their product"
    return "no id" if topic in READERS else "unknown topic"


def hints(topic: str, document: Document) -> Iterable[Signal]:
    """A type may come without its parameters, as everything else that is said here."""
    params = document.fields.get("params")
    if topic not in READERS or not isinstance(params, Mapping):
        return
    deleted = document.fields.get("messageType") == "DELETE"
    hint = Hint.deleted if deleted and topic == "PRODUCT" else Hint.changed
    kind = KINDS[topic]
    for remote_id in READERS[topic](Document(params)):
        yield Signal(kind, hint, remote_id)


def first(*names: str) -> Read:
    def read(params: Document) -> Iterable[str]:
        found = (params.key(name) for name in names)
        remote_id = next((each for each in found if each), None)
        return (remote_id,) if remote_id else ()

    return read


def parts(params: Document) -> Iterable[str]:
    """The order that was parted, and those that it became."""
    if whole := params.key("originalOrderId"):
        yield whole
    for each in params.many("splitOrderList"):
        if part := each.key("orderCode"):
            yield part


# VARIANT and STOCK name variants alone, and CJ is asked by product.
READERS: Mapping[str, Read] = {
    "PRODUCT": first("pid"),
    "VARIANT": first("pid"),
    "STOCK": first("pid"),
    "SOURCINGCREATE": first("cjProductId"),
    "ORDER": first("cjOrderId", "orderNumber", "orderNum"),
    "ORDERSPLIT": parts,
    "LOGISTIC": first("orderId"),
}
KINDS: Mapping[str, Kind] = {
    "PRODUCT": Kind.supplied,
    "VARIANT": Kind.supplied,
    "STOCK": Kind.supplied,
    "SOURCINGCREATE": Kind.supplied,
    "ORDER": Kind.purchases,
    "ORDERSPLIT": Kind.purchases,
    "LOGISTIC": Kind.purchases,
}


# What CJ is asked to tell


def subscriptions_question(page: str | None = None) -> Question:
    """guessed: that the settings show what was set, in the shape in which it was."""
    return get(SETTINGS)


def subscriptions_of(reply: Reply) -> Sequence[Subscription]:
    """Of each topic, if it has an address. One without our word in it is another than ours."""
    callback = data_of(reply).one("callback") or Document({})
    found = []
    for topic in TOPICS:
        told = callback.fields.get(topic)
        document = Document(told if isinstance(told, Mapping) else {}, topic)
        addresses = document.texts("callbackUrls") or document.texts("urls")
        if not addresses:
            continue
        switch = document.word("type", SWITCHES)
        found.append(
            Subscription(topic, topic, plain(addresses[0]), switch, document.said),
        )
    return found


def subscriptions_next(reply: Reply, page: str | None) -> str | None:
    return None


def plain(address: str) -> str:
    """As the hub knows it, without the word that we have hung on it."""
    bare, mark, query = address.partition("?")
    return bare if mark and NAME in parse_qs(query) else address


def subscribe_question(topic: str, address: str, access: Access) -> Question:
    """CJ has one address for each topic. All are set at once, for one that is left out of a call
    may be taken for one that is not wanted."""
    if topic not in TOPICS:
        raise Rejected(f"CJ tells nothing about {topic}.")
    if not access.hook_secret:
        raise Rejected("Without a secret nobody can tell whether a message is from CJ.")
    url = f"{address}?{NAME}={signature(access.hook_secret)}"
    wanted = {each: {"type": "ENABLE", "callbackUrls": [url]} for each in TOPICS}
    return setting("webhooks.set", wanted)


def switch_on_question(found: Subscription, access: Access) -> Question:
    if not found.topic or not found.address:
        raise Rejected("Nobody knows what this message was for.", next_step="Ask for it anew.")
    return subscribe_question(found.topic, found.address, access)


def unsubscribe_question(remote_id: str) -> Question:
    return setting("webhooks.cancel", {remote_id: {"type": "CANCEL", "callbackUrls": []}})


def setting(kind: str, document: Mapping[str, object]) -> Question:
    body = json.dumps(document).encode()
    return Question(WEBHOOKS, (), FAMILIES[WEBHOOKS], "POST", body, plumbing=kind, writes=True)
