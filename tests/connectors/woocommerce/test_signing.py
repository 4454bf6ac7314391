"""How a call shows who we are. The vector is made up in the store's own documents' way."""

import base64
import hashlib
import hmac
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest

from hanse.base.faults import Rejected
from hanse.connectors.woocommerce.wire.access import (
    Keys,
    Way,
    call_for,
    enc,
    signature_base,
    signed,
    way_for,
)
from hanse.trade.ports_read import Question
from tests.connectors.woocommerce.recorded import access_of, recording

AT = datetime.fromtimestamp(1_794_000_000, UTC)
NONCE = "made1up2nonce3"
KEYS = Keys("http://127.0.0.1:8080", "ck_made_up_key", "cs_made_up_secret", Way.oauth)
TLS = Keys("https://shop.example/", "ck_made_up_key", "cs_made_up_secret", Way.basic)
QUESTION = Question("products", (("per_page", "2"), ("search", "a b+c&d")), "products")


def test_the_signature_is_that_of_the_vector() -> None:
    call = call_for(QUESTION, access_of(KEYS), AT, NONCE)
    assert call.url == "http://127.0.0.1:8080/wp-json/wc/v3/products"
    assert dict(call.query)["oauth_signature"] == "uW8iYJEtb2TdLbdMgny2QXgM7B2HDuyTXrgenHYxSt0="


def test_the_address_that_goes_out_says_what_was_signed() -> None:
    """The store checks what it reads from the address, not what we meant."""
    call = call_for(QUESTION, access_of(KEYS), AT, NONCE)
    assert tuple(parse_qsl(urlsplit(call.address).query, strict_parsing=True)) == call.query


def test_the_order_of_parameters_does_not_matter() -> None:
    turned = replace(QUESTION, query=QUESTION.query[::-1])
    assert dict(call_for(turned, access_of(KEYS), AT, NONCE).query) == dict(
        call_for(QUESTION, access_of(KEYS), AT, NONCE).query
    )


def test_sha1_is_signed_as_well() -> None:
    pairs = signed("GET", "http://h/x", (("a", "1"),), replace(KEYS, digest="sha1"), AT, NONCE)
    named = dict(pairs)
    signature = named.pop("oauth_signature")
    base = signature_base("GET", "http://h/x", tuple(named.items()))
    digest = hmac.new(b"cs_made_up_secret&", base.encode(), hashlib.sha1).digest()
    assert (named["oauth_signature_method"], signature) == (
        "HMAC-SHA1",
        base64.b64encode(digest).decode(),
    )


@pytest.mark.parametrize("number", [12, 14, 20])
def test_a_recorded_call_has_the_parameters_that_ours_has(number: int) -> None:
    query = parse_qsl(recording(number).request["query"])
    ours = dict(call_for(QUESTION, access_of(KEYS), AT, NONCE).query)
    assert {name for name, _ in query if name.startswith("oauth_")} == {
        name for name in ours if name.startswith("oauth_")
    }


def test_each_pair_is_encoded_twice() -> None:
    base = signature_base("get", "http://h:8080/x", (("b", "a b"), ("a", "~é/")))
    assert base == "GET&http%3A%2F%2Fh%3A8080%2Fx&a%3D~%25C3%25A9%252F%26b%3Da%2520b"
    assert unquote(enc("+ &=~*'()")) == "+ &=~*'()"
    assert enc("~-._*'()") == "~-._%2A%27%28%29"


def test_a_parameter_is_never_sent_twice_nor_as_a_list() -> None:
    for pairs in [(("a", "1"), ("a", "2")), (("a[]", "1"),), (("a.b", "1"),), (("", "1"),)]:
        with pytest.raises(ValueError, match="store"):
            signature_base("GET", "http://h/x", pairs)


def test_the_root_is_that_which_the_store_sees() -> None:
    for url, root in [
        ("https://shop.example:443/", "https://shop.example"),
        ("https://Shop.example/de/", "https://shop.example/de"),
        ("http://127.0.0.1:18080", "http://127.0.0.1:18080"),
        ("http://[::1]:80/", "http://[::1]"),
    ]:
        assert Keys(url, "ck", "cs", Way.oauth).root == root


def test_over_https_the_key_is_shown_by_basic() -> None:
    call = call_for(QUESTION, access_of(TLS), AT, NONCE)
    assert call.query == QUESTION.query
    scheme, _, pair = call.headers["Authorization"].partition(" ")
    assert (scheme, base64.b64decode(pair)) == ("Basic", b"ck_made_up_key:cs_made_up_secret")


def test_a_host_that_drops_the_header_gets_the_key_in_the_address() -> None:
    call = call_for(QUESTION, access_of(replace(TLS, way=Way.query)), AT, NONCE)
    assert call.query[-2:] == (
        ("consumer_key", "ck_made_up_key"),
        ("consumer_secret", "cs_made_up_secret"),
    )
    assert "Authorization" not in call.headers


@pytest.mark.parametrize("way", [Way.basic, Way.query])
def test_a_key_never_travels_readable(way: Way) -> None:
    with pytest.raises(Rejected) as refused:
        replace(KEYS, way=way)
    assert str(refused.value) == (
        "Over http the store ignores a key that is not signed, and others could read it."
        " Use the https address of the store."
    )


@pytest.mark.parametrize(
    "url", ["", "shop.example", "ftp://shop.example", "https://u:p@shop.example"]
)
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(Rejected, match="none"):
        Keys(url, "ck", "cs", Way.oauth)


def test_the_way_follows_from_the_address() -> None:
    assert way_for("https://shop.example") is Way.basic
    assert way_for("http://127.0.0.1:8080") is Way.oauth


@pytest.mark.parametrize(
    "keys", [KEYS, TLS, replace(TLS, way=Way.query), replace(TLS, way=Way.oauth)]
)
def test_no_call_tells_its_keys(keys: Keys) -> None:
    call = call_for(QUESTION, access_of(keys), AT, NONCE)
    shown = f"{call!r} {keys!r} {call.shown(call.address)} {call.shown(str(call.headers))}"
    assert "made_up_secret" not in shown
    assert "ck_made_up_key" not in shown
    assert base64.b64encode(b"ck_made_up_key:cs_made_up_secret").decode() not in shown


@pytest.mark.parametrize("keys", [KEYS, TLS, replace(TLS, way=Way.query)])
def test_the_key_is_not_shown_outside_the_store_s_own_interface(keys: Keys) -> None:
    """WordPress would look for its own user of that name, and answer 401."""
    asked = Question("/wp-json/", (("_fields", "name"),), "settings")
    call = call_for(asked, access_of(keys), AT, NONCE)
    assert call.url == f"{keys.root}/wp-json/"
    assert call.query == asked.query
    assert set(call.headers) == {"Accept"}
