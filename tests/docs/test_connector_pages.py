"""Each connector has a page for the merchant, and its tables are those of its card."""

import shutil
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from hanse.app.wiring import CONNECTORS, RATES
from hanse.engine.manifest import Limit, Rate
from hanse.trade.ports_read import Reach
from tools import cards

ROOT = Path(__file__).resolve().parents[2]
CARD = CONNECTORS[0].CARD
PAGE = f"{cards.FOLDER}/{CARD.name}.md"


def findings(root: Path, *platforms: Any, write: bool = False) -> list[str]:
    return list(cards.findings(root, platforms, write=write))


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A tree with the page of the first connector and nothing else."""
    (tmp_path / cards.FOLDER).mkdir(parents=True)
    shutil.copy(ROOT / PAGE, tmp_path / PAGE)
    return tmp_path


def test_every_connector_has_a_page_with_the_tables_of_its_card() -> None:
    assert findings(ROOT, *CONNECTORS, RATES) == []


def test_a_connector_without_a_page_is_named(tmp_path: Path) -> None:
    assert findings(tmp_path, CONNECTORS[0]) == [
        f"{PAGE}:1: is missing; say how to get keys, what can be done, and what is odd"
    ]


def test_a_card_that_has_changed_shows_and_is_written(copy: Path) -> None:
    changed = SimpleNamespace(CARD=replace(CARD, limits=(Limit("slug", 28, "a document"),)))
    assert findings(copy, changed) == [f"{PAGE}:1: is not what its card says; run: make fix"]
    assert findings(copy, changed, write=True) == []
    assert findings(copy, changed) == []
    assert "| `slug` | 28 characters | a document |" in (copy / PAGE).read_text("utf-8")


def test_writing_twice_changes_nothing_more(copy: Path) -> None:
    before = (copy / PAGE).read_text("utf-8")
    assert findings(copy, CONNECTORS[0], write=True) == []
    assert (copy / PAGE).read_text("utf-8") == before


def test_a_page_that_leaves_a_table_out_is_named(copy: Path) -> None:
    text = (copy / PAGE).read_text("utf-8")
    (copy / PAGE).write_text(text.replace("<!-- card: quirks -->", "<!-- card: odd -->"), "utf-8")
    assert findings(copy, CONNECTORS[0], write=True) == [
        f"{PAGE}:1: has 0 places for the table of quirks; one is right",
        f"{PAGE}:1: has a place for odd, of which a card knows nothing",
    ]


def test_a_page_about_no_connector_is_named(copy: Path) -> None:
    (copy / cards.FOLDER / "bazaar.md").write_text("# Bazaar\n", "utf-8")
    (found,) = findings(copy, CONNECTORS[0])
    assert found.startswith(f"{cards.FOLDER}/bazaar.md:1: is about no connector")


def test_every_reach_has_its_words() -> None:
    assert set(cards.REACHES) == set(Reach)


def test_a_pattern_with_a_bar_stays_in_its_cell() -> None:
    assert cards.line(["a|b", "c"]) == "| a\\|b | c |\n"


@pytest.mark.parametrize(
    ("rate", "told"),
    [
        (Rate("x", 1, "s"), "no limit that anybody knows"),
        (Rate("x", 1, "s", 2000, 20.0), "2,000 at once, filled anew in 20 s"),
        (Rate("x", 1, "s", 10, 1.0, 2, windowed=True), "10 in any 1 s; a call costs 2"),
    ],
)
def test_a_rate_is_told_in_words(rate: Rate, told: str) -> None:
    assert cards.pace(rate) == told


@pytest.mark.parametrize(
    ("size", "unit", "told"),
    [
        (512 * 1024, "bytes", "512 KB"),
        (20 * 1024**2, "bytes", "20 MB"),
        (1500, "bytes", "1,500 bytes"),
        (2048, "variants", "2,048 variants"),
    ],
)
def test_a_size_is_told_as_people_count(size: int, unit: str, told: str) -> None:
    assert cards.size(size, unit) == told
