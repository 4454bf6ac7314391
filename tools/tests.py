"""All tests: `make test`. Three lanes at a time, for each waits most of its time for something."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parents[1]
PYTEST = (sys.executable, "-m", "pytest", "-m", "not prove")
COVERED = ("--cov", "--cov-report=")
# The browsers go first where both cores are wanted: what a person would see comes in time.
BEHIND = ("nice", "-n", "5")
# With these apart the lanes are about as long.
APART = ("tests/rooms", "tests/app", "tests/connectors", "tests/changes")
ELSEWHERE = [f"--ignore={folder}" for folder in ("tests/flows", *APART)]
LANES: Mapping[str, Sequence[Sequence[str]]] = {
    "shown": [(*BEHIND, *PYTEST, *COVERED, *ELSEWHERE)],
    "apart": [(*BEHIND, *PYTEST, *COVERED, *APART)],
    "browsers": [(*PYTEST, "tests/flows"), ("npm", "--prefix", "web", "test")],
}


def main() -> int:
    """What the first lane says is seen at once; the others' when all are through."""
    started = time.monotonic()
    with ExitStack() as stack, ThreadPoolExecutor(len(LANES)) as pool:
        said = {name: stack.enter_context(tempfile.TemporaryFile("w+")) for name in LANES}
        running = {
            name: pool.submit(lane, commands, name, None if name == "shown" else said[name])
            for name, commands in LANES.items()
        }
        codes = [code for each in running.values() for code in each.result()]
        for each in said.values():
            each.seek(0)
            print(each.read(), end="")
    files = [f".coverage.{name}" for name in ("shown", "apart")]
    codes.append(subprocess.call([sys.executable, "-m", "coverage", "combine", *files], cwd=ROOT))
    print(f"tests: {time.monotonic() - started:.0f} s", flush=True)
    return max(codes)


def lane(commands: Sequence[Sequence[str]], name: str, said: IO[str] | None = None) -> list[int]:
    """One command after the other, whether or not one fails; each lane counts its own lines."""
    environ = {**os.environ, "COVERAGE_FILE": str(ROOT / f".coverage.{name}")}
    return [
        subprocess.call(
            words, cwd=ROOT, env=environ, stdout=said, stderr=said and subprocess.STDOUT
        )
        for words in commands
    ]


if __name__ == "__main__":
    sys.exit(main())
