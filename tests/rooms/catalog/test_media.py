"""Pictures of goods: kept once, put in order, fetched once, shown to whom they belong."""

import asyncio
import io
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest

from hanse.app.api.ground import Ground
from hanse.app.fetching import pictures_by
from hanse.base.clock import SystemClock
from hanse.base.faults import Conflict, Denied, Gone, Rejected, Unavailable
from hanse.engine.files.shelf import Shelf
from hanse.engine.settings import load
from hanse.engine.tx import Database, Tx
from hanse.engine.wire.wire import Wire
from hanse.rooms.catalog.model.media import Placed
from hanse.rooms.catalog.service import media
from hanse.rooms.catalog.store import media as store
from hanse.rooms.mirror.service import showing
from hanse.trade.goods import Image, Product
from tests.api.conftest import opened
from tests.conftest import NOBODY
from tests.rooms.catalog.pictures import drawn
from tests.rooms.catalog.some import made, sold_at, variant_ids

RAW = {"Content-Type": "application/octet-stream"}
BASE = "https://hub.example.com"
WAITING = "select exists(select from pg_locks where not granted)"


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path)


async def test_the_same_picture_is_one_and_keeps_the_words_that_somebody_wrote(
    tx: Tx, shelf: Shelf
) -> None:
    first = await media.add(tx, shelf, drawn(), "A red  wall")
    second = await media.add(tx, shelf, drawn())
    assert first == second
    assert (first.alt, first.width, first.height) == ("A red wall", 400, 200)
    content, media_type = await media.content(shelf, first, 96)
    assert (media_type, content[8:12]) == ("image/webp", b"WEBP")
    assert (await media.content(shelf, first))[0] == drawn()


async def test_pictures_are_put_in_order_upon_what_the_editor_saw(tx: Tx, shelf: Shelf) -> None:
    product = await made(tx, "Lamp", "L-1", "L-2")
    one, two = [(await media.add(tx, shelf, drawn(each))).digest for each in ("red", "blue")]
    await media.attach(tx, product, one, None)
    await media.attach(tx, product, one, None)
    await media.attach(tx, product, two, (await variant_ids(tx, product))[1])
    shown = await media.of_product(tx, product)
    assert [each.placed.digest for each in shown] == [one, two]
    wanted = [Placed(two, None, "Blue"), Placed(one)]
    arranged = await media.arrange(tx, product, wanted, [one, two])
    assert [(each.placed.digest, each.placed.alt) for each in arranged] == [
        (two, "Blue"),
        (one, ""),
    ]
    assert await media.first_of(tx, [product]) == {product: two}
    with pytest.raises(Conflict, match="Somebody else changed the pictures"):
        await media.arrange(tx, product, [], [one, two])
    with pytest.raises(Rejected, match="no such picture"):
        await media.arrange(tx, product, [Placed("f" * 64)], [two, one])
    with pytest.raises(Rejected, match="no such variant"):
        await media.arrange(tx, product, [Placed(one, UUID(int=5))], [two, one])
    with pytest.raises(Gone, match="no such product"):
        await media.of_product(tx, UUID(int=5))


async def test_a_picture_is_deleted_where_no_product_shows_it(
    database: Database, workspace: UUID, shelf: Shelf
) -> None:
    """Not while another person is putting it somewhere; and the bytes stay until the sweep, for
    another workspace may name them as well."""
    async with database.tx(workspace, NOBODY) as tx:
        product = await made(tx, "Lamp", "L-1")
        one, two = [(await media.add(tx, shelf, drawn(each))).digest for each in ("red", "blue")]
        await media.attach(tx, product, one, None)
        assert [each.digest for each in await media.unused(tx, "", 10)] == [two]
        assert await media.unused(tx, two, 10) == []
        with pytest.raises(Conflict, match="Lamp shows this picture"):
            await media.delete(tx, one)
        with pytest.raises(Gone):
            await media.delete(tx, "no hash")

    async def delete() -> None:
        async with database.tx(workspace, NOBODY) as tx:
            await media.delete(tx, two)

    async with database.tx(workspace, NOBODY) as tx:
        await media.attach(tx, product, two, None)
        deleting = asyncio.create_task(delete())
        while not await tx.fetchval(WAITING):
            assert not deleting.done()
    with pytest.raises(Conflict, match="shows this picture"):
        await deleting
    async with database.tx(workspace, NOBODY) as tx:
        await media.arrange(tx, product, [], [one, two])
        await store.keep_source(tx, media.digest_of("https://a/2"), "https://a/2", two, None)
    await delete()
    async with database.tx(workspace, NOBODY) as tx:
        assert [each.digest for each in await media.unused(tx, "", 10)] == [one]
        assert await store.sources(tx, [media.digest_of("https://a/2")]) == {}
        with pytest.raises(Rejected, match="no such picture"):
            await media.arrange(tx, product, [Placed(two)], [])
        named = await tx.fetchval(
            "select payload ->> 'digest' from events where name = 'catalog.picture.deleted'"
        )
    assert (named, await shelf.exists(two)) == (two, True)


async def test_a_platform_gets_an_address_that_nobody_guesses_or_it_is_told_there_is_none(
    tx: Tx, shelf: Shelf
) -> None:
    found = await media.add(tx, shelf, drawn())
    assert await media.public_url(tx, "", found.digest) is None
    url = await media.public_url(tx, BASE, found.digest)
    assert url is not None
    assert url.startswith(f"{BASE}/media/{found.digest}.png?w={tx.workspace_id}&t=")
    assert await media.for_platform(tx, found.digest, url.rpartition("=")[2]) == found
    with pytest.raises(Gone):
        await media.for_platform(tx, found.digest, "guessed")


# Fetched from shops


