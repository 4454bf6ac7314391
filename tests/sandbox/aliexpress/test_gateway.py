"""Who is let in: signatures, clocks, tokens, limits, and how an answer is wrapped."""

import html
import re
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import aiohttp
import pytest

from tests.sandbox.aliexpress.calling import DENVER, REQUEST, Caller, opened, product_id

CATEGORY = "aliexpress.ds.category.get"
DAY_S = 86_400


@pytest.fixture
async def caller() -> AsyncIterator[Caller]:
    async with opened() as found:
        yield found


def code_of(found: dict[str, Any]) -> str:
    return str(found["error_response"]["code"])


async def test_both_ways_to_call_by_both_verbs_and_both_digests(caller: Caller) -> None:
    session = caller.keys["access_token"]
    for verb in ("GET", "POST"):
        for digest in ("sha256", "md5"):
            params = caller.signed(method=CATEGORY, session=session, sign_method=digest)
            found = await caller.send(verb, "/sync", params)
            assert found["aliexpress_ds_category_get_response"]["resp_result"]["resp_code"] == 200
    china = caller.signed(method=CATEGORY, session=session, timestamp="2026-11-02 20:00:00")
    assert "error_response" not in await caller.send("POST", "/sync", china)
    # Half in the address and half in the body is one list.
    params = caller.signed(method=CATEGORY, session=session)
    method = params.pop("method")
    found = await caller.send("POST", f"/sync?method={method}", params)
    assert "error_response" not in found
    # A path by /sync has the path in front and itself in the list; its wrapper keeps the slashes.
    path = "/auth/token/refresh"
    renewing = caller.keys["refresh_token"]
    params = caller.signed(path, method=path, refresh_token=renewing)
    found = await caller.send("POST", "/sync", params)
    assert found["/auth/token/refresh_response"]["code"] == "0"


WRONG = [
    ({"sign": "0" * 64}, "IncompleteSignature"),
    ({"sign": "lower"}, "IncompleteSignature"),
    ({"extra": "after signing"}, "IncompleteSignature"),
    ({"app_key": "1"}, "InvalidAppkey"),
    ({"method": ""}, "MissingParameter"),
    ({"sign": ""}, "MissingParameter"),
]


async def test_what_is_signed_otherwise_is_refused_in_an_answer_of_status_200(
    caller: Caller,
) -> None:
    session = caller.keys["access_token"]
    for change, code in WRONG:
        params = caller.signed(method=CATEGORY, session=session)
        lower = {"sign": params["sign"].lower()} if change.get("sign") == "lower" else change
        found = await caller.send("POST", "/sync", params | lower)
        assert code_of(found) == code, change
    for seconds, is_taken in ((7200, True), (-7200, True), (7201, False), (-7201, False)):
        at = str(int((caller.sandbox.clock.now().timestamp() + seconds) * 1000))
        found = await caller.sync(CATEGORY, timestamp=at)
        assert ("error_response" not in found) == is_taken
    assert code_of(await caller.sync(CATEGORY, timestamp="yesterday")) == "IncompleteSignature"
    assert code_of(await caller.sync(CATEGORY, sign_method="hmac")) == "IncompleteSignature"
    assert code_of(await caller.sync("aliexpress.ds.nothing")) == "InvalidApiPath"
    # Of a system call the refusal is flat.
    flat = await caller.rest("/auth/token/create", code="3_wrong")
    assert set(flat) == {"type", "code", "message", "request_id"}
    assert (flat["type"], flat["code"]) == ("ISV", "InvalidCode")


async def test_lists_are_wrapped_once_and_bare_where_it_shall_be_simple(caller: Caller) -> None:
    found = await caller.sync("aliexpress.ds.feedname.get")
    result = found["aliexpress_ds_feedname_get_response"]["resp_result"]["result"]
    assert list(result["promos"]) == ["promo"]
    assert len(result["promos"]["promo"]) == result["current_record_count"]
    simple = await caller.sync("aliexpress.ds.feedname.get", simplify="true")
    assert simple["resp_result"]["result"]["promos"] == result["promos"]["promo"]
    for simple_as, promos in (("named", result["promos"]["promo"]), ("full", result["promos"])):
        await caller.control("aliexpress/moods", {"simple_as": simple_as})
        some = await caller.sync("aliexpress.ds.feedname.get", simplify="true")
        body = some["aliexpress_ds_feedname_get_response"]
        assert body["resp_result"]["result"]["promos"] == promos
    (sku,) = await caller.skus(2)
    assert sku["ae_sku_property_dtos"] == {}


