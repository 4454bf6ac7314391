"""Parcels of orders. What is sent is a part of a fulfilment order, and these get other ids whenever
somebody holds, moves or splits one: they are asked for just before the call."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from hanse.base.faults import Unavailable
from hanse.connectors.shopify.mapping import orders
from hanse.connectors.shopify.mapping.ids import gid, id_of, inner_id, remote_id, rows
from hanse.connectors.shopify.wire import query
from hanse.connectors.shopify.wire.page import SOURCES
from hanse.connectors.shopify.wire.query import Fields, alias, many, one
from hanse.connectors.shopify.writes import answers, calls
from hanse.connectors.shopify.writes.calls import ERRORS, Mutation
from hanse.connectors.shopify.writes.draft import Draft, quoted
from hanse.trade.documents import Document
from hanse.trade.fields import Value
from hanse.trade.orders import Fulfilment, Order
from hanse.trade.parcels import Part, parts_of
from hanse.trade.ports_read import Ask, Kind, Question, Reach, Reply
from hanse.trade.ports_write import (
    First,
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

SHIP = "orders.ship"
UNIQUE = "tracking_number"
NAMES: Mapping[str, str] = {
    "carrier": "Carrier",
    "tracking_number": "Tracking number",
    "tracking_url": "Tracking link",
    "lines": "What is in it",
    "complete": "Nothing is left to send",
    "notify": "Tell the buyer",
}
CREATE = Mutation(
    "fulfillmentCreate",
    "fulfillment",
    "FulfillmentInput!",
    ERRORS,
    rows_max=1,
    thing="fulfillment",
)
OPENINGS, PARTS = 20, 100
GROUPS = "lineItemsByFulfillmentOrder"
SENDABLE = frozenset({"OPEN", "IN_PROGRESS"})


# A change becomes a call


def piece(wanted: Wanted, shop: Shop) -> Piece:
    draft = Draft(wanted, shop, NAMES)
    draft.known()
    if wanted.target.remote_id or not wanted.target.parent_id:
        draft.refuse(
            "",
            "not_there",
            "A parcel that is to be made has no id yet, and belongs to an order.",
            "Open the order and send it from there.",
        )
    parts = parts_of(wanted.after.get("lines"))
    if parts is None:
        draft.refuse(
            "lines",
            "no_lines",
            f"What is in it is lines of the order with their numbers of pieces, not"
            f" {quoted(wanted.after.get('lines'))}.",
            "Choose what is in the parcel, or nothing for all that is left.",
        )
    document = {
        GROUPS: [wanted_group(parts or ())],
        "trackingInfo": tracking(draft),
        "notifyCustomer": yes(draft, "notify"),
    }
    yes(draft, "complete")  # Shopify knows it by what is left
    return draft.piece(document)


def wanted_group(parts: Sequence[Part]) -> Mapping[str, object]:
    """By the lines of the order; which fulfilment orders hold them is filled in at the last."""
    lines = [{"id": gid("LineItem", each.line_id), "quantity": each.quantity} for each in parts]
    return {"fulfillmentOrderId": "", "fulfillmentOrderLineItems": lines}


def tracking(draft: Draft) -> Mapping[str, str]:
    names = {"carrier": "company", "tracking_number": "number", "tracking_url": "url"}
    told = {theirs: draft.clearable(ours) for ours, theirs in names.items() if draft.wants(ours)}
    return {name: value for name, value in told.items() if value}


def yes(draft: Draft, name: str) -> bool:
    value: Value = draft.wanted.after.get(name, False)
    if not isinstance(value, bool):
        draft.refuse(name, "no_yes_or_no", f"{draft.called(name)}: yes or no.", "Choose one.")
    return value is True


def request(pieces: Sequence[Piece], key: str, shop: Shop) -> Question:
    """Shopify knows no keys here: a parcel whose answer was lost is looked for in its order."""
    return calls.request(SHIP, CREATE, pieces)


def outcomes(pieces: Sequence[Piece], reply: Reply, shop: Shop) -> Sequence[Outcome]:
    return answers.outcomes(CREATE, pieces, reply)


# Which fulfilment orders hold it


@dataclass(frozen=True, slots=True)
class Opening:
    """A part of an order that is sent from one place; what is left of it, by line of the order."""

    id: str
    location_id: str | None
    left: Mapping[str, tuple[str, int]]  # by the id of the line: the part's own id, and how many

    def take(self, line_id: str, most: int) -> int:
        return min(self.left.get(line_id, ("", 0))[1], most)


def openings_question(pieces: Sequence[Piece], shop: Shop) -> Question:
    part = Fields("id remainingQuantity") + one("lineItem", Fields("id"))
    fields = (
        Fields("id status")
        + one("assignedLocation", one("location", Fields("id")))
        + many("lineItems", PARTS, part)
    )
    inner = Fields("id") + many("fulfillmentOrders", OPENINGS, fields)
    text = f"query($id: ID!) {{ order(id: $id) {{ {inner.text} }} }}"
    order_id = gid("Order", pieces[0].target.parent_id or "")
    return query.question(text, 1 + inner.cost, {"id": order_id})


def openings_of(reply: Reply) -> Sequence[Opening]:
    """None of what is not told: then the call is one that Shopify refuses in its own words."""
    data = reply.document
    order = Document(data).one("order") if isinstance(data, Mapping) else None
    if order is None:
        return ()
    return [
        opening(each)
        for each in rows(order, "fulfillmentOrders")
        if each.text("status") in SENDABLE
    ]


def opening(document: Document) -> Opening:
    assigned = document.one("assignedLocation")
    left = {
        line_id: (part_id, each.whole("remainingQuantity") or 0)
        for each in rows(document, "lineItems")
        if (line_id := inner_id(each, "lineItem")) and (part_id := remote_id(each))
    }
    place = inner_id(assigned, "location") if assigned else None
    return Opening(remote_id(document) or "", place, left)


def filled(question: Question, reply: Reply) -> Question:
    """With the ids as they are now. What is not left to send is asked for all the same, so that
    Shopify says so and nothing else is sent instead."""
    document = json.loads(question.body or b"")
    row = document["variables"][alias(0)]
    wanted = [
        Part(id_of(each) or "", each["quantity"])
        for each in row[GROUPS][0]["fulfillmentOrderLineItems"]
    ]
    row[GROUPS] = list(groups(wanted, openings_of(reply)))
    return replace(question, body=json.dumps(document, ensure_ascii=False).encode())


def groups(wanted: Sequence[Part], openings: Sequence[Opening]) -> Iterable[Mapping[str, object]]:
    """All of it from one place, of as few fulfilment orders as hold it: a parcel has one sender."""
    for each in openings:
        if all(each.take(part.line_id, part.quantity) == part.quantity for part in wanted):
            return [group(each, wanted)]
    places = dict.fromkeys(each.location_id for each in openings)
    for place in places:
        found, missing = shared(wanted, [each for each in openings if each.location_id == place])
        if not missing:
            return found
    return [group(each, wanted) for each in openings[:1]]


def shared(
    wanted: Sequence[Part], openings: Sequence[Opening]
) -> tuple[Sequence[Mapping[str, object]], int]:
    """The wanted pieces over these, and how many of them are in none."""
    left = {part.line_id: part.quantity for part in wanted}
    found = []
    for each in openings:
        takes = [
            Part(line_id, count)
            for line_id, most in left.items()
            if (count := each.take(line_id, most))
        ]
        for part in takes:
            left[part.line_id] -= part.quantity
        if takes:
            found.append(group(each, takes))
    return found, sum(left.values())


def group(opening: Opening, parts: Sequence[Part]) -> Mapping[str, object]:
    """Of no lines all that is left is sent."""
    lines = [
        {
            "id": gid("FulfillmentOrderLineItem", opening.left.get(each.line_id, ("0", 0))[0]),
            "quantity": each.quantity,
        }
        for each in parts
    ]
    named = {"fulfillmentOrderLineItems": lines} if lines else {}
    return {"fulfillmentOrderId": gid("FulfillmentOrder", opening.id), **named}


# What is read back


def readings(targets: Sequence[Target]) -> Sequence[Reading]:
    """By the orders that they are parcels of."""
    most = SOURCES[Kind.orders].rows_max
    ids = list(dict.fromkeys(each.parent_id for each in targets if each.remote_id))
    named = [each for each in ids if each]
    return [
        Reading(Kind.orders, Ask(Reach.named, ids=tuple(named[at : at + most]), rows_max=most))
        for at in range(0, len(named), most)
    ]


def found(kind: Kind, value: Any) -> Sequence[Found]:
    if kind is not Kind.orders or not isinstance(value, Order):
        return ()
    return [parcel(each) for each in value.fulfilments]


def parcel(sent: Fulfilment) -> Found:
    fields: Mapping[str, Value] = {
        "carrier": sent.carrier,
        "tracking_number": sent.tracking_number,
        "tracking_url": sent.tracking_url,
    }
    return Found(Target(sent.remote_id, sent.order_id), fields)


def lookup_question(wanted: Wanted, shop: Shop) -> Question:
    """The order itself, by its id: it holds all of its parcels, and no search lags."""
    told = query.fulfilments(None)
    text = f"query($id: ID!) {{ order(id: $id) {{ id {told.text} }} }}"
    variables = {"id": gid("Order", wanted.target.parent_id or "")}
    return query.question(text, 1 + told.cost, variables)


def lookup_found(wanted: Wanted, reply: Reply, shop: Shop) -> Sequence[Found]:
    data = reply.document
    order = Document(data).one("order") if isinstance(data, Mapping) else None
    if order is None or not isinstance(order.fields.get("fulfillments"), list):
        raise Unavailable("Shopify answered, but not which parcels the order has.")
    order_id = remote_id(order) or ""
    read = [parcel(orders.fulfilment(each, order_id)) for each in order.many("fulfillments")]
    number = wanted.after.get(UNIQUE)
    return [each for each in read if number and each.fields[UNIQUE] == number]


PORT = WritePort(
    kind=SHIP,
    fields=frozenset(NAMES),
    piece=piece,
    request=request,
    outcomes=outcomes,
    readings=readings,
    found=found,
    lookup=Lookup(lookup_question, lookup_found),
    first=First(openings_question, filled),
    names=NAMES,
)
