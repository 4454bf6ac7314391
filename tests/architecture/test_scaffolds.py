"""A new room, connector or migration passes every check at once."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tools import scaffold

ROOT = Path(__file__).resolve().parents[2]
COPIED = ("src", "tools", "bench", "docs", "tests/architecture", "tests/connectors")
SINGLE = (
    "pyproject.toml",
    ".importlinter",
    "mkdocs.yml",
    "tests/__init__.py",
    "tests/docs/__init__.py",
    "tests/docs/test_connector_pages.py",
)
# What copies the tree again, and what looks at files that are not copied.
LEFT_OUT = ("test_scaffolds.py", "test_asking.py", "test_locks.py", "test_web.py")


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """The project without its data, to write into."""
    skip = shutil.ignore_patterns("__pycache__", "web", *LEFT_OUT)
    for folder in COPIED:
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=skip)
    for name in SINGLE:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def passes(tree: Path, tool: str, *words: str) -> None:
    program = Path(sys.executable).with_name(tool)
    done = subprocess.run(
        [program, *words],
        cwd=tree,
        env=os.environ | {"PYTHONPATH": f"{tree / 'src'}{os.pathsep}{tree}"},
        text=True,
        capture_output=True,
        check=False,
    )
    if done.returncode:
        pytest.fail(
            f"{tool} refuses what was scaffolded:\n{done.stdout}{done.stderr}", pytrace=False
        )


def test_what_is_scaffolded_passes_every_check(tree: Path) -> None:
    written = [
        *scaffold.room(tree, "bargains"),  # on no list yet
        *scaffold.connector(tree, "pasar_malam"),
        *scaffold.migration(tree, "bargains_offers"),
    ]
    new = [str(path) for path in written if path.suffix == ".py"]
    passes(tree, "lint-imports")
    passes(tree, "pytest", "-q", "tests/architecture", *named_tests(written))
    passes(tree, "ruff", "check", *new)
    passes(tree, "ruff", "format", "--check", *new)
    passes(tree, "mypy", "--strict", scaffold.WIRING, *new)


@pytest.mark.parametrize("name", ["alibaba", "zz", "the_longest_name_of_all_markets"])
def test_a_connector_is_wired_and_has_its_page_at_once(tree: Path, name: str) -> None:
    written = scaffold.connector(tree, name)
    wiring = tree / scaffold.WIRING
    assert f"\n    {name},\n)" in wiring.read_text("utf-8")
    page = (tree / "docs/connectors" / f"{name}.md").read_text("utf-8")
    assert "| API key | yes | yes |" in page
    new = [str(path) for path in [*written, wiring] if path.suffix == ".py"]
    passes(tree, "ruff", "check", *new)
    passes(tree, "ruff", "format", "--check", *new)
    passes(tree, "python", "-m", "tools.cards", "--check")


def test_a_new_connector_is_in_the_documents(tree: Path) -> None:
    scaffold.connector(tree, "pasar_malam")
    passes(tree, "pytest", "-q", "tests/docs", "tests/connectors/test_every_card.py")
    passes(tree, "mkdocs", "build", "--strict", "--quiet")
    assert (tree / "site/connectors/pasar_malam/index.html").is_file()


@pytest.mark.parametrize("name", ["identity", "tokens", "webhooks"])
def test_a_connector_with_a_name_that_is_taken_is_refused(tree: Path, name: str) -> None:
    before = (tree / scaffold.WIRING).read_text("utf-8")
    with pytest.raises(scaffold.ScaffoldError, match="take a longer name"):
        scaffold.connector(tree, name)
    assert (tree / scaffold.WIRING).read_text("utf-8") == before
    assert not (tree / "src/hanse/connectors" / name).exists()


def named_tests(written: list[Path]) -> list[str]:
    return [str(path) for path in written if path.name.startswith("test_")]


def test_a_room_that_stands_on_the_list_keeps_its_place(tree: Path) -> None:
    before = (tree / ".importlinter").read_text("utf-8")
    scaffold.room(tree, "affiliate")
    assert (tree / ".importlinter").read_text("utf-8") == before


def test_what_is_there_is_never_written_over(tree: Path) -> None:
    scaffold.room(tree, "bargains")
    (tree / "src/hanse/rooms/bargains/model.py").write_text("mine", "utf-8")
    with pytest.raises(scaffold.ScaffoldError, match="is there already; nothing was written"):
        scaffold.room(tree, "bargains")
    assert (tree / "src/hanse/rooms/bargains/model.py").read_text("utf-8") == "mine"


@pytest.mark.parametrize("name", ["", "Pricing", "price-rules", "../x", "1st", "a b"])
def test_a_name_that_is_no_name_is_refused_with_an_example(tree: Path, name: str) -> None:
    with pytest.raises(scaffold.ScaffoldError, match="make room NAME=pricing"):
        scaffold.room(tree, name)


def test_a_layer_is_no_room(tree: Path) -> None:
    with pytest.raises(scaffold.ScaffoldError, match="engine is the name of a layer"):
        scaffold.room(tree, "engine")


def test_migrations_are_numbered_on(tree: Path) -> None:
    first = scaffold.migration(tree, "bargains_one")[0]
    second = scaffold.migration(tree, "bargains_two")[0]
    assert int(second.name[:4]) == int(first.name[:4]) + 1
