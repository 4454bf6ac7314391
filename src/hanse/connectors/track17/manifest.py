"""The card of 17TRACK, which follows parcels of all carriers, and what is asked of it.

It is no shop and no supplier: it has nothing to read by kinds, and nothing to change.
"""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from hanse.base.faults import Denied, Fault, Finding, Rejected, Severity
from hanse.connectors.track17 import mapping
from hanse.connectors.track17.hooks import (
    is_ping,
    pushed,
    signals,
    subscribe_question,
    subscriptions_next,
    subscriptions_of,
    subscriptions_question,
    switch_on_question,
    unsubscribe_question,
    verify,
)
from hanse.connectors.track17.wire import asking
from hanse.connectors.track17.wire.access import KEY, api_key, call_for, entered
from hanse.connectors.track17.wire.answer import (
    PENDING,
    UNREGISTERED,
    quota_of,
    reply_of,
    words,
)
from hanse.connectors.track17.wire.asking import (
    quota,
    quota_question,
    register_question,
    registered,
    stop_question,
    tracked_question,
    unregistered,
)
from hanse.engine.manifest import ANYWHERE, Connector, Key, Meaning, Plumbing, Quirk, Rate, SignIn
from hanse.trade.access import Access, Consent, Probe, Tokens
from hanse.trade.ports_bulk import BulkPort
from hanse.trade.ports_read import Question, ReadPort, Reply
from hanse.trade.ports_write import WritePort
from hanse.trade.shop import Shop
from hanse.trade.trackers import REGISTER, STOP, Allowance, Looked, NotTaken, Taken, TrackerPort
from hanse.trade.tracking import ParcelState, TrackReport

__all__ = [
    "BULK",
    "CARD",
    "READS",
    "TRACKER",
    "WRITES",
    "call_for",
    "consent_url",
    "consented",
    "entered",
    "is_ping",
    "probe_questions",
    "probed",
    "pushed",
    "quota",
    "quota_of",
    "quota_question",
    "register_question",
    "registered",
    "reply_of",
    "revoke_question",
    "signals",
    "state_of",
    "stop_question",
    "subscribe_question",
    "subscriptions_next",
    "subscriptions_of",
    "subscriptions_question",
    "switch_on_question",
    "token_question",
    "tokens_of",
    "tracked",
    "tracked_question",
    "unregistered",
    "unsubscribe_question",
    "verify",
    "words",
]

SHEET = "documents of the vendor, version 2.4"
READS: tuple[ReadPort[Any], ...] = ()
WRITES: tuple[WritePort, ...] = ()
BULK: BulkPort | None = None


def tracked(reply: Reply) -> Sequence[TrackReport]:
    """What is known of each; of those that are followed since a moment ago, that it is nothing."""
    found = [mapping.report(each) for each in asking.accepted(reply)]
    waiting = [TrackReport(each, "", ParcelState.pending) for each in asking.pending(reply)]
    return [*(each for each in found if each is not None), *waiting]


# What is asked of it: no carrier is told, for it finds out by itself whose number it is


def of(numbers: Sequence[str]) -> Sequence[asking.Parcel]:
    return [asking.Parcel(each) for each in numbers]


def looked(reply: Reply) -> Looked:
    told = {UNREGISTERED, PENDING}
    no = [each for each in asking.refused(reply) if each.code not in told]
    return Looked(tuple(tracked(reply)), tuple(unregistered(reply)), tuple(map(not_taken, no)))


def not_taken(refused: asking.Refused) -> NotTaken:
    return NotTaken(refused.number, refused.finding, asking.waits(refused))


def taken(reply: Reply) -> Taken:
    numbers, no = registered(reply)
    return Taken(tuple(numbers), tuple(map(not_taken, no)))


def allowance(reply: Reply) -> Allowance:
    told = quota(reply)
    return Allowance(told.total, told.left, told.left_today)