def listed(*urls: str) -> Product:
    images = tuple(Image(None, url) for url in urls)
    return Product("7", None, None, None, "Lamp", None, None, None, None, None, images=images)  # type: ignore[arg-type]


@pytest.fixture
async def sold(
    database: Database, workspace: UUID, monkeypatch: pytest.MonkeyPatch
) -> tuple[UUID, UUID]:
    """A product that a shop shows with four pictures, of which two are one."""

    async def named(tx: Tx, *_: object) -> dict[str, Product]:
        return {"7": listed("https://a/1", "https://a/2", "https://a/3", "https://a/1")}

    monkeypatch.setattr(showing, "named", named)
    async with database.tx(workspace, NOBODY) as tx:
        account, product = tx.ids.new(), await made(tx, "Lamp")
        await sold_at(tx, account, product, "7")
    return account, product


async def test_pictures_of_a_shop_are_fetched_once_whatever_came_of_it(
    database: Database, workspace: UUID, shelf: Shelf, sold: tuple[UUID, UUID]
) -> None:
    asked: list[str] = []
    away = True

    async def fetch(url: str) -> bytes:
        asked.append(url)
        if url.endswith("2"):
            return b"<svg/>"
        if url.endswith("3") and away:
            raise Unavailable("The shop is down.")
        return drawn("red" if url.endswith("1") else "blue")

    def open_tx() -> object:
        return database.tx(workspace, NOBODY)

    account, product = sold
    with pytest.raises(Unavailable):
        await media.fetch_for(open_tx, shelf, fetch, account, product)  # type: ignore[arg-type]
    away = False
    assert await media.fetch_for(open_tx, shelf, fetch, account, product) == 2  # type: ignore[arg-type]
    assert await media.fetch_for(open_tx, shelf, fetch, account, product) == 0  # type: ignore[arg-type]
    assert [url[-1] for url in asked] == ["1", "2", "3", "3"]
    async with database.tx(workspace, NOBODY) as tx:
        assert len(await media.of_product(tx, product)) == 2
        said = await tx.fetchval("select finding from catalog_media_sources where url like '%2'")
    assert "SVG" in said


@pytest.mark.parametrize("url", ["http://127.0.0.1/x.png", "http://169.254.169.254/", "file:///x"])
async def test_no_picture_is_fetched_from_a_private_network(url: str) -> None:
    out = await Wire.open(SystemClock())
    try:
        with pytest.raises((Denied, Rejected)):
            await pictures_by(out)(url)
    finally:
        await out.close()


# Over HTTP


async def test_over_http_a_picture_is_brought_shown_and_kept_for_good(
    changed: Callable[..., Ground], workspace: UUID, database: Database, tmp_path: Path
) -> None:
    given = {"HANSE_HOME": str(tmp_path), "HANSE_PUBLIC_URL": BASE}
    ground = changed(settings=load(given).settings)
    who, stranger = f"manager:{workspace}", f"manager:{UUID(int=3)}"
    async with database.tx(workspace, NOBODY) as tx:
        product = await made(tx, "Lamp")
    async with opened(ground) as door:
        path = f"/api/catalog/media?product_id={product}&alt=Red"
        async with door.ask("POST", path, who, headers=RAW, data=drawn()) as response:
            assert response.status == 201, await response.text()
            told = await response.json()
        picture = f"/api/catalog/media/{told['digest']}"
        async with door.ask("GET", f"{picture}?size=96", who) as response:
            assert response.headers["Content-Type"] == "image/webp"
            assert response.headers["Cache-Control"] == "private, max-age=31536000, immutable"
            assert response.headers["X-Content-Type-Options"] == "nosniff"
            tag = {"If-None-Match": response.headers["ETag"]}
        async with door.ask("GET", f"{picture}?size=96", who, headers=tag) as response:
            assert (response.status, await response.read()) == (304, b"")
        for other in (picture, f"/api/catalog/products/{product}/media"):
            async with door.ask("GET", other, stranger) as response:
                assert response.status == 404
        public = told["public_url"].removeprefix(BASE)
        async with door.ask("GET", public) as response:
            assert (response.headers["Content-Type"], await response.read()) == (
                "image/png",
                drawn(),
            )
        for wrong in (public[:-1] + "x", public.replace(str(workspace), str(UUID(int=3)))):
            async with door.ask("GET", wrong) as response:
                assert response.status == 404
        order = {"items": [{"digest": told["digest"], "alt": "Wall"}], "was": [told["digest"]]}
        path = f"/api/catalog/products/{product}/media"
        async with door.ask("PUT", path, who, json=order) as response:
            assert [each["alt"] for each in (await response.json())["items"]] == ["Wall"]
        async with door.ask("GET", "/api/catalog/products", who) as response:
            assert [row["picture"] for row in (await response.json())["items"]] == [told["digest"]]


@pytest.mark.parametrize(
    ("headers", "content", "status"),
    [
        ({"Content-Type": "text/plain"}, b"x", 415),  # a page of somebody else can send that
        ({"Content-Type": "image/png"}, b"x", 415),
        (RAW, b"no picture", 422),
        (RAW, b"\xff\xd8\xff" + b"0" * 20 * 1024**2, 413),
    ],
)
async def test_what_is_no_picture_is_refused_at_the_door(
    changed: Callable[..., Ground],
    workspace: UUID,
    headers: dict[str, str],
    content: bytes,
    status: int,
) -> None:
    async with (
        opened(changed()) as door,
        door.ask(
            *("POST", "/api/catalog/media", f"manager:{workspace}"),
            headers=headers,
            data=io.BytesIO(content),
        ) as response,
    ):
        assert response.status == status
        assert (await response.json(content_type=None))["next_step"]
