"""Orders are cancelled by a job that may take a while; a second one is refused in words. The money
goes back with it, all that is left, to where it was paid."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from hanse.base.faults import Unavailable
from hanse.connectors.shopify.mapping.ids import gid, remote_id
from hanse.connectors.shopify.wire import query
from hanse.connectors.shopify.wire.answer import refused_by
from hanse.connectors.shopify.wire.query import Aliased, Fields, alias, one
from hanse.connectors.shopify.writes import answers, calls, parcels
from hanse.connectors.shopify.writes.calls import ERRORS
from hanse.connectors.shopify.writes.draft import Draft
from hanse.trade.cancelling import cancellation_id, is_cancelled
from hanse.trade.documents import Document
from hanse.trade.orders import Order
from hanse.trade.ports_read import Kind, Question, Reply
from hanse.trade.ports_write import Found, Lookup, Outcome, Piece, Target, Wanted, WritePort
from hanse.trade.shop import Shop

KIND, UNIQUE = "orders.cancel", "cancelled"
NAMES: Mapping[str, str] = {
    "cancelled": "Cancelled",
    "amount": "Money that goes back",
    "restock": "Restock",
    "note": "Reason",
    "notify": "Tell the buyer",
}
NOTE_MAX = 255
CALL = (
    "orderCancel(orderId: $order, reason: OTHER, restock: $restock, refundMethod: $refund,"
    " notifyCustomer: $notify, staffNote: $note)"
)
TYPES = (
    "$order: ID!, $restock: Boolean!, $refund: OrderCancelRefundMethodInput, $notify: Boolean,"
    " $note: String"
)
PAYLOAD = one("job", Fields("id")) + ERRORS


def piece(wanted: Wanted, shop: Shop) -> Piece:
    draft = Draft(wanted, shop, NAMES)
    draft.known()
    order_id = wanted.target.parent_id
    if wanted.target.remote_id or not order_id or not parcels.yes(draft, "cancelled"):
        said = "What is cancelled is an order that is there."
        draft.refuse("cancelled", "not_there", said, "Open the order and cancel it from there.")
    if draft.wants("amount"):
        draft.money("amount")
    note = draft.clearable("note") if draft.wants("note") else None
    if note and len(note) > NOTE_MAX:
        said = f"The reason has {len(note)} characters; Shopify takes {NOTE_MAX}."
        draft.refuse("note", "too_long", said, "Make it shorter.")
    return draft.piece(
        {
            "order": gid("Order", order_id or ""),
            "restock": parcels.yes(draft, "restock"),
            "refund": {"originalPaymentMethodsRefund": draft.wants("amount")},
            "notify": parcels.yes(draft, "notify"),
            "note": note,
        }
    )


def request(pieces: Sequence[Piece], key: str, shop: Shop) -> Question:
    calls.within(KIND, pieces, 1)
    return query.changes(KIND, [Aliased(CALL, TYPES, json.loads(pieces[0].body), PAYLOAD)])


def outcomes(pieces: Sequence[Piece], reply: Reply, shop: Shop) -> Sequence[Outcome]:
    payload = answers.payload_of(reply, alias(0))
    if payload is None:
        return [Outcome(answers.unanswered(reply, alias(0)))]
    if refused := answers.refusals(payload):
        again = any("already been cancel" in each.sentence.lower() for each in refused)
        return [Outcome(refused_by(answers.PLATFORM, refused), number_taken=again)]
    if payload.one("job") is None:
        return [Outcome(answers.unnamed())]
    return [Outcome(remote_id=cancellation_id(pieces[0].target.parent_id or ""))]


def found(kind: Kind, value: Any) -> Sequence[Found]:
    if kind is not Kind.orders or not isinstance(value, Order) or not is_cancelled(value):
        return ()
    return [cancellation(value.remote_id)]


def cancellation(order_id: str) -> Found:
    return Found(Target(cancellation_id(order_id), order_id), {UNIQUE: True})


def lookup_question(wanted: Wanted, shop: Shop) -> Question:
    text = "query($id: ID!) { order(id: $id) { id cancelledAt } }"
    return query.question(text, 1, {"id": gid("Order", wanted.target.parent_id or "")})


def lookup_found(wanted: Wanted, reply: Reply, shop: Shop) -> Sequence[Found]:
    data = reply.document
    order = Document(data).one("order") if isinstance(data, Mapping) else None
    if order is None:
        raise Unavailable("Shopify answered, but not what became of the order.")
    told = remote_id(order) or ""
    return [cancellation(told)] if order.filled("cancelledAt") else []


PORT = WritePort(
    kind=KIND,
    fields=frozenset(NAMES),
    piece=piece,
    request=request,
    outcomes=outcomes,
    readings=parcels.readings,
    found=found,
    lookup=Lookup(lookup_question, lookup_found),
    names=NAMES,
)
