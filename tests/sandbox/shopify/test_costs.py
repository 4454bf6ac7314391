"""What calls cost, and what happens to those who ask for too much."""

from typing import Any

import pytest

from hanse.base.clock import FixedClock
from hanse.sandbox.ledger import Ledger
from hanse.sandbox.shopify.shop import new_shop
from hanse.sandbox.shopify.tokens import change_scopes
from tests.sandbox.shopify.loopback import SMALL, START, advance, app_of, opened, small_shop

DEAR = """{ products(first: 250) { nodes { id variants(first: 250) { nodes { id inventoryItem { id
  inventoryLevels(first: 50) { nodes { id } } } } } } } }"""
FAIR = "{ products(first: 100) { nodes { id variants(first: 20) { nodes { id media(first: 20) "
FAIR += "{ nodes { id } } } } } } }"  # 2 + 9 * (1 + 2 + 5 * (1 + 2 + 5)) = 389


def cost(body: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = body["extensions"]["cost"]
    return found


@pytest.mark.parametrize(
    ("query", "requested"),
    [
        ("{ shop { name } }", 1),
        ("{ productsCount { count } }", 10),
        ("{ products(first: 10) { nodes { id } } }", 6),
        ("{ products(first: 1) { nodes { id } } }", 3),
        ("{ products(first: 50) { edges { cursor node { id } } pageInfo { endCursor } } }", 9),
        ("{ products(first: 10) { nodes { variants(first: 10) { nodes { price } } } } }", 30),
        ("{ orders(first: 5) { nodes { totalPriceSet { shopMoney { amount } } } } }", 5),
        ('{ node(id: "gid://shopify/Product/1") { ... on Product { id } } }', 1),
        (FAIR, 389),
    ],
)
async def test_a_call_costs_what_its_pages_could_hold(query: str, requested: int) -> None:
    async with opened() as client:
        _, body = await client.post(query)
        assert cost(body)["requestedQueryCost"] == requested
        assert cost(body)["actualQueryCost"] <= requested


async def test_what_was_not_needed_comes_back_to_the_bucket() -> None:
    async with opened() as client:
        _, body = await client.post("{ products(first: 250) { nodes { id } } }")
        found = cost(body)
        assert (found["requestedQueryCost"], found["actualQueryCost"]) == (13, 2 + 6)
        assert found["throttleStatus"] == {
            "maximumAvailable": 2000.0,
            "currentlyAvailable": 1992,
            "restoreRate": 100.0,
        }


async def test_one_call_may_not_cost_more_than_a_thousand() -> None:
    async with opened() as client:
        status, body = await client.post(DEAR)
        assert status == 200
        assert "data" not in body
        error = body["errors"][0]["extensions"]
        assert (error["code"], error["maxCost"]) == ("MAX_COST_EXCEEDED", 1000)
        assert error["cost"] > 1000


async def test_an_empty_bucket_throttles_until_time_has_filled_it() -> None:
    async with opened() as client:
        for _ in range(40):
            _, body = await client.post(FAIR)
            if "errors" in body:
                break
        (error,) = body["errors"]
        assert (error["message"], error["extensions"]["code"]) == ("Throttled", "THROTTLED")
        assert "data" not in body
        found = cost(body)
        assert found["actualQueryCost"] is None
        missing = found["requestedQueryCost"] - found["throttleStatus"]["currentlyAvailable"]
        assert missing > 0
        advance(client.shop, missing / 100 + 1)
        _, body = await client.post(FAIR)
        assert "errors" not in body


async def test_the_debug_header_shows_the_cost_of_each_field() -> None:
    async with opened() as client:
        status, _, content = await client.raw(
            "POST",
            "/admin/api/2026-10/graphql.json",
            {"query": "{ products(first: 10) { nodes { id } } }"},
            {"Shopify-GraphQL-Cost-Debug": "1"},
        )
        assert status == 200
        assert b'"path":["products"],"definedCost":2,"requestedTotalCost":6' in content


# The envelope


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("{ nope }", "undefinedField"),
        ("{ products(first: 1, rain: 2) { nodes { id } } }", "argumentNotAccepted"),
        ("{ product { id } }", "missingRequiredArguments"),
        ('{ products(first: "x") { nodes { id } } }', "argumentLiteralsIncompatible"),
        ("{ shop }", "selectionMismatch"),
        ("query ($x: Int) { shop { name } }", "variableNotUsed"),
        ("{ shop { name } } @@", "PARSE_ERROR"),
        ("{ shop { name @nope } }", "undefinedDirective"),
        ("{ productByIdentifier(identifier: {}) { id } }", "invalidOneOfInputObject"),
        (
            'mutation { productDelete(input: {id: "gid://shopify/Product/1"}) '
            "{ userErrors { code } } }",
            "undefinedField",
        ),
    ],
)
async def test_a_mistake_in_the_text_has_the_code_of_its_kind(query: str, code: str) -> None:
    async with opened() as client:
        status, body = await client.post(query)
        assert status == 200
        assert "data" not in body
        assert [error["extensions"]["code"] for error in body["errors"]] == [code]


