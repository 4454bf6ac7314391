"""Orders are cancelled by their state. The store puts the goods back into stock by itself, gives no
money back, and cancelling what is cancelled changes nothing (recording 137)."""

from collections.abc import Sequence
from typing import Any

from hanse.base.faults import Finding, OutcomeUnknown
from hanse.connectors.woocommerce import mapping
from hanse.connectors.woocommerce.wire.page import orders_question
from hanse.connectors.woocommerce.writes import batch, parcels
from hanse.connectors.woocommerce.writes.batch import error, hint
from hanse.trade.cancelling import cancellation_id, is_cancelled
from hanse.trade.documents import opened
from hanse.trade.orders import Order
from hanse.trade.ports_read import Ask, Kind, Question, Reach, Reply
from hanse.trade.ports_write import Found, Lookup, Outcome, Piece, Target, Wanted, WritePort
from hanse.trade.shop import Shop

KIND, UNIQUE = "orders.cancel", "cancelled"
NAMES = {
    "cancelled": "cancelled",
    "restock": "put the goods back into stock",
    "note": "reason",
    "notify": "tell the buyer",
}
REASON = "_hub_cancelled"


def piece(wanted: Wanted, shop: Shop) -> Piece:
    findings: list[Finding] = []
    order_id = batch.number(wanted.target.parent_id)
    if wanted.target.remote_id or not parcels.yes(wanted.after, "cancelled", findings, NAMES):
        findings.append(error("exists", "It cancels nothing.", "Leave it out.", "cancelled"))
    if not parcels.yes(wanted.after, "restock", findings, NAMES):
        findings.append(RESTOCKS)
    if not parcels.yes(wanted.after, "notify", findings, NAMES):
        findings.append(TELLS)
    note = parcels.text(wanted.after.get("note"), "note", findings, NAMES)
    reason = {"meta_data": [{"key": REASON, "value": note}]} if note else {}
    row = {"id": order_id, "status": "cancelled", **reason}
    checked = batch.piece(wanted, row, findings, NAMES, new=True)
    return Piece(checked.target, checked.body, f"orders/{order_id}", checked.findings)


RESTOCKS = hint(
    "restocks",
    "The store puts the goods of a cancelled order back into stock.",
    "Correct its stock afterwards, unless it is set by us.",
    "restock",
)
TELLS = hint(
    "tells",
    "Whether the store writes to anybody is set there.",
    "Look at it in the store, under WooCommerce, Settings, Emails.",
    "notify",
)


def request(pieces: Sequence[Piece], key: str, shop: Shop) -> Question:
    if len(pieces) != 1:
        raise ValueError(f"A call of {KIND} takes one piece, not {len(pieces)}.")
    [each] = pieces
    path, family = each.group, batch.FAMILY
    return Question(path, (), family, "PUT", each.body, writes=True, change=KIND)


def outcomes(pieces: Sequence[Piece], reply: Reply, shop: Shop) -> Sequence[Outcome]:
    [each] = pieces
    order, parent = opened(reply.document), each.target.parent_id or ""
    if isinstance(order, Finding) or order.key("id") != parent:
        return [Outcome(OutcomeUnknown("The store did not say what became of it."))]
    return [Outcome(remote_id=cancellation_id(parent))]


def found(kind: Kind, value: Any) -> Sequence[Found]:
    if kind is not Kind.orders or not isinstance(value, Order) or not is_cancelled(value):
        return ()
    return [cancellation(value.remote_id)]


def cancellation(order_id: str) -> Found:
    return Found(Target(cancellation_id(order_id), order_id), {UNIQUE: True})


def lookup_question(wanted: Wanted, shop: Shop) -> Question:
    return orders_question(Ask(Reach.named, ids=(wanted.target.parent_id or "",)), shop)


def lookup_found(wanted: Wanted, reply: Reply, shop: Shop) -> Sequence[Found]:
    documents = reply.document if isinstance(reply.document, list) else []
    read = [found(Kind.orders, mapping.order(each)) for each in documents]
    return [one for each in read for one in each if one.target.parent_id == wanted.target.parent_id]


PORT = WritePort(
    KIND,
    frozenset(NAMES),
    piece,
    request,
    outcomes,
    parcels.readings,
    found,
    lookup=Lookup(lookup_question, lookup_found),
    names=NAMES,
)
