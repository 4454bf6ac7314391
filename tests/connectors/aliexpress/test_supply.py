"""Products, ways and parcels, as the documents of the sheet have them."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from hanse.base.money import Money
from hanse.connectors.aliexpress import manifest as platform
from hanse.trade.ports_read import Ask, Kind, Page, Reach
from hanse.trade.supply import (
    Freight,
    FreightAsk,
    Item,
    Purchase,
    PurchaseLine,
    PurchaseParcel,
    PurchaseState,
    Stocked,
    Supply,
    Tracked,
)
from tests.connectors.aliexpress.told import SHOP, option, order, product, reply, sent, ways

ITEM = "1005006123456789"
SUPPLIED, PURCHASES = platform.READS
BLACK = Item(ITEM, "12000030530000", "14:10#100pcs 83mm", 2)
WHITE = Item(ITEM, "12000030530001", "14:29#white", 1)


def usd(amount: str) -> Money:
    return Money.of("USD", amount)


def supplied(document: object, remote_id: str = ITEM) -> Page[Any]:
    return SUPPLIED.page(Ask(Reach.named, ids=(remote_id,)), reply(document), SHOP)


def supply(document: object) -> Supply:
    [row] = supplied(document).rows
    assert isinstance(row.value, Supply)
    return row.value


def test_a_product_is_what_a_supplier_offers() -> None:
    page = supplied(product())
    found = supply(product())
    assert page.seen_ids == (ITEM,)
    assert (found.remote_id, found.title, found.on_sale, found.sold) == (ITEM, "Case", True, 1000)
    assert (found.store_id, found.store_name) == ("912", "Cases")
    assert found.image_url == "https://ae01.example/1.jpg"
    assert found.findings == ()
    black, white = found.variants
    assert (black.variant_id, black.key) == (BLACK.variant_id, BLACK.key)
    assert (black.sku, black.title, black.price) == ("CASE-B", "100pcs 83mm", usd("3.50"))
    assert black.stock == (Stocked("CN", 40),)
    assert black.weight_g == 51  # never too light
    assert black.image_url == "https://ae01.example/black.jpg"
    assert (white.key, white.title, white.stock) == ("14:29#white", "white", (Stocked("CN", 0),))


def test_more_pieces_cost_less_by_the_tiers() -> None:
    breaks = supply(product()).variants[0].breaks
    assert [(each.quantity, each.price) for each in breaks] == [(5, usd("3.30")), (10, usd("3.10"))]


def with_charges(charges: object, country: str) -> Supply:
    document = product(logistics_info_dto={"ship_to_country": country})
    skus = document["result"]["ae_item_sku_info_dtos"]["ae_item_sku_info_d_t_o"]
    skus[0]["estimated_import_charges"] = charges
    return supply(document)


def test_charges_beside_the_price_are_added_for_the_united_states_only() -> None:
    for charges, country, price in (
        ("1.25", "US", "4.75"),
        ("", "US", "3.50"),
        (None, "US", "3.50"),
        ("1.25", "ID", "3.50"),
    ):
        assert with_charges(charges, country).variants[0].price == usd(price)
    assert with_charges("1.25", "US").variants[0].breaks[0].price == usd("4.55")
    unclear = with_charges("about 1", "US")
    assert (unclear.variants[0].price, unclear.variants[0].breaks) == (None, ())
    assert unclear.findings


@pytest.mark.parametrize(
    ("strategy", "said"),
    [("create_order_fail", "refuses"), ("back_to_normal_price", "normal"), (None, "not said")],
)
def test_a_price_for_some_pieces_only_is_said(strategy: str | None, said: str) -> None:
    document = product()
    sku = document["result"]["ae_item_sku_info_dtos"]["ae_item_sku_info_d_t_o"][0]
    sku |= {"buy_amount_limit_set_by_promotion": "3", "limit_strategy": strategy}
    [found] = supply(document).findings
    assert (found.code, said in found.sentence, "at most 3" in found.sentence) == (
        *("promotion_limit", True),
        True,
    )


def test_a_price_that_is_missing_is_none_and_is_said() -> None:
    """The price struck out stands in for nothing."""
    document = product()
    del document["result"]["ae_item_sku_info_dtos"]["ae_item_sku_info_d_t_o"][0]["offer_sale_price"]
    found = supply(document)
    assert found.variants[0].price is None
    assert [each.code for each in found.findings] == ["missing_field"]


def test_an_empty_list_is_an_empty_object_and_a_wrapper_has_any_name() -> None:
    assert supply(product(ae_item_sku_info_dtos={})).variants == ()
    skus = product()["result"]["ae_item_sku_info_dtos"]["ae_item_sku_info_d_t_o"]
    for told in (skus, {"whatever": skus}):
        assert len(supply(product(ae_item_sku_info_dtos=told)).variants) == 2


def test_a_word_that_nobody_knows_makes_no_state() -> None:
    base = {"product_id": 1, "subject": "Case", "product_status_type": "offline"}
    found = supply(product(ae_item_base_info_dto=base))
    assert found.on_sale is None
    assert [each.code for each in found.findings] == ["unknown_word"]


def test_another_number_for_the_country_is_said() -> None:
    twin = {"main_product_id": 1, "sub_product_id": '{"ID": 3256804591426244}'}
    found = supply(product(product_id_converter_result=twin))
    assert [each.code for each in found.findings] == ["other_id"]
    assert "3256804591426244" in found.findings[0].sentence


@pytest.mark.parametrize("code", [602, "605"])
def test_what_is_not_sold_there_is_not_there(code: object) -> None:
    page = supplied({"rsp_code": code, "rsp_msg": "x"})
    assert (page.rows, page.seen_ids, page.findings) == ((), (), ())


def test_an_answer_without_the_product_is_said_and_nothing_is_gone() -> None:
    page = supplied({"rsp_code": 200})
    assert (page.rows, page.seen_ids) == ((), (ITEM,))
    assert [each.code for each in page.findings] == ["no_product"]


def test_one_thing_is_asked_for_in_a_call() -> None:
    for port in platform.READS:
        with pytest.raises(ValueError, match="one thing"):
            port.question(Ask(Reach.named, ids=("1", "2")), SHOP)


# Ways

ASK = FreightAsk((BLACK, WHITE), "CN", "ID", "40111")


def test_each_item_is_asked_for_apart() -> None:
    first, second = platform.SUPPLY.freight_questions(ASK, SHOP)
    assert first.path == "aliexpress.ds.freight.query"
    assert json.loads(sent(first)["queryDeliveryReq"]) == {
        "productId": ITEM,
        "selectedSkuId": BLACK.variant_id,
        "quantity": "2",
        "shipToCountry": "ID",
        "currency": "USD",
        "language": "en_US",
        "locale": "en_US",
    }
    assert WHITE.variant_id in sent(second)["queryDeliveryReq"]


def freights(*answers: object) -> list[Freight]:
    ask = FreightAsk((BLACK, WHITE)[: len(answers)], "CN", "ID")
    replies = [reply(each, "aliexpress.ds.freight.query") for each in answers]
    return list(platform.SUPPLY.freights(ask, replies, SHOP))


def test_only_what_serves_all_items_is_a_way_at_what_it_costs_in_all() -> None:
    one = ways(option("CAINIAO_STANDARD", "1.20", 15), option("EMS", "9.00", 8))
    other = ways(option("CAINIAO_STANDARD", "0.80", 20, tracking=False), option("DHL", "20", 4))
    assert freights(one, other) == [
        Freight(
            *("CAINIAO_STANDARD", "CAINIAO_STANDARD Shipping", usd("2.00"), 17, 20),
            tracked=False,
        )
    ]


def test_a_free_way_costs_nothing_and_a_price_that_is_missing_is_none() -> None:
    free = option("A", "", 9, free_shipping="true")
    [found] = freights(ways(free))
    assert (found.price, found.free, found.findings) == (usd("0"), True, ())
    unpriced = {**option("B", "", 9), "shipping_fee_currency": None}
    [odd] = freights(ways(unpriced))
    assert odd.price is None
    half = freights(ways(option("B", "1.00", 9)), ways(unpriced))
    assert [each.price for each in half] == [None]
    euros = option("B", "1.00", 9, shipping_fee_currency="EUR")
    [mixed] = freights(ways(option("B", "1.00", 9)), ways(euros))
    assert mixed.price is None
    assert [each.code for each in mixed.findings] == ["two_currencies"]


def test_where_nothing_goes_there_is_no_way() -> None:
    nowhere = {"result": {"success": False, "code": 505, "msg": "x", "delivery_options": {}}}
    assert freights(nowhere) == []
    assert freights(ways(option("A", "1.00", 9)), nowhere) == []


# Orders


def purchase(document: object, remote_id: str = "8001") -> Purchase:
    [row] = PURCHASES.page(Ask(Reach.named, ids=(remote_id,)), reply(document), SHOP).rows
    assert isinstance(row.value, Purchase)
    assert row.remote_id == row.value.remote_id == remote_id
    return row.value


def test_an_order_is_read_by_its_id() -> None:
    asked = PURCHASES.question(Ask(Reach.named, ids=("8001",)), SHOP)
    assert json.loads(sent(asked)["single_order_query"]) == {"order_id": "8001"}
    parcel = {"logistics_no": "LP001", "logistics_service": "Cainiao"}
    found = purchase(order(logistics_info_list={"x": [parcel]}))
    assert (found.state, found.word) == (PurchaseState.ordered, "WAIT_SELLER_SEND_GOODS")
    assert (found.total, found.freight, found.number) == (usd("8.20"), usd("1.20"), None)
    assert found.lines == (PurchaseLine(BLACK.variant_id, ITEM, 2),)
    assert found.parcels == (PurchaseParcel("LP001", "Cainiao"),)
    assert found.findings == ()


STATES = {
    "PLACE_ORDER_SUCCESS": "unpaid",
    "PAYMENT_PROCESSING": "paying",
    "WAIT_SELLER_EXAMINE_MONEY": "paying",
    "RISK_CONTROL": "checked",
    "RISK_CONTROL_HOLD": "checked",
    "WAIT_GROUP": "checked",
    "WAIT_COMPLETE_ADDRESS": "checked",
    "WAIT_SELLER_SEND_GOODS": "ordered",
    "SELLER_PART_SEND_GOODS": "partly_sent",
    "WAIT_BUYER_ACCEPT_GOODS": "sent",
    "IN_CANCEL": "cancelling",
}


@pytest.mark.parametrize("word", STATES)
def test_each_word_of_an_order_is_a_state(word: str) -> None:
    found = purchase(order(order_status=word))
    assert found.state == STATES[word]
    assert platform.CARD.ours("order_status", word) == STATES[word]


@pytest.mark.parametrize(
    ("goods", "state"),
    [
        ("BUYER_ACCEPT_GOODS", PurchaseState.delivered),
        ("NO_LOGISTICS", PurchaseState.cancelled),
        ("DEFAULT", PurchaseState.cancelled),
        ("WAIT_SELLER_SEND_GOODS", PurchaseState.cancelled),
        ("SELLER_SEND_GOODS", None),
        (None, None),
    ],
)
def test_an_order_that_has_ended_is_delivered_only_where_its_goods_are(
    goods: str | None, state: PurchaseState | None
) -> None:
    found = purchase(order(order_status="FINISH", logistics_status=goods))
    assert found.state is state
    assert bool(found.findings) is (state is None)


def test_a_word_of_an_order_that_nobody_knows_is_named() -> None:
    found = purchase(order(order_status="ABDUCTED"))
    assert (found.state, found.word) == (None, "ABDUCTED")
    assert "ABDUCTED" in found.findings[0].sentence


def test_several_orders_under_one_name_are_read_each_by_its_own() -> None:
    asked = PURCHASES.question(Ask(Reach.named, ids=("8001,8002",)), SHOP)
    assert json.loads(sent(asked)["single_order_query"]) == {"order_id": "8001"}
    found = purchase(order(order_status="FINISH"), "8001,8002")
    assert (found.became, found.state, found.total) == (("8001", "8002"), None, None)
    assert [each.code for each in found.findings] == ["parted"]


def test_an_answer_without_the_order_is_said_and_nothing_is_gone() -> None:
    page = PURCHASES.page(Ask(Reach.named, ids=("8001",)), reply({"result": {}}), SHOP)
    assert (page.rows, page.seen_ids) == ((), ("8001",))
    assert page.findings


# Parcels

LINE = {
    "mail_no": "LP001",
    "carrier_name": "Cainiao",
    "eta_time_stamps": 1764000000000,
    "detail_node_list": {
        "detail_node": [
            {"time_stamp": 1763800000000, "tracking_name": "B", "tracking_detail_desc": "Left"},
            {"time_stamp": "1763700000000", "tracking_name": "A", "tracking_detail_desc": "Taken"},
        ]
    },
}


def tracked(data: object, number: str = "") -> Any:
    assert platform.SUPPLY.tracked is not None
    return platform.SUPPLY.tracked([Tracked("8001", number)], reply({"result": data}))


def test_a_parcel_is_followed_with_its_oldest_event_first() -> None:
    assert platform.SUPPLY.track_question is not None
    asked = platform.SUPPLY.track_question([Tracked("8001", "LP001")])
    assert sent(asked) == {"ae_order_id": "8001", "language": "en_US"}
    [found] = tracked({"ret": True, "data": {"tracking_detail_line_list": {"x": [LINE]}}})
    assert (found.number, found.carrier, found.state) == ("LP001", "Cainiao", None)
    assert [(each.word, each.text) for each in found.events] == [("A", "Taken"), ("B", "Left")]
    assert found.events[1].at == datetime(2025, 11, 22, 8, 26, 40, tzinfo=UTC)
    assert found.promised_by == datetime(2025, 11, 24, 16, tzinfo=UTC)


def test_only_the_parcel_that_was_asked_for_is_told_and_nothing_yet_is_nothing() -> None:
    both = [LINE, {**LINE, "mail_no": "LP002"}]
    told = {"ret": True, "data": {"tracking_detail_line_list": {"x": both}}}
    assert [each.number for each in tracked(told, "LP002")] == ["LP002"]
    assert [each.number for each in tracked(told)] == ["LP001", "LP002"]
    assert tracked({"ret": False, "code": 1001, "msg": "TRACKING DATA NOT FOUND"}) == []


def test_the_kinds_are_those_of_a_supplier() -> None:
    assert [port.kind for port in platform.READS] == [Kind.supplied, Kind.purchases]
