"""What the recorder did between two recorded calls, and the ids that its store had reached."""

import asyncio
import base64
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from hanse.base.clock import FixedClock
from hanse.sandbox.webhooks import Parcel
from hanse.sandbox.woocommerce.envelope import Answer
from hanse.sandbox.woocommerce.store import Store
from tests.sandbox.woocommerce.records import keys_of_the_store, recording
from tests.sandbox.woocommerce.replay import call, send


def step(store: Store, number: int) -> Answer:
    """Do what was not recorded, set the counters, and repeat the recorded call."""
    request = recording(number)["request"]
    if work := BEFORE.get(number):
        work(store)
    align(store, number)
    assert isinstance(store.clock, FixedClock)
    store.clock.advance(0.01 if number < 30 or number in range(129, 132) else 0.4)
    if number == 5:  # the recorder hid that this time the key was right
        name, _ = keys_of_the_store()
        packed = base64.b64encode(f"{name}:cs_wrong".encode()).decode()
        request["headers"]["Authorization"] = f"Basic {packed}"
    found = send(store, request, FAULTS.get(number))
    if number == 28:  # the recorder's own list of what it left out
        found.body["keys"] = recording(28)["response"]["body"]["keys"]
    if number == 64:  # the recorder kept only this field
        found.body = found.body["meta_data"]
    return found


COUNTERS = {"/customers": "user", "/webhooks": "webhook"}


FAULTS = {
    219: "maintenance",
    220: "database_down",
    221: "gateway",
    222: "too_large",
    **dict.fromkeys((223, 224, 225), "plain_permalinks"),
    226: "noise",
    227: "bom",
}


def align(store: Store, number: int) -> None:
    """The next id is the recorded one, so that later paths lead to the same things."""
    body = recording(number)["response"]["body"]
    request = recording(number)["request"]
    rows: list[Any] = (
        body.get("create", []) if isinstance(body, dict) and "create" in body else [body]
    )
    made = [row["id"] for row in rows if isinstance(row, dict) and row.get("id")]
    path = request["path"].removeprefix("/wp-json/wc/v3")
    if request["method"] != "POST" or not made:
        return
    if path.startswith(("/products/categories", "/products/tags")) or "/terms" in path:
        store.counters["term"] = made[0]
    elif path.endswith("/notes"):
        store.counters["note"] = made[0]
    elif path in COUNTERS:
        store.counters[COUNTERS[path]] = made[0]
    elif path.startswith(("/products", "/orders", "/coupons")):
        images = sum(len(row.get("images") or ()) for row in rows if isinstance(row, dict))
        store.counters["post"] = made[0] - images


def seed(store: Store) -> None:
    """24 products with an image at every fourth, three variable ones, one of each other type."""
    assert isinstance(store.clock, FixedClock)
    store.counters["post"] = 31
    call(store, "POST", "/products", {"name": "Plain 31"})
    for number in range(1, 25):
        body = {
            "name": f"Seed product {number:02d}",
            "sku": f"SEED-{number:02d}",
            "regular_price": f"{3 * number + 0.99:.2f}",
            "manage_stock": True,
            "stock_quantity": 10,
            "categories": [{"id": 16}],
        }
        if number % 4 == 0:
            body["images"] = [{"src": f"http://127.0.0.1:18999/img/seed{number}.png"}]
        call(store, "POST", "/products", body)
        store.clock.advance(0.5)
    for number, name in ((62, "Tee"), (69, "Hoodie"), (74, "Cap")):
        variable(store, number, name)
        store.clock.advance(timedelta(seconds=1).total_seconds())
    store.counters["post"] = 76
    call(store, "POST", "/products", {"name": "Group", "type": "grouped"})
    store.clock.advance(1)
    store.counters["post"] = 77
    body = {
        "name": "Ext",
        "type": "external",
        "regular_price": "3.00",
        "external_url": "https://example.test/x",
    }
    call(store, "POST", "/products", body)


def seed_orders(store: Store) -> None:
    """Seven orders of seven buyers."""
    words = (
        "processing",
        "completed",
        "on-hold",
        "failed",
        "processing",
        "completed",
        "processing",
    )
    for number, status in enumerate(words, 1):
        store.counters["post"] = 90 + number
        billing = recording(108)["request"]["body"]["billing"]
        body = {
            "status": status,
            "billing": billing | {"email": f"cust{number}@example.test"},
            "line_items": [{"sku": f"SEED-{10 + number}"}],
        }
        assert isinstance(store.clock, FixedClock)
        store.clock.advance(1)
        call(store, "POST", "/orders", body)


