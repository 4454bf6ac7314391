"""What a real store sent by itself."""

import base64
import json
from typing import Any

import pytest

from hanse.connectors.woocommerce import hooks
from hanse.connectors.woocommerce.manifest import CARD
from hanse.trade.access import Access
from hanse.trade.ports_read import Kind, Reply
from hanse.trade.signals import Hint, Signal, Subscription, Switch
from tests.connectors.woocommerce.recorded import body, raw, recording

SECRET = "whsec-local-only"
ACCESS = Access({}, hook_secret=SECRET)
SIGNED = [165, 166, 167, 170, 229]  # the store made up the secret of 168


def headers(number: int) -> dict[str, str]:
    return {name.lower(): text for name, text in recording(number).request["headers"].items()}


def sent(number: int) -> bytes:
    return base64.b64decode(recording(number).request["body_raw_b64"])


def topic(name: str) -> dict[str, str]:
    return {"x-wc-webhook-topic": name}


def test_the_signature_is_that_of_the_vector() -> None:
    signature = hooks.signature(b'{"id":42}', "made_up_secret")
    assert signature == "IbRCWOOXDWps2J2aSi4CrweTMN4tkvDyuAt0ebMWBXU="


@pytest.mark.parametrize("number", SIGNED)
def test_what_a_real_store_signed_is_from_it(number: int) -> None:
    assert recording(number).whole.get("secret", SECRET) == SECRET
    assert hooks.verify(headers(number), sent(number), ACCESS)


@pytest.mark.parametrize("number", SIGNED)
def test_what_was_changed_on_the_way_is_not(number: int) -> None:
    assert not hooks.verify(headers(number), sent(number) + b" ", ACCESS)
    assert not hooks.verify(headers(number), sent(number), Access({}, hook_secret=SECRET + "x"))
    assert not hooks.verify(headers(number), sent(number)[:-1], ACCESS)


@pytest.mark.parametrize("signature", ["", "x", "é", "\udcff", "A" * 44, "Bearer"])
def test_a_forged_signature_is_none(signature: str) -> None:
    forged = {**headers(170), "x-wc-webhook-signature": signature}
    assert not hooks.verify(forged, sent(170), ACCESS)


def test_without_a_secret_nobody_is_believed() -> None:
    forged = {**headers(170), "x-wc-webhook-signature": hooks.signature(sent(170), "")}
    assert not hooks.verify(forged, sent(170), Access({}))


def test_entities_in_a_secret_are_decoded_first() -> None:
    assert hooks.signature(b"x", "a&amp;b") == hooks.signature(b"x", "a&b")


def test_the_ping_is_unsigned_and_says_nothing() -> None:
    assert hooks.is_ping(headers(157), sent(157))
    assert not hooks.verify(headers(157), sent(157), ACCESS)
    assert hooks.signals(headers(157), sent(157)).signals == ()
    assert not any(hooks.is_ping(headers(number), sent(number)) for number in SIGNED)
    assert not hooks.is_ping(headers(157), b"webhook_id=1&x=2")


@pytest.mark.parametrize(
    ("number", "signal"),
    [
        (165, Signal(Kind.products, Hint.changed, "98")),
        (166, Signal(Kind.orders, Hint.changed, "99")),
        (167, Signal(Kind.orders, Hint.changed, "99")),
        (168, Signal(Kind.products, Hint.changed, "98")),
        (170, Signal(Kind.orders, Hint.deleted, "99")),
    ],
)
def test_a_delivery_hints_at_one_thing(number: int, signal: Signal) -> None:
    delivery = hooks.signals(headers(number), sent(number))
    assert (delivery.signals, delivery.note) == ((signal,), "")


def test_a_delivery_is_told_from_another() -> None:
    delivery = hooks.signals(headers(170), sent(170))
    assert (delivery.delivery_id, delivery.subscription_id, delivery.topic) == (
        "884172b99ed4e52f57d99de3315fb4b0",
        "4",
        "order.deleted",
    )


