"""All tests: `make test`. Two lanes at a time, for browsers wait where the other tests work."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parents[1]
PYTEST = (sys.executable, "-m", "pytest", "-m", "not prove")
COVERED = ("--cov", "--cov-report=")
# With these after the journeys both lanes are about as long.
SECOND = ("tests/rooms", "tests/app")
ELSEWHERE = [f"--ignore={folder}" for folder in ("tests/flows", *SECOND)]
LANES = (
    [(*PYTEST, *COVERED, *ELSEWHERE)],
    [(*PYTEST, "tests/flows"), (*PYTEST, *COVERED, *SECOND), ("npm", "--prefix", "web", "test")],
)


def main() -> int:
    """What the first lane says is seen at once; the other's when both are through."""
    started = time.monotonic()
    shown, beside = LANES
    with tempfile.TemporaryFile("w+") as said, ThreadPoolExecutor(1) as pool:
        other = pool.submit(lane, beside, "beside", said)
        codes = lane(shown, "shown") + other.result()
        said.seek(0)
        print(said.read(), end="")
    files = [f".coverage.{name}" for name in ("shown", "beside")]
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
