"""How a call is signed, by the vectors of the sheet, and what of it may be seen."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest

from hanse.base.faults import AuthLapsed, Rejected
from hanse.connectors.aliexpress import manifest as platform
from hanse.connectors.aliexpress.wire.access import question, sign
from hanse.connectors.aliexpress.wire.consent import asked
from hanse.trade.access import Access
from hanse.trade.ports_read import Ask, Question, Reach
from tests.connectors.aliexpress.told import ACCESS, AT, KEYS, SHOP, TOKENS

VECTORS = json.loads((Path(__file__).parent / "vectors.json").read_text("utf-8"))
BY_CASE = {each["case"]: each for each in VECTORS}


def posted(question: Question, access: Access = ACCESS) -> dict[str, str]:
    call = platform.call_for(question, access, AT, "nonce")
    return dict(parse_qsl((call.body or b"").decode(), keep_blank_values=True))


@pytest.mark.parametrize("vector", VECTORS, ids=lambda each: each["case"])
def test_the_vectors_of_the_sheet_are_signed_as_it_says(vector: Any) -> None:
    inputs = vector["inputs"]
    pairs = list(inputs["params"].items())
    made = sign(inputs["app_secret"], pairs, inputs["api_path"] or "")
    assert made == vector["expected"]["sign"]
    assert made not in vector["wrong"]
    assert sign(inputs["app_secret"], pairs[::-1], inputs["api_path"] or "") == made


def test_a_token_is_asked_for_at_a_path_of_its_own() -> None:
    vector = BY_CASE["rest_auth_token_refresh_with_path"]
    refresh = platform.token_question(ACCESS, AT)
    assert refresh is not None
    assert refresh.writes
    call = platform.call_for(refresh, ACCESS, AT, "nonce")
    assert call.url == "https://api-sg.aliexpress.com/rest/auth/token/refresh"
    assert posted(refresh) == {**vector["inputs"]["params"], "sign": vector["expected"]["sign"]}


def test_a_gateway_of_the_other_style_gets_the_path_as_a_name_and_signed() -> None:
    access = Access({**KEYS, "style": "sync", "gateway": "https://gate.example"}, TOKENS)
    code = asked("/auth/token/create", "tokens.create", code="3_x")
    call = platform.call_for(code, access, AT, "nonce")
    assert call.url == "https://gate.example/sync"
    told = posted(code, access)
    made = told.pop("sign")
    assert told["method"] == "/auth/token/create"
    assert made == sign(KEYS["app_secret"], list(told.items()), "/auth/token/create")


def test_a_call_says_everything_in_its_body_and_signs_what_it_says() -> None:
    search = question("aliexpress.ds.text.search", "search", keyWord="sepatu lari été 跑鞋 +1&a=b")
    call = platform.call_for(search, ACCESS, AT, "nonce")
    told = posted(search)
    made = told.pop("sign")
    assert (call.method, call.url, call.query) == ("POST", "https://api-sg.aliexpress.com/sync", ())
    assert call.headers["Content-Type"].startswith("application/x-www-form-urlencoded")
    assert made == sign(KEYS["app_secret"], list(told.items()))
    assert (told["timestamp"], told["simplify"], told["format"]) == (
        "1763769600000",
        "false",
        "json",
    )
    assert (told["session"], told["sign_method"]) == (TOKENS.access_token, "sha256")
    assert told["keyWord"] == "sepatu lari été 跑鞋 +1&a=b"


def test_a_price_is_asked_for_where_the_parcels_of_the_account_go() -> None:
    asked_for = platform.READS[0].question(Ask(Reach.named, ids=("1005",)), SHOP)
    assert posted(asked_for)["ship_to_country"] == "US"
    there = replace(ACCESS, fields={**KEYS, "ship_to": "ID"})
    told = posted(asked_for, there)
    assert (told["ship_to_country"], told["product_id"], told["target_currency"]) == (
        *("ID", "1005"),
        "USD",
    )


def test_no_secret_is_seen_in_a_call() -> None:
    refresh = platform.token_question(ACCESS, AT)
    assert refresh is not None
    call = platform.call_for(refresh, ACCESS, AT, "nonce")
    hidden = call.shown((call.body or b"").decode()) + repr(call) + repr(ACCESS)
    assert TOKENS.refresh_token is not None
    for secret in (TOKENS.access_token, TOKENS.refresh_token, KEYS["app_secret"]):
        assert secret not in hidden


def test_without_a_consent_nothing_is_asked() -> None:
    with pytest.raises(AuthLapsed, match="agree"):
        platform.call_for(question("aliexpress.ds.x", "search"), Access(KEYS), AT, "nonce")


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"app_key": "abc"}, "app_key"),
        ({"app_secret": "two words"}, "app_secret"),
        ({"gateway": "http://api-sg.aliexpress.com"}, "gateway"),
        ({"gateway": "https://me:you@api-sg.aliexpress.com"}, "gateway"),
        ({"gateway": "https://api-sg.aliexpress.com/elsewhere"}, "gateway"),
        ({"style": "soap"}, "style"),
        ({"ship_to": "Indonesia"}, "ship_to"),
    ],
)
def test_what_is_typed_wrong_is_named(typed: dict[str, str], field: str) -> None:
    with pytest.raises(Rejected) as refused:
        platform.entered({**KEYS, **typed})
    assert [each.field for each in refused.value.findings] == [field]


def test_what_is_typed_is_tidied_up() -> None:
    typed = {"ship_to": "id", "style": "SYNC", "gateway": "api-sg.aliexpress.com/sync/"}
    found = platform.entered({name: f" {text}\n" for name, text in {**KEYS, **typed}.items()})
    told = {"ship_to": "ID", "style": "sync", "gateway": "https://api-sg.aliexpress.com"}
    assert found.fields == {**KEYS, **told}
