"""Pictures on their way to a shop, over real HTTP: handed in, worked on, refused."""

from typing import Any
from urllib.parse import urlsplit

import pytest

from hanse.sandbox.shopify.library import STAGED_FOR
from hanse.sandbox.shopify.staged import IMAGE_BYTES_MAX
from tests.sandbox.shopify.loopback import advance, opened
from tests.sandbox.shopify.pictured import FILE, WEB, drawn, filed, post, put, seen, staged


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
