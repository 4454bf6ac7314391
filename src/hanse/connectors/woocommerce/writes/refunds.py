"""Money back. The store knows no keys, so what was lost is looked for by a mark behind the reason;
what is not found there is never sent again without a person's word."""

import re
from collections.abc import Sequence
from typing import Any

from hanse.base.faults import Finding, OutcomeUnknown
from hanse.base.money import Money
from hanse.connectors.woocommerce import mapping
from hanse.connectors.woocommerce.wire.page import refunds_question
from hanse.connectors.woocommerce.writes import batch
from hanse.connectors.woocommerce.writes.batch import error, hint
from hanse.connectors.woocommerce.writes.price import worded
from hanse.trade.documents import opened
from hanse.trade.fields import Value
from hanse.trade.orders import Refund
from hanse.trade.parcels import Back, backs_of
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

KIND = "orders.refund"
NAMES = {
    "amount": "amount",
    "note": "reason",
    "lines": "what it is for",
    "shipping": "shipping in it",
    "by_hand": "paid back by hand",
    "notify": "tell the buyer",
}
NOTE_MAX = 500  # guessed: more than anybody reads
MARK = re.compile(r" ?\[[\w-]{1,60}\]$", re.ASCII)


def piece(wanted: Wanted, shop: Shop) -> Piece:
    findings: list[Finding] = []
    order_id = batch.number(wanted.target.parent_id)
    if wanted.target.remote_id:
        findings.append(error("exists", "This refund is there already.", "Make another.", ""))
    amount = wanted.after.get("amount")
    text = money(amount, shop, findings)
    note = wanted.after.get("note")
    if note is not None and not (
        isinstance(note, str) and note == note.strip() and 0 < len(note) <= NOTE_MAX
    ):
        said = f"The reason is a text of at most {NOTE_MAX} characters, without blanks at its ends."
        findings.append(error("no_text", said, "Write it in a sentence, or leave it out.", "note"))
    by_hand = flag(wanted.after.get("by_hand"), "by_hand", findings)
    if flag(wanted.after.get("notify"), "notify", findings) is False:
        findings.append(TELLS)
    shipping(wanted.after.get("shipping"), amount, findings)
    backs = lines(wanted.after.get("lines"), findings)
    reason = f"{note} [{wanted.mark}]" if note else f"[{wanted.mark}]"
    row = {
        "amount": text,
        "reason": reason,
        "api_refund": not by_hand,
        "api_restock": any(each.restock for each in backs),
        "line_items": [{"id": int(each.line_id), "quantity": each.quantity} for each in backs],
    }
    checked = batch.piece(wanted, row, findings, NAMES, new=True)
    return Piece(checked.target, checked.body, f"orders/{order_id}/refunds", checked.findings)


TELLS = hint(
    "tells_the_buyer",
    "The store writes to the buyer whenever money goes back.",
    "Switch that e-mail off in the store, under WooCommerce, Settings, Emails.",
    "notify",
)


def money(value: Value, shop: Shop, findings: list[Finding]) -> str:
    if not isinstance(value, Money):
        findings.append(error("no_money", "Nothing goes back.", "Enter an amount.", "amount"))
        return ""
    if value.minor == 0:
        said = "The amount is 0, and a refund gives something back."
        findings.append(error("nothing_back", said, "Enter an amount above 0.", "amount"))
    return worded(value, shop, "amount", findings)


def shipping(value: Value, amount: Value, findings: list[Finding]) -> None:
    """It is in the amount; the store need not know how much of it."""
    if value is None:
        return
    if not isinstance(value, Money):
        findings.append(error("no_money", "It is no money.", "Enter an amount.", "shipping"))
    elif isinstance(amount, Money) and (
        value.currency != amount.currency or not 0 <= value.minor <= amount.minor
    ):
        said = f"The shipping in it, {value}, is more than what goes back, or less than nothing."
        findings.append(error("not_in_it", said, "Correct one of the two.", "shipping"))


def lines(value: Value, findings: list[Finding]) -> Sequence[Back]:
    found = backs_of(value)
    if found is None:
        said = "What it is for is lines of the order, their pieces and whether they are restocked."
        findings.append(error("no_lines", said, "Choose the lines, or none of them.", "lines"))
        return ()
    if len({bool(each.restock) for each in found}) > 1:
        said = "The store restocks all lines of a refund or none of them."
        findings.append(error("all_or_none", said, "Make two refunds of it.", "lines"))
    return found


def flag(value: Value, name: str, findings: list[Finding]) -> bool | None:
    if value is None or isinstance(value, bool):
        return value
    said = f"'{NAMES[name]}' is yes or no."
    findings.append(error("no_yes_or_no", said, "Choose one of them.", name))
    return None


def request(pieces: Sequence[Piece], key: str, shop: Shop) -> Question:
    if len(pieces) != 1:
        raise ValueError(f"A call of {KIND} takes one piece, not {len(pieces)}.")
    [each] = pieces
    path, family = each.group, batch.FAMILY
    return Question(path, (), family, "POST", each.body, writes=True, change=KIND)


def outcomes(pieces: Sequence[Piece], reply: Reply, shop: Shop) -> Sequence[Outcome]:
    made = opened(reply.document)
    told = None if isinstance(made, Finding) else made.key("id")
    if told is None:
        return [Outcome(OutcomeUnknown("The store did not say what became of it."))]
    return [Outcome(remote_id=told)]


# What is read back


def readings(targets: Sequence[Target]) -> Sequence[Reading]:
    """A refund is listed with its order, and nowhere else."""
    orders = dict.fromkeys(each.parent_id for each in targets if each.remote_id)
    return [Reading(Kind.refunds, Ask(Reach.of_parent, parent_id=each)) for each in orders if each]


def found(kind: Kind, value: Any) -> Sequence[Found]:
    if kind is not Kind.refunds or not isinstance(value, Refund):
        return ()
    note = MARK.sub("", value.reason or "") or None
    fields = {"amount": value.amount, "note": note}
    return (Found(Target(value.remote_id, value.order_id), fields),)


def lookup_question(wanted: Wanted, shop: Shop) -> Question:
    return refunds_question(Ask(Reach.of_parent, parent_id=wanted.target.parent_id), shop)


def lookup_found(wanted: Wanted, reply: Reply, shop: Shop) -> Sequence[Found]:
    documents = reply.document if isinstance(reply.document, list) else []
    order_id = wanted.target.parent_id or ""
    read = [mapping.refund(each, order_id, shop.currency) for each in documents]
    own = f"[{wanted.mark}]"
    ours = [each for each in read if isinstance(each, Refund) and (each.reason or "").endswith(own)]
    return [one for each in ours for one in found(Kind.refunds, each)]


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
