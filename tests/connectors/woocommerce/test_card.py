"""The card of WooCommerce, and what a store says of itself."""

import re
from typing import Any

import pytest

from hanse.base.faults import Finding
from hanse.connectors.woocommerce import hooks, manifest
from hanse.connectors.woocommerce.manifest import CARD
from hanse.trade.shop import Shop
from tests.connectors.woocommerce.recorded import body


def test_the_card_and_the_ports_tell_the_same() -> None:
    assert {each.kind for each in CARD.reads} == {port.kind.value for port in manifest.READS}
    for read, port in zip(CARD.reads, manifest.READS, strict=True):
        assert read.reaches == {each.value for each in port.reaches}


def test_every_state_of_an_order_stands_on_the_card() -> None:
    assert CARD.ours("order.status", "on-hold") == "awaiting_payment"
    assert CARD.ours("order.status", "shipped") is None


def test_keys_as_the_store_makes_them_fit_the_form() -> None:
    patterns = {key.name: key.pattern for key in CARD.keys}
    assert re.fullmatch(patterns["consumer_key"], "ck_" + "0" * 40)
    assert re.fullmatch(patterns["consumer_secret"], "cs_" + "9f" * 20)
    assert not re.fullmatch(patterns["consumer_key"], "cs_" + "0" * 40)
    assert [key.name for key in CARD.keys if key.secret] == ["consumer_key", "consumer_secret"]


def test_webhooks_are_for_kinds_that_can_be_read() -> None:
    assert set(hooks.KINDS.values()) <= {port.kind for port in manifest.READS}


def test_a_store_tells_its_money_and_its_time() -> None:
    assert manifest.shop_of(body(1), body(28)) == Shop("USD", 2, time_zone="Asia/Singapore")


def test_single_settings_complete_it() -> None:
    settings = [
        body(27),
        {"id": "woocommerce_weight_unit", "value": "kg"},
        {"id": "woocommerce_dimension_unit", "value": "cm"},
        {"id": "woocommerce_prices_include_tax", "value": "no"},
    ]
    assert manifest.shop_of(body(1), body(28), settings) == Shop(
        "USD", 2, "Asia/Singapore", "kg", "cm", prices_include_tax=False
    )


def test_a_site_without_woocommerce_is_none_to_connect() -> None:
    sites: list[object] = [body(1) | {"namespaces": ["wp/v2"]}, {}, [], "<html>"]
    for index in sites:
        found = manifest.shop_of(index, body(28))
        assert isinstance(found, Finding)
        assert str(found) == (
            "There is a site at this address, but no WooCommerce in it."
            " Check the address, and that the plug-in WooCommerce is active."
        )


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"currency": "USD"},
        {"currency": "BTC", "number_of_decimals": 8},
        {"currency": "USD", "number_of_decimals": 99},
        {"currency": 7, "number_of_decimals": 2},
    ],
)
def test_a_store_that_does_not_tell_its_money_is_not_guessed(settings: Any) -> None:
    found = manifest.shop_of(body(1), {"settings": settings})
    assert isinstance(found, Finding)
    assert found.code == "no_currency"


def test_a_store_with_an_offset_only_names_no_zone() -> None:
    shop = manifest.shop_of(body(1) | {"timezone_string": ""}, body(28))
    assert isinstance(shop, Shop)
    assert shop.time_zone is None
