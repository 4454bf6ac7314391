"""Secrets do not come through, in whatever they are wrapped; innocent words do."""

import base64
import json
import time
from collections.abc import Callable
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanse.engine.redaction import (
    MASK,
    hide,
    is_secret,
    redacted,
    redacted_body,
    redacted_document,
    redacted_field,
    redacted_headers,
    redacted_url,
)

CANARY = "cAnArY-5ecret,with;all"
SIMPLE = "cAnArY5ecretWithout77"
JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJjYW5hcnkifQ.c2lnbmF0dXJl"


@pytest.mark.parametrize(
    "name",
    [
        "Authorization",
        "proxy-authorization",
        "Cookie",
        "Set-Cookie",
        "X-Shopify-Access-Token",
        "x_api_key",
        "X-Api-Key",
        "apiKey",
        "consumer_secret",
        "consumer_key",
        "client.secret",
        "refreshToken",
        "password",
        "PASSWD",
        "passphrase",
        "private_key",
        "appKey",
        "X-Hub-Signature-256",
        "hmac",
        "client_assertion",
        "credentials",
        "master-key",
        "session_id",
    ],
)
def test_a_secret_is_known_by_its_name(name: str) -> None:
    assert is_secret(name)
    assert redacted_field(name, SIMPLE) == MASK
    assert redacted_headers([(name, SIMPLE)]) == ((name, MASK),)


@pytest.mark.parametrize(
    "name", ["key", "code", "Idempotency-Key", "product_code", "author", "keyword", "sku", "pass"]
)
def test_a_common_word_is_not_a_secret_in_a_log_line(name: str) -> None:
    assert not is_secret(name)
    assert redacted(f"{name}=stock.push") == f"{name}=stock.push"


@pytest.mark.parametrize("name", ["key", "code", "sign", "sig", "auth"])
def test_a_common_word_is_a_secret_in_an_address(name: str) -> None:
    assert is_secret(name, query=True)
    assert redacted(f"GET /callback?a=1&{name}={SIMPLE}&b=2") == (
        f"GET /callback?a=1&{name}={MASK}&b=2"
    )


WRAPPED: list[Callable[[str], str]] = [
    lambda secret: f"Authorization: Bearer {secret} and more of it {secret}",
    lambda secret: f"authorization=Basic {secret}",
    lambda secret: f"sent bearer {secret}.",
    lambda secret: f"sent Basic {base64.b64encode(f'ada:{secret}'.encode()).decode()}",
    lambda secret: f"Cookie: a={secret}; b={secret}",
    lambda secret: f"access_token={secret}",
    lambda secret: f"access_token = {secret}\n",
    lambda secret: f"?page=1&access_token={secret}&x=1",
    lambda secret: f"user[password]={secret}",
    lambda secret: json.dumps({"password": secret}),
    lambda secret: json.dumps({"a": [{"client_secret": secret}]}, indent=2),
    lambda secret: json.dumps(json.dumps({"token": secret})),
    lambda secret: json.dumps({"tokens": [secret, secret]}),
    lambda secret: repr({"Authorization": f"Bearer {secret}", "b": 1}),
    lambda secret: repr({"token": secret.encode()}),
    lambda secret: repr([("authorization", f"Bearer {secret}")]),
    lambda secret: repr([(b"x-api-key", secret.encode())]),
    lambda secret: f"Keys(api_key='{secret}', shop='a')",
    lambda secret: f"no way to https://ada:{secret}@shop.example/x",
    lambda secret: f"no way to https://{secret}@shop.example/x",
    lambda secret: f"postgresql://hanse:{secret}@db/hanse",
    lambda secret: f"password: '{secret}",
]


@pytest.mark.parametrize("wrap", WRAPPED, ids=range(len(WRAPPED)))
def test_a_secret_in_a_line_is_blanked_out(wrap: Callable[[str], str]) -> None:
    line = wrap(SIMPLE)
    shown = redacted(line)
    assert SIMPLE not in shown
    assert MASK in shown
    assert redacted(shown) == shown
    assert base64.b64encode(f"ada:{SIMPLE}".encode()).decode() not in shown


def test_a_quoted_secret_may_hold_any_character() -> None:
    for secret in (CANARY, "a'b", 'quote"inside', "back\\slash", "two\nlines"):
        for line in (json.dumps({"secret": secret}), repr({"secret": secret})):
            shown = redacted(line)
            assert json.dumps(secret)[1:-1] not in shown
            assert repr(secret)[1:-1] not in shown


