"""Orders: made once, for the right money, refused for a reason, and then on their way."""

import asyncio
import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from decimal import Decimal
from typing import Any

import pytest

from tests.sandbox.aliexpress.calling import DENVER, HOST, PAY, REQUEST, Caller, opened, product_id
from tests.sandbox.served import Receiver, served

DAY_S = 86_400
READABLE_S = 10


@pytest.fixture
async def caller() -> AsyncIterator[Caller]:
    async with opened() as found:
        counter = found.sandbox.shops.named(HOST).counter
        for number in range(12):
            counter.edit(product_id(number), {"stock": 50})
        yield found


def numbers(result: Any) -> list[int]:
    found: list[int] = result["order_list"]["number"]
    return found


async def test_an_order_is_made_once_a_day_for_one_number_of_the_callers(caller: Caller) -> None:
    first = await caller.order("H-1", (2, 1))
    assert (first["is_success"], "error_msg" in first) == (True, False)
    again = await caller.order("H-1", (2, 1))
    assert (again["is_success"], again["error_code"]) == (False, "REPEATED_ORDER_ERROR")
    assert again["order_list"] == {}
    await caller.control("aliexpress/moods", {"repeated_names_orders": True})
    assert numbers(await caller.order("H-1", (2, 1))) == numbers(first)
    caller.advance(DAY_S - 1)
    assert not (await caller.order("H-1", (2, 1)))["is_success"]
    counts = await caller.control("aliexpress/orders?out_order_id=H-1")
    assert (counts["placed"], counts["count"]) == (1, 1)
    caller.advance(1)
    assert numbers(await caller.order("H-1", (2, 1))) != numbers(first)
    counts = await caller.control("aliexpress/orders?out_order_id=H-1")
    assert (counts["placed"], counts["count"]) == (2, 2)
    assert (await caller.control("ledger"))["aliexpress"]["order.create"] == {"H-1": 2}


async def test_what_an_order_costs_is_the_price_with_freight_charges_and_code(
    caller: Caller,
) -> None:
    (sku,) = await caller.skus(9)  # to the US with import charges; from 5 pieces on 6 % less
    price = Decimal(sku["offer_sale_price"])
    promotion = {"promotion": {"promotion_code": "DS10"}, **PAY}
    made = await caller.order("H-2", (9, 5), extend=promotion)
    caller.advance(READABLE_S)
    order = await caller.read(numbers(made)[0])
    (line,) = order["child_order_list"]["aeop_child_order_info"]
    unit = Decimal(line["product_price"]["amount"])
    assert unit == Decimal(
        sku["wholesale_price_tiers"]["wholesale_price_tier"][0]["wholesale_price"].strip('"')
    )
    assert unit < price
    goods, off = unit * 5, Decimal(line["sale_discount_fee"]["amount"])
    assert off == (goods / 10).quantize(Decimal("0.01"), "ROUND_DOWN")
    tax = Decimal(sku["estimated_import_charges"]) * 5
    assert Decimal(line["actual_tax_fee"]["amount"]) == tax
    total = goods - off + tax + Decimal(line["shipping_fee"]["amount"])
    assert order["order_amount"] == {"amount": str(total), "currency_code": "USD"}
    counts = await caller.control("aliexpress/orders?out_order_id=H-2")
    assert (counts["amount"], counts["paid"]) == (str(total), str(total))
    assert counts["orders"][0]["promotion_code"] == "DS10"


async def test_goods_of_several_stores_are_several_orders(caller: Caller) -> None:
    made = await caller.order("H-3", (1, 1), (8, 2), (2, 1))  # stores go by seven
    assert len(numbers(made)) == 2
    counts = await caller.control("aliexpress/orders?out_order_id=H-3")
    assert (counts["placed"], counts["count"]) == (1, 2)
    assert [len(row["lines"]) for row in counts["orders"]] == [2, 1]
    await caller.control("aliexpress/moods", {"splits_lines": True})
    assert len(numbers(await caller.order("H-4", (1, 1), (8, 2), (2, 1)))) == 3


