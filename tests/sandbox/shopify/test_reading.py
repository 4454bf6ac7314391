"""Products, stock, orders and customers, read by GraphQL over real HTTP."""

from typing import Any

import pytest
from graphql import GraphQLObjectType, get_named_type, is_leaf_type

from hanse.sandbox import world
from hanse.sandbox.shopify import merchant
from hanse.sandbox.shopify.catalog import VARIANT_FIRST
from hanse.sandbox.shopify.sales import CUSTOMER_FIRST
from hanse.sandbox.shopify.schema import schema
from tests.sandbox.shopify.loopback import SMALL, Client, advance, opened, small_shop

PAGE = """query ($first: Int, $after: String, $last: Int, $before: String, $reverse: Boolean) {
  products(first: $first, after: $after, last: $last, before: $before, reverse: $reverse) {
    edges { cursor node { id title variants(first: 5) { nodes { sku price } } } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }"""


async def pages(client: Client, **more: Any) -> list[str]:
    """The titles of all products, page by page."""
    seen: list[str] = []
    after = None
    for _ in range(50):
        found = (await client.ask(PAGE, first=7, after=after, **more))["products"]
        seen += [edge["node"]["title"] for edge in found["edges"]]
        if not found["pageInfo"]["hasNextPage"]:
            return seen
        after = found["pageInfo"]["endCursor"]
    raise AssertionError("the pages have no end")


async def test_paging_forwards_shows_every_product_once() -> None:
    async with opened() as client:
        seen = await pages(client)
        assert seen == [world.product(SMALL, number).name for number in range(30)]
        assert await pages(client, reverse=True) == seen[::-1]


async def test_paging_backwards_meets_the_pages_from_the_other_side() -> None:
    async with opened() as client:
        found = (await client.ask(PAGE, last=4))["products"]
        titles = [edge["node"]["title"] for edge in found["edges"]]
        assert titles == [world.product(SMALL, number).name for number in range(26, 30)]
        assert found["pageInfo"]["hasPreviousPage"] is True
        before = found["pageInfo"]["startCursor"]
        found = (await client.ask(PAGE, last=2, before=before))["products"]
        titles = [edge["node"]["title"] for edge in found["edges"]]
        assert titles == [world.product(SMALL, number).name for number in (24, 25)]


async def test_a_list_has_an_end_that_pages_do_not_pass() -> None:
    shop = small_shop()
    shop.moods.deep_page_max = 20
    async with opened(shop) as client:
        found = (await client.ask(PAGE, first=20))["products"]["pageInfo"]
        assert found["hasNextPage"] is True
        _, body = await client.post(PAGE, first=1, after=found["endCursor"])
        assert body["errors"][0]["extensions"]["code"] == "BAD_REQUEST"


async def test_more_than_250_nodes_are_too_many() -> None:
    async with opened() as client:
        query = "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }"
        _, body = await client.post(query, ids=["gid://shopify/Product/1"] * 251)
        assert body["errors"][0]["extensions"]["code"] == "MAX_INPUT_SIZE_EXCEEDED"


async def test_a_cursor_of_another_order_is_refused() -> None:
    text = "query ($after: String) { products(first: 1, after: $after, sortKey: UPDATED_AT) "
    text += "{ nodes { id } } }"
    async with opened() as client:
        cursor = (await client.ask(PAGE, first=1))["products"]["pageInfo"]["endCursor"]
        for wrong in (cursor, "nonsense"):
            _, body = await client.post(text, after=wrong)
            assert body["errors"][0]["extensions"]["code"] == "BAD_REQUEST"


async def test_neither_first_nor_last_is_refused() -> None:
    async with opened() as client:
        status, body = await client.post("{ products { nodes { id } } }")
        assert status == 200
        assert body["errors"][0]["extensions"]["code"] == "BAD_REQUEST"


async def test_a_variable_product_has_its_sizes_as_the_world_says() -> None:
    query = """{ productVariants(first: 3) { nodes { id sku price inventoryQuantity title
      selectedOptions { name value } product { title } inventoryItem { id tracked
      inventoryLevels(first: 9) { nodes { location { name }
        quantities(names: ["available", "on_hand"]) { name quantity } } } } } } }"""
    async with opened() as client:
        rows = (await client.ask(query))["productVariants"]["nodes"]
    made = world.product(SMALL, 0)
    assert [row["sku"] for row in rows] == [variant.sku for variant in made.variants]
    assert [row["inventoryQuantity"] for row in rows] == [v.stock for v in made.variants]
    assert rows[1]["selectedOptions"] == [{"name": "Size", "value": "M"}]
    levels = rows[1]["inventoryItem"]["inventoryLevels"]["nodes"]
    counts = [level["quantities"][0]["quantity"] for level in levels]
    assert tuple(counts) == world.stock_at(SMALL, 0, 1)


