"""Products, variants, places and stock."""

from datetime import UTC, datetime
from typing import Any

import pytest

from hanse.base.faults import Finding
from hanse.base.money import Money
from hanse.connectors.shopify.mapping import goods, stock
from hanse.connectors.shopify.mapping.ids import gid, plain_id
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
from hanse.trade.stock import (
    Backorders,
    CountedBy,
    ItemStock,
    LevelAt,
    Location,
    StockLevel,
    StockState,
)
from tests.connectors.shopify import documents as made
from tests.connectors.shopify.told import SHOP, codes, received


def usd(amount: str) -> Money:
    return Money.of("USD", amount)


def product(document: object, shop: Shop = SHOP) -> Product:
    read = goods.product(received(document), shop)
    assert isinstance(read, Product), read
    return read


def offer(shop: Shop = SHOP, **changed: Any) -> Offer:
    read = goods.offer(received(made.offer(**changed)), shop)
    assert isinstance(read, Offer), read
    return read


def item_stock(**changed: Any) -> ItemStock:
    read = stock.item_stock(received(made.item(**changed)))
    assert isinstance(read, ItemStock), read
    return read


def test_a_product_is_read_with_its_variants() -> None:
    read = product(made.product())
    assert (read.remote_id, read.kind, read.state) == (
        "12",
        ProductKind.variants,
        ListingState.live,
    )
    assert (read.title, read.listed, read.sku) == ("Shirt", True, None)
    assert read.options == (
        Option("Colour", ("Red", "Blue"), "61"),
        Option("Size", ("M",), "62"),
    )
    assert read.categories == (Label("aa-1-13-8", "Clothing > Shirts"), Label("71", "Summer"))
    assert read.brands == (Label("Acme", "Acme"),)
    assert read.tags == (Label("new", "new"), Label("soft", "soft"))
    assert read.images == (Image("81", "https://cdn.example/81.png", "From the front"),)
    assert read.modified_at == datetime(2026, 11, 21, 15, 21, 32, tzinfo=UTC)
    assert [each.variant_id for each in read.offers] == ["31", "32"]
    assert (read.findings, read.incomplete, read.variant_ids) == ((), False, ())


def test_a_variant_is_an_offer() -> None:
    red, blue = product(made.product()).offers
    assert (red.product_id, red.variant_id, red.sku, red.title) == (
        "12",
        "31",
        "SHIRT-31",
        "Red / M",
    )
    assert red.choices == (Choice("Colour", "Red"), Choice("Size", "M"))
    assert (red.price, red.regular, red.compare_at, red.sale) == (
        usd("12.50"),
        usd("12.50"),
        None,
        None,
    )
    assert red.stock == StockLevel(7, CountedBy.offer, StockState.in_stock, Backorders.no)
    assert red.image == Image("91", "https://cdn.example/r.png", "Red")
    assert (red.gtin, red.weight, red.stock_item_id) == ("4006381333931", "0.25", "501")
    assert (blue.weight, blue.stock_item_id) == (None, "502")


def test_a_product_without_options_has_one_offer_and_no_choices() -> None:
    read = product(made.plain_product())
    assert (read.kind, read.options) == (ProductKind.single, ())
    (only,) = read.offers
    assert (only.variant_id, only.choices) == ("31", ())


def test_one_variant_of_an_option_is_a_variant_all_the_same() -> None:
    read = product(made.product(variants=made.nodes(made.variant())))
    assert read.kind is ProductKind.variants


def test_a_price_that_is_struck_out_makes_a_sale() -> None:
    read = offer(compareAtPrice="15.00")
    assert (read.price, read.compare_at, read.regular) == (usd("12.50"), usd("15"), usd("15"))
    assert read.sale == Sale(usd("12.50"))


@pytest.mark.parametrize("before", ["12.50", "9.00", "0.00", None])
def test_a_price_beside_it_that_is_no_higher_is_not_struck_out(before: str | None) -> None:
    read = offer(compareAtPrice=before)
    assert (read.compare_at, read.sale, read.regular) == (None, None, usd("12.50"))


@pytest.mark.parametrize(
    ("status", "state", "listed"),
    [
        ("ACTIVE", ListingState.live, True),
        ("UNLISTED", ListingState.live, False),
        ("DRAFT", ListingState.draft, None),
        ("ARCHIVED", ListingState.archived, None),
    ],
)
def test_every_status_has_its_state(status: str, state: ListingState, listed: bool | None) -> None:
    read = product(made.product(status=status))
    assert (read.state, read.listed) == (state, listed)
    assert {each.state for each in read.offers} == {state}
    assert status in goods.STATES


