"""Writes of orders by GraphQL over real HTTP: sent, refunded, cancelled, changed."""

from typing import Any

import pytest

from hanse.sandbox.shopify import merchant
from hanse.sandbox.shopify.catalog import ITEM_OF_VARIANT, LOCATION_FIRST, VARIANT_FIRST
from hanse.sandbox.shopify.sales import CUSTOMER_FIRST
from hanse.sandbox.shopify.shop import Shop
from tests.sandbox.shopify.loopback import opened, small_shop

PLAIN = VARIANT_FIRST + 3  # the only variant of product 1


def available(shop: Shop) -> int:
    level = shop.level(PLAIN + ITEM_OF_VARIANT, LOCATION_FIRST)
    assert level
    return int(level["available"])


async def test_an_order_is_fulfilled_with_its_tracking() -> None:
    shop = small_shop()
    number = merchant.place_order(shop, [(PLAIN, 2)])
    see = """query ($id: ID!) { order(id: $id) { displayFulfillmentStatus
      fulfillments(first: 5) { trackingInfo { number } } fulfillmentOrders(first: 5) { nodes {
      id status lineItems(first: 5) { nodes { id remainingQuantity } } } } } }"""
    send = """mutation ($f: FulfillmentInput!) { fulfillmentCreate(fulfillment: $f) {
      fulfillment { status displayStatus } userErrors { field message } } }"""
    order = f"gid://shopify/Order/{number}"
    async with opened(shop) as client:
        (opening,) = (await client.ask(see, id=order))["order"]["fulfillmentOrders"]["nodes"]
        line = opening["lineItems"]["nodes"][0]
        part = {"fulfillmentOrderId": opening["id"]}
        part["fulfillmentOrderLineItems"] = [{"id": line["id"], "quantity": 3}]
        given = {"lineItemsByFulfillmentOrder": [part], "trackingInfo": {"number": "1Z9"}}
        found = (await client.ask(send, f=given))["fulfillmentCreate"]
        assert "Invalid" in found["userErrors"][0]["message"]
        part["fulfillmentOrderLineItems"] = [{"id": line["id"], "quantity": 2}]
        found = (await client.ask(send, f=given))["fulfillmentCreate"]
        assert found["fulfillment"] == {"status": "SUCCESS", "displayStatus": "FULFILLED"}
        shown = (await client.ask(see, id=order))["order"]
        assert shown["displayFulfillmentStatus"] == "FULFILLED"
        assert shown["fulfillments"] == [{"trackingInfo": [{"number": "1Z9"}]}]
        found = (await client.ask(send, f=given))["fulfillmentCreate"]
        assert "unfulfillable status= closed" in found["userErrors"][0]["message"]


async def test_a_refund_with_a_key_is_made_once() -> None:
    shop = small_shop()
    number = merchant.place_order(shop, [(PLAIN, 2)])
    row = shop.orders.row(number)
    assert row
    before = available(shop)
    refund = """mutation ($input: RefundInput!, $key: String!) {
      refundCreate(input: $input) @idempotent(key: $key) { refund { id totalRefundedSet {
      shopMoney { amount } } } order { displayFinancialStatus } userErrors { message } } }"""
    line = f"gid://shopify/LineItem/{row['lines'][0]['id']}"
    given: dict[str, Any] = {"orderId": f"gid://shopify/Order/{number}"}
    given["refundLineItems"] = [{"lineItemId": line, "quantity": 1, "restockType": "RETURN"}]
    async with opened(shop) as client:
        first = (await client.ask(refund, input=given, key="r1"))["refundCreate"]
        assert first["order"] == {"displayFinancialStatus": "PARTIALLY_REFUNDED"}
        amount = float(first["refund"]["totalRefundedSet"]["shopMoney"]["amount"])
        assert amount == pytest.approx(row["lines"][0]["price"] / 100)
        assert (await client.ask(refund, input=given, key="r1"))["refundCreate"] == first
        given["refundLineItems"][0]["quantity"] = 2
        found = (await client.ask(refund, input=given, key="r2"))["refundCreate"]
        assert "cannot refund more items" in found["userErrors"][0]["message"]
    assert available(shop) == before + 1
    assert shop.ledger.count("shopify", "order.refund") == 1


async def test_an_order_is_cancelled_and_one_that_was_sent_is_not() -> None:
    shop = small_shop()
    number, sent = (merchant.place_order(shop, [(PLAIN, 1)]) for _ in range(2))
    merchant.fulfil_order(shop, sent)
    cancel = """mutation ($id: ID!) { orderCancel(orderId: $id, reason: CUSTOMER, restock: true,
      refundMethod: {originalPaymentMethodsRefund: true}) { job { id done }
      orderCancelUserErrors { code message } } }"""
    see = """query ($id: ID!) { order(id: $id) { closed cancelReason displayFinancialStatus
      currentTotalPriceSet { shopMoney { amount } } } }"""
    async with opened(shop) as client:
        gid = f"gid://shopify/Order/{number}"
        found = (await client.ask(cancel, id=gid))["orderCancel"]
        assert found["orderCancelUserErrors"] == []
        assert found["job"]["done"] is False
        assert (await client.ask(see, id=gid))["order"] == {
            "closed": True,
            "cancelReason": "CUSTOMER",
            "displayFinancialStatus": "REFUNDED",
            "currentTotalPriceSet": {"shopMoney": {"amount": "0.0"}},
        }
        found = await client.ask(cancel, id=f"gid://shopify/Order/{sent}")
        assert found["orderCancel"]["job"] is None
        assert found["orderCancel"]["orderCancelUserErrors"][0]["code"] == "INVALID"


async def test_a_note_an_address_and_a_parcel_number_are_changed() -> None:
    shop = small_shop()
    number = merchant.place_order(shop, [(PLAIN, 1)], CUSTOMER_FIRST)
    made = merchant.fulfil_order(shop, number, {"company": "UPS", "number": "1", "url": None})
    update = """mutation ($input: OrderInput!) { orderUpdate(input: $input) { order { note tags
      shippingAddress { city zip countryCodeV2 } } userErrors { message } } }"""
    track = """mutation ($id: ID!) { fulfillmentTrackingInfoUpdate(fulfillmentId: $id,
      trackingInfoInput: {company: "DHL", number: "2"}) { fulfillment { trackingInfo {
      company number url } } userErrors { message } } }"""
    given = {"id": f"gid://shopify/Order/{number}", "note": "Ring twice", "tags": ["vip"]}
    async with opened(shop) as client:
        found = await client.ask(
            update, input=given | {"shippingAddress": {"city": "Reno", "zip": "89501"}}
        )
        order = found["orderUpdate"]["order"]
        assert (order["note"], order["tags"]) == ("Ring twice", ["vip"])
        assert order["shippingAddress"] == {"city": "Reno", "zip": "89501", "countryCodeV2": "US"}
        found = await client.ask(track, id=f"gid://shopify/Fulfillment/{made}")
        assert found["fulfillmentTrackingInfoUpdate"]["fulfillment"]["trackingInfo"] == [
            {"company": "DHL", "number": "2", "url": None}
        ]