async def test_ids_are_greater_than_a_float_can_count() -> None:
    async with opened() as client:
        rows = await client.ask("{ products(first: 2) { nodes { legacyResourceId } } }")
    numbers = [int(row["legacyResourceId"]) for row in rows["products"]["nodes"]]
    assert all(number > 2**53 for number in numbers)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("sku:HZ-0000011", ["HZ-0000011"]),
        ("sku:HZ-0000010-M", ["HZ-0000010-M"]),
        ("sku:HZ-0000011 OR sku:HZ-0000012", ["HZ-0000011", "HZ-0000012"]),
        ("sku:HZ-000001* AND -sku:HZ-0000010*", [f"HZ-00000{n}" for n in range(11, 20)]),
        ("NOT sku:HZ-00*", []),
        ("updated_at:>='2026-11-01T11:59:58Z'", ["HZ-0000028", "HZ-0000029"]),
        ("updated_at:>2026-11-01T11:59:58Z", ["HZ-0000029"]),
        ("created_at:<'2026-11-01T11:59:31+00:00'", [f"HZ-0000000-{size}" for size in "SML"]),
        ("(sku:HZ-0000001 OR sku:HZ-0000002) AND taxable:true", ["HZ-0000001", "HZ-0000002"]),
    ],
)
async def test_a_search_finds_what_it_says(query: str, found: list[str]) -> None:
    text = "query ($query: String) { productVariants(first: 50, query: $query) { nodes { sku } } }"
    async with opened() as client:
        rows = (await client.ask(text, query=query))["productVariants"]["nodes"]
    assert [row["sku"] for row in rows] == found


async def test_a_search_that_cannot_be_meant_warns() -> None:
    async with opened() as client:
        _, body = await client.post('{ orders(first: 1, query: "status:NOPE") { nodes { id } } }')
        assert body["data"]["orders"]["nodes"] == []
        (warning,) = body["extensions"]["search"]
        assert warning["path"] == ["orders"]
        assert warning["parsed"] == {"field": "status", "match_all": "NOPE"}
        assert warning["warnings"][0]["code"] == "invalid_value"
        _, body = await client.post('{ products(first: 1, query: "rain:1") { nodes { id } } }')
        assert body["extensions"]["search"][0]["warnings"][0]["code"] == "invalid_field"


async def test_an_unknown_id_is_null_and_a_wrong_kind_is_refused() -> None:
    query = "query ($id: ID!) { product(id: $id) { id } node(id: $id) { id } }"
    async with opened() as client:
        assert await client.ask(query, id="gid://shopify/Product/1") == {
            "product": None,
            "node": None,
        }
        _, body = await client.post(query, id="gid://shopify/Order/1")
        error = body["errors"][0]
        assert error["message"] == "Invalid id: gid://shopify/Order/1"
        assert error["extensions"]["code"] == "RESOURCE_NOT_FOUND"


async def test_nodes_keep_the_order_of_their_ids() -> None:
    query = """query ($ids: [ID!]!) { nodes(ids: $ids) { id __typename
      ... on ProductVariant { sku } ... on Order { name } } }"""
    first = await first_ids()
    wanted = [first["orders"], "gid://shopify/Product/1", first["productVariants"]]
    async with opened() as client:
        rows = (await client.ask(query, ids=wanted))["nodes"]
    assert rows[0]["name"] == "#1001"
    assert rows[1] is None
    assert rows[2]["sku"] == "HZ-0000000-S"


async def test_a_picture_is_found_by_its_id() -> None:
    async with opened() as client:
        text = "{ products(first: 1) { nodes { media(first: 1) { nodes { id } } } } }"
        found = await client.ask(text)
        number = found["products"]["nodes"][0]["media"]["nodes"][0]["id"]
        query = "query ($id: ID!) { node(id: $id) { ... on MediaImage { id status } } }"
        assert (await client.ask(query, id=number))["node"] == {"id": number, "status": "READY"}


async def test_fulfilment_orders_are_listed_by_their_change() -> None:
    shop = small_shop()
    advance(shop, 60)
    number = merchant.place_order(shop, [(VARIANT_FIRST + 3, 1)])
    query = """{ fulfillmentOrders(first: 50, sortKey: UPDATED_AT,
      query: "updated_at:>='2026-11-01T12:00:30Z'") { nodes { status order { id } } } }"""
    async with opened(shop) as client:
        found = (await client.ask(query))["fulfillmentOrders"]["nodes"]
        assert found == [{"status": "OPEN", "order": {"id": f"gid://shopify/Order/{number}"}}]
        every = await client.ask("{ fulfillmentOrders(first: 50) { nodes { status } } }")
    assert {row["status"] for row in every["fulfillmentOrders"]["nodes"]} == {"OPEN"}


