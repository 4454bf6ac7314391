"""Whatever stands where something else should, it is a finding or a fault, and never a crash."""

import json
from collections.abc import Callable, Sequence
from functools import partial
from random import Random
from typing import Any

import pytest

from hanse.base.faults import Fault, OutcomeUnknown
from hanse.connectors.aliexpress import manifest as platform
from hanse.connectors.aliexpress.wire import search
from hanse.trade.ports_read import Ask, Reach, Reply
from hanse.trade.supply import FreightAsk, Item, Tracked
from tests.connectors.aliexpress.told import AT, SHOP, answer, option, order, product, ways

ODD: Sequence[Any] = (
    *(None, "", "x", 0, -1, 7, True, [], {}, [[]], [{}], {"a": []}, {"a": {"b": [1]}}),
    *("-3", "1e9", "9" * 70, 10**70, "é\u0000", '{"US": 1}', "[1]", 1.5, ["a", {"b": None}]),
)
PURCHASED = {
    "result": {
        "is_success": True,
        "order_list": {"number": [8001]},
        "error_code": "A001",
        "error_msg": "x",
    }
}
TRACKED = {
    "result": {
        "ret": True,
        "data": {
            "tracking_detail_line_list": [
                {
                    "mail_no": "L1",
                    "eta_time_stamps": 1764000000000,
                    "detail_node_list": [{"time_stamp": 1763800000000, "tracking_name": "A"}],
                }
            ]
        },
    }
}
DOCUMENTS: dict[str, Any] = {
    "aliexpress.ds.product.get": product(product_id_converter_result={"sub_product_id": "{}"}),
    "aliexpress.trade.ds.order.get": order(logistics_info_list=[{"logistics_no": "L1"}]),
    "aliexpress.ds.freight.query": ways(option("A", "1.20", 9)),
    "aliexpress.ds.order.tracking.get": TRACKED,
    "aliexpress.ds.order.create": PURCHASED,
    "/auth/token/create": {"access_token": "a", "expires_in": 1, "user_id": 2},
    "aliexpress.ds.text.search": {"data": {"products": [{"itemId": 1, "orders": "9+"}]}},
    "aliexpress.ds.address.get": {"result": {"data": {"children": '[{"name": "x"}]'}}},
}


def bent(value: Any, random: Random) -> Any:
    """The same with one thing in it that is something else."""
    if not isinstance(value, dict | list) or not value or random.random() < 0.15:
        return random.choice(ODD)
    if isinstance(value, list):
        at = random.randrange(len(value))
        return [bent(each, random) if n == at else each for n, each in enumerate(value)]
    name = random.choice(list(value))
    return {**value, name: bent(value[name], random)}


def understood(method: str, reply: Reply) -> object:
    named, parcels = Ask(Reach.named, ids=("8001",)), [Tracked("8001", "")]
    ask = FreightAsk((Item("1", "2", "k", 1),), "CN", "ID")
    supplied, purchases = platform.READS
    assert platform.SUPPLY.tracked is not None
    by: dict[str, Callable[[], object]] = {
        "aliexpress.ds.product.get": partial(supplied.page, named, reply, SHOP),
        "aliexpress.trade.ds.order.get": partial(purchases.page, named, reply, SHOP),
        "aliexpress.ds.freight.query": partial(platform.SUPPLY.freights, ask, [reply], SHOP),
        "aliexpress.ds.order.tracking.get": partial(platform.SUPPLY.tracked, parcels, reply),
        "aliexpress.ds.order.create": partial(platform.WRITES[0].outcomes, [], reply, SHOP),
        "/auth/token/create": partial(platform.tokens_of, reply, AT),
        "aliexpress.ds.text.search": partial(search.hits, reply),
        "aliexpress.ds.address.get": partial(search.regions, reply),
    }
    return by[method]()


@pytest.mark.parametrize("method", DOCUMENTS)
@pytest.mark.parametrize("enveloped", [True, False])
def test_a_document_that_is_bent_anywhere_is_read_or_refused(method: str, enveloped: bool) -> None:
    random = Random(method)
    for _ in range(60):
        document = bent(DOCUMENTS[method], random)
        body = {f"{method.replace('.', '_')}_response": document} if enveloped else document
        told = answer(body, method, writes=method.endswith(".create"))
        try:
            fault = platform.words(told)
            if fault is None:
                understood(method, platform.reply_of(told))
        except Fault:
            pass


def test_a_bent_answer_to_an_order_is_an_order_or_unknown_and_never_refused_by_chance() -> None:
    random = Random(17)
    made = {"result": {"is_success": True, "order_list": {"number": [8001]}}}
    for _ in range(200):
        told = Reply(bent(made, random))
        [found] = platform.WRITES[0].outcomes([], told, SHOP)
        assert found.remote_id or isinstance(found.fault, OutcomeUnknown)


def test_a_message_that_is_bent_is_no_crash() -> None:
    random = Random(5)
    whole = {"data": {"orderId": 8001, "orderStatus": "OrderShipped"}, "message_type": 53}
    for _ in range(100):
        found = platform.signals({}, json.dumps(bent(whole, random)).encode())
        assert len(found.signals) <= 1
