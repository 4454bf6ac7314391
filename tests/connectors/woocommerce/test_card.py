"""The card of WooCommerce, and what a store says of itself."""

import re

from hanse.connectors.woocommerce import hooks, manifest
from hanse.connectors.woocommerce.manifest import CARD
from hanse.rooms.connections.service.ports import Platform
from hanse.trade.access import Access


def test_the_card_and_the_ports_tell_the_same() -> None:
    assert {each.kind for each in CARD.reads} == {port.kind.value for port in manifest.READS}
    for read, port in zip(CARD.reads, manifest.READS, strict=True):
        assert read.reaches == {each.value for each in port.reaches}


def test_who_reads_does_not_wait_for_who_writes() -> None:
    writing = {each.family for each in CARD.writes}
    assert writing.isdisjoint(each.family for each in CARD.reads)
    assert writing <= {each.family for each in CARD.rates}


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


def test_the_manifest_is_a_whole_platform() -> None:
    platform: Platform = manifest
    assert platform.CARD.name == "woocommerce"
    assert set(platform.CARD.topics) == set(hooks.TOPICS)


def test_only_a_person_can_remove_the_key() -> None:
    access = Access({"store_url": "https://shop.example"})
    assert manifest.revoke_question(access) is None
    assert not [each for each in CARD.plumbing if not each.kind.startswith("webhooks.")]
