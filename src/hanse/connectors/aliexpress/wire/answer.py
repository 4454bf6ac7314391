"""What an answer of AliExpress is: a document, or a fault with what to do about it.

Nearly every refusal is 200 with the reason inside: in the envelope where the gateway refused, in
the document where the call itself did.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from hanse.base.faults import (
    Fault,
    Finding,
    Gone,
    OutcomeUnknown,
    Rejected,
    Severity,
    Throttled,
    Unavailable,
)
from hanse.base.text import clean, truncate
from hanse.connectors.aliexpress.mapping.odd import flag, one, result_of, said
from hanse.connectors.aliexpress.wire import codes
from hanse.connectors.aliexpress.wire.access import (
    FREIGHT,
    ORDER_CREATE,
    ORDER_GET,
    PRODUCT,
    REFRESH_TOKEN,
    TRACKING,
    form,
)
from hanse.engine.wire.wire import Answer, Quota, by_status
from hanse.trade.documents import Document
from hanse.trade.ports_read import Reply

SHOWN_CHARS = 200
LASTS_S = re.compile(r"(?:last|in)\s+(\d{1,6})\s*(?:s\b|sec)", re.IGNORECASE)
LIMITED_S = 1.0
AFTER_S = 0.25  # beyond what it says, or the same second counts again
WAIT_MAX_S = 3600.0
REFUSED = "error_response"
OF_ORDERS = frozenset({ORDER_GET, TRACKING})


@dataclass(frozen=True, slots=True)
class Refusal:
    """What the gateway says of a call that it did not let through."""

    type: str
    code: str
    sub_code: str
    message: str


def words(answer: Answer) -> Fault | None:
    """The fault behind an answer, or None. What is said of an order is read with its outcome."""
    if answer.status >= 500:
        return by_status(answer)
    try:
        value = answer.json()
    except Fault as unreadable:
        return by_status(answer) or unreadable
    document = Document(value if isinstance(value, Mapping) else {})
    name = asked(answer)
    refusal = refused(document, name)
    if refusal is not None and not of_order(refusal, name):
        return of_gateway(refusal, answer, name)
    if fault := by_status(answer):
        return fault
    if not isinstance(value, Mapping):
        return answer.call.lost(f"{answer.host} answered, but not with an object.")
    if answer.call.writes:
        return None
    return of_call(name, Document(unwrapped(value)), answer)


def asked(answer: Answer) -> str:
    """The name of the call, as its question has it."""
    path = str(answer.url.path)
    if path.startswith("/rest/"):
        return path.removeprefix("/rest")
    return dict(form(answer.call.body)).get("method", "")


# The envelope


def unwrapped(value: Mapping[str, object]) -> Mapping[str, object]:
    """What stands under the one name that ends in `_response`; else all of it. Samples of the
    vendor show names without that end."""
    named = [name for name in value if name.endswith("_response") and name != REFUSED]
    if not named and len(value) == 1:
        named = [name for name in value if name.startswith("aliexpress_")]
    inner = value[named[0]] if len(named) == 1 else value
    return inner if isinstance(inner, Mapping) else value


def refused(document: Document, name: str) -> Refusal | None:
    """In an envelope of its own, or flat where the call has a path."""
    told = document.one(REFUSED)
    if told is None and name.startswith("/"):
        flat = Document(unwrapped(document.fields))
        if said(flat, "code") not in codes.GOOD:
            told = flat
    if told is None and document.fields.get("type") and said(document, "code") not in codes.GOOD:
        told = document
    if told is None:
        return None
    words_of_it = (said(told, each) for each in ("sub_msg", "msg", "message"))
    return Refusal(
        said(told, "type"),
        said(told, "code"),
        said(told, "sub_code"),
        next(filter(None, words_of_it), ""),
    )


def of_order(refusal: Refusal, name: str) -> bool:
    """Whether it is a refusal of the order and not of the call: its outcome tells it then."""
    code = refusal.sub_code or refusal.code
    return name == ORDER_CREATE and codes.order_word(code) is not None


def of_gateway(refusal: Refusal, answer: Answer, name: str) -> Fault:
    writes = answer.call.writes
    word = word_of(refusal, name)
    told = quoted(refusal.message or refusal.sub_code or refusal.code, answer)
    if word is None:
        return unknown(refusal, answer, name, told)
    kind, sentence = word.kind(writes), f"AliExpress {word.why}{told}"
    if issubclass(kind, Throttled):
        return kind(sentence, wait_s(refusal.message))
    if issubclass(kind, Rejected):
        code = refusal.sub_code or refusal.code
        return kind(sentence, [Finding(Severity.error, code, sentence, word.step)], word.step)
    return kind(sentence, word.step)


def word_of(refusal: Refusal, name: str) -> codes.Word | None:
    """The finer code first. What nobody can see of an order is not there for this account."""
    for code in (refusal.sub_code, refusal.code):
        if code in codes.RIGHTS_MISSING and name in OF_ORDERS:
            return codes.NOT_THERE
        if code in codes.GATEWAY:
            return codes.GATEWAY[code]
    theirs = any(each.startswith(codes.PROVIDER) for each in (refusal.sub_code, refusal.code))
    return codes.BUSY if theirs or refusal.type == codes.SYSTEM else None


def unknown(refusal: Refusal, answer: Answer, name: str, told: str) -> Fault:
    """Of an order it is not known then whether it came about."""
    code = refusal.sub_code or refusal.code
    sentence = f"AliExpress refused it by the code '{shown(code, answer)}'.{told}"
    if name == ORDER_CREATE:
        return OutcomeUnknown(sentence)
    return Rejected(sentence, [Finding(Severity.error, code, sentence, codes.OURS)], codes.OURS)


def wait_s(message: str) -> float:
    """As long as it says that the ban lasts, and a little more."""
    found = LASTS_S.search(message)
    told = float(found[1]) if found else LIMITED_S
    return min(told + AFTER_S, WAIT_MAX_S)


# The document of a call


def of_call(name: str, document: Document, answer: Answer) -> Fault | None:
    """What a reading refuses in its own words; None also for "there is nothing"."""
    told = document if name == PRODUCT else speaking(document)
    code, message = code_of(told), message_of(told)
    good = flag(told, "success" if "success" in told.fields else "ret")
    if good or (good is None and code in codes.GOOD) or is_nothing(name, code, message):
        return None
    if name == FREIGHT and codes.NO_ITEM in f"{code} {message}":
        return Gone(
            "AliExpress does not know this item, or does not sell it any more.",
            "Read the product again, and choose one of its variants.",
        )
    sentence = f"AliExpress answered by the code '{shown(code, answer)}'.{quoted(message, answer)}"
    if code.startswith(codes.PROVIDER) or (name == PRODUCT and code == codes.BROKE):
        return Unavailable(sentence)
    return Rejected(sentence, [Finding(Severity.error, code, sentence)])


def speaking(document: Document) -> Document:
    """Where a call tells how it went: beside its result, or in it."""
    inner = one(document, "resp_result") or document
    return inner if code_of(inner) or message_of(inner) else result_of(document)


def code_of(document: Document) -> str:
    found = (said(document, each) for each in ("rsp_code", "resp_code", "error_code", "code"))
    return next(filter(None, found), "")


def message_of(document: Document) -> str:
    found = (said(document, each) for each in ("rsp_msg", "resp_msg", "error_msg", "msg"))
    return next(filter(None, found), "")


def is_nothing(name: str, code: str, message: str) -> bool:
    if name == PRODUCT:
        return code in codes.NOT_FOR_SALE
    if name == TRACKING:
        return code == codes.NOT_YET
    return name == FREIGHT and (code == codes.NO_WAY or codes.NO_DELIVERY in f"{code} {message}")


# What the rest reads


def reply_of(answer: Answer) -> Reply:
    """The document without its envelope. An old refresh token stays good where no new one came."""
    headers = {name.lower(): value for name, value in answer.headers.items()}
    value = answer.json()
    if not isinstance(value, Mapping):
        raise answer.call.lost(f"{answer.host} answered, but not with an object.")
    document = unwrapped(value)
    if asked(answer) == REFRESH_TOKEN and not document.get("refresh_token"):
        document = {**document, "refresh_token": dict(form(answer.call.body))["refresh_token"]}
    return Reply(document, headers, answer.status)


def quota_of(answer: Answer) -> Quota | None:
    """It says only that there was too much, and that as a fault."""
    return None


def shown(text: str, answer: Answer) -> str:
    """A sentence of the other side, without what we keep secret."""
    return answer.call.shown(truncate(clean(text), SHOWN_CHARS))


def quoted(text: str, answer: Answer) -> str:
    told = shown(text, answer)
    return f' It says: "{told}"' if told else ""
