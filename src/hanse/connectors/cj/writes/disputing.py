"""A dispute: opened once under a number of ours, and withdrawn as long as nothing was decided.

The answer does not say how CJ calls it, and the list does not show our number: what is new in the
list of the order, with our lines and reason, is ours. CJ refuses a second one under our number.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from hanse.base.faults import Finding
from hanse.connectors.cj.mapping import disputes as mapping
from hanse.connectors.cj.wire.asking import DISPUTE, DISPUTES, FAMILIES, UNDISPUTE, data_of, get
from hanse.connectors.cj.writes import said
from hanse.connectors.cj.writes.ordering import NUMBER, NUMBER_MAX
from hanse.connectors.cj.writes.said import error
from hanse.trade.fields import Value
from hanse.trade.ports_read import Ask, Kind, Question, Reach, Reply
from hanse.trade.ports_write import (
    Found,
    Lookup,
    Outcome,
    Piece,
    Reading,
    Target,
    Wanted,
    WritePort,
)
from hanse.trade.shop import Shop
from hanse.trade.supply import (
    DISPUTE_FIELDS,
    DISPUTED,
    Dispute,
    DisputeLine,
    DisputeState,
    RefundTo,
    Wants,
    dispute_lines_of,
)

OPENING, WITHDRAWING, UNIQUE = "purchases.dispute", "purchases.undispute", "number"
NOTE_MAX = 500
EXPECTS: Mapping[str, int] = {Wants.refund: 1, Wants.reissue: 2}
REFUNDS: Mapping[str, int] = {RefundTo.balance: 1, RefundTo.payment: 2}
NAMES = {
    DISPUTED: "dispute",
    "number": "our number",
    "lines": "products",
    "reason": "reason",
    "reason_name": "reason in words",
    "wants": "wanted",
    "refund_to": "refund to",
    "amount": "at most",
    "note": "message",
    "others": "disputes before",
}
ROWS_MAX = 50  # guessed: an order has a few


# Opening


def piece(wanted: Wanted, shop: Shop) -> Piece:
    after, findings = wanted.after, list[Finding]()
    order_id = wanted.target.parent_id
    if wanted.target.remote_id is not None or not order_id:
        raise said.wrong("no_order", "A dispute is about an order there.", "Open it from there.")
    if after.get(DISPUTED) is not True:
        findings.append(error("no_dispute", "It opens no dispute.", "Leave it out.", DISPUTED))
    number = after.get("number")
    if not isinstance(number, str) or not NUMBER.fullmatch(number):
        sentence = f"The number has 1 to {NUMBER_MAX} plain characters, without blanks."
        findings.append(error("no_number", sentence, "Give it one that nothing has.", "number"))
    document: dict[str, object] = {
        "orderId": order_id,
        "businessDisputeId": number,
        "disputeReasonId": reason(after.get("reason"), findings),
        "expectType": code(after.get("wants"), EXPECTS, "wants", findings),
        "refundType": code(after.get("refund_to"), REFUNDS, "refund_to", findings),
        "messageText": note(after.get("note"), findings),
        "imageUrl": [],
        "videoUrl": [],
        "productInfoList": products(after.get("lines"), findings),
    }
    return said.piece(wanted, document, findings, DISPUTE_FIELDS)


def reason(value: Value, findings: list[Finding]) -> str:
    if isinstance(value, str) and value:
        return value
    sentence = "A dispute has one of the reasons that CJ lists."
    findings.append(error("no_reason", sentence, "Choose one.", "reason"))
    return ""


def code(value: Value, known: Mapping[str, int], field: str, findings: list[Finding]) -> int:
    if isinstance(value, str) and value in known:
        return known[value]
    sentence = f"'{NAMES[field]}' is one of {', '.join(known)}."
    findings.append(error("no_choice", sentence, "Choose one.", field))
    return 0


def note(value: Value, findings: list[Finding]) -> str:
    if isinstance(value, str) and value.strip() and len(value) <= NOTE_MAX:
        return value
    sentence = f"The message has 1 to {NOTE_MAX} characters."
    findings.append(error("no_note", sentence, "Say what is wrong.", "note"))
    return ""


def products(value: Value, findings: list[Finding]) -> Sequence[dict[str, object]]:
    lines = dispute_lines_of(value)
    if lines is None or any(each.price is None for each in lines):
        sentence = "It is about lines of the order, with how many of each and what one cost."
        findings.append(error("no_lines", sentence, "Choose at least one.", "lines"))
        return ()
    return [product(each) for each in lines]


def product(line: DisputeLine) -> dict[str, object]:
    price = f"{line.price.amount:f}" if line.price else ""  # exact, as CJ writes sums elsewhere
    return {"lineItemId": line.line_id, "quantity": line.quantity, "price": price}


def request(pieces: Sequence[Piece], key: str, shop: Shop) -> Question:
    body = said.only(pieces).body
    return Question(DISPUTE, (), FAMILIES[DISPUTE], "POST", body, writes=True, change=OPENING)


def outcomes(pieces: Sequence[Piece], reply: Reply, shop: Shop) -> Sequence[Outcome]:
    """A good answer says that it is there, and not how it is called: the list tells that."""
    said.only(pieces)
    return [Outcome()]


# What is read back


def list_question(order_id: str) -> Question:
    page = ("pageNum", "1"), ("pageSize", str(ROWS_MAX))
    return get(DISPUTES, ("orderId", order_id), *page)


def listed(order_id: str, reply: Reply) -> Sequence[Dispute]:
    read = (mapping.dispute(order_id, each.fields) for each in data_of(reply).many("list"))
    return [each for each in read if isinstance(each, Dispute)]


def readings(targets: Sequence[Target]) -> Sequence[Reading]:
    """They are listed with their order."""
    orders = dict.fromkeys(each.parent_id for each in targets if each.remote_id and each.parent_id)
    return [Reading(Kind.disputes, Ask(Reach.named, ids=(each,))) for each in orders if each]


def found(kind: Kind, value: Any) -> Sequence[Found]:
    """One that was decided was opened; one whose word nobody knows is there."""
    if kind is not Kind.disputes or not isinstance(value, Dispute):
        return ()
    is_there = value.state is not DisputeState.withdrawn
    return (Found(Target(value.remote_id, value.order_id), {DISPUTED: is_there}),)


def lookup_question(wanted: Wanted, shop: Shop) -> Question:
    if not wanted.target.parent_id:
        raise said.wrong("no_order", "Nobody knows of which order it is.", "Look at CJ.")
    return list_question(wanted.target.parent_id)


def lookup_found(wanted: Wanted, reply: Reply, shop: Shop) -> Sequence[Found]:
    order_id = wanted.target.parent_id or ""
    ours = [each for each in listed(order_id, reply) if is_ours(each, wanted)]
    return [one for each in ours for one in found(Kind.disputes, each)]


def is_ours(shown: Dispute, wanted: Wanted) -> bool:
    """What was there before is not; of what CJ does not tell it cannot be told apart."""
    others = wanted.after.get("others")
    if isinstance(others, tuple) and shown.remote_id in others:
        return False
    lines = dispute_lines_of(wanted.after.get("lines")) or ()
    asked = {each.line_id: each.quantity for each in lines}
    if shown.lines and dict(shown.lines) != asked:
        return False
    name = wanted.after.get("reason_name")
    return not shown.reason or not name or shown.reason == name


# Withdrawing


def undo_piece(wanted: Wanted, shop: Shop) -> Piece:
    findings: list[Finding] = []
    dispute_id, order_id = wanted.target.remote_id, wanted.target.parent_id
    if not dispute_id or not order_id:
        raise said.wrong("no_id", "It is not said which dispute.", "Read the disputes again.")
    if wanted.after.get(DISPUTED) is not False:
        sentence = "A dispute is withdrawn here, and nothing else."
        findings.append(error("no_way_back", sentence, "Open another one.", DISPUTED))
    document = {"orderId": order_id, "disputeId": dispute_id}
    return said.piece(wanted, document, findings, {DISPUTED})


def undo_request(pieces: Sequence[Piece], key: str, shop: Shop) -> Question:
    body = said.only(pieces).body
    return Question(
        UNDISPUTE, (), FAMILIES[UNDISPUTE], "POST", body, writes=True, change=WITHDRAWING
    )


OPEN_PORT = WritePort(
    OPENING,
    DISPUTE_FIELDS,
    piece,
    request,
    outcomes,
    readings,
    found,
    lookup=Lookup(lookup_question, lookup_found),
    names=NAMES,
)
WITHDRAW_PORT = WritePort(
    WITHDRAWING,
    frozenset({DISPUTED}),
    undo_piece,
    undo_request,
    outcomes,
    readings,
    found,
    names={DISPUTED: NAMES[DISPUTED]},
)
PORTS = (OPEN_PORT, WITHDRAW_PORT)
