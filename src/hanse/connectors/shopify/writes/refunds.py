"""Money back. Shopify knows our key for a day and gives its first answer again, so what was lost is
sent once more and nothing is paid twice. Which payment it goes back to is asked just before."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from hanse.base.faults import Finding, OutcomeUnknown
from hanse.base.money import Money
from hanse.connectors.shopify.mapping.amounts import TAKEN
from hanse.connectors.shopify.mapping.ids import gid, id_of, inner_id, remote_id, rows
from hanse.connectors.shopify.wire import query
from hanse.connectors.shopify.wire.answer import refused_by
from hanse.connectors.shopify.wire.query import Aliased, Fields, alias, many, one
from hanse.connectors.shopify.writes import answers, calls, parcels
from hanse.connectors.shopify.writes.calls import ERRORS
from hanse.connectors.shopify.writes.draft import Draft, quoted
from hanse.trade.documents import Document
from hanse.trade.orders import Order
from hanse.trade.parcels import backs_of
from hanse.trade.ports_read import Kind, Question, Reply
from hanse.trade.ports_write import First, Found, Outcome, Piece, Target, Wanted, WritePort
from hanse.trade.shop import Shop

KIND = "orders.refund"
NAMES: Mapping[str, str] = {
    "amount": "Amount",
    "note": "Reason",
    "lines": "What it is for",
    "shipping": "Shipping in it",
    "by_hand": "Paid back by hand",
    "notify": "Tell the buyer",
}
KEY_MEMORY_S = 24 * 3600.0
RESTOCK = {"": "NO_RESTOCK", "return": "RETURN", "cancel": "CANCEL"}
PAYLOAD = one("refund", Fields("id")) + ERRORS


def piece(wanted: Wanted, shop: Shop) -> Piece:
    draft = Draft(wanted, shop, NAMES)
    draft.known()
    order_id = wanted.target.parent_id
    if wanted.target.remote_id or not order_id:
        draft.refuse(
            "",
            "not_there",
            "A refund that is to be made has no id yet, and belongs to an order.",
            "Open the order and refund it from there.",
        )
    order = gid("Order", order_id or "")
    amount = draft.money("amount")
    if isinstance(value := draft.value("amount"), Money) and value.minor == 0:
        draft.refuse("amount", "nothing_back", "The amount is 0.", "Enter an amount above 0.")
    document: dict[str, object] = {"orderId": order, "refundLineItems": lines(draft)}
    if draft.wants("note") and (note := draft.clearable("note")):
        document["note"] = note
    document["notify"] = parcels.yes(draft, "notify")
    if wanted.after.get("shipping") is not None:
        document["shipping"] = {"amount": draft.money("shipping")}
    document["transactions"] = (
        [] if parcels.yes(draft, "by_hand") else [{"orderId": order, "amount": amount}]
    )
    return draft.piece(document)


def lines(draft: Draft) -> Sequence[Mapping[str, object]]:
    backs = backs_of(draft.wanted.after.get("lines"))
    if backs is None:
        draft.refuse(
            "lines",
            "no_lines",
            "What it is for is lines of the order, their pieces and whether they are restocked, not"
            f" {quoted(draft.wanted.after.get('lines'))}.",
            "Choose the lines, or none of them.",
        )
    return [
        {
            "lineItemId": gid("LineItem", each.line_id),
            "quantity": each.quantity,
            "restockType": RESTOCK[each.restock],
        }
        for each in backs or ()
    ]


def request(pieces: Sequence[Piece], key: str, shop: Shop) -> Question:
    calls.within(KIND, pieces, 1)
    row = alias(0)
    call = Aliased(
        f"refundCreate(input: ${row}) @idempotent(key: $key)",
        f"${row}: RefundInput!, $key: String!",
        {row: json.loads(pieces[0].body), "key": key},
        PAYLOAD,
    )
    return query.changes(KIND, [call])


# Which payment it goes back to, and where goods that come back lie


def payments_question(pieces: Sequence[Piece], shop: Shop) -> Question:
    part = Fields("id") + one("lineItem", Fields("id"))
    openings = (
        Fields("id")
        + one("assignedLocation", one("location", Fields("id")))
        + many("lineItems", parcels.PARTS, part)
    )
    inner = (
        Fields("id")
        + one("transactions(first: 20)", Fields("id kind status gateway"))
        + many("fulfillmentOrders", parcels.OPENINGS, openings)
    )
    text = f"query($id: ID!) {{ order(id: $id) {{ {inner.text} }} }}"
    variables = {"id": gid("Order", pieces[0].target.parent_id or "")}
    return query.question(text, 1 + inner.cost, variables)


def filled(question: Question, reply: Reply) -> Question:
    """The same order gives the same bytes, also after the refund was made: under our key Shopify
    takes no others. So what went back before is not looked at; Shopify refuses what is too much."""
    data = reply.document
    order = Document(data).one("order") if isinstance(data, Mapping) else None
    document = json.loads(question.body or b"")
    row = document["variables"][alias(0)]
    paid = payment(order) if order else None
    for each in row["transactions"]:
        each |= {"kind": "REFUND", "gateway": "", **(paid or {})}
    places = places_of(order) if order else {}
    for each in row["refundLineItems"]:
        place = places.get(id_of({"id": each["lineItemId"]}) or "")
        if place and each["restockType"] != "NO_RESTOCK":
            each["locationId"] = gid("Location", place)
    return replace(question, body=json.dumps(document, ensure_ascii=False).encode())


def payment(order: Document) -> Mapping[str, str] | None:
    """The first that took money. guessed: that of several payments the first is large enough; else
    Shopify refuses it."""
    for each in order.many("transactions"):
        key, gateway = remote_id(each), each.filled("gateway")
        if each.text("kind") in TAKEN and each.text("status") == "SUCCESS" and key and gateway:
            return {"gateway": gateway, "parentId": gid("OrderTransaction", key)}
    return None


def places_of(order: Document) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for each in rows(order, "fulfillmentOrders"):
        assigned = each.one("assignedLocation")
        place = inner_id(assigned, "location") if assigned else None
        for part in rows(each, "lineItems"):
            line_id = inner_id(part, "lineItem")
            if place and line_id:
                found.setdefault(line_id, place)
    return found


# What became of it


def outcomes(pieces: Sequence[Piece], reply: Reply, shop: Shop) -> Sequence[Outcome]:
    payload = answers.payload_of(reply, alias(0))
    if payload is None:
        return [Outcome(answers.unanswered(reply, alias(0)))]
    if refused := answers.refusals(payload):
        if any("idempoten" in each.sentence.lower() for each in refused):
            return [Outcome(OutcomeUnknown(KEY.format(refused[0].sentence)))]
        return [Outcome(refused_by(answers.PLATFORM, only_rejected(refused)))]
    told = id_of(payload.fields.get("refund"))
    return [Outcome(remote_id=told) if told else Outcome(answers.unnamed())]


KEY = 'Shopify has begun this refund before, and does not say what became of it: "{}"'


def only_rejected(refused: Sequence[Finding]) -> Sequence[Finding]:
    return [replace(each, next_step="Look at what was refunded of this order.") for each in refused]


# What is read back


def found(kind: Kind, value: Any) -> Sequence[Found]:
    if kind is not Kind.orders or not isinstance(value, Order):
        return ()
    return [
        Found(Target(each.remote_id, each.order_id), {"amount": each.amount, "note": each.reason})
        for each in value.refunds
    ]


PORT = WritePort(
    kind=KIND,
    fields=frozenset(NAMES),
    piece=piece,
    request=request,
    outcomes=outcomes,
    readings=parcels.readings,
    found=found,
    first=First(payments_question, filled),
    names=NAMES,
)
