"""What CJ answers: the fault behind each code, and the document.

A fault may come with any status, mostly 200, so the code is read first. The words beside it are
shown and decide nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from hanse.base.faults import (
    AuthLapsed,
    Conflict,
    Denied,
    Fault,
    Finding,
    Gone,
    Rejected,
    Severity,
    Throttled,
    Unavailable,
)
from hanse.base.text import clean, truncate
from hanse.connectors.cj.wire.access import BASE, LOGIN, LOGOUT, REFRESH
from hanse.connectors.cj.wire.asking import CREATE, DELETE, DETAIL, PRODUCT
from hanse.engine.wire.status import instant
from hanse.engine.wire.wire import Answer, Quota, by_status
from hanse.trade.documents import Document
from hanse.trade.ports_read import Reply

SHOWN_CHARS = 200
GOOD = frozenset({200, 0})
ORDER_EXISTS = 1603003
ORDER_MISSING = 1603100
GOODS_MISSING = frozenset({1602000, 1602001, 1602002, 1602003})
# After these a part of an order may be there: it is put into the cart, confirmed and paid in one.
HALF_DONE = frozenset({1603001, 1603101, 1603102, 1604000, 1604001})
LOGIN_WAIT_S = 300.0
PACE_WAIT_S = 1.0
DAY_WAIT_S = 3_600.0  # where the answer does not tell what time it is there
DAY_IS_OVER = "daily request limit"
AUTH = frozenset({LOGIN, REFRESH, LOGOUT})


class Does(StrEnum):
    """What a code means for whoever has called."""

    lost = "lost"  # it may be done or not
    slow = "slow"
    spent = "spent"  # for today
    lapsed = "lapsed"
    account = "account"  # something is the matter with the account or its key
    denied = "denied"
    rejected = "rejected"
    gone = "gone"
    taken = "taken"


@dataclass(frozen=True, slots=True)
class Word:
    does: Does
    name: str
    why: str
    step: str = ""
    field: str = ""


OURS = "This is a mistake of the connector: report it with the call."
KEY = "Look into My CJ, Authorization, API; make a new key there and connect again."
DELIST = "Take it out of the order and off your shops, or choose another variant."
QUOTE = "Ask for the freight anew, and order with one of the ways that are told then."
HOOKS = "Give the hub a public https address that answers within 3 s."


def many(word: Word, *codes: int) -> Mapping[int, Word]:
    return dict.fromkeys(codes, word)


CODES: Mapping[int, Word] = {
    **many(Word(Does.lost, "busy", "is busy, or refuses it for a reason of its own."), 1600000),
    **many(Word(Does.lost, "timed_out", "did not come to an end in time."), 1600301),
    **many(Word(Does.slow, "too_many", "asks us to slow down."), 1600200),
    **many(
        Word(Does.spent, "spent", "answers no more of these today: the quota is used."), 1600201
    ),
    **many(
        Word(Does.lapsed, "token", "does not accept our token, or not any more.", KEY),
        *(1600001, 1600002, 1600030),
    ),
    **many(
        Word(Does.lapsed, "refresh_token", "does not accept our refresh token any more.", KEY),
        1600003,
    ),
    **many(
        Word(
            *(Does.denied, "platform_token", "does not accept the token of a shop."),
            "Authorise the shop again in My CJ.",
        ),
        1600031,
    ),
    **many(
        Word(Does.account, "account", "has something against the account or its key.", KEY),
        *(1600004, 1600005, 1600006, 1600007, 1600008, 1600012, 1601000),
    ),
    **many(
        Word(Does.rejected, "consent", "misses a part of a consent that we never ask for.", OURS),
        *(1600009, 1600010, 1600011, 1600013),
    ),
    **many(
        Word(Does.rejected, "interface", "has no such interface, or a value in it is wrong.", OURS),
        *(1600100, 1600101),
    ),
    **many(
        Word(Does.rejected, "not_understood", "does not understand what we sent.", OURS),
        *(1600300, 16900403, 16900202, 16900203, 16900204, 16900205),
    ),
    **many(
        Word(
            *(Does.gone, "off_sale", "does not sell this product or variant any more."),
            *(DELIST, "lines"),
        ),
        *GOODS_MISSING,
    ),
    **many(
        Word(
            *(Does.rejected, "not_created", "did not make the order."),
            "Read why, correct it, and order once more under the same number.",
        ),
        1603000,
    ),
    **many(
        Word(
            *(Does.rejected, "not_confirmed", "did not confirm the order."),
            "Look at the order in My CJ.",
        ),
        1603001,
    ),
    **many(
        Word(
            *(Does.rejected, "not_deleted", "did not delete the order."),
            "Look at it in My CJ: what is paid can be ended there only.",
        ),
        1603002,
    ),
    **many(
        Word(
            *(Does.taken, "order_exists", "has an order with this number already."),
            *("Look at that one; it is not made a second time.", "number"),
        ),
        ORDER_EXISTS,
    ),
    **many(Word(Does.gone, "no_order", "knows no such order."), ORDER_MISSING),
    **many(
        Word(
            *(Does.rejected, "not_paid", "could not take the payment."),
            "Look at the order in My CJ, and pay it there.",
        ),
        1603101,
    ),
    **many(
        Word(
            *(Does.rejected, "no_stock", "has not enough of what was ordered."),
            *("Order fewer, from another country, or wait until it is there again.", "lines"),
        ),
        1603102,
    ),
    **many(
        Word(
            *(Does.rejected, "no_balance", "cannot take it from the balance, which is too low."),
            *("Top the balance up in My CJ. If the order is there by now, pay that one.", "amount"),
        ),
        1604000,
    ),
    **many(
        Word(
            *(Does.rejected, "balance_closed", "lets nobody pay from this balance."),
            *("Ask CJ why. If the order is there by now, pay it in My CJ.", "amount"),
        ),
        1604001,
    ),
    **many(
        Word(Does.rejected, "freight", "does not send it by this way.", QUOTE, "freight"),
        *(1605000, 1605001),
    ),
    **many(
        Word(Does.rejected, "country", "does not know this country.", QUOTE, "country"), 1605002
    ),
    **many(
        Word(Does.rejected, "webhook", "does not take the address for its messages.", HOOKS),
        *(1606000, 1606001, 1607000, 1607001, 1607002, 1607003),
    ),
    **many(
        Word(Does.lost, "failed", "failed on its side."),
        *(1607004, 1607006, 1607007, 1607008, 1607009, 1607010),
    ),
    **many(Word(Does.gone, "no_warehouse", "knows no such warehouse."), 1608001),
    **many(
        Word(Does.rejected, "waybill", "refuses the waybill.", "Look at the order in My CJ."),
        *(804, 806),
    ),
}


# The fault behind an answer


def words(answer: Answer) -> Fault | None:
    """The code first, then the status."""
    document, code = read(answer)
    if code is not None and code not in GOOD:
        return None if no_fault(answer, code) else by_code(answer, code, said(document, answer))
    if answer.status == 429:
        return slow(answer)
    if answer.status != 200:
        return by_status(answer)
    if document is None or (code is None and not uncoded(document)):
        return answer.call.lost(f"{answer.host} answered 200, but not with data.")
    if False in (document.fields.get("result"), document.fields.get("success")):
        told = said(document, answer)
        sentence = f"{answer.host} did not do it, and tells no code for why.{told}"
        return answer.call.lost(sentence) if answer.call.writes else Rejected(sentence)
    return None


def uncoded(document: Document) -> bool:
    """An answer without a code is a good one, as long as there is something in it."""
    return document.fields.get("code") is None and "data" in document.fields


def read(answer: Answer) -> tuple[Document | None, int | None]:
    """The document with its code, as far as there is one; a code is a number, also as a text."""
    if not answer.body.lstrip().startswith(b"{"):
        return None, None
    try:
        value = answer.json()
    except Fault:
        return None, None
    document = Document(value)
    return document, document.whole("code")


def no_fault(answer: Answer, code: int) -> bool:
    """What is asked for, or is to go, and is not there is an answer. That an order exists is told
    of the piece which wanted to make it."""
    return (
        (code == ORDER_MISSING and asks(answer, DETAIL, DELETE))
        or (code in GOODS_MISSING and asks(answer, PRODUCT))
        or (code == ORDER_EXISTS and asks(answer, CREATE))
    )


def asks(answer: Answer, *paths: str) -> bool:
    return answer.call.url in {f"{BASE}{path}" for path in paths}


def by_code(answer: Answer, code: int, told: str) -> Fault:
    word = CODES.get(code)
    if word is None:
        sentence = f"{answer.host} answered {code}, which we do not know.{told}"
        return answer.call.lost(sentence) if answer.call.writes else Rejected(sentence)
    sentence = f"{answer.host} answered {code}: it {word.why}{told}"
    if code in HALF_DONE and asks(answer, CREATE):
        return answer.call.lost(sentence)
    match word.does:
        case Does.lost:
            return answer.call.lost(sentence, word.step)
        case Does.slow:
            return slow(answer, sentence)
        case Does.spent:
            return Throttled(sentence, until_tomorrow_s(answer))
        case Does.lapsed:
            return AuthLapsed(sentence, word.step)
        case Does.account:
            kind = AuthLapsed if asks(answer, *AUTH) else Denied
            return kind(sentence, word.step)
        case Does.denied:
            return Denied(sentence, word.step)
        case Does.gone if not answer.call.writes or not word.field:
            return Gone(sentence, word.step)
        case Does.taken:
            return Conflict(sentence, word.step)
        case _:
            finding = Finding(Severity.error, word.name, sentence, word.step, word.field)
            return Rejected(sentence, [finding], word.step)


def said(document: Document | None, answer: Answer) -> str:
    """Its own words, without what we keep secret; two sentences of ours would run together."""
    text = (document.fields.get("message") or "") if document else ""
    if not isinstance(text, str) or not text.strip():
        return ""
    return f' It says: "{answer.call.shown(truncate(clean(text), SHOWN_CHARS))}"'


# How long to wait


def slow(answer: Answer, sentence: str = "") -> Throttled:
    """A new token waits for five minutes; what is over for the day, for the next one."""
    told = sentence or f"{answer.host} answered {answer.status}: it asks us to slow down."
    if asks(answer, LOGIN):
        wait_s = max(answer.retry_after_s or 0.0, LOGIN_WAIT_S)
        return Throttled(told, wait_s, "CJ hands out a new token once in five minutes: wait.")
    if DAY_IS_OVER in answer.body.decode("utf-8", "replace").lower():
        return Throttled(told, until_tomorrow_s(answer))
    wait_s = PACE_WAIT_S if answer.retry_after_s is None else answer.retry_after_s
    return Throttled(told, wait_s)


def until_tomorrow_s(answer: Answer) -> float:
    """Until 00:00 UTC, by the clock over there."""
    told = instant(answer.headers.get("Date", ""))
    if told is None:
        return DAY_WAIT_S
    now = told.astimezone(UTC)
    tomorrow = datetime(now.year, now.month, now.day, tzinfo=UTC) + timedelta(days=1)
    return (tomorrow - now).total_seconds()


# The document


def reply_of(answer: Answer) -> Reply:
    """The whole of it, for the code says what an empty one means."""
    value = answer.json()
    if not isinstance(value, Mapping):
        raise Unavailable(f"{answer.host} answered, but not with an object.")
    headers = {name.lower(): text for name, text in answer.headers.items()}
    return Reply(value, headers, answer.status)


def quota_of(answer: Answer) -> Quota | None:
    """No answer tells what is left of anything."""
    return None
