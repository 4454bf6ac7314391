"""Writes of products, prices, stock and fulfilments by GraphQL over real HTTP."""

import json
from typing import Any

import pytest

from hanse.sandbox.shopify import merchant
from hanse.sandbox.shopify.catalog import (
    ITEM_OF_VARIANT,
    LOCATION_FIRST,
    PRODUCT_FIRST,
    VARIANT_FIRST,
)
from hanse.sandbox.shopify.shop import Shop, set_moods
from tests.sandbox.shopify.loopback import Client, advance, opened, small_shop

PLAIN = VARIANT_FIRST + 3  # the only variant of product 1
ITEM = f"gid://shopify/InventoryItem/{PLAIN + ITEM_OF_VARIANT}"
PLACE = f"gid://shopify/Location/{LOCATION_FIRST}"
SET = """mutation ($input: InventorySetQuantitiesInput!, $key: String!) {
  inventorySetQuantities(input: $input) @idempotent(key: $key) {
    inventoryAdjustmentGroup { id changes { name delta item { id } location { id } } }
    userErrors { field message code } } }"""


def quantities(quantity: int, expected: int | None, **more: Any) -> dict[str, Any]:
    row = {"inventoryItemId": ITEM, "locationId": PLACE, "quantity": quantity}
    row |= {"changeFromQuantity": expected, **more}
    return {"name": "available", "reason": "correction", "quantities": [row]}


def available(shop: Shop) -> int:
    level = shop.level(PLAIN + ITEM_OF_VARIANT, LOCATION_FIRST)
    assert level
    return int(level["available"])


async def set_to(client: Client, quantity: int, expected: int | None, key: str = "k") -> Any:
    given = quantities(quantity, expected)
    return (await client.ask(SET, input=given, key=key))["inventorySetQuantities"]


async def test_stock_is_set_from_what_was_read() -> None:
    shop = small_shop()
    before = available(shop)
    async with opened(shop) as client:
        found = await set_to(client, before + 5, before)
    assert found["userErrors"] == []
    assert found["inventoryAdjustmentGroup"]["changes"] == [
        {"name": name, "delta": 5, "item": {"id": ITEM}, "location": {"id": PLACE}}
        for name in ("available", "on_hand")
    ]
    assert available(shop) == before + 5


async def test_the_call_costs_what_a_real_shop_took_for_it() -> None:
    async with opened() as client:
        _, body = await client.post(SET, input=quantities(1, None), key="k")
    assert body["extensions"]["cost"]["requestedQueryCost"] == 13
    assert body["extensions"]["cost"]["actualQueryCost"] == 13


async def test_stock_that_somebody_else_has_changed_is_left_alone() -> None:
    shop = small_shop()
    before = available(shop)
    async with opened(shop) as client:
        found = await set_to(client, 50, before + 1)
        assert found["inventoryAdjustmentGroup"] is None
        assert found["userErrors"][0]["code"] == "CHANGE_FROM_QUANTITY_STALE"
        assert available(shop) == before
        shop.moods.stale_next = 1
        found = await set_to(client, 50, before, "k2")
        assert found["userErrors"][0]["code"] == "CHANGE_FROM_QUANTITY_STALE"
        assert available(shop) == before - 1
        assert (await set_to(client, 50, before - 1, "k3"))["userErrors"] == []
    assert available(shop) == 50


async def test_the_same_key_again_is_the_same_answer_and_one_write() -> None:
    shop = small_shop()
    before = available(shop)
    async with opened(shop) as client:
        first = await set_to(client, before + 5, before)
        assert await set_to(client, before + 5, before) == first
        assert shop.ledger.count("shopify", "inventory.set") == 1
        other = await set_to(client, before + 6, before)
        assert other["userErrors"][0]["code"] == "IDEMPOTENCY_KEY_PARAMETER_MISMATCH"
        advance(shop, 25 * 3600)
        again = await set_to(client, before + 5, before)
        assert again["userErrors"][0]["code"] == "CHANGE_FROM_QUANTITY_STALE"


