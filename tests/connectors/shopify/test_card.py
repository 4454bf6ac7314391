"""The card of Shopify, and what a shop says of itself."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest

from hanse.base.faults import AuthLapsed, Denied, Fault, Severity
from hanse.connectors.shopify import manifest
from hanse.connectors.shopify.manifest import CARD
from hanse.rooms.connections.service.ports import Platform
from hanse.trade.access import Access, Probe
from hanse.trade.ports_read import Reply
from hanse.trade.shop import Shop
from tests.connectors.shopify.told import APP, HOST, codes, received, sent

GRANTED = [each.name for each in CARD.scopes]
NOW = datetime(2026, 11, 22, 5, tzinfo=UTC)
LOCALES = Reply(
    {"shopLocales": [{"locale": "en", "primary": False}, {"locale": "pt-BR", "primary": True}]}
)


def shop(**changed: Any) -> dict[str, Any]:
    return {
        "id": "gid://shopify/Shop/954889",
        "name": "Some Shop",
        "myshopifyDomain": HOST,
        "currencyCode": "SGD",
        "ianaTimezone": "Asia/Singapore",
        "weightUnit": "KILOGRAMS",
        "taxesIncluded": True,
        "primaryDomain": {"url": "https://shop.example"},
        "plan": {"publicDisplayName": "Basic", "partnerDevelopment": False},
        **changed,
    }


def probed(
    scopes: list[str] | None = None,
    access: Access = APP,
    version: str = "2026-10",
    locales: Reply | Fault = LOCALES,
    **changed: Any,
) -> Probe:
    handles = [{"handle": name} for name in (GRANTED if scopes is None else scopes)]
    data = {"shop": shop(**changed), "currentAppInstallation": {"accessScopes": handles}}
    reply = Reply(received(data), {"x-shopify-api-version": version})
    return manifest.probed([reply, locales], access)


def test_the_connector_is_a_platform() -> None:
    platform: Platform = manifest
    assert platform.CARD.name == "shopify"


def test_the_card_and_the_ports_tell_the_same() -> None:
    assert [each.kind for each in CARD.reads] == [port.kind.value for port in manifest.READS]
    for read, port in zip(CARD.reads, manifest.READS, strict=True):
        assert read.reaches == {each.value for each in port.reaches}


def test_keys_fit_the_form() -> None:
    patterns = {key.name: key.pattern for key in CARD.keys}
    assert list(patterns) == ["shop", "client_id", "client_secret", "access_token"]
    for typed in ("my-shop", "my-shop.myshopify.com", "https://admin.shopify.com/store/my-shop"):
        assert re.fullmatch(patterns["shop"], typed)
    assert re.fullmatch(patterns["client_secret"], "shpss_" + "0f" * 16)
    assert not re.fullmatch(patterns["access_token"], "with blank")
    assert [key.name for key in CARD.keys if key.secret] == ["client_secret", "access_token"]
    assert [key.name for key in CARD.keys if key.needed] == ["shop"]


def test_every_word_that_the_mapping_knows_stands_on_the_card() -> None:
    assert CARD.ours("product.status", "UNLISTED") == "live"
    assert CARD.ours("order.displayFinancialStatus", "PENDING") == "awaiting_payment"
    assert CARD.ours("order.displayFinancialStatus", "PAID") == "as the goods"
    assert CARD.ours("order.displayFulfillmentStatus", "ON_HOLD") == "to_fulfil"
    assert CARD.ours("bulkOperation.status", "EXPIRED") == "failed"
    assert CARD.ours("product.status", "SUSPENDED") is None


def test_a_right_to_see_is_asked_for_with_a_reason() -> None:
    assert all(each.why.startswith("to ") for each in CARD.scopes)
    url = manifest.consent_url(APP, "s", "https://h.example", "https://h.example/c", NOW)
    assert "read_products%2C" in url
    assert "read_all_orders" not in url


def test_the_app_removes_itself_when_the_shop_is_left() -> None:
    """It names nothing: an app without the right to handle others can only mean itself."""
    question = manifest.revoke_question(APP)
    assert question is not None
    assert (question.plumbing, question.writes) == ("app.uninstall", True)
    assert sent(question) == {
        "query": "mutation { appUninstall { app { id } userErrors { code field message } } }",
        "variables": {},
    }
    assert manifest.revoke_question(Access({"shop": HOST, "access_token": "shpat_made_up"}))


def test_a_first_look_tells_what_the_shop_is() -> None:
    told = probed()
    assert (told.key, told.name, told.address) == ("954889", "Some Shop", "https://shop.example")
    assert told.shop == Shop("SGD", 2, "Asia/Singapore", "kg", prices_include_tax=True)
    assert (told.may_read, told.may_write, told.missing) == (True, True, ())
    assert (told.scopes, told.version) == (tuple(GRANTED), "2026-10")
    assert [str(each) for each in told.findings] == ["The shop is on the plan Basic."]


def test_a_shop_in_yen_has_no_decimals() -> None:
    assert probed(currencyCode="JPY").shop == Shop(
        "JPY", 0, "Asia/Singapore", "kg", prices_include_tax=True
    )


def test_who_may_write_may_read() -> None:
    """The platform names the stronger right only."""
    compressed = [name for name in GRANTED if name not in ("read_products", "read_orders")]
    assert probed(compressed).missing == ()


def test_a_right_that_is_needed_prevents_the_connection_and_the_others_are_named() -> None:
    told = probed(["read_products", "read_inventory", "read_locations"])
    assert (told.may_read, told.may_write) == (False, False)
    assert "read_orders" in told.missing
    errors = [each for each in told.findings if each.severity is Severity.error]
    assert [str(each) for each in errors] == [
        "The app has not the right read_orders: to show your orders. Add it to the app in the Dev"
        " Dashboard, then connect the shop again."
    ]


def test_a_key_that_may_only_read_is_said_to() -> None:
    told = probed([name for name in GRANTED if name.startswith("read_")])
    assert (told.may_read, told.may_write) == (True, False)
    assert all(each.severity is Severity.hint for each in told.findings)


def test_a_pasted_token_without_a_secret_can_have_no_webhooks() -> None:
    told = probed(access=Access({"shop": HOST, "access_token": "shpat_made_up"}))
    assert ("no_webhooks", "client_secret") in codes(told.findings)


def test_a_development_shop_and_a_renamed_one_are_said_to_be() -> None:
    plan = {"publicDisplayName": None, "partnerDevelopment": True}
    assert codes(probed(plan=plan).findings) == [("development", "")]
    renamed = probed(myshopifyDomain="new-name.myshopify.com", plan=None)
    assert codes(renamed.findings) == [("renamed", "shop")]


@pytest.mark.parametrize("currency", [None, "", "XXX", 7])
def test_a_shop_in_no_currency_cannot_be_connected(currency: object) -> None:
    told = probed(currencyCode=currency)
    assert told.shop is None
    assert [each.severity for each in told.findings if each.code == "no_currency"] == [
        Severity.error
    ]


@pytest.mark.parametrize("document", [None, {}, [], {"shop": None}, {"shop": {}}])
def test_a_shop_that_says_nothing_of_itself_cannot_be_connected(document: object) -> None:
    told = manifest.probed([Reply(document), LOCALES], APP)
    assert (told.shop, told.key, told.may_read) == (None, HOST, False)
    assert any(each.severity is Severity.error for each in told.findings)


def test_a_fault_is_handed_on() -> None:
    with pytest.raises(AuthLapsed):
        manifest.probed([AuthLapsed("no"), LOCALES], APP)


def test_a_first_look_only_reads() -> None:
    found = [(each.writes, each.plumbing) for each in manifest.probe_questions(APP)]
    assert found == [(False, "")] * 2


def test_a_shop_is_in_the_first_of_its_languages() -> None:
    assert probed().language == "pt-BR"


@pytest.mark.parametrize(
    "locales",
    [
        Denied("The app may not see languages."),
        Reply(None),
        Reply({"shopLocales": []}),
        Reply({"shopLocales": [{"locale": "en", "primary": False}]}),
        Reply({"shopLocales": [{"locale": "no language at all", "primary": True}]}),
    ],
)
def test_a_language_that_is_not_told_keeps_no_shop_out(locales: Reply | Fault) -> None:
    told = probed(locales=locales)
    assert (told.language, told.may_read) == (None, True)
    assert told.shop is not None
