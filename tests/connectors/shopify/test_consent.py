"""A person agrees, and tokens follow."""

import hashlib
import hmac
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from hanse.base.faults import AuthLapsed, Denied, Rejected, Unavailable
from hanse.connectors.shopify.wire import consent
from hanse.connectors.shopify.wire.access import call_for
from hanse.trade.access import Access, Tokens
from hanse.trade.ports_read import Reply
from tests.connectors.shopify.told import APP, HOST, TOKEN, sent, vectors

AT = datetime(2026, 11, 22, 5, tzinfo=UTC)
Pairs = list[tuple[str, str]]


def pairs(query: dict[str, Any]) -> Pairs:
    return [
        (name, each)
        for name, value in query.items()
        for each in (value if isinstance(value, list) else [value])
    ]


def back(**changed: str | None) -> Pairs:
    """What a browser brings back, signed by the rule of the vectors."""
    query = {
        "code": "c0de",
        "shop": HOST,
        "state": "s1",
        "timestamp": str(int(AT.timestamp())),
        **changed,
    }
    told = sorted((name, value) for name, value in query.items() if value is not None)
    text = "&".join(f"{name}={value}" for name, value in told)
    digest = hmac.new(b"hush-hush", text.encode(), hashlib.sha256).hexdigest()
    return [*told, ("hmac", digest)]


@pytest.mark.parametrize("vector", vectors("oauth_query_hmac"), ids=lambda each: each["id"])
def test_a_callback_is_from_shopify_or_it_is_denied(vector: Any) -> None:
    """The whole check and not only the digest; what launches the app brings no code."""
    given = vector["input"]
    query = pairs(given["query"])
    at = datetime.fromtimestamp(given.get("now", int(given["query"]["timestamp"])), UTC)
    fields = {"client_id": given["client_id"], "client_secret": given["secret"]}
    access = Access({"shop": given["query"]["shop"], **fields})
    if vector["expect"] == "reject":
        with pytest.raises(Denied):
            consent.consented(access, query, b"", at)
    elif "code" in given["query"]:
        assert consent.consented(access, query, b"", at).question is not None
    else:
        assert consent.signed(query, given["secret"])
        with pytest.raises(Denied, match="Nobody agreed"):
            consent.consented(access, query, b"", at)


@pytest.mark.parametrize("vector", vectors("oauth_query_hmac"), ids=lambda each: each["id"])
def test_the_digest_is_that_of_the_vector(vector: Any) -> None:
    given = vector["input"]
    text = consent.message(pairs(given["query"])).encode()
    digest = hmac.new(given["secret"].encode(), text, hashlib.sha256).hexdigest()
    assert digest == vector["expected_hmac"]


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"shop": "other-shop.myshopify.com"}, "another shop"),
        ({"shop": "evil.com"}, "another shop"),
        ({"shop": None}, "another shop"),
        ({"timestamp": str(int(AT.timestamp()) - 91)}, "older than 90 s"),
        ({"timestamp": str(int(AT.timestamp()) + 91)}, "older than 90 s"),
        ({"timestamp": "soon"}, "when it was given"),
        ({"timestamp": None}, "when it was given"),
        ({"timestamp": "٣"}, "when it was given"),
        ({"code": None}, "Nobody agreed"),
        ({"code": ""}, "Nobody agreed"),
    ],
)
def test_what_is_signed_is_looked_at_all_the_same(changed: dict[str, Any], why: str) -> None:
    with pytest.raises(Denied, match=why):
        consent.consented(APP, back(**changed), b"", AT)


def test_a_name_given_twice_is_not_signed() -> None:
    with pytest.raises(Denied, match="not signed"):
        consent.consented(APP, [*back(), ("shop", "evil.myshopify.com")], b"", AT)


@pytest.mark.parametrize("digest", ["", "é", "\udcff", "0" * 64])
def test_a_forged_digest_is_denied(digest: str) -> None:
    query = [pair for pair in back() if pair[0] != "hmac"]
    with pytest.raises(Denied, match="not signed"):
        consent.consented(APP, [*query, ("hmac", digest)], b"", AT)