async def test_the_buyer_lets_the_app_in_and_the_code_is_good_once_and_for_three_minutes(
    caller: Caller,
) -> None:
    path = f"/oauth/authorize?response_type=code&force_auth=true&client_id={caller.keys['app_key']}"
    path += "&redirect_uri=https%3A%2F%2Fhub.test%2Fback&state=n1"

    async def follow(url: str) -> tuple[int, str, str]:
        async with caller.session.get(url, allow_redirects=False) as found:
            return found.status, await found.text(), found.headers.get("Location", "")

    status, text, _ = await follow(f"{caller.address}{path}")
    assert (status, "Authorize" in text) == (200, True)
    (link,) = re.findall(r'class="approve" href="([^"]*)"', text)
    approve = f"{caller.address}{html.unescape(link)}"
    _, _, back = await follow(approve)
    query = dict(parse_qsl(urlsplit(back).query))
    assert (back.partition("?")[0], query["state"]) == ("https://hub.test/back", "n1")
    assert (await follow(approve))[0] == 400
    first = await caller.rest("/auth/token/create", code=query["code"])
    assert (first["code"], first["account_platform"], first["sp"]) == ("0", "buyerApp", "ae")
    assert (first["expires_in"], first["refresh_expires_in"]) == (30 * DAY_S, 60 * DAY_S)
    again = await caller.rest("/auth/token/create", code=query["code"])
    assert again["code"] == "InvalidCode"

    await caller.control("aliexpress/moods", {"approves": True, "launched": False})
    codes = []
    for _ in range(3):
        _, _, back = await follow(f"{caller.address}{path}")
        codes.append(dict(parse_qsl(urlsplit(back).query))["code"])
    refused = await caller.rest("/auth/token/create", code=codes[0], uuid="u")
    assert refused["code"] == "InvalidCode"
    secure = await caller.rest("/auth/token/security/create", code=codes[1], uuid="u")
    assert (secure["expires_in"], secure["refresh_expires_in"]) == (DAY_S, 2 * DAY_S)
    assert not {"user_nick", "havana_id", "account"} & set(secure)
    caller.advance(180)
    assert (await caller.rest("/auth/token/create", code=codes[2]))["code"] == "InvalidCode"


async def test_a_refresh_moves_the_end_of_the_access_token_and_not_its_own(caller: Caller) -> None:
    caller.advance(30 * DAY_S)
    assert code_of(await caller.sync(CATEGORY)) == "IllegalAccessToken"
    path, before = "/auth/token/refresh", caller.keys["refresh_token"]
    found = await caller.rest(path, refresh_token=before)
    assert (found["expires_in"], found["refresh_expires_in"]) == (30 * DAY_S, 30 * DAY_S)
    assert found["refresh_token"] != before
    assert "error_response" not in await caller.sync(CATEGORY, session=found["access_token"])
    assert (await caller.rest(path, refresh_token=before))["code"] == "IllegalRefreshToken"
    await caller.control("aliexpress/moods", {"omits_refresh_token": True})
    kept = found["refresh_token"]
    assert "refresh_token" not in await caller.rest(path, refresh_token=kept)
    secure = "/auth/token/security/refresh"
    assert (await caller.rest(secure, refresh_token=kept))["code"] == "0"
    caller.advance(30 * DAY_S)
    assert (await caller.rest(path, refresh_token=kept))["code"] == "IllegalRefreshToken"


