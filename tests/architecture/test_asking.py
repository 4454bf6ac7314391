"""Later rooms follow what mirror tells and never ask a shop: two contracts, and the rest of it.

Which kinds of things there are everybody may name; how to ask for them is for who asks.
"""

import ast
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.test_shapes import PRODUCT, ROOT, expect_none

PORTS = "hanse.trade.ports_read"
FOR_ALL = {"Kind"}
# The way to the shops is handed down to changes by app, and that to suppliers to purchasing.
ASKING = (
    *("app/handing.py", "app/supplying.py", "changes/", "connectors/", "rooms/connections/"),
    *("rooms/mirror/", "trade/"),
)


def asked_with(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """The names in it with which a shop can be asked, and the whole of the module they stand in."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == PORTS:
            names = {each.name for each in node.names} - FOR_ALL
            yield from ((node.lineno, name) for name in sorted(names))
        elif isinstance(node, ast.Import | ast.ImportFrom):
            package = f"{node.module}." if isinstance(node, ast.ImportFrom) else ""
            if PORTS in {package + each.name for each in node.names}:
                yield node.lineno, PORTS


def test_how_to_ask_is_known_to_who_asks() -> None:
    expect_none(
        (file.at, line, f"{name} asks a shop; follow the events of mirror and read what it keeps")
        for file in PRODUCT
        if not file.place.startswith(ASKING)
        for line, name in asked_with(file.tree)
    )


@pytest.mark.parametrize(
    "text",
    [
        f"from {PORTS} import Ask",
        f"from {PORTS} import Kind, ReadPort",
        f"import {PORTS} as ports",
        "from hanse.trade import ports_read",
        f"def f():\n    from {PORTS} import Question",
    ],
)
def test_a_room_that_knows_how_to_ask_is_found(text: str) -> None:
    assert list(asked_with(ast.parse(text)))
    assert list(asked_with(ast.parse(f"from {PORTS} import Kind"))) == []


# What a later room could try, each in a file of its own.
TRIED = {
    "model": "from hanse.trade.ports_bulk import BulkPort",
    "service": "from hanse.rooms.connections.service.reach import Reach",
    "store": "from hanse.engine.outbound import Outbound",
    "routes": "from hanse.rooms.connections.service.ports import Platform",
    "jobs": "from hanse.engine.wire.wire import Wire",
}


def test_the_contracts_refuse_a_later_room_that_asks(tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    skip = shutil.ignore_patterns("__pycache__", "static")
    shutil.copytree(ROOT / "src/hanse", tree / "src/hanse", ignore=skip)
    shutil.copytree(ROOT / "tools", tree / "tools", ignore=skip)
    shutil.copy(ROOT / ".importlinter", tree)
    assert "KEPT" in told(tree)
    room = tree / "src/hanse/rooms/catalog"
    room.mkdir(exist_ok=True)
    (room / "__init__.py").write_text('"""A room that asks."""\n')
    for name, line in TRIED.items():
        (room / f"{name}.py").write_text(f'"""Asks."""\n\n{line}\n')
    refused = told(tree)
    for name, line in TRIED.items():
        assert f"hanse.rooms.catalog.{name} -> {line.split()[1]}" in refused, refused


def told(tree: Path) -> str:
    """What the two contracts say of the tree."""
    done = subprocess.run(
        [
            Path(sys.executable).with_name("lint-imports"),
            "--no-cache",
            *("--contract", "asking"),
            *("--contract", "wire-held"),
        ],
        cwd=tree,
        env=os.environ | {"PYTHONPATH": f"{tree / 'src'}{os.pathsep}{tree}"},
        text=True,
        capture_output=True,
        check=False,
    )
    return done.stdout + done.stderr
