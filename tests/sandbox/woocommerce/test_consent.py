"""The merchant's clicks, against the recorded pages."""

import json
import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from hanse.sandbox.woocommerce.consent import Grant, finish, page
from hanse.sandbox.woocommerce.php import parse_query
from hanse.sandbox.woocommerce.replies import Reply
from hanse.sandbox.woocommerce.store import Store
from tests.sandbox.woocommerce.records import recording
from tests.sandbox.woocommerce.replay import recorded_store

HOME = "https://127.0.0.1:18443"


def shown(store: Store, number: int, user: str, **more: str) -> Reply | Grant:
    request = recording(number)["request"]
    query: dict[str, Any] = parse_query(request["query"]) | more
    return page(store, HOME, request["path"], query, user)


def as_recorded(found: Reply | Grant, number: int) -> Reply:
    real = recording(number)["response"]
    assert isinstance(found, Reply)
    assert found.status == real["status"]
    assert found.headers.get("Location") == real["headers"].get("Location")
    assert found.headers["Content-Type"] == real["headers"]["Content-Type"]
    assert found.headers.get("Cache-Control") == real["headers"].get("Cache-Control")
    return found


def test_who_is_not_signed_in_is_sent_to_the_login_page() -> None:
    real = recording(175)["response"]
    found = shown(recorded_store(), 175, "")
    assert isinstance(found, Reply)
    assert (found.status, found.headers["Location"]) == (302, real["headers"]["Location"])


@pytest.mark.parametrize(
    ("number", "user"), [(176, "admin"), (177, "admin"), (178, "admin"), (179, "buyer")]
)
def test_a_mistake_is_a_page_for_people(number: int, user: str) -> None:
    found = as_recorded(shown(recorded_store(), number, user), number)
    assert b"<title>Access denied</title>" in found.content


def links(found: Reply) -> list[str]:
    return re.findall(r'href="([^"]*)"', found.content.decode().replace("&amp;", "&"))


def test_the_consent_page_has_a_link_to_approve_and_one_to_deny() -> None:
    found = shown(recorded_store(), 180, "admin")
    assert isinstance(found, Reply)
    approve, deny = links(found)
    real = recording(180)["response"]["body"]
    assert deny == real["deny_link"][0]
    assert (
        approve.partition("wc_auth_nonce=")[0]
        == real["approve_link"][0].partition("wc_auth_nonce=")[0]
    )


def granted(store: Store, number: int) -> Grant:
    asked = shown(store, 180, "admin", callback_url=parsed(number)["callback_url"])
    assert isinstance(asked, Reply)
    nonce = parse_qs(urlsplit(links(asked)[0]).query)["wc_auth_nonce"][0]
    found = shown(store, number, "admin", wc_auth_nonce=nonce)
    assert isinstance(found, Grant)
    return found


def parsed(number: int) -> dict[str, Any]:
    return parse_query(recording(number)["request"]["query"])


def test_an_approved_application_gets_keys_and_the_browser_goes_back() -> None:
    store = recorded_store()
    grant = granted(store, 181)
    real = recording(182)["request"]["body"]
    assert json.loads(json.dumps(grant.payload)).keys() == real.keys()
    assert grant.payload["user_id"] == real["user_id"]
    assert grant.payload["key_permissions"] == real["key_permissions"]
    assert grant.callback_url == parsed(181)["callback_url"]
    assert re.fullmatch(r"ck_[0-9a-f]{40}", grant.payload["consumer_key"])
    found = finish(store, grant, 200)
    assert found.headers["Location"] == recording(181)["response"]["headers"]["Location"]
    assert grant.payload["consumer_key"] in store.keys


@pytest.mark.parametrize("status", [500, 201, 302, None])
def test_a_callback_that_does_not_answer_200_takes_the_keys_back(status: int | None) -> None:
    store = recorded_store()
    grant = granted(store, 183)
    as_recorded(finish(store, grant, status), 183)
    assert grant.payload["consumer_key"] not in store.keys


def test_a_wrong_nonce_is_refused() -> None:
    as_recorded(shown(recorded_store(), 184, "admin"), 184)