async def test_too_many_calls_of_one_name_wait_a_second(caller: Caller) -> None:
    name = "aliexpress.ds.address.get"
    for _ in range(4):
        await caller.ask(name, countryCode="US", language="en", isMultiLanguage="false")
    found = await caller.sync(name, countryCode="US")
    assert found["error_response"]["code"] == "ApiCallLimit"
    assert "this ban will last 1 seconds" in found["error_response"]["msg"]
    await caller.ask(CATEGORY)
    caller.advance(1)
    await caller.ask(name, countryCode="US")
    await caller.control("aliexpress/limits", {CATEGORY: 0})
    assert code_of(await caller.sync(CATEGORY)) == "ApiCallLimit"
    said = await caller.control("aliexpress/limits", {"nothing": 1}, status=400)
    assert said["error"] == "There is no API nothing."


async def test_faults_on_request(caller: Caller) -> None:
    async def fault(**document: Any) -> None:
        await caller.control("faults", {"platform": "aliexpress", "count": 1, **document})

    await fault(kind="throttled")
    assert code_of(await caller.sync(CATEGORY)) == "ApiCallLimit"
    for kind, status in (("gateway", 502), ("maintenance", 503), ("database_down", 500)):
        await fault(kind=kind)
        params = caller.signed(method=CATEGORY, session=caller.keys["access_token"])
        async with caller.session.post(f"{caller.address}/sync", data=params) as page:
            assert page.status == status
    await fault(kind="half_answer")
    with pytest.raises(aiohttp.ClientPayloadError):
        await caller.sync(CATEGORY)
    await fault(kind="token_lost")
    assert code_of(await caller.sync(CATEGORY)) == "IllegalAccessToken"
    renewing = caller.keys["refresh_token"]
    assert (await caller.rest("/auth/token/refresh", refresh_token=renewing))["code"] == "0"
    await caller.control("aliexpress/moods", {"system_error_next": 1, "remote_error_next": 1})
    pair = await caller.control("aliexpress/tokens", {})
    for code in ("ServiceUnavailable", "15"):
        found = await caller.sync(CATEGORY, session=pair["access_token"])
        assert code_of(found) == code
    await fault(kind="key_lost")
    assert code_of(await caller.sync(CATEGORY, session=pair["access_token"])) == (
        "IllegalAccessToken"
    )
    found = await caller.rest("/auth/token/refresh", refresh_token=pair["refresh_token"])
    assert found["code"] == "IllegalRefreshToken"


async def test_an_order_whose_answer_was_lost_is_there_and_one_lost_before_is_not(
    caller: Caller,
) -> None:
    request = {
        "out_order_id": "L-1",
        "logistics_address": DENVER,
        "product_items": [await caller.item(2, 1)],
    }
    for kind, count in (("lost_before", 0), ("lost_after", 1)):
        document = {"platform": "aliexpress", "count": 1, "kind": kind, "calls": "^POST /sync"}
        await caller.control("faults", document)
        caller.patience_s = 0.5
        with pytest.raises(TimeoutError):
            await caller.sync("aliexpress.ds.order.create", **{REQUEST: request})
        counts = await caller.control("aliexpress/orders?out_order_id=L-1")
        assert (counts["placed"], counts["count"]) == (count, count)
    ledger = await caller.control("ledger")
    assert ledger["aliexpress"]["order.create"] == {"L-1": 1}


async def test_it_is_found_by_its_host_and_its_paths_and_shown_with_the_others(
    caller: Caller,
) -> None:
    shops = (await caller.control("connect"))["shops"]
    (told,) = [shop for shop in shops if shop["platform"] == "aliexpress"]
    assert (told["host"], told["keys"]) == ("api-sg.aliexpress.com", caller.keys)
    for path, text in (
        ("/", "24 of 40"),
        (f"/product/{product_id(2)}", "onSelling"),
        ("/orders", "No orders yet"),
    ):
        async with caller.session.get(
            f"{caller.address}/_sandbox/shop/{told['host']}{path}"
        ) as found:
            assert found.status == 200
            assert text in await found.text()
    await caller.ask(CATEGORY)
    calls = await caller.control("calls?platform=aliexpress")
    assert calls["shops"][told["host"]]["calls"] == {CATEGORY: 1}
