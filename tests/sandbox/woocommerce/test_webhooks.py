"""What the store sends, to whom, how often, and when it gives up."""

import base64
import json
from typing import Any

import pytest

from hanse.base.clock import FixedClock
from hanse.sandbox.webhooks import Parcel
from hanse.sandbox.woocommerce.store import Store
from hanse.sandbox.woocommerce.webhooks import is_private, sign
from tests.sandbox.woocommerce.records import recording
from tests.sandbox.woocommerce.replay import call, compare, recorded_store

HOOK = "http://127.0.0.1:18999/hook"


HOOKED = {
    "name": "Hooked",
    "sku": "HOOK-1",
    "regular_price": "3.00",
    "manage_stock": True,
    "stock_quantity": 6,
}


class Receiver:
    """Answers every parcel with the status that it has been given."""

    def __init__(self, status: int | None = 200) -> None:
        self.status = status
        self.got: list[Parcel] = []

    async def take(self, parcel: Parcel) -> int | None:
        self.got.append(parcel)
        return self.status

    def topics(self) -> list[str]:
        return [parcel.headers.get("X-WC-Webhook-Topic", "ping") for parcel in self.got]


async def deliver(store: Store, receiver: Receiver, seconds: float = 5) -> None:
    assert isinstance(store.clock, FixedClock)
    store.clock.advance(seconds)
    await store.outbox.deliver_due(store.clock.now(), receiver.take)


def hooked(store: Store, *topics: str) -> list[int]:
    return [
        call(store, "POST", "/webhooks", {"topic": t, "delivery_url": HOOK, "secret": "s3cret"})[
            "id"
        ]
        for t in topics
    ]


@pytest.mark.parametrize("number", [165, 166, 170, 229])
def test_a_recorded_delivery_has_the_signature_that_we_compute(number: int) -> None:
    document = recording(number)
    content = base64.b64decode(document["request"]["body_raw_b64"])
    wanted = document["request"]["headers"]["X-WC-Webhook-Signature"]
    assert sign(document["secret"], content) == wanted


def test_the_made_up_vector_of_the_platform_notes_is_met() -> None:
    assert sign("made_up_secret", b'{"id":42}') == "IbRCWOOXDWps2J2aSi4CrweTMN4tkvDyuAt0ebMWBXU="


async def test_the_ping_is_a_form_without_a_signature() -> None:
    store, receiver = recorded_store(), Receiver(None)
    hooked(store, "order.updated")
    await deliver(store, receiver)
    (ping,) = receiver.got
    assert ping.content.decode() == recording(157)["request"]["body"]
    assert not [name for name in ping.headers if name.startswith("X-WC")]
    assert ping.headers["Content-Type"] == "application/x-www-form-urlencoded"


async def test_a_changed_address_is_pinged_again() -> None:
    store, receiver = recorded_store(), Receiver()
    (number,) = hooked(store, "order.updated")
    await deliver(store, receiver)
    call(store, "PUT", f"/webhooks/{number}", {"delivery_url": f"{HOOK}/other"})
    await deliver(store, receiver)
    assert [parcel.url for parcel in receiver.got] == [HOOK, f"{HOOK}/other"]


async def test_a_new_product_is_told_as_the_real_store_told_it() -> None:
    store, receiver = recorded_store(), Receiver()
    store.counters["webhook"] = 5
    hooked(store, "product.created")
    for number in range(5):  # it names five related ones
        call(store, "POST", "/products", {"name": f"Other {number}"})
    await deliver(store, receiver)
    store.counters["post"] = 98
    call(store, "POST", "/products", HOOKED)
    await deliver(store, receiver)
    sent, real = receiver.got[-1], recording(165)["request"]
    for name in ("Source", "Topic", "Resource", "Event", "ID"):
        assert sent.headers[f"X-WC-Webhook-{name}"] == real["headers"][f"X-WC-Webhook-{name}"]
    assert sent.headers["X-WC-Webhook-Signature"] == sign("s3cret", sent.content)
    assert len(sent.headers["X-WC-Webhook-Delivery-ID"]) == 32
    faults: list[str] = []
    compare("", loaded(sent), real["body"], short=False, faults=faults)
    assert faults == []


def loaded(parcel: Parcel) -> Any:
    return json.loads(parcel.content)


async def test_one_paid_order_is_three_deliveries() -> None:
    store, receiver = recorded_store(), Receiver()
    call(store, "POST", "/products", {"sku": "A", "manage_stock": True, "stock_quantity": 4})
    hooked(store, "order.created", "order.updated", "product.updated")
    call(store, "POST", "/orders", {"set_paid": True, "line_items": [{"sku": "A"}]})
    await deliver(store, receiver)
    topics = [topic for topic in receiver.topics() if topic != "ping"]
    assert sorted(topics) == ["order.created", "order.updated", "product.updated"]


async def test_two_quick_changes_arrive_once_with_the_later_state() -> None:
    store, receiver = recorded_store(), Receiver()
    number = call(store, "POST", "/products", {"name": "A"})["id"]
    hooked(store, "product.updated")
    for name in ("B", "C"):
        call(store, "PUT", f"/products/{number}", {"name": name})
    await deliver(store, receiver)
    assert receiver.topics() == ["ping", "product.updated"]
    assert loaded(receiver.got[1])["name"] == "C"


async def test_a_changed_variation_is_an_updated_product_of_that_type() -> None:
    store, receiver = recorded_store(), Receiver()
    parent = call(store, "POST", "/products", {"type": "variable", "name": "P"})["id"]
    path = f"/products/{parent}/variations"
    child = call(store, "POST", path, {"regular_price": "5"})["id"]
    hooked(store, "product.updated")
    call(store, "PUT", f"{path}/{child}", {"regular_price": "6"})
    await deliver(store, receiver)
    body = loaded(receiver.got[-1])
    real = recording(215)["request"]["body"]
    assert (body["type"], body["parent_id"], body["price"]) == ("variation", parent, real["price"])
    assert body["total_sales"] == real["total_sales"] == "0"


