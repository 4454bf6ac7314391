"""The pages of promises name nothing that is not there; every row shows something or says so."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from hanse.app.cli.main import COMMANDS

ROOT = Path(__file__).resolve().parents[2]
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
# Each page, with how many parts it has and how many promises at least.
PAGES = {
    "docs/why/promises.md": (11, 150),
    "docs/why/promises-people.md": (9, 110),
    "docs/why/promises-changes.md": (4, 30),
    "docs/why/promises-shops.md": (11, 130),
    "docs/why/promises-goods.md": (7, 70),
    "docs/why/promises-stock.md": (4, 28),
    "docs/why/promises-orders.md": (3, 24),
    "docs/why/promises-purchasing.md": (5, 22),
}

each_page = pytest.mark.parametrize("page", PAGES)


def rows(page: str) -> Iterator[tuple[int, str, str]]:
    """Line, promise and proof of each row."""
    for number, line in enumerate((ROOT / page).read_text("utf-8").splitlines(), 1):
        if line.startswith("| ") and not line.startswith("| promise |"):
            promise, proof = line.strip("| ").split(" | ")
            yield number, promise, proof


def named(page: str) -> Iterator[tuple[int, str]]:
    for number, _, proof in rows(page):
        for name in re.findall("`([^`]+)`", proof.partition("**open**")[0]):
            yield number, name


@cache
def named_tests(file: Path) -> frozenset[str]:
    tree = ast.parse(file.read_text("utf-8"))
    return frozenset(
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )


def exists(name: str) -> bool:
    if "::" in name:
        file, _, test = name.partition("::")
        path = ROOT / "tests" / file
        return test.startswith("test_") and path.is_file() and test in named_tests(path)
    if bench := re.fullmatch(r"make bench B=(\w+)", name):
        return (ROOT / "bench" / f"{bench[1]}.py").is_file()
    if target := re.fullmatch(r"make (\w+)", name):
        return bool(re.search(rf"^{target[1]}:", MAKEFILE, re.MULTILINE))
    if command := re.fullmatch(r"hanse (\w+).*", name):
        return command[1] in COMMANDS
    if re.fullmatch(r"(web|docs)/\S+\.(tsx?|md)", name):
        return (ROOT / name).is_file()
    if re.fullmatch(r"flows/journeys/\S+\.mjs", name):
        return (ROOT / "tests" / name).is_file()
    return name in WORDS


# What stands in the second column beside a proof, to say where to look in it.
WORDS = {"recovery_s", "lint-imports", "Payments"}


@each_page
def test_every_proof_that_is_named_exists(page: str) -> None:
    missing = [f"{page}:{line}: {name}" for line, name in named(page) if not exists(name)]
    if missing:
        pytest.fail("write where it went, or **open**:\n" + "\n".join(missing), pytrace=False)


@each_page
def test_every_promise_is_shown_or_open(page: str) -> None:
    for number, promise, proof in rows(page):
        assert promise, number
        assert "**open**: " in proof or "::" in proof or "`" in proof, (
            f"line {number} of {page} shows nothing"
        )


@each_page
def test_a_page_has_every_part_and_promises_each_thing_once(page: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    parts, least = PAGES[page]
    assert len(re.findall("^## ", text, re.MULTILINE)) == parts
    promises = [promise for _, promise, _ in rows(page)]
    assert len(promises) > least
    assert len(set(promises)) == len(promises)
