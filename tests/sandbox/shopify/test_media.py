"""Pictures by GraphQL over real HTTP: handed in, worked on, shown, put in order and taken away."""

import asyncio
import io
import json
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import pytest
from PIL import Image

from hanse.sandbox.shopify.apps import Rights
from hanse.sandbox.shopify.catalog import PRODUCT_FIRST
from hanse.sandbox.shopify.library import STAGED_FOR
from hanse.sandbox.shopify.staged import IMAGE_BYTES_MAX
from tests.sandbox.shopify.loopback import Client, advance, deliver, opened, small_shop

PARENT = f"gid://shopify/Product/{PRODUCT_FIRST + 1}"
OTHER = f"gid://shopify/Product/{PRODUCT_FIRST + 2}"
STAGE = """mutation ($input: [StagedUploadInput!]!) { stagedUploadsCreate(input: $input) {
  stagedTargets { url resourceUrl parameters { name value } } userErrors { field message } } }"""
FILE = """mutation ($files: [FileCreateInput!]!) { fileCreate(files: $files) {
  files { id alt fileStatus ... on MediaImage { mimeType } }
  userErrors { field message code } } }"""
CHANGE = """mutation ($files: [FileUpdateInput!]!) { fileUpdate(files: $files) {
  files { id alt fileStatus } userErrors { field message code } } }"""
SEE = """query ($id: ID!) { node(id: $id) { ... on MediaImage { status alt mimeType
  image { url width height altText } mediaErrors { code message }
  originalSource { fileSize } } } }"""
SHOWN = """query ($id: ID!) { product(id: $id) { mediaCount { count }
  media(first: 250) { nodes { id alt status } } images(first: 9) { nodes { altText } } } }"""
SET = """mutation ($id: ID!, $input: ProductSetInput!) {
  productSet(identifier: {id: $id}, input: $input) { product { media(first: 250) { nodes { id } } }
  userErrors { field message code } } }"""
ADD = """mutation ($id: ID!, $media: [CreateMediaInput!]!) { productCreateMedia(productId: $id,
  media: $media) { media { id status } mediaUserErrors { field message code }
  userErrors { field message } } }"""
WEB = "https://img.example.com/"


def drawn(colour: str = "red", form: str = "PNG", size: tuple[int, int] = (40, 30)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, form)
    return out.getvalue()


async def staged(client: Client, **more: Any) -> Any:
    wish = {"resource": "IMAGE", "filename": "mug.png", "mimeType": "image/png", **more}
    found = (await client.ask(STAGE, input=[wish]))["stagedUploadsCreate"]
    assert found["userErrors"] == []
    return found["stagedTargets"][0]


async def put(client: Client, target: Any, content: bytes, **more: str) -> tuple[int, str]:
    headers = {row["name"]: row["value"] for row in target["parameters"]} | more
    headers = {"Content-Type": "application/octet-stream"} | headers
    async with client.session.put(
        target["url"], data=io.BytesIO(content), headers=headers
    ) as found:
        return found.status, await found.text()


async def post(client: Client, target: Any, content: bytes, order: int = 1) -> tuple[int, str]:
    form = aiohttp.FormData()
    for row in target["parameters"][::order]:
        form.add_field(row["name"], row["value"])
    form.add_field("file", content, filename="mug.png", content_type="image/png")
    async with client.session.post(target["url"], data=form) as found:
        return found.status, await found.text()


async def filed(client: Client, *wishes: Any) -> list[str]:
    found = (await client.ask(FILE, files=list(wishes)))["fileCreate"]
    assert found["userErrors"] == []
    return [row["id"] for row in found["files"]]


async def seen(client: Client, number: str) -> Any:
    return (await client.ask(SEE, id=number))["node"]


async def shown(client: Client, product: str = PARENT) -> list[str]:
    found = (await client.ask(SHOWN, id=product))["product"]
    return [row["id"] for row in found["media"]["nodes"]]


async def test_bytes_that_were_handed_in_become_a_picture_that_shows_after_a_while() -> None:
    async with opened() as client:
        target = await staged(client, filename="Mug 5%.png")
        assert target["parameters"] == [
            {"name": "content_type", "value": "image/png"},
            {"name": "acl", "value": "private"},
        ]
        assert target["url"].partition("?")[0] == target["resourceUrl"]
        content = drawn()
        assert (await put(client, target, content))[0] == 200
        wish = {"originalSource": target["resourceUrl"], "alt": "Mug", "contentType": "IMAGE"}
        (number,) = await filed(client, wish)
        found = await seen(client, number)
        assert (found["status"], found["image"]) == ("UPLOADED", None)
        advance(client.shop, 1)
        found = await seen(client, number)
        assert (found["status"], found["image"]) == ("PROCESSING", None)
        advance(client.shop, 2)
        found = await seen(client, number)
        url = found["image"].pop("url")
        assert urlsplit(url).path.endswith("/Mug%205%25.png")
        assert found == {
            "status": "READY",
            "alt": "Mug",
            "mimeType": "image/png",
            "image": {"width": 40, "height": 30, "altText": "Mug"},
            "mediaErrors": [],
            "originalSource": {"fileSize": len(content)},
        }