def test_the_code_becomes_a_question_for_a_token_that_expires() -> None:
    given = consent.consented(APP, back(), b"", AT)
    assert given.question is not None
    assert sent(given.question) == {
        "client_id": "client-id-0001",
        "client_secret": "hush-hush",
        "code": "c0de",
        "expiring": "1",
    }
    assert (given.question.writes, given.question.family) == (True, "oauth")
    call = call_for(given.question, APP, AT, "n")
    assert call.url == TOKEN
    assert "X-Shopify-Access-Token" not in call.headers
    assert "hush" not in call.shown((given.question.body or b"").decode())


def test_the_page_of_consent_asks_for_a_token_of_the_shop() -> None:
    url = consent.consent_url(APP, "s1", "https://hub.example/back?a=1", ["a", "read_all_orders"])
    parts = urlsplit(url)
    assert (parts.scheme, parts.netloc, parts.path) == ("https", HOST, "/admin/oauth/authorize")
    assert parse_qsl(parts.query) == [
        ("client_id", "client-id-0001"),
        ("scope", "a"),
        ("redirect_uri", "https://hub.example/back?a=1"),
        ("state", "s1"),
    ]
    assert consent.state_of(parse_qsl(parts.query), b"") == "s1"
    assert consent.state_of([], b"") == ""


def test_without_an_app_nobody_can_agree() -> None:
    pasted = Access({"shop": HOST, "access_token": "shpat_made_up"})
    with pytest.raises(Rejected, match="client ID"):
        consent.consent_url(pasted, "s", "https://hub.example", [])
    with pytest.raises(Rejected, match="client ID"):
        consent.consented(pasted, back(), b"", AT)


# Tokens

BY_CODE = replace(APP, fields={**APP.fields, "consent": "code"})
HOUR = timedelta(hours=1)


def test_the_shops_own_app_asks_with_its_keys_and_again_when_the_token_ends() -> None:
    for access in (APP, replace(APP, tokens=Tokens("shpat_made_up", AT))):
        asked = consent.token_question(access, AT)
        assert asked is not None
        assert sent(asked)["grant_type"] == "client_credentials"
        assert asked.plumbing == "tokens.client_credentials"


def test_a_refresh_token_is_used_while_it_is_good() -> None:
    tokens = Tokens("shpat_made_up", AT, "shprt_made_up", AT + HOUR)
    asked = consent.token_question(replace(BY_CODE, tokens=tokens), AT)
    assert asked is not None
    assert sent(asked)["grant_type"] == "refresh_token"
    assert sent(asked)["refresh_token"] == "shprt_made_up"


@pytest.mark.parametrize(
    "tokens",
    [None, Tokens("shpat_made_up", AT), Tokens("shpat_made_up", AT, "shprt_made_up", AT)],
)
def test_a_consent_that_ended_is_for_a_person(tokens: Tokens | None) -> None:
    """Asking with the keys instead would give the rights of another way in."""
    with pytest.raises(AuthLapsed, match="has ended"):
        consent.token_question(replace(BY_CODE, tokens=tokens), AT)


def test_what_does_not_expire_is_not_asked_for_again() -> None:
    pasted = Access({"shop": HOST, "access_token": "shpat_made_up"})
    assert consent.token_question(pasted, AT) is None
    assert consent.token_question(replace(BY_CODE, tokens=Tokens("shpat_made_up")), AT) is None


def test_tokens_are_read_with_their_ends() -> None:
    reply = Reply(
        {
            "access_token": "shpat_made_up",
            "scope": "write_products, read_orders",
            "expires_in": 3600,
            "refresh_token": "shprt_made_up",
            "refresh_token_expires_in": 7776000,
        }
    )
    assert consent.tokens_of(reply, AT) == Tokens(
        "shpat_made_up",
        AT + HOUR,
        "shprt_made_up",
        AT + timedelta(days=90),
        ("write_products", "read_orders"),
    )


def test_a_token_without_an_end_has_none() -> None:
    told = consent.tokens_of(Reply({"access_token": "shpat_made_up", "scope": ""}), AT)
    assert told == Tokens("shpat_made_up")


@pytest.mark.parametrize("document", [{}, {"access_token": ""}, {"access_token": 7}, [], None])
def test_an_answer_without_a_token_is_none(document: object) -> None:
    with pytest.raises(Unavailable, match="not with a token"):
        consent.tokens_of(Reply(document), AT)


def test_an_end_beyond_all_measure_does_not_break_the_clock() -> None:
    told = consent.tokens_of(Reply({"access_token": "a", "expires_in": 2**62}), AT)
    assert told.expires_at is not None