async def test_what_is_gone_meanwhile_is_a_signed_refusal() -> None:
    store, receiver = recorded_store(), Receiver()
    hooked(store, "product.created")
    number = call(store, "POST", "/products", {"name": "A"})["id"]
    call(store, "DELETE", f"/products/{number}?force=true")
    await deliver(store, receiver)
    sent = receiver.got[-1]
    assert loaded(sent) == recording(229)["request"]["body"]
    assert sent.headers["X-WC-Webhook-Signature"] == sign("s3cret", sent.content)


async def test_the_trash_is_told_and_a_forced_delete_is_not() -> None:
    store, receiver = recorded_store(), Receiver()
    numbers = [call(store, "POST", "/orders", {})["id"] for _ in range(2)]
    hooked(store, "order.deleted")
    call(store, "DELETE", f"/orders/{numbers[0]}")
    call(store, "DELETE", f"/orders/{numbers[1]}?force=true")
    await deliver(store, receiver)
    assert receiver.topics() == ["ping", "order.deleted"]
    assert loaded(receiver.got[1]) == {"id": numbers[0]}


async def failing(store: Store, receiver: Receiver, times: int) -> int:
    (number,) = hooked(store, "coupon.created")
    for at in range(times):
        call(store, "POST", "/coupons", {"code": f"c{number}-{at}"})
        await deliver(store, receiver)
    return number


async def test_the_seventh_failed_delivery_disables_the_webhook() -> None:
    store, receiver = recorded_store(), Receiver(500)
    number = await failing(store, receiver, 6)
    assert call(store, "GET", f"/webhooks/{number}")["status"] == "active"
    call(store, "POST", "/coupons", {"code": "seventh"})
    await deliver(store, receiver)
    assert call(store, "GET", f"/webhooks/{number}")["status"] == "disabled"
    call(store, "POST", "/coupons", {"code": "eighth"})
    await deliver(store, receiver)
    assert receiver.topics().count("coupon.created") == 7


async def test_a_failed_delivery_is_never_tried_again() -> None:
    store, receiver = recorded_store(), Receiver(None)
    await failing(store, receiver, 1)
    await deliver(store, receiver, 86_400)
    assert receiver.topics() == ["ping", "coupon.created"]


async def test_a_success_forgives_the_failures_before_it() -> None:
    store, receiver = recorded_store(), Receiver(500)
    number = await failing(store, receiver, 6)
    receiver.status = 302
    call(store, "POST", "/coupons", {"code": "good"})
    await deliver(store, receiver)
    receiver.status = 500
    for at in range(6):
        call(store, "POST", "/coupons", {"code": f"again{at}"})
        await deliver(store, receiver)
    assert call(store, "GET", f"/webhooks/{number}")["status"] == "active"


async def test_a_disabled_webhook_is_revived_by_one_call() -> None:
    store, receiver = recorded_store(), Receiver(500)
    number = await failing(store, receiver, 7)
    call(store, "PUT", f"/webhooks/{number}", {"status": "active"})
    receiver.status = 200
    call(store, "POST", "/coupons", {"code": "back"})
    await deliver(store, receiver)
    assert receiver.topics()[-1] == "coupon.created"
    assert loaded(receiver.got[-1])["code"] == "back"


async def test_deliveries_may_come_late_twice_or_never() -> None:
    store, receiver = recorded_store(), Receiver()
    hooked(store, "coupon.created")
    await deliver(store, receiver)
    store.outbox.manners.delay_s = 60
    store.outbox.manners.twice_share = 1
    call(store, "POST", "/coupons", {"code": "late"})
    await deliver(store, receiver)
    assert receiver.topics() == ["ping"]
    await deliver(store, receiver, 60)
    assert receiver.topics() == ["ping", "coupon.created", "coupon.created"]
    store.outbox.manners.lost_share = 1
    call(store, "POST", "/coupons", {"code": "never"})
    await deliver(store, receiver, 86_400)
    assert len(receiver.got) == 3


async def test_deliveries_may_overtake_each_other() -> None:
    store, receiver = recorded_store(), Receiver()
    hooked(store, "coupon.created")
    store.outbox.manners.delay_s = 100
    store.outbox.manners.shuffled_share = 1
    for number in range(20):
        call(store, "POST", "/coupons", {"code": f"c{number}"})
    await deliver(store, receiver, 1000)
    numbers = [loaded(parcel)["id"] for parcel in receiver.got[1:]]
    assert sorted(numbers) != numbers
    assert len(set(numbers)) == 20


async def test_a_guarded_store_sends_nothing_to_loopback_and_says_nothing() -> None:
    store, receiver = recorded_store(), Receiver()
    store.guarded = True
    (number,) = hooked(store, "coupon.created")
    call(store, "POST", "/coupons", {"code": "c"})
    await deliver(store, receiver)
    assert receiver.got == []
    assert call(store, "GET", f"/webhooks/{number}")["status"] == "active"


PLACES = [
    ("http://127.0.0.1/hook", True),
    ("http://10.0.0.4:8080/hook", True),
    ("https://shop.example:9443/hook", True),
    ("https://shop.example/hook", False),
    ("http://93.184.216.34:8080/hook", False),
]


@pytest.mark.parametrize(("url", "private"), PLACES)
def test_the_guard_knows_private_addresses_and_odd_ports(url: str, private: bool) -> None:
    assert is_private(url) is private
