"""Webhooks: asked for over real HTTP, signed, repeated, given up."""

import json
from datetime import datetime
from typing import Any

import pytest

from hanse.sandbox.shopify import merchant, privacy
from hanse.sandbox.shopify.catalog import (
    ITEM_OF_VARIANT,
    LOCATION_FIRST,
    PRODUCT_FIRST,
    VARIANT_FIRST,
)
from hanse.sandbox.shopify.deliveries import GAPS_S
from hanse.sandbox.shopify.sales import CUSTOMER_FIRST, ORDER_FIRST
from hanse.sandbox.shopify.shop import Shop
from hanse.sandbox.shopify.signing import webhook_digest
from hanse.sandbox.shopify.tokens import change_scopes
from tests.sandbox.shopify.loopback import (
    Client,
    advance,
    app_of,
    deliver,
    opened,
    small_shop,
)

HOOK = "https://hub.example.com/hooks"
CREATE = """mutation ($topic: WebhookSubscriptionTopic!, $hook: WebhookSubscriptionInput!) {
  webhookSubscriptionCreate(topic: $topic, webhookSubscription: $hook) {
    webhookSubscription { id topic uri filter format apiVersion { handle } endpoint {
      __typename ... on WebhookHttpEndpoint { callbackUrl } } }
    userErrors { field message } } }"""
SEE = "{ webhookSubscriptions(first: 50) { nodes { id topic uri } } }"
PLAIN = VARIANT_FIRST + 3  # the only variant of product 1


async def subscribed(client: Client, topic: str, **hook: Any) -> Any:
    found = await client.ask(CREATE, topic=topic, hook={"uri": HOOK} | hook)
    return found["webhookSubscriptionCreate"]


async def listening(shop: Shop, *topics: str) -> None:
    async with opened(shop) as client:
        for topic in topics:
            assert (await subscribed(client, topic))["userErrors"] == []


def bodies(parcels: Any) -> dict[str, Any]:
    return {p.headers["X-Shopify-Topic"]: json.loads(p.content) for p in parcels}


async def test_a_subscription_is_listed_changed_and_deleted() -> None:
    async with opened() as client:
        made = (await subscribed(client, "ORDERS_CREATE"))["webhookSubscription"]
        assert (made["uri"], made["filter"], made["format"]) == (HOOK, "", "JSON")
        assert made["endpoint"] == {"__typename": "WebhookHttpEndpoint", "callbackUrl": HOOK}
        assert made["apiVersion"] == {"handle": "2026-10"}
        change = """mutation ($id: ID!, $hook: WebhookSubscriptionInput!) {
          webhookSubscriptionUpdate(id: $id, webhookSubscription: $hook) {
            webhookSubscription { uri } userErrors { message } } }"""
        await client.ask(change, id=made["id"], hook={"uri": f"{HOOK}/2"})
        rows = (await client.ask(SEE))["webhookSubscriptions"]["nodes"]
        assert [row["uri"] for row in rows] == [f"{HOOK}/2"]
        remove = """mutation ($id: ID!) { webhookSubscriptionDelete(id: $id) {
          deletedWebhookSubscriptionId userErrors { message } } }"""
        await client.ask(remove, id=made["id"])
        assert (await client.ask(SEE))["webhookSubscriptions"]["nodes"] == []


@pytest.mark.parametrize(
    ("hook", "message"),
    [
        ({"uri": ""}, "Address can't be blank"),
        ({"uri": "http://hub.example.com/x"}, "Address is invalid"),
        ({"uri": "https://other.myshopify.com/x"}, "Address is invalid"),
        ({"uri": "ftp://hub.example.com"}, "Address protocol ftp:// is not supported"),
        ({"uri": None, "callbackUrl": "nonsense"}, "Address is invalid"),
    ],
)
async def test_an_address_that_cannot_be_called_is_refused(
    hook: dict[str, Any], message: str
) -> None:
    async with opened() as client:
        found = await subscribed(client, "ORDERS_CREATE", **hook)
        assert found["webhookSubscription"] is None
        assert found["userErrors"] == [
            {"field": ["webhookSubscription", "callbackUrl"], "message": message}
        ]


async def test_the_same_address_twice_for_a_topic_is_refused() -> None:
    async with opened() as client:
        await subscribed(client, "ORDERS_CREATE")
        found = await subscribed(client, "ORDERS_CREATE")
        assert "has already been taken" in found["userErrors"][0]["message"]