async def test_setting_what_is_there_already_changes_nothing() -> None:
    shop = small_shop()
    async with opened(shop) as client:
        found = await set_to(client, available(shop), available(shop))
    assert found == {"inventoryAdjustmentGroup": None, "userErrors": []}


async def test_without_a_key_or_without_what_was_read_nothing_is_done() -> None:
    bare = SET.replace(" @idempotent(key: $key)", "").replace(", $key: String!", "")
    given = quantities(1, None)
    async with opened() as client:
        _, body = await client.post(bare, input=given)
        assert body["errors"][0]["extensions"]["code"] == "BAD_REQUEST"
        assert body["errors"][0]["message"].startswith("The @idempotent directive is required")
        assert body["data"] == {"inventorySetQuantities": None}
        del given["quantities"][0]["changeFromQuantity"]
        _, body = await client.post(SET, input=given, key="k")
        assert body["errors"][0]["extensions"]["code"] == "INVALID_FIELD_ARGUMENTS"
        path = "/admin/api/2026-01/graphql.json"
        _, _, content = await client.raw(
            "POST", path, {"query": bare, "variables": {"input": given}}
        )
        assert "errors" not in json.loads(content)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"inventoryItemId": "gid://shopify/InventoryItem/1"}, "INVALID_INVENTORY_ITEM"),
        ({"locationId": "gid://shopify/Location/1"}, "INVALID_LOCATION"),
        ({"quantity": 1_000_000_001}, "INVALID_QUANTITY_TOO_HIGH"),
    ],
)
async def test_one_wrong_row_refuses_the_call(change: dict[str, Any], code: str) -> None:
    shop = small_shop()
    given = quantities(1, None)
    other = f"gid://shopify/InventoryItem/{PLAIN + ITEM_OF_VARIANT + 1}"
    given["quantities"].append(given["quantities"][0] | {"inventoryItemId": other})
    given["quantities"][0] |= change
    async with opened(shop) as client:
        found = (await client.ask(SET, input=given, key="k"))["inventorySetQuantities"]
    assert [(e["field"][2], e["code"]) for e in found["userErrors"]] == [("0", code)]
    assert shop.ledger.count("shopify", "inventory.set") == 0


async def test_the_same_pair_twice_is_refused_on_each_row() -> None:
    given = quantities(1, None)
    given["quantities"] *= 2
    async with opened() as client:
        found = (await client.ask(SET, input=given, key="k"))["inventorySetQuantities"]
    codes = {error["code"] for error in found["userErrors"]}
    assert codes == {"NO_DUPLICATE_INVENTORY_ITEM_ID_GROUP_ID_PAIR"}
    assert len(found["userErrors"]) == 2


async def test_more_than_250_rows_are_too_many() -> None:
    given = quantities(1, None)
    given["quantities"] *= 251
    async with opened() as client:
        _, body = await client.post(SET, input=given, key="k")
    assert body["errors"][0]["extensions"]["code"] == "MAX_INPUT_SIZE_EXCEEDED"


UPDATE = """mutation ($id: ID!, $variants: [ProductVariantsBulkInput!]!, $partly: Boolean) {
  productVariantsBulkUpdate(productId: $id, variants: $variants, allowPartialUpdates: $partly) {
    productVariants { id price compareAtPrice } userErrors { field code message } } }"""
SIZES = [f"gid://shopify/ProductVariant/{VARIANT_FIRST + n}" for n in range(3)]
PARENT = f"gid://shopify/Product/{PRODUCT_FIRST}"


