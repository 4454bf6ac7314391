"""An order: put into the cart, confirmed and paid from the balance in one call.

Our number is what it is known by: CJ refuses a second one with it, and shows the first by it.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from hanse.base.faults import Conflict, Finding, OutcomeUnknown
from hanse.connectors.cj.mapping.goods import country_out
from hanse.connectors.cj.mapping.purchases import intercepted, purchase
from hanse.connectors.cj.wire.answer import CODES, ORDER_EXISTS
from hanse.connectors.cj.wire.asking import (
    CREATE,
    DETAIL,
    FAMILIES,
    code_of,
    data_of,
    found_in,
    get,
)
from hanse.connectors.cj.writes import addressing, said
from hanse.connectors.cj.writes.said import error
from hanse.trade.fields import Value
from hanse.trade.ports_read import Kind, Question, Reply
from hanse.trade.ports_write import Found, Lookup, Outcome, Piece, Sealed, Target, Wanted, WritePort
from hanse.trade.shop import Shop
from hanse.trade.supply import (
    ORDER_FIELDS,
    Item,
    Purchase,
    PurchaseLine,
    items_of,
    items_value,
)

KIND, UNIQUE = "purchases.order", "number"
NAMES = {
    "number": "order number",
    "lines": "products",
    "country": "country",
    "from_country": "sent from",
    "freight": "logistics",
    "ship_to": "address",
    "amount": "amount",
    "memo": "remark",
}
NUMBER_MAX, MEMO_MAX = 50, 500
LINE_MARK_MAX = 125
FROM_BALANCE, BY_SELLER = 2, 2
NUMBER = re.compile(rf"[!-~]{{1,{NUMBER_MAX}}}")
COUNTRY = re.compile(r"[A-Z]{2}")


def piece(wanted: Wanted, shop: Shop) -> Piece:
    after, findings = wanted.after, list[Finding]()
    if wanted.target.remote_id is not None:
        raise said.wrong("has_id", "What is to be made has no id yet.", "Order anew.")
    document: dict[str, object] = {
        "orderNumber": number(after.get("number"), findings),
        "products": products(after.get("lines"), findings),
        "logisticName": text(after.get("freight"), "freight", findings, 200),
        "fromCountryCode": country(after.get("from_country"), "from_country", findings),
        "shippingCountryCode": country(after.get("country"), "country", findings),
        **addressing.STAND_INS,
        "payType": FROM_BALANCE,
        "shopLogisticsType": BY_SELLER,
    }
    if not isinstance(after.get("ship_to"), str) or not after.get("ship_to"):
        findings.append(
            error("no_address", "It goes to nobody.", "Say to whom it goes.", "ship_to")
        )
    if not isinstance(after.get("ship_to_mark"), str) or not after.get("ship_to_mark"):
        findings.append(
            error("no_mark", "The address was not looked at.", "Plan it anew.", "ship_to_mark")
        )
    findings.extend(said.spent(after.get("amount"), "amount"))
    if after.get("voucher"):
        findings.append(
            error("no_voucher", "CJ takes no vouchers in an order.", "Leave it out.", "voucher")
        )
    if after.get("memo"):
        document["remark"] = text(after["memo"], "memo", findings, MEMO_MAX)
    return said.piece(wanted, document, findings, ORDER_FIELDS)


def number(value: Value, findings: list[Finding]) -> str:
    if isinstance(value, str) and NUMBER.fullmatch(value):
        return value
    sentence = f"The number has 1 to {NUMBER_MAX} plain characters, without blanks."
    findings.append(error("no_number", sentence, "Give it one that nothing has.", "number"))
    return ""


def products(value: Value, findings: list[Finding]) -> Sequence[Mapping[str, object]]:
    items = items_of(value)
    if items is None:
        sentence = "What is ordered are variants with how many of each."
        findings.append(error("no_lines", sentence, "Choose at least one.", "lines"))
        return ()
    if len({each.variant_id for each in items}) < len(items):
        sentence = "A variant is there twice, and CJ may show it as one line."
        findings.append(error("twice", sentence, "Make one line of the two.", "lines"))
    if value != items_value(items):
        sentence = "The lines are not in the order in which they are compared."
        findings.append(error("not_sorted", sentence, "Plan it anew.", "lines"))
    for each in items:
        if each.key != each.variant_id or len(each.product_id) > LINE_MARK_MAX:
            sentence = f"{each.key} is not what CJ calls a variant."
            findings.append(error("no_variant", sentence, "Read the product anew.", "lines"))
    return [row(each) for each in items]


def row(item: Item) -> Mapping[str, object]:
    """CJ shows our mark of a line again, so the product in it is known when it is read back."""
    return {"vid": item.key, "quantity": item.quantity, "storeLineItemId": item.product_id}


def country(value: Value, field: str, findings: list[Finding]) -> str:
    if isinstance(value, str) and COUNTRY.fullmatch(value):
        return country_out(value)
    sentence = f"'{NAMES[field]}' is a country of two letters."
    findings.append(error("no_country", sentence, "Choose one.", field))
    return ""


def text(value: Value, field: str, findings: list[Finding], chars_max: int) -> str:
    if isinstance(value, str) and value.strip() and len(value) <= chars_max:
        return value
    sentence = f"'{NAMES[field]}' is a text of at most {chars_max} characters."
    findings.append(error("no_text", sentence, "Write it anew.", field))
    return ""


# The call, and its answer


def request(pieces: Sequence[Piece], key: str, shop: Shop) -> Question:
    body = said.only(pieces).body
    return Question(CREATE, (), FAMILIES[CREATE], "POST", body, writes=True, change=KIND)


def outcomes(pieces: Sequence[Piece], reply: Reply, shop: Shop) -> Sequence[Outcome]:
    """An order is made where the answer names it under our number. Why it is held back, if it is,
    is shown with it as soon as it is read."""
    if code_of(reply) == ORDER_EXISTS:
        word = CODES[ORDER_EXISTS]
        sentence = f"CJ {word.why}"
        return [Outcome(Conflict(sentence, word.step), number_taken=True)]
    made = data_of(reply)
    remote_id, told = made.key("orderId"), made.key("orderNumber")
    ours = addressing.document_of(said.only(pieces).body).get("orderNumber")
    if remote_id is None or (told is not None and told != ours):
        why = "".join(f" {each.sentence}" for each in intercepted(made))
        return [Outcome(OutcomeUnknown(f"CJ did not say which order it made.{why}"))]
    return [Outcome(remote_id=remote_id)]


# What is read back


def found(kind: Kind, value: Any) -> Sequence[Found]:
    """Whatever its state: an order that is not paid yet is the order."""
    if kind is not Kind.purchases or not isinstance(value, Purchase):
        return ()
    shown: dict[str, Value] = {
        "number": value.number,
        "country": value.country,
        "freight": value.freight_code,
        "lines": lines(value.lines),
    }
    told = {name: each for name, each in shown.items() if each is not None}
    return (Found(Target(value.remote_id), told),)


def lines(shown: Sequence[PurchaseLine]) -> Value:
    """None where one of them is not known well enough to be compared."""
    items = [
        Item(each.product_id, each.variant_id, each.variant_id, each.quantity)
        for each in shown
        if each.product_id and each.variant_id and each.quantity
    ]
    return items_value(items) if items and len(items) == len(shown) else None


def lookup_question(wanted: Wanted, shop: Shop) -> Question:
    number_of = wanted.after.get("number")
    if not isinstance(number_of, str) or not NUMBER.fullmatch(number_of):
        raise said.wrong("no_number", "Without a number it cannot be looked for.", "Order anew.")
    return get(DETAIL, ("orderId", number_of))


def lookup_found(wanted: Wanted, reply: Reply, shop: Shop) -> Sequence[Found]:
    """CJ takes its own ids for the same question, so the number is compared."""
    read = [purchase(each) for each in found_in(reply)]
    return [
        one
        for each in read
        if isinstance(each, Purchase) and each.number == wanted.after.get("number")
        for one in found(Kind.purchases, each)
    ]


PORT = WritePort(
    KIND,
    ORDER_FIELDS,
    piece,
    request,
    outcomes,
    said.readings,
    found,
    lookup=Lookup(lookup_question, lookup_found),
    sealed=Sealed("ship_to", "ship_to_mark", addressing.filled),
    names=NAMES,
)
