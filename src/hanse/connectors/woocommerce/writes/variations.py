"""A new variation of a product that is there, and whether a buyer can choose it.

The store takes the same values twice (recording 069), so what it refuses a second one by is the
SKU; without one, none is made.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from hanse.base.faults import Finding, Rejected, Unavailable
from hanse.connectors.woocommerce import mapping
from hanse.connectors.woocommerce.writes import attributes, batch, codes, creation, price, state
from hanse.connectors.woocommerce.writes.batch import error, wrong
from hanse.trade import drafts
from hanse.trade.documents import Document
from hanse.trade.fields import NOTHING, Fields, Value
from hanse.trade.goods import Offer
from hanse.trade.ports_read import ROWS_MAX, Kind, Question, Reply
from hanse.trade.ports_write import Found, Lookup, Piece, Target, Wanted, WritePort
from hanse.trade.shop import Shop

KIND, STATE = "offers.create", "offers.state"
NAMES = {
    "choices": "attributes",
    "state": state.NAMES["state"],
    **codes.NAMES,
    "price": price.NAMES["price"],
    "compare_at": price.NAMES["compare_at"],
}
FIELDS = frozenset(NAMES)
STATE_NAMES = {"state": state.NAMES["state"]}


def piece(wanted: Wanted, shop: Shop) -> Piece:
    after, findings = wanted.after, list[Finding]()
    if wanted.target.remote_id is not None:
        raise wrong("has_id", "What is to be made has no id yet.", "Change what is there instead.")
    if wanted.target.parent_id is None:
        raise wrong("no_parent", "A variation is one of a product.", "Make the product first.")
    row: dict[str, object] = {"attributes": attributes.chosen(after.get("choices"), findings)}
    row |= codes.codes(after, findings, comma=error)
    if not after.get("sku"):
        findings.append(NO_SKU)
    row["status"] = creation.standing(after, findings)
    row |= creation.prices(after, shop, findings)
    if wanted.mark:
        row["meta_data"] = [{"key": creation.MARK, "value": wanted.mark}]
    return batch.piece(wanted, row, findings, FIELDS, new=True)


NO_SKU = error(
    "no_sku",
    "Without a SKU a second one could be made if an answer is lost.",
    "Give it a SKU.",
    "sku",
)


# How it is found again


def question(wanted: Wanted, shop: Shop) -> Question:
    """Among those of its product: what has the SKU elsewhere is not this one."""
    sku = wanted.after.get("sku")
    if not isinstance(sku, str) or not sku:
        raise Rejected("Without a SKU it cannot be looked for.")
    query = (
        ("context", "edit"),
        ("per_page", str(ROWS_MAX)),
        ("page", "1"),
        ("sku", sku),
        ("status", "any"),
    )
    path = f"products/{batch.number(wanted.target.parent_id)}/variations"
    return Question(path, query, "variations")


def looked(wanted: Wanted, reply: Reply, shop: Shop) -> tuple[Found, ...]:
    if not isinstance(reply.document, list):
        raise Unavailable("The store answered, but not with a list of rows.")
    return tuple(
        each
        for row in reply.document
        for each in taken_by(row, shop, wanted.target.parent_id)
        if each.target.parent_id == wanted.target.parent_id
    )


def taken_by(row: object, shop: Shop, parent_id: str | None) -> Sequence[Found]:
    """What cannot be read is there all the same."""
    document = Document(row) if isinstance(row, Mapping) else Document({})
    remote_id = document.key("id")
    if remote_id is None:
        return ()
    value = mapping.variation(row, shop, parent_id)
    return found(Kind.offers, value) or (Found(Target(remote_id, parent_id), NOTHING),)


def found(kind: Kind, value: Any) -> Sequence[Found]:
    if kind is not Kind.offers or not isinstance(value, Offer) or not value.variant_id:
        return ()
    fields: dict[str, Value] = {**creation.sold(value, value.findings), **shown(value)}
    if "attributes" not in batch.unread(value.findings):
        fields["choices"] = drafts.choices_value(value.choices)
    return (Found(Target(value.variant_id, value.product_id), fields),)


def shown(offer: Offer) -> Fields:
    return {} if offer.state is None else {"state": offer.state.value}


# Whether a buyer can choose it


def state_piece(wanted: Wanted, shop: Shop) -> Piece:
    if wanted.target.parent_id is None:
        raise wrong(
            "no_variation",
            "It is sold as a whole.",
            "Change whether the product is in the shop instead.",
        )
    findings: list[Finding] = []
    row = {}
    if "state" in wanted.after:
        row["status"] = state.status(wanted.after["state"], findings)
    return batch.piece(wanted, row, findings, STATE_NAMES)


def states_found(kind: Kind, value: Any) -> Sequence[Found]:
    if kind is not Kind.offers or not isinstance(value, Offer) or not value.variant_id:
        return ()
    return (Found(Target(value.variant_id, value.product_id), shown(value)),)


PORTS = (
    WritePort(
        KIND,
        FIELDS,
        piece,
        partial(batch.request, KIND, creation.VERB),
        creation.made,
        batch.readings,
        found,
        lookup=Lookup(question, looked),
        stand_in=batch.STAND_IN,
        names=NAMES,
    ),
    WritePort(
        STATE,
        frozenset(STATE_NAMES),
        state_piece,
        batch.updating(STATE),
        batch.updated,
        batch.readings,
        states_found,
        names=STATE_NAMES,
    ),
)
