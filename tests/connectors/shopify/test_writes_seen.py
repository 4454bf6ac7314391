"""What Shopify shows of what was written."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from hanse.base.faults import Unavailable
from hanse.base.money import Money
from hanse.connectors.shopify import manifest
from hanse.connectors.shopify.mapping import goods
from hanse.connectors.shopify.writes.seen import VARIED
from hanse.trade.fields import Value
from hanse.trade.goods import Offer, Product
from hanse.trade.ports_read import Kind, Reach, Reply
from hanse.trade.ports_write import Found, Piece, Target, WritePort
from tests.connectors.shopify import documents as made
from tests.connectors.shopify.told import SHOP, received, sent
from tests.connectors.shopify.wishes import (
    CODES,
    CREATE,
    PLACES,
    PRICE,
    STATE,
    TEXTS,
    lookup_of,
    piece_of,
    wish,
)


def usd(minor: int) -> Money:
    return Money("USD", minor)


def body(piece: Piece) -> Any:
    return json.loads(piece.body)


# What is read back


def product(**changed: Any) -> Product:
    found = goods.product(received(made.plain_product() | changed), SHOP)
    assert isinstance(found, Product)
    return found


def offer(**changed: Any) -> Offer:
    found = goods.offer(received(made.offer(**changed)), SHOP)
    assert isinstance(found, Offer)
    return found


def only(found: Sequence[Found]) -> Found:
    (one,) = found
    return one


def test_an_offer_shows_its_price_and_its_codes() -> None:
    value = offer(price="12.50", compareAtPrice="15.00")
    assert only(PRICE.found(Kind.offers, value)) == Found(
        Target("31", "12"), {"price": usd(1250), "compare_at": usd(1500)}
    )
    assert only(CODES.found(Kind.offers, value)).fields == {
        "sku": "SHIRT-31",
        "gtin": "4006381333931",
    }
    bare = offer(sku="", barcode=None, compareAtPrice="12.50")
    assert only(CODES.found(Kind.offers, bare)).fields == {"sku": None, "gtin": None}
    assert only(PRICE.found(Kind.offers, bare)).fields["compare_at"] is None


def test_a_product_shows_all_its_offers() -> None:
    value = goods.product(received(made.product()), SHOP)
    assert [each.target for each in PRICE.found(Kind.products, value)] == [
        Target("31", "12"),
        Target("32", "12"),
    ]


def test_a_product_shows_its_texts_tags_and_state() -> None:
    value = product(tags=["soft", "New", "blue"])
    assert only(TEXTS.found(Kind.products, value)) == Found(
        Target("12"),
        {
            "title": "Shirt",
            "description_html": "<p>Soft</p>",
            "seo_title": "A soft shirt",
            "seo_description": None,
        },
    )
    assert only(PLACES.found(Kind.products, value)).fields == {
        "tags": ("blue", "New", "soft"),
        "category": ("aa-1-13-8", "Clothing > Shirts"),
    }
    bare = product(category=None)
    assert only(PLACES.found(Kind.products, bare)).fields["category"] is None
    assert only(STATE.found(Kind.products, value)).fields == {"state": "live", "listed": True}
    unlisted = product(status="UNLISTED")
    assert only(STATE.found(Kind.products, unlisted)).fields == {"state": "live", "listed": False}
    assert set(only(CREATE.found(Kind.products, value)).fields) == CREATE.fields - VARIED


@pytest.mark.parametrize(
    ("port", "changed", "missing"),
    [
        (TEXTS, {"title": 7}, "title"),
        (STATE, {"status": "SUSPENDED"}, "state"),
        (STATE, {"status": "SUSPENDED"}, "listed"),
    ],
)
def test_a_field_that_could_not_be_read_is_not_nothing(
    port: WritePort, changed: Mapping[str, Any], missing: str
) -> None:
    assert missing not in only(port.found(Kind.products, product(**changed))).fields


def test_a_price_that_could_not_be_read_is_not_nothing() -> None:
    value = offer(price="a lot", compareAtPrice="15.00")
    assert only(PRICE.found(Kind.offers, value)).fields == {}


def test_a_product_of_many_variants_shows_no_price_of_its_own() -> None:
    value = goods.product(received(made.product()), SHOP)
    assert not {"price", "sku"} & set(only(CREATE.found(Kind.products, value)).fields)
    more = product(variants=made.nodes(made.plain_variant(), more=True))
    assert not {"price", "sku"} & set(only(CREATE.found(Kind.products, more)).fields)


def test_other_things_show_nothing_of_these_fields() -> None:
    for port in manifest.WRITES:
        assert list(port.found(Kind.locations, object())) == []
        assert list(port.found(Kind.products, object())) == []
    assert list(TEXTS.found(Kind.offers, offer())) == []


def test_what_is_written_is_what_is_read() -> None:
    """Each field: the value that was wanted comes back from the document that it makes."""
    wanted: Mapping[str, Value] = {
        **wish("offers.price").after,
        **wish("offers.codes").after,
        **wish("products.texts").after,
        **wish("products.places").after,
    }
    price, codes_ = body(piece_of(PRICE)), body(piece_of(CODES))
    texts = body(piece_of(TEXTS)) | body(piece_of(PLACES))
    variant = made.plain_variant(
        price=price["price"],
        compareAtPrice=price["compareAtPrice"],
        sku=codes_["inventoryItem"]["sku"],
        barcode=codes_["barcode"],
    )
    category = {"id": texts["category"], "fullName": "Shirts"}
    document = made.plain_product() | {
        **texts,
        "category": category,
        "variants": made.nodes(variant),
    }
    value = goods.product(received(document), SHOP)
    shown: dict[str, Value] = {}
    for port in (PRICE, CODES, TEXTS, PLACES):
        shown |= only(port.found(Kind.products, value)).fields
    assert shown == wanted


def test_things_are_read_back_by_their_ids() -> None:
    targets = [Target(str(each % 120 + 1), "12") for each in range(130)]
    asks = PRICE.readings([*targets, Target(None, "12")])
    assert [len(each.ask.ids) for each in asks] == [100, 20]
    assert {each.kind for each in asks} == {Kind.offers}
    assert {each.ask.reach for each in asks} == {Reach.named}
    assert [len(each.ask.ids) for each in TEXTS.readings(targets)] == [50, 50, 20]


# What was made is found again


WANTED = wish("products.create")


def test_what_was_made_is_looked_for_by_its_handle() -> None:
    document = sent(lookup_of("lamp-0001"))
    assert document["variables"] == {"handle": "lamp-0001"}
    assert "productByIdentifier(identifier: { handle: $handle })" in document["query"]
    assert CREATE.lookup
    told = Reply({"productByIdentifier": received(made.plain_product())})
    found = only(CREATE.lookup.found(WANTED, told, SHOP))
    assert (found.target, found.fields["handle"]) == (Target("12"), "shirt")
    assert list(CREATE.lookup.found(WANTED, Reply({"productByIdentifier": None}), SHOP)) == []


@pytest.mark.parametrize("document", [None, {}, [], {"productByIdentifier": {"title": "x"}}])
def test_an_answer_that_does_not_say_whether_it_is_there_is_none(document: object) -> None:
    assert CREATE.lookup
    with pytest.raises(Unavailable):
        CREATE.lookup.found(WANTED, Reply(document), SHOP)
