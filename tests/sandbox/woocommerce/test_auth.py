"""The order of the checks and the words of the refusals, against recordings and one vector."""

import base64
from typing import Any

import pytest

from hanse.sandbox.woocommerce.auth import Key, Request, authenticate, check_permission, sign
from hanse.sandbox.woocommerce.errors import Refusal
from hanse.sandbox.woocommerce.php import parse_query
from tests.sandbox.woocommerce.records import keys_of_the_store, recording

NOW_S = 1795274487
HOSTS = {"http": "127.0.0.1:18080", "https": "127.0.0.1:18443"}


def keys(permissions: str = "read_write") -> dict[str, Key]:
    name, secret = keys_of_the_store()
    return {name: Key(1, name, secret, permissions)}


def asked(number: int) -> Request:
    request = recording(number)["request"]
    return Request(
        method=request["method"],
        scheme=request["scheme"],
        host=HOSTS[request["scheme"]],
        path=request["path"],
        query=parse_query(request["query"]),
    )


def refusal(request: Request, known: dict[str, Key]) -> dict[str, Any]:
    with pytest.raises(Refusal) as caught:
        authenticate(request, known, NOW_S)
    assert caught.value.status == 401
    return caught.value.body


def basic(name: str, secret: str, scheme: str = "https") -> Request:
    packed = base64.b64encode(f"{name}:{secret}".encode()).decode()
    path = "/wp-json/wc/v3/products"
    return Request("GET", scheme, HOSTS[scheme], path, {}, authorization=f"Basic {packed}")


@pytest.mark.parametrize("number", [11, 12, 14, 20])
def test_a_recorded_signature_or_pair_is_accepted(number: int) -> None:
    assert authenticate(asked(number), keys(), NOW_S) is not None


@pytest.mark.parametrize("number", [15, 16, 17, 18, 19])
def test_a_recorded_mistake_is_refused_in_the_same_words(number: int) -> None:
    assert refusal(asked(number), keys()) == recording(number)["response"]["body"]


def test_a_nonce_is_accepted_once() -> None:
    known = keys()
    authenticate(asked(12), known, NOW_S)
    assert refusal(asked(13), known) == recording(13)["response"]["body"]


def test_of_one_second_only_the_last_nonce_is_remembered() -> None:
    known = keys()
    first, second = asked(14), asked(20)  # both of the same second
    for request in (first, second, first):
        assert authenticate(request, known, NOW_S) is not None


def test_the_made_up_vector_of_the_platform_notes_is_met() -> None:
    parameters = parse_query(
        "per_page=2&search=a+b%2Bc%26d&oauth_consumer_key=ck_made_up_key"
        "&oauth_timestamp=1794000000&oauth_nonce=made1up2nonce3&oauth_signature_method=HMAC-SHA256"
    )
    request = Request("GET", "http", "127.0.0.1:8080", "/wp-json/wc/v3/products", {})
    expected = "uW8iYJEtb2TdLbdMgny2QXgM7B2HDuyTXrgenHYxSt0="
    assert sign(request, parameters, "cs_made_up_secret") == expected


def test_a_parameter_sent_twice_is_signed_once() -> None:
    request = recording(12)["request"]
    once = asked(12)
    twice = parse_query(f"{request['query']}&{request['query']}")
    assert twice == once.query


def test_basic_counts_over_https_and_is_ignored_over_http() -> None:
    name, secret = keys_of_the_store()
    assert authenticate(basic(name, secret), keys(), NOW_S) is not None
    assert authenticate(basic(name, secret, "http"), keys(), NOW_S) is None


def test_an_unknown_key_by_basic_is_nobody() -> None:
    assert authenticate(basic("ck_other", "cs_other"), keys(), NOW_S) is None


def test_a_known_key_with_a_wrong_secret_is_refused() -> None:
    name, _ = keys_of_the_store()
    assert refusal(basic(name, "cs_other"), keys()) == recording(5)["response"]["body"]


def test_a_key_means_nothing_outside_the_shop() -> None:
    name, secret = keys_of_the_store()
    request = basic(name, secret)
    outside = Request(
        "POST", "https", request.host, "/wp-json/wp/v2/media", {}, request.authorization
    )
    assert authenticate(outside, keys(), NOW_S) is None


@pytest.mark.parametrize(
    ("permissions", "method", "number"), [("read", "POST", 6), ("write", "GET", 7)]
)
def test_a_key_that_may_not_is_told_so(permissions: str, method: str, number: int) -> None:
    (key,) = keys(permissions).values()
    with pytest.raises(Refusal) as caught:
        check_permission(key, method)
    assert caught.value.body == recording(number)["response"]["body"]
