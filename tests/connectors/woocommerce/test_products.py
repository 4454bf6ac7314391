"""Products and variations, as a real store showed them."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from hanse.base.faults import Finding
from hanse.base.money import Money
from hanse.connectors.woocommerce import mapping
from hanse.trade.goods import (
    Choice,
    Image,
    Label,
    ListingState,
    Offer,
    Option,
    Product,
    ProductKind,
    Sale,
)
from hanse.trade.shop import Shop
from hanse.trade.stock import Backorders, CountedBy, StockLevel, StockState
from tests.connectors.woocommerce.recorded import SHOP, body, codes, recording


def usd(amount: str) -> Money:
    return Money.of("USD", amount)


def product(document: Any, shop: Shop = SHOP) -> Product:
    read = mapping.product(document, shop)
    assert isinstance(read, Product), read
    return read


def variation(document: Any) -> Offer:
    read = mapping.variation(document, SHOP)
    assert isinstance(read, Offer), read
    return read


def simple(**changed: object) -> Any:
    return {**body(55), **changed}


def only(document: Any, shop: Shop = SHOP) -> Offer:
    (offer,) = product(document, shop).offers
    return offer


def test_a_simple_product_is_one_offer() -> None:
    read = product(body(55))
    assert (read.remote_id, read.kind, read.state) == (
        "12",
        ProductKind.single,
        ListingState.live,
    )
    assert (read.title, read.sku, read.listed) == ("Phone Case A", "CASE-A", True)
    assert read.categories == (Label("17", "Cases"),)
    assert read.source == "aliexpress:1005001"
    assert read.findings == ()
    (offer,) = read.offers
    assert (offer.product_id, offer.variant_id, offer.sku) == ("12", None, "CASE-A")
    assert offer.gtin == "4006381333931"
    assert offer.stock == StockLevel(
        10, CountedBy.offer, StockState.in_stock, Backorders.no, low_at=5
    )
    assert offer.image == read.images[0]
    address = "https://127.0.0.1:18443/wp-content/uploads/2026/11/case-a-1.png"
    assert read.images == (Image("17", address, None),)


def test_an_instant_is_the_one_in_utc_and_not_that_of_the_store() -> None:
    read = product(body(55))
    assert read.created_at == datetime(2026, 11, 21, 15, 21, 30, tzinfo=UTC)
    assert read.modified_at == datetime(2026, 11, 21, 15, 21, 32, tzinfo=UTC)


def test_where_only_store_time_is_told_there_is_no_instant() -> None:
    document = simple()
    del document["date_modified_gmt"]
    assert product(document).modified_at is None


def test_a_running_sale_is_the_price_and_the_regular_one_stands_beside_it() -> None:
    offer = only(body(41))
    assert offer.price == usd("9.99")
    assert offer.compare_at == offer.regular == usd("12.50")
    assert offer.sale == Sale(usd("9.99"))


def test_a_planned_sale_is_not_yet_the_price() -> None:
    offer = only(simple(price="12.50", on_sale=False, date_on_sale_from_gmt="2026-12-01T16:00:00"))
    assert (offer.price, offer.compare_at) == (usd("12.50"), None)
    assert offer.sale == Sale(usd("9.99"), datetime(2026, 12, 1, 16, tzinfo=UTC))


def test_a_sale_that_the_store_dropped_is_none() -> None:
    offer = only(body(49))
    assert (offer.price, offer.sale, offer.compare_at) == (usd("5"), None, None)


def test_a_product_without_a_price_has_none_and_not_0() -> None:
    offer = only({**simple(), **body(42)})
    assert (offer.price, offer.regular) == (None, None)
    assert product(body(42)).title == "Product"


def test_what_is_finer_than_a_cent_is_a_finding_and_no_price() -> None:
    """The store cleaned `1.234,50` into this, and kept it."""
    read = product(body(48))
    assert read.offers[0].price is None
    assert ("too_many_decimals", "price") in codes(read.findings)
    assert "USD 1.2345 has more decimals than the 2" in read.findings[0].sentence


def test_more_decimals_than_the_shop_shows_are_kept_and_said() -> None:
    read = product(simple(price="9.5", regular_price="12.00"), Shop("USD", 0))
    assert read.offers[0].price == usd("9.50")
    assert codes(read.findings) == [
        ("finer_than_shown", "price"),
        ("finer_than_shown", "sale_price"),
    ]


def test_zeros_of_the_wire_do_not_matter_where_a_currency_has_no_decimals() -> None:
    yen = only(simple(price="1000.00", regular_price="1200", sale_price=""), Shop("JPY", 2))
    assert yen.price == Money("JPY", 1000)
    dinar = only(simple(price="1.234"), Shop("KWD", 3))
    assert dinar.price == Money("KWD", 1234)


@pytest.mark.parametrize("price", ["abc", "NaN", "1e400", True, ["9"], "９" * 90])
def test_a_price_that_is_no_number_is_a_finding(price: object) -> None:
    read = product(simple(price=price))
    assert read.offers[0].price is None
    assert "price" in [each.field for each in read.findings]


def test_names_are_decoded_once() -> None:
    read = product({**simple(), **body(185), "id": 112})
    assert read.title == "Tom & Jerry <b>x</b> \"q\" 's' 50% – é 😀  two  spaces"
    assert mapping.plain(body(189)["name"]) == "Home & Garden"
    assert mapping.plain("a &amp;amp; b") == "a &amp; b"
    assert mapping.plain("&#8220;x&#8221; &#x1F600;") == "“x” 😀"


def test_a_bare_ampersand_in_an_option_stays() -> None:
    assert mapping.plain("C&D") == "C&D"
    assert mapping.plain("Gr&copy") == "Gr&copy"


def test_descriptions_stay_as_they_are() -> None:
    assert product(body(55)).description_html == "<p>Hi alert(1)<b>x</b></p>\n"


def test_stock_that_nobody_counts_has_no_quantity() -> None:
    stock = only(body(42) | {"stock_quantity": 7}).stock
    assert (stock.quantity, stock.counted_by) == (None, CountedBy.nobody)
    assert stock.state is StockState.in_stock


def test_oversold_stock_is_below_0() -> None:
    assert only(simple(**body(111))).stock.quantity == -492


def test_managed_stock_without_a_quantity_is_a_finding() -> None:
    read = product(simple(stock_quantity=None))
    assert read.offers[0].stock.quantity is None
    assert codes(read.findings) == [("no_quantity", "stock_quantity")]


def test_a_fraction_in_stock_is_a_finding() -> None:
    read = product(simple(stock_quantity="2.5"))
    assert read.offers[0].stock.quantity is None
    assert ("not_whole", "stock_quantity") in codes(read.findings)


def test_a_variable_product_names_its_variants_and_what_a_buyer_chooses() -> None:
    read = product(body(68))
    assert read.kind is ProductKind.variants
    assert (read.offers, read.variant_ids) == ((), ("19", "20"))
    assert read.options == (
        Option("Colour", ("Blue", "Red"), "1"),
        Option("Storage", ("64GB", "128GB"), None),
    )


def test_a_variation_is_an_offer() -> None:
    red, blue, refused = body(66)["create"]
    offer = variation(red)
    assert (offer.product_id, offer.variant_id, offer.sku) == ("18", "19", "PH-B-R64")
    assert offer.choices == (Choice("Colour", "Red"), Choice("Storage", "64GB"))
    assert (offer.price, offer.stock.quantity, offer.image) == (usd("199.00"), 3, None)
    assert variation(blue).stock.state is StockState.out_of_stock
    nothing = mapping.variation(refused, SHOP)
    assert isinstance(nothing, Finding)
    assert nothing.code == "no_id"


def test_variants_stand_in_the_order_of_their_product() -> None:
    red, blue, _ = body(66)["create"]
    offers = {"20": variation(blue), "19": variation(red)}
    whole = mapping.with_offers(product(body(68)), offers)
    assert [each.variant_id for each in whole.offers] == ["19", "20"]
    assert whole.findings == ()
    half = mapping.with_offers(product(body(68)), {"19": offers["19"]})
    assert codes(half.findings) == [("variant_not_read", "variations")]


def test_a_variation_that_sells_from_the_stock_of_its_product_shows_that() -> None:
    parent = product(body(68) | {"manage_stock": True, "stock_quantity": 40})
    red = variation(body(66)["create"][0] | {"manage_stock": "parent", "stock_quantity": None})
    assert red.stock.counted_by is CountedBy.product
    assert red.findings == ()
    (offer,) = mapping.with_offers(replace(parent, variant_ids=("19",)), {"19": red}).offers
    assert (offer.stock.quantity, offer.stock.counted_by) == (40, CountedBy.product)


def test_a_variation_read_as_if_it_were_a_product_is_one_all_the_same() -> None:
    offer = variation(recording(215).request["body"])
    assert (offer.product_id, offer.variant_id) == ("120", "121")
    assert offer.choices == (Choice("Size", "S"),)
    refused = mapping.product(body(216), SHOP)
    assert isinstance(refused, Finding)
    assert refused.sentence == "121 is a variation of product 120, not a product."


def test_an_option_that_a_variation_does_not_name_is_any() -> None:
    offer = variation({**body(66)["create"][0], **body(72)})
    assert offer.choices == (Choice("Colour", "purple"),)


def test_what_was_not_asked_for_is_said() -> None:
    read = variation(body(67)[0])
    assert ("missing_field", "regular_price") in codes(read.findings)
    assert read.price == usd("209.00")


def test_a_trashed_product_is_trashed() -> None:
    assert product(simple(**body(77))).state is ListingState.trashed


@pytest.mark.parametrize(
    ("field", "word"),
    [
        ("type", "subscription"),
        ("status", "wc-archived"),
        ("stock_status", "onorder"),
        ("backorders", "maybe"),
        ("catalog_visibility", "members"),
    ],
)
def test_a_word_that_we_do_not_know_is_named(field: str, word: str) -> None:
    read = product(simple(**{field: word}))
    assert [each.field for each in read.findings] == [field]
    assert word in read.findings[0].sentence


def test_a_document_that_is_none_is_a_finding() -> None:
    values: list[object] = [None, [], "x", 7, {}, {"id": 0}, {"id": None}, {"id": True}]
    for value in values:
        assert isinstance(mapping.product(value, SHOP), Finding)


@pytest.mark.parametrize(
    "broken",
    [
        {"images": "none"},
        {"images": [7]},
        {"categories": {"id": 1}},
        {"attributes": [None]},
        {"meta_data": [{"key": "_hub_source", "value": {"a": 1}}]},
        {"variations": [[]]},
        {"name": 7},
        {"date_modified_gmt": "yesterday"},
        {"manage_stock": "perhaps"},
    ],
)
def test_a_field_of_the_wrong_type_is_a_finding_and_the_rest_is_read(broken: Any) -> None:
    read = product(simple(**broken))
    assert read.findings
    assert read.sku == "CASE-A"
