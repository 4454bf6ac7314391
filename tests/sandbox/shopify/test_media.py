"""Pictures of products, by GraphQL over real HTTP: shown, put in order and taken away."""

import asyncio
import json

import pytest

from hanse.sandbox.shopify.apps import Rights
from hanse.sandbox.shopify.catalog import PRODUCT_FIRST
from tests.sandbox.shopify.loopback import advance, deliver, opened, small_shop
from tests.sandbox.shopify.pictured import (
    ADD,
    CHANGE,
    FILE,
    OTHER,
    PARENT,
    SET,
    WEB,
    filed,
    seen,
    shown,
    staged,
)


async def test_a_set_product_shows_the_files_that_it_names_in_their_order() -> None:
    async with opened() as client:
        (seeded,) = await shown(client)
        (first,) = await filed(client, {"originalSource": WEB + "a.png"})
        wish = [{"originalSource": WEB + "b.png", "alt": "B"}, {"id": first}, {"id": seeded}]
        found = (await client.ask(SET, id=PARENT, input={"files": wish}))["productSet"]
        assert found["userErrors"] == []
        new, *rest = [row["id"] for row in found["product"]["media"]["nodes"]]
        assert (rest, new in (first, seeded)) == ([first, seeded], False)
        await client.ask(
            SET, id=PARENT, input={"files": [{"id": seeded, "alt": "Old"}, {"id": new}]}
        )
        assert await shown(client) == [seeded, new]
        assert (await seen(client, seeded))["alt"] == "Old"
        assert (await seen(client, first))["alt"] is None, "it stays a file"
        await client.ask(SET, id=PARENT, input={"title": "Other"})
        assert await shown(client) == [seeded, new], "what is not given stays"
        await client.ask(SET, id=PARENT, input={"files": []})
        assert await shown(client) == []
        wrong = [{"id": "gid://shopify/MediaImage/5"}, {"alt": "x"}]
        found = (await client.ask(SET, id=PARENT, input={"files": wrong}))["productSet"]
        assert [e["field"] for e in found["userErrors"]] == [
            ["input", "files", "0", "id"],
            ["input", "files", "1"],
        ]


async def test_a_variant_shows_a_picture_of_its_product() -> None:
    see = """query ($id: ID!) { product(id: $id) { media(first: 9) { nodes { id } }
      variants(first: 9) { nodes { id media(first: 2) { nodes { id } } } } } }"""
    bulk = """mutation ($id: ID!, $variants: [ProductVariantsBulkInput!]!) {
      productVariantsBulkUpdate(productId: $id, variants: $variants) {
      userErrors { field code } } }"""
    picture = {"originalSource": WEB + "a.png"}
    variant = {"optionValues": [{"optionName": "Title", "name": "Default Title"}], "file": picture}
    wish = {"files": [picture], "variants": [variant]}
    async with opened() as client:
        assert (await client.ask(SET, id=PARENT, input=wish))["productSet"]["userErrors"] == []
        found = (await client.ask(see, id=PARENT))["product"]
        (one,) = found["variants"]["nodes"]
        assert one["media"] == found["media"]
        assert len(found["media"]["nodes"]) == 1, "the same address is the same picture"
        await client.ask(SET, id=PARENT, input={"files": [{"originalSource": WEB + "b.png"}]})
        found = (await client.ask(see, id=PARENT))["product"]
        assert found["variants"]["nodes"][0]["media"]["nodes"] == []
        (media,) = found["media"]["nodes"]
        stranger = {"id": one["id"], "mediaId": "gid://shopify/MediaImage/5"}
        refused = await client.ask(bulk, id=PARENT, variants=[stranger])
        assert refused["productVariantsBulkUpdate"]["userErrors"] == [
            {"field": ["variants", "0", "mediaId"], "code": "INVALID_INPUT"}
        ]
        await client.ask(bulk, id=PARENT, variants=[{"id": one["id"], "mediaId": media["id"]}])
        found = (await client.ask(see, id=PARENT))["product"]
        assert found["variants"]["nodes"][0]["media"]["nodes"] == [media]