@pytest.mark.parametrize(
    "secret",
    [
        JWT,
        "shpat_" + "0f" * 16,
        "ck_" + "0a" * 20,
        "-----BEGIN EC PRIVATE KEY-----\nMHcCAQEEIA\n-----END EC PRIVATE KEY-----",
    ],
)
def test_some_secrets_are_known_by_their_shape(secret: str) -> None:
    shown = redacted(f"got {secret} there")
    assert secret not in shown
    assert "MHcCAQEEIA" not in shown
    assert shown.startswith(f"got {MASK}")


@pytest.mark.parametrize(
    "line",
    [
        "Price 9.90 is below the floor 12.00 set on 3 May.",
        "https://shop.example/wp-json/wc/v3/products?page=2&per_page=100",
        "stock.level.read rows=3 shop='of Ada' took=0.12s",
        '{"id": 7, "name": "Basic shirt", "code": "rest_invalid_param"}',
        "the token is not there",
        "password=",
        "mail ada@shop.example",
        "Basic subscription, monthly",
        "018f2d3c-7b1a-7c3e-9d4f-0123456789ab",
        "",
    ],
)
def test_innocent_lines_are_left_alone(line: str) -> None:
    assert redacted(line) == line


def test_an_address_is_shown_without_what_opens_doors() -> None:
    assert redacted_url(
        f"https://ada:{SIMPLE}@shop.example:8443/a?page=2&sig={SIMPLE}#t={SIMPLE}"
    ) == (f"https://shop.example:8443/a?page=2&sig={MASK}")
    assert redacted_url("https://shop.example") == "https://shop.example"
    assert (
        redacted_url("https://shop.example/?flag&token&b=") == "https://shop.example/?flag&token&b="
    )
    assert redacted_url("https://[broken") == "(not an address)"


def test_a_body_is_shown_by_its_kind() -> None:
    assert json.loads(redacted_body(json.dumps({"a": 1, "tokens": [SIMPLE]}).encode())) == {
        "a": 1,
        "tokens": MASK,
    }
    assert redacted_body(f"code={SIMPLE}&grant_type=x".encode()) == f"code={MASK}&grant_type=x"
    assert SIMPLE not in redacted_body(f'{{"password": "{SIMPLE}", broken'.encode())
    assert SIMPLE not in redacted_body(f'\xff password="{SIMPLE}"'.encode("latin-1"))
    assert redacted_body(b"x" * 50, text_max=10) == "xxxxxxxxxx... (50 bytes)"


def test_a_document_is_shown_however_deep_the_secret_lies() -> None:
    document = {"a": [{"credentials": {"user": "ada", "pin": 1}}, "see ?token=" + SIMPLE, 3, None]}
    assert redacted_document(document) == {
        "a": [{"credentials": MASK}, f"see ?token={MASK}", 3, None]
    }
    assert redacted_document({"token": None, "secret": ""}) == {"token": None, "secret": ""}


def test_known_values_are_hidden_in_each_spelling() -> None:
    secret = "p/ss w+rd-é"
    for spelling in (secret, quote(secret), quote(secret, safe="")):
        assert hide(f"a {spelling} b", [secret]) == f"a {MASK} b"
    assert hide("cat", ["cat"]) == "cat", "a short one would blank out innocent words"
    assert hide("abcdefgh abcdef", ["abcdef", "abcdefgh"]) == f"{MASK} {MASK}"


NAMES = st.sampled_from(["access_token", "Authorization", "api-key", "client_secret", "Set-Cookie"])
AROUND = st.text(st.characters(codec="utf-8", exclude_characters="\"'\\"), max_size=20)


@given(NAMES, AROUND, AROUND)
def test_a_secret_field_is_hidden_whatever_stands_around_it(
    name: str, before: str, after: str
) -> None:
    document = {"a": before, name: SIMPLE, "b": after}
    for line in (json.dumps(document), repr(document), json.dumps(json.dumps(document))):
        assert SIMPLE not in redacted(line)


@pytest.mark.parametrize(
    "evil",
    [
        "a" * 200_000,
        "token" * 40_000,
        "token=" * 40_000,
        '"token": "' * 20_000,
        'token: \\"' * 20_000,
        "://" * 60_000,
        "eyJ" * 60_000,
        "basic " * 40_000,
        "-----BEGIN PRIVATE KEY" * 10_000,
        "a_" * 100_000,
        "?token={" * 20_000,
    ],
)
def test_the_time_grows_with_the_text_only(evil: str) -> None:
    start = time.process_time()
    redacted(evil)
    assert time.process_time() - start < 5, "some hundredths of a second are usual"