ARGENTINA = {"country": "AR", "passport_no": "20-12345678-6", "mobile_no": "1122334455"}
ISRAEL = {
    "country": "IL",
    "passport_no": "123456789",
    "foreigner_passport_no": "123456789",
    "is_foreigner": False,
}
INVALID = "B_DROPSHIPPER_DELIVERY_ADDRESS_VALIDATE_FAIL"
ADDRESSES: list[tuple[dict[str, Any], str]] = [
    ({"contact_person": "Emma"}, INVALID),
    ({"address": "12"}, INVALID),
    ({"address": "1" * 36}, INVALID),
    ({"province": "Other"}, INVALID),
    ({"city": ""}, INVALID),
    ({"country": "UK"}, "A005_INVALID_COUNTRIES"),
    ({"country": "AU", "full_name": "Émma Brandt"}, INVALID),
    ({"country": "AU", "full_name": "Emma Brandt"}, ""),
    ({"country": "ES", "mobile_no": "612345678"}, ""),
    ({"country": "ES", "mobile_no": "61234567"}, INVALID),
    ({"country": "BR"}, f"{INVALID}_CPF_CN_INVALID"),
    ({"country": "BR", "cpf": "123.456.789-09"}, ""),
    ({"country": "MX", "address2": "x" * 61}, INVALID),
    ({"country": "ZA", "contact_person": "Emma"}, INVALID),
    (ARGENTINA, ""),
    (ARGENTINA | {"passport_no": "20123456786"}, INVALID),
    (ISRAEL, ""),
    (ISRAEL | {"is_foreigner": True}, INVALID),
    ({"country": "SA", "mobile_no": "512345678"}, INVALID),
]


async def test_addresses_are_wanted_as_each_country_has_them(caller: Caller) -> None:
    for at, (change, code) in enumerate(ADDRESSES):
        found = await caller.order(f"A-{at}", (2, 1), address=DENVER | change)
        assert found.get("error_code", "") == code, change
        assert found["is_success"] == (not code)
    extend = {"trade_extra_param": {"nat_addr": "RABC1234"}}
    arabia = DENVER | {"country": "SA", "mobile_no": "512345678"}
    assert (await caller.order("A-SA", (2, 1), address=arabia, extend=extend))["is_success"]
    # Names in camelCase are not read.
    camel = {"country": "US", "province": "Colorado", "city": "Denver", "contactPerson": "E B"}
    camel |= {"address": "12 Elm Street"}
    assert (await caller.order("A-c", (2, 1), address=camel))["error_code"] == INVALID


async def test_what_cannot_be_bought_is_refused_and_nothing_is_made(caller: Caller) -> None:
    item = await caller.item(2, 1)
    cases: list[tuple[dict[str, Any], dict[str, Any], str]] = [
        ({"product_count": 51}, {}, "INVENTORY_HOLD_ERROR"),
        ({"product_count": 0}, {}, "INVENTORY_HOLD_ERROR"),
        ({"sku_attr": "14:193"}, {}, "INVENTORY_HOLD_ERROR"),
        ({"product_id": 5}, {}, "INVENTORY_HOLD_ERROR"),
        ({"logistics_service_name": "PIGEON"}, {}, "DELIVERY_METHOD_NOT_EXIST"),
        ({}, {"payment": {"pay_currency": "EUR"}}, "PRICE_PAY_CURRENCY_ERROR"),
        ({}, {"promotion": {"promotion_code": "X"}}, "A004_CANNOT_USER_COUPON"),
    ]
    name = "aliexpress.ds.order.create"
    request: dict[str, Any] = {"out_order_id": "H-5", "logistics_address": DENVER}
    for change, extend, code in cases:
        request["product_items"] = [item | change]
        found = await caller.ask(name, **{REQUEST: request}, ds_extend_request=extend)
        assert (found["result"]["is_success"], found["result"]["error_code"]) == (False, code)
    request["product_items"] = [item | {"product_count": 30}] * 2
    found = await caller.ask(name, **{REQUEST: request})
    assert found["result"]["error_code"] == "INVENTORY_HOLD_ERROR"
    mood = {"order_error": "ERROR_WHEN_BUILD_FOR_PLACE_ORDER", "order_error_next": 1}
    await caller.control("aliexpress/moods", mood)
    assert (await caller.order("H-5", (2, 1)))["error_code"] == mood["order_error"]
    assert (await caller.control("aliexpress/orders"))["count"] == 0
    # A refused order has not used up its number; the older twin takes both texts in one.
    request |= {"product_items": [item], "ds_extend_request": {"payment": PAY["payment"]}}
    found = await caller.ask("aliexpress.trade.buy.placeorder", **{REQUEST: request})
    assert found["result"]["is_success"]
    found = await caller.sync(name, **{REQUEST: "no json"})
    assert found["error_response"]["code"] == "UnsupportedParamMapping"
    (sku,) = await caller.skus(2)
    assert sku["sku_available_stock"] == 49