async def test_a_file_is_replaced_by_name_and_found_by_name() -> None:
    find = """query ($query: String!) { files(first: 5, query: $query) {
      nodes { id alt fileStatus } } }"""
    alt = """mutation ($id: ID!, $media: [UpdateMediaInput!]!) { productUpdateMedia(productId: $id,
      media: $media) { media { id alt } mediaUserErrors { field code } } }"""
    async with opened() as client:
        (number,) = await filed(client, {"originalSource": WEB + "a.png", "filename": "mug.png"})
        advance(client.shop, 3)
        again = {"originalSource": WEB + "b.png", "filename": "mug.png"}
        assert await filed(client, again | {"duplicateResolutionMode": "REPLACE"}) == [number]
        found = (await client.ask(find, query="filename:mug.png"))["files"]["nodes"]
        assert found == [{"id": number, "alt": None, "fileStatus": "UPLOADED"}]
        await client.ask(SET, id=PARENT, input={"files": [{"id": number}]})
        wish = [{"id": number, "alt": "Mug"}]
        found = (await client.ask(alt, id=PARENT, media=wish))["productUpdateMedia"]
        assert [e["code"] for e in found["mediaUserErrors"]] == ["NON_READY_MEDIA"]
        advance(client.shop, 3)
        found = (await client.ask(alt, id=PARENT, media=wish))["productUpdateMedia"]
        assert found == {"media": wish, "mediaUserErrors": []}


async def test_the_same_picture_attached_twice_is_counted_twice() -> None:
    shop = small_shop()
    picture = [{"originalSource": WEB + "a.png", "mediaContentType": "IMAGE"}]
    body = {"query": ADD, "variables": {"id": PARENT, "media": picture}}
    async with opened(shop) as client:
        client.faults.append("lost_after")
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.5):
                await client.raw("POST", "/admin/api/2026-10/graphql.json", body)
        assert len(await shown(client)) == 2
        await client.ask(ADD, id=PARENT, media=picture)
        assert len(await shown(client)) == 3
    key = f"{PRODUCT_FIRST + 1} {WEB}a.png"
    assert shop.ledger.kind("shopify", "media.attach") == {key: 2}


async def test_a_product_shows_no_more_than_250_pictures() -> None:
    async with opened() as client:
        many = [
            {"originalSource": f"{WEB}{at}.png", "mediaContentType": "IMAGE"} for at in range(250)
        ]
        found = (await client.ask(ADD, id=PARENT, media=many))["productCreateMedia"]
        assert [e["code"] for e in found["mediaUserErrors"]] == ["PRODUCT_MEDIA_LIMIT_EXCEEDED"]
        assert found["media"] is None
        await client.ask(ADD, id=PARENT, media=many[1:])
        assert len(await shown(client)) == 250
        _, body = await client.post(ADD, id=OTHER, media=[*many, many[0]])
        assert body["errors"][0]["extensions"]["code"] == "MAX_INPUT_SIZE_EXCEEDED"


async def test_pictures_are_moved_and_taken_away() -> None:
    move = """mutation ($id: ID!, $moves: [MoveInput!]!) { productReorderMedia(id: $id,
      moves: $moves) { job { id done } mediaUserErrors { code } } }"""
    away = """mutation ($id: ID!, $ids: [ID!]!) { productDeleteMedia(productId: $id,
      mediaIds: $ids) { deletedMediaIds mediaUserErrors { field code } } }"""
    drop = """mutation ($ids: [ID!]!) { fileDelete(fileIds: $ids) { deletedFileIds
      userErrors { field code } } }"""
    async with opened() as client:
        wishes = [{"originalSource": WEB + f"{n}.png"} for n in "ab"]
        a, b = await filed(client, *wishes)
        (seeded,) = await shown(client)
        await client.ask(SET, id=PARENT, input={"files": [{"id": i} for i in (seeded, a, b)]})
        await client.ask(SET, id=OTHER, input={"files": [{"id": a}]})
        found = await client.ask(move, id=PARENT, moves=[{"id": b, "newPosition": "0"}])
        assert found["productReorderMedia"]["mediaUserErrors"] == []
        assert await shown(client) == [b, seeded, a]
        found = (await client.ask(away, id=OTHER, ids=[b]))["productDeleteMedia"]
        assert found["mediaUserErrors"] == [
            {"field": ["mediaIds", "0"], "code": "MEDIA_DOES_NOT_EXIST_ON_PRODUCT"}
        ]
        assert (await client.ask(away, id=PARENT, ids=[b, a]))["productDeleteMedia"][
            "deletedMediaIds"
        ] == [b, a]
        assert await seen(client, b) is None, "nobody else shows it"
        assert await shown(client, OTHER) == [a]
        found = (await client.ask(drop, ids=[a, b]))["fileDelete"]
        assert [e["code"] for e in found["userErrors"]] == ["FILE_DOES_NOT_EXIST"]
        await client.ask(drop, ids=[a, seeded])
        assert (await shown(client), await shown(client, OTHER)) == ([], [])


