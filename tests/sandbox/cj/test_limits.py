"""Who may ask the supplier, how often, and what it says to everybody else."""

from datetime import datetime, timedelta

import aiohttp
import pytest

from tests.sandbox.cj.caller import Caller

GRANT, REFRESH = "/authentication/getAccessToken", "/authentication/refreshAccessToken"
DETAIL, LIST = "/product/globalWarehouseList", "/product/list"


async def test_a_key_gives_tokens_once_in_five_minutes_for_fifteen_days(caller: Caller) -> None:
    [account] = (await caller.at_desk("cj/connect"))["accounts"]
    body = {"apiKey": account["apiKey"]}
    assert caller.tokens["openId"] == account["openId"]
    assert caller.tokens["createDate"] == "2026-03-30T20:00:00+08:00"
    expires_at = datetime.fromisoformat(caller.tokens["accessTokenExpiryDate"])
    assert expires_at - caller.clock.now() == timedelta(days=15)
    caller.clock.advance(299)
    status, document, _ = await caller.raw("POST", GRANT, body)
    assert (status, document["code"]) == (429, 1600200)
    caller.clock.advance(1)
    first, found = caller.token, await caller.ask("POST", GRANT, body)
    assert await caller.refused("GET", DETAIL) == 1600030  # another token took its place
    caller.token = found["accessToken"]
    caller.clock.advance(15 * 86_400)
    assert await caller.refused("GET", DETAIL) == 1600030
    renewed = await caller.ask("POST", REFRESH, {"refreshToken": found["refreshToken"]})
    assert renewed["accessToken"] not in (first, found["accessToken"])
    assert "openId" not in renewed
    caller.token = renewed["accessToken"]
    await caller.ask("GET", DETAIL)
    caller.clock.advance(165 * 86_400)
    assert await caller.refused("POST", REFRESH, {"refreshToken": found["refreshToken"]}) == 1600003


async def test_tokens_are_refreshed_five_times_a_minute_and_dead_after_logout(
    caller: Caller,
) -> None:
    body = {"refreshToken": caller.tokens["refreshToken"]}
    for _ in range(5):
        caller.token = (await caller.ask("POST", REFRESH, body))["accessToken"]
    assert await caller.refused("POST", REFRESH, body) == 1600200
    caller.clock.advance(60)
    assert await caller.ask("POST", "/authentication/logout") is True
    assert await caller.refused("GET", DETAIL) == 1600030
    assert await caller.refused("POST", REFRESH, body) == 1600003


async def test_what_is_no_token_or_no_call_is_named_by_its_number(caller: Caller) -> None:
    good = caller.token
    table = [
        (1600002, "", "GET", DETAIL, None),
        (1600001, "nonsense", "GET", DETAIL, None),
        (1600001, caller.tokens["refreshToken"], "GET", DETAIL, None),
        (1600005, "", "POST", GRANT, {"apiKey": "CJ1@api@x"}),
        (1600300, "", "POST", GRANT, {"email": "a@example.com", "password": "x"}),
        (1600003, "", "POST", REFRESH, {"refreshToken": good}),
        (1600101, good, "GET", "/product/unheard", None),
        (1600100, good, "GET", "/logistic/getTrackInfo", None),
        (16900403, good, "POST", DETAIL, {}),
        (16900202, good, "POST", "/shopping/pay/payBalance", None),
        (16900203, good, "POST", "/shopping/pay/payBalance", ["no", "object"]),
    ]
    found = []
    for _, caller.token, method, path, body in table:
        found.append(await caller.refused(method, path, body))
    assert found == [code for code, *_ in table]


async def test_an_endpoint_has_its_calls_a_second_by_level(limited: Caller) -> None:
    for level, allowed in enumerate((1, 1, 2, 4, 6, 6)):
        limited.clock.advance(1)
        await limited.at_desk("cj/accounts", {"level": level})
        statuses = [(await limited.raw("GET", DETAIL))[0] for _ in range(allowed + 1)]
        assert statuses == [200] * allowed + [429]
    setting = (await limited.ask("GET", "/setting/get"))["setting"]
    assert setting["qpsLimit"] == 6
    assert {"quotaUrl": "*", "quotaLimit": 1000, "quotaType": 4} in setting["quotaLimits"]


async def test_an_address_has_ten_calls_a_second_whoever_asks(limited: Caller) -> None:
    limited.clock.advance(1)
    await limited.at_desk("cj/accounts", {"qps": 0})
    found = [await limited.raw("GET", DETAIL) for _ in range(11)]
    assert [status for status, _, _ in found] == [200] * 10 + [429]
    assert found[-1][2].startswith("Too Many Requests")


async def test_a_fourth_user_of_one_address_may_not_list_goods(limited: Caller) -> None:
    found = []
    for number in range(4):
        limited.clock.advance(1)
        body = {"name": f"user-{number}"}
        key = (await limited.at_desk("cj/accounts", body))["apiKey"]
        limited.token = (await limited.ask("POST", GRANT, {"apiKey": key}))["accessToken"]
        found.append((await limited.raw("GET", LIST))[0])
    assert found == [200, 200, 200, 429]


async def test_a_day_has_so_many_calls_and_points_and_ends_at_midnight(caller: Caller) -> None:
    await caller.at_desk("cj/accounts", {"verified": False})
    meter = caller.sandbox.cj.named("").meter
    await caller.ask("GET", LIST)
    assert meter.points == 50
    meter.calls[DETAIL], meter.points = 999, 50_000 - 50 - 10
    await caller.ask("GET", DETAIL)
    status, _, text = await caller.raw("GET", DETAIL)
    assert (status, "the daily request limit (1000 times/day)" in text) == (429, True)
    await caller.ask("GET", LIST)
    await caller.ask("GET", "/product/query", productSku="HZ-0000003")
    assert await caller.refused("GET", "/product/query", productSku="HZ-0000003") == 1600201
    await caller.at_desk("cj/accounts", {"best_month_usd": 1})
    await caller.ask("GET", LIST)
    caller.clock.advance(12 * 3600)
    await caller.ask("GET", DETAIL)
    assert meter.points == 0


async def test_faults_look_as_the_platform_makes_them_look(caller: Caller) -> None:
    async def fault(kind: str) -> None:
        await caller.at_desk("faults", {"kind": kind, "platform": "cj", "count": 1})

    for kind, status in (("throttled", 429), ("maintenance", 503), ("database_down", 500)):
        await fault(kind)
        assert (await caller.raw("GET", DETAIL))[0] == status
    await fault("busy")
    assert await caller.refused("GET", DETAIL) == 1600000
    await fault("half_answer")
    with pytest.raises(aiohttp.ClientPayloadError):
        await caller.raw("GET", DETAIL)
    await fault("token_lost")
    assert await caller.refused("GET", DETAIL) == 1600030
    body = {"refreshToken": caller.tokens["refreshToken"]}
    caller.token = (await caller.ask("POST", REFRESH, body))["accessToken"]
    await fault("key_lost")
    assert await caller.refused("GET", DETAIL) == 1600030
    assert await caller.refused("POST", REFRESH, body) == 1600003