async def test_an_order_goes_its_way_by_the_clock(caller: Caller) -> None:
    (number,) = numbers(await caller.order("H-6", (2, 1)))
    query = {"order_id": str(number)}
    name = "aliexpress.trade.ds.order.get"
    found = await caller.sync(name, single_order_query=query)
    assert found["error_response"]["sub_code"] == "isv.invalid-authorization"
    caller.advance(READABLE_S)
    order = await caller.read(number)
    assert (order["order_status"], order["logistics_status"]) == (
        "WAIT_SELLER_SEND_GOODS",
        "WAIT_SELLER_SEND_GOODS",
    )
    assert (order["pay_timeout_second"], order["gmt_create"]) == (1036800, "2026-11-02 12:00:00")
    assert order["order_paidtime_string"] == "2026-11-02 12:00:05"
    tracking = "aliexpress.ds.order.tracking.get"
    more = {"ae_order_id": str(number), "language": "en_US"}
    found = (await caller.ask(tracking, **more))["result"]
    assert found == {"ret": False, "code": 1001, "msg": "TRACKING DATA NOT FOUND"}
    caller.advance(DAY_S)
    assert (await caller.read(number))["order_status"] == "WAIT_BUYER_ACCEPT_GOODS"
    data = (await caller.ask(tracking, **more))["result"]["data"]
    (parcel,) = data["tracking_detail_line_list"]["tracking_detail"]
    assert parcel["carrier_name"] == "CAINIAO_STANDARD"
    assert parcel["package_item_list"]["package_item"][0]["quantity"] == 1
    (node,) = parcel["detail_node_list"]["detail_node"]
    shipped_at = 1_793_620_805_000 + DAY_S * 1000  # five seconds after it was made, and a day
    assert node["time_stamp"] == shipped_at
    caller.advance(10 * DAY_S)
    order = await caller.read(number)
    assert (order["order_status"], order["logistics_status"]) == ("FINISH", "BUYER_ACCEPT_GOODS")
    simple = await caller.sync(
        "aliexpress.ds.trade.order.get", single_order_query=query, simplify="true"
    )
    assert simple["result"]["child_order_list"][0]["product_count"] == 1


async def test_an_order_that_could_not_be_paid_is_there_and_closes_after_twelve_days(
    caller: Caller,
) -> None:
    await caller.control("aliexpress/moods", {"payment": "fails"})
    made = await caller.order("H-7", (2, 3))
    assert (made["is_success"], made["error_msg"]) == (
        True,
        "OrderCreated, autoPay fail:APIPayFail",
    )
    (number,) = numbers(made)
    await caller.control("aliexpress/moods", {"payment": "fails_later"})
    (later,) = numbers(await caller.order("H-8", (2, 1)))
    assert (await caller.control("aliexpress/orders?out_order_id=H-8"))["orders"][0]["status"] == (
        "PAYMENT_PROCESSING"
    )
    caller.advance(READABLE_S)
    for each in (number, later):
        order = await caller.read(each)
        assert (order["order_status"], order["end_reason"]) == ("PLACE_ORDER_SUCCESS", "")
        assert "order_paidtime_string" not in order
    await caller.control("aliexpress/order", {"order": str(later), "do": "pay"})
    caller.advance(1_036_800 - READABLE_S)
    order = await caller.read(number)
    assert (order["order_status"], order["end_reason"]) == ("FINISH", "pay_timeout")
    assert (await caller.read(later))["order_status"] == "FINISH"  # it was paid and delivered
    counts = await caller.control("aliexpress/orders?out_order_id=H-7")
    assert (counts["count"], counts["paid"]) == (1, "0.00")
    (sku,) = await caller.skus(2)
    assert sku["sku_available_stock"] == 49