def test_yen_have_no_cents_also_where_the_wire_writes_them() -> None:
    yen = Shop("JPY", 0, weight_unit="kg")
    for price in ("1000.00", "1000", "1000.0"):
        assert offer(yen, price=price).price == Money("JPY", 1000)
    odd = offer(yen, price="1000.50")
    assert odd.price is None
    assert codes(odd.findings) == [("too_many_decimals", "price")]


@pytest.mark.parametrize("price", ["abc", "1,000", "1e3", True, ["9"], {"amount": "9"}])
def test_a_price_that_is_no_number_is_a_finding(price: object) -> None:
    read = offer(price=price)
    assert read.price is None
    assert "price" in [each.field for each in read.findings]


def test_a_price_that_is_null_is_none_and_not_0() -> None:
    assert offer(price=None).price is None


@pytest.mark.parametrize(
    ("quantity", "policy", "state"),
    [
        (3, "DENY", StockState.in_stock),
        (0, "DENY", StockState.out_of_stock),
        (-4, "DENY", StockState.out_of_stock),
        (0, "CONTINUE", StockState.on_backorder),
        (-4, "CONTINUE", StockState.on_backorder),
    ],
)
def test_the_state_of_stock_follows_from_the_count(
    quantity: int, policy: str, state: StockState
) -> None:
    read = offer(inventoryQuantity=quantity, inventoryPolicy=policy).stock
    assert (read.quantity, read.state) == (quantity, state)


def test_what_nobody_tracks_has_no_quantity() -> None:
    untracked = {"id": made.of("InventoryItem", 501), "tracked": False}
    read = offer(inventoryItem=untracked, inventoryQuantity=-3).stock
    assert read == StockLevel(None, CountedBy.nobody, StockState.in_stock, Backorders.no)


def test_without_a_right_to_stock_nothing_is_said_of_it() -> None:
    read = offer(inventoryItem=None)
    assert read.stock == StockLevel(None, None, None, Backorders.no)
    assert (read.stock_item_id, read.weight) == (None, None)


def test_tracked_stock_without_a_number_is_a_finding() -> None:
    read = offer(inventoryQuantity=None)
    assert (read.stock.quantity, read.stock.state) == (None, None)
    assert codes(read.findings) == [("no_quantity", "inventoryQuantity")]


@pytest.mark.parametrize(
    ("value", "unit", "of_shop", "weight"),
    [
        (0.25, "KILOGRAMS", "kg", "0.25"),
        (250, "GRAMS", "kg", "0.25"),
        (0.25, "KILOGRAMS", "g", "250"),
        (1.5, "POUNDS", "oz", "24"),
        (8, "OUNCES", "lb", "0.5"),
        (0, "GRAMS", "g", "0"),
        (100.0, "GRAMS", "g", "100"),
    ],
)
def test_a_weight_is_in_the_unit_of_the_shop(
    value: float, unit: str, of_shop: str, weight: str
) -> None:
    told = {"id": made.of("InventoryItem", 1), "tracked": True}
    told["measurement"] = {"weight": {"value": value, "unit": unit}}
    shop = Shop("USD", 2, weight_unit=of_shop)
    assert offer(shop, inventoryItem=told).weight == weight


def test_grams_are_not_guessed_in_ounces() -> None:
    read = offer(Shop("USD", 2, weight_unit="oz"))
    assert read.weight is None
    assert codes(read.findings) == [("other_unit", "inventoryItem.measurement.weight.unit")]


def test_more_variants_than_a_page_shows_are_said() -> None:
    read = product(made.product(variants=made.nodes(made.variant(), more=True)))
    assert read.incomplete
    assert codes(read.findings) == [("more_variants", "variants")]


@pytest.mark.parametrize(
    ("field", "word"),
    [("status", "SUSPENDED"), ("media", "HOLOGRAM"), ("variants", "MAYBE")],
)
def test_a_word_that_we_do_not_know_is_named(field: str, word: str) -> None:
    odd: dict[str, Any] = {
        "status": word,
        "media": made.nodes(made.picture(1, mediaContentType=word)),
        "variants": made.nodes(made.variant(inventoryPolicy=word)),
    }
    read = product(made.product(**{field: odd[field]}))
    assert [each.code for each in read.findings] == ["unknown_word"]
    assert word in read.findings[0].sentence


def test_huge_texts_and_emoji_stay_as_they_are() -> None:
    title = "👩‍👩‍👧 " * 50_000 + "\u202e"
    assert product(made.product(title=title)).title == title


