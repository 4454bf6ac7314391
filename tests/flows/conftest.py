"""The whole program as a person starts it, and a real browser in front of it."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import pytest

from hanse.app.api.ground import WEB
from hanse.app.demo import FILE
from tests.app.test_up import up
from tests.engine.homes import new_home
from tools.browser import found, main

HERE = Path(__file__).parent
SCREENS = HERE.parents[1] / "build" / "screens"
HASTE = "6000"  # one person goes the ways of twenty, and looks at every screen in a minute
LIMIT_S = 480  # of a walk through every screen beside other tests

Walk = Callable[[str, str], None]


@dataclass(frozen=True)
class World:
    """A Hanse that runs, as the scripts of the journeys know it."""

    address: str
    home: str
    people: dict[str, dict[str, str]]  # of the demo, by their roles


@pytest.fixture(scope="session")
def chromium() -> str:
    assert main() == 0, "no browser, and none could be installed"
    assert (WEB / "index.html").exists(), "the web app is not built: npm --prefix web run build"
    return found()


@contextmanager
def running(word: str) -> Iterator[World]:
    with new_home() as home, up(home, word, HANSE_REQUESTS_PER_MINUTE=HASTE) as program:
        file = home / FILE
        people = json.loads(file.read_text("utf-8")) if file.exists() else []
        # The name: a browser keeps who one is only where it trusts the address.
        address = f"http://localhost:{program.port}"
        yield World(address, str(home), {each["role"]: each for each in people})


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    with running("demo") as world:
        yield world


@pytest.fixture
def walk(world: World, chromium: str) -> Walk:
    return lambda journey, look: go(world, chromium, journey, look)


@pytest.fixture
def walk_in_empty(chromium: str) -> Iterator[Walk]:
    with running("up") as world:
        yield lambda journey, look: go(world, chromium, journey, look)


def go(world: World, chromium: str, journey: str, look: str) -> None:
    """Go a journey in one look; what nobody may see on the way is a failure."""
    done = subprocess.run(
        ["node", HERE / "run.mjs", journey, look],
        env={
            **os.environ,
            "WORLD": json.dumps(asdict(world)),
            "SCREENS": str(SCREENS),
            "CHROMIUM": chromium,
            "PYTHON": sys.executable,
        },
        capture_output=True,
        text=True,
        timeout=LIMIT_S,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    said = json.loads(done.stdout.splitlines()[-1])
    assert said == {"violations": [], "complaints": []}
