"""What Shopify sends by itself, and what we ask it to send."""

from dataclasses import replace
from typing import Any

import pytest

from hanse.base.faults import Rejected, Unavailable
from hanse.connectors.shopify import hooks, manifest
from hanse.trade.access import Access
from hanse.trade.ports_read import Kind
from hanse.trade.signals import (
    AccountHint,
    AccountSignal,
    Hint,
    Prints,
    Signal,
    Subscription,
    Switch,
)
from hanse.trade.stock import LevelAt
from tests.connectors.shopify import documents as made
from tests.connectors.shopify.told import APP, HOST, lower, raw, said, sent, vectors

BODY = raw({"id": 820982911946154508})


def headers(topic: str = "orders/create", secret: str = "hush-hush", body: bytes = BODY) -> Any:
    return {
        "x-shopify-topic": topic,
        "x-shopify-hmac-sha256": hooks.signature(body, secret),
        "x-shopify-shop-domain": HOST,
        "x-shopify-api-version": "2026-10",
        "x-shopify-webhook-id": "b54557e4",
        "x-shopify-event-id": "98880550",
    }


def account(secret: str) -> Access:
    return Access({"shop": HOST, "client_id": "client-id-0001", "client_secret": secret})


@pytest.mark.parametrize("vector", vectors("webhook_hmac"), ids=lambda each: each["id"])
def test_a_message_is_from_shopify_or_it_is_not(vector: Any) -> None:
    given = vector["input"]
    told, body = lower(given["headers"]), given["body"].encode()
    accepted = hooks.verify(told, body, account(given["secret"]))
    assert accepted == (vector["expect"] == "accept")


@pytest.mark.parametrize("vector", vectors("webhook_hmac"), ids=lambda each: each["id"])
def test_the_signature_is_that_of_the_vector(vector: Any) -> None:
    given = vector["input"]
    assert hooks.signature(given["body"].encode(), given["secret"]) == vector["expected_hmac"]


@pytest.mark.parametrize("sign", ["", "x", "é", "\udcff", "A" * 44, "Bearer"])
def test_a_forged_signature_is_none(sign: str) -> None:
    assert hooks.verify(headers(), BODY, APP)
    assert not hooks.verify({**headers(), "x-shopify-hmac-sha256": sign}, BODY, APP)
    assert not hooks.verify(headers(), BODY + b" ", APP)


@pytest.mark.parametrize("name", list(headers()))
def test_a_message_without_one_of_its_headers_is_none(name: str) -> None:
    told = {key: value for key, value in headers().items() if key != name}
    assert hooks.verify(told, BODY, APP) == (name == "x-shopify-event-id")


def test_the_secret_before_is_good_while_it_is_kept() -> None:
    """Shopify may go on signing with it for an hour after it was changed."""
    kept = Access({**APP.fields, "client_secret_before": "old-hush"})
    assert hooks.verify(headers(secret="old-hush"), BODY, kept)
    assert hooks.verify(headers(), BODY, kept)
    assert not hooks.verify(headers(secret="old-hush"), BODY, APP)


def test_without_a_secret_nobody_is_believed() -> None:
    pasted = Access({"shop": HOST, "access_token": "shpat_made_up", "client_secret": ""})
    assert not hooks.verify(headers(secret=""), BODY, pasted)
    assert not hooks.verify({}, b"", pasted)


