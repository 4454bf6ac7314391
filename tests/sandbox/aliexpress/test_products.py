"""Goods as a buyer sees them: SKUs, odd types, countries, searches, feeds, freight."""

import json
from collections.abc import AsyncIterator
from decimal import Decimal
from typing import Any

import pytest

from hanse.sandbox.world import product
from tests.sandbox.aliexpress.calling import WORLD, Caller, opened, product_id


@pytest.fixture
async def caller() -> AsyncIterator[Caller]:
    async with opened() as found:
        yield found


async def test_a_product_has_skus_with_the_shops_own_codes_where_its_number_is_even(
    caller: Caller,
) -> None:
    whole = await caller.product(10)
    assert (whole["rsp_code"], whole["result"]["logistics_info_dto"]["ship_to_country"]) == (
        200,
        "US",
    )
    sizes = await caller.skus(10)
    shops = product(WORLD, 10)
    assert [row["sku_code"] for row in sizes] == [each.sku for each in shops.variants]
    assert [row["sku_attr"] for row in sizes] == ["5:100014064", "5:361386", "5:361385"]
    (single,) = await caller.skus(2)
    assert (single["sku_code"], single["sku_attr"]) == (product(WORLD, 2).sku, "")
    assert Decimal(single["offer_sale_price"]) * 100 < product(WORLD, 2).price_minor
    coloured = await caller.skus(15)
    assert coloured[0]["sku_attr"] == "14:193#Black matt;5:361386"
    of = coloured[0]["ae_sku_property_dtos"]["ae_sku_property_d_t_o"][0]
    assert (of["sku_property_name"], of["sku_property_value"]) == ("Color", "Black")
    assert of["property_value_definition_name"] == "Black matt"
    assert not any(row["sku_code"].startswith("HZ-") for row in coloured)


async def test_types_are_as_odd_as_in_the_samples(caller: Caller) -> None:
    (sku,) = await caller.skus(9)
    assert isinstance(sku["sku_available_stock"], int)
    assert isinstance(sku["sku_id"], str)
    assert sku["limit_strategy"] is None
    assert Decimal(sku["estimated_import_charges"]) > 0  # 9 modulo 4 is 1, to the US
    (to_singapore,) = await caller.skus(9, ship_to_country="SG")
    assert to_singapore["estimated_import_charges"] == ""
    tier = sku["wholesale_price_tiers"]["wholesale_price_tier"][0]
    assert (tier["min_quantity"], tier["wholesale_price"][0]) == ("5", '"')
    result = (await caller.product(9))["result"]
    assert isinstance(result["ae_item_base_info_dto"]["product_id"], int)
    assert ";" in result["ae_multimedia_info_dto"]["image_urls"]
    (rupiah,) = await caller.skus(9, target_currency="IDR")
    (unknown,) = await caller.skus(9, target_currency="XQX")
    assert rupiah["currency_code"] == "IDR"
    ratio = Decimal(rupiah["offer_sale_price"]) / Decimal(sku["offer_sale_price"])
    assert 10_000 < ratio < 25_000
    assert unknown == sku
    twin = await caller.ask(
        "aliexpress.ds.product.wholesale.get", product_id=product_id(9), ship_to_country="US"
    )
    assert twin["result"] == result


async def test_what_cannot_be_had_says_so_in_its_own_code(caller: Caller) -> None:
    cases: list[tuple[int, dict[str, str], int, str]] = [
        (4000, {}, 605, "ITEM_ID_NOT_FOUND"),
        (7, {"ship_to_country": "AU"}, 602, "not allowed"),
    ]
    for number, more, code, words in cases:
        found = await caller.product(number, **more)
        assert (found["rsp_code"], "result" in found) == (code, False)
        assert words in found["rsp_msg"]
    await caller.control("aliexpress/moods", {"product_error_next": 1})
    found = await caller.product(2)
    assert (found["rsp_code"], found["rsp_msg"]) == (404, "System Error")
    assert (await caller.product(2))["rsp_code"] == 200
    found = await caller.sync("aliexpress.ds.product.get", product_id=product_id(2))
    assert found["error_response"]["code"] == "MissingParameter"
    found = await caller.sync("aliexpress.ds.product.get", product_id="two", ship_to_country="US")
    assert found["error_response"]["code"] == "UnsupportedParamMapping"


async def test_stock_price_and_state_are_set_by_hand(caller: Caller) -> None:
    code = product(WORLD, 2).sku
    said = await caller.control("aliexpress/sku", {"sku": code, "stock": 3, "price": "7.50"})
    assert (said["stock"], said["price"], said["product_id"]) == (3, "7.50", product_id(2))
    (sku,) = await caller.skus(2)
    assert (sku["sku_available_stock"], sku["offer_sale_price"]) == (3, "7.50")
    body: dict[str, Any] = {"product": product_id(2), "on_sale": False}
    await caller.control("aliexpress/product", body)
    (sku,) = await caller.skus(2)
    assert sku["sku_available_stock"] == 0
    await caller.control("aliexpress/product", body | {"gone": True})
    assert (await caller.product(2))["rsp_code"] == 605
    for path, wrong, words in (
        ("sku", {"sku": product_id(10), "stock": 1}, "has 3 SKUs: choose one of them"),
        ("sku", {"sku": product_id(4), "price": "1.005"}, "no price in dollars and cents"),
        ("sku", {"sku": "no-such"}, "There is no product 'no-such' here"),
        ("product", {"product": product_id(4), "gone": 1}, "true or false"),
        ("moods", {"payment": "maybe"}, "payment is one of works, fails, fails_later"),
        ("moods", {"mood": 1}, "There is no mood"),
        ("codes", {"X": 0}, "1 to 100"),
        ("push", {"url": "ftp://x"}, "no address of the web"),
        ("order", {"order": "1", "do": "pay"}, "There is no order '1' here"),
    ):
        found = await caller.control(f"aliexpress/{path}", wrong, status=400)
        assert words in found["error"]


