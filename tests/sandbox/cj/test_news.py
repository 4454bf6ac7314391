"""The supplier's webhooks: checked when they are set, told in envelopes, tried again, stopped."""

import asyncio
import json
from collections.abc import Callable
from functools import partial
from typing import Any

from hanse.sandbox.cj.supplier import Hook
from tests.sandbox.cj.caller import SHARED, Caller
from tests.sandbox.served import Receiver, served

SET = "/webhook/set"


def to(url: str, *topics: str) -> dict[str, Any]:
    return {topic: {"type": "ENABLE", "callbackUrls": [url]} for topic in topics}


def told(hub: Receiver, first: int = 0) -> list[dict[str, Any]]:
    return [json.loads(content) for _, content in hub.got[first:]]


async def until(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not is_so():
            await asyncio.sleep(0.01)


def has_failed(hook: Hook, times: int) -> bool:
    return hook.failed == times


async def test_a_callback_is_checked_when_it_is_set(caller: Caller) -> None:
    hub = Receiver(status=500)
    async with served(hub) as address:
        await caller.at_desk("cj/rules", {"guarded": True})
        table: list[tuple[int, dict[str, Any]]] = [
            (1606001, to(address, "weather")),
            (1606000, {"order": {"type": "SOMETIMES", "callbackUrls": [address]}}),
            (1606000, {"order": {"type": "ENABLE", "callbackUrls": [address] * 2}}),
            (1607000, to("http://hub.example/hook", "order")),
            (1607001, to("https://localhost/hook", "order")),
            (1607001, to("https://127.0.0.1/hook", "order")),
        ]
        found = [await caller.refused("POST", SET, body) for _, body in table]
        assert found == [code for code, _ in table]
        await caller.at_desk("cj/rules", {"guarded": False, "answer_s": 0.2})
        assert await caller.refused("POST", SET, to(address, "order")) == 1607003
        hub.status, hub.hangs = 200, True
        assert await caller.refused("POST", SET, to(address, "order")) == 1607003
        hub.hangs = False
        await caller.at_desk("cj/rules", {"answer_s": 3})
        await caller.ask("POST", SET, to(address, "order"))
    assert await caller.refused("POST", SET, to(address, "stock")) == 1607002
    callback = (await caller.ask("GET", "/setting/get"))["callback"]
    assert callback == {"order": {"type": "ENABLE", "urls": [address]}}
    await caller.ask("POST", SET, {"order": {"type": "CANCEL"}})
    assert (await caller.ask("GET", "/setting/get"))["callback"] == {}


async def test_what_happens_is_told_in_an_envelope(caller: Caller) -> None:
    hub = Receiver()
    async with served(hub) as address:
        await caller.ask("POST", SET, to(address, "order", "logistics", "stock", "product"))
        one = (await caller.order("A", payType=3))["orderId"]
        await hub.until(2)
        assert hub.got[0][1] == b"{}"
        [made] = told(hub, 1)
        assert (made["type"], made["messageType"]) == ("ORDER", "INSERT")
        assert made["openId"] == caller.tokens["openId"]
        assert (made["params"]["orderNumber"], made["params"]["cjOrderId"]) == ("A", one)
        each = await caller.at_desk("cj/variants", {"variant": SHARED, "stock": 5, "price": "9.9"})
        await hub.until(4)
        rows = {row["type"]: row["params"] for row in told(hub, 2)}
        [row] = rows["STOCK"][each["vid"]]
        assert (row["countryCode"], row["storageNum"] >= 5) == ("CN", True)
        assert rows["VARIANT"]["fields"] == ["variantSellPrice"]
        assert (rows["VARIANT"]["variantSellPrice"], rows["VARIANT"]["variantSku"]) == (9.9, None)
        await caller.at_desk("cj/variants", {"variant": "HZ-0000006", "product_on": False})
        await hub.until(5)
        assert told(hub, 4)[0]["params"]["productStatus"] == 2


async def test_an_order_may_get_another_id_be_split_and_travel(caller: Caller) -> None:
    hub = Receiver()
    async with served(hub) as address:
        await caller.order("B")
        await caller.ask("POST", SET, to(address, "order", "logistics"))
        before = (await caller.count("B"))["orders"][0]["id"]
        after = (await caller.move("B", "connect"))["id"]
        assert await caller.refused("GET", "/shopping/order/getOrderDetail", orderId=before) == (
            1603100
        )
        await hub.until(2)
        [news] = told(hub, 1)
        assert (news["messageType"], news["params"]["cjOrderId"]) == ("ORDER_CONNNECTED", after)
        await caller.move("B", "split")
        await hub.until(4)
        [split] = [row for row in told(hub, 2) if row["type"] == "ORDERSPLIT"]
        assert split["params"]["originalOrderId"] == after
        parts = [row["orderCode"] for row in split["params"]["splitOrderList"]]
        counts = await caller.count("B")
        assert (counts["exist"], counts["paid"], len(counts["orders"])) == (1, 1, 3)
        await caller.move(parts[0], "ship")
        await caller.move(parts[0], "track", status=13)
        await hub.until(6)
        [parcel] = [row["params"] for row in told(hub, 4) if row["type"] == "LOGISTIC"]
        assert (parcel["orderId"], parcel["trackingStatus"]) == (parts[0], 13)
        [event] = json.loads(parcel["logisticsTrackEvents"])
        assert (event["status"], event["location"]) == (13, "DE")


async def test_who_does_not_answer_is_told_four_times_and_then_no_more(caller: Caller) -> None:
    hub = Receiver()
    async with served(hub) as address:
        await caller.ask("POST", SET, to(address, "order"))
        hub.status = 500
        hook = caller.sandbox.cj.named("").hooks["order"]
        await caller.order("R1", payType=3)
        for tries in range(1, 5):
            await until(partial(has_failed, hook, tries))
            caller.clock.advance(300)
        assert len({content for _, content in hub.got[1:]}) == 1
        assert len(hub.got) == 5
        for number in range(6):
            await caller.order(f"R{2 + number}", payType=3)
        await until(lambda: not hook.is_on)
        await caller.order("R9", payType=3)
        assert (await caller.at_desk("cj/connect"))["accounts"][0]["hooks"] == {}
        hub.status = 200
        await caller.ask("POST", SET, to(address, "order"))
        await caller.order("R10", payType=3)
        await hub.until(13)
        assert told(hub, 12)[0]["params"]["orderNumber"] == "R10"


async def test_webhooks_misbehave_when_they_are_told_to(caller: Caller) -> None:
    hub = Receiver()
    async with served(hub) as address:
        await caller.ask("POST", SET, to(address, "order"))
        await caller.at_desk("webhooks", {"platform": "cj", "twice_share": 1})
        await caller.order("W", payType=3)
        await hub.until(3)
        assert hub.got[1][1] == hub.got[2][1]
        await caller.at_desk("webhooks", {"platform": "cj", "twice_share": 0, "lost_share": 1})
        await caller.order("X", payType=3)
        rows = await caller.at_desk("webhooks?host=developers.cjdropshipping.com")
        assert list(rows["shops"]) == ["developers.cjdropshipping.com"]


async def test_people_see_accounts_and_orders_and_move_them(caller: Caller) -> None:
    one = (await caller.order("Z"))["orderId"]
    url = f"{caller.address}/_sandbox/cj/"
    async with caller.session.get(url) as page:
        text = await page.text()
    assert "@api@" in text
    assert all(word in text for word in ("Z</b> · UNSHIPPED", ">Ship<", one))
    form = {"order": one, "do": "ship"}
    async with caller.session.post(f"{url}orders", data=form) as page:
        assert "Order Z is SHIPPED." in await page.text()
    async with caller.session.post(f"{url}orders", data=form) as page:
        assert "Only what is UNSHIPPED is shipped" in await page.text()
    calls = (await caller.at_desk("calls?platform=cj"))["shops"]["developers.cjdropshipping.com"]
    assert calls["calls"]["POST /shopping/order/createOrderV2"] == 1


WRONG = [
    ("cj/variants", {"variant": "none"}, 404, "give a vid or a SKU"),
    ("cj/variants", {"variant": SHARED, "country": "FR", "stock": 1}, 400, "only in CN, US, DE"),
    ("cj/variants", {"variant": SHARED, "stock": -1}, 400, "Stock is 0 or more"),
    ("cj/accounts", {"level": 9}, 400, "A level is from 0 to 5"),
    ("cj/accounts", {"colour": 1}, 400, "An account has no colour"),
    ("cj/rules", {"per_ips": 1}, 400, "The rules has no per_ips"),
    ("cj/orders", {"order": "none", "do": "ship"}, 404, "give its id or your number"),
    ("cj/disputes", {"dispute": "none", "deal": 1}, 404, "There is no dispute 'none'"),
]


async def test_what_the_desk_cannot_do_it_says(caller: Caller) -> None:
    for path, body, status, words in WRONG:
        assert words in (await caller.at_desk(path, body, status))["error"]
    one = await caller.at_desk("cj/accounts", {"name": "second", "balance": "12.50", "level": 3})
    assert (one["balance"], one["level"], len(one["apiKey"])) == ("12.50", 3, 47)