@pytest.mark.parametrize(
    ("topic", "body", "signal"),
    [
        ("products/create", {"id": 12}, Signal(Kind.products, Hint.changed, "12")),
        ("products/update", {"id": 12}, Signal(Kind.products, Hint.changed, "12")),
        ("products/delete", {"id": 12}, Signal(Kind.products, Hint.deleted, "12")),
        (
            "inventory_levels/update",
            {"inventory_item_id": 501, "location_id": 7, "available": 3},
            Signal(Kind.levels, Hint.changed, "501", level=LevelAt("7", 3)),
        ),
        (
            "inventory_levels/connect",
            {"inventory_item_id": 501},
            Signal(Kind.levels, Hint.changed, "501"),
        ),
        (
            "inventory_levels/disconnect",
            {"inventory_item_id": 501},
            Signal(Kind.levels, Hint.changed, "501"),
        ),
        ("inventory_items/update", {"id": 501}, Signal(Kind.levels, Hint.changed, "501")),
        ("orders/create", {"id": 101}, Signal(Kind.orders, Hint.changed, "101")),
        ("orders/updated", {"id": 101}, Signal(Kind.orders, Hint.changed, "101")),
        ("orders/paid", {"id": 101}, Signal(Kind.orders, Hint.changed, "101")),
        ("orders/cancelled", {"id": 101}, Signal(Kind.orders, Hint.changed, "101")),
        ("orders/fulfilled", {"id": 101}, Signal(Kind.orders, Hint.changed, "101")),
        ("orders/partially_fulfilled", {"id": 101}, Signal(Kind.orders, Hint.changed, "101")),
        ("orders/delete", {"id": 101}, Signal(Kind.orders, Hint.deleted, "101")),
        ("refunds/create", {"id": 9, "order_id": 101}, Signal(Kind.orders, Hint.changed, "101")),
        ("fulfillments/create", {"id": 9, "order_id": 5}, Signal(Kind.orders, Hint.changed, "5")),
        ("fulfillments/update", {"id": 9, "order_id": 5}, Signal(Kind.orders, Hint.changed, "5")),
        ("customers/create", {"id": 41}, Signal(Kind.buyers, Hint.changed, "41")),
        ("customers/update", {"id": 41}, Signal(Kind.buyers, Hint.changed, "41")),
        ("customers/delete", {"id": 41}, Signal(Kind.buyers, Hint.deleted, "41")),
    ],
)
def test_a_message_hints_at_one_thing(topic: str, body: Any, signal: Signal) -> None:
    told = hooks.signals(headers(topic), raw(body))
    assert (told.signals, told.account, told.note, told.topic) == ((signal,), None, "", topic)


LAMP: dict[str, Any] = {
    "id": 12,
    "title": "Lamp",
    "updated_at": "2026-11-20T07:00:00-05:00",
    "variants": [
        {"id": 1, "price": "9.00", "inventory_quantity": 5, "old_inventory_quantity": 6},
        {"id": 2, "price": "9.50", "inventory_quantity": 2, "updated_at": "2026-11-20T07:00:00Z"},
    ],
    "variant_gids": [{"updated_at": "2026-11-20T07:00:00Z"}] * 2,
}


def printed(**others: Any) -> Prints | None:
    [signal] = hooks.signals(headers("products/update"), raw({**LAMP, **others})).signals
    return signal.prints


def test_what_a_product_is_told_with_tells_its_counts_apart() -> None:
    first, second = LAMP["variants"]
    was = printed()
    assert was is not None
    assert printed(updated_at="2026-11-20T08:00:00-05:00") == was
    sold = printed(variants=[{**first, "inventory_quantity": 4}, second])
    assert sold is not None
    assert (sold.rest == was.rest, sold.counts == was.counts) == (True, False)
    for others in (
        {"title": "Lamps"},
        {"variants": [{**first, "price": "8.00"}, second]},
        {"variants": [second, first]},
        {"published_at": None},
    ):
        edited = printed(**others)
        assert edited is not None
        assert edited.rest != was.rest


@pytest.mark.parametrize(
    "others",
    [{"variants": LAMP["variants"][:1]}, {"variant_gids": None}, {"variants": ["x", "y"]}],
    ids=["not all variants", "nobody knows how many", "not readable"],
)
def test_of_a_product_that_is_told_in_part_nothing_is_known(others: Any) -> None:
    assert printed(**others) is None


FINISHED = {"admin_graphql_api_id": "gid://shopify/BulkOperation/77", "status": "completed"}


