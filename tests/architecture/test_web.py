"""The shape of the web app, beyond what its own linter says (`web/.oxlintrc.json`)."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
WEB = ROOT / "web"
SOURCES = sorted(
    path for path in (WEB / "src").rglob("*.*") if path.suffix in {".ts", ".tsx", ".css"}
)

COLOUR = re.compile(
    r"#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})\b|\b(?:rgb|hsl|oklch)a?\(", re.IGNORECASE
)
NAMES_COLOURS = {"src/ui/tokens.css", "src/ui/theme.ts"}
ROOM = re.compile(r"src/rooms/(\w+)/")
OTHER_ROOM = re.compile(r"from '[^']*rooms/(\w+)/")


def expect_none(findings: list[str]) -> None:
    if findings:
        pytest.fail("\n".join(findings), pytrace=False)


def test_only_the_tokens_name_a_colour() -> None:
    expect_none(
        [
            f"web/{at}:{number}: {found[0]}; use a name from src/ui/tokens.css"
            for path in SOURCES
            if (at := path.relative_to(WEB).as_posix()) not in NAMES_COLOURS
            for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
            if (found := COLOUR.search(line))
        ]
    )


def test_rooms_do_not_know_each_other() -> None:
    expect_none(
        [
            f"web/{at}: imports from the room {other}; what both need goes to ui/ or lib/"
            for path in SOURCES
            if (room := ROOM.search(at := path.relative_to(WEB).as_posix()))
            for other in OTHER_ROOM.findall(path.read_text("utf-8"))
            if other != room[1]
        ]
    )


def test_the_page_needs_nothing_from_elsewhere_and_nothing_inline() -> None:
    """The policy of the server is default-src 'self': what it would refuse is found here first."""
    page = (WEB / "index.html").read_text("utf-8")
    assert not re.search(r"https?://|<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", page)
