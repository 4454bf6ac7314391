"""What becomes of an order that is there: confirmed, paid from the balance, or taken back.

Each says in its own field what is to be true, which is what the order shows afterwards.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from hanse.base.faults import Finding, OutcomeUnknown
from hanse.connectors.cj.mapping.purchases import PAID, UNCONFIRMED
from hanse.connectors.cj.wire.asking import CONFIRM, DELETE, FAMILIES, PAY, data_of
from hanse.connectors.cj.writes import said
from hanse.connectors.cj.writes.addressing import document_of
from hanse.connectors.cj.writes.said import error
from hanse.trade.ports_read import Kind, Question, Reply
from hanse.trade.ports_write import Found, Outcome, Piece, Target, Wanted, WritePort
from hanse.trade.shop import Shop
from hanse.trade.supply import Purchase, PurchaseState

CONFIRMING, PAYING, CANCELLING = "purchases.confirm", "purchases.pay", "purchases.cancel"
CONFIRMED, IS_PAID, CANCELLED, AMOUNT = "confirmed", "paid", "cancelled", "amount"


def piece(field: str, known: frozenset[str], wanted: Wanted, shop: Shop) -> Piece:
    findings: list[Finding] = []
    order_id = wanted.target.remote_id
    if not order_id:
        raise said.wrong("no_id", "It is not said which order.", "Read the orders of CJ again.")
    if wanted.after.get(field) is not True:
        sentence = f"An order becomes {field}, and cannot be made otherwise."
        findings.append(error("no_way_back", sentence, "Leave it out.", field))
    if wanted.shown.get(field) is True:
        sentence = f"CJ shows the order as {field} already."
        findings.append(error("done_already", sentence, "Leave it out.", field))
    if AMOUNT in known:
        findings.extend(said.spent(wanted.after.get(AMOUNT), AMOUNT))
    return said.piece(wanted, {"orderId": order_id}, findings, known)


def confirm(pieces: Sequence[Piece], key: str, shop: Shop) -> Question:
    body = said.only(pieces).body
    return Question(CONFIRM, (), FAMILIES[CONFIRM], "PATCH", body, writes=True, change=CONFIRMING)


def pay(pieces: Sequence[Piece], key: str, shop: Shop) -> Question:
    body = said.only(pieces).body
    return Question(PAY, (), FAMILIES[PAY], "POST", body, writes=True, change=PAYING)


def cancel(pieces: Sequence[Piece], key: str, shop: Shop) -> Question:
    """The order is named behind the address, not in a body."""
    order_id = document_of(said.only(pieces).body).get("orderId")
    query = (("orderId", str(order_id)),)
    return Question(DELETE, query, FAMILIES[DELETE], "DELETE", writes=True, change=CANCELLING)


def taken(pieces: Sequence[Piece], reply: Reply, shop: Shop) -> Sequence[Outcome]:
    """A good answer says little or nothing; one about another order is none of ours."""
    each = said.only(pieces)
    told = data_of(reply).key("orderId")
    if told is not None and told != each.target.remote_id:
        return [Outcome(OutcomeUnknown("CJ answered about another order."))]
    return [Outcome()]


# What is read back


def is_confirmed(order: Purchase) -> bool | None:
    if order.state in (None, PurchaseState.cancelled):
        return None
    return order.word not in UNCONFIRMED


def is_paid(order: Purchase) -> bool | None:
    """Of one that was cancelled nobody knows whether it had been paid."""
    if order.state in (None, PurchaseState.cancelled):
        return None
    return order.state in PAID


def is_cancelled(order: Purchase) -> bool | None:
    return None if order.state is None else order.state is PurchaseState.cancelled


def found(
    field: str, shows: Callable[[Purchase], bool | None], kind: Kind, value: Any
) -> Sequence[Found]:
    if kind is not Kind.purchases or not isinstance(value, Purchase):
        return ()
    told = shows(value)
    return (Found(Target(value.remote_id), {} if told is None else {field: told}),)


def port(
    kind: str,
    field: str,
    request: Callable[[Sequence[Piece], str, Shop], Question],
    shows: Callable[[Purchase], bool | None],
    *along: str,
) -> WritePort:
    fields = frozenset({field, *along})
    return WritePort(
        kind,
        fields,
        partial(piece, field, fields),
        request,
        taken,
        said.readings,
        partial(found, field, shows),
        names={each: each for each in fields},
    )


CONFIRM_PORT = port(CONFIRMING, CONFIRMED, confirm, is_confirmed)
PAY_PORT = port(PAYING, IS_PAID, pay, is_paid, AMOUNT)
CANCEL_PORT = port(CANCELLING, CANCELLED, cancel, is_cancelled)
PORTS = (CONFIRM_PORT, PAY_PORT, CANCEL_PORT)
