"""Orders at the supplier: made, paid, moved, and counted by a stranger."""

from typing import Any

import aiohttp
import pytest

from tests.sandbox.cj.caller import SHARED, Caller, order

V2, ORDERS = "/shopping/order/createOrderV2", "/shopping/order/list"
DETAIL = "/shopping/order/getOrderDetail"
PAY = "/shopping/pay/payBalance"


async def detail(caller: Caller, reference: str) -> Any:
    return await caller.ask("GET", DETAIL, orderId=reference)


async def test_the_long_way_goes_through_cart_shipment_and_payment(caller: Caller) -> None:
    made = await caller.order("A", "V3")
    assert (made["orderStatus"], made["shipmentOrderId"]) == ("CREATED", None)
    ids = {"cjOrderIdList": [made["orderId"], "A"]}
    cart = await caller.ask("POST", "/shopping/order/addCart", ids)
    assert cart["addSuccessOrders"] == [made["orderId"]]
    shipment = (await caller.ask("POST", "/shopping/order/addCartConfirm", ids))["shipmentsId"]
    assert (await detail(caller, "A"))["orderStatus"] == "UNPAID"
    body = {"shipmentOrderId": shipment}
    parent = await caller.ask("POST", "/shopping/order/saveGenerateParentOrder", body)
    assert parent["orderMoney"] == made["orderAmount"]
    body["payId"] = parent["payId"]
    assert await caller.refused("POST", f"{PAY}V2", body | {"payId": "other"}) == 1603101
    assert await caller.ask("POST", f"{PAY}V2", body) is None
    assert await caller.refused("POST", f"{PAY}V2", body) == 1603101
    found = await caller.count("A")
    assert (found["exist"], found["paid"]) == (1, 1)
    assert found["paid_usd"] == f"{made['orderAmount']:.2f}"
    balance = (await caller.ask("GET", "/shopping/pay/getBalance"))["amount"]
    assert balance == round(10_000 - made["orderAmount"], 2)


async def test_pay_type_2_pays_at_once_and_takes_the_goods_from_the_shelf(caller: Caller) -> None:
    [before] = (await caller.at_desk(f"cj/variants?variant={SHARED}"))["variants"]
    made = await caller.order("B")
    assert made["orderStatus"] == "UNSHIPPED"
    [after] = (await caller.at_desk(f"cj/variants?variant={SHARED}"))["variants"]
    assert before["stock"]["CN"]["cj"] - after["stock"]["CN"]["cj"] == 2
    found = await detail(caller, "B")
    assert found == await detail(caller, made["orderId"])
    assert (found["orderNum"], found["paymentDate"]) == ("B", "2026-03-30 12:00:00")
    assert found["productList"][0]["storeLineItemId"] == "L1"
    assert found["orderAmount"] == round(found["productAmount"] + found["postageAmount"], 2)
    assert (await caller.order("C", payType=3))["orderStatus"] == "CREATED"
    assert (await caller.count("C"))["paid"] == 0


REFUSED: list[tuple[int, dict[str, Any]]] = [
    (1600300, {"orderNumber": ""}),
    (1600300, {"orderNumber": "X" * 51}),
    (1600300, {"remark": "X" * 501}),
    (1600300, {"shippingCity": ""}),
    (1600300, {"logisticName": ""}),
    (1600300, {"payType": 7}),
    (1600300, {"shopLogisticsType": 1}),
    (1600300, {"products": [{"sku": SHARED, "quantity": 0}]}),
    (1600300, {"products": [{"sku": SHARED, "quantity": 1, "storeLineItemId": "X" * 126}]}),
    (1602000, {"products": [{"vid": "1", "quantity": 1}]}),
    (1602002, {"products": [{"sku": "HZ-0000006", "quantity": 1}]}),
    (1602003, {"products": [{"sku": "HZ-0000009", "quantity": 1}]}),
    (1605000, {"logisticName": "Pigeon"}),
    (1605001, {"logisticName": "USPS+"}),
    (1605002, {"shippingCountryCode": "UK"}),
    (1608001, {"fromCountryCode": "FR"}),
    (1608001, {"storageId": "1"}),
]


async def test_an_order_that_is_refused_is_none(caller: Caller) -> None:
    await caller.at_desk("cj/variants", {"variant": "HZ-0000006", "product_on": False})
    await caller.at_desk("cj/variants", {"variant": "HZ-0000009", "on": False})
    found = [await caller.refused("POST", V2, order("N") | change) for _, change in REFUSED]
    assert found == [code for code, _ in REFUSED]
    assert (await caller.count("N"))["created"] == 0
    await caller.order("N")
    assert await caller.refused("POST", V2, order("N")) == 1603003
    assert (await caller.count("N"))["created"] == 1


