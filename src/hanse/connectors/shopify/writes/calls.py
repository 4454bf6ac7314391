"""Pieces as one document: how many fit, and what it costs."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hanse.connectors.shopify.mapping.ids import gid
from hanse.connectors.shopify.wire import query
from hanse.connectors.shopify.wire.query import Aliased, Fields, alias, one
from hanse.trade.ports_read import Question
from hanse.trade.ports_write import Piece

ERRORS = Fields("userErrors { field message }")
CODED = Fields("userErrors { field message code }")  # asked where there is none, it breaks all

# Each takes 10 points and one for the thing that it answers with, and a document may take 1,000: by
# that it could be 90. guessed: that so many are done one after the other before a call runs out of
# time.
ROWS_MAX = 50
# guessed: a product takes longer to be made. Of what is made twice if it is sent twice, less is in
# doubt at once.
MADE_MAX = 10


@dataclass(frozen=True, slots=True)
class Mutation:
    """One that takes one thing as its input, and answers with that thing."""

    name: str
    argument: str
    input: str  # the type of it
    errors: Fields
    rows_max: int = ROWS_MAX
    more: str = ""  # arguments that are always the same
    thing: str = "product"
    unique: str = ""  # the field by which a second one is refused


def request(kind: str, mutation: Mutation, pieces: Sequence[Piece]) -> Question:
    within(kind, pieces, mutation.rows_max)
    parts = []
    for number, piece in enumerate(pieces):
        row = alias(number)
        parts.append(
            Aliased(
                f"{mutation.name}({mutation.argument}: ${row}{mutation.more})",
                f"${row}: {mutation.input}",
                {row: json.loads(piece.body)},
                one(mutation.thing, Fields("id")) + mutation.errors,
            )
        )
    return query.changes(kind, parts)


VARIANTS = "productVariants"  # a plain list costs only what is in it, says a recorded answer
BULK_UPDATE = "productVariantsBulkUpdate(productId: ${}, variants: ${}, allowPartialUpdates: true)"


def variants_request(kind: str, pieces: Sequence[Piece]) -> Question:
    """The variants of one product share a mutation; those of others stand beside it."""
    within(kind, pieces, ROWS_MAX)
    parts = []
    for number, (product_id, places) in enumerate(by_product(pieces).items()):
        rows, parent = alias(number), f"p{number}"
        parts.append(
            Aliased(
                BULK_UPDATE.format(parent, rows),
                f"${parent}: ID!, ${rows}: [ProductVariantsBulkInput!]!",
                {
                    parent: gid("Product", product_id),
                    rows: [json.loads(pieces[place].body) for place in places],
                },
                Fields(f"{VARIANTS} {{ id }}") + CODED,
            )
        )
    return query.changes(kind, parts)


def within(kind: str, pieces: Sequence[Piece], rows_max: int) -> None:
    if not 0 < len(pieces) <= rows_max:
        raise ValueError(f"A call of {kind} takes 1 to {rows_max} pieces, not {len(pieces)}.")
    if len({each.group for each in pieces}) > 1:
        raise ValueError("The pieces of one call are of one group.")


def by_product(pieces: Sequence[Piece]) -> Mapping[str, Sequence[int]]:
    """Where the pieces of each product stand, in the order in which they are sent."""
    found: dict[str, list[int]] = {}
    for place, piece in enumerate(pieces):
        found.setdefault(piece.target.parent_id or "", []).append(place)
    return found