async def test_a_form_takes_all_parameters_in_their_order_and_then_the_file() -> None:
    async with opened() as client:
        target = await staged(client, httpMethod="POST")
        assert {"name": "success_action_status", "value": "201"} in target["parameters"]
        status, said = await post(client, target, drawn(), order=-1)
        assert (status, "InvalidPolicyDocument" in said) == (400, True)
        content = b"\r\n--" + drawn() + b"\r\n"  # what looks like an end is none
        status, said = await post(client, target, content)
        assert (status, urlsplit(target["resourceUrl"]).path.endswith("mug.png")) == (201, True)
        key = next(row["value"] for row in target["parameters"] if row["name"] == "key")
        held = client.shop.library.staged[key].held
        assert held
        assert client.shop.library.content(held) == content


@pytest.mark.parametrize(
    ("more", "content", "status", "code"),
    [
        ({"acl": "public-read"}, drawn(), 403, "SignatureDoesNotMatch"),
        ({"content_type": "image/gif"}, drawn(), 403, "SignatureDoesNotMatch"),
        ({}, b"x" * (IMAGE_BYTES_MAX + 1), 400, "EntityTooLarge"),
    ],
    ids=["acl", "type", "size"],
)
async def test_what_the_signed_address_does_not_allow_is_refused(
    more: dict[str, str], content: bytes, status: int, code: str
) -> None:
    async with opened() as client:
        target = await staged(client)
        found, said = await put(client, target, content, **more)
        assert (found, code in said) == (status, True)
        (number,) = await filed(client, {"originalSource": target["resourceUrl"]})
        advance(client.shop, 3)
        found_file = await seen(client, number)
        assert (found_file["status"], found_file["image"]) == ("FAILED", None)
        assert found_file["mediaErrors"][0]["code"] == "IMAGE_DOWNLOAD_FAILURE"
        target["url"] = target["url"][:-1]
        assert (await put(client, target, drawn()))[0] == 403


async def test_an_address_that_was_promised_is_good_for_a_day() -> None:
    async with opened() as client:
        target, late = await staged(client), await staged(client)
        assert (await put(client, target, drawn()))[0] == 200
        advance(client.shop, STAGED_FOR.total_seconds())
        assert "ExpiredToken" in (await put(client, late, drawn()))[1]
        (number,) = await filed(client, {"originalSource": target["resourceUrl"]})
        advance(client.shop, 3)
        assert (await seen(client, number))["status"] == "FAILED"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"<svg></svg>", "INVALID_IMAGE_FILE_TYPE"),
        (drawn()[:60], "INVALID_IMAGE_FILE_TYPE"),
        (drawn(size=(25_000_001, 1)), "INVALID_IMAGE_RESOLUTION"),
    ],
    ids=["drawing", "half", "huge"],
)
async def test_what_is_no_picture_is_found_out_later(content: bytes, code: str) -> None:
    async with opened() as client:
        target = await staged(client)
        assert (await put(client, target, content))[0] == 200
        (number,) = await filed(client, {"originalSource": target["resourceUrl"]})
        assert (await seen(client, number))["mediaErrors"] == []
        advance(client.shop, 3)
        assert [row["code"] for row in (await seen(client, number))["mediaErrors"]] == [code]


async def test_a_public_address_is_believed_by_its_name() -> None:
    async with opened() as client:
        wishes = [{"originalSource": WEB + name} for name in ("a.webp", "a.html", "a.webp?v=2")]
        numbers = await filed(client, *wishes)
        advance(client.shop, 3)
        found = [await seen(client, number) for number in numbers]
        assert [row["status"] for row in found] == ["READY", "FAILED", "READY"]
        urls = [row["image"]["url"] for row in found if row["image"]]
        assert len(set(urls)) == 2, "a name that is taken gets something behind it"


@pytest.mark.parametrize(
    ("wish", "field", "code"),
    [
        ({"originalSource": "mug.png"}, "originalSource", "INVALID_IMAGE_SOURCE_URL"),
        ({"originalSource": WEB + "a.png", "alt": "x" * 513}, "alt", "ALT_VALUE_LIMIT_EXCEEDED"),
        (
            {"originalSource": WEB + "a.png", "filename": "a.jpg"},
            "filename",
            "MISMATCHED_FILENAME_AND_ORIGINAL_SOURCE",
        ),
        (
            {"originalSource": WEB + "a.png", "duplicateResolutionMode": "REPLACE"},
            "filename",
            "MISSING_FILENAME_FOR_DUPLICATE_MODE_REPLACE",
        ),
        (
            {"originalSource": WEB + "taken.png", "duplicateResolutionMode": "RAISE_ERROR"},
            "filename",
            "FILENAME_ALREADY_EXISTS",
        ),
    ],
)
async def test_a_wish_that_cannot_be_is_refused_with_its_place(
    wish: dict[str, Any], field: str, code: str
) -> None:
    async with opened() as client:
        await filed(client, {"originalSource": WEB + "taken.png"})
        found = await client.ask(FILE, files=[{"originalSource": WEB + "b.png"}, wish])
        errors = found["fileCreate"]["userErrors"]
        assert [(e["field"], e["code"]) for e in errors] == [(["files", "1", field], code)]
        assert found["fileCreate"]["files"] is None
        assert len(client.shop.library.files) == 1


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
