"""Faults as a test asks for them: which shop, which calls, how often, and what is left of it."""

import asyncio
import time
from typing import Any

import pytest

from tests.sandbox.test_shops import Caller, caller

__all__ = ["caller"]
PRODUCTS = "/wp-json/wc/v3/products"


async def statuses(caller: Caller, host: str, count: int = 1) -> list[int]:
    headers = caller.pair(host)
    return [(await raw(caller, host, headers))[0] for _ in range(count)]


async def raw(caller: Caller, host: str, headers: dict[str, str]) -> tuple[int, bytes]:
    url = f"{caller.address}{PRODUCTS}?per_page=1"
    async with caller.session.get(url, headers=headers | {"Host": host}) as found:
        return found.status, await found.read()


async def test_a_fault_may_hit_one_shop_alone(caller: Caller) -> None:
    await caller.post("faults", {"kind": "gateway", "host": "mugs.test"})
    assert await statuses(caller, "mugs.test") == [502]
    assert await statuses(caller, "lamps.test") == [200]


async def test_a_fault_of_another_platform_hits_nobody_here(caller: Caller) -> None:
    await caller.post("faults", {"kind": "gateway", "platform": "shopify"})
    assert await statuses(caller, "lamps.test") == [200]
    await caller.post("faults", {"kind": "gateway", "platform": "", "count": 1})
    assert await statuses(caller, "lamps.test", 2) == [502, 200]


async def test_a_fault_of_some_calls_spares_the_others(caller: Caller) -> None:
    await caller.post("faults", {"kind": "throttled", "calls": "^GET .*/orders"})
    assert await statuses(caller, "lamps.test") == [200]
    headers = caller.pair("lamps.test") | {"Host": "lamps.test"}
    async with caller.session.get(
        f"{caller.address}/wp-json/wc/v3/orders", headers=headers
    ) as found:
        assert found.status == 429


async def test_a_slow_call_is_done_at_once_and_answered_late(caller: Caller) -> None:
    await caller.post("faults", {"kind": "slow", "seconds": 0.4, "calls": "^POST", "count": 1})
    began = time.perf_counter()
    task = asyncio.create_task(write(caller))
    while not caller.sandbox.ledger.count("woocommerce", "product.create"):
        await asyncio.sleep(0.01)
    assert not task.done()
    assert await task == 201
    assert time.perf_counter() - began >= 0.4


async def write(caller: Caller) -> int:
    headers = caller.pair("lamps.test") | {"Host": "lamps.test"}
    url = f"{caller.address}{PRODUCTS}"
    async with caller.session.post(url, json={"name": "Slow"}, headers=headers) as found:
        return found.status


async def test_a_lost_token_is_lost_for_good(caller: Caller) -> None:
    await caller.post("faults", {"kind": "token_lost", "count": 1})
    assert await statuses(caller, "lamps.test", 3) == [401, 401, 401]


async def test_faults_are_listed_counted_and_taken_away(caller: Caller) -> None:
    _, rows = await caller.post("faults", {"kind": "gateway", "share": 0.5, "count": 9})
    assert rows["faults"] == [
        {
            "platform": "woocommerce",
            "host": "",
            "kind": "gateway",
            "calls": ".*",
            "share": 0.5,
            "count": 9,
            "seconds": 5.0,
        }
    ]
    found = await statuses(caller, "lamps.test", 40)
    assert found.count(502) == 9
    _, rows = await caller.get("/_sandbox/faults")
    assert rows["struck"] == {"gateway": 9}
    async with caller.session.delete(f"{caller.address}/_sandbox/faults") as gone:
        assert (await gone.json())["faults"] == []


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"kind": "gateway", "share": 1.5}, "share is from 0 to 1, not 1.5."),
    ({"kind": "slow", "seconds": 9999}, "seconds is from 0 to 600"),
    ({"kind": "gateway", "often": 1}, "A fault has no often."),
    ({}, "There is no fault None"),
]


@pytest.mark.parametrize(("body", "said"), WRONG)
async def test_a_fault_that_cannot_be_says_why(
    caller: Caller, body: dict[str, Any], said: str
) -> None:
    status, answer = await caller.post("faults", body)
    assert status == 400
    assert said in answer["error"]
