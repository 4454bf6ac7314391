"""How an account is entered and called."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from hanse.base.faults import AuthLapsed, Rejected
from hanse.connectors.shopify.wire.access import call_for, entered, host_of, typed_host
from hanse.trade.access import Access, Tokens
from hanse.trade.ports_read import Question
from tests.connectors.shopify.told import APP, HOST, vectors

AT = datetime(2026, 11, 22, 5, tzinfo=UTC)
ASKED = Question("admin/api/2026-10/graphql.json", (), "graphql", "POST", b"{}")


@pytest.mark.parametrize("vector", vectors("shop_host"), ids=lambda each: each["id"])
def test_a_callback_names_a_shop_or_nobody(vector: Any) -> None:
    assert host_of(vector["input"]["shop"]) == vector.get("normalised")
    assert (vector["expect"] == "accept") == ("normalised" in vector)


@pytest.mark.parametrize(
    "typed",
    [
        "some-shop",
        " Some-Shop ",
        "some-shop.myshopify.com",
        "https://some-shop.myshopify.com/admin/products?x=1#y",
        "http://some-shop.myshopify.com",
        "admin.shopify.com/store/some-shop",
        "https://admin.shopify.com/store/some-shop/settings/domains",
    ],
)
def test_a_shop_may_be_typed_as_it_is_found(typed: str) -> None:
    assert typed_host(typed) == HOST
    assert entered({"shop": typed, "access_token": "shpat_made_up"}).fields["shop"] == HOST


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "shop.example",
        "some_shop",
        "some-shop.myshopify.com.evil.com",
        "evil.com?x=.myshopify.com",
        "evil.com/some-shop.myshopify.com",
        "user@some-shop.myshopify.com",
        "some-shop.myshopify.com:8443",
        "a" * 64,
        "some-shop.myshopify.com\n",
        "https://admin.shopify.com/store/",
    ],
)
def test_what_is_no_shop_is_said_beside_its_field(typed: str) -> None:
    if typed.strip() == HOST:  # a person's line end is no part of the name
        assert typed_host(typed) == HOST
        return
    with pytest.raises(Rejected) as refused:
        entered({"shop": typed, "access_token": "shpat_made_up"})
    assert [(each.field, each.code) for each in refused.value.findings] == [("shop", "no_shop")]
    assert "my-shop.myshopify.com" in refused.value.findings[0].next_step


def test_every_field_that_is_wrong_is_named_at_once() -> None:
    with pytest.raises(Rejected) as refused:
        entered({"shop": "?", "client_id": "with blank", "client_secret": "x"})
    assert [each.field for each in refused.value.findings] == ["shop", "client_id", "client_secret"]


@pytest.mark.parametrize(
    ("fields", "missing"),
    [
        ({}, "client_id"),
        ({"client_id": "client-id-0001"}, "client_secret"),
        ({"client_secret": "hush-hush"}, "client_id"),
    ],
)
def test_a_key_alone_is_not_enough(fields: dict[str, str], missing: str) -> None:
    with pytest.raises(Rejected) as refused:
        entered({"shop": "some-shop", **fields})
    assert [each.field for each in refused.value.findings] == [missing]


def test_keys_lose_the_blanks_around_them_and_what_is_no_key_goes() -> None:
    access = entered(
        {
            "shop": HOST,
            "client_id": " client-1 ",
            "client_secret": "hush-1\n",
            "access_token": " ",
            "consent": "code",
        }
    )
    assert access.fields == {"shop": HOST, "client_id": "client-1", "client_secret": "hush-1"}


def test_a_call_shows_the_token_and_only_to_the_shop() -> None:
    access = replace(APP, tokens=Tokens("shpat_made_up"))
    call = call_for(ASKED, access, AT, "n")
    assert call.url == f"https://{HOST}/admin/api/2026-10/graphql.json"
    assert call.headers["X-Shopify-Access-Token"] == "shpat_made_up"
    assert call.headers["Content-Type"] == "application/json"
    assert (call.method, call.body, call.writes) == ("POST", b"{}", False)


def test_a_pasted_token_is_used_before_one_that_was_got() -> None:
    access = Access({**APP.fields, "access_token": "shpat_pasted"}, Tokens("shpat_got"))
    assert call_for(ASKED, access, AT, "n").headers["X-Shopify-Access-Token"] == "shpat_pasted"


def test_without_a_token_nothing_is_asked() -> None:
    with pytest.raises(AuthLapsed, match="no access token"):
        call_for(ASKED, APP, AT, "n")


def test_nothing_goes_out_to_an_address_that_is_no_shop() -> None:
    """Whatever became of the field after it was entered."""
    with pytest.raises(Rejected):
        call_for(ASKED, Access({"shop": "evil.com", "access_token": "shpat_made_up"}), AT, "n")


def test_a_change_has_longer_to_be_answered_but_not_longer_to_end() -> None:
    """Fifty of them are done one after the other before the answer begins."""
    access = replace(APP, tokens=Tokens("shpat_made_up"))
    asked = Question("x", (), "graphql", "POST", b"{}")
    change = replace(asked, writes=True, change="offers.price")
    usual, patient = (
        call_for(each, access, datetime(2026, 11, 22, tzinfo=UTC), "n").timeouts
        for each in (asked, change)
    )
    assert patient.first_byte_s > usual.first_byte_s
    assert patient.first_byte_s < patient.whole_s == usual.whole_s


def test_a_call_tells_no_key_when_it_is_printed() -> None:
    tokens = Tokens("shpat_made_up", AT + timedelta(hours=1), "shprt_made_up")
    call = call_for(ASKED, replace(APP, tokens=tokens), AT, "n")
    told = call.shown(f"{call!r} hush-hush shpat_made_up shprt_made_up")
    assert "hush" not in told
    assert "made_up" not in told
