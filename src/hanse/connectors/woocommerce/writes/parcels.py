"""Parcels of orders. The store has no field for them: the order is made complete, and each parcel
is a note of ours on it, under a key of its own, so that writing it twice leaves one."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from hanse.base.faults import Finding, OutcomeUnknown
from hanse.connectors.woocommerce import mapping
from hanse.connectors.woocommerce.wire.page import orders_question
from hanse.connectors.woocommerce.writes import batch
from hanse.connectors.woocommerce.writes.batch import error, hint
from hanse.trade.documents import opened
from hanse.trade.fields import Fields, Value, shown
from hanse.trade.orders import Order
from hanse.trade.parcels import NOTE, parts_of
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

KIND = "orders.ship"
UNIQUE = "tracking_number"
TEXTS = ("carrier", "tracking_number", "tracking_url")
NAMES = {
    "carrier": "carrier",
    "tracking_number": "tracking number",
    "tracking_url": "tracking link",
    "lines": "what is in it",
    "complete": "nothing is left to send",
    "notify": "tell the buyer",
}
TEXT_MAX = 500  # guessed: more than anybody has


def piece(wanted: Wanted, shop: Shop) -> Piece:
    """`Rejected` with every finding. The state goes out only where nothing is left to send."""
    findings: list[Finding] = []
    order_id = batch.number(wanted.target.parent_id)
    if wanted.target.remote_id:
        findings.append(error("exists", "This parcel is there already.", "Make another.", ""))
    note: dict[str, object] = {
        name: text(wanted.after[name], name, findings) for name in TEXTS if name in wanted.after
    }
    parts = parts_of(wanted.after.get("lines"))
    if parts is None:
        said = "What is in it is lines of the order with their numbers of pieces."
        findings.append(error("no_lines", said, "Choose what is in the parcel.", "lines"))
    elif parts:
        note["lines"] = [each.line_id for each in parts]
        note["pieces"] = [each.quantity for each in parts]
    complete = yes(wanted.after, "complete", findings)
    if not yes(wanted.after, "notify", findings) and complete:
        findings.append(TELLS)
    state = {"status": "completed"} if complete else {}
    key = f"{NOTE}{wanted.mark}"
    row = {"id": order_id, **state, "meta_data": [{"key": key, "value": note}]}
    checked = batch.piece(wanted, row, findings, NAMES, new=True)
    return Piece(checked.target, checked.body, f"orders/{order_id}", checked.findings)


TELLS = hint(
    "tells_the_buyer",
    "The store writes to the buyer whenever an order is completed.",
    "Switch that e-mail off in the store, under WooCommerce, Settings, Emails.",
    "notify",
)


def text(
    value: Value, name: str, findings: list[Finding], called: Mapping[str, str] = NAMES
) -> str:
    if value is None:
        return ""
    if isinstance(value, str) and value == value.strip() and 0 < len(value) <= TEXT_MAX:
        return value
    said = f"The {called[name]} is a text of at most {TEXT_MAX} characters, not {shown(value)}."
    findings.append(error("no_text", said, "Enter it without blanks at its edges.", name))
    return ""


def yes(
    after: Fields, name: str, findings: list[Finding], called: Mapping[str, str] = NAMES
) -> bool:
    value = after.get(name, name == "complete")
    if not isinstance(value, bool):
        said = f"'{called[name]}' is yes or no."
        findings.append(error("no_yes_or_no", said, "Choose one of them.", name))
    return value is True


def request(pieces: Sequence[Piece], key: str, shop: Shop) -> Question:
    """By itself: a row of a batch is not checked, and a state that the store does not know would
    give the stock back (recording 143)."""
    if len(pieces) != 1:
        raise ValueError(f"A call of {KIND} takes one piece, not {len(pieces)}.")
    [each] = pieces
    path, family = each.group, batch.FAMILY
    return Question(path, (), family, "PUT", each.body, writes=True, change=KIND)


def outcomes(pieces: Sequence[Piece], reply: Reply, shop: Shop) -> Sequence[Outcome]:
    """The answer is the order; the parcel is known by the key that we gave it."""
    [each] = pieces
    order = opened(reply.document)
    if isinstance(order, Finding) or order.key("id") != each.target.parent_id:
        return [Outcome(OutcomeUnknown("The store did not say what became of it."))]
    return [Outcome(remote_id=parcel_id(each))]


def parcel_id(piece: Piece) -> str:
    key = json.loads(piece.body)["meta_data"][0]["key"]
    return f"{piece.target.parent_id}@{key.removeprefix(NOTE)}"


# What is read back


def readings(targets: Sequence[Target]) -> Sequence[Reading]:
    """By the orders that they are parcels of."""
    ids = list(dict.fromkeys(each.parent_id for each in targets if each.remote_id))
    named = tuple(each for each in ids if each)
    return [Reading(Kind.orders, Ask(Reach.named, ids=some)) for some in batch.batches(named)]


def found(kind: Kind, value: Any) -> Sequence[Found]:
    if kind is not Kind.orders or not isinstance(value, Order):
        return ()
    return [
        Found(
            Target(each.remote_id, each.order_id),
            {
                "carrier": each.carrier,
                "tracking_number": each.tracking_number,
                "tracking_url": each.tracking_url,
            },
        )
        for each in value.fulfilments
    ]


def lookup_question(wanted: Wanted, shop: Shop) -> Question:
    return orders_question(Ask(Reach.named, ids=(wanted.target.parent_id or "",)), shop)


def lookup_found(wanted: Wanted, reply: Reply, shop: Shop) -> Sequence[Found]:
    documents = reply.document if isinstance(reply.document, list) else []
    orders = [mapping.order(each) for each in documents]
    read = [one for each in orders for one in found(Kind.orders, each)]
    own = f"{wanted.target.parent_id}@{wanted.mark}"
    return [each for each in read if each.target.remote_id == own]


PORT = WritePort(
    KIND,
    frozenset(NAMES),
    piece,
    request,
    outcomes,
    readings,
    found,
    lookup=Lookup(lookup_question, lookup_found),
    names=NAMES,
)
