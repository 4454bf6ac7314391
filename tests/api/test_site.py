"""The built web app: its files, its first page for every screen, and a plain page without it."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from hanse.app.api.ground import Ground
from tests.api.conftest import Door, opened

PAGE = "<!doctype html><title>The app</title>" + " " * 1_000
SCRIPT = "console.log('hello');" * 100


@pytest.fixture(scope="module")
async def site(ground: Ground, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Door]:
    from dataclasses import replace

    folder = tmp_path_factory.mktemp("site")
    web = folder / "web"
    (web / "assets").mkdir(parents=True)
    (web / "index.html").write_text(PAGE)
    (web / "assets/app-1a2b.js").write_text(SCRIPT)
    (web / "logo.svg").write_text("<svg/>")
    (folder / "secret.txt").write_text("not for the web")
    async with opened(replace(ground, web=web)) as door:
        yield door


async def test_a_screen_is_the_first_page(site: Door) -> None:
    for path in ("/", "/orders", "/orders/7/parcels"):
        async with site.ask("GET", path) as response:
            assert (response.status, await response.text()) == (200, PAGE)
            assert response.content_type == "text/html"
            assert response.headers["Cache-Control"] == "no-cache"


async def test_a_file_is_packed_kept_and_known_again(site: Door) -> None:
    async with site.ask("GET", "/assets/app-1a2b.js") as response:
        assert (response.status, await response.text()) == (200, SCRIPT)
        assert response.content_type == "text/javascript"
        assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert response.headers["Content-Encoding"] in ("br", "gzip")
        etag = response.headers["ETag"]
    async with site.ask("GET", "/assets/app-1a2b.js", headers={"If-None-Match": etag}) as response:
        assert (response.status, await response.read()) == (304, b"")
    async with site.ask("HEAD", "/logo.svg") as response:
        assert (response.status, await response.read()) == (200, b"")
        assert response.headers["Content-Length"] == "6"


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/assets/..%2f..%2fsecret.txt",
        "/assets//app-1a2b.js",
        "/missing.js",
        "/.env",
    ],
)
async def test_what_is_not_a_built_file_is_not_there(site: Door, path: str) -> None:
    from yarl import URL

    async with site.session.get(URL(site.address + path, encoded=True)) as response:
        assert response.status == 404
        assert "not for the web" not in await response.text()


async def test_the_program_has_no_screens_below_its_own_addresses(site: Door) -> None:
    for path in ("/api", "/api/orders", "/health", "/metrics/x"):
        async with site.ask("GET", path) as response:
            assert response.status == 404
            assert response.content_type == "application/problem+json"
    async with site.ask("POST", "/orders") as response:
        assert (response.status, response.headers["Allow"]) == (405, "GET, HEAD")


async def test_without_a_built_app_a_plain_page_says_so(door: Door) -> None:
    async with door.ask("GET", "/") as response:
        page = await response.text()
        assert response.status == 503
    assert "its web app is not built" in page
    assert "make web" in page
    assert "style=" not in page


async def test_the_app_in_the_package_obeys_its_own_policy(changed: Callable[..., Ground]) -> None:
    """Nothing inline: the policy would keep it from running."""
    from hanse.app.api.ground import WEB

    page = WEB / "index.html"
    if not page.is_file():
        pytest.skip("the web app is not built")
    text = Path(page).read_text("utf-8")
    assert "<style" not in text
    assert " style=" not in text
    assert "<script>" not in text