async def test_an_order_whose_payment_is_refused_waits_unpaid(caller: Caller) -> None:
    """Whoever takes the refusal for "there is no order" and asks again makes nothing twice."""
    table: list[tuple[int, str, dict[str, Any], dict[str, Any]]] = [
        (1604000, "accounts", {"balance": 0.5}, {"balance": 500}),
        (1604001, "accounts", {"is_restricted": True}, {"is_restricted": False}),
        (1603102, "variants", {"variant": SHARED, "stock": 1, "factory": 0}, {"stock": 9}),
    ]
    for code, path, worse, better in table:
        await caller.at_desk(f"cj/{path}", worse)
        number = f"P{code}"
        assert await caller.refused("POST", V2, order(number)) == code
        found = await caller.count(number)
        assert (found["exist"], found["paid"], found["paid_usd"]) == (1, 0, "0.00")
        assert found["orders"][0]["status"] == "UNPAID"
        assert await caller.refused("POST", V2, order(number)) == 1603003
        more = {"variant": SHARED} if path == "variants" else {}
        await caller.at_desk(f"cj/{path}", better | more)
        body = {"orderId": found["orders"][0]["id"]}
        await caller.ask("POST", PAY, body)
        assert await caller.refused("POST", PAY, body) == 1603101
        assert (await caller.count(number))["paid"] == 1


async def test_an_answer_that_is_lost_or_late_was_an_order_all_the_same(caller: Caller) -> None:
    fault = {"platform": "cj", "calls": "^POST .*createOrder", "count": 1}
    await caller.at_desk("faults", fault | {"kind": "half_answer"})
    with pytest.raises(aiohttp.ClientPayloadError):
        await caller.raw("POST", V2, order("H"))
    await caller.at_desk("faults", fault | {"kind": "read_timeout"})
    assert await caller.refused("POST", V2, order("T")) == 1600301
    await caller.at_desk("faults", fault | {"kind": "busy"})
    assert await caller.refused("POST", V2, order("U")) == 1600000
    counts = [(await caller.count(each))["paid"] for each in "HTU"]
    assert counts == [1, 1, 0]
    assert await caller.refused("GET", DETAIL, orderId="U") == 1603100
    assert (await caller.at_desk("ledger"))["cj"]["order.create"] == {"H": 1, "T": 1}


async def test_a_person_pays_at_the_suppliers_own_page(caller: Caller) -> None:
    one = (await caller.order("G", payType=3))["orderId"]
    assert (await caller.move("G", "pay"))["status"] == "UNSHIPPED"
    assert await caller.refused("POST", PAY, {"orderId": one}) == 1603101
    assert (await caller.count("G"))["paid"] == 1
    assert (await caller.ask("GET", "/shopping/pay/getBalance"))["amount"] == 10_000
    await caller.order("G2", payType=3)
    await caller.at_desk("cj/variants", {"variant": SHARED, "stock": 0, "factory": 0})
    again = {"order": "G2", "do": "pay"}
    assert "Stock deduction" in (await caller.at_desk("cj/orders", again, 400))["error"]
    assert (await caller.at_desk("ledger"))["cj"]["supplier:order.pay"] == {"G": 1}


async def test_a_list_without_a_status_shows_what_was_cancelled(caller: Caller) -> None:
    await caller.order("L1")
    assert (await caller.ask("GET", ORDERS))["total"] == 0
    rows = (await caller.ask("GET", ORDERS, status="UNSHIPPED"))["list"]
    assert [row["orderNum"] for row in rows] == ["L1"]
    await caller.move("L1", "cancel")
    assert (await caller.ask("GET", ORDERS))["list"][0]["orderNum"] == "L1"
    assert await caller.refused("GET", ORDERS, status="LOST") == 1600300
    # What was paid is back, and the goods too.
    assert (await caller.ask("GET", "/shopping/pay/getBalance"))["amount"] == 10_000
    assert (await caller.count("L1"))["paid_usd"] == "0.00"


