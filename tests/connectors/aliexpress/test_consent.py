"""A person agrees on AliExpress's page, and tokens follow."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, urlsplit

import pytest

from hanse.base.faults import AuthLapsed, Denied, Rejected, Severity, Unavailable
from hanse.connectors.aliexpress import manifest as platform
from hanse.trade.access import Access, Tokens
from hanse.trade.ports_read import Reply
from tests.connectors.aliexpress.told import ACCESS, AT, KEYS, TOKENS, answer, reply, sent

BACK = "https://hub.example/connections/return/aliexpress"
GIVEN = {
    "access_token": "50000a",
    "refresh_token": "50001b",
    "expires_in": 86400,
    "refresh_expires_in": "172800",
    "expire_time": 1,
    "user_id": 2004,
    "code": "0",
    "request_id": "r1",
}


def test_the_page_of_consent_gets_the_state_and_no_secret() -> None:
    url = platform.consent_url(Access(KEYS), "state-1", BACK, "", AT)
    assert url.startswith("https://api-sg.aliexpress.com/oauth/authorize?")
    assert KEYS["app_secret"] not in url
    assert dict(parse_qsl(urlsplit(url).query)) == {
        "response_type": "code",
        "force_auth": "true",
        "redirect_uri": BACK,
        "client_id": KEYS["app_key"],
        "state": "state-1",
    }


def test_the_code_is_asked_for_tokens_once_and_alone() -> None:
    query = [("code", "3_123"), ("state", "state-1")]
    assert platform.state_of(query, b"") == "state-1"
    found = platform.consented(Access(KEYS), query, b"", AT)
    assert found.question is not None
    assert (found.question.path, found.question.writes) == ("/auth/token/create", True)
    assert sent(found.question) == {"code": "3_123"}  # with a `uuid` it is no good


@pytest.mark.parametrize("query", [[], [("state", "s")], [("code", "")]])
def test_without_a_code_nobody_agreed(query: list[tuple[str, str]]) -> None:
    with pytest.raises(Denied):
        platform.consented(Access(KEYS), query, b"", AT)


def test_tokens_end_by_our_clock_and_know_whose_they_are() -> None:
    found = platform.tokens_of(Reply(GIVEN), AT)
    assert found == Tokens(
        "50000a", AT + timedelta(days=1), "50001b", AT + timedelta(days=2), ("account:2004",)
    )


def test_where_only_instants_are_told_they_count() -> None:
    told = {"access_token": "a-token", "expire_time": 1763856000000}
    assert platform.tokens_of(Reply(told), AT).expires_at == datetime(2025, 11, 23, tzinfo=UTC)


@pytest.mark.parametrize("document", [None, [], {}, {"access_token": ""}])
def test_an_answer_without_a_token_is_none(document: object) -> None:
    with pytest.raises(Unavailable):
        platform.tokens_of(Reply(document), AT)


def test_where_nothing_is_left_of_the_refreshing_the_token_lives_to_its_end() -> None:
    over = platform.tokens_of(Reply({**GIVEN, "refresh_expires_in": 0}), AT)
    assert platform.token_question(replace(ACCESS, tokens=over), AT) is None
    good = platform.tokens_of(Reply(GIVEN), AT)
    asked = platform.token_question(replace(ACCESS, tokens=good), AT)
    assert asked is not None
    assert sent(asked) == {"refresh_token": "50001b"}
    later = AT + timedelta(days=2)
    assert platform.token_question(replace(ACCESS, tokens=good), later) is None


def test_before_anybody_agreed_a_person_has_to() -> None:
    with pytest.raises(AuthLapsed, match="a person has to agree"):
        platform.token_question(Access(KEYS), AT)


def test_an_old_refresh_token_stays_good_where_no_new_one_comes() -> None:
    """On both styles of a gateway."""
    new = {"access_token": "50000c", "expires_in": 86400, "code": "0"}
    path, old = "/auth/token/refresh", TOKENS.refresh_token or ""
    flat = platform.reply_of(answer(new, path, writes=True, refresh_token=old))
    assert platform.tokens_of(flat, AT).refresh_token == old
    wrapped = {f"{path}_response": {**new, "refresh_token": "50001d"}}
    told = platform.reply_of(answer(wrapped, path, writes=True, refresh_token=old))
    assert platform.tokens_of(told, AT).refresh_token == "50001d"


# A first look

BENEFITS = "aliexpress.ds.member.benefit.get"
FEEDS = reply({"resp_result": {"resp_code": 200, "result": {}}}, "aliexpress.ds.feedname.get")


def benefits(**can: bool) -> Reply:
    rows = [{"code": code.replace("_", "-"), "canBenefit": each} for code, each in can.items()]
    return reply({"result": {"benefit": rows}, "rsp_code": "200"}, BENEFITS)


def test_a_first_look_tells_whose_account_it_is_and_what_it_is_granted() -> None:
    access = replace(ACCESS, tokens=replace(TOKENS, scopes=("account:2004",)))
    asked = platform.probe_questions(access)
    assert [each.path for each in asked] == [BENEFITS, "aliexpress.ds.feedname.get"]
    assert not any(each.writes for each in asked)
    found = platform.probed([benefits(auto_pay=True), FEEDS], access)
    assert (found.key, found.may_read, found.scopes, found.findings) == ("2004", True, (), ())
    assert found.shop is not None
    assert found.shop.currency == "USD"
    more = platform.probed([benefits(auto_pay=True, coins=False), FEEDS], access)
    assert [each.code for each in more.findings] == ["benefit"]


@pytest.mark.parametrize("first", [benefits(auto_pay=False), Rejected("No such call.")])
def test_an_account_whose_orders_do_not_pay_themselves_is_told_how_to_get_it(
    first: Reply | Rejected,
) -> None:
    """It is connected all the same."""
    found = platform.probed([first, FEEDS], ACCESS)
    assert [each.code for each in found.findings] == ["no_auto_pay", "no_account"]
    assert not [each for each in found.findings if each.severity is Severity.error]
    assert "ds-api@aliexpress.com" in found.findings[0].next_step
    assert (found.key, found.may_read) == (KEYS["app_key"], True)


def test_a_look_that_is_refused_says_why() -> None:
    found = platform.probed([AuthLapsed("No."), AuthLapsed("No.")], ACCESS)
    assert found.may_read is False
    assert [each.code for each in found.findings] == ["auth_lapsed", "no_account"]


def test_a_key_that_is_missing_is_named() -> None:
    with pytest.raises(Rejected, match="App Secret"):
        platform.consented(Access({"app_key": "1"}), [("code", "x")], b"", AT)