async def test_by_hand_it_is_sent_in_parts_renumbered_held_and_cancelled(caller: Caller) -> None:
    never = {"ships_after_s": None, "delivers_after_s": None}
    await caller.control("aliexpress/moods", never)
    (number,) = numbers(await caller.order("H-9", (1, 1), (8, 2)))
    caller.advance(READABLE_S)

    async def do(what: str, status: int = 200, of: int = number, **more: Any) -> Any:
        body = {"order": str(of), "do": what, **more}
        return await caller.control("aliexpress/order", body, status)

    found = await do("deliver", 400)
    assert "WAIT_SELLER_SEND_GOODS; this can be done in WAIT_BUYER_ACCEPT" in found["error"]
    await do("hold", status=200)
    assert (await caller.read(number))["order_status"] == "RISK_CONTROL"
    await do("release")
    await do("ship", lines=[1], number="LP1", carrier="PostNL")
    order = await caller.read(number)
    assert (order["order_status"], order["logistics_status"]) == (
        "SELLER_PART_SEND_GOODS",
        "SELLER_SEND_PART_GOODS",
    )
    assert "lines [0] are not sent yet, not [1]" in (await do("ship", 400, lines=[1]))["error"]
    await do("ship")
    await do("retrack", number="LP1", to="NL2")
    await do("track", number="NL2", name="Customs", text="Cleared")
    data = await caller.ask(
        "aliexpress.ds.order.tracking.get", ae_order_id=str(number), language="en"
    )
    rows = data["result"]["data"]["tracking_detail_line_list"]["tracking_detail"]
    assert rows[0]["mail_no"] == "NL2"
    names = [node["tracking_name"] for node in rows[0]["detail_node_list"]["detail_node"]]
    assert sorted(names) == ["Customs", "Shipped"]
    assert (await do("deliver"))["end_reason"] == "buyer_accept_goods"
    # Cancelled on the web site: a paid one waits for a day, then its money is back.
    (paid,) = numbers(await caller.order("H-10", (2, 1)))
    caller.advance(READABLE_S)
    assert (await do("cancel", of=paid))["status"] == "IN_CANCEL"
    caller.advance(DAY_S)
    counts = await caller.control("aliexpress/orders?out_order_id=H-10")
    assert counts["orders"][0]["end_reason"] == "buyer_cancel_order"
    assert counts["refunded"] == counts["paid"] == counts["amount"]
    assert "There is no 'burn' to do" in (await do("burn", 400))["error"]


async def until_tried_again(caller: Caller) -> None:
    """Until the first push was refused and the next try of it waits."""
    outbox = caller.sandbox.shops.named(HOST).outbox
    async with asyncio.timeout(10):
        while "push:1:1" not in {letter.key for letter in outbox.waiting}:
            await asyncio.sleep(0)


async def test_pushes_are_signed_and_come_again_until_they_are_taken(caller: Caller) -> None:
    receiver = Receiver(status=500)
    async with served(receiver, lifespan="off") as address:
        await caller.control("aliexpress/push", {"url": f"{address}/push"})
        (number,) = numbers(await caller.order("H-11", (2, 1)))
        await until_tried_again(caller)
        receiver.status = 200
        caller.advance(30)
        await receiver.until(3)
        caller.advance(DAY_S)
        await receiver.until(4)
    words = []
    for headers, content in receiver.got:
        body = json.loads(content)
        assert (body["message_type"], body["site"]) == (53, "ae_global")
        assert body["data"]["orderId"] == number
        words.append(body["data"]["orderStatus"])
        text = caller.keys["app_key"].encode() + content
        wanted = hmac.new(caller.keys["app_secret"].encode(), text, hashlib.sha256).hexdigest()
        assert headers["authorization"] == wanted
    assert words[0] == "OrderCreated"
    assert sorted(words) == ["OrderCreated", "OrderCreated", "OrderShipped", "PaymentAuthorized"]
