"""What is sold: its price, and the codes that it is known by. One call holds the variants of many
products."""

from collections.abc import Mapping, Sequence
from functools import partial

from hanse.base.money import Money
from hanse.connectors.shopify.mapping.ids import gid
from hanse.connectors.shopify.writes import answers, calls, seen
from hanse.connectors.shopify.writes.draft import Draft
from hanse.trade.ports_read import Kind, Question, Reply
from hanse.trade.ports_write import Outcome, Piece, Wanted, WritePort
from hanse.trade.shop import Shop

PRICE, CODES = "offers.price", "offers.codes"
PRICE_NAMES: Mapping[str, str] = {"price": "Price", "compare_at": "Compare-at price"}
CODES_NAMES: Mapping[str, str] = {"sku": "SKU", "gtin": "Barcode"}


def price_piece(wanted: Wanted, shop: Shop) -> Piece:
    draft = opened(wanted, shop, PRICE_NAMES)
    return draft.piece({"id": variant_id(wanted), **prices(draft)})


def codes_piece(wanted: Wanted, shop: Shop) -> Piece:
    """guessed: that null takes a code away, as it does with the compare-at price."""
    draft = opened(wanted, shop, CODES_NAMES)
    document: dict[str, object] = {"id": variant_id(wanted)}
    if draft.wants("sku"):
        document["inventoryItem"] = {"sku": draft.clearable("sku")}
    if draft.wants("gtin"):
        document["barcode"] = draft.clearable("gtin")
    return draft.piece(document)


def opened(wanted: Wanted, shop: Shop, names: Mapping[str, str]) -> Draft:
    draft = Draft(wanted, shop, names)
    draft.known()
    if not wanted.target.remote_id or not wanted.target.parent_id:
        draft.refuse(
            "",
            "not_there",
            "Nobody told which variant of which product this is about.",
            "Read the shop once more, then look at it again.",
        )
    return draft


def variant_id(wanted: Wanted) -> str:
    return gid("ProductVariant", wanted.target.remote_id or "")


def prices(draft: Draft) -> Mapping[str, object]:
    """Both as text. Null takes the compare-at price away."""
    document: dict[str, object] = {}
    if draft.wants("price"):
        document["price"] = draft.money("price")
    if draft.wants("compare_at"):
        cleared = draft.wanted.after["compare_at"] is None
        document["compareAtPrice"] = None if cleared else draft.money("compare_at")
    doubt_prices(draft)
    return document


def doubt_prices(draft: Draft) -> None:
    """Shopify takes a compare-at price that is not above the price, but it strikes nothing out and
    nothing of it is shown, so it could never be proven."""
    price, before = draft.value("price"), draft.value("compare_at")
    if draft.wants("price") and isinstance(price, Money) and price.minor == 0:
        draft.warn("price", "price_zero", "The price is 0: it would be given away.", "Set a price.")
    if draft.refused or not isinstance(price, Money) or not isinstance(before, Money):
        return
    if price.currency != before.currency or price < before:
        return
    if draft.wants("compare_at"):
        draft.refuse(
            "compare_at",
            "nothing_struck_out",
            f"The compare-at price {before} is not above the price {price}, so Shopify strikes"
            " nothing out.",
            "Raise it above the price, or remove it.",
        )
    else:
        draft.hint(
            "price",
            "nothing_struck_out",
            f"The compare-at price {before} will not be above the price any more, so nothing is"
            " struck out.",
            "Change both if a sale goes on.",
        )


def request(kind: str, pieces: Sequence[Piece], key: str, shop: Shop) -> Question:
    """The platform knows no keys here; sent twice, it is what it was after the first time."""
    return calls.variants_request(kind, pieces)


def outcomes(pieces: Sequence[Piece], reply: Reply, shop: Shop) -> Sequence[Outcome]:
    return answers.variants_outcomes(pieces, reply)


PORTS: tuple[WritePort, ...] = (
    WritePort(
        kind=PRICE,
        fields=frozenset(PRICE_NAMES),
        piece=price_piece,
        request=partial(request, PRICE),
        outcomes=outcomes,
        readings=partial(seen.readings, Kind.offers),
        found=partial(seen.offers_found, frozenset(PRICE_NAMES)),
        names=PRICE_NAMES,
    ),
    WritePort(
        kind=CODES,
        fields=frozenset(CODES_NAMES),
        piece=codes_piece,
        request=partial(request, CODES),
        outcomes=outcomes,
        readings=partial(seen.readings, Kind.offers),
        found=partial(seen.offers_found, frozenset(CODES_NAMES)),
        names=CODES_NAMES,
    ),
)
