"""The key, the tokens, and a first look."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from hanse.base.faults import AuthLapsed, Rejected, Severity, Unavailable
from hanse.connectors.cj import manifest as cj
from hanse.trade.access import Access, Tokens
from hanse.trade.ports_read import Question
from tests.connectors.cj.said import ACCESS, AT, KEY, SHOP, TOKENS, reply


def asked(access: Access) -> Question:
    question = cj.token_question(access, AT)
    assert question is not None
    assert question.plumbing in {each.kind for each in cj.CARD.plumbing}
    return question


def test_a_key_is_taken_as_it_was_copied() -> None:
    assert cj.entered({"api_key": f"  {KEY}\n"}).fields == {"api_key": KEY}


@pytest.mark.parametrize("typed", [KEY[:-1], KEY + "0", KEY.replace("@api@", "@key@"), "a@b.c"])
def test_what_is_no_key_is_refused(typed: str) -> None:
    with pytest.raises(Rejected):
        cj.entered({"api_key": typed})


def test_the_refresh_token_is_used_as_long_as_it_stands() -> None:
    question = asked(ACCESS)
    assert question.path == "authentication/refreshAccessToken"
    assert json.loads(question.body or b"") == {"refreshToken": "rt-secret"}


@pytest.mark.parametrize(
    "tokens", [None, replace(TOKENS, refresh_token=None), replace(TOKENS, refresh_expires_at=AT)]
)
def test_else_the_key_is(tokens: Tokens | None) -> None:
    question = asked(replace(ACCESS, tokens=tokens))
    assert question.path == "authentication/getAccessToken"
    assert json.loads(question.body or b"") == {"apiKey": KEY}


def test_a_new_token_is_asked_for_once_in_five_minutes() -> None:
    """The pace stands in the database, whoever starts anew."""
    [rate] = [
        each for each in cj.CARD.rates if each.family == asked(Access({"api_key": KEY})).family
    ]
    assert (rate.units, rate.window_s, rate.windowed) == (1, 300.0, True)
    assert [each.family for each in cj.CARD.plumbing].count(rate.family) == 1


def test_tokens_end_when_it_is_told() -> None:
    told = {
        "openId": 123456789,
        "accessToken": "at",
        "accessTokenExpiryDate": "2026-12-12T09:16:33+08:00",
        "refreshToken": "rt",
        "refreshTokenExpiryDate": "2027-05-25T09:16:33",
        "createDate": "2026-11-27T09:16:33+08:00",
    }
    found = cj.tokens_of(reply(told), AT)
    assert (found.access_token, found.refresh_token) == ("at", "rt")
    assert found.expires_at == datetime(2026, 12, 12, 1, 16, 33, tzinfo=UTC)
    assert found.refresh_expires_at == datetime(2027, 5, 25, 1, 16, 33, tzinfo=UTC)
    with pytest.raises(Unavailable):
        cj.tokens_of(reply({"openId": 1}), AT)


def test_a_call_carries_the_token_and_shows_nothing_of_it() -> None:
    call = cj.call_for(cj.stock_question("1", SHOP), ACCESS, AT, "n")
    assert call.headers["CJ-Access-Token"] == "at-secret"
    assert (
        call.url
        == "https://developers.cjdropshipping.com/api2.0/v1/product/stock/getInventoryByPid"
    )
    assert call.shown(f"{KEY} at-secret rt-secret").strip("* ") == ""
    with pytest.raises(AuthLapsed):
        cj.call_for(cj.probe_questions(ACCESS)[0], replace(ACCESS, tokens=None), AT, "n")
    login = cj.call_for(asked(Access({"api_key": KEY})), Access({"api_key": KEY}), AT, "n")
    assert "CJ-Access-Token" not in login.headers


def test_a_first_look_tells_the_level_and_what_is_left() -> None:
    told = {
        "setting": {
            "qpsLimit": "2",
            "quotaLimits": [{"quotaUrl": "product/list", "quotaLimit": 1000, "quotaType": 4}],
        },
        "callback": {},
        "root": "GENERAL",
        "isSandbox": True,
    }
    found = cj.probed([reply(told)], ACCESS)
    assert (found.key, found.name) == ("CJ1234567", "CJ CJ1234567")
    assert found.shop is not None
    assert found.shop.currency == "USD"
    assert (found.may_read, found.may_write) == (True, True)
    assert found.calls_a_second == 2
    assert {each.severity for each in found.findings} == {Severity.hint}
    said = " ".join(map(str, found.findings))
    assert "2 calls a second" in said
    assert "1,000 calls a day to product/list" in said
    assert "sandbox" in said


@pytest.mark.parametrize(
    ("told", "calls"),
    [("1", 1), (6, 6), ("4.0", 4), (99, 6), (0, None), (-1, None), ("fast", None), (None, None)],
)
def test_the_level_is_how_many_calls_a_second_an_endpoint_bears(
    told: object, calls: int | None
) -> None:
    found = cj.probed([reply({"setting": {"qpsLimit": told}, "root": "VIP"})], ACCESS)
    assert found.calls_a_second == calls


def test_an_account_that_may_do_nothing_is_not_connected() -> None:
    found = cj.probed([reply({"root": "NO_PERMISSION", "setting": None})], ACCESS)
    assert found.may_read is False
    assert any(each.severity is Severity.error for each in found.findings)
    odd = cj.probed([reply({"root": "GOD"})], ACCESS)
    assert odd.may_read is None
    assert "'GOD'" in " ".join(map(str, odd.findings))
    with pytest.raises(AuthLapsed):
        cj.probed([AuthLapsed("no")], ACCESS)
