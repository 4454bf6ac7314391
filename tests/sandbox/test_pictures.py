"""Over real HTTP: every picture that the shops name is there, and looks like what is sold."""

import io
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest
from PIL import Image

from hanse.base.clock import SystemClock
from hanse.sandbox import painted
from hanse.sandbox.serving import Sandbox, application, new_sandbox
from hanse.sandbox.shopify import pictures
from hanse.sandbox.shopify.mounted import Mounted
from hanse.sandbox.shopify.writes import uploads
from hanse.sandbox.woocommerce.images import images_of
from hanse.sandbox.world import NOUNS, World
from tests.sandbox.served import served

CDN, SHOP = "cdn.shopify.com", "shop.test"


@dataclass(slots=True)
class Asked:
    sandbox: Sandbox
    address: str
    session: aiohttp.ClientSession

    async def get(self, host: str, path: str, **more: Any) -> tuple[int, Any, bytes]:
        method = more.pop("method", "GET")
        headers = {"Host": host, **more}
        async with self.session.request(method, self.address + path, headers=headers) as found:
            return found.status, found.headers, await found.read()

    def named(self, product: int) -> str:
        """What the shop calls the picture of a product, without its host."""
        shop = self.sandbox.shops.first("shopify")
        assert isinstance(shop, Mounted)
        row = shop.shop.products.row(shop.shop.products.first + product)
        assert row
        url: str = row["media"][0]["url"]
        assert url.startswith(f"https://{CDN}/")
        return url.removeprefix(f"https://{CDN}")


@pytest.fixture
async def asked() -> AsyncIterator[Asked]:
    shops = (("woocommerce", "shop"), ("shopify", "mugs"))
    sandbox = new_sandbox(SystemClock(), world=World(seed=7, products=50), shops=shops)
    async with served(application(sandbox)) as address, aiohttp.ClientSession() as session:
        yield Asked(sandbox, address, session)


async def test_a_seeded_product_has_a_small_picture_that_is_the_same_each_time(
    asked: Asked,
) -> None:
    status, headers, body = await asked.get(CDN, asked.named(3))
    assert (status, headers["content-type"]) == (200, "image/jpeg")
    assert int(headers["content-length"]) == len(body) < 24_000
    with Image.open(io.BytesIO(body)) as image:
        assert (image.format, image.size) == ("JPEG", (painted.WIDE, painted.HIGH))
    painted.painted.cache_clear()
    assert (await asked.get(CDN, asked.named(3)))[2] == body
    assert (await asked.get(CDN, asked.named(4)))[2] != body
    held = {"If-None-Match": headers["etag"]}
    assert (await asked.get(CDN, asked.named(3), **held))[::2] == (304, b"")
    status, told, empty = await asked.get(CDN, asked.named(3), method="HEAD")
    assert (status, told["content-length"], empty) == (200, str(len(body)), b"")


async def test_a_picture_that_nobody_named_is_not_there(asked: Asked) -> None:
    known = asked.named(3)
    for other in (
        known.replace("HZ-0000003", "HZ-0000050"),
        known.replace("HZ-0000003", "x"),
        "/s/files/1/5/files/HZ-0000003.jpg",
        "/favicon.ico",
    ):
        assert (await asked.get(CDN, other))[0] == 404
    uploads = "/wp-content/uploads/2026/01/mug.png"
    assert (await asked.get(SHOP, uploads))[0] == 404
    assert (await asked.get(CDN, known, method="POST"))[0] == 405


async def test_what_a_store_was_given_is_shown_in_the_format_of_its_name(asked: Asked) -> None:
    for ending, written in painted.FORMATS.items():
        (row,) = images_of(asked.sandbox.woocommerce, [{"src": f"https://a.example/mug.{ending}"}])
        status, headers, body = await asked.get(SHOP, row["path"])
        assert (status, headers["content-type"]) == (200, painted.TYPES[written])
        with Image.open(io.BytesIO(body)) as image:
            assert image.format == written
    images_of(asked.sandbox.woocommerce, [{"src": "https://a.example/mug.jpg"}, {"id": row["id"]}])
    counts = asked.sandbox.ledger.kind("woocommerce", "image.upload")
    assert counts["https://a.example/mug.jpg"] == 2
    assert sum(counts.values()) == len(painted.FORMATS) + 1


async def test_a_file_that_was_handed_in_is_shown_as_it_is(asked: Asked) -> None:
    mounted = asked.sandbox.shops.first("shopify")
    assert isinstance(mounted, Mounted)
    shop, content = mounted.shop, painted.painted("Red Bowl", "PNG")
    shop.moods.media_takes_s = 0
    target = uploads.promise(shop, "http://shop", "bowl.png", "image/png")
    body = {row["name"]: row["value"] for row in target["parameters"]}
    address = target["url"].removeprefix("http://shop")
    headers = {"Host": "mugs.myshopify.com", **body}
    put = asked.session.put(asked.address + address, data=content, headers=headers)
    async with put as found:
        assert found.status == 200
    row = pictures.make(shop, {"originalSource": target["resourceUrl"]})
    path = row["url"].removeprefix(f"https://{CDN}")
    status, headers, shown = await asked.get(CDN, path)
    assert (status, headers["content-type"], shown) == (200, "image/png", content)


async def test_the_host_of_pictures_has_faults_of_its_own(asked: Asked) -> None:
    fault = {"kind": "gateway", "platform": "pictures", "count": 1}
    async with asked.session.post(f"{asked.address}/_sandbox/faults", json=fault) as found:
        assert found.status == 200
    assert [(await asked.get(CDN, asked.named(3)))[0] for _ in range(2)] == [502, 200]


def test_every_kind_of_thing_has_a_look_of_its_own() -> None:
    assert {noun.lower() for noun in NOUNS} == set(painted.KINDS)
    assert len({painted.painted(f"Blue {noun} 1") for noun in NOUNS}) == len(NOUNS)
