"""What CJ sends by itself, and what it was asked to send."""

import json
from collections.abc import Mapping
from dataclasses import replace

import pytest

from hanse.app.api.hooks import headers_of
from hanse.base.faults import Rejected
from hanse.connectors.cj import hooks
from hanse.connectors.cj.manifest import CARD
from hanse.trade.ports_read import Kind
from hanse.trade.signals import Hint, Signal, Subscription, Switch
from hanse.trade.tracking import ParcelState
from tests.connectors.cj.said import ACCESS, reply

HUB = "https://hub.example/api/hooks/01930b6e-7c1a-7d52-9a54-0d7c8f0f6c21"
SECRET = hooks.signature(ACCESS.hook_secret)


def arrived(query: str, /, **headers: str) -> Mapping[str, str]:
    """As the door hands it on."""
    told = [(name.encode(), value.encode()) for name, value in headers.items()]
    return headers_of({"query_string": query.encode(), "headers": told})


# Who sent it


def test_who_knows_the_address_that_cj_was_told_is_cj() -> None:
    question = hooks.subscribe_question("order", HUB, ACCESS)
    wanted = json.loads(question.body or b"")
    assert set(wanted) == set(CARD.topics) == {"product", "stock", "order", "logistics"}
    [address] = {each for told in wanted.values() for each in told["callbackUrls"]}
    assert {told["type"] for told in wanted.values()} == {"ENABLE"}
    assert hooks.verify(arrived(address.partition("?")[2]), b"{}", ACCESS)
    assert SECRET not in HUB


@pytest.mark.parametrize(
    "query",
    ["", "signature=", "signature", f"signature={SECRET}x", f"sign={SECRET}", "signature=é"],
)
def test_who_does_not_is_not(query: str) -> None:
    assert not hooks.verify(arrived(query), b"{}", ACCESS)
    assert not hooks.verify(
        arrived(query, signature=SECRET, query=f"signature={SECRET}"), b"", ACCESS
    )


def test_without_a_secret_nobody_is_believed() -> None:
    nobody = replace(ACCESS, hook_secret="")
    assert not hooks.verify(arrived(f"signature={hooks.signature('')}"), b"{}", nobody)
    with pytest.raises(Rejected):
        hooks.subscribe_question("order", HUB, nobody)
    with pytest.raises(Rejected):
        hooks.subscribe_question("weather", HUB, ACCESS)


# What to look at again


def sent(topic: str, params: object, kind: str = "UPDATE") -> bytes:
    told = {"messageId": "m1", "type": topic, "messageType": kind, "openId": 1, "params": params}
    return json.dumps(told).encode()


def changed(kind: Kind, *ids: str) -> tuple[Signal, ...]:
    return tuple(Signal(kind, Hint.changed, each) for each in ids)


STOCK = {"V1": [{"vid": "V1", "areaId": 1, "countryCode": "CN", "storageNum": 3}]}
SPLIT = {"originalOrderId": 7, "splitOrderList": [{"orderCode": "8"}, {"orderCode": "9"}, {}]}


@pytest.mark.parametrize(
    ("topic", "params", "found"),
    [
        ("PRODUCT", {"pid": "P1", "fields": ["productSku"]}, changed(Kind.supplied, "P1")),
        ("VARIANT", {"vid": "V1", "variantSku": "S"}, ()),
        ("STOCK", STOCK, ()),
        ("SOURCINGCREATE", {"cjProductId": "P1", "status": "x"}, changed(Kind.supplied, "P1")),
        ("ORDER", {"cjOrderId": 2101, "orderNumber": "H-1"}, changed(Kind.purchases, "2101")),
        ("ORDER", {"orderNum": "H-1"}, changed(Kind.purchases, "H-1")),
        ("ORDERSPLIT", SPLIT, changed(Kind.purchases, "7", "8", "9")),
        ("LOGISTIC", {"orderId": "2101", "trackingStatus": 12}, changed(Kind.purchases, "2101")),
        ("ORDER", {}, ()),
        ("ORDER", None, ()),
        ("WEATHER", {"pid": "P1"}, ()),
    ],
)
def test_every_message_names_what_to_look_at(
    topic: str, params: object, found: tuple[Signal, ...]
) -> None:
    told = hooks.signals({}, sent(topic, params))
    assert told.signals == found
    assert (told.topic, told.delivery_id) == (topic, "m1")
    assert bool(told.note) != bool(found)


