"""Bulk operations over real HTTP: started, watched, fetched, cancelled."""

import asyncio
import json
from typing import Any

import aiohttp
import pytest

from hanse.sandbox import world
from hanse.sandbox.shopify.tokens import change_scopes
from tests.sandbox.shopify.loopback import (
    SMALL,
    Client,
    advance,
    app_of,
    opened,
    small_shop,
)

RUN = """mutation ($query: String!, $grouped: Boolean! = false) {
  bulkOperationRunQuery(query: $query, groupObjects: $grouped) {
    bulkOperation { id status } userErrors { field message code } } }"""
SEE = """query ($id: ID!) { bulkOperation(id: $id) { status errorCode objectCount rootObjectCount
  fileSize url partialDataUrl completedAt } }"""
PRODUCTS = """{ products { edges { node { id title media { edges { node { id alt } } }
  variants { edges { node { id sku price } } } } } } }"""


async def started(client: Client, query: str = PRODUCTS, *, grouped: bool = False) -> Any:
    found = (await client.ask(RUN, query=query, grouped=grouped))["bulkOperationRunQuery"]
    assert found["userErrors"] == []
    assert found["bulkOperation"]["status"] == "CREATED"
    return found["bulkOperation"]["id"]


async def ended(client: Client, number: str) -> Any:
    async with asyncio.timeout(60):
        while True:
            found = (await client.ask(SEE, id=number))["bulkOperation"]
            if found["status"] not in ("CREATED", "RUNNING"):
                return found
            advance(client.shop, 1)


async def lines(client: Client, address: str) -> list[dict[str, Any]]:
    async with client.session.get(address) as found:
        assert found.status == 200
        content = await found.read()
    assert content.endswith(b"\n")
    return [json.loads(line) for line in content.splitlines()]


async def test_every_product_and_what_belongs_to_it_has_a_line() -> None:
    async with opened() as client:
        found = await ended(client, await started(client))
        rows = await lines(client, found["url"])
        assert found["url"].startswith(client.address)
    roots = [row for row in rows if "__parentId" not in row]
    assert [row["title"] for row in roots] == [world.product(SMALL, n).name for n in range(30)]
    assert found["objectCount"] == str(len(rows)) == str(30 + 30 + 36)
    assert found["rootObjectCount"] == "30"
    skus = {row["sku"] for row in rows if "sku" in row}
    assert len(skus) == 36
    known = {row["id"] for row in roots}
    assert all(row["__parentId"] in known for row in rows if "__parentId" in row)
    assert rows[30]["id"].startswith("gid://shopify/MediaImage/")


async def test_grouped_lines_stand_under_their_parents() -> None:
    async with opened() as client:
        found = await ended(client, await started(client, grouped=True))
        rows = await lines(client, found["url"])
        whole = "".join(json.dumps(row, separators=(",", ":")) + "\n" for row in rows)
        assert found["fileSize"] == str(len(whole))
    parent = None
    for row in rows:
        if "__parentId" in row:
            assert row["__parentId"] == parent
        else:
            parent = row["id"]


async def test_lines_say_the_same_as_pages_do() -> None:
    fields = """id title handle status tags totalInventory createdAt priceRangeV2 {
      minVariantPrice { amount } } options { name values }"""
    async with opened() as client:
        found = await ended(
            client, await started(client, f"{{ products {{ edges {{ node {{ {fields} }} }} }} }}")
        )
        rows = await lines(client, found["url"])
        page = await client.ask(f"{{ products(first: 50) {{ nodes {{ {fields} }} }} }}")
    assert rows == page["products"]["nodes"]


async def test_levels_inside_a_stock_item_belong_to_the_line_of_the_variant() -> None:
    query = """{ productVariants { edges { node { id inventoryItem { id inventoryLevels { edges {
      node { location { id } quantities(names: ["available"]) { quantity } } } } } } } } }"""
    async with opened() as client:
        rows = await lines(client, (await ended(client, await started(client, query)))["url"])
    parents = {row["id"] for row in rows if "inventoryItem" in row}
    levels = [row for row in rows if "quantities" in row]
    assert len(levels) == 2 * len(parents) == 72
    assert {row["__parentId"] for row in levels} == parents


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("{ products { nodes { title variants { nodes { id } } } } }", "must select the 'id'"),
        ("{ shop { name } }", "at least one connection"),
        ("{ products { nodes { id } } orders { nodes { id } } }", "single top level field"),
        ('{ nodes(ids: ["gid://shopify/Product/1"]) { id } }', "`node` and `nodes`"),
        ("{ products { nodes { nope } } }", "Invalid bulk query"),
        ("{ products", "Invalid bulk query"),
        (
            "{ customers { nodes { id orders { nodes { id lineItems { nodes { id variant { id "
            "media { nodes { id } } } } } } } } } }",
            "nesting depth",
        ),
    ],
)
async def test_a_query_that_breaks_a_rule_is_refused(query: str, words: str) -> None:
    async with opened() as client:
        found = (await client.ask(RUN, query=query))["bulkOperationRunQuery"]
        assert found["bulkOperation"] is None
        assert words in found["userErrors"][0]["message"]


