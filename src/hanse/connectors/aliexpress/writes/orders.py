"""An order at AliExpress.

`out_order_id` is our number, and the same for ever: for a day AliExpress refuses a second order
under it, so one whose answer was lost is sent again to the byte, and never becomes two. Nothing
finds an order by our number, so nothing is read back; the answer under our key is the proof.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from hanse.base.faults import Finding, OutcomeUnknown, Rejected, Severity
from hanse.base.money import Money
from hanse.base.text import clean, truncate
from hanse.connectors.aliexpress.mapping import addresses, purchases
from hanse.connectors.aliexpress.mapping.odd import flag, result_of, said
from hanse.connectors.aliexpress.wire import codes
from hanse.connectors.aliexpress.wire.access import EXTEND, ORDER, ORDER_CREATE, compact, form
from hanse.connectors.aliexpress.wire.probe import CURRENCY
from hanse.trade.documents import Document
from hanse.trade.fields import shown
from hanse.trade.people import Address
from hanse.trade.ports_read import Kind, Question, Reply
from hanse.trade.ports_write import (
    Found,
    Outcome,
    Piece,
    Reading,
    Sealed,
    Target,
    Wanted,
    WritePort,
)
from hanse.trade.shop import Shop
from hanse.trade.supply import ORDER_FIELDS, Item, items_of

KIND = "purchases.order"
FAMILY = "ordering"
SHIP_TO, SHIP_TO_MARK = "ship_to", "ship_to_mark"
NUMBER_CHARS_MAX = 64  # guessed
MEMO_CHARS_MAX = 500  # guessed
VOUCHER_CHARS_MAX = 64  # guessed
NUMBER = re.compile(rf"[A-Za-z0-9_-]{{1,{NUMBER_CHARS_MAX}}}")
UNFIT = re.compile("[\x00\ud800-\udfff]")  # what JSON or a form cannot carry
WRONG_MAX = 5
MARK = "filled in as it leaves"  # stands in the address for whom it goes to
NAMES: Mapping[str, str] = {
    "number": "Our number",
    "lines": "Items",
    "country": "Country",
    "from_country": "Sent from",
    "freight": "Way of sending",
    SHIP_TO: "Goes to",
    SHIP_TO_MARK: "Mark of the address",
    "amount": "What it should cost",
    "memo": "Note to the seller",
    "voucher": "Voucher",
}


@dataclass(frozen=True, slots=True)
class Draft:
    """Each field is read as what it must be; all that is wrong is collected first."""

    wanted: Wanted
    findings: list[Finding] = field(default_factory=list)

    def refuse(self, name: str, code: str, sentence: str, step: str) -> None:
        self.findings.append(Finding(Severity.error, code, sentence, step, name))

    def text(self, name: str, *, needed: bool = False, chars_max: int = 300) -> str:
        value = self.wanted.after.get(name)
        called = NAMES[name]
        if value is None and not needed:
            return ""
        if not isinstance(value, str) or (needed and not value.strip()):
            self.refuse(name, "missing", f"{called} is missing.", "Give it: it must be a text.")
            return ""
        if UNFIT.search(value):
            said_so = f"{called} holds a character that cannot be sent."
            self.refuse(name, "unfit_character", said_so, "Remove it, or write it anew.")
            return ""
        if len(value) > chars_max:
            said_so = f"{called} has {len(value)} characters; AliExpress takes {chars_max}."
            self.refuse(name, "too_long", said_so, "Shorten it.")
        return value

    @property
    def refused(self) -> bool:
        return any(each.severity is Severity.error for each in self.findings)


def piece(wanted: Wanted, shop: Shop) -> Piece:
    """`Rejected` with every finding, before anything leaves. Whom it goes to is not in it."""
    draft = Draft(wanted)
    known(draft)
    number = draft.text("number", needed=True)
    if number and not NUMBER.fullmatch(number):
        step = f"Letters, digits, - and _, at most {NUMBER_CHARS_MAX}."
        draft.refuse("number", "not_so", "Our number holds what AliExpress may not take.", step)
    country = country_of(draft)
    paid(draft)
    freight = draft.text("freight", needed=True)
    memo = draft.text("memo", chars_max=MEMO_CHARS_MAX)
    voucher = draft.text("voucher", chars_max=VOUCHER_CHARS_MAX)
    order = {
        "out_order_id": number,
        "logistics_address": {SHIP_TO: MARK, "country": country},
        "product_items": [product_item(draft, each, freight, memo) for each in lines(draft)],
    }
    if draft.refused:
        raise Rejected(
            "AliExpress could not take this order.",
            draft.findings,
            "Correct what is named, then look at it again.",
        )
    document = {ORDER: order, EXTEND: extension(voucher)}
    return Piece(wanted.target, compact(document).encode(), findings=tuple(draft.findings))


def known(draft: Draft) -> None:
    for name in sorted(set(draft.wanted.after) - ORDER_FIELDS):
        draft.refuse(
            clean(name), "not_written", f"{clean(name)} is no part of an order.", "Leave it."
        )
    if draft.wanted.target.remote_id:
        draft.refuse("", "exists", "This order is there already.", "Do not order it again.")
    for name in (SHIP_TO, SHIP_TO_MARK):
        draft.text(name, needed=True)


def country_of(draft: Draft) -> str:
    told = draft.text("country", needed=True)
    found = addresses.country_of(told)
    if told and not found:
        draft.refuse("country", "country", "The country is none.", "Two letters, such as ID.")
    return found


def paid(draft: Draft) -> None:
    """It is in no call: AliExpress takes what it takes. So it must be in what the account pays in,
    or what was agreed to is another sum."""
    amount = draft.wanted.after.get("amount")
    if amount is None:
        return
    if not isinstance(amount, Money) or amount.currency != CURRENCY or amount.minor < 0:
        told = clean(shown(amount))
        step = "Convert it first: an order that pays itself is paid in US dollars."
        draft.refuse("amount", "currency", f"It should cost {told}, not US dollars.", step)


def lines(draft: Draft) -> Sequence[Item]:
    found = items_of(draft.wanted.after.get("lines"))
    if found is None:
        draft.refuse("lines", "no_lines", "There is nothing to order in it.", "Choose the items.")
    return found or ()


def product_item(draft: Draft, item: Item, freight: str, memo: str) -> Mapping[str, object]:
    """The variant goes by its key as it was told, to the blank; empty where there is but one."""
    if not (item.product_id.isascii() and item.product_id.isdigit()):
        said_so = f"{clean(item.product_id)} is no number of an item at AliExpress."
        draft.refuse("lines", "no_id", said_so, "Read the product again.")
        return {}
    told = {
        "product_id": int(item.product_id),
        "product_count": item.quantity,
        "sku_attr": item.key,
        "logistics_service_name": freight,
    }
    return {**told, "order_memo": memo} if memo else told


def extension(voucher: str) -> Mapping[str, object]:
    document: dict[str, object] = {"payment": {"pay_currency": CURRENCY, "try_to_pay": "true"}}
    if voucher:
        document["promotion"] = {"promotion_code": voucher}
    return document


# As it leaves


def request(pieces: Sequence[Piece], key: str, shop: Shop) -> Question:
    """The key is not said: there is no place for it, and our number in the bytes does its work. So
    the same pieces are the same bytes, however often they are sent."""
    [only] = pieces
    document = json.loads(only.body)
    body = urlencode({name: compact(document[name]) for name in (ORDER, EXTEND)}).encode()
    return Question(ORDER_CREATE, (), FAMILY, "POST", body, writes=True, change=KIND)


def filled(question: Question, address: Address) -> Question:
    """With whom it goes to, in place of the mark. `Rejected`, and nothing leaves, where AliExpress
    would refuse the address, or it lies in another country than the way was chosen for."""
    parameters = dict(form(question.body))
    order = json.loads(parameters[ORDER])
    told = order["logistics_address"]
    if wrong := addresses.address_findings(address, told["country"]):
        said_so = " ".join(each.sentence for each in wrong[:WRONG_MAX])
        raise Rejected(said_so, wrong, wrong[0].next_step)
    kept = {name: value for name, value in told.items() if name != SHIP_TO}
    order["logistics_address"] = {**addresses.as_sent(address, told["country"]), **kept}
    parameters[ORDER] = compact(order)
    if told["country"] == addresses.NAT_ADDR:
        place = {"trade_extra_param": {"nat_addr": address.tax_number}}
        parameters[EXTEND] = compact({**json.loads(parameters[EXTEND]), **place})
    return replace(question, body=urlencode(parameters).encode())


# What became of it


def outcomes(pieces: Sequence[Piece], reply: Reply, shop: Shop) -> Sequence[Outcome]:
    """One that was made and not paid is made: that it waits for its money is its state, as it is
    read. Whatever leaves open whether there is an order is unknown."""
    document = Document(reply.document if isinstance(reply.document, Mapping) else {})
    if (told := document.one("error_response")) is not None:
        return [refusal(said(told, "sub_code") or said(told, "code"), said(told, "sub_msg"))]
    result = result_of(document)
    made, ids = flag(result, "is_success"), order_ids(result)
    if made and ids:
        return [Outcome(remote_id=purchases.joined(ids))]
    if made is not False:
        return [Outcome(OutcomeUnknown(UNNAMED))]
    refused = refusal(said(result, "error_code"), said(result, "error_msg"))
    if ids and not refused.number_taken:
        return [Outcome(OutcomeUnknown(UNNAMED))]
    return [replace(refused, remote_id=purchases.joined(ids) or None)]


UNNAMED = "AliExpress answered, but not which order it has made, or whether."


def order_ids(result: Document) -> Sequence[str]:
    """Several where the items are of several stores. None is lost, however they are wrapped."""
    told = scalars(result.fields.get("order_list"))
    return [each for each in told if each.isdecimal() and each.strip("0")]


def scalars(value: object) -> Iterator[str]:
    if isinstance(value, Mapping | list):
        for each in value.values() if isinstance(value, Mapping) else value:
            yield from scalars(each)
    elif isinstance(value, str | int) and not isinstance(value, bool):
        yield str(value)


def refusal(code: str, message: str) -> Outcome:
    """By its code, or where that is missing by a message that is one."""
    word = codes.order_word(code) or codes.order_word(message)
    if word is None:
        told = truncate(clean(f"{code} {message}"), 200) or "no reason"
        sentence = f"AliExpress made no order that it names, and says: {told}."
        return Outcome(OutcomeUnknown(sentence, codes.SAME_NUMBER))
    if word.fault is Rejected:
        finding = Finding(Severity.error, word.code, word.sentence, word.step, word.field)
        return Outcome(Rejected(word.sentence, [finding], word.step))
    fault = word.fault(word.sentence, word.step)
    return Outcome(fault, number_taken=word is codes.ORDER_REFUSALS[codes.REPEATED])


# What is read back: an order tells neither our number nor whom it goes to, so it proves nothing.


def readings(targets: Sequence[Target]) -> Sequence[Reading]:
    return ()


def found(kind: Kind, value: Any) -> Sequence[Found]:
    return ()


PORT = WritePort(
    kind=KIND,
    fields=ORDER_FIELDS,
    piece=piece,
    request=request,
    outcomes=outcomes,
    readings=readings,
    found=found,
    sealed=Sealed(SHIP_TO, SHIP_TO_MARK, filled),
    names=NAMES,
)