async def test_prices_are_set_all_or_none() -> None:
    rows = [{"id": SIZES[0], "price": "10.00"}, {"id": SIZES[1], "price": "-1"}]
    async with opened() as client:
        found = (await client.ask(UPDATE, id=PARENT, variants=rows))["productVariantsBulkUpdate"]
        assert found["productVariants"] is None
        assert found["userErrors"][0]["field"] == ["variants", "1", "price"]
        found = await client.ask(UPDATE, id=PARENT, variants=rows, partly=True)
        shown = found["productVariantsBulkUpdate"]["productVariants"]
        assert shown[0]["price"] == "10.00"
        assert shown[1]["price"] != "-1.00"
        rows = [{"id": SIZES[0], "price": "8.5", "compareAtPrice": "10"}]
        found = await client.ask(UPDATE, id=PARENT, variants=rows)
        assert found["productVariantsBulkUpdate"]["productVariants"] == [
            {"id": SIZES[0], "price": "8.50", "compareAtPrice": "10.00"}
        ]


PRODUCT_SET = """mutation ($wish: ProductSetIdentifiers, $input: ProductSetInput!, $now: Boolean) {
  productSet(identifier: $wish, input: $input, synchronous: $now) {
    product { id title handle tags options { name values } variants(first: 9) { nodes {
      title sku price inventoryQuantity } } }
    productSetOperation { id status } userErrors { field code message } } }"""
SHIRT: dict[str, Any] = {
    "title": "Shirt",
    "tags": ["Summer", "blue"],
    "productOptions": [{"name": "Size", "values": [{"name": "S"}, {"name": "M"}]}],
    "variants": [
        {
            "optionValues": [{"optionName": "Size", "name": size}],
            "price": "20.00",
            "sku": f"SH-{size}",
            "inventoryQuantities": [{"locationId": PLACE, "name": "available", "quantity": 4}],
        }
        for size in ("S", "M")
    ],
}


async def test_a_product_is_made_whole_and_a_missing_variant_goes() -> None:
    shop = small_shop()
    wish = {"handle": "shirt"}
    async with opened(shop) as client:
        found = (await client.ask(PRODUCT_SET, wish=wish, input=SHIRT))["productSet"]
        assert found["userErrors"] == []
        made = found["product"]
        assert (made["handle"], made["tags"]) == ("shirt", ["blue", "Summer"])
        assert made["variants"]["nodes"] == [
            {"title": size, "sku": f"SH-{size}", "price": "20.00", "inventoryQuantity": 4}
            for size in ("S", "M")
        ]
        fewer = SHIRT | {"variants": SHIRT["variants"][:1]}
        again = (await client.ask(PRODUCT_SET, wish=wish, input=fewer))["productSet"]["product"]
        assert again["id"] == made["id"]
        assert [v["sku"] for v in again["variants"]["nodes"]] == ["SH-S"]
        assert (await client.ask("{ productsCount { count } }"))["productsCount"]["count"] == 31
    assert shop.ledger.kind("shopify", "product.set") == {"shirt": 2}


@pytest.mark.parametrize(
    ("given", "field", "words"),
    [
        ({"title": ""}, ["input", "title"], "Title can't be blank"),
        ({"title": "x" * 256}, ["input", "title"], "Title is too long"),
        ({"title": "x", "handle": "linen-mug-0"}, ["input", "handle"], "already in use"),
        (
            {"title": "x", "productOptions": [{"name": "A"}]},
            ["input", "variants"],
            "Variants input is required when updating product options",
        ),
    ],
)
async def test_what_breaks_a_listing_rule_is_refused(
    given: dict[str, Any], field: list[str], words: str
) -> None:
    shop = small_shop()
    taken = shop.products.row(PRODUCT_FIRST)
    assert taken
    if "handle" in given:
        given = given | {"handle": taken["handle"]}
    async with opened(shop) as client:
        found = (await client.ask(PRODUCT_SET, input=given))["productSet"]
    assert found["product"] is None
    assert found["userErrors"][0]["field"] == field
    assert words in found["userErrors"][0]["message"]
    assert shop.products.total() == 30


