"""A browser may install the app: it finds a manifest, and in it a name, a way in and icons."""

import json
import struct
from pathlib import Path

import pytest

WEB = Path(__file__).resolve().parents[2] / "web"
PUBLIC = WEB / "public"
MANIFEST = json.loads((PUBLIC / "manifest.webmanifest").read_text("utf-8"))


def test_the_page_names_the_manifest() -> None:
    assert '<link rel="manifest" href="/manifest.webmanifest"' in (WEB / "index.html").read_text()


def test_the_manifest_says_how_the_app_is_called_and_opened() -> None:
    assert MANIFEST["name"] == "Hanse"
    assert MANIFEST["start_url"] == "/"
    assert MANIFEST["display"] == "standalone"


@pytest.mark.parametrize("icon", MANIFEST["icons"], ids=lambda icon: icon["src"])
def test_an_icon_is_as_large_as_it_says(icon: dict[str, str]) -> None:
    head = (PUBLIC / icon["src"].lstrip("/")).read_bytes()[:24]
    if icon["type"] == "image/png":
        width, height = struct.unpack(">II", head[16:24])
        assert icon["sizes"] == f"{width}x{height}"


def test_there_are_the_sizes_that_browsers_ask_for_and_one_that_may_be_cut() -> None:
    sizes = {icon["sizes"] for icon in MANIFEST["icons"]}
    assert {"192x192", "512x512"} <= sizes
    assert any(icon.get("purpose") == "maskable" for icon in MANIFEST["icons"])