def variable(store: Store, number: int, name: str) -> None:
    store.counters["post"] = number
    attributes = [
        {"id": 1, "variation": True, "options": ["Red", "Blue"]},
        {"name": "Size", "variation": True, "options": ["S"]},
    ]
    body = {
        "name": name,
        "type": "variable",
        "sku": f"VAR-{name}",
        "categories": [{"id": 16}],
        "attributes": attributes,
    }
    call(store, "POST", "/products", body)
    chosen = [{"id": 1, "option": "Red"}, {"name": "Size", "option": "S"}]
    child = {
        "sku": f"VAR-{name}-Red-S",
        "regular_price": "19.90",
        "manage_stock": True,
        "stock_quantity": 4,
        "attributes": chosen,
    }
    call(store, "POST", f"/products/{number}/variations", child)


def more_webhooks(store: Store) -> None:
    """Seven that were not recorded one by one."""
    topics = ["order.created", "order.deleted", "product.created", "product.deleted"]
    for number, topic in enumerate(
        [*topics, "coupon.deleted", "customer.created", "customer.updated"]
    ):
        store.counters["webhook"] = 3 + number
        body = {"topic": topic, "delivery_url": f"http://127.0.0.1:18999/hook/{number}"}
        call(store, "POST", "/webhooks", body)
    store.counters["webhook"] = 12


def seven_failures(store: Store) -> None:
    """A webhook whose receiver answers 500 to everything, and seven coupons."""
    body = {
        "name": "failing",
        "topic": "coupon.created",
        "delivery_url": "http://127.0.0.1:18999/hook/fail?status=500",
    }
    store.counters["webhook"] = 12
    call(store, "POST", "/webhooks", body)
    assert isinstance(store.clock, FixedClock)
    store.counters["post"] = 100
    for number in range(7):
        call(store, "POST", "/coupons", {"code": f"fail{number}"})
        store.clock.advance(2)
        asyncio.run(store.outbox.deliver_due(store.clock.now(), refuse))


async def refuse(_parcel: Parcel) -> int | None:
    return 500


def five_products(store: Store) -> None:
    for number in (98, 107, 108, 109, 110):
        store.counters["post"] = number
        call(store, "POST", "/products", {"name": f"Between {number}"})


def order_of_the_day(store: Store) -> None:
    """A product made 3 seconds before an order takes two of its ten."""
    at(store, datetime(2026, 11, 21, 15, 23, 50, tzinfo=UTC))
    store.counters["post"] = 118
    body = {"name": "sync", "sku": "SYNC", "manage_stock": True, "stock_quantity": 10}
    call(store, "POST", "/products", body | {"regular_price": "5"})
    at(store, datetime(2026, 11, 21, 15, 23, 53, tzinfo=UTC))
    call(
        store, "POST", "/orders", {"set_paid": True, "line_items": [{"sku": "SYNC", "quantity": 2}]}
    )


def variation_of_the_day(store: Store) -> None:
    """A variable product whose one variation becomes dearer."""
    at(store, datetime(2026, 11, 21, 15, 23, 55, tzinfo=UTC))
    store.counters["post"] = 120
    attributes = [{"name": "Size", "variation": True, "options": ["S"]}]
    call(
        store, "POST", "/products", {"name": "syncv", "type": "variable", "attributes": attributes}
    )
    body = {"sku": "SYNCV-1795274633", "regular_price": "5"}
    chosen = {"attributes": [{"name": "Size", "option": "S"}]}
    call(store, "POST", "/products/120/variations", body | chosen)
    at(store, datetime(2026, 11, 21, 15, 23, 58, tzinfo=UTC))
    call(store, "PUT", "/products/120/variations/121", {"regular_price": "6"})


def at(store: Store, moment: datetime) -> None:
    assert isinstance(store.clock, FixedClock)
    store.clock.advance((moment - store.clock.now()).total_seconds())


BEFORE: dict[int, Callable[[Store], None]] = {
    89: seed,
    139: seed_orders,
    164: more_webhooks,
    171: seven_failures,
    185: five_products,
    210: order_of_the_day,
    212: variation_of_the_day,
}
