"""A new variant of a product that is there.

Two variants of one product cannot have the same values of its options, so by these a second one is
refused, and the first is found again.
"""

import json
from collections.abc import Mapping, Sequence
from functools import partial

from hanse.base.faults import Unavailable
from hanse.connectors.shopify.mapping import goods
from hanse.connectors.shopify.mapping.ids import gid, id_of
from hanse.connectors.shopify.wire import query
from hanse.connectors.shopify.wire.query import GO_ON, VARIANTS_NAMED, Aliased, Fields, alias
from hanse.connectors.shopify.writes import answers, calls, seen
from hanse.connectors.shopify.writes.calls import CODED, MADE_MAX, VARIANTS
from hanse.connectors.shopify.writes.draft import Draft, quoted
from hanse.connectors.shopify.writes.limits import LIMIT
from hanse.connectors.shopify.writes.offers import CODES_NAMES, PRICE_NAMES, prices
from hanse.connectors.shopify.writes.variants import within
from hanse.trade import drafts
from hanse.trade.goods import Choice, Offer
from hanse.trade.ports_read import Kind, Question, Reply
from hanse.trade.ports_write import Found, Lookup, Outcome, Piece, Wanted, WritePort
from hanse.trade.shop import Shop

CREATE = "offers.create"
UNIQUE = "choices"  # by which the platform refuses a second one
NAMES: Mapping[str, str] = {UNIQUE: "Option values", **PRICE_NAMES, **CODES_NAMES}
FIELDS = frozenset(NAMES)
# The strategy is said, for another one might delete the variant that is there.
BULK_CREATE = (
    "productVariantsBulkCreate(productId: ${}, variants: ${},"
    " strategy: PRESERVE_STANDALONE_VARIANT)"
)


def piece(wanted: Wanted, shop: Shop) -> Piece:
    draft = Draft(wanted, shop, NAMES)
    draft.known()
    if wanted.target.remote_id:
        draft.refuse("", "exists", "The shop has it already.", "Change it instead.")
    if not wanted.target.parent_id:
        draft.refuse(
            "",
            "not_there",
            "Nobody told which product it is a variant of.",
            "Publish the product first.",
        )
    draft.needs("price")
    document: dict[str, object] = {"optionValues": option_values(draft), **prices(draft)}
    if draft.wants("sku"):
        document["inventoryItem"] = {"sku": draft.clearable("sku")}
    if draft.wants("gtin"):
        document["barcode"] = draft.clearable("gtin")
    return draft.piece(document)


def option_values(draft: Draft) -> Sequence[Mapping[str, str | None]]:
    found = drafts.choices_of(draft.wanted.after.get(UNIQUE))
    if not found:
        draft.refuse(
            UNIQUE,
            "wrong_type",
            "A variant is known by a value of each option, by the names of the options, not by"
            f" {quoted(draft.value(UNIQUE))}.",
            "Say which value of each option it has.",
        )
        return []
    within(draft, "options", len(found), LIMIT["options"].size_max)
    for each in found:
        fits(draft, each)
    for name in drafts.twice(each.option for each in found):
        draft.refuse(
            UNIQUE,
            "option_twice",
            f"It has two values of the option {quoted(name)}.",
            "Take one of them away.",
        )
    return [{"optionName": each.option, "name": each.value} for each in found]


def fits(draft: Draft, choice: Choice) -> None:
    value = choice.value or ""
    draft.fits(UNIQUE, f"The option {quoted(choice.option)}", choice.option, LIMIT["option_name"])
    draft.fits(UNIQUE, f"The value {quoted(value)}", value, LIMIT["option_value"])
    for text in (choice.option, value):
        if not text or text != text.strip():
            draft.refuse(
                UNIQUE,
                "blank_edges",
                f"{quoted(text)} is empty, or has blanks at its edges.",
                "Write it without them.",
            )


def request(pieces: Sequence[Piece], key: str, shop: Shop) -> Question:
    """A mutation each: the variants of one mutation are all made or none. The platform knows no
    keys here."""
    calls.within(CREATE, pieces, MADE_MAX)
    parts = []
    for number, each in enumerate(pieces):
        row, parent = alias(number), f"p{number}"
        parts.append(
            Aliased(
                BULK_CREATE.format(parent, row),
                f"${parent}: ID!, ${row}: [ProductVariantsBulkInput!]!",
                {
                    parent: gid("Product", each.target.parent_id or ""),
                    row: [json.loads(each.body)],
                },
                Fields(f"{VARIANTS} {{ id }}") + CODED,
            )
        )
    return query.changes(CREATE, parts)


def outcomes(pieces: Sequence[Piece], reply: Reply, shop: Shop) -> Sequence[Outcome]:
    return [answers.of_new_variant(reply, alias(row)) for row, _ in enumerate(pieces)]


# Where the answer with its id was lost


def lookup_question(wanted: Wanted, shop: Shop) -> Question:
    """Of the product itself, for a search lags. What is made stands at the end, so that the last
    ones are asked for: they hold it also where the product has more than a page."""
    fields = query.offer()
    inner = (
        f"variants(first: {VARIANTS_NAMED}, reverse: true) {{ nodes {{ {fields.text} }} {GO_ON} }}"
    )
    cost = 1 + query.connection(VARIANTS_NAMED, 1 + fields.cost)
    variables = {"id": gid("Product", wanted.target.parent_id or "")}
    return query.question(
        f"query($id: ID!) {{ product(id: $id) {{ id {inner} }} }}", cost, variables
    )


def lookup_found(wanted: Wanted, reply: Reply, shop: Shop) -> Sequence[Found]:
    """Where even the product is gone, so is the variant."""
    data = reply.document
    parent = data.get("product") if isinstance(data, Mapping) else None
    if isinstance(data, Mapping) and "product" in data and parent is None:
        return []
    rows = parent.get("variants") if isinstance(parent, Mapping) else None
    nodes = rows.get("nodes") if isinstance(rows, Mapping) else None
    if not isinstance(nodes, list):
        raise Unavailable("Shopify answered, but not which variants the product has.")
    read = [goods.offer(each, shop) for each in nodes if id_of(each)]
    shown = [
        found
        for each in read
        if isinstance(each, Offer)
        for found in seen.new_offers_found(Kind.offers, each)
    ]
    return [each for each in shown if each.fields[UNIQUE] == wanted.after.get(UNIQUE)]


PORT = WritePort(
    kind=CREATE,
    fields=FIELDS,
    piece=piece,
    request=request,
    outcomes=outcomes,
    readings=partial(seen.readings, Kind.offers),
    found=seen.new_offers_found,
    lookup=Lookup(lookup_question, lookup_found),
    names=NAMES,
)