async def test_a_file_is_changed_once_it_is_ready() -> None:
    async with opened() as client:
        (number,) = await filed(client, {"originalSource": WEB + "a.png"})
        wish = {"id": number, "alt": "New", "referencesToAdd": [PARENT, OTHER]}
        found = (await client.ask(CHANGE, files=[wish]))["fileUpdate"]
        assert [e["code"] for e in found["userErrors"]] == ["NON_READY_STATE"]
        advance(client.shop, 3)
        before = (await seen(client, number))["image"]["url"]
        assert (await client.ask(CHANGE, files=[wish]))["fileUpdate"]["userErrors"] == []
        assert number in await shown(client)
        assert (await seen(client, number))["alt"] == "New"
        more = {"id": number, "originalSource": WEB + "b.png", "referencesToRemove": [OTHER]}
        found = (await client.ask(CHANGE, files=[more]))["fileUpdate"]["files"]
        assert found == [{"id": number, "alt": "New", "fileStatus": "UPLOADED"}]
        assert number not in await shown(client, OTHER)
        advance(client.shop, 3)
        assert (await seen(client, number))["image"]["url"] != before


async def test_a_made_product_shows_its_pictures_and_is_told_once_more_when_they_are_ready() -> (
    None
):
    make = """mutation ($product: ProductCreateInput!, $media: [CreateMediaInput!]) {
      productCreate(product: $product, media: $media) { product { id publishedAt
      variants(first: 3) { nodes { title price } } media(first: 3) { nodes { status } } }
      userErrors { field message } } }"""
    hook = """mutation ($topic: WebhookSubscriptionTopic!) { webhookSubscriptionCreate(
      topic: $topic, webhookSubscription: { callbackUrl: "https://hub.example.com/x" }) {
      userErrors { message } } }"""
    picture = {"originalSource": WEB + "a.png", "mediaContentType": "IMAGE"}
    async with opened() as client:
        for topic in ("PRODUCTS_CREATE", "PRODUCTS_UPDATE"):
            await client.ask(hook, topic=topic)
        wrong = [picture | {"alt": "x" * 513}]
        found = await client.ask(make, product={"title": "Mug"}, media=wrong)
        assert [e["field"] for e in found["productCreate"]["userErrors"]] == [["media", "0", "alt"]]
        found = (await client.ask(make, product={"title": "Mug"}, media=[picture]))["productCreate"]
        assert found["product"]["media"]["nodes"] == [{"status": "UPLOADED"}]
        assert found["product"]["publishedAt"] is None
        (letter,) = await deliver(client.shop)
        assert json.loads(letter.content)["images"] == []
        advance(client.shop, 3)
        await deliver(client.shop)
        (letter,) = await deliver(client.shop)
        assert letter.headers["X-Shopify-Topic"] == "products/update"
        assert len(json.loads(letter.content)["images"]) == 1


async def test_files_need_a_right_of_their_own() -> None:
    async with opened() as client:
        client.token.scopes = Rights.parse("write_products")
        _, body = await client.post(FILE, files=[{"originalSource": WEB + "a.png"}])
        assert body["errors"][0]["extensions"]["code"] == "ACCESS_DENIED"
        await staged(client)