@pytest.mark.parametrize(
    ("topic", "body", "signal"),
    [
        ("app/uninstalled", {"id": 1}, AccountSignal(AccountHint.uninstalled)),
        ("app/scopes_update", {"id": 1, "current": []}, AccountSignal(AccountHint.scopes_changed)),
        ("shop/update", {"id": 1}, AccountSignal(AccountHint.shop_changed)),
        ("bulk_operations/finish", FINISHED, AccountSignal(AccountHint.bulk_finished, "77")),
        ("bulk_operations/finish", {}, AccountSignal(AccountHint.bulk_finished)),
        (
            "customers/data_request",
            {"customer": {"id": 41, "email": "a@example.com"}},
            AccountSignal(AccountHint.data_asked, "41"),
        ),
        (
            "customers/redact",
            {"customer": {"email": "a@example.com"}},
            AccountSignal(AccountHint.person_erased),
        ),
        ("shop/redact", {"shop_id": 1}, AccountSignal(AccountHint.shop_erased)),
    ],
)
def test_what_is_about_the_account_says_so(topic: str, body: Any, signal: AccountSignal) -> None:
    told = hooks.signals(headers(topic), raw(body))
    assert (told.signals, told.account, told.note) == ((), signal, "")


def test_a_person_who_was_erased_is_read_again_with_the_orders_that_the_shop_names() -> None:
    body = {"customer": {"id": 41, "email": "a@example.com"}, "orders_to_redact": [7, 8]}
    told = hooks.signals(headers("customers/redact"), raw(body))
    assert told.account == AccountSignal(AccountHint.person_erased, "41")
    assert told.signals == (
        Signal(Kind.buyers, Hint.changed, "41"),
        Signal(Kind.orders, Hint.changed, "7"),
        Signal(Kind.orders, Hint.changed, "8"),
    )


def test_every_topic_is_walked_above() -> None:
    assert len(hooks.TOPICS) == 20
    assert set(hooks.OF_ACCOUNT.values()) == set(AccountHint)


def test_every_topic_that_we_ask_for_is_understood_and_can_be_read() -> None:
    assert set(manifest.CARD.topics) <= {*hooks.TOPICS, *hooks.OF_ACCOUNT} - hooks.PRIVACY
    body = {"id": 5, "inventory_item_id": 5, "order_id": 5}
    kinds = {port.kind for port in manifest.READS}
    for topic in manifest.CARD.topics:
        told = hooks.signals(headers(topic), raw(body))
        assert told.signals or told.account
        assert {each.kind for each in told.signals} <= kinds


def test_an_id_beyond_what_a_fraction_holds_stays_whole() -> None:
    (signal,) = hooks.signals(headers(), BODY).signals
    assert signal.remote_id == "820982911946154508"


def test_a_delivery_is_told_from_another() -> None:
    """The id of the event is shared by several topics, so it does not tell."""
    assert hooks.signals(headers(), BODY).delivery_id == "b54557e4"
    newer = {"shopify-topic": "Product", "shopify-webhook-id": "w2", "shopify-action": "update"}
    told = hooks.signals(newer, BODY)
    assert (told.delivery_id, told.topic, told.note) == ("w2", "Product", "unknown topic")


@pytest.mark.parametrize(
    ("topic", "body", "note"),
    [
        ("carts/update", b'{"id":1}', "unknown topic"),
        ("", b'{"id":1}', "unknown topic"),
        ("orders/create", b"", "not readable"),
        ("orders/create", b"\xff\xfe", "not readable"),
        ("orders/create", b"[" * 100_000, "not readable"),
        ("orders/create", b'{"id":', "not readable"),
        ("orders/create", b"[1]", "no id"),
        ("orders/create", b'{"id":0}', "no id"),
        ("orders/create", b'{"id":{"a":1}}', "no id"),
        ("refunds/create", b'{"id":1}', "no id"),
        ("shop/redact", b"{", "not readable"),
    ],
)
def test_what_hints_at_nothing_says_why(topic: str, body: bytes, note: str) -> None:
    told = hooks.signals(headers(topic), body)
    assert (told.signals, told.account, told.note) == ((), None, note)


# What we ask for