@pytest.mark.parametrize(
    "value",
    [None, [], "x", 7, {}, {"id": None}, {"id": 0}, {"id": 12}, {"id": "12"}, {"id": "gid://x/1"}],
)
def test_a_document_that_is_none_is_a_finding(value: object) -> None:
    for read in (
        goods.product(value, SHOP),
        goods.offer(value, SHOP),
        stock.item_stock(value),
        stock.location(value),
    ):
        assert isinstance(read, Finding)
        assert read.code in ("no_document", "no_id")


def test_a_variant_that_names_no_product_is_a_finding() -> None:
    parents: list[object] = [None, {}, {"id": "12"}, []]
    for parent in parents:
        read = goods.offer(received(made.offer(product=parent)), SHOP)
        assert isinstance(read, Finding)
        assert read.code == "no_parent"


def test_a_variant_without_an_id_is_left_out_and_said() -> None:
    rows = made.nodes(made.variant(), made.variant(id=None), made.variant(id="31"))
    read = product(made.product(variants=rows))
    assert [each.variant_id for each in read.offers] == ["31"]
    assert ("no_id", "variants.nodes[1].id") in codes(read.findings)
    assert ("wrong_type", "variants.nodes[2].id") in codes(read.findings)


def test_ids_go_there_and_back() -> None:
    assert plain_id("gid://shopify/Product/9007199254740993") == "9007199254740993"
    assert plain_id("gid://shopify/InventoryLevel/9?inventory_item_id=5") == "9"
    assert gid("Product", "12") == "gid://shopify/Product/12"
    assert gid("Product", gid("Product", "12")) == gid("Product", "12")
    assert [plain_id(each) for each in ("", "12", "gid://shopify/", "gid://shopify/X/")] == [
        None
    ] * 4


# Places and stock


def test_a_place_is_read() -> None:
    read = stock.location(received(made.location()))
    assert read == Location("7", "Warehouse", True, "SG")
    closed = stock.location(received(made.location(isActive=False, address=None)))
    assert closed == Location("7", "Warehouse", False, None)


def test_stock_is_told_by_place_under_the_id_of_the_item() -> None:
    read = item_stock()
    assert (read.remote_id, read.variant_id, read.product_id) == ("501", "31", "12")
    assert (read.sku, read.tracked, read.incomplete, read.findings) == (
        "SHIRT-31",
        True,
        False,
        (),
    )
    at = datetime(2026, 11, 20, 9, tzinfo=UTC)
    assert read.levels == (LevelAt("7", 5, 7, 2, 10, at), LevelAt("8", 0, 2, 2, 10, at))


def test_a_place_where_it_lay_once_is_none() -> None:
    read = item_stock(inventoryLevels=made.nodes(made.level(7), made.level(8, isActive=False)))
    assert [each.location_id for each in read.levels] == ["7"]


def test_a_count_that_is_not_told_is_none_and_not_0() -> None:
    only = [{"name": "available", "quantity": 3}]
    read = item_stock(inventoryLevels=made.nodes(made.level(7, quantities=only, updatedAt=None)))
    assert read.levels == (LevelAt("7", 3),)


def test_a_quantity_without_a_place_is_said() -> None:
    read = item_stock(inventoryLevels=made.nodes(made.level(7, location=None)))
    assert read.levels == ()
    assert codes(read.findings) == [("no_location", "inventoryLevels.nodes[0].location")]


def test_more_places_than_a_page_shows_are_said() -> None:
    read = item_stock(inventoryLevels=made.nodes(made.level(), more=True))
    assert read.incomplete
    assert codes(read.findings) == [("more_levels", "inventoryLevels")]


def test_an_item_whose_variant_is_gone_is_read() -> None:
    read = item_stock(variant=None)
    assert (read.product_id, read.variant_id, read.findings) == (None, None, ())


@pytest.mark.parametrize(
    "broken",
    [
        {"variants": []},
        {"variants": {"nodes": [7]}},
        {"variants": {"nodes": "x"}},
        {"options": [None]},
        {"options": "Colour"},
        {"tags": [{}]},
        {"media": {"nodes": [None]}},
        {"category": "shirts"},
        {"updatedAt": "yesterday"},
        {"title": 7},
        {"collections": 3},
    ],
)
def test_a_field_of_the_wrong_type_is_a_finding_and_the_rest_is_read(broken: Any) -> None:
    read = product(made.product(**broken))
    assert read.findings
    assert read.remote_id == "12"
    assert read.brands == (Label("Acme", "Acme"),)