async def test_a_wrong_variable_names_every_problem() -> None:
    query = """mutation ($input: InventorySetQuantitiesInput!) {
      inventorySetQuantities(input: $input) { userErrors { code } } }"""
    given = {"name": "available", "reason": "other", "quantities": [], "ignoreCompareQuantity": 1}
    async with opened() as client:
        status, body = await client.post(query, input=given)
    assert status == 200
    (error,) = body["errors"]
    assert error["message"] == (
        "Variable $input of type InventorySetQuantitiesInput! was provided invalid value for "
        "ignoreCompareQuantity (Field is not defined on InventorySetQuantitiesInput)"
    )
    assert error["extensions"]["code"] == "INVALID_VARIABLE"
    assert error["extensions"]["problems"] == [
        {
            "path": ["ignoreCompareQuantity"],
            "explanation": "Field is not defined on InventorySetQuantitiesInput",
        }
    ]
    assert set(body) == {"errors"}


async def test_a_missing_scope_denies_one_field_and_shows_the_rest() -> None:
    shop = small_shop()
    async with opened(shop) as client:
        change_scopes(shop, app_of(shop), frozenset({"write_products"}))
        _, body = await client.post(
            "{ productsCount { count } customersCount { count } location { id } }"
        )
    assert body["data"]["productsCount"] == {"count": 30}
    assert body["data"]["customersCount"] is None
    codes = {tuple(e["path"]): e["extensions"] for e in body["errors"]}
    assert codes["customersCount",]["code"] == "ACCESS_DENIED"
    assert codes["location",]["requiredAccess"] == "`read_locations` access scope."


async def test_without_approval_the_customer_of_an_order_stays_hidden() -> None:
    shop = small_shop()
    shop.moods.customers_visible = False
    async with opened(shop) as client:
        _, body = await client.post("{ orders(first: 1) { nodes { name email customer { id } } } }")
    assert body["data"]["orders"]["nodes"] == [{"name": "#1001", "email": None, "customer": None}]
    assert {error["extensions"]["code"] for error in body["errors"]} == {"ACCESS_DENIED"}


async def test_without_read_all_orders_only_sixty_days_are_seen() -> None:
    shop = small_shop()
    async with opened(shop) as client:
        assert (await client.ask("{ ordersCount { count } }"))["ordersCount"]["count"] == 20
        rights = client.token.scopes - {"read_all_orders"}
        change_scopes(shop, app_of(shop), rights)
        found = await client.ask("{ ordersCount { count } }")
    assert 0 < found["ordersCount"]["count"] < 20


async def test_a_frozen_shop_answers_402_and_an_old_version_is_named() -> None:
    shop = small_shop()
    async with opened(shop) as client:
        query = {"query": "{ shop { name } }"}
        _, headers, _ = await client.raw("POST", "/admin/api/2023-01/graphql.json", query)
        assert headers["X-Shopify-API-Version"] == "2026-01"
        assert headers["Content-Type"] == "application/json; charset=utf-8"
        assert headers["X-Request-Id"]
        shop.moods.frozen = True
        status, body = await client.post("{ shop { name } }")
        assert (status, body) == (402, {"errors": "Unavailable Shop"})


async def test_an_unknown_token_is_401_with_a_sentence() -> None:
    async with opened() as client:
        status, _, content = await client.raw(
            "POST", "/admin/api/2026-10/graphql.json", {}, {"X-Shopify-Access-Token": "shpat_x"}
        )
        assert status == 401
        assert b'{"errors":"[API] Invalid API key or access token' in content


async def test_the_schema_can_be_asked_for() -> None:
    async with opened() as client:
        text = '{ __schema { queryType { name } } __type(name: "Shop") { kind } }'
        found = await client.ask(text)
    assert found == {"__schema": {"queryType": {"name": "QueryRoot"}}, "__type": {"kind": "OBJECT"}}


def test_a_shop_has_a_name_that_can_stand_in_a_host() -> None:
    for wrong in ("Some", "-x", "a_b", ""):
        with pytest.raises(ValueError, match="cannot be a shop's name"):
            new_shop(FixedClock(START), Ledger(), SMALL, wrong)