def test_a_message_about_a_parcel_tells_its_scans_and_no_state() -> None:
    at = "2026-11-20 08:00:00"
    events = [{"status": 5, "activity": "Left", "location": "CN", "eventTime": at}]
    params = {
        "orderId": "2101",
        "logisticName": "CJPacket",
        "trackingNumber": "CJP1",
        "trackingStatus": 5,
        "logisticsTrackEvents": json.dumps(events),
    }
    [told] = hooks.signals({}, sent("LOGISTIC", params)).reports
    assert (told.number, told.carrier, told.state) == ("CJP1", "CJPacket", None)
    [event] = told.events
    assert (event.at, event.at_text, event.word) == (None, at, "5")
    assert (event.state, event.text, event.place) == (ParcelState.in_transit, "Left", "CN")
    for odd in ("{", "7", '["x", 1]', None):
        [told] = hooks.signals(
            {}, sent("LOGISTIC", {**params, "logisticsTrackEvents": odd})
        ).reports
        assert told.events == ()
    assert hooks.signals({}, sent("ORDER", params)).reports == ()
    assert hooks.signals({}, sent("LOGISTIC", {"orderId": "2101"})).reports == ()


def test_it_is_answered_as_the_documents_say() -> None:
    told = json.loads(CARD.hook_answer)
    assert (told["code"], told["result"]) == (200, "success")
    assert told["message"]


def test_a_product_that_is_gone_and_an_order_that_has_another_id_now() -> None:
    [gone] = hooks.signals({}, sent("PRODUCT", {"pid": "P1"}, "DELETE")).signals
    assert gone.hint is Hint.deleted
    [moved] = hooks.signals({}, sent("ORDER", {"cjOrderId": "3"}, "ORDER_CONNNECTED")).signals
    assert moved == Signal(Kind.purchases, Hint.changed, "3")


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{", b'{"type": 7}', b'{"type": null, "params": {}}']
)
def test_what_cannot_be_read_hints_at_nothing(body: bytes) -> None:
    told = hooks.signals({}, body)
    assert told.signals == ()
    assert told.note
    assert not hooks.is_ping({}, body)


# What it was asked to send


def test_what_is_set_is_read_from_the_settings() -> None:
    ours = f"{HUB}?signature={SECRET}"
    told = {
        "callback": {
            "product": {"type": "ENABLE", "callbackUrls": [ours]},
            "stock": {"type": "CANCEL", "urls": [ours]},
            "order": {"type": "ALL", "callbackUrls": ["https://other.example/in?a=1"]},
            "logistics": {"type": "CANCEL", "callbackUrls": []},
        }
    }
    assert hooks.subscriptions_of(reply(told)) == [
        Subscription("product", "product", HUB, Switch.on),
        Subscription("stock", "stock", HUB, Switch.off),
        Subscription("order", "order", "https://other.example/in?a=1", Switch.on),
    ]
    assert hooks.subscriptions_of(reply(True)) == []
    assert hooks.subscriptions_question().path == "setting/get"


def test_it_is_switched_on_by_setting_it_again_and_off_by_itself() -> None:
    there = Subscription("order", "order", HUB, Switch.thrown_off)
    again = hooks.switch_on_question(there, ACCESS)
    assert again == hooks.subscribe_question("order", HUB, ACCESS)
    with pytest.raises(Rejected):
        hooks.switch_on_question(replace(there, address=None), ACCESS)
    off = hooks.unsubscribe_question("order")
    assert json.loads(off.body or b"") == {"order": {"type": "CANCEL", "callbackUrls": []}}
    assert {again.plumbing, off.plumbing} <= {each.kind for each in CARD.plumbing}