ADDRESS = "https://hub.example/in/abc"
ON = Subscription("5", "orders/updated", ADDRESS, Switch.on)


def listed(number: int = 5, topic: object = "ORDERS_UPDATED", uri: object = ADDRESS) -> Any:
    return {"id": made.of("WebhookSubscription", number), "topic": topic, "uri": uri}


def test_webhooks_are_listed_to_their_end() -> None:
    reply = said({"webhookSubscriptions": made.nodes(listed(), more=True, end="m")})
    assert hooks.subscriptions_of(reply) == (ON,)
    following = hooks.subscriptions_next(reply, None)
    assert following == "m"
    assert sent(hooks.subscriptions_question(following))["variables"] == {"after": "m"}
    assert hooks.subscriptions_next(reply, "m") is None
    end = said({"webhookSubscriptions": made.nodes(end=None)})
    assert (hooks.subscriptions_of(end), hooks.subscriptions_next(end, "m")) == ((), None)


def test_a_list_that_is_none_is_not_an_empty_one() -> None:
    """Everything would be asked for a second time."""
    for data in (None, {}, {"webhookSubscriptions": None}):
        with pytest.raises(Unavailable):
            hooks.subscriptions_of(said(data))


def test_a_webhook_of_a_topic_that_we_do_not_know_keeps_its_name() -> None:
    reply = said({"webhookSubscriptions": made.nodes(listed(topic="CARTS_UPDATE", uri=None))})
    (found,) = hooks.subscriptions_of(reply)
    assert (found.topic, found.address, found.switch) == ("CARTS_UPDATE", None, Switch.on)
    without = said({"webhookSubscriptions": made.nodes({"id": made.of("WebhookSubscription", 5)})})
    (bare,) = hooks.subscriptions_of(without)
    assert [each.field for each in bare.findings] == ["topic", "uri"]


def test_a_webhook_is_asked_for_and_read_back() -> None:
    question = hooks.subscribe_question("orders/updated", ADDRESS, APP)
    assert sent(question)["variables"] == {
        "topic": "ORDERS_UPDATED",
        "about": {"uri": ADDRESS, "format": "JSON"},
    }
    assert (question.writes, question.plumbing) == (True, "webhooks.create")
    reply = said({"webhookSubscriptionCreate": {"webhookSubscription": listed(), "userErrors": []}})
    assert hooks.subscriptions_of(reply) == (ON,)


@pytest.mark.parametrize("topic", manifest.CARD.topics)
def test_every_topic_goes_there_and_back(topic: str) -> None:
    word = sent(hooks.subscribe_question(topic, ADDRESS, APP))["variables"]["topic"]
    (found,) = hooks.subscriptions_of(
        said({"webhookSubscriptions": made.nodes(listed(topic=word))})
    )
    assert found.topic == topic


def test_what_shopify_took_off_the_list_is_put_on_it_again() -> None:
    again = hooks.switch_on_question(replace(ON, switch=Switch.thrown_off), APP)
    assert again == hooks.subscribe_question("orders/updated", ADDRESS, APP)
    with pytest.raises(Rejected, match="what this webhook was for"):
        hooks.switch_on_question(replace(ON, topic=None), APP)


def test_a_webhook_that_nobody_could_verify_is_not_asked_for() -> None:
    pasted = Access({"shop": HOST, "access_token": "shpat_made_up"})
    with pytest.raises(Rejected, match="client secret"):
        hooks.subscribe_question("orders/updated", ADDRESS, pasted)


@pytest.mark.parametrize("topic", sorted(hooks.PRIVACY))
def test_topics_about_privacy_are_set_elsewhere(topic: str) -> None:
    with pytest.raises(Rejected, match="configuration only"):
        hooks.subscribe_question(topic, ADDRESS, APP)


def test_a_webhook_is_taken_off_the_list_by_its_id() -> None:
    question = hooks.unsubscribe_question("5")
    assert sent(question)["variables"] == {"id": made.of("WebhookSubscription", 5)}
    assert (question.writes, question.plumbing) == (True, "webhooks.delete")