TRACKER = TrackerPort(
    at_once_max=asking.AT_ONCE_MAX,
    fits=lambda number: asking.NUMBER.fullmatch(number) is not None,
    look_question=lambda numbers: tracked_question(of(numbers)),
    looked=looked,
    register_question=lambda numbers: register_question(of(numbers)),
    registered=taken,
    stop_question=lambda numbers: stop_question(of(numbers)),
    allowance_question=quota_question,
    allowance=allowance,
)


# The card


def meanings() -> Iterable[Meaning]:
    for field, known in {"status": mapping.STATES, "sub_status": mapping.SUBSTATES}.items():
        yield from (Meaning(f"parcel.{field}", word, ours.value) for word, ours in known.items())


CARD = Connector(
    name="track17",
    title="17TRACK",
    markets=(ANYWHERE,),
    sign_ins=(SignIn.typed_keys,),
    keys=(
        Key(
            name="api_key",
            label="Key",
            hint="In the dashboard of 17TRACK, under Settings, Security; a new one is good after"
            " 5 minutes.",
            pattern=KEY,
            secret=True,
        ),
    ),
    rates=(Rate(asking.FAMILY, 3, SHEET, units=3, window_s=1.0, windowed=True),),
    reads=(),
    writes=(),
    plumbing=(
        Plumbing(REGISTER, asking.FAMILY, "Have a parcel followed; a new one costs."),
        Plumbing(STOP, asking.FAMILY, "Have a parcel followed no longer."),
    ),
    limits=(),
    meanings=tuple(meanings()),
    quirks=(
        Quirk("A refusal may stand among the data of an answer whose code is 0.", SHEET),
        Quirk("A parcel is followed until 15 days after it came, or 30 days without news.", SHEET),
        Quirk("When it was handed over stands in the time of the carrier only.", SHEET),
        Quirk("What it sends is proven by a hash over the bytes and the key.", SHEET),
        Quirk("After what time it sends again what did not arrive is not told.", SHEET),
        Quirk("A parcel on its way back is an exception until it has come.", "guessed"),
        Quirk("Another key of the same account is another account to us.", "guessed"),
    ),
    leaving="Only you can remove our address and the key, in the dashboard of 17TRACK.",
    told_by_hand="17TRACK sends news of parcels to an address that a person enters. Enter this one"
    " in its dashboard, under Settings, Webhook.",
)


# A first look

# It sells nothing, but an account has a currency.
SHOP = Shop(currency="USD", decimals=2, time_zone="UTC")
SITE = "https://api.17track.net"


def probe_questions(access: Access) -> Sequence[Question]:
    return (quota_question(),)


def probed(replies: Sequence[Reply | Fault], access: Access) -> Probe:
    [reply] = replies
    if isinstance(reply, Fault):
        raise reply
    left = quota(reply)
    key = hashlib.sha256(api_key(access).encode()).hexdigest()[:16]
    hint = Finding(
        Severity.hint,
        "quota",
        f"{left.left or 0:,} of {left.total or 0:,} parcels can still be followed.",
    )
    return Probe(key=key, name="17TRACK", address=SITE, shop=SHOP, may_read=True, findings=(hint,))


# Nobody agrees anywhere, and a key does not end


def consent_url(
    access: Access, state: str, return_url: str, callback_url: str, at: datetime
) -> str:
    raise Rejected("17TRACK is connected with a key.", next_step="Enter the one of its dashboard.")


def consented(
    access: Access, query: Sequence[tuple[str, str]], body: bytes, at: datetime
) -> Consent:
    raise Denied("17TRACK has no page for a consent.", "Connect it with its key.")


def state_of(query: Sequence[tuple[str, str]], body: bytes) -> str:
    return ""


def token_question(access: Access, at: datetime) -> Question | None:
    return None


def tokens_of(reply: Reply, at: datetime) -> Tokens:
    raise Rejected("17TRACK gives no tokens.")


def revoke_question(access: Access) -> Question | None:
    return None
