"""To the store's page and back: the keys come by themselves, the person by the browser."""

import json
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest

from hanse.base.faults import Denied, Rejected, Unavailable
from hanse.connectors.woocommerce.manifest import consent_url, consented, entered, state_of

AT = datetime(2026, 11, 20, tzinfo=UTC)
ACCESS = entered({"store_url": "https://shop.example/store"})
STATE = "aBc-123_x"
KEYS = {
    "key_id": 1,
    "user_id": STATE,
    "consumer_key": "ck_" + "0" * 40,
    "consumer_secret": "cs_" + "1" * 40,
    "key_permissions": "read_write",
}


def test_the_page_is_the_store_s_own_and_carries_the_state() -> None:
    url = consent_url(ACCESS, STATE, "https://hub.example/r", "https://hub.example/g", AT)
    assert url.startswith("https://shop.example/store/wc-auth/v1/authorize?")
    assert parse_qs(urlsplit(url).query) == {
        "app_name": ["Hanse"],
        "scope": ["read_write"],
        "user_id": [STATE],
        "return_url": ["https://hub.example/r"],
        "callback_url": ["https://hub.example/g"],
    }


def test_without_https_the_store_would_hand_nothing_over() -> None:
    with pytest.raises(Rejected, match="by https only"):
        consent_url(ACCESS, STATE, "http://localhost/r", "http://localhost/g", AT)


def test_keys_that_arrive_are_taken_with_their_state() -> None:
    body = json.dumps(KEYS).encode()
    assert state_of((), body) == STATE
    assert consented(ACCESS, (), body, AT).fields == {
        name: KEYS[name] for name in ("consumer_key", "consumer_secret")
    }


@pytest.mark.parametrize("body", [b"{", b"[]", b'{"user_id": 7}', b"\xff", b"[" * 100_000])
def test_what_is_no_grant_has_no_state(body: bytes) -> None:
    assert state_of((), body) == ""


def test_who_presses_deny_is_told_so() -> None:
    query = [("success", "0"), ("user_id", STATE)]
    assert state_of(query, b"") == STATE
    with pytest.raises(Denied, match="Nobody agreed"):
        consented(ACCESS, query, b"", AT)


def test_who_is_back_before_the_keys_is_told_that_none_came() -> None:
    with pytest.raises(Unavailable, match="has not handed its keys over"):
        consented(ACCESS, [("success", "1"), ("user_id", STATE)], b"", AT)