async def test_topics_with_customers_need_an_approved_app() -> None:
    shop = small_shop()
    shop.moods.customers_visible = False
    async with opened(shop) as client:
        found = await subscribed(client, "ORDERS_CREATE")
        assert found["userErrors"][0]["field"] == ["webhookSubscription"]
        assert (await subscribed(client, "PRODUCTS_UPDATE"))["userErrors"] == []


async def test_an_order_is_told_with_its_stock_and_its_products() -> None:
    shop = small_shop()
    topics = ["ORDERS_CREATE", "ORDERS_PAID", "ORDERS_UPDATED", "PRODUCTS_UPDATE"]
    await listening(shop, *topics, "INVENTORY_LEVELS_UPDATE")
    variant = shop.variants.row(PLAIN)
    assert variant
    before = shop.available(variant)
    number = merchant.place_order(shop, [(PLAIN, 2)], CUSTOMER_FIRST)
    parcels = await deliver(shop)
    told = bodies(parcels)
    assert set(told) == {
        "orders/create",
        "orders/paid",
        "orders/updated",
        "inventory_levels/update",
        "products/update",
    }
    order = told["orders/create"]
    assert (order["id"], order["name"], order["financial_status"]) == (number, "#1021", "paid")
    line = order["line_items"][0]
    assert (line["quantity"], line["sku"]) == (2, variant["sku"])
    assert float(order["total_price"]) == pytest.approx(2 * variant["price"] / 100 + 5)
    assert told["inventory_levels/update"]["location_id"] == LOCATION_FIRST
    product = told["products/update"]
    assert product["variants"][0]["inventory_quantity"] == before - 2
    events = {parcel.headers["X-Shopify-Event-Id"] for parcel in parcels}
    deliveries = {parcel.headers["X-Shopify-Webhook-Id"] for parcel in parcels}
    assert (len(events), len(deliveries)) == (1, 5)


async def test_a_delivery_carries_its_headers_and_the_apps_signature() -> None:
    shop = small_shop()
    await listening(shop, "PRODUCTS_UPDATE")
    merchant.edit_product(shop, PRODUCT_FIRST, title="New", price_minor=1234, status="DRAFT")
    (parcel,) = await deliver(shop)
    headers = parcel.headers
    digest = webhook_digest(app_of(shop).secret, parcel.content)
    assert headers["X-Shopify-Hmac-Sha256"] == digest
    assert headers["X-Shopify-Shop-Domain"] == "some-shop.myshopify.com"
    assert headers["X-Shopify-API-Version"] == "2026-10"
    assert headers["X-Shopify-Triggered-At"] == "2026-11-01T12:00:00.000000000Z"
    body = json.loads(parcel.content)
    assert (body["title"], body["status"]) == ("New", "draft")
    assert {variant["price"] for variant in body["variants"]} == {"12.34"}


async def test_what_was_changed_is_read_and_listed_as_changed() -> None:
    shop = small_shop()
    advance(shop, 60)
    merchant.edit_product(shop, PRODUCT_FIRST + 5, title="Changed", price_minor=999)
    merchant.delete_product(shop, PRODUCT_FIRST + 6)
    query = """{ products(first: 5, reverse: true, sortKey: UPDATED_AT,
      query: "updated_at:>='2026-11-01T12:00:30Z'") { nodes { title variants(first: 1) {
      nodes { price } } } } productsCount { count } }"""
    async with opened(shop) as client:
        found = await client.ask(query)
    assert found["products"]["nodes"] == [
        {"title": "Changed", "variants": {"nodes": [{"price": "9.99"}]}}
    ]
    assert found["productsCount"] == {"count": 29}


async def test_an_order_is_sent_in_parts_and_then_whole() -> None:
    shop = small_shop()
    number = merchant.place_order(shop, [(PLAIN, 2), (PLAIN + 1, 1)], CUSTOMER_FIRST)
    topics = ["FULFILLMENTS_CREATE", "ORDERS_PARTIALLY_FULFILLED", "ORDERS_FULFILLED"]
    await listening(shop, *topics)
    await deliver(shop)
    row = shop.orders.row(number)
    assert row
    part = row["fulfillmentOrders"][0]["lines"][0]["id"]
    parcel = {"company": "UPS", "number": "1Z1", "url": "https://tracking.example.com/1Z1"}
    merchant.fulfil_order(shop, number, parcel, {part: 1})
    told = bodies(await deliver(shop))
    assert set(told) == {"fulfillments/create", "orders/partially_fulfilled"}
    assert told["fulfillments/create"]["tracking_number"] == "1Z1"
    assert told["orders/partially_fulfilled"]["fulfillment_status"] == "partial"
    merchant.fulfil_order(shop, number)
    told = bodies(await deliver(shop))
    assert told["orders/fulfilled"]["fulfillment_status"] == "fulfilled"
    with pytest.raises(ValueError, match="Nothing of #1021 is left to send"):
        merchant.fulfil_order(shop, number)