def test_a_changed_variation_hints_at_it_and_at_its_product() -> None:
    """Its price is the price that the product shows."""
    document = recording(215).request["body"]
    delivery = hooks.signals(headers(215), raw(document))
    assert delivery.signals == (
        Signal(Kind.offers, Hint.changed, "121", "120"),
        Signal(Kind.products, Hint.changed, "120"),
    )
    orphan = hooks.signals(headers(215), raw({**document, "parent_id": 0}))
    assert orphan.signals == (Signal(Kind.offers, Hint.changed, "121"),)


def test_what_went_away_before_it_was_sent_is_no_product() -> None:
    delivery = hooks.signals(headers(229), sent(229))
    assert (delivery.signals, delivery.note) == ((), "gone meanwhile")


@pytest.mark.parametrize(
    ("name", "body", "note"),
    [
        ("coupon.updated", b'{"id":1}', "unknown topic"),
        ("action.woocommerce_add_to_cart", b'{"action":"x","arg":1}', "unknown topic"),
        ("product", b'{"id":1}', "unknown topic"),
        ("", b'{"id":1}', "unknown topic"),
        ("order.updated", b"", "not readable"),
        ("order.updated", b"\xff\xfe", "not readable"),
        ("order.updated", b"[" * 100_000, "not readable"),
        ("order.updated", b'{"id":', "not readable"),
        ("order.updated", b"[1]", "no id"),
        ("order.updated", b'{"id":0}', "no id"),
        ("order.updated", b'{"id":{"a":1}}', "no id"),
    ],
)
def test_what_hints_at_nothing_says_why(name: str, body: bytes, note: str) -> None:
    delivery = hooks.signals(topic(name), body)
    assert (delivery.signals, delivery.note) == ((), note)


def test_every_topic_that_we_ask_for_is_understood() -> None:
    document: Any = raw({"id": 5})
    for name in hooks.TOPICS:
        assert hooks.signals(topic(name), document).signals, name
    assert len(hooks.TOPICS) == 12


def test_a_webhook_without_headers_is_nothing() -> None:
    delivery = hooks.signals({}, b'{"id":5}')
    assert (delivery.signals, delivery.topic, delivery.delivery_id) == ((), None, None)
    assert not hooks.verify({}, b'{"id":5}', ACCESS)


def test_a_webhook_that_the_store_switched_off_is_seen() -> None:
    made, failed, revived = (hooks.subscription(body(number)) for number in (156, 171, 172))
    assert made == Subscription(
        "1", "order.updated", "http://127.0.0.1:18999/hook/order-updated", Switch.on
    )
    assert isinstance(failed, Subscription)
    assert isinstance(revived, Subscription)
    assert (failed.switch, revived.switch) == (Switch.thrown_off, Switch.on)
    assert failed.remote_id == revived.remote_id


def test_webhooks_are_listed() -> None:
    listed = [hooks.subscription(each) for each in body(164)]
    assert [each.topic for each in listed if isinstance(each, Subscription)] == [
        "coupon.updated",
        "order.created",
    ]


def test_every_switch_is_reached_and_another_word_is_named() -> None:
    assert set(hooks.SWITCHES.values()) == set(Switch)
    odd = hooks.subscription(body(158) | {"status": "asleep"})
    assert isinstance(odd, Subscription)
    assert odd.switch is None
    assert "asleep" in odd.findings[0].sentence


def test_what_the_store_is_asked_to_tell_is_plumbing_of_the_card() -> None:
    kept = Subscription("7", "product.updated", "https://hub.example/h", Switch.thrown_off)
    asked = [
        hooks.subscribe_question("product.updated", "https://hub.example/h", ACCESS),
        hooks.switch_on_question(kept, ACCESS),
        hooks.unsubscribe_question("7"),
    ]
    assert all(each.writes for each in asked)
    assert {each.plumbing for each in asked} <= {each.kind for each in CARD.plumbing}
    assert asked[2].query == (("force", "true"),)
    assert json.loads(asked[0].body or b"")["secret"] == SECRET


def test_subscriptions_are_read_to_the_last_page() -> None:
    reply = Reply([body(158)], {"x-wp-totalpages": "2"})
    assert [each.remote_id for each in hooks.subscriptions_of(reply)] == [str(body(158)["id"])]
    assert hooks.subscriptions_next(reply, None) == "2"
    assert hooks.subscriptions_next(reply, "2") is None
    assert dict(hooks.subscriptions_question("2").query)["page"] == "2"
