"""A new product, with all of its variants or sold as one thing.

It is one `productSet`: a `productCreate` makes its variant without price and codes, which would
take a second call, and between the two a product at no price could be bought. It names no product
to be replaced, so a handle that is taken is refused; with `identifier` it would overwrite whatever
stands there.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

from hanse.base.faults import Finding, Unavailable
from hanse.connectors.shopify.mapping import goods
from hanse.connectors.shopify.wire import query
from hanse.connectors.shopify.wire.page import SOURCES
from hanse.connectors.shopify.writes import answers, calls, seen
from hanse.connectors.shopify.writes.calls import CODED, MADE_MAX, Mutation
from hanse.connectors.shopify.writes.draft import Draft, quoted
from hanse.connectors.shopify.writes.limits import LIMIT
from hanse.connectors.shopify.writes.offers import CODES_NAMES, PRICE_NAMES
from hanse.connectors.shopify.writes.products import TEXTS_NAMES, status, texts
from hanse.connectors.shopify.writes.variants import VARIED_NAMES, alone, varied
from hanse.trade.goods import ListingState
from hanse.trade.ports_read import Kind, Question, Reply
from hanse.trade.ports_write import Found, Lookup, Outcome, Piece, Wanted, WritePort
from hanse.trade.shop import Shop

CREATE = "products.create"
UNIQUE = "handle"  # by which the platform refuses a second one
NAMES: Mapping[str, str] = {
    UNIQUE: "URL handle",
    "title": TEXTS_NAMES["title"],
    "description_html": TEXTS_NAMES["description_html"],
    "state": "Status",
    **CODES_NAMES,
    **PRICE_NAMES,
    **VARIED_NAMES,
}
FIELDS = frozenset(NAMES)
SET = Mutation(
    name="productSet",
    argument="input",
    input="ProductSetInput!",
    errors=CODED,
    rows_max=MADE_MAX,
    more=", synchronous: true",
    unique=UNIQUE,
)

# guessed: a product with more variants takes so long to be made that it has a call of its own.
SMALL = 10

# As the platform would write it: in small letters, with single hyphens between words. guessed: that
# an underscore is one of the signs that become hyphens.
WORD = re.compile(r"[^\W_]+")
HANDLE = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
LOOKUP = "productByIdentifier"


def piece(wanted: Wanted, shop: Shop) -> Piece:
    draft = Draft(wanted, shop, NAMES)
    draft.known()
    if wanted.target.remote_id:
        draft.refuse("", "exists", "The shop has it already.", "Change it instead.")
    in_variants = any(draft.wants(name) for name in VARIED_NAMES)
    draft.needs("title", *([] if in_variants else ["price"]))
    named = handle(draft)
    sold = varied(draft) if in_variants else alone(draft)
    document = {**texts(draft), "handle": named, "status": standing(draft), **sold}
    return replace(draft.piece(document), group=named if len(sold["variants"]) > SMALL else "")


def standing(draft: Draft) -> str:
    """Where nothing is said, it begins as a draft, which nobody can buy."""
    if not draft.wants("state"):
        return "DRAFT"
    if draft.value("state") == ListingState.live:
        draft.hint(
            "state",
            "not_published",
            "It will be live, but in no sales channel until it is published there.",
            "Publish it in Shopify, under its sales channels.",
        )
    return status(draft)


def handle(draft: Draft) -> str:
    """The one that is wanted, else one of our own name for it; it must be as Shopify would write
    it, for we find it by that again."""
    if draft.wants(UNIQUE):
        found = draft.text(UNIQUE)
    else:
        found = handle_of(draft.wanted.mark)
        draft.fits(UNIQUE, draft.called(UNIQUE), found, LIMIT[UNIQUE])
    if found != found.lower() or not HANDLE.fullmatch(found):
        draft.refuse(
            UNIQUE,
            "no_handle",
            f"{quoted(found)} is no handle: without one, a second product could be made if an"
            " answer is lost.",
            "Write small letters and digits, with single hyphens between words.",
        )
    return found


def handle_of(mark: str) -> str:
    """Of our name for a thing, as Shopify would write it."""
    return "-".join(WORD.findall(mark.lower()))


def request(pieces: Sequence[Piece], key: str, shop: Shop) -> Question:
    """The platform knows no keys here; a second one is refused for its handle."""
    return calls.request(CREATE, SET, pieces)


def outcomes(pieces: Sequence[Piece], reply: Reply, shop: Shop) -> Sequence[Outcome]:
    return answers.outcomes(SET, pieces, reply)


# Where the answer with its id was lost


def lookup_question(wanted: Wanted, shop: Shop) -> Question:
    named = SOURCES[Kind.products].named
    text = (
        "query($handle: String!) {"
        f" {LOOKUP}(identifier: {{ handle: $handle }}) {{ {named.text} }} }}"
    )
    found = wanted.after.get(UNIQUE) or handle_of(wanted.mark)
    return query.question(text, 1 + named.cost, {"handle": found})


def lookup_found(wanted: Wanted, reply: Reply, shop: Shop) -> Sequence[Found]:
    """None of it where there is none; what is not an answer to this is a fault."""
    data = reply.document
    if not isinstance(data, Mapping) or LOOKUP not in data:
        raise Unavailable("Shopify answered, but not whether there is a product by this handle.")
    if data[LOOKUP] is None:
        return []
    product = goods.product(data[LOOKUP], shop)
    if isinstance(product, Finding):
        raise Unavailable(f"Shopify's answer cannot be read. {product.sentence}")
    return seen.products_found(FIELDS, Kind.products, product)


PORT = WritePort(
    kind=CREATE,
    fields=FIELDS,
    piece=piece,
    request=request,
    outcomes=outcomes,
    readings=partial(seen.readings, Kind.products),
    found=partial(seen.products_found, FIELDS),
    lookup=Lookup(lookup_question, lookup_found),
    names=NAMES,
)