async def test_a_product_that_is_set_later_is_waited_for() -> None:
    see = """query ($id: ID!) { productOperation(id: $id) { __typename status
      product { title } } }"""
    async with opened() as client:
        found = (await client.ask(PRODUCT_SET, input=SHIRT, now=False))["productSet"]
        assert (found["product"], found["productSetOperation"]["status"]) == (None, "CREATED")
        number = found["productSetOperation"]["id"]
        assert (await client.ask(see, id=number))["productOperation"] == {
            "__typename": "ProductSetOperation",
            "status": "COMPLETE",
            "product": {"title": "Shirt"},
        }


async def test_a_product_is_changed_and_deleted() -> None:
    update = """mutation ($product: ProductUpdateInput!, $media: [CreateMediaInput!]) {
      productUpdate(product: $product, media: $media) { product { title status
      media(first: 9) { nodes { status alt } } } userErrors { field message } } }"""
    delete = """mutation ($id: ID!) { productDelete(input: {id: $id}) { deletedProductId
      userErrors { message } } }"""
    picture = {"originalSource": "https://img.example.com/1.jpg", "alt": "Front"}
    async with opened() as client:
        found = await client.ask(
            update,
            product={"id": PARENT, "title": "Renamed", "status": "ARCHIVED"},
            media=[picture | {"mediaContentType": "IMAGE"}],
        )
        made = found["productUpdate"]["product"]
        assert (made["title"], made["status"]) == ("Renamed", "ARCHIVED")
        assert made["media"]["nodes"][1] == {"status": "UPLOADED", "alt": "Front"}
        assert (await client.ask(delete, id=PARENT))["productDelete"]["deletedProductId"] == PARENT
        found = await client.ask("query ($id: ID!) { node(id: $id) { id } }", id=SIZES[0])
        assert found == {"node": None}


async def test_a_picture_is_worked_on_before_it_shows() -> None:
    shop = small_shop()
    shop.moods.media_takes_s = 5
    given = SHIRT | {"files": [{"originalSource": "https://img.example.com/1.jpg"}]}
    see = """query ($handle: String!) { productByIdentifier(identifier: {handle: $handle}) {
      media(first: 3) { nodes { status ... on MediaImage { image { url } } } } } }"""
    async with opened(shop) as client:
        await client.ask(PRODUCT_SET, input=given)
        found = (await client.ask(see, handle="shirt"))["productByIdentifier"]["media"]["nodes"]
        assert found == [{"status": "UPLOADED", "image": None}]
        advance(shop, 2)
        found = (await client.ask(see, handle="shirt"))["productByIdentifier"]["media"]["nodes"]
        assert found == [{"status": "PROCESSING", "image": None}]
        advance(shop, 4)
        (found,) = (await client.ask(see, handle="shirt"))["productByIdentifier"]["media"]["nodes"]
        assert found["status"] == "READY"
        assert found["image"]["url"].startswith("https://cdn.shopify.com/")


def test_a_mood_that_there_is_not_is_named_with_those_that_there_are() -> None:
    shop = small_shop()
    set_moods(shop.moods, {"frozen": True, "search_lag_s": 3})
    assert shop.moods.frozen
    with pytest.raises(ValueError, match="A shop has no rain; it has frozen, locked"):
        set_moods(shop.moods, {"rain": 1})
    with pytest.raises(ValueError, match="frozen is a bool"):
        set_moods(shop.moods, {"frozen": "yes"})


async def test_a_list_does_not_see_at_once_what_was_written() -> None:
    shop = small_shop()
    shop.moods.search_lag_s = 10
    number = merchant.add_product(shop, "Fresh", "FR-1", 100, 1)
    async with opened(shop) as client:
        query = "{ products(last: 1) { nodes { title } } }"
        assert (await client.ask(query))["products"]["nodes"] != [{"title": "Fresh"}]
        text = f'{{ product(id: "gid://shopify/Product/{number}") {{ title }} }}'
        assert await client.ask(text) == {"product": {"title": "Fresh"}}
        advance(shop, 11)
        assert (await client.ask(query))["products"]["nodes"] == [{"title": "Fresh"}]
