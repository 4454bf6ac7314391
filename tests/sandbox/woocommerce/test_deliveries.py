"""The recorded deliveries, field by field: what one paid order told, and what became of it."""

import json
from typing import Any

import pytest

from hanse.base.clock import FixedClock
from hanse.sandbox.webhooks import Parcel
from hanse.sandbox.woocommerce.store import Store
from tests.sandbox.woocommerce.records import recording
from tests.sandbox.woocommerce.replay import call, compare, recorded_store

TOPICS = {166: "order.created", 167: "order.updated", 168: "product.updated"}


async def told(store: Store) -> dict[str, Any]:
    """The last body of each topic."""
    found: dict[str, Any] = {}

    async def take(parcel: Parcel) -> int:
        if topic := parcel.headers.get("X-WC-Webhook-Topic"):
            found[topic] = json.loads(parcel.content)
        return 200

    assert isinstance(store.clock, FixedClock)
    store.clock.advance(5)
    await store.outbox.deliver_due(store.clock.now(), take)
    return found


async def ordered() -> Store:
    """The recorded store just before its deliveries: a tax, a product, an order for one of it."""
    store = recorded_store()
    call(store, "POST", "/taxes", recording(30)["request"]["body"])
    for number in range(5):
        call(store, "POST", "/products", {"name": f"Other {number}"})
    store.counters["post"] = 98
    body = {"name": "Hooked", "sku": "HOOK-1", "regular_price": "4.00"}
    call(store, "POST", "/products", body | {"manage_stock": True, "stock_quantity": 5})
    for topic in {*TOPICS.values(), "order.deleted"}:
        hook = {"topic": topic, "delivery_url": "http://127.0.0.1:18999/hook"}
        call(store, "POST", "/webhooks", hook)
    store.counters["post"] = 99
    real = recording(166)["request"]["body"]
    store.counters["item"] = real["line_items"][0]["id"]
    billing = {name: value for name, value in real["billing"].items() if value}
    line = {"product_id": 98, "quantity": real["line_items"][0]["quantity"]}
    made = {"set_paid": True, "billing": billing, "line_items": [line]}
    named = {name: real[name] for name in ("payment_method", "payment_method_title")}
    call(store, "POST", "/orders", made | named)
    return store


@pytest.mark.parametrize("number", TOPICS)
async def test_a_paid_order_is_told_as_the_real_store_told_it(number: int) -> None:
    bodies = await told(await ordered())
    faults: list[str] = []
    compare("", bodies[TOPICS[number]], recording(number)["request"]["body"], False, faults)
    assert faults == []


async def test_a_completed_order_is_told_as_the_real_store_told_it() -> None:
    store = await ordered()
    call(store, "PUT", "/orders/99", {"status": "completed"})
    faults: list[str] = []
    bodies = await told(store)
    compare("", bodies["order.updated"], recording(169)["request"]["body"], False, faults)
    assert faults == []


async def test_of_a_trashed_order_only_the_number_is_told() -> None:
    store = await ordered()
    call(store, "DELETE", "/orders/99")
    assert (await told(store))["order.deleted"] == recording(170)["request"]["body"]


async def test_a_changed_variation_is_told_as_the_real_store_told_it() -> None:
    store = recorded_store()
    store.counters["post"] = 120
    attributes = [{"name": "Size", "variation": True, "options": ["S"]}]
    call(
        store, "POST", "/products", {"name": "syncv", "type": "variable", "attributes": attributes}
    )
    body = {"sku": "SYNCV-1795274633", "attributes": [{"name": "Size", "option": "S"}]}
    call(store, "POST", "/products/120/variations", body)
    hook = {"topic": "product.updated", "delivery_url": "http://127.0.0.1:18999/hook"}
    call(store, "POST", "/webhooks", hook)
    call(store, "PUT", "/products/120/variations/121", {"regular_price": "6"})
    faults: list[str] = []
    bodies = await told(store)
    compare("", bodies["product.updated"], recording(215)["request"]["body"], False, faults)
    assert faults == []