async def test_only_what_is_not_paid_is_deleted_or_confirmed(caller: Caller) -> None:
    one = (await caller.order("D1"))["orderId"]
    path = "/shopping/order/deleteOrder"
    assert await caller.refused("DELETE", path, orderId=one) == 1603002
    assert (
        await caller.refused("PATCH", "/shopping/order/confirmOrder", {"orderId": one}) == 1603001
    )
    other = (await caller.order("D2", payType=3))["orderId"]
    assert await caller.refused("POST", PAY, {"orderId": other}) == 1603101
    assert await caller.ask("PATCH", "/shopping/order/confirmOrder", {"orderId": other}) == other
    assert await caller.ask("DELETE", path, orderId=other) == other
    found = await caller.count("D2")
    assert (found["exist"], found["created"]) == (0, 1)
    house = {"orderCode": one, "storageId": "1000000002"}
    assert await caller.ask("POST", "/shopping/order/changeWarehouse", house) is True
    assert (await detail(caller, one))["storageName"] == "US Warehouse"


async def test_a_parcel_moves_by_the_clock_and_may_change_its_number(caller: Caller) -> None:
    one = (await caller.order("M"))["orderId"]
    caller.clock.advance(2 * 86_400)
    found = await detail(caller, one)
    assert (found["orderStatus"], found["outWarehouseTime"]) == ("SHIPPED", "2026-04-01 12:00:00")
    await caller.move("M", "retrack")
    again = await detail(caller, one)
    assert again["trackNumber"] != found["trackNumber"]
    numbers = {found["trackNumber"], again["trackNumber"]}
    caller.clock.advance(2 * 86_400)
    query = [("trackNumber", number) for number in (*sorted(numbers), "none")]
    headers = {"CJ-Access-Token": caller.token}
    url = f"{caller.address}/api2.0/v1/logistic/trackInfo"
    async with caller.session.get(url, params=query, headers=headers) as answer:
        rows = (await answer.json())["data"]
    assert {row["trackingNumber"] for row in rows} == numbers
    assert {row["trackingStatus"] for row in rows} == {"Forwarder in"}
    assert {row["lastTrackNumber"] for row in rows} == {None, again["trackNumber"]}
    caller.clock.advance(6 * 86_400)
    assert (await detail(caller, one))["orderStatus"] == "DELIVERED"


async def test_an_order_is_held_for_its_address_or_by_hand(caller: Caller) -> None:
    held = await caller.order("I1", shippingPhone="ask the neighbour")
    await caller.at_desk("cj/rules", {"intercept": "Out of fashion"})
    await caller.order("I2")
    [reason] = held["interceptOrderReasons"]
    assert (reason["code"], held["orderStatus"]) == ("phone", "CREATED")
    ids = {"cjOrderIdList": ["I1", "I2"]}
    cart = await caller.ask("POST", "/shopping/order/addCart", ids)
    assert (cart["successCount"], len(cart["interceptOrders"])) == (0, 2)
    await caller.move("I2", "intercept")
    assert (await caller.ask("POST", "/shopping/order/addCart", ids))["successCount"] == 1


async def test_a_dispute_is_opened_once_and_decided_by_the_supplier(caller: Caller) -> None:
    one = (await caller.order("S"))["orderId"]
    [row] = (await caller.ask("GET", "/disputes/disputeProducts", orderId=one))["productInfoList"]
    lines = [{"lineItemId": row["lineItemId"], "quantity": 1, "price": row["price"]}]
    asked = {"orderId": one, "productInfoList": lines}
    most = await caller.ask("POST", "/disputes/disputeConfirmInfo", asked)
    assert most["maxProductPrice"] == row["price"]
    body = asked | {"businessDisputeId": "S-1", "disputeReasonId": "2", "expectType": 1}
    body |= {"refundType": 1, "messageText": "Broken", "imageUrl": [], "videoUrl": []}
    assert await caller.ask("POST", "/disputes/create", body) is True
    too_many = [{**lines[0], "quantity": 3}]
    table = [(1607007, body), (1600300, body | {"productInfoList": too_many})]
    codes = [await caller.refused("POST", "/disputes/create", each) for _, each in table]
    assert codes == [code for code, _ in table]
    [found] = (await caller.ask("GET", "/disputes/getDisputeList", orderNumber="S"))["list"]
    assert (await detail(caller, one))["disputeId"] == found["id"]
    before = (await caller.ask("GET", "/shopping/pay/getBalance"))["amount"]
    await caller.at_desk("cj/disputes", {"dispute": found["id"], "deal": 1})
    [found] = (await caller.ask("GET", "/disputes/getDisputeList", disputeId=found["id"]))["list"]
    assert (found["finallyDeal"], found["money"]) == (1, row["price"])
    after = (await caller.ask("GET", "/shopping/pay/getBalance"))["amount"]
    assert after == round(before + row["price"], 2)
    undone = {"orderId": one, "disputeId": found["id"]}
    assert await caller.refused("POST", "/disputes/cancel", undone) == 1607007
