"""What AliExpress sends by itself is a hint, if it is from AliExpress at all."""

import hashlib
import hmac
import json
from collections.abc import Callable
from functools import partial

import pytest

from hanse.base.faults import Rejected
from hanse.connectors.aliexpress import manifest as platform
from hanse.trade.access import Access
from hanse.trade.ports_read import Kind
from hanse.trade.signals import Delivery, Hint, Signal, Subscription
from tests.connectors.aliexpress.told import ACCESS, KEYS, reply

MESSAGE = {
    "data": {"buyerId": 2004, "orderId": 8001, "orderStatus": "OrderShipped"},
    "message_type": 53,
    "seller_id": "2004",
    "site": "ae_global",
    "timestamp": 1763769600,
}
BODY = json.dumps(MESSAGE).encode()
SIGNED = hmac.new(
    KEYS["app_secret"].encode(), KEYS["app_key"].encode() + BODY, hashlib.sha256
).hexdigest()


def test_only_who_knows_the_secret_is_heard() -> None:
    for sent in (SIGNED, SIGNED.upper()):
        assert platform.verify({"authorization": sent}, BODY, ACCESS)
    assert not platform.verify({"authorization": SIGNED}, BODY + b" ", ACCESS)
    assert not platform.verify({}, BODY, ACCESS)
    assert not platform.verify({"authorization": "é"}, BODY, ACCESS)
    empty = hmac.new(b"", BODY, hashlib.sha256).hexdigest()
    assert not platform.verify({"authorization": empty}, BODY, Access({}))
    assert not platform.is_ping({}, BODY)


@pytest.mark.parametrize("number", [53, "53", 51, 18, 4711])
def test_any_message_about_an_order_has_it_looked_at_again(number: object) -> None:
    found = platform.signals({}, json.dumps({**MESSAGE, "message_type": number}).encode())
    assert found.signals == (Signal(Kind.purchases, Hint.changed, "8001"),)
    assert found.note == ""


def test_a_message_is_named_where_its_number_is_known() -> None:
    assert platform.signals({}, BODY).topic == "DROPSHIPPER_ORDER_STATUS_UPDATE"


@pytest.mark.parametrize("body", [b"", b"[", b"[]", b'{"data": 7}', b'{"message_type": 65}'])
def test_a_message_without_an_order_hints_at_nothing(body: bytes) -> None:
    found = platform.signals({}, body)
    assert isinstance(found, Delivery)
    assert (found.signals, bool(found.note)) == ((), True)


def test_data_may_come_as_a_text() -> None:
    body = json.dumps({**MESSAGE, "data": json.dumps(MESSAGE["data"])}).encode()
    assert [each.remote_id for each in platform.signals({}, body).signals] == ["8001"]


def test_only_a_person_can_ask_for_it() -> None:
    assert platform.CARD.topics == ()
    assert "console" in platform.CARD.told_by_hand
    assert not platform.subscriptions_question().writes
    assert platform.subscriptions_of(reply({"result": {}})) == ()
    asking: list[Callable[[], object]] = [
        partial(platform.subscribe_question, "x", "https://hub.example", ACCESS),
        partial(platform.switch_on_question, Subscription("1", None, None, None), ACCESS),
        partial(platform.unsubscribe_question, "1"),
    ]
    for ask in asking:
        with pytest.raises(Rejected) as refused:
            ask()
        assert "console" in refused.value.next_step
