"""What the platform signs, against vectors that foreign verifiers have agreed on."""

import json
from pathlib import Path
from typing import Any

import pytest

from hanse.sandbox.shopify.apps import App
from hanse.sandbox.shopify.consent import launch
from hanse.sandbox.shopify.shop import new_shop
from hanse.sandbox.shopify.signing import proxy_digest, query_digest, webhook_digest
from hanse.sandbox.shopify.tokens import session_holds, session_token
from tests.sandbox.shopify.loopback import SMALL, small_shop

FILE = Path(__file__).parents[2] / "recordings" / "shopify" / "vectors.json"
GROUPS = json.loads(FILE.read_text("utf-8"))["groups"]


def group(name: str, field: str) -> list[Any]:
    rows = [row for row in GROUPS[name] if field in row]
    return [pytest.param(row, id=row["id"]) for row in rows]


@pytest.mark.parametrize("row", group("oauth_query_hmac", "expected_hmac"))
def test_the_way_back_to_the_app_is_signed_as_the_vectors_say(row: dict[str, Any]) -> None:
    given = row["input"]
    made = query_digest(given["secret"], given["query"])
    assert made == row["expected_hmac"]
    if row["expect"] == "accept":
        assert made == given["query"]["hmac"]


@pytest.mark.parametrize("row", group("webhook_hmac", "expected_hmac"))
def test_webhooks_are_signed_as_the_vectors_say(row: dict[str, Any]) -> None:
    given = row["input"]
    assert webhook_digest(given["secret"], given["body"].encode()) == row["expected_hmac"]


@pytest.mark.parametrize("row", group("app_proxy_signature", "expected_signature"))
def test_what_the_shop_passes_on_is_signed_as_the_vectors_say(row: dict[str, Any]) -> None:
    given = row["input"]
    assert proxy_digest(given["secret"], given["query"]) == row["expected_signature"]


@pytest.mark.parametrize("row", group("session_token", "expect"))
def test_session_tokens_are_taken_as_the_vectors_say(row: dict[str, Any]) -> None:
    """The clock stands where the vector wants it; `now` is missing where no clock counts."""
    from datetime import UTC, datetime

    from hanse.base.clock import FixedClock
    from hanse.sandbox.ledger import Ledger

    given = row["input"]
    at = datetime.fromtimestamp(int(given.get("now", 1_760_000_030)), UTC)
    app = App(given["client_id"], given["secret"], "Vectors")
    shop = new_shop(FixedClock(at), Ledger(), SMALL, "some-shop", app=app)
    assert session_holds(shop, app, given["token"]) == (row["expect"] == "accept")


def test_a_token_that_the_admin_hands_out_holds_for_a_minute() -> None:
    shop = small_shop()
    app = next(iter(shop.keys.apps.values()))
    assert session_holds(shop, app, session_token(shop, app))


def test_the_address_that_opens_the_app_is_signed_by_the_same_rule() -> None:
    shop = small_shop()
    app = next(iter(shop.keys.apps.values()))
    query = launch(shop, app, id_token=session_token(shop, app))
    assert query["hmac"] == query_digest(app.secret, query)
    assert query["host"] == "YWRtaW4uc2hvcGlmeS5jb20vc3RvcmUvc29tZS1zaG9w"