async def test_fulfilment_orders_are_paged_to_the_end() -> None:
    query = """query ($after: String) { fulfillmentOrders(first: 3, after: $after,
      includeClosed: true) { nodes { id } pageInfo { hasNextPage endCursor } } }"""
    seen: list[str] = []
    after = None
    async with opened() as client:
        for _ in range(10):
            found = (await client.ask(query, after=after))["fulfillmentOrders"]
            seen += [row["id"] for row in found["nodes"]]
            after = found["pageInfo"]["endCursor"]
            if not found["pageInfo"]["hasNextPage"]:
                break
    assert len(seen) == len(set(seen)) == 20


async def test_a_customer_knows_its_orders() -> None:
    shop = small_shop()
    query = """query ($id: ID!, $of: String) { customer(id: $id) { numberOfOrders
      orders(first: 50) { nodes { id } } } orders(first: 50, query: $of) { nodes { id } } }"""
    buyer = CUSTOMER_FIRST + 4
    gid = f"gid://shopify/Customer/{buyer}"
    async with opened(shop) as client:
        before = await client.ask(query, id=gid, of=f"customer_id:{buyer}")
        number = merchant.place_order(shop, [(VARIANT_FIRST + 3, 1)], buyer)
        after = await client.ask(query, id=gid, of=f"customer_id:{buyer}")
    fresh = {"id": f"gid://shopify/Order/{number}"}
    assert after["customer"]["orders"]["nodes"] == after["orders"]["nodes"]
    assert after["orders"]["nodes"] == [*before["orders"]["nodes"], fresh]
    assert int(after["customer"]["numberOfOrders"]) == len(after["orders"]["nodes"])


async def first_ids() -> dict[str, str]:
    names = ("products", "productVariants", "inventoryItems", "orders", "customers")
    text = " ".join(f"{name}(first: 1) {{ nodes {{ id }} }}" for name in names)
    async with opened() as client:
        found = await client.ask(f"{{ {text} }}")
    return {name: found[name]["nodes"][0]["id"] for name in names}


async def test_what_an_order_adds_up_to_is_its_lines_and_its_shipping() -> None:
    query = """{ orders(first: 50) { nodes { name displayFinancialStatus currentTotalPriceSet
      { shopMoney { amount } } totalPriceSet { shopMoney { amount currencyCode } }
      totalShippingPriceSet { shopMoney { amount } } totalRefundedSet { shopMoney { amount } }
      lineItems(first: 9) { nodes { quantity currentQuantity
        originalUnitPriceSet { shopMoney { amount } } } } } } }"""
    async with opened() as client:
        rows = (await client.ask(query))["orders"]["nodes"]
    assert len(rows) == 20

    def amount(bag: Any) -> float:
        return float(bag["shopMoney"]["amount"])

    for row in rows:
        lines = [(n, amount(n["originalUnitPriceSet"])) for n in row["lineItems"]["nodes"]]
        goods = sum(line["quantity"] * price for line, price in lines)
        total = amount(row["totalPriceSet"])
        assert total == pytest.approx(goods + amount(row["totalShippingPriceSet"]))
        if row["displayFinancialStatus"] == "REFUNDED":
            assert amount(row["totalRefundedSet"]) == pytest.approx(total)
            assert amount(row["currentTotalPriceSet"]) == 0
    assert {row["displayFinancialStatus"] for row in rows} >= {"PAID", "REFUNDED"}


def everything(kind: Any, depth: int) -> str:
    """A selection of all fields that need no arguments of their own, some levels deep."""
    fields = []
    for name, field in kind.fields.items():
        named = get_named_type(field.type)
        given = "(first: 2)" if "first" in field.args and "last" in field.args else ""
        if name == "quantities":
            given = '(names: ["available", "on_hand", "committed"])'
        if any(str(arg.type).endswith("!") for arg in field.args.values()) and not given:
            continue
        if is_leaf_type(named):
            fields.append(name)
        elif isinstance(named, GraphQLObjectType) and depth > 0:
            inner = everything(named, depth - 1)
            fields += [f"{name}{given} {inner}"] if inner else []
    return f"{{ {' '.join(fields)} }}" if fields else ""


def test_every_field_of_the_schema_shows_something() -> None:
    """None may raise, whatever row it is asked of; the cost is of no interest here."""
    from graphql import execute_sync, parse

    from hanse.sandbox.shopify.ask import Ask
    from hanse.sandbox.shopify.tokens import new_token

    shop = small_shop()
    app = next(iter(shop.keys.apps.values()))
    made = schema()
    assert made.query_type
    for name, field in made.query_type.fields.items():
        kind = get_named_type(field.type)
        if not isinstance(kind, GraphQLObjectType):
            continue
        if any(str(arg.type).endswith("!") for arg in field.args.values()):
            continue
        given = "(first: 20)" if "first" in field.args else ""
        ask = Ask(shop, app, new_token(shop, app, "static"), "2026-10", made)
        text = f"{{ {name}{given} {everything(kind, 5)} }}"
        found = execute_sync(made, parse(text), context_value=ask)
        assert not found.errors, (name, found.errors[0])