async def test_a_refund_brings_the_stock_back() -> None:
    shop = small_shop()
    variant = shop.variants.row(PLAIN)
    assert variant
    before = shop.available(variant)
    number = merchant.place_order(shop, [(PLAIN, 2)], CUSTOMER_FIRST)
    await listening(shop, "REFUNDS_CREATE", "ORDERS_UPDATED")
    merchant.refund_order(shop, number, shipping=True)
    told = bodies(await deliver(shop))
    assert told["refunds/create"]["refund_line_items"][0]["restock_type"] == "cancel"
    assert told["orders/updated"]["financial_status"] == "refunded"
    assert told["orders/updated"]["current_total_price"] == "0.00"
    assert shop.available(variant) == before


async def test_a_cancelled_order_is_closed_and_refunded() -> None:
    shop = small_shop()
    number = merchant.place_order(shop, [(PLAIN, 1)])
    await listening(shop, "ORDERS_CANCELLED")
    merchant.cancel_order(shop, number)
    (body,) = bodies(await deliver(shop)).values()
    assert body["cancelled_at"] == body["closed_at"] == "2026-11-01T12:00:00+00:00"
    assert (body["cancel_reason"], body["financial_status"]) == ("customer", "refunded")


def test_nobody_buys_what_is_sold_out() -> None:
    shop = small_shop()
    with pytest.raises(ValueError, match="sold out"):
        merchant.place_order(shop, [(PLAIN, 100_000)])
    assert shop.ledger.count("shopify", "order.place") == 0


async def test_a_failed_delivery_comes_again_unchanged_and_later() -> None:
    shop = small_shop()
    await listening(shop, "PRODUCTS_DELETE")
    merchant.delete_product(shop, PRODUCT_FIRST)
    (first,) = await deliver(shop, [500])
    assert await deliver(shop) == []
    advance(shop, GAPS_S[0])
    (again,) = await deliver(shop, [200])
    assert again == first
    advance(shop, 86_400)
    assert await deliver(shop) == []


async def test_the_eighth_failure_deletes_the_subscription() -> None:
    shop = small_shop()
    await listening(shop, "PRODUCTS_DELETE")
    merchant.delete_product(shop, PRODUCT_FIRST)
    tries = 0
    for _ in range(12):
        tries += len(await deliver(shop, [None]))
        advance(shop, 6000)
    assert tries == 8
    assert shop.subscriptions == {}


async def test_late_twice_and_lost_are_the_outboxs_manners() -> None:
    shop = small_shop()
    await listening(shop, "PRODUCTS_UPDATE")
    shop.outbox.manners.twice_share = 1.0
    merchant.edit_product(shop, PRODUCT_FIRST, title="A")
    first, second = await deliver(shop)
    assert first == second
    shop.outbox.manners.lost_share = 1.0
    merchant.edit_product(shop, PRODUCT_FIRST, title="B")
    assert await deliver(shop) == []


async def test_the_end_of_a_bulk_operation_is_told_to_its_app() -> None:
    shop = small_shop()
    run = """mutation { bulkOperationRunQuery(query: "{ products { nodes { id } } }") {
      bulkOperation { id } userErrors { message } } }"""
    async with opened(shop) as client:
        await subscribed(client, "BULK_OPERATIONS_FINISH")
        made = (await client.ask(run))["bulkOperationRunQuery"]["bulkOperation"]
        while shop.jobs:
            await client.ask("{ shop { name } }")
    (body,) = bodies(await deliver(shop)).values()
    assert (body["admin_graphql_api_id"], body["status"]) == (made["id"], "completed")
    assert datetime.fromisoformat(body["completed_at"])


async def test_only_the_wanted_fields_are_sent() -> None:
    shop = small_shop()
    async with opened(shop) as client:
        await subscribed(client, "PRODUCTS_UPDATE", includeFields=["title", "updated_at"])
    merchant.edit_product(shop, PRODUCT_FIRST, title="Short")
    (body,) = bodies(await deliver(shop)).values()
    assert set(body) == {"id", "title", "updated_at"}


