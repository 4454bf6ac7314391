"""What an answer says of each row. What it does not name is unknown, not failed."""

from collections.abc import Mapping, Sequence

from hanse.base.faults import (
    Denied,
    Fault,
    Finding,
    Gone,
    OutcomeUnknown,
    Rejected,
    Throttled,
)
from hanse.connectors.shopify.mapping.ids import id_of
from hanse.connectors.shopify.wire.answer import (
    MISSING,
    OURS,
    THROTTLED_S,
    is_taken,
    refused_by,
    user_errors,
)
from hanse.connectors.shopify.wire.query import alias
from hanse.connectors.shopify.writes.calls import VARIANTS, Mutation, by_product
from hanse.trade.documents import Document
from hanse.trade.ports_read import Reply
from hanse.trade.ports_write import Outcome, Piece

PLATFORM = "Shopify"

# The last name in the path of an error, and the field of ours that it is about.
OURS_OF: Mapping[str, str] = {
    "compareAtPrice": "compare_at",
    "barcode": "gtin",
    "descriptionHtml": "description_html",
    "bodyHtml": "description_html",
    "status": "state",
    "optionValues": "choices",
    "productOptions": "options",
}


def outcomes(mutation: Mutation, pieces: Sequence[Piece], reply: Reply) -> Sequence[Outcome]:
    """One row an alias. What is there already is named by its id, and so must the answer."""
    return [of_thing(mutation, piece, reply, alias(row)) for row, piece in enumerate(pieces)]


def of_thing(mutation: Mutation, piece: Piece, reply: Reply, row: str) -> Outcome:
    payload = payload_of(reply, row)
    if payload is None:
        return Outcome(unanswered(reply, row))
    if refused := refusals(payload):
        taken = any(is_taken(each) and each.field == mutation.unique for each in refused)
        return Outcome(refused_by(PLATFORM, refused), number_taken=taken)
    told = id_of(payload.fields.get(mutation.thing))
    wanted = piece.target.remote_id
    if told is None or (wanted is not None and told != wanted):
        return Outcome(unnamed())
    return Outcome(remote_id=told)


def variants_outcomes(pieces: Sequence[Piece], reply: Reply) -> Sequence[Outcome]:
    """An alias a product, and its rows by their places in it."""
    found: list[Outcome] = [Outcome(unnamed())] * len(pieces)
    for number, places in enumerate(by_product(pieces).values()):
        rows = [pieces[place] for place in places]
        for place, outcome in zip(places, of_variants(rows, reply, alias(number)), strict=True):
            found[place] = outcome
    return found


def of_variants(rows: Sequence[Piece], reply: Reply, name: str) -> Sequence[Outcome]:
    payload = payload_of(reply, name)
    if payload is None:
        return [Outcome(unanswered(reply, name))] * len(rows)
    shown = {id_of(each.fields) for each in payload.many(VARIANTS)}
    by_row: dict[int | None, list[Finding]] = {}
    for each in user_errors(payload):
        by_row.setdefault(place_of(each.field, len(rows)), []).append(ours(each))
    return [of_variant(row, by_row.get(at), by_row.get(None), shown) for at, row in enumerate(rows)]


def of_variant(
    row: Piece,
    refused: Sequence[Finding] | None,
    unplaced: Sequence[Finding] | None,
    shown: set[str | None],
) -> Outcome:
    """What was refused without saying for which row is refused for all, if no row is shown."""
    if refused:
        return Outcome(refused_by(PLATFORM, refused))
    if unplaced:
        return Outcome(refused_by(PLATFORM, unplaced) if not shown else unnamed())
    return Outcome() if row.target.remote_id in shown else Outcome(unnamed())


def place_of(field: str, rows: int) -> int | None:
    """`variants.1.price` is about the second; an index is a text in the answer."""
    parts = field.split(".")
    if len(parts) < 2 or parts[0] != "variants" or not parts[1].isdecimal():
        return None
    place = int(parts[1]) if parts[1].isascii() and len(parts[1]) < 5 else rows
    return place if place < rows else None


def of_new_variant(reply: Reply, row: str) -> Outcome:
    """A variant with these values that is there already is the one thing that can be taken, for a
    SKU may be had twice."""
    payload = payload_of(reply, row)
    if payload is None:
        return Outcome(unanswered(reply, row))
    if refused := refusals(payload):
        taken = any(is_taken(each) for each in refused)
        return Outcome(refused_by(PLATFORM, refused), number_taken=taken)
    made = [id_of(each.fields) for each in payload.many(VARIANTS)]
    told = made[0] if len(made) == 1 else None
    return Outcome(remote_id=told) if told else Outcome(unnamed())


# What stands under an alias


def payload_of(reply: Reply, row: str) -> Document | None:
    """None where it does not say, or not readably, what was refused: then nothing is sure."""
    data = reply.document
    found = data.get(row) if isinstance(data, Mapping) else None
    refused = found.get("userErrors") if isinstance(found, Mapping) else None
    if not isinstance(refused, list) or not all(isinstance(each, Mapping) for each in refused):
        return None
    return Document(found) if isinstance(found, Mapping) else None


def refusals(payload: Document) -> Sequence[Finding]:
    return [ours(each) for each in user_errors(payload)]


def ours(refused: Finding) -> Finding:
    """With the name of our field, as far as it is one."""
    last = refused.field.rpartition(".")[2]
    step = f"Shopify says it of {refused.field}." if refused.field else ""
    name = OURS_OF.get(last, last)
    return Finding(refused.severity, refused.code, refused.sentence, step, name)


def unanswered(reply: Reply, row: str) -> Fault:
    """Of a row that is null: an error beside the data may name it."""
    found = (each for each in reply.findings if each.field.partition(".")[0] == row)
    refused = next(found, None)
    if refused is None:
        return unnamed()
    said, code = refused.sentence, refused.code
    if code == "THROTTLED":
        return Throttled(f"{PLATFORM} asks us to slow down. {said}", THROTTLED_S)
    if code in ("ACCESS_DENIED", "SHOP_INACTIVE"):
        step = "Give the app the right in the Dev Dashboard, then connect the shop again."
        return Denied(f"{PLATFORM} does not allow that. {said}", step)
    if code in MISSING:
        return Gone(f"{PLATFORM} does not know it, or not any more. {said}")
    if code in REFUSED:
        return Rejected(f"{PLATFORM} does not understand what we sent. {said}", (refused,), OURS)
    return OutcomeUnknown(f"{PLATFORM} failed at it. {said}")


# Of any other code nobody knows whether something had been done before.
REFUSED = frozenset(
    {
        "BAD_REQUEST",
        "INVALID_VARIABLE",
        "INVALID_FIELD_ARGUMENTS",
        "MAX_INPUT_SIZE_EXCEEDED",
        "INVALID_PRODUCT_TAXONOMY_NODE_ID",
    }
)


def unnamed() -> OutcomeUnknown:
    return OutcomeUnknown(f"{PLATFORM} answered, but not what became of this one.")