async def test_a_search_that_finds_nothing_has_no_file() -> None:
    async with opened() as client:
        text = '{ products(query: "sku:nope") { nodes { id } } }'
        found = await ended(client, await started(client, text))
        assert (found["status"], found["objectCount"], found["url"]) == ("COMPLETED", "0", None)


async def test_the_sixth_at_a_time_is_refused_and_a_cancelled_one_keeps_its_place() -> None:
    shop = small_shop()
    async with opened(shop) as client:
        numbers = [await started_quietly(client) for _ in range(5)]
        found = (await client.ask(RUN, query=PRODUCTS))["bulkOperationRunQuery"]
        assert found["userErrors"][0]["code"] == "OPERATION_IN_PROGRESS"
        cancel = """mutation ($id: ID!) { bulkOperationCancel(id: $id) {
          bulkOperation { status } userErrors { message } } }"""
        done = (await client.ask(cancel, id=numbers[0]))["bulkOperationCancel"]
        assert done == {"bulkOperation": {"status": "CANCELING"}, "userErrors": []}
        found = (await client.ask(RUN, query=PRODUCTS))["bulkOperationRunQuery"]
        assert found["userErrors"][0]["code"] == "OPERATION_IN_PROGRESS"
        advance(shop, 6)
        assert (await client.ask(SEE, id=numbers[0]))["bulkOperation"]["status"] == "CANCELED"
        assert (await client.ask(RUN, query=PRODUCTS))["bulkOperationRunQuery"]["userErrors"] == []
        again = (await client.ask(cancel, id=numbers[0]))["bulkOperationCancel"]
        assert again["userErrors"][0]["message"] == (
            "A bulk operation cannot be canceled when it is canceled"
        )


async def started_quietly(client: Client) -> Any:
    """Started, but not worked on: who asks five times at once meets five that run."""
    number = await started(client)
    shop = client.shop
    for task in list(shop.jobs):
        task.cancel()
    operation = shop.operations[int(number.rpartition("/")[2])]
    operation.status, operation.lines = "RUNNING", None
    return number


async def test_a_failed_one_leaves_what_it_had_written() -> None:
    shop = small_shop()
    shop.moods.bulk_fails_after = 10
    async with opened(shop) as client:
        found = await ended(client, await started(client))
        assert (found["status"], found["errorCode"]) == ("FAILED", "INTERNAL_SERVER_ERROR")
        assert found["url"] is None
        assert len(await lines(client, found["partialDataUrl"])) == 10


async def test_a_scope_that_is_missing_fails_the_operation() -> None:
    shop = small_shop()
    async with opened(shop) as client:
        change_scopes(shop, app_of(shop), frozenset({"read_products"}))
        query = "{ productVariants { nodes { id inventoryItem { id } } } }"
        found = await ended(client, await started(client, query))
        assert (found["status"], found["errorCode"]) == ("FAILED", "ACCESS_DENIED")


async def test_the_file_is_gone_after_a_week() -> None:
    shop = small_shop()
    async with opened(shop) as client:
        number = await started(client)
        found = await ended(client, number)
        advance(shop, 8 * 86_400)
        assert (await client.ask(SEE, id=number))["bulkOperation"]["url"] is None
        async with client.session.get(found["url"]) as gone:
            assert gone.status == 404


async def test_half_of_a_file_breaks_off() -> None:
    async with opened() as client:
        found = await ended(client, await started(client))
        client.faults.append("half_answer")
        async with client.session.get(found["url"]) as answer:
            assert answer.headers["Content-Length"] == found["fileSize"]
            with pytest.raises(aiohttp.ClientPayloadError):
                await answer.read()