def test_a_new_product_is_found_by_its_handle_and_its_stock() -> None:
    shop = small_shop()
    number = merchant.add_product(shop, "Tall Lamp", "TL-1", 4500, 7)
    row = shop.products.row(number)
    assert row
    variant = shop.variants.row(row["variants"][0])
    assert variant
    assert (shop.handles["tall-lamp"], shop.available(variant)) == (number, 7)
    merchant.set_stock(shop, variant["id"], LOCATION_FIRST, 3)
    assert shop.available(variant) == 3
    assert row["totalInventory"] == 7  # the platform's total lags behind


async def test_a_hold_changes_the_fulfilment_order_and_an_address_the_order() -> None:
    shop = small_shop()
    number = merchant.place_order(shop, [(PLAIN, 1)], CUSTOMER_FIRST)
    await listening(shop, "FULFILLMENT_ORDERS_PLACED_ON_HOLD", "ORDERS_UPDATED")
    await deliver(shop)
    see = """query ($id: ID!) { order(id: $id) { updatedAt displayFulfillmentStatus
      shippingAddress { city } fulfillmentOrders(first: 5) { nodes { status updatedAt } } } }"""
    async with opened(shop) as client:
        advance(shop, 60)
        merchant.hold_order(shop, number)
        assert set(bodies(await deliver(shop))) == {"fulfillment_orders/placed_on_hold"}
        found = (await client.ask(see, id=f"gid://shopify/Order/{number}"))["order"]
        assert found["updatedAt"] == "2026-11-01T12:00:00Z"
        assert found["displayFulfillmentStatus"] == "ON_HOLD"
        assert found["fulfillmentOrders"]["nodes"] == [
            {"status": "ON_HOLD", "updatedAt": "2026-11-01T12:01:00Z"}
        ]
        merchant.hold_order(shop, number, release=True)
        advance(shop, 60)
        merchant.edit_order(shop, number, address={"city": "Reno"})
        assert set(bodies(await deliver(shop))) == {"orders/updated"}
        found = (await client.ask(see, id=f"gid://shopify/Order/{number}"))["order"]
        assert (found["updatedAt"], found["shippingAddress"]) == (
            "2026-11-01T12:02:00Z",
            {"city": "Reno"},
        )
        assert found["fulfillmentOrders"]["nodes"][0]["updatedAt"] == "2026-11-01T12:01:00Z"


async def test_a_deleted_order_is_told_by_its_number_alone() -> None:
    shop = small_shop()
    await listening(shop, "ORDERS_DELETE")
    merchant.delete_order(shop, ORDER_FIRST)
    assert bodies(await deliver(shop)) == {"orders/delete": {"id": ORDER_FIRST}}


async def test_privacy_topics_go_to_the_address_of_the_apps_own_set_up() -> None:
    shop = small_shop()
    app_of(shop).compliance_url = "https://hub.example.com/privacy"
    order = shop.orders.row(ORDER_FIRST)
    assert order
    privacy.ask_for_data(shop, order["customer"])
    privacy.ask_to_forget(shop, order["customer"])
    (parcel,) = await deliver(shop)
    assert parcel.headers["X-Shopify-Topic"] == "customers/data_request"
    assert ORDER_FIRST in json.loads(parcel.content)["orders_requested"]
    advance(shop, 10 * 86_400)
    (parcel,) = await deliver(shop)
    assert parcel.headers["X-Shopify-Topic"] == "customers/redact"
    assert json.loads(parcel.content)["customer"]["email"] == order["email"]


async def test_a_change_of_scopes_is_told() -> None:
    shop = small_shop()
    await listening(shop, "APP_SCOPES_UPDATE")
    change_scopes(shop, app_of(shop), frozenset({"read_products"}))
    (body,) = bodies(await deliver(shop)).values()
    assert body["current"] == ["read_products"]
    assert "write_orders" in body["previous"]


async def test_another_cost_is_news_of_the_stock_item() -> None:
    shop = small_shop()
    update = """mutation ($id: ID!, $rows: [ProductVariantsBulkInput!]!) {
      productVariantsBulkUpdate(productId: $id, variants: $rows) { userErrors { message } } }"""
    row = {"id": f"gid://shopify/ProductVariant/{PLAIN}", "inventoryItem": {"cost": "3.5"}}
    async with opened(shop) as client:
        await subscribed(client, "INVENTORY_ITEMS_UPDATE")
        await client.ask(update, id=f"gid://shopify/Product/{PRODUCT_FIRST + 1}", rows=[row])
    (body,) = bodies(await deliver(shop)).values()
    assert (body["cost"], body["id"]) == ("3.50", PLAIN + ITEM_OF_VARIANT)
