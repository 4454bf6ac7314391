"""The whole program as a person starts it, and a real browser in front of it."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from hanse.app.demo import FILE
from tests.app.test_up import up
from tests.engine.homes import new_home
from tools.browser import found, main

HERE = Path(__file__).parent
SCREENS = Path(__file__).resolve().parents[2] / "build" / "screens"
LIMIT_S = 120


@dataclass(frozen=True)
class World:
    """A demo that runs."""

    address: str
    home: Path
    people: dict[str, dict[str, str]]  # by their roles

    def command(self, *words: str) -> str:
        """What a command of the operator says."""
        done = subprocess.run(
            [sys.executable, "-m", "hanse", *words],
            env={**os.environ, "HANSE_HOME": str(self.home)},
            capture_output=True,
            text=True,
            timeout=LIMIT_S,
            check=True,
        )
        return done.stdout


@pytest.fixture(scope="session")
def chromium() -> str:
    assert main() == 0, "no browser, and none could be installed"
    return found()


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    with new_home() as home, up(home, "demo") as program:
        signs = json.loads((home / FILE).read_text("utf-8"))
        yield World(
            f"http://localhost:{program.port}", home, {each["role"]: each for each in signs}
        )


@pytest.fixture(scope="module")
def walk(world: World, chromium: str) -> Callable[[str, str], None]:
    """Go a journey in one look; what nobody may see on the way is a failure."""

    def go(journey: str, look: str) -> None:
        given = {"address": world.address, "people": world.people}
        done = subprocess.run(
            ["node", HERE / "run.mjs", journey, look],
            env={
                **os.environ,
                "WORLD": json.dumps(given),
                "SCREENS": str(SCREENS),
                "CHROMIUM": chromium,
            },
            capture_output=True,
            text=True,
            timeout=LIMIT_S,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        said = json.loads(done.stdout.splitlines()[-1])
        assert said["complaints"] == []
        assert said["violations"] == []

    return go