async def test_words_find_products_in_pages_and_in_order(caller: Caller) -> None:
    usual = {"local": "en_US", "countryCode": "US", "currency": "USD"}
    noun = product(WORLD, 2).name.split()[1]
    seen: list[str] = []
    for page in (1, 2, 3):
        found = await caller.ask(
            "aliexpress.ds.text.search",
            **usual,
            keyWord=noun,
            pageSize="3",
            pageIndex=str(page),
            sortBy="min_price,asc",
        )
        rows = found["data"]["products"].get("selection_search_product", [])
        assert all(noun in row["title"] for row in rows)
        seen += [row["targetSalePrice"] for row in rows]
    assert len(seen) == min(found["data"]["totalCount"], 9)
    assert seen == sorted(seen, key=Decimal)
    nothing = await caller.ask("aliexpress.ds.text.search", **usual, keyWord="submarine")
    assert nothing["data"]["products"] == {}


async def test_feeds_are_paged_by_a_cursor_that_lives_for_a_minute(caller: Caller) -> None:
    names = (await caller.ask("aliexpress.ds.feedname.get"))["resp_result"]["result"]["promos"]
    feed = names["promo"][0]
    name, seen = "aliexpress.ds.feed.itemids.get", []
    more: dict[str, str] = {}
    while True:
        found = await caller.ask(name, feed_name=feed["promo_name"], page_size="9", **more)
        seen += found["result"]["products"]["number"]
        caller.advance(1)  # three calls a second
        if not (cursor := found["result"]["search_id"]):
            break
        more = {"search_id": cursor}
    assert len(seen) == len(set(seen)) == feed["product_num"]
    found = await caller.ask(name, feed_name=feed["promo_name"], page_size="9")
    caller.advance(60)
    late = {"search_id": found["result"]["search_id"]}
    found = await caller.ask(name, feed_name=feed["promo_name"], **late)
    assert (found["ret"], "result" in found) == (False, False)
    page = await caller.ask(
        "aliexpress.ds.recommend.feed.get",
        feed_name=feed["promo_name"],
        page_size="5",
        page_no="2",
        sort="priceAsc",
    )
    result = page["resp_result"]["result"]
    assert (len(result["products"]["product"]), result["current_page_no"]) == (5, 2)
    assert result["total_record_count"] == feed["product_num"]


async def test_freight_is_told_in_whole_dollars_and_not_everywhere(caller: Caller) -> None:
    (sku,) = await caller.skus(2)
    wanted = {
        "productId": product_id(2),
        "selectedSkuId": sku["sku_id"],
        "quantity": 2,
        "shipToCountry": "US",
        "currency": "USD",
        "language": "en_US",
        "locale": "en_US",
    }
    name = "aliexpress.ds.freight.query"

    async def ask(**change: Any) -> Any:
        request = json.dumps(wanted | change)
        return (await caller.ask(name, queryDeliveryReq=request))["result"]

    rows = (await ask())["delivery_options"]["delivery_option_d_t_o"]
    assert [row["code"] for row in rows] == [
        "CAINIAO_STANDARD",
        "CAINIAO_PREMIUM",
        "CAINIAO_ECONOMY",
    ]
    assert all(Decimal(row["shipping_fee_cent"]) < 100 for row in rows)
    assert isinstance(rows[0]["shipping_fee_cent"], str)
    nowhere = await ask(shipToCountry="AQ")
    assert (nowhere["success"], nowhere["code"]) == (False, 505)
    assert nowhere["msg"] == "DELIVERY_NOT_AVAILABLE_TO_YOUR_ADDRESS"
    assert (await ask(selectedSkuId="1"))["msg"] == "DELIVERY_INFO_EMPTY"
    found = await caller.sync(name, queryDeliveryReq="{}")
    assert found["error_response"]["code"] == "MissingParameter"


async def test_the_rest_of_what_an_app_reads(caller: Caller) -> None:
    tree = (await caller.ask("aliexpress.ds.address.get", countryCode="ID"))["result"]
    provinces = json.loads(tree["data"]["children"])
    assert [row["name"] for row in provinces] == ["DKI Jakarta", "Jawa Barat"]
    benefits = await caller.ask("aliexpress.ds.member.benefit.get")
    assert next(iter(benefits["result"].values()))[0]["code"] == "auto-pay"
    found = await caller.ask("aliexpress.ds.category.get")
    rows = found["resp_result"]["result"]["categories"]["category"]
    (root,) = [row["category_id"] for row in rows if "parent_category_id" not in row]
    found = await caller.ask("aliexpress.ds.category.get", categoryId=str(root), language="en")
    assert found["resp_result"]["result"]["total_result_count"] == len(rows) - 1
    # Nobody here is a publisher.
    found = await caller.ask("aliexpress.affiliate.hotproduct.query", session=None)
    assert found["resp_result"]["resp_code"] == 401
