"""17TRACK as a program finds it: real paths, its limits, its refusals, its pushes."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import aiohttp
import pytest

from hanse.base.clock import FixedClock
from hanse.sandbox.serving import application, new_sandbox
from hanse.sandbox.track17 import codes
from hanse.sandbox.track17.account import sign
from hanse.sandbox.world import World
from tests.sandbox.served import Receiver, served

DAY_S = 86_400
KEY = "0123456789ABCDEF0123456789ABCDEF"
ONE, TWO = "RR123456789CN", "RR987654321CN"


@dataclass(slots=True)
class Caller:
    clock: FixedClock
    address: str
    session: aiohttp.ClientSession

    async def raw(
        self, call: str, items: Any, key: str = KEY, host: str = "api.17track.net"
    ) -> tuple[int, bytes]:
        url = f"{self.address}/track/v2.4/{call}"
        headers = {"17token": key, "Host": host, "Content-Type": "application/json"}
        async with self.session.post(url, data=json.dumps(items), headers=headers) as found:
            return found.status, await found.read()

    async def ask(self, call: str, *items: dict[str, Any]) -> Any:
        """One call, a second after the one before."""
        self.clock.advance(1)
        status, content = await self.raw(call, items)
        assert status == 200, content
        return json.loads(content)

    async def refused(self, call: str, **item: Any) -> int:
        """The code with which one number is refused."""
        found = await self.ask(call, item)
        assert found["data"]["accepted"] == []
        (row,) = found["data"]["rejected"]
        assert (row["number"], set(row["error"])) == (item["number"], {"code", "message"})
        return int(row["error"]["code"])

    async def read(self, number: str) -> Any:
        found = await self.ask("gettrackinfo", {"number": number})
        (row,) = found["data"]["accepted"]
        return row["track_info"]

    async def do(self, act: str, expect: int = 200, **document: Any) -> Any:
        url = f"{self.address}/_sandbox/track17/{act}"
        async with self.session.post(url, json=document) as found:
            assert found.status == expect, await found.text()
            return await found.json()

    async def fault(self, kind: str, **more: Any) -> None:
        body = {"kind": kind, "platform": "track17", "count": 1, **more}
        async with self.session.post(f"{self.address}/_sandbox/faults", json=body) as found:
            assert found.status == 200


@pytest.fixture
async def caller() -> AsyncIterator[Caller]:
    clock = FixedClock(datetime(2026, 3, 2, 8, tzinfo=UTC))
    sandbox = new_sandbox(clock, world=World(seed=7), shops=())
    async with served(application(sandbox)) as address, aiohttp.ClientSession() as session:
        found = Caller(clock, address, session)
        await found.do("account", key=KEY, quota=100)
        yield found


async def registered(caller: Caller, course: str, number: str = ONE) -> None:
    await caller.do("course", number=number, course=course)
    await caller.ask("register", {"number": number, "tag": "order-1042"})
    caller.clock.advance(120)


async def test_a_number_is_registered_then_pending_then_on_its_way(caller: Caller) -> None:
    await caller.do("course", number=ONE, course="delivered")
    assert await caller.refused("gettrackinfo", number=ONE) == codes.NOT_REGISTERED
    found = await caller.ask("register", {"number": ONE, "tag": "a"}, {"number": TWO})
    assert found["data"]["accepted"][0] == {
        "origin": 2,
        "number": ONE,
        "carrier": 3011,
        "email": None,
        "tag": "a",
        "lang": None,
    }
    assert await caller.refused("register", number=ONE) == codes.REGISTERED
    assert await caller.refused("gettrackinfo", number=ONE) == codes.NOTHING_YET
    caller.clock.advance(120)
    info = await caller.read(ONE)
    assert info["latest_status"] == {
        "status": "InfoReceived",
        "sub_status": "InfoReceived",
        "sub_status_descr": None,
    }
    caller.clock.advance(30 * DAY_S)
    info = await caller.read(ONE)
    events = info["tracking"]["providers"][0]["events"]
    assert events[0] == info["latest_event"]
    assert [event["sub_status"] for event in events] == [
        *("Delivered_Other", "OutForDelivery_Other", "InTransit_Arrival"),
        *("InTransit_Departure", "InTransit_PickedUp", "InfoReceived"),
    ]
    raw = events[0]["time_raw"]
    true = datetime.fromisoformat(f"{raw['date']}T{raw['time']}{raw['timezone']}")
    assert true < datetime.fromisoformat(events[0]["time_iso"])  # the true time stands in raw alone


async def test_each_number_stands_for_itself_and_the_carrier_comes_back_as_text(
    caller: Caller,
) -> None:
    found = await caller.ask(
        "register",
        {"number": ONE, "carrier": 3011},
        {"number": ONE, "carrier": 3011},
        {"number": TWO, "carrier": 1},
        {"number": "ABCDEFG"},
        {"number": "no!"},
        {"number": TWO, "carrier": "3011"},
        {},
    )
    rejected = found["data"]["rejected"]
    assert [row["number"] for row in found["data"]["accepted"]] == [ONE]
    assert rejected[0]["carrier"] == "3011"
    assert [row["error"]["code"] for row in rejected] == [
        *(codes.REGISTERED, codes.WRONG_CARRIER, codes.NO_CARRIER),
        *(codes.BAD_FORMAT, codes.BAD_VALUE, codes.MISSING),
    ]


async def test_the_fourth_call_within_a_second_is_too_many(caller: Caller) -> None:
    statuses = [(await caller.raw("getquota", []))[0] for _ in range(5)]
    assert statuses == [200, 200, 200, 429, 429]
    caller.clock.advance(1)
    assert (await caller.raw("getquota", []))[0] == 200
    assert (await caller.do("account", key=KEY))["throttled"] == 2


async def test_faults_of_the_request_stand_where_the_platform_puts_them(caller: Caller) -> None:
    status, content = await caller.raw("getquota", [], key="wrong")
    assert (status, json.loads(content)["data"]["errors"][0]["code"]) == (401, codes.KEY)
    many = await caller.ask("gettrackinfo", *({"number": f"{ONE}{n}"} for n in range(41)))
    assert many["data"]["errors"][0]["code"] == codes.TOO_MANY
    assert (await caller.ask("register"))["data"]["errors"][0]["code"] == codes.MISSING
    status, content = await caller.raw("getquota", [], host="127.0.0.1")  # known by its path
    assert (status, json.loads(content)["code"]) == (200, 0)


async def test_a_credit_is_taken_for_each_new_number_and_never_more_than_there_are(
    caller: Caller,
) -> None:
    await caller.do("account", key=KEY, quota=3, daily=2)
    found = await caller.ask("register", *({"number": f"RR{n:09d}CN"} for n in range(3)))
    assert len(found["data"]["accepted"]) == 2
    assert found["data"]["rejected"][0]["error"]["code"] == codes.DAILY_LIMIT
    caller.clock.advance(DAY_S)
    assert await caller.refused("register", number="RR000000001CN") == codes.REGISTERED
    await caller.ask("register", {"number": TWO})
    assert await caller.refused("register", number=ONE) == codes.QUOTA_USED
    await caller.ask("deletetrack", {"number": TWO})
    assert await caller.refused("gettrackinfo", number=TWO) == codes.NOT_REGISTERED
    assert (await caller.ask("getquota"))["data"] == {
        "quota_total": 3,
        "quota_used": 3,
        "quota_remain": 0,
        "today_used": 1,
        "max_track_daily": 2,
        "free_email_quota": 0,
        "free_email_quotaused": 0,
    }
    async with caller.session.get(f"{caller.address}/_sandbox/track17/accounts") as answer:
        _, count = (await answer.json())["accounts"]
    assert (count["key"], count["registered"], count["quota_used"]) == (KEY, 2, 3)
    assert count["points"]["register"] == 3


async def test_stop_once_again_and_never_twice(caller: Caller) -> None:
    await registered(caller, "delivered")
    assert await caller.refused("retrack", number=ONE) == codes.STOPPED_ALONE
    await caller.ask("stoptrack", {"number": ONE})
    assert await caller.refused("stoptrack", number=ONE) == codes.NOT_TRACKED
    caller.clock.advance(DAY_S * 20)
    assert len((await caller.read(ONE))["tracking"]["providers"][0]["events"]) == 1
    await caller.ask("retrack", {"number": ONE})
    assert (await caller.read(ONE))["latest_status"]["status"] == "Delivered"
    caller.clock.advance(DAY_S * 20)
    assert await caller.refused("retrack", number=ONE) == codes.ONCE_ALONE
    (row,) = (await caller.ask("gettracklist", {"number": ONE}))["data"]["accepted"]
    assert (row["tracking_status"], row["stop_track_reason"]) == ("Stopped", "Expired")
    assert (row["is_retracked"], row["package_status"]) == (True, "Delivered")
    assert row["delievery_time"]


async def test_carriers_and_what_came_with_a_number_are_changed(caller: Caller) -> None:
    await caller.ask("register", {"number": ONE})
    change = {"number": ONE, "carrier_old": 3011, "carrier_new": 190012}
    assert await caller.refused("changecarrier", **change) == codes.WAIT_FOR_FIRST
    caller.clock.advance(120)
    assert (await caller.ask("changecarrier", change))["data"]["accepted"][0]["carrier"] == 190012
    again = {"number": ONE, "carrier_old": 190012, "carrier_new": 190012}
    assert await caller.refused("changecarrier", **again) == codes.SAME_AGAIN
    await caller.ask("changeinfo", {"number": ONE, "items": {"tag": "new"}})
    (row,) = (await caller.ask("gettrackinfo", {"number": ONE}))["data"]["accepted"]
    assert (row["carrier"], row["tag"]) == (190012, "new")


async def test_the_list_is_turned_in_pages_and_sifted(caller: Caller) -> None:
    for first in (0, 40):
        await caller.ask(
            "register", *({"number": f"RR{n:09d}CN"} for n in range(first, first + 40))
        )
    await caller.ask("stoptrack", {"number": "RR000000003CN"})
    seen = [
        row["number"]
        for page in (1, 2)
        for row in (await caller.ask("gettracklist", {"page_no": page}))["data"]["accepted"]
    ]
    assert seen == [f"RR{n:09d}CN" for n in range(80)]
    found = await caller.ask("gettracklist", {"tracking_status": "Stopped"})
    assert found["page"] == {"data_total": 1, "page_total": 1, "page_no": 1, "page_size": 40}
    assert found["data"]["accepted"][0]["stop_track_reason"] == "ByRequest"


async def test_silent_parcels_have_no_events_and_some_words_are_in_no_list(caller: Caller) -> None:
    await registered(caller, "silent")
    info = await caller.read(ONE)
    assert info["latest_status"]["status"] == "NotFound"
    assert (info["latest_event"], info["tracking"]["providers"][0]["events"]) == (None, None)
    await registered(caller, "odd_word", TWO)
    await caller.do("advance", number=TWO, steps=3)
    assert (await caller.read(TWO))["latest_status"]["sub_status"] == "InTransit_SortedByRobot"


async def test_pushes_are_signed_told_once_a_change_and_can_be_wrong_or_come_again(
    caller: Caller,
) -> None:
    receiver = Receiver()
    async with served(receiver) as url:
        await caller.do("account", key=KEY, url=url)
        await registered(caller, "returned")
        await receiver.until(1)
        headers, body = receiver.got[0]
        document = json.loads(body)
        assert headers["sign"] == sign(body, KEY)
        assert (document["event"], document["data"]["tag"]) == ("TRACKING_UPDATED", "order-1042")
        assert "track_info" in document["data"]
        await caller.do("replay", key=KEY, count=1)
        await receiver.until(2)
        assert receiver.got[1][1] == body
        await caller.do("account", key=KEY, wrong_signs=1)
        await caller.do("advance", number=ONE, steps=7)
        await receiver.until(3)
        headers, body = receiver.got[2]
        assert headers["sign"] != sign(body, KEY)
        last = json.loads(body)["data"]["track_info"]["latest_status"]
        assert last["sub_status"] == "Exception_Returned"
        receiver.status = 500
        await caller.ask("push", {"number": ONE})
        await receiver.until(4)
        caller.clock.advance(31 * DAY_S)
        await receiver.until(5)
        assert json.loads(receiver.got[4][1]) == {
            "event": "TRACKING_STOPPED",
            "data": {"number": ONE, "carrier": 3011, "param": None, "tag": "order-1042"},
        }
        async with asyncio.timeout(5):  # it is known when the answer has come back
            while True:
                (row,) = (await caller.ask("gettracklist", {"number": ONE}))["data"]["accepted"]
                if row["push_status"] == "Failure":
                    break


async def test_every_code_can_be_asked_for(caller: Caller) -> None:
    for code in sorted(codes.TEXTS):
        await caller.do("refuse", code=code, call="stoptrack", count=1)
        caller.clock.advance(1)
        status, content = await caller.raw("stoptrack", [{"number": ONE}])
        found = json.loads(content)
        said = [found["code"], *(row["code"] for row in found["data"].get("errors", ()))]
        said += [row["error"]["code"] for row in found["data"].get("rejected", ())]
        assert code in said
        assert status == (401 if code in codes.STATUS_401 else 200)
    await caller.do("refuse", code=-18010020, number=ONE)
    assert await caller.refused("register", number=ONE) == -18010020
    found = await caller.ask("register", {"number": ONE, "phone_number": "5550100"})
    assert found["data"]["accepted"]


async def test_any_event_can_be_put_on_a_parcel_also_one_that_comes_late(caller: Caller) -> None:
    await registered(caller, "silent")
    now = caller.clock.now().isoformat()
    await caller.do("event", number=ONE, status="Delivered", at=now)
    await caller.do("event", number=ONE, status="Teleported", at="2026-03-01T00:00:00+00:00")
    await caller.do("event", number=ONE, expect=400)
    info = await caller.read(ONE)
    assert info["latest_status"]["status"] == "Delivered"
    subs = [event["sub_status"] for event in info["tracking"]["providers"][0]["events"]]
    assert subs == ["Delivered_Other", "Teleported_Other"]


async def test_real_time_has_its_price_where_it_is_let_in(caller: Caller) -> None:
    assert await caller.refused("getRealTimeTrackInfo", number=ONE) == codes.NO_REALTIME
    await caller.do("account", key=KEY, realtime=True)
    found = await caller.ask("getRealTimeTrackInfo", {"number": ONE})
    assert found["data"]["accepted"][0]["track_info"]["latest_status"]
    await caller.ask("getRealTimeTrackInfo", {"number": ONE, "cacheLevel": 1})
    assert (await caller.ask("getquota"))["data"]["quota_used"] == 11


async def test_faults_strike_before_or_after_the_work(caller: Caller) -> None:
    for kind, status in (("maintenance", 503), ("database_down", 500), ("throttled", 429)):
        await caller.fault(kind)
        assert (await caller.raw("getquota", []))[0] == status
    await caller.fault("half_answer", calls="register")
    with pytest.raises(aiohttp.ClientPayloadError):
        await caller.raw("register", [{"number": ONE}])
    assert await caller.refused("register", number=ONE) == codes.REGISTERED
    await caller.fault("key_lost")
    await caller.raw("getquota", [])
    assert (await caller.raw("getquota", []))[0] == 401
    count = await caller.do("account", key=KEY, lost=False)
    assert (count["registered"], count["quota_used"]) == (1, 1)
